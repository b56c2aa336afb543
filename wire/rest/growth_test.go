package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire/rest"
)

// spanningTable is a table of one operation whose path has k parameters that span segments.
func spanningTable(k int) *rest.Table {
	table := &rest.Table{Operations: []rest.Operation{{ID: "Deep_Get", Method: "GET"}}}
	op := &table.Operations[0]
	for i := range k {
		op.Path += fmt.Sprintf("/{p%d}/x", i)
		op.Params = append(op.Params, rest.Param{Name: fmt.Sprintf("p%d", i), In: rest.InPath, Slashes: true})
	}
	op.Path += "/end"
	op.New, op.Visit = func() rest.Request { return &anyRequest{op: op} }, visitAny
	return table
}

// TestSpanningParametersGrow: the work to match and to parse a path that does not fit, or fits at its very end, grows no
// faster than the path, however many of its parameters span segments. Allocations stand for the work of matching, which
// makes one table of the places that led to nothing, and time only has to stay far below what trying all ways takes.
func TestSpanningParametersGrow(t *testing.T) {
	for _, k := range []int{2, 5, 16, 40} {
		table := spanningTable(k)
		for _, last := range []string{"/end", "/other"} {
			path := strings.Repeat("/x", 127) + last
			req, err := http.NewRequest(http.MethodGet, "https://h"+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = table.Parse(req)
			if fits := last == "/end"; fits != (err == nil) || !fits && !errors.Is(err, rest.ErrNoOperation) {
				t.Fatalf("k=%d %s: %v", k, last, err)
			}
			if n := testing.AllocsPerRun(3, func() { _, _ = table.Parse(req) }); n > float64(20+6*k) {
				t.Errorf("k=%d %s: %.0f allocations", k, last, n)
			}
		}
	}
}

// TestSegmentLimit: what Build makes is within what Parse reads.
func TestSegmentLimit(t *testing.T) {
	table := spanningTable(1)
	for n, fits := range map[int]bool{126: true, 127: false} {
		r := &anyRequest{op: &table.Operations[0], path: []string{strings.Repeat("a/", n-1) + "a"}}
		req, err := rest.Build(t.Context(), rest.PublicCloud, r)
		if fits != (err == nil) || !fits && !errors.Is(err, rest.ErrTooLong) {
			t.Fatalf("%d segments: %v", n+2, err)
		}
		if fits {
			if _, err := table.Parse(req); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestMatchAll: where path templates overlap, the one that says more is preferred, and all are known.
func TestMatchAll(t *testing.T) {
	scope := rest.Param{Name: "scope", In: rest.InPath, Slashes: true}
	table := &rest.Table{Operations: []rest.Operation{
		{ID: "ByID", Method: "GET", Path: "/{scope}", Params: []rest.Param{scope}},
		{ID: "ByScope", Method: "GET", Path: "/{scope}/providers/M.A/p/{name}", Params: []rest.Param{scope, {Name: "name", In: rest.InPath}}},
		{ID: "Default", Method: "GET", Path: "/{scope}/providers/M.A/p/default", Params: []rest.Param{scope}},
		{ID: "Put", Method: "PUT", Path: "/{scope}", Params: []rest.Param{scope}},
	}}
	for path, want := range map[string]string{
		"/subscriptions/0":                         "ByID",
		"/subscriptions/0/providers/M.A/p/n":       "ByScope ByID",
		"/subscriptions/0/providers/M.A/p/default": "Default ByScope ByID",
		"/a/providers/M.A/p/b/providers/M.A/p/c":   "ByScope ByID",
		"/a/providers/M.A/p/b/providers/M.A/q/c":   "ByID",
		"/":                                        "ByID",
	} {
		req, err := http.NewRequest(http.MethodGet, "https://h"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		ops, err := table.MatchAll(req)
		var ids []string
		for _, op := range ops {
			ids = append(ids, op.ID)
		}
		if got := strings.Join(ids, " "); got != want || err != nil {
			t.Errorf("%s: %s, want %s (%v)", path, got, want, err)
		}
	}
}

// TestEndpoints: the base path of the document completes an endpoint without one, parameters of the host make an endpoint
// where none is given, and both read back.
func TestEndpoints(t *testing.T) {
	op := &rest.Operation{
		ID: "A_Get", Method: "GET", Path: "/a", Visit: visitAny,
		Endpoint: &rest.Endpoint{BasePath: "/text/v3", Template: "https://{account}.example.com", Keys: []rest.Key{{Name: "Api-Key", In: rest.InHeader}, {Name: "code", In: rest.InQuery}}},
		Params:   []rest.Param{{Name: "account", In: rest.InHost}},
	}
	for endpoint, want := range map[string]string{
		"":                       "https://mine.example.com/text/v3/a",
		"https://h":              "https://h/text/v3/a",
		"https://h/":             "https://h/text/v3/a",
		"https://h/proxy/":       "https://h/proxy/a",
		"https://x.example.com/": "https://x.example.com/text/v3/a",
	} {
		r := &anyRequest{op: op}
		r.fill("mine")
		req, err := rest.Build(t.Context(), endpoint, r)
		if err != nil || req.URL.String() != want {
			t.Errorf("%q: %v, %v", endpoint, req, err)
			continue
		}
		if strings.HasPrefix(want, "https://h/proxy") {
			continue
		}
		req.Header.Set("Api-Key", "secret")
		req.URL.RawQuery = "code=secret"
		back := &anyRequest{op: op}
		if err := rest.Parse(req, back); err != nil {
			t.Errorf("%q: %v", endpoint, err)
		}
		if len(back.Extra.Header()) > 0 {
			t.Errorf("%q: the credential is kept: %v", endpoint, back.Extra.Header())
		}
		for name := range back.Extra.Query() {
			t.Errorf("%q: %s is kept", endpoint, name)
		}
		account := map[bool]string{true: strings.TrimSuffix(req.URL.Host, ".example.com")}[strings.HasSuffix(req.URL.Host, ".example.com")]
		if got := back.rest[0].OrZero(); got != account {
			t.Errorf("%q: account %q, want %q", endpoint, got, account)
		}
	}
	for _, bad := range []string{"", "a/b", "a?b", "a@b"} {
		r := &anyRequest{op: op}
		r.fill(bad)
		if _, err := rest.Build(t.Context(), "", r); !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("account %q: %v", bad, err)
		}
	}
}

package rest_test

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	values "github.com/azbill/azbill/wire/internal/sample"
	"github.com/azbill/azbill/wire/rest"
)

// within is a pageable operation whose list is in an object, as generated code reads it.
func within(method, list string, texts []string, sent *[]string) (*postPages, rest.Sender) {
	op := &rest.Operation{
		ID: "Things_List", Method: method, Path: "/things",
		Responses: []rest.Response{{Status: "200", Format: rest.FormatJSON, New: func() rest.Message { return new(values.Everything) }}},
		Visit: func(r rest.Request, c *rest.Codec) bool {
			r.(*postPages).visit(c)
			return true
		},
		Pager: &rest.Pager{Verb: method, NextLink: "self.s", Items: "self." + list},
	}
	r := &postPages{op: op}
	if method == http.MethodPost {
		op.Body = &rest.Content{Format: rest.FormatText, MediaType: "text/plain"}
		r.body = wire.Some("what")
	}
	return r, func(req *http.Request) (*http.Response, error) {
		*sent = append(*sent, req.Method)
		return response(200, texts[min(len(*sent), len(texts))-1]), nil
	}
}

func linkWithin(page *values.Everything) wire.Optional[string] {
	return wire.At(page.Self, func(page *values.Everything) wire.Optional[string] { return page.S })
}

func namesWithin(page *values.Everything) wire.Optional[[]string] {
	return wire.At(page.Self, func(page *values.Everything) wire.Optional[[]string] { return page.Names })
}

func amountsWithin(page *values.Everything) wire.Optional[[]values.Amount] {
	return wire.At(page.Self, func(page *values.Everything) wire.Optional[[]values.Amount] { return page.Amounts })
}

// collect joins what is yielded, and the error at the end.
func collect[T any](items iter.Seq2[T, error], text func(T) string) (string, error) {
	var out []string
	for item, err := range items {
		if err != nil {
			return strings.Join(out, " "), err
		}
		out = append(out, text(item))
	}
	return strings.Join(out, " "), nil
}

// TestItemsWithin: items that are no objects, or in an object. Each line has the texts of the pages, the items, and the
// error behind the operation and the page.
func TestItemsWithin(t *testing.T) {
	const first = `{"self":{"names":["a","b"],"amounts":[{"value":1},{"value":2}],"s":"/two"}}`
	for _, c := range []struct {
		pages           []string
		names, amounts  string
		nameErr, sumErr string // without the beginning, which names operation, page and member
	}{
		{[]string{first, `{"self":{"names":["c"],"amounts":[{"value":3}]}}`}, "a b c", "1 2 3", "", ""},
		{[]string{`{}`}, "", "", "", ""},
		{[]string{`null`}, "", "", "", ""},
		{[]string{`{"self":null}`}, "", "", "", ""},
		{[]string{`{"self":{"names":null,"amounts":null}}`}, "", "", "", ""},
		{[]string{`{"self":{"names":[],"amounts":[]}}`}, "", "", "", ""},

		{[]string{first, `{"self":7}`}, "a b", "1 2", "expected an object, found 7", "expected an object, found 7"},
		{[]string{first, `{"self":[{"names":["c"]}]}`}, "a b", "1 2", `expected an object, found [{"names":["c"]}]`, `expected an object, found [{"names":["c"]}]`},
		{[]string{first, `[]`}, "a b", "1 2", "expected an object, found []", "expected an object, found []"},
		{[]string{`"x"`}, "", "", `expected an object, found "x"`, `expected an object, found "x"`},
		{[]string{first, `{"self":{"names":{},"amounts":"x"}}`}, "a b", "1 2", "expected an array, each element a string, found {}", `expected an array, found "x"`},

		{[]string{first, `{"self":{"names":["c",null,"d"],"amounts":[{"value":3},null,7,{"value":4}],"s":"/three"}}`, `{}`},
			"a b c", "1 2 3 null 7 4", "at /1: type mismatch: expected a string, found null", ""},
		{[]string{`{"self":{"names":["c",5],"amounts":[["x"]]}}`}, "c", `["x"]`, "at /1: type mismatch: expected a string, found 5", ""},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			var sent []string
			check := func(what, got, want string, err error, wantErr string) {
				t.Helper()
				begin := fmt.Sprintf("Things_List: page %d: ", len(sent))
				if strings.Contains(c.pages[len(sent)-1], "self") {
					begin += "self." + what
				}
				if got != want {
					t.Errorf("%s of %s: got %q, want %q", what, c.pages, got, want)
				}
				switch {
				case wantErr == "" && err == nil:
				case wantErr == "" || err == nil || !errors.Is(err, wire.ErrMismatch) || !strings.HasSuffix(err.Error(), wantErr) || !strings.HasPrefix(err.Error(), begin):
					t.Errorf("%s of %s: error %v, want %s … %s", what, c.pages, err, begin, wantErr)
				}
				if slices.ContainsFunc(sent, func(m string) bool { return m != method }) {
					t.Errorf("%s of %s: methods %v", what, c.pages, sent)
				}
			}
			r, send := within(method, "names", c.pages, &sent)
			got, err := collect(rest.ItemsOfPages(t.Context(), rest.PublicCloud, r, send, namesWithin, linkWithin), func(s string) string { return s })
			check("names", got, c.names, err, c.nameErr)

			sent = nil
			r, send = within(method, "amounts", c.pages, &sent)
			got, err = collect(rest.ObjectsOfPages(t.Context(), rest.PublicCloud, r, send, amountsWithin, linkWithin), func(a *values.Amount) string {
				if raw, ok := a.Extra.Mismatch(); ok {
					return raw.String()
				}
				return a.Value.String()
			})
			check("amounts", got, c.amounts, err, c.sumErr)
		}
	}
}

// TestPagesMismatch: a page that is not an object is yielded, and is not the end of the list.
func TestPagesMismatch(t *testing.T) {
	for _, text := range []string{`[{"self":{}}]`, `7`, `""`, `false`} {
		var sent []string
		r, send := within(http.MethodGet, "names", []string{text}, &sent)
		n := 0
		for page, err := range rest.Pages(t.Context(), rest.PublicCloud, r, send, linkWithin) {
			if n++; n == 1 {
				if raw, ok := page.Extra.Mismatch(); !ok || raw.String() != text || err != nil {
					t.Errorf("%s: the page is %v, %v", text, page, err)
				}
				continue
			}
			if !errors.Is(err, wire.ErrMismatch) || page != nil {
				t.Errorf("%s: then %v, %v", text, page, err)
			}
		}
		if n != 2 {
			t.Errorf("%s: %d steps", text, n)
		}
	}
}

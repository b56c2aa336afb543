package rest_test

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

func TestMatch(t *testing.T) {
	const uri = "https://management.usgovcloudapi.net"
	for _, c := range []struct{ line, want string }{
		{"GET /subscriptions/1/providers/Microsoft.Consumption/budgets", "Budgets_List"},
		{"GET /SUBSCRIPTIONS/1/Providers/microsoft.consumption/BUDGETS?api-version=1900-01-01", "Budgets_List"},
		{"GET /subscriptions/1/providers/Microsoft.Consumption/budgets/b", "Budgets_Get"},
		{"PUT /subscriptions/1/providers/Microsoft.Consumption/budgets/b", "Budgets_CreateOrUpdate"},
		{"GET /s/providers/Microsoft.Consumption/budgets/default", "Budgets_GetDefault"},
		{"PUT /s/providers/Microsoft.Consumption/budgets/default", "Budgets_CreateOrUpdate"}, // the literal has no PUT
		{"GET /providers/Microsoft.Consumption/budgets", "Budgets_List"},                     // the tenant's scope
		{"POST /providers/Microsoft.Consumption/budgets", "Reports_Schedule"},
		{"POST /providers/Microsoft.Consumption/budgets?a=b&comp=import", "Budgets_Import"},
		{"GET /subscriptions/1/reports/daily", "Reports_Search"},
		{"GET /subscriptions/1/reports/daily/providers/Microsoft.Consumption/budgets", "Budgets_List"},
		{"GET /reports('a')/1:export", "Reports_Export"},
		{"GET //subscriptions//1/providers/Microsoft.Consumption/budgets/", "Budgets_List"},
		{"GET /a/providers/Microsoft.Consumption/budgets/b/providers/Microsoft.Consumption/budgets/c", "Budgets_Get"},
		{"GET /%73/providers/Microsoft.Consumption/%62udgets", "Budgets_List"},
		{"GET /{scope}/providers/Microsoft.Consumption/budgets/<name>", "Budgets_Get"},
	} {
		method, path, _ := strings.Cut(c.line, " ")
		op, err := sample.MatchOperation(line(t, method+" "+uri+path))
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
		} else if op.ID != c.want {
			t.Errorf("%s: %s, want %s", c.line, op.ID, c.want)
		}
	}
}

func TestMatchErrors(t *testing.T) {
	for _, c := range []struct {
		line string
		want error
		text string
	}{
		{"GET https://h/providers/Microsoft.Storage/accounts", rest.ErrNoOperation, `no operation has the path "/providers/Microsoft.Storage/accounts"`},
		{"GET https://h/", rest.ErrNoOperation, ""},
		{"GET https://h/reports('')/1:export", rest.ErrNoOperation, ""},
		{"GET https://h/reports('a')/:export", rest.ErrNoOperation, ""},
		{"PATCH https://h/s/providers/Microsoft.Consumption/budgets/b", rest.ErrMethod, `"PATCH" is not among the methods of "/s/providers/Microsoft.Consumption/budgets/b": GET, PUT, DELETE`},
		{"POST https://h/s/providers/Microsoft.Consumption/budgets?comp=imported", rest.ErrMethod, "GET"},
		{"GET https://h/s/../providers/Microsoft.Consumption/budgets", rest.ErrMalformed, `".."`},
		{"GET https://h/s/%2E%2e/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, `".."`},
		{"GET https://h/%2Fs/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, `"%2Fs" begins with "/"`},
		{"GET https://h/s%2F..%2Ft/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, `between "/" or "\"`},
		{"GET https://h/s%5C..%5Ct/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, `between "/" or "\"`},
		{"GET https://h/s%00/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, "NUL"},
		{"GET https://h/s%ff/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, "UTF-8"},
		{"GET https://h/s%0a/providers/Microsoft.Consumption/budgets", rest.ErrMalformed, "control"},
		{"GET https://h/" + strings.Repeat("a/", 200), rest.ErrTooLong, "more than 128 segments"},
		{"GET https://h/" + strings.Repeat("a", rest.MaxURL), rest.ErrTooLong, "the limit is 65536"},
	} {
		_, err := sample.MatchOperation(line(t, c.line))
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%.80s: error %v, want %v with %q", c.line, err, c.want, c.text)
		}
	}
	for name, req := range map[string]*http.Request{
		"no request": nil, "no URL": {}, "opaque": {URL: &url.URL{Opaque: "x"}}, "no path": {URL: &url.URL{}},
		"relative": {URL: &url.URL{Path: "a"}}, "asterisk": {Method: "OPTIONS", URL: &url.URL{Path: "*"}},
	} {
		if _, err := sample.MatchOperation(req); !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("%s: error %v", name, err)
		}
		if _, err := sample.ParseBudgetsGetRequest(req); !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("%s: Parse: error %v", name, err)
		}
	}
}

// TestParseErrors are requests that no reading does justice to.
func TestParseErrors(t *testing.T) {
	const base = "https://h/s/providers/Microsoft.Consumption/budgets"
	for _, c := range []struct {
		query, want string
	}{
		{"$top=1&$top=2", "Budgets_List: query $top: is there more than once"},
		{"%24top=1&$top=1", "query $top: is there more than once"},
		{"api-version=1&api-version=1", "query api-version: is there more than once"},
		{"$filter=%zz", `parameter "$filter" holds the incomplete escape "%zz"; write a percent sign as %25`},
		{"$filter=100%", `the incomplete escape "%"`},
		{"%a=1", `a parameter's name holds the incomplete escape "%a"`},
		{"$filter=%00", "NUL"},
		{"x=%ff", `parameter "x" is not valid UTF-8`},
		{"x=" + strings.Repeat("y", 10<<20), "the limit is 65536"},
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		u.RawQuery = c.query
		_, err = sample.ParseBudgetsListRequest(&http.Request{URL: u})
		var re *rest.RequestError
		if !errors.As(err, &re) || re.Operation != "Budgets_List" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60s: error %v, want %q", c.query, err, c.want)
		}
	}
	for text, want := range map[string]error{
		"GET https://h/a": rest.ErrNoOperation, "PUT " + base: rest.ErrMethod,
		"GET " + base + "/x": rest.ErrNoOperation,
	} {
		if _, err := sample.ParseBudgetsListRequest(line(t, text)); !errors.Is(err, want) {
			t.Errorf("%s: error %v, want %v", text, err, want)
		}
	}
	req := line(t, "PUT "+base+"/b")
	req.Header["If-Match"] = []string{"1", "2"}
	if _, err := sample.ParseRequest(req); err == nil || !strings.Contains(err.Error(), "header If-Match: is there more than once") {
		t.Errorf("two If-Match headers: error %v", err)
	}
}

func TestNotes(t *testing.T) {
	req := line(t, "GET https://h//subscriptions//1/providers/Microsoft.Consumption/budgets/?api-version=2019-10-01&$top=x")
	r, err := sample.ParseBudgetsListRequest(req)
	if err != nil {
		t.Fatal(err)
	}
	if r.Scope != "subscriptions/1" {
		t.Errorf("scope is %q", r.Scope)
	}
	var codes []string
	for _, n := range r.Extra.Notes() {
		codes = append(codes, n.Code)
	}
	if diff := cmp.Diff([]string{rest.NoteAPIVersion, rest.NoteMismatch, rest.NoteEmptySegment}, codes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	get, err := http.NewRequest("GET", "https://h/s/providers/Microsoft.Consumption/budgets?api-version=2024-08-01", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = sample.ParseBudgetsListRequest(get); err != nil || len(r.Extra.Notes()) != 1 || r.Extra.Notes()[0].Code != rest.NoteBody {
		t.Errorf("a GET with a body: %+v, %v", r.Extra.Notes(), err)
	}
	plain := line(t, "GET https://h/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01&$top=1")
	if r, err = sample.ParseBudgetsListRequest(plain); err != nil || !reflect.ValueOf(r.Extra).IsZero() {
		t.Errorf("a plain request leaves something in Extra: %+v, %v", r.Extra.Notes(), err)
	}
}

func TestParseRequestLine(t *testing.T) {
	for _, c := range []struct{ line, method, uri string }{
		{"GET https://management.azure.com/providers/Microsoft.Billing/billingAccounts/{billingAccountName}?api-version=2020-05-01&$expand=soldTo,billingProfiles/invoiceSections",
			"GET", "https://management.azure.com/providers/Microsoft.Billing/billingAccounts/%7BbillingAccountName%7D?api-version=2020-05-01&$expand=soldTo,billingProfiles/invoiceSections"},
		{"GET https://management.azure.com/a?$filter=usageStart eq '2018-04-01' AND usageEnd eq '2018-05-30'\n",
			"GET", "https://management.azure.com/a?$filter=usageStart%20eq%20'2018-04-01'%20AND%20usageEnd%20eq%20'2018-05-30'"},
		{"  DELETE   https://h/<billingAccountId>/100%/%41?x=100%&y=%20+#z HTTP/1.1", "DELETE", "https://h/%3CbillingAccountId%3E/100%25/%41?x=100%25&y=%20+%23z"},
		{"PATCH http://h:81", "PATCH", "http://h:81"},
	} {
		req := line(t, c.line)
		if req.Method != c.method || req.URL.String() != c.uri {
			t.Errorf("%s:\n got %s %s\nwant %s %s", c.line, req.Method, req.URL, c.method, c.uri)
		}
	}
	for _, bad := range []string{"", "GET", "https://h/", "GET /a", "GET ftp://h/", "GET https://", "GET https:///a", "G3T https://h/",
		"GET https://u:p@h/", "GET https://h/\x00", "GET https://h/a\nb", "GET https://h/\xff", "GET https://[::1/", "GET https://h:x/"} {
		if _, err := rest.ParseRequestLine(bad); !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// TestPatterns covers templates that the sample has not.
func TestPatterns(t *testing.T) {
	param := func(name string, slashes bool) rest.Param {
		return rest.Param{Name: name, In: rest.InPath, Slashes: slashes}
	}
	table := rest.Table{Operations: []rest.Operation{
		{ID: "two spans", Method: "GET", Path: "/{a}/x/{b}/y", Params: []rest.Param{param("a", true), param("b", true)}},
		{ID: "pattern", Method: "GET", Path: "/p/{a}-{b}.{c}", Params: []rest.Param{param("a", false), param("b", false), param("c", false)}},
		{ID: "unknown name", Method: "GET", Path: "/p/{nobody}"},
		{ID: "open brace", Method: "GET", Path: "/q/{a", Params: []rest.Param{param("a", false)}},
		{ID: "root", Method: "GET", Path: "/"},
	}}
	for path, want := range map[string]string{
		"/x/x/x/y":    "two spans",
		"/x/y":        "two spans",
		"/1/2/x/3/y":  "two spans",
		"/p/1-2-3.4":  "pattern",
		"/p/a--b.c":   "pattern",
		"/P/{NOBODY}": "unknown name",
		"/q/{A":       "open brace",
		"/":           "root",
		"/p/1-2":      "",
		"/p/-2.3":     "",
		"/x/3":        "",
	} {
		op, err := table.Match(&http.Request{URL: &url.URL{Path: path}})
		switch {
		case want == "" && !errors.Is(err, rest.ErrNoOperation):
			t.Errorf("%s: error %v", path, err)
		case want != "" && (err != nil || op.ID != want):
			t.Errorf("%s: %v, %v, want %s", path, op, err, want)
		}
	}
}

// TestSpans: of two parameters that span segments the first takes as little as the rest allows.
func TestSpans(t *testing.T) {
	op := &rest.Operation{Visit: visitAny, ID: "Two_Spans", Method: "GET", Path: "/{a}/x/{b}/y/{c}", Params: []rest.Param{
		{Name: "a", In: rest.InPath, Slashes: true}, {Name: "b", In: rest.InPath, Slashes: true}, {Name: "c", In: rest.InPath},
	}}
	for path, want := range map[string][]string{
		"/1/x/2/y/3":         {"1", "2", "3"},
		"/1/x/2/x/3/y/4/Y/5": {"1", "2/x/3/y/4", "5"},
		"/x/y/3":             {"/", "/", "3"},
		"/x/y":               nil,
	} {
		r := &anyRequest{op: op}
		err := rest.Parse(&http.Request{URL: &url.URL{Path: path}}, r)
		switch {
		case want == nil && !errors.Is(err, rest.ErrNoOperation):
			t.Errorf("%s: error %v", path, err)
		case want != nil && err != nil:
			t.Errorf("%s: %v", path, err)
		case want != nil && !cmp.Equal(r.path, want):
			t.Errorf("%s: %q, want %q", path, r.path, want)
		}
	}
}

// TestLookup ties the table's ways of finding an operation together.
func TestLookup(t *testing.T) {
	n := 0
	for op := range sample.Operations().All() {
		n++
		got, ok := sample.Operations().Lookup(op.ID)
		if !ok || got != op || op.New().Operation() != op {
			t.Errorf("%s: Lookup gives %v, New().Operation() gives %v", op.ID, got, op.New().Operation())
		}
	}
	if _, ok := sample.Operations().Lookup("budgets_list"); ok || n != len(sample.Operations().Operations) {
		t.Errorf("%d operations; ids compare without case: %v", n, ok)
	}
	if op, _ := sample.Operations().Lookup("Reports_Search"); op.Group.Note == "" || op.Group.Agreements == nil {
		t.Error("the group is not told")
	}
}

package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

const subscription = "00000000-0000-0000-0000-000000000000"

// build makes the HTTP request or fails the test.
func build(t *testing.T, r interface {
	HTTPRequest(context.Context, string, ...rest.Option) (*http.Request, error)
}, opts ...rest.Option) *http.Request {
	t.Helper()
	req, err := r.HTTPRequest(t.Context(), rest.PublicCloud, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// line makes the request of a documented line or fails the test.
func line(t *testing.T, text string) *http.Request {
	t.Helper()
	req, err := rest.ParseRequestLine(text)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func search() *sample.ReportsSearchRequest {
	d, _ := wire.ParseDecimal("1.50")
	at, _ := wire.ParseTime("2019-09-01T00:00:00+01:00")
	return &sample.ReportsSearchRequest{
		SubscriptionID: subscription, Grain: "weekly", Metric: wire.Some(sample.GrainDaily), Count: wire.Some[int64](-3),
		Partner: wire.Some(true), Markup: wire.Some(d), Since: wire.Some(at), Tags: wire.Some([]string{"a b", "c&d=e", "ä"}),
		Sizes: wire.Some([]int32{1, 20}), IDs: wire.Some([]int32{7, 8}), Mode: wire.Some("fast"),
	}
}

func TestURL(t *testing.T) {
	for _, c := range []struct {
		name string
		req  interface {
			HTTPRequest(context.Context, string, ...rest.Option) (*http.Request, error)
		}
		want string
	}{
		{"scope keeps its slashes, a filter its quotes",
			&sample.BudgetsListRequest{Scope: "/subscriptions/{id}/resourceGroups/a b", Filter: wire.Some("usageStart eq '2018-04-01' AND x ge 1+1")},
			"/subscriptions/%7Bid%7D/resourceGroups/a%20b/providers/Microsoft.Consumption/budgets?api-version=2024-08-01&$filter=usageStart%20eq%20'2018-04-01'%20AND%20x%20ge%201%2B1"},
		{"the tenant's scope", &sample.BudgetsListRequest{Scope: "/"}, "/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"},
		{"names with punctuation", &sample.BudgetsGetRequest{Scope: "providers/Microsoft.Billing/billingAccounts/1234:56789", BudgetName: "<name>;50%?#"},
			"/providers/Microsoft.Billing/billingAccounts/1234:56789/providers/Microsoft.Consumption/budgets/%3Cname%3E%3B50%25%3F%23?api-version=2024-08-01"},
		{"another api-version, or none", &sample.BudgetsListRequest{Scope: "s", APIVersion: wire.Some("2019-10-01")}, "/s/providers/Microsoft.Consumption/budgets?api-version=2019-10-01"},
		{"no api-version", &sample.BudgetsListRequest{Scope: "s", APIVersion: wire.Null[string]()}, "/s/providers/Microsoft.Consumption/budgets"},
		{"every kind of parameter", search(), "/subscriptions/" + subscription + "/reports/weekly?metric=daily&count=-3&partner=true&markup=1.50" +
			"&since=2019-09-01T00:00:00%2B01:00&tags=a%20b,c%26d%3De,%C3%A4&sizes=1%7C20&ids=7&ids=8"},
		{"parts of segments", &sample.ReportsExportRequest{Name: "it's", Period: 201904}, "/reports('it's')/201904:export"},
		{"a template with a query", &sample.BudgetsImportRequest{}, "/providers/Microsoft.Consumption/budgets?comp=import&api-version=2024-08-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			req := build(t, c.req)
			if got := strings.TrimPrefix(req.URL.String(), rest.PublicCloud); got != c.want {
				t.Errorf("URL\n got %s\nwant %s", got, c.want)
			}
			if got := req.Header.Get("Accept"); got != "application/json" {
				t.Errorf("Accept is %q", got)
			}
		})
	}
}

// TestBodyBytes: a body that is not an object is sent as the codec writes it, with nothing escaped that JSON does not ask to
// be, and a name that holds a slash is one segment.
func TestBodyBytes(t *testing.T) {
	req, err := rest.Build(t.Context(), rest.PublicCloud, &sample.BudgetsImportRequest{Body: wire.Some([]sample.Budget{{ID: wire.Some("<a>&\u2028")}})}, rest.WithReadOnly())
	if err != nil {
		t.Fatal(err)
	}
	if have, want := content(t, req), "[{\"id\":\"<a>&\u2028\"}]"; have != want {
		t.Errorf("have %s, want %s", have, want)
	}
	req, err = rest.Build(t.Context(), rest.PublicCloud, &sample.BudgetsGetRequest{Scope: "s/t", BudgetName: "a/b"})
	if err != nil {
		t.Fatal(err)
	}
	if have, want := req.URL.EscapedPath(), "/s/t/providers/Microsoft.Consumption/budgets/a%2Fb"; have != want {
		t.Errorf("have %s, want %s", have, want)
	}
}

func TestRoundTrip(t *testing.T) {
	body := sample.Budget{ID: wire.Some("/b"), Category: wire.Some(sample.CategoryCost)}
	withExtra := &sample.BudgetsListRequest{Scope: "s"}
	withExtra.Extra.AddQuery("$skiptoken", "a=b&c+d")
	withExtra.Extra.AddQuery("$skiptoken", "")
	withExtra.Extra.AddHeader("x-ms-client-request-id", "1")
	withExtra.Extra.AddHeader("X-Other", "2")
	withExtra.Extra.AddHeader("x-ms-client-request-id", "3")
	withExtra.Extra.SetHeader("accept", "text/csv")
	for name, r := range map[string]rest.Request{
		"lists":           &sample.BudgetsListRequest{Scope: "subscriptions/1", Top: wire.Some[int32](5), StartDate: wire.Some("")},
		"everything":      search(),
		"empty list":      &sample.ReportsSearchRequest{SubscriptionID: "1", Grain: "x", Tags: wire.Some([]string{})},
		"parts":           &sample.ReportsExportRequest{Name: "a')/b"[:1], Period: -5},
		"body":            &sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b", Body: wire.SomeObject(body), IfMatch: wire.Some(`"1d34d012214157f"`)},
		"null body":       &sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b", Body: wire.NullObject[sample.Budget]()},
		"no body":         &sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b"},
		"list body":       &sample.BudgetsImportRequest{Body: wire.Some([]sample.Budget{body, {}})},
		"extra":           withExtra,
		"placeholders":    &sample.BudgetsGetRequest{Scope: "providers/Microsoft.Billing/billingAccounts/{billingAccountName}", BudgetName: "<billingAccountId>"},
		"no api-version":  &sample.BudgetsListRequest{Scope: "s", APIVersion: wire.Null[string]()},
		"api-version":     &sample.BudgetsListRequest{Scope: "s", APIVersion: wire.Some("2017-01-01")},
		"tenant":          &sample.BudgetsGetDefaultRequest{Scope: "/"},
		"nothing at all":  &sample.ReportsScheduleRequest{},
		"a slash":         &sample.BudgetsGetRequest{Scope: "s", BudgetName: `a/b\c`},
		"literal in name": &sample.BudgetsDeleteRequest{Scope: "s", BudgetName: "default"},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := rest.Build(t.Context(), rest.ChinaCloud, r, rest.WithReadOnly())
			if err != nil {
				t.Fatal(err)
			}
			back, err := sample.ParseRequest(req)
			if err != nil {
				t.Fatal(err)
			}
			if back.Operation() != r.Operation() {
				t.Fatalf("matched %s, want %s", back.Operation().ID, r.Operation().ID)
			}
			if !rest.Equal(r, back) {
				t.Errorf("not equal:\n got %+v\nwant %+v", back, r)
			}
			again, err := rest.Build(t.Context(), rest.ChinaCloud, back, rest.WithReadOnly())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(req.URL.String(), again.URL.String()); diff != "" {
				t.Errorf("URL (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(req.Header, again.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(content(t, req), content(t, again)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

func content(t *testing.T, req *http.Request) string {
	t.Helper()
	if req.Body == nil {
		return "(none)"
	}
	b, err := io.ReadAll(req.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestOverHTTP sends a request over a connection: what net/http adds there is not taken for a part of it.
func TestOverHTTP(t *testing.T) {
	want := &sample.BudgetsCreateOrUpdateRequest{
		Scope: "subscriptions/x", BudgetName: "a b", IfMatch: wire.Some("*"),
		Body: wire.SomeObject(sample.Budget{Category: wire.Some(sample.CategoryCost)}),
	}
	var got rest.Request
	var err error
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		req.Header.Set("Authorization", "Bearer secret")
		got, err = sample.ParseRequest(req)
	}))
	defer server.Close()
	req, buildErr := want.HTTPRequest(t.Context(), server.URL+"/")
	if buildErr != nil {
		t.Fatal(buildErr)
	}
	resp, sendErr := server.Client().Do(req)
	if sendErr != nil {
		t.Fatal(sendErr)
	}
	resp.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-sent +received):\n%s", diff)
	}
}

func TestReadOnlyMembersStayHome(t *testing.T) {
	body := sample.Budget{ID: wire.Some("/b"), ETag: wire.Some("1")}
	put := &sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b", Body: wire.SomeObject(body)}
	many := &sample.BudgetsImportRequest{Body: wire.Some([]sample.Budget{body})}
	for _, c := range []struct{ got, want string }{
		{content(t, build(t, put)), `{"eTag":"1"}`},
		{content(t, build(t, put, rest.WithReadOnly())), `{"id":"/b","eTag":"1"}`},
		{content(t, build(t, many)), `[{"eTag":"1"}]`},
	} {
		if c.got != c.want {
			t.Errorf("body is %s, want %s", c.got, c.want)
		}
	}
	if got := build(t, put).Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type is %q", got)
	}
	if _, has := build(t, &sample.ReportsScheduleRequest{}).Header["Content-Type"]; has {
		t.Error("a request without a body has a Content-Type")
	}
}

func TestBuildErrors(t *testing.T) {
	scope := func(s string) rest.Request { return &sample.BudgetsListRequest{Scope: s} }
	name := func(s string) rest.Request { return &sample.BudgetsGetRequest{Scope: "s", BudgetName: s} }
	query := func(s string) rest.Request {
		return &sample.BudgetsListRequest{Scope: "s", Filter: wire.Some(s)}
	}
	tags := func(s ...string) rest.Request {
		return &sample.ReportsSearchRequest{SubscriptionID: "1", Grain: "daily", Tags: wire.Some(s)}
	}
	for _, c := range []struct {
		r    rest.Request
		want string
	}{
		{scope(""), `Budgets_List: path scope: is empty; the scope of the tenant itself is "/"`},
		{scope("subscriptions//resourceGroups/x"), `empty segment`},
		{scope("subscriptions/../x"), `segment ".." is ".."`},
		{scope("a\\..\\b"), `holds "." or ".." between "/" or "\"`},
		{scope("a\x00b"), `NUL`},
		{scope("a\xff"), `UTF-8`},
		{name(""), `Budgets_Get: path budgetName: is empty`},
		{name("/providers/x"), `give the name alone`},
		{name("a/../b"), `holds "." or ".."`},
		{name("."), `resolves away`},
		{name("a\nb"), `control character`},
		{query("\xff"), `Budgets_List: query $filter: is not valid UTF-8`},
		{query(strings.Repeat("x", rest.MaxURL)), `the limit is 65536`},
		{tags("a,b"), `Reports_Search: query tags: element "a,b" cannot be told apart`},
		{tags(""), `element "" cannot`},
		{&sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b", IfMatch: wire.Some("a\r\nb: c")}, `header If-Match: holds a control character`},
	} {
		_, err := rest.Build(t.Context(), rest.PublicCloud, c.r)
		var re *rest.RequestError
		if !errors.As(err, &re) || !strings.Contains(err.Error(), c.want) || re.Operation != c.r.Operation().ID {
			t.Errorf("%+v: error %v, want one with %q", c.r, err, c.want)
		}
	}
	for _, endpoint := range []string{"", "management.azure.com", "ftp://x", "https://", "https://u:p@x", "https://x?a=b", "https://x#f", "https://%zz"} {
		if _, err := rest.Build(t.Context(), endpoint, scope("s")); !errors.Is(err, rest.ErrMalformed) || !strings.HasPrefix(err.Error(), "Budgets_List: endpoint: ") {
			t.Errorf("endpoint %q: error %v, want ErrMalformed", endpoint, err)
		}
	}
}

// TestMismatch holds the promise for parameters that bodies have: what does not fit is kept, sent again, and reported.
func TestMismatch(t *testing.T) {
	req := line(t, "GET https://management.azure.com/subscriptions/1/reports/daily?metric=daily&count=many&partner=1&markup=x&since=<date>&sizes=1|x&ids=1&ids=two&tags=a,b")
	r, err := sample.ParseReportsSearchRequest(req)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []failure{
		errorOf(r.Count.Value())(`expected an integer, found "many"`), errorOf(r.Partner.Value())(`expected a boolean, found "1"`),
		errorOf(r.Markup.Value())(`expected a number, found "x"`), errorOf(r.Since.Value())(`expected a string, found "<date>"`),
		errorOf(r.Sizes.Value())(`expected an array, each element an integer, found "1|x"`), errorOf(r.IDs.Value())(`expected an array, each element an integer, found ["1","two"]`),
		errorOf(r.Count.ValueOr(100))(`expected an integer, found "many"`),
	} {
		if !errors.Is(c.err, wire.ErrMismatch) || c.err.Error() != "type mismatch: "+c.want {
			t.Errorf("error %v, want %s", c.err, c.want)
		}
	}
	moved := &sample.ReportsSearchRequest{SubscriptionID: r.SubscriptionID, Grain: r.Grain, Count: r.Count, IDs: r.IDs}
	if got := build(t, moved).URL.Query(); !cmp.Equal(got["count"], []string{"many"}) || !cmp.Equal(got["ids"], []string{"1", "two"}) {
		t.Errorf("mismatches that were assigned to another request are sent as %v", got)
	}
	if diff := cmp.Diff([]string{"a", "b"}, r.Tags.OrZero()); diff != "" {
		t.Error(diff)
	}
	want := []rest.Mismatch{
		{"query", "count", "many"}, {"query", "partner", "1"}, {"query", "markup", "x"}, {"query", "since", "<date>"},
		{"query", "sizes", "1|x"}, {"query", "ids", "1"}, {"query", "ids", "two"},
	}
	if diff := cmp.Diff(want, r.Extra.Mismatches()); diff != "" {
		t.Errorf("mismatches (-want +got):\n%s", diff)
	}
	if again := build(t, r); !rest.EqualURL(req.URL, again.URL) {
		t.Errorf("URL\n got %s\nwant %s", again.URL, req.URL)
	}
	rules(t, r, "/path/subscriptionId format", "/query/count type", "/query/partner type", "/query/markup type", "/query/since type",
		"/query/sizes type", "/query/ids type", "/query/ids type")
	r.Count = wire.Some[int64](4)
	if got := build(t, r).URL.Query()["count"]; len(got) != 1 || got[0] != "4" {
		t.Errorf("a field that is set does not win over its mismatch: %q", got)
	}
	r.Partner = wire.Optional[bool]{}
	if got := build(t, r).URL.Query()["partner"]; got != nil {
		t.Errorf("a field that was cleared still sends its mismatch: %q", got)
	}
	r.Since = wire.Null[wire.Time]()
	if got := build(t, r).URL.Query()["since"]; got != nil {
		t.Errorf("a field set to null still sends its mismatch: %q", got)
	}
}

// failure is the error of a reading, and what it should say.
type failure struct {
	err  error
	want string
}

func errorOf[T any](_ T, err error) func(want string) failure {
	return func(want string) failure { return failure{err, want} }
}

func TestPathMismatch(t *testing.T) {
	r, err := sample.ParseReportsExportRequest(line(t, "GET https://h/Reports('a')/soon:EXPORT"))
	if err != nil {
		t.Fatal(err)
	}
	if got := build(t, r).URL.Path; got != "/reports('a')/soon:export" {
		t.Errorf("path is %s", got)
	}
	rules(t, r, "/path/period type")
	r.Period = 3
	if got := build(t, r).URL.Path; got != "/reports('a')/3:export" {
		t.Errorf("path is %s", got)
	}
}

// TestSpelling: a value in an unusual spelling is understood, and sent as it was written until it changes.
func TestSpelling(t *testing.T) {
	const url = "https://management.azure.com/subscriptions/1/reports/daily?metric=daily&count=%2B007&partner=True&sizes=01%7C2"
	r, err := sample.ParseReportsSearchRequest(line(t, "GET "+url))
	if err != nil {
		t.Fatal(err)
	}
	if r.Count.OrZero() != 7 || !r.Partner.OrZero() || !cmp.Equal(r.Sizes.OrZero(), []int32{1, 2}) {
		t.Errorf("got %+v", r)
	}
	if got := build(t, r).URL.String(); got != url {
		t.Errorf("URL\n got %s\nwant %s", got, url)
	}
	r.Count, r.Partner = wire.Some[int64](8), wire.Some(false)
	if got := build(t, r).URL.Query(); got.Get("count") != "8" || got.Get("partner") != "false" {
		t.Errorf("changed values keep an old spelling: %v", got)
	}
}

func TestBodyMismatch(t *testing.T) {
	parse := func(body string) (*sample.BudgetsImportRequest, error) {
		req, err := http.NewRequest("POST", "https://h/providers/Microsoft.Consumption/budgets?comp=import&api-version=2024-08-01", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		return sample.ParseBudgetsImportRequest(req)
	}
	r, err := parse(`{"not": "a list", "n": 1.50}`)
	if err != nil {
		t.Fatal(err)
	}
	if got := content(t, build(t, r)); got != `{"not":"a list","n":1.50}` {
		t.Errorf("body is %s", got)
	}
	rules(t, r, "/body type")
	for _, bad := range []string{`{`, `[1,]`, `{"a":1,"a":2}`, "\xff"} {
		if _, err := parse(bad); err == nil || !strings.HasPrefix(err.Error(), "Budgets_Import: body: ") {
			t.Errorf("%s: error %v", bad, err)
		}
	}
}

// TestBodyStays: a caller that reads the request after Parse still finds its body.
func TestBodyStays(t *testing.T) {
	req := build(t, &sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b", Body: wire.SomeObject(sample.Budget{ETag: wire.Some("1")})})
	if _, err := sample.ParseRequest(req); err != nil {
		t.Fatal(err)
	}
	if got := content(t, req); got != `{"eTag":"1"}` {
		t.Errorf("body is %s", got)
	}
}

// rules compares the violations of r with "pointer rule" pairs.
func rules(t *testing.T, r interface {
	Validate(...wire.ValidateOption) error
}, want ...string) {
	t.Helper()
	rulesWith(t, r, nil, want...)
}

func rulesWith(t *testing.T, r interface {
	Validate(...wire.ValidateOption) error
}, opts []wire.ValidateOption, want ...string) {
	t.Helper()
	var got []string
	var found wire.Violations
	if err := r.Validate(opts...); err != nil && !errors.As(err, &found) {
		t.Fatalf("Validate: %v", err)
	}
	for _, v := range found {
		got = append(got, v.Pointer+" "+v.Rule)
		if v.Message == "" {
			t.Errorf("%s %s: no message", v.Pointer, v.Rule)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}

func TestValidate(t *testing.T) {
	good := search()
	good.Grain = sample.GrainMonthly
	rules(t, good)
	rules(t, &sample.BudgetsListRequest{Scope: "s", Top: wire.Some[int32](5)})
	rules(t, &sample.BudgetsListRequest{APIVersion: wire.Some("2019-01-01"), Top: wire.Some[int32](1001)},
		"/path/scope required", "/query/api-version api-version", "/query/$top maximum")
	rules(t, &sample.BudgetsListRequest{Scope: "a/../b", APIVersion: wire.Null[string](), Filter: wire.Some("\xff")},
		"/path/scope path", "/query/api-version required", "/query/$filter encoding")
	bad := search()
	bad.Metric = wire.Null[sample.Grain]()
	bad.Markup = wire.Some(wire.DecimalOf(101))
	bad.Tags = wire.Some([]string{"a,b"})
	bad.Sizes = wire.Some([]int32{1, 2, 3, 4})
	bad.Mode = wire.Some("Fast")
	rules(t, bad, "/path/grain enum", "/query/metric required", "/query/markup maximum", "/query/tags encoding",
		"/query/sizes maxItems", "/header/x-ms-mode pattern")
	put := &sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b"}
	rules(t, put, "/body required")
	put.Body = wire.SomeObject(sample.Budget{Amount: wire.SomeObject(sample.Amount{Currency: wire.Some("EUR")})})
	rules(t, put, "/body/category required", "/body/amount/value required")
	put.Body = wire.NullObject[sample.Budget]()
	rules(t, put, "/body type")
	unknown := &sample.BudgetsListRequest{Scope: "s"}
	unknown.Extra.AddQuery("$FILTER", "x")
	unknown.Extra.AddQuery("other", "x")
	unknown.Extra.AddQuery("other", "y")
	rules(t, unknown, "/query/$FILTER member-case")
	rulesWith(t, unknown, []wire.ValidateOption{wire.UnknownMembers()}, "/query/$FILTER member-case", "/query/other unknown")
}

func TestEqual(t *testing.T) {
	a := sample.BudgetsListRequest{Scope: "/subscriptions/1/"}
	b := sample.BudgetsListRequest{Scope: "subscriptions/1", APIVersion: wire.Some(sample.APIVersion)}
	if !a.Equal(&b) || !cmp.Equal(&a, &b) {
		t.Error("the same request in two spellings differs")
	}
	c := b
	c.Filter = wire.Some("")
	d := sample.BudgetsListRequest{Scope: "Subscriptions/1"}
	e := b
	e.Extra.AddQuery("x", "")
	for name, other := range map[string]sample.BudgetsListRequest{"filter": c, "scope": d, "extra": e, "empty": {}} {
		if b.Equal(&other) || cmp.Equal(b, other) {
			t.Errorf("%s: different requests are equal", name)
		}
	}
	if rest.Equal(&sample.BudgetsGetRequest{}, &sample.BudgetsDeleteRequest{}) {
		t.Error("requests of different operations are equal")
	}
	none := sample.BudgetsCreateOrUpdateRequest{Scope: "s", BudgetName: "b"}
	null := none
	null.Body = wire.NullObject[sample.Budget]()
	if none.Equal(&null) {
		t.Error("no body equals null")
	}
}

func TestExtraCopies(t *testing.T) {
	a := sample.BudgetsListRequest{Scope: "s"}
	a.Extra.AddQuery("x", "1")
	a.Extra.AddHeader("h", "1")
	b := a
	b.Extra.AddQuery("y", "2")
	b.Extra.SetHeader("h", "2")
	c := a
	c.Extra.DeleteQuery("x")
	c.Extra.DeleteHeader("H")
	if got := build(t, &a).URL.RawQuery; got != "api-version=2024-08-01&x=1" {
		t.Errorf("a copy has changed the original: %s", got)
	}
	if got := a.Extra.Header().Get("H"); got != "1" {
		t.Errorf("a copy has changed the original's header: %s", got)
	}
	if got := build(t, &c); got.URL.RawQuery != "api-version=2024-08-01" || got.Header.Get("h") != "" {
		t.Errorf("what was deleted is sent: %s %v", got.URL, got.Header)
	}
	n := 0
	for name, value := range b.Extra.Query() {
		n++
		if name+value != "x1" && name+value != "y2" {
			t.Errorf("unexpected %s=%s", name, value)
		}
	}
	if n != 2 {
		t.Errorf("%d parameters, want 2", n)
	}
}

// TestBodyLimit: a body without end is refused rather than read.
func TestBodyLimit(t *testing.T) {
	req := line(t, "PUT https://h/s/providers/Microsoft.Consumption/budgets/b")
	req.Body = io.NopCloser(zeros{})
	if _, err := sample.ParseRequest(req); !errors.Is(err, rest.ErrTooLong) {
		t.Errorf("error %v", err)
	}
	req.Body = io.NopCloser(failing{})
	if _, err := sample.ParseRequest(req); !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestConcurrentUse: a table is indexed by the first of several goroutines, and serves all.
func TestConcurrentUse(t *testing.T) {
	req := build(t, search())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if r, err := sample.ParseRequest(req); err != nil || !rest.Equal(r, search()) {
					t.Errorf("%+v, %v", r, err)
				}
			}
		})
	}
	all.Wait()
}

func TestHeaderParameters(t *testing.T) {
	op := &rest.Operation{ID: "H", Method: "GET", Path: "/h", Visit: visitHeader, Params: []rest.Param{{Name: "x-list", In: rest.InHeader, Style: rest.StyleSpaceDelimited}}}
	r := &headerRequest{op: op, list: wire.Some([]string{"a", "b"})}
	req, err := rest.Build(t.Context(), rest.PublicCloud, r)
	if err != nil || req.Header.Get("X-List") != "a b" {
		t.Fatal(req, err)
	}
	back := &headerRequest{op: op}
	err = rest.Parse(req, back)
	if err != nil || !cmp.Equal(back.list.OrZero(), []string{"a", "b"}) {
		t.Errorf("%+v, %v", back, err)
	}
	for _, name := range []string{"X-List", "X-Other"} {
		req.Header.Set(name, "a\x00")
		if err := rest.Parse(req, &headerRequest{op: op}); !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("%s: error %v", name, err)
		}
		req.Header.Del(name)
	}
}

type headerRequest struct {
	op    *rest.Operation
	list  wire.Optional[[]string]
	extra rest.Extra
}

func (r *headerRequest) Operation() *rest.Operation { return r.op }

func visitHeader(request rest.Request, c *rest.Codec) bool {
	r, ok := request.(*headerRequest)
	if ok {
		c.Extra(&r.extra)
		c.Text("x-list").List(&r.list)
	}
	return ok
}

// TestRequestOfAnotherOperation gives an operation a request that is not of its type.
func TestRequestOfAnotherOperation(t *testing.T) {
	op := &rest.Operation{ID: "H", Method: "GET", Path: "/h", Visit: visitHeader}
	r := struct{ rest.Request }{&headerRequest{op: op}}
	if _, err := rest.Build(t.Context(), rest.PublicCloud, r); !errors.Is(err, rest.ErrNoOperation) {
		t.Errorf("Build: %v", err)
	}
	if err := rest.Validate(r); err == nil {
		t.Error("Validate: no error")
	}
}

func TestEqualURL(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"https://h/a?x=1&y=2", "HTTPS://H/a?y=2&x=1", true},
		{"https://h/%61//b", "https://h/a/b", true},
		{"https://h/a?x=a%20b", "https://h/a?x=a+b", true},
		{"https://h/a?x", "https://h/a?x=", true},
		{"https://h/a?x=1&x=2", "https://h/a?x=2&x=1", false},
		{"https://h/a%2Fb", "https://h/a/b", false},
		{"https://h/a?x=1", "https://h/a", false},
		{"https://h/a?x=%zz", "https://h/a?x=%zz", true},
	} {
		a, errA := url.Parse(c.a)
		b, errB := url.Parse(c.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if got := rest.EqualURL(a, b); got != c.want {
			t.Errorf("EqualURL(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

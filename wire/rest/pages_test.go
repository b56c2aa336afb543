package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

// service answers requests by path and query, and records them.
type service struct {
	pages  map[string]*http.Response
	asked  []string
	header []http.Header
	bodies []*closing
}

func (s *service) send(req *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, req.Method+" "+req.URL.String())
	s.header = append(s.header, req.Header)
	resp := s.pages[strings.TrimPrefix(req.URL.String(), rest.PublicCloud)]
	if resp == nil {
		return nil, errBroken
	}
	body := &closing{Reader: resp.Body}
	s.bodies = append(s.bodies, body)
	resp.Body = body
	return resp, nil
}

const firstPage = "/s/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"

// budgets makes a page.
func budgets(next string, names ...string) *http.Response {
	var items []string
	for _, n := range names {
		items = append(items, fmt.Sprintf(`{"id":%q}`, n))
	}
	return response(200, fmt.Sprintf(`{"value":[%s],"nextLink":%s}`, strings.Join(items, ","), next))
}

func ids(t *testing.T, s *service, opts ...rest.PageOption) ([]string, error) {
	t.Helper()
	var got []string
	r := &sample.BudgetsListRequest{Scope: "s"}
	for b, err := range r.Items(t.Context(), rest.PublicCloud, s.send, opts...) {
		if err != nil {
			return got, err
		}
		got = append(got, b.ID.OrZero())
	}
	return got, nil
}

func TestItems(t *testing.T) {
	const shouted = "https://MANAGEMENT.azure.com:443" // the endpoint's host in another spelling
	s := &service{pages: map[string]*http.Response{
		firstPage: budgets(`"`+shouted+`/p2?$filter=a eq 'b'&x=%20"`, "1", "2"),
		shouted + "/p2?$filter=a%20eq%20'b'&x=%20": budgets(`"/relative?c=3#fragment"`, "3"),
		shouted + "/relative?c=3":                  budgets(`""`, "4", "5"),
	}}
	r := &sample.BudgetsListRequest{Scope: "s"}
	r.Extra.SetHeader("x-ms-client-request-id", "me")
	var got []string
	for b, err := range r.Items(t.Context(), rest.PublicCloud, s.send) {
		if err != nil {
			t.Fatal(err, s.asked)
		}
		got = append(got, b.ID.OrZero())
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "4", "5"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	want := []string{
		"GET " + rest.PublicCloud + firstPage,
		"GET " + shouted + "/p2?$filter=a%20eq%20'b'&x=%20",
		"GET " + shouted + "/relative?c=3",
	}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	for i, h := range s.header {
		if h.Get("x-ms-client-request-id") != "me" || h.Get("Accept") != "application/json" {
			t.Errorf("page %d: header %v", i+1, h)
		}
	}
	for i, b := range s.bodies {
		if !b.closed {
			t.Errorf("page %d is not closed", i+1)
		}
	}
}

func TestLinksNotFollowed(t *testing.T) {
	for name, c := range map[string]struct {
		link string
		opts []rest.PageOption
		want error
	}{
		"itself":         {`"` + firstPage + `"`, nil, rest.ErrLoop},
		"another host":   {`"https://evil.example/p2"`, nil, rest.ErrOtherHost},
		"another port":   {`"https://management.azure.com:8443/p2"`, nil, rest.ErrOtherHost},
		"no TLS":         {`"http://management.azure.com/p2"`, []rest.PageOption{rest.AllowHosts("management.azure.com")}, rest.ErrOtherHost},
		"no scheme":      {`"//evil.example/p2"`, nil, rest.ErrOtherHost},
		"back slashes":   {`"/\\evil.example"`, nil, errBroken},
		"credentials":    {`"https://u:p@management.azure.com/p2"`, nil, nil},
		"a file":         {`"file:///etc/passwd"`, nil, nil},
		"script":         {`"javascript:alert(1)"`, nil, nil},
		"control":        {`"https://management.azure.com/\u0000"`, nil, nil},
		"no URL":         {`"https://[/"`, nil, nil},
		"no host":        {`"https:p2"`, nil, nil},
		"too many pages": {`"/p2"`, []rest.PageOption{rest.MaxPages(1)}, rest.ErrTooManyPages},
	} {
		t.Run(name, func(t *testing.T) {
			s := &service{pages: map[string]*http.Response{firstPage: budgets(c.link, "1")}}
			got, err := ids(t, s, c.opts...)
			if diff := cmp.Diff([]string{"1"}, got); diff != "" {
				t.Error(diff)
			}
			var link *rest.LinkError
			if c.want != errBroken && !errors.As(err, &link) {
				t.Fatalf("error %v", err)
			}
			if c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if link != nil && (link.Page != 1 || !strings.HasPrefix(err.Error(), "Budgets_List: page 1: next page ")) {
				t.Errorf("error %v", err)
			}
		})
	}
	s := &service{pages: map[string]*http.Response{
		firstPage:                     budgets(`"https://next.example:444/p2"`, "1"),
		"https://next.example:444/p2": budgets("null", "2"),
	}}
	if got, err := ids(t, s, rest.AllowHosts("next.example:444")); err != nil || len(got) != 2 {
		t.Errorf("an allowed host: %v, %v", got, err)
	}
}

func TestFrom(t *testing.T) {
	pages := func() *service {
		return &service{pages: map[string]*http.Response{
			firstPage: budgets(`"/p2"`, "1"), "/p2": budgets(`"/p3"`, "2"), "/p3": budgets("null", "3"),
		}}
	}
	for link, want := range map[string]int{"/p2": 2, rest.PublicCloud + "/p3": 1, "": 3} {
		s := pages()
		if got, err := ids(t, s, rest.From(link)); err != nil || len(got) != want || len(s.asked) != want {
			t.Errorf("from %q: %v, %v, asked %q", link, got, err, s.asked)
		}
	}
	for _, link := range []string{"https://evil.example/p2", "http://management.azure.com/p2", "file:///etc/passwd"} {
		s := pages()
		var problem *rest.LinkError
		if _, err := ids(t, s, rest.From(link)); !errors.As(err, &problem) || len(s.asked) != 0 {
			t.Errorf("from %q: error %v, asked %q", link, err, s.asked)
		}
	}
	if got, err := ids(t, pages(), rest.From("/p2"), rest.MaxPages(1)); !errors.Is(err, rest.ErrTooManyPages) || len(got) != 1 {
		t.Errorf("one page from a link: %v, %v", got, err)
	}
}

// TestLoopOverPages: the loop need not lead to the page itself.
func TestLoopOverPages(t *testing.T) {
	s := &service{pages: map[string]*http.Response{
		firstPage: budgets(`"/p2"`, "1"), "/p2": budgets(`"/p3"`, "2"), "/p3": budgets(`"/p2"`, "3"),
	}}
	got, err := ids(t, s)
	if len(got) != 3 || !errors.Is(err, rest.ErrLoop) || !strings.Contains(err.Error(), "page 3") {
		t.Errorf("%v, %v", got, err)
	}
}

func TestPages(t *testing.T) {
	s := &service{pages: map[string]*http.Response{
		firstPage: budgets(`"/p2"`, "1", "2"), "/p2": budgets(`"/p3"`), "/p3": response(503, `{"error":{"code":"Busy"}}`),
	}}
	r := &sample.BudgetsListRequest{Scope: "s"}
	var sizes []int
	var last error
	for page, err := range r.Pages(t.Context(), rest.PublicCloud, s.send) {
		if err != nil {
			last = err
			continue
		}
		sizes = append(sizes, len(page.Value.OrZero()))
	}
	if diff := cmp.Diff([]int{2, 0}, sizes); diff != "" {
		t.Error(diff)
	}
	var e *rest.ResponseError
	if !errors.As(last, &e) || e.Code != "Busy" {
		t.Errorf("error %v", last)
	}
	s = &service{pages: map[string]*http.Response{firstPage: response(204, "")}}
	for page, err := range r.Pages(t.Context(), rest.PublicCloud, s.send) {
		t.Errorf("204 gives a page: %v, %v", page, err)
	}
	for page, err := range r.Items(t.Context(), rest.PublicCloud, s.send) {
		t.Errorf("204 gives an item: %v, %v", page, err)
	}
	for page, err := range r.Pages(t.Context(), rest.PublicCloud, (&service{pages: map[string]*http.Response{firstPage: budgets(`"/p2"`)}}).send) {
		if page == nil || err != nil {
			t.Errorf("the first page: %v, %v", page, err)
		}
		break
	}
}

func TestItemsErrors(t *testing.T) {
	for name, c := range map[string]struct {
		resp *http.Response
		want int
		text string
	}{
		"failure":   {response(403, `{"error":{"code":"Denied"}}`), 0, "403 Forbidden: Denied"},
		"malformed": {response(200, `{"value":[{"id":"1"},{"id":"2"},{]}`), 2, "Budgets_List: page 1: "},
		"cut off":   {response(200, `{"value":[{"id":"1"},{"id":`), 1, ""},
		"no answer": {nil, 0, "Budgets_List: page 1: connection reset"},
	} {
		s := &service{pages: map[string]*http.Response{firstPage: c.resp}}
		got, err := ids(t, s)
		if len(got) != c.want || err == nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	r := &sample.BudgetsListRequest{}
	for _, err := range r.Items(t.Context(), rest.PublicCloud, nil) {
		if !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("a request that cannot be built: %v", err)
		}
	}
	nothing := func(*http.Request) (*http.Response, error) { return nil, nil }
	for _, err := range (&sample.BudgetsListRequest{Scope: "s"}).Items(t.Context(), rest.PublicCloud, nothing) {
		if err == nil || !strings.Contains(err.Error(), "no response") {
			t.Errorf("a sender without an answer: %v", err)
		}
	}
}

// endless is a page that never ends, to prove that items come as they arrive.
type endless struct {
	n      int
	closed bool
	rest   string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		e.rest = fmt.Sprintf(`{"id":"%d"},`, e.n)
		if e.n == 0 {
			e.rest = `{"value":[` + e.rest
		}
		e.n++
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func (e *endless) Close() error { e.closed = true; return nil }

func TestItemsStream(t *testing.T) {
	body := &endless{}
	send := func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body}, nil
	}
	n := 0
	for _, err := range (&sample.BudgetsListRequest{Scope: "s"}).Items(t.Context(), rest.PublicCloud, send) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1000 {
			break
		}
	}
	if !body.closed {
		t.Error("the body is not closed after an early stop")
	}
}

// TestPagesOverHTTP runs over a real connection, where each link is a request that parses again.
func TestPagesOverHTTP(t *testing.T) {
	const last = 5
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r, err := sample.ParseBudgetsListRequest(req)
		if err != nil {
			t.Error(err)
			return
		}
		page := sample.BudgetsListResult{Value: wire.Some([]sample.Budget{{ID: wire.Some(req.URL.RawQuery)}})}
		if n := r.Top.OrZero(); n < last {
			r.Top = wire.Some(n + 1)
			next, err := r.HTTPRequest(req.Context(), "http://"+req.Host)
			if err != nil {
				t.Error(err)
				return
			}
			page.NextLink = wire.Some(next.URL.String())
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(page.AppendJSON(nil))
	}))
	defer server.Close()
	n := 0
	for _, err := range (&sample.BudgetsListRequest{Scope: "s"}).Items(t.Context(), server.URL, server.Client().Do) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != last+1 {
		t.Errorf("%d items, want %d", n, last+1)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range (&sample.BudgetsListRequest{Scope: "s"}).Pages(ctx, server.URL, server.Client().Do) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
}

// A link that is not a string must not end a list as if there were no further page.
func TestLinkOfAnotherType(t *testing.T) {
	for _, text := range []string{`7`, `["https://management.azure.com/next"]`, `{"href": "x"}`, `true`} {
		send := func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(`{"value": [{}], "nextLink": ` + text + `}`)),
			}, nil
		}
		r := &sample.BudgetsListRequest{Scope: "subscriptions/1"}
		var pages, items []error
		for _, err := range r.Pages(t.Context(), rest.PublicCloud, send) {
			pages = append(pages, err)
		}
		for _, err := range r.Items(t.Context(), rest.PublicCloud, send) {
			items = append(items, err)
		}
		for what, errs := range map[string][]error{"Pages": pages, "Items": items} {
			var link *rest.LinkError
			if len(errs) != 2 || errs[0] != nil || !errors.As(errs[1], &link) || !errors.Is(errs[1], wire.ErrMismatch) {
				t.Errorf("nextLink %s: %s yields %v; want the page, then a LinkError that is a mismatch", text, what, errs)
			}
		}
	}
}

// TestOnePage: without a way to the next page there is one; a reply without a body has no further pages.
func TestOnePage(t *testing.T) {
	r := &sample.BudgetsListRequest{Scope: "s"}
	sent := 0
	send := func(*http.Request) (*http.Response, error) {
		sent++
		return budgets(`"/next"`, "1", "2"), nil
	}
	items := func(p *sample.BudgetsListResult) wire.Optional[[]sample.Budget] { return p.Value }
	var got []string
	for page, err := range rest.Pages[*sample.BudgetsListResult](t.Context(), rest.PublicCloud, r, send, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range page.Value.OrZero() {
			got = append(got, b.ID.OrZero())
		}
	}
	for b, err := range rest.ItemsOfPages(t.Context(), rest.PublicCloud, r, send, items, nil) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b.ID.OrZero())
		break // ends the iteration
	}
	if strings.Join(got, " ") != "1 2 1" || sent != 2 {
		t.Errorf("items %s of %d requests", got, sent)
	}
	for _, status := range []int{200, 204} {
		empty := func(*http.Request) (*http.Response, error) { return response(status, ""), nil }
		for _, err := range r.Pages(t.Context(), rest.PublicCloud, empty) {
			t.Errorf("%d: a reply without a body is a page, or an error: %v", status, err)
		}
		for _, err := range r.Items(t.Context(), rest.PublicCloud, empty) {
			t.Errorf("%d: a reply without a body has items, or is an error: %v", status, err)
		}
	}
}

// TestSenders: what a sender returns that is no response is an error, and a response beside an error is closed.
func TestSenders(t *testing.T) {
	r := &sample.BudgetsListRequest{Scope: "s"}
	body := &closing{Reader: strings.NewReader("")}
	for name, c := range map[string]struct {
		resp *http.Response
		err  error
		want string
	}{
		"an error":                  {nil, errBroken, "Budgets_List: page 1: connection reset"},
		"an error and a response":   {&http.Response{Body: body}, errBroken, "Budgets_List: page 1: connection reset"},
		"an error without a body":   {&http.Response{}, errBroken, "Budgets_List: page 1: connection reset"},
		"nothing":                   {nil, nil, "Budgets_List: page 1: the sender returned no response"},
		"a response without a body": {&http.Response{StatusCode: 200}, nil, "Budgets_List: page 1: the sender returned no response"},
	} {
		send := func(*http.Request) (*http.Response, error) { return c.resp, c.err }
		n := 0
		for _, err := range r.Pages(t.Context(), rest.PublicCloud, send) {
			if n++; err == nil || err.Error() != c.want || !errors.Is(err, c.err) && c.err != nil {
				t.Errorf("%s: error %v, want %s", name, err, c.want)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d steps, want the error alone", name, n)
		}
	}
	if !body.closed {
		t.Error("the body of a response beside an error is not closed")
	}
}

// TestLinkLength: a link may be as long as a URL.
func TestLinkLength(t *testing.T) {
	for n, want := range map[int]error{rest.MaxURL: errBroken, rest.MaxURL + 1: rest.ErrLinkTooLong} {
		s := &service{pages: map[string]*http.Response{firstPage: budgets(`"/`+strings.Repeat("a", n-1)+`"`, "1")}}
		if got, err := ids(t, s); !errors.Is(err, want) || len(got) != 1 {
			t.Errorf("%d bytes: %.80v, want %v", n, err, want)
		}
	}
}

// TestMaxPages: as many pages as allowed are asked for.
func TestMaxPages(t *testing.T) {
	for most, want := range []int{3, 1, 2, 3} {
		s := &service{pages: map[string]*http.Response{firstPage: budgets(`"/2"`, "1"), "/2": budgets(`"/3"`, "2"), "/3": budgets(`""`, "3")}}
		got, err := ids(t, s, rest.MaxPages(most))
		if len(got) != want || errors.Is(err, rest.ErrTooManyPages) != (want < 3) || (err == nil) != (want == 3) {
			t.Errorf("MaxPages(%d): %d items, %v", most, len(got), err)
		}
		var link *rest.LinkError
		if errors.As(err, &link) && link.Page != most {
			t.Errorf("MaxPages(%d): the link is of page %d", most, link.Page)
		}
	}
}

// TestHosts states which hosts a link may lead to: that of the endpoint, and those that are allowed by name.
func TestHosts(t *testing.T) {
	for _, c := range []struct {
		link, allowed string
		want          bool
	}{
		{"/p", "", true},
		{rest.PublicCloud + ":443/p", "", true},
		{rest.PublicCloud + ":444/p", "", false},
		{"https://other.example/p", "", false},
		{"https://other.example/p", "other.example", true},
		{"https://OTHER.example:443/p", "other.example", true},
		{"https://other.example/p", "other.example:443", true},
		{"https://other.example:444/p", "other.example", false},
		{"https://other.example:444/p", "other.example:444", true},
		{"https://x.other.example/p", "other.example", false},
		{"http://other.example/p", "other.example", false},
	} {
		first := true
		send := func(*http.Request) (*http.Response, error) {
			if !first {
				return budgets(`null`, "2"), nil
			}
			first = false
			return budgets(`"`+c.link+`"`, "1"), nil
		}
		var err error
		n := 0
		for _, e := range (&sample.BudgetsListRequest{Scope: "s"}).Items(t.Context(), rest.PublicCloud, send, rest.AllowHosts(strings.Fields(c.allowed)...)) {
			n, err = n+1, e
		}
		if n != 2 || (err == nil) != c.want || err != nil && !errors.Is(err, rest.ErrOtherHost) {
			t.Errorf("%s with %q allowed: %d steps, %v", c.link, c.allowed, n, err)
		}
	}
}

package azure_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/azure"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// query is what gen writes for a list whose pages are asked for with POST, and whose link is nested. No embedded document
// has one.
type query struct {
	Scope string
	Body  wire.Object[consumption.Budget]
	Extra rest.Extra
}

var queryOperation = rest.Operation{
	ID: "Query_Usage", Method: "POST", Path: "/{scope}/providers/Microsoft.CostManagement/query", Model: consumption.Operations().Model,
	Params: []rest.Param{{Name: "scope", In: rest.InPath, Required: true, Slashes: true}},
	Body:   &rest.Content{Format: rest.FormatJSON, MediaType: "application/json"},
	Responses: []rest.Response{
		{Status: "200", Format: rest.FormatJSON, New: func() rest.Message { return new(consumption.BudgetsListResult) }},
		{Status: "default", Error: true, Format: rest.FormatJSON, New: func() rest.Message { return new(consumption.ErrorResponse) }},
	},
	Pager: &rest.Pager{Verb: "POST", NextLink: "nextLink", Items: "value"},
	New:   func() rest.Request { return new(query) },
	Visit: func(r rest.Request, c *rest.Codec) bool {
		q := r.(*query)
		c.Extra(&q.Extra)
		c.Text("scope").Path(&q.Scope)
		c.ObjectBody(&q.Body)
		return true
	},
}

func (q *query) Operation() *rest.Operation { return &queryOperation }

func (q *query) Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[*consumption.BudgetsListResult, error] {
	return rest.Pages(ctx, endpoint, q, send, func(p *consumption.BudgetsListResult) wire.Optional[string] { return p.NextLink }, opts...)
}

// TestPostPages: the body goes along with each page, and again when a page is throttled.
func TestPostPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{
			respond(200, page("https://management.azure.com/p2?$filter=a eq 'b'", "1")),
			respond(429, "{}", "x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after: 9"),
			respond(200, page("/p3", "2")),
			respond(200, page("", "3")),
		}}
		q := &query{Scope: "subscriptions/1"}
		q.Body.Ensure().Name = wire.Some("b")
		pages := 0
		for page, err := range azure.Pages(t.Context(), newClient(t, s, nil), q) {
			if err != nil {
				t.Fatal(err)
			}
			pages += len(page.Value.OrZero())
		}
		if pages != 3 {
			t.Errorf("%d pages", pages)
		}
		want := []string{
			"POST https://management.azure.com/subscriptions/1/providers/Microsoft.CostManagement/query",
			"POST https://management.azure.com/p2?$filter=a%20eq%20'b'",
			"POST https://management.azure.com/p2?$filter=a%20eq%20'b'",
			"POST https://management.azure.com/p3",
		}
		if diff := cmp.Diff(want, s.lines()); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
		for i, a := range s.asked {
			if a.body != `{"name":"b"}` || a.header.Get("Content-Type") != "application/json" || strings.Count(a.header.Get("User-Agent"), "azsdk") != 1 {
				t.Errorf("request %d: body %s, header %v", i+1, a.body, a.header)
			}
		}
		s.closed(t)
	})
}

// download is what gen writes for an operation that answers with a file.
type download struct{ Extra rest.Extra }

var downloadOperation = rest.Operation{
	ID: "Reports_Download", Method: "GET", Path: "/report", Accept: "text/csv", Model: consumption.Operations().Model,
	Responses: []rest.Response{
		{Status: "200", Format: rest.FormatBinary, MediaTypes: []string{"text/csv"}},
		{Status: "default", Error: true, Format: rest.FormatJSON, New: func() rest.Message { return new(consumption.ErrorResponse) }},
	},
	New:   func() rest.Request { return new(download) },
	Visit: func(r rest.Request, c *rest.Codec) bool { c.Extra(&r.(*download).Extra); return true },
}

func (d *download) Operation() *rest.Operation { return &downloadOperation }
func (d *download) ReadReply(resp *http.Response) (*rest.Reply[io.ReadCloser], error) {
	return rest.ReadReply[io.ReadCloser](resp, d.Operation())
}

// TestDownload: bytes are read as they arrive, and a failure is an error like any other.
func TestDownload(t *testing.T) {
	s := &script{steps: []step{func(req *http.Request) (*http.Response, error) {
		return response(200, io.MultiReader(strings.NewReader("a,b\n"), failing{}), "Content-Type: text/csv"), nil
	}}}
	reply, err := azure.Send(t.Context(), newClient(t, s, nil), &download{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(reply.Body); string(got) != "a,b\n" || !errors.Is(err, errReset) {
		t.Errorf("%q, %v", got, err)
	}
	if err := reply.Body.Close(); err != nil {
		t.Error(err)
	}
	if s.asked[0].header.Get("Accept") != "text/csv" {
		t.Errorf("Accept %q", s.asked[0].header.Get("Accept"))
	}
	s.closed(t)

	s = &script{steps: []step{respond(404, `{"error":{"code":"Gone"}}`)}}
	_, err = azure.Send(t.Context(), newClient(t, s, nil), &download{})
	if body, ok := rest.ErrorBody[*consumption.ErrorResponse](err); !ok || body.Error.OrZero().Code.OrZero() != "Gone" {
		t.Errorf("error %v", err)
	}
	s.closed(t)

	s = &script{steps: []step{respond(204, "")}}
	reply, err = azure.Send(t.Context(), newClient(t, s, nil), &download{})
	if err != nil || reply.HasBody() {
		t.Fatalf("%+v, %v", reply, err)
	}
	if got, err := io.ReadAll(reply.Body); len(got) != 0 || err != nil || reply.Body.Close() != nil {
		t.Errorf("%q, %v", got, err)
	}
}

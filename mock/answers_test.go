package mock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/mock"
)

// all serves the four embedded documents with the documented samples of this repository.
func all(opts ...mock.Option) *mock.Handler {
	opts = append([]mock.Option{
		mock.API(consumption20230301.Operations()), mock.API(billing.Operations()), mock.API(billing20191001preview.Operations()), mock.With(examples()...),
	}, opts...)
	return mock.New(consumption.Operations(), opts...)
}

// send sends a request in memory: "GET /path?query", then headers as "name: value", then a body after an empty line.
func send(h http.Handler, request string) *httptest.ResponseRecorder {
	head, body, _ := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	method, target, _ := strings.Cut(lines[0], " ")
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// values decodes a reply.
func values(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	return out
}

const (
	charges = "/providers/Microsoft.Consumption/charges"
	account = "/providers/Microsoft.Billing/billingAccounts/42"
	v2024   = "?api-version=2024-08-01"
)

// TestErrors: what is wrong with a request is answered in the error format of ARM, one rule per line.
func TestErrors(t *testing.T) {
	h := all(mock.LimitBody(1000))
	strict := all(mock.RefuseReadOnly(), mock.RefuseUnknown())
	budget := `{"properties":{"category":"Cost","amount":100.65,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z"}}}`
	budgets := "/subscriptions/1/providers/Microsoft.Consumption/budgets/b"
	for _, c := range []struct {
		name, request string
		strict        bool
		status        int
		code          string
		says          string // in the message
		targets       string // of the details, separated by spaces
	}{
		{name: "no path", request: "GET /nothing/here", status: 404, code: "NotFound", says: "/nothing/here"},
		{name: "another provider", request: "GET /providers/Microsoft.Compute/usages" + v2024, status: 404, code: "InvalidResourceNamespace", says: "Microsoft.Compute"},
		{name: "another type", request: "GET /subscriptions/1/providers/Microsoft.Consumption/nothing" + v2024, status: 404, code: "InvalidResourceType"},
		{name: "method", request: "TRACE " + account + charges + v2024, status: 405, code: "MethodNotAllowed", says: "it supports GET"},
		{name: "no api-version", request: "GET " + account + charges, status: 400, code: "MissingApiVersionParameter", says: "2023-03-01, 2024-08-01"},
		{name: "wrong api-version", request: "GET " + account + charges + "?api-version=1999-01-01", status: 400, code: "InvalidApiVersionParameter", says: "supported versions are '2023-03-01, 2024-08-01'"},
		{name: "dots", request: "GET /subscriptions/../providers/Microsoft.Consumption/budgets" + v2024, status: 400, code: "InvalidRequestUri"},
		{name: "escaped slash", request: "GET /subscriptions/%2Fb/providers/Microsoft.Consumption/budgets" + v2024, status: 400, code: "InvalidRequestUri"},
		{name: "parameter twice", request: "GET " + account + charges + v2024 + "&$filter=a&$filter=b", status: 400, code: "InvalidParameter", says: "more than once"},
		{name: "body not JSON", request: "PUT " + budgets + v2024 + "\n\n{", status: 400, code: "InvalidRequestContent"},
		{name: "body twice a member", request: "PUT " + budgets + v2024 + "\n\n" + `{"a":1,"a":2}`, status: 400, code: "InvalidRequestContent"},
		{name: "no body", request: "PUT " + budgets + v2024, status: 400, code: "InvalidRequestContent", targets: "/body"},
		{name: "media type", request: "PUT " + budgets + v2024 + "\nContent-Type: text/csv\n\na,b", status: 415, code: "UnsupportedMediaType", says: "application/json"},
		{name: "large body", request: "PUT " + budgets + v2024 + "\n\n" + strings.Repeat(" ", 2000), status: 413, code: "RequestContentTooLarge"},
		{name: "every violation", request: "PUT " + budgets + v2024 + "\n\n" + `{"properties":{"category":1,"amount":"x","timeGrain":"Monthly"}}`, status: 400, code: "InvalidRequestContent",
			says: "all 3 violations", targets: "/body/properties/timePeriod /body/properties/category /body/properties/amount"},
		{name: "read-only member", strict: true, request: "PUT " + budgets + v2024 + "\n\n" + strings.Replace(budget, "{", `{"name":"b",`, 1), status: 400, code: "InvalidRequestContent", targets: "/body/name"},
		{name: "unknown member", strict: true, request: "PUT " + budgets + v2024 + "\n\n" + strings.Replace(budget, "{", `{"x":"b",`, 1), status: 400, code: "InvalidRequestContent", targets: "/body/x"},
		{name: "unknown example", request: "GET " + account + charges + v2024 + "\nx-azbill-example: none", status: 400, code: "UnknownExample", says: "ChargesListByBillingAccount-Modern"},
		{name: "$top", request: "GET " + account + charges + v2024 + "&$top=-1", status: 400, code: "InvalidParameter"},
		{name: "skip token", request: "GET " + account + charges + v2024 + "&$skiptoken=azbill-x", status: 400, code: "InvalidSkipToken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			to := h
			if c.strict {
				to = strict
			}
			w := send(to, c.request)
			var body struct {
				Error struct {
					Code, Message, Target string
					Details               []struct{ Code, Message, Target string }
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
				t.Fatalf("%d %q: %v", w.Code, w.Body, err)
			}
			if w.Code != c.status || body.Error.Code != c.code || !strings.Contains(body.Error.Message, c.says) || body.Error.Message == "" {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			var targets []string
			for _, d := range body.Error.Details {
				targets = append(targets, d.Target)
				if d.Code == "" || d.Message == "" {
					t.Errorf("a detail without code or message: %s", w.Body)
				}
			}
			if c.targets != "" && strings.Join(targets, " ") != c.targets {
				t.Errorf("targets %q, expected %q", targets, c.targets)
			}
			if w.Header().Get("x-ms-request-id") == "" || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
	// What is ignored without the options.
	for _, body := range []string{strings.Replace(budget, "{", `{"name":"b",`, 1), strings.Replace(budget, "{", `{"x":"b",`, 1)} {
		if w := send(h, "PUT "+budgets+v2024+"\n\n"+body); w.Code != 200 && w.Code != 201 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}

// TestAnswers: the sample that fits best answers, with the ids that were asked for.
func TestAnswers(t *testing.T) {
	h := all()
	for _, c := range []struct {
		name, request string
		example       string
		has           string // in the body
	}{
		{"by scope", "GET /providers/Microsoft.Billing/BillingAccounts/1234/departments/42425" + charges + v2024, "ChangesForBillingPeriodByDepartment-Legacy", `"kind":"legacy"`},
		{"by a scope of other names", "GET /providers/Microsoft.Billing/BillingAccounts/9/customers/8" + charges + v2024, "ChargesListByCustomer-Modern", "/providers/Microsoft.Billing/BillingAccounts/9/customers/8/"},
		{"by filter", "GET /providers/Microsoft.Billing/billingAccounts/1234:56789/billingProfiles/1/invoiceSections/2" + charges + v2024 + "&startDate=2019-09-01&endDate=2019-10-31", "ChargesListByBillingProfileInvoiceSection-Modern", `"kind":"modern"`},
		{"case and empty segments", "GET //PROVIDERS/microsoft.billing//billingaccounts/1234/departments/42425/providers/MICROSOFT.consumption/Charges/" + v2024, "ChangesForBillingPeriodByDepartment-Legacy", ""},
		{"Prefer", "GET " + account + charges + v2024 + "\nPrefer: return=minimal, example=ChargesListByCustomer-Modern", "ChargesListByCustomer-Modern", ""},
		{"header", "GET " + account + charges + v2024 + "\nx-azbill-example: chargeslistbycustomer-modern", "ChargesListByCustomer-Modern", ""},
		{"no sample", "GET " + account + "/billingProfiles/7/providers/Microsoft.Consumption/lots" + v2024, "generated", account + "/billingProfiles/7/providers/Microsoft.Consumption/lots/"},
		{"by version", "GET /providers/Microsoft.Billing/billingAccounts/42?api-version=2020-05-01", "BillingAccounts", `"id":"/providers/Microsoft.Billing/billingAccounts/42","name":"42"`},
		{"generated by number", "GET " + account + charges + v2024 + "\nPrefer: example=generated-3", "generated-3", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := send(h, c.request)
			if w.Code != 200 || w.Header().Get("x-azbill-example") != c.example || !strings.Contains(w.Body.String(), c.has) {
				t.Errorf("%d, example %q\n%s", w.Code, w.Header().Get("x-azbill-example"), w.Body)
			}
		})
	}
}

// TestIDs: the ids of a sample are those that were asked for, at any depth.
func TestIDs(t *testing.T) {
	h := mock.New(consumption.Operations(), mock.With(mock.Sample{
		Operation: "Budgets_Get", Name: "one",
		Params: map[string]string{"scope": "subscriptions/OLD", "budgetName": "Old Budget"},
		Answers: []mock.Answer{{Status: 200, Body: []byte(`{"id":"/subscriptions/old/providers/Microsoft.Consumption/budgets/Old Budget","name":"Old Budget",
			"type":"Microsoft.Consumption/budgets","properties":{"category":"Cost","amount":1e2,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z"},
			"notifications":{"n":{"enabled":true,"operator":"GreaterThan","threshold":0.80,"contactEmails":["old@example.com"],
			"contactGroups":["/subscriptions/OLD/resourceGroups/rg/providers/microsoft.insights/actionGroups/OLD"]}}}}`)}},
	}))
	if p := h.Problems(); p != nil {
		t.Fatal(p)
	}
	w := send(h, "GET /subscriptions/NEW/resourceGroups/g/providers/microsoft.consumption/BUDGETS/mine"+v2024)
	want := `{"id":"/subscriptions/NEW/resourceGroups/g/providers/Microsoft.Consumption/budgets/mine","name":"mine","type":"Microsoft.Consumption/budgets",` +
		`"properties":{"category":"Cost","amount":1e2,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z"},"notifications":{"n":{"enabled":true,` +
		`"operator":"GreaterThan","threshold":0.80,"contactEmails":["old@example.com"],"contactGroups":["/subscriptions/NEW/resourceGroups/g/resourceGroups/rg/providers/microsoft.insights/actionGroups/OLD"]}}}}`
	if w.Code != 200 || w.Body.String() != want {
		t.Errorf("%d\n%s\nexpected\n%s", w.Code, w.Body, want)
	}
}

// TestSampleMadeToFit: a sample that its schema does not allow is made to fit.
func TestSampleMadeToFit(t *testing.T) {
	h := mock.New(consumption.Operations(), mock.With(mock.Sample{
		Operation: "Budgets_Get", Name: "one", Params: map[string]string{"scope": "subscriptions/1", "budgetName": "b"},
		Answers: []mock.Answer{{Status: 200, Body: []byte(`{"name":17,"nothing":true,"properties":{"category":"Cost","amount":"12","timeGrain":"Sometimes"}}`)}},
	}))
	w := send(h, "GET /subscriptions/1/providers/Microsoft.Consumption/budgets/b"+v2024)
	op, _ := consumption.Operations().Lookup("Budgets_Get")
	if err := op.Check(200, w.Body.Bytes()); err != nil || strings.Contains(w.Body.String(), "nothing") || !strings.Contains(w.Body.String(), `"category":"Cost"`) {
		t.Errorf("%v: %s", err, w.Body)
	}
}

// TestVariants: the values made from a schema reach every variant of a union, and the same seed makes the same values.
func TestVariants(t *testing.T) {
	h, again, other := mock.New(consumption.Operations()), mock.New(consumption.Operations()), mock.New(consumption.Operations(), mock.Seed(7))
	kinds := map[string]bool{}
	for i := range 8 {
		request := fmt.Sprintf("GET %s%s%s\nx-azbill-example: generated-%d", account, charges, v2024, i)
		w := send(h, request)
		for _, item := range values(t, w)["value"].([]any) {
			kinds[item.(map[string]any)["kind"].(string)] = true
		}
		if a, b, c := w.Body.String(), send(again, request).Body.String(), send(other, request).Body.String(); a != b || a == c {
			t.Errorf("generated-%d: same seed equal: %t, other seed equal: %t", i, a == b, a == c)
		}
	}
	if len(kinds) != 2 || !kinds["legacy"] || !kinds["modern"] {
		t.Errorf("kinds %v", kinds)
	}
}

// TestPages: pages hold what a walk of them adds up to, at the host that was asked.
func TestPages(t *testing.T) {
	h := all(mock.PageSize(3), mock.Items(8))
	path := "/providers/Microsoft.Billing/billingAccounts/42/customers?api-version=2020-05-01&x=a%20b"
	walk := func(target string) (sizes []int, ids []string) {
		for target != "" && len(sizes) < 20 {
			page := values(t, send(h, "GET "+target))
			list := page["value"].([]any)
			sizes = append(sizes, len(list))
			for _, item := range list {
				ids = append(ids, item.(map[string]any)["id"].(string))
			}
			link, _ := page["nextLink"].(string)
			if link != "" && (!strings.HasPrefix(link, "http://127.0.0.1:8080/") || !strings.Contains(link, "x=a%20b") || strings.Count(link, "skiptoken") != 1) {
				t.Fatalf("link %q", link)
			}
			target = strings.TrimPrefix(link, "http://127.0.0.1:8080")
		}
		return sizes, ids
	}
	sizes, ids := walk(path)
	if !slices.Equal(sizes, []int{3, 3, 2}) || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 8 {
		t.Errorf("pages of %v items: %q", sizes, ids)
	}
	if sizes, top := walk(path + "&$top=4"); !slices.Equal(sizes, []int{3, 1}) || !slices.Equal(top, ids[:4]) {
		t.Errorf("$top=4: pages of %v items: %q", sizes, top)
	}
	if sizes, _ := walk(path + "&$top=0"); !slices.Equal(sizes, []int{0}) {
		t.Errorf("$top=0: pages of %v items", sizes)
	}
}

package mock_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/mock"
)

const transfer = "POST /providers/Microsoft.Billing/billingAccounts/1/billingProfiles/2/invoiceSections/3/billingSubscriptions/4/transfer?api-version=2019-10-01-preview"

// TestLongRunning: a long-running operation begins with 202, is polled at its state and at its location, and ends as asked.
func TestLongRunning(t *testing.T) {
	h := mock.New(billing20191001preview.Operations(), mock.Polls(2, 1500*time.Millisecond))
	body := "\n\n" + `{"destinationInvoiceSectionId":"/x"}`
	for _, c := range []struct{ header, outcome string }{
		{"", "Succeeded"}, {"\nx-azbill-outcome: failed", "Failed"}, {"\nx-azbill-outcome: Canceled", "Canceled"}, {"\nx-azbill-fault: failed", "Failed"},
	} {
		w := send(h, transfer+c.header+body)
		if w.Code != 202 || w.Header().Get("Retry-After") != "2" || w.Header().Get("retry-after-ms") != "1500" {
			t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
		}
		path := func(name string) string {
			return "GET " + strings.TrimPrefix(w.Header().Get(name), "http://127.0.0.1:8080")
		}
		state, location := path("Azure-AsyncOperation"), path("Location")
		if s := values(t, send(h, state)); s["status"] != "InProgress" || s["endTime"] != nil {
			t.Errorf("%v", s)
		}
		if w := send(h, location); w.Code != 202 || w.Header().Get("Retry-After") != "2" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		for range 2 { // an operation that has ended stays as it is
			s := values(t, send(h, state))
			if s["status"] != c.outcome || (s["error"] != nil) != (c.outcome != "Succeeded") {
				t.Errorf("%v", s)
			}
		}
		switch end := send(h, location); c.outcome {
		case "Succeeded":
			op, _ := billing20191001preview.Operations().Lookup("BillingSubscriptions_Transfer")
			if end.Code != 200 || op.Check(200, end.Body.Bytes()) != nil {
				t.Errorf("%d %s", end.Code, end.Body)
			}
		default:
			if end.Code != 409 || !strings.Contains(end.Body.String(), "Operation"+c.outcome) {
				t.Errorf("%d %s", end.Code, end.Body)
			}
		}
	}
	w := send(h, transfer+body)
	cancel := strings.Replace(strings.TrimPrefix(w.Header().Get("Azure-AsyncOperation"), "http://127.0.0.1:8080"), "?", "/cancel?", 1)
	if s := values(t, send(h, "POST "+cancel)); s["status"] != "Canceled" {
		t.Errorf("%v", s)
	}
	for request, status := range map[string]int{
		transfer + "\nx-azbill-outcome: Later" + body: 400, "GET /providers/Azbill.Mock/operationStatuses/none": 404, "DELETE /providers/Azbill.Mock/operationStatuses/none": 405,
	} {
		if w := send(h, request); w.Code != status || !strings.Contains(w.Body.String(), `{"error":{"code":"`) {
			t.Errorf("%s: %d %s", request, w.Code, w.Body)
		}
	}
}

// TestFaults: each kind of fault does what it says, over HTTP.
func TestFaults(t *testing.T) {
	faults, err := mock.ParseFaults([]byte(`{"faults":[{"fault":"error","operation":"Budgets_*","method":"GET","after":1,"times":2,"status":503,"wait":"2s"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mock.New(consumption.Operations(), mock.With(examples()...), mock.Faults(faults...)))
	defer server.Close()
	op, _ := consumption.Operations().Lookup("Charges_List")
	get := func(fault string) (*http.Response, []byte, error) {
		req, err := http.NewRequest("GET", server.URL+account+charges+v2024, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("x-azbill-fault", fault)
		resp, err := server.Client().Do(req)
		if err != nil {
			return nil, nil, err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return resp, body, err
	}
	if resp, body, err := get("throttle; wait=3s"); err != nil || resp.StatusCode != 429 || resp.Header.Get("Retry-After") != "3" ||
		resp.Header.Get("x-ms-ratelimit-microsoft.consumption-tenant-retry-after") != "3" || !strings.Contains(string(body), "TooManyRequests") {
		t.Errorf("throttle: %v %v %s", err, resp, body)
	}
	if resp, _, err := get("error"); err != nil || resp.StatusCode != 500 {
		t.Errorf("error: %v %v", err, resp)
	}
	begin := time.Now()
	if resp, _, err := get("latency; wait=80ms"); err != nil || resp.StatusCode != 200 || time.Since(begin) < 80*time.Millisecond {
		t.Errorf("latency: %v %v", err, resp)
	}
	if resp, _, err := get("reset"); err == nil {
		t.Errorf("reset: %v", resp)
	}
	if resp, body, err := get("truncate"); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("truncate: %v %v %d bytes", err, resp, len(body))
	}
	for kind, rule := range map[string]string{"unknown-kind": "discriminator", "mismatch": "type", "mismatch; pointer=/value/0/properties/isInvoiced": "/value/0/properties/isInvoiced"} {
		resp, body, err := get(kind)
		if err != nil || resp.StatusCode != 200 || op.Check(200, body) == nil || !strings.Contains(op.Check(200, body).Error(), rule) {
			t.Errorf("%s: %v %s", kind, err, body)
		}
	}
	if _, body, err := get("unknown-member"); err != nil || op.Check(200, body) != nil || !strings.Contains(string(body), "xAzbillUnknown") {
		t.Errorf("unknown-member: %v %s", err, body)
	}
	if _, body, err := get("null"); err != nil || !strings.Contains(string(body), ":null") {
		t.Errorf("null: %v %s", err, body)
	}
	if resp, body, err := get("sabotage"); err != nil || resp.StatusCode != 400 || !strings.Contains(string(body), "InvalidFault") {
		t.Errorf("an unknown kind: %v %s", err, body)
	}
	var statuses []int
	for range 4 {
		resp, err := server.Client().Get(server.URL + budgets + v2024)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		statuses = append(statuses, resp.StatusCode)
	}
	if statuses[0] != 200 || statuses[1] != 503 || statuses[2] != 503 || statuses[3] != 200 {
		t.Errorf("after 1 and 2 times: %v", statuses)
	}
	for _, file := range []string{`{`, `{"faults":[{"fault":"x"}]}`, `{"faults":[{"fault":"error","status":200}]}`, `{"fault":[]}`, `{"faults":[{"fault":"latency","wait":"-1s"}]}`, `{"faults":[{"fault":"null","rate":2}]}`} {
		if _, err := mock.ParseFaults([]byte(file)); err == nil {
			t.Errorf("%s is read", file)
		}
	}
}

// TestStartPage: the page lists the operations, with commands, and what was asked; no credential is on it.
func TestStartPage(t *testing.T) {
	h := all()
	send(h, "GET "+account+charges+v2024+"&sig=SECRET1&x=<script>\nAuthorization: Bearer SECRET2")
	send(h, "GET /nothing\nx-api-key: SECRET3")
	w := send(h, "GET /")
	page := w.Body.String()
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Header().Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, want := range []string{"Charges_List", "ChargesListByCustomer-Modern", "MicrosoftCustomerAgreement", "curl", "sig=…", "404"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, not := range []string{"SECRET", "<script>"} {
		if strings.Contains(page, not) {
			t.Errorf("the page has %s", not)
		}
	}
	for range 300 {
		send(h, "GET /nothing")
	}
	if n := len(h.Entries()); n != 200 {
		t.Errorf("%d entries are kept", n)
	}
}

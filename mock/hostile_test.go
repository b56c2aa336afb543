package mock_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/wire"
)

// answer hands a request to a handler. A panic that ends the connection is what faults ask for; any other is a mistake.
func answer(h http.Handler, r *http.Request) (w *httptest.ResponseRecorder) {
	w = httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			w = nil
		}
	}()
	h.ServeHTTP(w, r)
	return w
}

// isWell reports what is wrong with a reply: a failure must be in ARM's error format, and every JSON must be one.
func isWell(w *httptest.ResponseRecorder) error {
	body := w.Body.Bytes()
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && len(body) > 0 {
		if err := wire.Valid(body); err != nil {
			return fmt.Errorf("the body is not JSON: %w", err)
		}
	}
	if w.Code < 400 {
		return nil
	}
	var e struct {
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal(body, &e); err != nil || e.Error.Code == "" || e.Error.Message == "" {
		return fmt.Errorf("status %d without an error in ARM's format: %q", w.Code, body)
	}
	return nil
}

// TestHostile: requests of the classes that SECURITY.md names get an error in ARM's format, soon.
func TestHostile(t *testing.T) {
	h := all(mock.State())
	put := "PUT " + budgets + "/b" + v2024 + "\n\n"
	deep := strings.Repeat(`{"properties":`, 5000) + "1" + strings.Repeat("}", 5000)
	members := func(n int, in string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":%s,`, i, in)
		}
		return b.String()
	}
	notification := `{"enabled":true,"operator":"EqualTo","threshold":1,"contactEmails":["a"]}`
	for name, request := range map[string]string{
		"nesting":                  put + deep,
		"nested arrays":            put + strings.Repeat("[", 100_000),
		"a member twice":           put + `{"properties":{},"properties":{}}`,
		"invalid UTF-8":            put + "{\"properties\":\"\xff\xfe\"}",
		"a lone surrogate":         put + `{"properties":"\ud800"}`,
		"trailing data":            put + `{} {}`,
		"a huge exponent":          put + strings.Replace(budget("1"), `"amount":1`, `"amount":1e999999999`, 1) + "x",
		"a number of many digits":  put + strings.Replace(budget("1"), `"timeGrain"`, `"x":`+strings.Repeat("9", 1_000_000)+`,"timeGrain"`, 1) + ",",
		"a null byte":              "GET /subscriptions/a%00b/providers/Microsoft.Consumption/budgets" + v2024,
		"dots":                     "GET /subscriptions/%2e%2e/providers/Microsoft.Consumption/budgets" + v2024,
		"dots between backslashes": `GET /subscriptions/a%5C..%5Cb/providers/Microsoft.Consumption/budgets` + v2024,
		"many segments":            "GET " + strings.Repeat("/a", 5000) + budgets + v2024,
		"a long path":              "GET /" + strings.Repeat("a", 100_000) + budgets + v2024,
		"a long query":             "GET " + budgets + v2024 + "&x=" + strings.Repeat("a", 100_000),
		"a parameter twice":        "GET " + budgets + v2024 + "&api-version=2024-08-01",
		"no api-version":           "GET " + budgets,
		"a method of its own":      "SPLIT " + budgets + v2024,
		"a broken escape":          "GET " + budgets + v2024 + "&$filter=%zz",
		"a fault of no kind":       "GET " + budgets + v2024 + "\nx-azbill-fault: x; =, ;;",
		"a fault that waits long":  "GET " + budgets + v2024 + "\nx-azbill-fault: latency; wait=100h",
		"an example of no name":    "GET " + budgets + v2024 + "\nx-azbill-example: " + strings.Repeat("é", 1000),
		"an unknown operation":     "GET /providers/Azbill.Mock/operationStatuses/../../x",
		"a body where none is due": "GET " + budgets + "/none" + v2024 + "\n\n" + deep,
		"names of other types":     "PUT " + budgets + "/b" + v2024 + "\n\n" + `{"properties":[` + strings.Repeat("{},", 100_000) + `{}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			method, rest, _ := strings.Cut(request, " ")
			begin := time.Now()
			w := sendRaw(h, method, rest)
			if w == nil {
				t.Fatal("the connection ended")
			}
			if err := isWell(w); err != nil {
				t.Error(err)
			}
			if w.Code < 400 {
				t.Errorf("status %d", w.Code)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	// What is well formed but large is answered soon, whatever the answer.
	for name, body := range map[string]string{
		"unknown members":  "{" + members(200_000, "1") + budget("1")[1:],
		"entries of a map": strings.Replace(budget("1"), `"amount"`, `"notifications":{`+strings.TrimSuffix(members(30_000, notification), ",")+`},"amount"`, 1),
	} {
		for range 2 {
			begin := time.Now()
			w := sendRaw(h, "PUT", budgets+"/large"+v2024+"\n\n"+body)
			if err := isWell(w); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("%s: it took %v", name, took)
			}
		}
	}
}

// sendRaw sends a request whose target need not be one that net/http makes.
func sendRaw(h http.Handler, method, rest string) *httptest.ResponseRecorder {
	head, body, _ := strings.Cut(rest, "\n\n")
	lines := strings.Split(head, "\n")
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080/", strings.NewReader(body))
	r.Method = method
	path, query, _ := strings.Cut(lines[0], "?")
	u, err := url.ParseRequestURI(path)
	if err != nil {
		u = &url.URL{Path: path}
	}
	u.RawQuery = query
	r.URL = u
	r.Header.Set("Content-Type", "application/json")
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	return answer(h, r)
}

// FuzzHandler: no request makes the handler panic, and every failure is in ARM's error format.
func FuzzHandler(f *testing.F) {
	for _, seed := range []struct{ method, target, header, body string }{
		{"GET", account + charges + v2024, "", ""},
		{"PUT", budgets + "/b" + v2024, "If-Match: *", budget("1")},
		{"PATCH", "/providers/Microsoft.Billing/billingAccounts/1?api-version=2020-05-01", "x-azbill-outcome: Failed", `{"properties":{"soldTo":null}}`},
		{"GET", budgets + v2024 + "&$skiptoken=azbill-1&$top=3", "x-azbill-fault: mismatch; pointer=/value/0, latency; wait=1ms", ""},
		{"POST", "/providers/Azbill.Mock/operationStatuses/x/cancel", "Prefer: example=generated-1", "{}"},
		{"DELETE", budgets + "/B" + v2024, "x-azbill-fault: truncate", ""},
		{"GET", "/", "", ""},
	} {
		f.Add(seed.method, seed.target, seed.header, []byte(seed.body))
	}
	h := all(mock.State(), mock.PageSize(2), mock.Polls(1, 0), mock.LimitState(1000, 1<<20))
	f.Fuzz(func(t *testing.T, method, target, header string, body []byte) {
		if lower := strings.ToLower(header); strings.Contains(lower, "wait") && !strings.Contains(lower, "wait=1ms") {
			return // it would wait
		}
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		r := httptest.NewRequest("GET", "http://127.0.0.1:8080/", bytes.NewReader(body))
		r.Method, r.URL = method, u
		r.Header.Set("Content-Type", "application/json")
		if name, value, ok := strings.Cut(header, ": "); ok {
			r.Header.Set(name, value)
		}
		if w := answer(h, r); w != nil {
			if err := isWell(w); err != nil {
				t.Errorf("%s %q with %q and %q: %v", method, target, header, body, err)
			}
		}
	})
}

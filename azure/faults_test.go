package azure_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"github.com/azbill/azbill/azure"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire/rest"
)

// outcome is what a fault comes to.
type outcome struct {
	asked int             // requests sent
	wait  []time.Duration // between them, where the service names it
	err   error           // for errors.Is; nil: success, or one of the types below
	sdk   int             // status of the *rest.ResponseError and *azcore.ResponseError; 0: there is none
	text  string          // part of the error's text
}

// TestFaults is the table of what becomes of a request that meets a fault. Time is simulated, and each row fails when a
// goroutine outlives it or a body is left open.
func TestFaults(t *testing.T) {
	ok := respond(200, `{"name":"b"}`)
	later := func(headers ...string) step {
		return respond(429, `{"error":{"code":"429","message":"Too many requests."}}`, headers...)
	}
	s := time.Second
	get, post := sendGet, sendPost
	for _, c := range []struct {
		name  string
		send  func(context.Context, *azure.Client) error
		steps []step
		want  outcome
	}{
		// Throttling: every spelling of the wait, and the longest of several.
		{"Retry-After in seconds", get, []step{later("Retry-After: 5"), ok}, outcome{asked: 2, wait: []time.Duration{5 * s}}},
		{"Retry-After as a date", get, []step{later("Retry-After: Wed, 21 Oct 2015 07:28:10 GMT", "Date: Wed, 21 Oct 2015 07:28:00 GMT"), ok},
			outcome{asked: 2, wait: []time.Duration{10 * s}}},
		{"Retry-After as an obsolete date", get, []step{later("Retry-After: Wednesday, 21-Oct-15 07:28:10 GMT", "Date: Wed, 21 Oct 2015 07:28:00 GMT"), ok},
			outcome{asked: 2, wait: []time.Duration{10 * s}}},
		{"retry-after-ms", get, []step{later("retry-after-ms: 1500"), ok}, outcome{asked: 2, wait: []time.Duration{1500 * time.Millisecond}}},
		{"x-ms-retry-after-ms", get, []step{later("x-ms-retry-after-ms: 1500"), ok}, outcome{asked: 2, wait: []time.Duration{1500 * time.Millisecond}}},
		{"Consumption", get, []step{later("x-ms-ratelimit-microsoft.consumption-retry-after: 40"), ok}, outcome{asked: 2, wait: []time.Duration{40 * s}}},
		{"Cost Management, several limits", get, []step{later("x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after: 3",
			"x-ms-ratelimit-microsoft.costmanagement-entity-retry-after: 12", "x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after: 7",
			"x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after: 1"), ok}, outcome{asked: 2, wait: []time.Duration{12 * s}}},
		{"a short Retry-After beside a long limit", get, []step{later("Retry-After: 1", "x-ms-retry-after-ms: 10", "x-ms-ratelimit-microsoft.consumption-retry-after: 20"), ok},
			outcome{asked: 2, wait: []time.Duration{20 * s}}},
		{"no header: azcore's backoff", get, []step{later(), ok}, outcome{asked: 2}},
		{"a header that is no time", get, []step{later("Retry-After: soon"), ok}, outcome{asked: 2}},
		{"a storm", get, []step{later("x-ms-ratelimit-microsoft.consumption-retry-after: 2")},
			outcome{asked: 4, wait: []time.Duration{2 * s, 2 * s, 2 * s}, sdk: 429, text: "Too many requests."}},
		{"a wait beyond MaxRetryDelay", get, []step{later("x-ms-ratelimit-microsoft.consumption-retry-after: 61"), ok}, outcome{asked: 1, sdk: 429}},
		{"a storm while the deadline passes", deadline(3*s, get), []step{later("Retry-After: 2")},
			outcome{asked: 2, wait: []time.Duration{2 * s}, err: context.DeadlineExceeded}},
		{"a POST is throttled", post, []step{later("Retry-After: 5"), ok}, outcome{asked: 2, wait: []time.Duration{5 * s}}},
		// Failures of the service.
		{"a burst of 503", get, []step{respond(503, `{}`), respond(500, ``), ok}, outcome{asked: 3}},
		{"503 with Retry-After", get, []step{respond(503, `{}`, "Retry-After: 7"), ok}, outcome{asked: 2, wait: []time.Duration{7 * s}}},
		{"503 for good", get, []step{respond(503, `{"error":{"code":"Busy"}}`)}, outcome{asked: 4, sdk: 503, text: "Busy"}},
		{"HTML for an error", get, []step{respond(502, "<html>Bad gateway</html>", "Content-Type: text/html")}, outcome{asked: 4, sdk: 502}},
		{"409", get, []step{respond(409, `{"error":{"code":"Conflict"}}`)}, outcome{asked: 1, sdk: 409, text: "Conflict"}},
		{"an error without a body", get, []step{respond(404, ``)}, outcome{asked: 1, sdk: 404}},
		// The connection. azcore repeats GET, PUT and DELETE when a body breaks, and no POST.
		{"refused", get, []step{refuse, ok}, outcome{asked: 2}},
		{"reset in the middle of a body", get, []step{cut(`{"name":`), ok}, outcome{asked: 2}},
		{"reset for good", get, []step{cut(`{"name":`)}, outcome{asked: 4, err: errReset}},
		{"reset in the middle of the reply to a POST", post, []step{cut(`{"name":`), ok}, outcome{asked: 1, err: errReset}},
		{"stalled body", deadline(30*s, get), []step{stall(`{"name":`)}, outcome{asked: 1, err: context.DeadlineExceeded}},
		{"stalled body of a POST", deadline(30*s, post), []step{stall(`{"name":`)}, outcome{asked: 1, err: context.DeadlineExceeded}},
		{"cancelled before", cancelled(get), []step{ok}, outcome{asked: 0, err: context.Canceled}},
		// The body.
		{"truncated JSON", get, []step{respond(200, `{"name":"b`)}, outcome{asked: 1, text: "Budgets_Get: response 200"}},
		{"two values", get, []step{respond(200, `{} {}`)}, outcome{asked: 1, text: "Budgets_Get: response 200"}},
		// Links. Items of a page come before what is wrong with its link.
		{"a link to itself", sendItems(1), []step{respond(200, page("?api-version=2024-08-01", "1"))}, outcome{asked: 1, err: rest.ErrLoop}},
		{"a loop of two pages", sendItems(2), []step{respond(200, page("/p2", "1")), respond(200, page("/p2", "2"))}, outcome{asked: 2, err: rest.ErrLoop}},
		{"a link to another host", sendItems(1), []step{respond(200, page("https://evil.example/p2", "1"))}, outcome{asked: 1, err: rest.ErrOtherHost}},
		{"a link that leaves TLS", sendItems(1), []step{respond(200, page("http://management.azure.com/p2", "1"))}, outcome{asked: 1, err: rest.ErrOtherHost}},
		{"the second page is throttled", sendItems(2), []step{respond(200, page("/p2", "1")), later("Retry-After: 5"), respond(200, page("", "2"))},
			outcome{asked: 3, wait: []time.Duration{0, 5 * s}}},
		{"the second page fails", sendItems(1), []step{respond(200, page("/p2", "1")), respond(403, `{"error":{"code":"Denied"}}`)}, outcome{asked: 2, sdk: 403, text: "Denied"}},
		{"reset in the middle of a page", sendItems(1), []step{cut(`{"value":[{"name":"1"},{"na`)}, outcome{asked: 1, err: errReset}},
		{"truncated page", sendItems(1), []step{respond(200, `{"value":[{"name":"1"},{"na`)}, outcome{asked: 1, text: "page 1"}},
		{"stalled page", deadline(30*s, sendItems(1)), []step{stall(`{"value":[{"name":"1"},`)}, outcome{asked: 1, err: context.DeadlineExceeded}},
		{"break", func(ctx context.Context, c *azure.Client) error {
			for _, err := range azure.Items(ctx, c, listBudgets()) {
				return err
			}
			return errors.New("no item")
		}, []step{respond(200, page("/p2", "1", "2"))}, outcome{asked: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: c.steps}
				err := c.send(t.Context(), newClient(t, s, nil))
				checkOutcome(t, s, err, c.want)
			})
		})
	}
}

func checkOutcome(t *testing.T, s *script, err error, want outcome) {
	t.Helper()
	s.closed(t)
	if len(s.asked) != want.asked {
		t.Errorf("%d requests, expected %d", len(s.asked), want.asked)
	}
	for i, w := range want.wait {
		if got := s.asked[i+1].at.Sub(s.asked[i].at); got != w {
			t.Errorf("waited %v before request %d, expected %v", got, i+2, w)
		}
	}
	for _, a := range s.asked[min(1, len(s.asked)):] {
		if first := s.asked[0]; a.line == first.line && a.body != first.body {
			t.Errorf("the body is %q when repeated, %q at first", a.body, first.body)
		}
	}
	var ours *rest.ResponseError
	var sdk *azcore.ResponseError
	switch as, is := errors.As(err, &ours), errors.As(err, &sdk); {
	case as != is:
		t.Errorf("error %v: *rest.ResponseError %t, *azcore.ResponseError %t", err, as, is)
	case as && (ours.StatusCode != want.sdk || sdk.StatusCode != want.sdk):
		t.Errorf("statuses %d and %d, expected %d", ours.StatusCode, sdk.StatusCode, want.sdk)
	case !as && want.sdk != 0:
		t.Errorf("error %v, expected status %d", err, want.sdk)
	}
	if !errors.Is(err, want.err) && want.err != nil {
		t.Errorf("error %v, expected %v", err, want.err)
	}
	if (err == nil) != (want.err == nil && want.sdk == 0 && want.text == "") {
		t.Errorf("error %v", err)
	}
	if err != nil && !strings.Contains(err.Error(), want.text) {
		t.Errorf("error %q, expected one with %q", err, want.text)
	}
}

func sendGet(ctx context.Context, c *azure.Client) error {
	reply, err := azure.Send(ctx, c, getBudget())
	if err == nil && (reply.Body == nil || reply.Body.Name.OrZero() != "b") {
		return fmt.Errorf("reply %+v", reply)
	}
	return err
}

func sendPost(ctx context.Context, c *azure.Client) error {
	_, err := azure.Send(ctx, c, movingProduct())
	return err
}

func listBudgets() *consumption.BudgetsListRequest {
	return &consumption.BudgetsListRequest{Scope: "subscriptions/1"}
}

// sendItems lists, and expects so many items before an error or the end.
func sendItems(n int) func(context.Context, *azure.Client) error {
	return func(ctx context.Context, c *azure.Client) error {
		got := 0
		for _, err := range azure.Items(ctx, c, listBudgets()) {
			if err != nil {
				if got != n {
					return fmt.Errorf("%d items, expected %d, and %v", got, n, err)
				}
				return err
			}
			got++
		}
		if got != n {
			return fmt.Errorf("%d items, expected %d", got, n)
		}
		return nil
	}
}

func deadline(d time.Duration, send func(context.Context, *azure.Client) error) func(context.Context, *azure.Client) error {
	return func(ctx context.Context, c *azure.Client) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		return send(ctx, c)
	}
}

func cancelled(send func(context.Context, *azure.Client) error) func(context.Context, *azure.Client) error {
	return func(ctx context.Context, c *azure.Client) error {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		return send(ctx, c)
	}
}

// TestThrottledHeaders: an error shows the headers that were received, not those that made azcore wait.
func TestThrottledHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(429, `{}`, "Retry-After: 1", "x-ms-ratelimit-microsoft.consumption-retry-after: 2")}}
		_, err := azure.Send(t.Context(), newClient(t, s, nil), getBudget())
		var e *rest.ResponseError
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		if e.Header.Get("Retry-After") != "1" || e.Header.Get("retry-after-ms") != "" {
			t.Errorf("header %v", e.Header)
		}
		if wait, ok := e.RetryAfter(); !ok || wait != 2*time.Second {
			t.Errorf("RetryAfter %v, %t", wait, ok)
		}
	})
}

// TestTryTimeout: one try that stalls is given up and repeated.
func TestTryTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{stall(`{"name":`), respond(200, `{"name":"b"}`)}}
		client := newClient(t, s, func(o *azure.ClientOptions) { o.Retry.TryTimeout = 20 * time.Second })
		if err := sendGet(t.Context(), client); err != nil || len(s.asked) != 2 {
			t.Errorf("%d requests, %v", len(s.asked), err)
		}
	})
}

// TestTokens: an expired or refused token is not used again, and a credential that fails sends nothing.
func TestTokens(t *testing.T) {
	const challenge = `WWW-Authenticate: Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="`
	for name, c := range map[string]struct {
		steps  []step
		cred   *credential
		sent   []string // tokens of two calls
		asked  int      // tokens asked for
		failed bool     // the first call
	}{
		"cached":              {[]step{respond(200, `{"name":"b"}`)}, &credential{}, []string{"secret-1", "secret-1"}, 1, false},
		"expired in between":  {[]step{respond(200, `{"name":"b"}`)}, &credential{expire: 10 * time.Second}, []string{"secret-1", "secret-2"}, 2, false},
		"refused":             {[]step{respond(401, `{}`), respond(200, `{"name":"b"}`)}, &credential{}, []string{"secret-1", "secret-2"}, 2, true},
		"claims asked for":    {[]step{respond(401, `{}`, challenge), respond(200, `{"name":"b"}`)}, &credential{}, []string{"secret-1", "secret-2", "secret-2"}, 2, false},
		"no token to be had":  {[]step{respond(200, `{"name":"b"}`)}, &credential{err: errReset}, nil, 2, true},
		"not even with claim": {[]step{respond(401, `{}`, challenge)}, &credential{}, []string{"secret-1", "secret-2", "secret-2", "secret-3"}, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: c.steps}
				options := &azure.ClientOptions{}
				options.Transport = s
				cred := c.cred
				client, err := azure.NewClient(cred, options)
				if err != nil {
					t.Fatal(err)
				}
				if err := sendGet(t.Context(), client); (err != nil) != c.failed {
					t.Errorf("first: %v", err)
				}
				time.Sleep(time.Minute)
				_ = sendGet(t.Context(), client)
				var sent []string
				for _, a := range s.asked {
					sent = append(sent, strings.TrimPrefix(a.header.Get("Authorization"), "Bearer "))
				}
				if fmt.Sprint(sent) != fmt.Sprint(c.sent) {
					t.Errorf("sent %v, expected %v", sent, c.sent)
				}
				if len(cred.asked) != c.asked {
					t.Errorf("asked for %d tokens, expected %d", len(cred.asked), c.asked)
				}
				s.closed(t)
			})
		})
	}
}

// TestUnexpected: what the document does not foresee is a reply that says so or an error that shows what came, never a
// panic, and never a body that is nil.
func TestUnexpected(t *testing.T) {
	const html = "<html><body>Sign in to the network</body></html>"
	for name, c := range map[string]struct {
		answer step
		body   string // of the reply, encoded again
		has    bool
		err    string
	}{
		"an undocumented 204":    {respond(204, ""), `{}`, false, ""},
		"an undocumented 202":    {respond(202, ""), `{}`, false, ""},
		"an empty 200":           {respond(200, ""), `{}`, false, ""},
		"a byte order mark":      {respond(200, "\uFEFF{\"name\":\"b\"}"), `{"name":"b"}`, true, ""},
		"nothing but the mark":   {respond(200, "\uFEFF"), `{}`, false, ""},
		"null":                   {respond(200, "null"), `null`, true, ""},
		"a list for an object":   {respond(200, `[1]`), `[1]`, true, ""},
		"members of other types": {respond(200, `{"name":7,"properties":"p"}`), `{"name":7,"properties":"p"}`, true, ""},
		"JSON by another name":   {respond(200, `{}`, "Content-Type: text/json; charset=utf-8"), `{}`, true, ""},
		"no media type":          {respond(200, `{}`, "Content-Type: "), `{}`, true, ""},
		"202 with a body": {respond(202, `{"name":"b"}`), "", false,
			`Budgets_Get: 202 Accepted: Content-Type "application/json", body "{\"name\":\"b\"}"`},
		"HTML from a proxy": {respond(200, html, "Content-Type: text/html"), "", false,
			`Budgets_Get: 200 OK: the body is "text/html", and the document has application/json: Content-Type "text/html", body "<html><body>Sign in to`},
		"HTML that says it is JSON": {respond(200, html), "", false, `(Content-Type "application/json", body "<html><body>Sign in to`},
		"HTML for an error":         {respond(403, html, "Content-Type: text/html"), "", false, `Budgets_Get: 403 Forbidden: Content-Type "text/html", body "<html>`},
		"a redirect to nowhere":     {respond(302, "", "Location: /x"), "", false, `Budgets_Get: 302 Found`},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{steps: []step{c.answer}}
			reply, err := azure.Send(t.Context(), newClient(t, s, nil), getBudget())
			s.closed(t)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) || reply != nil {
					t.Errorf("reply %+v, error %v, expected %s", reply, err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			text, err := reply.Body.MarshalJSON()
			if err != nil || string(text) != c.body || reply.HasBody() != c.has {
				t.Errorf("body %s, %v, HasBody %t", text, err, reply.HasBody())
			}
		})
	}
	// A list of nothing has no items.
	for _, answer := range []step{respond(204, ""), respond(200, ""), respond(200, "\uFEFF"), respond(200, `{}`), respond(200, `{"value":null}`)} {
		s := &script{steps: []step{answer}}
		if err := sendItems(0)(t.Context(), newClient(t, s, nil)); err != nil {
			t.Error(err)
		}
		s.closed(t)
	}
	s := &script{steps: []step{respond(200, html, "Content-Type: text/html")}}
	if err := sendItems(0)(t.Context(), newClient(t, s, nil)); !errors.Is(err, rest.ErrMediaType) {
		t.Errorf("HTML for a page: %v", err)
	}
}

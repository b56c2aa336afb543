package azure_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/azure"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// movingProduct is a POST.
func movingProduct() *billing.ProductsMoveRequest {
	r := &billing.ProductsMoveRequest{BillingAccountName: "a", ProductName: "p"}
	r.Body.Ensure().DestinationInvoiceSectionID = wire.Some("/d")
	return r
}

func movingSubscription() *billing.BillingSubscriptionsMoveRequest {
	r := &billing.BillingSubscriptionsMoveRequest{BillingAccountName: "a", SubscriptionID: "s"}
	r.Body.Ensure().DestinationInvoiceSectionID = wire.Some("/d")
	return r
}

func puttingSection() *billing.InvoiceSectionsCreateOrUpdateRequest {
	r := &billing.InvoiceSectionsCreateOrUpdateRequest{BillingAccountName: "a", BillingProfileName: "p", InvoiceSectionName: "i"}
	r.Body.Ensure().Properties.Ensure().DisplayName = wire.Some("x")
	return r
}

const arm = rest.PublicCloud // where ARM is

// TestBegin: the patterns of ARM.
func TestBegin(t *testing.T) {
	section := `{"name":"i","properties":{"displayName":"x","new":1e3}}`
	subscription := `{"name":"s","properties":{"displayName":"moved"}}`
	put := func(ctx context.Context, c *azure.Client) (string, error) {
		return run(azure.Begin(ctx, c, puttingSection()))
	}
	post := func(ctx context.Context, c *azure.Client) (string, error) {
		return run(azure.Begin(ctx, c, movingSubscription()))
	}
	download := func(ctx context.Context, c *azure.Client) (string, error) {
		return run(azure.Begin(ctx, c, &billing.InvoicesDownloadInvoiceRequest{BillingAccountName: "a", InvoiceName: "i", DownloadToken: wire.Some("t")}))
	}
	const resource = arm + "/providers/Microsoft.Billing/billingAccounts/a/billingProfiles/p/invoiceSections/i?api-version=2020-05-01"
	accepted := func(headers ...string) step { return respond(202, "", headers...) }
	for _, c := range []struct {
		name  string
		send  func(context.Context, *azure.Client) (string, error)
		steps []step
		want  string
		asked []string // after the first request
		sdk   int
	}{
		{"done at once", put, []step{respond(200, section)}, section, nil, 0},
		{"provisioning state", put, []step{
			respond(200, `{"properties":{"provisioningState":"Updating"}}`), respond(200, `{"properties":{"provisioningState":"Updating"}}`), respond(200, section),
		}, section, []string{"GET " + resource, "GET " + resource}, 0},
		{"Azure-AsyncOperation of a PUT", put, []step{
			accepted("Azure-AsyncOperation: " + arm + "/op"), respond(200, `{"status":"InProgress"}`, "Retry-After: 3"),
			respond(200, `{"status":"Succeeded"}`), respond(200, section),
		}, section, []string{"GET " + arm + "/op", "GET " + arm + "/op", "GET " + resource}, 0},
		{"Location of a PUT", put, []step{accepted("Location: " + arm + "/op"), accepted("Location: " + arm + "/op2"), respond(200, section)},
			section, []string{"GET " + arm + "/op", "GET " + arm + "/op2"}, 0},
		{"Location of a POST", post, []step{accepted("Location: " + arm + "/op"), accepted(), respond(200, subscription)},
			subscription, []string{"GET " + arm + "/op", "GET " + arm + "/op"}, 0},
		{"Azure-AsyncOperation and Location of a POST, final state via location", download, []step{
			accepted("Azure-AsyncOperation: "+arm+"/op", "Location: "+arm+"/result"), respond(200, `{"status":"Succeeded"}`), respond(200, `{"url":"u"}`),
		}, `{"url":"u"}`, []string{"GET " + arm + "/op", "GET " + arm + "/result"}, 0},
		{"Operation-Location", post, []step{
			accepted("Operation-Location: " + arm + "/op"), respond(200, `{"status":"Succeeded","resourceLocation":"`+arm+`/s"}`), respond(200, subscription),
		}, subscription, []string{"GET " + arm + "/op", "GET " + arm + "/s"}, 0},
		{"a byte order mark", put, []step{respond(200, "\uFEFF"+section)}, section, nil, 0},
		{"no body at the end", post, []step{accepted("Location: " + arm + "/op"), respond(204, "")}, "{}", []string{"GET " + arm + "/op"}, 0},
		{"the operation fails", post, []step{
			accepted("Azure-AsyncOperation: " + arm + "/op"), respond(200, `{"status":"Failed","error":{"code":"MoveNotAllowed","message":"no"}}`),
		}, "BillingSubscriptions_Move: 200 OK: MoveNotAllowed: no", []string{"GET " + arm + "/op"}, 200},
		{"it is cancelled", post, []step{accepted("Azure-AsyncOperation: " + arm + "/op"), respond(200, `{"status":"Canceled"}`)},
			"BillingSubscriptions_Move: 200 OK", []string{"GET " + arm + "/op"}, 200},
		{"the resource fails", put, []step{respond(201, `{"properties":{"provisioningState":"Creating"}}`), respond(200, `{"properties":{"provisioningState":"Failed"}}`)},
			"InvoiceSections_CreateOrUpdate: 200 OK", []string{"GET " + resource}, 200},
		{"polling is refused", post, []step{accepted("Location: " + arm + "/op"), respond(404, `{"error":{"code":"Gone"}}`)},
			"BillingSubscriptions_Move: 404 Not Found: Gone", []string{"GET " + arm + "/op"}, 404},
		{"the start is refused", post, []step{respond(400, `{"error":{"code":"Bad"}}`)}, "BillingSubscriptions_Move: 400 Bad Request: Bad", nil, 400},
		{"202 without a URL to poll", post, []step{accepted()}, "BillingSubscriptions_Move: response is missing polling URL", nil, 0},
		{"polling is throttled", post, []step{
			accepted("Location: " + arm + "/op"), respond(429, "{}", "x-ms-ratelimit-microsoft.consumption-retry-after: 20"), respond(200, subscription),
		}, subscription, []string{"GET " + arm + "/op", "GET " + arm + "/op"}, 0},
		{"malformed result", post, []step{accepted("Location: " + arm + "/op"), respond(200, `{"name":`)}, "BillingSubscriptions_Move: result: ", []string{"GET " + arm + "/op"}, 0},
		{"polling at another host", post, []step{accepted("Location: https://evil.example/op?sig=hidden")},
			"BillingSubscriptions_Move: poll https://evil.example/op: ", nil, 0},
		{"the result at another host", download, []step{
			accepted("Azure-AsyncOperation: "+arm+"/op", "Location: https://evil.example/result"), respond(200, `{"status":"Succeeded"}`),
		}, "Invoices_DownloadInvoice: poll https://evil.example/result: ", []string{"GET " + arm + "/op"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: c.steps}
				got, err := c.send(t.Context(), newClient(t, s, nil))
				if err != nil {
					got = err.Error()
				}
				got = strings.TrimPrefix(got, "the long-running operation failed: ")
				if got != c.want && (err == nil || !strings.HasPrefix(got, c.want)) {
					t.Errorf("got  %s\nwant %s", got, c.want)
				}
				if diff := cmp.Diff(c.asked, s.lines()[1:], cmp.Transformer("", func(l []string) []string { return append([]string{}, l...) })); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
				var ours *rest.ResponseError
				var sdk *azcore.ResponseError
				if errors.As(err, &ours) != (c.sdk != 0) || errors.As(err, &sdk) != (c.sdk != 0) {
					t.Errorf("error %v: %v, %v", err, ours, sdk)
				}
				if sdk != nil && (sdk.StatusCode != c.sdk || ours.StatusCode != c.sdk || sdk.ErrorCode != ours.Code) {
					t.Errorf("error %+v, %+v", ours, sdk)
				}
				for _, a := range s.asked {
					if a.header.Get("Authorization") == "" || strings.Count(a.header.Get("User-Agent"), "azsdk") != 1 {
						t.Errorf("%s: header %v", a.line, a.header)
					}
				}
				s.closed(t)
			})
		})
	}
}

// run polls to the end and returns the result as JSON.
func run[T rest.Message](p *runtime.Poller[T], err error) (string, error) {
	if err != nil {
		return "", err
	}
	v, err := p.PollUntilDone(context.Background(), nil)
	if err != nil {
		return "", err
	}
	text, err := v.MarshalJSON()
	return string(text), err
}

// TestAllowHosts: hosts that the client allows are polled, with the credential.
func TestAllowHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(202, "", "Location: https://regional.example/op"), respond(200, `{"name":"s"}`)}}
		client := newClient(t, s, nil, azure.AllowHosts("REGIONAL.example:443"))
		if got, err := run(azure.Begin(t.Context(), client, movingSubscription())); err != nil || got != `{"name":"s"}` {
			t.Errorf("%s, %v", got, err)
		}
		s = &script{steps: []step{respond(200, page("https://next.example/p2", "1")), respond(200, page("", "2"))}}
		if err := sendItems(2)(t.Context(), newClient(t, s, nil, azure.AllowHosts("next.example"))); err != nil {
			t.Error(err)
		}
	})
}

// TestResume: a token serves another client, of the same operation.
func TestResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(202, "", "Location: "+arm+"/op"), respond(202, ""), respond(200, `{"name":"s","new":1e3}`)}}
		p, err := azure.Begin(t.Context(), newClient(t, s, nil), movingSubscription())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Poll(t.Context()); err != nil || p.Done() {
			t.Fatal(err)
		}
		token, err := p.ResumeToken()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(token, "secret") {
			t.Errorf("the token holds a credential: %s", token)
		}
		client := newClient(t, s, nil)
		if got, err := run(azure.Resume(client, &billing.BillingSubscriptionsMoveRequest{}, token)); err != nil || got != `{"name":"s","new":1e3}` {
			t.Errorf("%s, %v", got, err)
		}
		for name, c := range map[string]struct{ token, text string }{
			"empty":             {"", "BillingSubscriptions_Move: resume token: "},
			"another type":      {strings.Replace(token, "BillingSubscription", "Product", 1), "BillingSubscriptions_Move: resume token: "},
			"another operation": {strings.Replace(token, "BillingSubscriptions_Move", "BillingSubscriptions_Update", 1), `it is one of operation "BillingSubscriptions_Update"`},
			"another poller":    {`{"type":"*BillingSubscription","token":{"type":"loc","pollURL":"https://h/op","state":"InProgress"}}`, "resume token: "},
			"null":              {`{"type":"*BillingSubscription","token":null}`, "resume token: "},
		} {
			if _, err := azure.Resume(client, &billing.BillingSubscriptionsMoveRequest{}, c.token); err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%s: error %v", name, err)
			}
		}
		// A token that was tampered with does not send the credential elsewhere.
		n := len(s.asked)
		evil := strings.ReplaceAll(token, "management.azure.com", "evil.example")
		if _, err := run(azure.Resume(client, &billing.BillingSubscriptionsMoveRequest{}, evil)); !errors.Is(err, rest.ErrOtherHost) || len(s.asked) != n {
			t.Errorf("error %v, sent %d", err, len(s.asked)-n)
		}
	})
}

// TestPollCancelled: a context ends the polling, not the operation.
func TestPollCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(202, "", "Location: "+arm+"/op")}}
		p, err := azure.Begin(t.Context(), newClient(t, s, nil), movingSubscription())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Second)
		defer cancel()
		if _, err := p.PollUntilDone(ctx, nil); !errors.Is(err, context.DeadlineExceeded) || p.Done() {
			t.Errorf("error %v, done %t", err, p.Done())
		}
		if n := len(s.asked); n != 5 { // the start, and a poll each half minute
			t.Errorf("%d requests", n)
		}
		s.steps = []step{respond(200, `{"name":"s"}`)}
		if v, err := p.PollUntilDone(t.Context(), nil); err != nil || v.Name.OrZero() != "s" {
			t.Errorf("%v, %v", v, err)
		}
		if _, err := p.ResumeToken(); err == nil {
			t.Error("a token of an operation that is done")
		}
	})
}

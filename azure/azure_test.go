package azure_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	sdkarm "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	azlog "github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/tracing"
	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/azure"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

const budgetURL = "https://management.azure.com/subscriptions/1/providers/Microsoft.Consumption/budgets/b?api-version=2024-08-01"

func getBudget() *consumption.BudgetsGetRequest {
	return &consumption.BudgetsGetRequest{Scope: "subscriptions/1", BudgetName: "b"}
}

func TestSend(t *testing.T) {
	s := &script{steps: []step{respond(200, `{"name":"b","properties":{"amount":100.50},"new":1e3}`, "x-ms-request-id: r1")}}
	reply, err := azure.Send(t.Context(), newClient(t, s, nil), getBudget())
	if err != nil {
		t.Fatal(err)
	}
	if reply.StatusCode != 200 || reply.RequestID != "r1" {
		t.Errorf("reply %d, request %q", reply.StatusCode, reply.RequestID)
	}
	if text, err := reply.Body.MarshalJSON(); err != nil || string(text) != `{"name":"b","properties":{"amount":100.50},"new":1e3}` {
		t.Errorf("body %s, %v", text, err)
	}
	if diff := cmp.Diff([]string{"GET " + budgetURL}, s.lines()); diff != "" {
		t.Error(diff)
	}
	h := s.asked[0].header
	if h.Get("Authorization") != "Bearer secret-1" || h.Get("Accept") != "application/json" || len(h.Get("x-ms-client-request-id")) != 36 {
		t.Errorf("header %v", h)
	}
	if ua := h.Get("User-Agent"); !strings.HasPrefix(ua, "azsdk-go-azbill/v") {
		t.Errorf("User-Agent %q", ua)
	}
	s.closed(t)
}

func TestSendBody(t *testing.T) {
	s := &script{steps: []step{respond(201, `{"name":"b"}`)}}
	r := &consumption.BudgetsCreateOrUpdateRequest{Scope: "subscriptions/1", BudgetName: "b"}
	props := r.Body.Ensure().Properties.Ensure()
	props.Amount = wire.Some(decimal(t, "100.50"))
	props.Filter = wire.NullObject[consumption.BudgetFilter]()
	reply, err := azure.Send(t.Context(), newClient(t, s, nil), r)
	if err != nil {
		t.Fatal(err)
	}
	if reply.StatusCode != 201 || reply.Body.Name.OrZero() != "b" {
		t.Errorf("reply %+v", reply)
	}
	if got, want := s.asked[0].body, `{"properties":{"amount":100.50,"filter":null}}`; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
	if got := s.asked[0].header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
}

func decimal(t *testing.T, text string) wire.Decimal {
	t.Helper()
	d, err := wire.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestClouds(t *testing.T) {
	for name, c := range map[string]struct {
		cloud           cloud.Configuration
		endpoint, scope string
	}{
		"default":    {cloud.Configuration{}, rest.PublicCloud, "https://management.core.windows.net//.default"},
		"public":     {cloud.AzurePublic, rest.PublicCloud, "https://management.core.windows.net//.default"},
		"China":      {cloud.AzureChina, rest.ChinaCloud, "https://management.core.chinacloudapi.cn//.default"},
		"government": {cloud.AzureGovernment, rest.USGovernment, "https://management.core.usgovcloudapi.net//.default"},
		"own": {cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: "https://arm.example:8443/base", Audience: "https://arm.example"},
		}}, "https://arm.example:8443/base", "https://arm.example/.default"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{steps: []step{respond(200, `{}`)}}
			cred := &credential{}
			client, err := azure.NewClient(cred, &azure.ClientOptions{ClientOptions: policy.ClientOptions{Cloud: c.cloud, Transport: s}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := azure.Send(t.Context(), client, getBudget()); err != nil {
				t.Fatal(err)
			}
			if client.Endpoint() != c.endpoint || !strings.HasPrefix(s.lines()[0], "GET "+c.endpoint+"/subscriptions/1/") {
				t.Errorf("endpoint %s, asked %s", client.Endpoint(), s.lines()[0])
			}
			if diff := cmp.Diff([]string{c.scope}, cred.asked[0].Scopes); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, configuration := range map[string]cloud.Configuration{
		"no service": {ActiveDirectoryAuthorityHost: "https://login.example"},
		"no host": {Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: "arm", Audience: "https://arm.example"},
		}},
	} {
		if _, err := azure.NewClient(nil, &azure.ClientOptions{ClientOptions: policy.ClientOptions{Cloud: configuration}}); err == nil ||
			!strings.HasPrefix(err.Error(), "azure: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestOptions: what an SDK client honours is honoured.
func TestOptions(t *testing.T) {
	var order []string
	note := func(name string) policy.Policy {
		return policyFunc(func(req *policy.Request) (*http.Response, error) {
			order = append(order, name)
			return req.Next()
		})
	}
	s := &script{steps: []step{respond(503, `{}`), respond(200, `{}`)}}
	client := newClient(t, s, func(o *azure.ClientOptions) {
		o.APIVersion = "2099-01-01"
		o.Telemetry.ApplicationID = "finops"
		o.PerCallPolicies = []policy.Policy{note("call")}
		o.PerRetryPolicies = []policy.Policy{note("try")}
		o.Retry.RetryDelay = time.Millisecond
		o.AuxiliaryTenants = []string{"other"}
	})
	var raw *http.Response
	ctx := policy.WithCaptureResponse(t.Context(), &raw)
	ctx = policy.WithHTTPHeader(ctx, http.Header{"X-Ms-Client-Request-Id": {"mine"}})
	if _, err := azure.Send(ctx, client, getBudget()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"call", "try", "try"}, order); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
	if raw == nil || raw.StatusCode != 200 {
		t.Errorf("captured %v", raw)
	}
	for _, a := range s.asked {
		if !strings.HasSuffix(a.line, "api-version=2099-01-01") {
			t.Errorf("asked %s", a.line)
		}
		if ua := a.header.Get("User-Agent"); !strings.HasPrefix(ua, "finops azsdk-go-azbill/v") || strings.Count(ua, "azsdk") != 1 {
			t.Errorf("User-Agent %q", ua)
		}
		if id := a.header.Get("x-ms-client-request-id"); id != "mine" {
			t.Errorf("x-ms-client-request-id %q", id)
		}
		if aux := a.header.Get("x-ms-authorization-auxiliary"); !strings.HasPrefix(aux, "Bearer secret-") {
			t.Errorf("auxiliary authorization %q", aux)
		}
	}
	// Options of one call travel in its context.
	s = &script{steps: []step{respond(503, `{}`)}}
	ctx = policy.WithRetryOptions(t.Context(), policy.RetryOptions{MaxRetries: -1})
	if _, err := azure.Send(ctx, newClient(t, s, nil), getBudget()); err == nil || len(s.asked) != 1 {
		t.Errorf("asked %d times, %v", len(s.asked), err)
	}
}

// TestOptionsStay: the caller's options are not written to, and serve other clients.
func TestOptionsStay(t *testing.T) {
	options := &azure.ClientOptions{}
	options.PerCallPolicies = make([]policy.Policy, 0, 8)
	options.Logging.AllowedHeaders = make([]string, 0, 8)
	before := *options.Clone()
	for range 2 {
		if _, err := azure.NewClient(&credential{}, options); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(before, *options) || options.PerCallPolicies[:1][0] != nil {
		t.Errorf("options %+v", options)
	}
}

type policyFunc func(*policy.Request) (*http.Response, error)

func (f policyFunc) Do(req *policy.Request) (*http.Response, error) { return f(req) }

// TestSDKPipeline: the options are those of the SDK's clients, to the type.
func TestSDKPipeline(t *testing.T) {
	if _, err := azure.NewClient(nil, new(sdkarm.ClientOptions)); err != nil {
		t.Error(err)
	}
}

func TestNoCredential(t *testing.T) {
	s := &script{steps: []step{respond(200, `{}`)}}
	client, err := azure.NewClient(nil, &azure.ClientOptions{ClientOptions: policy.ClientOptions{Transport: s}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := azure.Send(t.Context(), client, getBudget()); err != nil || s.asked[0].header.Get("Authorization") != "" {
		t.Errorf("%v, header %v", err, s.asked[0].header)
	}
}

func TestLogging(t *testing.T) {
	var lines []string
	azlog.SetListener(func(_ azlog.Event, text string) { lines = append(lines, text) })
	defer azlog.SetListener(nil)
	s := &script{steps: []step{
		respond(429, `{}`, "x-ms-ratelimit-microsoft.consumption-retry-after: 7", "x-secret: hidden-header"), respond(200, `{}`),
	}}
	r := &consumption.ChargesListRequest{Scope: "s", Filter: wire.Some("hidden-filter")}
	// The wait is longer than the longest allowed, so that the test need not wait for it.
	client := newClient(t, s, func(o *azure.ClientOptions) { o.Retry.MaxRetryDelay = time.Second })
	if _, err := azure.Send(t.Context(), client, r); err == nil {
		t.Error("no error")
	}
	all := strings.Join(lines, "\n")
	for _, secret := range []string{"secret-1", "hidden-filter", "hidden-header"} {
		if strings.Contains(all, secret) {
			t.Errorf("the log holds %s:\n%s", secret, all)
		}
	}
	if !strings.Contains(all, "consumption-Retry-After: 7") || !strings.Contains(all, "api-version=2024-08-01") {
		t.Errorf("the log lacks what helps:\n%s", all)
	}
}

func TestTracing(t *testing.T) {
	var spans, status []string
	provider := tracing.NewProvider(func(name, version string) tracing.Tracer {
		return tracing.NewTracer(func(ctx context.Context, span string, _ *tracing.SpanOptions) (context.Context, tracing.Span) {
			spans = append(spans, span)
			return ctx, tracing.NewSpan(tracing.SpanImpl{
				End:       func() {},
				SetStatus: func(_ tracing.SpanStatus, text string) { status = append(status, text) },
			})
		}, nil)
	}, nil)
	s := &script{steps: []step{respond(200, page("/p2", "1")), refuseWithURL}}
	client := newClient(t, s, func(o *azure.ClientOptions) { o.TracingProvider, o.Retry.MaxRetries = provider, -1 })
	for _, err := range azure.Items(t.Context(), client, &consumption.BudgetsListRequest{Scope: "subscriptions/1"}) {
		_ = err
	}
	if diff := cmp.Diff([]string{"Budgets_List", "HTTP GET", "HTTP GET"}, spans); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
	if len(status) == 0 || strings.Contains(strings.Join(status, "\n"), "hidden") {
		t.Errorf("status %q", status)
	}
}

// refuseWithURL fails as net/http does, with the URL in the error.
func refuseWithURL(req *http.Request) (*http.Response, error) {
	return nil, errors.New("Get \"" + req.URL.String() + "\": refused")
}

func TestErrors(t *testing.T) {
	body := `{"error":{"code":"NotFound","message":"No budget b."}}`
	s := &script{steps: []step{respond(404, body, "x-ms-request-id: r1")}}
	reply, err := azure.Send(t.Context(), newClient(t, s, nil), getBudget())
	if reply != nil || err == nil {
		t.Fatalf("reply %v, error %v", reply, err)
	}
	var ours *rest.ResponseError
	if !errors.As(err, &ours) || ours.Code != "NotFound" || ours.StatusCode != 404 || ours.RequestID != "r1" {
		t.Errorf("error %+v", ours)
	}
	if typed, ok := rest.ErrorBody[*consumption.ErrorResponse](err); !ok || typed.Error.OrZero().Code.OrZero() != "NotFound" {
		t.Errorf("body %v", typed)
	}
	var sdk *azcore.ResponseError
	if !errors.As(err, &sdk) || sdk.ErrorCode != "NotFound" || sdk.StatusCode != 404 {
		t.Fatalf("error %+v", sdk)
	}
	if sdk.RawResponse.Request.URL.String() != budgetURL || sdk.RawResponse.Header.Get("x-ms-request-id") != "r1" {
		t.Errorf("raw response %+v", sdk.RawResponse)
	}
	if text := sdk.Error(); !strings.Contains(text, "No budget b.") || !strings.Contains(text, "GET https://management.azure.com/subscriptions/1/") {
		t.Errorf("the SDK's text: %s", text)
	}
	if err.Error() != "Budgets_Get: 404 Not Found: NotFound: No budget b. (request r1)" {
		t.Errorf("text: %s", err)
	}
	s.closed(t)
}

func TestParameters(t *testing.T) {
	s := &script{steps: []step{respond(200, `{}`)}}
	client := newClient(t, s, nil, azure.SubscriptionID("from-client"))
	send := func(r *billing.BillingPropertyGetRequest) string {
		t.Helper()
		if _, err := azure.Send(t.Context(), client, r); err != nil {
			t.Fatal(err)
		}
		return s.asked[len(s.asked)-1].line
	}
	if got := send(&billing.BillingPropertyGetRequest{}); !strings.Contains(got, "/subscriptions/from-client/") {
		t.Error(got)
	}
	if got := send(&billing.BillingPropertyGetRequest{SubscriptionID: "own"}); !strings.Contains(got, "/subscriptions/own/") {
		t.Error(got)
	}
	// A subscription that a path names for another reason is not the client's.
	n := len(s.asked)
	if _, err := azure.Send(t.Context(), client, &billing.BillingSubscriptionsGetRequest{BillingAccountName: "a"}); !errors.Is(err, rest.ErrMalformed) || len(s.asked) != n {
		t.Errorf("error %v, sent %d", err, len(s.asked)-n)
	}
	named := newClient(t, s, nil, azure.Parameter("billingAccountName", "from-client"))
	if _, err := azure.Send(t.Context(), named, &billing.BillingAccountsGetRequest{}); err != nil || !strings.Contains(s.asked[len(s.asked)-1].line, "/billingAccounts/from-client?") {
		t.Errorf("asked %s, %v", s.asked[len(s.asked)-1].line, err)
	}
	// Without either it is an error before anything is sent.
	n = len(s.asked)
	if _, err := azure.Send(t.Context(), newClient(t, s, nil), &billing.BillingPropertyGetRequest{}); !errors.Is(err, rest.ErrMalformed) || len(s.asked) != n {
		t.Errorf("error %v, sent %d", err, len(s.asked)-n)
	}
}

// wrapped is a request whose type is known at run time only.
type wrapped struct{ rest.Request }

func (w wrapped) Unwrap() rest.Request { return w.Request }

func (w wrapped) ReadReply(resp *http.Response) (*rest.Reply[rest.Message], error) {
	return rest.ReadReply[rest.Message](resp, w.Operation())
}

func TestWrapped(t *testing.T) {
	s := &script{steps: []step{respond(200, `{"name":"b"}`)}}
	reply, err := azure.Send(t.Context(), newClient(t, s, nil), wrapped{getBudget()})
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := reply.Body.(*consumption.Budget); !ok || b.Name.OrZero() != "b" {
		t.Errorf("body %v", reply.Body)
	}
}

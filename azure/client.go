package azure

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/tracing"

	"github.com/azbill/azbill/wire/rest"
)

// ClientOptions are the options of a client of the Azure SDK, as its own clients take them.
type ClientOptions = arm.ClientOptions

// Client sends requests to one cloud with one credential. It is safe for concurrent use.
type Client struct {
	endpoint string
	pipeline runtime.Pipeline
	tracer   tracing.Tracer
	settings
}

// Option is a setting of a client that the SDK's options do not have.
type Option func(*settings)

type settings struct {
	request      []rest.Option // of every request, before those of a call
	subscription string        // of requests below /subscriptions/{subscriptionId}
	hosts        []string
}

// SubscriptionID sets the subscription that requests are made in, those below /subscriptions/{subscriptionId}, where they
// leave their field SubscriptionID empty. Where a path names a subscription for another reason, as in
// /billingSubscriptions/{subscriptionId}, the request has to say which.
func SubscriptionID(id string) Option { return func(s *settings) { s.subscription = id } }

// Parameter sets a path, query or header parameter, by its name in the document, of requests that declare it and leave
// it unset.
func Parameter(name, text string) Option {
	return func(s *settings) { s.request = append(s.request, rest.WithParameter(name, text)) }
}

// AllowHosts lets links to a next page and the URLs of long-running operations lead to these hosts beside the
// endpoint's, written as in a URL: "name" or "name:port". They are sent the client's credential.
func AllowHosts(hosts ...string) Option {
	return func(s *settings) { s.hosts = append(s.hosts, hosts...) }
}

// NewClient returns a client for the cloud that options name, Azure's public cloud when options is nil. A nil credential
// sends requests without authorization, for tests. The error says that the options do not describe a cloud.
func NewClient(credential azcore.TokenCredential, options *ClientOptions, opts ...Option) (*Client, error) {
	var s settings
	for _, opt := range opts {
		opt(&s)
	}
	if options == nil {
		options = new(ClientOptions)
	}
	own := options.Clone() // the caller's policies stay as they are
	if own.Transport == nil && len(own.AuxiliaryTenants) > 0 {
		own.Transport = defaultTransport()
	}
	guard := new(hostPolicy)
	own.PerCallPolicies = slices.Concat([]policy.Policy{guard, runtime.NewRequestIDPolicy(), restorePolicy{}, trimPolicy{}}, own.PerCallPolicies)
	own.PerRetryPolicies = slices.Concat([]policy.Policy{throttlePolicy{}}, own.PerRetryPolicies)
	own.Logging.AllowedHeaders = slices.Concat(loggedHeaders, own.Logging.AllowedHeaders)
	inner, err := arm.NewClient(module, version(), credential, own)
	if err != nil {
		return nil, fmt.Errorf("azure: %w", err)
	}
	if err := guard.allow(inner.Endpoint(), s.hosts); err != nil {
		return nil, err
	}
	return &Client{endpoint: inner.Endpoint(), pipeline: inner.Pipeline(), tracer: inner.Tracer(), settings: s}, nil
}

// Endpoint returns the URL that requests are built against.
func (c *Client) Endpoint() string { return c.endpoint }

const module = "github.com/azbill/azbill"

// version is the one of this module in the program that runs, for telemetry.
var version = sync.OnceValue(func() string {
	const unknown = "v0.0.0"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return unknown
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module && regexp.MustCompile(`^v\d+\.\d+\.\d+`).MatchString(m.Version) {
			return m.Version
		}
	}
	return unknown
})

// loggedHeaders name values of interest that are no secrets: request ids, and why a service makes us wait.
var loggedHeaders = []string{
	"x-ms-correlation-request-id", "x-ms-routing-request-id", "retry-after-ms", "x-ms-retry-after-ms",
	"x-ms-ratelimit-microsoft.consumption-retry-after",
	"x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after",
	"x-ms-ratelimit-microsoft.costmanagement-entity-retry-after",
	"x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after",
	"x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after",
}

// requestOptions puts what the client knows before the options of a call.
func (c *Client) requestOptions(op *rest.Operation, opts []rest.Option) []rest.Option {
	all := slices.Concat(c.request, opts)
	const name = "subscriptionId"
	if c.subscription != "" && strings.Contains(strings.ToLower(op.Path), "/subscriptions/{"+strings.ToLower(name)+"}") {
		all = append(all, rest.WithParameter(name, c.subscription))
	}
	return all
}

// pageOptions does so for a walk through pages.
func (c *Client) pageOptions(op *rest.Operation, opts []rest.PageOption) []rest.PageOption {
	all := []rest.PageOption{rest.AllowHosts(c.hosts...)}
	for _, opt := range c.requestOptions(op, nil) {
		all = append(all, opt)
	}
	return append(all, opts...)
}

// call is the sending of one operation, which may take several requests.
type call struct {
	client *Client
	stream bool           // leave the body of a success to the reader
	last   *http.Response // what the last request was answered
}

// send passes a request through the client's pipeline.
func (c *call) send(req *http.Request) (*http.Response, error) {
	// Policies write into the request; the walk through pages takes the next one from it.
	p, err := runtime.NewRequestFromRequest(req.Clone(req.Context()))
	if err != nil {
		return nil, err
	}
	p.SetOperationValue(approved{})
	if c.stream {
		runtime.SkipBodyDownload(p)
	}
	resp, err := c.client.pipeline.Do(p)
	if err != nil {
		if resp != nil { // policies may return both
			resp.Body.Close()
		}
		return nil, err
	}
	c.last = resp
	return resp, nil
}

// span starts a span that lasts as long as the operation.
func (c *Client) span(ctx context.Context, op *rest.Operation) (context.Context, func(error)) {
	return runtime.StartSpan(ctx, op.ID, c.tracer, nil)
}

package azure_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/azbill/azbill/azure"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/traffic/live"
	"github.com/azbill/azbill/wire"
)

// A monitor among the policies of a client sees every try with its body, and the client works as without it.
func TestObserverPolicy(t *testing.T) {
	tries := 0
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if tries++; tries == 1 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
	defer s.Close()
	var recording bytes.Buffer
	m := live.New(live.Options{Record: &recording})
	client, err := azure.NewClient(nil, &azure.ClientOptions{ClientOptions: azcore.ClientOptions{
		Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: s.URL, Audience: "https://example.com"},
		}},
		Transport: s.Client(), Retry: policy.RetryOptions{RetryDelay: 1, MaxRetryDelay: 1},
		PerRetryPolicies: []policy.Policy{azure.NewObserverPolicy(m)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	put := &consumption.BudgetsCreateOrUpdateRequest{Scope: "subscriptions/1", BudgetName: "team"}
	put.Body.Ensure().ETag = wire.Some("team")
	reply, err := azure.Send(t.Context(), client, put)
	if err != nil {
		t.Fatal(err)
	}
	if name := reply.Body.ETag.OrZero(); name != "team" || tries != 2 {
		t.Errorf("%q after %d tries", name, tries)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(recording.String(), `"body":{"eTag":"team"}`); n != 3 || strings.Count(recording.String(), "\n") != 2 {
		t.Errorf("%d bodies, want those of two requests and one response: %s", n, recording.String())
	}
}

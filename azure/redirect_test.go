package azure

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"

	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
)

// TestRedirect: a redirect to another host is followed, and neither the token nor those of auxiliary tenants go along.
func TestRedirect(t *testing.T) {
	before := runtime.NumGoroutine()
	var there, here http.Header
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		there = req.Header
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"name":"b"}`))
	}))
	first := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		here = req.Header
		to := other.URL + "/elsewhere"
		if req.URL.Query().Get("again") == "" && req.Header.Get("x-stay") != "" {
			to = "/same?again=1"
		}
		if req.URL.Query().Get("again") != "" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"name":"same host"}`))
			return
		}
		http.Redirect(w, req, to, http.StatusTemporaryRedirect)
	}))
	trusting := first.Client() // both servers have the same certificate
	options := &ClientOptions{AuxiliaryTenants: []string{"other"}}
	options.Transport = leaveBehind(trusting)
	options.Cloud = cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
		cloud.ResourceManager: {Endpoint: first.URL, Audience: "https://management.azure.com"},
	}}
	client, err := NewClient(&fake.TokenCredential{}, options)
	if err != nil {
		t.Fatal(err)
	}
	get := &consumption.BudgetsGetRequest{Scope: "s", BudgetName: "b"}
	reply, err := Send(t.Context(), client, get)
	if err != nil || reply.Body.Name.OrZero() != "b" {
		t.Fatalf("%+v, %v", reply, err)
	}
	for _, name := range []string{"Authorization", "x-ms-authorization-auxiliary"} {
		if here.Get(name) == "" {
			t.Errorf("%s does not reach the endpoint", name)
		}
		if there.Get(name) != "" {
			t.Errorf("%s goes to another host", name)
		}
	}
	get.Extra.SetHeader("x-stay", "yes")
	if reply, err := Send(t.Context(), client, get); err != nil || reply.Body.Name.OrZero() != "same host" || here.Get("x-ms-authorization-auxiliary") == "" {
		t.Errorf("%+v, %v, header %v", reply, err, here)
	}
	trusting.CloseIdleConnections()
	first.Close()
	other.Close()
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

func TestDefaultTransport(t *testing.T) {
	c := defaultTransport()
	if c != defaultTransport() || c.CheckRedirect == nil || c.Transport.(*http.Transport).TLSClientConfig.MinVersion == 0 {
		t.Errorf("%+v", c)
	}
}

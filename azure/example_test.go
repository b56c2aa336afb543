package azure_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/azbill/azbill/azure"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// Get a billing account. A member is read with the state it is in: absent and null are not zero.
func ExampleSend() {
	client := replaying(documented("billing-accounts-get/billing/2020-05-01/BillingAccounts_Get/BillingAccounts.response-200.json"))

	reply, err := azure.Send(context.Background(), client, &billing.BillingAccountsGetRequest{BillingAccountName: "1234:56789"})
	if err != nil {
		log.Fatal(err)
	}
	account := reply.Body.Properties.OrZero()
	fmt.Println(reply.StatusCode, account.DisplayName, account.AgreementType)
	_, ok := account.NotificationEmailAddress.Get()
	fmt.Println(ok)
	// Output:
	// 200 Test Account MicrosoftCustomerAgreement
	// false
}

// List accounts over two pages, one item in memory at a time.
func ExampleItems() {
	first := `{"value":[{"name":"first"}],"nextLink":"https://management.azure.com/providers/Microsoft.Billing/billingAccounts?api-version=2020-05-01&$skiptoken=2"}`
	client := replaying(first, documented("billing-accounts-list/billing/2020-05-01/BillingAccounts_List/BillingAccountsList.response-200.json"))

	for account, err := range azure.Items(context.Background(), client, &billing.BillingAccountsListRequest{}) {
		if err != nil {
			log.Fatal(err) // the accounts before it have been listed
		}
		fmt.Printf("%.5s %s\n", account.Name, account.Properties.OrZero().DisplayName.Or("-"))
	}
	// Output:
	// first -
	// 00000 Test Account 1
	// 10000 Test Account 2
	// 20000 Test Account 3
}

// Store the link of a page, and go on from it in another run.
func ExamplePages_resume() {
	client := replaying(`{"value":[{"name":"a"}],"nextLink":"/p2"}`, `{"value":[{"name":"b"}]}`)
	list := &consumption.BudgetsListRequest{Scope: "subscriptions/00000000-0000-0000-0000-000000000000"}

	var stored string
	for page, err := range azure.Pages(context.Background(), client, list) {
		if err != nil {
			log.Fatal(err)
		}
		if stored, err = page.NextLink.Value(); err != nil {
			log.Fatal(err) // it is the last page, or its link is not one
		}
		break
	}
	for page, err := range azure.Pages(context.Background(), client, list, rest.From(stored)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(page.Value)
	}
	// Output:
	// [{name:b}]
}

// Create or update a budget. The amount keeps its digits, and null clears the filter.
func ExampleSend_createOrUpdate() {
	client := replaying(func(req *http.Request) string {
		body, _ := io.ReadAll(req.Body)
		fmt.Println(req.Method, string(body))
		return string(body)
	})

	amount, err := wire.ParseDecimal("1234567890123456.10")
	if err != nil {
		log.Fatal(err)
	}
	put := &consumption.BudgetsCreateOrUpdateRequest{Scope: "subscriptions/00000000-0000-0000-0000-000000000000", BudgetName: "team"}
	budget := put.Body.Ensure().Properties.Ensure()
	budget.Amount = wire.Some(amount)
	budget.Filter = wire.NullObject[consumption.BudgetFilter]()
	reply, err := azure.Send(context.Background(), client, put)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.Body.Properties.OrZero().Amount)
	// Output:
	// PUT {"properties":{"amount":1234567890123456.10,"filter":null}}
	// 1234567890123456.10
}

// Move a billing subscription, and wait for the service to have done it.
func ExampleBegin() {
	client := replaying(
		accepted("https://management.azure.com/providers/Microsoft.Billing/billingAccounts/1234:56789/operationResults/1"),
		`{"name":"s","properties":{"displayName":"Team","subscriptionBillingStatus":"Active"}}`,
	)

	move := &billing.BillingSubscriptionsMoveRequest{BillingAccountName: "1234:56789", SubscriptionID: "s"}
	move.Body.Ensure().DestinationInvoiceSectionID = wire.Some("/providers/Microsoft.Billing/billingAccounts/1234:56789/billingProfiles/p/invoiceSections/i")
	poller, err := azure.Begin(context.Background(), client, move)
	if err != nil {
		log.Fatal(err)
	}
	subscription, err := poller.PollUntilDone(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(subscription.Properties.OrZero().DisplayName)
	// Output:
	// Team
}

// Consumption throttles with headers of its own. The client waits for what they ask, and tries again.
func ExampleSend_throttled() {
	client := replaying(throttled("x-ms-ratelimit-microsoft.consumption-retry-after", "1"), `{"name":"team"}`)

	start := time.Now()
	get := &consumption.BudgetsGetRequest{Scope: "subscriptions/00000000-0000-0000-0000-000000000000", BudgetName: "team"}
	reply, err := azure.Send(context.Background(), client, get)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.Body.Name, time.Since(start) >= time.Second)

	// A wait that is longer than the pipeline allows is for the caller to decide on.
	client = replaying(throttled("x-ms-ratelimit-microsoft.costmanagement-entity-retry-after", "600"))
	_, err = azure.Send(context.Background(), client, get)
	var e *rest.ResponseError
	if errors.As(err, &e) {
		wait, _ := e.RetryAfter()
		fmt.Println(e.StatusCode, wait)
	}
	// Output:
	// team true
	// 429 10m0s
}

// A client for Azure operated by 21Vianet.
func ExampleNewClient_china() {
	show := transport(func(req *http.Request) (*http.Response, error) {
		fmt.Println(req.URL.Host)
		return respond(200, `{}`)(req)
	})
	client, err := azure.NewClient(&credential{}, &azure.ClientOptions{ClientOptions: policy.ClientOptions{Cloud: cloud.AzureChina, Transport: show}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := azure.Send(context.Background(), client, &billing.BillingAccountsGetRequest{BillingAccountName: "a"}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// management.chinacloudapi.cn
}

// Everything from a server on this machine to a typed answer, without an account.
func Example_server() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r, err := consumption.ParseRequest(req)
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		fmt.Println(r.Operation().ID)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"value":[{"name":"team","properties":{"amount":100.50}}]}`)
	}))
	defer server.Close()

	local := cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
		cloud.ResourceManager: {Endpoint: server.URL, Audience: "https://management.azure.com"},
	}}
	client, err := azure.NewClient(nil, &azure.ClientOptions{ClientOptions: policy.ClientOptions{Cloud: local}})
	if err != nil {
		log.Fatal(err)
	}
	list := &consumption.BudgetsListRequest{Scope: "subscriptions/00000000-0000-0000-0000-000000000000"}
	for budget, err := range azure.Items(context.Background(), client, list) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(budget.Name, budget.Properties.OrZero().Amount)
	}
	// Output:
	// Budgets_List
	// team 100.50
}

// transport is a function as a transport.
type transport func(*http.Request) (*http.Response, error)

func (f transport) Do(req *http.Request) (*http.Response, error) { return f(req) }

// replaying makes a client whose requests are answered in turn: by a JSON text, by a function that makes one, or by a
// response.
func replaying(answers ...any) *azure.Client {
	n := 0
	client, err := azure.NewClient(&credential{}, &azure.ClientOptions{ClientOptions: policy.ClientOptions{
		Transport: transport(func(req *http.Request) (*http.Response, error) {
			answer := answers[n]
			n++
			switch a := answer.(type) {
			case string:
				return respond(200, a)(req)
			case func(*http.Request) string:
				return respond(200, a(req))(req)
			}
			return answer.(step)(req)
		}),
	}})
	if err != nil {
		log.Fatal(err)
	}
	return client
}

// documented is a documented response.
func documented(name string) string {
	text, err := os.ReadFile("../testdata/examples/" + name)
	if err != nil {
		log.Fatal(err)
	}
	return string(text)
}

// accepted answers 202 with a URL to poll.
func accepted(url string) step { return respond(202, "", "Location: "+url) }

// throttled answers 429 with one header.
func throttled(name, value string) step {
	return respond(429, `{"error":{"code":"429","message":"Too many requests."}}`, name+": "+value)
}

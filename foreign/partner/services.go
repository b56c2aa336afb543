package partner

import (
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling"
	billingfake "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption"
	consumptionfake "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption/fake"

	"github.com/azbill/azbill/foreign/fakes"
	"github.com/azbill/azbill/foreign/sdk"
	"github.com/azbill/azbill/wire/rest"
)

const modules = "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/"

// Consumption runs a table against the fake servers of armconsumption.
func Consumption(table *rest.Table) (*Report, error) {
	operations, err := sdk.Operations(modules + "consumption/armconsumption")
	if err != nil {
		return nil, err
	}
	factory := new(consumptionfake.ServerFactory)
	server := fakes.New(factory, statuses(operations), &armconsumption.ModernChargeSummary{}, &armconsumption.ModernUsageDetail{},
		&armconsumption.ModernReservationRecommendation{}, &armconsumption.LegacySingleScopeReservationRecommendationProperties{})
	server.Transport = consumptionfake.NewServerFactoryTransport(factory)
	return Run(table, operations, server)
}

// Billing runs a table against the fake servers of armbilling.
func Billing(table *rest.Table) (*Report, error) {
	operations, err := sdk.Operations(modules + "billing/armbilling")
	if err != nil {
		return nil, err
	}
	factory := new(billingfake.ServerFactory)
	server := fakes.New(factory, statuses(operations))
	server.Transport = billingfake.NewServerFactoryTransport(factory)
	return Run(table, operations, server)
}

func statuses(operations []sdk.Operation) map[string]int {
	m := map[string]int{}
	for _, op := range operations {
		m[op.API] = op.Status
	}
	return m
}

// ConsumptionRequests reads the requests of armconsumption's clients with a table.
func ConsumptionRequests(table *rest.Table, serve http.Handler) (*Report, error) {
	operations, err := sdk.Operations(modules + "consumption/armconsumption")
	if err != nil {
		return nil, err
	}
	h := &Handler{Serve: serve}
	factory, err := armconsumption.NewClientFactory("a b", &fake.TokenCredential{}, options(h))
	if err != nil {
		return nil, err
	}
	return Requests(table, operations, factory, h), nil
}

// BillingRequests reads the requests of armbilling's clients with a table.
func BillingRequests(table *rest.Table, serve http.Handler) (*Report, error) {
	operations, err := sdk.Operations(modules + "billing/armbilling")
	if err != nil {
		return nil, err
	}
	h := &Handler{Serve: serve}
	factory, err := armbilling.NewClientFactory("a b", &fake.TokenCredential{}, options(h))
	if err != nil {
		return nil, err
	}
	return Requests(table, operations, factory, h), nil
}

func options(h *Handler) *arm.ClientOptions {
	return &arm.ClientOptions{ClientOptions: policy.ClientOptions{Transport: h, Retry: policy.RetryOptions{MaxRetries: -1}}}
}

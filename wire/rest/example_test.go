package rest_test

import (
	"context"
	"fmt"
	"log"

	"github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// A request is built, and read back as a server would read it.
func ExampleBuild() {
	list := &consumption.ChargesListRequest{
		Scope:  "providers/Microsoft.Billing/billingAccounts/1234",
		Filter: wire.Some("usageStart eq '2018-04-01'"),
	}
	req, err := list.HTTPRequest(context.Background(), rest.PublicCloud)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(req.Method, req.URL)
	again, err := consumption.ParseChargesListRequest(req)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Scope, rest.Equal(list, again))
	// Output:
	// GET https://management.azure.com/providers/Microsoft.Billing/billingAccounts/1234/providers/Microsoft.Consumption/charges?api-version=2024-08-01&$filter=usageStart%20eq%20'2018-04-01'
	// providers/Microsoft.Billing/billingAccounts/1234 true
}

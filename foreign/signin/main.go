// Command signin lists the budgets of a subscription, signed in as the environment says: the program of azure/README.md.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/azbill/azbill/azure"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
)

func main() {
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		log.Fatal(err)
	}
	client, err := azure.NewClient(credential, nil)
	if err != nil {
		log.Fatal(err)
	}
	list := &consumption.BudgetsListRequest{Scope: "subscriptions/" + os.Getenv("AZURE_SUBSCRIPTION_ID")}
	for budget, err := range azure.Items(context.Background(), client, list) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(budget.Name, budget.Properties.OrZero().Amount)
	}
}

// Package coming does the same things with the official SDK's clients and with azbill, side by side. The page
// docs/coming-from-the-sdk.md shows it, and a test holds that both come to the same.
package coming

import (
	"context"
	"errors"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption"
)

func sdkGet(ctx context.Context, credential azcore.TokenCredential, options *arm.ClientOptions) (string, error) {
	client, err := armconsumption.NewBudgetsClient(credential, options)
	if err != nil {
		return "", err
	}
	resp, err := client.Get(ctx, "subscriptions/1", "team", nil)
	if err != nil {
		return "", err
	}
	if resp.Properties == nil || resp.Properties.Amount == nil {
		return "", errors.New("no amount")
	}
	return fmt.Sprint(*resp.Properties.Amount), nil
}

func sdkList(ctx context.Context, credential azcore.TokenCredential, options *arm.ClientOptions) (string, error) {
	client, err := armconsumption.NewBudgetsClient(credential, options)
	if err != nil {
		return "", err
	}
	names := ""
	pager := client.NewListPager("subscriptions/1", nil)
	for pager.More() {
		page, err := pager.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, budget := range page.Value {
			names += *budget.Name + " "
		}
	}
	return names, nil
}

func sdkPut(ctx context.Context, credential azcore.TokenCredential, options *arm.ClientOptions) (string, error) {
	client, err := armconsumption.NewBudgetsClient(credential, options)
	if err != nil {
		return "", err
	}
	budget := armconsumption.Budget{Properties: &armconsumption.BudgetProperties{
		Amount: to.Ptr(100.5),
		Filter: azcore.NullValue[*armconsumption.BudgetFilter](),
	}}
	resp, err := client.CreateOrUpdate(ctx, "subscriptions/1", "team", budget, nil)
	if err != nil {
		return "", err
	}
	return *resp.Name, nil
}

func sdkUpdate(ctx context.Context, credential azcore.TokenCredential, options *arm.ClientOptions) (string, error) {
	client, err := armbilling.NewAccountsClient(credential, options)
	if err != nil {
		return "", err
	}
	patch := armbilling.AccountPatch{Properties: &armbilling.AccountProperties{DisplayName: to.Ptr("Development")}}
	poller, err := client.BeginUpdate(ctx, "a", patch, nil)
	if err != nil {
		return "", err
	}
	resp, err := poller.PollUntilDone(ctx, nil)
	if err != nil {
		return "", err
	}
	return *resp.Name, nil
}

func sdkError(err error) string {
	var e *azcore.ResponseError
	if errors.As(err, &e) {
		return fmt.Sprint(e.StatusCode, " ", e.ErrorCode)
	}
	return "another error"
}

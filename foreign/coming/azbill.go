package coming

import (
	"context"
	"errors"
	"fmt"

	"github.com/azbill/azbill/azure"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

func azbillGet(ctx context.Context, client *azure.Client) (string, error) {
	reply, err := azure.Send(ctx, client, &consumption.BudgetsGetRequest{Scope: "subscriptions/1", BudgetName: "team"})
	if err != nil {
		return "", err
	}
	amount, err := reply.Body.Properties.OrZero().Amount.Value()
	if err != nil {
		return "", err // absent, null or a value of another type, never 0
	}
	return amount.String(), nil
}

func azbillList(ctx context.Context, client *azure.Client) (string, error) {
	names := ""
	for budget, err := range azure.Items(ctx, client, &consumption.BudgetsListRequest{Scope: "subscriptions/1"}) {
		if err != nil {
			return "", err
		}
		names += budget.Name.OrZero() + " "
	}
	return names, nil
}

func azbillPut(ctx context.Context, client *azure.Client) (string, error) {
	amount, err := wire.ParseDecimal("100.5")
	if err != nil {
		return "", err
	}
	put := &consumption.BudgetsCreateOrUpdateRequest{Scope: "subscriptions/1", BudgetName: "team"}
	budget := put.Body.Ensure().Properties.Ensure()
	budget.Amount = wire.Some(amount)
	budget.Filter = wire.NullObject[consumption.BudgetFilter]()
	reply, err := azure.Send(ctx, client, put)
	if err != nil {
		return "", err
	}
	return reply.Body.Name.OrZero(), nil
}

func azbillUpdate(ctx context.Context, client *azure.Client) (string, error) {
	update := &billing.BillingAccountsUpdateRequest{BillingAccountName: "a"}
	update.Body.Ensure().Properties.Ensure().DisplayName = wire.Some("Development")
	poller, err := azure.Begin(ctx, client, update)
	if err != nil {
		return "", err
	}
	account, err := poller.PollUntilDone(ctx, nil)
	if err != nil {
		return "", err
	}
	return account.Name.OrZero(), nil
}

func azbillError(err error) string {
	var e *rest.ResponseError // or *azcore.ResponseError: both are found
	if errors.As(err, &e) {
		return fmt.Sprint(e.StatusCode, " ", e.Code)
	}
	return "another error"
}

package mock_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/wire"
)

func ExampleNew() {
	server := httptest.NewServer(mock.New(consumption.Operations(), mock.Samples(os.DirFS("../testdata/examples"))))
	defer server.Close()

	r := consumption.ChargesListRequest{Scope: "providers/Microsoft.Billing/billingAccounts/42/departments/7"}
	req, err := r.HTTPRequest(context.Background(), server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	reply, err := r.ReadReply(resp)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, charge := range reply.Body.Value.OrZero() {
		if c, ok := charge.Variant.(*consumption.LegacyChargeSummary); ok {
			fmt.Println(c.ID.OrZero())
			fmt.Println(c.Properties.OrZero().AzureCharges.OrZero())
		}
	}

	// What the document does not allow is refused as the service refuses it.
	resp, err = http.Get(server.URL + "/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=1999-01-01")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode, string(text))
	// Output:
	// /providers/Microsoft.Billing/billingAccounts/42/departments/7/providers/Microsoft.Consumption/charges/chargeSummaryId1
	// 5000
	// 400 {"error":{"code":"InvalidApiVersionParameter","message":"The api-version '1999-01-01' is invalid. The supported versions are '2024-08-01'."}}
}

func ExampleHandle() {
	h := mock.New(consumption.Operations())
	mock.Handle(h, func(_ context.Context, r *consumption.BudgetsGetRequest) (*consumption.Budget, error) {
		if r.BudgetName != "mine" {
			return nil, &mock.Error{Status: http.StatusNotFound, Code: "BudgetNotFound", Message: "There is no budget " + r.BudgetName + "."}
		}
		budget := &consumption.Budget{Name: wire.Some(r.BudgetName)}
		budget.Properties.Ensure().Amount = wire.Some(wire.DecimalOf(100))
		return budget, nil
	})
	for _, name := range []string{"mine", "other"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/subscriptions/1/providers/Microsoft.Consumption/budgets/"+name+"?api-version=2024-08-01", nil))
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 {"name":"mine","properties":{"amount":100}}
	// 404 {"error":{"code":"BudgetNotFound","message":"There is no budget other."}}
}

//go:build !norequests

package consumption_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
)

// Decode a page and walk its records. The type switch is exhaustive: a kind of charge that the service adds tomorrow
// arrives as an UnknownChargeSummary, and the page still decodes.
func Example() {
	page, err := consumption.DecodeChargesListResult([]byte(`{"value": [
		{"kind": "legacy", "properties": {"azureCharges": 5000.0, "currency": "USD"}},
		{"kind": "modern", "properties": {"azureCharges": {"currency": "USD", "value": 0.10}}},
		{"kind": "future", "properties": {"charges": []}}
	]}`))
	if err != nil {
		log.Fatal(err) // malformed JSON, and nothing else
	}
	charges, err := page.Value.Value()
	if err != nil {
		log.Fatal(err) // absent, null or a value of another type, never an empty list
	}
	for _, charge := range charges {
		switch c := charge.Variant.(type) {
		case *consumption.LegacyChargeSummary:
			p := c.Properties.OrZero()
			fmt.Println(p.AzureCharges, p.Currency)
		case *consumption.ModernChargeSummary:
			a := c.Properties.OrZero().AzureCharges.OrZero()
			fmt.Println(a.Value, a.Currency)
		case *consumption.UnknownChargeSummary:
			fmt.Printf("kind %q is new: %s\n", c.Kind, c.Raw)
		}
	}
	// Output:
	// 5000.0 USD
	// 0.10 USD
	// kind "future" is new: {"kind":"future","properties":{"charges":[]}}
}

// Money is never a float: literals stay as written, and sums are exact however many digits they have.
func ExampleAmount() {
	var total wire.Decimal
	for _, text := range []string{
		`{"currency": "USD", "value": 0.1}`,
		`{"currency": "USD", "value": 0.2}`,
		`{"currency": "USD", "value": 1234567890.123456789012345678}`,
	} {
		amount, err := consumption.DecodeAmount([]byte(text))
		if err != nil {
			log.Fatal(err)
		}
		value, err := amount.Value.Value()
		if err != nil {
			log.Fatal(err) // absent, null or a value of another type, never 0
		}
		if total, err = total.Add(value); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(total)
	fmt.Println(total.Round(2))
	// Output:
	// 1234567890.423456789012345678
	// 1234567890.42
}

// A member that is left alone is not sent, Some is a value, Null is sent as null, to clear it.
func ExampleBudget() {
	budget := consumption.Budget{ETag: wire.Some(`"1d34d016a593709"`)}
	p := budget.Properties.Ensure()
	p.Category = wire.Some(consumption.CategoryTypeCost)
	p.TimeGrain = wire.Some(consumption.TimeGrainTypeMonthly)
	p.TimePeriod.Ensure().StartDate = wire.Some(wire.TimeOf(time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC)))
	p.Filter = wire.NullObject[consumption.BudgetFilter]()

	limit, err := wire.ParseDecimal("100.65")
	if err != nil {
		log.Fatal(err)
	}
	p.Amount = wire.Some(limit)

	if err := budget.Validate(wire.AsRequest()); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", budget.AppendJSON(nil))
	// Output:
	// {"eTag":"\"1d34d016a593709\"","properties":{"category":"Cost","amount":100.65,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-10-01T00:00:00Z"},"filter":null}}
}

// Validate finds everything that the document does not allow, with the place of each. It is the one to ask before a
// request goes out; decoding accepts all of it.
func ExampleBudget_Validate() {
	budget, err := consumption.DecodeBudget([]byte(`{"properties": {
		"category": "Cost",
		"amount": "100",
		"timeGrain": "Weekly",
		"timePeriod": {},
		"Filter": null
	}}`))
	if err != nil {
		log.Fatal(err)
	}
	var violations wire.Violations
	if errors.As(budget.Validate(wire.AsRequest()), &violations) {
		for _, v := range violations {
			fmt.Println(v)
		}
	}
	// Output:
	// /properties/amount: a string in place of a number [type]
	// /properties/timeGrain: "Weekly" is none of "Monthly", "Quarterly", "Annually", "BillingMonth", "BillingQuarter", "BillingAnnual" [enum]
	// /properties/timePeriod/startDate: a required member is missing [required]
	// /properties/Filter: BudgetProperties has this member as "filter" [member-case]
}

// Charges add up exactly, and what cannot be counted is an error. The second amount is a number in a string, which has one
// reading; the third one does not.
func ExampleLegacyChargeSummary() {
	page, err := consumption.DecodeChargesListResult([]byte(`{"value": [
		{"kind": "legacy", "properties": {"azureCharges": 12.50}},
		{"kind": "legacy", "properties": {"azureCharges": "0.25"}},
		{"kind": "legacy", "properties": {"azureCharges": "1,234.50"}},
		{"kind": "legacy"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	var total wire.Decimal
	charges, err := page.Value.Value()
	if err != nil {
		log.Fatal(err)
	}
	for _, charge := range charges {
		var amount wire.Decimal
		var err error
		switch c := charge.Variant.(type) {
		case *consumption.LegacyChargeSummary:
			amount, err = c.Properties.OrZero().AzureCharges.Value()
		case *consumption.ModernChargeSummary:
			amount, err = c.Properties.OrZero().AzureCharges.OrZero().Value.Value()
		case *consumption.UnknownChargeSummary:
			err = fmt.Errorf("kind %q is new: %s", c.Kind, c.Raw)
		}
		if err != nil {
			fmt.Println("not counted:", err)
			continue
		}
		if total, err = total.Add(amount); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(total)
	// Output:
	// not counted: type mismatch: expected a number, found "1,234.50"
	// not counted: member is absent
	// 12.75
}

// Members that the types do not know are kept and sent back; Extra reads and changes them.
func ExampleDecodeBudget_unknownMembers() {
	budget, err := consumption.DecodeBudget([]byte(`{"name": "team", "owner": {"team": "web"}, "level": 3}`))
	if err != nil {
		log.Fatal(err)
	}
	for name, value := range budget.Extra.All() {
		fmt.Println(name, "=", value)
	}
	var owner struct{ Team string }
	if raw, ok := budget.Extra.Get("owner"); ok {
		if err := raw.Unmarshal(&owner); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("owned by", owner.Team)

	budget.Extra.Delete("level")
	fmt.Printf("%s\n", budget.AppendJSON(nil))
	// Output:
	// owner = {"team":"web"}
	// level = 3
	// owned by web
	// {"name":"team","owner":{"team":"web"}}
}

// A stream holds one record in memory, however long the page is. What stands beside the records is there at the end.
func ExampleStreamUsageDetailsListResult() {
	body := strings.NewReader(`{
		"value": [
			{"kind": "legacy", "properties": {"cost": 0.0005, "billingCurrency": "EUR"}},
			{"kind": "modern", "properties": {"costInUSD": 29.11}}
		],
		"nextLink": "https://management.azure.com/next"
	}`)
	var page consumption.UsageDetailsListResult
	for record, err := range consumption.StreamUsageDetailsListResult(body, &page) {
		if err != nil {
			log.Fatal(err) // malformed JSON with its place, or the reader's own error
		}
		switch d := record.Variant.(type) {
		case *consumption.LegacyUsageDetail:
			p := d.Properties.OrZero()
			fmt.Println(p.Cost, p.BillingCurrency)
		case *consumption.ModernUsageDetail:
			fmt.Println(d.Properties.OrZero().CostInUSD, "USD")
		}
	}
	fmt.Println("next:", page.NextLink)
	// Output:
	// 0.0005 EUR
	// 29.11 USD
	// next: https://management.azure.com/next
}

// Each operation has a request type, which makes an *http.Request for any client.
func ExampleChargesListRequest() {
	ask := consumption.ChargesListRequest{
		Scope:  "providers/Microsoft.Billing/billingAccounts/1234:5678/departments/42425",
		Filter: wire.Some("usageStart eq '2018-04-01' AND usageEnd eq '2018-05-30'"),
	}
	req, err := ask.HTTPRequest(context.Background(), "https://management.azure.com")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(req.Method, req.URL.Path)
	fmt.Println(req.URL.Query().Get("api-version"), req.URL.Query().Get("$filter"))
	// Output:
	// GET /providers/Microsoft.Billing/billingAccounts/1234:5678/departments/42425/providers/Microsoft.Consumption/charges
	// 2024-08-01 usageStart eq '2018-04-01' AND usageEnd eq '2018-05-30'
}

package consumption_test

import (
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	consumption "github.com/azbill/azbill/generated/consumption/2023-03-01"
	"github.com/azbill/azbill/wire"
)

// Decode a page of credit lots and add up what is left of those that have not expired.
func Example() {
	page, err := consumption.DecodeLots([]byte(`{"value": [
		{"name": "a", "eTag": null, "properties": {
			"closedBalance": {"currency": "USD", "value": 500.0}, "expirationDate": "09/18/2020 21:47:30"}},
		{"name": "b", "eTag": null, "properties": {
			"closedBalance": {"currency": "USD", "value": 497.87}, "expirationDate": "09/18/2020 21:47:30"}},
		{"name": "c", "eTag": null, "properties": {
			"closedBalance": {"currency": "USD", "value": 12.50}, "expirationDate": "2019-01-01T00:00:00Z"}}
	]}`))
	if err != nil {
		log.Fatal(err) // malformed JSON, and nothing else
	}
	today := time.Date(2019, 10, 15, 0, 0, 0, 0, time.UTC)
	var left wire.Decimal
	lots, err := page.Value.Value()
	if err != nil {
		log.Fatal(err) // absent, null or a value of another type, never an empty list
	}
	for _, lot := range lots {
		p := lot.Properties.OrZero()
		expires, err := p.ExpirationDate.Value()
		if err != nil {
			log.Fatal(err)
		}
		end, err := expires.Time() // reads all forms that the service writes
		if err != nil {
			log.Fatal(err)
		}
		if end.Before(today) {
			continue
		}
		balance, err := p.ClosedBalance.OrZero().Value.Value()
		if err != nil {
			log.Fatal(err) // absent, null or a value of another type, never 0
		}
		if left, err = left.Add(balance); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(left)
	// Output: 997.87
}

// A union may hold a union: recommendations come by kind, and their properties by scope.
func ExampleReservationRecommendation() {
	r, err := consumption.DecodeReservationRecommendation([]byte(`{
		"kind": "modern", "sku": "Standard_DS1_v2",
		"properties": {"scope": "Shared", "term": "P1Y", "netSavings": {"currency": "USD", "value": 1.9}}
	}`))
	if err != nil {
		log.Fatal(err)
	}
	switch r := r.Variant.(type) {
	case *consumption.LegacyReservationRecommendation:
		fmt.Println("legacy", r.Sku)
	case *consumption.ModernReservationRecommendation:
		fmt.Println("modern", r.Sku)
		switch p := r.Properties.OrZero().Variant.(type) {
		case *consumption.ModernSingleScopeReservationRecommendationProperties:
			fmt.Println("for", p.SubscriptionID)
		case *consumption.ModernSharedScopeReservationRecommendationProperties:
			fmt.Println("shared,", p.Term, "saves", p.NetSavings.OrZero().Value)
		case *consumption.UnknownModernReservationRecommendationProperties:
			fmt.Printf("scope %q is new\n", p.Scope)
		}
	case *consumption.UnknownReservationRecommendation:
		fmt.Printf("kind %q is new\n", r.Kind)
	}
	// Output:
	// modern Standard_DS1_v2
	// shared, P1Y saves 1.9
}

// Decimals keep their digits, in literals and in products.
func ExampleAmountWithExchangeRate() {
	rate, err := consumption.DecodeAmountWithExchangeRate([]byte(`{"exchangeRate": 72.34625000000003, "exchangeRateMonth": 3}`))
	if err != nil {
		log.Fatal(err)
	}
	charge, err := wire.ParseDecimal("-24.16")
	if err != nil {
		log.Fatal(err)
	}
	exchangeRate, err := rate.ExchangeRate.Value()
	if err != nil {
		log.Fatal(err) // absent, null or a value of another type, never 0
	}
	converted, err := charge.Mul(exchangeRate)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(converted)
	fmt.Println(converted.Round(2))
	// Output:
	// -1747.8854000000007248
	// -1747.89
}

// A lot as the service writes it is not quite what the document says. Decoding takes it as it is and gives it back;
// Validate tells the difference.
func ExampleLotSummary_Validate() {
	lot, err := consumption.DecodeLotSummary([]byte(`{"eTag": null, "properties": {
		"source": "Gift", "startDate": "09/18/2019 21:47:31", "isEstimatedBalance": "1"}}`))
	if err != nil {
		log.Fatal(err)
	}
	var violations wire.Violations
	if errors.As(lot.Validate(), &violations) {
		for _, v := range violations {
			fmt.Println(v)
		}
	}
	fmt.Printf("%s\n", lot.AppendJSON(nil))
	// Output:
	// /properties/source: "Gift" is none of "PurchasedCredit", "PromotionalCredit", "ConsumptionCommitment", "Azure Promotional Credit" [enum]
	// /properties/isEstimatedBalance: a string in place of a boolean [type]
	// /properties/startDate: "09/18/2019 21:47:31" is not a valid date-time [format]
	// {"eTag":null,"properties":{"source":"Gift","isEstimatedBalance":"1","startDate":"09/18/2019 21:47:31"}}
}

// A member is absent, null, a value, or a mismatch: a value of another type. Value tells them apart.
func ExampleEventProperties() {
	for _, text := range []string{
		`{"charges": {"currency": "USD", "value": -1.74}}`,
		`{"charges": null}`,
		`{}`,
		`{"charges": -1.74}`,
	} {
		p, err := consumption.DecodeEventProperties([]byte(text))
		if err != nil {
			log.Fatal(err)
		}
		charges, err := p.Charges.Value()
		if err != nil {
			fmt.Println("charges:", err)
			continue
		}
		fmt.Println("charges are", charges.Value)
	}
	// Output:
	// charges are -1.74
	// charges: member is null
	// charges: member is absent
	// charges: type mismatch: expected an object, found -1.74
}

// A stream holds one record in memory, however long the page is.
func ExampleStreamEvents() {
	body := strings.NewReader(`{"value": [
		{"properties": {"transactionDate": "10/11/2019", "eventType": "PendingCharges"}},
		{"properties": {"transactionDate": "09/18/2019", "eventType": "PendingNewCredit"}}
	]}`)
	for event, err := range consumption.StreamEvents(body, nil) {
		if err != nil {
			log.Fatal(err) // malformed JSON with its place, or the reader's own error
		}
		p := event.Properties.OrZero()
		fmt.Println(p.TransactionDate, p.EventType)
	}
	// Output:
	// 10/11/2019 PendingCharges
	// 09/18/2019 PendingNewCredit
}

//go:build !norequests

package billing_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	"github.com/azbill/azbill/wire"
)

// Decode a page and read it. Value returns what is needed, or an error; OrZero reads through what may be missing, and a member
// that is printed says what it is.
func Example() {
	page, err := billing.DecodeBillingAccountListResult([]byte(`{"value": [
		{"name": "a1", "properties": {"accountStatus": "Active", "soldTo": {"city": "Redmond", "country": "US"}}},
		{"name": "a2", "properties": {"accountStatus": "Paused", "soldTo": null}}
	]}`))
	if err != nil {
		log.Fatal(err) // malformed JSON, and nothing else
	}
	accounts, err := page.Value.Value()
	if err != nil {
		log.Fatal(err) // absent, null or a value of another type, never an empty list
	}
	for _, account := range accounts {
		p := account.Properties.OrZero()
		fmt.Println(account.Name, p.SoldTo.OrZero().City)
		if status := p.AccountStatus.OrZero(); !status.Known() {
			fmt.Println("  a status of its own:", status)
		}
	}
	// Output:
	// a1 Redmond
	// a2 <absent>
	//   a status of its own: Paused
}

// Money is never a float: literals stay as written, and sums are exact however many digits they have.
func ExampleAmount() {
	var total wire.Decimal
	for _, text := range []string{
		`{"currency": "USD", "value": 0.1}`,
		`{"currency": "USD", "value": 0.2}`,
		`{"currency": "USD", "value": 1234567890.123456789012345678}`,
	} {
		amount, err := billing.DecodeAmount([]byte(text))
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
func ExampleBillingProfile() {
	profile := billing.BillingProfile{}
	p := profile.Properties.Ensure()
	p.DisplayName = wire.Some("Development")
	p.PoNumber = wire.Null[string]()
	p.BillTo.Ensure().Country = wire.Some("US")
	fmt.Printf("%s\n", profile.AppendJSON(nil))
	// Output: {"properties":{"displayName":"Development","poNumber":null,"billTo":{"country":"US"}}}
}

// Each operation has a request type, which makes an *http.Request for any client.
func ExampleBillingAccountsUpdateRequest() {
	ask := billing.BillingAccountsUpdateRequest{BillingAccountName: "1234:5678"}
	address := ask.Body.Ensure().Properties.Ensure().SoldTo.Ensure()
	address.AddressLine1 = wire.Some("1 Microsoft Way")
	address.AddressLine2 = wire.Null[string]()
	address.Country = wire.Some("US")

	req, err := ask.HTTPRequest(context.Background(), "https://management.azure.com")
	if err != nil {
		log.Fatal(err)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(req.Method, req.URL)
	fmt.Printf("%s\n", body)
	// Output:
	// PATCH https://management.azure.com/providers/Microsoft.Billing/billingAccounts/1234:5678?api-version=2020-05-01
	// {"properties":{"soldTo":{"addressLine1":"1 Microsoft Way","addressLine2":null,"country":"US"}}}
}

// Validate finds everything that the document does not allow, with the place of each. It is the one to ask before a
// request goes out; decoding accepts all of it.
func ExampleBillingProfile_Validate() {
	profile, err := billing.DecodeBillingProfile([]byte(`{"properties": {
		"displayname": "Development",
		"invoiceEmailOptIn": "yes",
		"status": "Sleeping",
		"billTo": {"city": "Redmond", "country": "US"}
	}}`))
	if err != nil {
		log.Fatal(err)
	}
	var violations wire.Violations
	if errors.As(profile.Validate(), &violations) {
		for _, v := range violations {
			fmt.Println(v)
		}
	}
	// Output:
	// /properties/billTo/addressLine1: a required member is missing [required]
	// /properties/invoiceEmailOptIn: a string in place of a boolean [type]
	// /properties/status: "Sleeping" is none of "Active", "Disabled", "Warned" [enum]
	// /properties/displayname: BillingProfileProperties has this member as "displayName" [member-case]
}

// Members that the types do not know are kept and sent back; Extra reads and changes them.
func ExampleDecodeInvoice_unknownMembers() {
	invoice, err := billing.DecodeInvoice([]byte(`{"name": "T000940677", "carbon": {"kilograms": 1.50}, "level": 3}`))
	if err != nil {
		log.Fatal(err)
	}
	for name, value := range invoice.Extra.All() {
		fmt.Println(name, "=", value)
	}
	invoice.Extra.Delete("level")
	fmt.Printf("%s\n", invoice.AppendJSON(nil))
	// Output:
	// carbon = {"kilograms":1.50}
	// level = 3
	// {"name":"T000940677","carbon":{"kilograms":1.50}}
}

// A stream holds one record in memory, however long the page is. What stands beside the records is there at the end.
func ExampleStreamTransactionListResult() {
	body := strings.NewReader(`{"totalCount": 2, "value": [
		{"name": "t1", "properties": {"transactionAmount": {"currency": "USD", "value": 5000}}},
		{"name": "t2", "properties": {"transactionAmount": {"currency": "USD", "value": -12.50}}}
	]}`)
	var page billing.TransactionListResult
	for transaction, err := range billing.StreamTransactionListResult(body, &page) {
		if err != nil {
			log.Fatal(err) // malformed JSON with its place, or the reader's own error
		}
		amount := transaction.Properties.OrZero().TransactionAmount.OrZero()
		fmt.Println(transaction.Name, amount.Value, amount.Currency)
	}
	fmt.Println("in all:", page.TotalCount)
	// Output:
	// t1 5000 USD
	// t2 -12.50 USD
	// in all: 2
}

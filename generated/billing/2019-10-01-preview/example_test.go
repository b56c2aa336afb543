package billing_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"

	billing "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	"github.com/azbill/azbill/wire"
)

// Decode a page and read it. Value returns what is needed, or an error; OrZero reads through what may be missing, and a member
// that is printed says what it is.
func Example() {
	page, err := billing.DecodeBillingAccountListResult([]byte(`{"value": [
		{"name": "enrollment", "properties": {"departments": [
			{"name": "d1", "properties": {"departmentName": "Research", "costCenter": "R-7", "enrollmentAccounts": [
				{"properties": {"accountName": "Lab", "status": "Active"}}
			]}},
			{"name": "d2", "properties": null}
		]}}
	]}`))
	if err != nil {
		log.Fatal(err) // malformed JSON, and nothing else
	}
	accounts, err := page.Value.Value()
	if err != nil {
		log.Fatal(err) // absent, null or a value of another type, never an empty list
	}
	for _, account := range accounts {
		for _, department := range account.Properties.OrZero().Departments.OrZero() {
			p := department.Properties.OrZero()
			fmt.Println(department.Name, p.DepartmentName.Or("(no name)"), p.CostCenter.Or("(no cost center)"))
			for _, a := range p.EnrollmentAccounts.OrZero() {
				fmt.Println("  account", a.Properties.OrZero().AccountName)
			}
		}
	}
	// Output:
	// d1 Research R-7
	//   account Lab
	// d2 (no name) (no cost center)
}

// Money is never a float: literals stay as written, and differences are exact however many digits they have.
func ExampleInvoiceProperties() {
	p, err := billing.DecodeInvoiceProperties([]byte(`{
		"totalAmount": {"currency": "USD", "value": 1234567890.123456789012345678},
		"payments": [{"amount": {"currency": "USD", "value": 0.10}}, {"amount": {"currency": "USD", "value": 0.2}}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	due, err := p.TotalAmount.OrZero().Value.Value()
	if err != nil {
		log.Fatal(err) // absent, null or a value of another type, never 0
	}
	payments, err := p.Payments.ValueOr(nil)
	if err != nil {
		log.Fatal(err) // of another type
	}
	for _, payment := range payments {
		paid, err := payment.Amount.OrZero().Value.Value()
		if err != nil {
			log.Fatal(err)
		}
		if due, err = due.Sub(paid); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(due)
	fmt.Println(due.Round(2))
	// Output:
	// 1234567889.823456789012345678
	// 1234567889.82
}

// A member that is left alone is not sent, Some is a value, Null is sent as null, to clear it.
func ExampleBillingProfileCreationRequest() {
	profile := billing.BillingProfileCreationRequest{
		DisplayName: wire.Some("Research"),
		PoNumber:    wire.Null[string](),
	}
	profile.Address.Ensure().Country = wire.Some("PL")
	fmt.Printf("%s\n", profile.AppendJSON(nil))
	// Output: {"displayName":"Research","poNumber":null,"address":{"country":"PL"}}
}

// A value of another type than the document declares is a mismatch: reading it is an error that shows it, and it is encoded
// as it was. One wrong member does not cost the page.
func ExampleDecodeBillingProfileProperties_mismatch() {
	p, err := billing.DecodeBillingProfileProperties([]byte(`{"displayName": "Development", "invoiceDay": "5th", "theme": "dark"}`))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := p.InvoiceDay.Value(); errors.Is(err, wire.ErrMismatch) {
		fmt.Println("invoice day:", err)
	}
	fmt.Printf("%s\n", p.AppendJSON(nil))
	p.InvoiceDay = wire.Some[int32](5)
	fmt.Printf("%s\n", p.AppendJSON(nil))
	// Output:
	// invoice day: type mismatch: expected an integer, found "5th"
	// {"displayName":"Development","invoiceDay":"5th","theme":"dark"}
	// {"displayName":"Development","invoiceDay":5,"theme":"dark"}
}

// Validate finds everything that the document does not allow, with the place of each. It is the one to ask before a
// request goes out; decoding accepts all of it.
func ExampleAddressDetails_Validate() {
	address, err := billing.DecodeAddressDetails([]byte(`{"addressline1": "1 Microsoft Way", "city": 98052}`))
	if err != nil {
		log.Fatal(err)
	}
	var violations wire.Violations
	if errors.As(address.Validate(wire.AsRequest()), &violations) {
		for _, v := range violations {
			fmt.Println(v)
		}
	}
	// Output:
	// /city: a number in place of a string [type]
	// /addressline1: AddressDetails has this member as "addressLine1" [member-case]
}

// The types work in structs of your own, through encoding/json.
func ExampleAmount() {
	var report struct {
		Title string
		Spent billing.Amount
		Limit wire.Optional[wire.Decimal] `json:",omitzero"`
	}
	err := json.Unmarshal([]byte(`{"Title": "May", "Spent": {"currency": "EUR", "value": 20.00, "rounded": true}}`), &report)
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.Marshal(report)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
	// Output: {"Title":"May","Spent":{"currency":"EUR","value":20.00,"rounded":true}}
}

// A stream holds one record in memory, however long the page is.
func ExampleStreamInvoiceListResult() {
	body := strings.NewReader(`{"value": [
		{"name": "T000940677", "properties": {"dueDate": "2018-01-01T00:00:00Z", "status": "Due"}},
		{"name": "T000940678", "properties": {"dueDate": "01/02/2018", "status": "PastDue"}}
	]}`)
	for invoice, err := range billing.StreamInvoiceListResult(body, nil) {
		if err != nil {
			log.Fatal(err) // malformed JSON with its place, or the reader's own error
		}
		p := invoice.Properties.OrZero()
		text, err := p.DueDate.Value()
		if err != nil {
			log.Fatal(err)
		}
		due, err := text.Time() // reads all forms that the service writes
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(invoice.Name, due.Format("2 January 2006"), p.Status)
	}
	// Output:
	// T000940677 1 January 2018 Due
	// T000940678 2 January 2018 PastDue
}

package codec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// page is a page of n modern charges, as the service writes it: compact, with ids that differ and accounts that do not.
func page(n int) []byte {
	const account = "/providers/Microsoft.Billing/billingAccounts/1234:56789"
	var b bytes.Buffer
	b.WriteString(`{"value":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"chargeSummaryId%d","type":"Microsoft.Consumption/charges",`+
			`"id":"%s/billingProfiles/42425/providers/Microsoft.Consumption/charges/chargeSummaryId%d","kind":"modern",`+
			`"properties":{"azureCharges":{"currency":"USD","value":%d.%02d},`+
			`"billingAccountId":"%[2]s","billingPeriodId":"%[2]s/providers/Microsoft.Billing/billingPeriods/201909",`+
			`"billingProfileId":"%[2]s/billingProfiles/42425","chargesBilledSeparately":{"currency":"USD","value":%[6]d.9},`+
			`"customerId":"%[2]s/customers/%[6]d","isInvoiced":false,"marketplaceCharges":{"currency":"USD","value":100},`+
			`"usageEnd":"2019-09-30","usageStart":"2019-09-01"}}`,
			i, account, i, i*7, i%100, i)
	}
	b.WriteString(`],"nextLink":"https://management.azure.com/next?page=2"}`)
	return b.Bytes()
}

const charges = 1000

func BenchmarkDecode(b *testing.B) {
	data := page(charges)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sample.DecodeChargesListResult(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecodePretty decodes the page with the indentation of the documentation.
func BenchmarkDecodePretty(b *testing.B) {
	var data bytes.Buffer
	if err := json.Indent(&data, page(charges), "", "  "); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(data.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sample.DecodeChargesListResult(data.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	x, err := sample.DecodeChargesListResult(page(charges))
	if err != nil {
		b.Fatal(err)
	}
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = x.AppendJSON(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}

func BenchmarkMarshal(b *testing.B) {
	data := page(charges)
	x, err := sample.DecodeChargesListResult(data)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	data := page(charges)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range sample.StreamChargesListResult(bytes.NewReader(data), nil) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != charges {
			b.Fatal(n)
		}
	}
}

// BenchmarkRaw checks the page and keeps its text: what the scanner alone costs.
func BenchmarkRaw(b *testing.B) {
	data := page(charges)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wire.ParseRaw(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	data := page(charges)
	x, err := sample.DecodeChargesListResult(data)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := x.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

// plainCharge is what encoding/json can do for a charge, for comparison: lossy, with pointers for absent members.
type plainCharge struct {
	ID, Name, Type, Kind *string
	Properties           *struct {
		AzureCharges, ChargesBilledSeparately, MarketplaceCharges *struct {
			Currency *string
			Value    *float64
		}
		BillingAccountID, BillingProfileID, BillingPeriodID, InvoiceSectionID, CustomerID, UsageStart, UsageEnd *string
		IsInvoiced                                                                                              *bool
	}
}

func BenchmarkDecodeReflection(b *testing.B) {
	data := page(charges)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var x struct {
			Value    []*plainCharge
			NextLink *string
		}
		if err := json.Unmarshal(data, &x); err != nil {
			b.Fatal(err)
		}
	}
}

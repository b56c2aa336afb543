// Package cost compares what sending an operation costs above the transport, through azure and through the official SDK's
// client: the same bytes, the same azcore pipeline, decoded into the types of each.
package cost

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption"

	"github.com/azbill/azbill/azure"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
)

// charges is how many charges a page has.
const charges = 1000

// replay answers every request with the same body.
type replay []byte

func (r replay) Do(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: 200, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body: io.NopCloser(bytes.NewReader(r)), ContentLength: int64(len(r)), Request: req,
	}, nil
}

// page is a page of charges, with values that differ as those of a service do.
func page() []byte {
	var b bytes.Buffer
	b.WriteString(`{"value":[`)
	for i := range charges {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"/providers/Microsoft.Billing/billingAccounts/1234:56789/providers/Microsoft.Consumption/charges/chargeSummaryId%d",`+
			`"name":"chargeSummaryId%d","type":"Microsoft.Consumption/charges","kind":"modern","properties":{"azureCharges":{"currency":"USD","value":%d.%02d},`+
			`"billingAccountId":"/providers/Microsoft.Billing/billingAccounts/1234:56789","billingPeriodId":"/providers/Microsoft.Billing/billingAccounts/1234:56789/`+
			`providers/Microsoft.Billing/billingPeriods/201910","billingProfileId":null,"chargesBilledSeparately":{"currency":"USD","value":265.09},`+
			`"invoiceSectionId":null,"isInvoiced":false,"marketplaceCharges":{"currency":"USD","value":0},"usageEnd":"2019-10-31","usageStart":"2019-09-01"}}`, i, i, i, i%100)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

const budget = `{"id":"/subscriptions/1/providers/Microsoft.Consumption/budgets/b","name":"b","type":"Microsoft.Consumption/budgets","eTag":"\"1d34d\"",` +
	`"properties":{"category":"Cost","amount":100.65,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-08-01T00:00:00Z","endDate":"2024-10-31T00:00:00Z"}}}`

// send sends one operation, and reports an error when the reply is not what was sent.
type send func(context.Context) error

// senders are azbill's and the SDK's way to send the same operation.
func senders(tb testing.TB, body []byte, list bool) (ours, theirs send) {
	tb.Helper()
	options := &arm.ClientOptions{ClientOptions: policy.ClientOptions{Transport: replay(body)}}
	client, err := azure.NewClient(&fake.TokenCredential{}, options)
	if err != nil {
		tb.Fatal(err)
	}
	factory, err := armconsumption.NewClientFactory("", &fake.TokenCredential{}, options)
	if err != nil {
		tb.Fatal(err)
	}
	check := func(n, want int, err error) error {
		if err == nil && n != want {
			err = fmt.Errorf("%d, expected %d", n, want)
		}
		return err
	}
	if list {
		sdk := factory.NewChargesClient()
		return func(ctx context.Context) error {
				reply, err := azure.Send(ctx, client, &consumption.ChargesListRequest{Scope: "subscriptions/1"})
				if err != nil {
					return err
				}
				return check(len(reply.Body.Value.OrZero()), charges, nil)
			}, func(ctx context.Context) error {
				reply, err := sdk.List(ctx, "subscriptions/1", nil)
				return check(len(reply.Value), charges, err)
			}
	}
	sdk := factory.NewBudgetsClient()
	return func(ctx context.Context) error {
			reply, err := azure.Send(ctx, client, &consumption.BudgetsGetRequest{Scope: "subscriptions/1", BudgetName: "b"})
			if err != nil {
				return err
			}
			return check(len(reply.Body.Name.OrZero()), 1, nil)
		}, func(ctx context.Context) error {
			reply, err := sdk.Get(ctx, "subscriptions/1", "b", nil)
			if err != nil {
				return err
			}
			return check(len(*reply.Name), 1, nil)
		}
}

func loop(b *testing.B, s send) {
	b.ReportAllocs()
	for b.Loop() {
		if err := s(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSend(b *testing.B) {
	for _, c := range []struct {
		name string
		body []byte
		list bool
	}{{"page", page(), true}, {"small", []byte(budget), false}} {
		ours, theirs := senders(b, c.body, c.list)
		b.Run(c.name+"/azbill", func(b *testing.B) { loop(b, ours) })
		b.Run(c.name+"/sdk", func(b *testing.B) { loop(b, theirs) })
	}
}

// TestCost holds the ratios that are promised: on a page of 1,000 charges azbill is at least 5 times faster; on a small
// reply it is no slower, for which a noisy machine is allowed a fifth. Rounds alternate, and the median counts.
func TestCost(t *testing.T) {
	if testing.Short() {
		t.Skip("measures for seconds")
	}
	for _, c := range []struct {
		name string
		body []byte
		list bool
		want float64
	}{{"page", page(), true, 5}, {"small", []byte(budget), false, 1 / 1.2}} {
		ours, theirs := senders(t, c.body, c.list)
		var ratios []float64
		var a, b testing.BenchmarkResult
		for range 5 {
			a = testing.Benchmark(func(b *testing.B) { loop(b, ours) })
			b = testing.Benchmark(func(b *testing.B) { loop(b, theirs) })
			ratios = append(ratios, float64(b.NsPerOp())/float64(a.NsPerOp()))
		}
		slices.Sort(ratios)
		t.Logf("%s: azbill %v, SDK %v: %.1f times faster (%.1f to %.1f); %d and %d allocations", c.name,
			a, b, ratios[2], ratios[0], ratios[4], a.AllocsPerOp(), b.AllocsPerOp())
		if ratios[2] < c.want {
			t.Errorf("%s: %.2f times as fast as the SDK, expected %.2f", c.name, ratios[2], c.want)
		}
		if a.AllocsPerOp() > b.AllocsPerOp() {
			t.Errorf("%s: %d allocations, the SDK makes %d", c.name, a.AllocsPerOp(), b.AllocsPerOp())
		}
	}
}

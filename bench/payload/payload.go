// Package payload makes the messages that every peer is measured on. They have the shapes of the
// documented responses, with varied values, and are the same bytes in every run.
package payload

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
)

// Shape says which type a payload is a message of.
type Shape string

// The shapes; each peer brings one codec for each shape that it has a type for.
const (
	ChargesPage  Shape = "charges page"  // ChargesListResult, consumption 2024-08-01
	OneCharge    Shape = "one charge"    // ChargeSummary, consumption 2024-08-01
	AccountsPage Shape = "accounts page" // BillingAccountListResult, billing 2020-05-01, expanded
	UsagePage    Shape = "usage page"    // UsageDetailsListResult, consumption 2024-08-01
)

// Shapes lists them.
var Shapes = []Shape{ChargesPage, OneCharge, AccountsPage, UsagePage}

// Payload is one message to measure.
type Payload struct {
	Name  string
	Shape Shape
	Items int // elements of the page; 1 for a single message
	Data  []byte
}

// All returns the payloads of the speed tables.
func All() []Payload {
	return []Payload{
		{"1,000 charges", ChargesPage, 1000, Charges(1000)},
		{"1,000 charges, indented", ChargesPage, 1000, Indent(Charges(1000))},
		{"one charge", OneCharge, 1, Charge(1)},
		{"50 billing accounts, expanded", AccountsPage, 50, Accounts(50)},
		{"1,000 usage details", UsagePage, 1000, Usage(1000)},
	}
}

// Indent returns the same message with two spaces of indentation, as the service pretty-prints it.
func Indent(data []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		panic(err) // the payloads are made here and are valid
	}
	return b.Bytes()
}

// maker builds one message; its values come from a generator seeded by the element's number, so that
// element i is the same in a page of any length and in the stream.
type maker struct {
	b   []byte
	rnd *rand.Rand
	src *rand.PCG
}

func newMaker() *maker {
	src := rand.NewPCG(1, 1)
	return &maker{src: src, rnd: rand.New(src)}
}

func (m *maker) seed(i int) { m.src.Seed(uint64(i)+1, 0x9e3779b97f4a7c15) }

func (m *maker) f(format string, args ...any) { m.b = fmt.Appendf(m.b, format, args...) }

func (m *maker) guid() string {
	a, b := m.rnd.Uint64(), m.rnd.Uint64()
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&0xffffffffffff)
}

// money writes an amount with two decimals, as the service does.
func (m *maker) money() string {
	n := m.rnd.IntN(10_000_000)
	return fmt.Sprintf("%d.%02d", n/100, n%100)
}

// rate writes a number with up to 15 significant digits.
func (m *maker) rate() string { return fmt.Sprintf("0.%015d", m.rnd.Int64N(1e15)/10*10+1) }

func (m *maker) pick(s ...string) string { return s[m.rnd.IntN(len(s))] }

// page joins n elements into a list result.
func (m *maker) page(n int, element func(i int)) []byte {
	m.b = append(m.b, `{"value":[`...)
	for i := range n {
		if i > 0 {
			m.b = append(m.b, ',')
		}
		m.seed(i)
		element(i)
	}
	m.b = append(m.b, `]}`...)
	return m.b
}

// Charges returns a page of n charges, three modern ones to each legacy one.
func Charges(n int) []byte {
	m := newMaker()
	return m.page(n, m.charge)
}

// Charge returns the i-th charge of the page, alone.
func Charge(i int) []byte {
	m := newMaker()
	m.seed(i)
	m.charge(i)
	return m.b
}

func (m *maker) charge(i int) {
	if i%4 == 0 {
		m.legacyCharge()
		return
	}
	account := "/providers/Microsoft.Billing/billingAccounts/" + m.guid() + ":" + m.guid() + "_2019-05-31"
	customer := m.guid()
	month := 1 + m.rnd.IntN(12)
	name := m.guid()
	m.f(`{"id":"%s/customers/%s/providers/Microsoft.Consumption/charges/%s","name":"%s","type":"Microsoft.Consumption/charges","kind":"modern","eTag":"\"%x\"","properties":{`,
		account, customer, name, name, m.rnd.Uint64())
	m.f(`"billingPeriodId":"%s/providers/Microsoft.Billing/billingPeriods/2024%02d","usageStart":"2024-%02d-01","usageEnd":"2024-%02d-28",`,
		account, month, month, month)
	currency := m.pick("USD", "EUR", "GBP", "JPY")
	for _, member := range []string{"azureCharges", "chargesBilledSeparately", "marketplaceCharges"} {
		m.f(`"%s":{"currency":"%s","value":%s},`, member, currency, m.money())
	}
	m.f(`"billingAccountId":"%s","billingProfileId":"%s/billingProfiles/%s","invoiceSectionId":"%s/invoiceSections/%s","customerId":"%s/customers/%s","isInvoiced":%t,"subscriptionId":"%s"}}`,
		account, account, m.guid(), account, m.guid(), account, customer, m.rnd.IntN(2) == 0, m.guid())
}

func (m *maker) legacyCharge() {
	account := m.rnd.IntN(1e7)
	month := 1 + m.rnd.IntN(12)
	name := m.guid()
	m.f(`{"id":"/providers/Microsoft.Billing/BillingAccounts/%d/departments/%d/providers/Microsoft.Consumption/charges/%s","name":"%s","type":"Microsoft.Consumption/charges","kind":"legacy","properties":{`,
		account, m.rnd.IntN(1e5), name, name)
	m.f(`"billingPeriodId":"/providers/Microsoft.Billing/BillingAccounts/%d/providers/Microsoft.Billing/billingPeriods/2024%02d","usageStart":"2024-%02d-01","usageEnd":"2024-%02d-28","azureCharges":%s,"chargesBilledSeparately":%s,"azureMarketplaceCharges":%s,"currency":"%s"}}`,
		account, month, month, month, m.money(), m.money(), m.money(), m.pick("USD", "EUR", "GBP", "JPY"))
}

// chargeStream is a page of charges that is made while it is read.
type chargeStream struct {
	m    *maker
	i    int
	made int64
	size int64
	rest []byte
	done bool
}

// ChargesStream returns a page of charges of at least size bytes, in constant memory.
func ChargesStream(size int64) io.Reader {
	return &chargeStream{m: newMaker(), size: size, rest: []byte(`{"value":[`)}
}

func (s *chargeStream) Read(p []byte) (int, error) {
	for len(s.rest) == 0 {
		if s.done {
			return 0, io.EOF
		}
		s.m.b = s.m.b[:0]
		if s.made >= s.size {
			s.m.b = append(s.m.b, `]}`...)
			s.done = true
		} else {
			if s.i > 0 {
				s.m.b = append(s.m.b, ',')
			}
			s.m.seed(s.i)
			s.m.charge(s.i)
			s.i++
			s.made += int64(len(s.m.b))
		}
		s.rest = s.m.b
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

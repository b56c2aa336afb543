package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	consumption "github.com/azbill/azbill/generated/consumption/2023-03-01"
	"github.com/azbill/azbill/wire"
)

// balanceMember is named in several places.
const balanceMember = "closedBalance"

// ledger is what the pages say, by currency. Amounts of different currencies never meet.
type ledger struct {
	at       time.Time
	accounts map[string]*account
	problems []string // what could not be read or counted
}

// account is all that is known in one currency.
type account struct {
	available    wire.Decimal           // sum of the closed balances of active lots
	active       int                    // how many those are
	estimated    bool                   // one of them is an estimate
	converted    map[string]*conversion // of those balances, by billing currency
	lots         []lot                  // all, in the order of the pages
	transactions []transaction          // by date
}

// conversion is a sum in a billing currency; lots need not carry one.
type conversion struct {
	sum  wire.Decimal
	lots int
}

type lot struct {
	name, source, state string
	balance             money
	estimated           bool
}

type transaction struct {
	date        time.Time // zero when it cannot be read
	written     string    // the date as the service wrote it
	kind        string
	description string
	changes     []change
	balance     *change // nil when the service does not say
	estimated   bool
}

// change is one amount of a transaction, and the same in the billing currency if the service says so.
type change struct {
	member    string
	amount    money
	converted *money
}

func newLedger(at time.Time) *ledger {
	return &ledger{at: at, accounts: map[string]*account{}}
}

// account finds or opens the account of a currency.
func (l *ledger) account(currency string) *account {
	a := l.accounts[currency]
	if a == nil {
		a = &account{converted: map[string]*conversion{}}
		l.accounts[currency] = a
	}
	return a
}

func (l *ledger) problem(format string, args ...any) {
	l.problems = append(l.problems, fmt.Sprintf(format, args...))
}

// readLots reads a page of lots.
func (l *ledger) readLots(file string, r io.Reader) (more bool, err error) {
	var page consumption.Lots
	n := 0
	for record, err := range consumption.StreamLots(r, &page) {
		if errors.Is(err, wire.ErrMismatch) {
			l.problem("%s: %v", file, err)
			break
		}
		if err != nil {
			return false, err
		}
		n++
		where := fmt.Sprintf("%s: lot %s", file, record.Name.Or(fmt.Sprint(n)))
		for _, err := range l.addLot(record) {
			l.problem("%s: %v", where, err)
		}
	}
	return l.more(file, n, page.Extra, page.NextLink), nil
}

// addLot books one lot. Without a balance, or with dates that say nothing, it cannot be counted.
func (l *ledger) addLot(record *consumption.LotSummary) (problems []error) {
	p, err := properties(record.Properties, record.Extra)
	if err != nil {
		return []error{fmt.Errorf("%w; not counted", err)}
	}
	balance, state, err := lotState(p, l.at)
	if err != nil {
		return []error{fmt.Errorf("%w; not counted", err)}
	}
	estimated, err := p.IsEstimatedBalance.ValueOr(false)
	if err != nil {
		problems = append(problems, fmt.Errorf("isEstimatedBalance: %w; taken as no estimate", err))
	}
	a := l.account(balance.currency)
	entry := lot{record.Name.OrZero(), string(p.Source.OrZero()), state, balance, estimated}
	if state == active {
		sum, err := a.available.Add(balance.value)
		if err != nil {
			return []error{fmt.Errorf("add %s to the balance: %w; not counted", short(balance.value), err)}
		}
		a.available = sum
		a.active++
		a.estimated = a.estimated || entry.estimated
		if err := a.convert(p); err != nil {
			problems = append(problems, fmt.Errorf("%w; left out", err))
		}
	}
	a.lots = append(a.lots, entry)
	return problems
}

// convert adds what an active lot is worth in the billing currency, if the service says so.
func (a *account) convert(p *consumption.LotProperties) error {
	m, err := converted(p.ClosedBalanceInBillingCurrency, p.BillingCurrency)
	if err != nil {
		return fmt.Errorf("closedBalanceInBillingCurrency: %w", err)
	}
	if m == nil {
		return nil
	}
	c := a.converted[m.currency]
	if c == nil {
		c = &conversion{}
		a.converted[m.currency] = c
	}
	sum, err := c.sum.Add(m.value)
	if err != nil {
		return fmt.Errorf("add %s to the converted balance: %w", short(m.value), err)
	}
	c.sum = sum
	c.lots++
	return nil
}

// active is the state of a lot that can be spent.
const active = "active"

// lotState returns what is left of a lot and where it is on a day: active from the day on which it starts through the
// day on which it expires, unless the service gives it another status.
func lotState(p *consumption.LotProperties, at time.Time) (balance money, state string, err error) {
	if balance, err = amount(p.ClosedBalance, p.CreditCurrency); err != nil {
		return money{}, "", fmt.Errorf("%s: %w", balanceMember, err)
	}
	start, err := date(p.StartDate)
	if err != nil {
		return money{}, "", fmt.Errorf("startDate: %w", err)
	}
	end, err := date(p.ExpirationDate)
	if err != nil {
		return money{}, "", fmt.Errorf("expirationDate: %w", err)
	}
	status, err := p.Status.ValueOr(consumption.StatusActive)
	if err != nil {
		return money{}, "", fmt.Errorf("status: %w", err)
	}
	state = active
	switch {
	case day(end).Before(at):
		state = "expired " + end.UTC().Format(time.DateOnly)
	case day(start).After(at):
		state = "starts " + start.UTC().Format(time.DateOnly)
	case status != "" && status != consumption.StatusNone && status != consumption.StatusActive:
		state = "status " + string(status)
	}
	return balance, state, nil
}

// readEvents reads a page of events.
func (l *ledger) readEvents(file string, r io.Reader) (more bool, err error) {
	var page consumption.Events
	n := 0
	for record, err := range consumption.StreamEvents(r, &page) {
		if errors.Is(err, wire.ErrMismatch) {
			l.problem("%s: %v", file, err)
			break
		}
		if err != nil {
			return false, err
		}
		n++
		where := fmt.Sprintf("%s: event %s", file, record.Name.Or(fmt.Sprint(n)))
		for _, err := range l.addEvent(record) {
			l.problem("%s: %v", where, err)
		}
	}
	return l.more(file, n, page.Extra, page.NextLink), nil
}

// addEvent books one event, once in each currency that it names. What cannot be read is returned and left out; the rest
// of the event is kept.
func (l *ledger) addEvent(record *consumption.EventSummary) (problems []error) {
	p, err := properties(record.Properties, record.Extra)
	if err != nil {
		return []error{fmt.Errorf("%w; not listed", err)}
	}
	when, err := date(p.TransactionDate)
	if err != nil {
		problems = append(problems, fmt.Errorf("transactionDate: %w", err))
	}
	estimated, err := p.IsEstimatedBalance.ValueOr(false)
	if err != nil {
		problems = append(problems, fmt.Errorf("isEstimatedBalance: %w; taken as no estimate", err))
	}
	byCurrency := map[string]*transaction{}
	for _, part := range parts(p) {
		if part.amount.IsZero() || part.amount.IsNull() {
			continue // not every kind of event has every part
		}
		m, err := amount(part.amount, p.CreditCurrency)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w; left out", part.member, err))
			continue
		}
		inBilling, err := converted(part.converted, p.BillingCurrency)
		if err != nil {
			problems = append(problems, fmt.Errorf("%sInBillingCurrency: %w; left out", part.member, err))
		}
		t := byCurrency[m.currency]
		if t == nil {
			t = newTransaction(p, when, estimated)
			byCurrency[m.currency] = t
		}
		t.add(change{part.member, m, inBilling})
	}
	if len(byCurrency) == 0 {
		problems = append(problems, errors.New("no amount can be read; not listed"))
	}
	for currency, t := range byCurrency {
		a := l.account(currency)
		a.transactions = append(a.transactions, *t)
	}
	return problems
}

func newTransaction(p *consumption.EventProperties, when time.Time, estimated bool) *transaction {
	return &transaction{
		date:        when,
		written:     p.TransactionDate.OrZero().String(),
		kind:        string(p.EventType.OrZero()),
		description: p.Description.OrZero(),
		estimated:   estimated,
	}
}

// part is one amount that an event may have.
type part struct {
	member    string
	amount    wire.Object[consumption.Amount]
	converted wire.Object[consumption.AmountWithExchangeRate]
}

func parts(p *consumption.EventProperties) []part {
	return []part{
		{"newCredit", p.NewCredit, p.NewCreditInBillingCurrency},
		{"adjustments", p.Adjustments, p.AdjustmentsInBillingCurrency},
		{"charges", p.Charges, p.ChargesInBillingCurrency},
		{"creditExpired", p.CreditExpired, p.CreditExpiredInBillingCurrency},
		{"canceledCredit", p.CanceledCredit, wire.Object[consumption.AmountWithExchangeRate]{}},
		{balanceMember, p.ClosedBalance, p.ClosedBalanceInBillingCurrency},
	}
}

// add takes an amount of the event. Zeros change nothing.
func (t *transaction) add(c change) {
	switch {
	case c.member == balanceMember:
		t.balance = &c
	case c.amount.value.Sign() != 0:
		t.changes = append(t.changes, c)
	}
}

// sorted returns the transactions by date, those of one moment in the order of the pages, undated ones last.
func (a *account) sorted() []transaction {
	return slices.SortedStableFunc(slices.Values(a.transactions), func(x, y transaction) int {
		if x.date.IsZero() != y.date.IsZero() {
			return y.date.Compare(x.date) // the zero time is before all others
		}
		return x.date.Compare(y.date)
	})
}

// properties returns what a record says.
func properties[T any](field wire.Object[T], extra wire.Extra) (*T, error) {
	if raw, ok := extra.Mismatch(); ok {
		return nil, fmt.Errorf("the record is %s", short(raw))
	}
	p, err := field.ValueOr(new(T))
	if err != nil {
		return nil, fmt.Errorf("properties: %w", err)
	}
	return p, nil
}

// more reports whether another page follows. A page without records may be an error that was saved as one, whose members are
// problems; beside records, new members do not matter.
func (l *ledger) more(file string, records int, extra wire.Extra, nextLink wire.Optional[string]) bool {
	link, err := nextLink.ValueOr("")
	if err != nil {
		l.problem("%s: nextLink: %v", file, err)
	}
	for name, raw := range extra.All() {
		if records == 0 {
			l.problem("%s: %s is %s", file, name, short(raw))
		}
	}
	return link != ""
}

// short is a value for a message: a literal may have a million digits.
func short(value fmt.Stringer) string {
	const limit = 60
	text := []rune(value.String())
	if len(text) > limit {
		text = append(text[:limit:limit], '…')
	}
	return string(text)
}

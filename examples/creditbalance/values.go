package main

import (
	"fmt"
	"time"

	consumption "github.com/azbill/azbill/generated/consumption/2023-03-01"
	"github.com/azbill/azbill/wire"
)

// money is an exact amount in a currency.
type money struct {
	currency string
	value    wire.Decimal
}

// amount reads a sum of money. Where the amount does not name its currency, the record's own holds. The error says what
// is missing, or what stands there instead: a value that does not fit its type is kept in Extra.
func amount(member string, field wire.Object[consumption.Amount], parent wire.Extra, currency wire.Optional[string]) (money, error) {
	if err := odd(parent, member); err != nil {
		return money{}, err
	}
	a, ok := field.Get()
	if !ok {
		return money{}, fmt.Errorf("%s is %s", member, missing(field.IsNull()))
	}
	if err := odd(a.Extra, "value"); err != nil {
		return money{}, fmt.Errorf("%s: %w", member, err)
	}
	value, ok := a.Value.Get()
	if !ok {
		return money{}, fmt.Errorf("%s: value is %s", member, missing(a.Value.IsNull()))
	}
	name := firstOf(a.Currency.OrZero(), currency.OrZero())
	if name == "" {
		return money{}, fmt.Errorf("%s: %s of no currency", member, short(value))
	}
	return money{name, value}, nil
}

// converted reads the same amount in the billing currency. It is nil when the service gives only an exchange rate, or
// nothing: every lot and event can do without.
func converted(member string, field wire.Object[consumption.AmountWithExchangeRate], parent wire.Extra, currency wire.Optional[string]) (*money, error) {
	member += "InBillingCurrency"
	if err := odd(parent, member); err != nil {
		return nil, err
	}
	a := field.OrZero()
	if err := odd(a.Extra, "value"); err != nil {
		return nil, fmt.Errorf("%s: %w", member, err)
	}
	value, ok := a.Value.Get()
	if !ok {
		return nil, nil
	}
	return &money{firstOf(a.Currency.OrZero(), currency.OrZero(), "billing currency"), value}, nil
}

// date reads a date, in any form the service writes.
func date(member string, field wire.Optional[wire.Time], parent wire.Extra) (time.Time, error) {
	if err := odd(parent, member); err != nil {
		return time.Time{}, err
	}
	text, ok := field.Get()
	if !ok {
		return time.Time{}, fmt.Errorf("%s is %s", member, missing(field.IsNull()))
	}
	t, err := text.Time()
	if err != nil {
		return time.Time{}, fmt.Errorf("%s %q cannot be read", member, text.String())
	}
	return t, nil
}

// odd reports a value that did not fit its type, which decoding has put with the unknown members.
func odd(extra wire.Extra, member string) error {
	if raw, ok := extra.Get(member); ok {
		return fmt.Errorf("%s is %s", member, short(raw))
	}
	return nil
}

// whole reports a record that is no object, or whose properties are none.
func whole(extra wire.Extra) error {
	if raw, ok := extra.Misfit(); ok {
		return fmt.Errorf("the record is %s", short(raw))
	}
	return odd(extra, "properties")
}

func missing(null bool) string {
	if null {
		return "null"
	}
	return "missing"
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

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

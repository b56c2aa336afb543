package main

import (
	"cmp"
	"errors"
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

// amount reads a sum of money; one that does not name its currency is in the record's.
func amount(field wire.Object[consumption.Amount], currency wire.Optional[string]) (money, error) {
	a, err := field.Value()
	if err != nil {
		return money{}, err
	}
	value, err := a.Value.Value()
	if err != nil {
		return money{}, fmt.Errorf("value: %w", err)
	}
	name := cmp.Or(a.Currency.OrZero(), currency.OrZero())
	if name == "" {
		return money{}, fmt.Errorf("%s has no currency", short(value))
	}
	return money{name, value}, nil
}

// converted reads an amount in the billing currency; nil when there is none, or only an exchange rate.
func converted(field wire.Object[consumption.AmountWithExchangeRate], currency wire.Optional[string]) (*money, error) {
	if field.IsMismatch() {
		_, err := field.Value()
		return nil, err
	}
	a := field.OrZero()
	value, err := a.Value.Value()
	if errors.Is(err, wire.ErrMismatch) {
		return nil, fmt.Errorf("value: %w", err)
	}
	if err != nil {
		return nil, nil
	}
	return &money{cmp.Or(a.Currency.OrZero(), currency.OrZero(), "billing currency"), value}, nil
}

// date reads a date, in any form the service writes.
func date(field wire.Optional[wire.Time]) (time.Time, error) {
	text, err := field.Value()
	if err != nil {
		return time.Time{}, err
	}
	return text.Time()
}

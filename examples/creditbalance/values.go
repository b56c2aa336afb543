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

// amount reads an amount; one that does not name its currency is in that of the record.
func amount(field wire.Object[consumption.Amount], record wire.Optional[string]) (money, error) {
	a, err := field.Value()
	if err != nil {
		return money{}, err
	}
	value, err := a.Value.Value()
	if err != nil {
		return money{}, fmt.Errorf("value: %w", err)
	}
	own, err := a.Currency.ValueOr("")
	general, other := record.ValueOr("")
	if err = cmp.Or(err, other); err != nil {
		return money{}, fmt.Errorf("currency: %w", err)
	}
	if own == "" && general == "" {
		return money{}, errors.New(short(value) + " has no currency")
	}
	return money{cmp.Or(own, general), value}, nil
}

// converted reads an amount in the billing currency; nil when there is none, or only an exchange rate.
func converted(field wire.Object[consumption.AmountWithExchangeRate], record wire.Optional[string]) (*money, error) {
	a, err := field.ValueOr(new(consumption.AmountWithExchangeRate))
	if err != nil || a.Value.IsZero() || a.Value.IsNull() {
		return nil, err
	}
	m, err := amount(wire.SomeObject(consumption.Amount{Currency: a.Currency, Value: a.Value}), record)
	if err != nil {
		return nil, err
	}
	return &m, nil
}

// date reads a date, in any form the service writes.
func date(field wire.Optional[wire.Time]) (time.Time, error) {
	text, err := field.Value()
	if err != nil {
		return time.Time{}, err
	}
	return text.Time()
}

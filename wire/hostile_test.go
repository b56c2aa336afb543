package wire_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// TestHugeArithmetic does all arithmetic on numbers that cannot be written out: each answer, or ErrRange, comes at once.
func TestHugeArithmetic(t *testing.T) {
	texts := []string{
		"1e999999999", "-1e999999999", "1e-999999999", "9e99999999999999999999999", "1e-99999999999999999999999", "0e999999999", "123456789.123456789e-999999999",
		strings.Repeat("9", 200_000), "0." + strings.Repeat("0", 200_000) + "1", "1e" + strings.Repeat("9", 200_000), "1", "0", "-0.0", "500.00",
	}
	start := time.Now()
	for _, a := range texts {
		x := dec(t, a)
		for _, b := range texts {
			y := dec(t, b)
			for _, op := range []func(wire.Decimal) (wire.Decimal, error){x.Add, x.Sub, x.Mul} {
				z, err := op(y)
				if err != nil && !errors.Is(err, wire.ErrRange) || len(z.String()) > 2*wire.MaxDigits {
					t.Errorf("%.20s… and %.20s…: %d digits, %v", a, b, len(z.String()), err)
				}
			}
			if x.Cmp(y) != -y.Cmp(x) {
				t.Errorf("%.20s… and %.20s… compare differently the other way round", a, b)
			}
		}
		for _, places := range []int{math.MinInt / 2, -1_000_000_000, -1, 0, 2, 1_000_000_000, math.MaxInt / 2} {
			if r := x.Round(places); len(r.String()) > len(a)+50 {
				t.Errorf("%.20s… rounded to %d places has %d digits", a, places, len(r.String()))
			}
		}
		x.Int64()
		x.Float64()
		_, _, _ = x.Neg(), x.Abs(), x.Sign()
	}
	if took := time.Since(start); took > 5*time.Minute {
		t.Errorf("took %v", took)
	}
	model := schema.Model{Types: []schema.Type{{Name: "N"}}}
	for _, text := range texts {
		rules := &schema.Rules{Minimum: "1e-999999999", Maximum: "1e999999999", MultipleOf: "0.01"}
		err := schema.ValidateValue(&model, &schema.Schema{Kind: schema.KindNumber, Rules: rules}, []byte(text))
		var v wire.Violations
		if err != nil && (!errors.As(err, &v) || len(err.Error()) > 10_000) {
			t.Errorf("%.20s…: %.300v", text, err)
		}
	}
}

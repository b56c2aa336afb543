package wire

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire/internal/number"
	"github.com/cockroachdb/apd/v3"
)

// ErrDivisionByZero reports a division by a number that is zero.
var ErrDivisionByZero = errors.New("wire: division by zero")

// parts is a literal taken apart, for arithmetic.
type parts struct{ number.Parts }

func partsOf(lit string) parts { return parts{number.Of(lit)} }

// Add returns d + e exactly, or [ErrRange].
func (d Decimal) Add(e Decimal) (Decimal, error) { return d.exact(e, exactly.Add) }

// Sub returns d - e exactly, or [ErrRange].
func (d Decimal) Sub(e Decimal) (Decimal, error) { return d.exact(e, exactly.Sub) }

// Mul returns d × e exactly, or [ErrRange].
func (d Decimal) Mul(e Decimal) (Decimal, error) { return d.exact(e, exactly.Mul) }

// exactly never rounds: its precision is unlimited.
var exactly = apd.BaseContext.WithPrecision(0)

func (d Decimal) exact(e Decimal, op func(z, x, y *apd.Decimal) (apd.Condition, error)) (Decimal, error) {
	x, y := partsOf(d.String()), partsOf(e.String())
	lo, hi := min(x.Low(), y.Low(), 0), max(x.High(), y.High(), 0)
	if hi-lo > MaxDigits {
		return Decimal{}, ErrRange
	}
	a, err := x.apd(d.String())
	if err != nil {
		return Decimal{}, err
	}
	b, err := y.apd(e.String())
	if err != nil {
		return Decimal{}, err
	}
	var z apd.Decimal
	if _, err := op(&z, a, b); err != nil || z.NumDigits() > MaxDigits {
		return Decimal{}, ErrRange
	}
	return Decimal{plain(z.Negative, z.Coeff.String(), int64(z.Exponent))}, nil
}

// apd returns the number that lit spells with as many trailing zeros, so that 500.0 + 1 is 501.0.
func (p parts) apd(lit string) (*apd.Decimal, error) {
	if p.Digits == "" && (len(lit) > maxPadding || strings.ContainsAny(lit, "eE")) {
		return apd.New(0, 0), nil
	}
	if len(lit) > 2*MaxDigits {
		return nil, ErrRange
	}
	z, _, err := apd.NewFromString(lit)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrRange, err)
	}
	return z, nil
}

// whole returns how many digits are before the decimal point.
func (p parts) whole() int64 {
	if p.Digits == "" {
		return 0
	}
	return max(p.High()+1, 0)
}

// plain writes digits × 10^exp, without exponent unless that takes many zeros.
func plain(neg bool, digits string, exp int64) string {
	point := int64(len(digits)) + exp
	switch {
	case digits == "0" && (exp >= 0 || exp < -maxPadding):
		return "0"
	case exp > maxPadding, -point > maxPadding:
		return scientific(neg, digits, strconv.FormatInt(point-1, 10))
	}
	return fixed(neg, digits, exp)
}

// Rounding names how a number is brought to fewer digits.
type Rounding string

// The ways to round. The first three round to the nearest number and differ in the halfway case.
const (
	RoundHalfUp   Rounding = Rounding(apd.RoundHalfUp)   // halves away from zero, as invoices do
	RoundHalfEven Rounding = Rounding(apd.RoundHalfEven) // halves to the even digit
	RoundHalfDown Rounding = Rounding(apd.RoundHalfDown) // halves toward zero
	RoundUp       Rounding = Rounding(apd.RoundUp)       // away from zero
	RoundDown     Rounding = Rounding(apd.RoundDown)     // toward zero
	RoundCeiling  Rounding = Rounding(apd.RoundCeiling)  // toward positive infinity
	RoundFloor    Rounding = Rounding(apd.RoundFloor)    // toward negative infinity
)

// Round returns d with at most that many digits after the decimal point, rounded by [RoundHalfUp]; a negative number of
// places rounds to tens, hundreds and so on. A number that has no more digits stays as it is written.
func (d Decimal) Round(places int) Decimal { return d.RoundTo(places, RoundHalfUp) }

// RoundTo is [Decimal.Round] with another way to round.
func (d Decimal) RoundTo(places int, mode Rounding) Decimal {
	p, unit := partsOf(d.String()), unitOf(places)
	digits, rounded := p.round(unit, mode)
	if !rounded {
		return d
	}
	return Decimal{spell(p.Neg, digits, unit)}
}

// Quantize returns d with exactly that many digits after the decimal point, as a price list shows them: 12 becomes 12.00.
// It fails with [ErrRange] when the result has more than [MaxDigits] digits.
func (d Decimal) Quantize(places int, mode Rounding) (Decimal, error) {
	p := partsOf(d.String())
	if whole := p.whole(); places > MaxDigits || whole > MaxDigits || whole+int64(places) > MaxDigits {
		return Decimal{}, ErrRange
	}
	unit := unitOf(places)
	digits, _ := p.round(unit, mode)
	if digits == "" {
		return Decimal{zero(places)}, nil
	}
	if places < -MaxDigits {
		return Decimal{}, ErrRange
	}
	if missing := p.Exp.Minus(unit) + 1 - int64(len(digits)); missing > 0 {
		digits += strings.Repeat("0", int(missing))
	}
	return Decimal{fixed(p.Neg, digits, -int64(places))}, nil
}

// Quo returns d ÷ e with at most that many digits after the decimal point, rounded once, by mode. It fails with
// [ErrDivisionByZero], or with [ErrRange] when it takes more than [MaxDigits] digits.
func (d Decimal) Quo(e Decimal, places int, mode Rounding) (Decimal, error) {
	x, y := partsOf(d.String()), partsOf(e.String())
	switch {
	case y.Digits == "":
		return Decimal{}, ErrDivisionByZero
	case x.Digits == "":
		return DecimalOf(0), nil
	case len(x.Digits) > MaxDigits || len(y.Digits) > MaxDigits || places > MaxDigits:
		return Decimal{}, ErrRange
	}
	exp := x.Exp.Minus(y.Exp) // of the first digit of the quotient, or one more
	unit := unitOf(places)
	keep := max(exp+1-unit.Capped(), 0)
	if keep > MaxDigits {
		return Decimal{}, ErrRange
	}
	// Both are integers now, and the quotient has at least one digit more than it keeps. What is left of it is told by
	// one more digit that is not zero, so that it is rounded as the whole would be.
	q := parts{number.Parts{Neg: x.Neg != y.Neg, Digits: divide(x.Digits, y.Digits, int(keep)+1)}}
	if q.Digits[0] == '0' {
		q.Digits, exp = q.Digits[1:], exp-1
	}
	q.Digits, q.Exp = strings.TrimRight(q.Digits, "0"), number.Exponent{}.Plus(exp)
	digits, rounded := q.round(unit, mode)
	if !rounded {
		return Decimal{plain(q.Neg, q.Digits, exp-int64(len(q.Digits))+1)}, nil
	}
	return Decimal{spell(q.Neg, digits, unit)}, nil
}

// divide returns 0.x ÷ 0.y as the digit before the point, the digits after it, and one more that is not zero if there is
// a remainder.
func divide(x, y string, after int) string {
	shift := after - len(x) + len(y)
	y += strings.Repeat("0", max(-shift, 0))
	x += strings.Repeat("0", max(shift, 0))
	var a, b, q, r apd.BigInt
	a.SetString(x, 10)
	b.SetString(y, 10)
	q.QuoRem(&a, &b, &r)
	digits := q.String()
	digits = strings.Repeat("0", max(after+1-len(digits), 0)) + digits
	if r.Sign() != 0 {
		digits += "1"
	}
	return digits
}

// Sum adds up what seq yields, exactly. It returns the first error of seq, or [ErrRange].
func Sum(seq iter.Seq2[Decimal, error]) (Decimal, error) {
	var sum Decimal
	for d, err := range seq {
		if err != nil {
			return Decimal{}, err
		}
		if sum, err = sum.Add(d); err != nil {
			return Decimal{}, err
		}
	}
	return sum, nil
}

// unitOf returns the exponent of the last digit of a number with that many digits after the point.
func unitOf(places int) number.Exponent {
	text, neg := strings.CutPrefix(strconv.Itoa(places), "-")
	if !neg {
		text = "-" + text
	}
	return number.ExponentOf(text, 0)
}

// round returns the digits of p down to that of 10^unit, rounded, and whether digits have been dropped. The result is
// empty when it is zero.
func (p parts) round(unit number.Exponent, mode Rounding) (digits string, rounded bool) {
	keep := p.Exp.Minus(unit) + 1
	if p.Digits == "" || keep >= int64(len(p.Digits)) {
		return p.Digits, false
	}
	half, last := -1, apd.NewBigInt(0)
	if keep >= 0 {
		digits = p.Digits[:keep]
		half = halfOf(p.Digits[keep:])
	}
	if keep > 0 {
		last.SetInt64(int64(digits[keep-1] - '0'))
	}
	if apd.Rounder(mode).ShouldAddOne(last, p.Neg, half) {
		digits = number.AddSmall("0"+digits, 1)
	}
	return digits, true
}

// halfOf compares digits, of which the last is not zero, with one half of the digit before them.
func halfOf(digits string) int {
	if digits[0] == '5' && len(digits) > 1 {
		return 1
	}
	return cmp.Compare(digits[0], '5')
}

// spell writes digits × 10^unit, where unit may have any size.
func spell(neg bool, digits string, unit number.Exponent) string {
	if digits == "" {
		return "0"
	}
	if n, ok := unit.Int64(); ok {
		return plain(neg, digits, n)
	}
	first := number.ExponentOf(unit.String(), int64(len(digits)-1))
	return scientific(neg, digits, first.String())
}

// zero writes 0 with that many digits after the point.
func zero(places int) string {
	if places <= 0 {
		return "0"
	}
	return "0." + strings.Repeat("0", places)
}

// fixed writes digits × 10^exp without exponent.
func fixed(neg bool, digits string, exp int64) string {
	sign := ""
	if neg && strings.Trim(digits, "0") != "" {
		sign = "-"
	}
	if exp >= 0 {
		return sign + digits + strings.Repeat("0", int(exp))
	}
	if missing := 1 - int64(len(digits)) - exp; missing > 0 {
		digits = strings.Repeat("0", int(missing)) + digits
	}
	point := int64(len(digits)) + exp
	return sign + digits[:point] + "." + digits[point:]
}

// scientific writes d.ddd × 10^exp.
func scientific(neg bool, digits, exp string) string {
	s := digits[:1]
	if len(digits) > 1 {
		s += "." + digits[1:]
	}
	if s += "e" + exp; neg {
		s = "-" + s
	}
	return s
}

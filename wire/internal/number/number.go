// Package number takes number literals of any size and precision apart, for wire.Decimal and for the limits of schemas.
package number

import (
	"cmp"
	"strconv"
	"strings"
)

// Parts is a literal taken apart: ±0.d₁d₂d₃… × 10^(Exp+1), that is, Exp is the exponent of the first digit.
type Parts struct {
	Neg    bool
	Digits string // without zeros at either end; empty: the number is zero
	Exp    Exponent
}

// Exponent is an integer of any size: small, or, when text is not empty, that.
type Exponent struct {
	small int64
	text  string // more than smallExponent digits without leading zeros, perhaps after a minus
}

// Of takes lit, a JSON number, apart.
func Of(lit string) (p Parts) {
	lit, p.Neg = strings.CutPrefix(lit, "-")
	mantissa, exp := lit, ""
	if i := strings.IndexAny(lit, "eE"); i >= 0 {
		mantissa, exp = lit[:i], lit[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	whole = strings.TrimLeft(whole, "0")
	shift := len(whole) - 1
	if whole == "" {
		n := len(fraction)
		fraction = strings.TrimLeft(fraction, "0")
		shift = len(fraction) - n - 1
	}
	p.Digits = strings.TrimRight(whole+fraction, "0")
	if p.Digits == "" {
		return Parts{}
	}
	p.Exp = ExponentOf(exp, int64(shift))
	return p
}

// Sign returns -1, 0 or +1.
func (p Parts) Sign() int {
	switch {
	case p.Digits == "":
		return 0
	case p.Neg:
		return -1
	}
	return 1
}

// String spells the number in the one form that equal numbers share.
func (p Parts) String() string {
	if p.Digits == "" {
		return "0"
	}
	sign := ""
	if p.Neg {
		sign = "-"
	}
	return sign + p.Digits + "e" + p.Exp.String()
}

// Cmp compares two numbers exactly: -1 when p is the smaller, 0, or +1. It takes time linear in the literals, whatever
// their exponents.
func (p Parts) Cmp(q Parts) int {
	switch {
	case p.Sign() != q.Sign():
		return cmp.Compare(p.Sign(), q.Sign())
	case p.Sign() == 0:
		return 0
	}
	c := cmp.Or(p.Exp.Cmp(q.Exp), strings.Compare(p.Digits, q.Digits))
	return c * p.Sign()
}

// High returns the exponent of the first digit, capped far beyond wire.MaxDigits.
func (p Parts) High() int64 { return p.Exp.Capped() }

// Low returns the exponent of the last digit, capped as High is.
func (p Parts) Low() int64 { return p.Exp.Capped() - int64(max(0, len(p.Digits)-1)) }

// Integral reports whether the number has no fraction.
func (p Parts) Integral() bool {
	return p.Digits == "" || !p.Exp.Less(int64(len(p.Digits))-1)
}

// Int64 returns the number when it is integral and in range.
func (p Parts) Int64() (int64, bool) {
	if p.Digits == "" {
		return 0, true
	}
	exp, ok := p.Exp.Int64()
	if !ok || exp < int64(len(p.Digits))-1 || exp > 18 {
		return 0, false
	}
	s := p.Digits + strings.Repeat("0", int(exp)+1-len(p.Digits))
	if p.Neg {
		s = "-" + s
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// ExponentOf returns the number that text spells, plus shift.
func ExponentOf(text string, shift int64) Exponent {
	text = strings.TrimPrefix(text, "+")
	text, neg := strings.CutPrefix(text, "-")
	text = strings.TrimLeft(text, "0")
	if len(text) <= smallExponent {
		n, _ := strconv.ParseInt("0"+text, 10, 64)
		if neg {
			n = -n
		}
		return Exponent{small: n}.Plus(shift)
	}
	if neg {
		return Exponent{text: "-" + AddSmall(text, -shift)}.normal()
	}
	return Exponent{text: AddSmall(text, shift)}.normal()
}

// smallExponent is up to how many digits an exponent is kept as a number. Each value has one form, so that values of
// different forms compare by sign.
const smallExponent = 18

func (e Exponent) Plus(n int64) Exponent {
	e.small += n
	if e.small > -1e18 && e.small < 1e18 {
		return e
	}
	return Exponent{text: strconv.FormatInt(e.small, 10)}
}

func (e Exponent) normal() Exponent {
	if len(strings.TrimPrefix(e.text, "-")) > smallExponent {
		return e
	}
	n, _ := strconv.ParseInt(e.text, 10, 64)
	return Exponent{small: n}
}

// AddSmall adds n to the number in digits, which is by far the larger, in time linear in its length.
func AddSmall(digits string, n int64) string {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0 && n != 0; i-- {
		v := int64(b[i]-'0') + n
		n = v / 10
		if v %= 10; v < 0 {
			v += 10
			n--
		}
		b[i] = byte('0' + v)
	}
	if n > 0 {
		return strconv.FormatInt(n, 10) + string(b)
	}
	return strings.TrimLeft(string(b), "0")
}

// Minus returns e - f, capped far beyond any length, in time linear in their texts.
func (e Exponent) Minus(f Exponent) int64 {
	const limit = 1e18
	if e.text == "" && f.text == "" {
		return min(max(e.small-f.small, -limit), limit)
	}
	sign := int64(e.Cmp(f))
	a, negA := strings.CutPrefix(e.String(), "-")
	b, negB := strings.CutPrefix(f.String(), "-")
	if negA != negB {
		return sign * limit
	}
	if len(a) < len(b) || len(a) == len(b) && a < b {
		a, b = b, a
	}
	n, err := strconv.ParseInt("0"+subtract(a, b), 10, 64)
	if err != nil {
		return sign * limit
	}
	return sign * min(n, limit)
}

// subtract returns the difference of two numbers in digits, of which a is not the smaller, without leading zeros.
func subtract(a, b string) string {
	out := []byte(a)
	borrow := byte(0)
	for i := 1; i <= len(a) && (i <= len(b) || borrow != 0); i++ {
		take := borrow
		if i <= len(b) {
			take += b[len(b)-i] - '0'
		}
		digit := out[len(a)-i] - '0'
		borrow = 0
		if digit < take {
			digit += 10
			borrow = 1
		}
		out[len(a)-i] = '0' + digit - take
	}
	return strings.TrimLeft(string(out), "0")
}

// String spells the exponent.
func (e Exponent) String() string {
	if e.text != "" {
		return e.text
	}
	return strconv.FormatInt(e.small, 10)
}

func (e Exponent) Int64() (int64, bool) { return e.small, e.text == "" }

// Less reports whether e < n, for n within the length of a text.
func (e Exponent) Less(n int64) bool {
	if e.text != "" {
		return e.text[0] == '-'
	}
	return e.small < n
}

func (e Exponent) Capped() int64 {
	const limit = 1 << 40
	switch {
	case e.text == "":
		return min(max(e.small, -limit), limit)
	case e.text[0] == '-':
		return -limit
	}
	return limit
}

func (e Exponent) Cmp(f Exponent) int {
	switch {
	case e.text == "" && f.text == "":
		return cmp.Compare(e.small, f.small)
	case f.text == "":
		return e.sign()
	case e.text == "" || e.sign() != f.sign():
		return -f.sign()
	}
	return e.sign() * cmp.Or(cmp.Compare(len(e.text), len(f.text)), strings.Compare(e.text, f.text))
}

// sign returns the sign of an exponent that has a text.
func (e Exponent) sign() int {
	if e.text[0] == '-' {
		return -1
	}
	return 1
}

// Above returns how many places the last digit of p is above that of q, in decimal digits, as it may be too much for an
// integer; below says that it is not above but below it. It takes time linear in the literals.
func (p Parts) Above(q Parts) (places string, below bool) {
	more := int64(len(q.Digits) - len(p.Digits))
	places, below = p.Exp.distance(q.Exp)
	if len(places) > smallExponent {
		return AddSmall(places, more), below // by far less than places
	}
	n, _ := strconv.ParseInt("0"+places, 10, 64)
	if below {
		n = -n
	}
	n += more
	return strconv.FormatInt(max(n, -n), 10), n < 0
}

// distance returns the digits of e - f without the sign, and whether that is negative.
func (e Exponent) distance(f Exponent) (digits string, negative bool) {
	a, negA := strings.CutPrefix(e.String(), "-")
	b, negB := strings.CutPrefix(f.String(), "-")
	switch {
	case negA != negB:
		return add(a, b), negA
	case len(a) > len(b) || len(a) == len(b) && a >= b:
		return subtract(a, b), negA
	}
	return subtract(b, a), !negA
}

// add returns the sum of two numbers in digits.
func add(a, b string) string {
	if len(a) < len(b) {
		a, b = b, a
	}
	out := append([]byte{'0'}, a...)
	carry := byte(0)
	for i := 1; i <= len(a) && (i <= len(b) || carry != 0); i++ {
		sum := out[len(out)-i] - '0' + carry
		if i <= len(b) {
			sum += b[len(b)-i] - '0'
		}
		out[len(out)-i], carry = '0'+sum%10, sum/10
	}
	out[0] += carry
	return strings.TrimLeft(string(out), "0")
}

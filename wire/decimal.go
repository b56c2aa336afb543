package wire

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// MaxDigits is how many digits an exact sum, difference or product may need, counted from its first to its last digit
// and to the decimal point. It is far beyond money and keeps 1e999999999 + 1 from filling the memory.
const MaxDigits = 100_000

// maxPadding is how many zeros a result may take for plain notation, beside its own digits.
const maxPadding = 40

// Decimal is a number as it was written, of any size and precision. The zero value is 0. Decimals compare with == by
// text; [Decimal.Cmp] compares the numbers.
type Decimal struct{ lit string }

// ParseDecimal returns s, which must be a JSON number, as a Decimal. Its error is a [*SyntaxError].
func ParseDecimal(s string) (Decimal, error) {
	d := newDecoder([]byte(s))
	defer d.free()
	if len(s) > 0 && (s[0] == '-' || s[0]-'0' <= 9) {
		d.number()
	} else {
		d.unexpected("a number")
	}
	if d.pos < len(d.data) {
		d.unexpected("the end of the number")
	}
	if d.err != nil {
		return Decimal{}, d.err
	}
	return Decimal{s}, nil
}

// DecimalOf returns n as a Decimal.
func DecimalOf(n int64) Decimal { return Decimal{strconv.FormatInt(n, 10)} }

// String returns the literal as it was written.
func (d Decimal) String() string {
	if d.lit == "" {
		return "0"
	}
	return d.lit
}

// Equal reports whether both are written the same, so that a lost digit shows. For equal numbers use Cmp.
func (d Decimal) Equal(e Decimal) bool { return d.String() == e.String() }

// Cmp compares the numbers exactly: -1 when d is the smaller, 0, or +1. It takes time linear in the literals, whatever
// their exponents.
func (d Decimal) Cmp(e Decimal) int {
	a, b := partsOf(d.String()), partsOf(e.String())
	switch {
	case a.sign() != b.sign():
		return cmp.Compare(a.sign(), b.sign())
	case a.sign() == 0:
		return 0
	}
	c := cmp.Or(a.exp.cmp(b.exp), strings.Compare(a.digits, b.digits))
	return c * a.sign()
}

// Sign returns -1, 0 or +1.
func (d Decimal) Sign() int { return partsOf(d.String()).sign() }

// Neg returns -d, written as d is. Zero stays as it is written, without a sign.
func (d Decimal) Neg() Decimal {
	abs := d.Abs()
	if d.Sign() > 0 {
		return Decimal{"-" + abs.lit}
	}
	return abs
}

// Abs returns d without its sign, written as d is.
func (d Decimal) Abs() Decimal { return Decimal{strings.TrimPrefix(d.String(), "-")} }

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
	lo, hi := min(x.low(), y.low(), 0), max(x.high(), y.high(), 0)
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
	if p.digits == "" && (len(lit) > maxPadding || strings.ContainsAny(lit, "eE")) {
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

// plain writes digits × 10^exp, without exponent unless that takes many zeros.
func plain(neg bool, digits string, exp int64) string {
	sign := ""
	if neg && digits != "0" {
		sign = "-"
	}
	point := int64(len(digits)) + exp
	switch {
	case digits == "0" && (exp >= 0 || exp < -maxPadding):
		return "0"
	case exp >= 0 && exp <= maxPadding:
		return sign + digits + strings.Repeat("0", int(exp))
	case exp < 0 && point > 0:
		return sign + digits[:point] + "." + digits[point:]
	case exp < 0 && -point <= maxPadding:
		return sign + "0." + strings.Repeat("0", int(-point)) + digits
	}
	s := sign + digits[:1]
	if len(digits) > 1 {
		s += "." + digits[1:]
	}
	return s + "e" + strconv.FormatInt(point-1, 10)
}

// Round returns d with at most that many digits after the decimal point, halves rounded away from zero, as invoices
// do; a negative number of places rounds to tens, hundreds and so on. A number that has no more digits stays as it is
// written.
func (d Decimal) Round(places int) Decimal {
	p := partsOf(d.String())
	if p.digits == "" || !p.exp.less(int64(len(p.digits))-1-int64(places)) {
		return d
	}
	exp, ok := p.exp.int64()
	keep := exp + 1 + int64(places)
	if !ok || keep < 0 {
		return Decimal{"0"}
	}
	digits := p.digits[:keep]
	if p.digits[keep] >= '5' {
		digits = addSmall("0"+digits, 1)
	}
	if digits == "" {
		return Decimal{"0"}
	}
	return Decimal{plain(p.neg, digits, -int64(places))}
}

// Int64 returns the number when it is integral and in range, however it is written.
func (d Decimal) Int64() (int64, bool) {
	p := partsOf(d.String())
	if p.digits == "" {
		return 0, true
	}
	exp, ok := p.exp.int64()
	if !ok || exp < int64(len(p.digits))-1 || exp > 18 {
		return 0, false
	}
	s := p.digits + strings.Repeat("0", int(exp)+1-len(p.digits))
	if p.neg {
		s = "-" + s
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// Float64 returns the nearest float64, an infinity when d is beyond its range. It is for charts, not for money.
func (d Decimal) Float64() float64 {
	f, _ := strconv.ParseFloat(d.String(), 64) // its error says only that the result is infinite
	return f
}

// MarshalJSON returns the literal.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON keeps the literal of a number.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	v, err := ParseDecimal(string(data))
	if err == nil {
		*d = v
	}
	return err
}

// parts is a literal taken apart: ±0.d₁d₂d₃… × 10^(exp+1), that is, exp is the exponent of the first digit.
type parts struct {
	neg    bool
	digits string // without zeros at either end; empty: the number is zero
	exp    exponent
}

// exponent is an integer of any size: small, or, when text is not empty, that.
type exponent struct {
	small int64
	text  string // more than smallExponent digits without leading zeros, perhaps after a minus
}

func partsOf(lit string) (p parts) {
	lit, p.neg = strings.CutPrefix(lit, "-")
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
	p.digits = strings.TrimRight(whole+fraction, "0")
	if p.digits == "" {
		return parts{}
	}
	p.exp = exponentOf(exp, int64(shift))
	return p
}

func (p parts) sign() int {
	switch {
	case p.digits == "":
		return 0
	case p.neg:
		return -1
	}
	return 1
}

// high returns the exponent of the first digit, and low that of the last, both capped far beyond MaxDigits.
func (p parts) high() int64 { return p.exp.capped() }
func (p parts) low() int64  { return p.exp.capped() - int64(max(0, len(p.digits)-1)) }

// integral reports whether the number has no fraction.
func (p parts) integral() bool {
	return p.digits == "" || !p.exp.less(int64(len(p.digits))-1)
}

// exponentOf returns the number that text spells, plus shift.
func exponentOf(text string, shift int64) exponent {
	text = strings.TrimPrefix(text, "+")
	text, neg := strings.CutPrefix(text, "-")
	text = strings.TrimLeft(text, "0")
	if len(text) <= smallExponent {
		n, _ := strconv.ParseInt("0"+text, 10, 64)
		if neg {
			n = -n
		}
		return exponent{small: n}.plus(shift)
	}
	if neg {
		return exponent{text: "-" + addSmall(text, -shift)}.normal()
	}
	return exponent{text: addSmall(text, shift)}.normal()
}

// smallExponent is up to how many digits an exponent is kept as a number. Each value has one form, so that values of
// different forms compare by sign.
const smallExponent = 18

func (e exponent) plus(n int64) exponent {
	e.small += n
	if e.small > -1e18 && e.small < 1e18 {
		return e
	}
	return exponent{text: strconv.FormatInt(e.small, 10)}
}

func (e exponent) normal() exponent {
	if len(strings.TrimPrefix(e.text, "-")) > smallExponent {
		return e
	}
	n, _ := strconv.ParseInt(e.text, 10, 64)
	return exponent{small: n}
}

// addSmall adds n to the number in digits, which is by far the larger, in time linear in its length.
func addSmall(digits string, n int64) string {
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

func (e exponent) int64() (int64, bool) { return e.small, e.text == "" }

// less reports whether e < n, for n within the length of a text.
func (e exponent) less(n int64) bool {
	if e.text != "" {
		return e.text[0] == '-'
	}
	return e.small < n
}

func (e exponent) capped() int64 {
	const limit = 1 << 40
	switch {
	case e.text == "":
		return min(max(e.small, -limit), limit)
	case e.text[0] == '-':
		return -limit
	}
	return limit
}

func (e exponent) cmp(f exponent) int {
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

// sign is that of an exponent that has a text.
func (e exponent) sign() int {
	if e.text[0] == '-' {
		return -1
	}
	return 1
}

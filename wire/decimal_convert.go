package wire

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire/internal/number"
	"github.com/cockroachdb/apd/v3"
)

// Int64 returns the number when it is integral and in range, however it is written.
func (d Decimal) Int64() (int64, bool) { return number.Of(d.String()).Int64() }

// Float64 returns the nearest float64, an infinity when d is beyond its range, and whether it is exactly d. It is for
// charts, not for money.
func (d Decimal) Float64() (f float64, exact bool) {
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return f, false // beyond the range
	}
	// The largest float64 has 309 digits, and the smallest one has 1,074 after the point.
	p := partsOf(d.String())
	if p.High() > 400 || p.Low() < -1200 {
		return f, false
	}
	r, err := d.Rat()
	return f, err == nil && new(big.Rat).SetFloat64(f).Cmp(r) == 0
}

// Rat returns the number as a fraction, or [ErrRange] when that takes more than [MaxDigits] digits.
func (d Decimal) Rat() (*big.Rat, error) {
	p := partsOf(d.String())
	if p.Digits == "" {
		return new(big.Rat), nil
	}
	if p.whole()-min(p.Low(), 0) > MaxDigits {
		return nil, ErrRange
	}
	n, _ := new(big.Int).SetString(p.Digits, 10)
	if p.Neg {
		n.Neg(n)
	}
	low := p.Low()
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(low, -low)), nil)
	if low >= 0 {
		return new(big.Rat).SetInt(n.Mul(n, scale)), nil
	}
	return new(big.Rat).SetFrac(n, scale), nil
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

// MarshalText returns the literal, as for a key of a map in JSON.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText keeps the literal of a number, as ParseDecimal does.
func (d *Decimal) UnmarshalText(text []byte) error { return d.UnmarshalJSON(text) }

// Value returns the literal as a string, which databases take for a numeric column without loss.
func (d Decimal) Value() (driver.Value, error) { return d.String(), nil }

// Scan takes a number from a database: an integer, a float, or text. A float stands for the shortest literal that reads as
// the same float. NULL is an error; scan into sql.Null[wire.Decimal] where it may occur.
func (d *Decimal) Scan(src any) error {
	switch v := src.(type) {
	case int64:
		*d = DecimalOf(v)
		return nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("wire: scan %v into a Decimal: expected a finite number", v)
		}
		*d = Decimal{strings.Replace(strconv.FormatFloat(v, 'g', -1, 64), "e+", "e", 1)}
		return nil
	case string:
		return d.scanText(v)
	case []byte:
		return d.scanText(string(v))
	}
	return fmt.Errorf("wire: scan %T into a Decimal: expected an integer, a float or text", src)
}

// scanText takes the forms in which databases write numbers, .5 and +1 among them.
func (d *Decimal) scanText(text string) error {
	if d.UnmarshalText([]byte(text)) == nil {
		return nil
	}
	if n, _, err := apd.NewFromString(text); err == nil && n.Form == apd.Finite && len(text) <= MaxDigits {
		*d = Decimal{plain(n.Negative, n.Coeff.String(), int64(n.Exponent))}
		return nil
	}
	return fmt.Errorf("wire: scan %.40q into a Decimal: expected a number", text)
}

// LogValue returns the literal.
func (d Decimal) LogValue() slog.Value { return slog.StringValue(d.String()) }

// Format implements [fmt.Formatter]. The verbs are
//
//	%v %s  the number as it was written
//	%q     the same, quoted
//	%f %F  without exponent, rounded as [Decimal.Round] does to the digits after the point that the precision gives
//	%e %E  with an exponent, and with so many digits after the point
//	%g %G  with an exponent where that spares many zeros, rounded to so many digits in all
//
// Without a precision no digit is dropped. Width and the flags +, -, 0 and space work as they do for floats. A number that
// takes more than [MaxDigits] digits is written with an exponent in any case.
func (d Decimal) Format(s fmt.State, verb rune) {
	p := partsOf(d.String())
	places, limited := s.Precision()
	var text string
	switch verb {
	case 'v', 's':
		text = d.String()
	case 'q':
		text = strconv.Quote(d.String())
	case 'f', 'F':
		text = p.decimal(places, limited)
	case 'e', 'E':
		text = p.exponential(places, limited)
	case 'g', 'G':
		text = p.general(places, limited)
	default:
		text = "%!" + string(verb) + "(wire.Decimal=" + d.String() + ")"
	}
	if verb == 'E' || verb == 'G' {
		text = strings.ToUpper(text)
	}
	pad(s, text)
}

// decimal writes the number without exponent.
func (p parts) decimal(places int, limited bool) string {
	if !limited {
		places = int(max(-p.Low(), 0))
	}
	d, err := Decimal{scientific(p.Neg, cmp.Or(p.Digits, "0"), p.Exp.String())}.Quantize(places, RoundHalfUp)
	if err != nil {
		return p.exponential(places, limited)
	}
	return d.lit
}

// exponential writes the number with an exponent of two digits or more, as floats have it.
func (p parts) exponential(places int, limited bool) string {
	if limited && places <= MaxDigits {
		p = p.significant(places + 1)
		p.Digits += strings.Repeat("0", places+1-len(p.Digits))
	}
	text, neg := strings.CutPrefix(p.Exp.String(), "-")
	sign := "+"
	if neg {
		sign = "-"
	}
	if len(text) < 2 {
		text = "0" + text
	}
	return scientific(p.Neg, cmp.Or(p.Digits, "0"), sign+text)
}

// general writes the number in the shorter of both ways.
func (p parts) general(digits int, limited bool) string {
	if limited {
		p = p.significant(max(digits, 1))
	}
	exp, ok := p.Exp.Int64()
	if !ok {
		return p.exponential(0, false)
	}
	return plain(p.Neg, cmp.Or(p.Digits, "0"), exp+1-int64(max(len(p.Digits), 1)))
}

// significant rounds the number to so many digits.
func (p parts) significant(n int) parts {
	unit := number.ExponentOf(p.Exp.String(), int64(1-n))
	digits, _ := p.round(unit, RoundHalfUp)
	if len(digits) > n { // a carry, to a power of ten
		p.Exp = number.ExponentOf(p.Exp.String(), 1)
	}
	p.Digits = strings.TrimRight(digits, "0")
	return p
}

// pad writes the text of a number with the width and the flags of s.
func pad(s fmt.State, text string) {
	sign := ""
	switch {
	case strings.HasPrefix(text, "-"):
		sign, text = "-", text[1:]
	case text[0]-'0' > 9:
	case s.Flag('+'):
		sign = "+"
	case s.Flag(' '):
		sign = " "
	}
	width, _ := s.Width()
	fill := max(width-len(sign)-len(text), 0)
	switch {
	case s.Flag('-'):
		text = sign + text + strings.Repeat(" ", fill)
	case s.Flag('0'):
		text = sign + strings.Repeat("0", fill) + text
	default:
		text = strings.Repeat(" ", fill) + sign + text
	}
	_, _ = io.WriteString(s, text) // fmt has no use for an error
}

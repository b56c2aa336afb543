package wire

import (
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/number"
	"github.com/azbill/azbill/wire/internal/scan"
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
	if err := scan.ValidNumber([]byte(s)); err != nil {
		return Decimal{}, (*SyntaxError)(err)
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
func (d Decimal) Cmp(e Decimal) int { return number.Of(d.String()).Cmp(number.Of(e.String())) }

// Sign returns -1, 0 or +1.
func (d Decimal) Sign() int { return number.Of(d.String()).Sign() }

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

// Access gives package codec the literal.
func (d *Decimal) Access(internal.NotForPublicUse) *string { return &d.lit }

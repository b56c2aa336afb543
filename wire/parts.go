package wire

import (
	"cmp"
	"strconv"
	"strings"
)

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

// String spells the number in the one form that equal numbers share.
func (p parts) String() string {
	if p.digits == "" {
		return "0"
	}
	sign := ""
	if p.neg {
		sign = "-"
	}
	return sign + p.digits + "e" + p.exp.String()
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

// minus returns e - f, capped far beyond any length, in time linear in their texts.
func (e exponent) minus(f exponent) int64 {
	const limit = 1e18
	if e.text == "" && f.text == "" {
		return min(max(e.small-f.small, -limit), limit)
	}
	sign := int64(e.cmp(f))
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
func (e exponent) String() string {
	if e.text != "" {
		return e.text
	}
	return strconv.FormatInt(e.small, 10)
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

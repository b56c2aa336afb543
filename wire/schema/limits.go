package schema

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/azbill/azbill/wire/internal/datetime"
	"github.com/azbill/azbill/wire/internal/number"
	"github.com/azbill/azbill/wire/internal/scan"
)

// integer checks that the number between i and end has no fraction and is in range, if the kind is one of integers. It
// reports false for one with a fraction, which is of another type: no further rule concerns it.
func (v *validator) integer(k Kind, i, end int) bool {
	switch k {
	case KindInt32, KindInt64, KindInteger:
	default:
		return true
	}
	p := number.Of(string(v.src[i:end]))
	switch {
	case !p.Integral():
		v.report(i, "type", "%s in place of an integer", v.excerpt(i, end))
		v.wants(k)
		return false
	case k == KindInt32 && !inRange(p, "int32"):
		v.reportFormat(i, "int32", "%s is beyond the range of int32", v.excerpt(i, end))
	case k == KindInt64 && !inRange(p, "int64"):
		v.reportFormat(i, "int64", "%s is beyond the range of int64", v.excerpt(i, end))
	}
	return true
}

// unheld reports an integer that no field of type int64 holds, if that is asked for, where the document states no range. The
// Go type of format uint64 holds every integer.
func (v *validator) unheld(s *Schema, i, end int) {
	if !v.Mismatch || v.trial || s.Kind != KindInteger || s.Rules != nil && s.Rules.Format == "uint64" {
		return
	}
	if p := number.Of(string(v.src[i:end])); p.Integral() && !inRange(p, "int64") {
		v.report(i, "mismatch", "the document allows %s, the Go type is an int64", v.excerpt(i, end))
	}
}

// inRange reports whether a number is an integer of the format, int32 or int64.
func inRange(p number.Parts, format string) bool {
	n, ok := p.Int64()
	return ok && (format == "int64" || math.MinInt32 <= n && n <= math.MaxInt32)
}

// limits checks the enumeration and the rules of the value between i and end, whose kind is right.
func (v *validator) limits(s *Schema, i, end int) {
	if len(s.Enum) > 0 && !v.among(s.Enum, i, end) {
		v.report(i, "enum", "%s is none of %s", v.excerpt(i, end), several(s.Enum))
	}
	r := s.Rules
	if r == nil {
		return
	}
	switch kindOf(v.src[i]) {
	case KindString:
		v.stringLimits(r, i, end)
	case KindNumber:
		v.numberLimits(r, i, end)
	case KindArray:
		v.arrayLimits(r, i)
	case KindMap:
		if r.MinProps == "" && r.MaxProps == "" {
			return
		}
		count := 0
		for j := scan.PassSpace(v.src, i+1); v.src[j] != '}'; count++ {
			_, value := scan.MemberAt(v.src, j)
			j = scan.PassComma(v.src, v.past(value))
		}
		v.count(i, count, "member", "minProperties", r.MinProps, "maxProperties", r.MaxProps)
	}
}

// among reports whether the value between i and end is among the JSON texts of an enumeration.
func (v *validator) among(enum []string, i, end int) bool {
	values := v.enums[&enum[0]]
	if values == nil {
		if slices.Contains(enum, string(v.src[i:end])) {
			return true
		}
		values = map[digest]bool{}
		for _, e := range enum {
			of := validator{walker: newWalker(v.m, []byte(e))}
			values[of.digest(0, len(e))] = true
			of.d.Free()
		}
		if v.enums == nil {
			v.enums = map[*string]map[digest]bool{}
		}
		v.enums[&enum[0]] = values
	}
	return values[v.digest(i, end)]
}

func (v *validator) stringLimits(r *Rules, i, end int) {
	text := v.text(i, end)
	if r.MinLength != "" || r.MaxLength != "" {
		v.count(i, utf8.RuneCount(text), "character", "minLength", r.MinLength, "maxLength", r.MaxLength)
	}
	if r.Pattern != "" {
		v.pattern(r.Pattern, text, i, end)
	}
	if check := formats[r.Format]; check != nil && !check(string(text)) {
		v.reportFormat(i, r.Format, "%s is not a valid %s", v.excerpt(i, end), r.Format)
	}
}

func (v *validator) numberLimits(r *Rules, i, end int) {
	lit := string(v.src[i:end])
	n := number.Of(lit)
	if (r.Format == "int32" || r.Format == "int64") && !inRange(n, r.Format) {
		v.reportFormat(i, r.Format, "%s is not an %s", v.excerpt(i, end), r.Format)
	}
	if c := compare(n, r.Minimum, 1); c < 0 || c == 0 && r.ExclusiveMinimum {
		v.report(i, "minimum", "%s is less than the minimum %s%s", v.excerpt(i, end), r.Minimum, exclusive(r.ExclusiveMinimum))
	}
	if c := compare(n, r.Maximum, -1); c > 0 || c == 0 && r.ExclusiveMaximum {
		v.report(i, "maximum", "%s is more than the maximum %s%s", v.excerpt(i, end), r.Maximum, exclusive(r.ExclusiveMaximum))
	}
	if r.MultipleOf != "" && !multiple(lit, r.MultipleOf) {
		v.report(i, "multipleOf", "%s is not a multiple of %s", v.excerpt(i, end), r.MultipleOf)
	}
}

// compare compares n with a limit; without one it returns none.
func compare(n number.Parts, limit string, none int) int {
	if limit == "" {
		return none
	}
	return n.Cmp(number.Of(limit))
}

func exclusive(is bool) string {
	if is {
		return ", which is excluded"
	}
	return ""
}

func (v *validator) arrayLimits(r *Rules, i int) {
	if !r.UniqueItems && r.MinItems == "" && r.MaxItems == "" {
		return
	}
	count := 0
	first, reported := map[digest]int{}, false
	for j := scan.PassSpace(v.src, i+1); v.src[j] != ']'; count++ {
		end := v.past(j)
		if r.UniqueItems {
			value := v.digest(j, end)
			if same, ok := first[value]; !ok {
				first[value] = count
			} else if !reported {
				reported = true
				v.report(i, "uniqueItems", "items %d and %d are equal", same, count)
			}
		}
		j = scan.PassComma(v.src, end)
	}
	v.count(i, count, "item", "minItems", r.MinItems, "maxItems", r.MaxItems)
}

// count checks a number of things against its limits.
func (v *validator) count(i, n int, thing, minRule, least, maxRule, most string) {
	if least == "" && most == "" {
		return
	}
	have := number.Of(strconv.Itoa(n))
	if n != 1 {
		thing += "s"
	}
	if compare(have, least, 1) < 0 {
		v.report(i, minRule, "%d %s, fewer than %s", n, thing, least)
	}
	if compare(have, most, -1) > 0 {
		v.report(i, maxRule, "%d %s, more than %s", n, thing, most)
	}
}

// multiple reports whether x is an integral multiple of m, exactly, in time linear in x: it never expands exponents.
func multiple(x, m string) bool {
	a, b := number.Of(x), number.Of(m)
	if a.Digits == "" || b.Digits == "" {
		return a.Digits == ""
	}
	shift, below := a.Above(b)
	if below {
		return false // the last digit of x is below that of m, and not zero
	}
	if b.Digits == "1" {
		return true
	}
	q, _ := new(big.Int).SetString(b.Digits, 10)
	p := remainder(a.Digits, q)
	p.Mul(p, powerOfTen(shift, q))
	return p.Rem(p, q).Sign() == 0
}

// powerOfTen returns 10 to the power that is spelled in digits, modulo q.
func powerOfTen(digits string, q *big.Int) *big.Int {
	r, square, digit := big.NewInt(1), new(big.Int), new(big.Int)
	for _, d := range []byte(digits) { // r is 10 to the power of the digits before
		square.Mul(r, r).Rem(square, q)
		r.Mul(square, square).Rem(r, q)
		r.Mul(r, r).Rem(r, q)
		r.Mul(r, square).Rem(r, q)
		digit.SetInt64(int64(math.Pow10(int(d - '0'))))
		r.Mul(r, digit).Rem(r, q)
	}
	return r
}

// remainder returns the number in digits modulo q, in time linear in digits, which reading it as a whole is not.
func remainder(digits string, q *big.Int) *big.Int {
	const step = 18 // digits that an int64 holds
	r, scale, next := new(big.Int), new(big.Int), new(big.Int)
	for digits != "" {
		n := min(step, len(digits))
		v, _ := strconv.ParseInt(digits[:n], 10, 64)
		scale.SetInt64(int64(math.Pow10(n)))
		r.Mul(r, scale).Add(r, next.SetInt64(v)).Rem(r, q)
		digits = digits[n:]
	}
	return r
}

// formats are those that can be told from the text alone.
var formats = map[string]func(string) bool{
	"date-time": datetime.IsDateTime,
	"date":      datetime.IsDate,
	"time":      datetime.IsTime,
	"uuid":      isUUID,
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
		default:
			return false
		}
	}
	return true
}

package wire

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// integer checks that the number between i and end has no fraction and is in range.
func (v *validator) integer(k Kind, i, end int) {
	lit := Decimal{string(v.src[i:end])}
	if !partsOf(lit.lit).integral() {
		v.report(i, "type", "%s in place of an integer", v.excerpt(i, end))
		return
	}
	n, ok := lit.Int64()
	if k == KindInt32 && (!ok || n < math.MinInt32 || n > math.MaxInt32) {
		v.report(i, "format", "%s is beyond the range of int32", v.excerpt(i, end))
	} else if !ok {
		v.report(i, "format", "%s is beyond the range of int64", v.excerpt(i, end))
	}
}

// limits checks the enumeration and the rules of the value between i and end, whose kind is right.
func (v *validator) limits(s *Schema, i, end int) {
	if len(s.Enum) > 0 && !v.listed(s.Enum, v.src[i:end]) {
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
		for j := passSpace(v.src, i+1); v.src[j] != '}'; count++ {
			_, value := memberAt(v.src, j)
			j = passComma(v.src, passValue(v.src, value))
		}
		v.count(i, count, "member", "minProperties", r.MinProps, "maxProperties", r.MaxProps)
	}
}

// listed reports whether the value with that text is among the JSON texts of an enumeration.
func (v *validator) listed(enum []string, text []byte) bool {
	for _, e := range enum {
		if e == string(text) {
			return true
		}
	}
	value := string(appendCanonical(nil, text, true))
	for _, e := range enum {
		if string(appendCanonical(nil, []byte(e), true)) == value {
			return true
		}
	}
	return false
}

func (v *validator) stringLimits(r *Rules, i, end int) {
	text := v.text(i, end)
	if r.MinLength != "" || r.MaxLength != "" {
		v.count(i, utf8.RuneCount(text), "character", "minLength", r.MinLength, "maxLength", r.MaxLength)
	}
	if re := compiled(r.Pattern); re != nil && !re.Match(text) {
		v.report(i, "pattern", "%s does not match %s", v.excerpt(i, end), r.Pattern)
	}
	if check := formats[r.Format]; check != nil && !check(string(text)) {
		v.report(i, "format", "%s is no %s", v.excerpt(i, end), r.Format)
	}
}

func (v *validator) numberLimits(r *Rules, i, end int) {
	n := Decimal{string(v.src[i:end])}
	if c := n.compare(r.Minimum, 1); c < 0 || c == 0 && r.ExclusiveMinimum {
		v.report(i, "minimum", "%s is less than the minimum %s%s", v.excerpt(i, end), r.Minimum, exclusive(r.ExclusiveMinimum))
	}
	if c := n.compare(r.Maximum, -1); c > 0 || c == 0 && r.ExclusiveMaximum {
		v.report(i, "maximum", "%s is more than the maximum %s%s", v.excerpt(i, end), r.Maximum, exclusive(r.ExclusiveMaximum))
	}
	if r.MultipleOf != "" && !multiple(n.lit, r.MultipleOf) {
		v.report(i, "multipleOf", "%s is no multiple of %s", v.excerpt(i, end), r.MultipleOf)
	}
}

// compare is Cmp with a limit; without one it answers none.
func (d Decimal) compare(limit string, none int) int {
	if limit == "" {
		return none
	}
	return d.Cmp(Decimal{limit})
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
	first := map[string]int{}
	for j := passSpace(v.src, i+1); v.src[j] != ']'; count++ {
		end := passValue(v.src, j)
		if r.UniqueItems {
			value := string(appendCanonical(nil, v.src[j:end], true))
			if same, ok := first[value]; ok {
				v.reportMember(strconv.Itoa(count), j, "uniqueItems", "the item equals item %d", same)
			} else {
				first[value] = count
			}
		}
		j = passComma(v.src, end)
	}
	v.count(i, count, "item", "minItems", r.MinItems, "maxItems", r.MaxItems)
}

// count checks a number of things against its limits.
func (v *validator) count(i, n int, thing, minRule, least, maxRule, most string) {
	have := DecimalOf(int64(n))
	if n != 1 {
		thing += "s"
	}
	if have.compare(least, 1) < 0 {
		v.report(i, minRule, "%d %s, fewer than %s", n, thing, least)
	}
	if have.compare(most, -1) > 0 {
		v.report(i, maxRule, "%d %s, more than %s", n, thing, most)
	}
}

// patterns caches compiled patterns: string to *regexp.Regexp, nil for those that do not compile.
var patterns sync.Map

func compiled(pattern string) *regexp.Regexp {
	if pattern == "" {
		return nil
	}
	if re, ok := patterns.Load(pattern); ok {
		return re.(*regexp.Regexp)
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		re = nil // look-around and the like: the rule cannot be checked here
	}
	patterns.Store(pattern, re)
	return re
}

// multiple reports whether x is an integral multiple of m, exactly. It never expands exponents.
func multiple(x, m string) bool {
	a, b := partsOf(x), partsOf(m)
	if a.digits == "" || b.digits == "" {
		return a.digits == ""
	}
	shift := new(big.Int).Sub(a.lowest(), b.lowest())
	if shift.Sign() < 0 {
		return false // the last digit of x is below that of m, and not zero
	}
	q, _ := new(big.Int).SetString(b.digits, 10)
	p := remainder(a.digits, q)
	p.Mul(p, shift.Exp(big.NewInt(10), shift, q))
	return p.Rem(p, q).Sign() == 0
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

// lowest is the exponent of the last digit.
func (p parts) lowest() *big.Int {
	n, _ := new(big.Int).SetString(p.exp.String(), 10)
	return n.Sub(n, big.NewInt(int64(len(p.digits)-1)))
}

// formats are those that can be told from the text alone.
var formats = map[string]func(string) bool{
	"date-time": isDateTime,
	"date":      isDate,
	"time":      isTime,
	"uuid":      isUUID,
}

// isDateTime reports whether s is date-time of RFC 3339.
func isDateTime(s string) bool {
	return len(s) > 11 && (s[10] == 'T' || s[10] == 't') && isDate(s[:10]) && isTime(s[11:])
}

// isDate reports whether s is full-date of RFC 3339.
func isDate(s string) bool {
	t := timeScanner{rest: s}
	year, month, day, slashes := t.date()
	return !t.bad && t.rest == "" && !slashes && validDate(year, month, day)
}

// isTime reports whether s is full-time of RFC 3339, which demands a zone. A leap second ends a day in UTC.
func isTime(s string) bool {
	if len(s) < len("00:00:00Z") || strings.ContainsAny(s, "Tt ") {
		return false
	}
	t := timeScanner{rest: "T" + s}
	c := t.clock(false)
	zoned := strings.ContainsAny(s, "Zz+-")
	if t.bad || t.rest != "" || !zoned {
		return false
	}
	if c.second == 60 {
		minute := c.hour*60 + c.minute - c.offset/60
		return (minute%1440+1440)%1440 == 1439
	}
	return true
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

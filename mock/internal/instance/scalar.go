package instance

import (
	"fmt"
	"math/big"
	"regexp"
	"regexp/syntax"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/azbill/azbill/wire/schema"
)

// text makes a string: by its format, its pattern, what its name is about, or of its name; of a length that is allowed.
func (g *maker) text(is *shape, name string) string {
	s, fixed := g.word(name), false
	least, most := 0, 1<<16
	for _, r := range is.rules {
		least, most = atLeast(least, r.MinLength), atMost(most, r.MaxLength)
		if t := g.format(r.Format); t != "" {
			s, fixed = t, true
		}
		if r.Pattern != "" && !fixed {
			if t, ok := g.matching(r.Pattern, atLeast(0, r.MinLength)); ok {
				s, fixed = t, true
			}
		}
	}
	if !fixed {
		if t := usual[strings.ToLower(name)]; t != "" {
			s = t
		} else if named.MatchString(name) {
			s = g.format("date-time")
		}
	}
	if n := utf8.RuneCountInString(s); n < least {
		s += strings.Repeat("x", min(least-n, 1<<16))
	} else if n > most {
		s = string([]rune(s)[:most])
	}
	return s
}

// named are the members that hold a time, by their names.
var named = regexp.MustCompile(`(^|[a-z])(On|Date|DateTime|Time|Timestamp)$`)

// usual are texts for members whose schema says less than their name.
var usual = map[string]string{
	"currency": "USD", "currencycode": "USD", "billingcurrency": "USD", "pricingcurrency": "USD", "country": "US", "location": "global",
	"email": "user@example.com", "emailaddress": "user@example.com", "postalcode": "98052", "city": "Redmond", "region": "WA",
	"url": "https://example.com/file", "downloadurl": "https://example.com/file", "firstname": "Alex", "lastname": "Doe",
}

// format makes a text of a format that is checked; empty for others.
func (g *maker) format(format string) string {
	at := time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(g.rng.IntN(24*90)) * time.Hour)
	switch format {
	case "date-time":
		return at.Format(time.RFC3339)
	case "date":
		return at.Format(time.DateOnly)
	case "time":
		return at.Format("15:04:05Z")
	case "uuid":
		return g.uuid()
	}
	return ""
}

func (g *maker) uuid() string {
	a, b := g.rng.Uint64(), g.rng.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(a), uint16(a>>32), (a>>48)&0xfff, b&0xfff, (b>>16)&0xffffffffffff)
}

// matching makes a text that a pattern matches, of at least the length given where the pattern repeats something. Patterns
// that package regexp does not read have none.
func (g *maker) matching(pattern string, least int) (string, bool) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	g.expand(&b, re.Simplify(), least, 0)
	return b.String(), true
}

const maxExpansion = 1 << 12 // bytes of a text made of a pattern

func (g *maker) expand(b *strings.Builder, re *syntax.Regexp, least, depth int) {
	if b.Len() > maxExpansion || depth > 200 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			b.WriteRune(r)
		}
	case syntax.OpCharClass:
		b.WriteRune(g.rune(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte("abcdefghij"[g.rng.IntN(10)])
	case syntax.OpAlternate:
		g.expand(b, re.Sub[g.turn%len(re.Sub)], least, depth+1)
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range re.Sub {
			g.expand(b, sub, least, depth+1)
		}
	case syntax.OpStar, syntax.OpPlus:
		g.expand(b, re.Sub[0], 0, depth+1)
		for limit := 0; b.Len() < least && limit < maxExpansion; limit++ {
			g.expand(b, re.Sub[0], 0, depth+1)
		}
	case syntax.OpQuest:
		if b.Len() < least {
			g.expand(b, re.Sub[0], least, depth+1)
		}
	case syntax.OpRepeat:
		for range re.Min {
			g.expand(b, re.Sub[0], 0, depth+1)
		}
	}
}

// rune picks a rune of a class: a letter or digit where it has one.
func (g *maker) rune(class []rune) rune {
	for _, want := range []struct{ lo, hi rune }{{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {' ', '~'}} {
		for i := 0; i+1 < len(class); i += 2 {
			if lo, hi := max(class[i], want.lo), min(class[i+1], want.hi); lo <= hi {
				return lo + rune(g.rng.IntN(int(hi-lo)+1))
			}
		}
	}
	if len(class) == 0 {
		return 'x'
	}
	return class[0]
}

// counting are the members whose numbers count something, by their names.
var counting = regexp.MustCompile(`(?i)(quantity|count|number|days|months|years)$`)

// number makes a number within the limits.
func (g *maker) number(is *shape, name string) string {
	integer := is.kind != schema.KindNumber || counting.MatchString(name)
	lo, hi, step := (*big.Rat)(nil), (*big.Rat)(nil), (*big.Rat)(nil)
	for _, r := range is.rules {
		integer = integer || r.Format == "int32" || r.Format == "int64"
		unit := big.NewRat(1, 100)
		if integer {
			unit = big.NewRat(1, 1)
		}
		if v := rat(r.Minimum); v != nil && (lo == nil || v.Cmp(lo) >= 0) {
			lo = v
			if r.ExclusiveMinimum {
				lo = new(big.Rat).Add(v, unit)
			}
		}
		if v := rat(r.Maximum); v != nil && (hi == nil || v.Cmp(hi) <= 0) {
			hi = v
			if r.ExclusiveMaximum {
				hi = new(big.Rat).Sub(v, unit)
			}
		}
		if v := rat(r.MultipleOf); v != nil && v.Sign() > 0 {
			step = v
		}
	}
	if integer && (step == nil || !step.IsInt()) {
		step = big.NewRat(1, 1)
	}
	return g.within(lo, hi, step, integer)
}

// within picks a number between two limits, which may be nil, that is a multiple of step, which may be nil.
func (g *maker) within(lo, hi, step *big.Rat, integer bool) string {
	v := big.NewRat(int64(1+g.rng.IntN(100)), 1)
	if !integer {
		v = big.NewRat(int64(g.rng.IntN(100_000)), 100)
	}
	if hi != nil && v.Cmp(hi) > 0 {
		v = hi
		if lo != nil {
			v = new(big.Rat).Quo(new(big.Rat).Add(lo, hi), big.NewRat(2, 1))
		}
	}
	if lo != nil && v.Cmp(lo) < 0 {
		v = lo
	}
	if step != nil {
		q := new(big.Rat).Quo(v, step)
		n := new(big.Int).Div(q.Num(), q.Denom())
		v = new(big.Rat).Mul(new(big.Rat).SetInt(n), step)
		if lo != nil && v.Cmp(lo) < 0 {
			v.Add(v, step)
		}
	}
	if v.IsInt() {
		return v.Num().String()
	}
	digits, exact := v.FloatPrec()
	if !exact {
		digits = 12
	}
	return v.FloatString(digits)
}

// rat reads a limit; nil when there is none, or it is too long to compute with.
func rat(literal string) *big.Rat {
	if literal == "" || len(literal) > 64 || strings.ContainsAny(literal, "eE") && len(literal[strings.IndexAny(literal, "eE"):]) > 4 {
		return nil
	}
	v, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil
	}
	return v
}

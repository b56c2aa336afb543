package wire_test

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/go-json-experiment/json/jsontext"
)

// FuzzDecimal holds the arithmetic against math/big where that can follow, and its laws everywhere else.
func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"0", "-0.00", "500.0", "1e3", "1E+3", "1e999999999", "-1e-99999999999999999999", "12345678901234567890.0123456789", "9.995", "5000.00"} {
		f.Add(s, "265.09", 2)
		f.Add(s, s, -1)
	}
	f.Fuzz(func(t *testing.T, a, b string, places int) {
		x, err := wire.ParseDecimal(a)
		if (err == nil) != (jsontext.Value(a).IsValid() && strings.ContainsAny(a[:1], "-0123456789") && strings.TrimSpace(a) == a) {
			t.Fatalf("%q: %v", a, err)
		}
		y, err2 := wire.ParseDecimal(b)
		if err != nil || err2 != nil {
			return
		}
		if x.String() != a || x.Cmp(x) != 0 || x.Cmp(y) != -y.Cmp(x) || x.Abs().Sign() < 0 || x.Neg().Neg().Cmp(x) != 0 {
			t.Fatalf("%s, %s: comparison", a, b)
		}
		n, integral := x.Int64()
		if integral && wire.DecimalOf(n).Cmp(x) != 0 {
			t.Fatalf("%s is not %d", a, n)
		}
		round := x.Round(places)
		if _, err := wire.ParseDecimal(round.String()); err != nil {
			t.Fatalf("%s rounds to %s", a, round)
		}
		p, ok := smallRat(a)
		q, ok2 := smallRat(b)
		if !ok || !ok2 {
			return
		}
		if x.Cmp(y) != p.Cmp(q) {
			t.Fatalf("%s compared with %s: %d", a, b, x.Cmp(y))
		}
		sameSum(t, a+"+"+b, new(big.Rat).Add(p, q))(x.Add(y))
		sameSum(t, a+"-"+b, new(big.Rat).Sub(p, q))(x.Sub(y))
		sameSum(t, a+"*"+b, new(big.Rat).Mul(p, q))(x.Mul(y))
	})
}

// smallRat reads a literal whose exponent math/big can expand.
func smallRat(s string) (*big.Rat, bool) {
	if i := strings.IndexAny(s, "eE"); i >= 0 && len(s)-i > 5 || len(s) > 2000 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

func sameSum(t *testing.T, what string, want *big.Rat) func(wire.Decimal, error) {
	return func(got wire.Decimal, err error) {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if r, ok := new(big.Rat).SetString(got.String()); !ok || r.Cmp(want) != 0 {
			t.Fatalf("%s = %s, want %s", what, got, want.RatString())
		}
	}
}

// rfc3339 is the form alone. Package time takes more: a comma for the point, an hour of one digit, an offset of 24 hours or
// of 60 minutes.
var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// FuzzTime: what is read is a time that, written in RFC 3339, reads the same; and all that package time reads as RFC
// 3339 is read alike.
func FuzzTime(f *testing.F) {
	for _, s := range []string{
		"2018-04-30T21:47:31.123Z", "2018-04-30 21:47:31+02:00", "2018-04-30", "09/18/2019 21:47:31", "10/11/2019", "1/2/2019 3:04:05 PM",
		"2016-12-31T23:59:60Z", "0001-01-01T00:00:00Z", "2019-02-29", "", "9999-12-31t23:59:59.999999999999z",
		"2019-01-01T0:00:00Z", "2019-01-01T00:00:00,5Z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := wire.ParseTime(s)
		theirs, theirErr := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			if theirErr == nil && rfc3339.MatchString(s) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		at, err := v.Time()
		if err != nil || v.String() != s {
			t.Fatalf("%q: %v, %v", s, v, err)
		}
		if theirErr == nil && !theirs.Equal(at) {
			t.Fatalf("%q is %v, package time says %v", s, at, theirs)
		}
		if year := at.Year(); year < 0 || year > 9999 {
			return // the first or last hours of what has four digits, in a zone
		}
		back, err := wire.TimeOf(at).Time()
		if err != nil || !back.Equal(at) {
			t.Fatalf("%q: %v written as %s is %v (%v)", s, at, wire.TimeOf(at), back, err)
		}
	})
}

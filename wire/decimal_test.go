package wire_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
)

func dec(t testing.TB, s string) wire.Decimal {
	t.Helper()
	d, err := wire.ParseDecimal(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return d
}

func TestParseDecimal(t *testing.T) {
	for _, s := range []string{"0", "-0", "0.0", "500.0", "1e3", "1E+3", "1e-3", "-1.50e0", "1e999999999", "12345678901234567890.0123456789"} {
		if got := dec(t, s).String(); got != s {
			t.Errorf("%s became %s", s, got)
		}
	}
	for _, s := range []string{"", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x1", "1 ", " 1", "1,5", "NaN", "Infinity", "\"1\"", "1_0", "１"} {
		var syntax *wire.SyntaxError
		if d, err := wire.ParseDecimal(s); !errors.As(err, &syntax) {
			t.Errorf("%q became %s, %v", s, d, err)
		}
	}
	if zero := (wire.Decimal{}); zero.String() != "0" || zero.Sign() != 0 || !zero.Equal(dec(t, "0")) || zero.Cmp(dec(t, "-0.00")) != 0 {
		t.Errorf("the zero Decimal is %s", zero)
	}
}

// randomDecimal returns a literal of one of many shapes; exponents stay small enough for math/big.
func randomDecimal(rng *rand.Rand) string {
	var b strings.Builder
	if rng.IntN(2) == 0 {
		b.WriteByte('-')
	}
	digits := func(n int) {
		for range n {
			if rng.IntN(3) == 0 {
				b.WriteByte('0')
			} else {
				b.WriteByte(byte('0' + rng.IntN(10)))
			}
		}
	}
	if rng.IntN(3) == 0 {
		b.WriteByte('0')
	} else {
		b.WriteByte(byte('1' + rng.IntN(9)))
		digits(rng.IntN(25))
	}
	if rng.IntN(2) == 0 {
		b.WriteByte('.')
		digits(1 + rng.IntN(25))
	}
	if rng.IntN(3) == 0 {
		fmt.Fprintf(&b, "%c%s%s%d", "eE"[rng.IntN(2)], []string{"", "+", "-"}[rng.IntN(3)], strings.Repeat("0", rng.IntN(3)), rng.IntN(60))
	}
	return b.String()
}

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("math/big does not read %s", s)
	}
	return r
}

// TestDecimalOracle compares arithmetic with that of math/big.
func TestDecimalOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(28, 10))
	for range 30_000 {
		s, u := randomDecimal(rng), randomDecimal(rng)
		if rng.IntN(8) == 0 {
			u = s + strings.Repeat("0", boolInt(strings.Contains(s, ".") && !strings.ContainsAny(s, "eE")))
		}
		checkPair(t, s, u)
		checkRound(t, s, rng.IntN(60)-30)
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func checkPair(t testing.TB, s, u string) {
	t.Helper()
	x, y, a, b := dec(t, s), dec(t, u), rat(t, s), rat(t, u)
	if got, want := x.Cmp(y), a.Cmp(b); got != want {
		t.Fatalf("%s.Cmp(%s) = %d, want %d", s, u, got, want)
	}
	if x.Sign() != a.Sign() || rat(t, x.Neg().String()).Cmp(new(big.Rat).Neg(a)) != 0 || rat(t, x.Abs().String()).Cmp(new(big.Rat).Abs(a)) != 0 {
		t.Fatalf("%s: sign %d, negated %s, absolute %s", s, x.Sign(), x.Neg(), x.Abs())
	}
	wantFloat, wantExact := a.Float64()
	if f, exact := x.Float64(); f != wantFloat || exact != wantExact {
		t.Fatalf("%s as float64: %v, %v; want %v, %v", s, f, exact, wantFloat, wantExact)
	}
	n, ok := x.Int64()
	if want := a.IsInt() && a.Num().IsInt64(); ok != want || ok && n != a.Num().Int64() {
		t.Fatalf("%s as int64: %d, %v", s, n, ok)
	}
	for name, op := range map[string]struct {
		got  func(wire.Decimal) (wire.Decimal, error)
		want func(x, y *big.Rat) *big.Rat
	}{
		"Add": {x.Add, new(big.Rat).Add}, "Sub": {x.Sub, new(big.Rat).Sub}, "Mul": {x.Mul, new(big.Rat).Mul},
	} {
		got, err := op.got(y)
		if err != nil || rat(t, got.String()).Cmp(op.want(a, b)) != 0 {
			t.Fatalf("%s.%s(%s) = %s, %v; want %s", s, name, u, got, err, op.want(a, b).RatString())
		}
		if again, err := wire.ParseDecimal(got.String()); err != nil || again != got {
			t.Fatalf("%s.%s(%s) = %s, which is not a literal: %v", s, name, u, got, err)
		}
	}
}

// checkRound compares with rounding half away from zero by rationals.
func checkRound(t testing.TB, s string, places int) {
	t.Helper()
	got := dec(t, s).Round(places).String()
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil))
	if places < 0 {
		scale.Inv(scale)
	}
	scaled := new(big.Rat).Mul(rat(t, s), scale)
	half := big.NewRat(int64(scaled.Sign()), 2)
	sum := new(big.Rat).Add(scaled, half)
	want := new(big.Rat).Quo(new(big.Rat).SetInt(new(big.Int).Quo(sum.Num(), sum.Denom())), scale)
	if rat(t, got).Cmp(want) != 0 {
		t.Fatalf("%s rounded to %d places is %s, want %s", s, places, got, want.RatString())
	}
}

func TestDecimalText(t *testing.T) {
	sum := func(s, u string) string {
		d, err := dec(t, s).Add(dec(t, u))
		if err != nil {
			t.Fatal(err)
		}
		return d.String()
	}
	for _, c := range []struct{ got, want string }{
		{sum("500.0", "1"), "501.0"},
		{sum("1e3", "1e3"), "2000"},
		{sum("0.1", "0.2"), "0.3"},
		{sum("1.10", "-1.10"), "0.00"},
		{sum("-0", "0"), "0"},
		{sum("0e999999999", "1.50"), "1.50"},
		{sum("1e60", "1e60"), "2e60"},
		{sum("1.5e-60", "1e-60"), "2.5e-60"},
		{sum("9999999999999999999999999999.99", "0.01"), "10000000000000000000000000000.00"},
		{dec(t, "2.345").Round(2).String(), "2.35"},
		{dec(t, "-2.345").Round(2).String(), "-2.35"},
		{dec(t, "1.995").Round(2).String(), "2.00"},
		{dec(t, "0.5").Round(0).String(), "1"},
		{dec(t, "-0.4").Round(0).String(), "0"},
		{dec(t, "1250").Round(-2).String(), "1300"},
		{dec(t, "12").Round(2).String(), "12"},
		{dec(t, "1e999999999").Round(2).String(), "1e999999999"},
		{dec(t, "1e-999999999").Round(2).String(), "0"},
		{dec(t, "1.25e-999999999").Round(1000000000).String(), "1.3e-999999999"},
		{dec(t, "-0.00").Neg().String(), "0.00"},
		{wire.DecimalOf(math.MinInt64).String(), "-9223372036854775808"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

// TestDecimalExtremes compares and adds numbers that cannot be written out.
func TestDecimalExtremes(t *testing.T) {
	ascending := []string{
		"-1e99999999999999999999999999", "-1e999999999999999999", "-9.9e9", "-1", "-1e-999999999", "-1e-99999999999999999999999999", "0",
		"1e-100000000000000000000000000", "1e-99999999999999999999999999", "0.01e-999999999999999997", "1e-999999999999999998", "1e-999999999",
		"1e-5", "1", "9.99e999999999999999998", "1e999999999999999999", "1e1000000000000000000", "1.00001e1000000000000000000",
		"1e1000000000000000001", "2e99999999999999999999999999", "1e100000000000000000000000000",
	}
	for i, s := range ascending {
		for j, u := range ascending {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := dec(t, s).Cmp(dec(t, u)); got != want {
				t.Errorf("%s.Cmp(%s) = %d, want %d", s, u, got, want)
			}
		}
	}
	for _, c := range [][2]string{
		{"0.001e1000000000000000002", "1e999999999999999999"}, {"100e999999999999999998", "1e1000000000000000000"},
		{"10e-1000000000000000000", "1e-999999999999999999"}, {"0.1e-999999999999999999", "1e-1000000000000000000"},
		{"0e99999999999999999999999", "0"}, {"1e00000000000000000000000000001", "10"}, {"1e-0", "1"},
	} {
		if got := dec(t, c[0]).Cmp(dec(t, c[1])); got != 0 {
			t.Errorf("%s.Cmp(%s) = %d, want 0", c[0], c[1], got)
		}
	}
	long := "1" + strings.Repeat("0", 5_000_000)
	start := time.Now()
	for _, s := range []string{"1e999999999", "1e-999999999", "1e99999999999999999999", "1e-99999999999999999999", long, "0." + long, "1e" + long} {
		for _, op := range []func(wire.Decimal) (wire.Decimal, error){dec(t, s).Add, dec(t, s).Sub, dec(t, s).Mul, dec(t, "1").Add, dec(t, "3.5").Mul} {
			if d, err := op(dec(t, s)); !errors.Is(err, wire.ErrRange) && len(d.String()) > 200 {
				t.Errorf("arithmetic on %.30s… gives %d digits and %v, want ErrRange", s, len(d.String()), err)
			}
		}
		if dec(t, s).Cmp(dec(t, s)) != 0 || dec(t, s).Cmp(dec(t, "0")) != 1 {
			t.Errorf("%.30s… compares wrong", s)
		}
		if _, ok := dec(t, s).Int64(); ok {
			t.Errorf("%.30s… fits an int64", s)
		}
	}
	if took := time.Since(start); took > 5*time.Minute {
		t.Errorf("took %v", took)
	}
	product := dec(t, strings.Repeat("9", 70_000))
	if _, err := product.Mul(product); !errors.Is(err, wire.ErrRange) {
		t.Errorf("a product of 140,000 digits: %v", err)
	}
}

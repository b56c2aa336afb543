package wire_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
)

var roundings = []wire.Rounding{
	wire.RoundHalfUp, wire.RoundHalfEven, wire.RoundHalfDown, wire.RoundUp, wire.RoundDown, wire.RoundCeiling, wire.RoundFloor,
}

// roundRat rounds x to places digits after the point by the definition of each mode.
func roundRat(x *big.Rat, places int, mode wire.Rounding) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil))
	if places < 0 {
		scale.Inv(scale)
	}
	scaled := new(big.Rat).Mul(x, scale)
	floor := new(big.Int).Div(scaled.Num(), scaled.Denom()) // Euclidean, with a positive divisor: the floor
	rest := new(big.Rat).Sub(scaled, new(big.Rat).SetInt(floor))
	half := rest.Cmp(big.NewRat(1, 2))
	negative := scaled.Sign() < 0
	up := false
	switch mode {
	case wire.RoundHalfUp:
		up = half > 0 || half == 0 && !negative
	case wire.RoundHalfDown:
		up = half > 0 || half == 0 && negative
	case wire.RoundHalfEven:
		up = half > 0 || half == 0 && floor.Bit(0) == 1
	case wire.RoundUp:
		up = !negative
	case wire.RoundDown:
		up = negative
	case wire.RoundCeiling:
		up = true
	}
	if up && rest.Sign() != 0 {
		floor.Add(floor, big.NewInt(1))
	}
	return scaled.Quo(new(big.Rat).SetInt(floor), scale)
}

// TestRoundingOracle compares rounding and division with rationals.
func TestRoundingOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 6))
	for range 20_000 {
		s, u := randomDecimal(rng), randomDecimal(rng)
		places, mode := rng.IntN(60)-30, roundings[rng.IntN(len(roundings))]
		if rng.IntN(2) == 0 { // ties
			s = fmt.Sprintf("%d.%d5", rng.IntN(100)-50, rng.IntN(100))
			places = rng.IntN(4)
		}
		x, y := dec(t, s), dec(t, u)
		want := roundRat(rat(t, s), places, mode)
		if got := x.RoundTo(places, mode); rat(t, got.String()).Cmp(want) != 0 {
			t.Fatalf("%s.RoundTo(%d, %s) = %s, want %s", s, places, mode, got, want.RatString())
		}
		q, err := x.Quantize(places, mode)
		if err != nil || rat(t, q.String()).Cmp(want) != 0 || dec(t, q.String()) != q {
			t.Fatalf("%s.Quantize(%d, %s) = %s, %v; want %s", s, places, mode, q, err, want.RatString())
		}
		if _, fraction, _ := strings.Cut(q.String(), "."); len(fraction) != max(places, 0) || strings.ContainsAny(q.String(), "eE") {
			t.Fatalf("%s.Quantize(%d, %s) = %s, of %d places", s, places, mode, q, len(fraction))
		}
		got, err := x.Quo(y, places, mode)
		if y.Sign() == 0 {
			if !errors.Is(err, wire.ErrDivisionByZero) {
				t.Fatalf("%s.Quo(%s) = %s, %v", s, u, got, err)
			}
			continue
		}
		want = roundRat(new(big.Rat).Quo(rat(t, s), rat(t, u)), places, mode)
		if err != nil || rat(t, got.String()).Cmp(want) != 0 || dec(t, got.String()) != got {
			t.Fatalf("%s.Quo(%s, %d, %s) = %s, %v; want %s", s, u, places, mode, got, err, want.RatString())
		}
	}
}

func TestQuantize(t *testing.T) {
	for _, c := range []struct {
		in     string
		places int
		mode   wire.Rounding
		want   string
	}{
		{"12", 2, wire.RoundHalfUp, "12.00"},
		{"1e3", 2, wire.RoundHalfUp, "1000.00"},
		{"9.995", 2, wire.RoundHalfUp, "10.00"},
		{"9.985", 2, wire.RoundHalfEven, "9.98"},
		{"-0.001", 2, wire.RoundHalfUp, "0.00"},
		{"-0.001", 2, wire.RoundUp, "-0.01"},
		{"1", -2, wire.RoundUp, "100"},
		{"1250", -2, wire.RoundHalfEven, "1200"},
		{"0", -2, wire.RoundUp, "0"},
		{"0e99999999999999999999", 1, wire.RoundUp, "0.0"},
		{"1e-999999999", 3, wire.RoundCeiling, "0.001"},
		{"1e-99999999999999999999", math.MinInt, wire.RoundDown, "0"},
	} {
		if got, err := dec(t, c.in).Quantize(c.places, c.mode); err != nil || got.String() != c.want {
			t.Errorf("%s.Quantize(%d, %s) = %s, %v; want %s", c.in, c.places, c.mode, got, err, c.want)
		}
	}
	for _, c := range []struct {
		in     string
		places int
	}{{"1e999999999", 2}, {"1e99999999999999999999", 0}, {"1", math.MaxInt}, {"1", math.MinInt}, {"1", -wire.MaxDigits - 1}, {"1e99999", 2}} {
		if got, err := dec(t, c.in).Quantize(c.places, wire.RoundUp); !errors.Is(err, wire.ErrRange) {
			t.Errorf("%s.Quantize(%d) = %.40s, %v; want ErrRange", c.in, c.places, got, err)
		}
	}
}

// TestRoundExtremes rounds to places that no number reaches.
func TestRoundExtremes(t *testing.T) {
	const over = "9223372036854775808" // places of math.MinInt on 64 bits
	for _, c := range []struct {
		in     string
		places int64
		mode   wire.Rounding
		want   string
	}{
		{"12.5", math.MinInt64, wire.RoundHalfUp, "0"},
		{"12.5", math.MinInt64 + 1, wire.RoundHalfUp, "0"},
		{"12.5", math.MaxInt64, wire.RoundHalfUp, "12.5"},
		{"0.0", math.MinInt64, wire.RoundUp, "0.0"},
		{"-12.5", math.MinInt64, wire.RoundDown, "0"},
		{"12.5", math.MinInt64, wire.RoundUp, "1e" + over},
		{"-12.5", math.MinInt64, wire.RoundFloor, "-1e" + over},
		{"6e9223372036854775807", math.MinInt64, wire.RoundHalfUp, "1e" + over},
		{"4e9223372036854775807", math.MinInt64, wire.RoundHalfUp, "0"},
		{"25e" + over, math.MinInt64, wire.RoundHalfUp, "25e" + over},
		{"25.5e" + over, math.MinInt64, wire.RoundHalfUp, "2.6e9223372036854775809"},
		{"1e99999999999999999999999999", math.MinInt64, wire.RoundHalfUp, "1e99999999999999999999999999"},
		{"1e-99999999999999999999999999", math.MaxInt64, wire.RoundHalfUp, "0"},
	} {
		if int64(int(c.places)) != c.places {
			continue // int has 32 bits
		}
		if got := dec(t, c.in).RoundTo(int(c.places), c.mode); got.String() != c.want {
			t.Errorf("%s.RoundTo(%d, %s) = %s, want %s", c.in, c.places, c.mode, got, c.want)
		}
	}
	if got := dec(t, "12.5").Round(math.MinInt); got.String() != "0" {
		t.Errorf("12.5 rounded to math.MinInt places is %s", got)
	}
}

func TestQuoExtremes(t *testing.T) {
	for _, c := range []struct {
		x, y   string
		places int
		want   string
	}{
		{"1", "3", 4, "0.3333"},
		{"2", "3", 4, "0.6667"},
		{"-2", "3", 0, "-1"},
		{"1", "8", 10, "0.125"},
		{"100", "4", 2, "25"},
		{"1e999999999", "1e999999999", 2, "1"},
		{"3e99999999999999999999999999", "2e99999999999999999999999999", 2, "1.5"},
		{"1e100000000000000000000000000", "1e99999999999999999999999999", 2, "10"},
		{"1e99999999999999999999999999", "1e100000000000000000000000000", 2, "0.1"},
		{"1e-999999999", "3", 5, "0"},
		{"1", "1e99999999999999999999999999", 5, "0"},
		{"5e200000", "2", -200_000, "3e200000"},
		{"0", "7", math.MinInt, "0"},
	} {
		if got, err := dec(t, c.x).Quo(dec(t, c.y), c.places, wire.RoundHalfUp); err != nil || got.String() != c.want {
			t.Errorf("%s.Quo(%s, %d) = %s, %v; want %s", c.x, c.y, c.places, got, err, c.want)
		}
	}
	for _, c := range []struct {
		x, y   string
		places int
	}{{"1", "3", math.MaxInt}, {"1e999999999", "3", 2}, {"1", "1e-99999999999999999999999999", 0}} {
		if got, err := dec(t, c.x).Quo(dec(t, c.y), c.places, wire.RoundHalfUp); !errors.Is(err, wire.ErrRange) {
			t.Errorf("%s.Quo(%s, %d) = %.40s, %v; want ErrRange", c.x, c.y, c.places, got, err)
		}
	}
}

func TestSum(t *testing.T) {
	stop := errors.New("stop")
	numbers := func(err error, texts ...string) iter.Seq2[wire.Decimal, error] {
		return func(yield func(wire.Decimal, error) bool) {
			for _, text := range texts {
				if !yield(dec(t, text), nil) {
					return
				}
			}
			if err != nil {
				yield(wire.Decimal{}, err)
			}
		}
	}
	for _, c := range []struct {
		seq  iter.Seq2[wire.Decimal, error]
		want string
		err  error
	}{
		{numbers(nil), "0", nil},
		{numbers(nil, "0.1", "0.20", "1e2"), "100.30", nil},
		{numbers(stop, "0.1"), "0", stop},
		{numbers(nil, "1", "1e999999999", "2"), "0", wire.ErrRange},
	} {
		if got, err := wire.Sum(c.seq); got.String() != c.want || !errors.Is(err, c.err) {
			t.Errorf("the sum is %s, %v; want %s, %v", got, err, c.want, c.err)
		}
	}
	list := []wire.Decimal{dec(t, "1e2"), dec(t, "9"), dec(t, "-1"), dec(t, "9.0")}
	slices.SortStableFunc(list, wire.Decimal.Cmp)
	if got := fmt.Sprint(list); got != "[-1 9 9.0 1e2]" {
		t.Errorf("sorted: %s", got)
	}
}

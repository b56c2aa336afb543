package wire_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
)

var (
	_ encoding.TextMarshaler   = wire.Decimal{}
	_ encoding.TextUnmarshaler = (*wire.Decimal)(nil)
	_ sql.Scanner              = (*wire.Decimal)(nil)
	_ driver.Valuer            = wire.Decimal{}
	_ slog.LogValuer           = wire.Decimal{}
	_ fmt.Formatter            = wire.Decimal{}
	_ encoding.TextMarshaler   = wire.Time{}
	_ encoding.TextUnmarshaler = (*wire.Time)(nil)
	_ sql.Scanner              = (*wire.Time)(nil)
	_ driver.Valuer            = wire.Time{}
	_ slog.LogValuer           = wire.Time{}
)

func TestDecimalFormat(t *testing.T) {
	for _, c := range []struct{ format, in, want string }{
		{"%v", "500.0", "500.0"}, {"%s", "1e3", "1e3"}, {"%q", "1.50", `"1.50"`}, {"%+v", "1", "+1"}, {"%8v|", "1.50", "    1.50|"}, {"%-8v|", "-1.50", "-1.50   |"},
		{"%08.2f", "-12.345", "-0012.35"}, {"% f", "12", " 12"}, {"%f", "1e3", "1000"}, {"%f", "1.50", "1.5"}, {"%.0f", "2.5", "3"}, {"%.3f", "0", "0.000"},
		{"%.2f", "12345678901234567890.125", "12345678901234567890.13"}, {"%F", "-0.0", "0"},
		{"%e", "1250", "1.25e+03"}, {"%.1e", "1250", "1.3e+03"}, {"%.3E", "-0.00125", "-1.250E-03"}, {"%.1e", "9.99", "1.0e+01"}, {"%e", "0", "0e+00"}, {"%.2e", "0", "0.00e+00"},
		{"%g", "1250.0", "1250"}, {"%.2g", "1250", "1300"}, {"%.3G", "1e60", "1E60"}, {"%g", "1e99999999999999999999", "1e+99999999999999999999"},
		{"%f", "1e999999999", "1e+999999999"}, {"%.2f", "1e999999999", "1.00e+999999999"}, {"%.2f", "1e-999999999", "0.00"},
		{"%d", "1.5", "%!d(wire.Decimal=1.5)"}, {"%x", "15", "%!x(wire.Decimal=15)"},
	} {
		if got := fmt.Sprintf(c.format, dec(t, c.in)); got != c.want {
			t.Errorf("Sprintf(%q, %s) = %q, want %q", c.format, c.in, got, c.want)
		}
	}
	if got := fmt.Sprint(wire.Decimal{}, []wire.Decimal{dec(t, "1.0")}); got != "0 [1.0]" {
		t.Errorf("printed: %s", got)
	}
	rng := rand.New(rand.NewPCG(6, 15))
	for range 5000 { // what fmt does with floats, where no digit is dropped or the value is no tie
		f := math.Round((rng.Float64()-0.5)*1e9) / 1024
		format := []string{"%.2f", "%12.3f", "%-15.1f|", "%+.4f", "%.3e", "%020.2f", "% .6e"}[rng.IntN(7)]
		in := new(big.Float).SetFloat64(f).Text('f', 30)
		if half := strings.TrimRight(in, "0"); strings.HasSuffix(half, "5") {
			continue
		}
		if got, want := fmt.Sprintf(format, dec(t, in)), fmt.Sprintf(format, f); got != want {
			t.Fatalf("Sprintf(%q, %s) = %q, want %q", format, in, got, want)
		}
	}
}

func TestDecimalConversions(t *testing.T) {
	for _, c := range []struct {
		in    string
		f     float64
		exact bool
	}{
		{"0.5", 0.5, true}, {"0.1", 0.1, false}, {"-0", math.Copysign(0, -1), true}, {"1e400", math.Inf(1), false}, {"-1e999999999", math.Inf(-1), false},
		{"1e-400", 0, false}, {"1e-99999999999999999999", 0, false}, {"5e-324", 5e-324, false}, {"9007199254740993", 9007199254740992, false}, {"1e22", 1e22, true},
		{"1e23", 1e23, false}, {new(big.Float).SetFloat64(5e-324).Text('f', 1074), 5e-324, true},
	} {
		if f, exact := dec(t, c.in).Float64(); f != c.f || exact != c.exact {
			t.Errorf("%.40s is %v, %v; want %v, %v", c.in, f, exact, c.f, c.exact)
		}
	}
	if _, err := dec(t, "1e999999999").Rat(); !errors.Is(err, wire.ErrRange) {
		t.Errorf("a fraction of 1e999999999: %v", err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		s := randomDecimal(rng)
		if r, err := dec(t, s).Rat(); err != nil || r.Cmp(rat(t, s)) != 0 {
			t.Fatalf("%s as a fraction: %v, %v", s, r, err)
		}
	}
	keys, err := json.Marshal(map[wire.Decimal]int{dec(t, "1.50"): 2})
	if err != nil || string(keys) != `{"1.50":2}` {
		t.Errorf("keys: %s, %v", keys, err)
	}
	var d wire.Decimal
	if err := d.UnmarshalText([]byte("2.50")); err != nil || d.String() != "2.50" {
		t.Errorf("text: %s, %v", d, err)
	}
	if err := d.UnmarshalText([]byte(" 2")); err == nil || d.String() != "2.50" {
		t.Errorf("text with a space: %s, %v", d, err)
	}
}

func TestScan(t *testing.T) {
	for _, c := range []struct {
		src  any
		want string
	}{
		{int64(-7), "-7"}, {0.1, "0.1"}, {1e30, "1e30"}, {1e-9, "1e-09"}, {"12.50", "12.50"}, {[]byte("1e3"), "1e3"}, {".5", "0.5"}, {"+1.", "1"},
	} {
		var d wire.Decimal
		if err := d.Scan(c.src); err != nil || d.String() != c.want {
			t.Errorf("%v scans as %s, %v; want %s", c.src, d, err, c.want)
		}
		if again, err := wire.ParseDecimal(d.String()); err != nil || again != d {
			t.Errorf("%v scans as %s, which is not a number: %v", c.src, d, err)
		}
	}
	for _, src := range []any{nil, true, math.NaN(), math.Inf(-1), "", "NaN", "Infinity", "1,5", "$1", []byte(nil), time.Now()} {
		d := wire.DecimalOf(3)
		if err := d.Scan(src); err == nil || d != wire.DecimalOf(3) {
			t.Errorf("%v scans as %s, %v; want an error and no change", src, d, err)
		}
	}
	if v, err := dec(t, "12.50").Value(); v != "12.50" || err != nil {
		t.Errorf("the value is %v, %v", v, err)
	}
	var null sql.Null[wire.Decimal]
	if err := null.Scan(nil); err != nil || null.Valid {
		t.Errorf("NULL scans as %v, %v", null, err)
	}
	if err := null.Scan("1.0"); err != nil || !null.Valid || null.V.String() != "1.0" {
		t.Errorf("1.0 scans as %v, %v", null, err)
	}
	at := time.Date(2019, 9, 1, 2, 3, 4, 0, time.UTC)
	for _, src := range []any{at, "2019-09-01T02:03:04Z", []byte("09/01/2019 02:03:04")} {
		var v wire.Time
		if err := v.Scan(src); err != nil {
			t.Errorf("%v: %v", src, err)
		}
		if got, err := v.Value(); err != nil || !got.(time.Time).Equal(at) {
			t.Errorf("%v has the value %v, %v", src, got, err)
		}
	}
	v := wire.DateOf(2019, 1, 1)
	for _, src := range []any{nil, int64(3), "yesterday"} {
		if err := v.Scan(src); err == nil || v != wire.DateOf(2019, 1, 1) {
			t.Errorf("%v scans as %s, %v; want an error and no change", src, v, err)
		}
	}
	if v, err := (wire.Time{}).Value(); err == nil {
		t.Errorf("the zero Time has the value %v", v)
	}
}

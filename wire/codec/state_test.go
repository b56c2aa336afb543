package codec_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"unsafe"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// reading is what the accessors of a member say.
type reading struct {
	value         any
	err           error // nil: there is a value
	null, zero    bool
	mismatch      bool
	got, defaults bool
}

func read[T any](o wire.Optional[T], d T) reading {
	v, err := o.Value()
	w, got := o.Get()
	return reading{v, err, o.IsNull(), o.IsZero(), o.IsMismatch(), got && reflect.DeepEqual(v, w), !got && reflect.DeepEqual(o.Or(d), d)}
}

// TestFourStates reads a member in each of its states.
func TestFourStates(t *testing.T) {
	for _, c := range []struct {
		text string
		err  error
		want string // of the value
	}{
		{`{}`, wire.ErrAbsent, "0"},
		{`{"d":null}`, wire.ErrNull, "0"},
		{`{"d":"1,234.50"}`, wire.ErrMismatch, "0"},
		{`{"d":true}`, wire.ErrMismatch, "0"},
		{`{"d":12.50}`, nil, "12.50"},
		{`{"d":"12.50"}`, nil, "12.50"},
	} {
		x := decode(t, c.text)
		r := read(x.D, wire.DecimalOf(7))
		if !errors.Is(r.err, c.err) || fmt.Sprint(r.value) != c.want || x.D.OrZero().String() != c.want {
			t.Errorf("%s: %v, %v", c.text, r.value, r.err)
		}
		if r.got != (c.err == nil) || r.defaults == r.got || r.zero != (c.err == wire.ErrAbsent) || r.null != (c.err == wire.ErrNull) || r.mismatch != (c.err == wire.ErrMismatch) {
			t.Errorf("%s: %+v", c.text, r)
		}
	}
	for _, c := range []struct {
		text string
		err  error
	}{
		{`{}`, wire.ErrAbsent}, {`{"amount":null}`, wire.ErrNull}, {`{"amount":[]}`, wire.ErrMismatch}, {`{"amount":"12.50"}`, wire.ErrMismatch}, {`{"amount":{}}`, nil},
	} {
		o := decode(t, c.text).Amount
		p, err := o.Value()
		q, got := o.Get()
		if !errors.Is(err, c.err) || (p != nil) != (c.err == nil) || p != q || got != (c.err == nil) ||
			o.IsZero() != (c.err == wire.ErrAbsent) || o.IsNull() != (c.err == wire.ErrNull) || o.IsMismatch() != (c.err == wire.ErrMismatch) {
			t.Errorf("%s: %v, %v", c.text, p, err)
		}
	}
}

func TestMismatchError(t *testing.T) {
	x := decode(t, `{"d":"1,234.50","b":"1","i":1.5,"t":7,"names":"a","tags":["a"],"amount":7,"charge":"x","amounts":{}}`)
	for _, c := range []struct {
		err  error
		want string
	}{
		{read(x.D, wire.Decimal{}).err, `type mismatch: expected a number, found "1,234.50"`},
		{read(x.B, false).err, `type mismatch: expected a boolean, found "1"`},
		{read(x.I, 0).err, `type mismatch: expected an integer, found 1.5`},
		{read(x.T, wire.Time{}).err, `type mismatch: expected a string, found 7`},
		{read(x.Names, nil).err, `type mismatch: expected an array, each element a string, found "a"`},
		{read(x.Tags, nil).err, `type mismatch: expected an object, each value a string, found ["a"]`},
		{read(x.Charge, sample.ChargeSummary{}).err, `type mismatch: expected an object, found "x"`},
		{read(x.Amounts, nil).err, `type mismatch: expected an array, found {}`},
	} {
		var mismatch *wire.MismatchError
		if c.err == nil || c.err.Error() != c.want || !errors.As(c.err, &mismatch) {
			t.Errorf("got %v, want %s", c.err, c.want)
		}
	}
}

// TestNumbersInStrings: exact numbers are read and given back as they were; what can be read in several ways is not.
func TestNumbersInStrings(t *testing.T) {
	for _, c := range []struct{ value, d, i string }{ // what a number and an integer read; empty: a mismatch
		{`"12.50"`, "12.50", ""}, {`"5"`, "5", "5"}, {`"-0"`, "-0", "0"}, {`"5e0"`, "5e0", "5"}, {`"500.0"`, "500.0", "500"}, {`"\u0035"`, "5", "5"},
		{`"1e999999999"`, "1e999999999", ""}, {`"2147483648"`, "2147483648", ""}, {`5e0`, "5e0", "5"}, {`-0.0`, "-0.0", "0"},
		{`""`, "", ""}, {`" 12 "`, "", ""}, {`"1,234.50"`, "", ""}, {`"+1"`, "", ""}, {`"01"`, "", ""}, {`".5"`, "", ""}, {`"1."`, "", ""}, {`"0x10"`, "", ""},
		{`"NaN"`, "", ""}, {`"null"`, "", ""}, {`"true"`, "", ""}, {`"\"5\""`, "", ""}, {`"1\n"`, "", ""}, {`"１"`, "", ""}, {`true`, "", ""}, {`[5]`, "", ""},
	} {
		text := fmt.Sprintf(`{"i":%[1]s,"l":%[1]s,"d":%[1]s}`, c.value)
		x := decode(t, text)
		encodes(t, x, text)
		if d, err := x.D.Value(); (err == nil) != (c.d != "") || err == nil && d.String() != c.d {
			t.Errorf("%s: the number is %v, %v", c.value, d, err)
		}
		if i, err := x.I.Value(); (err == nil) != (c.i != "") || err == nil && fmt.Sprint(i) != c.i {
			t.Errorf("%s: the integer is %v, %v", c.value, i, err)
		}
		var alone wire.Optional[int32]
		if err := json.Unmarshal([]byte(c.value), &alone); err != nil || !alone.Equal(x.I) {
			t.Errorf("%s: on its own %v, %v; as a member %v", c.value, alone, err, x.I)
		}
		var number wire.Optional[wire.Decimal]
		if err := json.Unmarshal([]byte(c.value), &number); err != nil || !number.Equal(x.D) {
			t.Errorf("%s: on its own %v, %v; as a member %v", c.value, number, err, x.D)
		}
		copied := sample.Everything{D: x.D, I: x.I} // without the object that they come from
		encodes(t, &copied, fmt.Sprintf(`{"i":%[1]s,"d":%[1]s}`, c.value))
		if v, ok := x.D.Get(); ok { // a value that is set is written as a number
			x.D = wire.Some(v)
			encodes(t, x, fmt.Sprintf(`{"i":%[1]s,"l":%[1]s,"d":%[2]s}`, c.value, c.d))
		}
	}
	text := `{"b":"1","names":null}`
	if x := decode(t, text); !x.B.IsMismatch() {
		t.Errorf("%s: the boolean is %v", text, x.B)
	}
}

// TestEvents changes a member that was a mismatch in every way and order.
func TestEvents(t *testing.T) {
	const text = `{"i":"x","amount":7}`
	x := decode(t, text)
	before := *x
	encodes(t, x, text)
	x.I = wire.Some[int32](1)
	encodes(t, x, `{"i":1,"amount":7}`)
	x.I = wire.Optional[int32]{}
	encodes(t, x, `{"amount":7}`)
	x.I = wire.Null[int32]()
	encodes(t, x, `{"i":null,"amount":7}`)
	x.I = before.I
	encodes(t, x, text)
	if err := x.UnmarshalJSON([]byte(`{"l":true}`)); err != nil {
		t.Fatal(err)
	}
	encodes(t, x, `{"l":true}`)
	x.Amount.Ensure().Currency = wire.Some("EUR")
	encodes(t, x, `{"l":true,"amount":{"currency":"EUR"}}`)
	encodes(t, &before, text)
	before.Amount.Ensure()
	encodes(t, &before, `{"i":"x","amount":{}}`)
	other := decode(t, `{"i":"y"}`)
	other.I = before.I
	encodes(t, other, `{"i":"x"}`)
}

// TestStandalone decodes members on their own, where malformed text is an error and nothing else is.
func TestStandalone(t *testing.T) {
	check := func(o interface {
		json.Marshaler
		json.Unmarshaler
	}, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if err := o.UnmarshalJSON([]byte(text)); err != nil {
				t.Errorf("%T: %s: %v", o, text, err)
				continue
			}
			if got, err := o.MarshalJSON(); err != nil || string(got) != text {
				t.Errorf("%T: %s became %s, %v", o, text, got, err)
			}
		}
		before, _ := o.MarshalJSON()
		for _, text := range []string{`"\ud800"`, `{"a":1,"a":2}`, `[{"a":1,"a":2}]`, `"a`, ``, `1 2`, "\"\xff\"", `nul`} {
			var syntax *wire.SyntaxError
			if err := o.UnmarshalJSON([]byte(text)); !errors.As(err, &syntax) {
				t.Errorf("%T: %s: %v", o, text, err)
			}
		}
		if after, _ := o.MarshalJSON(); string(after) != string(before) {
			t.Errorf("%T: an error has changed %s to %s", o, before, after)
		}
	}
	check(new(wire.Optional[string]), `null`, `"a"`, `7`, `{"a":[1.0]}`, `"<\u0001"`)
	check(new(wire.Optional[bool]), `null`, `true`, `"true"`, `false`)
	check(new(wire.Optional[int64]), `9`, `5e0`, `"5"`, `9223372036854775808`, `null`)
	check(new(wire.Optional[wire.Decimal]), `9.50`, `"9.50"`, `{}`, `null`)
	check(new(wire.Optional[wire.Time]), `"2019-09-01"`, `5`, `null`)
	check(new(wire.Optional[wire.Raw]), `"x"`, `{"b":1,"a":2}`, `null`)
	check(new(wire.Optional[map[string]string]), `{"a":"b"}`, `{"a":null}`, `[]`, `null`)
	check(new(wire.Optional[[]int32]), `[1,2]`, `[1,null]`, `[1,"x"]`, `{}`, `null`)
	check(new(wire.Optional[sample.ChargeSummary]), `{"kind":"x"}`, `"x"`, `[]`, `null`)
	check(new(wire.Object[sample.Amount]), `{"value":"x"}`, `"x"`, `[]`, `null`)
}

// TestSizes: a member takes one word beside its value, as the four states need; a string with its state is three words.
func TestSizes(t *testing.T) {
	const word = unsafe.Sizeof(uintptr(0))
	for _, c := range []struct {
		what      string
		got, want uintptr
	}{
		{"string", unsafe.Sizeof(wire.Optional[string]{}), 3 * word},
		{"Decimal", unsafe.Sizeof(wire.Optional[wire.Decimal]{}), 3 * word},
		{"Time", unsafe.Sizeof(wire.Optional[wire.Time]{}), 3 * word},
		{"int64", unsafe.Sizeof(wire.Optional[int64]{}), 8 + word},
		{"list", unsafe.Sizeof(wire.Optional[[]string]{}), 4 * word},
		{"union", unsafe.Sizeof(wire.Optional[sample.ChargeSummary]{}), 3 * word},
		{"object", unsafe.Sizeof(wire.Object[sample.Amount]{}), 2 * word},
	} {
		if c.got != c.want {
			t.Errorf("a member that is a %s takes %d bytes, want %d", c.what, c.got, c.want)
		}
	}
}

// TestReadingAllocatesNothing reads through objects that are absent.
func TestReadingAllocatesNothing(t *testing.T) {
	var x sample.Everything
	sum := 0
	if n := testing.AllocsPerRun(100, func() {
		sum += len(x.Self.OrZero().Self.OrZero().Amount.OrZero().Currency.OrZero())
		if _, err := x.Self.OrZero().Amount.OrZero().Value.Value(); err == nil {
			sum++
		}
	}); n != 0 || sum != 0 {
		t.Errorf("%v allocations", n)
	}
}

package wire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/sample"
)

// Each table below states one rule on a line: what is done, and what comes of it.

// optional is what all instances of Optional have, and what a test does with them.
type optional interface {
	json.Marshaler
	fmt.Stringer
	slog.LogValuer
	IsNull() bool
	IsMismatch() bool
	IsZero() bool
}

// decoded decodes text into an optional and says what it holds: its state, what is printed, and what is encoded.
func decoded[P interface {
	*O
	json.Unmarshaler
}, O optional](t *testing.T, text string) string {
	t.Helper()
	var o O
	if err := P(&o).UnmarshalJSON([]byte(text)); err != nil {
		return err.Error()
	}
	out, err := o.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %v %s", stateOf(o), o, out)
}

func stateOf(o optional) string {
	var states []string
	for name, holds := range map[string]bool{"absent": o.IsZero(), "null": o.IsNull(), "mismatch": o.IsMismatch()} {
		if holds {
			states = append(states, name)
		}
	}
	slices.Sort(states)
	if len(states) == 0 {
		return "value"
	}
	return strings.Join(states, "+")
}

type (
	colour  string
	counts  map[colour]int32
	object  = wire.Object[sample.Amount]
	strs    = wire.Optional[[]string]
	numbers = wire.Optional[map[string]wire.Decimal]
)

func TestDecodeStates(t *testing.T) {
	for _, c := range []struct {
		decode     func(*testing.T, string) string
		text, want string
	}{
		{decoded[*wire.Optional[string]], `"a"`, `value a "a"`},
		{decoded[*wire.Optional[string]], `"\u0061\n"`, "value a\n \"a\\n\""},
		{decoded[*wire.Optional[string]], ` null `, `null <null> null`},
		{decoded[*wire.Optional[string]], `1`, `mismatch <mismatch: 1> 1`},
		{decoded[*wire.Optional[string]], `[ 1 ]`, `mismatch <mismatch: [1]> [1]`},
		{decoded[*wire.Optional[string]], `"a`, `wire: byte 2, at the top level: the text ends too early`},
		{decoded[*wire.Optional[colour]], `"red"`, `value red "red"`},
		{decoded[*wire.Optional[colour]], `true`, `mismatch <mismatch: true> true`},
		{decoded[*wire.Optional[bool]], `false`, `value false false`},
		{decoded[*wire.Optional[bool]], `"false"`, `mismatch <mismatch: "false"> "false"`},
		{decoded[*wire.Optional[int32]], `2147483647`, `value 2147483647 2147483647`},
		{decoded[*wire.Optional[int32]], `2147483648`, `mismatch <mismatch: 2147483648> 2147483648`},
		{decoded[*wire.Optional[int32]], `-2147483648`, `value -2147483648 -2147483648`},
		{decoded[*wire.Optional[int32]], `-2147483649`, `mismatch <mismatch: -2147483649> -2147483649`},
		{decoded[*wire.Optional[int32]], `5e2`, `value 500 5e2`},
		{decoded[*wire.Optional[int32]], `"7"`, `value 7 "7"`},
		{decoded[*wire.Optional[int32]], `1.5`, `mismatch <mismatch: 1.5> 1.5`},
		{decoded[*wire.Optional[int64]], `9223372036854775807`, `value 9223372036854775807 9223372036854775807`},
		{decoded[*wire.Optional[int64]], `9223372036854775808`, `mismatch <mismatch: 9223372036854775808> 9223372036854775808`},
		{decoded[*wire.Optional[int64]], `500.0`, `value 500 500.0`},
		{decoded[*wire.Optional[wire.Decimal]], `1.50`, `value 1.50 1.50`},
		{decoded[*wire.Optional[wire.Decimal]], `"1.50"`, `value 1.50 "1.50"`},
		{decoded[*wire.Optional[wire.Decimal]], `"1,50"`, `mismatch <mismatch: "1,50"> "1,50"`},
		{decoded[*wire.Optional[wire.Decimal]], `{}`, `mismatch <mismatch: {}> {}`},
		{decoded[*wire.Optional[wire.Time]], `"2024-01-01"`, `value 2024-01-01 "2024-01-01"`},
		{decoded[*wire.Optional[wire.Time]], `"soon"`, `value soon "soon"`},
		{decoded[*wire.Optional[wire.Time]], `20240101`, `mismatch <mismatch: 20240101> 20240101`},
		{decoded[*wire.Optional[wire.Raw]], `[1.0, "a"]`, `value [1.0,"a"] [1.0,"a"]`},
		{decoded[*wire.Optional[wire.Secret]], `"s3"`, `value REDACTED "s3"`},
		{decoded[*wire.Optional[wire.Secret]], `33`, `mismatch <mismatch> 33`},
		{decoded[*strs], `["a","b"]`, `value [a b] ["a","b"]`},
		{decoded[*strs], `[]`, `value [] []`},
		{decoded[*strs], `{}`, `mismatch <mismatch: {}> {}`},
		{decoded[*strs], `"a"`, `mismatch <mismatch: "a"> "a"`},
		{decoded[*strs], `["a",null,3,"b"]`, `value [a <null> <mismatch: 3> b] ["a",null,3,"b"]`},
		{decoded[*numbers], `{"b":1.0,"a":2}`, `value map[a:2 b:1.0] {"a":2,"b":1.0}`},
		{decoded[*numbers], `{}`, `value map[] {}`},
		{decoded[*numbers], `[]`, `mismatch <mismatch: []> []`},
		{decoded[*numbers], `{"b":"x","a":null,"c":"2.0"}`, `value map[a:<null> b:<mismatch: "x"> c:2.0] {"a":null,"b":"x","c":"2.0"}`},
		{decoded[*wire.Optional[counts]], `{"red":1,"b~/":2}`, `value map[b~/:2 red:1] {"b~/":2,"red":1}`},
		{decoded[*wire.Optional[[][]int32]], `[[1],[2,3e0]]`, `value [[1] [2 3]] [[1],[2,3e0]]`},
		{decoded[*wire.Optional[[]byte]], `"AQI="`, `value [1 2] "AQI="`},
		{decoded[*wire.Optional[[]sample.Amount]], `[{"value":1},2]`, `value [{value:1} {Extra:2}] [{"value":1},2]`},
		{decoded[*wire.Optional[sample.ChargeSummary]], `{"kind":"legacy"}`, `value LegacyChargeSummary{} {"kind":"legacy"}`},
		{decoded[*wire.Optional[sample.ChargeSummary]], `7`, `mismatch <mismatch: 7> 7`},
		{decoded[*object], `{"value":1.0}`, `value {value:1.0} {"value":1.0}`},
		{decoded[*object], `null`, `null <null> null`},
		{decoded[*object], `[1]`, `mismatch <mismatch: [1]> [1]`},
	} {
		if got := c.decode(t, c.text); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

// TestDecodeReplaces: decoding replaces what was there; malformed text changes nothing.
func TestDecodeReplaces(t *testing.T) {
	o := wire.Some("old")
	if err := o.UnmarshalJSON([]byte(`{`)); err == nil || o.OrZero() != "old" {
		t.Errorf("malformed text: %v, %v", o, err)
	}
	if err := o.UnmarshalJSON([]byte(`1`)); err != nil || o.OrZero() != "" || !o.IsMismatch() {
		t.Errorf("a mismatch: %v, %v", o, err)
	}
	p := wire.SomeObject(sample.Amount{Currency: wire.Some("EUR")})
	old := p.OrZero()
	if err := p.UnmarshalJSON([]byte(`null`)); err != nil || p.Or(nil) != nil || old.Currency.OrZero() != "EUR" {
		t.Errorf("null: %v, %v", p, err)
	}
}

// reads says what the ways to read an Optional give.
func reads[T any](o wire.Optional[T], d T) string {
	v, err := o.Value()
	w, ok := o.Get()
	or, orErr := o.ValueOr(d)
	if orErr != nil && orErr.Error() != err.Error() {
		return fmt.Sprintf("ValueOr returns %v, Value %v", orErr, err)
	}
	return fmt.Sprintf("Value %v, %v; ValueOr %v, %v; Get %v, %v; OrZero %v; Or %v; %s", v, err, or, orErr != nil, w, ok, o.OrZero(), o.Or(d), stateOf(o))
}

func mismatch[T any](t *testing.T, text string) (o wire.Optional[T]) {
	t.Helper()
	if err := o.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOptionalReads(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{reads(wire.Optional[int32]{}, 7), "Value 0, member is absent; ValueOr 7, false; Get 0, false; OrZero 0; Or 7; absent"},
		{reads(wire.Null[int32](), 7), "Value 0, member is null; ValueOr 7, false; Get 0, false; OrZero 0; Or 7; null"},
		{reads(wire.Some(int32(0)), 7), "Value 0, <nil>; ValueOr 0, false; Get 0, true; OrZero 0; Or 0; value"},
		{reads(mismatch[int32](t, `"x"`), 7), `Value 0, type mismatch: expected an integer, found "x"; ValueOr 0, true; Get 0, false; OrZero 0; Or 7; mismatch`},
		{reads(mismatch[int32](t, `3.0`), 7), "Value 3, <nil>; ValueOr 3, false; Get 3, true; OrZero 3; Or 3; value"},
		{reads(mismatch[wire.Secret](t, `12`), ""), `Value REDACTED, type mismatch: expected a string, found "REDACTED"; ValueOr REDACTED, true; Get REDACTED, false; OrZero REDACTED; Or REDACTED; mismatch`},
		{reads(mismatch[[]string](t, `["a",1]`), nil), `Value [], at /1: type mismatch: expected a string, found 1; ValueOr [], true; Get [], false; OrZero []; Or []; value`},
		{reads(mismatch[[]string](t, `["a","b"]`), nil), `Value [a b], <nil>; ValueOr [a b], false; Get [a b], true; OrZero [a b]; Or [a b]; value`},
	} {
		if c.got != c.want {
			t.Errorf("got %s\nwant %s", c.got, c.want)
		}
	}
}

func TestMismatchErrors(t *testing.T) {
	long := `"` + strings.Repeat("é", 40) + `"`
	for _, c := range []struct {
		err  error
		want string
	}{
		{second(mismatch[wire.Decimal](t, `true`).Value()), "type mismatch: expected a number, found true"},
		{second(mismatch[wire.Time](t, `true`).Value()), "type mismatch: expected a string, found true"},
		{second(mismatch[colour](t, `1`).Value()), "type mismatch: expected a string, found 1"},
		{second(mismatch[bool](t, `1`).Value()), "type mismatch: expected a boolean, found 1"},
		{second(mismatch[int64](t, `[]`).Value()), "type mismatch: expected an integer, found []"},
		{second(mismatch[[]string](t, `1`).Value()), "type mismatch: expected an array, each element a string, found 1"},
		{second(mismatch[[]wire.Time](t, `1`).Value()), "type mismatch: expected an array, each element a string, found 1"},
		{second(mismatch[[]wire.Decimal](t, `1`).Value()), "type mismatch: expected an array, each element a number, found 1"},
		{second(mismatch[[]sample.Amount](t, `1`).Value()), "type mismatch: expected an array, found 1"},
		{second(mismatch[map[string][]bool](t, `1`).Value()), "type mismatch: expected an object, each value an array, each element a boolean, found 1"},
		{second(mismatch[sample.ChargeSummary](t, `1`).Value()), "type mismatch: expected an object, found 1"},
		{second(mismatch[bool](t, long).Value()), "type mismatch: expected a boolean, found " + long[:59] + "…"},
		{second(mismatch[bool](t, `"`+strings.Repeat("a", 59)+`"`).Value()), `type mismatch: expected a boolean, found "` + strings.Repeat("a", 59) + "…"},
		{second(mismatch[bool](t, `"`+strings.Repeat("a", 58)+`"`).Value()), `type mismatch: expected a boolean, found "` + strings.Repeat("a", 58) + `"`},
		{second(mismatch[map[string]bool](t, `{"a/b":null,"z":1}`).Value()), "at /a~1b: type mismatch: expected a boolean, found null"},
		{second(mismatch[[]int32](t, `[1.0,"x"]`).Value()), `at /1: type mismatch: expected an integer, found "x"`},
		{second(mismatch[[][]bool](t, `[[true],[false,3]]`).Value()), "at /1/1: type mismatch: expected a boolean, found 3"},
	} {
		if !errors.Is(c.err, wire.ErrMismatch) || c.err.Error() != c.want {
			t.Errorf("got %v, want %s", c.err, c.want)
		}
		var m *wire.MismatchError
		if !errors.As(c.err, &m) || errors.Is(c.err, wire.ErrNull) || errors.Is(c.err, wire.ErrAbsent) {
			t.Errorf("%v is not a MismatchError alone", c.err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestObject(t *testing.T) {
	var absent, mismatched object
	if err := mismatched.UnmarshalJSON([]byte(`1`)); err != nil {
		t.Fatal(err)
	}
	d := &sample.Amount{}
	for _, c := range []struct {
		o     object
		err   string
		state string
	}{
		{absent, "member is absent", "absent"},
		{wire.NullObject[sample.Amount](), "member is null", "null"},
		{mismatched, "type mismatch: expected an object, found 1", "mismatch"},
	} {
		p, err := c.o.Value()
		q, ok := c.o.Get()
		if or, err := c.o.ValueOr(d); (err != nil) != c.o.IsMismatch() || err == nil && or != d || err != nil && (or != nil || err.Error() != c.err) {
			t.Errorf("%v: ValueOr returns %v, %v", c.o, or, err)
		}
		if p != nil || q != nil || ok || fmt.Sprint(err) != c.err || c.o.Or(d) != d || stateOf(c.o) != c.state || !c.o.OrZero().Currency.IsZero() {
			t.Errorf("%v: %v, %v, %v, %v", c.o, p, err, q, ok)
		}
		made := c.o.Ensure()
		made.Currency = wire.Some("EUR")
		if stateOf(c.o) != "value" || c.o.OrZero().Currency.OrZero() != "EUR" || c.o.Ensure() != made {
			t.Errorf("after Ensure: %v", c.o)
		}
	}
	v := sample.Amount{Currency: wire.Some("USD")}
	o := wire.SomeObject(v)
	v.Currency = wire.Some("EUR")
	p, err := o.Value()
	if q, err := o.ValueOr(d); err != nil || p != q {
		t.Errorf("%v: ValueOr returns %v, %v", o, q, err)
	}
	if q, ok := o.Get(); err != nil || p != q || !ok || o.Or(d) != p || p.Currency.OrZero() != "USD" || stateOf(o) != "value" || o.Ensure() != p {
		t.Errorf("%v: %v, %v, %v", o, p, err, ok)
	}
}

func TestEqual(t *testing.T) {
	amount := func(text string) (o object) {
		if err := o.UnmarshalJSON([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return o
	}
	type pointers = wire.Optional[*int]
	one, uno, two := 1, 1, 2
	charge := mismatch[sample.ChargeSummary](t, `{"kind":"legacy","id":"x"}`)
	changed := mismatch[[]int32](t, `[1,2.0]`)
	list, _ := changed.Get()
	list[1] = 9 // is no longer encoded as it was written
	for i, c := range []struct{ got, want bool }{
		{wire.Some("a").Equal(wire.Some("a")), true},
		{wire.Some("a").Equal(wire.Some("b")), false},
		{wire.Some("").Equal(wire.Optional[string]{}), false},
		{wire.Null[string]().Equal(wire.Optional[string]{}), false},
		{wire.Null[string]().Equal(wire.Null[string]()), true},
		{mismatch[string](t, `1`).Equal(mismatch[string](t, `1`)), true},
		{mismatch[string](t, `1`).Equal(mismatch[string](t, `2`)), false},
		{mismatch[int32](t, `1.0`).Equal(wire.Some(int32(1))), false},
		{mismatch[int32](t, `1.0`).Equal(mismatch[int32](t, `1.0`)), true},
		{wire.Some(dec(t, "1.0")).Equal(wire.Some(dec(t, "1.00"))), false},
		{wire.Some(dec(t, "1.0")).Equal(wire.Some(dec(t, "1.0"))), true},
		{wire.Some([]string{"a"}).Equal(wire.Some([]string{"a"})), true},
		{wire.Some([]string{"a"}).Equal(wire.Some([]string{"b"})), false},
		{wire.Some([]string{"a"}).Equal(wire.Some([]string{"a", "a"})), false},
		{wire.Some([]string{}).Equal(wire.Some([]string(nil))), true},
		{mismatch[[]string](t, `["a",1]`).Equal(mismatch[[]string](t, `["a",1]`)), true},
		{mismatch[[]string](t, `["a",1]`).Equal(mismatch[[]string](t, `["a",2]`)), false},
		{mismatch[[]string](t, `["a",1]`).Equal(wire.Some([]string{"a", ""})), false},
		{wire.Some([]string{"a", ""}).Equal(mismatch[[]string](t, `["a",1]`)), false},
		{wire.Some(map[string]int32{"a": 1}).Equal(wire.Some(map[string]int32{"a": 1})), true},
		{wire.Some(map[string]int32{"a": 1}).Equal(wire.Some(map[string]int32{"a": 2})), false},
		{wire.Some(map[string]int32{"a": 1}).Equal(wire.Some(map[string]int32{"b": 1})), false},
		{wire.Some(map[string]int32{"a": 0}).Equal(wire.Some(map[string]int32{"b": 0})), false},
		{wire.Some(map[string]int32{"a": 1}).Equal(wire.Some(map[string]int32{"a": 1, "b": 1})), false},
		{wire.Some(map[string]int32{}).Equal(wire.Some(map[string]int32(nil))), true},
		{wire.Some([]map[string]int32{nil}).Equal(wire.Some([]map[string]int32{{}})), true},
		{wire.Some[any](nil).Equal(wire.Some[any](nil)), true},
		{wire.Some[any](nil).Equal(wire.Some[any](1)), false},
		{wire.Some[any](1).Equal(wire.Some[any](nil)), false},
		{wire.Some(&one).Equal(wire.Some(&uno)), true},
		{wire.Some(&one).Equal(wire.Some(&one)), true},
		{wire.Some(&one).Equal(wire.Some(&two)), false},
		{wire.Some(&one).Equal(pointers{}), false},
		{wire.Some(&one).Equal(wire.Some[*int](nil)), false},
		{wire.Some[*int](nil).Equal(wire.Some(&one)), false},
		{wire.Some[*int](nil).Equal(wire.Some[*int](nil)), true},
		{charge.Equal(mismatch[sample.ChargeSummary](t, `{"id":"x","kind":"legacy"}`)), true},
		{charge.Equal(mismatch[sample.ChargeSummary](t, `{"id":"y","kind":"legacy"}`)), false},
		{wire.Some([]equalByCase{"A"}).Equal(wire.Some([]equalByCase{"a"})), true},
		{wire.Some(appender("a")).Equal(wire.Some(appender("b"))), true},
		{wire.Some(appender("a")).Equal(wire.Some(appender("no JSON"))), false},
		{mismatch[int32](t, `12`).Equal(wire.Some(int32(12))), true},
		{changed.Equal(wire.Some([]int32{1, 9})), true},
		{changed.Equal(wire.Some([]int32{1, 2})), false},
		{wire.Some(oddEqual{1}).Equal(wire.Some(oddEqual{1})), true},
		{wire.Some(oddEqual{1}).Equal(wire.Some(oddEqual{2})), false},
		{wire.Some(twoEqual{1}).Equal(wire.Some(twoEqual{1})), true},
		{wire.Some(noBool{1}).Equal(wire.Some(noBool{1})), true},
		{wire.Some(otherEqual{1}).Equal(wire.Some(otherEqual{1})), true},
		{amount(`{"value":1}`).Equal(amount(`{"value":1}`)), true},
		{amount(`{"value":1}`).Equal(amount(`{"value":2}`)), false},
		{amount(`{"value":1}`).Equal(object{}), false},
		{amount(`7`).Equal(amount(`7`)), true},
		{amount(`7`).Equal(amount(`8`)), false},
		{object{}.Equal(object{}), true},
		{object{}.Equal(wire.NullObject[sample.Amount]()), false},
	} {
		if c.got != c.want {
			t.Errorf("line %d: %v", i+1, c.got)
		}
	}
	same := amount(`{}`)
	if !same.Equal(same) {
		t.Error("an object differs from itself")
	}
}

// equalByCase is equal in any case; the others have an Equal that is not one of their values.
type equalByCase string

func (a equalByCase) Equal(b equalByCase) bool { return strings.EqualFold(string(a), string(b)) }

// appender encodes as 1, unless it is told otherwise.
type appender string

func (a appender) AppendJSON(b []byte) []byte {
	if a == "no JSON" {
		return append(b, '!')
	}
	return append(b, '1')
}

type (
	oddEqual   struct{ N int }
	twoEqual   struct{ N int }
	noBool     struct{ N int }
	otherEqual struct{ N int }
)

func (oddEqual) Equal() bool              { return false }
func (twoEqual) Equal(_, _ twoEqual) bool { return false }
func (noBool) Equal(noBool) int           { return 0 }
func (otherEqual) Equal(int) bool         { return false }

func TestElements(t *testing.T) {
	list := mismatch[[]int32](t, `[1,null,"x",2.0,"3"]`)
	elements, err := wire.Elements(list)
	if got := fmt.Sprint(elements, err); got != `[1 <null> <mismatch: "x"> 2 3] <nil>` {
		t.Errorf("got %s", got)
	}
	elements[0], elements[3] = wire.Some(int32(5)), wire.Some(int32(6))
	elements = append(elements, wire.Optional[int32]{})
	text, err := wire.SomeElements(elements).MarshalJSON()
	if string(text) != `[5,null,"x",6,"3",null]` || err != nil {
		t.Errorf("encoded: %s, %v", text, err)
	}
	plain := wire.SomeElements([]wire.Optional[string]{wire.Some("a")})
	if v, err := plain.Value(); err != nil || !slices.Equal(v, []string{"a"}) {
		t.Errorf("a list of values: %v, %v", v, err)
	}
	if v, err := wire.SomeElements([]wire.Optional[string]{wire.Null[string]()}).Value(); v != nil || !errors.Is(err, wire.ErrMismatch) {
		t.Errorf("a list of null: %v, %v", v, err)
	}
	for _, c := range []struct {
		o    strs
		want error
	}{{strs{}, wire.ErrAbsent}, {wire.Null[[]string](), wire.ErrNull}, {mismatch[[]string](t, `{}`), wire.ErrMismatch}} {
		if got, err := wire.Elements(c.o); got != nil || !errors.Is(err, c.want) {
			t.Errorf("%v: %v, %v", c.o, got, err)
		}
	}
	if got, err := wire.Elements(wire.Some([]string{"a"})); len(got) != 1 || got[0].OrZero() != "a" || err != nil {
		t.Errorf("a plain list: %v, %v", got, err)
	}
	if got, err := wire.Elements(mismatch[[]wire.Decimal](t, `["x"]`)); len(got) != 1 || got[0].OrZero() != (wire.Decimal{}) || err != nil {
		t.Errorf("a mismatch has the value %v, %v", got, err)
	}
	// An element that was changed after decoding is no longer encoded as it was written.
	short := mismatch[[]int32](t, `[1,2.0]`)
	v, _ := short.Get()
	v[1] = 9
	if text, err := short.MarshalJSON(); string(text) != `[1,9]` || err != nil {
		t.Errorf("a changed element is encoded as %s, %v", text, err)
	}
}

func TestEntries(t *testing.T) {
	tags := mismatch[map[string]string](t, `{"b":null,"a":"x","c":1}`)
	entries, err := wire.Entries(tags)
	if got := fmt.Sprint(entries, err); got != `map[a:x b:<null> c:<mismatch: 1>] <nil>` {
		t.Errorf("got %s", got)
	}
	entries["d"], entries["e"] = wire.Some("y"), wire.Optional[string]{}
	text, err := wire.SomeEntries(entries).MarshalJSON()
	if string(text) != `{"a":"x","b":null,"c":1,"d":"y"}` || err != nil {
		t.Errorf("encoded: %s, %v", text, err)
	}
	if v, err := wire.SomeEntries(map[string]wire.Optional[string]{"a": {}, "b": wire.Some("x"), "c": {}}).Value(); err != nil || len(v) != 1 || v["b"] != "x" {
		t.Errorf("a map of values: %v, %v", v, err)
	}
	ints := mismatch[map[string]int32](t, `{"a":2.0,"b":1}`)
	v, _ := ints.Get()
	delete(v, "a")
	if entries, err := wire.Entries(ints); fmt.Sprint(entries, err) != "map[b:1] <nil>" {
		t.Errorf("after deleting an entry: %v, %v", entries, err)
	}
	for _, c := range []struct {
		o    wire.Optional[map[string]string]
		want error
	}{{wire.Optional[map[string]string]{}, wire.ErrAbsent}, {wire.Null[map[string]string](), wire.ErrNull}, {mismatch[map[string]string](t, `[]`), wire.ErrMismatch}} {
		if got, err := wire.Entries(c.o); got != nil || !errors.Is(err, c.want) {
			t.Errorf("%v: %v, %v", c.o, got, err)
		}
	}
}

func extra(t *testing.T, text string) wire.Extra {
	t.Helper()
	var x sample.Amount
	if err := x.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return x.Extra
}

func raw(t *testing.T, text string) wire.Raw {
	t.Helper()
	r, err := wire.ParseRaw([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestExtra(t *testing.T) {
	x := extra(t, `{"b":1,"currency":"EUR","a":{"c":null}}`)
	if got := fmt.Sprintf("%s %v %q %s %d", x, x, x, x.LogValue(), x.Len()); got != `{"b":1,"a":{"c":null}} {"b":1,"a":{"c":null}} "{\"b\":1,\"a\":{\"c\":null}}" {"b":1,"a":{"c":null}} 2` {
		t.Errorf("printed: %s", got)
	}
	for name := range x.All() {
		if name != "b" {
			t.Errorf("the first is %s", name)
		}
		break
	}
	y := x
	y.Set("b", raw(t, `2`))
	y.Set("d", raw(t, `3`))
	if got := fmt.Sprint(x, y); got != `{"b":1,"a":{"c":null}} {"b":2,"a":{"c":null},"d":3}` {
		t.Errorf("after Set on a copy: %s", got)
	}
	z := y
	z.Delete("b")
	z.Delete("none")
	if got := fmt.Sprint(y, z); got != `{"b":2,"a":{"c":null},"d":3} {"a":{"c":null},"d":3}` {
		t.Errorf("after Delete on a copy: %s", got)
	}
	z.Delete("a")
	z.Delete("d")
	if !z.Equal(wire.Extra{}) || z.Len() != 0 || fmt.Sprint(z) != "{}" {
		t.Errorf("after deleting all: %v", z)
	}
	z.Delete("a")
	for _, c := range []struct {
		name string
		want string
		ok   bool
	}{{"b", "1", true}, {"a", `{"c":null}`, true}, {"c", "null", false}, {"currency", "null", false}} {
		if got, ok := x.Get(c.name); got.String() != c.want || ok != c.ok {
			t.Errorf("Get(%s): %s, %v", c.name, got, ok)
		}
	}
	if got, ok := (wire.Extra{}).Get("a"); ok || got.String() != "null" {
		t.Errorf("Get of nothing: %v", got)
	}
}

// TestExtraNames: what is not UTF-8 in a name counts as U+FFFD, in all methods.
func TestExtraNames(t *testing.T) {
	var x wire.Extra
	x.Set("a\xff", raw(t, `1`))
	x.Set("a\xfe", raw(t, `2`))
	if got := x.String(); got != "{\"a\uFFFD\":2}" {
		t.Errorf("after Set: %s", got)
	}
	if got, ok := x.Get("a\xff"); !ok || got.String() != "2" {
		t.Errorf("Get: %v, %v", got, ok)
	}
	if x.Delete("a\xff"); x.Len() != 0 {
		t.Errorf("after Delete: %v", x)
	}
}

// TestAt: a member of an object, or the reason why there is none, which is the object's own where there is no object.
func TestAt(t *testing.T) {
	currency := func(a *sample.Amount) wire.Optional[string] { return a.Currency }
	for _, c := range []struct{ object, value, err string }{
		{``, "", "member is absent"},
		{`null`, "", "member is null"},
		{`7`, "", "type mismatch: expected an object, found 7"},
		{`{}`, "", "member is absent"},
		{`{"currency":null}`, "", "member is null"},
		{`{"currency":1}`, "", "type mismatch: expected a string, found 1"},
		{`{"currency":"EUR"}`, "EUR", "<nil>"},
	} {
		var o object
		if c.object != "" {
			if err := o.UnmarshalJSON([]byte(c.object)); err != nil {
				t.Fatal(err)
			}
		}
		if v, err := wire.At(o, currency).Value(); v != c.value || fmt.Sprint(err) != c.err {
			t.Errorf("%s: %q, %v; want %q, %s", c.object, v, err, c.value, c.err)
		}
	}
}

// TestMalformedObject: malformed text is an error and changes nothing.
func TestMalformedObject(t *testing.T) {
	o := wire.SomeObject(sample.Amount{Currency: wire.Some("EUR")})
	var syntax *wire.SyntaxError
	if err := o.UnmarshalJSON([]byte(`{"currency":}`)); !errors.As(err, &syntax) || o.OrZero().Currency.OrZero() != "EUR" {
		t.Errorf("%v, %v", o, err)
	}
}

// TestEmptyCollections: an empty list and an empty map that were received are not nil.
func TestEmptyCollections(t *testing.T) {
	if v, err := mismatch[[]string](t, `[]`).Value(); v == nil || err != nil {
		t.Errorf("list %#v, %v", v, err)
	}
	if v, err := mismatch[map[string]string](t, `{}`).Value(); v == nil || err != nil {
		t.Errorf("map %#v, %v", v, err)
	}
}

// TestMemoryLimit: the elements of a list or a map count, by the size of their Go type; what is beyond the limit is an error.
func TestMemoryLimit(t *testing.T) {
	before := wire.SetMemoryLimit(wire.MemoryLimit{Least: 96, Factor: 1})
	defer wire.SetMemoryLimit(before)
	if before != wire.DefaultMemoryLimit() || before.Least != 16<<20 || before.Factor != 12 {
		t.Errorf("the limit before is %+v", before)
	}
	list, texts, entries := new(wire.Optional[[]int64]), new(strs), new(wire.Optional[map[string]int64])
	ints := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]" }
	names := func(n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(`"%c":1`, 'a'+i))
		}
		return "{" + strings.Join(list, ",") + "}"
	}
	for _, c := range []struct {
		o    json.Unmarshaler
		text string
		fits bool
	}{
		{list, `[]`, true}, {list, `7`, true}, {list, `{"a":1}`, true}, {list, ints(12), true}, {list, ints(13), false}, {list, "[" + strings.Repeat("1", 1000) + "]", true},
		{texts, `["a","a","a","a","a","a"]`, true}, {texts, `["a","a","a","a","a","a","a"]`, false}, {entries, names(12), true}, {entries, names(13), false}, {entries, ints(40), true},
	} {
		err := c.o.UnmarshalJSON([]byte(c.text))
		var syntax *wire.SyntaxError
		if (err == nil) != c.fits || err != nil && (!errors.As(err, &syntax) || !strings.Contains(err.Error(), "the values take more than 96 bytes of memory")) {
			t.Errorf("%.40s into %T: %v, want fits %v", c.text, c.o, err, c.fits)
		}
	}
	if old := wire.SetMemoryLimit(wire.MemoryLimit{}); old.Least != 96 {
		t.Errorf("the limit before is %+v", old)
	}
	if err := list.UnmarshalJSON([]byte(ints(100))); err != nil {
		t.Errorf("without a limit: %v", err)
	}
}

// TestForPackageCodec: what package codec is given is what the value holds, and what is printed.
func TestForPackageCodec(t *testing.T) {
	var key internal.NotForPublicUse
	o := wire.Some("a")
	v, s := o.Access(key)
	if *v, *s = "b", internal.Present(); o.OrZero() != "b" {
		t.Errorf("an Optional holds %v", o)
	}
	var p object
	q, s := p.Access(key)
	if *q, *s = new(sample.Amount), internal.Present(); p.Or(nil) != *q || p.IsZero() {
		t.Errorf("an Object holds %v", p)
	}
	var at wire.Time
	*at.Access(key) = "2024-01-01"
	var text wire.Raw
	*text.Access(key) = `{"a":"s","b":1}`
	if at.String() != "2024-01-01" || text.String() != `{"a":"s","b":1}` {
		t.Errorf("a Time holds %v, a Raw %v", at, text)
	}
	var x wire.Extra
	*x.Access(key) = &internal.Kept{Whole: "7"}
	if whole, ok := x.Mismatch(); !ok || whole.String() != "7" {
		t.Errorf("an Extra holds %v", x)
	}
	secret := []string{"a"}
	for _, c := range []struct{ got, want string }{
		{string(wire.Some("b").AppendText(key, []byte("<"), nil)), "<b"},
		{string(wire.Null[string]().AppendText(key, nil, nil)), "<null>"},
		{string(mismatch[bool](t, `{"a":1}`).AppendText(key, nil, secret)), `<mismatch: {"a":"REDACTED"}>`},
		{string(p.AppendText(key, []byte("<"), nil)), "<{}"},
		{string(wire.NullObject[sample.Amount]().AppendText(key, nil, nil)), "<null>"},
		{string(text.AppendText(key, []byte("<"), secret)), `<{"a":"REDACTED","b":1}`},
		{string(wire.Extra{}.AppendText(key, []byte("<"), secret)), `<`},
		{string(extra(t, `{"a":1,"b":2}`).AppendText(key, []byte("<"), secret)), `<{"a":"REDACTED","b":2}`},
		{string(extra(t, `[{"a":1}]`).AppendText(key, []byte("<"), secret)), `<[{"a":"REDACTED"}]`},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestExtraEqual(t *testing.T) {
	for _, c := range []struct {
		x, y string
		want bool
	}{
		{`{}`, `{}`, true}, {`{"a":1}`, `{"a":1}`, true}, {`{"a":1}`, `{}`, false}, {`{}`, `{"a":1}`, false}, {`{"a":1}`, `{"a":2}`, false},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, false}, {`1`, `1`, true}, {`1`, `2`, false}, {`1`, `{}`, false},
	} {
		if got := extra(t, c.x).Equal(extra(t, c.y)); got != c.want {
			t.Errorf("%s and %s: %v", c.x, c.y, got)
		}
	}
}

func TestExtraMismatch(t *testing.T) {
	if got, ok := extra(t, `[1]`).Mismatch(); !ok || got.String() != "[1]" {
		t.Errorf("of an array: %v, %v", got, ok)
	}
	x := extra(t, `{"a":1}`)
	if got, ok := x.Mismatch(); ok || got.String() != "null" {
		t.Errorf("of an object: %v, %v", got, ok)
	}
	if got, ok := (wire.Extra{}).Mismatch(); ok || got.String() != "null" {
		t.Errorf("of nothing: %v, %v", got, ok)
	}
	whole := extra(t, `7`)
	whole.Set("a", raw(t, `1`))
	whole.Delete("a")
	if got, ok := whole.Mismatch(); !ok || got.String() != "7" {
		t.Errorf("after Set and Delete: %v, %v", got, ok)
	}
}

func TestExtraImplied(t *testing.T) {
	var c sample.ChargeSummary
	if err := c.UnmarshalJSON([]byte(`{"kind":"legacy","a":1}`)); err != nil {
		t.Fatal(err)
	}
	x := &c.Variant.(*sample.LegacyChargeSummary).Extra
	if _, ok := x.Get("kind"); ok || x.Len() != 1 {
		t.Errorf("kept: %v", x)
	}
	// A standalone variant without its discriminator stays without it, and that is not a member.
	var v sample.LegacyChargeSummary
	if err := v.UnmarshalJSON([]byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	if _, ok := v.Extra.Get("kind"); ok || v.Extra.Len() != 1 || fmt.Sprint(v.Extra) != `{"a":1}` {
		t.Errorf("kept: %v", v.Extra)
	}
	for name := range v.Extra.All() {
		if name == "kind" {
			t.Error("a missing discriminator is listed")
		}
	}
}

// TestPrint has what each verb writes and what package slog gets.
func TestPrint(t *testing.T) {
	charges := wire.Some([]wire.Secret{"a", "b"})
	for i, c := range []struct{ got, want string }{
		{fmt.Sprintf("%v|%s|%q|%+v|%x", wire.Secret("s"), wire.Secret("s"), wire.Secret("s"), wire.Secret("s"), wire.Secret("s")), "REDACTED|REDACTED|REDACTED|REDACTED|REDACTED"},
		{wire.Secret("s").String() + wire.Secret("s").LogValue().String(), "REDACTEDREDACTED"},
		{fmt.Sprintf("%v|%5d|%-5d|%x", wire.Some(int32(12)), wire.Some(int32(12)), wire.Some(int32(12)), wire.Some(int32(12))), "12|   12|12   |c"},
		{fmt.Sprintf("%q|%s|%d", wire.Some("a"), wire.Null[string](), wire.Optional[int32]{}), `"a"|<null>|<absent>`},
		{wire.Some("a").String() + wire.SomeObject(sample.Amount{}).String(), "a{}"},
		{fmt.Sprintf("%v|%s", wire.SomeObject(sample.Amount{Currency: wire.Some("EUR")}), object{}), `{currency:EUR}|<absent>`},
		{wire.Some("a").LogValue().String() + wire.Null[string]().LogValue().String(), "a<null>"},
		{wire.Some(int32(7)).LogValue().Kind().String(), "Int64"},
		{wire.Some(true).LogValue().Kind().String(), "Bool"},
		{wire.Some(wire.Secret("s")).LogValue().String(), "REDACTED"},
		{wire.Some(dec(t, "1.0")).LogValue().String(), "1.0"},
		{charges.LogValue().String(), "[REDACTED REDACTED]"},
		{wire.Some(map[string]wire.Secret{"k": "s"}).LogValue().String(), "map[k:REDACTED]"},
		{wire.SomeObject(sample.Amount{}).LogValue().String() + object{}.LogValue().String(), "{}<absent>"},
		{wire.Some(struct{ S wire.Secret }{"s"}).LogValue().String(), "{REDACTED}"},
		{raw(t, `{"a":1}`).LogValue().String(), `{"a":1}`},
		{wire.DateOf(2024, 2, 29).LogValue().String(), "2024-02-29"},
		{wire.Some(dec(t, "1")).LogValue().Kind().String(), "String"},
	} {
		if c.got != c.want {
			t.Errorf("line %d: %s, want %s", i+1, c.got, c.want)
		}
	}
	if v := wire.Some([]string{"a"}).LogValue(); v.Kind() != slog.KindString {
		t.Errorf("a list is logged as %v", v.Kind())
	}
	one := 1
	if v := wire.Some(&one).LogValue(); v.Kind() != slog.KindString {
		t.Errorf("a pointer is logged as %v", v.Kind())
	}
	if v := wire.Some(counts{"red": 1}).LogValue(); v.Kind() != slog.KindString || v.String() != "map[red:1]" {
		t.Errorf("a map is logged as %v", v)
	}
}

func TestRawRules(t *testing.T) {
	r := raw(t, `"a\u0062"`)
	copied := r.Bytes()
	copied[1] = 'x'
	if r.String() != `"a\u0062"` || !r.Equal(raw(t, ` "a\u0062" `)) || r.Equal(raw(t, `"ab"`)) || string(r.AppendJSON([]byte("x"))) != `x"a\u0062"` {
		t.Errorf("got %s", r)
	}
	if text, err := (wire.Raw{}).MarshalJSON(); string(text) != "null" || err != nil || (wire.Raw{}).Kind() != wire.KindNull || !(wire.Raw{}).Equal(raw(t, `null`)) {
		t.Errorf("the zero value: %s, %v", text, err)
	}
	if err := r.UnmarshalJSON([]byte(`[`)); err == nil || r.String() != `"a\u0062"` {
		t.Errorf("malformed: %s, %v", r, err)
	}
	if err := r.UnmarshalJSON([]byte(` [1] `)); err != nil || r.String() != `[1]` {
		t.Errorf("well formed: %s, %v", r, err)
	}
	if r, err := wire.RawOf(map[string]any{"a": "<&>"}); err != nil || r.String() != `{"a":"<&>"}` {
		t.Errorf("RawOf: %s, %v", r, err)
	}
	var unsupported *json.UnsupportedTypeError
	if _, err := wire.RawOf(make(chan int)); !errors.As(err, &unsupported) {
		t.Errorf("RawOf a channel: %v", err)
	}
}

func TestTimeRules(t *testing.T) {
	at := func(s string) (v wire.Time) {
		if err := v.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		x, y string
		want int
	}{
		{"2024-01-01", "2024-01-02", -1}, {"2024-01-02", "2024-01-01", 1}, {"2024-01-01", "01/01/2024", 0}, {"2024-01-01T01:00:00+01:00", "2024-01-01", 0},
		{"x", "2024-01-01", 1}, {"2024-01-01", "x", -1}, {"2024-01-01", "!", -1}, {"!", "2024-01-01", 1}, {"x", "y", -1}, {"y", "x", 1}, {"x", "x", 0},
	} {
		if got := at(c.x).Compare(at(c.y)); got != c.want {
			t.Errorf("%s and %s: %d", c.x, c.y, got)
		}
	}
	var v wire.Time
	if err := v.UnmarshalText([]byte("\xff")); err == nil || v.String() != "" || !strings.Contains(err.Error(), "is not UTF-8") {
		t.Errorf("%v: %v", v, err)
	}
	for _, c := range []struct{ text, want, err string }{
		{`"a\u0062"`, "ab", ""}, {`"ab"`, "ab", ""}, {`""`, "", ""}, {`null`, "old", ""}, {`7`, "old", "wire: expected a string with a time, found 7"}, {`"`, "old", "wire: byte 1, at the top level: the text ends too early"},
	} {
		v := at("old")
		err := v.UnmarshalJSON([]byte(c.text))
		if v.String() != c.want || err == nil && c.err != "" || err != nil && err.Error() != c.err {
			t.Errorf("%s: %s, %v", c.text, v, err)
		}
	}
	if text, err := at("2024-01-01").MarshalText(); string(text) != "2024-01-01" || err != nil {
		t.Errorf("text: %s, %v", text, err)
	}
	if text, err := at(`a"b`).MarshalJSON(); string(text) != `"a\"b"` || err != nil {
		t.Errorf("JSON: %s, %v", text, err)
	}
	if !at("x").Equal(at("x")) || at("2024-01-01").Equal(at("01/01/2024")) {
		t.Error("Equal compares more than the text")
	}
	if got := wire.DateOf(2024, 2, 29).String(); got != "2024-02-29" {
		t.Errorf("DateOf: %s", got)
	}
	if got := wire.TimeOf(time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC)).String(); got != "2024-02-29T01:02:03Z" {
		t.Errorf("TimeOf: %s", got)
	}
}

func TestErrorTexts(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{(&wire.SyntaxError{Offset: 3, Pointer: "/a", Msg: "m"}).Error(), "wire: byte 3, at /a: m"},
		{(&wire.SyntaxError{Msg: "m"}).Error(), "wire: byte 0, at the top level: m"},
		{wire.Violation{Rule: "type", Message: "m"}.String(), "the top level: m [type]"},
		{wire.Violations{{Pointer: "/a", Rule: "type", Message: "m"}, {Pointer: "/b", Rule: "enum", Message: "n"}}.Error(), "/a: m [type]\n/b: n [enum]"},
		{fmt.Sprint(wire.Valid([]byte(`{"a":1}`))), "<nil>"},
		{fmt.Sprint(wire.Valid([]byte(`{"a":1,"a":2}`))), "wire: byte 7, at /a: duplicate member name"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

// TestOptions: a read-only member that is there, one that is missing, and one that nothing declares.
func TestOptions(t *testing.T) {
	x, err := sample.DecodeEverything([]byte(`{"s":"a","amount":{"currency":"EUR","x":1}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		opts []wire.ValidateOption
		want string
	}{
		{nil, "<nil>"},
		{[]wire.ValidateOption{wire.AsRequest()}, "<nil>"},
		{[]wire.ValidateOption{wire.ReadOnlyMembers()}, "<nil>"},
		{[]wire.ValidateOption{wire.AsRequest(), wire.ReadOnlyMembers()}, "/amount/currency [readOnly]"},
		{[]wire.ValidateOption{wire.UnknownMembers()}, "/amount/x [unknown]"},
	} {
		if got := violations(x.Validate(c.opts...)); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	for name, c := range map[string]struct {
		option wire.ValidateOption
		want   internal.ValidateOptions
	}{
		"AsRequest":       {wire.AsRequest(), internal.ValidateOptions{Request: true}},
		"ReadOnlyMembers": {wire.ReadOnlyMembers(), internal.ValidateOptions{ReadOnly: true}},
		"UnknownMembers":  {wire.UnknownMembers(), internal.ValidateOptions{Unknown: true}},
		"Mismatches":      {wire.Mismatches(), internal.ValidateOptions{Mismatch: true}},
	} {
		var got internal.ValidateOptions
		if c.option(&got); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	got, err := wire.DecodeStrict[sample.Everything]([]byte(`{"s":"a","b":1}`))
	if violations(err) != "/b [type]" || got == nil || got.S.OrZero() != "a" {
		t.Errorf("strict: %v, %v", got, err)
	}
	if got, err := wire.DecodeStrict[sample.Everything]([]byte(`{`)); err == nil || got != nil {
		t.Errorf("strict, malformed: %v, %v", got, err)
	}
	if got, err := wire.DecodeStrict[sample.Amount]([]byte(`{"x":1}`), wire.UnknownMembers()); violations(err) != "/x [unknown]" || got == nil {
		t.Errorf("strict, unknown: %v, %v", got, err)
	}
}

// violations lists the places and the rules of an error of Validate.
func violations(err error) string {
	var list wire.Violations
	if !errors.As(err, &list) {
		return fmt.Sprint(err)
	}
	var out []string
	for _, v := range list {
		out = append(out, v.Pointer+" ["+v.Rule+"]")
	}
	return strings.Join(out, ", ")
}

// TestEncodeValues encodes values that no state spells.
func TestEncodeValues(t *testing.T) {
	for _, c := range []struct {
		v    json.Marshaler
		want string
	}{
		{wire.Some("a\"<"), `"a\"<"`},
		{wire.Some(colour("r")), `"r"`},
		{wire.Some([]byte{1}), `"AQ=="`},
		{wire.Some(map[colour][]wire.Time{"b": {wire.DateOf(2024, 1, 2)}, "a": nil}), `{"a":[],"b":["2024-01-02"]}`},
		{wire.Some(map[int]bool{2: true}), `{"2":true}`},
		{wire.Some([]sample.Amount{{}, {Currency: wire.Some("EUR")}}), `[{},{"currency":"EUR"}]`},
		{wire.Some(1.5), `1.5`},
		{wire.Optional[string]{}, `null`},
		{object{}, `null`},
		{wire.SomeObject(sample.Amount{}), `{}`},
	} {
		if got, err := c.v.MarshalJSON(); string(got) != c.want || err != nil {
			t.Errorf("%v: %s, %v, want %s", reflect.TypeOf(c.v), got, err, c.want)
		}
	}
	if _, err := wire.Some(make(chan int)).MarshalJSON(); err == nil {
		t.Error("a channel is encoded")
	}
	if _, err := wire.Some([]chan int{nil}).MarshalJSON(); err == nil {
		t.Error("a list of channels is encoded")
	}
	if _, err := wire.Some(map[string]chan int{"a": nil}).MarshalJSON(); err == nil {
		t.Error("a map of channels is encoded")
	}
}

// TestDecimalBounds has, for each limit, what is just inside and what is just outside.
func TestDecimalBounds(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("0", n) }
	double := func(s string) string {
		d, err := dec(t, s).Add(dec(t, s))
		return fmt.Sprint(d, err)
	}
	for _, c := range []struct{ got, want string }{
		{double("1e40"), "2" + zeros(40) + " <nil>"},
		{double("1e41"), "2e41 <nil>"},
		{double("1e-41"), "0." + zeros(40) + "2 <nil>"},
		{double("1e-42"), "2e-42 <nil>"},
		{double("1.1e-41"), "0." + zeros(40) + "22 <nil>"},
		{double("0." + zeros(38)), "0." + zeros(38) + " <nil>"},
		{double("0." + zeros(39)), "0 <nil>"},
		{double("0e-3"), "0 <nil>"},
		{fmt.Sprintf("%e|%e|%.0g|%.1g|%.2g|%g|%g", dec(t, "1e10"), dec(t, "1e9"), dec(t, "1250"), dec(t, "1250"), dec(t, "1250"), dec(t, "0"), dec(t, "0.00")), "1e+10|1e+09|1000|1000|1300|0|0"},
		{fmt.Sprintf("%.3e|%.0e|%.2e", dec(t, "9.9999"), dec(t, "95"), dec(t, "0.001")), "1.000e+01|1e+02|1.00e-03"},
		{fmt.Sprintf("%5v|%05v|%+05v|%-5v|%+v", dec(t, "-1"), dec(t, "-1"), dec(t, "1"), dec(t, "1"), dec(t, "-1")), "   -1|-0001|+0001|1    |-1"},
		{fmt.Sprintf("%+v|%+v|%+v|% v", dec(t, "0.5"), dec(t, "9"), dec(t, "0"), dec(t, "0.5")), "+0.5|+9|+0| 0.5"},
		{fmt.Sprintf("%.100001e", dec(t, "1.25")), "1.25e+00"},
		{fmt.Sprint(len(fmt.Sprintf("%.100000e", dec(t, "1.25")))), "100006"},
		{fmt.Sprint(dec(t, "0.1"+zeros(1300)+"1").Float64()), "0.1 false"},
		{fmt.Sprintf("%6q|% v|%+q", dec(t, "1"), dec(t, "-1"), dec(t, "1")), `   "1"|-1|"1"`},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
	const most = wire.MaxDigits
	quo := func(x, y string, places int) error { return second(dec(t, x).Quo(dec(t, y), places, wire.RoundDown)) }
	add := func(x, y string) error { return second(dec(t, x).Add(dec(t, y))) }
	quantize := func(x string, places int) error { return second(dec(t, x).Quantize(places, wire.RoundDown)) }
	mul := func(x, y string) error { return second(dec(t, x).Mul(dec(t, y))) }
	for i, c := range []struct {
		err     error
		inRange bool
	}{
		{add("1e"+zeros(2*most-2), "0"), true},
		{add("1e"+zeros(2*most-1), "0"), false},
		{add("1e-100000", "1e-100000"), true},
		{add("1e-100001", "1e-100001"), false},
		{add("1e99999", "1"), true},
		{add("1e100000", "1"), false},
		{add("1e-99999", "1"), true},
		{add("1e-100000", "1"), false},
		{mul("1e50000", "1e49999"), true},
		{quo("1", "1"+zeros(most-2)+"1", 2), true},
		{quo("1", "1"+zeros(most-1)+"1", 2), false},
		{quo("1"+zeros(most-2)+"1", "1", 0), true},
		{quo("1"+zeros(most-1)+"1", "1", 0), false},
		{quo("1"+zeros(most-2)+"1", "1e100", 0), true},
		{quo("1"+zeros(most-1)+"1", "1e100", 0), false},
		{add("1", "1."+zeros(most-1)), true},
		{add("1", "1."+zeros(most)), false},
		{add("1", "1."+zeros(most+1)), false},
		{add("1."+zeros(most+1), "1"), false},
		{add("1", "1."+zeros(2*most)), false},
		{add("1."+zeros(2*most), "1"), false},
		{quo("1e-10", "3", most), true},
		{quo("1e-10", "3", most+1), false},
		{quo("1e-1", "3", most), true},
		{quo("3", "2", most-1), true},
		{quo("3", "2", most), false},
		{quantize("0.5", most), true},
		{quantize("0.5", most+1), false},
		{quantize("1.5", most-1), true},
		{quantize("1.5", most), false},
		{quantize("1e99999", 0), true},
		{quantize("1e100000", 0), false},
		{quantize("1e99998", 1), true},
		{quantize("1e99999", 1), false},
		{quantize("1e100000", -5), false},
		{quantize("1", -most), true},
		{second(dec(t, "1e99999").Rat()), true},
		{second(dec(t, "1e100000").Rat()), false},
		{second(dec(t, "1e-100000").Rat()), true},
		{second(dec(t, "1e-100001").Rat()), false},
		{second(dec(t, "1.5e-99999").Rat()), true},
	} {
		if c.err != nil && !errors.Is(c.err, wire.ErrRange) || (c.err == nil) != c.inRange {
			t.Errorf("line %d: %v", i+1, c.err)
		}
	}
}

func TestDecimalScanRules(t *testing.T) {
	for _, c := range []struct {
		src  any
		want string
	}{
		{math.Inf(1), "wire: scan +Inf into a Decimal: expected a finite number"},
		{math.Inf(-1), "wire: scan -Inf into a Decimal: expected a finite number"},
		{1.5e300, "1.5e300"},
		{"+" + strings.Repeat("1", wire.MaxDigits-1), strings.Repeat("1", wire.MaxDigits-1)},
		{"+" + strings.Repeat("1", wire.MaxDigits), `wire: scan "+` + strings.Repeat("1", 39) + `" into a Decimal: expected a number`},
		{true, "wire: scan bool into a Decimal: expected an integer, a float or text"},
	} {
		var d wire.Decimal
		var got string
		if err := d.Scan(c.src); err != nil {
			got = err.Error()
		} else {
			got = d.String()
		}
		if got != c.want {
			t.Errorf("%.50v: got %.90s, want %.90s", c.src, got, c.want)
		}
	}
}

package codec_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// states says what each element is, as in `a null mismatch:5`.
func states[T any](elements []wire.Optional[T]) string {
	out := make([]string, len(elements))
	for i, e := range elements {
		v, err := e.Value()
		var mismatch *wire.MismatchError
		var inner *wire.ElementError
		switch {
		case err == nil:
			out[i] = fmt.Sprint(v)
		case errors.As(err, &inner):
			out[i] = "element" + inner.Pointer
		case errors.As(err, &mismatch):
			out[i] = "mismatch:" + mismatch.Raw.String()
		case errors.Is(err, wire.ErrNull) && e.IsNull():
			out[i] = "null"
		default:
			out[i] = err.Error()
		}
	}
	return strings.Join(out, " ")
}

// listReading decodes a list and returns what its elements and its Value say; it checks that nothing is lost, on its own and
// as a member.
func listReading[T any](t *testing.T, text string) (elements, value string) {
	t.Helper()
	var o wire.Optional[[]T]
	if err := o.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if got, err := o.MarshalJSON(); err != nil || string(got) != text {
		t.Errorf("%s is encoded as %s, %v", text, got, err)
	}
	list, err := wire.Elements(o)
	if err != nil {
		t.Errorf("%s: %v", text, err)
	}
	v, err := o.Value()
	w, ok := o.Get()
	if (err == nil) != ok || o.IsMismatch() || o.IsNull() || o.IsZero() || err != nil && (v != nil || w != nil || o.OrZero() != nil || !errors.Is(err, wire.ErrMismatch)) {
		t.Errorf("%s: %v, %v, %v", text, v, w, err)
	}
	if again := wire.SomeElements(list); !again.Equal(o) {
		t.Errorf("%s: made again of its elements it is %v", text, again)
	}
	if err != nil {
		return states(list), err.Error()
	}
	return states(list), fmt.Sprint(v)
}

// TestElements: an element that is null or a mismatch affects no other one, and keeps the list from having a value.
func TestElements(t *testing.T) {
	const number, integer, str = "expected a number", "expected an integer", "expected a string"
	for _, c := range []struct {
		read            func(*testing.T, string) (string, string)
		text            string
		elements, value string
	}{
		{listReading[string], `["a",null,5,"b"]`, `a null mismatch:5 b`, "at /1: type mismatch: " + str + ", found null"},
		{listReading[string], `["a",""]`, `a `, "[a ]"},
		{listReading[string], `[]`, ``, "[]"},
		{listReading[string], `[{"b":[1.0]}]`, `mismatch:{"b":[1.0]}`, "at /0: type mismatch: " + str + `, found {"b":[1.0]}`},
		{listReading[sample.Status], `["Active",1]`, `Active mismatch:1`, "at /1: type mismatch: " + str + ", found 1"},
		{listReading[wire.Decimal], `["12.50",1.0,"5"]`, `12.50 1.0 5`, "[12.50 1.0 5]"},
		{listReading[wire.Decimal], `[1,"1,2",null]`, `1 mismatch:"1,2" null`, "at /1: type mismatch: " + number + `, found "1,2"`},
		{listReading[int32], `[5e0,"5",500.0,-0]`, `5 5 500 0`, "[5 5 500 0]"},
		{listReading[int32], `[5e0,1.5,2147483648]`, `5 mismatch:1.5 mismatch:2147483648`, "at /1: type mismatch: " + integer + ", found 1.5"},
		{listReading[int64], `[9223372036854775807,true]`, `9223372036854775807 mismatch:true`, "at /1: type mismatch: " + integer + ", found true"},
		{listReading[bool], `[true,"true",null]`, `true mismatch:"true" null`, `at /1: type mismatch: expected a boolean, found "true"`},
		{listReading[wire.Time], `["2019-09-01",7]`, `2019-09-01 mismatch:7`, "at /1: type mismatch: " + str + ", found 7"},
		{listReading[wire.Raw], `[null,7,{"a":1.0}]`, `null 7 {"a":1.0}`, `[null 7 {"a":1.0}]`},
		{listReading[[]int32], `[[1],[2,null],null,7,["3"]]`, `[1] element/1 null mismatch:7 [3]`, "at /1/1: type mismatch: " + integer + ", found null"},
		{listReading[map[string]string], `[{"a/b":null}]`, `element/a~1b`, "at /0/a~1b: type mismatch: " + str + ", found null"},
		{listReading[wire.Secret], `["hunter2",["hunter2"]]`, `REDACTED mismatch:"REDACTED"`, "at /1: type mismatch: " + str + `, found "REDACTED"`},
	} {
		if elements, value := c.read(t, c.text); elements != c.elements || value != c.value {
			t.Errorf("%s: elements %s, value %s\nwant %s, %s", c.text, elements, value, c.elements, c.value)
		}
	}
}

// TestElementsOfMembers: members are read by the decoder, and bodies by reflection; both see the same.
func TestElementsOfMembers(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"names", `["a",null,5]`}, {"statuses", `["Active",{}]`}, {"tags", `{"a":"b","c":null,"d":[1.0]}`}, {"tags", `{"a/~":5}`},
		{"grid", `[[1,"5",5e0],[],[null],null,7]`}, {"grid", `[["5"],[5e0]]`}, {"deep", `{"a":["",null],"b":null,"c":7,"d":[]}`},
	} {
		text := fmt.Sprintf(`{%q:%s}`, c.name, c.text)
		x := decode(t, text)
		encodes(t, x, text)
		var names wire.Optional[[]string]
		var statuses wire.Optional[[]sample.Status]
		var tags wire.Optional[map[string]string]
		var grid wire.Optional[[][]int32]
		var deep wire.Optional[map[string][]wire.Time]
		alone := map[string]json.Unmarshaler{"names": &names, "statuses": &statuses, "tags": &tags, "grid": &grid, "deep": &deep}
		if err := alone[c.name].UnmarshalJSON([]byte(c.text)); err != nil {
			t.Fatal(err)
		}
		if !names.Equal(x.Names) || !statuses.Equal(x.Statuses) || !tags.Equal(x.Tags) || !grid.Equal(x.Grid) || !deep.Equal(x.Deep) {
			t.Errorf("%s: on its own another value than as a member", text)
		}
		members := fmt.Sprint(x.Names, x.Statuses, x.Tags, x.Grid, x.Deep)
		if on := fmt.Sprint(names, statuses, tags, grid, deep); on != members || strings.Contains(on, "0x") {
			t.Errorf("%s prints as %s, and on its own as %s", text, members, on)
		}
	}
	x := decode(t, `{"tags":{"a":"b","c":null,"d":[1.0]}}`)
	if got := x.Tags.String(); got != "map[a:b c:<null> d:<mismatch: [1.0]>]" {
		t.Error(got)
	}
	if got := decode(t, `{"grid":[[1,null],null]}`).Grid.String(); got != "[[1 <null>] <null>]" {
		t.Error(got)
	}
}

func TestEntries(t *testing.T) {
	x := decode(t, `{"tags":{"owner":"me","old":null,"n":5}}`)
	tags, err := wire.Entries(x.Tags)
	if err != nil || len(tags) != 3 || tags["owner"].OrZero() != "me" || !tags["old"].IsNull() || !tags["n"].IsMismatch() || !tags["none"].IsZero() {
		t.Errorf("%v, %v", tags, err)
	}
	tags["owner"], tags["old"], tags["n"] = wire.Null[string](), wire.Some("x"), wire.Optional[string]{}
	x.Tags = wire.SomeEntries(tags)
	encodes(t, x, `{"tags":{"old":"x","owner":null}}`)
	if _, ok := x.Tags.Get(); ok || x.Tags.OrZero() != nil {
		t.Errorf("a map with a null has the value %v", x.Tags.OrZero())
	}
	x.Tags = wire.SomeEntries(map[string]wire.Optional[string]{"a": wire.Some("b")})
	if v, ok := x.Tags.Get(); !ok || v["a"] != "b" {
		t.Errorf("%v, %v", v, ok)
	}
	x.Names = wire.Optional[[]string]{}
	for text, want := range map[string]error{`{}`: wire.ErrAbsent, `{"tags":null,"names":null}`: wire.ErrNull, `{"tags":[],"names":{}}`: wire.ErrMismatch} {
		x := decode(t, text)
		_, errTags := wire.Entries(x.Tags)
		_, errNames := wire.Elements(x.Names)
		if !errors.Is(errTags, want) || !errors.Is(errNames, want) {
			t.Errorf("%s: %v, %v", text, errTags, errNames)
		}
	}
	if got, _ := wire.SomeElements([]wire.Optional[string]{{}, wire.Some("a")}).MarshalJSON(); string(got) != `[null,"a"]` {
		t.Errorf("an absent element is encoded as %s", got)
	}
}

// TestElementsChange: a spelling is encoded as long as its element has the value that it spells.
func TestElementsChange(t *testing.T) {
	const text = `{"grid":[["5",5e0,6],[7.0]]}`
	x := decode(t, text)
	grid := x.Grid.OrZero()
	grid[0][1] = 8
	encodes(t, x, `{"grid":[["5",8,6],[7.0]]}`)
	grid[0][0], grid[0][2] = 6, 5
	encodes(t, x, `{"grid":[[6,8,5],[7.0]]}`)
	grid[0], grid[1] = grid[1], grid[0] // what was spelled "5" at its place is 7 now
	encodes(t, x, `{"grid":[[7],[6,8,5]]}`)
	x.Grid = wire.Some(append(grid, []int32{1}))
	encodes(t, x, `{"grid":[[7],[6,8,5],[1]]}`)

	y := decode(t, text)
	other := *y
	y.Grid = wire.Null[[][]int32]()
	encodes(t, &other, text)
	y.Grid = other.Grid
	encodes(t, y, text)
	copied := sample.Everything{Grid: y.Grid}
	encodes(t, &copied, text)
}

// TestElementErrors: malformed text in a list is an error, whatever came before it.
func TestElementErrors(t *testing.T) {
	for _, list := range []string{`["a",nul]`, `["a",5`, `[null,"\ud800"]`, `[5,{"a":1,"a":2}]`, `[null,]`, `[null 5]`, `{"a":null,"a":5}`, `{"a":"x","a":null}`, `{"a":nul}`, `{"a"}`} {
		for _, name := range []string{"names", "tags", "grid", "deep", "statuses"} {
			_, err := sample.DecodeEverything([]byte(fmt.Sprintf(`{%q:%s}`, name, list)))
			var syntax *wire.SyntaxError
			if !errors.As(err, &syntax) || !strings.HasPrefix(syntax.Pointer, "/"+name) {
				t.Errorf("%s in %s: %v", list, name, err)
			}
		}
	}
}

// TestAt: a member of what is not an object says what is there in its place.
func TestAt(t *testing.T) {
	value := func(x *sample.Everything) wire.Optional[wire.Decimal] {
		return wire.At(x.Self, func(x *sample.Everything) wire.Optional[wire.Decimal] {
			return wire.At(x.Amount, func(a *sample.Amount) wire.Optional[wire.Decimal] { return a.Value })
		})
	}
	for text, want := range map[string]string{
		`{}`: "member is absent", `{"self":null}`: "member is null", `{"self":7}`: "type mismatch: expected an object, found 7",
		`{"self":{}}`: "member is absent", `{"self":{"amount":null}}`: "member is null", `{"self":{"amount":"12.50"}}`: `type mismatch: expected an object, found "12.50"`,
		`{"self":{"amount":{}}}`: "member is absent", `{"self":{"amount":{"value":null}}}`: "member is null",
		`{"self":{"amount":{"value":true}}}`: "type mismatch: expected a number, found true", `{"self":{"amount":{"value":"12.50"}}}`: "12.50",
	} {
		v, err := value(decode(t, text)).Value()
		got := v.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	x := decode(t, `{"self":{"amount":{"value":1}}}`)
	if n := testing.AllocsPerRun(100, func() { value(x) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

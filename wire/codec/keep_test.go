package codec_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

func decode(t *testing.T, text string) *sample.Everything {
	t.Helper()
	x, err := sample.DecodeEverything([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return x
}

func encodes(t *testing.T, x coder, want string) {
	t.Helper()
	if got := string(x.AppendJSON(nil)); got != want {
		t.Errorf("encoded\n got: %s\nwant: %s", got, want)
	}
}

// TestMismatch checks, for each form of a member, that a value of another type is a mismatch, is encoded as it was, and is
// replaced when the field is.
func TestMismatch(t *testing.T) {
	for _, c := range []struct {
		name, mismatch string
		is             func(x *sample.Everything) bool
		set            func(x *sample.Everything)
		want           string
	}{
		{"s", `1`, func(x *sample.Everything) bool { return x.S.IsMismatch() }, func(x *sample.Everything) { x.S = wire.Some("a") }, `"a"`},
		{"b", `"1"`, func(x *sample.Everything) bool { return x.B.IsMismatch() }, func(x *sample.Everything) { x.B = wire.Some(true) }, `true`},
		{"i", `1.5`, func(x *sample.Everything) bool { return x.I.IsMismatch() }, func(x *sample.Everything) { x.I = wire.Some[int32](7) }, `7`},
		{"i", `2147483648`, func(x *sample.Everything) bool { return x.I.IsMismatch() }, func(x *sample.Everything) { x.I = wire.Null[int32]() }, `null`},
		{"l", `"9 "`, func(x *sample.Everything) bool { return x.L.IsMismatch() }, func(x *sample.Everything) { x.L = wire.Some[int64](-1) }, `-1`},
		{"d", `"9,50"`, func(x *sample.Everything) bool { return x.D.IsMismatch() }, func(x *sample.Everything) { x.D = wire.Some(wire.DecimalOf(5)) }, `5`},
		{"t", `{}`, func(x *sample.Everything) bool { return x.T.IsMismatch() }, func(x *sample.Everything) { x.T = wire.Some(wire.DateOf(2019, 10, 1)) }, `"2019-10-01"`},
		{"status", `[]`, func(x *sample.Everything) bool { return x.Status.IsMismatch() }, func(x *sample.Everything) { x.Status = wire.Some(sample.StatusActive) }, `"Active"`},
		{"ratio", `true`, func(x *sample.Everything) bool { return x.Ratio.IsMismatch() }, func(x *sample.Everything) { x.Ratio = wire.Null[wire.Decimal]() }, `null`},
		{"names", `{"b":[1.0]}`, func(x *sample.Everything) bool { return x.Names.IsMismatch() }, func(x *sample.Everything) { x.Names = wire.Some([]string{}) }, `[]`},
		{"amount", `"x"`, func(x *sample.Everything) bool { return x.Amount.IsMismatch() }, func(x *sample.Everything) { x.Amount.Ensure() }, `{}`},
		{"amounts", `{"a":1}`, func(x *sample.Everything) bool { return x.Amounts.IsMismatch() }, func(x *sample.Everything) { x.Amounts = wire.Some([]sample.Amount(nil)) }, `[]`},
		{"byName", `[1]`, func(x *sample.Everything) bool { return x.ByName.IsMismatch() }, func(x *sample.Everything) { x.ByName = wire.Some(map[string]sample.Amount(nil)) }, `{}`},
		{"statuses", `"Active"`, func(x *sample.Everything) bool { return x.Statuses.IsMismatch() }, func(x *sample.Everything) { x.Statuses = wire.Null[[]sample.Status]() }, `null`},
		{"tags", `["a"]`, func(x *sample.Everything) bool { return x.Tags.IsMismatch() }, func(x *sample.Everything) { x.Tags = wire.Some(map[string]string{"b": "", "a": ""}) }, `{"a":"","b":""}`},
		{"grid", `{"a":[1.0]}`, func(x *sample.Everything) bool { return x.Grid.IsMismatch() }, func(x *sample.Everything) { x.Grid = wire.Some([][]int32{{1}, nil}) }, `[[1],[]]`},
		{"deep", `[""]`, func(x *sample.Everything) bool { return x.Deep.IsMismatch() }, func(x *sample.Everything) { x.Deep = wire.Some(map[string][]wire.Time{"a": nil}) }, `{"a":[]}`},
	} {
		text := fmt.Sprintf(`{"before":1,%q:%s,"after":2}`, c.name, c.mismatch)
		x := decode(t, text)
		if !c.is(x) {
			t.Errorf("%s: the field is not a mismatch", text)
		}
		encodes(t, x, fmt.Sprintf(`{%q:%s,"before":1,"after":2}`, c.name, c.mismatch))
		if n := x.Extra.Len(); n != 2 {
			t.Errorf("%s: Extra has %d members", text, n)
		}
		c.set(x)
		encodes(t, x, fmt.Sprintf(`{%q:%s,"before":1,"after":2}`, c.name, c.want))
		if null := decode(t, fmt.Sprintf(`{%q:null}`, c.name)); c.is(null) {
			t.Errorf("%s: null reads as a mismatch", c.name)
		}
		for _, twice := range []string{`{%q:%s,%[1]q:%s}`, `{%q:null,%[1]q:%s}`, `{%q:%s,%[1]q:null}`} {
			twice, _, _ = strings.Cut(fmt.Sprintf(twice, c.name, c.mismatch, c.mismatch), "%!")
			if _, err := sample.DecodeEverything([]byte(twice)); err == nil {
				t.Errorf("%s decodes", twice)
			}
		}
	}
}

// TestIntegerSpelling checks that an integer written otherwise is read, and given back as it was until it changes.
func TestIntegerSpelling(t *testing.T) {
	x := decode(t, `{"i":500.0,"l":-12e2,"z":0}`)
	if x.I.OrZero() != 500 || x.L.OrZero() != -1200 {
		t.Errorf("read as %v and %v", x.I, x.L)
	}
	if n := x.Extra.Len(); n != 1 {
		t.Errorf("Extra has %d members", n)
	}
	encodes(t, x, `{"i":500.0,"l":-12e2,"z":0}`)
	x.I = wire.Some[int32](501)
	encodes(t, x, `{"i":501,"l":-12e2,"z":0}`)
	x.I, x.L = wire.Some[int32](500), wire.Null[int64]()
	encodes(t, x, `{"i":500,"l":null,"z":0}`)
	x.I = wire.Optional[int32]{}
	encodes(t, x, `{"l":null,"z":0}`)
	zero := decode(t, `{"i":-0}`)
	if v, ok := zero.I.Get(); v != 0 || !ok {
		t.Errorf("-0 reads as %v, %v", v, ok)
	}
	encodes(t, zero, `{"i":-0}`)
}

func TestDiscriminators(t *testing.T) {
	x := decode(t, `{"charge":{"kind":"legacy","id":"1","kind2":2}}`)
	legacy, ok := x.Charge.OrZero().Variant.(*sample.LegacyChargeSummary)
	if !ok || legacy.ID.OrZero() != "1" {
		t.Fatalf("%T", x.Charge.OrZero().Variant)
	}
	encodes(t, legacy, `{"kind":"legacy","id":"1","kind2":2}`)
	encodes(t, &sample.ModernChargeSummary{}, `{"kind":"modern"}`)

	for text, kind := range map[string]string{
		`{"kind":"new","x":1.0}`: "new", `{"kind":7}`: "", `{}`: "", `null`: "", `[{"kind":"legacy"}]`: "", `{"KIND":"legacy"}`: "",
		`{"kind":"n\u00e4w"}`: "näw", `{"x":{"kind":"legacy"}}`: "",
	} {
		var u sample.ChargeSummary
		if err := u.UnmarshalJSON([]byte(text)); err != nil {
			t.Fatal(err)
		}
		v, ok := u.Variant.(*sample.UnknownChargeSummary)
		if !ok || v.Kind != kind || v.Raw.String() != text {
			t.Errorf("%s: %T %+v", text, u.Variant, u.Variant)
		}
	}

	// A variant that is decoded on its own keeps what its type would not write.
	for _, text := range []string{
		`{"kind":"Legacy","id":"1"}`, `{"id":"1"}`, `{}`, `{"kind":null}`, `{"kind":["legacy"],"new":1}`, `"no object"`,
	} {
		v, err := sample.DecodeLegacyChargeSummary([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		encodes(t, v, text)
	}
	v, err := sample.DecodeLegacyChargeSummary([]byte(`{"kind":"Legacy","id":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	v.Extra.Delete("kind")
	encodes(t, v, `{"kind":"legacy","id":"1"}`)

	var nobody *sample.LegacyChargeSummary
	for _, empty := range []sample.ChargeSummary{{}, {Variant: nobody}} {
		encodes(t, &empty, `null`)
	}
}

// TestWrongElements checks that one wrong element of a list does not cost the others.
func TestWrongElements(t *testing.T) {
	text := `{"value":[{"kind":"legacy","id":"1"},null,"x",{"id":"2"},[0.0]],"nextLink":"n"}`
	page, err := sample.DecodeChargesListResult([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	encodes(t, page, text)
	if list := page.Value.OrZero(); len(list) != 5 || list[0].Variant.(*sample.LegacyChargeSummary).ID.OrZero() != "1" {
		t.Errorf("%d elements", len(list))
	}
	x := decode(t, `{"amounts":[{"value":1},7,{"value":"x"}],"byName":{"a":null,"b":{"value":2}}}`)
	list := x.Amounts.OrZero()
	if raw, ok := list[1].Extra.Mismatch(); len(list) != 3 || !ok || raw.String() != "7" {
		t.Errorf("%d elements; the mismatch is %s, %v", len(list), raw, ok)
	}
	list[1].Currency = wire.Some("EUR")
	encodes(t, x, `{"amounts":[{"value":1},{"currency":"EUR"},{"value":"x"}],"byName":{"a":null,"b":{"value":2}}}`)
}

func TestExtra(t *testing.T) {
	x := decode(t, `{"z":1,"s":5,"a":[ 2 ],"i":1.0}`)
	copied := *x
	var got []string
	for name, raw := range x.Extra.All() {
		got = append(got, name+raw.String())
	}
	if want := []string{"z1", "a[2]"}; !slices.Equal(got, want) {
		t.Errorf("All gives %q, want %q", got, want)
	}
	for range x.Extra.All() {
		break
	}
	five, err := wire.RawOf(map[string]string{"<": "&"})
	if err != nil {
		t.Fatal(err)
	}
	x.Extra.Set("a", five)
	x.Extra.Set("new", wire.Raw{})
	x.Extra.Set("b", five) // a member of the type that is absent
	encodes(t, x, `{"s":5,"i":1.0,"z":1,"a":{"<":"&"},"new":null,"b":{"<":"&"}}`)
	x.B = wire.Some(true)
	encodes(t, x, `{"s":5,"b":true,"i":1.0,"z":1,"a":{"<":"&"},"new":null}`)
	x.Extra.Delete("z")
	x.Extra.Delete("none")
	x.Extra.Delete("s") // which is in its field
	encodes(t, x, `{"s":5,"b":true,"i":1.0,"a":{"<":"&"},"new":null}`)
	encodes(t, &copied, `{"s":5,"i":1.0,"z":1,"a":[2]}`)

	var e wire.Extra
	if e.Delete("a"); e.Len() != 0 || !e.Equal(wire.Extra{}) {
		t.Errorf("%v is not empty", e)
	}
	for i := range 100 {
		e.Set(fmt.Sprint(i), five)
	}
	if raw, ok := e.Get("99"); !ok || raw != five || e.Len() != 100 {
		t.Errorf("99 is %s, %v; %d members", raw, ok, e.Len())
	}
	for i := range 100 {
		e.Delete(fmt.Sprint(i))
	}
	if !e.Equal(wire.Extra{}) {
		t.Errorf("%v is not empty", e)
	}
}

// TestForwardCompatible puts what a newer service might send into each object of a document and each of its lists, and
// expects it back.
func TestForwardCompatible(t *testing.T) {
	base := `{"s":"a","self":{"amount":{"currency":"EUR","value":500.0},"charge":{"kind":"modern","properties":{"azureCharges":{"value":1e3}}},` +
		`"amounts":[{"value":1.10}],"charges":[{"kind":"legacy","properties":{"currency":"USD"}}],"byName":{"k":{"value":0.0}},` +
		`"tags":{"a":"b"},"grid":[[1]],"deep":{"x":["2019-10-01"]}}}`
	injected := []string{
		`null`, `true`, `"new"`, `500.0`, `1e3`, `1234567890123456789012345678`, `0.1234567890123456789012345678`, `[]`, `[null,{"a":1E5}]`,
		`{"kind":"future","deep":{"x":-0}}`,
	}
	n := 0
	for i := range base {
		for _, value := range injected {
			texts := []string{}
			switch base[i] {
			case '{': // a member that is not known
				texts = append(texts, base[:i+1]+`"injected":`+value+`,`+base[i+1:])
			case '[': // an element that may not fit
				texts = append(texts, base[:i+1]+value+`,`+base[i+1:])
			case ':': // another value for a member
				end := i + 1 + len(firstValue(t, base[i+1:]))
				texts = append(texts, base[:i+1]+value+base[end:])
			}
			for _, text := range texts {
				n++
				roundTrip(t, types["Everything"], []byte(text))
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d injections", n)
	}
}

// firstValue returns the text of the JSON value that s begins with.
func firstValue(t *testing.T, s string) json.RawMessage {
	t.Helper()
	var raw json.RawMessage
	if err := json.NewDecoder(strings.NewReader(s)).Decode(&raw); err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestStates(t *testing.T) {
	var o wire.Optional[int64]
	if v, ok := o.Get(); ok || v != 0 || !o.IsZero() || o.IsNull() || o.Or(3) != 3 {
		t.Error("the zero Optional is not absent")
	}
	if o = wire.Null[int64](); o.IsZero() || !o.IsNull() || o.Or(3) != 3 || o.OrZero() != 0 {
		t.Error("Null is not null")
	}
	if o = wire.Some[int64](7); o.IsZero() || o.IsNull() || o.Or(3) != 7 || o.OrZero() != 7 {
		t.Error("Some holds no value")
	}
	var x sample.Everything
	if city := x.Self.OrZero().Self.OrZero().Amount.OrZero().Currency.OrZero(); city != "" {
		t.Errorf("absent reads as %q", city)
	}
	encodes(t, &x, `{}`)
	x.Self.Ensure().Self.Ensure().S = wire.Some("kept")
	encodes(t, &x, `{"self":{"self":{"s":"kept"}}}`)
	x.Self = wire.NullObject[sample.Everything]()
	if _, ok := x.Self.Get(); ok || !x.Self.IsNull() || x.Self.IsZero() || x.Self.Or(nil) != nil {
		t.Error("NullObject is not null")
	}
	encodes(t, &x, `{"self":null}`)
	x.Self.Ensure()
	encodes(t, &x, `{"self":{}}`)
	x = sample.Everything{Amount: wire.SomeObject(sample.Amount{Currency: wire.Some("a\xffb\u2028<\"\\\x01\n")})}
	encodes(t, &x, `{"amount":{"currency":"a`+"\ufffd"+`b`+"\u2028"+`<\"\\\u0001\n"}}`)
}

// embedding is a struct of a user that holds wire and generated types and goes through encoding/json.
type embedding struct {
	Name   wire.Optional[string]               `json:"name,omitzero"`
	Status wire.Optional[sample.Status]        `json:"status,omitzero"`
	Price  wire.Decimal                        `json:"price"`
	When   wire.Time                           `json:"when"`
	Any    wire.Raw                            `json:"any"`
	List   wire.Optional[[]sample.Amount]      `json:"list,omitzero"`
	Amount wire.Object[sample.Amount]          `json:"amount,omitzero"`
	Charge sample.ChargeSummary                `json:"charge"`
	Page   *sample.ChargesListResult           `json:"page"`
	Tags   wire.Optional[map[string]wire.Time] `json:"tags,omitzero"`
}

func TestEncodingJSON(t *testing.T) {
	for _, text := range []string{
		`{"name":"a<b\u2028","status":"New","price":1.50,"when":"2019-10-01","any":[1.0,{"x":null}],"list":[{"value":1e3,"new":1}],` +
			`"amount":{"value":0.10},"charge":{"kind":"legacy","id":"1"},"page":{"value":[{"kind":"x"}],"more":1},"tags":{"a":"b"}}`,
		`{"name":null,"status":null,"price":0,"when":"","any":null,"list":null,"amount":null,"charge":null,"page":null,"tags":null}`,
		`{"price":0,"when":"","any":0,"charge":{},"page":null}`,
	} {
		var x, y embedding
		if err := json.Unmarshal([]byte(text), &x); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		sameValue(t, got, []byte(text))
		if err := json.Unmarshal(got, &y); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x, y); diff != "" {
			t.Errorf("%s: decoded again:\n%s", text, diff)
		}
	}
	for _, text := range []string{
		`{"name":"\ud800"}`, `{"price":"1"}`, `{"price":null}`, `{"when":1}`, `{"amount":{"value":1,"value":1}}`, `{"tags":{"a":"","a":""}}`, `{"any":{"a":1,"a":2}}`,
	} {
		if err := json.Unmarshal([]byte(text), new(embedding)); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}

func TestEqual(t *testing.T) {
	base := `{"s":"a","i":1.0,"amount":{"value":1.0},"charges":[{"kind":"legacy"}],"tags":{"a":"1"},"new":{"p":1,"q":[2]}}`
	for text, want := range map[string]bool{
		base: true,
		`{"new":{"q":[2],"p":1},"i":1.0,"tags":{"a":"1"},"charges":[{"kind":"legacy"}],"s":"\u0061","amount":{"value":1.0}}`: true,
		strings.Replace(base, `"value":1.0`, `"value":1.00`, 1):                                                              false,
		strings.Replace(base, `"i":1.0`, `"i":1`, 1):                                                                         false,
		strings.Replace(base, `legacy`, `modern`, 1):                                                                         false,
		strings.Replace(base, `[2]`, `[2,null]`, 1):                                                                          false,
		strings.Replace(base, `"p":1`, `"p":null`, 1):                                                                        false,
		strings.Replace(base, `"tags":{"a":"1"},`, ``, 1):                                                                    false,
	} {
		x, y := decode(t, base), decode(t, text)
		if x.Equal(*y) != want || cmp.Equal(x, y) != want || wire.SomeObject(*x).Equal(wire.SomeObject(*y)) != want {
			t.Errorf("%s\n%s\nEqual %v, cmp %v, want %v", base, text, x.Equal(*y), cmp.Equal(x, y), want)
		}
	}
	if !wire.Some([]sample.Amount{}).Equal(wire.Some([]sample.Amount(nil))) || wire.Some([]int{1}).Equal(wire.Some([]int{2})) {
		t.Error("lists compare wrong")
	}
	if wire.Some(map[string]string{"a": "1"}).Equal(wire.Some(map[string]string{"b": "1"})) || wire.Null[int]().Equal(wire.Some(0)) {
		t.Error("maps or states compare wrong")
	}
	type ratio wire.Decimal
	if !wire.Some(ratio{}).Equal(wire.Some(ratio{})) {
		t.Error("named values compare wrong")
	}
	one, two := 1, 1
	if !wire.Some(&one).Equal(wire.Some(&two)) || wire.Some(&one).Equal(wire.Some[*int](nil)) {
		t.Error("pointers compare wrong")
	}
}

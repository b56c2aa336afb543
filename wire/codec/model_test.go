package codec_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// object is what a plain model says of an object: the JSON text of each member that is there.
type object map[string]string

// modelField is a field of the sample type under random events.
type modelField struct {
	name        string
	fits        func(text string) bool
	clear, null func(x *sample.Everything)
	set         func(x *sample.Everything, n int) (text string)
	copy        func(to, from *sample.Everything)
	state       func(x *sample.Everything) (absent, null, mismatch, value bool)
	elements    func(x *sample.Everything) (map[string]string, error) // of a list or a map, by index or key; nil for others
}

func modelOf[T any](name string, at func(*sample.Everything) *wire.Optional[T], fits func(string) bool, values ...T) modelField {
	return modelField{
		name, fits,
		func(x *sample.Everything) { *at(x) = wire.Optional[T]{} },
		func(x *sample.Everything) { *at(x) = wire.Null[T]() },
		func(x *sample.Everything, n int) string {
			v := values[n%len(values)]
			*at(x) = wire.Some(v)
			text, _ := json.Marshal(v)
			return string(text)
		},
		func(to, from *sample.Everything) { *at(to) = *at(from) },
		func(x *sample.Everything) (absent, null, mismatch, value bool) {
			o := *at(x)
			_, err := o.Value()
			return o.IsZero(), o.IsNull(), o.IsMismatch(), err == nil
		},
		nil,
	}
}

// listOf gives a model the elements of its list.
func listOf[S ~[]T, T any](f modelField, at func(*sample.Everything) *wire.Optional[S]) modelField {
	f.elements = func(x *sample.Everything) (map[string]string, error) {
		list, err := wire.Elements(*at(x))
		out := map[string]string{}
		for i, e := range list {
			out[strconv.Itoa(i)] = elementText(e)
		}
		return out, err
	}
	null, set := f.null, f.set
	f.null = func(x *sample.Everything) {
		null(x)
		if list, err := wire.Elements(*at(x)); !errors.Is(err, wire.ErrNull) || list != nil {
			panic(fmt.Sprintf("elements of null: %v, %v", list, err))
		}
	}
	f.set = func(x *sample.Everything, n int) string {
		if n%3 > 0 {
			return set(x, n)
		}
		// made of its own elements, an equal list with a null behind
		list, _ := wire.Elements(*at(x))
		o := wire.SomeElements(append(list, wire.Null[T]()))
		text, _ := o.MarshalJSON()
		if err := at(x).UnmarshalJSON(text); err != nil {
			panic(err)
		}
		return string(text)
	}
	return f
}

func mapOf[T any](f modelField, at func(*sample.Everything) *wire.Optional[map[string]T]) modelField {
	f.elements = func(x *sample.Everything) (map[string]string, error) {
		entries, err := wire.Entries(*at(x))
		out := map[string]string{}
		for key, e := range entries {
			out[key] = elementText(e)
		}
		return out, err
	}
	return f
}

// elementText is the JSON text of an element, with what its state says before it.
func elementText[T any](e wire.Optional[T]) string {
	text, _ := e.MarshalJSON()
	switch _, err := e.Value(); {
	case e.IsNull():
		return "null"
	case e.IsMismatch():
		return "mismatch " + string(text)
	case err != nil:
		return "elements " + string(text)
	}
	return "value " + string(text)
}

func isString(text string) bool { return text[0] == '"' }

var modelFields = []modelField{
	modelOf("s", func(x *sample.Everything) *wire.Optional[string] { return &x.S }, isString, "a", ""),
	modelOf("b", func(x *sample.Everything) *wire.Optional[bool] { return &x.B }, func(s string) bool { return s == "true" || s == "false" }, true, false),
	modelOf("i", func(x *sample.Everything) *wire.Optional[int32] { return &x.I }, func(s string) bool { return isFive(s) || s == "-1" }, 5, -1),
	modelOf("l", func(x *sample.Everything) *wire.Optional[int64] { return &x.L }, func(s string) bool { return isFive(s) || s == "1099511627776" }, 5, 1<<40),
	modelOf("d", func(x *sample.Everything) *wire.Optional[wire.Decimal] { return &x.D }, func(s string) bool { return isFive(s) || s == "2.50" || s == `"2.50"` }, wire.DecimalOf(5)),
	modelOf("t", func(x *sample.Everything) *wire.Optional[wire.Time] { return &x.T }, isString, wire.DateOf(2019, 9, 1)),
	modelOf("status", func(x *sample.Everything) *wire.Optional[sample.Status] { return &x.Status }, isString, sample.StatusActive),
	listOf(modelOf("names", func(x *sample.Everything) *wire.Optional[[]string] { return &x.Names }, func(s string) bool { return s == `["n"]` || s == `[]` }, []string{"n"}), func(x *sample.Everything) *wire.Optional[[]string] { return &x.Names }),
	mapOf(modelOf("tags", func(x *sample.Everything) *wire.Optional[map[string]string] { return &x.Tags }, func(s string) bool { return s == `{}` || s == `{"k":"v"}` }, map[string]string{"k": "v"}), func(x *sample.Everything) *wire.Optional[map[string]string] { return &x.Tags }),
	listOf(modelOf("grid", func(x *sample.Everything) *wire.Optional[[][]int32] { return &x.Grid }, func(s string) bool { return s == `[]` || s == `[["5",5e0]]` || s == `[[1],[2]]` }, [][]int32{{1}, {2}}),
		func(x *sample.Everything) *wire.Optional[[][]int32] { return &x.Grid }),
	{
		"amount", func(s string) bool { return s[0] == '{' },
		func(x *sample.Everything) { x.Amount = wire.Object[sample.Amount]{} },
		func(x *sample.Everything) { x.Amount = wire.NullObject[sample.Amount]() },
		func(x *sample.Everything, n int) string {
			if n%2 == 0 { // Ensure makes an object in place of null and of a mismatch
				x.Amount = wire.Object[sample.Amount]{}
			}
			if _, ok := x.Amount.Get(); ok {
				x.Amount = wire.NullObject[sample.Amount]() // copies share the object
			}
			x.Amount.Ensure().Currency = wire.Some("EUR")
			return `{"currency":"EUR"}`
		},
		func(to, from *sample.Everything) { to.Amount = from.Amount },
		func(x *sample.Everything) (absent, null, mismatch, value bool) {
			_, err := x.Amount.Value()
			return x.Amount.IsZero(), x.Amount.IsNull(), x.Amount.IsMismatch(), err == nil
		},
		nil,
	},
}

func isFive(text string) bool {
	return strings.Trim(text, `"`) == "5" || text == "5e0" || text == `"5.0"`
}

// modelTexts are what members are decoded from.
var modelTexts = []string{
	`null`, `"x"`, `"5"`, `"5.0"`, `"2.50"`, `" 5"`, `""`, `5`, `5e0`, `2.50`, `true`, `[]`, `["n"]`, `["n",1]`, `["n",null]`, `[["5",5e0]]`, `[[1,"x"],null,[]]`, `{}`, `{"k":"v"}`, `{"k":null}`,
}

var unknownNames = []string{"u0", "u1", "u2"}

// runModel does to three objects, and to their models, what the bytes of events say. The object of each event is held against
// its model at once, and all of them, which no write to another may change, after every eighth event and at the end.
func runModel(t testing.TB, events []byte) {
	var objects [3]sample.Everything
	models := [3]object{{}, {}, {}}
	next := func() int {
		if len(events) == 0 {
			return 0
		}
		n := int(events[0])
		events = events[1:]
		return n
	}
	for n := 1; len(events) > 0; n++ {
		kind, at := next()%9, next()%3
		x, m := &objects[at], models[at]
		f := modelFields[next()%len(modelFields)]
		switch kind {
		case 0:
			models[at] = decodeModel(t, x, next)
		case 1:
			m[f.name] = f.set(x, next())
		case 2:
			f.clear(x)
			delete(m, f.name)
		case 3:
			f.null(x)
			m[f.name] = "null"
		case 4:
			to := next() % 3
			objects[to], models[to] = *x, maps.Clone(m)
		case 5:
			to := next() % 3
			f.copy(&objects[to], x)
			if text, ok := m[f.name]; ok {
				models[to][f.name] = text
			} else {
				delete(models[to], f.name)
			}
		case 6:
			name, text := unknownNames[next()%len(unknownNames)], modelTexts[next()%len(modelTexts)]
			raw, err := wire.ParseRaw([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			x.Extra.Set(name, raw)
			m[name] = text
		case 7:
			name := unknownNames[next()%len(unknownNames)]
			x.Extra.Delete(name)
			delete(m, name)
		case 8: // through JSON
			if err := x.UnmarshalJSON(x.AppendJSON(nil)); err != nil {
				t.Fatal(err)
			}
		}
		for i := range objects {
			if i == at || n%8 == 0 || len(events) == 0 {
				checkModel(t, &objects[i], models[i])
			}
		}
	}
}

// decodeModel decodes a random object, and then writes over the text that it was decoded from.
func decodeModel(t testing.TB, x *sample.Everything, next func() int) object {
	m := object{}
	var b strings.Builder
	for range next() % 6 {
		i := next() % (len(modelFields) + len(unknownNames))
		var name string
		if i < len(modelFields) {
			name = modelFields[i].name
		} else {
			name = unknownNames[i-len(modelFields)]
		}
		if _, ok := m[name]; !ok {
			m[name] = modelTexts[next()%len(modelTexts)]
			fmt.Fprintf(&b, ",%q: %s", name, m[name])
		}
	}
	text := []byte("{" + strings.TrimPrefix(b.String(), ",") + "}")
	if err := x.UnmarshalJSON(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for i := range text {
		text[i] = 'x'
	}
	return m
}

func checkModel(t testing.TB, x *sample.Everything, m object) {
	text := x.AppendJSON(nil)
	var raws map[string]json.RawMessage
	if err := json.Unmarshal(text, &raws); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	got := object{}
	for name, raw := range raws {
		got[name] = string(raw)
	}
	if !reflect.DeepEqual(got, m) {
		t.Fatalf("encoded as %s, and the model has %v", text, m)
	}
	for _, f := range modelFields {
		absent, null, mismatch, value := f.state(x)
		text, there := m[f.name]
		wantValue := there && text != "null" && f.fits(text)
		elements := f.elements != nil && there && !null && !mismatch
		if absent != !there || null != (text == "null") || value != wantValue || !elements && mismatch != (there && !null && !value) {
			t.Fatalf("%s of %v: absent %v, null %v, mismatch %v, value %v", f.name, m, absent, null, mismatch, value)
		}
		if elements {
			checkElements(t, f, x, text)
		}
	}
}

// checkElements holds the elements of a list or a map against its text: what is there, what is null, and that those with
// a value are all if the list has one.
func checkElements(t testing.TB, f modelField, x *sample.Everything, text string) {
	got, err := f.elements(x)
	if err != nil {
		t.Fatalf("%s of %s: %v", f.name, text, err)
	}
	want := map[string]json.RawMessage{}
	if text[0] == '{' {
		err = json.Unmarshal([]byte(text), &want)
	} else {
		var list []json.RawMessage
		err = json.Unmarshal([]byte(text), &list)
		for i := range list {
			want[strconv.Itoa(i)] = list[i]
		}
	}
	values := 0
	for key, raw := range want {
		state, text, _ := strings.Cut(got[key], " ")
		if state == "null" {
			text = "null"
		}
		if state == "value" {
			values++
		}
		if text != string(raw) || (state == "null") != (string(raw) == "null") {
			t.Fatalf("%s: element %s is %s, want %s", f.name, key, got[key], raw)
		}
	}
	if _, _, _, value := f.state(x); err != nil || len(got) != len(want) || value != (values == len(want)) {
		t.Fatalf("%s of %s: %v, %v, a value %v", f.name, text, got, err, value)
	}
}

// TestModel runs random events; AZBILL_MODEL_RUNS says how many sequences.
func TestModel(t *testing.T) {
	runs := 3_000
	if n, err := strconv.Atoi(os.Getenv("AZBILL_MODEL_RUNS")); err == nil {
		runs = n
	}
	rng := rand.New(rand.NewPCG(15, 2))
	if seed, err := strconv.ParseUint(os.Getenv("AZBILL_MODEL_SEED"), 10, 64); err == nil {
		rng = rand.New(rand.NewPCG(15, seed))
	}
	events := make([]byte, 60)
	for range runs {
		for i := range events {
			events[i] = byte(rng.Uint32())
		}
		runModel(t, events)
	}
}

func FuzzModel(f *testing.F) {
	f.Add([]byte("decode, set, clear, copy, encode: any bytes are events"))
	f.Fuzz(func(t *testing.T, events []byte) { runModel(t, events[:min(len(events), 200)]) })
}

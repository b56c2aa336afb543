// Package generated_test reads every property of every generated package with every JSON type.
package generated_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	billing2019 "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing2020 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption2023 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption2024 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

var tables = map[string]*rest.Table{
	"billing 2019-10-01-preview": billing2019.Operations(), "billing 2020-05-01": billing2020.Operations(),
	"consumption 2023-03-01": consumption2023.Operations(), "consumption 2024-08-01": consumption2024.Operations(),
}

// probes are values of every JSON type, by what they are.
var probes = []struct{ kind, text string }{
	{"string", `"x"`}, {"string", `""`}, {"string", `" 12 "`}, {"string", `"1,234.50"`}, {"string", `"true"`}, {"string", `"null"`}, {"number in a string", `"12.50"`}, {"integer in a string", `"5"`},
	{"number", `1.5`}, {"number", `1e999`}, {"integer", `7`}, {"integer", `5e0`}, {"boolean", `true`}, {"boolean", `false`},
	{"array", `[]`}, {"array", `[[0.0]]`}, {"array", `[null]`}, {"object", `{}`}, {"object", `{"a":[1.0]}`}, {"object", `{"a":null}`},
}

// TestNothingIsReadWrong puts each probe into each property of each type that a reply reaches: unless it has the declared
// type, no accessor returns a value, and in any case it is encoded as it was.
func TestNothingIsReadWrong(t *testing.T) {
	for name, table := range tables {
		r := reader{t: t, seen: map[reflect.Type]bool{}}
		for op := range table.All() {
			r.model = op.Model
			for _, response := range op.Responses {
				if response.New != nil {
					r.visit(reflect.TypeOf(response.New()).Elem())
				}
			}
			if body, ok := reflect.TypeOf(op.New()).Elem().FieldByName("Body"); ok {
				r.visit(body.Type)
			}
		}
		t.Logf("%s: %d properties of %d types, %d readings", name, r.properties, len(r.seen), r.readings)
		if r.properties < 300 {
			t.Errorf("%s: only %d properties", name, r.properties)
		}
	}
}

type reader struct {
	t                    *testing.T
	model                *schema.Model
	seen                 map[reflect.Type]bool
	properties, readings int
}

// visit reads the properties of a type and goes on to those that it holds.
func (r *reader) visit(typ reflect.Type) {
	switch {
	case typ.Kind() == reflect.Slice, typ.Kind() == reflect.Map, typ.Kind() == reflect.Pointer:
		r.visit(typ.Elem())
		return
	case typ.Kind() != reflect.Struct || r.seen[typ]:
		return
	}
	if value, ok := typ.MethodByName("Value"); ok && strings.HasPrefix(typ.PkgPath(), "github.com/azbill/azbill/wire") {
		r.visit(value.Type.Out(0))
		return
	}
	if typ.PkgPath() == reflect.TypeFor[wire.Raw]().PkgPath() {
		return
	}
	r.seen[typ] = true
	if _, union := typ.FieldByName("Variant"); union {
		for _, variant := range r.variants(typ) {
			r.visit(variant)
		}
		return
	}
	for i := range typ.NumField() {
		f := typ.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			r.properties++
			r.property(typ, f, name)
			r.visit(f.Type)
		}
	}
}

// variants returns the types that a discriminator of the model selects in a union.
func (r *reader) variants(union reflect.Type) []reflect.Type {
	var found []reflect.Type
	for i := range r.model.Types {
		u := &r.model.Types[i]
		for _, v := range u.Variants {
			text, err := json.Marshal(map[string]string{u.Property: v.Value})
			if err != nil {
				r.t.Fatal(err)
			}
			x := reflect.New(union)
			if err := x.Interface().(json.Unmarshaler).UnmarshalJSON(text); err != nil {
				r.t.Fatal(err)
			}
			variant := x.Elem().FieldByName("Variant").Elem().Type().Elem()
			if !strings.HasPrefix(variant.Name(), "Unknown") && !slices.Contains(found, variant) {
				found = append(found, variant)
			}
		}
	}
	if len(found) == 0 {
		r.t.Errorf("%v: no variant found", union)
	}
	return found
}

// property reads one property of a type.
func (r *reader) property(typ reflect.Type, f reflect.StructField, name string) {
	value, _ := f.Type.MethodByName("Value")
	declared := value.Type.Out(0)
	for _, probe := range probes {
		r.readings++
		text := fmt.Sprintf(`{%q:%s}`, name, probe.text)
		x := reflect.New(typ)
		if err := x.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(text)); err != nil {
			r.t.Fatalf("%v: %s: %v", typ, text, err)
		}
		if encoded := string(x.MethodByName("AppendJSON").Call([]reflect.Value{reflect.Zero(reflect.TypeFor[[]byte]())})[0].Bytes()); !sameMember(encoded, text) {
			r.t.Errorf("%v: %s is encoded as %s", typ, text, encoded)
		}
		field := x.Elem().FieldByIndex(f.Index)
		call := func(method string) []reflect.Value { return field.MethodByName(method).Call(nil) }
		out := call("Value")
		err, _ := out[1].Interface().(error)
		got := call("Get")
		mismatch := call("IsMismatch")[0].Bool()
		if call("IsNull")[0].Bool() || call("IsZero")[0].Bool() {
			r.t.Errorf("%v: %s reads as null or absent", typ, text)
		}
		switch fits := fits(declared, probe.kind, probe.text); {
		case fits && (err != nil || !got[1].Bool() || mismatch):
			r.t.Errorf("%v: %s reads as %v", typ, text, err)
		case !fits && (!errors.Is(err, wire.ErrMismatch) || got[1].Bool() || mismatch != !isCollection(declared, probe.kind)):
			r.t.Errorf("%v: %s reads as %v, %v, mismatch %v", typ, text, out[0], err, mismatch)
		case !fits && (!out[0].IsZero() || !got[0].IsZero() || !call("OrZero")[0].IsZero()):
			r.t.Errorf("%v: %s gives %v beside the error", typ, text, out[0])
		}
	}
}

// isCollection reports whether a probe is a list or a map where one is declared: then its elements are mismatches.
func isCollection(declared reflect.Type, kind string) bool {
	return kind == "array" && declared.Kind() == reflect.Slice || kind == "object" && declared.Kind() == reflect.Map
}

// sameMember reports whether encoded has the text's only member; a variant has its discriminators as well.
func sameMember(encoded, text string) bool {
	return strings.Contains(encoded, text[1:len(text)-1])
}

// fits says which probes have a declared type, independently of the decoder.
func fits(declared reflect.Type, kind, text string) bool {
	switch declared {
	case reflect.TypeFor[wire.Raw]():
		return true
	case reflect.TypeFor[wire.Decimal]():
		return strings.Contains(kind, "number") || strings.Contains(kind, "integer")
	case reflect.TypeFor[wire.Time]():
		return strings.Contains(kind, "string")
	}
	switch declared.Kind() {
	case reflect.String:
		return strings.Contains(kind, "string")
	case reflect.Bool:
		return kind == "boolean"
	case reflect.Int32, reflect.Int64:
		return strings.Contains(kind, "integer")
	case reflect.Slice:
		elem := declared.Elem()
		return kind == "array" && (text == "[]" || elem.Kind() == reflect.Struct && elem != reflect.TypeFor[wire.Decimal]() && elem != reflect.TypeFor[wire.Time]())
	case reflect.Map:
		elem := declared.Elem()
		return kind == "object" && (text == "{}" || elem.Kind() == reflect.Struct && elem != reflect.TypeFor[wire.Decimal]() && elem != reflect.TypeFor[wire.Time]())
	}
	return kind == "object"
}

package lower

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// read returns schemas that stand in one document, beside some that they may refer to by a word: $Box is a reference to an
// object, $Text to a string, $Any to anything, $Colour to an enumeration.
func read(t *testing.T, schemas ...string) []*openapi.Schema {
	t.Helper()
	_, list := readDocument(t, schemas...)
	return list
}

func readDocument(t *testing.T, schemas ...string) (*openapi.Document, []*openapi.Schema) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`openapi: 3.0.3
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Box: {type: object, properties: {a: {type: string}}}
    Wide: {type: object, required: [v, w], properties: {v: {type: string}, w: {type: string, enum: [x]}}}
    Tall: {type: object, required: [v, w], properties: {v: {type: string}, w: {type: string, enum: [y]}}}
    Text: {type: string}
    Day: {type: string, format: date, description: A day., default: '2020-01-01', deprecated: true}
    Any: {}
    Colour: {type: string, enum: [red, green]}
    Same: {type: object, properties: {a: {type: string}}}
    Dict: {type: object, additionalProperties: {type: string}}
`)
	for i, s := range schemas {
		for _, name := range []string{"Box", "Wide", "Tall", "Text", "Day", "Any", "Colour", "Same", "Dict"} {
			s = strings.ReplaceAll(s, "$"+name, "{$ref: '#/components/schemas/"+name+"'}")
		}
		fmt.Fprintf(&b, "    S%d: %s\n", i, s)
	}
	var problems diag.List
	fsys := fstest.MapFS{"spec.yaml": {Data: []byte(b.String())}}
	doc := openapi.Load(openapi.Source{Path: "spec.yaml", Root: ".", FS: fsys}, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	out := make([]*openapi.Schema, len(schemas))
	for _, s := range doc.Schemas {
		var i int
		if n, _ := fmt.Sscanf(s.Name, "S%d", &i); n == 1 {
			out[i] = s
		}
	}
	return doc, out
}

// factsOf lists what lowering asks of a schema by itself, and what is so.
func factsOf(s *openapi.Schema) string {
	var b strings.Builder
	for _, f := range []struct {
		name string
		is   bool
	}{
		{"struct", objects{}.is(s)}, {"members", objectRules{}.is(s)}, {"map", isMap(s)}, {"enum", isStringEnum(s)}, {"null", enumHasNull(s)}, {"open", openEnum(s) != nil},
		{"anything", isAnything(s)}, {"unconstrained", unconstrained(s)}, {"scalar", isScalar(s)}, {"structured", structured(s)}, {"bytes", !structuredBytes(s)},
		{"additional", additional(s) != nil}, {"alternatives", len(alternativesOf(s)) > 0},
	} {
		if f.is {
			b.WriteString(" " + f.name)
		}
	}
	fmt.Fprintf(&b, " %v", kindOf(s))
	rules := reflect.ValueOf(rulesOfAny(s))
	for i := range rules.NumField() {
		if f := rules.Field(i); !f.IsZero() {
			fmt.Fprintf(&b, " %s=%v", rules.Type().Field(i).Name, f)
		}
	}
	return strings.TrimSpace(b.String())
}

// TestFacts has, for a schema a line, what lowering sees in it: whether it is a struct, has rules of members, is a map, an
// enumeration of strings, one with null, one open to other strings, accepts anything, and so on; the kind of value that it
// demands, and the rules that concern that kind.
func TestFacts(t *testing.T) {
	table := []struct{ schema, want string }{
		{"{}", "anything unconstrained scalar bytes Any"},
		{"{type: string}", "scalar bytes String"},
		{"{type: boolean}", "scalar Bool"},
		{"{type: number}", "scalar Number"},
		{"{type: integer}", "scalar Integer"},
		{"{type: integer, format: int32}", "scalar Int32"},
		{"{type: integer, format: int64}", "scalar Int64"},
		{"{type: integer, format: uint64}", "scalar Integer Format=uint64"},
		{"{type: integer, format: int8}", "scalar Integer"},
		{"{type: number, format: uint64}", "scalar Number"},
		{"{type: number, format: int32}", "scalar Number Format=int32"},
		{"{type: string, format: int32}", "scalar bytes String"},
		{"{type: string, format: uint64}", "scalar bytes String"},
		{"{type: string, format: date-time}", "scalar bytes String Format=date-time"},
		{"{type: string, format: date}", "scalar bytes String Format=date"},
		{"{type: string, format: time}", "scalar bytes String Format=time"},
		{"{type: string, format: uuid}", "scalar bytes String Format=uuid"},
		{"{type: string, format: uri}", "scalar bytes String"},
		{"{format: date}", "anything scalar bytes Any Format=date"},
		{"{type: boolean, format: date}", "scalar Bool"},
		{"{minLength: 1, maxLength: 2, pattern: a, minimum: 3, maximum: 4, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 5, minItems: 6, maxItems: 7, uniqueItems: true, minProperties: 8, maxProperties: 9}", "members anything scalar bytes Any Pattern=a MinLength=1 MaxLength=2 Minimum=3 Maximum=4 ExclusiveMinimum=true ExclusiveMaximum=true MultipleOf=5 MinItems=6 MaxItems=7 UniqueItems=true MinProps=8 MaxProps=9"},
		{"{type: string, minLength: 1, maxLength: 2, pattern: a, minimum: 3, maximum: 4, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 5, minItems: 6, maxItems: 7, uniqueItems: true, minProperties: 8, maxProperties: 9}", "scalar bytes String Pattern=a MinLength=1 MaxLength=2"},
		{"{type: number, minLength: 1, maxLength: 2, pattern: a, minimum: 3, maximum: 4, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 5, minItems: 6, maxItems: 7, uniqueItems: true, minProperties: 8, maxProperties: 9}", "scalar Number Minimum=3 Maximum=4 ExclusiveMinimum=true ExclusiveMaximum=true MultipleOf=5"},
		{"{type: integer, minimum: 3, minLength: 1}", "scalar Integer Minimum=3"},
		{"{type: integer, format: int32, maximum: 3}", "scalar Int32 Maximum=3"},
		{"{type: integer, format: int64, multipleOf: 3}", "scalar Int64 MultipleOf=3"},
		{"{type: array, items: {}, minLength: 1, maxLength: 2, pattern: a, minimum: 3, maximum: 4, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 5, minItems: 6, maxItems: 7, uniqueItems: true, minProperties: 8, maxProperties: 9}", "structured Array MinItems=6 MaxItems=7 UniqueItems=true"},
		{"{type: object, minLength: 1, maxLength: 2, pattern: a, minimum: 3, maximum: 4, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 5, minItems: 6, maxItems: 7, uniqueItems: true, minProperties: 8, maxProperties: 9}", "members anything scalar structured Map MinProps=8 MaxProps=9"},
		{"{type: boolean, minLength: 1, minimum: 3, minItems: 6, minProperties: 8}", "scalar Bool"},
		{"{exclusiveMinimum: true, exclusiveMaximum: true}", "anything unconstrained scalar bytes Any"},
		{"{minProperties: 8}", "members anything scalar bytes Any MinProps=8"},
		{"{maxProperties: 8}", "members anything scalar bytes Any MaxProps=8"},
		{"{type: object, minProperties: 8}", "members anything scalar structured Map MinProps=8"},
		{"{nullable: true}", "anything unconstrained scalar bytes Any"},
		{"{nullable: false}", "anything scalar bytes Any"},
		{"{type: string, nullable: true}", "scalar bytes String"},
		{"{enum: [a]}", `enum bytes Any Enum=["a"]`},
		{"{enum: [a, null]}", `enum null bytes Any Enum=["a" null]`},
		{"{enum: [null]}", "null bytes Any Enum=[null]"},
		{"{enum: [a, 1]}", `bytes Any Enum=["a" 1]`},
		{"{enum: [null, 1]}", "null bytes Any Enum=[null 1]"},
		{"{type: string, enum: [a, b]}", `enum bytes String Enum=["a" "b"]`},
		{"{type: integer, enum: [1]}", "Integer Enum=[1]"},
		{"{type: object}", "anything scalar structured Map"},
		{"{type: object, properties: {a: {type: string}}}", "struct members structured Map"},
		{"{properties: {a: {type: string}}}", "struct members structured Any"},
		{"{type: string, properties: {a: {type: string}}}", "structured bytes String"},
		{"{type: object, required: [a]}", "members anything scalar structured Map"},
		{"{required: [a]}", "members anything scalar bytes Any"},
		{"{type: object, additionalProperties: false}", "struct members scalar structured Map"},
		{"{additionalProperties: false}", "members anything scalar bytes Any"},
		{"{type: object, additionalProperties: true}", "members anything scalar structured Map"},
		{"{additionalProperties: true}", "members anything unconstrained scalar bytes Any"},
		{"{type: object, additionalProperties: {}}", "members map structured additional Map"},
		{"{type: object, additionalProperties: {type: string}}", "members map structured additional Map"},
		{"{additionalProperties: {type: string}}", "members anything bytes additional Any"},
		{"{type: object, additionalProperties: {type: string}, properties: {a: {type: string}}}", "struct members structured additional Map"},
		{"{type: object, additionalProperties: {type: string}, required: [a]}", "members structured additional Map"},
		{"{type: object, additionalProperties: {type: string}, allOf: [$Any]}", "members structured additional Map"},
		{"{type: array, items: {type: string}}", "structured Array"},
		{"{items: {type: string}}", "anything bytes Any"},
		{"{type: array, items: {}}", "structured Array"},
		{"{not: {type: string}}", "anything bytes Any"},
		{"{allOf: [$Box]}", "struct members structured bytes Any"},
		{"{allOf: [$Text]}", "structured bytes Any"},
		{"{allOf: [$Any]}", "structured bytes Any"},
		{"{allOf: [$Box, $Text]}", "struct members structured bytes Any"},
		{"{allOf: [$Text, $Box]}", "struct members structured bytes Any"},
		{"{allOf: [$Box, {type: object}]}", "struct members structured bytes Any"},
		{"{allOf: [$Any, {additionalProperties: {type: string}}]}", "members structured bytes additional Any"},
		{"{type: string, allOf: [$Box, $Any]}", "structured bytes String"},
		{"{oneOf: [$Box, $Text]}", "bytes alternatives Any"},
		{"{anyOf: [$Box, $Text]}", "bytes alternatives Any"},
		{"{oneOf: [$Box, $Text], anyOf: [$Any]}", "bytes Any"},
		{"{oneOf: [$Text], anyOf: [$Box]}", "bytes Any"},
		{"{oneOf: [$Text], anyOf: [$Box, $Text]}", "bytes Any"},
		{"{oneOf: [$Box, $Text], anyOf: [$Box]}", "bytes Any"},
		{"{anyOf: [$Colour, {type: string}]}", "open bytes alternatives Any"},
		{"{oneOf: [{type: string}, $Colour]}", "open bytes alternatives Any"},
		{"{anyOf: [$Colour, {type: integer}]}", "bytes alternatives Any"},
		{"{anyOf: [{type: string}, {type: string, format: date}]}", "bytes alternatives Any"},
		{"{oneOf: [$Box, $Text], properties: {a: {type: string}}}", "struct members structured Any"},
		{"{oneOf: [$Box, $Text], allOf: [$Any, $Any]}", "structured bytes Any"},
		{"{oneOf: [$Box, $Text], enum: [a, 1]}", `bytes Any Enum=["a" 1]`},
		{"{oneOf: [$Box, $Text], items: {type: string}}", "bytes Any"},
		{"{oneOf: [$Box, $Text], additionalProperties: {type: string}}", "members bytes additional Any"},
		{"{oneOf: [$Wide, $Tall], discriminator: {propertyName: w}}", "bytes Any"},
		{"$Box", "scalar Any"},
		{"$Text", "scalar bytes Any"},
		{"$Any", "anything unconstrained scalar bytes Any"},
		{"$Colour", "scalar bytes Any"},
		{"{allOf: [$Any], minLength: 1}", "structured bytes Any MinLength=1"},
		{"{allOf: [$Any], nullable: true}", "structured bytes Any"},
		{"{allOf: [$Any], nullable: false}", "structured bytes Any"},
		{"{allOf: [$Text], description: Text.}", "structured bytes Any"},
	}
	schemas := make([]string, len(table))
	for i, c := range table {
		schemas[i] = c.schema
	}
	for i, s := range read(t, schemas...) {
		if got := factsOf(s); got != table[i].want {
			t.Errorf("%s:\n got %s\nwant %s", table[i].schema, got, table[i].want)
		}
	}
}

// TestSame: two schemas are one type if they say the same, in whatever order and words; each schema of the list says something
// that no other one says.
func TestSame(t *testing.T) {
	different := []string{
		"{}", "{type: string}", "{type: string, format: date}", "{type: string, minLength: 1}", "{type: string, maxLength: 1}", "{type: string, pattern: a}",
		"{type: number, minimum: 1}", "{type: number, maximum: 1}", "{type: number, multipleOf: 1}", "{type: number, minimum: 1, exclusiveMinimum: true}", "{type: number, maximum: 1, exclusiveMaximum: true}",
		"{type: array, items: {}}", "{type: array, items: {}, minItems: 1}", "{type: array, items: {}, maxItems: 1}", "{type: array, items: {}, uniqueItems: true}", "{type: array, items: {type: string}}",
		"{type: object}", "{type: object, minProperties: 1}", "{type: object, maxProperties: 1}", "{type: object, additionalProperties: false}", "{type: object, additionalProperties: true}",
		"{type: object, additionalProperties: {type: string}}", "{type: object, required: [a]}", "{type: object, required: [a, b]}", "{type: object, required: [b]}",
		"{type: object, properties: {a: {type: string}}}", "{type: object, properties: {b: {type: string}}}", "{type: object, properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: integer}}}",
		"{type: string, enum: [a]}", "{type: string, enum: [a, b]}", "{type: string, enum: [a, c]}", "{type: string, enum: [a], x-ms-enum: {name: E}}", "{type: string, enum: [a], x-ms-enum: {name: E, modelAsString: false}}",
		"{type: string, enum: [a], x-ms-enum: {name: E, values: [{value: a, name: b}]}}", "{type: string, enum: [a], x-ms-enum: {name: E, values: [{value: a, name: c}]}}",
		"{type: string, nullable: true}", "{type: string, nullable: false}", "{type: string, default: a}", "{type: string, default: b}", "{type: string, readOnly: true}", "{type: string, writeOnly: true}", "{type: string, x-ms-secret: true}",
		"{type: string, x-ms-client-name: n}", "{type: object, x-ms-discriminator-value: n}", "{not: {type: string}}", "{not: {type: number}}", "{allOf: [$Box, $Wide]}", "{allOf: [$Wide, $Box]}", "{allOf: [$Box, $Tall]}",
		"{oneOf: [$Box, $Wide]}", "{anyOf: [$Box, $Wide]}", "{oneOf: [$Box, $Tall]}", "{anyOf: [$Box, $Tall]}", "$Box", "$Wide", "{allOf: [$Box], nullable: true}",
		"{oneOf: [$Wide, $Tall], discriminator: {propertyName: w}}", "{oneOf: [$Wide, $Tall], discriminator: {propertyName: v}}",
		"{oneOf: [$Wide, $Tall], discriminator: {propertyName: w, mapping: {p: '#/components/schemas/Wide'}}}", "{oneOf: [$Wide, $Tall], discriminator: {propertyName: w, mapping: {q: '#/components/schemas/Wide'}}}",
		"{oneOf: [$Wide, $Tall], discriminator: {propertyName: w, mapping: {p: '#/components/schemas/Tall'}}}",
	}
	list := read(t, different...)
	q := &sameness{class: map[*openapi.Schema]int{}}
	classify := func(list []*openapi.Schema) { // what is referred to is the same if it has the same name
		for _, s := range list {
			eachSchema(&openapi.Document{Schemas: []*openapi.Schema{s}}, func(s *openapi.Schema) {
				if s.Name != "" {
					q.class[s] = strings.Index(" Box Wide Tall Text Any", " "+s.Name)
				}
			})
		}
	}
	classify(list)
	again := read(t, different...)
	classify(again)
	for i, a := range list {
		for j, b := range again {
			if same := q.equal(a, b); same != (i == j) {
				t.Errorf("%s and %s: same %v", different[i], different[j], same)
			}
		}
	}
	for _, pair := range [][2]string{
		{"{type: string}", "{type: string, description: Text., title: T, deprecated: true, example: x}"},
		{"{type: object, required: [a, b]}", "{type: object, required: [b, a]}"},
		{"{type: object, properties: {a: {type: string}, b: {type: integer}}}", "{type: object, properties: {b: {type: integer}, a: {type: string, description: A.}}}"},
		{"{type: string, enum: [a, b]}", "{type: string, enum: [b, a]}"},
		{"{type: string, enum: [a], x-ms-enum: {name: E}}", "{type: string, enum: [a], x-ms-enum: {name: e, values: [{value: a, description: A.}]}}"},
		{"{type: string, enum: [a], x-ms-enum: {name: E}}", "{type: string, enum: [a], x-ms-enum: {name: E, values: [{value: a, name: a}]}}"},
	} {
		both := read(t, pair[0], pair[1])
		if !q.equal(both[0], both[1]) || !q.equal(both[1], both[0]) {
			t.Errorf("%s and %s: different", pair[0], pair[1])
		}
	}
}

// TestNarrows: an enumeration of some values of another one says all that the other says.
func TestNarrows(t *testing.T) {
	for _, c := range []struct {
		s, other string
		want     bool
	}{
		{"{type: string, enum: [a]}", "{type: string, enum: [a, b]}", true}, {"{type: string, enum: [a, b]}", "{type: string, enum: [b, a]}", true}, {"{type: string, enum: [a, c]}", "{type: string, enum: [a, b]}", false},
		{"{type: string}", "{type: string, enum: [a]}", false}, {"{enum: [a]}", "{type: string, enum: [a]}", false}, {"{type: string, enum: [a]}", "{type: string}", false},
		{"{type: string, enum: [a]}", "{enum: [a, 1]}", false}, {"{type: string, enum: [a]}", "{type: string, enum: [a], minLength: 1}", false}, {"{type: string, enum: [a]}", "{enum: [a], allOf: [$Any, $Text]}", false},
		{"{type: string, enum: [a]}", "{enum: [a], anyOf: [$Any, $Text]}", false}, {"{type: string, enum: [a]}", "{enum: [a], allOf: [$Any]}", false},
		{"{type: string, enum: [a]}", "{enum: [a], anyOf: [$Any]}", false}, {"{type: string, enum: [a]}", "{enum: [a], oneOf: [$Any]}", false}, {"{type: string, enum: [a]}", "{enum: [a], oneOf: [$Any, $Box]}", false}, {"{type: string, enum: [a]}", "{enum: [a], not: {type: string}}", false},
	} {
		both := read(t, c.s, c.other)
		if got := narrows(both[0], both[1]); got != c.want {
			t.Errorf("%s narrows %s: %v", c.s, c.other, got)
		}
	}
}

func TestImplies(t *testing.T) {
	one, two := &ir.Struct{}, &ir.Struct{}
	rule := ir.Rules{MinLength: "1"}
	for i, c := range []struct {
		a, b ir.Schema
		want bool
	}{
		{ir.Schema{Kind: ir.KindString}, ir.Schema{Kind: ir.KindString}, true},
		{ir.Schema{Kind: ir.KindString}, ir.Schema{Kind: ir.KindAny}, true},
		{ir.Schema{Kind: ir.KindAny}, ir.Schema{Kind: ir.KindString}, false},
		{ir.Schema{Kind: ir.KindString, Rules: rule}, ir.Schema{Kind: ir.KindString}, true},
		{ir.Schema{Kind: ir.KindString, Rules: rule}, ir.Schema{Kind: ir.KindString, Rules: rule}, false}, // as far as that is easy to see
		{ir.Schema{Kind: ir.KindArray}, ir.Schema{Kind: ir.KindArray, Elem: &ir.Schema{}}, false},
		{ir.Schema{Kind: ir.KindString}, ir.Schema{Kind: ir.KindString, Not: &ir.Schema{}}, false},
		{ir.Schema{Kind: ir.KindDecl, Decl: one}, ir.Schema{Kind: ir.KindDecl, Decl: one}, true},
		{ir.Schema{Kind: ir.KindDecl, Decl: one}, ir.Schema{Kind: ir.KindDecl, Decl: two}, false},
		{ir.Schema{Kind: ir.KindObject, Decl: one}, ir.Schema{Kind: ir.KindDecl, Decl: one}, false},
		{ir.Schema{Kind: ir.KindDecl, Decl: one}, ir.Schema{Kind: ir.KindAny}, true},
	} {
		if got := implies(&c.a, &c.b); got != c.want {
			t.Errorf("case %d: %v", i, got)
		}
	}
}

// TestCommon has the Go type of a member that two parts of an object declare; empty: none but wire.Raw.
func TestCommon(t *testing.T) {
	e, f, st, u := &ir.Enum{}, &ir.Enum{}, &ir.Struct{}, &ir.Union{}
	list := func(t ir.Type) ir.Type { return ir.List{Elem: ir.Value{Type: t}} }
	dict := func(t ir.Type) ir.Type { return ir.Map{Elem: ir.Value{Type: t}} }
	for i, c := range []struct{ a, b, want ir.Type }{
		{ir.String, ir.String, ir.String}, {ir.Raw, ir.Bool, ir.Bool}, {ir.Raw, ir.Raw, ir.Raw}, {ir.String, ir.Time, ir.Time}, {ir.String, ir.Bool, nil}, {ir.Time, ir.Bool, nil}, {ir.String, ir.Int32, nil},
		{ir.Int32, ir.Int64, ir.Int64}, {ir.Int32, ir.Decimal, ir.Int32}, {ir.Int64, ir.Decimal, ir.Int64}, {ir.Bool, ir.Decimal, nil}, {ir.Bool, ir.Int64, nil}, {ir.Int32, ir.Time, nil}, {ir.Decimal, ir.Time, nil},
		{ir.Named{Decl: e}, ir.String, ir.Named{Decl: e}}, {ir.Named{Decl: e}, ir.Time, nil}, {ir.Named{Decl: e}, ir.Named{Decl: e}, ir.Named{Decl: e}}, {ir.Named{Decl: e}, ir.Named{Decl: f}, ir.String},
		{ir.Named{Decl: e}, ir.Named{Decl: st}, nil}, {ir.Named{Decl: st}, ir.String, nil}, {ir.Named{Decl: st}, ir.Named{Decl: st}, ir.Named{Decl: st}}, {ir.Named{Decl: st}, ir.Named{Decl: u}, nil},
		{ir.Named{Decl: st}, dict(ir.Bool), ir.Named{Decl: st}}, {ir.Named{Decl: u}, dict(ir.Bool), nil}, {ir.Named{Decl: e}, dict(ir.Bool), nil}, {ir.Named{Decl: st}, list(ir.Bool), nil},
		{list(ir.String), list(ir.Time), list(ir.Time)}, {list(ir.String), list(ir.Bool), list(ir.Raw)}, {list(ir.String), ir.String, nil}, {list(ir.String), dict(ir.String), nil},
		{dict(ir.Int32), dict(ir.Int64), dict(ir.Int64)}, {dict(ir.String), dict(ir.Bool), dict(ir.Raw)}, {dict(ir.Int32), ir.Bool, nil},
	} {
		for _, pair := range [][2]ir.Type{{c.a, c.b}, {c.b, c.a}} {
			if got, ok := common(pair[0], pair[1]); !reflect.DeepEqual(got, c.want) || ok != (c.want != nil) {
				t.Errorf("case %d: %v and %v: got %v", i, pair[0], pair[1], got)
			}
		}
	}
}

// TestMerged has the rules of two parts as one line of documentation: the tighter bound, else the first of two.
func TestMerged(t *testing.T) {
	for i, c := range []struct{ a, b, want ir.Rules }{
		{ir.Rules{MinLength: "2", MaxLength: "5"}, ir.Rules{MinLength: "3", MaxLength: "4"}, ir.Rules{MinLength: "3", MaxLength: "4"}},
		{ir.Rules{MinLength: "3", MaxLength: "4"}, ir.Rules{MinLength: "2", MaxLength: "5"}, ir.Rules{MinLength: "3", MaxLength: "4"}},
		{ir.Rules{MinItems: "2", MaxItems: "5"}, ir.Rules{MinItems: "10", MaxItems: "4"}, ir.Rules{MinItems: "10", MaxItems: "4"}},
		{ir.Rules{MinProps: "2"}, ir.Rules{MaxProps: "4"}, ir.Rules{MinProps: "2", MaxProps: "4"}},
		{ir.Rules{MinProps: "2", MaxProps: "7"}, ir.Rules{MinProps: "3", MaxProps: "4"}, ir.Rules{MinProps: "3", MaxProps: "4"}},
		{ir.Rules{Minimum: "2", Maximum: "9"}, ir.Rules{Minimum: "10", Maximum: "1e1"}, ir.Rules{Minimum: "10", Maximum: "9"}},
		{ir.Rules{Minimum: "2.5"}, ir.Rules{Minimum: "2.25", ExclusiveMinimum: true}, ir.Rules{Minimum: "2.5"}},
		{ir.Rules{Minimum: "2", Maximum: "3"}, ir.Rules{Minimum: "2", ExclusiveMinimum: true, Maximum: "3", ExclusiveMaximum: true}, ir.Rules{Minimum: "2", ExclusiveMinimum: true, Maximum: "3", ExclusiveMaximum: true}},
		{ir.Rules{Minimum: "2", ExclusiveMinimum: true, Maximum: "3", ExclusiveMaximum: true}, ir.Rules{Minimum: "2", Maximum: "3"}, ir.Rules{Minimum: "2", ExclusiveMinimum: true, Maximum: "3", ExclusiveMaximum: true}},
		{ir.Rules{Maximum: "3"}, ir.Rules{Maximum: "2", ExclusiveMaximum: true}, ir.Rules{Maximum: "2", ExclusiveMaximum: true}},
		{ir.Rules{Maximum: "2.25"}, ir.Rules{Maximum: "2.5", ExclusiveMaximum: true}, ir.Rules{Maximum: "2.25"}},
		{ir.Rules{}, ir.Rules{Minimum: "1", Maximum: "2"}, ir.Rules{Minimum: "1", Maximum: "2"}},
		{ir.Rules{Minimum: "1", Maximum: "2"}, ir.Rules{}, ir.Rules{Minimum: "1", Maximum: "2"}},
		{ir.Rules{Pattern: "a", Format: "date", MultipleOf: "2", UniqueItems: true, Enum: []string{"1"}}, ir.Rules{Pattern: "b", Format: "time", MultipleOf: "3", Enum: []string{"2"}}, ir.Rules{Pattern: "a", Format: "date", MultipleOf: "2", UniqueItems: true, Enum: []string{"1"}}},
		{ir.Rules{}, ir.Rules{Pattern: "b", Format: "time", MultipleOf: "3", UniqueItems: true, Enum: []string{"2"}}, ir.Rules{Pattern: "b", Format: "time", MultipleOf: "3", UniqueItems: true, Enum: []string{"2"}}},
	} {
		if got := merged(c.a, c.b); !reflect.DeepEqual(got, c.want) {
			t.Errorf("case %d: got %+v, want %+v", i, got, c.want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"1", "1", 0}, {"", "", 0}, {"", "1", -1}, {"1", "", 1}, {"1", "2", -1}, {"2", "1", 1}, {"1", "1.0", 0}, {"16777216", "16777217", -1}, {"9007199254740992", "9007199254740991", 1},
	} {
		if got, other := compareNumbers(c.a, c.b, 1), compareNumbers(c.a, c.b, -1); got != c.want || c.a != "" && c.b != "" && other != -c.want {
			t.Errorf("%q against %q: %d and %d", c.a, c.b, got, other)
		}
	}
	for _, c := range []struct {
		a, b, larger, smaller string
	}{
		{"", "1", "1", "1"}, {"1", "", "1", "1"}, {"9", "10", "10", "9"}, {"10", "9", "10", "9"}, {"09", "10", "10", "09"}, {"7", "7", "7", "7"}, {"007", "8", "8", "007"}, {"0", "00", "0", "0"}, {"00", "1", "1", "00"}, {"12", "13", "13", "12"},
	} {
		if larger, smaller := tighter(c.a, c.b, 1), tighter(c.a, c.b, -1); larger != c.larger || smaller != c.smaller {
			t.Errorf("%q and %q: %s, %s", c.a, c.b, larger, smaller)
		}
	}
}

// TestTypes has what is asked of Go types: the scalar that one text is read as, the member of an object that is not one, and
// whether two types are one.
func TestTypes(t *testing.T) {
	e, st := &ir.Enum{}, &ir.Struct{}
	list := func(t ir.Type) ir.Type { return ir.List{Elem: ir.Value{Type: t}} }
	dict := func(t ir.Type) ir.Type { return ir.Map{Elem: ir.Value{Type: t}} }
	field := func(name string, t ir.Type) *ir.Field { return &ir.Field{Wire: name, Value: ir.Value{Type: t}} }
	flat := &ir.Struct{Fields: []*ir.Field{field("a", ir.String), field("b", ir.Raw)}}
	deep := &ir.Struct{Fields: []*ir.Field{field("a", ir.String), field("b", list(ir.String)), field("c", dict(ir.String))}}
	choice := &ir.Union{Variants: []ir.Variant{{Holder: &ir.Holder{}}, {Type: flat}, {Type: deep}}}
	for i, c := range []struct {
		t, scalar  ir.Type
		structured string
	}{
		{ir.String, ir.String, ""}, {ir.Raw, nil, ""}, {ir.Named{Decl: e}, ir.Named{Decl: e}, ""}, {ir.Named{Decl: st}, nil, ""}, {list(ir.String), nil, ""}, {dict(ir.String), nil, ""},
		{dict(ir.Raw), nil, ""}, {dict(list(ir.String)), nil, "values"}, {ir.Named{Decl: flat}, nil, ""}, {ir.Named{Decl: deep}, nil, "b"}, {ir.Named{Decl: choice}, nil, "b"},
	} {
		if scalar, structured := scalarOf(c.t), structuredMember(c.t); scalar != c.scalar || structured != c.structured {
			t.Errorf("case %d: %v, %q", i, scalar, structured)
		}
	}
	for i, c := range []struct {
		a, b ir.Type
		want bool
	}{
		{ir.String, ir.String, true}, {ir.String, ir.Time, false}, {list(ir.String), list(ir.String), true}, {list(ir.String), list(ir.Time), false}, {list(ir.String), ir.String, false}, {list(ir.String), dict(ir.String), false},
		{dict(ir.String), dict(ir.String), true}, {dict(ir.String), dict(ir.Time), false}, {dict(ir.String), list(ir.String), false}, {dict(ir.String), ir.String, false}, {ir.Named{Decl: e}, ir.Named{Decl: e}, true}, {ir.Named{Decl: e}, ir.Named{Decl: st}, false},
	} {
		if got := sameType(c.a, c.b); got != c.want {
			t.Errorf("case %d: %v", i, got)
		}
	}
	if widest(aString) != ir.String || widest(aNumber) != ir.Decimal || widest(aBoolean) != nil || widest("") != nil {
		t.Error("the widest types")
	}
	if !is(ir.Raw, ir.Raw) || is(ir.Raw, ir.String) || is(list(ir.Raw), ir.Raw) || !isEnum(ir.Named{Decl: e}) || isEnum(ir.Named{Decl: st}) || isEnum(ir.String) || !isList(list(ir.Raw)) || isList(dict(ir.Raw)) {
		t.Error("is, isEnum, isList")
	}
}

// TestCosts has how many bytes of code a thing is taken to cost beside its kind.
func TestCosts(t *testing.T) {
	for i, c := range []struct{ got, want int }{
		{costOfHead(&ir.Head{}), 0}, {costOfHead(&ir.Head{At: diag.At{}, Pointer: "#/ab"}), 4}, {costOfHead(&ir.Head{Path: []string{"ab", "c"}}), 75}, {costOfHead(&ir.Head{Doc: ir.Doc{Title: "ab", Text: "cde"}}), 5},
		{costOfValue(ir.Value{Type: ir.String}), 0}, {costOfValue(ir.Value{Rules: ir.Rules{Pattern: "a", Minimum: "12", Maximum: "345", MultipleOf: "6789"}}), 20}, {costOfValue(ir.Value{Rules: ir.Rules{Enum: []string{"ab", "c"}}}), 22},
		{costOfValue(ir.Value{Type: ir.List{Elem: ir.Value{Rules: ir.Rules{Pattern: "ab"}}}}), 64}, {costOfValue(ir.Value{Type: ir.Map{Elem: ir.Value{Type: ir.List{}}}}), 120},
		{costOfSchema(&ir.Schema{}), 60}, {costOfSchema(&ir.Schema{All: make([]*ir.Schema, 1), Any: make([]*ir.Schema, 2), One: make([]*ir.Schema, 3)}), 420}, {costOfSchema(&ir.Schema{Rules: ir.Rules{Pattern: "ab", Enum: []string{"a", "bc"}}}), 73},
		{costOfSchema(&ir.Schema{Object: &ir.Members{List: make([]*ir.MemberRule, 2)}}), 180},
	} {
		if c.got != c.want {
			t.Errorf("case %d: %d, want %d", i, c.got, c.want)
		}
	}
	var problems diag.List
	b := newBudget(10, &problems)
	if !b.spend(diag.At{}, 9) || !b.spend(diag.At{}, 1) || b.spent || problems.Len() > 0 { // what is left may be nothing
		t.Error("spent before the end")
	}
	if b.spend(diag.At{Pointer: "#"}, 1) || !b.spent || problems.Len() != 1 || b.spend(diag.At{}, 0) || problems.Len() != 1 { // said once
		t.Errorf("not spent at the end: %v", problems.Err())
	}
	if b := newBudget(0, &problems); b.limit != 32<<20 || b.left != b.limit {
		t.Errorf("limit %d, left %d", b.limit, b.left)
	}
	if b := newBudget(1, &problems); b.limit != 1 {
		t.Errorf("limit %d", b.limit)
	}
}

// TestFormats has how a body of a media type and schema is encoded, and the media type it is sent with.
func TestFormats(t *testing.T) {
	file, text, object := &openapi.Schema{Type: "file"}, &openapi.Schema{Type: "string"}, &openapi.Schema{Type: "object"}
	for i, c := range []struct {
		mediaType string
		s         *openapi.Schema
		format    ir.Format
		sent      string
	}{
		{"application/json", object, ir.JSON, "application/json"}, {"application/vnd.x+json; charset=utf-8", text, ir.JSON, "application/vnd.x+json; charset=utf-8"}, {"application/*", object, ir.JSON, "application/json"},
		{"application/x-www-form-urlencoded", object, ir.Form, "application/x-www-form-urlencoded"}, {"multipart/form-data", object, ir.Multipart, "multipart/form-data"}, {"multipart/form-data; boundary=x", object, ir.Multipart, "multipart/form-data; boundary=x"},
		{"text/plain", text, ir.Text, "text/plain"}, {"text/html", text, ir.Text, "text/html"}, {"text/plain", object, ir.Binary, "text/plain"}, {"application/x-www-form-urlencoded", file, ir.Binary, "application/x-www-form-urlencoded"}, {"multipart/form-data", file, ir.Binary, "multipart/form-data"}, {"text/csv", text, ir.Binary, "text/csv"}, {"text/plain", file, ir.Binary, "text/plain"}, {"text/*", text, ir.Text, "text/plain"},
		{"application/xml", object, ir.Binary, "application/xml"}, {"application/xml", text, ir.Binary, "application/xml"}, {"image/*", file, ir.Binary, "application/octet-stream"},
	} {
		f := formatOf(c.mediaType, c.s)
		if sent := concrete(c.mediaType, f); f != c.format || sent != c.sent {
			t.Errorf("case %d, %s: format %v, sent as %s", i, c.mediaType, f, sent)
		}
	}
}

// TestReadTypes has the media types that a request asks for to get a response of a format.
func TestReadTypes(t *testing.T) {
	for i, c := range []struct {
		format ir.Format
		types  string
		want   string
	}{
		{ir.JSON, "application/json", "application/json"}, {ir.JSON, "", "application/json"}, {ir.JSON, "text/csv", "application/json"}, {ir.JSON, "application/problem+json application/json", "application/problem+json"}, {ir.JSON, "application/*", "application/json"},
		{ir.JSON, "text/csv application/json", "application/json"}, {ir.Binary, "text/csv", "text/csv"}, {ir.Binary, "text/csv application/json image/*", "text/csv image/*"}, {ir.Binary, "application/json", "application/json"}, {ir.Binary, "", ""}, {ir.Text, "text/plain text/html", "text/plain text/html"},
	} {
		if got := strings.Join(readTypes(&ir.Response{Format: c.format, MediaTypes: strings.Fields(c.types)}), " "); got != c.want {
			t.Errorf("case %d: %s", i, got)
		}
	}
}

// TestWrites has which styles OpenAPI defines for a shape in a place.
func TestWrites(t *testing.T) {
	const space, pipe, tab, deep, form = openapi.StyleSpaceDelimited, openapi.StylePipeDelimited, openapi.StyleTabDelimited, openapi.StyleDeepObject, openapi.StyleForm
	for i, c := range []struct {
		p    ir.Param
		want bool
	}{
		{ir.Param{Shape: ir.ShapeScalar, Style: form}, true}, {ir.Param{Shape: ir.ShapeScalar, Style: deep}, false},
		{ir.Param{Shape: ir.ShapeList, Style: form, Explode: true}, true}, {ir.Param{Shape: ir.ShapeList, Style: deep}, false}, {ir.Param{Shape: ir.ShapeList, Style: form, In: ir.InCookie}, true}, {ir.Param{Shape: ir.ShapeList, Style: form, In: ir.InCookie, Explode: true}, false},
		{ir.Param{Shape: ir.ShapeList, Style: space, Explode: true}, true}, {ir.Param{Shape: ir.ShapeObject, Style: form}, true}, {ir.Param{Shape: ir.ShapeObject, Style: deep, Explode: true}, true}, {ir.Param{Shape: ir.ShapeObject, Style: form, In: ir.InCookie, Explode: true}, false},
		{ir.Param{Shape: ir.ShapeObject, Style: form, In: ir.InCookie}, true}, {ir.Param{Shape: ir.ShapeObject, Style: space}, true}, {ir.Param{Shape: ir.ShapeObject, Style: space, Explode: true}, false}, {ir.Param{Shape: ir.ShapeObject, Style: pipe, Explode: true}, false}, {ir.Param{Shape: ir.ShapeObject, Style: tab, Explode: true}, false},
		{ir.Param{Shape: ir.ShapeLists, Style: form, ItemStyle: form, Item: ir.String, Explode: true}, true}, {ir.Param{Shape: ir.ShapeLists, Style: form, ItemStyle: form, Item: ir.String}, false}, {ir.Param{Shape: ir.ShapeLists, Style: form, ItemStyle: pipe, Item: ir.String}, true},
		{ir.Param{Shape: ir.ShapeLists, Style: form, ItemStyle: space, Item: ir.String}, true}, {ir.Param{Shape: ir.ShapeLists, Style: form, ItemStyle: tab, Item: ir.String}, true}, {ir.Param{Shape: ir.ShapeLists, Style: pipe, ItemStyle: pipe, Item: ir.String}, false},
		{ir.Param{Shape: ir.ShapeLists, Style: pipe, ItemStyle: space, Item: ir.String}, true}, {ir.Param{Shape: ir.ShapeLists, Style: pipe, ItemStyle: form, Item: ir.String}, true}, {ir.Param{Shape: ir.ShapeLists, Style: space, ItemStyle: form, Item: ir.String}, true}, {ir.Param{Shape: ir.ShapeLists, Style: tab, ItemStyle: form, Item: ir.String}, true},
		{ir.Param{Shape: ir.ShapeLists, Style: form, ItemStyle: pipe}, false}, {ir.Param{Shape: ir.ShapeLists, Style: form, Item: ir.String, Explode: true}, false},
	} {
		if got := writes(&c.p); got != c.want {
			t.Errorf("case %d, %+v: %v", i, c.p, got)
		}
	}
}

// TestShapes has what the text of a parameter is made of.
func TestShapes(t *testing.T) {
	list := func(t ir.Type) ir.Type { return ir.List{Elem: ir.Value{Type: t}} }
	value := func(t ir.Type) ir.Value { return ir.Value{Type: t} }
	st := ir.Named{Decl: &ir.Struct{}}
	for i, c := range []struct {
		p      ir.Param
		object bool
		shape  ir.Shape
		item   ir.Type
	}{
		{ir.Param{Value: value(ir.Int32)}, false, ir.ShapeScalar, ir.Int32}, {ir.Param{APIVersion: true, Value: value(list(ir.Bool))}, false, ir.ShapeScalar, ir.String}, {ir.Param{In: ir.InHost, Value: value(ir.Int32)}, false, ir.ShapeScalar, ir.String},
		{ir.Param{Style: openapi.StyleContent, Value: value(ir.Int32)}, false, ir.ShapeObject, nil}, {ir.Param{Style: openapi.StyleContent, MediaType: "application/json", Value: value(ir.Int32)}, false, ir.ShapeObject, nil},
		{ir.Param{Style: openapi.StyleContent, MediaType: "text/plain", Value: value(ir.Int32)}, false, ir.ShapeScalar, ir.String}, {ir.Param{Value: value(list(ir.Bool))}, false, ir.ShapeList, ir.Bool}, {ir.Param{Value: value(list(list(ir.Bool)))}, false, ir.ShapeLists, ir.Bool},
		{ir.Param{Value: value(list(st))}, false, ir.ShapeLists, nil}, {ir.Param{Value: value(list(list(st)))}, false, ir.ShapeLists, nil}, {ir.Param{Value: value(ir.Raw)}, false, ir.ShapeScalar, ir.String}, {ir.Param{Value: value(ir.Raw)}, true, ir.ShapeObject, nil},
		{ir.Param{Value: value(ir.Raw), Style: openapi.StyleDeepObject}, false, ir.ShapeObject, nil}, {ir.Param{Value: value(st)}, true, ir.ShapeObject, nil}, {ir.Param{Value: value(st)}, false, ir.ShapeObject, nil},
	} {
		if s, item := shapeOf(&c.p, c.object); s != c.shape || item != c.item {
			t.Errorf("case %d: %v of %v", i, s, item)
		}
	}
}

// TestPages has how a page and its next link are found.
func TestPages(t *testing.T) {
	inner := &ir.Struct{Fields: []*ir.Field{{Wire: "c"}, {Wire: "d.e"}}}
	st := &ir.Struct{Fields: []*ir.Field{{Wire: "a"}, {Wire: "a.x"}, {Wire: "b", Value: ir.Value{Type: ir.Named{Decl: inner}}}, {Wire: "b.b", Value: ir.Value{Type: ir.Named{Decl: inner}}}}}
	for name, want := range map[string]string{
		"a": "a", "a.x": "a.x", "b": "b", "b.c": "b/c", "b.d.e": "b/d.e", "b.b.c": "b.b/c", "x": "", "a.c": "", "b.x": "", ".c": "", "b.": "", "": "",
	} {
		var path []string
		for _, f := range fieldPath(st, name) {
			path = append(path, f.Wire)
		}
		if got := strings.Join(path, "/"); got != want {
			t.Errorf("%q: %s", name, got)
		}
	}
	for path, want := range map[string]bool{"/{nextLink}": true, "/{a}": true, "/a": false, "{a}": false, "/{a}/b": false, "/{a}{b}": false, "/{a": false, "/{}": true} {
		if got := followsLink(&openapi.Operation{Path: path}); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	response := func(failed bool, headers ...string) *ir.Response {
		r := &ir.Response{Error: failed}
		for _, h := range headers {
			r.Headers = append(r.Headers, &ir.Header{Wire: h})
		}
		return r
	}
	for i, c := range []struct {
		responses        []*ir.Response
		finalState, want string
	}{
		{nil, "location", "Location"}, {nil, "azure-async-operation", "Azure-AsyncOperation"}, {nil, "operation-location", "Operation-Location"}, {nil, "original-uri", ""}, {nil, "", ""},
		{[]*ir.Response{response(false, "location")}, "azure-async-operation", "Location"}, {[]*ir.Response{response(false, "location", "Azure-AsyncOperation")}, "location", "Azure-AsyncOperation"},
		{[]*ir.Response{response(false, "Location"), response(false, "operation-location")}, "", "Operation-Location"}, {[]*ir.Response{response(true, "Azure-AsyncOperation")}, "location", "Location"}, {[]*ir.Response{response(false, "x")}, "", ""},
	} {
		if got := monitor(&ir.Operation{Responses: c.responses}, c.finalState); got != c.want {
			t.Errorf("case %d: %q", i, got)
		}
	}
}

// TestConstantsOf has the required members of a schema that have one value.
func TestConstantsOf(t *testing.T) {
	table := []struct{ schema, want string }{
		{"{}", "map[]"}, {"{required: [a], properties: {a: {type: string, enum: [x]}}}", "map[a:x]"}, {"{properties: {a: {type: string, enum: [x]}}}", "map[]"}, {"{required: [a], properties: {a: {type: string, enum: [x, y]}}}", "map[]"},
		{"{required: [a], properties: {a: {type: integer, enum: [1]}}}", "map[]"}, {"{required: [a, w], allOf: [$Wide], properties: {a: {type: string, enum: [x]}}}", "map[a:x w:x]"}, {"$Wide", "map[w:x]"},
		{"{allOf: [$Wide, {required: [b]}], properties: {b: {type: string, enum: [z]}}}", "map[b:z w:x]"}, {"{required: [a], allOf: [$Wide, $Wide], properties: {a: {allOf: [$Colour]}}}", "map[w:x]"},
	}
	list := make([]string, len(table))
	for i, c := range table {
		list[i] = c.schema
	}
	for i, s := range read(t, list...) {
		if got := fmt.Sprint(constantsOf(s)); got != table[i].want {
			t.Errorf("%s: %s", table[i].schema, got)
		}
	}
}

// TestMembersOf has the members of an object in order, those it includes first, and which are required.
func TestMembersOf(t *testing.T) {
	table := []struct{ schema, want string }{
		{"{}", " map[]"}, {"{properties: {a: {}, b: {}}}", "a b map[]"}, {"{allOf: [$Box], properties: {b: {}, a: {type: string, format: date}}}", "adate b map[]"}, {"{allOf: [$Box, $Wide], properties: {b: {}}}", "a v w b map[v:true w:true]"}, {"{allOf: [$Wide, $Box, $Wide], properties: {w: {}, c: {}}, required: [c]}", "v w a c map[c:true v:true w:true]"},
	}
	list := make([]string, len(table))
	for i, c := range table {
		list[i] = c.schema
	}
	for i, s := range read(t, list...) {
		required := map[string]bool{}
		var names []string
		for _, m := range membersOf(s, required, map[*openapi.Schema]bool{}) {
			names = append(names, m.Name+m.Schema.Format)
		}
		if got := fmt.Sprint(strings.Join(names, " "), " ", required); got != table[i].want {
			t.Errorf("%s: %s", table[i].schema, got)
		}
	}
}

// TestWords: what stands beside a reference comes before what its target says.
func TestWords(t *testing.T) {
	table := []struct{ schema, doc, value string }{
		{"{type: string}", "{  false}", ""}, {"$Day", "{ A day. true}", `"2020-01-01"`}, {"{allOf: [$Day], description: Mine.}", "{ Mine. false}", ""}, {"{type: string, title: T, default: a}", "{T  false}", `"a"`},
		{"{type: object, properties: {a: {allOf: [$Day], description: Mine.}}}", "{ Mine. true}", `"2020-01-01"`}, {"{type: object, properties: {a: {allOf: [$Day], default: b}}}", "{ A day. true}", `"b"`}, {"{type: object, properties: {a: $Text}}", "{  false}", ""},
	}
	list := make([]string, len(table))
	for i, c := range table {
		list[i] = c.schema
	}
	for i, s := range read(t, list...) {
		if len(s.Properties) > 0 {
			s = s.Properties[0].Schema
		}
		value := ""
		if d := firstDefault(s); d != nil {
			value = d.JSON
		}
		if doc := fmt.Sprint(fieldDoc(s)); doc != table[i].doc || value != table[i].value {
			t.Errorf("%s: %s, %s", table[i].schema, doc, value)
		}
	}
}

// TestTexts has which formats of strings are times, and which names are the same but for case and separators.
func TestTexts(t *testing.T) {
	for _, format := range []string{"date-time", "date", "time", "date-time-rfc1123", "unixtime"} {
		if stringType(format) != ir.Time {
			t.Errorf("%s is not a time", format)
		}
	}
	for _, format := range []string{"", "uuid", "duration", "byte"} {
		if stringType(format) != ir.String {
			t.Errorf("%s is not a string", format)
		}
	}
	for name, want := range map[string]string{"": "", "-": "", "Some-Thing_1": "something1", "a b": "ab", "ÄÖ": "äö", "価": "価"} {
		if got := folded(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
	for text, want := range map[string]string{`"a"`: "a true", `"a\"b"`: `a"b true`, `1`: " false", `null`: " false", `"\u00e9"`: "é true", `""`: " true"} {
		if s, ok := stringOf(openapi.Value{JSON: text}); fmt.Sprint(s, " ", ok) != want {
			t.Errorf("%s: %q, %v", text, s, ok)
		}
	}
}

// TestVersion has the version of the common types that a file belongs to, and which of several places of one schema is known.
func TestVersion(t *testing.T) {
	q := &sameness{doc: &openapi.Document{Files: []string{"own.json", "v1/own.json"}}}
	in := func(file string) *openapi.Schema { return &openapi.Schema{Name: "S", At: diag.At{File: file}} }
	for file, want := range map[string]string{
		"types/v5/a.json": "V5", `types\v5\a.json`: "V5", "V12/a.json": "V12", "types/v5/more/a.json": "", "types/v5x/a.json": "", "v/a.json": "", "xv5/a.json": "", "a.json": "", "v1/own.json": "",
	} {
		path := "[S]"
		if want != "" {
			path = "[S " + want + "]"
		}
		if got := q.version(in(file)); got != want || fmt.Sprint(q.path(in(file))) != path {
			t.Errorf("%s: %q, %v", file, got, q.path(in(file)))
		}
	}
	named := func(name, file, pointer string) *openapi.Schema {
		return &openapi.Schema{Name: name, At: diag.At{File: file, Pointer: pointer}}
	}
	for i, c := range [][2]*openapi.Schema{ // the first of each pair comes first
		{in("own.json"), in("a.json")}, {named("S", "own.json", ""), named("s", "own.json", "")}, {in("a.json"), in("v5/a.json")}, {in("v5/a.json"), in("v10/a.json")}, {in("v5/a.json"), in("v6/a.json")}, {in("a.json"), in("b.json")},
		{named("S", "a.json", "#/a"), named("S", "a.json", "#/b")}, {named("s", "own.json", ""), named("S", "a.json", "")},
	} {
		if q.order(c[0], c[1]) >= 0 || q.order(c[1], c[0]) <= 0 {
			t.Errorf("pair %d", i)
		}
	}
}

// TestKindsAndNull has the kind of value that a schema describes, empty if there are several, and whether null is among its values.
func TestKindsAndNull(t *testing.T) {
	table := []struct {
		schema, kind string
		null         bool
	}{
		{"{}", "", true}, {"{type: string}", "string", false}, {"{type: integer}", "number", false}, {"{type: number}", "number", false}, {"{type: boolean}", "boolean", false}, {"{type: array, items: {}}", "array", false}, {"{type: object}", "object", false},
		{"{type: string, nullable: true}", "string", true}, {"{nullable: false}", "", false}, {"{enum: [a, null]}", "string", true}, {"{enum: [a]}", "string", false}, {"{enum: [1]}", "", false}, {"{enum: [1, null]}", "", true},
		{"{allOf: [$Any, $Text]}", "string", false}, {"{allOf: [$Text, $Any]}", "string", false}, {"{allOf: [$Any, $Any]}", "", true}, {"{allOf: [{type: string, nullable: true}, {nullable: true}]}", "string", true}, {"{allOf: [{type: string, nullable: true}, $Text]}", "string", false},
		{"{anyOf: [$Text, $Any]}", "", true}, {"{anyOf: [$Text, $Colour]}", "string", false}, {"{oneOf: [$Any, $Text]}", "", true}, {"{oneOf: [$Any, $Any]}", "", false}, {"{oneOf: [$Text, {type: boolean}]}", "", false}, {"{oneOf: [{type: string, nullable: true}, {type: boolean}]}", "", true},
		{"{not: $Any}", "", false}, {"{not: $Text}", "", true}, {"$Box", "object", false}, {"$Text", "string", false}, {"{properties: {a: {}}}", "object", true}, {"{oneOf: [$Wide, $Tall]}", "object", false}, {"{oneOf: [$Text, $Day]}", "string", false},
		{"{oneOf: [{type: integer}, {type: number}]}", "number", false}, {"{oneOf: [{oneOf: [$Text, {type: boolean}]}, $Text]}", "", false}, {"{oneOf: [$Wide, $Tall], discriminator: {propertyName: v}}", "object", false}, {"{allOf: [$Box]}", "object", false}, {"{allOf: [$Any], oneOf: [$Text, $Day]}", "", false},
	}
	list := make([]string, len(table))
	for i, c := range table {
		list[i] = c.schema
	}
	doc, schemas := readDocument(t, list...)
	lw := &lowerer{objects: objects{}, nulls: map[*openapi.Schema]bool{}, hierarchy: newHierarchy(doc, newBudget(0, new(diag.List)))}
	for i, s := range schemas {
		for range 2 { // the answer is remembered
			if kind, null := lw.kindOfValue(s, nil), lw.acceptsNull(s); kind != table[i].kind || null != table[i].null {
				t.Errorf("%s: kind %q, null %v", table[i].schema, kind, null)
			}
		}
	}
}

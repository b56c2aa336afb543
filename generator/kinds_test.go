package generator_test

import (
	"fmt"
	"strings"
	"testing"
)

// kindsDocument has unions that the kinds of their values tell apart: as members, elements, map values and as a whole.
const kindsDocument = `{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": {
	"Circle": {"type": "object", "properties": {"r": {"type": "number"}}},
	"Shape": {"oneOf": [
		{"type": "string", "enum": ["unit"]}, {"$ref": "#/components/schemas/Circle"}, {"type": "boolean"}, {"type": "integer"},
		{"type": "array", "items": {"type": "object", "properties": {"x": {"type": "integer"}}}}
	]},
	"Any": {"anyOf": [
		{"type": "string"}, {"type": "number"}, {"type": "array", "items": {"$ref": "#/components/schemas/Any"}},
		{"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Any"}}
	]},
	"Holder": {"type": "object", "properties": {
		"shape": {"$ref": "#/components/schemas/Shape"}, "any": {"$ref": "#/components/schemas/Any"},
		"shapes": {"type": "array", "items": {"$ref": "#/components/schemas/Shape"}},
		"named": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Shape"}},
		"here": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"a": {"type": "string"}}}]}
	}}
}}}`

// TestKinds: a union that the kinds of its values tell apart holds the variant of the kind, and gives every text back.
func TestKinds(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs a program")
	}
	files, err := generateText(t, "kinds.json", []byte(kindsDocument))
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ text, prints, violates string }{
		{`{"shape":"unit"}`, `{shape:ShapeString(unit)}`, ""},
		{`{"shape":"other"}`, `{shape:ShapeString(other)}`, "/shape oneOf"},
		{`{"shape":{"r":1.0,"q":2}}`, `{shape:Circle{r:1.0 Extra:{"q":2}}}`, ""},
		{`{"shape":true}`, `{shape:ShapeBoolean(true)}`, ""},
		{`{"shape":1.0}`, `{shape:ShapeNumber(1)}`, ""},
		{`{"shape":1.5}`, `{shape:ShapeNumber(<mismatch: 1.5>)}`, "/shape oneOf"},
		{`{"shape":[{"x":1},{"x":"a"}]}`, `{shape:ShapeArray([{x:1} {x:<mismatch: "a">}])}`, "/shape oneOf"},
		{`{"shape":null}`, `{shape:<null>}`, ""},
		{`{"shapes":["unit",null,7]}`, `{shapes:[ShapeString(unit) UnknownShape{Raw:null} ShapeNumber(7)]}`, "/shapes/1 oneOf"},
		{`{"named":{"a":"unit","b":{"r":2}}}`, `{named:map[a:ShapeString(unit) b:Circle{r:2}]}`, ""},
		{`{"any":{"a":[1e3,"x",{}]}}`, `{any:AnyObject(map[a:AnyArray([AnyNumber(1e3) AnyString(x) AnyObject(map[])])])}`, ""},
		{`{"any":true}`, `{any:UnknownAny{Raw:true}}`, "/any anyOf"},
		{`{"here":{"a":"b"}}`, `{here:HolderHereObject{a:b}}`, ""},
		{`{"here":"b"}`, `{here:HolderHereString(b)}`, ""},
		{`{"here":5}`, `{here:UnknownHolderHere{Raw:5}}`, "/here oneOf"},
	}
	var program, want strings.Builder
	program.WriteString(`package main

import (
	"encoding/json"
	"errors"
	"fmt"

	kinds "github.com/azbill/azbill/generator/testdata/compiled/kinds"
	"github.com/azbill/azbill/wire"
)

func main() {
	for _, text := range []string{
`)
	for _, c := range cases {
		fmt.Fprintf(&program, "\t\t%q,\n", c.text)
		fmt.Fprintf(&want, "%s %s %s\n", c.text, c.prints, strings.TrimSpace(c.violates+" true"))
	}
	program.WriteString(`	} {
		x, err := kinds.DecodeHolder([]byte(text))
		if err != nil {
			panic(err)
		}
		fmt.Print(string(x.AppendJSON(nil)), " ", x, " ")
		var list wire.Violations
		if errors.As(x.Validate(), &list) {
			for _, v := range list {
				fmt.Print(v.Pointer, " ", v.Rule, " ")
			}
		}
		var y kinds.Holder
		b, err := json.Marshal(x)
		fmt.Println(err == nil && json.Unmarshal(b, &y) == nil && y.Equal(*x))
	}
	circle := kinds.Holder{Shape: wire.Some(kinds.Shape{Variant: &kinds.Circle{}}), Here: wire.Some(kinds.HolderHere{Variant: &kinds.HolderHereString{wire.Some("b")}})}
	fmt.Println(string(circle.AppendJSON(nil)))
	empty := kinds.Shape{Variant: &kinds.ShapeString{}}
	fmt.Println(string(empty.AppendJSON(nil)))
	for _, text := range []string{"", "\"unit", "{\"r\":1", "[1", "tru", "-", "nul"} {
		if _, err := kinds.DecodeShape([]byte(text)); err == nil {
			fmt.Println("decodes:", text)
		}
	}
}
`)
	want.WriteString(`{"shape":{},"here":"b"}` + "\nnull\n")
	if have := runProgram(t, "kinds", files, []byte(program.String())); have != want.String() {
		t.Errorf("have\n%s\nwant\n%s", have, want.String())
	}
}

// Package randomdoc makes random documents and values that may fit their schemas, and decides with a JSON Schema library
// which do: the raw document is rendered in JSON Schema without any code of the packages that tests compare with it. Only
// tests import it.
package randomdoc

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Document is a document whose definitions each are the body of a request and of its response.
type Document struct {
	Raw         map[string]any
	Definitions map[string]any
	V3          bool // OpenAPI 3, else Swagger 2.0
}

// Of returns a document of definitions.
func Of(v3 bool, definitions map[string]any) *Document {
	d := &Document{Definitions: definitions, V3: v3}
	d.Raw = d.complete()
	return d
}

// generator makes random schemas.
type generator struct {
	*rand.Rand
	v3    bool
	names []string // definitions that a schema may include
	all   []string // definitions that a member may have
}

var memberNames = []string{"a", "b", "c", "kind"}

// New makes a document.
func New(r *rand.Rand) *Document {
	g := &generator{Rand: r, v3: r.IntN(2) == 0}
	d := &Document{Definitions: map[string]any{}, V3: g.v3}
	g.names = []string{"D0", "D1", "D2", "D3"}
	g.all = g.names
	for i, name := range g.names {
		// A definition includes earlier ones only, so that none is part of itself.
		later := &generator{Rand: r, v3: g.v3, names: g.names[:i], all: g.names}
		d.Definitions[name] = later.schema(2)
	}
	g.hierarchy(d)
	if g.v3 {
		g.alternatives(d)
	}
	d.Raw = d.complete()
	return d
}

// complete makes a document in which each definition is the body of an operation and of its response.
func (d *Document) complete() map[string]any {
	paths := map[string]any{}
	for name := range d.Definitions {
		ref := map[string]any{"$ref": d.Ref(name)}
		content := map[string]any{"application/json": map[string]any{"schema": ref}}
		op := map[string]any{"operationId": name}
		if d.V3 {
			op["requestBody"] = map[string]any{"content": content}
			op["responses"] = map[string]any{"200": map[string]any{"description": "ok", "content": content}}
		} else {
			op["parameters"] = []any{map[string]any{"name": "body", "in": "body", "schema": ref}}
			op["responses"] = map[string]any{"200": map[string]any{"description": "ok", "schema": ref}}
		}
		paths["/"+name] = map[string]any{"post": op}
	}
	info := map[string]any{"title": "t", "version": "2024-08-01"}
	if d.V3 {
		return map[string]any{"openapi": "3.0.3", "info": info, "paths": paths, "components": map[string]any{"schemas": d.Definitions}}
	}
	return map[string]any{"swagger": "2.0", "info": info, "paths": paths, "definitions": d.Definitions}
}

// Ref returns the reference to a definition.
func (d *Document) Ref(name string) string {
	if d.V3 {
		return "#/components/schemas/" + name
	}
	return "#/definitions/" + name
}

func (g *generator) refTo(name string) map[string]any {
	return map[string]any{"$ref": (&Document{V3: g.v3}).Ref(name)}
}

// hierarchy adds a base with a discriminator, and variants that include it, directly or not; at times a second base, and a
// variant of both.
func (g *generator) hierarchy(d *Document) {
	if g.IntN(3) == 0 {
		return
	}
	property := "kind"
	if g.IntN(4) == 0 {
		property = "k\"\\é"
	}
	g.base(d, "Base", property)
	variant := func(name string, of ...string) {
		var all []any
		for _, base := range of {
			all = append(all, g.refTo(base))
		}
		s := map[string]any{"allOf": all}
		if g.IntN(3) > 0 {
			s["properties"] = map[string]any{[]string{"a", "b", "c"}[g.IntN(3)]: g.schema(1)}
		}
		if g.IntN(4) == 0 {
			s["required"] = []any{"b"}
		}
		if g.IntN(8) == 0 {
			s["type"] = "object"
		}
		if g.IntN(8) == 0 {
			s["additionalProperties"] = g.IntN(2) == 0
		}
		d.Definitions[name] = s
	}
	variant("One", "Base")
	variant("Two", "Base")
	d.Definitions["Two"].(map[string]any)["x-ms-discriminator-value"] = "two"
	variant("Mid", "Base")
	variant("Leaf", "Mid")
	switch g.IntN(6) {
	case 0: // says again what it inherits
		d.Definitions["Mid"].(map[string]any)["discriminator"] = g.discriminator(property)
	case 1: // tells its own variants apart by another member
		mid := d.Definitions["Mid"].(map[string]any)
		mid["discriminator"] = g.discriminator("mode")
		mid["properties"] = map[string]any{"mode": map[string]any{"type": "string"}, "b": g.schema(0)}
		mid["required"] = []any{"mode"}
	case 2, 3:
		g.base(d, "Other", "mode")
		both := []string{"Base", "Other"}
		if g.IntN(2) == 0 {
			both = []string{"Other", "Base"}
		}
		variant("Both", both...)
		variant("Low", "Both")
		if g.IntN(2) == 0 {
			variant("Lone", "Other")
		}
	}
	if g.v3 && g.IntN(4) == 0 {
		mapping := map[string]any{"uno": g.refTo("One")["$ref"], "leaf": g.refTo("Leaf")["$ref"]}
		d.Definitions["Base"].(map[string]any)["discriminator"].(map[string]any)["mapping"] = mapping
	}
	holder := map[string]any{
		"base": g.refTo("Base"), "mid": g.refTo("Mid"), "leaf": map[string]any{"type": "array", "items": g.refTo("Leaf")},
	}
	if d.Definitions["Both"] != nil {
		holder["both"] = g.refTo("Both")
	}
	d.Definitions["Holder"] = map[string]any{"properties": holder}
}

func (g *generator) discriminator(property string) any {
	if g.v3 {
		return map[string]any{"propertyName": property}
	}
	return property
}

// base adds a base.
func (g *generator) base(d *Document, name, property string) {
	kind := map[string]any{"type": "string"}
	if g.IntN(4) == 0 {
		kind["enum"] = []any{name, "One", "Mid", "Leaf", "two", "Both"}[g.IntN(3):]
	}
	base := map[string]any{
		"discriminator": g.discriminator(property), "required": []any{property}, "properties": map[string]any{property: kind, "a": g.schema(0)},
	}
	if g.IntN(2) == 0 {
		base["type"] = "object"
	}
	d.Definitions[name] = base
}

// alternatives adds a union that lists its variants.
func (g *generator) alternatives(d *Document) {
	if g.IntN(3) == 0 {
		return
	}
	for _, name := range []string{"Cat", "Dog"} {
		s := map[string]any{
			"type": "object", "required": []any{"kind"},
			"properties": map[string]any{"kind": map[string]any{"type": "string"}, "a": g.schema(1)},
		}
		if g.IntN(2) == 0 {
			s["properties"].(map[string]any)["b"] = g.schema(0)
			s["required"] = []any{"kind", "b"}
		}
		d.Definitions[name] = s
	}
	discriminator := map[string]any{"propertyName": "kind"}
	if g.IntN(2) == 0 {
		discriminator["mapping"] = map[string]any{"kitty": g.refTo("Cat")["$ref"]}
	}
	pet := map[string]any{[]string{"oneOf", "anyOf"}[g.IntN(2)]: []any{g.refTo("Cat"), g.refTo("Dog")}, "discriminator": discriminator}
	switch g.IntN(3) {
	case 0:
		pet["required"] = []any{"c"}
	case 1:
		pet["properties"] = map[string]any{"c": g.schema(1)}
	}
	d.Definitions["Pet"] = pet
	d.Definitions["Included"] = map[string]any{"allOf": []any{g.refTo("Pet")}, "properties": map[string]any{"b": g.schema(0)}}
	for _, name := range []string{"X", "Y"} {
		d.Definitions[name] = map[string]any{
			"type": "object", "required": []any{"kind"},
			"properties": map[string]any{"kind": map[string]any{"type": "string", "enum": []any{name}}, "a": g.schema(1)},
		}
	}
	d.Definitions["Constant"] = map[string]any{[]string{"oneOf", "anyOf"}[g.IntN(2)]: []any{g.refTo("X"), g.refTo("Y")}}
}

// schema makes a schema, composed depth deep.
func (g *generator) schema(depth int) map[string]any {
	s := map[string]any{}
	switch g.IntN(12) {
	case 0, 1:
		if len(g.names) > 0 {
			return g.use()
		}
		g.text(s)
	case 2:
		g.text(s)
	case 3:
		g.number(s)
	case 4:
		g.array(s, depth)
	case 5, 6, 7:
		g.object(s, depth)
	case 8:
		s["type"] = []string{"object", "boolean"}[g.IntN(2)]
		if s["type"] == "boolean" && g.IntN(3) == 0 {
			s["enum"] = []any{true}
		}
	case 9:
		s["enum"] = g.pick([][]any{{"x", "yy"}, {1, 2}, {"x", 1, nil}, {true, "x"}, {[]any{1}, map[string]any{"a": 1}}})
	default:
		g.untyped(s, depth)
	}
	if depth > 0 && g.IntN(2) == 0 {
		g.compose(s, depth-1)
	}
	g.nullable(s)
	return s
}

func (g *generator) pick(values [][]any) []any { return values[g.IntN(len(values))] }

func (g *generator) nullable(s map[string]any) {
	if g.IntN(5) > 0 {
		return
	}
	keyword := "x-nullable"
	if g.v3 {
		keyword = "nullable"
	}
	s[keyword] = g.IntN(3) > 0
}

// use makes a reference, at times with something beside it.
func (g *generator) use() map[string]any {
	ref := g.refTo(g.names[g.IntN(len(g.names))])
	switch g.IntN(4) {
	case 0:
		s := map[string]any{"allOf": []any{ref}}
		g.nullable(s)
		g.limits(s)
		return s
	case 1:
		g.limits(ref)
		g.nullable(ref)
	}
	return ref
}

// limits adds rules without a type.
func (g *generator) limits(s map[string]any) {
	switch g.IntN(5) {
	case 0:
		s["minLength"] = g.IntN(3)
	case 1:
		s["maximum"] = g.IntN(5)
		if g.IntN(2) == 0 {
			s["exclusiveMaximum"] = true
		}
	case 2:
		s["maxProperties"] = g.IntN(3)
	case 3:
		s["uniqueItems"] = true
	}
}

func (g *generator) text(s map[string]any) {
	s["type"] = "string"
	switch g.IntN(6) {
	case 0:
		s["minLength"] = g.IntN(3)
	case 1:
		s["maxLength"] = g.IntN(3)
	case 2:
		s["pattern"] = patterns[g.IntN(len(patterns))].text
	case 3:
		s["format"] = []string{"date-time", "date", "uuid", "int32", "password", "time", "byte", "uri", "duration", "decimal"}[g.IntN(10)]
	case 4:
		s["enum"] = []any{"x", "yy", "Base"}
		switch g.IntN(6) {
		case 0:
			s["minLength"] = 2
		case 1:
			s["maxLength"] = 1
		case 2:
			s["pattern"] = patterns[g.IntN(len(patterns))].text
		case 3:
			s["enum"] = []any{"x", nil}
		}
		if g.IntN(3) == 0 {
			s["x-ms-enum"] = map[string]any{"name": "Shared", "modelAsString": g.IntN(2) == 0}
			s["enum"] = g.pick([][]any{{"x"}, {"x", "yy"}, {"yy", "x"}})
		}
	}
}

func (g *generator) number(s map[string]any) {
	s["type"] = []string{"integer", "number"}[g.IntN(2)]
	if g.IntN(2) == 0 {
		s["format"] = []string{"int32", "int64", "uint64", "double"}[g.IntN(4)]
	}
	g.range_(s)
	if g.IntN(6) == 0 {
		s["enum"] = []any{1, 2.5, 3}
		if s["type"] == "integer" {
			s["enum"] = []any{1, 3}
		}
	}
}

func (g *generator) range_(s map[string]any) {
	if g.IntN(2) == 0 {
		s["minimum"] = g.IntN(3)
		if g.IntN(3) == 0 {
			s["exclusiveMinimum"] = true
		}
	}
	if g.IntN(3) == 0 {
		s["maximum"] = json.Number(fmt.Sprintf("%d.5", g.IntN(4)))
	}
	if g.IntN(6) == 0 {
		s["multipleOf"] = json.Number([]string{"2", "0.5", "3"}[g.IntN(3)])
	}
	if g.IntN(8) == 0 {
		s["exclusiveMaximum"] = true
	}
}

func (g *generator) array(s map[string]any, depth int) {
	s["type"] = "array"
	s["items"] = map[string]any{}
	if depth > 0 {
		s["items"] = g.schema(depth - 1)
	}
	switch g.IntN(4) {
	case 0:
		s["minItems"] = g.IntN(3)
	case 1:
		s["maxItems"] = g.IntN(3)
	case 2:
		s["uniqueItems"] = true
	}
	if g.IntN(10) == 0 {
		s["enum"] = []any{[]any{}, []any{1}, []any{"x", map[string]any{}}}
	}
}

func (g *generator) object(s map[string]any, depth int) {
	if g.IntN(3) > 0 {
		s["type"] = "object"
	}
	if g.IntN(5) > 0 {
		properties := map[string]any{}
		for range 1 + g.IntN(2) {
			p := map[string]any{"type": "string"}
			if depth > 0 {
				p = g.schema(depth - 1)
			}
			if depth > 0 && g.IntN(10) == 0 {
				p = g.refTo(g.all[g.IntN(len(g.all))]) // which may hold this object again
			}
			if g.IntN(8) == 0 {
				p["readOnly"] = true
			} else if g.v3 && g.IntN(8) == 0 {
				p["writeOnly"] = true
			}
			properties[memberNames[g.IntN(len(memberNames))]] = p
		}
		s["properties"] = properties
	}
	if g.IntN(3) == 0 {
		s["required"] = []any{memberNames[g.IntN(3)]}
	}
	switch g.IntN(6) {
	case 0:
		s["additionalProperties"] = false
	case 1:
		s["additionalProperties"] = true
	case 2:
		s["additionalProperties"] = map[string]any{}
		if depth > 0 {
			s["additionalProperties"] = g.schema(depth - 1)
		}
	}
	switch g.IntN(9) {
	case 0:
		s["minProperties"] = g.IntN(3)
	case 1:
		s["maxProperties"] = g.IntN(3)
	case 2:
		s["enum"] = []any{map[string]any{}, map[string]any{"a": "x"}, map[string]any{"a": 1, "b": nil}}
	}
}

// untyped adds rules for one kind of value to a schema that allows others.
func (g *generator) untyped(s map[string]any, depth int) {
	switch g.IntN(10) {
	case 5:
		s["minLength"] = g.IntN(3)
	case 6:
		s["uniqueItems"] = true
		s["maxItems"] = g.IntN(3)
	case 7:
		s["minProperties"] = g.IntN(2)
	case 8:
		s["additionalProperties"] = g.IntN(2) == 0
	case 9:
		s["multipleOf"] = 2
		s["maxLength"] = g.IntN(3)
	case 0:
		g.range_(s)
	case 1:
		s["pattern"] = patterns[g.IntN(len(patterns))].text
	case 2:
		s["required"] = []any{memberNames[g.IntN(3)]}
	case 3:
		s["items"] = g.schema(0)
	case 4:
		s["format"] = []string{"date", "int32"}[g.IntN(2)]
	}
}

// compose adds schemas that hold besides, or one of which holds.
func (g *generator) compose(s map[string]any, depth int) {
	list := func(n int) []any {
		var out []any
		for range n {
			out = append(out, g.schema(depth))
		}
		return out
	}
	keywords := 1
	if g.v3 {
		keywords = 9
	}
	switch g.IntN(keywords) {
	case 6: // kinds of values
		s["oneOf"] = []any{map[string]any{"type": "string"}, g.schema(0), map[string]any{"type": "array", "items": g.schema(0)}}
	case 7:
		s["not"] = map[string]any{"required": []any{"a"}}
	case 8:
		s["allOf"], s["anyOf"] = list(1), list(2)
	case 0:
		s["allOf"] = list(1 + g.IntN(2))
	case 1:
		s["anyOf"] = list(1 + g.IntN(2))
	case 2:
		s["oneOf"] = list(1 + g.IntN(2))
	case 3:
		s["not"] = g.schema(depth)
	case 5:
		s["anyOf"] = []any{map[string]any{"type": "string"}, map[string]any{"type": "string", "enum": []any{"x", "yy"}}}
	case 4:
		s["anyOf"] = []any{map[string]any{"required": []any{"a"}}, map[string]any{"required": []any{"b"}}}
	}
}

// Instance makes a value, as JSON text, that may fit a definition.
func (d *Document) Instance(r *rand.Rand, name string) []byte {
	text, err := json.Marshal(d.instance(r, map[string]any{"$ref": d.Ref(name)}, 0))
	if err != nil {
		panic(err) // there is nothing in it that JSON does not have
	}
	return text
}

// instance makes a value that may fit a schema.
func (d *Document) instance(r *rand.Rand, s map[string]any, depth int) any {
	if r.IntN(12) == 0 || depth > 5 {
		return anything(r, depth)
	}
	if ref, ok := s["$ref"].(string); ok {
		return d.instance(r, d.Definitions[lastName(ref)].(map[string]any), depth+1)
	}
	if enum, ok := s["enum"].([]any); ok && r.IntN(8) > 0 {
		return enum[r.IntN(len(enum))]
	}
	var of []map[string]any
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		list, _ := s[keyword].([]any)
		for _, part := range list {
			of = append(of, part.(map[string]any))
		}
	}
	if d.isObject(s) {
		return d.object(r, s, depth)
	}
	if len(of) > 0 && (s["type"] == nil || r.IntN(2) == 0) {
		return d.instance(r, of[r.IntN(len(of))], depth+1)
	}
	switch s["type"] {
	case "string":
		return strings_[r.IntN(len(strings_))]
	case "integer", "number":
		return numbers[r.IntN(len(numbers))]
	case "boolean":
		return r.IntN(2) == 0
	case "array":
		items, _ := s["items"].(map[string]any)
		var out = []any{}
		for range r.IntN(3) {
			out = append(out, d.instance(r, items, depth+1))
		}
		return out
	}
	return anything(r, depth)
}

func (d *Document) isObject(s map[string]any) bool {
	if ref, ok := s["$ref"].(string); ok {
		s = d.Definitions[lastName(ref)].(map[string]any)
	}
	if t := s["type"]; t != nil && t != "object" {
		return false
	}
	for _, k := range []string{"properties", "required", "additionalProperties"} {
		if s[k] != nil {
			return true
		}
	}
	all, _ := s["allOf"].([]any)
	return slices.ContainsFunc(all, func(part any) bool { return d.isObject(part.(map[string]any)) })
}

// object makes an object of the members that a schema, and what it includes, declares.
func (d *Document) object(r *rand.Rand, s map[string]any, depth int) any {
	out := map[string]any{}
	var fill func(s map[string]any)
	fill = func(s map[string]any) {
		if ref, ok := s["$ref"].(string); ok {
			s = d.Definitions[lastName(ref)].(map[string]any)
		}
		for _, keyword := range []string{"allOf", "oneOf", "anyOf"} {
			list, _ := s[keyword].([]any)
			for _, part := range list {
				if keyword == "allOf" || r.IntN(2) == 0 {
					fill(part.(map[string]any))
				}
			}
		}
		properties, _ := s["properties"].(map[string]any)
		for _, name := range sorted(properties) {
			if r.IntN(4) > 0 {
				out[name] = d.instance(r, properties[name].(map[string]any), depth+1)
			}
		}
		required, _ := s["required"].([]any)
		for _, name := range required {
			if _, there := out[name.(string)]; !there && r.IntN(6) > 0 {
				out[name.(string)] = anything(r, depth)
			}
		}
	}
	fill(s)
	for _, name := range []string{"kind", "mode", "k\"\\é"} {
		if _, there := out[name]; there && r.IntN(8) > 0 {
			out[name] = kinds[r.IntN(len(kinds))]
		}
	}
	if r.IntN(6) == 0 {
		name := append([]string{"A", "z"}, memberNames...)[r.IntN(6)]
		out[name] = anything(r, depth)
	}
	return out
}

var (
	kinds = []string{
		"Base", "One", "two", "Two", "Mid", "Leaf", "Cat", "Dog", "kitty", "X", "Y", "none", "uno", "leaf", "Both", "Low", "Lone", "Other",
	}
	strings_ = []string{
		"", "x", "yy", "long", "Base", "bad", "2024-08-01", "2024-08-01T10:00:00Z", "2024-13-01", "aa", "ab", "\u00a0", "é1", "12",
		"4b3f2a10-1c2d-4e5f-8a9b-0c1d2e3f4a5b",
	}
	numbers = []json.Number{"0", "1", "2", "2.5", "3", "3.0", "-1", "4", "1e1", "2147483647", "2147483648", "9223372036854775808", "18446744073709551615"}
)

func anything(r *rand.Rand, depth int) any {
	switch n := r.IntN(8); {
	case n == 0:
		return nil
	case n == 1:
		return r.IntN(2) == 0
	case n == 2:
		return numbers[r.IntN(len(numbers))]
	case n == 3 && depth < 3:
		return []any{anything(r, depth+1), json.Number("1")}[:r.IntN(3)]
	case n == 4 && depth < 3:
		return map[string]any{memberNames[r.IntN(4)]: anything(r, depth+1)}
	case n == 5:
		return map[string]any{}
	}
	return strings_[r.IntN(len(strings_))]
}

package randomdoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// patterns are patterns of ECMA 262 with what they match, in Go.
var patterns = []struct {
	text    string
	matches func(string) bool
}{
	{"^x", func(s string) bool { return strings.HasPrefix(s, "x") }},
	{"y+$", func(s string) bool { return strings.HasSuffix(s, "y") }},
	{"^[a-z]{0,4096}$", func(s string) bool { return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }},
	{"^(?!bad).*$", func(s string) bool { return !strings.HasPrefix(s, "bad") }},
	{`^(a)\1$`, func(s string) bool { return s == "aa" }},
	{`^[\u0061-\u0063]+$`, func(s string) bool { return s != "" && strings.Trim(s, "abc") == "" }},
	{`^\s$`, func(s string) bool { return s == "\u00a0" }},
	{`^\S+$`, func(s string) bool { return s != "" && s != "\u00a0" }},
	{`\d`, func(s string) bool { return strings.ContainsAny(s, "0123456789") }},
	{`^\w\w$`, func(s string) bool { return s == "yy" || s == "aa" || s == "ab" || s == "12" }},
}

// register adds the formats of numbers, and one for each pattern.
func register(c *jsonschema.Compiler) {
	for _, format := range []string{"int32", "int64"} {
		limit := new(big.Rat).SetInt64(math.MaxInt64)
		least := new(big.Rat).SetInt64(math.MinInt64)
		if format == "int32" {
			limit.SetInt64(math.MaxInt32)
			least.SetInt64(math.MinInt32)
		}
		c.Formats[format] = func(v any) bool {
			n, isNumber := v.(json.Number)
			if !isNumber {
				return true
			}
			x, ok := new(big.Rat).SetString(n.String())
			return ok && x.IsInt() && x.Cmp(limit) <= 0 && x.Cmp(least) >= 0
		}
	}
	for i, p := range patterns {
		c.Formats[fmt.Sprintf("pattern-%d", i)] = func(v any) bool {
			s, isText := v.(string)
			return !isText || p.matches(s)
		}
	}
}

// Oracle decides which values fit the definitions of a document, in responses and in requests.
type Oracle map[bool]map[string]*jsonschema.Schema

// Verdict returns nil if the text fits a definition, and else why it does not.
func (j Oracle) Verdict(name string, request bool, text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	return j[request][name].Validate(v)
}

// Oracle renders the definitions in JSON Schema.
func (d *Document) Oracle() (Oracle, error) {
	out := Oracle{}
	for _, request := range []bool{false, true} {
		tr := &translator{d, request}
		definitions := map[string]any{}
		for name, s := range d.Definitions {
			definitions[name] = tr.named(name, s.(map[string]any))
			definitions[name+"-bare"] = tr.aliased(name, s.(map[string]any))
			definitions[name+"-flat"] = tr.layer(s.(map[string]any), tr.body(s.(map[string]any), name, true))
		}
		text, err := json.Marshal(map[string]any{"definitions": definitions})
		if err != nil {
			return nil, err
		}
		c := jsonschema.NewCompiler()
		c.Draft, c.AssertFormat = jsonschema.Draft7, true
		register(c)
		if err := c.AddResource("mem:doc", bytes.NewReader(text)); err != nil {
			return nil, err
		}
		out[request] = map[string]*jsonschema.Schema{}
		for name := range definitions {
			s, err := c.Compile("mem:doc#/definitions/" + name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			out[request][name] = s
		}
	}
	return out, nil
}

// translator renders definitions as one kind of message sees them.
type translator struct {
	*Document
	request bool
}

// named renders a definition where it is used as a whole.
func (tr *translator) named(name string, s map[string]any) any {
	return tr.layer(s, tr.aliased(name, s))
}

// aliased renders a definition without what it says of null, for a use that has its own say.
func (tr *translator) aliased(name string, s map[string]any) any {
	if tr.only(s) != "" {
		return tr.bare(s)
	}
	return tr.dispatch(name, s)
}

// layer adds what a schema says of null.
func (tr *translator) layer(s map[string]any, rendered any) any {
	switch says := tr.saysOfNull(s); {
	case says == nil:
		return rendered
	case *says:
		return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, rendered}}
	}
	return map[string]any{"allOf": []any{rendered, map[string]any{"not": map[string]any{"type": "null"}}}}
}

// saysOfNull is what a use, or what it is another name of, says of null.
func (tr *translator) saysOfNull(s map[string]any) *bool {
	for _, k := range []string{"nullable", "x-nullable"} {
		if b, ok := s[k].(bool); ok {
			return &b
		}
	}
	if ref := tr.only(s); ref != "" {
		return tr.saysOfNull(tr.Definitions[lastName(ref)].(map[string]any))
	}
	return nil
}

var structure = []string{
	"properties", "required", "additionalProperties", "items", "allOf", "anyOf", "oneOf", "not", "enum", "discriminator", "x-ms-discriminator-value",
}

// only is the reference that a schema is, or wraps to add rules.
func (tr *translator) only(s map[string]any) string {
	if ref, ok := s["$ref"].(string); ok {
		return ref
	}
	for _, d := range tr.Definitions {
		if reflect.ValueOf(d).Pointer() == reflect.ValueOf(s).Pointer() {
			return "" // a definition of its own, though it may say no more
		}
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		list, _ := s[keyword].([]any)
		if len(list) != 1 {
			continue
		}
		if slices.ContainsFunc(structure, func(k string) bool { return k != keyword && s[k] != nil }) {
			continue
		}
		inner := list[0].(map[string]any)
		if ref, ok := inner["$ref"].(string); ok && len(inner) == 1 {
			return ref
		}
	}
	return ""
}

// dispatch renders a schema with what its discriminator, or that of a base, selects.
func (tr *translator) dispatch(name string, s map[string]any) any {
	body := tr.body(s, name, false)
	property, selects := tr.selections(name, s)
	if selects == nil {
		return body
	}
	var values []any
	all := []any{tr.body(s, name, true)}
	for _, value := range slices.Sorted(maps.Keys(selects)) {
		values = append(values, value)
		if selects[value] == name {
			continue
		}
		rendered := "-flat"
		if d := tr.discriminatorOf(selects[value]); d != "" && d != property {
			rendered = "-bare" // it selects once more
		}
		all = append(all, map[string]any{
			"if":   map[string]any{"properties": map[string]any{property: map[string]any{"const": value}}, "required": []any{property}},
			"then": map[string]any{"$ref": "#/definitions/" + selects[value] + rendered},
		})
	}
	return map[string]any{
		"type": "object", "required": []any{property}, "properties": map[string]any{property: map[string]any{"enum": values}}, "allOf": all,
	}
}

// selections are the discriminator values that an object of a definition may have, with the definitions they select.
func (tr *translator) selections(name string, s map[string]any) (string, map[string]string) {
	alternatives, _ := s["oneOf"].([]any)
	if alternatives == nil {
		alternatives, _ = s["anyOf"].([]any)
	}
	if d, ok := s["discriminator"].(map[string]any); ok && alternatives != nil {
		out := map[string]string{}
		for _, a := range alternatives {
			target := lastName(a.(map[string]any)["$ref"].(string))
			out[target] = target
		}
		mapping, _ := d["mapping"].(map[string]any)
		for value, ref := range mapping {
			out[value] = lastName(ref.(string))
		}
		return "kind", out
	}
	base := tr.baseOf(name)
	if base == "" {
		return "", nil
	}
	return tr.discriminatorOf(base), tr.valuesOf(base, name)
}

// valuesOf are the values of a base's discriminator that select a definition or what includes it.
func (tr *translator) valuesOf(base, name string) map[string]string {
	property := tr.discriminatorOf(base)
	within := tr.below(name, property)
	out := map[string]string{}
	d, _ := tr.Definitions[base].(map[string]any)["discriminator"].(map[string]any)
	mapping, _ := d["mapping"].(map[string]any)
	for value, ref := range mapping {
		if target := lastName(ref.(string)); slices.Contains(within, target) {
			out[value] = target
		}
	}
	for _, other := range tr.below(base, property) {
		value := other
		if v, ok := tr.Definitions[other].(map[string]any)["x-ms-discriminator-value"].(string); ok {
			value = v
		}
		named := other != base && mapping == nil || tr.listed(other, property, value)
		if named && slices.Contains(within, other) {
			out[value] = other
		}
	}
	return out
}

// discriminatorOf is the member by which a definition tells apart what includes it; empty: it does not.
func (tr *translator) discriminatorOf(name string) string {
	s, _ := tr.Definitions[name].(map[string]any)
	if s["oneOf"] != nil || s["anyOf"] != nil {
		return ""
	}
	switch d := s["discriminator"].(type) {
	case string:
		return d
	case map[string]any:
		return d["propertyName"].(string)
	}
	return ""
}

// bases are the definitions that one includes directly, if it includes them as they are.
func (tr *translator) bases(name string) []string {
	var out []string
	s, _ := tr.Definitions[name].(map[string]any)
	all, _ := s["allOf"].([]any)
	for _, part := range all {
		if ref, ok := part.(map[string]any)["$ref"].(string); ok {
			out = append(out, lastName(ref))
		}
	}
	return out
}

// baseOf is the base whose discriminator decides about a definition: itself, or the nearest that it includes with a value
// for it, or for what includes it.
func (tr *translator) baseOf(name string) string {
	for level := []string{name}; len(level) > 0; {
		var next []string
		for _, n := range level {
			if tr.discriminatorOf(n) != "" && len(tr.valuesOf(n, name)) > 0 {
				return n
			}
			next = append(next, tr.bases(n)...)
		}
		level = next
	}
	return ""
}

// below are a definition and those that include it, up to those with a discriminator of their own.
func (tr *translator) below(name, property string) []string {
	out := []string{name}
	for i := 0; i < len(out); i++ {
		if d := tr.discriminatorOf(out[i]); i > 0 && d != "" && d != property {
			continue
		}
		for _, other := range sorted(tr.Definitions) {
			if slices.Contains(tr.bases(other), out[i]) && !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out
}

// furtherBases are the bases that a definition includes whose discriminators are others than that of its own base.
func (tr *translator) furtherBases(name string) []string {
	first := tr.baseOf(name)
	var out []string
	for _, base := range sorted(tr.Definitions) {
		d := tr.discriminatorOf(base)
		if d != "" && base != name && d != tr.discriminatorOf(first) && slices.Contains(tr.below(base, d), name) && len(tr.valuesOf(base, name)) > 0 {
			out = append(out, base)
		}
	}
	return out
}

// listed reports whether the enumerations of a discriminator, in a definition and what it includes, have the value.
func (tr *translator) listed(name, property, value string) bool {
	s, _ := tr.Definitions[name].(map[string]any)
	properties, _ := s["properties"].(map[string]any)
	kind, _ := properties[property].(map[string]any)
	if enum, _ := kind["enum"].([]any); enum != nil && !slices.Contains(enum, any(value)) {
		return false
	}
	return !slices.ContainsFunc(tr.bases(name), func(b string) bool { return !tr.listed(b, property, value) })
}

// includes reports whether a definition is, or includes by allOf, another.
func (tr *translator) includes(name, base string) bool {
	return name == base || slices.ContainsFunc(tr.bases(name), func(b string) bool { return tr.includes(b, base) })
}

// closure is what the parts of an object say of its members together.
type closure struct{ required, readOnly, writeOnly map[string]bool }

func (tr *translator) closure(s map[string]any) closure {
	c := closure{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	var collect func(s map[string]any)
	collect = func(s map[string]any) {
		if ref := tr.only(s); ref != "" {
			collect(tr.Definitions[lastName(ref)].(map[string]any))
			return
		}
		list, _ := s["required"].([]any)
		for _, name := range list {
			c.required[name.(string)] = true
		}
		properties, _ := s["properties"].(map[string]any)
		for name, p := range properties {
			c.readOnly[name] = c.readOnly[name] || tr.flagged(p.(map[string]any), "readOnly")
			c.writeOnly[name] = c.writeOnly[name] || tr.flagged(p.(map[string]any), "writeOnly")
		}
		all, _ := s["allOf"].([]any)
		for _, part := range all {
			collect(part.(map[string]any))
		}
	}
	collect(s)
	return c
}

// flagged reports whether a use, or what it is another name of, has a flag.
func (tr *translator) flagged(s map[string]any, flag string) bool {
	ref := tr.only(s)
	return s[flag] == true || ref != "" && tr.flagged(tr.Definitions[lastName(ref)].(map[string]any), flag)
}

// body renders the keywords of a schema. Flat says that its discriminator has been followed.
func (tr *translator) body(s map[string]any, name string, flat bool) any {
	return tr.demanding(name, tr.part(s, tr.closure(s), name, flat))
}

// demanding adds, to a rendered definition, what the discriminators demand that do not select what it is.
func (tr *translator) demanding(name string, out any) any {
	if name == "" {
		return out
	}
	for _, base := range tr.furtherBases(name) {
		property := tr.discriminatorOf(base)
		values := []any{nil} // whether null is a value is left to the base
		for _, value := range slices.Sorted(maps.Keys(tr.valuesOf(base, name))) {
			values = append(values, value)
		}
		out = map[string]any{"allOf": []any{out, map[string]any{"properties": map[string]any{property: map[string]any{"enum": values}}}}}
	}
	return out
}

func (tr *translator) part(s map[string]any, c closure, root string, flat bool) any {
	if ref, ok := s["$ref"].(string); ok {
		return map[string]any{"allOf": []any{tr.included(map[string]any{"$ref": ref}, c, root), tr.plain(s)}}
	}
	out := tr.plain(s)
	all := []any{}
	if extra, ok := out["allOf"].([]any); ok {
		all = extra
	}
	parts, _ := s["allOf"].([]any)
	for _, p := range parts {
		all = append(all, tr.included(p.(map[string]any), c, root))
	}
	if len(all) > 0 {
		out["allOf"] = all
	}
	if s["discriminator"] == nil {
		for _, keyword := range []string{"anyOf", "oneOf"} {
			if list, ok := s[keyword].([]any); ok {
				rendered := []any{}
				for _, a := range list {
					rendered = append(rendered, tr.use(a.(map[string]any)))
				}
				out[keyword] = rendered
			}
		}
	}
	if not, ok := s["not"].(map[string]any); ok {
		out["not"] = tr.use(not)
	}
	tr.members(s, c, out)
	return out
}

// included renders a part of an object. The bases of a variant do not apply their discriminator again, and all parts
// know which members any of them requires.
func (tr *translator) included(p map[string]any, c closure, root string) any {
	target, name := p, ""
	if ref := tr.only(p); ref != "" {
		name = lastName(ref)
		target = tr.Definitions[name].(map[string]any)
	}
	_, isUnion := target["discriminator"]
	hierarchy := name != "" && slices.ContainsFunc(sorted(tr.Definitions), func(b string) bool { return tr.discriminatorOf(b) != "" && tr.includes(name, b) })
	if isUnion && !hierarchy {
		return tr.use(p)
	}
	if target["type"] != nil && target["type"] != "object" {
		return tr.use(p)
	}
	rendered := tr.demanding(name, tr.part(target, c, root, true))
	if name == "" {
		return tr.layer(p, rendered)
	}
	beside := tr.plain(without(p, "allOf", "anyOf", "oneOf", "$ref"))
	return tr.layer(p, map[string]any{"allOf": []any{tr.layer(target, rendered), beside}})
}

// use renders a schema where it stands.
func (tr *translator) use(s map[string]any) any {
	if tr.only(s) == "" {
		return tr.layer(s, tr.dispatch("", s))
	}
	return tr.layer(s, tr.bare(s))
}

// bare renders a reference and what is beside it.
func (tr *translator) bare(s map[string]any) any {
	beside := tr.plain(without(s, "allOf", "anyOf", "oneOf", "$ref"))
	return map[string]any{"allOf": []any{map[string]any{"$ref": "#/definitions/" + lastName(tr.only(s)) + "-bare"}, beside}}
}

func without(s map[string]any, keywords ...string) map[string]any {
	s = maps.Clone(s)
	for _, k := range keywords {
		delete(s, k)
	}
	return s
}

// plain renders the keywords of a schema that hold no others.
func (tr *translator) plain(s map[string]any) map[string]any {
	out := map[string]any{}
	for _, k := range []string{
		"type", "enum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "multipleOf",
		"minimum", "maximum",
	} {
		if v, ok := s[k]; ok {
			out[k] = v
		}
	}
	for _, k := range []string{"inimum", "aximum"} {
		if exclusive := "exclusiveM" + k; s[exclusive] == true && s["m"+k] != nil {
			delete(out, "m"+k)
			out[exclusive] = s["m"+k]
		}
	}
	if slices.Contains([]string{"date-time", "date", "time", "uuid", "int32", "int64"}, fmt.Sprint(s["format"])) {
		out["format"] = s["format"]
	}
	if p, ok := s["pattern"].(string); ok {
		for i := range patterns {
			if patterns[i].text == p {
				out["allOf"] = []any{map[string]any{"format": fmt.Sprintf("pattern-%d", i)}}
			}
		}
	}
	if items, ok := s["items"].(map[string]any); ok {
		out["items"] = tr.use(items)
	}
	if !tr.V3 && s["type"] == "object" && !slices.ContainsFunc(append([]string{"minProperties", "maxProperties"}, structure...), func(k string) bool { return s[k] != nil }) {
		delete(out, "type")
	}
	return out
}

func (tr *translator) members(s map[string]any, c closure, out map[string]any) {
	properties, _ := s["properties"].(map[string]any)
	rendered := map[string]any{}
	for name, p := range properties {
		p := p.(map[string]any)
		rendered[name] = tr.use(p)
		if !c.required[name] && tr.saysOfNull(p) == nil {
			rendered[name] = map[string]any{"anyOf": []any{map[string]any{"type": "null"}, rendered[name]}}
		}
	}
	if len(rendered) > 0 {
		out["properties"] = rendered
	}
	list, _ := s["required"].([]any)
	var required []any
	for _, name := range list {
		if tr.request && !c.readOnly[name.(string)] || !tr.request && !c.writeOnly[name.(string)] {
			required = append(required, name)
		}
	}
	if len(required) > 0 {
		out["required"] = required
	}
	switch a := s["additionalProperties"].(type) {
	case bool:
		out["additionalProperties"] = a
	case map[string]any:
		out["additionalProperties"] = tr.use(a)
	}
}

func lastName(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// Show returns a definition as JSON, with those that it refers to.
func (d *Document) Show(name string) string {
	shown := map[string]any{}
	var add func(name string)
	add = func(name string) {
		if shown[name] != nil {
			return
		}
		shown[name] = d.Definitions[name]
		text, _ := json.Marshal(d.Definitions[name])
		for other := range d.Definitions {
			if strings.Contains(string(text), `"`+d.Ref(other)+`"`) {
				add(other)
			}
		}
	}
	add(name)
	lines := []string{fmt.Sprint("OpenAPI 3: ", d.V3)}
	for _, name := range sorted(shown) {
		text, _ := json.Marshal(shown[name])
		lines = append(lines, name+": "+string(text))
	}
	return strings.Join(lines, "\n")
}

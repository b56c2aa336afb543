package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// The keywords that draft-07 does not have. JSON Schema ignores what is beside a $ref, so rules beside a reference
// are rendered with the reference in an allOf.
const (
	keyValue    = "x-azbill-value"    // reference, or true for the definition "value": null, or what the schema there says
	keyNotNull  = "x-azbill-not-null" // true beside keyValue: null is the one value that is not accepted
	keyDispatch = "x-azbill-variant"  // {property, base, variants: [{value, schema: reference}]}: the schema that the discriminator selects
	keyUnlisted = "x-azbill-unlisted" // no keyword: the location of a finding of keyDispatch
	keyPattern  = "x-azbill-pattern"  // a pattern, which means what ECMA 262 says
	keyLimit    = "x-azbill-limit"    // no keyword: the location of a finding that something cannot be checked
)

// checkedFormats are the formats that are asserted; others describe, and services depart from them freely.
var checkedFormats = map[string]bool{"date-time": true, "date": true, "time": true, "uuid": true, "int32": true, "int64": true}

// builder translates the schemas of a document into draft-07, keyword by keyword, once as requests and once as responses
// see them. It joins nothing: the parts of an allOf stay parts, and each holds.
type builder struct {
	*hierarchy
	opts       Options
	document   *openapi.Document
	defs       map[string]any
	ofRequests map[string]bool    // by name of the definition
	facts      map[string]facts   // by JSON pointer of the rendered schema
	members    memberIndex        // of each schema, its own
	request    bool               // which of the two is being rendered
	unchecked  map[string]bool    // rules that cannot be checked
	uses       map[string]diag.At // where operations use schemas, by definition
	schemas    map[string]*openapi.Schema
	patterns   map[string]pattern
	shapes     map[*openapi.Schema]*shape
	rendered   int
	combined   int
	err        error           // why rendering stopped
	wanted     map[string]bool // definitions that something refers to
	queue      []pending       // those of them that are still to be rendered
}

// pending is a definition to be rendered.
type pending struct {
	name    string
	schema  *openapi.Schema
	request bool
	flat    bool
}

// facts are what a finding needs to know of a rendered schema.
type facts struct {
	at       diag.At
	required []string
	declared map[string]*openapi.Schema // its own members
	property string                     // discriminator
	open     bool                       // the values of the enum are those known so far, not all there will ever be
}

func newBuilder(doc *openapi.Document, opts Options) *builder {
	return &builder{
		hierarchy: newHierarchy(doc), opts: opts, document: doc,
		defs: map[string]any{}, ofRequests: map[string]bool{}, facts: map[string]facts{}, members: memberIndex{}, unchecked: map[string]bool{},
		uses: map[string]diag.At{}, schemas: map[string]*openapi.Schema{}, patterns: map[string]pattern{}, shapes: map[*openapi.Schema]*shape{}, wanted: map[string]bool{},
	}
}

// The limits of what is rendered.
const (
	// MaxRendered is how many members, values and variants a document may come to, for requests and for responses, counting
	// for each schema those that it extends. A document of the size that is read by default comes to more only if many
	// schemas extend one another; official documents of billing and consumption come to 1,842 at most.
	MaxRendered = 1_000_000
	// MaxCombined is how many schemas with allOf, anyOf, oneOf or not are rendered. Where each leads to the next, the schema
	// library takes time with the square of their number.
	MaxCombined = 10_000
	// MaxLiteral is the length of the longest number that a schema may compare a value with.
	MaxLiteral = 4096
)

// build renders every schema the document can apply to a message, and no other: most of the time goes into compiling them.
func (b *builder) build() error {
	for i, op := range b.document.Operations {
		b.request = true
		for j, param := range op.Parameters {
			b.define(paramName(i, j), param.Schema, !param.Required)
		}
		if op.Body != nil {
			b.define(bodyName(i), op.Body.Schema, false)
		}
		b.request = false
		for _, r := range op.Responses {
			if r.Schema != nil {
				b.define(responseName(i, r.Status), r.Schema, false)
			}
		}
	}
	for len(b.queue) > 0 && b.err == nil {
		next := b.queue[0]
		b.queue, b.request = b.queue[1:], next.request
		b.ofRequests[next.name] = next.request
		if pointer := "/definitions/" + next.name; next.flat {
			b.defs[next.name] = b.flat(pointer, next.schema, next.schema)
		} else {
			b.defs[next.name] = b.content(pointer, next.schema, next.schema)
		}
	}
	return b.err
}

// define renders what an operation uses.
func (b *builder) define(name string, s *openapi.Schema, optional bool) {
	b.ofRequests[name] = b.request
	if s != nil {
		b.uses[name], b.schemas[name] = s.At, s
	}
	b.defs[name] = b.use("/definitions/"+name, s, optional)
}

// count counts things rendered, and stops the rendering at the limit.
func (b *builder) count(n int, at diag.At) bool {
	if b.rendered += n; b.rendered > MaxRendered && b.err == nil {
		b.err = fmt.Errorf("%s: the schemas come to more than %d members, values, variants and schemas that others extend; let fewer schemas extend others", at, MaxRendered)
	}
	return b.err == nil
}

const (
	operationPrefix = "op"
	flatSuffix      = "-flat"
)

func paramName(op, i int) string {
	return operationPrefix + strconv.Itoa(op) + "-param" + strconv.Itoa(i)
}
func bodyName(op int) string { return operationPrefix + strconv.Itoa(op) + "-body" }
func responseName(op int, status string) string {
	return operationPrefix + strconv.Itoa(op) + "-" + status
}

// name is the definition of a named schema as the current kind of message sees it, which is rendered in its turn. A flat
// one selects no variant.
func (b *builder) name(s *openapi.Schema, flat bool) string {
	name := "response"
	if b.request {
		name = "request"
	}
	name += strconv.Itoa(b.number[s])
	if flat && b.shape(s).selection != nil {
		name += flatSuffix
	}
	if !b.wanted[name] {
		b.wanted[name] = true
		b.queue = append(b.queue, pending{name, s, b.request, flat})
	}
	return name
}

func definition(name string) string { return base + "#/definitions/" + name }

// use renders a use of a schema: the place decides whether null is accepted. What it wraps is put into definitions, where
// the schema library looks for schemas; for one at any other place it would go through all it knows.
func (b *builder) use(pointer string, s *openapi.Schema, optional bool) any {
	return b.part(pointer, s, s, optional)
}

// part renders a part of a schema, root, which may be the part itself.
func (b *builder) part(pointer string, root, s *openapi.Schema, optional bool) any {
	if s == nil {
		return true
	}
	null, stated := b.nullable(s, optional)
	if !null && (!stated || s.Ref == nil && s.Type != "") {
		return b.schema(pointer, root, s)
	}
	out := map[string]any{}
	if stated && !null {
		out[keyNotNull] = true
	}
	if name := b.reference(root, s); name != "" {
		out[keyValue] = definition(name)
		return out
	}
	if !null || s.Ref != nil || !ignoresNull(s) || root == s && b.shape(s).selection != nil {
		out[keyValue], out["definitions"] = true, map[string]any{"value": b.schema(pointer+"/definitions/value", root, s)}
		b.facts[pointer] = facts{at: s.At}
		return out
	}
	out = b.flat(pointer, root, s)
	if kind, typed := out["type"].(string); typed {
		out["type"] = []string{kind, orNull}
	}
	return out
}

// orNull is added to the type of a value that may be null.
const orNull = "null"

// ignoresNull reports whether nothing but its type keeps null from fitting a schema.
func ignoresNull(s *openapi.Schema) bool {
	return s.Type != orNull && len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0 && s.Not == nil
}

// nullable reports whether null may stand for the value, and whether the document states that. Services send null for a
// member they leave out, whether or not the document says so; only a document that says no, or a strict run, forbids it. An
// element of a list, a value of a map or a part of an allOf is not left out so.
func (b *builder) nullable(s *openapi.Schema, optional bool) (null, stated bool) {
	for t := s; t != nil; t = t.Ref {
		if t.Nullable != nil {
			return *t.Nullable, true
		}
	}
	return optional && !b.opts.StrictNull, false
}

// schema renders a schema at a place, null apart.
func (b *builder) schema(pointer string, root, s *openapi.Schema) map[string]any {
	if name := b.reference(root, s); name != "" {
		return map[string]any{"$ref": definition(name)}
	}
	return b.content(pointer, root, s)
}

// reference returns the definition of what a schema only refers to, empty when there is none.
func (b *builder) reference(root, s *openapi.Schema) string {
	target := s
	for target.Ref != nil && !hasRules(target) {
		target = target.Ref
	}
	if !b.isNamed(target) {
		return ""
	}
	return b.name(target, root != s && !b.dispatches(root, target))
}

// content renders what a schema says, whether or not it is named.
func (b *builder) content(pointer string, root, s *openapi.Schema) map[string]any {
	switch {
	case s.Ref != nil: // draft-07 ignores rules beside a reference
		target := root
		if root == s {
			target = s.Ref
		}
		out := b.flat(pointer, root, s)
		out["allOf"] = []any{b.schema(pointer+"/allOf/0", target, s.Ref)}
		return out
	case root == s:
		return b.whole(pointer, s)
	}
	return b.flat(pointer, root, s)
}

// hasRules reports whether anything that a value is checked against is beside a reference.
func hasRules(s *openapi.Schema) bool {
	limits := s.MinProps + s.MaxProps + s.MinItems + s.MaxItems + s.MinLength + s.MaxLength + s.Pattern + s.Minimum + s.Maximum + s.MultipleOf
	return s.Type+s.Format+limits != "" || s.UniqueItems || s.AdditionalForbidden || s.Additional != nil || s.Not != nil || s.Items != nil ||
		len(s.Enum)+len(s.Properties)+len(s.Required)+len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) > 0
}

// whole renders a schema with the selection of a variant, where there are variants.
func (b *builder) whole(pointer string, s *openapi.Schema) map[string]any {
	sel := b.shape(s).selection
	if sel == nil {
		return b.flat(pointer, s, s)
	}
	if !b.count(len(sel.variants), s.At) {
		return nil
	}
	var out map[string]any
	dispatch := map[string]any{"property": sel.property}
	if b.isNamed(s) && !sel.beside {
		b.facts[pointer] = facts{at: s.At}
		out = map[string]any{}
		dispatch["base"] = definition(b.name(s, true))
	} else {
		out = b.flat(pointer, s, s)
	}
	f := b.facts[pointer]
	f.property = sel.property
	b.facts[pointer] = f
	entries := make([]any, len(sel.variants))
	for i, v := range sel.variants {
		entries[i] = map[string]any{
			"value": v.value, "schema": definition(b.name(v.schema, v.flat)),
			"listed": allowsValue(v.schema, sel.property, v.value) && allowsValue(s, sel.property, v.value),
		}
	}
	dispatch["variants"] = entries
	out["type"], out[keyDispatch] = "object", dispatch
	return out
}

// flat renders the keywords of a schema, without selecting a variant. root is the schema that it is part of, or itself.
func (b *builder) flat(pointer string, root, s *openapi.Schema) map[string]any {
	if !b.count(1+len(s.Properties)+len(s.Required)+len(s.Enum), s.At) {
		return nil
	}
	out := map[string]any{}
	f := facts{at: s.At, open: s.EnumName != "" && !s.EnumFixed}
	b.combine(pointer, root, s, out)
	b.object(pointer, root, s, out, &f)
	b.scalar(pointer, s, out)
	b.facts[pointer] = f
	if root == s {
		b.further(pointer, s, out)
	}
	return out
}

// further renders, as one more part each, the values of the discriminators that do not select what s is.
func (b *builder) further(pointer string, s *openapi.Schema, out map[string]any) {
	demands := b.hierarchy.further(s)
	for _, property := range slices.Sorted(maps.Keys(demands)) {
		values := []any{nil} // whether null is a value is left to the base
		for _, v := range demands[property] {
			values = append(values, v.value)
		}
		list, _ := out["allOf"].([]any)
		at := pointer + "/allOf/" + strconv.Itoa(len(list))
		b.facts[at] = facts{at: s.At}
		name := spell(property)
		b.facts[at+"/properties/"+escape(name)] = facts{at: s.At}
		out["allOf"] = append(list, map[string]any{"properties": map[string]any{name: map[string]any{"enum": values}}})
	}
}

// object renders the rules of members. A required member that only the service sets is not required of a request, and one
// that is only sent is not required of a response.
func (b *builder) object(pointer string, root, s *openapi.Schema, out map[string]any, f *facts) {
	b.set(out, "minProperties", s.MinProps, s.At)
	b.set(out, "maxProperties", s.MaxProps, s.At)
	f.declared = b.members.of(s)
	if len(s.Properties) > 0 {
		properties := map[string]any{}
		for _, p := range s.Properties {
			name := spell(p.Name)
			properties[name] = b.use(pointer+"/properties/"+escape(name), p.Schema, !b.requires(root, p.Name))
		}
		out["properties"] = properties
	}
	for _, name := range s.Required {
		if !b.excuses(root, name) {
			f.required = append(f.required, name)
		}
	}
	if len(f.required) > 0 {
		required := make([]string, len(f.required))
		for i, name := range f.required {
			required[i] = spell(name)
		}
		out["required"] = required
	}
	switch {
	case s.Additional != nil:
		out["additionalProperties"] = b.use(pointer+"/additionalProperties", s.Additional, false)
	case s.AdditionalForbidden:
		out["additionalProperties"] = false
	}
}

// demand renders, as one more part, the members that one named part declares and another requires: null does not stand
// for the absence of these.
func (b *builder) demand(pointer string, s *openapi.Schema, out map[string]any) {
	parts := b.shape(s).parts
	required := map[string]bool{}
	for _, t := range parts {
		for _, name := range t.Required {
			required[name] = true
		}
	}
	list := out["allOf"].([]any)
	for _, t := range parts {
		if t == s || !b.isNamed(t) {
			continue
		}
		properties := map[string]any{}
		at := pointer + "/allOf/" + strconv.Itoa(len(list))
		for _, p := range t.Properties {
			if required[p.Name] && !b.requires(t, p.Name) {
				name := spell(p.Name)
				properties[name] = b.use(at+"/properties/"+escape(name), p.Schema, false)
			}
		}
		if len(properties) > 0 {
			b.facts[at] = facts{at: t.At}
			list = append(list, map[string]any{"properties": properties})
		}
	}
	out["allOf"] = list
}

// requires reports whether a schema or what it includes requires a member: null does not stand for its absence then.
func (b *builder) requires(s *openapi.Schema, name string) bool {
	return slices.ContainsFunc(closure(s), func(t *openapi.Schema) bool { return slices.Contains(t.Required, name) })
}

// excuses reports whether a schema or what it includes says of a member that messages of the current kind need not have it.
func (b *builder) excuses(s *openapi.Schema, name string) bool {
	return slices.ContainsFunc(closure(s), func(t *openapi.Schema) bool {
		member := b.members.of(t)[name]
		return member != nil && (b.request && isReadOnly(member) || !b.request && isWriteOnly(member))
	})
}

func isReadOnly(s *openapi.Schema) bool {
	for ; s != nil; s = s.Ref {
		if s.ReadOnly {
			return true
		}
	}
	return false
}

func isWriteOnly(s *openapi.Schema) bool {
	for ; s != nil; s = s.Ref {
		if s.WriteOnly {
			return true
		}
	}
	return false
}

// combine renders what combines schemas.
func (b *builder) combine(pointer string, root, s *openapi.Schema, out map[string]any) {
	list := func(keyword string, parts []*openapi.Schema, root func(part *openapi.Schema) *openapi.Schema) {
		if len(parts) == 0 {
			return
		}
		rendered := make([]any, len(parts))
		for i, part := range parts {
			rendered[i] = b.part(pointer+"/"+keyword+"/"+strconv.Itoa(i), root(part), part, false)
		}
		out[keyword] = rendered
	}
	itself := func(part *openapi.Schema) *openapi.Schema { return part }
	if len(s.OneOf)+len(s.AnyOf)+len(s.AllOf) > 0 || s.Not != nil {
		if b.combined++; b.combined > MaxCombined && b.err == nil {
			b.err = fmt.Errorf("%s: the document combines schemas (allOf, anyOf, oneOf, not) in more than %d places: combine fewer", s.At, MaxCombined)
		}
	}
	list("allOf", s.AllOf, func(*openapi.Schema) *openapi.Schema { return root })
	if root == s && len(s.AllOf) > 0 {
		b.demand(pointer, s, out)
	}
	if s.Discriminator == nil || len(b.variants(s)) == 0 {
		list("oneOf", s.OneOf, itself)
		list("anyOf", s.AnyOf, itself)
	}
	if s.Not != nil {
		out["not"] = b.use(pointer+"/not", s.Not, false)
	}
}

// scalar renders the rules of values that are not objects.
func (b *builder) scalar(pointer string, s *openapi.Schema, out map[string]any) {
	if s.Type != "" && s.Type != "file" {
		out["type"] = s.Type
	}
	if checkedFormats[s.Format] {
		out["format"] = s.Format
	} else if s.Format != "" && s.Format != "password" { // which is about showing the value, not a rule
		b.unchecked["format "+s.Format] = true
	}
	if len(s.Enum) > 0 {
		values := make([]any, len(s.Enum))
		for i, v := range s.Enum {
			values[i] = json.RawMessage(v.JSON)
			if n, _, err := jsontree.Parse([]byte(v.JSON)); err == nil {
				n.Walk(func(_ string, n *jsontree.Node) {
					if n.Kind == jsontree.Number {
						b.literal(n.Text, s.At)
					}
				})
				values[i] = plain(n) // as messages are: an exponent that the checker would expand is cut
			}
		}
		out["enum"] = values
	}
	if s.Pattern != "" {
		if b.compiles(s.Pattern) {
			out[keyPattern] = s.Pattern
		} else {
			b.unchecked["pattern "+s.Pattern] = true
		}
	}
	b.set(out, "minLength", s.MinLength, s.At)
	b.set(out, "maxLength", s.MaxLength, s.At)
	b.set(out, "multipleOf", s.MultipleOf, s.At)
	b.limit(out, "minimum", "exclusiveMinimum", s.Minimum, s.ExclusiveMinimum, s.At)
	b.limit(out, "maximum", "exclusiveMaximum", s.Maximum, s.ExclusiveMaximum, s.At)
	b.set(out, "minItems", s.MinItems, s.At)
	b.set(out, "maxItems", s.MaxItems, s.At)
	if s.UniqueItems {
		out["uniqueItems"] = true
	}
	if s.Items != nil {
		out["items"] = b.use(pointer+"/items", s.Items, false)
	}
}

// literal refuses a number too long to compare with.
func (b *builder) literal(text string, at diag.At) {
	if len(text) > MaxLiteral && b.err == nil {
		b.err = fmt.Errorf("%s: a number of %d characters, more than %d: shorten it", at, len(text), MaxLiteral)
	}
}

func (b *builder) set(out map[string]any, keyword, literal string, at diag.At) {
	if literal != "" {
		b.literal(literal, at)
		out[keyword] = json.Number(jsontree.Tame(literal))
	}
}

// limit renders a bound as draft-07 has it: exclusive bounds have a keyword of their own.
func (b *builder) limit(out map[string]any, inclusive, exclusive, literal string, isExclusive bool, at diag.At) {
	if isExclusive {
		inclusive = exclusive
	}
	b.set(out, inclusive, literal, at)
}

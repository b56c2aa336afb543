package schema

import (
	"encoding/json"
	"fmt"
	"regexp/syntax"
	"strconv"

	"github.com/azbill/azbill/conformance/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// The keywords that draft-07 does not have. JSON Schema ignores what stands beside a $ref, so whatever has to stand
// beside one wraps it instead.
const (
	keyValue    = "x-azbill-value"   // reference, or true for the definition "value": null, or what the schema there says
	keyDispatch = "x-azbill-variant" // {property, variants: [{value, schema: reference}]}: the schema that the discriminator names
	keyKnown    = "x-azbill-known"   // [names]: any other member is unknown
)

// checkedFormats are the formats that are asserted; others describe, and services depart from them freely.
var checkedFormats = map[string]bool{"date-time": true, "date": true, "time": true, "uuid": true, "int32": true, "int64": true}

// builder renders the schemas of a document as draft-07, once as requests and once as responses see them.
type builder struct {
	opts       Options
	document   *openapi.Document
	number     map[*openapi.Schema]int
	children   map[*openapi.Schema][]*openapi.Schema // by allOf
	defs       map[string]any
	ofRequests map[string]bool    // by name of the definition
	facts      map[string]facts   // by JSON pointer of the rendered schema
	request    bool               // which of the two is being rendered
	skipped    map[string]bool    // patterns that need look-around
	uses       map[string]diag.At // where operations use schemas, by definition
	programs   map[string]int     // sizes of the compiled patterns
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
	known    map[string]bool
	property string // discriminator
	open     bool   // the values of the enum are those known so far, not all there will ever be
	implied  bool   // the document has members for the object, but does not say that it is one
}

func newBuilder(doc *openapi.Document, opts Options) *builder {
	b := &builder{
		opts: opts, document: doc,
		number: map[*openapi.Schema]int{}, children: map[*openapi.Schema][]*openapi.Schema{},
		defs: map[string]any{}, ofRequests: map[string]bool{}, facts: map[string]facts{}, skipped: map[string]bool{}, uses: map[string]diag.At{}, programs: map[string]int{}, wanted: map[string]bool{},
	}
	for i, s := range doc.Schemas {
		b.number[s] = i
		for _, base := range s.AllOf {
			base = base.Resolve()
			b.children[base] = append(b.children[base], s)
		}
	}
	return b
}

// The limits of what is rendered.
const (
	// MaxRendered is how many members, values and variants a document may come to when each schema has its own and all it
	// inherits, for requests and for responses. A document of the size that is read by default comes to more only if many
	// schemas inherit many members; official documents of billing and consumption come to 1,842 at most.
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
			b.defs[next.name] = b.flat(pointer, next.schema)
		} else {
			b.defs[next.name] = b.dispatched(pointer, next.schema)
		}
	}
	return b.err
}

// define renders what an operation uses.
func (b *builder) define(name string, s *openapi.Schema, optional bool) {
	b.ofRequests[name] = b.request
	if s != nil {
		b.uses[name] = s.At
	}
	b.defs[name] = b.use("/definitions/"+name, s, optional)
}

// count counts things rendered, and stops the rendering at the limit.
func (b *builder) count(n int, at diag.At) bool {
	if b.rendered += n; b.rendered > MaxRendered && b.err == nil {
		b.err = fmt.Errorf("%s: the schemas come to more than %d members with all they inherit: let fewer inherit from large ones", at, MaxRendered)
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

// name is the definition of a named schema as the current kind of message sees it, which is rendered in its turn.
func (b *builder) name(s *openapi.Schema, flat bool) string {
	name := "response"
	if b.request {
		name = "request"
	}
	name += strconv.Itoa(b.number[s])
	if flat {
		name += flatSuffix
	}
	if !b.wanted[name] {
		b.wanted[name] = true
		b.queue = append(b.queue, pending{name, s, b.request, flat})
	}
	return name
}

func definition(name string) string { return base + "#/definitions/" + name }

// use renders a use of a schema: where it stands decides whether null is fine. What it wraps stands in definitions, where
// the schema library looks for schemas; for one at any other place it would go through all it knows.
func (b *builder) use(pointer string, s *openapi.Schema, optional bool) any {
	if s == nil {
		return true
	}
	if !b.nullable(s, optional) {
		return b.schema(pointer, s)
	}
	target := s.Resolve()
	if s.Ref != nil && b.isNamed(target) {
		return map[string]any{keyValue: definition(b.name(target, false))}
	}
	if !ignoresNull(target) {
		return map[string]any{keyValue: true, "definitions": map[string]any{"value": b.schema(pointer+"/definitions/value", s)}}
	}
	out := b.dispatched(pointer, target)
	if kind, typed := out["type"].(string); typed {
		out["type"] = []string{kind, orNull}
	}
	return out
}

// orNull stands beside the type of a value for which null may stand.
const orNull = "null"

// ignoresNull says that nothing but its type keeps null from fitting a schema.
func ignoresNull(s *openapi.Schema) bool {
	return s.Type != orNull && len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0 && s.Not == nil
}

// nullable says whether null may stand for the value. Services send null for a member they leave out, whether or not the
// document says so; only a document that says no, or a strict run, forbids it. An element of a list or a value of a map is
// not left out so.
func (b *builder) nullable(s *openapi.Schema, optional bool) bool {
	for t := s; t != nil; t = t.Ref {
		if t.Nullable != nil {
			return *t.Nullable
		}
	}
	return optional && !b.opts.StrictNull
}

func (b *builder) schema(pointer string, s *openapi.Schema) map[string]any {
	if s.Ref == nil {
		return b.dispatched(pointer, s)
	}
	target := s.Resolve()
	if !b.isNamed(target) {
		return b.dispatched(pointer, target)
	}
	return map[string]any{"$ref": definition(b.name(target, false))}
}

func (b *builder) isNamed(s *openapi.Schema) bool {
	_, named := b.number[s]
	return named
}

// dispatched renders a schema that may be the base of variants: the discriminator then decides which one applies.
func (b *builder) dispatched(pointer string, s *openapi.Schema) map[string]any {
	property, variants := b.variants(s)
	if len(variants) == 0 {
		return b.flat(pointer, s)
	}
	b.facts[pointer] = facts{at: s.At, property: property, implied: s.Type == ""}
	if !b.count(len(variants), s.At) {
		return nil
	}
	entries := make([]any, len(variants))
	for i, v := range variants {
		entries[i] = map[string]any{"value": v.value, "schema": definition(b.name(v.schema, v.flat))}
	}
	return map[string]any{
		"type":      "object",
		keyDispatch: map[string]any{"property": property, "variants": entries},
	}
}

type variant struct {
	value  string
	schema *openapi.Schema
	flat   bool // it is no base itself
}

// variants returns what a discriminated schema may turn out to be: the mapping where the document has one, else the
// schemas that extend it, directly or not. A base that nothing extends has no variants and is an object like any other.
func (b *builder) variants(s *openapi.Schema) (property string, out []variant) {
	d := s.Discriminator
	if d == nil {
		return "", nil
	}
	if len(d.Mapping) > 0 {
		for _, m := range d.Mapping {
			target := m.Schema.Resolve()
			out = append(out, variant{m.Value, target, target.Discriminator == nil || target == s})
		}
		return d.Property, out
	}
	seen := map[*openapi.Schema]bool{}
	var descend func(base *openapi.Schema)
	descend = func(base *openapi.Schema) {
		for _, child := range b.children[base] {
			if seen[child] {
				continue // many ways may lead to one schema
			}
			seen[child] = true
			nested := child.Discriminator != nil && child.Discriminator.Property != d.Property
			out = append(out, variant{discriminatorValue(child), child, !nested})
			if !nested {
				descend(child)
			}
		}
	}
	descend(s)
	return d.Property, out
}

func discriminatorValue(s *openapi.Schema) string {
	if s.DiscriminatorValue != "" {
		return s.DiscriminatorValue
	}
	return s.Name
}

// flat renders a schema without regard to variants. What an object inherits is merged into it, so that one schema knows
// all its members.
func (b *builder) flat(pointer string, s *openapi.Schema) map[string]any {
	m := members{at: map[string]int{}, required: map[string]bool{}, seen: map[*openapi.Schema]bool{}}
	m.collect(s)
	if !b.count(len(m.seen)+len(m.order)+len(m.required)+len(s.Enum), s.At) {
		return nil
	}
	out := map[string]any{}
	f := facts{at: s.At, open: s.EnumName != "" && !s.EnumFixed}
	b.combine(pointer, s, out, len(m.order) > 0 || m.object)
	if len(m.order) > 0 || m.object {
		b.object(pointer, &m, out, &f)
	} else {
		b.scalar(pointer, s, out)
	}
	b.facts[pointer] = f
	return out
}

// members are the members of an object, its own and those it inherits.
type members struct {
	order      []*openapi.Property
	at         map[string]int           // positions in order
	seen       map[*openapi.Schema]bool // what several bases include counts once
	required   map[string]bool
	object     bool // it is an object even if it has no members
	said       bool // the document says so in words: type: object
	additional *openapi.Schema
	forbidden  bool
	open       bool // it says that other members are welcome
	minProps   string
	maxProps   string
}

func (m *members) collect(s *openapi.Schema) {
	s = s.Resolve()
	if m.seen[s] {
		return
	}
	m.seen[s] = true
	for _, base := range s.AllOf {
		m.collect(base)
	}
	for _, p := range s.Properties {
		if i, ok := m.at[p.Name]; ok {
			m.order[i] = p // an extension says it more exactly
		} else {
			m.at[p.Name] = len(m.order)
			m.order = append(m.order, p)
		}
	}
	for _, name := range s.Required {
		m.required[name] = true
	}
	m.said = m.said || s.Type == "object"
	m.object = m.object || s.Type == "object" || s.Additional != nil
	m.forbidden = m.forbidden || s.AdditionalForbidden
	m.open = m.open || s.AdditionalAllowed
	if s.Additional != nil {
		m.additional = s.Additional
	}
	if s.MinProps != "" {
		m.minProps = s.MinProps
	}
	if s.MaxProps != "" {
		m.maxProps = s.MaxProps
	}
}

// object renders the members. A required member that only the service sets is not required of a request.
func (b *builder) object(pointer string, m *members, out map[string]any, f *facts) {
	out["type"] = "object"
	set(out, "minProperties", m.minProps)
	set(out, "maxProperties", m.maxProps)
	properties := map[string]any{}
	f.known, f.implied = map[string]bool{}, !m.said
	for _, p := range m.order {
		required := m.required[p.Name]
		at := pointer + "/properties/" + escape(p.Name)
		properties[p.Name] = b.use(at, p.Schema, !required)
		f.known[p.Name] = true
		if required && (!b.request || !readOnly(p.Schema)) {
			f.required = append(f.required, p.Name)
		}
	}
	if len(properties) > 0 {
		out["properties"] = properties
	}
	if len(f.required) > 0 {
		out["required"] = f.required
	}
	switch {
	case m.additional != nil:
		out["additionalProperties"] = b.use(pointer+"/additionalProperties", m.additional, false)
	case m.forbidden || len(m.order) > 0 && !m.open:
		names := make([]string, len(m.order))
		for i, p := range m.order {
			names[i] = p.Name
		}
		out[keyKnown] = names
	}
}

func readOnly(s *openapi.Schema) bool {
	for ; s != nil; s = s.Ref {
		if s.ReadOnly {
			return true
		}
	}
	return false
}

// combine renders what combines schemas, but for the bases of an object, which are merged.
func (b *builder) combine(pointer string, s *openapi.Schema, out map[string]any, object bool) {
	list := func(keyword string, schemas []*openapi.Schema) {
		if len(schemas) == 0 {
			return
		}
		rendered := make([]any, len(schemas))
		for i, t := range schemas {
			rendered[i] = b.use(pointer+"/"+keyword+"/"+strconv.Itoa(i), t, false)
		}
		out[keyword] = rendered
	}
	if len(s.OneOf)+len(s.AnyOf) > 0 || s.Not != nil || len(s.AllOf) > 0 && !object {
		if b.combined++; b.combined > MaxCombined && b.err == nil {
			b.err = fmt.Errorf("%s: the document combines schemas (allOf, anyOf, oneOf, not) in more than %d places: combine fewer", s.At, MaxCombined)
		}
	}
	if !object {
		list("allOf", s.AllOf)
	}
	if s.Discriminator == nil {
		list("oneOf", s.OneOf)
	}
	list("anyOf", s.AnyOf)
	if s.Not != nil {
		out["not"] = b.use(pointer+"/not", s.Not, false)
	}
}

// scalar renders what is no object: arrays and plain values.
func (b *builder) scalar(pointer string, s *openapi.Schema, out map[string]any) {
	if s.Type != "" && s.Type != "file" {
		out["type"] = s.Type
	}
	if checkedFormats[s.Format] {
		out["format"] = s.Format
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
				values[i] = n.Any() // as messages are: an exponent that the checker would expand is cut
			}
		}
		out["enum"] = values
	}
	if s.Pattern != "" {
		if size, err := programSize(s.Pattern); err != nil {
			b.skipped[s.Pattern] = true // look-around, which RE2 does not have
		} else {
			out["pattern"], b.programs[s.Pattern] = s.Pattern, size
		}
	}
	for _, literal := range []string{s.MinLength, s.MaxLength, s.MultipleOf, s.Minimum, s.Maximum, s.MinItems, s.MaxItems} {
		b.literal(literal, s.At)
	}
	set(out, "minLength", s.MinLength)
	set(out, "maxLength", s.MaxLength)
	set(out, "multipleOf", s.MultipleOf)
	limit(out, "minimum", "exclusiveMinimum", s.Minimum, s.ExclusiveMinimum)
	limit(out, "maximum", "exclusiveMaximum", s.Maximum, s.ExclusiveMaximum)
	set(out, "minItems", s.MinItems)
	set(out, "maxItems", s.MaxItems)
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

// programSize compiles a pattern and returns the number of its instructions.
func programSize(pattern string) (int, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0, err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, err
	}
	return len(program.Inst), nil
}

func set(out map[string]any, keyword, literal string) {
	if literal != "" {
		out[keyword] = json.Number(jsontree.Tame(literal))
	}
}

// limit renders a bound as draft-07 has it: exclusive bounds have a keyword of their own.
func limit(out map[string]any, inclusive, exclusive, literal string, isExclusive bool) {
	if isExclusive {
		inclusive = exclusive
	}
	set(out, inclusive, literal)
}

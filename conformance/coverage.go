package conformance

import (
	"cmp"
	"slices"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// Coverage says how much of a document the samples exercise. A thing is exercised when a message of a sample has it:
// a property present, an enum value sent, a variant named.
type Coverage struct {
	Service    string  `json:"service"`
	Version    string  `json:"version"`
	Operations Covered `json:"operations"`
	Properties Covered `json:"properties"`
	EnumValues Covered `json:"enumValues"`
	Variants   Covered `json:"variants"`
}

// Covered counts things and names those that no sample exercises.
type Covered struct {
	Total   int      `json:"total"`
	Covered int      `json:"covered"`
	Missing []string `json:"missing,omitempty"`
}

// tracker collects what the samples of one document exercise. Only what an operation's bodies and parameters can reach
// counts: a schema that nothing uses cannot be exercised.
type tracker struct {
	hierarchy *openapi.Hierarchy
	ofBase    map[*openapi.Schema][]openapi.Variant // what counted has returned
	reached   map[*openapi.Schema]bool
	kinds     [3]things // properties, enum values, variants
}

// things are countable parts of a document by name, in the order they were found.
type things struct {
	order []string
	seen  map[string]bool
}

const (
	ofProperties = iota
	ofEnumValues
	ofVariants
)

func newTracker(doc *openapi.Document) *tracker {
	t := &tracker{hierarchy: openapi.HierarchyOf(doc), ofBase: map[*openapi.Schema][]openapi.Variant{}, reached: map[*openapi.Schema]bool{}}
	for i := range t.kinds {
		t.kinds[i].seen = map[string]bool{}
	}
	for _, op := range doc.Operations {
		for _, p := range op.Parameters {
			t.reach(p.Schema, op.ID+"."+p.Name)
		}
		if op.Body != nil {
			t.reach(op.Body.Schema, op.ID+".body")
		}
		for _, r := range op.Responses {
			t.reach(r.Schema, op.ID+"."+r.Status)
		}
	}
	return t
}

func (t *tracker) declare(kind int, name string) {
	if _, ok := t.kinds[kind].seen[name]; !ok {
		t.kinds[kind].seen[name] = false
		t.kinds[kind].order = append(t.kinds[kind].order, name)
	}
}

func (t *tracker) mark(kind int, name string) {
	if _, ok := t.kinds[kind].seen[name]; ok {
		t.kinds[kind].seen[name] = true
	}
}

// reach declares what a schema has. name is what an inline schema is called after: the place that holds it.
func (t *tracker) reach(s *openapi.Schema, name string) {
	if s = s.Resolve(); s == nil || t.reached[s] {
		return
	}
	t.reached[s] = true
	name = nameOf(s, name)
	for _, v := range s.Enum {
		t.declare(ofEnumValues, name+"="+v.JSON)
	}
	for _, p := range s.Properties {
		t.declare(ofProperties, name+"."+p.Name)
		t.reach(p.Schema, name+"."+p.Name)
	}
	for _, list := range [][]*openapi.Schema{s.AllOf, s.OneOf, s.AnyOf, {s.Items, s.Additional}} {
		for _, part := range list {
			t.reach(part, name)
		}
	}
	for _, v := range t.counted(s) {
		t.declare(ofVariants, name+"="+v.Value)
		t.reach(v.Schema, name)
	}
}

func nameOf(s *openapi.Schema, place string) string { return cmp.Or(s.Name, place) }

// visit marks what a value exercises of a schema.
func (t *tracker) visit(s *openapi.Schema, name string, n *jsontree.Node) {
	t.walk(s, name, n, map[visit]bool{})
}

// visit is a schema, under the name it goes by, applied to a value.
type visit struct {
	schema *openapi.Schema
	name   string
	node   *jsontree.Node
}

// walk marks what a value has of a schema and of the variant the value names. done holds what was visited: an object's
// variant extends its base, which must not lead back to the variant, and many ways may lead to one schema.
func (t *tracker) walk(s *openapi.Schema, name string, n *jsontree.Node, done map[visit]bool) {
	if s = s.Resolve(); s == nil || n == nil {
		return
	}
	name = nameOf(s, name)
	if done[visit{s, name, n}] {
		return
	}
	done[visit{s, name, n}] = true
	if n.Kind != jsontree.Object && n.Kind != jsontree.Array {
		t.mark(ofEnumValues, name+"="+n.String())
	}
	for _, p := range s.Properties {
		if v := n.Get(p.Name); v != nil {
			t.mark(ofProperties, name+"."+p.Name)
			t.walk(p.Schema, name+"."+p.Name, v, done)
		}
	}
	for _, item := range n.Items {
		t.walk(s.Items, name, item, done)
	}
	if s.Additional != nil {
		for _, m := range n.Members {
			if !slices.ContainsFunc(s.Properties, func(p *openapi.Property) bool { return p.Name == m.Name }) {
				t.walk(s.Additional, name, m.Value, done)
			}
		}
	}
	for _, list := range [][]*openapi.Schema{s.AllOf, s.AnyOf} {
		for _, part := range list {
			t.walk(part, name, n, done)
		}
	}
	if s.Discriminator == nil {
		for _, part := range s.OneOf { // of alternatives without a discriminator, what the value has counts
			t.walk(part, name, n, done)
		}
	}
	t.selected(s, name, n, done)
}

// counted returns the variants of a schema that count: each once, by the first value that selects it, and the schema itself
// only where the document gives it a value.
func (t *tracker) counted(s *openapi.Schema) []openapi.Variant {
	out, known := t.ofBase[s]
	if !known {
		seen := map[*openapi.Schema]bool{s: s.DiscriminatorValue == ""}
		out = slices.DeleteFunc(slices.Clone(t.hierarchy.Variants(s)), func(v openapi.Variant) bool {
			again := seen[v.Schema]
			seen[v.Schema] = true
			return again
		})
		t.ofBase[s] = out
	}
	return out
}

// selected marks the variant that a value selects at a place of the schema's type. What is a variant of several schemas,
// because one of them extends another, counts for each.
func (t *tracker) selected(s *openapi.Schema, name string, n *jsontree.Node, done map[visit]bool) {
	property, list := t.selection(s)
	value := n.Get(property)
	i := slices.IndexFunc(list, func(v openapi.Variant) bool { return value != nil && v.Value == value.Text })
	if i < 0 {
		return
	}
	target := list[i].Schema
	for _, base := range append(target.Parts(), s) {
		for _, v := range t.counted(base) {
			if v.Schema == target {
				t.mark(ofVariants, nameOf(base, name)+"="+v.Value)
			}
		}
	}
	t.walk(target, name, n, done)
}

// selection returns the discriminator of what may be found at a place of the schema's type, with the variants: those
// of the schema or, of one that extends a schema with a discriminator, those of that schema that include it.
func (t *tracker) selection(s *openapi.Schema) (property string, out []openapi.Variant) {
	if s.Discriminator != nil {
		return s.Discriminator.Property, t.hierarchy.Variants(s)
	}
	for _, base := range slices.Backward(s.Parts()) {
		if base.Discriminator != nil && len(base.OneOf)+len(base.AnyOf) == 0 {
			return base.Discriminator.Property, slices.DeleteFunc(slices.Clone(t.hierarchy.Variants(base)), func(v openapi.Variant) bool {
				return !slices.Contains(v.Schema.Parts(), s)
			})
		}
	}
	return "", nil
}

// result counts what was declared and marked.
func (t *tracker) result(kind int) Covered {
	c := Covered{Total: len(t.kinds[kind].order)}
	for _, name := range t.kinds[kind].order {
		if t.kinds[kind].seen[name] {
			c.Covered++
		} else {
			c.Missing = append(c.Missing, name)
		}
	}
	return c
}

// coverage measures what the samples of a target exercise, those that the run selects.
func (s Suite) coverage(t *target) Coverage {
	track := newTracker(t.Document)
	sampled := map[string]bool{}
	for _, sample := range t.samples {
		for _, m := range sample.messages() {
			if !s.wantsMessage(sample, m) {
				continue
			}
			sampled[sample.Operation] = true
			x := newExchange(t, sample, m)
			if x.op == nil {
				continue
			}
			for _, a := range x.args {
				if a.declared != nil {
					track.visit(a.declared.Schema, x.op.ID+"."+a.name, a.value)
				}
			}
			if x.body == nil || x.body.root == nil {
				continue
			}
			if x.isRequest() && x.op.Body != nil {
				track.visit(x.op.Body.Schema, x.op.ID+".body", x.body.root)
			} else if x.response != nil {
				track.visit(x.response.Schema, x.op.ID+"."+x.response.Status, x.body.root)
			}
		}
	}
	out := Coverage{
		Service: t.Service, Version: t.Document.Version,
		Properties: track.result(ofProperties), EnumValues: track.result(ofEnumValues), Variants: track.result(ofVariants),
	}
	for _, op := range t.Document.Operations {
		out.Operations.Total++
		if sampled[op.ID] {
			out.Operations.Covered++
		} else {
			out.Operations.Missing = append(out.Operations.Missing, op.ID)
		}
	}
	return out
}

// messages returns the request and the responses of the sample.
func (s *Sample) messages() []*Message {
	var out []*Message
	if s.Request != nil {
		out = append(out, s.Request)
	}
	return append(out, s.Responses...)
}

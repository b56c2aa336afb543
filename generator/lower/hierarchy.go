package lower

import (
	"maps"
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// variant is a subtype of a union base with the discriminator's value that selects it.
type variant struct {
	value    string
	schema   *openapi.Schema // the base itself where the value names the base
	implicit bool            // the value is the schema's name, which no mapping lists
}

// base is a union that has a schema as its variant, and the value that selects it.
type base struct {
	schema   *openapi.Schema
	value    string
	implicit bool
}

// hierarchy is which schemas are variants of which.
type hierarchy struct {
	property map[*openapi.Schema]string    // of the schemas whose value a member tells: the discriminator, or a constant
	variants map[*openapi.Schema][]variant // by union base
	bases    map[*openapi.Schema][]base    // by variant
	children map[*openapi.Schema][]*openapi.Schema
	budget   *budget
}

// newHierarchy finds the variants of every schema that has a discriminator, or alternatives that differ in a constant. It
// stops when the budget is spent.
func newHierarchy(doc *openapi.Document, b *budget) hierarchy {
	h := hierarchy{
		property: map[*openapi.Schema]string{}, variants: map[*openapi.Schema][]variant{},
		bases: map[*openapi.Schema][]base{}, children: map[*openapi.Schema][]*openapi.Schema{}, budget: b,
	}
	for _, s := range doc.Schemas {
		for _, base := range basesOf(s) {
			h.children[base] = append(h.children[base], s)
		}
	}
	eachSchema(doc, func(s *openapi.Schema) {
		if b.spent || s.Ref != nil {
			return
		}
		if s.Discriminator != nil {
			h.property[s] = s.Discriminator.Property
			h.discriminated(s)
		} else {
			h.constant(s)
		}
		for _, v := range h.variants[s] {
			h.bases[v.schema] = append(h.bases[v.schema], base{s, v.value, v.implicit})
		}
	})
	return h
}

// add records a variant unless the value selects another one already, as a mapping wins over names.
func (h *hierarchy) add(s *openapi.Schema, v variant) {
	if v.implicit && slices.ContainsFunc(h.variants[s], func(o variant) bool { return o.value == v.value }) {
		return
	}
	h.variants[s] = append(h.variants[s], v)
	h.budget.spend(s.At, costOfVariant+4*len(v.value)+4*len(v.schema.Name))
}

// discriminated finds the variants of a schema with a discriminator: those of the mapping, and by their names the
// alternatives it lists or, if it lists none, the named schemas that include it by allOf, directly or through others, and
// itself. A schema between the two that has another discriminator is a variant and stands for what is below it.
func (h *hierarchy) discriminated(s *openapi.Schema) {
	for _, m := range s.Discriminator.Mapping {
		h.add(s, variant{value: m.Value, schema: m.Schema.Resolve()})
	}
	alternatives := slices.Concat(s.OneOf, s.AnyOf)
	for _, a := range alternatives {
		if target := a.Resolve(); target.Name != "" && mayBe(target, s.Discriminator.Property, target.Name) {
			h.add(s, variant{target.Name, target, true})
		}
	}
	if len(alternatives) > 0 {
		return
	}
	mapped := len(h.variants[s]) > 0
	seen := map[*openapi.Schema]bool{}
	var below func(base *openapi.Schema)
	below = func(base *openapi.Schema) {
		for _, c := range h.children[base] {
			if seen[c] || h.budget.spent {
				continue
			}
			seen[c] = true
			if value := discriminatorValue(c); !mapped || mayBe(c, s.Discriminator.Property, value) {
				h.add(s, variant{value, c, mapped})
			}
			if c.Discriminator == nil || c.Discriminator.Property == s.Discriminator.Property {
				below(c)
			}
		}
	}
	below(s)
	if len(h.variants[s]) > 0 && s.Name != "" && mayBe(s, s.Discriminator.Property, discriminatorValue(s)) {
		h.add(s, variant{discriminatorValue(s), s, true})
	}
}

// mayBe reports whether a member of s, or of what s includes, may have the value: no enumeration there leaves it out.
func mayBe(s *openapi.Schema, name, value string) bool {
	lists := func(values []openapi.Value) bool {
		return len(values) == 0 || slices.ContainsFunc(values, func(v openapi.Value) bool {
			text, ok := stringOf(v)
			return ok && text == value
		})
	}
	seen := map[*openapi.Schema]bool{}
	var allows func(s *openapi.Schema) bool
	allows = func(s *openapi.Schema) bool {
		if s == nil || seen[s] {
			return true
		}
		seen[s] = true
		return lists(s.Enum) && allows(s.Ref) && !slices.ContainsFunc(s.AllOf, func(part *openapi.Schema) bool { return !allows(part) })
	}
	var visit func(s *openapi.Schema) bool
	visit = func(s *openapi.Schema) bool {
		if s = s.Resolve(); seen[s] {
			return true
		}
		seen[s] = true
		for _, p := range s.Properties {
			if p.Name == name && !allows(p.Schema) {
				return false
			}
		}
		return !slices.ContainsFunc(s.AllOf, func(part *openapi.Schema) bool { return !visit(part) })
	}
	return visit(s)
}

// constant finds alternatives that a required member tells apart, since each allows it one value of its own.
func (h *hierarchy) constant(s *openapi.Schema) {
	alternatives := s.OneOf
	if len(alternatives) == 0 {
		alternatives = s.AnyOf
	}
	if len(alternatives) < 2 || len(s.OneOf) > 0 && len(s.AnyOf) > 0 || len(s.Properties)+len(s.AllOf) > 0 {
		return
	}
	values := make([]map[string]string, len(alternatives))
	for i, a := range alternatives {
		if a = a.Resolve(); a.Name == "" || a.Type != "" && a.Type != "object" {
			return
		}
		values[i] = constantsOf(a)
	}
	for _, name := range slices.Sorted(maps.Keys(values[0])) {
		distinct := map[string]bool{}
		for _, v := range values {
			if value, ok := v[name]; ok {
				distinct[value] = true
			}
		}
		if len(distinct) < len(alternatives) {
			continue
		}
		h.property[s] = name
		for i, a := range alternatives {
			h.add(s, variant{value: values[i][name], schema: a.Resolve()})
		}
		return
	}
}

// constantsOf returns the required members of s that have one value, by name.
func constantsOf(s *openapi.Schema) map[string]string {
	values, required := map[string]string{}, map[string]bool{}
	seen := map[*openapi.Schema]bool{}
	var collect func(s *openapi.Schema)
	collect = func(s *openapi.Schema) {
		if s = s.Resolve(); seen[s] {
			return
		}
		seen[s] = true
		for _, part := range s.AllOf {
			collect(part)
		}
		for _, name := range s.Required {
			required[name] = true
		}
		for _, p := range s.Properties {
			if e := p.Schema.Resolve().Enum; len(e) == 1 {
				if text, ok := stringOf(e[0]); ok {
					values[p.Name] = text
				}
			}
		}
	}
	collect(s)
	maps.DeleteFunc(values, func(name, _ string) bool { return !required[name] })
	return values
}

// isUnion tells a schema whose value is one of several variants from one that merely names a discriminator, and from a
// variant that repeats the discriminator of its base.
func (h *hierarchy) isUnion(s *openapi.Schema) bool {
	return len(h.variants[s]) > 0 && !slices.ContainsFunc(h.bases[s], func(b base) bool {
		return b.schema != s && h.property[b.schema] == h.property[s] && h.inherits(s, b.schema)
	})
}

// isVariant tells whether some union has s as a variant; such a schema is a type even when it adds no member.
func (h *hierarchy) isVariant(s *openapi.Schema) bool { return len(h.bases[s]) > 0 }

// inherits reports whether s includes base by allOf, directly or through others, or is it.
func (h *hierarchy) inherits(s, base *openapi.Schema) bool {
	seen := map[*openapi.Schema]bool{}
	var visit func(s *openapi.Schema) bool
	visit = func(s *openapi.Schema) bool {
		if s == base {
			return true
		}
		if seen[s] {
			return false
		}
		seen[s] = true
		return slices.ContainsFunc(basesOf(s), visit)
	}
	return visit(s)
}

// selections are the values by which an object of schema s names itself or what includes it, where s is a variant that
// includes its base.
func (h *hierarchy) selections(s *openapi.Schema) (property string, out []variant) {
	for _, b := range h.bases[s] {
		if b.schema == s || !h.inherits(s, b.schema) {
			continue
		}
		seen := map[*openapi.Schema]bool{}
		var below func(v *openapi.Schema)
		below = func(v *openapi.Schema) {
			if seen[v] {
				return
			}
			seen[v] = true
			for _, of := range h.bases[v] {
				if of.schema == b.schema {
					out = append(out, variant{of.value, v, of.implicit})
				}
			}
			for _, c := range h.children[v] {
				below(c)
			}
		}
		below(s)
		return h.property[b.schema], out
	}
	return "", nil
}

// basesOf lists the named schemas that s includes directly.
func basesOf(s *openapi.Schema) []*openapi.Schema {
	var bases []*openapi.Schema
	if s.Ref != nil {
		bases = append(bases, s.Ref.Resolve())
	}
	for _, part := range s.AllOf {
		if base := part.Resolve(); base.Name != "" {
			bases = append(bases, base)
		}
	}
	return bases
}

func discriminatorValue(s *openapi.Schema) string {
	if s.DiscriminatorValue != "" {
		return s.DiscriminatorValue
	}
	return s.Name
}

// eachSchema visits every schema of a document once: the named ones, those that operations use, and those inside.
func eachSchema(doc *openapi.Document, visit func(*openapi.Schema)) {
	seen := map[*openapi.Schema]bool{}
	var walk func(s *openapi.Schema)
	walk = func(s *openapi.Schema) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		visit(s)
		for _, list := range [][]*openapi.Schema{s.AllOf, s.OneOf, s.AnyOf, {s.Ref, s.Not, s.Items, s.Additional}} {
			for _, part := range list {
				walk(part)
			}
		}
		for _, p := range s.Properties {
			walk(p.Schema)
		}
	}
	for _, s := range doc.Schemas {
		walk(s)
	}
	for _, op := range doc.Operations {
		for _, p := range op.Parameters {
			walk(p.Schema)
		}
		if op.Body != nil {
			walk(op.Body.Schema)
		}
		for _, r := range op.Responses {
			walk(r.Schema)
		}
	}
}

// dispatchOf is how the discriminator of a declared union or variant selects a schema; nil when there is none.
func (lw *lowerer) dispatchOf(s *openapi.Schema, d ir.Decl) *ir.Dispatch {
	out := &ir.Dispatch{}
	switch d := d.(type) {
	case *ir.Union:
		out.Property = d.Property
		for _, v := range d.Variants {
			out.Variants = append(out.Variants, ir.Selection{Value: v.Value, Decl: v.Type})
		}
		for _, v := range lw.variants[s] {
			out.Own = out.Own || !lw.inherits(v.schema, s)
		}
		return out
	case *ir.Struct:
		if lw.selves[s] == d {
			out.Property = lw.property[s]
			for _, v := range lw.variants[s] {
				if v.schema == s {
					out.Variants = append(out.Variants, ir.Selection{Value: v.value, Decl: d})
				}
			}
			return out
		}
		property, variants := lw.selections(s)
		if len(variants) == 0 {
			return nil
		}
		out.Property = property
		for _, v := range variants {
			if decl := lw.decls[v.schema]; decl != nil {
				out.Variants = append(out.Variants, ir.Selection{Value: v.value, Decl: decl})
			}
		}
		return out
	}
	return nil
}

package lower

import (
	"maps"
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// base is a union that has a schema as its variant, and the value that selects it.
type base struct {
	schema   *openapi.Schema
	value    string
	implicit bool
}

// hierarchy is which schemas are variants of which.
type hierarchy struct {
	property map[*openapi.Schema]string            // of the schemas whose value a member tells: the discriminator, or a constant
	variants map[*openapi.Schema][]openapi.Variant // by union base
	bases    map[*openapi.Schema][]base            // by variant
	document *openapi.Hierarchy
	budget   *budget
}

// newHierarchy finds the variants of every schema that has a discriminator, or alternatives that differ in a constant. It
// stops when the budget is spent.
func newHierarchy(doc *openapi.Document, b *budget) hierarchy {
	h := hierarchy{
		property: map[*openapi.Schema]string{}, variants: map[*openapi.Schema][]openapi.Variant{},
		bases: map[*openapi.Schema][]base{}, document: openapi.HierarchyOf(doc), budget: b,
	}
	eachSchema(doc, func(s *openapi.Schema) {
		if b.spent || s.Ref != nil {
			return
		}
		if s.Discriminator != nil {
			h.property[s] = s.Discriminator.Property
			for _, v := range h.document.Variants(s) {
				h.add(s, v)
			}
		} else {
			h.constant(s)
		}
		for _, v := range h.variants[s] {
			h.bases[v.Schema] = append(h.bases[v.Schema], base{s, v.Value, v.Implicit})
		}
	})
	return h
}

// add records a variant.
func (h *hierarchy) add(s *openapi.Schema, v openapi.Variant) {
	if h.budget.spend(s.At, costOfVariant+4*len(v.Value)+4*len(v.Schema.Name)) {
		h.variants[s] = append(h.variants[s], v)
	}
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
		if a = a.Resolve(); a.Type != "" && a.Type != "object" || a.Name == "" && slices.Contains(alternatives[:i], a) {
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
			h.add(s, openapi.Variant{Value: values[i][name], Schema: a.Resolve()})
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

// isVariant reports whether some union has s as a variant; such a schema is a type even when it adds no member.
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
		return slices.ContainsFunc(s.Bases(), visit)
	}
	return visit(s)
}

// selections are the values by which an object of schema s names itself or what includes it, where a base that it includes
// has any. Of several bases it is the nearest.
func (h *hierarchy) selections(s *openapi.Schema) (property string, out []openapi.Variant) {
	if s.Discriminator != nil && !h.isUnion(s) && len(h.bases[s]) > 0 { // it says again what it inherits
		return h.property[s], h.selectionsOf(s, s)
	}
	level, seen := []*openapi.Schema{s}, map[*openapi.Schema]bool{s: true}
	for len(level) > 0 {
		var next []*openapi.Schema
		for _, of := range level {
			for _, b := range of.Bases() {
				if seen[b] {
					continue
				}
				seen[b] = true
				if len(b.OneOf)+len(b.AnyOf) == 0 && len(h.variants[b]) > 0 { // without variants none is found, by a walk of all below s
					if out := h.selectionsOf(b, s); len(out) > 0 {
						return h.property[b], out
					}
				}
				next = append(next, b)
			}
		}
		level = next
	}
	return "", nil
}

// decides reports whether s tells what includes it apart by another member than property.
func (h *hierarchy) decides(s *openapi.Schema, property string) bool {
	return s.Discriminator != nil && s.Discriminator.Property != property
}

// selectionsOf are the values of base's discriminator that select s or what includes it, up to schemas that decide about
// what includes them.
func (h *hierarchy) selectionsOf(base, s *openapi.Schema) (out []openapi.Variant) {
	seen := map[*openapi.Schema]bool{}
	var below func(v *openapi.Schema)
	below = func(v *openapi.Schema) {
		if seen[v] {
			return
		}
		seen[v] = true
		for _, of := range h.bases[v] {
			if of.schema == base {
				out = append(out, openapi.Variant{Value: of.value, Schema: v, Implicit: of.implicit})
			}
		}
		if v != s && h.decides(v, h.property[base]) {
			return
		}
		for _, c := range h.document.Children(v) {
			below(c)
		}
	}
	below(s)
	return out
}

// isBelow reports whether s includes base, and nothing in between decides about what includes it.
func (h *hierarchy) isBelow(s, base *openapi.Schema) bool {
	seen := map[*openapi.Schema]bool{}
	var up func(v *openapi.Schema) bool
	up = func(v *openapi.Schema) bool {
		return slices.ContainsFunc(v.Bases(), func(b *openapi.Schema) bool {
			if b == base || seen[b] {
				return b == base
			}
			seen[b] = true
			return !h.decides(b, h.property[base]) && up(b)
		})
	}
	return up(s)
}

// others returns what the discriminators of further bases demand of s, beside the one that selects what s is: their values
// name s, or what includes it.
func (h *hierarchy) others(s *openapi.Schema) []*ir.Schema {
	if len(h.bases[s]) == 0 {
		return nil // as for nearly all, before selections walks what is above and below s
	}
	property, _ := h.selections(s)
	if h.isUnion(s) {
		property = h.property[s]
	}
	var out []*ir.Schema
	for i, b := range h.bases[s] {
		again := slices.ContainsFunc(h.bases[s][:i], func(c base) bool { return c.schema == b.schema })
		if again || b.schema == s || h.property[b.schema] == property || len(b.schema.OneOf)+len(b.schema.AnyOf) > 0 || !h.isBelow(s, b.schema) {
			continue
		}
		values := &ir.Schema{Kind: ir.KindAny}
		for _, v := range h.selectionsOf(b.schema, s) {
			values.Rules.Enum = append(values.Rules.Enum, jsonOf(v.Value))
		}
		rule := &ir.MemberRule{Wire: h.property[b.schema], Schema: values}
		out = append(out, &ir.Schema{Kind: ir.KindAny, Object: &ir.Members{List: []*ir.MemberRule{rule}}})
	}
	return out
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
			out.Own = out.Own || !lw.inherits(v.Schema, s)
		}
		return out
	case *ir.Struct:
		if lw.selves[s] == d {
			out.Property = lw.property[s]
			for _, v := range lw.variants[s] {
				if v.Schema == s {
					out.Variants = append(out.Variants, ir.Selection{Value: v.Value, Decl: d})
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
			if decl := lw.decls[v.Schema]; decl != nil {
				out.Variants = append(out.Variants, ir.Selection{Value: v.Value, Decl: decl})
			}
		}
		return out
	}
	return nil
}

package lower

import (
	"maps"
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// variantsOf finds the variants of every base. It stops when the budget is spent.
func variantsOf(doc *openapi.Document, b *budget) map[*openapi.Schema][]openapi.Variant {
	hierarchy := openapi.HierarchyOf(doc)
	out := map[*openapi.Schema][]openapi.Variant{}
	for _, s := range doc.Schemas {
		out[s] = hierarchy.Variants(s)
		for _, v := range out[s] {
			if !b.spend(s.At, costOfVariant+4*len(v.Value)+4*len(v.Schema.Name)) {
				return out
			}
		}
	}
	return out
}

// base is a union that has a schema as its variant, and the value that selects it.
type base struct {
	schema *openapi.Schema
	value  string
}

// basesByVariant turns variants around.
func basesByVariant(doc *openapi.Document, variants map[*openapi.Schema][]openapi.Variant) map[*openapi.Schema][]base {
	out := map[*openapi.Schema][]base{}
	for _, s := range doc.Schemas {
		for _, v := range variants[s] {
			out[v.Schema] = append(out[v.Schema], base{s, v.Value})
		}
	}
	return out
}

// isUnion tells a discriminated base that has variants from a schema that merely names a discriminator.
func (lw *lowerer) isUnion(s *openapi.Schema) bool {
	return s.Discriminator != nil && len(lw.variants[s]) > 0
}

// isVariant tells whether some union has s as a variant; such a schema is a type even when it adds no member.
func (lw *lowerer) isVariant(s *openapi.Schema) bool { return len(lw.bases[s]) > 0 }

func (lw *lowerer) union(s *openapi.Schema, head ir.Head) ir.Decl {
	u := &ir.Union{Head: head, Property: s.Discriminator.Property, PropertyType: ir.String}
	lw.decls[s] = u
	lw.declare(u)
	if !lw.budget.spend(s.At, costOfDecl+costOfHead(&u.Head)+namesOfField*len(u.Property)) {
		return u
	}
	if t := lw.discriminatorType(s); t != nil {
		u.PropertyType = t
	}
	taken := map[string]ir.Decl{}
	for _, v := range lw.variants[s] {
		if before := taken[v.Value]; before != nil {
			lw.problems.Add(v.Schema.At, "discriminator-value-taken",
				"discriminator value %q of %s already stands for %s; give one of the two another x-ms-discriminator-value",
				v.Value, s.Name, before.Common().Path[0])
			continue
		}
		if d, ok := lw.named(v.Schema).(ir.Object); ok {
			taken[v.Value] = d
			u.Variants = append(u.Variants, ir.Variant{Value: v.Value, Type: d})
		}
	}
	return u
}

// discriminatorType is the enumeration that lists the discriminator's values, when the document has one: at the base's
// member, or named at a variant's.
func (lw *lowerer) discriminatorType(base *openapi.Schema) ir.Type {
	name := base.Discriminator.Property
	if p := property(base, name, map[*openapi.Schema]bool{}); p != nil {
		if target := p.Schema.Resolve(); target.Name == "" && isStringEnum(target) {
			path := []string{base.Name, name}
			return ir.Named{Decl: lw.enum(target, ir.Head{At: target.At, Pointer: target.At.Pointer, Path: path, Doc: docOf(target)})}
		} else if t := lw.namedEnum(p.Schema, map[*openapi.Schema]bool{}); t != nil {
			return t
		}
	}
	searched, asked := map[*openapi.Schema]bool{}, map[*openapi.Schema]bool{}
	for _, v := range lw.variants[base] {
		if p := property(v.Schema, name, searched); p != nil {
			if t := lw.namedEnum(p.Schema, asked); t != nil {
				return t
			}
		}
	}
	return nil
}

// namedEnum finds the named enumeration that a use refers to or includes, unless it was asked before.
func (lw *lowerer) namedEnum(s *openapi.Schema, asked map[*openapi.Schema]bool) ir.Type {
	target := s.Resolve()
	if asked[target] {
		return nil
	}
	asked[target] = true
	if target.Name != "" && isStringEnum(target) {
		return ir.Named{Decl: lw.named(target)}
	}
	for _, part := range target.AllOf {
		if t := lw.namedEnum(part, asked); t != nil {
			return t
		}
	}
	return nil
}

// property finds a member of s, its own or included, in the schemas not yet searched.
func property(s *openapi.Schema, name string, searched map[*openapi.Schema]bool) *openapi.Property {
	if searched[s] {
		return nil
	}
	searched[s] = true
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	for _, base := range s.Bases() {
		if p := property(base, name, searched); p != nil {
			return p
		}
	}
	return nil
}

// constants lists the discriminators whose value the type implies, sorted by member: such a member is no field. A type
// that stands for several values of one discriminator keeps the member as a field.
func (lw *lowerer) constants(s *openapi.Schema) []ir.Const {
	values, several := map[string]string{}, map[string]bool{}
	seen := map[*openapi.Schema]bool{}
	var collect func(s *openapi.Schema)
	collect = func(s *openapi.Schema) {
		if seen[s] {
			return
		}
		seen[s] = true
		for _, b := range lw.bases[s] {
			prop := b.schema.Discriminator.Property
			if have, ok := values[prop]; ok && have != b.value {
				several[prop] = true
			}
			values[prop] = b.value
			collect(b.schema)
		}
	}
	collect(s)
	var out []ir.Const
	for _, prop := range slices.Sorted(maps.Keys(values)) {
		if several[prop] {
			continue
		}
		if !lw.budget.spend(s.At, costOfField+namesOfField*len(prop)+4*len(values[prop])) {
			break
		}
		out = append(out, ir.Const{Wire: prop, Value: values[prop]})
	}
	return out
}

// variantCycles reports the unions whose variants lead back to them: no text could be decoded into such a type, since
// choosing a variant passes nothing of the text.
func (lw *lowerer) variantCycles() {
	const open, done = 1, 2
	state := map[*ir.Union]int{}
	var visit func(u *ir.Union)
	visit = func(u *ir.Union) {
		state[u] = open
		for _, v := range u.Variants {
			inner, ok := v.Type.(*ir.Union)
			if !ok {
				continue
			}
			switch state[inner] {
			case open:
				lw.problems.Add(u.At, "discriminator-cycle", "discriminator value %q leads to %s, which is a choice that leads back"+
					" here; map it to a schema without a discriminator", v.Value, inner.Path[0])
			case done:
			default:
				visit(inner)
			}
		}
		state[u] = done
	}
	for _, d := range lw.pkg.Decls {
		if u, ok := d.(*ir.Union); ok && state[u] == 0 {
			visit(u)
		}
	}
}

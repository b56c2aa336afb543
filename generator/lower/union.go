package lower

import (
	"maps"
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/spec"
)

// variant is a subtype of a union base with the discriminator's value that selects it.
type variant struct {
	value  string
	schema *spec.Schema
}

// variantsOf finds the variants of every base: by discriminator.mapping, and by looking for the named schemas that
// include the base by allOf, directly or through others. A schema between the two that has a discriminator of its own
// is a variant and stands for what is below it.
func variantsOf(doc *spec.Document) map[*spec.Schema][]variant {
	children := map[*spec.Schema][]*spec.Schema{}
	for _, s := range doc.Schemas {
		for _, base := range basesOf(s) {
			children[base] = append(children[base], s)
		}
	}
	out := map[*spec.Schema][]variant{}
	for _, s := range doc.Schemas {
		if s.Discriminator == nil {
			continue
		}
		if len(s.Discriminator.Mapping) > 0 {
			for _, m := range s.Discriminator.Mapping {
				out[s] = append(out[s], variant{m.Value, m.Schema.Resolve()})
			}
			continue
		}
		var below func(base *spec.Schema)
		below = func(base *spec.Schema) {
			for _, c := range children[base] {
				if slices.ContainsFunc(out[s], func(v variant) bool { return v.schema == c }) {
					continue
				}
				out[s] = append(out[s], variant{discriminatorValue(c), c})
				if c.Discriminator == nil || c.Discriminator.Property == s.Discriminator.Property {
					below(c)
				}
			}
		}
		below(s)
	}
	return out
}

// basesOf lists the named schemas that s includes directly.
func basesOf(s *spec.Schema) []*spec.Schema {
	var bases []*spec.Schema
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

func discriminatorValue(s *spec.Schema) string {
	if s.DiscriminatorValue != "" {
		return s.DiscriminatorValue
	}
	return s.Name
}

// isUnion tells a discriminated base that has variants from a schema that merely names a discriminator.
func (lw *lowerer) isUnion(s *spec.Schema) bool {
	return s.Discriminator != nil && len(lw.variants[s]) > 0
}

// isVariant tells whether some union has s as a variant; such a schema is a type even when it adds no member.
func (lw *lowerer) isVariant(s *spec.Schema) bool {
	for _, vs := range lw.variants {
		if slices.ContainsFunc(vs, func(v variant) bool { return v.schema == s }) {
			return true
		}
	}
	return false
}

func (lw *lowerer) union(s *spec.Schema, head ir.Head) ir.Decl {
	u := &ir.Union{Head: head, Property: s.Discriminator.Property, PropertyType: ir.String}
	lw.decls[s] = u
	lw.declare(u)
	if t := lw.discriminatorType(s); t != nil {
		u.PropertyType = t
	}
	for _, v := range lw.variants[s] {
		if i := slices.IndexFunc(u.Variants, func(have ir.Variant) bool { return have.Value == v.value }); i >= 0 {
			lw.problems.Add(v.schema.At, "discriminator-value-taken",
				"discriminator value %q of %s already stands for %s; give one of the two another x-ms-discriminator-value",
				v.value, s.Name, u.Variants[i].Type.Common().Path[0])
			continue
		}
		if d := lw.named(v.schema); d != nil {
			u.Variants = append(u.Variants, ir.Variant{Value: v.value, Type: d})
		}
	}
	return u
}

// discriminatorType is the enumeration that lists the discriminator's values, when the document has one: at the base's
// member, or named at a variant's.
func (lw *lowerer) discriminatorType(base *spec.Schema) ir.Type {
	name := base.Discriminator.Property
	if p := property(base, name); p != nil {
		if target := p.Schema.Resolve(); target.Name == "" && isStringEnum(target) {
			path := []string{base.Name, name}
			return ir.Named{Decl: lw.enum(target, ir.Head{At: target.At, Pointer: target.At.Pointer, Path: path, Doc: docOf(target)})}
		} else if t := lw.namedEnum(p.Schema); t != nil {
			return t
		}
	}
	for _, v := range lw.variants[base] {
		if p := property(v.schema, name); p != nil {
			if t := lw.namedEnum(p.Schema); t != nil {
				return t
			}
		}
	}
	return nil
}

// namedEnum finds the named enumeration that a use refers to or includes.
func (lw *lowerer) namedEnum(s *spec.Schema) ir.Type {
	target := s.Resolve()
	if target.Name != "" && isStringEnum(target) {
		return ir.Named{Decl: lw.named(target)}
	}
	for _, part := range target.AllOf {
		if t := lw.namedEnum(part); t != nil {
			return t
		}
	}
	return nil
}

// property finds a member of s, its own or included.
func property(s *spec.Schema, name string) *spec.Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	for _, base := range basesOf(s) {
		if p := property(base, name); p != nil {
			return p
		}
	}
	return nil
}

// constants lists the discriminators whose value the type implies, sorted by member: such a member is no field. A type
// that stands for several values of one discriminator keeps the member as a field.
func (lw *lowerer) constants(s *spec.Schema) []ir.Const {
	values := map[string][]string{}
	seen := map[*spec.Schema]bool{}
	var collect func(s *spec.Schema)
	collect = func(s *spec.Schema) {
		if seen[s] {
			return
		}
		seen[s] = true
		for base, vs := range lw.variants {
			for _, v := range vs {
				if v.schema != s {
					continue
				}
				prop := base.Discriminator.Property
				if !slices.Contains(values[prop], v.value) {
					values[prop] = append(values[prop], v.value)
				}
				collect(base)
			}
		}
	}
	collect(s)
	var out []ir.Const
	for _, prop := range slices.Sorted(maps.Keys(values)) {
		if len(values[prop]) == 1 {
			out = append(out, ir.Const{Wire: prop, Value: values[prop][0]})
		}
	}
	return out
}

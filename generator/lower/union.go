package lower

import (
	"maps"
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// union declares a schema whose value is one of several variants.
func (lw *lowerer) union(s *openapi.Schema, head ir.Head) ir.Decl {
	u := &ir.Union{Head: head, Property: lw.property[s], PropertyType: ir.String}
	lw.decls[s] = u
	lw.sources[u] = s
	lw.declare(u)
	if !lw.budget.spend(s.At, costOfDecl+costOfHead(&u.Head)+namesOfField*len(u.Property)) {
		return u
	}
	if t := lw.discriminatorType(s); t != nil {
		u.PropertyType = t
	}
	u.Consts = slices.DeleteFunc(lw.constants(s), func(c ir.Const) bool { return c.Wire == u.Property })
	taken := map[string]ir.Decl{}
	for _, v := range lw.variants[s] {
		if before := taken[v.Value]; before != nil {
			lw.problems.Add(v.Schema.At, "discriminator-value-taken",
				"discriminator value %q of %s already selects %s; give one of the two another x-ms-discriminator-value",
				v.Value, s.Name, before.Common().Path[0])
			continue
		}
		var d ir.Object
		ok := true
		switch {
		case v.Schema == s:
			d = lw.self(s, head)
		case v.Schema.Name == "":
			d = ir.ObjectOf(lw.typed(v.Schema, append(slices.Clone(head.Path), v.Value)).Type)
			ok = d != nil
		default:
			d, ok = lw.named(v.Schema).(ir.Object)
		}
		if ok {
			taken[v.Value] = d
			u.Variants = append(u.Variants, ir.Variant{Value: v.Value, Type: d})
		}
	}
	return u
}

// self declares a union base as a variant of itself, for a discriminator value that names the base.
func (lw *lowerer) self(s *openapi.Schema, head ir.Head) *ir.Struct {
	if st := lw.selves[s]; st != nil {
		return st
	}
	st := &ir.Struct{Head: derivedHead(head, "discriminator")}
	st.Path = append(slices.Clone(head.Path), "self")
	lw.selves[s] = st
	lw.fillStruct(st, s)
	return st
}

// derivedHead is the head of a second type of a schema. A pin names it by the place of the keyword it comes from.
func derivedHead(head ir.Head, keyword string) ir.Head {
	head.Origin, head.ClientName, head.Also = ir.FromPlace, "", nil
	head.At.Pointer += "/" + keyword
	return head
}

// withVariants returns what a member typed as a variant holds: the struct itself, or a union of it and its own variants.
func (lw *lowerer) withVariants(s *openapi.Schema, st *ir.Struct) ir.Decl {
	if u := lw.uses[s]; u != nil {
		return u
	}
	property, variants := lw.selections(s)
	if !slices.ContainsFunc(variants, func(v openapi.Variant) bool { return v.Schema != s }) {
		return st
	}
	head := derivedHead(st.Head, "allOf")
	head.Path = append([]string{"any"}, st.Path...)
	u := &ir.Union{Head: head, Property: property, PropertyType: ir.String}
	lw.uses[s], lw.family[u], lw.sources[u] = u, st, s
	lw.declare(u)
	lw.budget.spend(s.At, costOfDecl+costOfHead(&u.Head)+len(variants)*costOfVariant)
	for _, v := range variants {
		if lw.budget.spent {
			break
		}
		if d, ok := lw.named(v.Schema).(ir.Object); ok {
			u.Variants = append(u.Variants, ir.Variant{Value: v.Value, Type: d})
		}
	}
	return u
}

// discriminatorType is the enumeration that lists the discriminator's values, when the document has one: at the base's
// member, or named at a variant's.
func (lw *lowerer) discriminatorType(base *openapi.Schema) ir.Type {
	name := lw.property[base]
	if p := property(base, name, map[*openapi.Schema]bool{}); p != nil {
		if target := p.Schema.Resolve(); target.Name == "" && isStringEnum(target) {
			path := append(slices.Clone(lw.same.path(base)), name)
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

// mostConstants is how many discriminators a type implies at most; package wire keeps a bit for each. Further ones are
// fields.
const mostConstants = 64

// constants lists the discriminators whose value the type implies, sorted by member: such a member is not a field. A type
// that stands for several values of one discriminator keeps the member as a field; the schema's name counts only where
// no mapping gives another value.
func (lw *lowerer) constants(s *openapi.Schema) []ir.Const {
	type constant struct {
		value             string
		implicit, several bool
	}
	values := map[string]constant{}
	seen := map[*openapi.Schema]bool{}
	var collect func(of *openapi.Schema)
	collect = func(of *openapi.Schema) {
		if seen[of] {
			return
		}
		seen[of] = true
		for _, b := range lw.bases[of] {
			if b.schema == of && of != s {
				continue // a variant of a base is not the base
			}
			prop := lw.property[b.schema]
			switch have, ok := values[prop]; {
			case !ok || have.implicit && !b.implicit:
				values[prop] = constant{value: b.value, implicit: b.implicit}
			case have.value != b.value && (have.implicit || !b.implicit):
				have.several = true
				values[prop] = have
			}
			collect(b.schema)
		}
	}
	collect(s)
	var out []ir.Const
	for _, prop := range slices.Sorted(maps.Keys(values)) {
		c := values[prop]
		if c.several || len(out) == mostConstants {
			continue
		}
		if !lw.budget.spend(s.At, costOfField+namesOfField*len(prop)+4*len(c.value)) {
			break
		}
		out = append(out, ir.Const{Wire: prop, Value: c.value})
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

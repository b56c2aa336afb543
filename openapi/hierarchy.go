package openapi

import (
	"cmp"
	"encoding/json"
	"slices"
)

// Hierarchy says which named schemas of a document extend which, and which of them a discriminator selects. It holds for
// the document as it was when [HierarchyOf] was called.
type Hierarchy struct {
	children map[*Schema][]*Schema
}

// Variant is a schema that a discriminator selects, with the value that does.
type Variant struct {
	Value    string
	Schema   *Schema // the base itself where the value names the base
	Implicit bool    // the value is the schema's name, beside or in place of a mapping
}

// HierarchyOf returns the hierarchy of the named schemas of a document.
func HierarchyOf(doc *Document) *Hierarchy {
	h := &Hierarchy{children: map[*Schema][]*Schema{}}
	for _, s := range doc.Schemas {
		for _, base := range s.Bases() {
			h.children[base] = append(h.children[base], s)
		}
	}
	return h
}

// Children returns the named schemas that include s directly, in document order.
func (h *Hierarchy) Children(s *Schema) []*Schema { return h.children[s] }

// Variants returns what the discriminator of a base selects. First come the entries of its mapping. Names count beside
// them: those of the alternatives that the base lists or, if it lists none, of the schemas that include the base by allOf,
// directly or through others, which x-ms-discriminator-value may override, and at last of the base itself. A schema
// between the two that has another discriminator is a variant and stands for what extends it. A name that an enumeration
// of the discriminator does not list selects nothing. The result is empty for a schema without a discriminator.
func (h *Hierarchy) Variants(base *Schema) []Variant {
	d := base.Discriminator
	if d == nil {
		return nil
	}
	var out []Variant
	taken := map[string]bool{}
	for _, m := range d.Mapping {
		out = append(out, Variant{Value: m.Value, Schema: m.Schema.Resolve()})
		taken[m.Value] = true
	}
	named := func(s *Schema, value string) {
		if value != "" && !taken[value] && s.allows(d.Property, value) {
			out = append(out, Variant{value, s, true})
			taken[value] = true
		}
	}
	if alternatives := slices.Concat(base.OneOf, base.AnyOf); len(alternatives) > 0 {
		for _, a := range alternatives {
			a = a.Resolve()
			named(a, a.Name)
		}
		return out
	}
	mapped := len(out) > 0
	seen := map[*Schema]bool{}
	var below func(s *Schema)
	below = func(s *Schema) {
		for _, c := range h.children[s] {
			if seen[c] {
				continue // several ways may lead to one schema
			}
			seen[c] = true
			if value := cmp.Or(c.DiscriminatorValue, c.Name); mapped {
				named(c, value)
			} else {
				out = append(out, Variant{Value: value, Schema: c})
			}
			if c.Discriminator == nil || c.Discriminator.Property == d.Property {
				below(c)
			}
		}
	}
	below(base)
	if len(out) > 0 && base.Name != "" && !slices.ContainsFunc(out, func(v Variant) bool { return v.Value == cmp.Or(base.DiscriminatorValue, base.Name) }) {
		named(base, cmp.Or(base.DiscriminatorValue, base.Name))
	}
	return out
}

// allows reports whether a member of s, or of what s includes, may have the value: no enumeration there leaves it out.
func (s *Schema) allows(member, value string) bool {
	text, err := json.Marshal(value)
	if err != nil {
		return false
	}
	lists := func(values []Value) bool {
		return len(values) == 0 || slices.ContainsFunc(values, func(v Value) bool { return sameText(v.JSON, text, value) })
	}
	seen := map[*Schema]bool{}
	var enum func(s *Schema) bool
	enum = func(s *Schema) bool {
		if s == nil || seen[s] {
			return true
		}
		seen[s] = true
		return lists(s.Enum) && enum(s.Ref) && !slices.ContainsFunc(s.AllOf, func(part *Schema) bool { return !enum(part) })
	}
	for _, part := range s.Parts() {
		for _, p := range part.Properties {
			if p.Name == member && !enum(p.Schema) {
				return false
			}
		}
	}
	return true
}

// sameText reports whether a JSON text is the string of that value.
func sameText(have string, text []byte, value string) bool {
	var s string
	return have == string(text) || json.Unmarshal([]byte(have), &s) == nil && s == value
}

// Bases returns the named schemas that s includes directly: the one it refers to and those of its allOf.
func (s *Schema) Bases() []*Schema {
	var bases []*Schema
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

// Parts returns the schema that s refers to and all that this one includes by allOf, what is included first.
func (s *Schema) Parts() []*Schema { return s.Resolve().parts(nil) }

func (s *Schema) parts(out []*Schema) []*Schema {
	for _, part := range s.AllOf {
		if part = part.Resolve(); !slices.Contains(out, part) {
			out = part.parts(out)
		}
	}
	return append(out, s)
}

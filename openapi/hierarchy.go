package openapi

import (
	"cmp"
	"slices"
)

// Hierarchy says which named schemas of a document extend which, and which of them a discriminator selects. It holds for
// the document as it was when [HierarchyOf] was called.
type Hierarchy struct {
	children map[*Schema][]*Schema
}

// Variant is a schema that a discriminator selects, with the value that does.
type Variant struct {
	Value  string
	Schema *Schema
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

// Variants returns what the discriminator of a base selects: the entries of its mapping, else the schemas that include
// the base by allOf, directly or through others, by their x-ms-discriminator-value or name. A schema between the two that
// has another discriminator is a variant and stands for what extends it. The result is empty for a schema without a
// discriminator.
func (h *Hierarchy) Variants(base *Schema) []Variant {
	d := base.Discriminator
	if d == nil {
		return nil
	}
	var out []Variant
	for _, m := range d.Mapping {
		out = append(out, Variant{m.Value, m.Schema.Resolve()})
	}
	if len(out) > 0 {
		return out
	}
	seen := map[*Schema]bool{}
	var below func(s *Schema)
	below = func(s *Schema) {
		for _, c := range h.children[s] {
			if seen[c] {
				continue // several ways may lead to one schema
			}
			seen[c] = true
			out = append(out, Variant{cmp.Or(c.DiscriminatorValue, c.Name), c})
			if c.Discriminator == nil || c.Discriminator.Property == d.Property {
				below(c)
			}
		}
	}
	below(base)
	return out
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

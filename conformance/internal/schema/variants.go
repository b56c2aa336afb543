package schema

import (
	"slices"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// hierarchy knows which schemas of a document extend which, and so which schema the value of a discriminator selects.
// It is read off the document; the generator has its own answer, which the suite compares with this one.
type hierarchy struct {
	number   map[*openapi.Schema]int // named schemas
	children map[*openapi.Schema][]*openapi.Schema
	found    map[*openapi.Schema][]variant // what variants has returned
}

// variant is a schema that a discriminator value selects.
type variant struct {
	value  string
	schema *openapi.Schema
	flat   bool // the schema decides nothing further
}

// selection is how the type of an object is found where a schema with variants is used.
type selection struct {
	property string
	variants []variant
	byValue  map[string]variant
	beside   bool // the schema's own rules hold beside those of the variant, which does not include them
}

func newSelection(property string, variants []variant, beside bool) *selection {
	s := &selection{property, variants, make(map[string]variant, len(variants)), beside}
	for _, v := range variants {
		s.byValue[v.value] = v
	}
	return s
}

func newHierarchy(doc *openapi.Document) *hierarchy {
	h := &hierarchy{number: map[*openapi.Schema]int{}, children: map[*openapi.Schema][]*openapi.Schema{}, found: map[*openapi.Schema][]variant{}}
	for i, s := range doc.Schemas {
		h.number[s] = i
	}
	for _, s := range doc.Schemas {
		h.extend(s, s.AllOf)
	}
	return h
}

// extend notes that a named schema extends those that its allOf names, directly or in inline parts.
func (h *hierarchy) extend(s *openapi.Schema, parts []*openapi.Schema) {
	for _, part := range parts {
		base := part.Resolve()
		if !h.isNamed(base) {
			h.extend(s, base.AllOf)
		} else if !slices.Contains(h.children[base], s) {
			h.children[base] = append(h.children[base], s)
		}
	}
}

func (h *hierarchy) isNamed(s *openapi.Schema) bool {
	_, named := h.number[s]
	return named
}

// isUnion reports whether a discriminated schema lists its variants itself. Otherwise those that extend it are.
func isUnion(s *openapi.Schema) bool {
	return s.Discriminator != nil && len(s.OneOf)+len(s.AnyOf) > 0
}

// selection returns how the type of an object is found at a place of the schema's type; nil when there is nothing to
// find. Where the schema extends a discriminated one, its own value and those of the schemas that extend it are accepted.
func (h *hierarchy) selection(s *openapi.Schema) *selection {
	if s.Discriminator != nil {
		variants := h.variants(s)
		if len(variants) == 0 || len(variants) == 1 && variants[0].schema == s {
			return nil // an object like any other
		}
		return newSelection(s.Discriminator.Property, variants, isUnion(s))
	}
	if !h.isNamed(s) {
		return nil
	}
	for _, base := range h.discriminated(s) {
		if variants := h.within(base, s); len(variants) > 0 {
			return newSelection(base.Discriminator.Property, variants, false)
		}
	}
	return nil
}

// within returns the variants of a base that are s or extend it.
func (h *hierarchy) within(base, s *openapi.Schema) []variant {
	within := map[*openapi.Schema]bool{}
	for _, t := range h.descendants(s, base.Discriminator.Property) {
		within[t] = true
	}
	return slices.DeleteFunc(slices.Clone(h.variants(base)), func(v variant) bool { return !within[v.schema] })
}

// discriminated returns the schemas that s extends and whose variants extend them, nearer ones first.
func (h *hierarchy) discriminated(s *openapi.Schema) []*openapi.Schema {
	var out []*openapi.Schema
	level, seen := []*openapi.Schema{s}, map[*openapi.Schema]bool{s: true}
	for len(level) > 0 {
		var next []*openapi.Schema
		for _, t := range level {
			for _, part := range t.AllOf {
				base := part.Resolve()
				if seen[base] {
					continue
				}
				seen[base] = true
				if base.Discriminator != nil && !isUnion(base) {
					out = append(out, base)
				}
				next = append(next, base)
			}
		}
		level = next
	}
	return out
}

// further returns what the discriminators of the schemas that s extends demand, beside the one that selects what s is: the
// values that select s or what extends it, by discriminator.
func (h *hierarchy) further(s *openapi.Schema) map[string][]variant {
	selection := h.selection(s)
	if selection == nil || !h.isNamed(s) {
		return nil
	}
	out := map[string][]variant{}
	for _, base := range h.discriminated(s) {
		property := base.Discriminator.Property
		if property == selection.property || !slices.Contains(h.descendants(base, property), s) {
			continue
		}
		if variants := h.within(base, s); len(variants) > 0 {
			out[property] = variants
		}
	}
	return out
}

// descendants returns a schema and all that extend it, directly or not, up to those that have another discriminator.
func (h *hierarchy) descendants(s *openapi.Schema, property string) []*openapi.Schema {
	out, seen := []*openapi.Schema{s}, map[*openapi.Schema]bool{s: true}
	for i := 0; i < len(out); i++ {
		if i > 0 && decidesAnew(out[i], property) {
			continue
		}
		for _, child := range h.children[out[i]] {
			if !seen[child] {
				seen[child] = true
				out = append(out, child)
			}
		}
	}
	return out
}

func decidesAnew(s *openapi.Schema, property string) bool {
	return s.Discriminator != nil && s.Discriminator.Property != property
}

// variants returns what a discriminated schema may turn out to be: what the mapping says, and by their names the schemas
// that its oneOf or anyOf lists or, without these, the schema itself and those that extend it. A name that the enum of
// the discriminator leaves out selects nothing; but where the document gives no other value, it is the enum that is
// wrong.
func (h *hierarchy) variants(s *openapi.Schema) []variant {
	out, ok := h.found[s]
	if !ok {
		out = h.findVariants(s)
		h.found[s] = out
	}
	return out
}

func (h *hierarchy) findVariants(s *openapi.Schema) []variant {
	d := s.Discriminator
	var out []variant
	taken := map[string]bool{}
	add := func(value string, target *openapi.Schema) {
		if value != "" && !taken[value] {
			taken[value] = true
			out = append(out, variant{value, target, target == s || !decidesAnew(target, d.Property)})
		}
	}
	for _, m := range d.Mapping {
		add(m.Value, m.Schema.Resolve())
	}
	mapped := len(out) > 0
	if isUnion(s) {
		for _, part := range slices.Concat(s.OneOf, s.AnyOf) {
			if target := part.Resolve(); allowsValue(target, d.Property, discriminatorValue(target)) {
				add(discriminatorValue(target), target)
			}
		}
		return out
	}
	for _, target := range h.descendants(s, d.Property) {
		value := discriminatorValue(target)
		if target != s && !mapped || allowsValue(target, d.Property, value) {
			add(value, target)
		}
	}
	return out
}

func discriminatorValue(s *openapi.Schema) string {
	if s.DiscriminatorValue != "" {
		return s.DiscriminatorValue
	}
	return s.Name
}

// allowsValue reports whether the enums of a member, if it has any in a schema or what that includes, list a string.
func allowsValue(s *openapi.Schema, member, value string) bool {
	quoted := string(jsontree.AppendString(nil, value))
	for _, t := range closure(s) {
		for _, p := range t.Properties {
			enum := p.Schema.Resolve().Enum
			if p.Name == member && len(enum) > 0 && !slices.ContainsFunc(enum, func(v openapi.Value) bool { return v.JSON == quoted }) {
				return false
			}
		}
	}
	return true
}

// closure returns a schema and all that it includes by allOf.
func closure(s *openapi.Schema) []*openapi.Schema {
	out, seen := []*openapi.Schema{s.Resolve()}, map[*openapi.Schema]bool{s.Resolve(): true}
	for i := 0; i < len(out); i++ {
		for _, part := range out[i].AllOf {
			if part = part.Resolve(); !seen[part] {
				seen[part] = true
				out = append(out, part)
			}
		}
	}
	return out
}

// dispatches reports whether a part of an allOf selects a variant by itself. A variant includes its base for the
// base's own rules, without selecting again.
func (h *hierarchy) dispatches(root, part *openapi.Schema) bool {
	part = part.Resolve()
	switch {
	case !h.isNamed(root):
		return true
	case !isUnion(part):
		return false
	}
	included := closure(root)
	return !slices.ContainsFunc(h.variants(part), func(v variant) bool { return slices.Contains(included, v.schema) })
}

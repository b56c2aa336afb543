package mutate

import (
	"slices"
	"strconv"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// site is a value of a message with what the document says of it. It is found in the document directly, not in the
// schemas that the checks use: the measure must not share their mistakes.
type site struct {
	pointer  string
	node     *jsontree.Node
	name     string            // of the member, empty for a body, a parameter or an element
	rules    []*openapi.Schema // all that apply, bases first; empty: the document says nothing
	bases    []*openapi.Schema // the discriminated schemas through which the variant of an object was found
	use      *openapi.Schema   // as the place refers to it, for what is beside the reference
	owner    *site             // the object or list that holds the value, nil at the top
	optional bool              // a member that need not be there
	vague    bool              // alternatives without discriminator apply: what exactly holds is not known
}

// walker finds the sites of a message.
type walker struct {
	hierarchy *openapi.Hierarchy
	sites     []*site // of the body
	seen      map[string]bool
}

func newWalker(hierarchy *openapi.Hierarchy, x *subject) *walker {
	w := &walker{hierarchy: hierarchy, seen: map[string]bool{}}
	if x.Body == nil {
		return w
	}
	var s *openapi.Schema
	switch {
	case x.IsRequest && x.Op.Body != nil:
		s = x.Op.Body.Schema
	case !x.IsRequest && x.Response != nil:
		s = x.Response.Schema
	}
	if s != nil {
		w.walk(&site{node: x.Body, use: s})
	}
	return w
}

// walk adds a site and those below it. Of the elements of a list, one of each shape is enough.
func (w *walker) walk(at *site) {
	w.resolve(at)
	at.vague = slices.ContainsFunc(at.rules, func(s *openapi.Schema) bool {
		return s.Not != nil || len(s.AnyOf) > 0 || len(s.OneOf) > 0 && s.Discriminator == nil
	})
	if shape := jsontree.Shape(at.pointer); !w.seen[shape] {
		w.seen[shape] = true
		w.sites = append(w.sites, at)
	}
	for _, m := range at.node.Members {
		child := &site{pointer: at.pointer + "/" + jsontree.Escape(m.Name), node: m.Value, name: m.Name, owner: at, optional: true}
		if p := property(at.rules, m.Name); p != nil {
			child.use, child.optional = p.Schema, !slices.Contains(required(at.rules), m.Name)
		} else {
			child.use, child.optional = additional(at.rules), false
		}
		if child.use != nil {
			w.walk(child)
		}
	}
	for i, item := range at.node.Items {
		for _, s := range at.rules {
			if s.Items != nil {
				w.walk(&site{pointer: at.pointer + "/" + strconv.Itoa(i), node: item, owner: at, use: s.Items})
				break
			}
		}
	}
}

// resolve finds the schemas that apply to a value: those of its variant, where there are variants.
func (w *walker) resolve(at *site) {
	s := at.use.Resolve()
	for range 16 { // deeper than any document nests discriminators
		v := w.variant(s, at.node)
		if v == nil || v == s {
			break
		}
		at.bases = append(at.bases, s)
		s = v
	}
	at.rules = s.Parts()
}

// variant is the schema that the discriminator of s names, nil when there is none.
func (w *walker) variant(s *openapi.Schema, n *jsontree.Node) *openapi.Schema {
	if s.Discriminator == nil {
		return nil
	}
	value := n.Get(s.Discriminator.Property)
	if value == nil || value.Kind != jsontree.String {
		return nil
	}
	return w.variants(s)[value.Text]
}

// variants returns the schemas that a discriminator can name, by its value.
func (w *walker) variants(s *openapi.Schema) map[string]*openapi.Schema {
	out := map[string]*openapi.Schema{}
	for _, v := range w.hierarchy.Variants(s) {
		out[v.Value] = v.Schema
	}
	return out
}

// property is what the rules say of a member: an extension says it more exactly than its base.
func property(rules []*openapi.Schema, name string) *openapi.Property {
	for _, s := range slices.Backward(rules) {
		for _, p := range s.Properties {
			if p.Name == name {
				return p
			}
		}
	}
	return nil
}

func required(rules []*openapi.Schema) []string {
	var out []string
	for _, s := range rules {
		out = append(out, s.Required...)
	}
	return out
}

func additional(rules []*openapi.Schema) *openapi.Schema {
	for _, s := range slices.Backward(rules) {
		if s.Additional != nil {
			return s.Additional
		}
	}
	return nil
}

// closed reports whether a member of another name is unknown.
func closed(rules []*openapi.Schema) bool {
	known := false
	for _, s := range rules {
		if s.Additional != nil || s.AdditionalAllowed {
			return false
		}
		known = known || len(s.Properties) > 0 || s.AdditionalForbidden
	}
	return known
}

// typed reports whether the document says of which type the value is.
func (at *site) typed() bool {
	return slices.ContainsFunc(at.rules, func(s *openapi.Schema) bool {
		return s.Type != "" || len(s.Enum) > 0 || s.Discriminator != nil
	})
}

// fits reports whether the value has the type that the document says; one that has not can break no other rule.
func (at *site) fits() bool {
	kind := at.node.Kind.String()
	for _, s := range at.rules {
		if s.Type != "" && s.Type != kind && (s.Type != "integer" || at.node.Kind != jsontree.Number) {
			return false
		}
	}
	return true
}

// fact returns the first rule that has what is asked for.
func (at *site) fact(has func(*openapi.Schema) bool) *openapi.Schema {
	if i := slices.IndexFunc(at.rules, has); i >= 0 {
		return at.rules[i]
	}
	return nil
}

// nullable reports whether null may be in place of the value.
func (at *site) nullable(strict bool) bool {
	for s := at.use; s != nil; s = s.Ref {
		if s.Nullable != nil {
			return *s.Nullable
		}
	}
	return at.optional && !strict
}

// readOnly reports whether only the service sets the value.
func readOnly(s *openapi.Schema) bool {
	for ; s != nil; s = s.Ref {
		if s.ReadOnly {
			return true
		}
	}
	return false
}

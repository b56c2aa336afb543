// Package instance makes JSON values that a schema allows, and makes values that it does not allow fit.
package instance

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/wire/schema"
)

// shape is what the schemas that hold of one value say together.
type shape struct {
	kind     schema.Kind
	nullable bool
	enum     []string // JSON texts; nil: all
	rules    []*schema.Rules
	elems    []*schema.Schema // of an array
	entries  []*schema.Schema // of the members of a map
	types    []*schema.Type   // of an object
	chosen   []choice         // discriminators and their values
}

// choice is the value that a discriminator has.
type choice struct{ property, value string }

// chooser selects a variant of a union, or one of several alternatives.
type chooser interface {
	variant(t *schema.Type) int // index of a variant; -1: none
	alternative(list []schema.Schema) int
}

// gatherer collects the shape of a value.
type gatherer struct {
	m      *schema.Model
	choose chooser
	seen   map[any]bool
}

func shapeOf(m *schema.Model, c chooser, schemas ...*schema.Schema) *shape {
	g := gatherer{m: m, choose: c, seen: map[any]bool{}}
	out := &shape{}
	for _, s := range schemas {
		g.schema(s, out)
	}
	return out
}

func (g *gatherer) schema(s *schema.Schema, to *shape) {
	to.nullable = to.nullable || s.Nullable
	if s.Kind == schema.KindRef {
		g.named(&g.m.Types[s.Type], to)
	} else {
		g.plain(s, to)
	}
	p := s.Parts
	if p == nil || g.seen[p] {
		return
	}
	g.seen[p] = true
	for i := range p.All {
		g.schema(&p.All[i], to)
	}
	if p.Object != nil {
		g.object(p.Object, to)
	}
	for _, list := range [][]schema.Schema{p.Any, p.One} {
		if len(list) > 0 {
			g.schema(&list[g.choose.alternative(list)], to)
		}
	}
}

// plain adds what a schema says itself.
func (g *gatherer) plain(s *schema.Schema, to *shape) {
	if s.Kind != schema.KindAny && (to.kind == schema.KindAny || to.kind == schema.KindNumber) {
		to.kind = s.Kind
	}
	if len(s.Enum) > 0 {
		if to.enum == nil {
			to.enum = s.Enum
		} else if both := slices.DeleteFunc(slices.Clone(to.enum), func(e string) bool { return !slices.Contains(s.Enum, e) }); len(both) > 0 {
			to.enum = both
		}
	}
	if s.Rules != nil {
		to.rules = append(to.rules, s.Rules)
	}
	switch {
	case s.Elem == nil:
	case s.Kind == schema.KindMap:
		to.entries = append(to.entries, s.Elem)
	default:
		to.elems = append(to.elems, s.Elem)
	}
}

func (g *gatherer) named(t *schema.Type, to *shape) {
	if t.Value != nil {
		if !g.seen[t] {
			g.seen[t] = true
			g.schema(t.Value, to)
		}
		return
	}
	g.object(t, to)
}

// object adds the type of an object, or the variant that a union has there.
func (g *gatherer) object(t *schema.Type, to *shape) {
	if g.seen[t] {
		return
	}
	g.seen[t] = true
	if to.kind == schema.KindAny {
		to.kind = schema.KindMap
	}
	for i := range t.All {
		g.schema(&t.All[i], to)
	}
	if t.Property != "" {
		if i := g.choose.variant(t); i >= 0 {
			v := t.Variants[i]
			to.chosen = append(to.chosen, choice{t.Property, v.Value})
			if variant := &g.m.Types[v.Type]; variant != t {
				if t.Own {
					to.types = append(to.types, t)
				}
				g.named(variant, to)
				return
			}
		}
	}
	to.types = append(to.types, t)
}

// member returns the schemas of a member, and what is said of it.
func (s *shape) member(name string) (schemas []*schema.Schema, is schema.Member) {
	schemas = slices.Clip(s.entries)
	for _, t := range s.types {
		found := false
		for i := range t.Members {
			if m := &t.Members[i]; m.Name == name {
				found = true
				schemas = append(schemas, &m.Schema)
				is.Required, is.ReadOnly, is.WriteOnly = is.Required || m.Required, is.ReadOnly || m.ReadOnly, is.WriteOnly || m.WriteOnly
			}
		}
		if !found && t.Additional != nil {
			schemas = append(schemas, t.Additional)
		}
		is.Required = is.Required || slices.Contains(t.Required, name)
	}
	return schemas, is
}

// declared are the names of the members; nil when others are allowed as well.
func (s *shape) declared() map[string]bool {
	known := map[string]bool{}
	for _, t := range s.types {
		if t.Open || t.Additional != nil {
			return nil
		}
	}
	for _, name := range s.names() {
		known[name] = true
	}
	if len(known) == 0 || len(s.entries) > 0 {
		return nil
	}
	return known
}

// names lists the members that the types declare or require, in their order.
func (s *shape) names() []string {
	var out []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	for _, c := range s.chosen {
		declared := slices.ContainsFunc(s.types, func(t *schema.Type) bool {
			return slices.ContainsFunc(t.Members, func(m schema.Member) bool { return m.Name == c.property })
		})
		if !declared {
			add(c.property)
		}
	}
	for _, t := range s.types {
		for i := range t.Members {
			add(t.Members[i].Name)
		}
		for _, name := range t.Required {
			add(name)
		}
	}
	return out
}

// asIs chooses the variants and alternatives that a value has.
type asIs struct {
	m *schema.Model
	n *jsontree.Node
}

func (a asIs) variant(t *schema.Type) int {
	kind := a.n.Get(t.Property)
	if kind == nil || kind.Kind != jsontree.String {
		return -1
	}
	return slices.IndexFunc(t.Variants, func(v schema.Variant) bool { return v.Value == kind.Text })
}

func (a asIs) alternative(list []schema.Schema) int {
	text := a.n.Append(nil)
	for i := range list {
		if schema.ValidateValue(a.m, &list[i], text) == nil {
			return i
		}
	}
	return 0
}

// Place is a value within another, with the schemas that hold of it.
type Place struct {
	Node    *jsontree.Node
	Schemas []*schema.Schema
	Member  schema.Member // of the object around; zero at the top and of items
}

// Visit calls f for n, which s describes, and each value below it, parents first. It does not go below a value for which f
// returns false.
func Visit(m *schema.Model, s *schema.Schema, n *jsontree.Node, f func(Place) bool) {
	visit(m, Place{Node: n, Schemas: []*schema.Schema{s}}, f, 0)
}

func visit(m *schema.Model, p Place, f func(Place) bool, depth int) {
	if !f(p) || depth > jsontree.MaxDepth || p.Node.Kind != jsontree.Object && p.Node.Kind != jsontree.Array {
		return
	}
	is := shapeOf(m, asIs{m, p.Node}, p.Schemas...)
	for _, item := range p.Node.Items {
		visit(m, Place{Node: item, Schemas: is.elems}, f, depth+1)
	}
	for i := range p.Node.Members {
		x := &p.Node.Members[i]
		schemas, member := is.member(x.Name)
		member.Name = x.Name
		visit(m, Place{Node: x.Value, Schemas: schemas, Member: member}, f, depth+1)
	}
}

// Names lists the members that s declares of n.
func Names(m *schema.Model, s *schema.Schema, n *jsontree.Node) []string {
	return shapeOf(m, asIs{m, n}, s).names()
}

// HasList reports whether the values of s have a list of that name, which may be within members with dots between them.
func HasList(m *schema.Model, s *schema.Schema, name string) bool {
	is := shapeOf(m, asIs{m, &jsontree.Node{Kind: jsontree.Object}}, s)
	schemas, _ := is.member(name)
	if len(schemas) > 0 {
		list := shapeOf(m, asIs{m, &jsontree.Node{Kind: jsontree.Array}}, schemas...)
		return list.kind == schema.KindArray
	}
	first, rest, nested := strings.Cut(name, ".")
	if !nested {
		return false
	}
	schemas, _ = is.member(first)
	return slices.ContainsFunc(schemas, func(s *schema.Schema) bool { return HasList(m, s, rest) })
}

// Discriminators lists the members that select the variants of the value at a place.
func Discriminators(m *schema.Model, p Place) []string {
	var out []string
	for _, c := range shapeOf(m, asIs{m, p.Node}, p.Schemas...).chosen {
		out = append(out, c.property)
	}
	return out
}

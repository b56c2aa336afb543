package lower

import (
	"cmp"
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// objectRules tells schemas whose rules concern objects: one of them may be part of another by allOf, and both together
// have one list of members.
type objectRules map[*openapi.Schema]bool // answers given before

func (o objectRules) is(s *openapi.Schema) bool {
	if is, known := o[s]; known {
		return is
	}
	is := s.Type == "" || s.Type == "object"
	if is {
		is = len(s.Properties)+len(s.Required) > 0 || s.Additional != nil || s.AdditionalForbidden || s.AdditionalAllowed ||
			s.MinProps != "" || s.MaxProps != "" ||
			slices.ContainsFunc(s.AllOf, func(part *openapi.Schema) bool { return o.is(part.Resolve()) })
	}
	o[s] = is
	return is
}

// conjunction is the rules of an object and of all it includes by allOf, being joined into one list of members. What the
// list cannot hold is kept as schemas that hold besides.
type conjunction struct {
	lw       *lowerer
	root     *openapi.Schema
	out      ir.Members
	at       map[string]int // positions in out.List
	required map[string]bool
	order    []string          // of the names in required
	parts    []*openapi.Schema // those that restrict the members they do not declare
	seen     map[*openapi.Schema]bool
	typed    bool // the document states that the value is an object
	rest     []*ir.Schema
}

// objectSchema joins the rules of an object and of all it includes.
func (lw *lowerer) objectSchema(s *openapi.Schema) *ir.Schema {
	c := &conjunction{lw: lw, root: s, at: map[string]int{}, required: map[string]bool{}, seen: map[*openapi.Schema]bool{}}
	c.include(s)
	c.requirements()
	c.others()
	kind := ir.KindAny
	if c.typed {
		kind = ir.KindObject
	}
	return &ir.Schema{Kind: kind, Object: &c.out, All: c.rest}
}

// include adds the rules of s, which is part of the object, and those of its parts.
func (c *conjunction) include(s *openapi.Schema) {
	if s.Ref != nil {
		c.extra(s, func() *ir.Schema { return c.lw.beside(s, s.Ref.Resolve()) })
		c.include(s.Ref)
		return
	}
	if c.seen[s] {
		return
	}
	c.seen[s] = true
	for _, part := range s.AllOf {
		if says := saysOfNull(part); says != nil && !*says && !slices.Contains(c.rest, notNull) {
			c.rest = append(c.rest, notNull)
		}
		if c.joins(part.Resolve()) {
			c.include(part)
		} else {
			c.rest = append(c.rest, c.lw.use(part))
		}
	}
	c.out.Open = c.out.Open || s.AdditionalAllowed
	if s.AdditionalForbidden || !unconstrained(s.Additional) {
		c.parts = append(c.parts, s)
	}
	c.typed = c.typed || s.Type == "object"
	for _, p := range s.Properties {
		c.member(p)
	}
	for _, name := range s.Required {
		if !c.required[name] {
			c.required[name] = true
			c.order = append(c.order, name)
		}
	}
	c.out.MinProps = tighter(c.out.MinProps, s.MinProps, 1)
	c.out.MaxProps = tighter(c.out.MaxProps, s.MaxProps, -1)
	c.extra(s, func() *ir.Schema { return c.lw.besides(s) })
	c.rest = append(c.rest, c.lw.others(s)...)
}

// notNull holds of an object of which a part says that it is not null.
var notNull = &ir.Schema{Kind: ir.KindAny, NotNull: true}

// joins reports whether the rules of a part can stand in one list with those of the object. A union among the parts
// applies its discriminator unless the object is one of its variants: one that the union lists, or, of a union that lists
// none, any named schema.
func (c *conjunction) joins(part *openapi.Schema) bool {
	if !c.lw.rules.is(part) {
		return false
	}
	if !c.lw.isUnion(part) || len(part.OneOf)+len(part.AnyOf) == 0 && c.root.Name != "" {
		return true
	}
	return slices.ContainsFunc(c.lw.bases[c.root], func(b base) bool { return b.schema == part })
}

// extra keeps what holds besides the list of members, if there is any; it is the same wherever s is included.
func (c *conjunction) extra(s *openapi.Schema, build func() *ir.Schema) {
	b, known := c.lw.extras[s]
	if !known {
		b = build()
		c.lw.extras[s] = b
	}
	if b != nil && !slices.Contains(c.rest, b) {
		c.rest = append(c.rest, b)
	}
}

// besides is what s says that does not concern the members of an object; nil when that is nothing.
func (lw *lowerer) besides(s *openapi.Schema) *ir.Schema {
	p := lw.plain(s)
	p.Rules.MinProps, p.Rules.MaxProps = "", ""
	if p.Kind == ir.KindObject {
		p.Kind = ir.KindAny
	}
	if p.Kind != ir.KindAny || len(p.Any)+len(p.One) > 0 || p.Not != nil || p.Elem != nil || !p.Rules.IsZero() {
		return p
	}
	return nil
}

// member adds a member. One that several parts declare is what all of them say.
func (c *conjunction) member(p *openapi.Property) {
	m := &ir.MemberRule{
		Wire: p.Name, Schema: c.lw.use(p.Schema),
		ReadOnly:  anyUse(p.Schema, func(s *openapi.Schema) bool { return s.ReadOnly }),
		WriteOnly: p.Schema.WriteOnly || p.Schema.Resolve().WriteOnly,
	}
	i, again := c.at[p.Name]
	if !again {
		c.at[p.Name] = len(c.out.List)
		c.out.List = append(c.out.List, m)
		return
	}
	before := c.out.List[i]
	if before.Schema == m.Schema {
		return
	}
	both := &ir.Schema{Kind: ir.KindAny, All: []*ir.Schema{before.Schema, m.Schema}}
	c.lw.joined = append(c.lw.joined, both)
	m.Schema = both
	m.ReadOnly, m.WriteOnly = m.ReadOnly || before.ReadOnly, m.WriteOnly || before.WriteOnly
	c.out.List[i] = m
}

// requirements marks the members that a part requires, before or after another declares them.
func (c *conjunction) requirements() {
	for _, name := range c.order {
		if i, declared := c.at[name]; declared {
			c.out.List[i].Required = true
		} else {
			c.out.Required = append(c.out.Required, name)
		}
	}
}

// others adds what the parts say of members that they do not declare. Each says it of those that itself does not declare:
// where that is not the same, the part holds besides.
func (c *conjunction) others() {
	for _, s := range c.parts {
		rule := s.Additional != nil
		if len(s.Properties) == len(c.out.List) && c.out.Additional == nil && !c.out.Closed {
			c.out.Closed = s.AdditionalForbidden
			if rule {
				c.out.Additional = c.lw.use(s.Additional)
			}
			continue
		}
		part := &ir.Members{Closed: s.AdditionalForbidden}
		if rule {
			part.Additional = c.lw.use(s.Additional)
		}
		for _, p := range s.Properties {
			part.List = append(part.List, &ir.MemberRule{Wire: p.Name, Schema: &ir.Schema{Kind: ir.KindAny}})
		}
		c.rest = append(c.rest, &ir.Schema{Kind: ir.KindAny, Object: part})
	}
}

// tighter returns the limit of two that leaves less: the larger one for sign 1, the smaller one for -1. Empty is none.
func tighter(a, b string, sign int) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	case sign*compareCounts(a, b) >= 0:
		return a
	}
	return b
}

// compareCounts compares counts, which are digits alone.
func compareCounts(a, b string) int {
	a, b = trimZeros(a), trimZeros(b)
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

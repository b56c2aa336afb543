package instance

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/pointer"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// fit repairs what validation finds, round by round: in the first rounds a value is made anew, in the later ones it is left
// out where it may be.
func (g *maker) fit(s *schema.Schema, n *jsontree.Node) (*jsontree.Node, bool) {
	const rounds = 8
	prune(g.m, []*schema.Schema{s}, n, 0)
	for round := range rounds {
		err := Valid(g.m, s, n, g.o.Request)
		if err == nil {
			return n, true
		}
		var violations wire.Violations
		if !errors.As(err, &violations) {
			return n, false
		}
		for _, v := range slices.Backward(violations) { // items go from the last on, so that indices stay right
			n = g.repair(s, n, v, round)
		}
	}
	return n, false
}

// prune leaves out members that no schema declares, of objects that do not allow others. Validation would list no more than
// [wire.MaxViolations] of them at a time.
func prune(m *schema.Model, schemas []*schema.Schema, n *jsontree.Node, depth int) {
	if n.Kind != jsontree.Object && n.Kind != jsontree.Array || depth > jsontree.MaxDepth {
		return
	}
	is := shapeOf(m, asIs{m, n}, schemas...)
	for _, item := range n.Items {
		prune(m, is.elems, item, depth+1)
	}
	known := is.declared()
	n.Members = slices.DeleteFunc(n.Members, func(x jsontree.Member) bool {
		schemas, _ := is.member(x.Name)
		if known != nil && !known[x.Name] && len(schemas) == 0 {
			return true
		}
		prune(m, schemas, x.Value, depth+1)
		return false
	})
}

// repair alters the place of a violation, and returns the whole.
func (g *maker) repair(s *schema.Schema, root *jsontree.Node, v wire.Violation, round int) *jsontree.Node {
	tokens := split(v.Pointer)
	if len(tokens) == 0 {
		return g.value([]*schema.Schema{s}, "", 0)
	}
	parent, schemas := g.find(s, root, tokens[:len(tokens)-1])
	if parent == nil {
		return root
	}
	name := tokens[len(tokens)-1]
	is := shapeOf(g.m, asIs{g.m, parent}, schemas...)
	if parent.Kind == jsontree.Array {
		g.repairItem(parent, is, name, round)
		return root
	}
	at := slices.IndexFunc(parent.Members, func(m jsontree.Member) bool { return m.Name == name })
	declared, member := is.member(name)
	switch {
	case v.Rule == "unknown", v.Rule == "member-case", v.Rule == "readOnly", at >= 0 && !member.Required && round >= 4:
		parent.Members = slices.Delete(parent.Members, max(at, 0), max(at, 0)+min(1, at+1))
	case v.Rule == "discriminator":
		put(parent, name, g.discriminator(schemas, name))
	default:
		put(parent, name, g.value(declared, name, min(len(tokens), deep-1)))
	}
	return root
}

func (g *maker) repairItem(parent *jsontree.Node, is *shape, name string, round int) {
	i, err := strconv.Atoi(name)
	switch {
	case err != nil || i >= len(parent.Items):
	case round >= 4:
		parent.Items = slices.Delete(parent.Items, i, i+1)
	default:
		parent.Items[i] = g.value(is.elems, name, 1)
	}
}

// discriminator returns the value of a variant.
func (g *maker) discriminator(schemas []*schema.Schema, property string) *jsontree.Node {
	for _, c := range shapeOf(g.m, g, schemas...).chosen {
		if c.property == property {
			return text(c.value)
		}
	}
	return text("")
}

// find returns the value that tokens lead to, with its schemas; nil when there is none.
func (g *maker) find(s *schema.Schema, n *jsontree.Node, tokens []string) (*jsontree.Node, []*schema.Schema) {
	schemas := []*schema.Schema{s}
	for _, token := range tokens {
		is := shapeOf(g.m, asIs{g.m, n}, schemas...)
		if n.Kind == jsontree.Array {
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(n.Items) {
				return nil, nil
			}
			n, schemas = n.Items[i], is.elems
			continue
		}
		if n = n.Get(token); n == nil {
			return nil, nil
		}
		schemas, _ = is.member(token)
	}
	return n, schemas
}

// put sets a member.
func put(n *jsontree.Node, name string, value *jsontree.Node) {
	for i := range n.Members {
		if n.Members[i].Name == name {
			n.Members[i].Value = value
			return
		}
	}
	if n.Kind == jsontree.Object {
		n.Members = append(n.Members, jsontree.Member{Name: name, Value: value})
	}
}

// split reads a JSON pointer.
func split(text string) []string {
	if text == "" {
		return nil
	}
	tokens := strings.Split(text[1:], "/")
	for i, t := range tokens {
		tokens[i], _ = pointer.Name(t)
	}
	return tokens
}

package instance

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// Options say which of the values that a schema allows is made. The same options make the same value.
type Options struct {
	Seed    uint64
	Key     string // tells values of one seed apart, e.g. the path of a request
	Variant int    // of unions: the values from 0 on reach all variants
	Request bool   // leave read-only members out, not write-only ones
	Items   int    // of a list that the schema does not bound; 0: 2
}

// The limits of a value that is made.
const (
	maxDepth = 32    // of objects and arrays in one another
	deep     = 6     // optional members of objects below are left out
	maxNodes = 4_000 // from there on, optional members are left out
)

// Make makes a value that s allows. It reports false when it found none.
func Make(m *schema.Model, s *schema.Schema, o Options) (*jsontree.Node, bool) {
	var first *jsontree.Node
	for attempt := range 4 {
		h := fnv.New64a()
		h.Write([]byte(o.Key))
		g := &maker{m: m, o: o, rng: rand.New(rand.NewPCG(o.Seed, h.Sum64()+uint64(attempt))), turn: o.Variant}
		n := g.value([]*schema.Schema{s}, "", 0)
		if first == nil {
			first = n
		}
		if fitted, ok := g.fit(s, n); ok {
			return fitted, true
		}
	}
	return first, false
}

// Fit makes n, which it may change, a value that s allows: members that s does not declare go, what is missing or does not
// fit is made. It reports false when it found none.
func Fit(m *schema.Model, s *schema.Schema, n *jsontree.Node, o Options) (*jsontree.Node, bool) {
	g := &maker{m: m, o: o, rng: rand.New(rand.NewPCG(o.Seed, 1)), turn: o.Variant}
	return g.fit(s, n)
}

// Valid returns what n has that s does not allow.
func Valid(m *schema.Model, s *schema.Schema, n *jsontree.Node, request bool) error {
	opts := []wire.ValidateOption{wire.UnknownMembers()}
	if request {
		opts = append(opts, wire.AsRequest())
	}
	return schema.ValidateValue(m, s, n.Append(nil), opts...)
}

type maker struct {
	m     *schema.Model
	o     Options
	rng   *rand.Rand
	turn  int // of variants
	nodes int
	open  []*schema.Type // types of the objects around the value
}

// variant takes the variants in turn, and of a union inside itself those that end.
func (g *maker) variant(t *schema.Type) int {
	n := len(t.Variants)
	if n == 0 {
		return -1
	}
	i := g.turn % n
	for range n {
		if !slices.Contains(g.open, &g.m.Types[t.Variants[i].Type]) {
			return i
		}
		i = (i + 1) % n
	}
	return i
}

func (g *maker) alternative(list []schema.Schema) int {
	if len(g.open) > deep {
		return 0
	}
	return g.turn % len(list)
}

func (g *maker) value(schemas []*schema.Schema, name string, depth int) *jsontree.Node {
	g.nodes++
	is := shapeOf(g.m, g, schemas...)
	switch {
	case depth > maxDepth:
		return &jsontree.Node{Kind: jsontree.Null}
	case len(is.enum) > 0:
		return parsed(is.enum[(g.turn+g.rng.IntN(len(is.enum)))%len(is.enum)])
	case len(is.types)+len(is.entries) > 0:
		return g.object(is, depth)
	case len(is.elems) > 0 || is.kind == schema.KindArray:
		return g.array(is, name, depth)
	}
	switch is.kind {
	case schema.KindString:
		return text(g.text(is, name))
	case schema.KindBool:
		return &jsontree.Node{Kind: jsontree.Bool, Text: strconv.FormatBool(g.rng.IntN(2) == 0)}
	case schema.KindInt32, schema.KindInt64, schema.KindInteger, schema.KindNumber:
		return number(g.number(is, name))
	}
	return &jsontree.Node{Kind: jsontree.Object} // which any schema without a kind allows
}

func text(s string) *jsontree.Node { return &jsontree.Node{Kind: jsontree.String, Text: s} }

func number(literal string) *jsontree.Node {
	return &jsontree.Node{Kind: jsontree.Number, Text: literal}
}

func parsed(literal string) *jsontree.Node {
	n, _, err := jsontree.Parse([]byte(literal))
	if err != nil {
		return &jsontree.Node{Kind: jsontree.Null}
	}
	return n
}

func (g *maker) object(is *shape, depth int) *jsontree.Node {
	n := &jsontree.Node{Kind: jsontree.Object}
	mark := len(g.open)
	repeated := slices.ContainsFunc(is.types, func(t *schema.Type) bool { return slices.Contains(g.open, t) })
	g.open = append(g.open, is.types...)
	defer func() { g.open = g.open[:mark] }()
	for _, name := range is.names() {
		schemas, m := is.member(name)
		if c := slices.IndexFunc(is.chosen, func(c choice) bool { return c.property == name }); c >= 0 {
			n.Members = append(n.Members, jsontree.Member{Name: name, Value: text(is.chosen[c].value)})
			continue
		}
		left := m.ReadOnly && g.o.Request || m.WriteOnly && !g.o.Request
		if left || !m.Required && (repeated || depth >= deep || g.nodes > maxNodes) {
			continue
		}
		n.Members = append(n.Members, jsontree.Member{Name: name, Value: g.value(schemas, name, depth+1)})
	}
	g.fill(is, n, depth)
	return n
}

// fill adds members to a map, or to an object that must have more.
func (g *maker) fill(is *shape, n *jsontree.Node, depth int) {
	least, most := 0, 1<<20
	if len(is.entries) > 0 && depth < deep {
		least = 1
	}
	for _, t := range is.types {
		least, most = atLeast(least, t.MinProps), atMost(most, t.MaxProps)
	}
	for _, r := range is.rules {
		least, most = atLeast(least, r.MinProps), atMost(most, r.MaxProps)
	}
	for i := 1; len(n.Members) < min(least, most, maxNodes); i++ {
		name := "key" + strconv.Itoa(i)
		schemas, _ := is.member(name)
		n.Members = append(n.Members, jsontree.Member{Name: name, Value: g.value(schemas, name, depth+1)})
	}
}

func (g *maker) array(is *shape, name string, depth int) *jsontree.Node {
	n := &jsontree.Node{Kind: jsontree.Array}
	count, most, unique := 2, maxNodes, false
	if g.o.Items > 0 && depth <= 1 {
		count = g.o.Items
	}
	if depth >= deep || g.nodes > maxNodes {
		count = 0
	}
	for _, r := range is.rules {
		count, most, unique = atLeast(count, r.MinItems), atMost(most, r.MaxItems), unique || r.UniqueItems
	}
	seen := map[string]bool{}
	for attempt := 0; len(n.Items) < min(count, most) && attempt < 4*(count+4); attempt++ {
		item := g.value(is.elems, name, depth+1)
		g.turn++
		if key := item.String(); unique && seen[key] {
			continue
		} else {
			seen[key] = true
		}
		n.Items = append(n.Items, item)
	}
	g.turn -= len(n.Items)
	return n
}

// atLeast and atMost apply a limit that is a number literal; empty is none.
func atLeast(n int, limit string) int {
	if l, err := strconv.Atoi(limit); err == nil {
		return max(n, min(l, 1<<20))
	}
	return n
}

func atMost(n int, limit string) int {
	if l, err := strconv.Atoi(limit); err == nil {
		return min(n, max(l, 0))
	}
	return n
}

// word is a text that says what it is: the name of its member and a number.
func (g *maker) word(name string) string {
	if name == "" {
		name = "value"
	}
	return fmt.Sprintf("%s-%d", strings.TrimSuffix(name, "s"), 1+g.rng.IntN(99))
}

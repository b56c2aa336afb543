package conformance

import (
	"fmt"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
)

// checkAltered asks whether the suite would have noticed: if the types lost or altered any value of the sample, the
// comparison of the round trip must say so, at that place. Many values are altered at once, none within another: the
// values without a part first, then, of objects and lists, those of each depth.
func checkAltered(x *exchange) []Finding {
	if x.encoded == nil {
		return nil
	}
	places := x.placesEncoded()
	levels := [][]jsontree.Place{nil}
	for _, p := range places {
		level := 0
		if p.Node.Kind >= jsontree.Array {
			level = 1 + strings.Count(p.Pointer, "/")
		}
		for len(levels) <= level {
			levels = append(levels, nil)
		}
		levels[level] = append(levels[level], p)
	}
	noticed := map[string]bool{}
	for _, level := range levels {
		before := make([]jsontree.Node, len(level))
		for i, p := range level {
			before[i] = *p.Node
			spoil(p.Node)
		}
		for _, d := range jsontree.Diff(x.body.root, x.encoded) {
			noticed[d.Pointer] = true
		}
		for i, p := range level {
			*p.Node = before[i]
		}
	}
	var out []Finding
	for _, p := range places {
		if !noticed[p.Pointer] {
			out = append(out, x.finding("insensitive", BlameSuite, p.Pointer, fmt.Sprintf("the suite does not notice when %s is altered", p.Node.Short())))
		}
	}
	return out
}

// spoil alters a value as little as it can.
func spoil(n *jsontree.Node) {
	switch n.Kind {
	case jsontree.Number:
		n.Text += "0"
	case jsontree.String:
		n.Text += " "
	case jsontree.Bool:
		n.Text = map[string]string{"true": "false", "false": "true"}[n.Text]
	default:
		n.Kind, n.Text, n.Items, n.Members = jsontree.String, "", nil, nil
	}
}

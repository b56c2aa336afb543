package conformance

import (
	"fmt"

	"github.com/azbill/azbill/conformance/internal/jsontree"
)

// checkSensitivity asks whether the suite would have noticed: if the types lost or altered any one value of the sample,
// the comparison of the round trip must say so, at that place.
func checkSensitivity(x *exchange) []Finding {
	if x.encoded == nil {
		return nil
	}
	var out []Finding
	seen := map[string]bool{}
	x.encoded.Walk(func(pointer string, n *jsontree.Node) {
		shape := shapeOf(pointer)
		if seen[shape] {
			return // an element of a list like one before it
		}
		seen[shape] = true
		before := *n
		spoil(n)
		differences := jsontree.Diff(x.body.root, x.encoded)
		*n = before
		for _, d := range differences {
			if d.Pointer == pointer {
				return
			}
		}
		out = append(out, x.finding("insensitive", BlameSuite, pointer, fmt.Sprintf("the suite does not notice when %s is altered", short(n))))
	})
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

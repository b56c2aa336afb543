package conformance

import (
	"fmt"

	"github.com/azbill/azbill/conformance/internal/jsontree"
)

// checkForward asks whether the types keep what a newer service may send: unknown members, new enum values and
// variants, nulls, values of another type, and numbers as nobody else writes them. Each is put into the sample at every
// place it fits, a few at a time, so that one does not hide another.
func checkForward(x *exchange) []Finding {
	var out []Finding
	for _, m := range newcomers(x.body.root) {
		v, err := x.decode(m.body.Append(nil))
		if err != nil {
			out = append(out, x.finding("forward", BlameTypes, m.pointer, fmt.Sprintf("%s: decoding fails: %v", m.what, err)))
			continue
		}
		back, _, err := jsontree.Parse(v.AppendJSON(nil))
		if err != nil {
			out = append(out, x.finding("forward", BlameTypes, m.pointer, fmt.Sprintf("%s: the encoding is no JSON: %v", m.what, err)))
			continue
		}
		for _, d := range jsontree.Diff(m.body, back) {
			out = append(out, x.finding("forward", BlameTypes, d.Pointer, fmt.Sprintf("%s: %s", m.what, difference(d))))
		}
	}
	return out
}

// newcomer is a body that a newer service might send.
type newcomer struct {
	what    string
	pointer string
	body    *jsontree.Node
}

// newcomers changes a body in every way that must not lose anything.
func newcomers(root *jsontree.Node) []newcomer {
	out := []newcomer{
		{what: "unknown members", body: changed(root, func(n *jsontree.Node) {
			if n.Kind == jsontree.Object {
				extra, _, _ := jsontree.Parse([]byte(`{"a":[1e3,null,{"b":500.0}],"c":1234567890123456789012345678}`))
				n.Members = append(n.Members, jsontree.Member{Name: "xAzbillNew", Value: extra})
			}
		})},
		{what: "numbers in other words", body: changed(root, func(n *jsontree.Node) {
			if n.Kind == jsontree.Number {
				n.Text += map[bool]string{true: "e0", false: "0"}[isInteger(n.Text)]
			}
		})},
		{what: "28 digits", body: changed(root, func(n *jsontree.Node) {
			if n.Kind == jsontree.Number {
				n.Text = "1234567890123456789.012345678"
			}
		})},
		{what: "a duplicate of every element", body: changed(root, func(n *jsontree.Node) {
			for _, item := range n.Items {
				n.Items = append(n.Items, item.Clone())
			}
		})},
	}
	// Strings decide on variants, so each is changed with the rest of the body as it was. The same holds for objects and
	// lists: nothing below them would be looked at.
	seen := map[string]bool{}
	root.Walk(func(pointer string, n *jsontree.Node) {
		if shape := shapeOf(pointer); !seen[shape] {
			seen[shape] = true
			out = append(out, alternatives(root, pointer, n)...)
		}
	})
	return out
}

// alternatives replaces one value by what does not belong there.
func alternatives(root *jsontree.Node, pointer string, n *jsontree.Node) []newcomer {
	var out []newcomer
	add := func(what, text string) {
		other, _, _ := jsontree.Parse([]byte(text))
		if other.Kind == n.Kind && other.Text == n.Text {
			return
		}
		body := root.Clone()
		*body.At(pointer) = *other
		out = append(out, newcomer{what, pointer, body})
	}
	add("null", "null")
	if n.Kind == jsontree.String {
		add("a new value", `"xAzbillNew"`)
		add("a misfit", "17.0")
	} else {
		add("a misfit", `"xAzbillMisfit"`)
	}
	return out
}

// shapeOf is a pointer without the positions of elements: elements of a list are tried once, not each.
func shapeOf(pointer string) string {
	var out []byte
	for i := 0; i < len(pointer); i++ {
		out = append(out, pointer[i])
		if pointer[i] == '/' {
			j := i + 1
			for j < len(pointer) && pointer[j] >= '0' && pointer[j] <= '9' {
				j++
			}
			if j > i+1 && (j == len(pointer) || pointer[j] == '/') {
				out = append(out, '#')
				i = j - 1
			}
		}
	}
	return string(out)
}

func isInteger(literal string) bool {
	for _, c := range literal {
		if c == '.' || c == 'e' || c == 'E' {
			return false
		}
	}
	return true
}

// changed returns a copy of a body in which change was applied to every value, parents last.
func changed(root *jsontree.Node, change func(*jsontree.Node)) *jsontree.Node {
	body := root.Clone()
	var all []*jsontree.Node
	body.Walk(func(_ string, n *jsontree.Node) { all = append(all, n) })
	for i := len(all) - 1; i >= 0; i-- {
		change(all[i])
	}
	return body
}

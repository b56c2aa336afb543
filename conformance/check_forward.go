package conformance

import (
	"bytes"
	"fmt"

	"github.com/azbill/azbill/conformance/internal/jsontree"
)

// checkForward asks whether the types keep what a newer service may send: unknown members, new enum values and
// variants, nulls, values of another type, and numbers as nobody else writes them. Strings decide on variants, and
// nothing is seen below an object or a list that is replaced; so these are tried one at a time, the rest all at once.
//
// It starts from the encoding, whose members are in the order the types write them: then most answers equal what was
// sent to the byte, and need not be taken apart.
func checkForward(x *exchange) []Finding {
	if x.encoded == nil {
		return nil
	}
	f := forward{x: x}
	for _, c := range everywhere {
		f.try(c.what, "", changed(x.encoded, c.change))
	}
	seen := map[string]bool{}
	x.encoded.Walk(func(pointer string, n *jsontree.Node) {
		if shape := shapeOf(pointer); !seen[shape] {
			seen[shape] = true
			f.places = append(f.places, place{pointer, n})
		}
	})
	for _, p := range f.places {
		for _, a := range alternatives {
			if a.value.Kind == p.node.Kind && a.value.Text == p.node.Text || a.strings != (p.node.Kind == jsontree.String) && !a.always {
				continue
			}
			before := *p.node
			*p.node = a.value
			f.try(a.what, p.pointer, x.encoded)
			*p.node = before
		}
	}
	return f.out
}

// forward collects what the types do not keep.
type forward struct {
	x      *exchange
	places []place
	text   []byte
	out    []Finding
}

type place struct {
	pointer string
	node    *jsontree.Node
}

// try sends a body through the types.
func (f *forward) try(what, pointer string, body *jsontree.Node) {
	f.text = body.Append(f.text[:0])
	v, err := f.x.decode(f.text)
	if err != nil {
		f.out = append(f.out, f.x.finding("forward", BlameTypes, pointer, fmt.Sprintf("%s: decoding fails: %v", what, err)))
		return
	}
	encoded := v.AppendJSON(nil)
	if bytes.Equal(encoded, f.text) {
		return
	}
	back, _, err := jsontree.Parse(encoded)
	if err != nil {
		f.out = append(f.out, f.x.finding("forward", BlameTypes, pointer, fmt.Sprintf("%s: the encoding is no JSON: %v", what, err)))
		return
	}
	for _, d := range jsontree.Diff(body, back) {
		f.out = append(f.out, f.x.finding("forward", BlameTypes, d.Pointer, fmt.Sprintf("%s: %s", what, difference(d))))
	}
}

// everywhere are the changes that are made to all values of a body at once.
var everywhere = []struct {
	what   string
	change func(*jsontree.Node)
}{
	{"unknown members", func(n *jsontree.Node) {
		if n.Kind == jsontree.Object {
			n.Members = append(n.Members, jsontree.Member{Name: "xAzbillNew", Value: newcomer})
		}
	}},
	{"numbers in other words", func(n *jsontree.Node) {
		if n.Kind == jsontree.Number {
			n.Text += map[bool]string{true: "e0", false: "0"}[isInteger(n.Text)]
		}
	}},
	{"28 digits", func(n *jsontree.Node) {
		if n.Kind == jsontree.Number {
			n.Text = "1234567890123456789.012345678"
		}
	}},
	{"a duplicate of every element", func(n *jsontree.Node) {
		for _, item := range n.Items {
			n.Items = append(n.Items, item.Clone())
		}
	}},
}

// newcomer is the value of the unknown members.
var newcomer, _, _ = jsontree.Parse([]byte(`{"a":[1e3,null,{"b":500.0}],"c":1234567890123456789012345678}`))

// alternatives are the values that take the place of one value of a body.
var alternatives = []struct {
	what    string
	value   jsontree.Node
	always  bool
	strings bool // in place of strings only; else of anything but strings
}{
	{what: "null", value: jsontree.Node{Kind: jsontree.Null, Text: "null"}, always: true},
	{what: "a new value", value: jsontree.Node{Kind: jsontree.String, Text: "xAzbillNew"}, strings: true},
	{what: "a misfit", value: jsontree.Node{Kind: jsontree.Number, Text: "17.0"}, strings: true},
	{what: "a misfit", value: jsontree.Node{Kind: jsontree.String, Text: "xAzbillMisfit"}},
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

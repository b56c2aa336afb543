package conformance

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/internal/jsontree"
)

// maxForward is how many bytes of altered bodies checkForward sends through the types for one message. Each shape of value
// in it is another two or three bodies.
var maxForward = 256 << 20

// checkForward asks whether the types keep what a newer service may send: unknown members, new enum values and
// variants, nulls, values of another type, and unusual number literals. A replaced object or list hides what was below it, as an
// unknown variant does, and a type mismatch may affect the whole object; so these are tried one at a time. A change that
// fits everywhere is made everywhere at once.
//
// It starts from the encoding, whose members are in the order the types write them: then most answers equal what was
// sent to the byte, and need not be taken apart.
func checkForward(x *exchange) []Finding {
	if x.encoded == nil {
		return nil
	}
	f := forward{x: x, text: x.encodedText, deciding: x.target.schemas.Discriminators()}
	f.input, f.output, f.other = make([]byte, 0, 2*len(f.text)), make([]byte, 0, 2*len(f.text)), make([]byte, 0, 2*len(f.text))
	for _, e := range everywhere {
		f.input = f.changed(f.input[:0], &e, "", x.encoded)
		f.try(e.what, "", nil)
	}
	for _, p := range x.placesEncoded() {
		if f.sent > maxForward {
			message := fmt.Sprintf("nothing is tried from here on: more than %d bytes were sent through the types, for the message is large and has members of very many names; shorten it", maxForward)
			return append(f.out, x.finding(schema.RuleLimit, BlameSample, p.Pointer, message))
		}
		for _, a := range alternatives {
			if a.fits(p.Node) && (!a.deciding || f.decides(p)) {
				f.input = append(append(append(f.input[:0], f.text[:p.Node.Start]...), a.text...), f.text[p.Node.End:]...)
				f.try(a.what, p.Pointer, func() bool { return f.isKeptLast(p, a.text) })
			}
		}
	}
	return f.out
}

// forward collects what the types do not keep.
type forward struct {
	x      *exchange
	text   []byte // what the types make of the sample
	input  []byte // that, altered
	output []byte // what the types make of the input
	other  []byte // the input in another order
	sent   int    // bytes of inputs, and of other orders compared with
	// deciding are the names of the members that tell variants apart.
	deciding map[string]bool
	out      []Finding
}

// try sends the input through the types. What comes back is most often the input to the byte, or passes isSame; only
// what is neither is taken apart, for the differences and where they are.
func (f *forward) try(what, pointer string, isSame func() bool) {
	f.sent += len(f.input)
	v, err := f.x.decode(f.input)
	if err != nil {
		f.report(pointer, fmt.Sprintf("%s: decoding fails: %v", what, err))
		return
	}
	f.output = v.AppendJSON(f.output[:0])
	if bytes.Equal(f.output, f.input) || isSame != nil && isSame() {
		return
	}
	want, _, err := jsontree.Parse(f.input)
	if err != nil {
		f.report(pointer, fmt.Sprintf("%s: the suite sends what is not JSON: %v", what, err))
		return
	}
	got, flaws, err := jsontree.Parse(f.output)
	if err != nil || len(flaws) > 0 {
		f.report(pointer, fmt.Sprintf("%s: the encoding is not JSON: %v %v", what, err, flaws))
		return
	}
	for _, d := range jsontree.Diff(want, got) {
		f.report(d.Pointer, fmt.Sprintf("%s: %s", what, difference(d)))
	}
}

func (f *forward) report(pointer, message string) {
	f.out = append(f.out, f.x.finding("forward", BlameTypes, pointer, message))
}

// isKeptLast reports whether the output is the input but for one member, which has moved to the end of its object: one on
// the way to the place whose value was replaced. Types do so with a value that does not fit its member.
func (f *forward) isKeptLast(p jsontree.Place, value string) bool {
	for _, step := range slices.Backward(p.Path) {
		if f.sent += len(f.text); f.sent > maxForward {
			return false
		}
		o, moved := step.Object, step.Object.Members[step.Member]
		b := append(append(f.other[:0], f.text[:o.Start]...), '{')
		for i, m := range o.Members {
			if i != step.Member {
				b = append(append(b, f.text[m.Start:m.Value.End]...), ',')
			}
		}
		b = append(append(b, f.text[moved.Start:p.Node.Start]...), value...)
		b = append(append(b, f.text[p.Node.End:moved.Value.End]...), '}')
		f.other = append(b, f.text[o.End:]...)
		if bytes.Equal(f.output, f.other) {
			return true
		}
	}
	return false
}

// decides reports whether a place is that of a member that tells variants apart.
func (f *forward) decides(p jsontree.Place) bool {
	if len(p.Path) == 0 {
		return false
	}
	step := p.Path[len(p.Path)-1]
	m := step.Object.Members[step.Member]
	return m.Value == p.Node && f.deciding[m.Name]
}

// everywhere are the changes that are made to all values of a body at once.
var everywhere = []change{
	{what: "unknown members", member: `"xAzbillNew":{"a":[1e3,null,{"b":500.0}],"c":1234567890123456789012345678}`},
	{what: "numbers in other words", number: func(literal string) string {
		return literal + map[bool]string{true: "e0", false: "0"}[isInteger(literal)]
	}},
	{what: "28 digits", number: func(string) string { return "1234567890123456789.012345678" }},
	{what: "a new value", text: newValue},
	{what: "a duplicate of every element", copies: true},
}

type change struct {
	what   string
	member string                      // of every object, more
	number func(literal string) string // in place of every number
	text   string                      // in place of every string that does not decide on a variant
	copies bool                        // all elements of a list come again after the last
}

// changed appends a value with a change made to all that is in it. name is that of its member, if it is one's.
func (f *forward) changed(b []byte, c *change, name string, n *jsontree.Node) []byte {
	switch {
	case n.Kind == jsontree.Object:
		b = append(b, '{')
		for _, m := range n.Members {
			b = append(jsontree.AppendString(b, m.Name), ':')
			b = append(f.changed(b, c, m.Name, m.Value), ',')
		}
		if b = append(b, c.member...); b[len(b)-1] == ',' {
			b = b[:len(b)-1]
		}
		return append(b, '}')
	case n.Kind == jsontree.Array:
		b = append(b, '[')
		start := len(b)
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = f.changed(b, c, "", item)
		}
		if c.copies && len(n.Items) > 0 && len(b) < room(f.text) {
			b = append(append(b, ','), b[start:]...)
		}
		return append(b, ']')
	case n.Kind == jsontree.Number && c.number != nil:
		return append(b, c.number(n.Text)...)
	case n.Kind == jsontree.String && c.text != "" && !f.deciding[name]:
		return append(b, c.text...)
	}
	return n.Append(b)
}

// room is how long a body with doubled lists may become: every list within a list doubles it again.
func room(text []byte) int { return 1<<20 + 2*len(text) }

const newValue = `"xAzbillNew"`

// alternatives are the values that take the place of one value of a body.
var alternatives = []alternative{
	{what: "null", text: "null", fits: func(n *jsontree.Node) bool { return n.Kind != jsontree.Null }},
	{what: "a new value", text: newValue, deciding: true, fits: func(n *jsontree.Node) bool { return n.Kind == jsontree.String }},
	{what: "a type mismatch", text: "17.0", fits: func(n *jsontree.Node) bool { return n.Kind == jsontree.String }},
	{what: "a type mismatch", text: `"xAzbillMismatch"`, fits: func(n *jsontree.Node) bool { return n.Kind != jsontree.String }},
}

type alternative struct {
	what, text string
	deciding   bool                      // only for what tells variants apart
	fits       func(*jsontree.Node) bool // whether it says something new in place of the value
}

func isInteger(literal string) bool { return !strings.ContainsAny(literal, ".eE") }

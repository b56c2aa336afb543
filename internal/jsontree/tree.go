package jsontree

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/azbill/azbill/internal/pointer"
)

// Escape writes a member name as a token of a JSON pointer.
func Escape(name string) string { return pointer.Token(name) }

// Get returns the value of the member, nil when n is not an object or has no such member. Of several it is the first.
func (n *Node) Get(name string) *Node {
	if n == nil || n.Kind != Object {
		return nil
	}
	for i := range n.Members {
		if n.Members[i].Name == name {
			return n.Members[i].Value
		}
	}
	return nil
}

// At returns the value that the JSON pointer leads to, nil when there is none.
func (n *Node) At(way string) *Node {
	for n != nil && way != "" {
		token, rest, more := strings.Cut(way[1:], "/")
		token, _ = pointer.Name(token)
		if n.Kind == Array {
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(n.Items) {
				return nil
			}
			n = n.Items[i]
		} else {
			n = n.Get(token)
		}
		if !more {
			break
		}
		way = "/" + rest
	}
	return n
}

// Walk calls visit for n and every value below it, parents first, with their JSON pointers.
func (n *Node) Walk(visit func(pointer string, n *Node)) { n.walk("", visit) }

func (n *Node) walk(pointer string, visit func(string, *Node)) {
	visit(pointer, n)
	for _, m := range n.Members {
		m.Value.walk(pointer+"/"+Escape(m.Name), visit)
	}
	for i, item := range n.Items {
		item.walk(pointer+"/"+strconv.Itoa(i), visit)
	}
}

// Clone returns a copy that shares nothing with n.
func (n *Node) Clone() *Node {
	c := *n
	c.Members = make([]Member, len(n.Members))
	for i, m := range n.Members {
		c.Members[i] = Member{m.Name, m.Start, m.Value.Clone()}
	}
	c.Items = make([]*Node, len(n.Items))
	for i, item := range n.Items {
		c.Items[i] = item.Clone()
	}
	return &c
}

// MaxExponent is the largest exponent of a number that [Tame] leaves alone.
const MaxExponent = 9999

// Any returns the value as encoding/json would give it, with numbers as json.Number, [Tame].
func (n *Node) Any() any { return n.AnyNamed(func(name string) string { return name }) }

// AnyNamed is Any with other names of members.
func (n *Node) AnyNamed(spell func(name string) string) any {
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		return json.Number(Tame(n.Text))
	case String:
		return n.Text
	case Array:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = item.AnyNamed(spell)
		}
		return out
	case Object:
		out := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			out[spell(m.Name)] = m.Value.AnyNamed(spell)
		}
		return out
	}
	return nil
}

// Tame cuts the exponent of a number literal to ±[MaxExponent], so that no arithmetic on it takes forever.
func Tame(literal string) string {
	i := strings.IndexAny(literal, "eE")
	if i < 0 {
		return literal
	}
	if e, err := strconv.Atoi(literal[i+1:]); err == nil && e >= -MaxExponent && e <= MaxExponent {
		return literal
	}
	if literal[i+1] == '-' {
		return literal[:i] + "e-" + strconv.Itoa(MaxExponent)
	}
	return literal[:i] + "e" + strconv.Itoa(MaxExponent)
}

// Append appends the value as compact JSON.
func (n *Node) Append(b []byte) []byte {
	switch n.Kind {
	case Null:
		return append(b, "null"...)
	case String:
		return AppendString(b, n.Text)
	case Array:
		b = append(b, '[')
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.Append(b)
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		for i, m := range n.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendString(b, m.Name)
			b = append(b, ':')
			b = m.Value.Append(b)
		}
		return append(b, '}')
	}
	return append(b, n.Text...)
}

// String returns the value as compact JSON.
func (n *Node) String() string { return string(n.Append(nil)) }

// Short returns the value as compact JSON of at most 60 characters, for messages.
func (n *Node) Short() string {
	if r := []rune(n.String()); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return n.String()
}

// AppendString appends a string as JSON.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	if isPlain(s) {
		return append(append(b, s...), '"')
	}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < 0x20:
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[r>>4], "0123456789abcdef"[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// isPlain reports whether a string is written in JSON without escapes.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == '"' || s[i] == '\\' || s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Position returns the 1-based line and column, in bytes, of an offset of the text.
func Position(text []byte, offset int) (line, col int) {
	before := text[:min(max(offset, 0), len(text))]
	line = bytes.Count(before, []byte{'\n'}) + 1
	return line, len(before) - bytes.LastIndexByte(before, '\n')
}

// Difference is a place where two values are not the same.
type Difference struct {
	Pointer   string
	Want, Got *Node // nil: absent
}

// Diff compares two JSON values: members in any order, strings by text, numbers by literal. It returns the differences
// in the order of want; the members that only got has come last in their object.
func Diff(want, got *Node) []Difference {
	d := differ{}
	d.value(want, got)
	return d.out
}

// differ compares two values. Pointers are written only for what differs, which is next to nothing.
type differ struct {
	path path
	out  []Difference
}

func (d *differ) add(want, got *Node) {
	d.out = append(d.out, Difference{d.path.String(), want, got})
}

func (d *differ) value(want, got *Node) {
	if want.Kind != got.Kind || want.Text != got.Text {
		d.add(want, got)
		return
	}
	for i := 0; i < max(len(want.Items), len(got.Items)); i++ {
		d.path = append(d.path, token{index: i})
		switch {
		case i >= len(got.Items):
			d.add(want.Items[i], nil)
		case i >= len(want.Items):
			d.add(nil, got.Items[i])
		default:
			d.value(want.Items[i], got.Items[i])
		}
		d.path = d.path[:len(d.path)-1]
	}
	if want.Kind == Object {
		d.members(want, got)
	}
}

// members compares objects. Most have the same members in the same order.
func (d *differ) members(want, got *Node) {
	others := lookup{object: got}
	sameOrder := len(want.Members) == len(got.Members)
	for i, m := range want.Members {
		d.path = append(d.path, token{name: m.Name, index: -1})
		if i < len(got.Members) && got.Members[i].Name == m.Name {
			d.value(m.Value, got.Members[i].Value)
		} else {
			sameOrder = false
			if other := others.get(m.Name); other != nil {
				d.value(m.Value, other)
			} else {
				d.add(m.Value, nil)
			}
		}
		d.path = d.path[:len(d.path)-1]
	}
	if sameOrder {
		return
	}
	known := lookup{object: want}
	for _, m := range got.Members {
		if known.get(m.Name) == nil {
			d.path = append(d.path, token{name: m.Name, index: -1})
			d.add(nil, m.Value)
			d.path = d.path[:len(d.path)-1]
		}
	}
}

// few is the number of members up to which an object is searched one by one.
const few = 24

// lookup finds members of an object by name, of several the first.
type lookup struct {
	object *Node
	byName map[string]*Node
}

func (l *lookup) get(name string) *Node {
	if len(l.object.Members) <= few {
		return l.object.Get(name)
	}
	if l.byName == nil {
		l.byName = make(map[string]*Node, len(l.object.Members))
		for _, m := range slices.Backward(l.object.Members) {
			l.byName[m.Name] = m.Value
		}
	}
	return l.byName[name]
}

package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/pointer"
	"github.com/azbill/azbill/openapi/diag"
)

// kind is the JSON kind of a node. Kinds are bits, so that a rule can name several.
type kind uint8

const (
	kindNull kind = 1 << iota
	kindBool
	kindNumber
	kindString
	kindArray
	kindObject

	kindAny = kindNull | kindBool | kindNumber | kindString | kindArray | kindObject
)

// String names the kinds for a message: "an object", "a string or null".
func (k kind) String() string {
	names := []string{"null", "a boolean", "a number", "a string", "an array", "an object"}
	var said []string
	for i := len(names) - 1; i >= 0; i-- {
		if k&(1<<i) != 0 {
			said = append(said, names[i])
		}
	}
	return strings.Join(said, " or ")
}

// node is one value of a document with its place. Both readers, JSON and YAML, end in it, so nothing after them knows
// the notation. Members keep their order and numbers their literal.
type node struct {
	kind     kind
	line     int32 // of the member name for the value of a member, else of the value
	col      int32
	pos      int32 // index in up
	key      string
	text     string // of a string; the literal of a number or boolean
	up       *node
	file     *file // of the root; of a value that an overlay wrote, the overlay
	children []*node
	index    map[string]*node // members by name, made when many are looked through
	shape    *shape           // what the node was walked as, of places where a reference may stand
	target   *node            // of a reference: what it refers to
}

// linearMembers is the count up to which scanning members beats a map.
const linearMembers = 8

// member returns the value of a member, nil when there is none. Anything but an object has no members.
func (n *node) member(name string) *node {
	if n == nil || n.kind != kindObject {
		return nil
	}
	if len(n.children) > linearMembers {
		if n.index == nil {
			n.index = make(map[string]*node, 2*len(n.children))
			for _, m := range n.children {
				n.index[m.key] = m
			}
		}
		return n.index[name]
	}
	for _, c := range n.children {
		if c.key == name {
			return c
		}
	}
	return nil
}

// add appends a child; for an object it returns the earlier member of the same name and adds nothing.
func (n *node) add(c *node) (earlier *node) {
	if n.kind == kindObject {
		if earlier = n.member(c.key); earlier != nil {
			return earlier
		}
	}
	c.up, c.pos = n, int32(len(n.children))
	n.children = append(n.children, c)
	if n.index != nil {
		n.index[c.key] = c
	}
	return nil
}

// remove takes a member out of an object.
func (n *node) remove(c *node) {
	n.children = slices.DeleteFunc(slices.Clone(n.children), func(m *node) bool { return m == c })
	n.index = nil
	for i, m := range n.children {
		m.pos = int32(i)
	}
}

// str returns the text of a string member, "" when it is absent.
func (n *node) str(name string) string {
	if m := n.member(name); m != nil && m.kind == kindString {
		return m.text
	}
	return ""
}

// flag reports whether a boolean member is there and true.
func (n *node) flag(name string) bool {
	m := n.member(name)
	return m != nil && m.isTrue()
}

func (n *node) isTrue() bool { return n.kind == kindBool && n.text == "true" }

// literal returns the text of a number member as written, "" when it is absent.
func (n *node) literal(name string) string {
	if m := n.member(name); m != nil && m.kind == kindNumber {
		return m.text
	}
	return ""
}

// list returns the elements of an array member.
func (n *node) list(name string) []*node {
	if m := n.member(name); m != nil && m.kind == kindArray {
		return m.children
	}
	return nil
}

// strings returns the strings of an array member, nil when it is absent.
func (n *node) strings(name string) []string {
	var out []string
	for _, c := range n.list(name) {
		if c.kind == kindString {
			out = append(out, c.text)
		}
	}
	return out
}

// members returns the members of an object member.
func (n *node) members(name string) []*node {
	if m := n.member(name); m != nil && m.kind == kindObject {
		return m.children
	}
	return nil
}

// origin returns the file a node was read from.
func (n *node) origin() *file {
	for n.up != nil {
		n = n.up
	}
	return n.file
}

// pointer returns the JSON pointer of a node as a URI fragment.
func (n *node) pointer() string {
	var chain [32]*node
	path := chain[:0]
	size := 1
	for ; n.up != nil; n = n.up {
		path = append(path, n)
		size += len(n.key) + 8
	}
	b := append(make([]byte, 0, size), '#')
	for i := len(path) - 1; i >= 0; i-- {
		b = append(b, '/')
		if path[i].up.kind == kindArray {
			b = strconv.AppendInt(b, int64(path[i].pos), 10)
			continue
		}
		b = pointer.AppendFragment(b, path[i].key)
	}
	return string(b)
}

// at returns the place of a node.
func (n *node) at() diag.At {
	at := diag.At{File: n.origin().shown, Line: int(n.line), Col: int(n.col), Pointer: n.pointer()}
	if n.up != nil && n.file != nil {
		at.Overlay, at.Action = n.file.shown, n.file.action
	}
	return at
}

// appendJSON appends the value as compact JSON, numbers as written.
func (n *node) appendJSON(b []byte) []byte {
	switch n.kind {
	case kindNull:
		return append(b, "null"...)
	case kindBool, kindNumber:
		return append(b, n.text...)
	case kindString:
		return appendString(b, n.text)
	case kindArray:
		b = append(b, '[')
		for i, c := range n.children {
			if i > 0 {
				b = append(b, ',')
			}
			b = c.appendJSON(b)
		}
		return append(b, ']')
	}
	b = append(b, '{')
	for i, c := range n.children {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, c.key), ':')
		b = c.appendJSON(b)
	}
	return append(b, '}')
}

// appendString appends a JSON string with no more escapes than JSON asks for.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// Package jsontree reads JSON into a tree that keeps what reports on samples and changes to them need: the place of every value,
// the literal of every number, the order of members, and what is wrong with the text.
package jsontree

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is the deepest nesting that Parse accepts.
const MaxDepth = 1000

// Kind is the kind of a JSON value.
type Kind uint8

// The kinds of JSON values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"null", "boolean", "number", "string", "array", "object"}

// String returns the kind's name in JSON Schema.
func (k Kind) String() string { return kindNames[k] }

// Node is a JSON value.
type Node struct {
	Kind    Kind
	Start   int    // offset of the first byte in the text; 0 for a value that was made, not read
	End     int    // offset after the last byte
	Text    string // the literal of a number or boolean, the decoded text of a string
	Members []Member
	Items   []*Node
}

// Member is a member of an object.
type Member struct {
	Name  string
	Start int // offset of the name
	Value *Node
}

// Flaw is something wrong with a text that could be read all the same.
type Flaw struct {
	Offset  int
	Pointer string // of the value that has the flaw
	Message string
}

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset  int
	Pointer string
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Message) }

// Parse reads one JSON text. A comma before a closing bracket and a repeated member name are returned as flaws, the
// rest is read as if the comma were not there; anything else that is not JSON is a *SyntaxError.
func Parse(text []byte) (*Node, []Flaw, error) {
	p := parser{text: text, source: string(text)}
	n := p.document()
	if p.err != nil {
		return nil, p.flaws, p.err
	}
	return n, p.flaws, nil
}

type parser struct {
	text   []byte
	source string // the text again: literals and names are parts of it
	pos    int
	path   path
	nodes  []Node // to be handed out
	flaws  []Flaw
	err    error
}

// node returns a new value. They are allocated in batches, which costs less than one at a time.
func (p *parser) node() *Node {
	if len(p.nodes) == 0 {
		const batch, bytesOfOne = 32, 16
		p.nodes = make([]Node, min(batch, 1+(len(p.text)-p.pos)/bytesOfOne))
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	return n
}

func (p *parser) document() *Node {
	if bytes.HasPrefix(p.text, []byte("\uFEFF")) {
		p.flaw(0, "begins with a byte order mark")
		p.pos = len("\uFEFF")
	}
	p.space()
	n := p.value(0)
	if p.err == nil {
		if p.space(); p.pos < len(p.text) {
			p.fail("text after the value")
		}
	}
	return n
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = &SyntaxError{p.pos, p.path.String(), fmt.Sprintf(format, args...)}
	}
}

func (p *parser) flaw(offset int, format string, args ...any) {
	p.flaws = append(p.flaws, Flaw{offset, p.path.String(), fmt.Sprintf(format, args...)})
}

func (p *parser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\t', '\r', '\n':
			p.pos++
		default:
			return
		}
	}
}

// peek returns the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *parser) value(depth int) *Node {
	n := p.node()
	n.Start = p.pos
	switch c := p.peek(); {
	case depth > MaxDepth:
		p.fail("nested deeper than %d levels", MaxDepth)
	case c == '{':
		p.object(n, depth)
	case c == '[':
		p.array(n, depth)
	case c == '"':
		n.Kind, n.Text = String, p.string()
	case c == '-' || c >= '0' && c <= '9':
		n.Kind, n.Text = Number, p.number()
	default:
		p.literal(n)
	}
	n.End = p.pos
	return n
}

func (p *parser) literal(n *Node) {
	for _, word := range [...]string{"true", "false", "null"} {
		if end := p.pos + len(word); end <= len(p.text) && string(p.text[p.pos:end]) == word {
			p.pos += len(word)
			if n.Text = word; word != "null" {
				n.Kind = Bool
			}
			return
		}
	}
	if p.pos == len(p.text) {
		p.fail("expected a value, found the end")
		return
	}
	p.fail("expected a value, found %q", p.text[p.pos])
}

func (p *parser) object(n *Node, depth int) {
	n.Kind = Object
	p.pos++
	var seen map[string]bool
	for comma := -1; ; {
		p.space()
		if p.closed('}', comma) || p.err != nil {
			return
		}
		m := Member{Start: p.pos}
		if p.peek() != '"' {
			p.fail("expected a member name or }")
			return
		}
		m.Name = p.string()
		p.path = append(p.path, token{m.Name, -1})
		if isRepeated(n, &seen, m.Name) {
			p.flaw(m.Start, "member %q a second time", m.Name)
		}
		p.space()
		if p.err == nil && p.peek() != ':' {
			p.fail("expected a colon")
		}
		if p.err != nil {
			return
		}
		p.pos++
		p.space()
		m.Value = p.value(depth + 1)
		n.Members = append(n.Members, m)
		if comma = p.next('}'); p.err != nil {
			return
		}
		p.path = p.path[:len(p.path)-1]
	}
}

// isRepeated reports whether n has a member of that name already. Few members are looked through, many go into seen.
func isRepeated(n *Node, seen *map[string]bool, name string) bool {
	if len(n.Members) < few {
		return n.Get(name) != nil
	}
	if *seen == nil {
		*seen = make(map[string]bool, 2*few)
		for _, m := range n.Members {
			(*seen)[m.Name] = true
		}
	}
	repeated := (*seen)[name]
	(*seen)[name] = true
	return repeated
}

func (p *parser) array(n *Node, depth int) {
	n.Kind = Array
	p.pos++
	for comma := -1; ; {
		p.space()
		if p.closed(']', comma) || p.err != nil {
			return
		}
		p.path = append(p.path, token{"", len(n.Items)})
		n.Items = append(n.Items, p.value(depth+1))
		if comma = p.next(']'); p.err != nil {
			return
		}
		p.path = p.path[:len(p.path)-1]
	}
}

// closed takes the closing bracket, if it is next. comma is the offset of a comma just read, or -1.
func (p *parser) closed(bracket byte, comma int) bool {
	if p.peek() != bracket {
		return false
	}
	if comma >= 0 {
		p.flaw(comma, "a comma before %c", bracket)
	}
	p.pos++
	return true
}

// next takes the comma after an element, if there is one, and returns its offset, else -1.
func (p *parser) next(bracket byte) int {
	p.space()
	switch {
	case p.err != nil || p.peek() == bracket:
		return -1
	case p.peek() == ',':
		p.pos++
		return p.pos - 1
	}
	p.fail("expected a comma or %c", bracket)
	return -1
}

func (p *parser) number() string {
	start := p.pos
	if p.peek() == '-' {
		p.pos++
	}
	if p.peek() == '0' {
		p.pos++
	} else {
		p.digits()
	}
	if p.peek() == '.' {
		p.pos++
		p.digits()
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		p.digits()
	}
	return p.source[start:p.pos]
}

func (p *parser) digits() {
	start := p.pos
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.pos++
	}
	if p.pos == start {
		p.fail("expected a digit")
	}
}

func (p *parser) string() string {
	p.pos++
	start := p.pos
	for p.pos < len(p.text) && p.text[p.pos] != '"' && p.text[p.pos] != '\\' && p.text[p.pos] >= 0x20 {
		p.pos++
	}
	if p.peek() == '"' {
		s := p.source[start:p.pos]
		p.pos++
		if !utf8.ValidString(s) {
			p.fail("a string that is not UTF-8")
		}
		return s
	}
	out := append([]byte(nil), p.text[start:p.pos]...)
	for p.err == nil {
		switch c := p.peek(); {
		case p.pos >= len(p.text):
			p.fail("ends within a string")
		case c == '"':
			p.pos++
			if !utf8.Valid(out) {
				p.fail("a string that is not UTF-8")
			}
			return string(out)
		case c == '\\':
			out = p.escape(out)
		case c < 0x20:
			p.fail("a control character in a string")
		default:
			out = append(out, c)
			p.pos++
		}
	}
	return ""
}

const escapes = "\"\"\\\\//b\bf\fn\nr\rt\t"

func (p *parser) escape(out []byte) []byte {
	p.pos++
	c := p.peek()
	for i := 0; i < len(escapes); i += 2 {
		if c == escapes[i] {
			p.pos++
			return append(out, escapes[i+1])
		}
	}
	if c != 'u' {
		p.fail("an escape that JSON does not know")
		return out
	}
	r := p.hex()
	if utf16.IsSurrogate(r) {
		if p.peek() == '\\' && p.pos+1 < len(p.text) && p.text[p.pos+1] == 'u' {
			p.pos++
			r = utf16.DecodeRune(r, p.hex())
		} else {
			r = utf8.RuneError
		}
		if r == utf8.RuneError {
			p.fail("half of a surrogate pair")
		}
	}
	return utf8.AppendRune(out, r)
}

// hex reads the u and the four digits of an escape.
func (p *parser) hex() rune {
	p.pos++
	if p.pos+4 > len(p.text) {
		p.fail("ends within an escape")
		return 0
	}
	v, err := strconv.ParseUint(string(p.text[p.pos:p.pos+4]), 16, 16)
	if err != nil {
		p.fail("four hexadecimal digits are expected")
	}
	p.pos += 4
	return rune(v)
}

package jsontree

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Escape writes a member name as a token of a JSON pointer.
func Escape(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// Get returns the value of the member, nil when n is no object or has no such member. Of several it is the first.
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
func (n *Node) At(pointer string) *Node {
	for n != nil && pointer != "" {
		token, rest, more := strings.Cut(pointer[1:], "/")
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
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
		pointer = "/" + rest
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

// Any returns the value as encoding/json would give it, with numbers as json.Number. Exponents beyond ±9999 are cut to
// that, so that no arithmetic on the result takes forever.
func (n *Node) Any() any {
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		return json.Number(tame(n.Text))
	case String:
		return n.Text
	case Array:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = item.Any()
		}
		return out
	case Object:
		out := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			out[m.Name] = m.Value.Any()
		}
		return out
	}
	return nil
}

func tame(literal string) string {
	i := strings.IndexAny(literal, "eE")
	if i < 0 {
		return literal
	}
	if e, err := strconv.Atoi(literal[i+1:]); err == nil && e > -10000 && e < 10000 {
		return literal
	}
	if literal[i+1] == '-' {
		return literal[:i] + "e-9999"
	}
	return literal[:i] + "e9999"
}

// Append appends the value as compact JSON.
func (n *Node) Append(b []byte) []byte {
	switch n.Kind {
	case Null:
		return append(b, "null"...)
	case String:
		return appendString(b, n.Text)
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
			b = appendString(b, m.Name)
			b = append(b, ':')
			b = m.Value.Append(b)
		}
		return append(b, '}')
	}
	return append(b, n.Text...)
}

// String returns the value as compact JSON.
func (n *Node) String() string { return string(n.Append(nil)) }

func appendString(b []byte, s string) []byte {
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

// isPlain reports whether a string stands in JSON as it is.
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
func Diff(want, got *Node) []Difference { return diff(nil, "", want, got) }

func diff(out []Difference, pointer string, want, got *Node) []Difference {
	if want.Kind != got.Kind || want.Text != got.Text {
		return append(out, Difference{pointer, want, got})
	}
	for i := 0; i < max(len(want.Items), len(got.Items)); i++ {
		at := pointer + "/" + strconv.Itoa(i)
		switch {
		case i >= len(got.Items):
			out = append(out, Difference{at, want.Items[i], nil})
		case i >= len(want.Items):
			out = append(out, Difference{at, nil, got.Items[i]})
		default:
			out = diff(out, at, want.Items[i], got.Items[i])
		}
	}
	if want.Kind != Object {
		return out
	}
	for _, m := range want.Members {
		if other := got.Get(m.Name); other != nil {
			out = diff(out, pointer+"/"+Escape(m.Name), m.Value, other)
		} else {
			out = append(out, Difference{pointer + "/" + Escape(m.Name), m.Value, nil})
		}
	}
	for _, m := range got.Members {
		if want.Get(m.Name) == nil {
			out = append(out, Difference{pointer + "/" + Escape(m.Name), nil, m.Value})
		}
	}
	return out
}

package openapi

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonReader reads JSON into nodes. encoding/json would lose the place of a value, the order of members, number
// literals and all but the last of equal names.
type jsonReader struct {
	reader    *reader
	file      *file
	data      []byte
	off       int
	line      int32
	lineStart int
	names     map[string]string // member names seen, so that each is kept once
}

// syntaxError is a place where the text stops being JSON or YAML.
type syntaxError struct {
	line, col int32
	code      string
	message   string
}

// readJSON reads the one value of a file. Problems are reported; the node is nil when the text is not JSON or a limit
// is exceeded.
func readJSON(in *reader, f *file, data []byte) *node {
	r := &jsonReader{reader: in, file: f, data: data, line: 1, names: map[string]string{}}
	root := &node{file: f}
	err := r.value(root, 0)
	if err == nil {
		if r.space(); r.off < len(r.data) {
			err = r.fail("json-syntax", "%s after the end of the document; remove what follows", r.here())
		}
	}
	if err != nil {
		in.syntax(f, err)
		return nil
	}
	return root
}

func (r *jsonReader) fail(code, format string, args ...any) *syntaxError {
	return &syntaxError{line: r.line, col: int32(r.off-r.lineStart) + 1, code: code, message: fmt.Sprintf(format, args...)}
}

// here names the current character for a message.
func (r *jsonReader) here() string {
	if r.off >= len(r.data) {
		return "end of file"
	}
	c, _ := utf8.DecodeRune(r.data[r.off:])
	return "character " + strconv.QuoteRune(c)
}

func (r *jsonReader) space() {
	for ; r.off < len(r.data); r.off++ {
		switch r.data[r.off] {
		case '\n':
			r.line++
			r.lineStart = r.off + 1
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

// value reads a value into n, whose name and place among its siblings are the caller's business.
func (r *jsonReader) value(n *node, depth int) *syntaxError {
	r.space()
	if n.line == 0 {
		n.line, n.col = r.line, int32(r.off-r.lineStart)+1
	}
	if err := r.reader.count(depth); err != nil {
		return r.fail(err.code, "%s", err.message)
	}
	if r.off >= len(r.data) {
		return r.fail("json-syntax", "expected a value, found end of file")
	}
	switch c := r.data[r.off]; {
	case c == '{':
		return r.object(n, depth)
	case c == '[':
		return r.array(n, depth)
	case c == '"':
		n.kind = kindString
		s, err := r.str()
		n.text = string(s)
		return err
	case c == '-' || c >= '0' && c <= '9':
		return r.number(n)
	}
	for _, w := range []struct {
		text string
		kind kind
	}{{"true", kindBool}, {"false", kindBool}, {"null", kindNull}} {
		if len(r.data)-r.off >= len(w.text) && string(r.data[r.off:r.off+len(w.text)]) == w.text {
			n.kind, n.text = w.kind, w.text
			r.off += len(w.text)
			return nil
		}
	}
	return r.fail("json-syntax", "expected a value, found %s", r.here())
}

func (r *jsonReader) object(n *node, depth int) *syntaxError {
	n.kind = kindObject
	r.off++
	if r.space(); r.off < len(r.data) && r.data[r.off] == '}' {
		r.off++
		return nil
	}
	for {
		r.space()
		if r.off >= len(r.data) || r.data[r.off] != '"' {
			return r.fail("json-syntax", "expected a member name in quotes, found %s", r.here())
		}
		c := &node{line: r.line, col: int32(r.off-r.lineStart) + 1}
		name, err := r.str()
		if err != nil {
			return err
		}
		c.key = r.name(name)
		if err := r.reader.nameFits(c.key); err != nil {
			return r.fail(err.code, "%s", err.message)
		}
		if r.space(); r.off >= len(r.data) || r.data[r.off] != ':' {
			return r.fail("json-syntax", "expected a colon, found %s", r.here())
		}
		r.off++
		c.up = n // the place of a problem inside needs the way up
		if err := r.value(c, depth+1); err != nil {
			return err
		}
		if earlier := n.add(c); earlier != nil {
			r.reader.duplicate(c, earlier)
		}
		if r.space(); r.off >= len(r.data) {
			return r.fail("json-syntax", "end of file inside the object that begins at line %d; expected , or }", n.line)
		}
		switch r.data[r.off] {
		case ',':
			r.off++
		case '}':
			r.off++
			return nil
		default:
			return r.fail("json-syntax", "expected a comma or }, found %s", r.here())
		}
	}
}

func (r *jsonReader) array(n *node, depth int) *syntaxError {
	n.kind = kindArray
	r.off++
	if r.space(); r.off < len(r.data) && r.data[r.off] == ']' {
		r.off++
		return nil
	}
	for {
		c := &node{up: n, pos: int32(len(n.children))}
		if err := r.value(c, depth+1); err != nil {
			return err
		}
		n.add(c)
		if r.space(); r.off >= len(r.data) {
			return r.fail("json-syntax", "end of file inside the array that begins at line %d; expected , or ]", n.line)
		}
		switch r.data[r.off] {
		case ',':
			r.off++
		case ']':
			r.off++
			return nil
		default:
			return r.fail("json-syntax", "expected a comma or ], found %s", r.here())
		}
	}
}

// name returns one shared string for equal member names: documents repeat a few hundred names thousands of times.
func (r *jsonReader) name(b []byte) string {
	if s, ok := r.names[string(b)]; ok {
		return s
	}
	s := string(b)
	r.names[s] = s
	return s
}

func (r *jsonReader) number(n *node) *syntaxError {
	end := r.off + numberLength(r.data[r.off:])
	if end == r.off {
		return r.fail("json-syntax", "malformed number")
	}
	if end < len(r.data) {
		switch c := r.data[end]; {
		case c >= '0' && c <= '9', c == '.', c == '+', c == '-', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z':
			return r.fail("json-syntax", "malformed number")
		}
	}
	n.kind, n.text = kindNumber, string(r.data[r.off:end])
	r.off = end
	return nil
}

// numberLength returns the length of the JSON number b begins with, 0 when it begins with none.
func numberLength(b []byte) int {
	i := 0
	digits := func() bool {
		start := i
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		return i > start
	}
	if i < len(b) && b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if !digits() {
		return 0
	}
	if i < len(b) && b[i] == '.' {
		if i++; !digits() {
			return 0
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if !digits() {
			return 0
		}
	}
	return i
}

// str reads a string. The bytes may be those of the document: they are the caller's to copy.
func (r *jsonReader) str() ([]byte, *syntaxError) {
	r.off++
	start := r.off
	for ; r.off < len(r.data); r.off++ {
		switch c := r.data[r.off]; {
		case c == '"':
			s := r.data[start:r.off]
			r.off++
			return s, nil
		case c == '\\':
			return r.escaped(start)
		case c < 0x20:
			return nil, r.fail("json-syntax", "control character in a string; write it as an escape")
		}
	}
	return nil, r.fail("json-syntax", "end of file inside a string")
}

// escaped reads the rest of a string that holds escapes.
func (r *jsonReader) escaped(start int) ([]byte, *syntaxError) {
	b := append([]byte(nil), r.data[start:r.off]...)
	for r.off < len(r.data) {
		switch c := r.data[r.off]; {
		case c == '"':
			r.off++
			return b, nil
		case c < 0x20:
			return nil, r.fail("json-syntax", "control character in a string; write it as an escape")
		case c != '\\':
			b = append(b, c)
			r.off++
		default:
			var err *syntaxError
			if b, err = r.escape(b); err != nil {
				return nil, err
			}
		}
	}
	return nil, r.fail("json-syntax", "end of file inside a string")
}

func (r *jsonReader) escape(b []byte) ([]byte, *syntaxError) {
	if r.off+1 >= len(r.data) {
		return nil, r.fail("json-syntax", "end of file inside a string")
	}
	switch c := r.data[r.off+1]; c {
	case '"', '\\', '/':
		b = append(b, c)
	case 'b':
		b = append(b, '\b')
	case 'f':
		b = append(b, '\f')
	case 'n':
		b = append(b, '\n')
	case 'r':
		b = append(b, '\r')
	case 't':
		b = append(b, '\t')
	case 'u':
		return r.unicode(b)
	default:
		return nil, r.fail("json-syntax", "unknown escape in a string")
	}
	r.off += 2
	return b, nil
}

func (r *jsonReader) unicode(b []byte) ([]byte, *syntaxError) {
	c, ok := r.hex4(r.off)
	if !ok {
		return nil, r.fail("json-syntax", `\u without four hexadecimal digits`)
	}
	if !utf16.IsSurrogate(c) {
		r.off += 6
		return utf8.AppendRune(b, c), nil
	}
	low, ok := r.hex4(r.off + 6)
	pair := utf16.DecodeRune(c, low)
	if !ok || pair == utf8.RuneError {
		return nil, r.fail("json-syntax", "half of a surrogate pair; write both halves or the character itself")
	}
	r.off += 12
	return utf8.AppendRune(b, pair), nil
}

// hex4 reads the \uXXXX at off.
func (r *jsonReader) hex4(off int) (rune, bool) {
	if off+6 > len(r.data) || r.data[off] != '\\' || r.data[off+1] != 'u' {
		return 0, false
	}
	v, err := strconv.ParseUint(string(r.data[off+2:off+6]), 16, 32)
	return rune(v), err == nil
}

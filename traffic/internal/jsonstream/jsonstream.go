// Package jsonstream reads JSON of any size in pieces: its memory does not grow with the text. It checks the structure
// of what it reads, and leaves the inside of values that it copies or skips to who decodes them.
package jsonstream

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how many objects and arrays may be open at once.
const MaxDepth = 10_000

// SyntaxError says that a text is not JSON.
type SyntaxError struct {
	Offset int64
	Msg    string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Msg) }

// Reader reads one JSON text, or several in a row. The first error sticks.
type Reader struct {
	r     io.Reader
	buf   []byte
	pos   int
	base  int64 // offset of buf in the text
	line  int64 // where the last value begins that is the first of its line
	depth int
	err   error
	eof   bool
	text  []byte // scratch of String and Scalar
	out   []byte // scratch of CopyString
}

// New returns a Reader of r.
func New(r io.Reader) *Reader { return &Reader{r: r, buf: make([]byte, 0, 64<<10)} }

// Offset is where in the text the reader is.
func (r *Reader) Offset() int64 { return r.base + int64(r.pos) }

// Err returns the first error.
func (r *Reader) Err() error { return r.err }

// fill reads more text when all has been passed, and reports whether there is some.
func (r *Reader) fill() bool {
	if r.pos < len(r.buf) {
		return true
	}
	if r.eof || r.err != nil {
		return false
	}
	r.base += int64(len(r.buf))
	r.buf, r.pos = r.buf[:0], 0
	for range 100 {
		n, err := r.r.Read(r.buf[:cap(r.buf)])
		r.buf = r.buf[:n]
		switch {
		case errors.Is(err, io.EOF):
			r.eof = true
			return n > 0
		case err != nil:
			r.err = err
			return false
		case n > 0:
			return true
		}
	}
	r.err = io.ErrNoProgress
	return false
}

// fail sets the error of the current text.
func (r *Reader) fail(msg string) error {
	if r.err == nil {
		if r.eof && r.pos >= len(r.buf) {
			r.err = fmt.Errorf("offset %d: %w", r.Offset(), io.ErrUnexpectedEOF)
		} else {
			r.err = &SyntaxError{r.Offset(), msg}
		}
	}
	return r.err
}

// Peek passes white space and returns the next byte; 0 at the end of the text and after an error.
func (r *Reader) Peek() byte {
	first := false // of its line
	for r.fill() {
		switch c := r.buf[r.pos]; c {
		case '\n':
			first = true
			r.pos++
		case ' ', '\t', '\r':
			r.pos++
		default:
			if first {
				r.line = r.Offset()
			}
			return c
		}
	}
	return 0
}

// expect passes a byte.
func (r *Reader) expect(c byte) error {
	if r.Peek() != c || r.err != nil {
		return r.fail("expected " + strconv.QuoteRune(rune(c)))
	}
	r.pos++
	return nil
}

// open begins an object or array.
func (r *Reader) open(c byte) error {
	if err := r.expect(c); err != nil {
		return err
	}
	if r.depth++; r.depth > MaxDepth {
		return r.fail(fmt.Sprintf("nested deeper than %d", MaxDepth))
	}
	return nil
}

// more moves to the next member or element, whose n-th it is, or past the closing bracket.
func (r *Reader) more(n int, closing byte) (bool, error) {
	switch c := r.Peek(); {
	case r.err != nil:
		return false, r.err
	case c == closing:
		r.pos++
		r.depth--
		return false, nil
	case n == 0:
		return true, nil
	case c == ',':
		r.pos++
		return true, nil
	}
	return false, r.fail("expected a comma or " + strconv.QuoteRune(rune(closing)))
}

// Object reads an object: member is called with the name of each member and must read its value.
func (r *Reader) Object(member func(name string) error) error {
	if err := r.open('{'); err != nil {
		return err
	}
	for n := 0; ; n++ {
		if more, err := r.more(n, '}'); !more || err != nil {
			return err
		}
		name, err := r.String(1 << 10)
		if err != nil {
			return err
		}
		if err := r.expect(':'); err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
	}
}

// Array reads an array: element is called with the index of each element and must read it.
func (r *Reader) Array(element func(i int) error) error {
	if err := r.open('['); err != nil {
		return err
	}
	for n := 0; ; n++ {
		if more, err := r.more(n, ']'); !more || err != nil {
			return err
		}
		if err := element(n); err != nil {
			return err
		}
	}
}

// limited keeps the first bytes of what is written to it.
type limited struct {
	b    []byte
	left int
	cut  bool
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.b = append(l.b, p[:n]...)
	l.left -= n
	l.cut = l.cut || n < len(p)
	return len(p), nil
}

// String reads a string, of which more than most bytes are dropped.
func (r *Reader) String(most int) (string, error) {
	l := limited{b: r.text[:0], left: most}
	err := r.CopyString(&l)
	r.text = l.b
	return string(l.b), err
}

// Scalar reads a string, number, true or false as text, and null as empty text. It skips other values.
func (r *Reader) Scalar(most int) (string, error) {
	switch c := r.Peek(); c {
	case '"':
		return r.String(most)
	case '{', '[':
		return "", r.Skip()
	}
	l := limited{b: r.text[:0], left: most}
	err := r.CopyValue(&l)
	r.text = l.b
	if text := string(l.b); text != "null" {
		return text, err
	}
	return "", err
}

// outBytes is how much of a string is written at once.
const outBytes = 32 << 10

// CopyString writes what a string says.
func (r *Reader) CopyString(w io.Writer) error {
	if err := r.expect('"'); err != nil {
		return err
	}
	out := r.out[:0]
	for r.fill() {
		rest := r.buf[r.pos:]
		n := 0
		for n < len(rest) && rest[n] != '"' && rest[n] != '\\' && rest[n] >= ' ' {
			n++
		}
		out = append(out, rest[:n]...)
		if len(out) >= outBytes {
			if err := r.write(w, out); err != nil {
				return err
			}
			out = out[:0]
		}
		if r.pos += n; n == len(rest) {
			continue
		}
		if rest[n] < ' ' {
			return r.fail("control character in a string")
		}
		r.pos++
		if rest[n] == '"' {
			r.out = out
			return r.write(w, out)
		}
		var err error
		if out, err = r.escape(out); err != nil {
			return err
		}
	}
	return r.fail("expected the end of a string")
}

// escape appends what is behind a backslash.
func (r *Reader) escape(b []byte) ([]byte, error) {
	c, err := r.byte()
	if err != nil {
		return b, err
	}
	switch c {
	case '"', '\\', '/':
		return append(b, c), nil
	case 'b':
		return append(b, '\b'), nil
	case 'f':
		return append(b, '\f'), nil
	case 'n':
		return append(b, '\n'), nil
	case 'r':
		return append(b, '\r'), nil
	case 't':
		return append(b, '\t'), nil
	case 'u':
		u, err := r.hex()
		if err == nil && utf16.IsSurrogate(u) {
			u, err = r.lowSurrogate(u)
		}
		return utf8.AppendRune(b, u), err
	}
	return b, r.fail("expected an escape sequence")
}

// lowSurrogate reads the second half of a pair and returns what the pair is.
func (r *Reader) lowSurrogate(first rune) (rune, error) {
	const msg = "expected the second half of a surrogate pair"
	for _, want := range []byte(`\u`) {
		if c, err := r.byte(); err != nil {
			return 0, err
		} else if c != want {
			return 0, r.fail(msg)
		}
	}
	second, err := r.hex()
	if err != nil {
		return 0, err
	}
	u := utf16.DecodeRune(first, second)
	if u == utf8.RuneError {
		return 0, r.fail(msg)
	}
	return u, nil
}

func (r *Reader) write(w io.Writer, b []byte) error {
	if _, err := w.Write(b); err != nil {
		r.err = err
	}
	return r.err
}

func (r *Reader) byte() (byte, error) {
	if !r.fill() {
		return 0, r.fail("expected more text")
	}
	c := r.buf[r.pos]
	r.pos++
	return c, nil
}

func (r *Reader) hex() (rune, error) {
	var u rune
	for range 4 {
		c, err := r.byte()
		if err != nil {
			return 0, err
		}
		switch {
		case '0' <= c && c <= '9':
			u = u<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			u = u<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, r.fail("expected a hexadecimal digit")
		}
	}
	return u, nil
}

// Skip passes a value.
func (r *Reader) Skip() error { return r.CopyValue(io.Discard) }

// CopyValue writes the text of a value.
func (r *Reader) CopyValue(w io.Writer) error {
	if c := r.Peek(); r.err != nil || c == 0 || c == ',' || c == ':' || c == ']' || c == '}' {
		return r.fail("expected a value")
	}
	var v value
	for r.fill() {
		from := r.pos
		done := v.pass(r)
		if r.err == nil {
			r.err = r.write(w, r.buf[from:r.pos])
		}
		if done || r.err != nil {
			return r.err
		}
	}
	if !v.inString && len(v.closing) == 0 && r.err == nil {
		return nil // a number or a literal at the end of the text
	}
	return r.fail("expected the end of a value")
}

// value is how far a value has been passed.
type value struct {
	closing  []byte // the brackets that are open, innermost last
	inString bool
	escaped  bool // the next byte follows a backslash
}

// pass passes the current text up to the end of the value, and reports whether it has ended.
func (v *value) pass(r *Reader) bool {
	for r.pos < len(r.buf) {
		if v.inString {
			if v.passString(r); r.err != nil || !v.inString && len(v.closing) == 0 {
				return true
			}
			continue
		}
		switch c := r.buf[r.pos]; c {
		case '"':
			v.inString = true
		case '{', '[':
			if v.closing = append(v.closing, c+2); len(v.closing)+r.depth > MaxDepth {
				_ = r.fail(fmt.Sprintf("nested deeper than %d", MaxDepth))
				return true
			}
		case '}', ']':
			n := len(v.closing)
			if n == 0 {
				return true // of what the value is in
			}
			if v.closing[n-1] != c {
				_ = r.fail("expected " + strconv.QuoteRune(rune(v.closing[n-1])))
				return true
			}
			if v.closing = v.closing[:n-1]; n == 1 {
				r.pos++
				return true
			}
		case ',', ' ', '\t', '\r', '\n':
			if len(v.closing) == 0 {
				return true
			}
		}
		r.pos++
	}
	return false
}

// passString passes the current text up to the end of a string.
func (v *value) passString(r *Reader) {
	for r.pos < len(r.buf) {
		c := r.buf[r.pos]
		if c < ' ' {
			_ = r.fail("control character in a string")
			return
		}
		r.pos++
		switch {
		case v.escaped:
			v.escaped = false
		case c == '\\':
			v.escaped = true
		case c == '"':
			v.inString = false
			return
		}
	}
}

// NextLine passes the rest of a line after a syntax error, so that the text on the next one can be read. It reports whether
// there is one. Where the error is that a line begins with an object, it stays there.
func (r *Reader) NextLine() bool {
	var syntax *SyntaxError
	if r.err != nil && !errors.As(r.err, &syntax) {
		return false
	}
	r.err, r.depth = nil, 0
	if r.fill() && r.buf[r.pos] == '{' && r.line == r.Offset() {
		return true
	}
	for r.fill() {
		c := r.buf[r.pos]
		if r.pos++; c == '\n' {
			return r.Peek() != 0
		}
	}
	return false
}

package codec

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// chunk is how much a stream reads at once.
const chunk = 64 << 10

// Stream reads an object from r and yields the elements of its list member one by one, without holding more of the
// text than one element and a chunk. The other members are decoded into page, which may be nil, once the object has
// ended; a member of that name which is not a list goes to page as well, and so does a value that is not an object. A list
// that is absent or null has no elements.
//
// The first error ends the sequence: a [*wire.SyntaxError] with the offset in the whole text, or what r returned. Elements
// before it have been yielded. A list, or an object around it, of another type is an error at the end, once page has it: a
// [*wire.ElementError]. When the loop stops early, nothing more is read and page is left alone.
//
// T and P are pointers, as the functions that decode them make.
//
//go:noinline
func Stream[T, P any](r io.Reader, member string, element func(*Decoder) T, page P, decodePage func(*Decoder) P) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		s := &stream{r: r, d: newDecoder(nil)}
		defer s.d.free()
		list := func() bool {
			for n := 0; s.more(n, ']', "a comma or the end of the array"); n++ {
				var x T
				decode := func(d *Decoder) { x = element(d) } // anew in each attempt
				if !s.read(func() string { return elementPointer(member, n) }, decode) {
					return true
				}
				if !yield(x, nil) {
					return false
				}
			}
			return true
		}
		if !s.object(member, list) {
			return
		}
		if s.err == nil && !reflect.ValueOf(page).IsNil() {
			if err := Unmarshal(s.rest, page, decodePage); err != nil {
				s.err = fmt.Errorf("wire: members beside %q: %w", member, err)
			}
		}
		if s.err == nil {
			s.err = s.mismatch
		}
		if s.err != nil {
			yield(none, s.err)
		}
	}
}

func elementPointer(member string, n int) string {
	return string(strconv.AppendInt(append(scan.AppendPointer(nil, member), '/'), int64(n), 10))
}

// stream holds a window of the text. Methods that return bool answer whether to go on; when not, err says why.
type stream struct {
	r     io.Reader
	d     *Decoder
	buf   []byte // the window
	pos   int    // in buf
	base  int64  // offset of buf in the text
	eof   bool
	err   error
	depth int    // containers open outside the value being read
	rest  []byte // the members that are not streamed, as an object
	names map[string]bool

	mismatch error // why there is no list, where it is neither absent nor null
}

// fill reads another chunk, after dropping what has been passed.
func (s *stream) fill() bool {
	if s.eof || s.err != nil {
		return false
	}
	if len(s.buf)-s.pos > wire.MaxElement {
		s.fail(s.pos, "", fmt.Sprintf("a value of more than %d bytes", wire.MaxElement))
		return false
	}
	if s.pos > 0 {
		s.base += int64(s.pos)
		s.buf = s.buf[:copy(s.buf, s.buf[s.pos:])]
		s.pos = 0
	}
	s.grow()
	for tries := 0; tries < 100; tries++ {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if err == io.EOF {
			s.eof = true
			return n > 0
		}
		if err != nil {
			s.err = err
			return false
		}
		if n > 0 {
			return true
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// grow makes room for a chunk, and doubles the room where a value does not fit, so that reading it again each time
// stays linear.
func (s *stream) grow() {
	if cap(s.buf)-len(s.buf) >= chunk {
		return // a reader that returns little at once must not make each reading a copy
	}
	bigger := make([]byte, len(s.buf), max(2*chunk, 2*len(s.buf)+chunk))
	copy(bigger, s.buf)
	s.buf = bigger
}

func (s *stream) fail(at int, pointer, msg string) {
	if s.err == nil {
		s.err = &wire.SyntaxError{Offset: s.base + int64(at), Pointer: pointer, Msg: msg}
	}
}

// peek passes white space and returns the next byte; 0 at the end.
func (s *stream) peek() byte {
	for {
		if s.pos = scan.PassSpace(s.buf, s.pos); s.pos < len(s.buf) {
			return s.buf[s.pos]
		}
		if !s.fill() {
			return 0
		}
	}
}

// read decodes the current value from as much text as it needs. pointer tells where the value is.
func (s *stream) read(pointer func() string, decode func(*Decoder)) bool {
	for s.err == nil {
		s.peek()
		d := s.d
		d.Reset(s.buf[s.pos:])
		d.taken, d.most = 0, internal.MaxMemory(len(d.Data))
		d.Partial, d.Depth = !s.eof, s.depth
		decode(d)
		if d.Err == nil {
			d.Peek() // a number may go on beyond the window
			d.Short = d.Pos >= len(d.Data)
		}
		switch {
		case d.Short && !s.eof:
			s.double()
		case d.Err != nil:
			s.fail(s.pos+int(d.Err.Offset), pointer()+d.Err.Pointer, d.Err.Msg)
		default:
			s.pos += d.Pos
			return true
		}
	}
	return false
}

// double reads until there is twice as much text as before, so that attempts at a long value cost linear time in all.
func (s *stream) double() {
	for want := 2 * (len(s.buf) - s.pos); s.fill() && len(s.buf)-s.pos < want; {
	}
}

func here() string { return "" }

// object reads the whole text; list reads the elements of the streamed member.
func (s *stream) object(member string, list func() bool) bool {
	if s.peek() != '{' {
		text, _ := s.value(here)
		s.noList("", text, "an object")
		s.rest = bytes.Clone(text)
		return s.end()
	}
	s.pos++
	s.depth = 1
	s.rest = append(s.rest, '{')
	for n := 0; s.more(n, '}', "a comma or the end of the object"); n++ {
		name, ok := s.name()
		if !ok {
			break
		}
		if name == member && s.peek() == '[' {
			s.pos++
			s.depth = 2
			if !list() {
				return false
			}
			s.depth = 1
			continue
		}
		if text := s.keep(name); name == member {
			s.noList(string(scan.AppendPointer(nil, member)), text, "an array")
		}
	}
	s.rest = append(s.rest, '}')
	return s.end()
}

// noList notes that there is text, other than null, where the list, or the object that has it, belongs.
func (s *stream) noList(pointer string, text []byte, want string) {
	if raw, err := wire.ParseRaw(text); err == nil && raw.Kind() != wire.KindNull {
		s.mismatch = &wire.ElementError{Pointer: pointer, Err: &wire.MismatchError{Raw: raw, Want: want}}
	}
}

// more moves to the next element or member, whose n-th it is, or past the bracket that closes them.
func (s *stream) more(n int, closing byte, want string) bool {
	switch c := s.peek(); {
	case s.err != nil:
	case c == closing:
		s.pos++
	case n == 0:
		return true
	case c == ',':
		s.pos++
		return true
	default:
		s.read(here, func(d *Decoder) { d.Unexpected(want) })
	}
	return false
}

// name reads the name of a member and the colon.
func (s *stream) name() (name string, ok bool) {
	var at int64
	ok = s.read(here, func(d *Decoder) {
		at = s.base + int64(s.pos)
		if d.Peek() != '"' {
			d.Unexpected("a member name")
		} else if text, ok := d.Text(); ok {
			name = string(text)
			d.Colon()
		}
	})
	if ok && s.names[name] {
		s.err = &wire.SyntaxError{Offset: at, Pointer: string(scan.AppendPointer(nil, name)), Msg: scan.DuplicateName}
	}
	if s.names == nil {
		s.names = map[string]bool{}
	}
	s.names[name] = true
	return name, ok && s.err == nil
}

// keep adds a member to those that are not streamed. It returns the value, valid until the next reading.
func (s *stream) keep(name string) []byte {
	text, ok := s.value(func() string { return string(scan.AppendPointer(nil, name)) })
	if !ok {
		return nil
	}
	if len(s.rest) > 1 {
		s.rest = append(s.rest, ',')
	}
	s.rest = append(append(scan.AppendQuoted(s.rest, name), ':'), text...)
	if len(s.rest) > wire.MaxElement {
		s.fail(s.pos, "", fmt.Sprintf("members of more than %d bytes beside the list", wire.MaxElement))
	}
	return text
}

// value reads a value and returns its text, valid until the next reading.
func (s *stream) value(pointer func() string) (text []byte, ok bool) {
	ok = s.read(pointer, func(d *Decoder) {
		data := d.Data
		d.Peek()
		start := d.Pos
		d.Skip()
		text = data[start:max(start, d.Pos)]
	})
	return text, ok
}

// end makes sure that nothing follows. It always answers true.
func (s *stream) end() bool {
	if s.peek(); s.pos < len(s.buf) {
		s.fail(s.pos, "", "data after the JSON value")
	}
	return true
}

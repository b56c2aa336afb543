package scan

import (
	"fmt"
	"hash/maphash"
	"sync"
	"unicode/utf8"
)

// MaxDepth is wire.MaxDepth.
const MaxDepth = 1000

// Error is wire.SyntaxError, which has the same fields, so that one converts to the other.
type Error struct {
	Offset  int64
	Pointer string
	Msg     string
}

// Scanner reads one JSON text from memory. The first error sticks and empties the text, so code that reads on sees the
// end and stops.
type Scanner struct {
	Data   []byte
	Pos    int
	Depth  int // containers open
	Blanks int // bytes of white space passed, so that a caller knows whether to compact

	Err     *Error
	Partial bool // Data is the beginning of a text whose rest has not been read
	Short   bool // Err is that Data ended

	Scratch []byte  // unescaped text of the latest string
	names   []name  // names of the open objects that Skip is in
	table   []int32 // of the names of a large object
	seed    maphash.Seed
	ends    map[int]int // where long containers end, so that looking ahead never reads them twice
}

// A pooled scanner gives up scratch space beyond these, so that one large text does not stay in memory.
const (
	keepScratch = 64 << 10
	keepNames   = 1 << 10
)

// Make returns a Scanner that must be Reset before use.
func Make() Scanner { return Scanner{seed: maphash.MakeSeed()} }

// Reset points the scanner at another text.
func (s *Scanner) Reset(data []byte) {
	s.Data, s.Pos, s.Depth, s.Blanks = data, 0, 0, 0
	s.Err, s.Partial, s.Short = nil, false, false
	s.names = s.names[:0]
	clear(s.ends)
}

// Forget drops the text and what was large, before the scanner waits in a pool.
func (s *Scanner) Forget() {
	s.Reset(nil)
	if cap(s.Scratch) > keepScratch {
		s.Scratch = nil
	}
	if cap(s.names) > keepNames {
		s.names = nil
		s.table = nil
	}
	s.ends = nil
}

var scanners = sync.Pool{New: func() any {
	s := Make()
	return &s
}}

// New returns a Scanner of data, which Free gives back.
func New(data []byte) *Scanner {
	s := scanners.Get().(*Scanner)
	s.Reset(data)
	return s
}

// Free gives the scanner back to the pool.
func (s *Scanner) Free() {
	s.Forget()
	scanners.Put(s)
}

// Valid checks that data is one JSON text.
func Valid(data []byte) *Error {
	s := New(data)
	defer s.Free()
	s.Skip()
	s.End()
	return s.Err
}

// ValidNumber checks that data is one number, without white space around it.
func ValidNumber(data []byte) *Error {
	s := New(data)
	defer s.Free()
	if len(data) > 0 && (data[0] == '-' || data[0]-'0' <= 9) {
		s.Number()
	} else {
		s.Unexpected("a number")
	}
	if s.Pos < len(s.Data) {
		s.Unexpected("the end of the number")
	}
	return s.Err
}

// Compact checks that data is one JSON text and returns it without insignificant white space.
func Compact(data []byte) (string, *Error) {
	s := New(data)
	defer s.Free()
	text := string(s.Raw())
	s.End()
	return text, s.Err
}

// Raw passes the next value, checking all of it, and returns its text without insignificant white space, valid until
// the next call.
func (s *Scanner) Raw() []byte {
	s.Peek()
	start, blanks := s.Pos, s.Blanks
	s.Skip()
	if s.Err != nil {
		return nil
	}
	if s.Blanks == blanks {
		return s.Data[start:s.Pos]
	}
	s.Scratch = AppendCompact(s.Scratch[:0], s.Data[start:s.Pos])
	return s.Scratch
}

// Fail records the first error.
func (s *Scanner) Fail(off int, msg string) { s.FailAt(off, off, msg) }

// FailAt is fail for an error whose pointer is that of another place than its offset.
func (s *Scanner) FailAt(off, place int, msg string) {
	if s.Err != nil {
		return
	}
	s.Err = &Error{Offset: int64(off), Msg: msg}
	if !s.Partial || !s.Short {
		s.Err.Pointer = pointerAt(s.Data, place)
	}
	s.Data, s.Pos = nil, 0
}

// Cut fails because the text ends too early.
func (s *Scanner) Cut() {
	if s.Err == nil {
		s.Short = true
		s.Fail(len(s.Data), "the text ends too early")
	}
}

// Unexpected fails at the next byte.
func (s *Scanner) Unexpected(want string) {
	if s.Pos >= len(s.Data) {
		s.Cut()
		return
	}
	if s.Pos == 0 && len(s.Data) >= 3 && string(s.Data[:3]) == "\xef\xbb\xbf" {
		s.Fail(0, "byte order mark; remove it")
		return
	}
	c, n := utf8.DecodeRune(s.Data[s.Pos:])
	if c == utf8.RuneError && n <= 1 {
		s.Fail(s.Pos, fmt.Sprintf("byte 0x%02x in place of %s", s.Data[s.Pos], want))
		return
	}
	s.Fail(s.Pos, fmt.Sprintf("%q in place of %s", c, want))
}

// Peek passes white space and returns the next byte, which it does not pass; 0 at the end.
func (s *Scanner) Peek() byte {
	if data, i := s.Data, s.Pos; i < len(data) && data[i] > ' ' {
		return data[i]
	}
	return s.space()
}

// Value passes one space, which is all that usually is before a value, and returns where that begins.
func (s *Scanner) Value() int {
	if s.Pos < len(s.Data) && s.Data[s.Pos] == ' ' {
		s.Pos++
		s.Blanks++
	}
	return s.Pos
}

func (s *Scanner) space() byte {
	i := PassSpace(s.Data, s.Pos)
	s.Blanks += i - s.Pos
	s.Pos = i
	if i < len(s.Data) {
		return s.Data[i]
	}
	return 0
}

// End fails unless nothing but white space is left.
func (s *Scanner) End() {
	if s.Peek(); s.Pos < len(s.Data) && s.Err == nil {
		s.Fail(s.Pos, "data after the JSON value")
	}
}

// Enter passes the byte that opens a container.
func (s *Scanner) Enter() bool {
	if s.Depth >= MaxDepth {
		s.Fail(s.Pos, fmt.Sprintf("nesting deeper than %d", MaxDepth))
		return false
	}
	s.Depth++
	s.Pos++
	return true
}

// Leave passes the byte that closes a container.
func (s *Scanner) Leave() {
	s.Depth--
	s.Pos++
}

// Literal passes one of null, true and false.
func (s *Scanner) Literal(text string) bool {
	rest := s.Data[s.Pos:]
	if len(rest) >= len(text) && string(rest[:len(text)]) == text {
		s.Pos += len(text)
		return true
	}
	n := 0
	for n < len(rest) && rest[n] == text[n] {
		n++
	}
	s.Pos += n
	s.Unexpected(text)
	return false
}

// Number passes a number and reports whether it is written without fraction and exponent.
func (s *Scanner) Number() (plain, ok bool) {
	data, i := s.Data, s.Pos
	if data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		i++
	} else if i, ok = s.digits(i); !ok {
		return false, false
	}
	plain = true
	if i < len(data) && data[i] == '.' {
		plain = false
		if i, ok = s.digits(i + 1); !ok {
			return false, false
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		plain = false
		if i++; i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		if i, ok = s.digits(i); !ok {
			return false, false
		}
	}
	s.Pos = i
	return plain, true
}

// digits returns the index after the digits at i, of which there must be one.
func (s *Scanner) digits(i int) (int, bool) {
	data, start := s.Data, i
	for i < len(data) && data[i]-'0' <= 9 {
		i++
	}
	if i == start {
		s.Pos = i
		s.Unexpected("a digit")
		return i, false
	}
	return i, true
}

// Quoted passes a string, checking it, and returns where its text lies between the quotes and whether it has escapes.
func (s *Scanner) Quoted() (lo, hi int, escaped, ok bool) {
	lo = s.Pos + 1
	if hi = PlainText(s.Data, lo); hi < len(s.Data) && s.Data[hi] == '"' {
		s.Pos = hi + 1
		return lo, hi, false, true
	}
	return s.quotedFrom(lo, hi)
}

// quotedFrom goes on at i, where something else than plain text is.
func (s *Scanner) quotedFrom(lo, i int) (_, hi int, escaped, ok bool) {
	data := s.Data
	for {
		i = PlainText(data, i)
		if i >= len(data) {
			s.Cut()
			return 0, 0, false, false
		}
		switch c := data[i]; {
		case c == '"':
			s.Pos = i + 1
			return lo, i, escaped, true
		case c == '\\':
			escaped = true
			i, ok = s.escape(i)
		case c >= utf8.RuneSelf:
			i, ok = s.multibyte(i)
		default:
			s.Fail(i, fmt.Sprintf("control character %q in a string; it must be escaped", c))
			ok = false
		}
		if !ok {
			return 0, 0, false, false
		}
	}
}

// multibyte returns the index after the run of UTF-8 sequences at i.
func (s *Scanner) multibyte(i int) (int, bool) {
	data := s.Data
	for i < len(data) && data[i] >= utf8.RuneSelf {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			if !utf8.FullRune(data[i:]) {
				s.Cut()
			} else {
				s.Fail(i, fmt.Sprintf("byte 0x%02x is not UTF-8", data[i]))
			}
			return i, false
		}
		i += n
	}
	return i, true
}

// escape returns the index after the escape at i.
func (s *Scanner) escape(i int) (int, bool) {
	if i+1 >= len(s.Data) {
		s.Cut()
		return i, false
	}
	switch c := s.Data[i+1]; c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, true
	case 'u':
		return s.escapeUnicode(i)
	}
	s.Fail(i, "unknown escape in a string")
	return i, false
}

func (s *Scanner) escapeUnicode(i int) (int, bool) {
	r, ok := s.codeUnit(i)
	switch {
	case !ok:
		return i, false
	case r < 0xd800 || r > 0xdfff:
		return i + 6, true
	case r >= 0xdc00:
		s.Fail(i, "lone surrogate in a string")
		return i, false
	}
	next := s.Data[i+6:]
	if len(next) == 0 || len(next) == 1 && next[0] == '\\' {
		s.Cut()
		return i, false
	}
	if next[0] == '\\' && next[1] == 'u' {
		low, ok := s.codeUnit(i + 6)
		if !ok {
			return i, false
		}
		if low >= 0xdc00 && low <= 0xdfff {
			return i + 12, true
		}
	}
	s.Fail(i, "lone surrogate in a string")
	return i, false
}

// codeUnit reads the \uXXXX at i.
func (s *Scanner) codeUnit(i int) (rune, bool) {
	r := hex4(s.Data, i+2)
	if r >= 0 {
		return r, true
	}
	for j := i + 2; j < i+6; j++ {
		if j >= len(s.Data) {
			s.Cut()
			return 0, false
		}
		if c := s.Data[j] | 0x20; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			break
		}
	}
	s.Fail(i, `\u without four hexadecimal digits in a string`)
	return 0, false
}

// Text passes a string and returns what it says, valid until the next call.
func (s *Scanner) Text() ([]byte, bool) {
	lo, hi, escaped, ok := s.Quoted()
	if !ok {
		return nil, false
	}
	if !escaped {
		return s.Data[lo:hi], true
	}
	s.Scratch = AppendUnescaped(s.Scratch[:0], s.Data[lo:hi])
	return s.Scratch, true
}

package scan

import (
	"bytes"
	"math/bits"
	"unicode/utf8"
)

const (
	each01 = 0x0101010101010101
	each02 = each01 * 0x02
	each20 = each01 * ' '
	each21 = each01 * 0x21
	each5c = each01 * '\\'
	each80 = each01 * 0x80
)

// special holds the bytes that end a run of plain ASCII text in a JSON string.
var special = func() (t [256]bool) {
	for c := range t {
		t[c] = c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf
	}
	return t
}()

// stops marks, in the high bit of each byte of w, the bytes that end a run of plain ASCII text in a JSON string. The
// lowest mark is exact; those above it may be false, as a subtraction borrows.
func stops(w uint64) uint64 { return marks(w) & each80 }

// marks is stops before what is no high bit is cleared.
//
// Flipping one bit puts the quote, and nothing else that is plain, among the 33 lowest values, beside the control
// characters; flipping those of a backslash makes it zero. Subtracting then sets the high bit of these bytes. What is no
// ASCII has it set already, and one of the two subtractions leaves it there: the first one does from 0xa1 on, the second
// one everywhere but in 0xdc.
func marks(w uint64) uint64 { return ((w ^ each02) - each21) | ((w ^ each5c) - each01) }

// word returns the 8 bytes at i, in one load where the compiler sees that they are in range: in a loop up to len(b)-7.
func word(b []byte, i int) uint64 {
	_ = b[i+7]
	return uint64(b[i]) | uint64(b[i+1])<<8 | uint64(b[i+2])<<16 | uint64(b[i+3])<<24 |
		uint64(b[i+4])<<32 | uint64(b[i+5])<<40 | uint64(b[i+6])<<48 | uint64(b[i+7])<<56
}

// PlainText returns the index of the first byte at or after i that is no plain ASCII text of a JSON string.
func PlainText(data []byte, i int) int {
	if uint(i) > uint(len(data)) {
		return i
	}
	rest := data[i:]
	n := 0
	// Two words at a time, and one of them chosen without a branch: most names end in the first two, but which of them
	// is anyone's guess.
	for ; n < len(rest)-15; n += 16 {
		m, second := marks(word(rest, n)), marks(word(rest, n+8))
		if (m|second)&each80 == 0 {
			continue
		}
		at := n
		if m &= each80; m == 0 {
			m = second & each80
			at = n + 8
		}
		return i + at + bits.TrailingZeros64(m)>>3
	}
	for n < len(rest) && !special[rest[n]] {
		n++
	}
	return i + n
}

// PassString returns the index after the string that opens at i, without checking it; -1 when it does not end.
func PassString(data []byte, i int) int {
	for i++; i < len(data); {
		i = PlainText(data, i)
		switch {
		case i >= len(data):
			return -1
		case data[i] == '"':
			return i + 1
		case data[i] == '\\':
			i += 2
		default:
			i++
		}
	}
	return -1
}

// PassValue returns the index after the value at i, without checking it; -1 when it does not end. It serves looking
// ahead in text that will be checked later, and text that has been checked.
func PassValue(data []byte, i int) int {
	if i >= len(data) {
		return -1
	}
	switch data[i] {
	case '"':
		return PassString(data, i)
	case '{', '[':
		return passContainer(data, i)
	}
	for i < len(data) && !endsScalar(data[i]) {
		i++
	}
	return i
}

func passContainer(data []byte, i int) int {
	for depth := 0; i < len(data); {
		switch data[i] {
		case '"':
			if i = PassString(data, i); i < 0 {
				return -1
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}

func endsScalar(c byte) bool {
	return c == ',' || c == '}' || c == ']' || isSpace(c)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r'
}

// PassSpace returns the index of the first byte at or after i that is no white space.
func PassSpace(data []byte, i int) int {
	for i < len(data) && isSpace(data[i]) {
		if data[i] == '\n' { // and the indentation of the next line, which runs to dozens of blanks
			i = PassBlanks(data, i+1)
		} else {
			i++
		}
	}
	return i
}

// PassBlanks returns the index of the first byte at or after i that is no blank.
func PassBlanks(data []byte, i int) int {
	for ; i < len(data)-7; i += 8 {
		if other := word(data, i) ^ each20; other != 0 {
			return i + bits.TrailingZeros64(other)>>3
		}
	}
	for i < len(data) && data[i] == ' ' {
		i++
	}
	return i
}

// AppendCompact appends the checked JSON text src without its white space.
func AppendCompact(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '"':
			end := PassString(src, i)
			dst = append(dst, src[i:end]...)
			i = end
		case isSpace(c):
			i++
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// AppendUnescaped appends the text of a JSON string, given without its quotes. Escapes that no checked string holds
// become U+FFFD.
func AppendUnescaped(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		if src[i] != '\\' {
			end := len(src)
			if n := bytes.IndexByte(src[i:], '\\'); n >= 0 {
				end = i + n
			}
			dst = append(dst, src[i:end]...)
			i = end
			continue
		}
		if i+1 < len(src) && src[i+1] == 'u' {
			r, n := unicodeEscape(src[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		if i+1 < len(src) {
			dst = append(dst, shortEscape(src[i+1]))
		}
		i += 2
	}
	return dst
}

// unicodeEscape reads the \uXXXX, or the pair of them, that s begins with and returns how many bytes it takes.
func unicodeEscape(s []byte) (rune, int) {
	r := hex4(s, 2)
	if r < 0 {
		return utf8.RuneError, min(6, len(s))
	}
	if r < 0xd800 || r > 0xdfff {
		return r, 6
	}
	if r < 0xdc00 && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if low := hex4(s, 8); low >= 0xdc00 && low <= 0xdfff {
			return (r-0xd800)<<10 + (low - 0xdc00) + 0x10000, 12
		}
	}
	return utf8.RuneError, 6
}

// hex4 returns the number that four hexadecimal digits at i spell, or -1.
func hex4(s []byte, i int) rune {
	if i+4 > len(s) {
		return -1
	}
	var r rune
	for _, c := range s[i : i+4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// shortEscape returns the byte that a backslash and c stand for.
func shortEscape(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// Kind is a kind of JSON value.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// KindOf returns the kind of a value by its first byte.
func KindOf(c byte) Kind {
	switch c {
	case '"':
		return String
	case '{':
		return Object
	case '[':
		return Array
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	}
	return Number
}

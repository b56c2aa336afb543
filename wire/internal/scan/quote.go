package scan

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// appendEscaped is AppendQuoted for any text.
func appendEscaped(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		n := plainPrefix(s)
		b = append(b, s[:n]...)
		if n == len(s) {
			return append(b, '"')
		}
		s = s[n:]
		if s[0] < utf8.RuneSelf {
			b = appendEscape(b, s[0])
			s = s[1:]
			continue
		}
		for len(s) > 0 && s[0] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s)
			b = utf8.AppendRune(b, r)
			s = s[n:]
		}
	}
}

// wordOf is word at the start of a string.
func wordOf(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// plainPrefix returns how many bytes at the front of s are ASCII that needs no escape.
func plainPrefix(s string) int {
	i := 0
	for ; i < len(s)-7; i += 8 {
		if m := stops(wordOf(s[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
	}
	for i < len(s) && !special[s[i]] {
		i++
	}
	return i
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// Unquote returns what a JSON string, with its quotes, says.
func Unquote(text string) string {
	text = text[1 : len(text)-1]
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	return string(AppendUnescaped(nil, []byte(text)))
}

// Package pointer writes and reads the reference tokens of JSON pointers (RFC 6901).
package pointer

import "strings"

var escapes = strings.NewReplacer("~", "~0", "/", "~1")

// Token writes a member name as a reference token.
func Token(name string) string { return escapes.Replace(name) }

// Name reads a reference token. It is false for one with a ~ that precedes neither 0 nor 1.
func Name(token string) (string, bool) {
	if strings.IndexByte(token, '~') < 0 {
		return token, true
	}
	var b strings.Builder
	for i := 0; i < len(token); i++ {
		if token[i] != '~' {
			b.WriteByte(token[i])
			continue
		}
		i++
		switch {
		case i < len(token) && token[i] == '0':
			b.WriteByte('~')
		case i < len(token) && token[i] == '1':
			b.WriteByte('/')
		default:
			return "", false
		}
	}
	return b.String(), true
}

// AppendFragment appends a member name as a reference token of a pointer in a URI fragment, percent-encoded.
func AppendFragment(b []byte, name string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(name) {
		switch c := name[i]; {
		case c == '~':
			b = append(b, "~0"...)
		case c == '/':
			b = append(b, "~1"...)
		case encoded[c]:
			b = append(b, '%', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return b
}

// encoded are the bytes that a URI fragment has to encode.
var encoded = func() (table [256]bool) {
	for c := range table {
		table[c] = c <= ' ' || c >= 0x7f || strings.IndexByte("\"#%<>\\^`{|}", byte(c)) >= 0
	}
	return table
}()

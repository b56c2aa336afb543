package internal

import (
	"github.com/azbill/azbill/wire/internal/number"
	"github.com/azbill/azbill/wire/internal/scan"
)

// NumberIn returns the literal of the number that a JSON text is, or that is all there is in a string: of 12.50 and
// "12.50". Anything else, such as "1,234.50" or " 12 ", can be read in more than one way.
func NumberIn(text string) (literal string, ok bool) {
	switch c := text[0]; {
	case c == '-' || c-'0' <= 9:
		return text, true
	case c != '"':
		return "", false
	}
	literal = scan.Unquote(text)
	return literal, scan.ValidNumber([]byte(literal)) == nil
}

// IntegerIn returns the integer from -most-1 to most that a JSON text is, however the number is written.
func IntegerIn(text string, most int64) (n int64, ok bool) {
	literal, ok := NumberIn(text)
	if !ok {
		return 0, false
	}
	n, ok = number.Of(literal).Int64()
	if !ok || n > most || n < -most-1 {
		return 0, false
	}
	return n, true
}

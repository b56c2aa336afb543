package wire

import (
	"errors"
	"fmt"

	"github.com/azbill/azbill/wire/internal/scan"
)

// MaxDepth is how many objects and arrays may be open at once in a text that is decoded.
const MaxDepth = scan.MaxDepth // 1000

// MaxElement is the largest size, in bytes, of one element of a streamed list, and of all other members together.
const MaxElement = 64 << 20

// ErrRange reports arithmetic whose exact result would need more than [MaxDigits] digits.
var ErrRange = errors.New("wire: the exact result needs more digits than the limit")

// SyntaxError reports text that is not the JSON this package accepts. It is the only error of decoding, beside those
// of the reader of a stream.
type SyntaxError struct {
	Offset  int64  // bytes before the place
	Pointer string // JSON pointer (RFC 6901) of the value or member that holds the place; empty for the whole text
	Msg     string
}

// Error says where, then what.
func (e *SyntaxError) Error() string {
	at := e.Pointer
	if at == "" {
		at = "the top level"
	}
	return fmt.Sprintf("wire: byte %d, at %s: %s", e.Offset, at, e.Msg)
}

package wire

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxDepth is how many objects and arrays may be open at once in a text that is decoded.
const MaxDepth = 1000

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

// level is one open container on the way to a place in a text.
type level struct {
	array   bool
	index   int
	name    string
	named   bool
	wantKey bool
}

// pointerAt returns the JSON pointer of the place at off. The text before off must be well formed; it is read again so
// that decoding, which rarely fails, need not keep a path.
func pointerAt(data []byte, off int) string {
	var path []level
	for i := 0; i < off && i < len(data); i++ {
		top := len(path) - 1
		switch data[i] {
		case '{':
			path = append(path, level{wantKey: true})
		case '[':
			path = append(path, level{array: true})
		case '}', ']':
			if top >= 0 {
				path = path[:top]
			}
		case ',':
			if top >= 0 {
				path[top].index++
				path[top].wantKey = !path[top].array
				path[top].named = false
			}
		case '"':
			end := passString(data, i)
			if end < 0 || end > off {
				return joinPointer(path)
			}
			if top >= 0 && path[top].wantKey {
				path[top].name = string(appendUnescaped(nil, data[i+1:end-1]))
				path[top].named, path[top].wantKey = true, false
			}
			i = end - 1
		}
	}
	return joinPointer(path)
}

func joinPointer(path []level) string {
	var b []byte
	for _, l := range path {
		switch {
		case l.array:
			b = strconv.AppendInt(append(b, '/'), int64(l.index), 10)
		case l.named:
			b = appendPointer(b, l.name)
		}
	}
	return string(b)
}

// appendPointer appends one member name as a step of a JSON pointer.
func appendPointer(b []byte, name string) []byte {
	b = append(b, '/')
	if !strings.ContainsAny(name, "~/") {
		return append(b, name...)
	}
	return append(b, pointerEscapes.Replace(name)...)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

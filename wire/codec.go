package wire

import (
	"bytes"
	"errors"
	"sync"
)

// Decode reads one JSON text with a type's decodeJSON. Its error is a [*SyntaxError].
func Decode[T any](data []byte, decode func(*T, *Decoder)) (*T, error) {
	x := new(T)
	if err := decodeAll(data, x, decode); err != nil {
		return nil, err
	}
	return x, nil
}

// Unmarshal replaces *x by what data holds; on an error *x stays. Its error is a [*SyntaxError], unless x is nil.
func Unmarshal[T any](data []byte, x *T, decode func(*T, *Decoder)) error {
	if x == nil {
		return errors.New("wire: unmarshal into a nil pointer; pass the address of a value")
	}
	y := new(T)
	if err := decodeAll(data, y, decode); err != nil {
		return err
	}
	*x = *y
	return nil
}

func decodeAll[T any](data []byte, x *T, decode func(*T, *Decoder)) error {
	d := newDecoder(data)
	defer d.free()
	decode(x, d)
	d.end()
	if d.err != nil {
		return d.err
	}
	return nil
}

// Fit reads one JSON text with an element decoder, such as [DecodeString] or [ListOf], and reports whether it fits the
// type; v is zero when it does not. The error is a [*SyntaxError].
func Fit[T any](data []byte, decode func(*T, *Decoder) bool) (v T, fits bool, err error) {
	x, err := Decode(data, func(v *T, d *Decoder) {
		start := d.pos
		if fits = decode(v, d); !fits {
			d.pos = start
			d.Raw()
		}
	})
	if err != nil || !fits {
		var none T
		return none, false, err
	}
	return *x, true, nil
}

// DecodeStrict decodes data and validates the result, for those who want to refuse what the document does not say.
// Its error is a [*SyntaxError] or [Violations]; with the latter the decoded value is returned as well.
func DecodeStrict[T any, P interface {
	*T
	UnmarshalJSON([]byte) error
	Validate(...ValidateOption) error
}](data []byte, opts ...ValidateOption) (*T, error) {
	x := P(new(T))
	if err := x.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	return x, x.Validate(opts...)
}

// buffer is scratch space to encode into.
type buffer struct{ b []byte }

// maxBuffer is the largest scratch space that is kept for the next use.
const maxBuffer = 4 << 20

var buffers = sync.Pool{New: func() any { return new(buffer) }}

// Marshal encodes x with its AppendJSON into a slice of exactly the size. The error is always nil; it is there so that
// a MarshalJSON can return the call.
func Marshal[T any](x *T, appendJSON func(*T, []byte) []byte) ([]byte, error) {
	s := buffers.Get().(*buffer)
	s.b = appendJSON(x, s.b[:0])
	out := bytes.Clone(s.b)
	s.free()
	return out, nil
}

func (s *buffer) free() {
	if cap(s.b) <= maxBuffer {
		buffers.Put(s)
	}
}

// Equal reports whether x and y encode to the same JSON value: members in any order, number literals and all else as
// they are written.
func Equal[T any](x, y *T, appendJSON func(*T, []byte) []byte) bool {
	s, t := buffers.Get().(*buffer), buffers.Get().(*buffer)
	defer s.free()
	defer t.free()
	s.b = appendJSON(x, s.b[:0])
	t.b = appendJSON(y, t.b[:0])
	return equalJSON(s.b, t.b)
}

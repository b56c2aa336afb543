package codec

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"sync"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Functions that every type needs have no type parameters or take pointers as theirs: code for one pointer serves all,
// while that for one struct serves no other, which made packages of many types slow to compile.

// Appender is a value that appends itself as compact JSON: a pointer to any generated object or union.
type Appender interface{ AppendJSON([]byte) []byte }

// Decode reads one JSON text as what decode makes, a pointer to a generated type. Its error is a [*wire.SyntaxError].
func Decode[P any](data []byte, decode func(*Decoder) P) (P, error) {
	d := newDecoder(data)
	defer d.free()
	x := decode(d)
	d.End()
	if d.Err != nil {
		var none P
		return none, (*wire.SyntaxError)(d.Err)
	}
	return x, nil
}

// Unmarshal replaces what the pointer x points to by what decode makes of data; on an error it stays. The error is a
// [*wire.SyntaxError], unless x is nil.
func Unmarshal[P any](data []byte, x P, decode func(*Decoder) P) error {
	to := reflect.ValueOf(x)
	if to.IsNil() {
		return errors.New("wire: unmarshal into a nil pointer; pass the address of a value")
	}
	from, err := Decode(data, decode)
	if err == nil {
		to.Elem().Set(reflect.ValueOf(from).Elem())
	}
	return err
}

// Read decodes one JSON text into o with an element decoder, such as [DecodeString] or [ListOf]: a value, null or a
// mismatch. Its error is a [*wire.SyntaxError], which changes nothing.
func Read[T any](data []byte, o *wire.Optional[T], decode func(*T, *Decoder) internal.State) error {
	x, err := Decode(data, func(d *Decoder) *wire.Optional[T] {
		x := new(wire.Optional[T])
		if v, s := x.Access(key{}); !d.null(s) {
			*s = decode(v, d)
		}
		return x
	})
	if err == nil {
		*o = *x
	}
	return err
}

// Buffer is scratch space to encode into. It lets a MarshalJSON that has its receiver by value do without a copy of that
// on the heap:
//
//	b := codec.Scratch()
//	return b.Copy(x.AppendJSON(b.Empty()))
type Buffer struct{ b []byte }

var buffers = sync.Pool{New: func() any { return new(Buffer) }}

// Scratch returns a Buffer that others have used before.
func Scratch() *Buffer { return buffers.Get().(*Buffer) }

// Empty returns the scratch space, to append to.
func (s *Buffer) Empty() []byte { return s.b[:0] }

// Copy returns a copy of what was appended to Empty: of exactly the size, or with up to a quarter more memory behind it
// where it is long. The Buffer may not be used afterwards. The error is always nil; it is there so that a MarshalJSON
// can return the call.
func (s *Buffer) Copy(b []byte) ([]byte, error) {
	if cap(b) > scan.MaxBuffer {
		return s.large(b), nil
	}
	out := bytes.Clone(b)
	s.b = b
	buffers.Put(s)
	return out, nil
}

// large is Copy for what has outgrown the scratch space: it is its own copy, unless much of it is empty.
func (s *Buffer) large(b []byte) []byte {
	scan.LastLarge.Store(int64(len(b)))
	if cap(s.b) < scan.MaxBuffer {
		s.b = make([]byte, 0, scan.MaxBuffer) // where the next large one begins
	}
	buffers.Put(s)
	if cap(b)-len(b) <= len(b)/4 {
		return slices.Clip(b)
	}
	return bytes.Clone(b)
}

// Marshal encodes x into a slice of its own, as [Buffer.Copy] returns it. The error is always nil.
func Marshal(x Appender) ([]byte, error) {
	s := Scratch()
	return s.Copy(x.AppendJSON(s.Empty()))
}

// Equal reports whether two JSON texts are the same value: members in any order, number literals and all else as they are
// written. A text that decoding refuses is equal to itself only.
func Equal(x, y []byte) bool { return scan.Equal(x, y) }

// EqualTo is [Equal] for a text x that has been decoded, or found to be well-formed in another way: it is not checked again.
func EqualTo(x, y []byte) bool { return scan.EqualTo(x, y) }

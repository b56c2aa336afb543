package codec

import (
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Kind is a kind of JSON value.
type Kind uint8

// The kinds.
const (
	IsOther Kind = iota // null, or nothing
	IsString
	IsNumber
	IsBool
	IsArray
	IsObject
)

// Kind returns the kind of the next value, which it does not pass.
func (d *Decoder) Kind() Kind {
	c := d.Peek()
	switch scan.KindOf(c) {
	case scan.String:
		return IsString
	case scan.Bool:
		return IsBool
	case scan.Array:
		return IsArray
	case scan.Object:
		return IsObject
	case scan.Number:
		if c == '-' || c-'0' <= 9 {
			return IsNumber
		}
	}
	return IsOther
}

// Only returns what reads the next value with the methods and functions for members, though it is not a member: the one
// value of a variant that is not an object.
func (d *Decoder) Only() Members { return Members{d: d, at: -1} }

// OrNull returns b, with null if nothing has been appended since it had the length given.
func OrNull(length int, b []byte) []byte {
	if len(b) == length {
		return append(b, "null"...)
	}
	return b
}

// Any reads a value of any kind but null into one that takes all of them, as a union does whose variants the kind of value
// tells apart.
func Any[T any](m *Members, o *wire.Optional[T], decode func(*T, *Decoder)) {
	v, s := o.Access(key{})
	if m.first(*s) && !m.d.null(s) {
		*s = internal.Present()
		decode(v, m.d)
	}
}

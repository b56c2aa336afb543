// Package azbillcodec drives the types that azbill generates, through the two calls that their
// documentation names as the fastest.
package azbillcodec

import (
	"github.com/azbill/azbill/bench/codec"
	wire "github.com/azbill/azbill/wire/codec"
)

// New is the codec of a type that azbill generated, made of its Decode function.
func New[T any, P interface {
	*T
	wire.Appender
}](decode func([]byte) (*T, error)) codec.Codec {
	return codec.Of[T]{
		Dec: decode,
		Enc: func(v *T) ([]byte, error) { return wire.Marshal(P(v)) },
	}
}

// Package azbillcodec drives the types that azbill generates, through the two calls that their
// documentation names as the fastest.
package azbillcodec

import (
	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/wire"
)

// New is the codec of a type that azbill generated, made of its Decode function and AppendJSON.
func New[T any](decode func([]byte) (*T, error), appendJSON func(*T, []byte) []byte) codec.Codec {
	return codec.Of[T]{
		Dec: decode,
		Enc: func(v *T) ([]byte, error) { return wire.Marshal(v, appendJSON) },
	}
}

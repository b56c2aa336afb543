// Package ogencodec drives the types that ogen generates, the fastest way they offer: straight
// through jx, with a pooled encoder, not through encoding/json.
package ogencodec

import (
	"bytes"

	"github.com/azbill/azbill/bench/codec"
	"github.com/go-faster/jx"
)

type message[T any] interface {
	*T
	Decode(*jx.Decoder) error
	Encode(*jx.Encoder)
}

// New is the codec of a type that ogen generated.
func New[T any, P message[T]]() codec.Codec {
	return codec.Of[T]{
		Dec: func(data []byte) (*T, error) {
			v := new(T)
			d := jx.GetDecoder()
			defer jx.PutDecoder(d)
			d.ResetBytes(data)
			return v, P(v).Decode(d)
		},
		Enc: func(v *T) ([]byte, error) {
			e := jx.GetEncoder()
			defer jx.PutEncoder(e)
			P(v).Encode(e)
			return bytes.Clone(e.Bytes()), nil
		},
	}
}

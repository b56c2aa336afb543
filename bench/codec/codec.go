// Package codec is the one interface through which every peer is measured.
package codec

import (
	"fmt"
	"io"

	"github.com/azbill/azbill/bench/payload"
)

// Codec decodes messages of one type to typed values and encodes those back.
type Codec interface {
	// Decode returns a pointer to a value of the peer's own type, with unions resolved to their
	// variants: a peer that hands raw bytes on has not decoded.
	Decode(data []byte) (any, error)
	// Encode takes what Decode returned.
	Encode(v any) ([]byte, error)
}

// Of makes a Codec of two typed functions.
type Of[T any] struct {
	Dec func([]byte) (*T, error)
	Enc func(*T) ([]byte, error)
}

// Decode implements Codec.
func (o Of[T]) Decode(data []byte) (any, error) {
	v, err := o.Dec(data)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Encode implements Codec; a value of another type is an error.
func (o Of[T]) Encode(v any) ([]byte, error) {
	t, ok := v.(*T)
	if !ok {
		return nil, fmt.Errorf("encode: %T is not *%T", v, *new(T))
	}
	return o.Enc(t)
}

// Peer is one way of working with the messages in Go.
type Peer struct {
	Name string
	// Note tells what a reader must know to judge the figures.
	Note string
	// Codecs holds what the speed tables measure.
	Codecs map[payload.Shape]Codec
	// Stream reads a page of charges and returns how many it decoded to typed values.
	Stream func(io.Reader) (int, error)
	// StreamNote says how the page is read: by element, or whole.
	StreamNote string
	// Types holds a codec for each response type, by document ("consumption/2024-08-01") and schema
	// name; the loss tables measure it. Nil for peers that are not generated.
	Types map[string]map[string]Codec
}

// AddTypes adds the codecs of one document's response types to a peer. Generated packages call it when they are
// initialised.
func AddTypes(peer, document string, types map[string]Codec) {
	if added[peer] == nil {
		added[peer] = map[string]map[string]Codec{}
	}
	added[peer][document] = types
}

var added = map[string]map[string]map[string]Codec{}

// Types returns what AddTypes brought for a peer: codecs by document and schema name.
func Types(peer string) map[string]map[string]Codec { return added[peer] }

// Names of the peers.
const (
	Azbill   = "azbill"
	SDK      = "official SDK"
	Ogen     = "ogen"
	Oapi     = "oapi-codegen"
	OapiV2   = "oapi-codegen + json/v2"
	OapiSon  = "oapi-codegen + sonic"
	PlainV1  = "plain structs, encoding/json"
	PlainV2  = "plain structs, json/v2"
	PlainSon = "plain structs, sonic"
)

// NewMemory is the name of the floor that copies a message into memory of its own, which an encoder's result takes too.
const NewMemory = "copy into new memory"

// Package codec is the one interface through which every peer is measured. A peer is one small
// file that registers itself; the measurements walk the registry.
package codec

import (
	"fmt"
	"io"
	"slices"

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

var peers []*Peer

// Register adds a peer; two of one name are a mistake in this module and panic.
func Register(p *Peer) {
	if Find(p.Name) != nil {
		panic("codec: two peers named " + p.Name)
	}
	peers = append(peers, p)
}

// AddTypes adds the codecs of one document's response types to a peer, which need not have been
// registered: its registration may run later.
func AddTypes(peer, document string, types map[string]Codec) {
	if pendingTypes[peer] == nil {
		pendingTypes[peer] = map[string]map[string]Codec{}
	}
	pendingTypes[peer][document] = types
}

// pendingTypes collects what AddTypes brings, because Go initialises the generated packages first.
var pendingTypes = map[string]map[string]map[string]Codec{}

// Peers returns all peers in the order of the tables, by name.
func Peers() []*Peer {
	out := slices.Clone(peers)
	slices.SortFunc(out, func(a, b *Peer) int { return rank(a.Name) - rank(b.Name) })
	for _, p := range out {
		if p.Types == nil {
			p.Types = pendingTypes[p.Name]
		}
	}
	return out
}

// Find returns the peer of that name, or nil.
func Find(name string) *Peer {
	i := slices.IndexFunc(peers, func(p *Peer) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return peers[i]
}

// Names of the peers, in the order of the tables.
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

func rank(name string) int {
	return slices.Index([]string{Azbill, SDK, Ogen, Oapi, OapiV2, OapiSon, PlainV1, PlainV2, PlainSon}, name)
}

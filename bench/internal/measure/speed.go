package measure

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/payload"
	"github.com/azbill/azbill/wire"
	"github.com/go-json-experiment/json/jsontext"
)

// PeerSpeed is one peer on one payload.
type PeerSpeed struct {
	Peer                      string
	Decode, Encode, RoundTrip Timing
	// Kept is the share of the payload's members and elements that came back unchanged; a peer that
	// drops half of them has half the work.
	Kept float64
}

// Speed is one payload through every peer, and the floors beside them.
type Speed struct {
	Payload payload.Payload
	Peers   []PeerSpeed
	Floors  []Floor
}

// Floor is work on the same bytes that any decoder includes.
type Floor struct {
	Name   string
	Timing Timing
}

var floors = []struct {
	name string
	op   func(data, scratch []byte)
}{
	{"wire.Valid (azbill)", func(data, _ []byte) {
		if err := wire.Valid(data); err != nil {
			panic(err) // the payloads are made here and are valid
		}
	}},
	{"json.Valid (encoding/json)", func(data, _ []byte) { _ = json.Valid(data) }},
	{"jsontext skip", func(data, _ []byte) {
		if err := jsontext.NewDecoder(bytes.NewReader(data)).SkipValue(); err != nil {
			panic(err) // the payloads are made here and are valid
		}
	}},
	{"utf8.Valid", func(data, _ []byte) { _ = utf8.Valid(data) }},
	{"memory copy", func(data, scratch []byte) { copy(scratch, data) }},
}

// Payloads measures all peers on all payloads.
func Payloads(e Effort, peers []*codec.Peer, payloads []payload.Payload) ([]Speed, error) {
	var out []Speed
	for _, p := range payloads {
		s, err := onePayload(e, peers, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func onePayload(e Effort, peers []*codec.Peer, p payload.Payload) (Speed, error) {
	s := Speed{Payload: p}
	var ops []Op
	for _, peer := range peers {
		c := peer.Codecs[p.Shape]
		if c == nil {
			continue
		}
		v, err := c.Decode(p.Data)
		if err != nil {
			return s, fmt.Errorf("%s: %w", peer.Name, err)
		}
		out, err := c.Encode(v)
		if err != nil {
			return s, fmt.Errorf("%s: %w", peer.Name, err)
		}
		kept, err := share(p.Data, out)
		if err != nil {
			return s, fmt.Errorf("%s: %w", peer.Name, err)
		}
		s.Peers = append(s.Peers, PeerSpeed{Peer: peer.Name, Kept: kept})
		ops = append(ops, decodeOp(c, p.Data), encodeOp(c, p.Data), roundTripOp(c, p.Data))
	}
	scratch := make([]byte, len(p.Data))
	for _, f := range floors {
		ops = append(ops, plain(func() { f.op(p.Data, scratch) }))
	}
	t := Interleaved(e, ops)
	for i := range s.Peers {
		s.Peers[i].Decode, s.Peers[i].Encode, s.Peers[i].RoundTrip = t[3*i], t[3*i+1], t[3*i+2]
	}
	for i, f := range floors {
		s.Floors = append(s.Floors, Floor{f.name, t[3*len(s.Peers)+i]})
	}
	return s, nil
}

// The operations panic on an error that did not occur before the clock ran: it would be a peer that
// gives another answer to the same bytes.

func decodeOp(c codec.Codec, data []byte) Op {
	return plain(func() { decoded(c, data) })
}

func encodeOp(c codec.Codec, data []byte) Op {
	return func() func() {
		v := decoded(c, data)
		return func() {
			if _, err := c.Encode(v); err != nil {
				panic(err)
			}
		}
	}
}

func roundTripOp(c codec.Codec, data []byte) Op {
	return plain(func() {
		if _, err := c.Encode(decoded(c, data)); err != nil {
			panic(err)
		}
	})
}

func decoded(c codec.Codec, data []byte) any {
	v, err := c.Decode(data)
	if err != nil {
		panic(err)
	}
	return v
}

// share is the share of the leaves of a message that came back as they were, number literals
// included.
func share(in, out []byte) (float64, error) {
	diffs, err := jsondiff.Diff(in, out)
	if err != nil {
		return 0, err
	}
	lost := 0
	for _, d := range diffs {
		if d.In != "" {
			lost += leaves([]byte(d.In))
		}
	}
	return 1 - float64(lost)/float64(leaves(in)), nil
}

// leaves counts the scalars, and the empty objects and lists, of a JSON text.
func leaves(data []byte) int {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return 1 // a number beyond float64, alone
	}
	return count(v)
}

func count(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for _, c := range v {
			n += count(c)
		}
	case []any:
		for _, c := range v {
			n += count(c)
		}
	}
	return max(n, 1)
}

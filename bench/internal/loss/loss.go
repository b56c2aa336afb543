package loss

import (
	"encoding/json"
	"fmt"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/jsondiff"
)

// Tally counts what became of a set of samples.
type Tally struct {
	Samples   int // with a well-formed body
	Malformed int // bodies that are not JSON, as documented
	NoType    int // the peer has no type for the response
	Decoded   int
	Exact     int // came back as the same value: number respellings alone are left out of account
	Literal   int // came back with every number as written, too
	// Kinds counts the samples in which a kind of loss occurs.
	Kinds map[jsondiff.Kind]int
	// Errors holds one line for each sample that did not decode or encode.
	Errors []string
}

// Count puts samples through a peer's types.
func Count(peer *codec.Peer, samples []Sample) Tally {
	t := Tally{Kinds: map[jsondiff.Kind]int{}}
	for _, s := range samples {
		t.count(peer, s)
	}
	return t
}

func (t *Tally) count(peer *codec.Peer, s Sample) {
	if !json.Valid(s.Body) {
		t.Malformed++
		return
	}
	t.Samples++
	c := peer.Types[s.Document][s.Schema]
	if c == nil {
		t.NoType++
		return
	}
	v, err := Guard(c).Decode(s.Body)
	if err != nil {
		t.fail(s, "decode", err)
		return
	}
	t.Decoded++
	out, err := Guard(c).Encode(v)
	if err != nil {
		t.fail(s, "encode", err)
		return
	}
	diffs, err := jsondiff.Diff(s.Body, out)
	if err != nil {
		t.fail(s, "compare", err)
		return
	}
	t.record(diffs)
}

func (t *Tally) fail(s Sample, act string, err error) {
	t.Errors = append(t.Errors, s.Document+" "+s.Operation+" "+s.Name+" "+s.Status+": "+act+": "+err.Error())
}

func (t *Tally) record(diffs []jsondiff.Difference) {
	seen := map[jsondiff.Kind]bool{}
	for _, d := range diffs {
		seen[d.Kind] = true
	}
	for k := range seen {
		t.Kinds[k]++
	}
	if len(seen) == 0 {
		t.Literal++
	}
	if len(seen) == 0 || (len(seen) == 1 && seen[jsondiff.Literal]) {
		t.Exact++
	}
}

// guarded turns a peer's panic into an error, so that one peer cannot end the measurement of all.
type guarded struct{ c codec.Codec }

// Guard wraps a codec so that it never panics.
func Guard(c codec.Codec) codec.Codec { return guarded{c} }

// Decode implements codec.Codec.
func (g guarded) Decode(data []byte) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return g.c.Decode(data)
}

// Encode implements codec.Codec.
func (g guarded) Encode(v any) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return g.c.Encode(v)
}

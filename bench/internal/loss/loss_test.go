package loss

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/docs"
	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/payload"
)

// echo gives everything back but for what its edit does.
func echo(edit func([]byte) ([]byte, error)) codec.Codec {
	return codec.Of[[]byte]{
		Dec: func(b []byte) (*[]byte, error) { return &b, nil },
		Enc: func(b *[]byte) ([]byte, error) { return edit(*b) },
	}
}

func peerOf(c codec.Codec) *codec.Peer {
	return &codec.Peer{
		Types:  map[string]map[string]codec.Codec{"d": {"S": c}},
		Codecs: map[payload.Shape]codec.Codec{payload.ChargesPage: c, payload.UsagePage: c, payload.AccountsPage: c},
	}
}

func TestCountTellsExactFromLiteral(t *testing.T) {
	samples := []Sample{
		{Document: "d", Schema: "S", Body: []byte(`{"a":500.0}`)},
		{Document: "d", Schema: "S", Body: []byte(`{"a":1,}`)},
		{Document: "d", Schema: "Other", Body: []byte(`{}`)},
	}
	same := Count(peerOf(echo(func(b []byte) ([]byte, error) { return b, nil })), samples)
	if same.Samples != 2 || same.Malformed != 1 || same.NoType != 1 || same.Decoded != 1 || same.Exact != 1 || same.Literal != 1 {
		t.Errorf("a lossless peer: %+v", same)
	}
	respelled := Count(peerOf(echo(func([]byte) ([]byte, error) { return []byte(`{"a":500}`), nil })), samples)
	if respelled.Exact != 1 || respelled.Literal != 0 || respelled.Kinds[jsondiff.Literal] != 1 {
		t.Errorf("a peer that respells numbers: %+v", respelled)
	}
	lossy := Count(peerOf(echo(func([]byte) ([]byte, error) { return []byte(`{}`), nil })), samples)
	if lossy.Exact != 0 || lossy.Kinds[jsondiff.Dropped] != 1 {
		t.Errorf("a peer that drops members: %+v", lossy)
	}
	failing := Count(peerOf(echo(func([]byte) ([]byte, error) { return nil, errors.New("no") })), samples)
	if failing.Decoded != 1 || len(failing.Errors) != 1 {
		t.Errorf("a peer that cannot encode: %+v", failing)
	}
}

func TestProbesTellWhatBecameOfThem(t *testing.T) {
	for _, p := range Probes {
		if got := p.Outcome(peerOf(echo(func(b []byte) ([]byte, error) { return b, nil }))); got != "kept" {
			t.Errorf("%s: %s from a lossless peer", p.Name, got)
		}
		if got := p.Outcome(peerOf(echo(func([]byte) ([]byte, error) { return []byte(`{}`), nil }))); got != string(jsondiff.Dropped) {
			t.Errorf("%s: %s from a peer that drops everything", p.Name, got)
		}
	}
}

func TestOfficialSamplesAreFound(t *testing.T) {
	if os.Getenv(docs.Root) == "" {
		t.Skipf("%s is not set: the official examples are not at hand", docs.Root)
	}
	gen := filepath.Join("..", "..", "gen")
	if _, err := os.Stat(gen); err != nil {
		t.Skip("the converted documents are not there: run make peers first")
	}
	d, _ := docs.Find("consumption/2024-08-01")
	samples, err := Official(d, gen)
	if err != nil {
		t.Fatal(err)
	}
	if len(samples) < 100 {
		t.Errorf("%d samples, want at least the 100 that the document names", len(samples))
	}
	for _, s := range samples {
		if s.Schema == "" {
			t.Errorf("%s %s %s: no schema", s.Operation, s.Name, s.Status)
		}
	}
}

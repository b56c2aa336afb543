package measure

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/payload"
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

// Payloads measures all peers and floors on all payloads. dir, which exists, is for files.
func Payloads(e Effort, dir string, peers, floors []Peer, payloads []payload.Payload) ([]Speed, error) {
	var out []Speed
	for i, p := range payloads {
		file, err := write(dir, fmt.Sprintf("payload-%d.json", i), p.Data)
		if err != nil {
			return nil, err
		}
		s, err := onePayload(e, peers, floors, p, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// write puts a payload into a file of the folder.
func write(dir, name string, data []byte) (string, error) {
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return "", fmt.Errorf("write payload: %w", err)
	}
	return file, nil
}

func onePayload(e Effort, peers, floors []Peer, p payload.Payload, file string) (Speed, error) {
	s := Speed{Payload: p}
	var jobs []job
	for _, peer := range peers {
		if peer.Codecs[p.Shape] == nil {
			continue
		}
		all := peer.job(serve.Task{Shape: p.Shape, File: file})
		out, err := peer.Run.Output(all.task)
		if err != nil {
			return s, all.failed(err)
		}
		kept, err := share(p.Data, out)
		if err != nil {
			return s, all.failed(err)
		}
		s.Peers = append(s.Peers, PeerSpeed{Peer: peer.Name, Kept: kept})
		for _, work := range []serve.Work{serve.Decode, serve.Encode, serve.RoundTrip} {
			jobs = append(jobs, peer.job(serve.Task{Shape: p.Shape, File: file, Work: work}))
		}
	}
	for _, f := range floors {
		jobs = append(jobs, f.job(serve.Task{Shape: p.Shape, File: file, Work: serve.Decode}))
	}
	t, err := interleaved(e, jobs)
	if err != nil {
		return s, err
	}
	for i := range s.Peers {
		s.Peers[i].Decode, s.Peers[i].Encode, s.Peers[i].RoundTrip = t[3*i], t[3*i+1], t[3*i+2]
	}
	for i, f := range floors {
		s.Floors = append(s.Floors, Floor{f.Name, t[3*len(s.Peers)+i]})
	}
	return s, nil
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

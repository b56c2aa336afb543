package report

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/internal/loss"
	"github.com/azbill/azbill/bench/internal/measure"
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/payload"
)

func timing(ns float64) measure.Timing {
	return measure.Timing{Sample: serve.Sample{Ns: ns, Allocs: 10, Bytes: 100}, Rounds: []float64{ns}}
}

func sample() Results {
	return Results{
		Command: "go run .", Rounds: 11,
		Peers: []Peer{{"x", "a note"}},
		Speed: []measure.Speed{{
			Payload: payload.Payload{Name: "page", Items: 2, Data: make([]byte, 1234)},
			Peers: []measure.PeerSpeed{
				{Peer: codec.SDK, Decode: timing(3e6), Encode: timing(2e6), RoundTrip: timing(5e6), Kept: 0.5},
				{Peer: codec.Azbill, Decode: timing(1e5), Encode: timing(1e5), RoundTrip: timing(2e5), Kept: 1},
			},
			Floors: []measure.Floor{{Name: "copy", Timing: timing(12)}},
		}},
		Streams: []measure.Stream{{Peer: "x", Bytes: 1e8, Elements: 72000, Usage: gentool.Usage{Wall: time.Second, MaxRSS: 5e6}}, {Peer: "y", Err: "killed\nmore"}},
		Loss: []Loss{{Peer: "x", Probes: []string{"kept"}, ByDocument: map[string]loss.Tally{
			"d":             {Samples: 10, Decoded: 9, Exact: 8, Literal: 7, Kinds: map[jsondiff.Kind]int{jsondiff.Null: 2}},
			"documentation": {Samples: 1, Decoded: 1, Exact: 1, Literal: 1, Malformed: 1}}}},
		Probes:     []string{"unknown kind"},
		Generation: []measure.Generation{{Tool: "ogen", Document: "d", Usage: gentool.Usage{Wall: time.Second}, Code: measure.Code{Fields: 3}, Properties: 5, Binary: 30}, {Tool: "bad", Err: "a|b"}},
		Growth:     []measure.Growth{{Work: "decode", Who: "x", Factors: []int{1, 10, 100}, Sizes: []measure.Size{{Time: 1000, PerUnit: 1}, {Time: 20000, PerUnit: 2, Memory: 3e6}}, Err: "100×: not done"}},
	}
}

func TestMarkdownSaysWhatWasMeasured(t *testing.T) {
	var b strings.Builder
	if err := Markdown(&b, sample()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"### page (1,234 bytes)",
		"| azbill | 100 µs | 12 | 30.00 | — | 5.0 |",
		"| azbill | 100 µs | 12 | 20.00 | — | 5.0 | 200 µs | — | 100.0 % |",
		"| y |  | failed: killed |",
		"| x | 11 | 0 | 10 | 9 | 8 | 0 | 2 |",
		"1 documented bodies are not JSON",
		"| unknown kind | kept |",
		"| 0.0 MB | 6 |",
		"failed: a/b",
		"| decode | x | 1 µs (1.00) | 20 µs (2.00) | — | 3.0 MB | 100×: not done |",
		"- **x**: a note",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "-quick") {
		t.Error("a full run calls itself quick")
	}
}

func TestEveryTableRowHasItsHeadersColumns(t *testing.T) {
	var b strings.Builder
	if err := Markdown(&b, sample()); err != nil {
		t.Fatal(err)
	}
	columns := 0
	for line := range strings.Lines(b.String()) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(line, "|")
		if columns == 0 {
			columns = n
		}
		if n != columns {
			t.Errorf("%d bars, want %d: %s", n, columns, line)
		}
	}
}

func TestChartsAreWellFormed(t *testing.T) {
	r := sample()
	r.Speed[0].Peers[0].Peer = `<&"`
	charts := Charts(r)
	if len(charts) != 3 {
		t.Errorf("%d charts, want 3", len(charts))
	}
	for name, svg := range charts {
		dec := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

func TestReadmeShowsTheFigures(t *testing.T) {
	r := Results{
		Speed: []measure.Speed{{Payload: payload.Payload{Name: "a page", Data: make([]byte, 1000)}, Peers: []measure.PeerSpeed{
			{Peer: codec.Azbill, Decode: timing(1e3), Encode: timing(5e2)},
			{Peer: codec.Ogen, Decode: timing(4e3), Encode: timing(8e3)},
		}}},
		Loss: []Loss{
			{Peer: codec.Azbill, ByDocument: map[string]loss.Tally{"d": {Samples: 9, Decoded: 9, Exact: 9, Literal: 9}}},
			{Peer: codec.Ogen, ByDocument: map[string]loss.Tally{"d": {Samples: 9, Decoded: 7, Exact: 6, Literal: 5}}},
		},
	}
	const before, after = "text\n<!-- figures: bench/RESULTS.md -->\n", "<!-- end of figures -->\nmore"
	want := before + "| types of | decode | encode | decoded | same value | literals intact |\n|---|---:|---:|---:|---:|---:|\n" +
		"| **azbill** | 1000 MB/s | 2000 MB/s | 9 | 9 | 9 |\n| ogen | 250 MB/s | 125 MB/s | 7 | 6 | 5 |\n" + after
	if got := Readme(before+"| old |\n"+after, r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	r.Quick = true
	if got := Readme(before+after, r); got != before+after {
		t.Errorf("figures that mean nothing are shown:\n%s", got)
	}
}

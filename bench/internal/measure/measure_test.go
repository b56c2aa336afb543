package measure

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/payload"
)

func TestInterleavedTellsFastFromSlow(t *testing.T) {
	got := Interleaved(Effort{Rounds: 3, Sample: time.Millisecond}, []Op{
		plain(func() {
			for until := cpuTime() + 2*time.Millisecond; cpuTime() < until; {
			}
		}),
		plain(func() {}),
	})
	if got[0].Ns < 2e6 {
		t.Errorf("two milliseconds of work measured as %v ns", got[0].Ns)
	}
	if got[1].Ns > got[0].Ns/100 {
		t.Errorf("nothing at all measured as %v ns", got[1].Ns)
	}
}

var sink []byte

func TestTimingCountsAllocations(t *testing.T) {
	got := Interleaved(Quick, []Op{plain(func() { sink = make([]byte, 1<<16) })})[0]
	if got.Allocs < 0.9 || got.Allocs > 3 || got.Bytes < 1<<16 {
		t.Errorf("one allocation of 65,536 bytes measured as %.1f of %.0f bytes", got.Allocs, got.Bytes)
	}
}

func TestMedianIgnoresOutliers(t *testing.T) {
	m := median([]Timing{{Ns: 10}, {Ns: 1000}, {Ns: 12}})
	if m.Ns != 12 || m.Spread != 82.5 || !slices.Equal(m.Rounds, []float64{10, 1000, 12}) {
		t.Errorf("median %+v, want 12 ns, a spread of 82.5, and the rounds in their order", m)
	}
}

// TestRatiosAreOfOneRound: the machine was a hundred times slower in the second round, for both.
func TestRatiosAreOfOneRound(t *testing.T) {
	one, other := Timing{Rounds: []float64{10, 1000, 12}}, Timing{Rounds: []float64{30, 2000, 24}}
	if got := one.TimesAsFastAs(other); got != 2 {
		t.Errorf("%v times as fast, want 2", got)
	}
	if got := one.TimesAsFastAs(Timing{}); got != 0 {
		t.Errorf("%v times as fast as what was not measured, want 0", got)
	}
}

func TestShareCountsWhatIsLost(t *testing.T) {
	for _, c := range []struct {
		in, out string
		want    float64
	}{
		{`{"a":1,"b":[1,2,{}]}`, `{"a":1,"b":[1,2,{}]}`, 1},
		{`{"a":1,"b":{"c":1,"d":2,"e":3}}`, `{"a":1}`, 0.25},
		{`{"a":1.0,"b":2}`, `{"a":1,"b":2}`, 0.5},
		{`{"a":1}`, `{"a":1,"b":2}`, 1}, // an added member takes nothing away
	} {
		got, err := share([]byte(c.in), []byte(c.out))
		if err != nil || got != c.want {
			t.Errorf("%s -> %s: %v, %v; want %v", c.in, c.out, got, err, c.want)
		}
	}
}

// anyCodec is a peer that keeps everything untyped.
func anyPeer(name string) *codec.Peer {
	c := codec.JSON[any]()
	return &codec.Peer{Name: name, Codecs: map[payload.Shape]codec.Codec{payload.ChargesPage: c}}
}

func TestPayloadsMeasuresPeersAndFloors(t *testing.T) {
	p := payload.Payload{Name: "p", Shape: payload.ChargesPage, Items: 5, Data: payload.Charges(5)}
	got, err := Payloads(Quick, []*codec.Peer{anyPeer("a"), {Name: "without a codec"}, anyPeer("b")}, []payload.Payload{p})
	if err != nil {
		t.Fatal(err)
	}
	if len(got[0].Peers) != 2 || got[0].Peers[1].Peer != "b" || len(got[0].Floors) != len(floors) {
		t.Fatalf("measured %+v", got[0])
	}
	for _, m := range got[0].Peers {
		if m.Decode.Ns <= 0 || m.Encode.Ns <= 0 || m.RoundTrip.Ns <= 0 || m.Kept < 0.5 {
			t.Errorf("%+v", m)
		}
	}
}

func TestCodecGrowthHasATimeForEverySize(t *testing.T) {
	got, err := CodecGrowth(Quick, []*codec.Peer{anyPeer("a")})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range got {
		if len(g.Times) != 3 || slices.Contains(g.Times, 0) {
			t.Errorf("%+v", g)
		}
	}
}

func TestPageFileIsReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.json")
	if err := WritePage(path, 10_000); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !json.Valid(data) || len(data) < 10_000 {
		t.Errorf("page of %d bytes, %v", len(data), err)
	}
	if _, err := ReadPage("nobody", path); err == nil {
		t.Error("an unknown peer read the page")
	}
}

func TestCountCode(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go":      "package a\n\ntype T struct {\n\tA, B int\n\tC struct{ D string }\n}\n",
		"a_test.go": "package a\n\ntype U struct{ X int }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := CountCode(dir)
	if err != nil || got.Files != 1 || got.Lines != 6 || got.Fields != 4 {
		t.Errorf("%+v, %v; want 1 file, 6 lines, 4 fields", got, err)
	}
	if _, err := CountCode(t.TempDir()); err == nil {
		t.Error("an empty folder: no error")
	}
}

func TestCountProperties(t *testing.T) {
	file := filepath.Join(t.TempDir(), "d.json")
	doc := `{"paths":{"properties":{"no":{}}},"components":{"schemas":{
		"A":{"properties":{"properties":{"properties":{"type":{}}},"list":{"items":{"properties":{"x":{}}}}},"additionalProperties":false},
		"B":{"allOf":[{"$ref":"#/components/schemas/A"},{"properties":{"y":{}}}],"additionalProperties":{"properties":{"z":{}}}}}}}`
	if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := CountProperties(file); err != nil || n != 6 {
		t.Errorf("%d properties, %v; want 6", n, err)
	}
}

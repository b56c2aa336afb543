package measure

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/payload"
)

func TestMedianIgnoresOutliers(t *testing.T) {
	m := median([]serve.Sample{{Ns: 10}, {Ns: 1000}, {Ns: 12}})
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

// anyPeers keep everything untyped.
func anyPeers(names ...string) []Peer {
	l := &serve.Local{}
	var out []Peer
	for _, name := range names {
		p := &codec.Peer{Name: name, Codecs: map[payload.Shape]codec.Codec{payload.ChargesPage: codec.JSON[any]()}}
		l.Peers = append(l.Peers, p)
		out = append(out, Peer{p, l})
	}
	return out
}

func TestPayloadsMeasuresPeersAndFloors(t *testing.T) {
	p := payload.Payload{Name: "p", Shape: payload.ChargesPage, Items: 5, Data: payload.Charges(5)}
	without := Peer{Peer: &codec.Peer{Name: "without a codec"}}
	all := append(anyPeers("a", "b"), without)
	got, err := Payloads(Quick, t.TempDir(), all, anyPeers("a floor"), []payload.Payload{p})
	if err != nil {
		t.Fatal(err)
	}
	if len(got[0].Peers) != 2 || got[0].Peers[1].Peer != "b" || len(got[0].Floors) != 1 || got[0].Floors[0].Timing.Ns <= 0 {
		t.Fatalf("measured %+v", got[0])
	}
	for _, m := range got[0].Peers {
		if m.Decode.Ns <= 0 || m.Encode.Ns <= 0 || m.RoundTrip.Ns <= 0 || m.Kept < 0.5 {
			t.Errorf("%+v", m)
		}
	}
}

func TestPayloadsSaysWhoFailed(t *testing.T) {
	p := payload.Payload{Name: "p", Shape: payload.ChargesPage, Items: 1, Data: []byte("{")}
	if _, err := Payloads(Quick, t.TempDir(), anyPeers("a"), nil, []payload.Payload{p}); err == nil || !strings.HasPrefix(err.Error(), "p: a: decode: ") {
		t.Errorf("%v; want the payload, the peer and the work", err)
	}
}

func TestCodecGrowthHasATimeForEverySize(t *testing.T) {
	got, err := CodecGrowth(Quick, t.TempDir(), anyPeers("a"), anyPeers("copier")[0])
	if err != nil {
		t.Fatal(err)
	}
	var work []string
	for _, g := range got {
		work = append(work, g.Work+" by "+g.Who)
		if len(g.Sizes) != 3 || g.Sizes[0].PerUnit != 1 {
			t.Errorf("%+v", g)
		}
		for _, s := range g.Sizes {
			if s.Time <= 0 || s.PerUnit <= 0 {
				t.Errorf("%+v", g)
			}
		}
	}
	if want := []string{"decode by a", "encode by a", "copy by copier"}; !slices.Equal(work, want) {
		t.Errorf("measured %q, want %q", work, want)
	}
}

// TestProcessGrowthComparesWithTheSameTime: the machine is three times slower from the fourth run on.
func TestProcessGrowthComparesWithTheSameTime(t *testing.T) {
	runs := 0
	g := processGrowth("work", "a", 3, func(factor int) (gentool.Usage, error) {
		slow := time.Duration(1)
		if runs++; runs > 4 {
			slow = 3
		}
		if factor == 100 {
			return gentool.Usage{CPU: 2 * 100 * slow * time.Second, MaxRSS: 7}, nil
		}
		return gentool.Usage{CPU: time.Duration(factor) * slow * time.Second}, nil
	})
	if g.Err != "" || len(g.Sizes) != 3 || g.Sizes[2] != (Size{Time: 600 * time.Second, PerUnit: 2, Memory: 7}) {
		t.Errorf("%+v; want the largest to take twice the time of a unit, machine apart", g)
	}
	broken := errors.New("broken")
	g = processGrowth("work", "a", 3, func(factor int) (gentool.Usage, error) {
		if factor == 10 {
			return gentool.Usage{}, broken
		}
		return gentool.Usage{CPU: time.Second}, nil
	})
	if len(g.Sizes) != 1 || g.Err != "10×: broken" {
		t.Errorf("%+v; want the smallest size alone", g)
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

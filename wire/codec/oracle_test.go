package codec_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/azbill/azbill/wire"
)

// mutations is how many broken texts TestOracle compares.
const mutations = 250_000

// tokens are what mutations insert.
var tokens = []string{
	`{`, `}`, `[`, `]`, `,`, `:`, `"`, `\`, `\u`, `\ud800`, `\udc00`, `\u0061`, `\n`, `null`, `true`, `false`, `0`, `-`, `.`, `e`, `E+`,
	`1e5`, `500.0`, `""`, `"a":`, `"kind":"legacy",`, `{}`, `[]`, " ", "\n", "\t", "\x00", "\x1f", "\x7f", "\xc3", "\xa4", "\xed\xa0\x80",
	"\xef\xbb\xbf", "ü", "😀", "/", "//", "'", "NaN", "+1", "01", "-0",
}

// TestOracle breaks texts at random and compares the verdict on each with that of another strict parser; what both
// accept makes a round trip through a type.
func TestOracle(t *testing.T) {
	seeds := append(oracleSeeds(t), official(t)...)
	rng := rand.New(rand.NewPCG(2019, 10))
	names := []string{"Everything", "ChargesListResult", "Amount", "ChargeSummary", "ModernChargeProps"}
	accepted := 0
	for n := range mutations {
		text := mutate(rng, seeds[rng.IntN(len(seeds))], seeds)
		want := jsontext.Value(text).IsValid()
		_, err := wire.ParseRaw(text)
		if (err == nil) != want {
			t.Fatalf("text %d: %q\n ours: %v\njsontext accepts: %v", n, text, err, want)
		}
		name := names[n%len(names)]
		x := types[name]()
		if typed := x.UnmarshalJSON(text); (typed == nil) != want {
			t.Fatalf("text %d: %q\n%s: %v\njsontext accepts: %v", n, text, name, typed, want)
		}
		if want {
			accepted++
			sameValue(t, x.AppendJSON(nil), text)
		}
	}
	t.Logf("%d texts, %d accepted", mutations, accepted)
	if accepted < mutations/20 {
		t.Errorf("only %d of %d mutated texts are JSON; the mutations break too much to test round trips", accepted, mutations)
	}
}

// oracleSeeds are the documents of this package's tests and those in testdata.
func oracleSeeds(t *testing.T) [][]byte {
	var seeds [][]byte
	for _, text := range documents {
		seeds = append(seeds, []byte(text))
	}
	files, err := filepath.Glob("testdata/seeds/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no seeds in testdata/seeds: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, text)
	}
	return seeds
}

// official returns small pieces of the official examples for billing and consumption, if they are available.
func official(t *testing.T) [][]byte {
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Log("AZURE_REST_API_SPECS is not set; the official examples take no part")
		return nil
	}
	var texts [][]byte
	for _, service := range []string{"billing", "consumption"} {
		dir := filepath.Join(root, "specification", service)
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.Contains(path, "examples") || filepath.Ext(path) != ".json" {
				return err
			}
			text, err := os.ReadFile(path)
			var small bytes.Buffer
			if err == nil && json.Compact(&small, bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))) == nil && small.Len() < 4<<10 {
				texts = append(texts, small.Bytes())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) < 100 {
		t.Fatalf("only %d official examples below %s", len(texts), root)
	}
	return texts
}

// mutate returns a copy of text with one to three changes.
func mutate(rng *rand.Rand, text []byte, seeds [][]byte) []byte {
	text = bytes.Clone(text)
	for range 1 + rng.IntN(3) {
		i := rng.IntN(len(text) + 1)
		j := min(len(text), i+rng.IntN(12))
		var insert []byte
		switch rng.IntN(6) {
		case 0: // delete
		case 1:
			insert = []byte(tokens[rng.IntN(len(tokens))])
			j = i
		case 2:
			insert = []byte(tokens[rng.IntN(len(tokens))])
		case 3:
			insert = []byte{byte(rng.IntN(256))}
			j = min(len(text), i+1)
		case 4:
			insert = bytes.Repeat(text[i:j], 2)
		case 5:
			other := seeds[rng.IntN(len(seeds))]
			if len(other) < 200 {
				insert = other
			}
			j = i
		}
		text = append(text[:i:i], append(bytes.Clone(insert), text[j:]...)...)
	}
	return text
}

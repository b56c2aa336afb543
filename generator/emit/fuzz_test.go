package emit_test

import (
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/randomdoc"
)

// judged is a random document, as a table of ours and as schemas of the library.
type judged struct {
	doc    *randomdoc.Document
	oracle randomdoc.Oracle
	model  *gogen.Model
	uses   map[string]*ir.Schema // nil: the document is refused
	names  []string
}

// FuzzVerdict is TestDifferential with values that the fuzzer chooses: Validate and a JSON Schema library agree on each of
// them. document is the seed of a document, one of 256 that are made when first asked for.
func FuzzVerdict(f *testing.F) {
	for n := range 64 {
		var bytes []byte
		for r := rand.New(rand.NewPCG(18, uint64(n))); len(bytes) < 64; {
			bytes = binary.LittleEndian.AppendUint64(bytes, r.Uint64())
		}
		f.Add(byte(n), byte(n/2), n%2 == 0, bytes)
	}
	var documents [256]*judged
	f.Fuzz(func(t *testing.T, document, definition byte, request bool, bytes []byte) {
		d := documents[document]
		if d == nil {
			d = newJudged(t, document)
			documents[document] = d
		}
		if d.uses == nil {
			return
		}
		name := d.names[int(definition)%len(d.names)]
		use := d.model.Schema(d.uses[name])
		text := d.doc.Instance(randomdoc.Choose(bytes[:min(len(bytes), 1000)]), name)
		want := d.oracle.Verdict(name, request, text)
		got, all := validate(&d.model.Model, &use, text, request)
		if got != (want == nil) {
			t.Fatalf("document %d, %s, request %v: %s\nValidate: %v\nJSON Schema: %v\n%s", document, name, request, text, all, want, d.doc.Show(name))
		}
	})
}

func newJudged(t *testing.T, document byte) *judged {
	t.Helper()
	d := &judged{doc: randomdoc.New(rand.New(rand.NewPCG(18, uint64(document))))}
	model, uses, err := lowered(t, d.doc.Raw)
	if err != nil {
		return d // TestDifferential counts those that are refused
	}
	if d.oracle, err = d.doc.Oracle(); err != nil {
		t.Fatalf("document %d: %v", document, err)
	}
	d.model, d.uses, d.names = model, uses, slices.Sorted(maps.Keys(uses))
	return d
}

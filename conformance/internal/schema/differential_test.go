package schema

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/randomdoc"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

var verdicts = flag.Int("verdicts", 20_000, "how many verdicts TestDifferential compares")

// TestDifferential compares the verdicts of this package with those of package randomdoc, which renders the raw document in
// JSON Schema. Documents and values are random, and the same as in the test of that name in generator/emit.
func TestDifferential(t *testing.T) {
	seed := uint64(20240801)
	if s := os.Getenv("AZBILL_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	compared, refused, valid, documents := 0, 0, 0, 0
	for n := uint64(0); compared < *verdicts && !t.Failed(); n++ {
		r := rand.New(rand.NewPCG(seed, n))
		random := randomdoc.New(r)
		text, err := json.Marshal(random.Raw)
		if err != nil {
			t.Fatal(err)
		}
		var problems diag.List
		doc := openapi.Load(openapi.Source{Path: "d.json", Root: ".", FS: fstest.MapFS{"d.json": {Data: text}}}, &problems)
		if err := problems.Err(); err != nil {
			if refused++; refused > 20 && refused > documents/10 {
				t.Fatalf("document %d is refused, as too many are: %v", n, err)
			}
			continue
		}
		documents++
		oracle, err := random.Oracle()
		if err != nil {
			t.Fatalf("document %d: %v", n, err)
		}
		set, err := Compile(doc, Options{})
		if err != nil {
			t.Fatalf("document %d: %v", n, err)
		}
		for i, op := range doc.Operations {
			for range 25 {
				value := random.Instance(r, op.ID)
				node, _, err := jsontree.Parse(value)
				if err != nil {
					t.Fatal(err)
				}
				for _, request := range []bool{false, true} {
					name, found := responseName(i, "200"), set.Response(op, "200", node)
					if request {
						name, found = bodyName(i), set.Body(op, node)
					}
					got, want := set.compiled[name].Validate(plain(node)), oracle.Verdict(op.ID, request, value)
					compared++
					if want == nil {
						valid++
					}
					if (got == nil) != (want == nil) || got != nil && len(found) == 0 {
						t.Fatalf("document %d, %s, request %v: %s\nhere: %v %v\nraw document: %v\n%s", n, op.ID, request, value, got, found, want, random.Show(op.ID))
					}
				}
			}
		}
	}
	t.Logf("%d verdicts on %d documents, %d of them valid; %d documents refused", compared, documents, valid, refused)
	if valid < compared/10 || valid > compared*9/10 {
		t.Errorf("%d of %d values are valid: expected a mixture", valid, compared)
	}
}

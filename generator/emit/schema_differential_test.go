package emit_test

import (
	"encoding/json"
	"errors"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/internal/randomdoc"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

var verdicts = flag.Int("verdicts", 20_000, "how many verdicts TestDifferential compares")

// TestDifferential compares the verdicts of Validate, by the table that a document lowers to, with those of a JSON Schema
// library on the raw document, which package randomdoc renders in JSON Schema without any code of ours. Documents and
// values are random; a value is made to fit, then spoiled at times.
func TestDifferential(t *testing.T) {
	seed := uint64(20240801)
	if s := os.Getenv("AZBILL_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	compared, refused, valid, documents := 0, 0, 0, 0
	for n := uint64(0); compared < *verdicts && !t.Failed(); n++ {
		r := rand.New(rand.NewPCG(seed, n))
		doc := randomdoc.New(r)
		model, uses, err := lowered(t, doc.Raw)
		if err != nil {
			if refused++; refused > 20 && refused > documents/10 {
				t.Fatalf("document %d is refused, as too many are: %v\n%s", n, err, doc.Raw)
			}
			continue
		}
		documents++
		oracle, err := doc.Oracle()
		if err != nil {
			t.Fatalf("document %d: %v", n, err)
		}
		for _, name := range slices.Sorted(maps.Keys(uses)) {
			use := model.Schema(uses[name])
			for range 25 {
				text := doc.Instance(r, name)
				for _, request := range []bool{false, true} {
					want := oracle.Verdict(name, request, text)
					got, all := validate(&model.Model, &use, text, request)
					compared++
					if want == nil {
						valid++
					}
					if got != (want == nil) {
						t.Fatalf("document %d, %s, request %v: %s\nValidate: %v\nJSON Schema: %v\n%s", n, name, request, text, all, want, doc.Show(name))
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

// validate returns the verdict of Validate. A name that is nearly that of a member is a hint, not a violation of the
// schema.
func validate(m *schema.Model, s *schema.Schema, text []byte, request bool) (bool, error) {
	var opts []wire.ValidateOption
	if request {
		opts = append(opts, wire.AsRequest())
	}
	err := schema.ValidateValue(m, s, text, opts...)
	var list wire.Violations
	if errors.As(err, &list) {
		for _, v := range list {
			if v.Rule != "member-case" {
				return false, err
			}
		}
		return true, err
	}
	return err == nil, err
}

// lowered reads and lowers a document, and returns its table with the schemas of the responses by name.
func lowered(t *testing.T, raw map[string]any) (*gogen.Model, map[string]*ir.Schema, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "doc.json")
	text, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	var problems diag.List
	doc := openapi.Load(openapi.Source{Path: path}, &problems)
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	pkg := lower.Package(doc, "doc.json", 0, &problems)
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	uses := map[string]*ir.Schema{}
	for _, op := range pkg.Operations {
		uses[op.ID] = op.Responses[0].Value.Schema
	}
	return gogen.NewModel(pkg), uses, nil
}

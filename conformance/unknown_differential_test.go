package conformance_test

import (
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	oracle "github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/table"
	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/randomdoc"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

var unknowns = flag.Int("unknowns", 4_000, "how many values TestUnknownDifferential compares")

// TestUnknownDifferential compares the members that the schema check calls unknown with those that Validate does, on the
// random documents and values of the tests named TestDifferential.
func TestUnknownDifferential(t *testing.T) {
	compared, reported := 0, 0
	for n := uint64(0); compared < *unknowns; n++ {
		r := rand.New(rand.NewPCG(20240801, n))
		random := randomdoc.New(r)
		text, err := json.Marshal(random.Raw)
		if err != nil {
			t.Fatal(err)
		}
		var problems diag.List
		doc := openapi.Load(openapi.Source{Path: "d.json", Root: ".", FS: fstest.MapFS{"d.json": {Data: text}}}, &problems)
		if problems.Err() != nil {
			continue
		}
		pkg := lower.Package(doc, "d.json", 0, &problems)
		if problems.Err() != nil {
			continue
		}
		set, err := oracle.Compile(doc, oracle.Options{})
		if err != nil {
			t.Fatalf("document %d: %v", n, err)
		}
		model, schemas := table.Model(pkg)
		for i, op := range doc.Operations {
			use := schemas.Of(pkg.Operations[i].Responses[0].Value.Schema)
			for range 25 {
				value := random.Instance(r, op.ID)
				node, _, err := jsontree.Parse(value)
				if err != nil {
					t.Fatal(err)
				}
				compared++
				violations := set.Response(op, "200", node)
				want := placesOf(violations, func(v oracle.Violation) (string, bool) { return v.Place(), v.Rule == oracle.RuleUnknown })
				if slices.ContainsFunc(violations, func(v oracle.Violation) bool { return v.Rule == oracle.RuleUnlisted }) {
					continue // the document contradicts itself: either answer is right
				}
				var found wire.Violations
				errors.As(schema.ValidateValue(model, &use, value, wire.UnknownMembers()), &found)
				got := placesOf(found, func(v wire.Violation) (string, bool) {
					return v.Pointer, v.Rule == "unknown" || v.Rule == "member-case"
				})
				if len(want) > 0 {
					reported++
				}
				if !slices.Equal(got, want) {
					t.Fatalf("document %d, %s: %s\nValidate: %q\nschema check: %q\n%s", n, op.ID, value, got, want, random.Show(op.ID))
				}
			}
		}
	}
	t.Logf("%d of %d values have members that are unknown", reported, compared)
	if reported < compared/20 {
		t.Error("too few to tell")
	}
}

// placesOf returns the places that is returns with true, sorted, each once.
func placesOf[V any](list []V, is func(V) (string, bool)) []string {
	var out []string
	for _, v := range list {
		if at, ok := is(v); ok {
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

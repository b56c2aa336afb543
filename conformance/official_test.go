package conformance

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/google/go-cmp/cmp"
)

// official returns the target of an official document, which keeps its own examples.
func official(t testing.TB, document string) Target {
	t.Helper()
	dir := os.Getenv("AZURE_REST_API_SPECS")
	if dir == "" {
		t.Skip("AZURE_REST_API_SPECS does not name a checkout of the official specifications")
	}
	var problems diag.List
	doc := openapi.Load(openapi.Source{Path: filepath.Join(dir, "specification", filepath.FromSlash(document))}, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return Target{Document: doc, Files: os.DirFS(doc.Root)}
}

// weaker are the kinds of findings that oav, the validator of the official repository, does not have: it takes an enum
// with modelAsString for free text, an object without type for anything, and looks for no unknown parameters.
var weaker = map[string]bool{"open-enum": true, "unknown-parameter": true, "unknown-member": true}

// On three official documents the suite finds what oav 4.0.3 (validate-example) finds, in kind and count. Its kinds are
// INVALID_FORMAT (format), INVALID_REQUEST_PARAMETER for another api-version (api-version), and
// XMS_EXAMPLE_NOTFOUND_ERROR (no-example).
func TestOfficialExamplesAsOav(t *testing.T) {
	for document, want := range map[string]map[string]int{
		"billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json":             {"format": 6, "no-example": 1},
		"billing/resource-manager/Microsoft.Billing/preview/2019-10-01-preview/billing.json":    {"format": 6, "api-version": 10, "no-example": 1},
		"consumption/resource-manager/Microsoft.Consumption/stable/2021-10-01/consumption.json": {"format": 2, "api-version": 1, "no-example": 1},
	} {
		run, err := Suite{Targets: []Target{official(t, document)}}.Execute(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, c := range run.Cases {
			for _, f := range c.Findings {
				if !weaker[f.Code] {
					got[f.Code]++
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: oav against the suite:\n%s", document, diff)
		}
	}
}

// statesObject are the members of which this repository's documents state that the value is an object, where the
// official ones list members and no type.
var statesObject = map[string]bool{"creditNoteDocumentId": true, "invoiceDocumentId": true, "thresholdType": true}

// The types generated from this repository's documents keep every official example of the same api-version, and judge
// it as the official document does.
func TestOfficialExamplesThroughTypes(t *testing.T) {
	stricter := 0
	for document, types := range map[string]Types{
		"billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json":             TypesOf(billing20200501.Operations()),
		"billing/resource-manager/Microsoft.Billing/preview/2019-10-01-preview/billing.json":    TypesOf(billing20191001preview.Operations()),
		"consumption/resource-manager/Microsoft.Consumption/stable/2024-08-01/consumption.json": TypesOf(consumption20240801.Operations()),
	} {
		target := official(t, document)
		target.Types = types
		run, err := Suite{Targets: []Target{target}}.Execute(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range run.Cases {
			for _, f := range c.Findings {
				if f.Culprit != BlameTypes && f.Culprit != BlameSuite {
					continue
				}
				if strings.HasSuffix(f.Message, "a string in place of an object") && statesObject[path.Base(f.Pointer)] {
					stricter++
					continue
				}
				t.Errorf("%s: %s", c.ID, f.Text())
			}
			if c.Check == "roundtrip" {
				n++
			}
		}
		t.Logf("%s: %d bodies round-tripped, %s", document, n, run.Totals)
	}
	if stricter != 7 {
		t.Errorf("%d strings where our documents state an object and the official ones do not, want 7", stricter)
	}
}

// BenchmarkOfficialExamples runs the checks over an official document's examples, with its schemas compiled each time;
// reading the document is not counted.
func BenchmarkOfficialExamples(b *testing.B) {
	target := official(b, "billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json")
	target.Types = TypesOf(billing20200501.Operations())
	for _, part := range []struct {
		name string
		run  *regexp.Regexp
	}{{"all", nil}, {"schema+roundtrip", regexp.MustCompile(`/(schema|roundtrip)$`)}} {
		b.Run(part.name, func(b *testing.B) {
			examples := 0
			for b.Loop() {
				run, err := Suite{Targets: []Target{target}, Only: part.run}.Execute(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				examples += len(run.Samples)
			}
			b.ReportMetric(float64(examples)/b.Elapsed().Seconds(), "examples/s")
		})
	}
}

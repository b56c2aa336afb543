package conformance

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/conformance/internal/mutate"
	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/google/go-cmp/cmp"
)

// own returns the targets of this repository: its documents, samples and types.
func own(t testing.TB) []Target {
	t.Helper()
	var out []Target
	for _, d := range []struct {
		path  string
		types Types
	}{
		{"billing/2019-10-01-preview.yaml", TypesOf(billing20191001preview.Operations())},
		{"billing/2020-05-01.yaml", TypesOf(billing20200501.Operations())},
		{"consumption/2023-03-01.yaml", TypesOf(consumption20230301.Operations())},
		{"consumption/2024-08-01.yaml", TypesOf(consumption20240801.Operations())},
	} {
		var problems diag.List
		doc := openapi.Load(openapi.Source{Path: filepath.Join("..", "specs", filepath.FromSlash(d.path))}, &problems)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		out = append(out, Target{Document: doc, Samples: os.DirFS("../testdata/examples"), Dir: "testdata/examples", Types: d.types})
	}
	return out
}

// holds checks the promise: at least 99 of 100 effective mutants are noticed, each survivor has a reason, and the types
// deal with every mutant as the schemas say.
func holds(t *testing.T, run *Run) {
	t.Helper()
	total := run.Sensitivity.Total()
	t.Logf("%d tried, %d noticed, %d equivalent, %d survive: %.2f %%", total.Tried, total.Noticed, total.Proven(), len(total.Survivors), 100*total.Share())
	if total.Share() < 0.99 || total.Noticed == 0 {
		t.Errorf("%.2f %% of the effective mutants are noticed, less than 99", 100*total.Share())
	}
	if total.Noticed+total.Proven()+len(total.Survivors) != total.Tried {
		t.Errorf("the numbers do not add up: %+v", total)
	}
	for _, c := range run.Sensitivity.Classes {
		for _, v := range c.Survivors {
			if v.Reason == "" {
				t.Errorf("%s: %s survives without a reason", c.Name, v.Mutant)
			}
		}
	}
	for _, c := range run.Cases {
		if c.Check == mutantsPart && !c.Verdict.Green() {
			t.Errorf("%s", c.Report())
		}
	}
}

// The suite notices what is planted in this repository's samples, documents and types, in every class they offer.
func TestSensitivity(t *testing.T) {
	run := execute(t, Suite{Targets: own(t), Mutants: 25})
	holds(t, run)
	var classes []string
	for _, c := range run.Sensitivity.Classes {
		classes = append(classes, c.Name)
	}
	missing := slices.DeleteFunc(slices.Clone(mutate.Classes), func(c string) bool { return slices.Contains(classes, c) })
	// No documented sample has a value with a pattern, a limit, or a length of its own.
	if diff := cmp.Diff([]string{"sample.pattern", "sample.range", "sample.length"}, missing); diff != "" {
		t.Errorf("classes without a mutant: %s", diff)
	}
}

// The same over official documents, which have what the documented samples have not: request bodies, patterns, limits.
// Without types nothing shows that a document was loosened; TestEveryOfficialExample has the types.
func TestSensitivityOfficial(t *testing.T) {
	for _, path := range []string{
		"billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json",
		"billing/resource-manager/Microsoft.Billing/preview/2019-10-01-preview/billing.json",
		"consumption/resource-manager/Microsoft.Consumption/stable/2021-10-01/consumption.json",
	} {
		holds(t, execute(t, Suite{Targets: []Target{official(t, path)}, Mutants: 60}))
	}
}

const limitsDocument = `{
"swagger": "2.0", "info": {"title": "Limits", "version": "1"}, "paths": {"/providers/Microsoft.Limits/things": {"put": {"operationId": "Things_Put",
"parameters": [{"name": "api-version", "in": "query", "required": true, "type": "string"},
  {"name": "thing", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Thing"}}],
"responses": {"204": {"description": "done"}}, "x-ms-examples": {"Put": {"$ref": "./examples/put.json"}}}}},
"definitions": {"Thing": {"type": "object", "properties": {
  "name": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5}, "look": {"type": "string", "pattern": "^(?!x)"}, "odd": {"type": "string", "pattern": "(?i)x"},
  "link": {"type": "string", "format": "uri"}, "n": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 9},
  "list": {"type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true, "items": {"type": "string"}}}}}}`

// What cannot be noticed is listed with its reason; what changes nothing is proven.
func TestSensitivityLimits(t *testing.T) {
	target := tiny(t, false, "doc.json", limitsDocument, "examples/put.json",
		`{"parameters": {"api-version": "1", "thing": {"name": "abc", "look": "a", "odd": "x", "link": "https://h/", "n": 5, "list": ["a", "b"]}}, "responses": {"204": {}}}`)
	run := execute(t, Suite{Targets: []Target{target}, Mutants: 1000})
	got := map[string][2]int{}
	for _, c := range run.Sensitivity.Classes {
		got[c.Name] = [2]int{c.Noticed, len(c.Survivors)}
		for _, v := range c.Survivors {
			if want := map[string]string{"sample.pattern": "the pattern is not checked; the report lists it", "sample.format": "the format describes and is not asserted; services depart from it freely"}[c.Name]; want != "" && v.Reason != want {
				t.Errorf("%s: %s: %q", c.Name, v.Mutant, v.Reason)
			}
		}
	}
	for class, want := range map[string][2]int{
		"sample.pattern": {2, 1}, "sample.format": {1, 1}, "sample.range": {2, 0}, "sample.length": {5, 0}, "sample.member": {6, 0}, "sample.json": {14, 0},
	} {
		if got[class] != want {
			t.Errorf("%s: %v noticed and surviving, want %v", class, got[class], want)
		}
	}
}

// A suite whose checks are blind to something says so: the survivors are findings, until the list gives a reason.
func TestSurvivorsAreFindings(t *testing.T) {
	target := tiny(t, true)
	target.Types = newFake(t, target.Document, "ignores required")
	suite := Suite{Targets: []Target{target}, Mutants: 5, Only: regexp.MustCompile(`/mutants/document\.required-drop$`)}
	run := execute(t, suite)
	if run.OK() || len(run.Cases) != 1 || len(run.Cases[0].Findings) == 0 || run.Cases[0].Findings[0].Culprit != BlameSuite {
		t.Fatalf("%+v", run.Cases)
	}
	list := (*KnownFailures)(nil).Fix(run, "")
	suite.Known = parseList(t, strings.Replace(string(list), reasonWanted, "Because.", 1))
	run = execute(t, suite)
	if !run.OK() || run.Sensitivity.Classes[0].Survivors[0].Reason != "Because." {
		t.Errorf("%s, %+v", run.Totals, run.Sensitivity.Classes)
	}
	suite.Only, suite.Mutants = regexp.MustCompile("parse$"), 5
	if run := execute(t, suite); !run.OK() || run.Sensitivity != nil {
		t.Errorf("a run without mutants: %s, %+v", run.Totals, run.Sensitivity)
	}
	suite.Only, suite.Shard, suite.Shards = regexp.MustCompile("."), 2, 2
	if run, err := suite.Execute(context.Background()); err == nil && run.Sensitivity != nil {
		t.Errorf("the second shard has the mutants as well")
	}
}

// A sample that breaks a rule fails once: what is planted where it breaks the rule proves nothing, and is not a survivor.
func TestBadSampleFailsOnce(t *testing.T) {
	for _, body := range []string{`{"id": "1", "amount": "x"}`, `{"id": "1", "colour": "green"}`, `{"id": "1", "parts": [{"id": 7}]}`, `{"id": "1", "Note": "n"}`} {
		target := tiny(t, false, "examples/get.json", `{"parameters": {"scope": "s", "name": "n", "api-version": "2030-01-01"}, "responses": {"200": {"body": `+body+`}}}`)
		target.Types = newFake(t, target.Document, "")
		var failed []string
		for _, c := range execute(t, Suite{Targets: []Target{target}, Mutants: 1000, Only: regexp.MustCompile("Get-it|mutants/(sample|document)")}).Cases {
			for _, f := range c.Findings {
				if c.Check != mutantsPart || f.Culprit == BlameSuite {
					failed = append(failed, c.ID+": "+f.Text())
				}
			}
		}
		if len(failed) != 1 || !strings.Contains(failed[0], "/response-200/schema: ") {
			t.Errorf("%s:\n%s", body, strings.Join(failed, "\n"))
		}
	}
}

// A body without members, and a status that the document describes by default, leave no survivors.
func TestEmptyBodyLeavesNoSurvivors(t *testing.T) {
	const document = `{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": {"operationId": "A_Get",
"responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/R"}}, "default": {"description": "e", "schema": {"$ref": "#/definitions/E"}}},
"x-ms-examples": {"e": {"$ref": "./e.json"}}}}}, "definitions": {
"R": {"type": "object", "properties": {"key": {"type": "string"}}}, "E": {"type": "object", "properties": {"error": {"type": "string"}}}}}`
	target := tiny(t, false, "doc.json", document, "e.json", `{"parameters": {}, "responses": {"200": {"body": {}}}}`)
	target.Types = newFake(t, target.Document, "")
	run := execute(t, Suite{Targets: []Target{target}, Mutants: 1000, Only: regexp.MustCompile("mutants/(sample|document|types[.]enum-closed)")})
	for _, c := range run.Sensitivity.Classes {
		if len(c.Survivors) > 0 {
			t.Errorf("%s: %+v", c.Name, c.Survivors)
		}
	}
}

// TestBodiesThatAreNoObjects: a sound type of a body that is an array, a map or a scalar leaves no survivor.
func TestBodiesThatAreNoObjects(t *testing.T) {
	for _, c := range []struct{ schema, body string }{
		{`{"type": "array", "items": {"type": "string"}}`, `["a", "b"]`},
		{`{"type": "array", "items": {"type": "string"}}`, `[]`},
		{`{"type": "array", "items": {"type": "integer", "format": "int32"}}`, `[1, 2]`},
		{`{"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}}`, `[[true], []]`},
		{`{"type": "array", "items": {"$ref": "#/definitions/R"}}`, `[{"key": "a"}, {}]`},
		{`{"type": "object", "additionalProperties": {"type": "string"}}`, `{"a": "b"}`},
		{`{"type": "string"}`, `"a"`},
		{`{"type": "number"}`, `1.50`},
		{`{"type": "boolean"}`, `true`},
	} {
		document := `{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": {"operationId": "A_Get",
"responses": {"200": {"description": "ok", "schema": ` + c.schema + `}}, "x-ms-examples": {"e": {"$ref": "./e.json"}}}}}, "definitions": {
"R": {"type": "object", "properties": {"key": {"type": "string"}}}}}`
		target := tiny(t, false, "doc.json", document, "e.json", `{"parameters": {}, "responses": {"200": {"body": `+c.body+`}}}`)
		target.Types = newFake(t, target.Document, "")
		run := execute(t, Suite{Targets: []Target{target}, Mutants: 1000, Only: regexp.MustCompile("mutants/types[.](unknown|enum|mismatch|refuses|broken|list|null|member)")})
		for _, class := range run.Sensitivity.Classes {
			if len(class.Survivors) > 0 {
				t.Errorf("%s as %s: %s: %+v", c.body, c.schema, class.Name, class.Survivors)
			}
		}
	}
}

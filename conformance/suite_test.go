package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const tinyDocument = `{
"swagger": "2.0", "info": {"title": "Tiny", "version": "2030-01-01"}, "host": "management.azure.com",
"paths": {
"/{scope}/providers/Microsoft.Tiny/things/{name}": {"get": {"operationId": "Things_Get",
  "parameters": [
    {"name": "scope", "in": "path", "required": true, "type": "string", "x-ms-skip-url-encoding": true},
    {"name": "name", "in": "path", "required": true, "type": "string"},
    {"name": "api-version", "in": "query", "required": true, "type": "string"},
    {"name": "$top", "in": "query", "type": "integer", "format": "int32"},
    {"name": "tags", "in": "query", "type": "array", "items": {"type": "string", "maxLength": 3}}],
  "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Thing"}}, "404": {"description": "none"}},
  "x-ms-examples": {"Get it": {"$ref": "./examples/get.json"}, "Gone": {"$ref": "./examples/gone.json"}}},
 "put": {"operationId": "Things_Put",
  "parameters": [
    {"name": "scope", "in": "path", "required": true, "type": "string", "x-ms-skip-url-encoding": true},
    {"name": "name", "in": "path", "required": true, "type": "string"},
    {"name": "api-version", "in": "query", "required": true, "type": "string"},
    {"name": "thing", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Thing"}}],
  "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Thing"}}}}}
},
"definitions": {"Thing": {"type": "object", "required": ["id"], "properties": {
  "id": {"type": "string", "readOnly": true}, "amount": {"type": "number"}, "when": {"type": "string", "format": "date-time"},
  "colour": {"type": "string", "enum": ["red", "blue"]},
  "parts": {"type": "array", "items": {"$ref": "#/definitions/Thing"}}, "note": {"type": "string"}}}}}`

const tinyBody = `{"id": "1", "amount": 500.0, "when": "2030-01-01T00:00:00Z", "colour": "red", "note": null, "parts": [{"id": "2", "amount": 1e3}]}`

func tinyFiles() fstest.MapFS {
	return fstest.MapFS{
		"doc.json": {Data: []byte(tinyDocument)},
		"examples/get.json": {Data: []byte(`{"parameters": {"scope": "s", "name": "n", "api-version": "2030-01-01", "$top": 5, "tags": ["a"]},
 "responses": {"200": {"headers": {"x-ms-request-id": "1"}, "body": ` + tinyBody + `}, "404": {}}}`)},
		"page/tiny/2030-01-01/Things_Get/Sample.request.http":      {Data: []byte("GET https://management.azure.com/subscriptions/a b/Providers/microsoft.tiny/Things/{name}?api-version=2030-01-01&$top=5&tags=a,b\n")},
		"page/tiny/2030-01-01/Things_Get/Sample.response-200.json": {Data: []byte(tinyBody)},
		"page/tiny/2030-01-01/Things_Put/Put.request.http":         {Data: []byte("PUT https://management.azure.com/s/providers/Microsoft.Tiny/things/n?api-version=2030-01-01\n")},
		"page/tiny/2030-01-01/Things_Put/Put.request.json":         {Data: []byte(`{"amount": 0.1}`)},
		"page/readme.txt": {Data: []byte("not a sample")},
	}
}

func tiny(t *testing.T, documented bool, change ...string) Target {
	t.Helper()
	files := tinyFiles()
	for i := 0; i+1 < len(change); i += 2 {
		files[change[i]] = &fstest.MapFile{Data: []byte(change[i+1])}
	}
	var problems diag.List
	doc := openapi.Load(openapi.Source{Path: "doc.json", FS: files}, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	target := Target{Document: doc, Files: files}
	if documented {
		target.Samples, target.Dir = files, "samples"
	}
	return target
}

func execute(t *testing.T, s Suite) *Run {
	t.Helper()
	run, err := s.Execute(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// findings renders what is wrong as "check: text" lines.
func findings(run *Run) string {
	var lines []string
	for _, c := range run.Cases {
		for _, f := range c.Findings {
			lines = append(lines, fmt.Sprintf("%s/%s: %s (%s)", c.Message, c.Check, f.Text(), f.Culprit))
		}
	}
	return strings.Join(lines, "\n")
}

// fake is generated code that keeps everything, unless a fault is planted in it.
type fake struct {
	doc     *openapi.Document
	schemas *schema.Set
	fault   string
}

func newFake(t *testing.T, doc *openapi.Document, fault string) *fake {
	t.Helper()
	set, err := schema.Compile(doc, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &fake{doc, set, fault}
}

func (f *fake) operation(id string) *openapi.Operation {
	return f.doc.Operations[slices.IndexFunc(f.doc.Operations, func(op *openapi.Operation) bool { return op.ID == id })]
}

func (f *fake) Response(id, status string, body []byte) (Value, error) {
	return f.value(body, func(n *jsontree.Node) []schema.Violation { return f.schemas.Response(f.operation(id), status, n) })
}

func (f *fake) Body(id string, body []byte) (Value, error) {
	return f.value(body, func(n *jsontree.Node) []schema.Violation { return f.schemas.Body(f.operation(id), n) })
}

func (f *fake) value(body []byte, check func(*jsontree.Node) []schema.Violation) (Value, error) {
	n, _, err := jsontree.Parse(body)
	if err != nil {
		return nil, err
	}
	if f.fault == "no type" {
		return nil, ErrNoType
	}
	if f.fault == "refuses mismatches" && bytes.Contains(body, []byte("xAzbillMismatch")) {
		return nil, errors.New("a mismatch")
	}
	return &fakeValue{n, f.fault, check(n), 0}, nil
}

func (f *fake) Match(req *http.Request) (string, error) {
	switch f.fault {
	case "matches nothing":
		return "", errors.New("no such operation")
	case "matches wrongly":
		return "Things_Other", nil
	}
	return map[string]string{"GET": "Things_Get", "PUT": "Things_Put"}[req.Method], nil
}

func (f *fake) Request(_ string, req *http.Request) (Request, error) {
	if f.fault == "refuses requests" {
		return nil, errors.New("refused")
	}
	return fakeRequest{req, f.fault}, nil
}

type fakeRequest struct {
	req   *http.Request
	fault string
}

func (r fakeRequest) HTTPRequest(string) (*http.Request, error) {
	again := r.req.Clone(context.Background())
	if r.fault == "loses the query" {
		again.URL.RawQuery = "api-version=2030-01-01"
	}
	return again, nil
}

func (r fakeRequest) Validate() []TypeViolation {
	if r.fault == "invents in parameters" {
		return []TypeViolation{{"/query/$top", "range", "too large"}, {"/query/other", "unknown", "not a parameter of the operation"}}
	}
	return nil
}

type fakeValue struct {
	n          *jsontree.Node
	fault      string
	violations []schema.Violation
	calls      int
}

func (v *fakeValue) AppendJSON(b []byte) []byte {
	v.calls++
	switch v.fault {
	case "panics":
		panic("on purpose")
	case "floats":
		text, _ := json.Marshal(floats(v.n.Any()))
		return append(b, text...)
	case "no JSON":
		return append(b, "{,"...)
	case "unstable":
		return append(v.n.Append(b), strings.Repeat(" ", v.calls)...)
	}
	c := v.n.Clone()
	var all []*jsontree.Node
	c.Walk(func(_ string, n *jsontree.Node) { all = append(all, n) })
	for _, n := range all {
		n.Members = slices.DeleteFunc(n.Members, func(m jsontree.Member) bool {
			return v.fault == "drops nulls" && m.Value.Kind == jsontree.Null ||
				v.fault == "drops unknown members" && m.Name == "xAzbillNew" || v.fault == "drops a member" && m.Name == "colour"
		})
		if v.fault == "closes enums" && n.Text == "xAzbillNew" {
			n.Text = ""
		}
	}
	return c.Append(b)
}

func floats(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = floats(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = floats(v[k])
		}
	}
	return v
}

func (v *fakeValue) Validate(bool) []TypeViolation {
	var out []TypeViolation
	if v.fault == "validates too much" {
		out = append(out, TypeViolation{"/id", "length", "too short"})
	}
	for _, w := range v.violations {
		if v.fault != "validates nothing" && (v.fault != "ignores required" || w.Rule != "required") {
			out = append(out, TypeViolation{w.Pointer, w.Rule, w.Message})
		}
	}
	return out
}

// A filter picks cases, and runs nothing but them and what they build on; what it picks has the same verdict.
func TestRunFilter(t *testing.T) {
	target := tiny(t, true)
	for _, fault := range []string{"", "drops nulls", "validates nothing", "drops unknown members"} {
		target.Types = newFake(t, target.Document, fault)
		all := execute(t, Suite{Targets: []Target{target}})
		for _, c := range all.Cases {
			one := execute(t, Suite{Targets: []Target{target}, Only: regexp.MustCompile("^" + regexp.QuoteMeta(c.ID) + "$")})
			if diff := cmp.Diff([]Case{c}, one.Cases, cmpopts.IgnoreFields(Case{}, "Sample", "Elapsed")); diff != "" {
				t.Errorf("%s: %s alone:\n%s", fault, c.ID, diff)
			}
		}
	}
	target.Types = newFake(t, target.Document, "panics") // when it encodes
	run := execute(t, Suite{Targets: []Target{target}, Only: regexp.MustCompile("/(parse|match|decode)$")})
	if got := findings(run); got != "" || len(run.Cases) == 0 {
		t.Errorf("%d cases: %s", len(run.Cases), got)
	}
}

// What a check needs comes before it, and needs nothing that it does not name itself.
func TestChecksNeedWhatIsThere(t *testing.T) {
	needs := map[string][]string{}
	for _, c := range checks {
		for _, name := range c.needs {
			inner, ok := needs[name]
			if !ok {
				t.Errorf("%s needs %s, which is not before it", c.name, name)
			}
			for _, n := range inner {
				if !slices.Contains(c.needs, n) {
					t.Errorf("%s needs %s, which needs %s", c.name, name, n)
				}
			}
		}
		needs[c.name] = c.needs
	}
}

// A document that would keep the schema check busy for ever costs it a finding against the document, and nothing is green
// that was not checked.
func TestHostileDocumentIsAFinding(t *testing.T) {
	var schemas strings.Builder
	for i := range 60 {
		fmt.Fprintf(&schemas, `"D%d": {"anyOf": [{"$ref": "#/components/schemas/D%d"}, {"$ref": "#/components/schemas/D%d"}]}, `, i, i+1, i+1)
	}
	target := tiny(t, true, "doc.json", `{"openapi": "3.0.3", "info": {"title": "Hostile", "version": "2030-01-01"}, "paths": {
"/things/providers/Microsoft.Tiny/things": {"get": {"operationId": "Things_Get", "parameters": [
  {"name": "api-version", "in": "query", "required": true, "schema": {"type": "string"}}],
  "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/D0"}}}}}}}},
"components": {"schemas": {`+schemas.String()+`"D60": {"type": "string"}}}}`,
		"page/tiny/2030-01-01/Things_Get/Sample.request.http", "GET https://management.azure.com/things/providers/Microsoft.Tiny/things?api-version=2030-01-01\n")
	delete(target.Samples.(fstest.MapFS), "page/tiny/2030-01-01/Things_Put/Put.request.http")
	delete(target.Samples.(fstest.MapFS), "page/tiny/2030-01-01/Things_Put/Put.request.json")
	target.Types = newFake(t, target.Document, "")
	start := time.Now()
	run := execute(t, Suite{Targets: []Target{target}})
	if took := time.Since(start); took > 5*time.Minute {
		t.Errorf("took %v", took)
	}
	got := map[string]string{}
	for _, c := range run.Cases {
		for _, f := range c.Findings {
			got[c.Check] += f.Code + " " + string(f.Culprit)
			if f.Code == "limit" && c.Check == "schema" && f.Rule.Line != 4 {
				t.Errorf("the limit is at %v of the document", f.Rule)
			}
		}
	}
	if diff := cmp.Diff(map[string]string{"schema": "limit document", "validate": "limit document"}, got); diff != "" || run.OK() {
		t.Errorf("%s", diff)
	}
}

// A message whose alterations would go on for ever is not green, and lists in lists are doubled only so often.
func TestForwardIsBounded(t *testing.T) {
	defer func(n int) { maxForward = n }(maxForward)
	for _, tt := range []struct {
		max        int
		note, want string
	}{
		{maxForward, `[` + strings.Repeat("[", 60) + "1" + strings.Repeat("]", 60) + `]`, ""},
		{200, `"x"`, "limit sample"},
	} {
		maxForward = tt.max
		target := tiny(t, true, "page/tiny/2030-01-01/Things_Get/Sample.response-200.json", `{"id": "1", "note": `+tt.note+`}`)
		target.Types = newFake(t, target.Document, "")
		got := ""
		start := time.Now()
		for _, c := range execute(t, Suite{Targets: []Target{target}, Only: regexp.MustCompile("/response-200/forward$")}).Cases {
			for _, f := range c.Findings {
				got = f.Code + " " + string(f.Culprit)
			}
		}
		if got != tt.want || time.Since(start) > 5*time.Minute {
			t.Errorf("after %v: %q, want %q", time.Since(start), got, tt.want)
		}
	}
}

// Types that keep everything pass every check, on both forms of samples.
func TestFaithfulTypesPass(t *testing.T) {
	for _, documented := range []bool{true, false} {
		target := tiny(t, documented, "examples/gone.json", `{"parameters": {"scope": "s", "name": "n", "api-version": "2030-01-01"}, "responses": {"404": {}}}`)
		target.Types = newFake(t, target.Document, "")
		run := execute(t, Suite{Targets: []Target{target}})
		want := ""
		if !documented {
			want = "operation/example: the operation has no example [no-example] (document)"
		}
		if got := findings(run); got != want {
			t.Errorf("documented %v: %s", documented, got)
		}
		for _, check := range []string{"parse", "match", "schema", "decode", "roundtrip", "stable", "validate", "forward", "altered"} {
			if !slices.ContainsFunc(run.Cases, func(c Case) bool { return c.Check == check }) {
				t.Errorf("documented %v: check %s never ran", documented, check)
			}
		}
	}
}

// Each fault planted in the types is noticed by the check it is for.
func TestFaultyTypesAreNoticed(t *testing.T) {
	for fault, want := range map[string]string{
		"panics":                "response-200/roundtrip: panic: on purpose [panic] (types)",
		"floats":                "response-200/roundtrip: /amount: 500.0 becomes 500 [roundtrip] (types)",
		"no JSON":               "response-200/roundtrip: the encoding is not JSON",
		"no type":               "response-200/decode: the document has a schema for the body, the generated package no type [no-type] (types)",
		"unstable":              "response-200/stable: encoding twice gives different bytes [stable] (types)",
		"drops nulls":           "response-200/roundtrip: /note: null is lost [roundtrip] (types)",
		"drops a member":        `response-200/roundtrip: /colour: "red" is lost [roundtrip] (types)`,
		"drops unknown members": "response-200/forward: /xAzbillNew: unknown members: ",
		"closes enums":          `response-200/forward: /colour: a new value: "xAzbillNew" becomes "" [forward] (types)`,
		"refuses mismatches":    "response-200/forward: /amount: a type mismatch: decoding fails: a mismatch [forward] (types)",
		"validates nothing":     `response-200/validate: /when: Validate does not report what the schema check does: "yesterday" is not a valid date-time [validate] (types)`,
		"validates too much":    "response-200/validate: /id: Validate reports what the schema check does not: too short [validate] (types)",
		"matches nothing":       "request/match: the operation table refuses the request: no such operation [match] (types)",
		"matches wrongly":       "request/match: the operation table says Things_Other [match] (types)",
		"refuses requests":      "request/request: the request type refuses the request: refused [request] (types)",
		"loses the query":       "request/request: rendered again the request is GET management.azure.com/subscriptions/a b/Providers/microsoft.tiny/Things/{name}?api-version=2030-01-01 instead of",
	} {
		target := tiny(t, true)
		if fault == "validates nothing" {
			target = tiny(t, true, "page/tiny/2030-01-01/Things_Get/Sample.response-200.json", `{"id": "1", "when": "yesterday"}`)
		}
		target.Types = newFake(t, target.Document, fault)
		if got := findings(execute(t, Suite{Targets: []Target{target}})); !strings.Contains(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", fault, got, want)
		}
	}
}

// What is wrong with a sample is found and blamed on the sample.
func TestFaultySamplesAreNoticed(t *testing.T) {
	const dir = "page/tiny/2030-01-01/Things_Get/Sample."
	const line = "GET https://management.azure.com/s/providers/Microsoft.Tiny/things/n"
	for _, tt := range []struct{ file, text, want string }{
		{"response-200.json", `{"id": "1",}`, "response-200/parse: not JSON: a comma before } [json] (sample)"},
		{"response-200.json", `{"id": "1", "id": "2"}`, `response-200/parse: /id: not JSON: member "id" a second time [json] (sample)`},
		{"response-200.json", `{"id": `, "response-200/parse: /id: not JSON: expected a value, found the end [json] (sample)"},
		{"response-200.json", `{"colour": "green", "Note": 1}`, `response-200/schema: required member "id" is missing [required] (sample)
response-200/schema: /colour: "green" is none of the values that the document lists [enum] (sample)
response-200/schema: /Note: the document does not declare member "Note", but "note" [unknown-member] (sample)`},
		{"response-404.json", `{}`, "response-404/schema: the document declares no body [undeclared-body] (sample)"},
		{"response-500.json", `{}`, "response-500/schema: the document does not declare status 500 [status] (sample)"},
		{"request.http", "FETCH me", "request/parse: expected a request line such as GET https://… [request-line] (sample)"},
		{"request.http", line + "?api-version=2029-01-01", "request/schema: parameter api-version: api-version 2029-01-01, but the document is 2030-01-01 [api-version] (sample)"},
		{"request.http", line, "request/schema: parameter api-version: the operation requires the parameter [required-parameter] (sample)"},
		{"request.http", line + "?api-version=2030-01-01&$top=x", `request/schema: parameter $top: "x" where the document says integer [type] (sample)`},
		{"request.http", line + "?api-version=2030-01-01&tags=a,abcd", `request/schema: parameter tags: "abcd": length must be <= 3, but got 4 [maxLength] (sample)`},
		{"request.http", line + "?api-version=2030-01-01&x=1", "request/schema: parameter x: the operation has no such parameter [unknown-parameter] (sample)"},
		{"request.http", strings.Replace(line, "/things", "//things", 1) + "?api-version=2030-01-01", "request/match: the path has an empty segment [empty-segment] (sample)"},
		{"request.http", strings.Replace(line, "things", "other", 1) + "?api-version=2030-01-01", "request/match: the request is none of Things_Get: GET /{scope}/providers/Microsoft.Tiny/things/{name} [unmatched] (sample)"},
		{"request.http", strings.Replace(line, "GET", "POST", 1) + "?api-version=2030-01-01", "request/match: the request is none of Things_Get"},
		{"request.json", "{}", "request/schema: the document declares no body [undeclared-body] (sample)"},
	} {
		run := execute(t, Suite{Targets: []Target{tiny(t, true, dir+tt.file, tt.text)}})
		if got := findings(run); !strings.Contains(got, tt.want) {
			t.Errorf("%s %s:\ngot  %s\nwant %s", tt.file, tt.text, got, tt.want)
		}
	}
	run := execute(t, Suite{Targets: []Target{tiny(t, true, "page/tiny/2030-01-01/Things_Gone/S.response-200.json", "{}", "page/tiny/2030-01-01/Things_Gone/S.request.http", line)}})
	if got, want := findings(run), "request/match: the document has no operation Things_Gone [operation] (sample)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPlacesOfFindings(t *testing.T) {
	body := "{\n \"id\": \"1\",\n \"when\": \"yesterday\"\n}"
	run := execute(t, Suite{Targets: []Target{tiny(t, true, "page/tiny/2030-01-01/Things_Get/Sample.response-200.json", body)}})
	i := slices.IndexFunc(run.Cases, func(c Case) bool { return len(c.Findings) > 0 })
	f := run.Cases[i].Findings[0]
	if got, want := f.Place.String(), "samples/page/tiny/2030-01-01/Things_Get/Sample.response-200.json:3:10"; got != want {
		t.Errorf("the finding is at %s, want %s", got, want)
	}
	if f.Rule.File != "doc.json" || f.Rule.Line == 0 {
		t.Errorf("the rule is at %s", f.Rule)
	}
}

// A document that names an example that is not there is wrong; everything else goes on.
func TestMissingExample(t *testing.T) {
	got := findings(execute(t, Suite{Targets: []Target{tiny(t, false)}}))
	if want := `operation/example: example "Gone" is not there: examples/gone.json [missing-example] (document)`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestExecuteRefuses(t *testing.T) {
	odd := tiny(t, true, "page/other/1999-01-01/Op_Get/S.response-200.json", "{}")
	short := tiny(t, true, "S.response-200.json", "{}")
	lines := tiny(t, true, "page/tiny/2030-01-01/Things_Get/Sample.request.http", "GET https://a/\nGET https://b/\n")
	empty := tiny(t, true)
	empty.Samples = fstest.MapFS{}
	nowhere := tiny(t, false)
	nowhere.Files = nil
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		suite Suite
		want  string
	}{
		{"no target", context.Background(), Suite{}, "no samples found"},
		{"no sample", context.Background(), Suite{Targets: []Target{empty}}, "no samples found"},
		{"nothing selected", context.Background(), Suite{Targets: []Target{tiny(t, true)}, Only: regexp.MustCompile("^nothing$")}, "no case matches"},
		{"sample of no document", context.Background(), Suite{Targets: []Target{odd}}, `samples/page/other/1999-01-01/Op_Get/S.response-200.json: no document of service "other"`},
		{"sample out of place", context.Background(), Suite{Targets: []Target{short}}, "a sample lies at"},
		{"two request lines", context.Background(), Suite{Targets: []Target{lines}}, "a request file holds one line"},
		{"no files", context.Background(), Suite{Targets: []Target{nowhere}}, "neither a folder of samples nor"},
		{"stopped", stopped, Suite{Targets: []Target{tiny(t, true)}}, "the run was stopped"},
	} {
		if _, err := tt.suite.Execute(tt.ctx); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	if run := execute(t, Suite{Targets: []Target{odd}, Partial: true}); !run.OK() {
		t.Errorf("a partial run fails: %s", findings(run))
	}
}

// The shards of a run are the run, each case once.
func TestShards(t *testing.T) {
	target := tiny(t, true)
	whole := execute(t, Suite{Targets: []Target{target}})
	seen := map[string]int{}
	for i := 1; i <= 3; i++ {
		run, err := Suite{Targets: []Target{target}, Shard: i, Shards: 3}.Execute(context.Background())
		if err != nil {
			continue // a shard may be empty, with so few samples
		}
		for _, c := range run.Cases {
			seen[c.ID]++
		}
	}
	if len(seen) != len(whole.Cases) {
		t.Errorf("the shards have %d cases, the whole %d", len(seen), len(whole.Cases))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s ran in %d shards", id, n)
		}
	}
}

func TestCoverage(t *testing.T) {
	run := execute(t, Suite{Targets: []Target{tiny(t, false)}})
	c := run.Coverage[0]
	for _, tt := range []struct {
		name    string
		got     Covered
		covered int
		total   int
		missing string
	}{
		{"operations", c.Operations, 1, 2, "Things_Put"},
		{"properties", c.Properties, 6, 6, ""},
		{"enum values", c.EnumValues, 1, 2, `Thing.colour="blue"`},
		{"variants", c.Variants, 0, 0, ""},
	} {
		if tt.got.Covered != tt.covered || tt.got.Total != tt.total || strings.Join(tt.got.Missing, " ") != tt.missing {
			t.Errorf("%s: %+v", tt.name, tt.got)
		}
	}
}

const variedDocument = `{"openapi": "3.0.3", "info": {"title": "Varied", "version": "1"}, "paths": {"/providers/Microsoft.Varied/things": {"get": {"operationId": "Things_List",
"parameters": [{"name": "grain", "in": "query", "schema": {"type": "string", "enum": ["Daily", "Monthly"]}}],
"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}}}}}},
"components": {"schemas": {
"Thing": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}], "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A", "b": "#/components/schemas/B"}}},
"A": {"type": "object", "properties": {"kind": {"type": "string"}, "x": {"oneOf": [{"type": "object", "properties": {"one": {"type": "string"}, "two": {"type": "string"}}}]}}},
"B": {"type": "object", "properties": {"kind": {"type": "string"}, "y": {"type": "string", "enum": ["v", "w"]}}},
"Unused": {"type": "object", "properties": {"z": {"type": "string"}}}}}}`

// Coverage names what is not exercised, through variants and alternatives, and leaves out what nothing can exercise.
func TestCoverageOfVariants(t *testing.T) {
	target := tiny(t, true, "doc.json", variedDocument)
	target.Samples = fstest.MapFS{
		"varied/1/Things_List/S.request.http":      {Data: []byte("GET https://h/providers/Microsoft.Varied/things?grain=Daily")},
		"varied/1/Things_List/S.response-200.json": {Data: []byte(`[{"kind": "a", "x": {"one": "1"}}]`)},
	}
	c := execute(t, Suite{Targets: []Target{target}}).Coverage[0]
	for _, tt := range []struct {
		got  Covered
		want string
	}{
		{c.Operations, "1/1 []"}, {c.Variants, "1/2 [Thing=b]"}, {c.Properties, "3/6 [A.x.two B.kind B.y]"},
		{c.EnumValues, `1/4 [Things_List.grain="Monthly" B.y="v" B.y="w"]`},
	} {
		if got := fmt.Sprintf("%d/%d %v", tt.got.Covered, tt.got.Total, tt.got.Missing); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

const nestedDocument = `{"swagger": "2.0", "info": {"title": "Nested", "version": "1"},
"paths": {"/providers/Microsoft.Nested/animals": {"get": {"operationId": "Animals_Get",
  "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/%s"}}}, "x-ms-examples": {"One": {"$ref": "./one.json"}}}}},
"definitions": {
"Animal": {"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
"Cat": {"x-ms-discriminator-value": "cat", "allOf": [{"$ref": "#/definitions/Animal"}]},
"Lion": {"allOf": [{"$ref": "#/definitions/Cat"}]},
"Dog": {"allOf": [{"$ref": "#/definitions/Animal"}], "discriminator": "breed", "properties": {"breed": {"type": "string"}}},
"Poodle": {"allOf": [{"$ref": "#/definitions/Dog"}]}, "Pug": {"allOf": [{"$ref": "#/definitions/Dog"}]}}}`

// A value counts as a variant of each schema that its discriminators name it one of.
func TestCoverageOfNestedVariants(t *testing.T) {
	for _, tt := range []struct{ schema, body, want string }{
		{"Animal", `{"kind": "cat"}`, "1/5 [Animal=Lion Animal=Dog Dog=Poodle Dog=Pug]"},
		{"Animal", `{"kind": "Lion"}`, "1/5 [Animal=cat Animal=Dog Dog=Poodle Dog=Pug]"},
		{"Animal", `{"kind": "Dog", "breed": "Pug"}`, "2/5 [Animal=cat Animal=Lion Dog=Poodle]"},
		{"Animal", `{"kind": "Dog"}`, "1/5 [Animal=cat Animal=Lion Dog=Poodle Dog=Pug]"},
		{"Dog", `{"kind": "Dog", "breed": "Poodle"}`, "2/5 [Animal=cat Animal=Lion Dog=Pug]"},
		{"Cat", `{"kind": "Lion"}`, "1/5 [Animal=cat Animal=Dog Dog=Poodle Dog=Pug]"},
	} {
		target := tiny(t, false, "doc.json", fmt.Sprintf(nestedDocument, tt.schema), "one.json", `{"parameters": {}, "responses": {"200": {"body": `+tt.body+`}}}`)
		c := execute(t, Suite{Targets: []Target{target}}).Coverage[0].Variants
		if got := fmt.Sprintf("%d/%d %v", c.Covered, c.Total, c.Missing); got != tt.want {
			t.Errorf("%s: %s: got %s, want %s", tt.schema, tt.body, got, tt.want)
		}
	}
}

// What the request's own validation finds in parameters is held against their schemas.
func TestParametersAreCompared(t *testing.T) {
	const file = "page/tiny/2030-01-01/Things_Get/Sample.request.http"
	line := string(tinyFiles()[file].Data)
	for _, tt := range []struct{ fault, top, want string }{
		{"", "5", ""},
		{"", "x", "request/schema: parameter $top: \"x\" where the document says integer [type] (sample)\n" +
			"request/request: /query/$top: Validate does not report what the schema check does: \"x\" where the document says integer [validate] (types)"},
		{"invents in parameters", "5", "request/request: /query/$top: Validate reports what the schema check does not: too large [validate] (types)"},
	} {
		target := tiny(t, true, file, regexp.MustCompile(`[$]top=[^&\n]*`).ReplaceAllString(line, "$$top="+tt.top))
		target.Types = newFake(t, target.Document, tt.fault)
		if got := findings(execute(t, Suite{Targets: []Target{target}, Only: regexp.MustCompile("Sample/request/")})); got != tt.want {
			t.Errorf("%s $top=%s: got\n%s\nwant\n%s", tt.fault, tt.top, got, tt.want)
		}
	}
}

// recorder stands for the test that a downstream repository runs.
type recorder struct{ errors, logs []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorder) Logf(format string, args ...any) {
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}

func TestTest(t *testing.T) {
	var green, red, broken recorder
	Test(&green, Suite{Targets: []Target{tiny(t, true)}})
	if len(green.errors) != 0 || len(green.logs) != 1 || !strings.HasPrefix(green.logs[0], "8 cases: 8 pass,") {
		t.Errorf("green: %+v", green)
	}
	Test(&red, Suite{Targets: []Target{tiny(t, true, "page/tiny/2030-01-01/Things_Get/Sample.response-200.json", "{}")}})
	if len(red.errors) != 1 || !strings.Contains(red.errors[0], "FAIL  tiny/2030-01-01/Things_Get/Sample/response-200/schema") {
		t.Errorf("red: %+v", red)
	}
	if Test(&broken, Suite{}); len(broken.errors) != 1 {
		t.Errorf("broken: %+v", broken)
	}
}

// TestArgumentsOfSeveralTypes: the text of a parameter without a type is valid as a string, or as the number or boolean that
// it spells.
func TestArgumentsOfSeveralTypes(t *testing.T) {
	const document = `{"openapi": "3.0.3", "info": {"title": "Tiny", "version": "2030-01-01"}, "paths": {"/providers/Microsoft.Tiny/things": {"get": {"operationId": "Things_Get",
"parameters": [{"name": "$top", "in": "query", "schema": {"oneOf": [{"type": "integer", "maximum": 5}, {"enum": [true, "all"]}]}}],
"responses": {"200": {"description": "ok"}}}}}}`
	for text, valid := range map[string]bool{"5": true, "true": true, "all": true, "6": false, "false": false, "none": false} {
		target := tiny(t, true, "doc.json", document, "page/tiny/2030-01-01/Things_Get/Sample.request.http", "GET https://management.azure.com/providers/Microsoft.Tiny/things?$top="+text+"\n")
		files := target.Samples.(fstest.MapFS)
		maps.DeleteFunc(files, func(name string, _ *fstest.MapFile) bool {
			return strings.Contains(name, "Things_Put") || strings.Contains(name, "response")
		})
		got := findings(execute(t, Suite{Targets: []Target{target}}))
		if (got == "") != valid || !valid && (strings.Count(got, "\n") != 0 || !strings.Contains(got, "parameter $top")) {
			t.Errorf("$top=%s: findings %q", text, got)
		}
	}
}

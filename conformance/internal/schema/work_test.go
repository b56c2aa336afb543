package schema

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// doubled are named schemas, of which each refers to the next in two places.
func doubled(n int, last *openapi.Schema, combine func(s *openapi.Schema, both []*openapi.Schema)) []*openapi.Schema {
	out := make([]*openapi.Schema, n, n+1)
	out = append(out, last)
	last.Name = "Last"
	for i := n - 1; i >= 0; i-- {
		out[i] = &openapi.Schema{Name: fmt.Sprintf("D%d", i), At: diag.At{File: "d.json", Line: i + 1}}
		combine(out[i], []*openapi.Schema{use(out[i+1]), use(out[i+1])})
	}
	return out
}

// within are two alternatives for a value that hold, in it, the same schema again.
func within(hold func(s *openapi.Schema) *openapi.Schema) []*openapi.Schema {
	s := &openapi.Schema{Name: "D", At: diag.At{File: "d.json", Line: 1}}
	s.AnyOf = []*openapi.Schema{hold(use(s)), hold(use(s))}
	return []*openapi.Schema{s}
}

func inline(s *openapi.Schema) []*openapi.Schema {
	s.Name, s.At = "D", diag.At{File: "d.json", Line: 1}
	return []*openapi.Schema{s}
}

func repeated(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestChecksAreBounded gives the checker what would keep the schema library busy for minutes, or for ever: each check is
// given up, and says so and where.
func TestChecksAreBounded(t *testing.T) {
	text := func() *openapi.Schema { return typed("string", "") }
	nested := strings.Repeat(`{"a":[`, 60) + "1" + strings.Repeat(`]}`, 60)
	values := make([]openapi.Value, 20_000)
	for i := range values {
		values[i] = openapi.Value{JSON: strconv.Itoa(i)}
	}
	for name, c := range map[string]struct {
		schemas []*openapi.Schema
		body    string
	}{
		"anyOf in anyOf": {doubled(60, text(), func(s *openapi.Schema, both []*openapi.Schema) { s.AnyOf = both }), `1`},
		"oneOf in oneOf": {doubled(60, text(), func(s *openapi.Schema, both []*openapi.Schema) { s.OneOf = both }), `1`},
		"allOf in allOf": {doubled(60, text(), func(s *openapi.Schema, both []*openapi.Schema) { s.AllOf = both }), `"x"`},
		"not in not":     {doubled(60, text(), func(s *openapi.Schema, both []*openapi.Schema) { s.Not = both[0]; s.AnyOf = both }), `1`},
		"mixed":          {doubled(60, text(), func(s *openapi.Schema, both []*openapi.Schema) { s.AllOf, s.OneOf = both[:1], both[1:] }), `"x"`},
		"alternative members": {within(func(s *openapi.Schema) *openapi.Schema {
			return &openapi.Schema{Properties: []*openapi.Property{prop("a", s)}}
		}), strings.ReplaceAll(strings.ReplaceAll(nested, "[", ""), "]", "")},
		"alternative elements": {within(func(s *openapi.Schema) *openapi.Schema { return &openapi.Schema{Type: "array", Items: s} }), strings.Repeat("[", 60) + strings.Repeat("]", 60)},
		"alternative values":   {within(func(s *openapi.Schema) *openapi.Schema { return &openapi.Schema{Type: "object", Additional: s} }), strings.ReplaceAll(strings.ReplaceAll(nested, "[", ""), "]", "")},
		"a long enum":          {inline(&openapi.Schema{Type: "array", Items: &openapi.Schema{Type: "integer", Enum: values}}), `[` + repeated("9%d,", 20_000) + `1]`},
		"elements alike":       {inline(&openapi.Schema{Type: "array", UniqueItems: true}), `[` + repeated(`["%d"],`, 60_000) + `1]`},
		"a long number":        {inline(typed("integer", "int64")), strings.Repeat("7", 1_000_000)},
		"huge exponents":       {inline(&openapi.Schema{Type: "array", Items: typed("integer", "int64")}), `[` + repeated("1e9%d9999,", 100_000) + `1]`},
		"a hard pattern":       {inline(&openapi.Schema{Type: "string", Pattern: strings.Repeat("(.?){900}", 10) + "$"}), `"` + strings.Repeat("a", 50_000) + `"`},
		"a long text":          {doubled(12, text(), func(s *openapi.Schema, both []*openapi.Schema) { s.AllOf = both }), `"` + strings.Repeat("a", 1_000_000) + `"`},
	} {
		t.Run(name, func(t *testing.T) {
			op := &openapi.Operation{ID: "A_B", Responses: []*openapi.Response{{Status: "200", Schema: &openapi.Schema{Ref: c.schemas[0], At: c.schemas[0].At}}}}
			set, err := Compile(&openapi.Document{Operations: []*openapi.Operation{op}, Schemas: c.schemas}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			body := parse(t, c.body)
			start := time.Now()
			got := set.Response(op, "200", body)
			if took := time.Since(start); took > 5*time.Minute {
				t.Errorf("took %v", took)
			}
			if len(got) != 1 || got[0].Rule != RuleLimit || got[0].At.String() != "d.json:1" || !strings.Contains(got[0].Message, "combine fewer schemas") {
				t.Errorf("got %d violations, first %+.300v", len(got), got[:min(len(got), 1)])
			}
		})
	}
}

// Of very many violations the first are listed, always the same ones, and that there are more is one, too.
func TestViolationsAreBounded(t *testing.T) {
	s := inline(&openapi.Schema{Type: "array", Items: &openapi.Schema{Type: "object", Properties: []*openapi.Property{prop("a", typed("string", ""))}}})
	op := &openapi.Operation{ID: "A_B", Responses: []*openapi.Response{{Status: "200", Schema: use(s[0])}}}
	set, err := Compile(&openapi.Document{Operations: []*openapi.Operation{op}, Schemas: s}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{`[` + repeated(`{"a":%d},`, 20_000) + `{}]`, `[{` + repeated(`"x%d":1,`, 100_000) + `"a":""}]`} {
		start := time.Now()
		first := set.Response(op, "200", parse(t, body))
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("took %v", took)
		}
		if n := len(first); n != MaxViolations+1 || first[n-1].Rule != RuleLimit {
			t.Fatalf("%d violations, the last %+v", n, first[n-1])
		}
		if render(first) != render(set.Response(op, "200", parse(t, body))) {
			t.Error("a second check lists others")
		}
	}
}

// What a document renders to grows with the document: twice the definitions take twice the place, however they refer to
// one another. What would grow faster is refused.
func TestRenderingIsBounded(t *testing.T) {
	size := func(n int) int {
		schemas := doubled(n, typed("string", ""), func(s *openapi.Schema, both []*openapi.Schema) {
			s.OneOf, s.AnyOf = both, both
			s.Properties = []*openapi.Property{prop("a", both[0]), prop("b", both[1])}
		})
		op := &openapi.Operation{ID: "A_B", Responses: []*openapi.Response{{Status: "200", Schema: use(schemas[0])}}}
		b := newBuilder(&openapi.Document{Operations: []*openapi.Operation{op}, Schemas: schemas}, Options{})
		if err := b.build(); err != nil {
			t.Fatal(err)
		}
		return b.rendered
	}
	if small, large := size(500), size(1000); large > 2*small {
		t.Errorf("500 definitions render to %d, twice as many to %d", small, large)
	}

	doc := &openapi.Document{Schemas: []*openapi.Schema{{Name: "C0", Type: "object"}}}
	for i := range 2000 {
		child := &openapi.Schema{Name: fmt.Sprintf("C%d", i+1), At: diag.At{File: "d.json", Line: i + 1}, AllOf: []*openapi.Schema{use(doc.Schemas[i])}}
		doc.Schemas = append(doc.Schemas, child)
		doc.Operations = append(doc.Operations, &openapi.Operation{ID: child.Name, Responses: []*openapi.Response{{Status: "200", Schema: use(child)}}})
	}
	if _, err := Compile(doc, Options{}); err == nil || !strings.Contains(err.Error(), "let fewer schemas extend others") {
		t.Errorf("a long chain of schemas that extend one another: %v", err)
	}

	chain := doubled(MaxCombined+1, typed("string", ""), func(s *openapi.Schema, both []*openapi.Schema) { s.OneOf = both })
	op := &openapi.Operation{ID: "A_B", Responses: []*openapi.Response{{Status: "200", Schema: use(chain[0])}}}
	if _, err := Compile(&openapi.Document{Operations: []*openapi.Operation{op}, Schemas: chain}, Options{}); err == nil || !strings.Contains(err.Error(), "combine fewer") {
		t.Errorf("a long chain: %v", err)
	}

	long := inline(&openapi.Schema{Enum: []openapi.Value{{JSON: "[" + strings.Repeat("7", MaxLiteral+1) + "]"}}})
	op = &openapi.Operation{ID: "A_B", Responses: []*openapi.Response{{Status: "200", Schema: use(long[0])}}}
	if _, err := Compile(&openapi.Document{Operations: []*openapi.Operation{op}, Schemas: long}, Options{}); err == nil || !strings.Contains(err.Error(), "shorten it") {
		t.Errorf("a long number: %v", err)
	}
}

// Variants that are reached by many ways are listed once.
func TestVariantsByManyWays(t *testing.T) {
	base := &openapi.Schema{Name: "Base", Type: "object", Discriminator: &openapi.Discriminator{Property: "kind"}, Properties: []*openapi.Property{prop("kind", typed("string", ""))}}
	doc := &openapi.Document{Schemas: []*openapi.Schema{base}}
	above := []*openapi.Schema{base, base}
	for i := range 40 {
		a := &openapi.Schema{Name: fmt.Sprintf("A%d", i), AllOf: []*openapi.Schema{use(above[0]), use(above[1])}}
		b := &openapi.Schema{Name: fmt.Sprintf("B%d", i), AllOf: []*openapi.Schema{use(above[0]), use(above[1])}}
		above = []*openapi.Schema{a, b}
		doc.Schemas = append(doc.Schemas, a, b)
	}
	if variants := newBuilder(doc, Options{}).variants(base); len(variants) != 81 {
		t.Errorf("%d variants, want the base and 80 that extend it", len(variants))
	}
}

// Official documents are nowhere near the limits.
func TestOfficialDocumentsAreFarFromTheLimits(t *testing.T) {
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Skip("AZURE_REST_API_SPECS does not name a checkout of the official specifications")
	}
	paths, err := filepath.Glob(filepath.Join(root, "specification/*/resource-manager/Microsoft.[BC]*/*/*/*.json"))
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d documents (%v)", len(paths), err)
	}
	steps, share, rendered := 0, 0, 0
	for _, path := range paths {
		var problems diag.List
		doc := openapi.Load(openapi.Source{Path: path}, &problems)
		if doc == nil {
			t.Fatal(problems.Err())
		}
		b := newBuilder(doc, Options{})
		if err := b.build(); err != nil {
			t.Fatal(err)
		}
		rendered = max(rendered, b.rendered)
		set, err := Compile(doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range doc.Operations {
			for _, e := range op.Examples {
				text, err := fs.ReadFile(os.DirFS(doc.Root), e.File)
				if err != nil {
					continue // some documents come without their examples
				}
				example, _, err := jsontree.Parse(text)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range op.Responses {
					body, compiled := example.At("/responses/"+r.Status+"/body"), set.compiled[responseName(set.index[op], r.Status)]
					if body == nil || compiled == nil {
						continue
					}
					w := work{}
					w.left = BaseSteps + ValueSteps*valuesOf(body)
					allowed := w.left
					w.fits(compiled, body)
					steps = max(steps, allowed-w.left)
					share = max(share, (allowed-w.left)/valuesOf(body))
				}
			}
		}
	}
	t.Logf("at most %d steps for a message, %d for one of its values; %d rendered", steps, share, rendered)
	if steps > BaseSteps/100 || share > ValueSteps/5 || rendered > MaxRendered/10 {
		t.Errorf("at most %d steps for a message, %d for one of its values; %d rendered: too near the limits", steps, share, rendered)
	}
}

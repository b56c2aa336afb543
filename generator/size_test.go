package generator_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/openapi/diag"
)

// A shape is a document of n things of one kind.
type shape struct {
	name string
	n    int
	text func(n int) string
}

const definitions = `{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": {`

// many joins what f makes of 0 to n-1 with commas.
func many(n int, f string, more ...any) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		args := append([]any{i, i + 1}, more...)
		fmt.Fprintf(&b, f, args...)
	}
	return b.String()
}

const (
	ref  = `{"$ref":"#/definitions/%s"}`
	leaf = `{"type":"object","properties":{"a":{"type":"string"}}}`
)

// shapes are those whose code grows with the document, so time and memory may, too, and not by more.
var shapes = []shape{
	{"schemas", 500, func(n int) string { return definitions + many(n, `"D%[1]d":`+leaf) + `}}` }},
	{"members", 2500, func(n int) string {
		return definitions + `"A":{"properties":{` + many(n, `"p%[1]d":{"type":"string"}`) + `}}}}`
	}},
	{"values", 4000, func(n int) string {
		return definitions + `"A":{"type":"string","enum":[` + many(n, `"v%[1]d"`) + `]}}}`
	}},
	{"places of one enumeration", 1000, func(n int) string {
		return definitions + `"A":{"properties":{` + many(n, `"p%[1]d":{"type":"string","enum":["v%[1]d"],"x-ms-enum":{"name":"E"}}`) + `}}}}`
	}},
	{"inheritance by many ways", 250, func(n int) string {
		next := `{"$ref":"#/definitions/D%[2]d"}`
		return definitions + many(n, `"D%[1]d":{"allOf":[`+next+`,`+next+`]}`) + fmt.Sprintf(`,"D%d":%s}}`, n, leaf)
	}},
	{"inheritance of nothing by many ways", 180, func(n int) string {
		next := `{"$ref":"#/definitions/D%[2]d"}`
		return definitions + many(n, `"D%[1]d":{"allOf":[`+next+`,`+next+`]}`) + fmt.Sprintf(`,"D%d":{}}}`, n)
	}},
	{"variants", 250, func(n int) string {
		return definitions + `"B":{"discriminator":"kind","properties":{"kind":{"type":"string"}}},` +
			many(n, `"D%[1]d":{"allOf":[{"$ref":"#/definitions/B"}],"properties":{"a%[1]d":{"type":"string"}}}`) + `}}`
	}},
	{"unions of one another's members", 250, func(n int) string {
		return definitions + many(n, `"B%[1]d":{"discriminator":"k","properties":{"k":{"type":"string"}}},`+
			`"D%[1]d":{"allOf":[{"$ref":"#/definitions/B%[1]d"}],"properties":{"next":{"$ref":"#/definitions/B%[2]d"}}}`) +
			fmt.Sprintf(`,"B%d":%s}}`, n, leaf)
	}},
	{"parameters", 500, func(n int) string {
		return `{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"operationId":"A_B",` +
			`"parameters":[` + many(n, `{"name":"p%[1]d","in":"query","type":"string"}`) + `],"responses":{"200":{"description":""}}}}}}`
	}},
	{"groups that share all types", 100, func(n int) string {
		return `{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{` +
			many(n, `"/p%[1]d":{"get":{"operationId":"G%[1]d_List","responses":{"200":{"description":"","schema":{"$ref":"#/definitions/D0"}}}}}`) +
			`},"definitions":{` + many(n, `"D%[1]d":{"properties":{"next":{"$ref":"#/definitions/D%[2]d"}}}`) + fmt.Sprintf(`,"D%d":%s}}`, n, leaf)
	}},
	{"references to one schema", 1000, func(n int) string {
		return definitions + `"D":` + leaf + `,"A":{"properties":{` + many(n, `"p%[1]d":{"$ref":"#/definitions/D"}`) + `}}}}`
	}},
	{"references through one another", 300, func(n int) string {
		return definitions + many(n, `"D%[1]d":{"$ref":"#/definitions/D%[2]d"}`) + fmt.Sprintf(`,"D%d":%s}}`, n, leaf)
	}},
	{"operations", 100, func(n int) string {
		return `{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{` +
			many(n, `"/p%[1]d/{id}":{"get":{"operationId":"G_List%[1]d","parameters":[{"name":"id","in":"path","required":true,"type":"string"}],"responses":{"200":{"description":""}}}}`) + `}}`
	}},
	{"words", 100_000, func(n int) string {
		return definitions + `"A":{"description":"` + strings.Repeat("two words ", n) + `"}}}`
	}},
	{"words that begin no line", 100_000, func(n int) string { return definitions + `"A":{"description":"x ` + strings.Repeat("# ", n) + `"}}}` }},
	{"lines", 50_000, func(n int) string { return definitions + `"A":{"description":"` + strings.Repeat(`x\n`, n) + `"}}}` }},
	{"paragraphs", 25_000, func(n int) string { return definitions + `"A":{"description":"` + strings.Repeat(`x\n\n`, n) + `"}}}` }},
	{"paragraphs that are none", 25_000, func(n int) string { return definitions + `"A":{"description":"x` + strings.Repeat(`\n\n[`, n) + `"}}}` }},
	{"items", 25_000, func(n int) string { return definitions + `"A":{"description":"` + strings.Repeat(`- x\n`, n) + `"}}}` }},
	{"open tags", 100_000, func(n int) string { return definitions + `"A":{"description":"` + strings.Repeat("<a [", n) + `"}}}` }},
	{"one word", 200_000, func(n int) string { return definitions + `"A":{"description":"` + strings.Repeat("x", n) + `"}}}` }},
}

// TestHostileGrowth generates each shape at two sizes, one four times the other. What is allocated stands for the work,
// as it depends on nothing else that runs; four times as much may allocate six times as much, for what grows in steps.
func TestHostileGrowth(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			n := s.n
			small, _ := allocated(t, s.text(n), "")
			large, took := allocated(t, s.text(4*n), "")
			t.Logf("%d: %d KB; %d: %d KB in %v", n, small>>10, 4*n, large>>10, took)
			if large > 6*small {
				t.Errorf("%d things allocate %d bytes, %d things %d", n, small, 4*n, large)
			}
		})
	}
}

// TestHostileAmplification has small documents whose code would fill the memory: each ends at the limit, before
// anything is copied.
func TestHostileAmplification(t *testing.T) {
	const most = 1 << 30
	for _, s := range []shape{
		{"long inheritance", 1900, func(n int) string {
			return definitions + many(n, `"D%[1]d":{"allOf":[{"$ref":"#/definitions/D%[2]d"}],"properties":{`+many(20, `"p%%[1]dx%[1]d":{"type":"string"}`)+`}}`) +
				fmt.Sprintf(`,"D%d":{}}}`, n)
		}},
		{"schemas that inherit from a large one", 5000, func(n int) string {
			return definitions + `"B":{"properties":{` + many(n, `"p%[1]d":{"type":"string"}`) + `}},` +
				many(n, `"D%[1]d":{"allOf":[{"$ref":"#/definitions/B"}],"type":"object"}`) + `}}`
		}},
		{"variants of variants", 1900, func(n int) string {
			return definitions + `"D0":{"discriminator":"kind","properties":{"kind":{"type":"string"}}},` + many(n,
				`"D%[2]d":{"allOf":[{"$ref":"#/definitions/D%[1]d"}],"discriminator":"kind","properties":{"kind":{"type":"string"}}}`) + `}}`
		}},
		{"uses of one long text", 3000, func(n int) string {
			return definitions + `"B":{"type":"string","description":"` + strings.Repeat("text ", 1e5) + `"},` +
				`"A":{"properties":{` + many(n, `"p%[1]d":{"$ref":"#/definitions/B"}`) + `}}}}`
		}},
		{"uses of one long pattern", 3000, func(n int) string {
			return definitions + `"B":{"type":"string","pattern":"` + strings.Repeat("p", 1e5) + `"},` +
				`"A":{"properties":{` + many(n, `"p%[1]d":{"$ref":"#/definitions/B"}`) + `}}}}`
		}},
		{"uses of one list of numbers", 5000, func(n int) string {
			return definitions + `"B":{"type":"integer","enum":[` + many(n, `%[1]d`) + `]},` +
				`"A":{"properties":{` + many(n, `"p%[1]d":{"$ref":"#/definitions/B"}`) + `}}}}`
		}},
		{"lists of lists", 1900, func(n int) string {
			return definitions + many(n, `"D%[1]d":{"type":"array","items":{"$ref":"#/definitions/D%[2]d"}}`) + fmt.Sprintf(`,"D%d":{"type":"string"}}}`, n)
		}},
		{"deep lists", 30_000, func(n int) string {
			return definitions + many(n, `"D%[1]d":{"type":"array","items":{"$ref":"#/definitions/D%[2]d"}}`) + fmt.Sprintf(`,"D%d":{"type":"string"}}}`, n)
		}},
		{"deep members", 30_000, func(n int) string {
			return definitions + many(n, `"D%[1]d":{"properties":{"a":{"$ref":"#/definitions/D%[2]d"}}}`) + fmt.Sprintf(`,"D%d":{}}}`, n)
		}},
		{"inline types in one another", 28, func(n int) string {
			name := strings.Repeat("x", 300)
			one := strings.Repeat(`{"properties":{"`+name+`":`, 70) + `{"type":"string"}` + strings.Repeat(`}}`, 70)
			return definitions + strings.ReplaceAll(many(n, `"D%[1]d":@`), "@", one) + `}}`
		}},
	} {
		t.Run(s.name, func(t *testing.T) {
			bytes, took := allocated(t, s.text(s.n), "limit")
			t.Logf("%d MB in %v", bytes>>20, took)
			if bytes > most {
				t.Errorf("allocated %d MB before the limit was noticed", bytes>>20)
			}
		})
	}
}

// allocated generates from a document and returns how many bytes were allocated on the way. Code is that of the only
// problem wanted, empty for none.
func allocated(t *testing.T, text, code string) (uint64, time.Duration) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, err := generateText(t, "doc.json", []byte(text))
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	var problems diag.Errors
	switch {
	case code == "" && err != nil:
		t.Fatalf("%.1000v", err)
	case code != "" && (!errors.As(err, &problems) || len(problems) != 1 || problems[0].Code != code || problems[0].At.Line == 0):
		t.Fatalf("got %.1000v, want one problem, %s, with its place", err, code)
	}
	return after.TotalAlloc - before.TotalAlloc, took
}

// TestCompareGrowth compares two documents of n things, half of which differ, at two sizes.
func TestCompareGrowth(t *testing.T) {
	for _, s := range []shape{
		{"schemas", 250, func(n int) string { return definitions + many(n, `"D%[1]d":`+leaf) + `}}` }},
		{"members", 1000, func(n int) string {
			return definitions + `"A":{"properties":{` + many(n, `"p%[1]d":{"type":"string"}`) + `}}}}`
		}},
		{"values", 1000, func(n int) string {
			return definitions + `"A":{"type":"string","enum":[` + many(n, `"v%[1]d"`) + `]}}}`
		}},
	} {
		t.Run(s.name, func(t *testing.T) {
			compared := func(n int) uint64 {
				first := s.text(n)
				second := strings.NewReplacer(`1":`, `x":`, `3":`, `y":`, `5":`, `z":`, `1"`, `x"`, `3"`, `y"`).Replace(first)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				report := compareTexts(t, first, strings.ReplaceAll(second, `"version": "x"`, `"version": "1"`))
				runtime.ReadMemStats(&after)
				if len(report.Entries) < n/10 {
					t.Errorf("%d things, %d entries", n, len(report.Entries))
				}
				return after.TotalAlloc - before.TotalAlloc
			}
			small, large := compared(s.n), compared(4*s.n)
			t.Logf("%d: %d KB; %d: %d KB", s.n, small>>10, 4*s.n, large>>10)
			if large > 6*small {
				t.Errorf("%d things allocate %d bytes, %d things %d", s.n, small, 4*s.n, large)
			}
		})
	}
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/generator/compare/report"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// replay holds the samples of the old api-version against the new document, the api-version itself ignored. The result
// is nil when there are no samples.
//
// Generated types take no part: they decode every sample, and what they say of it in Validate is what the schemas say.
func (o *options) replay(old, new generator.Package) (*report.Replay, error) {
	before, err := load(old)
	if err != nil {
		return nil, err
	}
	after, err := load(new)
	if err != nil {
		return nil, err
	}
	target := conformance.Target{Document: before}
	switch {
	case o.examples != "":
		target.Dir = filepath.ToSlash(o.examples)
		root, err := os.OpenRoot(o.examples)
		if err != nil {
			return nil, fmt.Errorf("open the folder of samples: %w", err)
		}
		defer root.Close()
		target.Samples = root.FS()
	case old.FS == nil && hasExamples(before):
		root, err := os.OpenRoot(filepath.FromSlash(before.Root))
		if err != nil {
			return nil, fmt.Errorf("open the folder of the old document's examples: %w", err)
		}
		defer root.Close()
		target.Files = root.FS()
	default:
		return nil, nil
	}
	out := &report.Replay{Skipped: bound(before, o.replays)}
	known, err := failures(target)
	if err != nil {
		return nil, err
	}
	target.Document = disguise(before, after)
	failing, err := failures(target)
	if err != nil {
		return nil, err
	}
	out.Samples = len(failing.samples)
	out.Groups = group(known, failing)
	return out, nil
}

func load(p generator.Package) (*openapi.Document, error) {
	var problems diag.List
	doc := openapi.LoadJoined(p.Documents(), p.PerOperation, &problems)
	return doc, problems.Err()
}

func hasExamples(doc *openapi.Document) bool {
	return slices.ContainsFunc(doc.Operations, func(op *openapi.Operation) bool { return len(op.Examples) > 0 })
}

// bound leaves at most n examples in a document, spread over its operations, and returns how many it took out.
func bound(doc *openapi.Document, n int) int {
	total := 0
	for _, op := range doc.Operations {
		total += len(op.Examples)
	}
	skipped := 0
	for each := max(1, n/max(1, len(doc.Operations))); total-skipped > n; each-- {
		for _, op := range doc.Operations {
			if len(op.Examples) > each && total-skipped > n {
				cut := min(len(op.Examples)-each, total-skipped-n)
				op.Examples = op.Examples[:len(op.Examples)-cut]
				skipped += cut
			}
		}
		if each == 0 {
			break
		}
	}
	return skipped
}

// disguise returns the new document under the names of the old one: its api-version, and the ids and the examples of the
// operations that both have.
func disguise(old, new *openapi.Document) *openapi.Document {
	byPath, byID := map[string]*openapi.Operation{}, map[string]*openapi.Operation{}
	for _, op := range old.Operations {
		byPath[compare.OperationKey(op.Method, op.Path)], byID[op.ID] = op, op
	}
	doc := *new
	doc.Version, doc.Operations = old.Version, nil
	kept := map[*openapi.Operation]bool{}
	for _, op := range new.Operations {
		before := cmp.Or(byPath[compare.OperationKey(op.Method, op.Path)], byID[op.ID])
		if before == nil || kept[before] {
			continue
		}
		kept[before] = true
		same := *op
		same.ID, same.Examples = before.ID, before.Examples
		same.Parameters = nil
		for _, p := range op.Parameters {
			same.Parameters = append(same.Parameters, anyVersion(p))
		}
		doc.Operations = append(doc.Operations, &same)
	}
	return &doc
}

// anyVersion is the parameter, with any value allowed when it is the api-version.
func anyVersion(p *openapi.Parameter) *openapi.Parameter {
	if p.In != openapi.InQuery || !strings.EqualFold(p.Name, "api-version") || p.Schema == nil {
		return p
	}
	free := *p
	free.Schema = &openapi.Schema{At: p.Schema.At, Type: "string"}
	return &free
}

// outcome is what failed in a run.
type outcome struct {
	samples map[string]bool
	causes  map[string][]string // samples by cause
}

// failures runs the suite over a target and sorts what fails by cause.
func failures(t conformance.Target) (outcome, error) {
	out := outcome{samples: map[string]bool{}, causes: map[string][]string{}}
	run, err := conformance.Suite{Targets: []conformance.Target{t}, Partial: true}.Execute(context.Background())
	if err != nil {
		return out, fmt.Errorf("replay the samples: %w", err)
	}
	for _, c := range run.Cases {
		if c.Sample == nil {
			continue
		}
		name := c.Sample.Operation + "/" + c.Sample.Name
		out.samples[name] = true
		for _, f := range c.Findings {
			cause := fmt.Sprintf("%s: %s [%s]", c.Message, strings.TrimPrefix(fold(f.Pointer)+": "+f.Message, ": "), f.Code)
			if !slices.Contains(out.causes[cause], name) {
				out.causes[cause] = append(out.causes[cause], name)
			}
		}
	}
	return out, nil
}

var index = regexp.MustCompile(`/\d+(/|$)`)

// fold replaces the indexes of a JSON pointer, so that every element of a list counts as one place.
func fold(pointer string) string {
	for index.MatchString(pointer) {
		pointer = index.ReplaceAllString(pointer, "/*$1")
	}
	return pointer
}

// group lists the causes for which samples fail that did not fail so before.
func group(known, failing outcome) []report.ReplayGroup {
	var out []report.ReplayGroup
	for _, cause := range slices.Sorted(maps.Keys(failing.causes)) {
		var fresh []string
		for _, sample := range failing.causes[cause] {
			if !slices.Contains(known.causes[cause], sample) {
				fresh = append(fresh, sample)
			}
		}
		if len(fresh) > 0 {
			slices.Sort(fresh)
			out = append(out, report.ReplayGroup{Cause: cause, Samples: fresh})
		}
	}
	slices.SortStableFunc(out, func(a, b report.ReplayGroup) int { return len(b.Samples) - len(a.Samples) })
	return out
}

package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/scratch"
)

// driver is a program that runs the suite over every official document that names examples, through the types that were
// generated for it, and prints what it found of each document as a line of JSON.
const driver = `package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/generator/diag"
	"github.com/azbill/azbill/generator/spec"
	"github.com/azbill/azbill/wire/rest"

%s)

type result struct {
	Document string
	Error    string
	Checks   map[string]int
	Types    []string

	Tried, Noticed, Survivors int // mutants
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, d := range []struct {
		path  string
		table *rest.Table
	}{
%s	} {
		out.Encode(check(d.path, d.table))
	}
}

func check(path string, table *rest.Table) result {
	r := result{Document: path, Checks: map[string]int{}}
	var problems diag.List
	doc := spec.Load(spec.Source{Path: path}, &problems)
	if err := problems.Err(); err != nil {
		r.Error = err.Error()
		return r
	}
	target := conformance.Target{Document: doc, Files: os.DirFS(doc.Root), Types: conformance.TypesOf(table)}
	run, err := conformance.Suite{Targets: []conformance.Target{target}, Mutants: 3}.Execute(context.Background())
	if err != nil {
		r.Error = err.Error()
		return r
	}
	total := run.Sensitivity.Total()
	r.Tried, r.Noticed, r.Survivors = total.Tried, total.Noticed, len(total.Survivors)
	for _, c := range run.Cases {
		r.Checks[c.Check]++
		for _, f := range c.Findings {
			if f.Culprit == conformance.BlameTypes || f.Culprit == conformance.BlameSuite {
				r.Types = append(r.Types, c.ID+": "+f.Text())
			}
		}
	}
	return r
}
`

type driverResult struct {
	Document string
	Error    string
	Checks   map[string]int
	Types    []string

	Tried, Noticed, Survivors int // mutants
}

// TestEveryOfficialExample generates types for every official document and runs the suite over all its examples through
// them: each body decodes and encodes to the same value, each request is built, read back and equal, nothing is lost
// whatever is injected, and Validate says what the schemas say, of the examples and of what is planted in them. There is no list of exceptions.
func TestEveryOfficialExample(t *testing.T) {
	specs := os.Getenv("AZURE_REST_API_SPECS")
	if specs == "" {
		t.Skip("AZURE_REST_API_SPECS is not set: the official examples are not here")
	}
	if testing.Short() {
		t.Skip("compiles a package for every official document; left out for -short")
	}
	documents, imports, entries := packagesFor(t, specs)
	dirs, err := generator.Generate(generator.Config{Packages: documents})
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	module := t.TempDir()
	if err := scratch.Write(module, root, dirs, map[string]string{"main.go": fmt.Sprintf(driver, imports, entries)}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = module
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	total := map[string]int{}
	seen, noticed, survivors := 0, 0, 0
	for line := range bytes.Lines(out) {
		var r driverResult
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.Contains(r.Error, "no samples found"): // 2023-03-01 comes without its examples
			t.Logf("%s: no examples", r.Document)
			continue
		case r.Error != "":
			t.Errorf("%s: %s", r.Document, r.Error)
		}
		for _, f := range r.Types {
			t.Errorf("%s", f)
		}
		for check, n := range r.Checks {
			total[check] += n
		}
		seen, noticed, survivors = seen+1, noticed+r.Noticed, survivors+r.Survivors
	}
	t.Logf("%d documents: %v; %d mutants noticed, %d survive for a reason", seen, total, noticed, survivors)
	if noticed < 99*survivors || noticed < 1000 {
		t.Errorf("only %d mutants are noticed and %d survive", noticed, survivors)
	}
	if total["roundtrip"] < 1000 {
		t.Errorf("only %d bodies made the round trip; are the examples being read?", total["roundtrip"])
	}
}

// packagesFor lists the official documents as packages to generate, with the driver's imports and table entries.
func packagesFor(t *testing.T, specs string) (packages []generator.Package, imports, entries string) {
	var paths []string
	for _, pattern := range []string{"billing/resource-manager/*/*/*/*.json", "consumption/resource-manager/*/*/*/*.json"} {
		found, err := filepath.Glob(filepath.Join(specs, "specification", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	if len(paths) < 20 {
		t.Fatalf("found %d official documents, expected more", len(paths))
	}
	for i, path := range paths {
		name := fmt.Sprintf("p%02d", i)
		packages = append(packages, generator.Package{Spec: path, Out: name, Name: name})
		imports += fmt.Sprintf("\t%q\n", scratch.Name+"/"+name)
		entries += fmt.Sprintf("\t\t{%q, %s.Operations()},\n", path, name)
	}
	return packages, imports, entries
}

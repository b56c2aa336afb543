package generated_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/internal/scratch"
)

// atOnce is how many packages a program reads: compiling all at once takes gigabytes.
const atOnce = 6

// TestNothingIsReadWrongInOfficial does so in packages of official documents, a few in each program: of every fifth one, or of all
// with AZBILL_EVERY_DOCUMENT set.
func TestNothingIsReadWrongInOfficial(t *testing.T) {
	specs := os.Getenv("AZURE_REST_API_SPECS")
	switch {
	case specs == "":
		t.Skip("AZURE_REST_API_SPECS is not set: the official documents are not here")
	case testing.Short():
		t.Skip("compiles a package for every official document; left out for -short")
	}
	documents := officialPackages(t, filepath.Join(specs, "specification"))
	every := os.Getenv("AZBILL_EVERY_DOCUMENT") != ""
	if !every { // compiling all of them takes minutes
		var some []generator.Package
		for i := 0; i < len(documents); i += 5 {
			some = append(some, documents[i])
		}
		documents = some
	}
	dirs, err := generator.Generate(generator.Config{Packages: documents})
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	const name = "github.com/azbill/azbill/scratch" // below the module, so that it may import what is internal
	programs := map[string]string{}
	for i := 0; i < len(dirs); i += atOnce {
		programs[fmt.Sprintf("program%d/main.go", i/atOnce)] = program(name, dirs[i:min(i+atOnce, len(dirs))])
	}
	module := t.TempDir()
	if err := scratch.Write(module, name, root, dirs, programs); err != nil {
		t.Fatal(err)
	}
	packages, properties, readings := 0, 0, 0
	for path := range programs {
		cmd := exec.CommandContext(t.Context(), "go", "run", "./"+filepath.Dir(path))
		cmd.Dir = module
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", path, err, out)
		}
		for _, line := range counts.FindAllStringSubmatch(string(out), -1) {
			packages++
			properties += number(t, line[1])
			readings += number(t, line[2])
		}
	}
	t.Logf("%d of %d packages have operations: %d properties, %d readings", packages, len(dirs), properties, readings)
	leastPackages, leastProperties := 5, 1000
	if every {
		leastPackages, leastProperties = 15, 5000
	}
	if packages < leastPackages || properties < leastProperties {
		t.Errorf("only %d packages and %d properties", packages, properties)
	}
}

var counts = regexp.MustCompile(`(?m)^\S+: \d+ types, (\d+) properties, (\d+) readings$`)

func number(t *testing.T, text string) (n int) {
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// program is the source of a program that reads packages and fails if it finds a problem.
func program(module string, dirs []output.Dir) string {
	var imports, calls strings.Builder
	for i, d := range dirs {
		for _, f := range d.Files {
			if f.Name == "operation_table.go" {
				fmt.Fprintf(&imports, "\tp%d %q\n", i, module+"/"+d.Path)
				fmt.Fprintf(&calls, "\tcheck(%q, p%d.Operations())\n", d.Path, i)
			}
		}
	}
	return `package main

import (
	"fmt"
	"os"

	"github.com/azbill/azbill/internal/readings"
	"github.com/azbill/azbill/wire/rest"
` + imports.String() + `)

var failed bool

func check(name string, table *rest.Table) {
	r := readings.Check(table)
	fmt.Printf("%s: %s\n", name, r)
	failed = failed || len(r.Problems) > 0
}

func main() {
` + calls.String() + `	if failed {
		os.Exit(1)
	}
}
`
}

// officialPackages lists the official documents of the Billing and Consumption services.
func officialPackages(t *testing.T, base string) (out []generator.Package) {
	for _, service := range []string{"billing", "consumption"} {
		err := filepath.WalkDir(filepath.Join(base, service), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "examples":
				return filepath.SkipDir
			case filepath.Ext(path) == ".json":
				source, err := filepath.Rel(base, path)
				out = append(out, generator.Package{
					Spec: path, Source: filepath.ToSlash(source), Out: fmt.Sprintf("%s%d", service, len(out)),
				})
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 20 {
		t.Fatalf("found %d official documents, expected more", len(out))
	}
	return out
}

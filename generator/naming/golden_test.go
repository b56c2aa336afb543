package naming_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/azbill/azbill/generator/internal/irtext"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

var update = flag.Bool("update", false, "rewrite the names of the golden cases")

// TestGolden names the documents of testdata, of the generator's golden cases and of those of package lower. A file
// pins.txt pins names, "pointer name" a line; shared.txt does for several packages. The names of x.txtar are in testdata/x.txt.
func TestGolden(t *testing.T) {
	known := map[string]bool{}
	for _, pattern := range []string{"testdata/*.txtar", "../testdata/golden/*.txtar", "../testdata/clashes/*.txtar", "../lower/testdata/*.txtar"} {
		cases, err := filepath.Glob(pattern)
		if err != nil || len(cases) == 0 {
			t.Fatalf("no cases in %s: %v", pattern, err)
		}
		for _, path := range cases {
			name := strings.TrimSuffix(filepath.Base(path), ".txtar")
			known[filepath.Join("testdata", name+".txt")] = true
			t.Run(name, func(t *testing.T) { golden(t, path, filepath.Join("testdata", name+".txt")) })
		}
	}
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		if !known[file] {
			t.Errorf("%s belongs to no case; delete it", file)
		}
	}
}

func golden(t *testing.T, path, want string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var pins naming.Pins
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		switch f.Name {
		case "pins.txt":
			pins.Own = pinsOf(f.Data)
		case "shared.txt":
			pins.Shared = pinsOf(f.Data)
		default:
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	var docs []*openapi.Document
	var problems diag.List
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "spec.") || strings.HasPrefix(f.Name, "more") {
			docs = append(docs, openapi.Load(openapi.Source{Path: f.Name, Root: ".", FS: fsys}, &problems))
		}
	}
	if problems.Len() > 0 {
		t.Skipf("a case about reading documents: %v", problems.Err())
	}
	var got strings.Builder
	pins.Used = func(key string) { got.WriteString("used " + key + "\n") }
	pkg := lower.Package(openapi.Merge(docs, false, &problems), "spec", 0, &problems)
	if problems.Len() > 0 {
		t.Skipf("a case about lowering: %v", problems.Err())
	}
	naming.Assign(pkg, pins, &problems)
	for _, w := range problems.Warnings() {
		if w.Code != "pattern-unchecked" {
			got.WriteString("warning: " + w.Error() + "\n")
		}
	}
	if err := problems.Err(); err != nil {
		got.WriteString(err.Error() + "\n")
	} else {
		got.WriteString(irtext.Names(pkg) + strings.Join(naming.Table(pkg), "\n") + "\n")
	}
	if *update {
		if err := os.WriteFile(want, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(text), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func pinsOf(text []byte) map[string]string {
	pins := map[string]string{}
	for line := range strings.Lines(string(text)) {
		pointer, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		pins[pointer] = name
	}
	return pins
}

package lower_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/azbill/azbill/generator/internal/irtext"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

var update = flag.Bool("update", false, "rewrite what the golden cases become")

// TestGolden lowers the documents of testdata, whose descriptions say what comes of each schema, and those of the
// generator's golden cases. What becomes of x.txtar is in testdata/x.txt.
func TestGolden(t *testing.T) {
	known := map[string]bool{}
	for _, pattern := range []string{"testdata/*.txtar", "../testdata/golden/*.txtar", "../testdata/clashes/*.txtar"} {
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

// leastBytes returns the smallest limit under which a document is lowered: what its code is taken to cost.
func leastBytes(doc *openapi.Document) int {
	return sort.Search(1<<20, func(n int) bool {
		var problems diag.List
		lower.Package(doc, "spec", int64(n+1), &problems)
		return problems.Err() == nil
	}) + 1
}

func golden(t *testing.T, path, want string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	var docs []*openapi.Document
	var problems diag.List
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "spec.") || strings.HasPrefix(f.Name, "more") {
			docs = append(docs, openapi.Load(openapi.Source{Path: f.Name, Root: ".", FS: fsys}, &problems))
		}
	}
	if err := problems.Err(); err != nil {
		if filepath.Dir(path) == "testdata" {
			t.Fatal(err)
		}
		t.Skipf("a case about reading documents: %v", err)
	}
	doc := openapi.Merge(docs, false, &problems)
	got := irtext.Package(lower.Package(doc, "spec", 0, &problems))
	if err := problems.Err(); err != nil {
		got = err.Error() + "\n"
	} else {
		got += fmt.Sprintln("code bytes:", leastBytes(doc))
	}
	for _, w := range problems.Warnings() {
		got = "warning: " + w.Error() + "\n" + got
	}
	if *update {
		if err := os.WriteFile(want, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(text), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

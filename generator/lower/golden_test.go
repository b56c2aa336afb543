package lower_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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

// cases are the documents of testdata, whose descriptions say what comes of each schema, and those of the generator's
// golden cases, by name.
func cases(t *testing.T) map[string]string {
	t.Helper()
	paths := map[string]string{}
	for _, pattern := range []string{"testdata/*.txtar", "../testdata/golden/*.txtar", "../testdata/clashes/*.txtar"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no cases in %s: %v", pattern, err)
		}
		for _, path := range found {
			paths[strings.TrimSuffix(filepath.Base(path), ".txtar")] = path
		}
	}
	return paths
}

// TestGolden lowers all cases. What becomes of x.txtar is in testdata/x.txt.
func TestGolden(t *testing.T) {
	known := map[string]bool{filepath.FromSlash(codeBytes): true}
	for name, path := range cases(t) {
		want := filepath.Join("testdata", name+".txt")
		known[want] = true
		t.Run(name, func(t *testing.T) { golden(t, path, want) })
	}
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		if !known[file] {
			t.Errorf("%s belongs to no case; delete it", file)
		}
	}
}

const codeBytes = "testdata/code_bytes.txt"

// TestCodeBytes has, for each case, the smallest limit of code under which it is lowered: what its code is taken to cost.
func TestCodeBytes(t *testing.T) {
	paths := cases(t)
	var got strings.Builder
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		var problems diag.List
		doc := load(t, paths[name], &problems)
		if doc == nil {
			continue
		}
		if lower.Package(doc, "spec", 0, &problems); problems.Len() > 0 {
			continue
		}
		fmt.Fprintln(&got, name, 1+sort.Search(1<<20, func(n int) bool {
			var over diag.List
			lower.Package(doc, "spec", int64(n+1), &over)
			return over.Len() == 0
		}))
	}
	compare(t, codeBytes, got.String())
}

// load reads the documents of a case, merged; nil if they cannot be read.
func load(t *testing.T, path string, problems *diag.List) *openapi.Document {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	var docs []*openapi.Document
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "spec.") || strings.HasPrefix(f.Name, "more") {
			docs = append(docs, openapi.Load(openapi.Source{Path: f.Name, Root: ".", FS: fsys}, problems))
		}
	}
	if problems.Len() > 0 {
		return nil
	}
	return openapi.Merge(docs, false, problems)
}

func golden(t *testing.T, path, want string) {
	var problems diag.List
	doc := load(t, path, &problems)
	if doc == nil {
		if filepath.Dir(path) == "testdata" {
			t.Fatal(problems.Err())
		}
		t.Skipf("a case about reading documents: %v", problems.Err())
	}
	got := irtext.Package(lower.Package(doc, "spec", 0, &problems))
	if err := problems.Err(); err != nil {
		got = err.Error() + "\n"
	}
	for _, w := range problems.Warnings() {
		got = "warning: " + w.Error() + "\n" + got
	}
	compare(t, want, got)
}

// compare holds a text against a file, or writes it there.
func compare(t *testing.T, want, got string) {
	t.Helper()
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

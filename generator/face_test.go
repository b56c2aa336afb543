package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCodecExportsNothingUnused holds that every function and method of wire/codec is called by generated code, as the
// golden cases codec_* have it, by the samples of wire, or by a package of ours.
func TestCodecExportsNothingUnused(t *testing.T) {
	var callers strings.Builder
	add := func(path string) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		callers.Write(text)
	}
	for _, c := range goldenCases(t) {
		if strings.HasPrefix(c.name(), "codec_") {
			add(c.path)
		}
	}
	for _, dir := range []string{"../wire/rest", "../wire/internal/sample", "emit", "../bench/codec", "../traffic"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				add(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	exported := 0
	for name, method := range exportedFuncs(t, "../wire/codec") {
		exported++
		call := "." + name + "("
		if !method {
			call = "codec." + name
		}
		if text := callers.String(); !strings.Contains(text, call) && !strings.Contains(text, "wire."+name+"(") {
			t.Errorf("wire/codec exports %s, which nothing calls", name)
		}
	}
	if exported < 40 {
		t.Errorf("only %d functions found", exported)
	}
}

// exportedFuncs returns the exported functions of the package in a folder, and whether each is a method.
func exportedFuncs(t *testing.T, dir string) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.IsExported() {
				found[f.Name.Name] = f.Recv != nil
			}
		}
	}
	return found
}

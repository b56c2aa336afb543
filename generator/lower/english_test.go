package lower_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoSentences holds that lowering keeps facts as data: its only sentences are those of problems.
func TestNoSentences(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files (%v)", err)
	}
	fset := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name := ""
				switch fun := n.Fun.(type) {
				case *ast.SelectorExpr:
					name = fun.Sel.Name
				case *ast.Ident:
					name = fun.Name
				}
				return name != "Add" && name != "Warn" && name != "panic"
			case *ast.BasicLit:
				if n.Kind == token.STRING && strings.Contains(strings.Trim(n.Value, "\"` "), " ") {
					t.Errorf("%s: %s: a sentence belongs in emit, the fact in the IR", fset.Position(n.Pos()), n.Value)
				}
			}
			return true
		})
	}
}

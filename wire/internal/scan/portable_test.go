package scan

import (
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// TestPortable: package unsafe is imported only by files that are built for platforms whose words have 8 bytes, are
// little-endian and may lie anywhere, and not with the build tag purego. Nothing else depends on words. Tests may use it, for
// sizes and for memory that ends where it is read.
func TestPortable(t *testing.T) {
	const root = "../../.."
	found := 0
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"), strings.HasPrefix(path, "bench/"), strings.HasPrefix(path, "internal/guard/"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), root+"/"+path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			if i.Path.Value != `"unsafe"` {
				continue
			}
			found++
			for _, platform := range []string{"purego amd64", "386", "s390x", "wasm", "arm", "ppc64", "riscv64"} {
				if builtFor(root+"/"+path, platform) {
					t.Errorf("%s imports unsafe and is built for %s", path, platform)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Error("no file imports unsafe; is this the right folder?")
	}
}

// builtFor reports whether the build constraint of a file holds for these tags; a file without one is built everywhere.
func builtFor(file, tags string) bool {
	text, err := os.ReadFile(file)
	if err != nil {
		return true
	}
	for line := range strings.Lines(string(text)) {
		if !constraint.IsGoBuild(line) {
			continue
		}
		expr, err := constraint.Parse(strings.TrimSpace(line))
		return err != nil || expr.Eval(func(tag string) bool {
			for has := range strings.FieldsSeq(tags) {
				if has == tag {
					return true
				}
			}
			return tag == "linux"
		})
	}
	return true
}

package generator_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the want/ files of the golden cases")

// A golden case is one txtar file: a sentence on why it exists, spec.json or spec.yaml and what it refers to, pins if
// any (pins.txt, "pointer name" a line), a limit if any (codebytes.txt), then want/: Go files, or problems.txt. doc.go,
// the same everywhere, is compared where a case lists it. The files that decode and encode are compared in the cases that
// are about them, codec_*, so that a change of the codec shows there alone.
type goldenCase struct {
	path    string
	archive *txtar.Archive
}

func goldenCases(t testing.TB) []goldenCase { return casesIn(t, "testdata/golden") }

func casesIn(t testing.TB, dir string) []goldenCase {
	t.Helper()
	paths, err := filepath.Glob(dir + "/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases in %s (%v)", dir, err)
	}
	var cases []goldenCase
	for _, p := range paths {
		a, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if len(strings.TrimSpace(string(a.Comment))) < 20 {
			t.Errorf("%s: says nothing of why it exists", p)
		}
		cases = append(cases, goldenCase{p, a})
	}
	return cases
}

func (c goldenCase) name() string { return strings.TrimSuffix(filepath.Base(c.path), ".txtar") }

// generate runs the generator over the case's input.
func (c goldenCase) generate() (output.Dir, error) {
	dirs, err := generator.Generate(generator.Config{Packages: []generator.Package{c.input()}})
	if err != nil {
		return output.Dir{}, err
	}
	return dirs[0], nil
}

// input is the case's package to generate. Documents beside the spec that begin with "more" are of the package as well.
func (c goldenCase) input() generator.Package {
	fsys := fstest.MapFS{}
	p := generator.Package{FS: fsys, Root: ".", Out: "out", Name: "golden", Names: map[string]string{}}
	for _, f := range c.archive.Files {
		switch {
		case strings.HasPrefix(f.Name, "want/"):
			continue
		case strings.HasPrefix(f.Name, "spec."):
			p.Spec = f.Name
		case f.Name == "codebytes.txt":
			if _, err := fmt.Sscan(string(f.Data), &p.Limits.CodeBytes); err != nil {
				panic(c.path + ": " + err.Error())
			}
			continue
		case f.Name == "pins.txt":
			for line := range strings.Lines(string(f.Data)) {
				pointer, name, _ := strings.Cut(strings.TrimSpace(line), " ")
				p.Names[pointer] = name
			}
			continue
		}
		if strings.HasPrefix(f.Name, "more") {
			p.More = append(p.More, f.Name)
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return p
}

func (c goldenCase) want() map[string][]byte {
	want := map[string][]byte{}
	for _, f := range c.archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "want/"); ok {
			want[name] = f.Data
		}
	}
	return want
}

// rewrite replaces the want/ files of the case.
func (c goldenCase) rewrite(t *testing.T, files []output.File) {
	a := &txtar.Archive{Comment: c.archive.Comment}
	for _, f := range c.archive.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			a.Files = append(a.Files, f)
		}
	}
	for _, f := range files {
		a.Files = append(a.Files, txtar.File{Name: "want/" + f.Name, Data: f.Content})
	}
	if err := os.WriteFile(c.path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestGolden(t *testing.T) {
	for _, c := range goldenCases(t) {
		t.Run(c.name(), func(t *testing.T) {
			dir, err := c.generate()
			var problems diag.Errors
			if err != nil && !errors.As(err, &problems) {
				t.Fatalf("a mistake of the generator, not of the document: %v", err)
			}
			if wantsProblems := strings.HasPrefix(c.name(), "err_"); wantsProblems != (err != nil) {
				t.Fatalf("problems: %v", err)
			}
			want := c.want()
			got := dir.Files
			if err != nil {
				got = []output.File{{Name: "problems.txt", Content: []byte(err.Error() + "\n")}}
			}
			_, wantsDoc := want["doc.go"]
			got = slices.DeleteFunc(got, func(f output.File) bool {
				return f.Name == "doc.go" && !wantsDoc || strings.HasSuffix(f.Name, "_json.go") && !strings.HasPrefix(c.name(), "codec_")
			})
			if *update {
				c.rewrite(t, got)
				return
			}
			for _, f := range got {
				if formatted, err := format.Source(f.Content); strings.HasSuffix(f.Name, ".go") && !bytes.Equal(formatted, f.Content) {
					t.Errorf("%s is not as gofmt writes it (%v):\n%s", f.Name, err, cmp.Diff(string(f.Content), string(formatted)))
				}
				if diff := cmp.Diff(string(want[f.Name]), string(f.Content)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
				delete(want, f.Name)
			}
			for name := range want {
				t.Errorf("%s is wanted, not generated", name)
			}
		})
	}
}

// TestErrorCodesHaveCases holds the promise that every code has a golden case here or among the reader's.
func TestErrorCodesHaveCases(t *testing.T) {
	have := map[string]bool{}
	for _, glob := range []string{"testdata/golden/err_*.txtar", "../openapi/testdata/err_*.txtar"} {
		paths, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			have[strings.TrimSuffix(strings.TrimPrefix(filepath.Base(p), "err_"), ".txtar")] = true
		}
	}
	for _, code := range codesInSource(t, "lower", "naming") {
		if !have[code] {
			t.Errorf("no golden case err_%s.txtar", code)
		}
	}
}

var reportedCode = regexp.MustCompile(`problems\.Add\([^"]*"([a-z0-9-]+)"`)

// codesInSource finds the codes that the packages report.
func codesInSource(t *testing.T, dirs ...string) []string {
	var codes []string
	for _, dir := range dirs {
		paths, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			src, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range reportedCode.FindAllSubmatch(src, -1) {
				codes = append(codes, string(m[1]))
			}
		}
	}
	if len(codes) == 0 {
		t.Fatal("found no code in the source")
	}
	return codes
}

// TestGoldenCompiles type-checks every golden package against the real wire package.
func TestGoldenCompiles(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	overlay := map[string][]byte{}
	var patterns []string
	for _, c := range append(goldenCases(t), casesIn(t, clashes)...) {
		dir, err := c.generate()
		if err != nil {
			continue // TestGolden and TestClashes say whether it should
		}
		at := filepath.Join(root, "generator", "testdata", "compiled", c.name())
		patterns = append(patterns, "github.com/azbill/azbill/generator/testdata/compiled/"+c.name())
		for _, f := range dir.Files {
			overlay[filepath.Join(at, f.Name)] = f.Content
		}
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax | packages.NeedImports |
			packages.NeedDeps | packages.NeedFiles | packages.NeedExportFile,
		Dir: root, Overlay: overlay,
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) != len(patterns) {
		t.Fatalf("%d packages type-checked, want %d", len(pkgs), len(patterns))
	}
	for _, p := range pkgs {
		for _, e := range p.Errors {
			t.Errorf("%s: %v", p.PkgPath, e)
		}
	}
}

// TestDeterministic generates every case several times: the same bytes each time.
func TestDeterministic(t *testing.T) {
	for _, c := range goldenCases(t) {
		first, err := c.generate()
		for range 3 {
			again, errAgain := c.generate()
			if fmt.Sprint(err) != fmt.Sprint(errAgain) {
				t.Fatalf("%s: problems differ between runs:\n%v\n%v", c.name(), err, errAgain)
			}
			for i, f := range first.Files {
				if f.Name != again.Files[i].Name || !bytes.Equal(f.Content, again.Files[i].Content) {
					t.Fatalf("%s: %s differs between runs", c.name(), f.Name)
				}
			}
		}
	}
}

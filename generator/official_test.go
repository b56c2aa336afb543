package generator_test

import (
	"bytes"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/scratch"
)

// officialDocuments finds every document of the Billing and Consumption services below AZURE_REST_API_SPECS.
func officialDocuments(t testing.TB) []generator.Package {
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Skip("AZURE_REST_API_SPECS is not set: the official documents are not here")
	}
	base := filepath.Join(root, "specification")
	var out []generator.Package
	for _, service := range []string{"billing", "consumption"} {
		err := filepath.WalkDir(filepath.Join(base, service), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "examples" {
				return filepath.SkipDir
			}
			if filepath.Ext(path) != ".json" {
				return nil
			}
			rel, err := filepath.Rel(base, path)
			out = append(out, generator.Package{
				Spec: path, Source: filepath.ToSlash(rel),
				Out: strings.TrimSuffix(filepath.ToSlash(rel), ".json"),
			})
			return err
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

// TestOfficial generates every official document without a pinned name: each becomes a package that is formatted,
// compiles, and pleases vet and staticcheck.
func TestOfficial(t *testing.T) {
	docs := officialDocuments(t)
	dirs, err := generator.Generate(generator.Config{Packages: docs})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		for _, f := range d.Files {
			formatted, err := format.Source(f.Content)
			if err != nil || !bytes.Equal(formatted, f.Content) {
				t.Errorf("%s/%s is not formatted (%v)", d.Path, f.Name, err)
			}
		}
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	module := t.TempDir()
	if err := scratch.Write(module, "scratch", root, dirs, nil); err != nil {
		t.Fatal(err)
	}
	for _, check := range [][]string{
		{"go", "vet", "./..."},
		{"go", "tool", "-modfile=" + filepath.Join(root, "tools", "go.mod"), "staticcheck", "./..."},
	} {
		if testing.Short() {
			t.Log("left out for -short:", check)
			continue
		}
		cmd := exec.Command(check[0], check[1:]...)
		cmd.Dir = module
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", check, err, out)
		}
	}
}

// TestOfficialDeterministic generates the official documents again, and once more on one processor: the same bytes.
func TestOfficialDeterministic(t *testing.T) {
	docs := officialDocuments(t)
	first, err := generator.Generate(generator.Config{Packages: docs})
	if err != nil {
		t.Fatal(err)
	}
	for _, procs := range []int{runtime.GOMAXPROCS(0), 1} {
		before := runtime.GOMAXPROCS(procs)
		again, err := generator.Generate(generator.Config{Packages: docs})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range first {
			for j, f := range d.Files {
				if f.Name != again[i].Files[j].Name || !bytes.Equal(f.Content, again[i].Files[j].Content) {
					t.Errorf("%s/%s differs between runs", d.Path, f.Name)
				}
			}
		}
	}
}

// BenchmarkGenerate generates one large official document.
func BenchmarkGenerate(b *testing.B) {
	for _, doc := range officialDocuments(b) {
		if !strings.HasSuffix(doc.Source, "stable/2020-05-01/billing.json") {
			continue
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := generator.Generate(generator.Config{Packages: []generator.Package{doc}}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

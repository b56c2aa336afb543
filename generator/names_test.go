package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/specs"
	"github.com/google/go-cmp/cmp"
)

// clashes holds cases of the form of the golden ones, with want/names.txt instead of files.
const clashes = "testdata/clashes"

// TestClashes compares the table of names where several places come to one name.
func TestClashes(t *testing.T) {
	for _, c := range casesIn(t, clashes) {
		names, err := generator.Names(c.input())
		if err != nil {
			t.Errorf("%s: %v", c.name(), err)
			continue
		}
		got := strings.Join(names, "\n") + "\n"
		if *update {
			c.rewrite(t, []output.File{{Name: "names.txt", Content: []byte(got)}})
			continue
		}
		if diff := cmp.Diff(string(c.want()["names.txt"]), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name(), diff)
		}
	}
}

// TestNames lists "pointer → Go name" of the documents that come with the generator, so that every rename shows in
// review.
func TestNames(t *testing.T) {
	documents, err := filepath.Glob("../specs/*/*.yaml")
	if err != nil || len(documents) == 0 {
		t.Fatalf("no documents in specs (%v)", err)
	}
	for _, path := range documents {
		rel := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)+"specs"+string(filepath.Separator)))
		names, err := generator.Names(generator.Package{Spec: rel, FS: specs.FS, Root: "."})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(names, "\n") + "\n"
		golden := filepath.Join("testdata", "names", strings.ReplaceAll(strings.TrimSuffix(rel, ".yaml"), "/", "-")+".golden")
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: Go names changed (-was +is); go test ./generator -update takes them:\n%s", rel, diff)
		}
	}
}

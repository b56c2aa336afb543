package output

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A journal may come with a repository whose author wants a generated file, or an unmanaged one, elsewhere. None of these
// may change a single file.
func TestHostileJournal(t *testing.T) {
	evil := string(source("a.go", "var Evil int").Content)
	entry := func(name, content string) string {
		j, err := json.Marshal(journal{Put: []journalEntry{{name, digest([]byte(content))}}})
		if err != nil {
			t.Fatal(err)
		}
		return string(j)
	}
	tests := map[string]struct {
		journal string
		staged  map[string]string
	}{
		"not JSON":                       {"{", nil},
		"unknown member":                 {`{"move": []}`, nil},
		"target outside":                 {entry("../victim.go", evil), map[string]string{"new-../victim.go": evil}},
		"target in a sub-folder":         {entry("sub/victim.go", evil), nil},
		"target absolute":                {entry("/tmp/victim.go", evil), nil},
		"target with backslashes":        {entry(`..\victim.go`, evil), nil},
		"target is foreign":              {entry("foreign.go", evil), map[string]string{"new-foreign.go": evil}},
		"target is not a Go file":        {entry("Makefile", evil), map[string]string{"new-Makefile": evil}},
		"removes a foreign file":         {`{"remove": ["foreign.go"]}`, nil},
		"removes outside":                {`{"remove": ["../victim.go"]}`, nil},
		"removes another kind of file":   {`{"remove": ["Makefile"]}`, nil},
		"content is not what was staged": {entry("a.go", "other"), map[string]string{"new-a.go": evil}},
		"content without header":         {entry("b.go", "package x"), map[string]string{"new-b.go": "package x"}},
		"good removal before a bad one":  {`{"remove": ["a.go", "foreign.go"]}`, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "out")
			writeFile(t, filepath.Join(dir, "a.go"), string(source("a.go", "").Content))
			writeFile(t, filepath.Join(dir, "foreign.go"), "package x\n")
			writeFile(t, filepath.Join(dir, "Makefile"), "all:\n")
			writeFile(t, filepath.Join(root, "victim.go"), string(source("victim.go", "").Content))
			writeFile(t, filepath.Join(dir, journalName), tt.journal)
			for name, content := range tt.staged {
				writeFile(t, filepath.Join(dir, stagingName, name), content)
			}
			before := tree(t, root)
			err := Recover([]string{dir})
			if err == nil || !strings.Contains(err.Error(), "restore the files of") {
				t.Errorf("got error %v, which does not say what to do", err)
			}
			if d := cmp.Diff(before, tree(t, root)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestStagedFileIsALink(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	content := string(source("a.go", "").Content)
	writeFile(t, filepath.Join(root, "secret.go"), content)
	j, err := json.Marshal(journal{Put: []journalEntry{{"a.go", digest([]byte(content))}}})
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, journalName), string(j))
	symlink(t, filepath.Join("..", "..", "secret.go"), filepath.Join(dir, newName("a.go")))
	if err := Recover([]string{dir}); err == nil || !strings.Contains(err.Error(), "is not a regular file") {
		t.Errorf("got %v", err)
	}
}

// A run that died while it staged left rubbish and no decision: the next one throws it away.
func TestRubbishIsCleared(t *testing.T) {
	dir := t.TempDir()
	d := Dir{dir, []File{source("a.go", "")}}
	mustWrite(t, d)
	writeFile(t, filepath.Join(dir, newName("b.go")), "half a fi")
	writeFile(t, filepath.Join(dir, journalDraft), "{")
	writeFile(t, filepath.Join(dir, lockName), "")
	diffs, err := Check([]Dir{d})
	if err != nil || len(diffs) != 0 {
		t.Errorf("rubbish changes no output, but Check says %v, %v", diffs, err)
	}
	if changes := mustWrite(t, d); changes[0].Any() {
		t.Errorf("got %+v", changes)
	}
	if d := cmp.Diff(map[string]string{"a.go": string(d.Files[0].Content)}, tree(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestCheckReportsInterruption(t *testing.T) {
	dir := t.TempDir()
	d := Dir{dir, []File{source("a.go", "")}}
	mustWrite(t, d)
	writeFile(t, filepath.Join(dir, journalName), "{}")
	diffs, err := Check([]Dir{d})
	if err != nil || len(diffs) != 1 || !strings.Contains(diffs[0].Note, "interrupted") {
		t.Errorf("got %v, %v", diffs, err)
	}
}

func TestRecoverPassesOver(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "quiet"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := Recover([]string{filepath.Join(root, "absent"), filepath.Join(root, "quiet")}); err != nil {
		t.Error(err)
	}
	if got := tree(t, root); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

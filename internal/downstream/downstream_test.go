// Package downstream_test proves what a user of the generator does: a module made from nothing gets the command as a
// tool, generates a package, and builds a program on it.
package downstream_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

const repository = "github.com/azbill/azbill"

func TestModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command and a program anew; run without -short")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	fillCache(t, root)
	m := newModule(t, "testdata/module.txtar")
	m.run("go", "mod", "init", "example.com/finops")
	m.run("go", "mod", "edit", "-replace", repository+"="+root)
	m.run("go", "get", "-tool", repository+"/cmd/gen")

	m.run("go", "generate")
	first := m.generated()
	if len(first) == 0 {
		t.Fatal("go generate wrote nothing to internal/consumption")
	}
	m.builds()

	if out := m.run("go", "generate"); strings.Contains(out, "internal/consumption/") {
		t.Errorf("the second go generate speaks of changes: %s", out)
	}
	if diff := cmp.Diff(first, m.generated()); diff != "" {
		t.Errorf("the second go generate changed files:\n%s", diff)
	}
	m.run("go", "tool", "gen", "-check")

	// Moving to another api-version is one edited line.
	m.edit("gen.yaml", "consumption@2024-08-01", "consumption@2023-03-01")
	if out, err := m.try("go", "tool", "gen", "-check"); err == nil {
		t.Errorf("gen -check finds nothing to do after the move: %s", out)
	}
	m.run("go", "generate")
	if !strings.Contains(m.generated()["doc.go"], `APIVersion = "2023-03-01"`) {
		t.Error("go generate did not move the package to 2023-03-01")
	}
	m.builds()
	// The flags say the same as the configuration does.
	m.run("go", "tool", "gen", "-api", "consumption@2023-03-01", "-out", "internal/consumption", "-check")
}

// fillCache has the repository's dependencies downloaded, all of them and not just those of the tests that ran so far:
// the new module asks nobody for anything. When that fails, what is there may still be enough.
func fillCache(t *testing.T, root string) {
	cmd := exec.CommandContext(t.Context(), "go", "mod", "download")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Logf("go mod download: %v\n%s", err, out)
	}
}

// module is a Go module in a folder of its own.
type module struct {
	t    *testing.T
	dir  string
	want string // what its program prints
}

// newModule writes the files of the archive but want.
func newModule(t *testing.T, file string) *module {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m := &module{t: t, dir: t.TempDir()}
	for _, f := range archive.Files {
		if f.Name == "want" {
			m.want = string(f.Data)
			continue
		}
		if err := os.WriteFile(filepath.Join(m.dir, f.Name), f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if m.want == "" {
		t.Fatalf("%s does not say what the program prints", file)
	}
	return m
}

// run runs a command that has to succeed and returns its output.
func (m *module) run(name string, args ...string) string {
	m.t.Helper()
	out, err := m.try(name, args...)
	if err != nil {
		m.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

func (m *module) try(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(m.t.Context(), name, args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(),
		"GOWORK=off",
		"GOFLAGS=-mod=mod",
		// Neither the repository under test nor the sums of its dependencies are for others to tell.
		"GOPROXY=off",
		"GOSUMDB=off",
	)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// builds holds that the program builds without complaint and prints what it should.
func (m *module) builds() {
	m.t.Helper()
	m.run("go", "vet", "./...")
	if diff := cmp.Diff(strings.TrimSpace(m.want), m.run("go", "run", ".")); diff != "" {
		m.t.Errorf("the program should print (-), it printed (+):\n%s", diff)
	}
}

// generated returns the files of the generated package by name.
func (m *module) generated() map[string]string {
	m.t.Helper()
	files, err := filepath.Glob(filepath.Join(m.dir, "internal/consumption/*"))
	if err != nil {
		m.t.Fatal(err)
	}
	contents := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			m.t.Fatal(err)
		}
		contents[filepath.Base(file)] = string(text)
	}
	return contents
}

// edit replaces a text that stands once in a file.
func (m *module) edit(name, from, to string) {
	m.t.Helper()
	file := filepath.Join(m.dir, name)
	text, err := os.ReadFile(file)
	if err != nil {
		m.t.Fatal(err)
	}
	if strings.Count(string(text), from) != 1 {
		m.t.Fatalf("%s does not hold %q once", name, from)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o666); err != nil {
		m.t.Fatal(err)
	}
}

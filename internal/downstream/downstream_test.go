// Package downstream_test proves what a user of a release does: a module made from nothing gets the command as a tool from a
// module proxy, generates a package, and builds a program on it; commands are installed and run anywhere. Nothing comes
// from a network.
package downstream_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	xmodule "golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const repository = "github.com/azbill/azbill"

// version is the release that the module proxy of this test has.
const version = "v0.99.0"

func TestModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the commands and a program anew; run without -short")
	}
	m := newModule(t, "testdata/module.txtar", newProxy(t))
	m.run("go", "mod", "init", "example.com/finops")
	m.run("go", "get", "-tool", repository+"/cmd/gen@latest")
	if out := m.run("go", "tool", "gen", "-version"); !strings.HasPrefix(out, "azbill gen "+version+" (go") {
		t.Errorf("gen -version prints %q", out)
	}

	m.run("go", "generate")
	first := m.generated()
	if len(first) == 0 {
		t.Fatal("go generate wrote nothing to internal/consumption")
	}
	m.builds()

	if out := m.run("go", "generate"); strings.Contains(out, "internal/consumption/") {
		t.Errorf("the second go generate reports changes: %s", out)
	}
	if diff := cmp.Diff(first, m.generated()); diff != "" {
		t.Errorf("the second go generate changed files:\n%s", diff)
	}
	if out := m.run("go", "tool", "gen", "-check"); out != "1 package up to date\n" {
		t.Errorf("gen -check prints %q", out)
	}

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

// A command that is installed from a release works in any folder; conform is the one that compiles there.
func TestInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the commands anew; run without -short")
	}
	m := newModule(t, "testdata/install.txtar", newProxy(t))
	bin := t.TempDir()
	m.env = append(m.env, "GOBIN="+bin)
	m.run("go", "install", repository+"/cmd/conform@latest")
	if out := m.run(filepath.Join(bin, "conform"), "-version"); !strings.HasPrefix(out, "azbill conform "+version+" (go") {
		t.Errorf("conform -version prints %q", out)
	}
	out := m.run(filepath.Join(bin, "conform"), "-spec", "things.json", "-types", "-mutants", "0")
	if diff := cmp.Diff(m.want, out); diff != "" {
		t.Errorf("conform should print (-), it printed (+):\n%s", diff)
	}
}

// newProxy makes a module proxy of folders: this repository as a release, and what it needs as the module cache has it.
// It returns the value of GOPROXY.
func newProxy(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	fillCache(t, root)
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	proxy := t.TempDir()
	dir := filepath.Join(proxy, filepath.FromSlash(repository), "@v")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"list": version + "\n", version + ".info": `{"Version": "` + version + `"}`, version + ".mod": string(gomod)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	archive, err := os.Create(filepath.Join(dir, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	if err := zip.CreateFromDir(archive, xmodule.Version{Path: repository, Version: version}, root); err != nil {
		t.Fatalf("pack the repository as a module: %v", err)
	}
	return "file://" + filepath.ToSlash(proxy) + ",file://" + filepath.ToSlash(strings.TrimSpace(string(cache))) + "/cache/download"
}

// fillCache has the repository's dependencies downloaded, all of them and not just those of the tests that ran so far:
// the new module asks for no others. When that fails, what is there may still be enough.
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
	env  []string
	want string // what its program prints
}

// newModule writes the files of the archive but want. Its modules come from the proxy, into a cache of its own.
func newModule(t *testing.T, file, proxy string) *module {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m := &module{t: t, dir: t.TempDir()}
	m.env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-modcacherw -trimpath", "GOMODCACHE="+t.TempDir(), "GOPROXY="+proxy, "GOSUMDB=off", "GONOPROXY=none", "GOTOOLCHAIN=local")
	for _, f := range archive.Files {
		if f.Name == "want" {
			m.want = string(f.Data)
			continue
		}
		path := filepath.Join(m.dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
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
	cmd.Dir, cmd.Env = m.dir, m.env
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

package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

//go:embed switch.go.txt
var switchSource string

// load reads packages with their types.
func load(dir string, tags string, patterns []string) ([]*packages.Package, error) {
	cfg := &packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Dir: dir, BuildFlags: []string{"-tags=" + tags}}
	pkgs, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, err
	}
	for _, p := range pkgs {
		if len(p.Errors) > 0 {
			return nil, fmt.Errorf("load %s: %v", p.PkgPath, p.Errors[0])
		}
		if p.Module == nil {
			return nil, fmt.Errorf("load %s: not in a module", p.PkgPath)
		}
	}
	return pkgs, nil
}

// planted is the test binary of a package with its mutants.
type planted struct {
	dir     string // of the package
	binary  string
	mutants []*Mutant
	unbuilt map[int]bool // mutants that do not compile
}

// plant compiles the test binary of a package with all its mutants into a folder.
func plant(p *packages.Package, tags, into string) (*planted, error) {
	skip := map[int]bool{}
	for range 20 {
		mutants, overlay, err := write(p, skip, into)
		if err != nil {
			return nil, err
		}
		out := &planted{dir: filepath.Dir(p.GoFiles[0]), binary: filepath.Join(into, "test"), mutants: mutants, unbuilt: skip}
		cmd := exec.Command("go", "test", "-c", "-vet=off", "-tags="+tags, "-gcflags="+p.PkgPath+"=-e", "-overlay="+overlay, "-o="+out.binary, ".")
		cmd.Dir = out.dir
		text, err := cmd.CombinedOutput()
		if err == nil {
			return out, nil
		}
		before := len(skip)
		refused(text, mutants, skip)
		if len(skip) == before {
			return nil, fmt.Errorf("compile %s with its mutants: %w\n%s", p.PkgPath, err, text)
		}
	}
	return nil, fmt.Errorf("compile %s with its mutants: too many do not compile", p.PkgPath)
}

// write puts the mutated source of a package into a folder, with an overlay for the go command.
func write(p *packages.Package, skip map[int]bool, into string) ([]*Mutant, string, error) {
	f := &finder{pkg: p, skip: skip, alike: map[Mutant]int{}}
	replace := map[string]string{}
	for i, file := range p.Syntax {
		from := p.CompiledGoFiles[i]
		name, err := filepath.Rel(p.Module.Dir, from)
		if err != nil {
			return nil, "", err
		}
		if ast.IsGenerated(file) {
			continue
		}
		src, err := os.ReadFile(from)
		if err != nil {
			return nil, "", err
		}
		replace[from] = filepath.Join(into, fmt.Sprintf("%d_%s", i, filepath.Base(from)))
		if err := os.WriteFile(replace[from], f.find(file, filepath.ToSlash(name), src), 0o600); err != nil {
			return nil, "", err
		}
	}
	source := strings.NewReplacer("PACKAGE", p.Name, "COUNT", strconv.Itoa(len(f.mutants)+1)).Replace(switchSource)
	at := filepath.Join(into, "switch.go")
	if err := os.WriteFile(at, []byte(source), 0o600); err != nil {
		return nil, "", err
	}
	replace[filepath.Join(filepath.Dir(p.GoFiles[0]), "mutants_switch.go")] = at
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, "", err
	}
	overlay := filepath.Join(into, "overlay.json")
	return f.mutants, overlay, os.WriteFile(overlay, text, 0o600)
}

// refused notes the mutants on the lines that the compiler refuses. It names a file as write does, by its position in
// the package and its name.
func refused(output []byte, mutants []*Mutant, skip map[int]bool) {
	lines := map[string]bool{}
	for scan := bufio.NewScanner(bytes.NewReader(output)); scan.Scan(); {
		file, rest, ok := strings.Cut(scan.Text(), ":")
		line, _, found := strings.Cut(rest, ":")
		if _, name, numbered := strings.Cut(filepath.Base(file), "_"); ok && found && numbered {
			lines[name+":"+line] = true
		}
	}
	for _, m := range mutants {
		if lines[path.Base(m.File)+":"+strconv.Itoa(m.Line)] {
			skip[m.ID] = true
		}
	}
}

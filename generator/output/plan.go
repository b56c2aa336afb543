package output

import (
	"bytes"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// Entries of our own in an output folder. The go command ignores names that begin with a dot.
const (
	stagingName = ".azbill-gen"      // new content, until it is moved in
	lockName    = ".azbill-gen.lock" // held by the run that writes
)

// plan is what has to happen to one folder.
type plan struct {
	path      string
	put       []put
	stale     []stale
	unchanged int

	leftover    bool // an earlier run left something behind
	interrupted bool // it had begun to move files
}

// stale is a file of ours that is no longer generated.
type stale struct {
	Name string
	old  []byte
}

// put is one file to write.
type put struct {
	File
	old  []byte // what it replaces
	has  bool   // there is a file to replace
	perm fs.FileMode
}

// changes reports whether the output has to change.
func (p *plan) changes() bool { return len(p.put)+len(p.stale) > 0 }

// idle reports whether there is nothing at all to do.
func (p *plan) idle() bool { return !p.changes() && !p.leftover }

func (p *plan) change() Change {
	c := Change{Path: p.path, Removed: p.staleNames(), Unchanged: p.unchanged}
	for _, f := range p.put {
		if f.has {
			c.Changed = append(c.Changed, f.Name)
		} else {
			c.Added = append(c.Added, f.Name)
		}
	}
	return c
}

func (p *plan) staleNames() []string {
	var names []string
	for _, f := range p.stale {
		names = append(names, f.Name)
	}
	return names
}

// makePlan compares a folder, nil when it does not exist, with what it should hold. Files in the way are errors, all of
// them reported together.
func makePlan(f folder, d Dir) (*plan, error) {
	p := &plan{path: d.Path}
	have := map[string]fs.DirEntry{}
	folded := map[string]string{}
	if f != nil {
		entries, err := f.ReadDir(".")
		if err != nil {
			return nil, fmt.Errorf("read output folder %s: %w", d.Path, err)
		}
		for _, e := range entries {
			have[e.Name()] = e
			folded[strings.ToLower(e.Name())] = e.Name()
		}
	}
	p.leftover = have[stagingName] != nil || have[lockName] != nil
	if have[stagingName] != nil {
		_, err := f.Lstat(journalName)
		p.interrupted = err == nil
	}

	var problems []error
	wanted := map[string]bool{}
	for _, file := range sortedFiles(d.Files) {
		wanted[file.Name] = true
		name := folded[strings.ToLower(file.Name)]
		if err := p.planPut(f, file, name, have[name] != nil); err != nil {
			problems = append(problems, err)
		}
	}
	for name := range have {
		if wanted[name] || !strings.HasSuffix(name, ".go") {
			continue
		}
		if err := p.planStale(f, name); err != nil {
			problems = append(problems, err)
		}
	}
	if len(d.Files) > 0 {
		if err := p.samePackage(f, packageOf(d.Files[0].Content), have); err != nil {
			problems = append(problems, err)
		}
	}
	slices.SortFunc(p.stale, func(a, b stale) int { return strings.Compare(a.Name, b.Name) })
	return p, errors.Join(problems...)
}

// planPut decides about one wanted file. name is that of the entry in its place, which may differ from the wanted one
// in case.
func (p *plan) planPut(f folder, file File, name string, exists bool) error {
	next := put{File: file, perm: 0o666}
	if exists {
		info, err := replaceable(f, p.path, name)
		if err != nil {
			return err
		}
		if name == file.Name {
			next.has, next.perm = true, info.Mode().Perm()
			if next.old, err = f.ReadFile(name, math.MaxInt64); err != nil {
				return fmt.Errorf("read %s: %w", filepath.Join(p.path, name), err)
			}
			if bytes.Equal(next.old, file.Content) {
				p.unchanged++
				return nil
			}
		}
		if err := writable(info, p.path, name); err != nil {
			return err
		}
	}
	p.put = append(p.put, next)
	return nil
}

// replaceable says why the entry name may not be replaced or removed, or returns its facts.
func replaceable(f folder, path, name string) (fs.FileInfo, error) {
	full := filepath.Join(path, name)
	info, err := f.Lstat(name)
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", full, err)
	}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s is a symbolic link and is where a generated file has to go; remove it", full)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file and is where a generated file has to go; remove it", full)
	}
	head, err := f.ReadFile(name, headerLimit)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", full, err)
	case !Ours(head):
		return nil, fmt.Errorf("%s does not begin with our header, so it was not written by gen, and it is where a generated file has to go; move it", full)
	}
	return info, nil
}

// writable refuses a generated file that has to change and is read-only. A rename would get past its mode, which was set on purpose.
func writable(info fs.FileInfo, path, name string) error {
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("%s is read-only and has to change; make it writable", filepath.Join(path, name))
	}
	return nil
}

// planStale notes the entry name, which is not wanted, when it is a file of ours.
func (p *plan) planStale(f folder, name string) error {
	info, err := f.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return ignoreForeign(err, p.path, name)
	}
	content, err := f.ReadFile(name, headerLimit)
	if err != nil || !Ours(content) {
		return ignoreForeign(err, p.path, name)
	}
	if err := writable(info, p.path, name); err != nil {
		return err
	}
	if content, err = f.ReadFile(name, math.MaxInt64); err != nil {
		return ignoreForeign(err, p.path, name)
	}
	p.stale = append(p.stale, stale{name, content})
	return nil
}

// Foreign reports a file of another Go package in a folder, beside which a package is to be written.
func Foreign(dir, pkg string) error {
	f, _, err := openDisk(dir, false)
	if f == nil || err != nil {
		return err
	}
	defer f.Close()
	entries, err := f.ReadDir(".")
	if err != nil {
		return fmt.Errorf("read output folder %s: %w", dir, err)
	}
	have := map[string]fs.DirEntry{}
	for _, e := range entries {
		have[e.Name()] = e
	}
	return (&plan{path: dir}).samePackage(f, pkg, have)
}

// samePackage reports a file of another Go package beside the generated ones, which could not be built together.
func (p *plan) samePackage(f folder, want string, have map[string]fs.DirEntry) error {
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || !have[name].Type().IsRegular() {
			continue
		}
		content, err := f.ReadFile(name, headerLimit)
		if err == nil && !Ours(content) {
			content, err = f.ReadFile(name, math.MaxInt64)
		}
		if err := ignoreForeign(err, p.path, name); err != nil {
			return err
		}
		if err != nil || Ours(content) {
			continue
		}
		if other := packageOf(content); other != "" && other != want {
			return fmt.Errorf("%s is of package %s, what is generated here of package %s; write to another folder", filepath.Join(p.path, name), other, want)
		}
	}
	return nil
}

// packageOf returns the package that a file says it is of; empty when it is not Go, or belongs to no build.
func packageOf(content []byte) string {
	file, err := parser.ParseFile(token.NewFileSet(), "", content, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		return ""
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:build ignore") {
				return ""
			}
		}
	}
	return file.Name.Name
}

// Holds reports whether a folder holds generated files.
func Holds(dir string) (bool, error) {
	f, _, err := openDisk(dir, false)
	if f == nil || err != nil {
		return false, err
	}
	p, err := makePlan(f, Dir{Path: dir})
	if err = errors.Join(err, f.Close()); err != nil {
		return false, err
	}
	return len(p.stale) > 0, nil
}

// ignoreForeign passes over files that vanished, such as an editor's, and those that we may not even read.
func ignoreForeign(err error, path, name string) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return fmt.Errorf("read %s: %w", filepath.Join(path, name), err)
}

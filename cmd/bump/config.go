package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/gitfs"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/openapi/diag"
)

// comparison is two packages to compare, and how a user names them.
type comparison struct {
	old, new generator.Package
	command  string // command line that compares the two in full; empty: this run does
}

// comparisons plans what the operands, or the configuration, ask for.
func (o *options) comparisons() ([]comparison, func(), error) {
	nothing := func() {}
	switch len(o.operands) {
	case 2:
		old, err := o.side(o.operands[0])
		if err != nil {
			return nil, nothing, err
		}
		new, err := o.side(o.operands[1])
		return []comparison{{old: old, new: new}}, nothing, err
	case 1:
		return o.sinceRevision(strings.TrimSuffix(o.operands[0], ":"))
	}
	out, err := o.newer()
	return out, nothing, err
}

// sinceRevision compares the configuration as of a revision with today's, package by package, as their folders name
// them. The function removes what was extracted.
func (o *options) sinceRevision(revision string) ([]comparison, func(), error) {
	nothing := func() {}
	base := filepath.Dir(o.config)
	tree, err := gitfs.Open(base, revision)
	if err != nil {
		return nil, nothing, err
	}
	dir, err := os.MkdirTemp("", "bump-")
	if err != nil {
		return nil, nothing, err
	}
	cleanup := func() { _ = os.RemoveAll(dir) } // a folder of the system's temporary ones
	if err := tree.Extract(dir); err != nil {
		return nil, cleanup, err
	}
	before, err := readPlan(filepath.Join(dir, filepath.Base(o.config)))
	if err != nil {
		return nil, cleanup, fmt.Errorf("%s as of %s: %w", o.config, revision, err)
	}
	after, err := readPlan(o.config)
	if err != nil {
		return nil, cleanup, err
	}
	var out []comparison
	for _, p := range after.Packages {
		rel := within(base, p.Out)
		i := slices.IndexFunc(before.Packages, func(q generator.Package) bool { return within(dir, q.Out) == rel })
		if i >= 0 {
			out = append(out, comparison{old: before.Packages[i], new: p})
		}
	}
	return out, cleanup, nil
}

// within is a path relative to a folder.
func within(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}

func readPlan(config string) (*plan.Plan, error) {
	var problems diag.List
	p := plan.Read(config, generator.Limits{}, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// newer compares each package of the configuration with the api-versions after its own: among the documents that come
// with azbill, and in the folders beside the one of its document.
func (o *options) newer() ([]comparison, error) {
	p, err := readPlan(o.config)
	if err != nil {
		return nil, err
	}
	var out []comparison
	for _, outdated := range p.Outdated {
		old, err := o.side(outdated.API)
		if err != nil {
			return nil, err
		}
		for _, pkg := range p.Packages {
			if pkg.Source == outdated.API {
				old.Overlays = pkg.Overlays
			}
		}
		new, err := o.side(outdated.Newest)
		if err != nil {
			return nil, err
		}
		out = append(out, comparison{old, new, "bump " + outdated.API + " " + outdated.Newest})
	}
	planned := map[string]bool{}
	for _, pkg := range p.Packages {
		planned[filepath.Clean(pkg.Spec)] = true
	}
	for _, pkg := range p.Packages {
		newest := newestBeside(pkg)
		if newest == "" || planned[filepath.Clean(newest)] {
			continue
		}
		new := pkg
		new.Spec, new.Source, new.Overlays = newest, filepath.ToSlash(newest), nil
		out = append(out, comparison{pkg, new, "bump " + pkg.Spec + " " + newest})
	}
	return out, nil
}

var versionInPath = regexp.MustCompile(`\d{4}-\d{2}-\d{2}(-[a-z]+)?`)

// newestBeside finds the newest document whose path differs from the package's in the api-version alone, and in
// "stable" or "preview" before it; empty when the package has the newest.
func newestBeside(pkg generator.Package) string {
	at := versionInPath.FindStringIndex(pkg.Spec)
	if pkg.FS != nil || at == nil || len(pkg.More) > 0 {
		return ""
	}
	before, after := pkg.Spec[:at[0]], pkg.Spec[at[1]:]
	best, newest := pkg.Spec[at[0]:at[1]], ""
	for _, channel := range []string{"stable", "preview"} {
		folder := regexp.MustCompile(`(stable|preview)([/\\])$`).ReplaceAllString(before, channel+"$2")
		found, err := filepath.Glob(folder + "*" + after)
		if err != nil {
			continue
		}
		for _, file := range found {
			version := strings.TrimSuffix(strings.TrimPrefix(file, folder), after)
			if versionInPath.FindString(version) == version && version > best {
				best, newest = version, file
			}
		}
	}
	return newest
}

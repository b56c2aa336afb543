package main

import (
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

// planner turns entries into packages. Paths of entries are relative to base, and so are the names of documents.
type planner struct {
	base     string
	limits   generator.Limits
	pinned   names // the user's
	embedded names // those of the embedded documents
	problems *diag.List

	packages []generator.Package
	outs     map[string]diag.At // by folder, lower case
}

// newPlanner reads the names file, if there is one, and prepares to plan.
func newPlanner(base, namesFile string, limits generator.Limits, problems *diag.List) *planner {
	p := &planner{base: base, limits: limits, problems: problems, outs: map[string]diag.At{}}
	if namesFile != "" {
		if content := readFile(namesFile, problems); content != nil {
			p.pinned = readNames(content, namesFile, problems)
		}
	}
	content, err := specs.FS.ReadFile(specs.NamesFile)
	if err != nil {
		panic(err) // it is embedded
	}
	p.embedded = readNames(content, "specs/"+specs.NamesFile, problems)
	return p
}

// add plans the packages of one entry.
func (p *planner) add(e entry) {
	if e.api != "" {
		p.addEmbedded(e)
		return
	}
	e.spec = filepath.ToSlash(e.spec) // on systems with two separators, both work
	found := []match{{e.spec, map[string]string{}}}
	if isPattern(e.spec) && !e.literal {
		var err error
		if found, err = find(p.base, e.spec); err != nil {
			p.problems.Add(e.at, configCode, "%v", err)
			return
		}
	}
	for _, m := range found {
		addDerived(m.values, m.path)
		source := sourceName(m.path)
		p.plan(e, m.values, generator.Package{
			Spec:        p.abs(m.path),
			Root:        p.abs(e.root),
			AllowRemote: e.allowRemote,
			Source:      source,
			Names:       p.pinned.byDocument[source],
		})
	}
}

func (p *planner) addEmbedded(e entry) {
	d, err := specs.Find(e.api)
	if err != nil {
		p.problems.Add(e.at, configCode, "%v", err)
		return
	}
	pins := maps.Clone(p.embedded.byDocument[d.Path()])
	if own := p.pinned.byDocument[e.api]; pins == nil {
		pins = own
	} else {
		maps.Copy(pins, own)
	}
	p.plan(e, map[string]string{"service": d.Service, "version": d.Version, "file": d.Version}, generator.Package{
		Spec:   d.File,
		FS:     specs.FS,
		Source: e.api,
		Names:  pins,
	})
}

// plan completes one package from its entry and the values of the placeholders.
func (p *planner) plan(e entry, values map[string]string, pkg generator.Package) {
	pkg.Limits, pkg.TypesOnly = p.limits, e.typesOnly
	out, err := expand(filepath.ToSlash(e.out), values)
	if err == nil && e.pkg != "" {
		if pkg.Name, err = expand(e.pkg, values); err == nil && !validPackage(pkg.Name) {
			p.problems.Add(e.at, configCode, "package: %q cannot name a Go package; use small letters and digits", pkg.Name)
			return
		}
	} else if service := values["service"]; service != "" {
		pkg.Name = naming.PackageName(service)
	}
	if err != nil {
		p.problems.Add(e.at, configCode, "%s: %v", pkg.Source, err)
		return
	}
	pkg.Out = p.abs(out)
	key := strings.ToLower(filepath.Clean(pkg.Out))
	if other, taken := p.outs[key]; taken {
		p.problems.Add(e.at, configCode, "%s would be written to %s, as another document already is (%s); use placeholders such as {version} in out", pkg.Source, pkg.Out, other)
		return
	}
	p.outs[key] = e.at
	p.packages = append(p.packages, pkg)
}

// finish reports pins of documents that no package is made from: names that would silently do nothing. When only one
// package is made, of the many that a names file may serve, its own pins have to be there.
func (p *planner) finish(one bool) []generator.Package {
	var idle []string
	for document := range p.pinned.at {
		used := func(pkg generator.Package) bool { return pkg.Source == document }
		if !slices.ContainsFunc(p.packages, used) {
			idle = append(idle, document)
		}
	}
	if one && len(idle) < len(p.pinned.at) {
		return p.packages
	}
	for _, document := range idle {
		var made []string
		for _, pkg := range p.packages {
			made = append(made, pkg.Source)
		}
		p.problems.Add(p.pinned.at[document], configCode, "no package is made from %q; there are %s", document, strings.Join(made, ", "))
	}
	return p.packages
}

// abs makes a path of an entry one of the working directory; empty stays empty.
func (p *planner) abs(name string) string {
	if name == "" || filepath.IsAbs(filepath.FromSlash(name)) {
		return filepath.FromSlash(name)
	}
	return filepath.Join(p.base, filepath.FromSlash(name))
}

// sourceName is how generated files name a document: the same on every machine, wherever its folder lies. Azure's
// documents are named from their "specification" folder on.
func sourceName(file string) string {
	file = path.Clean(filepath.ToSlash(file))
	if i := strings.LastIndex("/"+file, "/specification/"); i >= 0 {
		return file[i:]
	}
	if filepath.IsAbs(filepath.FromSlash(file)) {
		return path.Base(file)
	}
	for strings.HasPrefix(file, "../") {
		file = file[len("../"):]
	}
	return file
}

func validPackage(name string) bool {
	return token.IsIdentifier(name) && name != "_" && name == naming.PackageName(name)
}

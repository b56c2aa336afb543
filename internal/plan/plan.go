package plan

import (
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

// Plan is what a command works on.
type Plan struct {
	Packages []generator.Package
	Outdated []Outdated // embedded documents of which a newer api-version is embedded as well

	outs   []outPattern
	shared map[string]diag.At // pins that any package may use

	overlays map[string]diag.At // overlays that any of several packages may use
}

// UnusedOverlays reports the overlays of several packages that extend a document of none.
func (p *Plan) UnusedOverlays(used map[string]bool) error {
	var problems diag.List
	for path, at := range p.overlays {
		if !used[path] {
			problems.Add(at, configCode, "overlays: expected a document or file of a package that %s extends, found none; correct its extends, or delete the line", path)
		}
	}
	return problems.Err()
}

// UnusedPins reports the pins without a document that named nothing in any package.
func (p *Plan) UnusedPins(used map[string]bool) error {
	var problems diag.List
	for key, at := range p.shared {
		if !used[key] {
			problems.Add(at, "pin-unused", "expected something at %s, found nothing in any package; correct the file or the pointer, or delete the pin", key)
		}
	}
	return problems.Err()
}

// Outdated is an embedded document in use of which there is a newer stable version.
type Outdated struct{ API, Newest string }

// Read plans what a configuration file asks for. Problems of the file, and of the file of names it refers to, go to the
// list; the plan is complete only when there were none.
func Read(file string, limits generator.Limits, problems *diag.List) *Plan {
	content := readFile(file, problems, "gen -init writes one to start from, or name a document instead")
	if content == nil {
		return &Plan{}
	}
	cfg := readConfig(file, content, problems)
	if cfg == nil {
		return &Plan{}
	}
	p := newPlanner(filepath.Dir(file), cfg.names, limits, problems)
	for _, e := range cfg.packages {
		p.add(e)
	}
	return p.finish(false)
}

// Check reports what is wrong with the text of a configuration file, whatever documents there are.
func Check(file string, content []byte, problems *diag.List) { readConfig(file, content, problems) }

// One plans what one entry asks for, with a file of pinned names unless that is empty. Paths are those of the working
// directory.
func One(e Entry, names string, limits generator.Limits, problems *diag.List) *Plan {
	p := newPlanner("", names, limits, problems)
	e.at = diag.At{File: e.Where}
	p.add(e)
	return p.finish(true)
}

// planner turns entries into packages. Paths of entries are relative to base, and so are the names of documents.
type planner struct {
	base     string
	limits   generator.Limits
	cache    *openapi.Cache // of all packages
	pinned   names          // the user's
	embedded names          // those of the embedded documents
	problems *diag.List

	packages []generator.Package
	outdated []Outdated
	patterns []outPattern
	served   map[string]bool    // documents that a package is made from
	outs     map[string]diag.At // by folder, lower case
	overlays map[string]diag.At // those of several packages, by path
}

// newPlanner reads the names file, if there is one, and prepares to plan.
func newPlanner(base, namesFile string, limits generator.Limits, problems *diag.List) *planner {
	p := &planner{base: base, limits: limits, cache: &openapi.Cache{}, problems: problems, outs: map[string]diag.At{}, served: map[string]bool{}, overlays: map[string]diag.At{}}
	if namesFile != "" {
		if content := readFile(namesFile, problems, "correct the path, or write the file"); content != nil {
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
func (p *planner) add(e Entry) {
	if e.API != "" {
		p.addEmbedded(e)
		return
	}
	var found []match
	seen := map[string]bool{}
	for _, spec := range e.Specs {
		matches, err := p.find(filepath.ToSlash(spec), e.Literal) // on systems with two separators, both work
		if err != nil {
			p.problems.Add(e.at, configCode, "%v", err)
			return
		}
		for _, m := range matches {
			if !seen[m.path] {
				seen[m.path] = true
				addDerived(m.values, m.path)
				found = append(found, m)
			}
		}
	}
	slices.SortFunc(found, func(a, b match) int { return strings.Compare(a.path, b.path) })
	byOut := map[string][]match{} // the documents of one folder are one package
	var outs []string
	for _, m := range found {
		out, err := expand(filepath.ToSlash(e.Out), m.values)
		if err != nil {
			p.problems.Add(e.at, configCode, "%s: %v", sourceName(m.path), err)
			continue
		}
		if byOut[out] == nil {
			outs = append(outs, out)
		}
		byOut[out] = append(byOut[out], m)
	}
	e.SharedOverlays = e.SharedOverlays || len(outs) > 1
	for _, out := range outs {
		p.addDocuments(e, out, byOut[out])
	}
}

// find returns the documents that a spec means.
func (p *planner) find(spec string, literal bool) ([]match, error) {
	if literal || !isPattern(spec) {
		return []match{{path: spec, values: map[string]string{}}}, nil
	}
	return find(p.base, spec)
}

// addDocuments plans the package of a folder.
func (p *planner) addDocuments(e Entry, out string, documents []match) {
	first := documents[0]
	pkg := generator.Package{
		Spec: p.abs(first.path), Root: p.abs(e.Root), AllowRemote: e.AllowRemote, Source: sourceName(first.path), Names: map[string]string{},
		Name: packageName(first, out, len(documents) > 1),
	}
	maps.Copy(pkg.Names, p.pinned.byDocument[pkg.Source])
	p.served[pkg.Source] = true
	for _, m := range documents[1:] {
		pkg.More = append(pkg.More, p.abs(m.path))
	}
	if len(documents) > 1 {
		pkg.Source = commonSource(documents)
		pkg.Names = map[string]string{}
		for _, m := range documents {
			source := sourceName(m.path)
			p.served[source] = true
			for pointer, name := range p.pinned.byDocument[source] {
				if strings.HasPrefix(pointer, "#") {
					pointer = source + pointer
				}
				pkg.Names[pointer] = name
			}
		}
	}
	p.plan(e, out, first.values, pkg)
}

// commonSource names several documents in generated files: their folder and a pattern.
func commonSource(documents []match) string {
	folder := path.Dir(sourceName(documents[0].path))
	for _, m := range documents[1:] {
		for other := path.Dir(sourceName(m.path)); folder != "." && other != folder && !strings.HasPrefix(other, folder+"/"); {
			folder = path.Dir(folder)
		}
	}
	return path.Join(folder, "*"+path.Ext(documents[0].path))
}

// packageName names a package by what its document or documents are about: the service where the pattern says it, else
// the file, unless that has a name which every service has or there are several.
func packageName(m match, out string, several bool) string {
	service := m.values["service"]
	general := []string{"openapi", "swagger", "api", "spec", "index", "main", "types", "common"}
	switch {
	case m.given["service"]:
		return naming.PackageName(service)
	case !several && !slices.Contains(general, strings.ToLower(m.values["file"])):
		return naming.PackageName(m.values["file"])
	case service != "":
		return naming.PackageName(service)
	}
	for folder := path.Clean(out); folder != "." && folder != "/"; folder = path.Dir(folder) {
		if base := path.Base(folder); !apiVersion.MatchString(base) && base != ".." {
			return naming.PackageName(base)
		}
	}
	return naming.PackageName(m.values["file"])
}

func (p *planner) addEmbedded(e Entry) {
	d, err := specs.Find(e.API)
	if err != nil {
		p.problems.Add(e.at, configCode, "%v", err)
		return
	}
	if newest := specs.Newest(d.Service); newest.API() > d.API() {
		p.outdated = append(p.outdated, Outdated{d.API(), newest.API()})
	}
	pins := map[string]string{}
	maps.Copy(pins, p.embedded.byDocument[d.Path()])
	maps.Copy(pins, p.pinned.byDocument[d.API()])
	p.served[d.API()] = true
	values := map[string]string{"service": d.Service, "version": d.Version, "file": d.Version}
	out, err := expand(filepath.ToSlash(e.Out), values)
	if err != nil {
		p.problems.Add(e.at, configCode, "%s: %v", d.API(), err)
		return
	}
	files := d.Files()
	p.plan(e, out, values, generator.Package{
		Spec: files[0], More: files[1:], FS: specs.FS, Source: d.API(), Name: naming.PackageName(d.Service), Names: pins,
	})
}

// plan completes one package from its entry and the values of the placeholders.
func (p *planner) plan(e Entry, out string, values map[string]string, pkg generator.Package) {
	pkg.Limits, pkg.TypesOnly, pkg.StrictRefs, pkg.Lenient = p.limits, e.TypesOnly, e.StrictRefs, e.Lenient
	pkg.PerOperation, pkg.Select, pkg.SharedNames, pkg.Cache = e.PerOperation, e.Select, p.pinned.shared, p.cache
	if e.Package != "" {
		var err error
		if pkg.Name, err = expand(e.Package, values); err != nil {
			p.problems.Add(e.at, configCode, "%s: %v", pkg.Source, err)
			return
		}
		if !validPackage(pkg.Name) {
			p.problems.Add(e.at, configCode, "package: %q cannot name a Go package; use small letters and digits", pkg.Name)
			return
		}
	}
	for _, name := range e.Overlays {
		overlay, err := p.overlay(e, name, values)
		if err != nil {
			p.problems.Add(e.at, configCode, "overlays: %v", err)
			return
		}
		pkg.Overlays = append(pkg.Overlays, overlay)
	}
	pkg.Out = p.abs(out)
	key := strings.ToLower(filepath.Clean(pkg.Out))
	if other, taken := p.outs[key]; taken {
		p.problems.Add(e.at, configCode, "%s would be written to %s, as another document already is (%s); use placeholders such as {version} in out", pkg.Source, pkg.Out, other)
		return
	}
	p.outs[key] = e.at
	p.packages = append(p.packages, pkg)
	p.patterns = append(p.patterns, p.outPattern(e, values))
}

// overlay plans an overlay of a package. One that is the same for several packages is for those whose documents it
// extends.
func (p *planner) overlay(e Entry, name string, values map[string]string) (generator.Overlay, error) {
	name = filepath.ToSlash(name)
	expanded := name
	if !e.Literal {
		var err error
		if expanded, err = expand(name, values); err != nil {
			return generator.Overlay{}, err
		}
	}
	shared := e.SharedOverlays && expanded == name
	if shared {
		p.overlays[p.abs(expanded)] = e.at
	}
	return generator.Overlay{Overlay: openapi.Overlay{Path: p.abs(expanded), Shared: shared}, Source: sourceName(expanded)}, nil
}

// finish reports pins of documents that no package is made from: names that would silently do nothing. When only one
// package is made, of the many that a names file may serve, its own pins have to be there.
func (p *planner) finish(one bool) *Plan {
	out := &Plan{Packages: p.packages, Outdated: p.outdated, outs: p.patterns, shared: p.pinned.sharedAt, overlays: p.overlays}
	var idle []string
	for document := range p.pinned.at {
		if !p.served[document] {
			idle = append(idle, document)
		}
	}
	if one && (len(idle) < len(p.pinned.at) || len(p.pinned.shared) > 0) {
		out.shared = nil
		return out
	}
	for _, document := range idle {
		p.problems.Add(p.pinned.at[document], configCode, "no package is made from %q; there are %s",
			document, strings.Join(slices.Sorted(maps.Keys(p.served)), ", "))
	}
	return out
}

// abs makes a path of an entry one of the working directory; empty stays empty.
func (p *planner) abs(name string) string {
	if name == "" || filepath.IsAbs(filepath.FromSlash(name)) {
		return filepath.FromSlash(name)
	}
	if strings.Contains(name, "://") {
		return name // an address, which reading refuses
	}
	return filepath.Join(p.base, filepath.FromSlash(name))
}

// sourceName is how generated files name a document: the same on every machine, wherever its folder is.
func sourceName(file string) string { return diag.Portable(filepath.ToSlash(file)) }

func validPackage(name string) bool {
	return token.IsIdentifier(name) && name != "_" && name == naming.PackageName(name)
}

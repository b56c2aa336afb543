package generator

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/emit"
	"github.com/azbill/azbill/generator/emit/models"
	"github.com/azbill/azbill/generator/emit/requests"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/generator/table"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/wire/rest"
)

// Config says what to generate.
type Config struct {
	Packages []Package
	Warnings *diag.List       // receives what is wrong with documents but has no effect; nil: not wanted
	Used     func(key string) // is called with each shared pin that names something; nil: it is not called
	Overlaid func(key string) // is called with the path of each overlay that changed something; nil: it is not called
}

// Package is one Go package to generate from one document.
type Package struct {
	Spec         string            // path of the document; inside FS when that is set
	More         []string          // further documents of the service, which the package holds as well
	PerOperation bool              // the documents may have different api-versions, which operations then keep
	FS           fs.FS             // where the document is; nil: the disk
	Root         string            // folder that confines references; empty: see openapi.Source
	AllowRemote  bool              // follow http and https references
	StrictRefs   bool              // see openapi.Source
	Lenient      []string          // see openapi.Source
	Overlays     []Overlay         // what changes the documents before they are read
	TypesOnly    bool              // leave out request types and the table of operations; names stay the same
	Limits       Limits            // zero: defaults
	Out          string            // folder of the package
	Name         string            // Go package name; empty: from the document's file name
	Source       string            // how generated files name the document; empty: its file name
	Names        map[string]string // pinned Go names, as of naming.Pins.Own
	SharedNames  map[string]string // pinned Go names of several packages, as of naming.Pins.Shared
	Select       Selection         // what of the documents the package holds
	Cache        *openapi.Cache    // files that several packages refer to; nil: none are kept

	used, overlaid func(key string)
}

// Overlay is a file that changes documents.
type Overlay struct {
	openapi.Overlay
	Source string // how generated files name it; empty: its path
}

// Limits cap what generating from one document may cost. A zero field means its default.
type Limits struct {
	openapi.Limits
	CodeBytes int64 // size of the code generated from it, by estimate
}

// DefaultLimits returns the limits that hold where none are given.
func DefaultLimits() Limits {
	return Limits{openapi.DefaultLimits(), lower.DefaultCodeBytes}
}

// Generate renders every package of the configuration. Either all of them come back, or none and a [diag.Errors] with
// every problem of every document. It writes nothing.
func Generate(cfg Config) ([]output.Dir, error) {
	var problems diag.List
	var dirs []output.Dir
	for _, p := range cfg.Packages {
		p.used, p.overlaid = cfg.Used, cfg.Overlaid
		dir, err := openapi.Speculate(p.Documents(), &problems, p.render)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Spec, err)
		}
		dirs = append(dirs, dir)
	}
	if cfg.Warnings != nil {
		for _, w := range problems.Warnings() {
			cfg.Warnings.Warn(w.At, w.Code, "%s", w.Message)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return dirs, nil
}

// Names lists "pointer → Go name" for a document, in its order: what to look at when pinning names or reviewing renames.
func Names(p Package) ([]string, error) {
	var problems diag.List
	names, err := openapi.Speculate(p.Documents(), &problems, func(docs []*openapi.Document, problems *diag.List) ([]string, error) {
		return slices.Clip(naming.Table(p.describe(docs, problems))), nil
	})
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return names, err
}

// describe lowers what was read and names what came of it. The result is complete only when no problem was added.
func (p Package) describe(docs []*openapi.Document, problems *diag.List) *ir.Package {
	doc := openapi.Merge(docs, p.PerOperation, problems)
	if problems.Len() > 0 {
		return &ir.Package{} // what would be said of it follows from that
	}
	pkg := lower.Package(doc, p.source(), p.Limits.CodeBytes, problems)
	pkg.Name = p.packageName()
	for _, o := range p.Overlays {
		if slices.Contains(doc.Overlays, o.Path) {
			pkg.Overlays = append(pkg.Overlays, cmp.Or(o.Source, slashed(o.Path)))
			if p.overlaid != nil {
				p.overlaid(o.Path)
			}
		}
	}
	naming.Assign(pkg, naming.Pins{Own: p.Names, Shared: p.SharedNames, Used: p.used}, problems)
	return pkg
}

// render renders what was read; nothing when it has problems.
func (p Package) render(docs []*openapi.Document, problems *diag.List) (output.Dir, error) {
	pkg := p.describe(docs, problems)
	p.Select.choose(pkg, problems)
	if problems.Len() > 0 {
		return output.Dir{}, nil
	}
	if !p.TypesOnly {
		for _, op := range pkg.Operations {
			for _, l := range op.Limits {
				problems.Warn(l.At, "not-carried", "%s: %s", op.ID, table.LimitText(l))
			}
		}
	}
	files, err := emit.Files(pkg, p.artefacts()...)
	dir := output.Dir{Path: p.Out}
	for _, f := range files {
		dir.Files = append(dir.Files, output.File(f))
	}
	return dir, err
}

// artefacts are what a package is made of.
func (p Package) artefacts() []emit.Artefact {
	if p.TypesOnly {
		return []emit.Artefact{models.Emit}
	}
	return []emit.Artefact{models.Emit, requests.Emit}
}

// Documents returns what to read: the documents of the package and what changes them.
func (p Package) Documents() []openapi.Source {
	var overlays []openapi.Overlay
	for _, o := range p.Overlays {
		overlays = append(overlays, o.Overlay)
	}
	var out []openapi.Source
	for _, path := range append([]string{p.Spec}, p.More...) {
		out = append(out, openapi.Source{
			Path: path, FS: p.FS, Root: p.Root, AllowRemote: p.AllowRemote, StrictRefs: p.StrictRefs, Lenient: p.Lenient,
			Overlays: overlays, Name: p.Source, Limits: p.Limits.Limits, Cache: p.Cache,
		})
	}
	return out
}

// source names the document in generated files: without the way to it, which differs between machines.
func (p Package) source() string {
	if p.Source != "" {
		return p.Source
	}
	return path.Base(slashed(p.Spec))
}

func (p Package) packageName() string {
	if p.Name != "" {
		return p.Name
	}
	base := path.Base(slashed(p.Spec))
	return naming.PackageName(strings.TrimSuffix(base, path.Ext(base)))
}

func slashed(p string) string { return strings.ReplaceAll(p, `\`, "/") }

// Table makes the tables of operations and schemas that the package would declare, without generating it: requests and
// replies hold JSON in place of Go types. It also returns the documents, which name the examples of their operations. The
// error is a [diag.Errors] with every problem of the documents.
func Table(p Package) (*rest.Table, []*openapi.Document, error) {
	var problems diag.List
	var from []*openapi.Document
	t, err := openapi.Speculate(p.Documents(), &problems, func(docs []*openapi.Document, problems *diag.List) (*rest.Table, error) {
		pkg := p.describe(docs, problems)
		p.Select.choose(pkg, problems)
		if problems.Len() > 0 {
			return nil, nil
		}
		from = docs
		return table.Of(pkg), nil
	})
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	return t, from, err
}

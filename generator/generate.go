package generator

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/emit"
	"github.com/azbill/azbill/generator/emit/models"
	"github.com/azbill/azbill/generator/emit/requests"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// Config says what to generate.
type Config struct {
	Packages []Package
}

// Package is one Go package to generate from one document.
type Package struct {
	Spec        string            // path of the document; inside FS when that is set
	FS          fs.FS             // where the document is; nil: the disk
	Root        string            // folder that confines references; empty: see openapi.Source
	AllowRemote bool              // follow http and https references
	TypesOnly   bool              // leave out request types and the table of operations; names stay the same
	Limits      openapi.Limits    // zero: defaults
	Out         string            // folder of the package
	Name        string            // Go package name; empty: from the document's file name
	Source      string            // how generated files name the document; empty: its file name
	Names       map[string]string // pinned Go names by JSON pointer
}

// Generate renders every package of the configuration. Either all of them come back, or none and a [diag.Errors] with
// every problem of every document. It writes nothing.
func Generate(cfg Config) ([]output.Dir, error) {
	var problems diag.List
	var dirs []output.Dir
	for _, p := range cfg.Packages {
		dir, err := generate(p, &problems)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Spec, err)
		}
		dirs = append(dirs, dir)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return dirs, nil
}

// generate takes one document through the stages. Each stage runs only when the ones before it found no problem in
// this document. The last check of the first stage takes as long as all others together, so they do not wait for it: what
// they made, and what they say, counts once the document is known to be sound.
func generate(p Package, problems *diag.List) (dir output.Dir, err error) {
	doc, verdict := openapi.Read(p.document(), problems)
	if doc == nil {
		return output.Dir{}, nil
	}
	var later diag.List
	defer func() {
		mistake := recover()
		switch {
		case !verdict.Sound(problems):
			dir, err = output.Dir{}, nil
		case mistake != nil:
			panic(mistake)
		default:
			problems.Append(&later)
		}
	}()
	return render(p, doc, &later)
}

// render takes a document through the stages behind the first.
func render(p Package, doc *openapi.Document, problems *diag.List) (output.Dir, error) {
	pkg := lower.Package(doc, source(p), p.Limits.CodeBytes, problems)
	pkg.Name = packageName(p)
	naming.Assign(pkg, p.Names, problems)
	if problems.Len() > 0 {
		return output.Dir{}, nil
	}
	artefacts := []emit.Artefact{models.Emit, requests.Emit}
	if p.TypesOnly {
		artefacts = artefacts[:1]
	}
	files, err := emit.Files(pkg, artefacts...)
	dir := output.Dir{Path: p.Out}
	for _, f := range files {
		dir.Files = append(dir.Files, output.File(f))
	}
	return dir, err
}

// document is what to read.
func (p Package) document() openapi.Source {
	return openapi.Source{Path: p.Spec, FS: p.FS, Root: p.Root, AllowRemote: p.AllowRemote, Limits: p.Limits}
}

// source names the document in generated files: without the way to it, which differs between machines.
func source(p Package) string {
	if p.Source != "" {
		return p.Source
	}
	return path.Base(slashed(p.Spec))
}

func packageName(p Package) string {
	if p.Name != "" {
		return p.Name
	}
	base := path.Base(slashed(p.Spec))
	return naming.PackageName(strings.TrimSuffix(base, path.Ext(base)))
}

func slashed(p string) string { return strings.ReplaceAll(p, `\`, "/") }

// Names lists "pointer → Go name" for a document, in its order: what to look at when pinning names or reviewing renames.
func Names(p Package) ([]string, error) {
	var problems diag.List
	doc := openapi.Load(p.document(), &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	pkg := lower.Package(doc, source(p), p.Limits.CodeBytes, &problems)
	naming.Assign(pkg, p.Names, &problems)
	return slices.Clip(naming.Table(pkg)), problems.Err()
}

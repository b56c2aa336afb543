package command

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/wire/rest"
)

// targets reads the documents, with the problems of all of them in one error.
func (o *options) targets() ([]conformance.Target, error) {
	groups, err := o.groups()
	if err != nil {
		return nil, err
	}
	var problems diag.List
	var targets []conformance.Target
	applied := map[string]bool{}
	for _, paths := range groups {
		var sources []openapi.Source
		for _, path := range paths {
			sources = append(sources, o.source(path, len(groups)+len(paths) > 2))
		}
		doc := openapi.LoadJoined(sources, o.mixed, &problems)
		if doc == nil {
			continue
		}
		for _, name := range doc.Overlays {
			applied[name] = true
		}
		t := conformance.Target{Document: doc, Dir: filepath.ToSlash(o.examples)}
		if o.examples == "" {
			// A root confines the reader: no link in the folder leads out of it.
			root, err := os.OpenRoot(filepath.FromSlash(doc.Root))
			if err != nil {
				return nil, fmt.Errorf("open the folder of the document's examples: %w", err)
			}
			t.Files = root.FS()
		}
		if table := o.table(paths[0]); table != nil {
			t.Types = conformance.TypesOf(table())
		}
		targets = append(targets, t)
	}
	for _, name := range o.apis {
		t, err := o.embedded(name, &problems)
		if err != nil {
			return nil, err
		}
		targets = append(targets, t)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	for _, name := range o.overlays {
		if !applied[name] {
			return nil, fmt.Errorf("-apply %s: it extends none of the documents", name)
		}
	}
	return targets, nil
}

// source is a document to read, alone or one of several.
func (o *options) source(path string, several bool) openapi.Source {
	src := openapi.Source{Path: path, Root: o.root, Lenient: o.lenient, StrictRefs: o.strictRefs, Cache: &o.cache}
	for _, name := range o.overlays {
		src.Overlays = append(src.Overlays, openapi.Overlay{Path: name, Shared: several})
	}
	return src
}

// embedded is the target of an embedded document, its package and a folder of samples.
func (o *options) embedded(name string, problems *diag.List) (conformance.Target, error) {
	d, err := specs.Find(name)
	if err != nil {
		return conformance.Target{}, fmt.Errorf("-api %s: %w", name, err)
	}
	t := conformance.Target{Dir: filepath.ToSlash(o.examples)}
	t.Document = openapi.Load(openapi.Source{Path: d.File, FS: specs.FS}, problems)
	if table := o.tables[d.Path()]; table != nil {
		t.Types = conformance.TypesOf(table())
	}
	return t, nil
}

// table finds the generated package of a document, the first of those that are joined. One that the command line names is
// not of this repository: only what was generated for this run goes with it.
func (o *options) table(path string) func() *rest.Table {
	if o.isOwn {
		parts := strings.Split(filepath.ToSlash(path), "/")
		return o.tables[strings.Join(parts[max(len(parts)-3, 0):], "/")]
	}
	if abs, err := filepath.Abs(path); err == nil {
		return o.tables[abs]
	}
	return nil
}

// groups are the documents of -spec as they are checked: each alone, or all of them as one.
func (o *options) groups() ([][]string, error) {
	paths, err := o.paths()
	if err != nil || o.join {
		return [][]string{paths}, err
	}
	var out [][]string
	for _, path := range paths {
		out = append(out, []string{path})
	}
	return out, nil
}

// entry is the package to generate from documents that are checked as one, several if they are not the only ones.
func (o *options) entry(paths []string, name string, several bool) plan.Entry {
	return plan.Entry{
		Specs: paths, Literal: true, Root: o.root, Out: name, Package: name, Lenient: o.lenient, StrictRefs: o.strictRefs,
		Overlays: o.overlays, SharedOverlays: several, PerOperation: o.mixed,
	}
}

// paths expands the patterns of -spec.
func (o *options) paths() ([]string, error) {
	var out []string
	for _, pattern := range o.specs {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("read -spec %q: %w", pattern, err)
		}
		if len(matches) == 0 {
			return nil, fmt.Errorf("%s: there is no such document%s", pattern, suggest.File(pattern))
		}
		for _, m := range matches {
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// progress is how many samples have been checked, of how many.
type progress struct{ done, total atomic.Int64 }

func (p *progress) set(done, total int) {
	p.total.Store(int64(total))
	p.done.Store(int64(done))
}

func (p *progress) String() string {
	done, total := p.done.Load(), p.total.Load()
	switch {
	case total == 0:
		return "conform: reading documents and samples"
	case done == total:
		return "conform: planting faults"
	}
	return fmt.Sprintf("conform: %d of %d samples", done, total)
}

package generator

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/openapi/diag"
)

// Selection chooses what of the documents a package holds: the operations that fit, the types they reach, and the types
// that fit by name. Its elements are patterns as of [path.Match], such as "Budgets_*"; one that begins with "!" takes out
// what the others put in, and a list of such alone takes out of everything. A type that a chosen operation or type reaches
// is always there. The zero value chooses everything. It changes no name.
type Selection struct {
	Operations []string // by operationId
	Tags       []string // by a tag of the operation; together with Operations both have to fit
	Types      []string // by schema name, beside those that the operations reach; alone, a list with a name chooses no operation
}

// Check reports a pattern that is malformed.
func (s Selection) Check() error {
	var errs []error
	for _, p := range slices.Concat(s.Operations, s.Tags, s.Types) {
		if _, err := path.Match(strings.TrimPrefix(p, "!"), ""); err != nil || p == "" || p == "!" {
			errs = append(errs, fmt.Errorf("%q is not a pattern; write one such as Budgets_*, in which a bracket has its partner", p))
		}
	}
	return errors.Join(errs...)
}

func (s Selection) all() bool { return len(s.Operations)+len(s.Tags)+len(s.Types) == 0 }

// fits reports whether a list of patterns chooses one of the names; an empty list chooses everything.
func fits(patterns []string, names ...string) bool {
	chosen := !puts(patterns)
	for _, p := range patterns {
		p, out := strings.CutPrefix(p, "!")
		for _, name := range names {
			if ok, _ := path.Match(p, name); ok {
				chosen = !out
			}
		}
	}
	return chosen
}

// puts reports whether a list has a pattern that puts something in.
func puts(patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return !strings.HasPrefix(p, "!") })
}

// choose takes out of a package what the selection leaves out, and the types that nothing reaches. It warns of patterns
// that fit nothing.
func (s Selection) choose(pkg *ir.Package, problems *diag.List) {
	if s.all() || problems.Len() > 0 {
		return
	}
	s.unused(pkg, problems)
	byOperation := len(s.Operations)+len(s.Tags) > 0
	pkg.Operations = slices.DeleteFunc(pkg.Operations, func(op *ir.Operation) bool {
		return !byOperation && puts(s.Types) || !fits(s.Operations, op.ID) || len(s.Tags) > 0 && !fits(s.Tags, op.Tags...)
	})
	reached := map[ir.Decl]bool{}
	for _, op := range pkg.Operations {
		for _, v := range op.Values() {
			reach(reached, v)
		}
	}
	if puts(s.Types) || !byOperation {
		for _, d := range pkg.Decls {
			if fits(s.Types, d.Common().Path[0], d.Common().Name) {
				reach(reached, ir.Value{Type: ir.Named{Decl: d}})
			}
		}
	}
	pkg.Decls = slices.DeleteFunc(pkg.Decls, func(d ir.Decl) bool { return !reached[d] })
	pkg.Groups = slices.DeleteFunc(pkg.Groups, func(g *ir.Group) bool {
		return !slices.ContainsFunc(pkg.Operations, func(op *ir.Operation) bool { return op.Group == g })
	})
}

// unused warns of patterns that would put something into a package and fit nothing.
func (s Selection) unused(pkg *ir.Package, problems *diag.List) {
	var operations, tags, types []string
	for _, op := range pkg.Operations {
		operations, tags = append(operations, op.ID), append(tags, op.Tags...)
	}
	for _, d := range pkg.Decls {
		types = append(types, d.Common().Path[0], d.Common().Name)
	}
	for _, list := range []struct {
		key             string
		patterns, names []string
	}{{"operations", s.Operations, operations}, {"tags", s.Tags, tags}, {"types", s.Types, types}} {
		for _, p := range list.patterns {
			if !strings.HasPrefix(p, "!") && !slices.ContainsFunc(list.names, func(n string) bool { return fits([]string{p}, n) }) {
				problems.Warn(diag.At{File: pkg.Source}, "selection-unused", "%s: %q fits nothing%s; correct or delete it", list.key, p, suggest.Hint("", p, list.names))
			}
		}
	}
}

// reach marks the declarations that a value needs.
func reach(reached map[ir.Decl]bool, v ir.Value) {
	switch t := v.Type.(type) {
	case ir.List:
		reach(reached, t.Elem)
	case ir.Map:
		reach(reached, t.Elem)
	case ir.Named:
		if reached[t.Decl] {
			return
		}
		reached[t.Decl] = true
		for _, inner := range ir.Values(t.Decl) {
			reach(reached, inner)
		}
	}
}

package generator

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
)

// Selection chooses what of the documents a package holds: the operations that fit, the types they reach, and the types
// that fit by name. Its elements are patterns as of [path.Match], such as "Budgets_*"; one that begins with "!" takes out
// what the others put in, and a list of such alone takes out of everything. The zero value chooses everything. It changes
// no name.
type Selection struct {
	Operations []string // by operationId
	Tags       []string // by a tag of the operation; together with Operations both have to fit
	Types      []string // by schema name; with none, the types that the operations reach
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
	chosen := !slices.ContainsFunc(patterns, func(p string) bool { return !strings.HasPrefix(p, "!") })
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

// choose takes out of a package what the selection leaves out, and the types that nothing reaches.
func (s Selection) choose(pkg *ir.Package) {
	if s.all() {
		return
	}
	pkg.Operations = slices.DeleteFunc(pkg.Operations, func(op *ir.Operation) bool {
		byOperation := len(s.Operations)+len(s.Tags) > 0 || len(s.Types) == 0
		return !byOperation || !fits(s.Operations, op.ID) || len(s.Tags) > 0 && !fits(s.Tags, op.Tags...)
	})
	reached := map[ir.Decl]bool{}
	for _, op := range pkg.Operations {
		for _, v := range op.Values() {
			reach(reached, v)
		}
	}
	if len(s.Types) > 0 {
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

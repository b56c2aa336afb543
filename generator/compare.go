package generator

import (
	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/generator/emit"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// Compare reports what moving from one package to another changes. An error with problems of the documents is a
// [diag.Errors].
func Compare(old, new Package) (*compare.Report, error) {
	var problems diag.List
	before, err := old.side(&problems)
	if err != nil {
		return nil, err
	}
	after, err := new.side(&problems)
	if err != nil {
		return nil, err
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return compare.Sides(before, after)
}

// side reads a package for a comparison.
func (p Package) side(problems *diag.List) (compare.Side, error) {
	return openapi.Speculate(p.Documents(), problems, func(docs []*openapi.Document, problems *diag.List) (compare.Side, error) {
		pkg := p.describe(docs, problems)
		if problems.Len() > 0 {
			return compare.Side{}, nil
		}
		files, err := emit.Files(pkg, p.artefacts()...)
		s := compare.Side{Package: pkg}
		for _, f := range files {
			s.Files = append(s.Files, compare.File(f))
		}
		return s, err
	})
}

package generator

import (
	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/generator/emit"
	"github.com/azbill/azbill/generator/emit/models"
	"github.com/azbill/azbill/generator/emit/requests"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// Compare reports what moving from one package to another changes.
func Compare(old, new Package) (*compare.Report, error) {
	var problems diag.List
	before, err := side(old, &problems)
	if err != nil {
		return nil, err
	}
	after, err := side(new, &problems)
	if err != nil {
		return nil, err
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return compare.Sides(before, after)
}

func side(p Package, problems *diag.List) (compare.Side, error) {
	doc := openapi.Load(p.document(), problems)
	if doc == nil || problems.Len() > 0 {
		return compare.Side{}, nil
	}
	pkg := lower.Package(doc, source(p), p.Limits.CodeBytes, problems)
	pkg.Name = packageName(p)
	naming.Assign(pkg, p.Names, problems)
	if problems.Len() > 0 {
		return compare.Side{}, nil
	}
	files, err := emit.Files(pkg, models.Emit, requests.Emit)
	s := compare.Side{Package: pkg}
	for _, f := range files {
		s.Files = append(s.Files, compare.File(f))
	}
	return s, err
}

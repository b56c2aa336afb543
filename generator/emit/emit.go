// Package emit renders IR as Go source. It decides nothing about types or names.
//
// What is rendered comes in artefacts, one package each: models and requests. They share how Go looks (type expressions,
// comments, files) by internal/gogen and know nothing of one another, so another artefact is another package here and one
// more argument of [Files].
package emit

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
)

// File is one generated source file.
type File = gogen.File

// Artefact adds what it renders of the IR to a Go package.
type Artefact func(pkg *ir.Package, out *gogen.Package)

// Files renders the artefacts of a package as files, sorted by name. An error is a mistake of this program: what it
// rendered is not Go.
func Files(pkg *ir.Package, artefacts ...Artefact) ([]File, error) {
	out := gogen.New(pkg)
	for _, add := range artefacts {
		add(pkg, out)
	}
	return out.Files()
}

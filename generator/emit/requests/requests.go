// Package requests renders the operations of a document: a request type each, with the methods that build it, read it
// back, read its reply and walk its pages, and the table of operations.
package requests

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// Emit adds the request types of the IR, each to the file of its operation group, and the table of operations.
func Emit(pkg *ir.Package, out *gogen.Package) {
	if len(pkg.Operations) == 0 {
		return
	}
	out.Introduce("requests", introduction)
	out.Constrain(tableFile, constraint)
	for _, op := range pkg.Operations {
		file := requestsFile(op)
		out.Constrain(file, constraint)
		out.Decl(file, func() *jen.Statement { return requestDecl(op) })
		out.Decl(file, func() *jen.Statement { return requestMethods(op) })
		out.Decl(file, func() *jen.Statement { return eachParam(op) })
		if p := op.Pager; p != nil && p.Path != nil {
			out.Decl(file, func() *jen.Statement { return pageMethods(op, p) })
		}
	}
	out.Table(tableFile, len(pkg.Operations), func(f *jen.File) { operationTable(f, pkg) })
}

// constraint keeps requests out of programs that only decode: net/http, which they import, makes 2 MB of a program that
// never calls it, as its variables are initialized all the same.
const constraint = "!norequests"

const tableFile = "operation_table"

// introduction is what the package documentation says of the requests.
const introduction = "Each operation has a request type, which builds an [http.Request], reads one back, reads the reply and," +
	" where there are pages, walks them. The package sends nothing itself. The build tag norequests leaves requests, and so net/http, out of a program that only" +
	" decodes and encodes."

// requestsFile names the file of an operation's request type.
func requestsFile(op *ir.Operation) string {
	if op.Group == nil {
		return gogen.Shared + "_requests"
	}
	return gogen.FamilyFile(op.Group.Wire) + "_requests"
}

package models

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// schemaTable renders schema_table.go: the constraints of the document as static data, which Validate reads.
//
//	const ( type<T> = iota … )
//	var model = schema.Model{Types: []schema.Type{ type<T>: {…}, … }}
func schemaTable(f *jen.File, decls []ir.Decl, model *gogen.Model) {
	gogen.Positions(f, "Positions in the schema table.", len(decls), func(i int) string { return decls[i].Common().Position })
	f.Add(gogen.Comment("model holds the document's schemas as data, for validation.")).
		Var().Id("model").Op("=").Qual(gogen.SchemaPath, "Model").ValuesFunc(func(g *jen.Group) {
		if model.Engine != nil {
			g.Id("Engine").Op(":").Qual(gogen.EcmaPath, "Engine")
		}
		g.Id("Types").Op(":").Index().Qual(gogen.SchemaPath, "Type").CustomFunc(gogen.Multiline, model.Table)
	})
}

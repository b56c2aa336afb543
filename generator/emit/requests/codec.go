package requests

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// eachParam renders
//
//	func (r *<Name>Request) eachParam(c *rest.Codec) {
//		c.Extra(&r.Extra)
//		rest.Path(c, "scope", &r.Scope, rest.Text{})
//		…
//	}
func eachParam(op *ir.Operation) *jen.Statement {
	return jen.Func().Params(jen.Id("r").Op("*").Id(op.Request)).Id("eachParam").Params(jen.Id("c").Op("*").Qual(gogen.RestPath, "Codec")).
		BlockFunc(func(g *jen.Group) {
			g.Id("c").Dot("Extra").Call(jen.Op("&").Id("r").Dot("Extra"))
			for _, p := range op.Params {
				g.Add(visitParam(p))
			}
			if op.Body != nil {
				g.Add(visitBody(op.Body))
			}
		}).Line()
}

// visitBody renders the visit of a body; nothing for a form, whose fields are parameters.
func visitBody(b *ir.Body) *jen.Statement {
	field := jen.Op("&").Id("r").Dot("Body")
	switch {
	case b.Format == ir.Text:
		return jen.Qual(gogen.RestPath, "TextBody").Call(jen.Id("c"), field)
	case b.Format == ir.Binary:
		return jen.Qual(gogen.RestPath, "BlobBody").Call(jen.Id("c"), field)
	case b.Format != ir.JSON:
		return jen.Null()
	case ir.StructOf(b.Value.Type) != nil:
		return jen.Qual(gogen.RestPath, "Object").Call(jen.Id("c"), field)
	}
	return jen.Qual(gogen.RestPath, "Body").Call(jen.Id("c"), field, gogen.Decoder(b.Value.Type, true))
}

func visitParam(p *ir.Param) *jen.Statement {
	field := jen.Op("&").Id("r").Dot(p.Name)
	if p.APIVersion {
		return jen.Id("c").Dot("APIVersion").Call(field)
	}
	args := []jen.Code{jen.Id("c"), jen.Lit(p.Wire), field}
	visit := map[ir.Shape]string{
		ir.ShapeScalar: "Value", ir.ShapeList: "List", ir.ShapeLists: "Lists", ir.ShapeObject: "Members", ir.ShapeFile: "OneFile", ir.ShapeFiles: "Files",
	}[p.Shape]
	switch {
	case p.In == ir.InPath && p.Shape == ir.ShapeScalar:
		visit = "Path"
	case p.In == ir.InPath && p.Shape == ir.ShapeList:
		visit = "PathList"
	case p.Shape == ir.ShapeObject && ir.StructOf(p.Value.Type) == nil:
		visit = "MembersOf"
	}
	switch p.Shape {
	case ir.ShapeScalar, ir.ShapeList, ir.ShapeLists:
		args = append(args, paramItem(p.Item))
	case ir.ShapeObject:
		if visit == "MembersOf" {
			args = append(args, gogen.Decoder(p.Value.Type, true))
		}
	}
	return jen.Qual(gogen.RestPath, visit).Call(args...)
}

// paramItem renders how a parameter's value is written.
func paramItem(t ir.Type) *jen.Statement {
	if b, ok := t.(ir.Builtin); ok {
		return jen.Qual(gogen.RestPath, gogen.Builtins[b].Param).Values()
	}
	return jen.Qual(gogen.RestPath, "Enum").Types(gogen.Type(t)).Values()
}

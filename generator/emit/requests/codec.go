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
//		c.Text("scope").Path(&r.Scope)
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
		return jen.Id("c").Dot("TextBody").Call(field)
	case b.Format == ir.Binary:
		return jen.Id("c").Dot("BlobBody").Call(field)
	case b.Format != ir.JSON:
		return jen.Null()
	case ir.StructOf(b.Value.Type) != nil:
		return jen.Id("c").Dot("ObjectBody").Call(field)
	}
	return jen.Qual(gogen.RestPath, "Body").Call(jen.Id("c"), field, gogen.Decoder(b.Value.Type, true))
}

func visitParam(p *ir.Param) *jen.Statement {
	field := jen.Op("&").Id("r").Dot(p.Name)
	if p.APIVersion {
		return jen.Id("c").Dot("APIVersion").Call(field)
	}
	switch {
	case p.Shape == ir.ShapeFile:
		return jen.Id("c").Dot("File").Call(jen.Lit(p.Wire), field)
	case p.Shape == ir.ShapeFiles:
		return jen.Id("c").Dot("Files").Call(jen.Lit(p.Wire), field)
	case p.Shape == ir.ShapeObject && ir.StructOf(p.Value.Type) != nil:
		return jen.Id("c").Dot("Members").Call(jen.Lit(p.Wire), field)
	case p.Shape == ir.ShapeObject:
		return jen.Qual(gogen.RestPath, "MembersOf").Call(jen.Id("c"), jen.Lit(p.Wire), field, gogen.Decoder(p.Value.Type, true))
	}
	return paramValue(p).Dot(visitOf(p)).Call(field)
}

// visitOf is the method of rest.Value for the place and the shape of a parameter.
func visitOf(p *ir.Param) string {
	switch {
	case p.Shape == ir.ShapeLists:
		return "Lists"
	case p.In == ir.InPath && p.Shape == ir.ShapeList:
		return "PathList"
	case p.Shape == ir.ShapeList:
		return "List"
	case p.In == ir.InPath:
		return "Path"
	}
	return "Optional"
}

// paramValue renders the rest.Value of a parameter, which knows how its text is written.
func paramValue(p *ir.Param) *jen.Statement {
	if b, ok := p.Item.(ir.Builtin); ok && b != ir.Secret {
		return jen.Id("c").Dot(gogen.Builtins[b].Param).Call(jen.Lit(p.Wire))
	}
	return jen.Qual(gogen.RestPath, "Enum").Types(gogen.Type(p.Item)).Call(jen.Id("c"), jen.Lit(p.Wire))
}

package requests

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// eachParam renders
//
//	func (r *<Name>Request) EachParam(c *rest.Codec) {
//		c.Extra(&r.Extra)
//		rest.Path(c, "scope", &r.Scope, rest.Text{})
//		…
//	}
func eachParam(op *ir.Operation) *jen.Statement {
	return gogen.Comment("EachParam is for package rest, not for users: it shows c the parameters in order.").
		Func().Params(jen.Id("r").Op("*").Id(op.Request)).Id("EachParam").Params(jen.Id("c").Op("*").Qual(gogen.RestPath, "Codec")).
		BlockFunc(func(g *jen.Group) {
			g.Id("c").Dot("Extra").Call(jen.Op("&").Id("r").Dot("Extra"))
			for _, p := range op.Params {
				g.Add(visitParam(p))
			}
			if op.Body == nil {
				return
			}
			body := jen.Op("&").Id("r").Dot("Body")
			if ir.StructOf(op.Body.Value.Type) != nil {
				g.Qual(gogen.RestPath, "Object").Call(jen.Id("c"), body)
			} else {
				g.Qual(gogen.RestPath, "Body").Call(jen.Id("c"), body, gogen.Decoder(op.Body.Value.Type, true))
			}
		}).Line()
}

func visitParam(p *ir.Param) *jen.Statement {
	field := jen.Op("&").Id("r").Dot(p.Name)
	if p.APIVersion {
		return jen.Id("c").Dot("APIVersion").Call(field)
	}
	visit, t := "Value", paramValue(p)
	if list, ok := t.(ir.List); ok {
		visit, t = "List", list.Elem.Type
	} else if p.In == "path" {
		visit = "Path"
	}
	return jen.Qual(gogen.RestPath, visit).Call(jen.Id("c"), jen.Lit(p.Wire), field, paramItem(t))
}

// paramItem renders how a parameter's value is written.
func paramItem(t ir.Type) *jen.Statement {
	if b, ok := t.(ir.Builtin); ok {
		return jen.Qual(gogen.RestPath, gogen.Builtins[b].Param).Values()
	}
	return jen.Qual(gogen.RestPath, "Enum").Types(gogen.Type(t)).Values()
}

package models

import (
	"fmt"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// enumDecl renders
//
//	// <doc>
//	type <Name> string
//
//	const ( <Name><Value> <Name> = "<wire>" … )
//
//	func <Name>Values() []<Name> { … }
//
//	func (v <Name>) Known() bool { … }
func enumDecl(e *ir.Enum) *jen.Statement {
	ids := make([]jen.Code, len(e.Values))
	for i, v := range e.Values {
		ids[i] = jen.Id(v.Name)
	}
	open := "Other values are kept as they are; Known reports whether the document lists a value."
	s := gogen.TypeDoc(&e.Head, open).Type().Id(e.Name).String().Line().Line()
	s.Add(gogen.Comment(fmt.Sprintf("Values of [%s].", e.Name)))
	s.Const().DefsFunc(func(g *jen.Group) {
		for _, v := range e.Values {
			g.Add(gogen.Indented(96, gogen.Closed(gogen.SingleLine(v.Doc)))).Id(v.Name).Id(e.Name).Op("=").Lit(v.Wire)
		}
	}).Line().Line()
	s.Add(gogen.Comment(e.ValuesFunc + " returns the values that the document lists, in its order."))
	s.Func().Id(e.ValuesFunc).Params().Index().Id(e.Name).Block(
		jen.Return(jen.Index().Id(e.Name).Custom(perLine, ids...)),
	).Line().Line()
	s.Add(gogen.Comment("Known reports whether the document lists the value."))
	s.Func().Params(jen.Id("v").Id(e.Name)).Id("Known").Params().Bool().Block(
		jen.Switch(jen.Id("v")).Block(
			jen.Case(jen.Custom(perLineBare, ids...)).Block(jen.Return(jen.True())),
		),
		jen.Return(jen.False()),
	).Line()
	return s
}

// Lists of identifiers go one a line, so that adding a value is a change of one line.
var (
	perLine     = jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}
	perLineBare = jen.Options{Separator: ",\n"}
)

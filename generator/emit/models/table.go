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
func schemaTable(f *jen.File, decls []ir.Decl) {
	gogen.Positions(f, "Positions in the schema table.", len(decls), func(i int) string { return decls[i].Common().Position })
	f.Add(gogen.Comment("model holds the document's schemas as data, for validation.")).
		Var().Id("model").Op("=").Qual(gogen.SchemaPath, "Model").Values(
		jen.Id("Types").Op(":").Index().Qual(gogen.SchemaPath, "Type").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, d := range decls {
				g.Id(d.Common().Position).Op(":").Add(typeEntry(d))
			}
		}),
	)
}

// typeEntry renders one entry of the table.
func typeEntry(d ir.Decl) *jen.Statement {
	var parts gogen.Fields
	parts.Add("Name", jen.Lit(d.Common().Name))
	switch d := d.(type) {
	case *ir.Struct:
		structParts(&parts, d)
	case *ir.Union:
		parts.Add("Property", jen.Lit(d.Property))
		parts.Add("Variants", jen.Index().Qual(gogen.SchemaPath, "Variant").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, v := range d.Variants {
				g.Values(jen.Id("Value").Op(":").Lit(v.Value), jen.Id("Type").Op(":").Id(v.Type.Common().Position))
			}
		}))
	case *ir.Enum:
		parts.Add("Value", jen.Op("&").Add(gogen.Schema(enumSchema(d))))
	case *ir.Alias:
		parts.Add("Value", jen.Op("&").Add(gogen.Schema(d.Value)))
	}
	return jen.Values(parts...)
}

func structParts(p *gogen.Fields, s *ir.Struct) {
	if len(s.Fields)+len(s.Consts) > 0 {
		p.Add("Members", jen.Index().Qual(gogen.SchemaPath, "Member").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, c := range s.Consts {
				g.Add(memberEntry(c.Wire, ir.Value{Type: ir.String, Rules: ir.Rules{Enum: []string{gogen.QuoteJSON(c.Value)}}}, c.Required, false, false))
			}
			for _, f := range s.Fields {
				g.Add(memberEntry(f.Wire, f.Value, f.Required, f.ReadOnly, f.WriteOnly))
			}
		}))
	}
	if s.Additional != nil {
		p.Add("Additional", jen.Op("&").Add(gogen.Schema(*s.Additional)))
	}
	p.Flag("Closed", s.Closed)
	p.Text("MinProps", s.MinProps)
	p.Text("MaxProps", s.MaxProps)
}

func memberEntry(wire string, v ir.Value, required, readOnly, writeOnly bool) *jen.Statement {
	var parts gogen.Fields
	parts.Add("Name", jen.Lit(wire))
	parts.Flag("Required", required)
	parts.Flag("ReadOnly", readOnly)
	parts.Flag("WriteOnly", writeOnly)
	parts.Add("Schema", gogen.Schema(v))
	return jen.Values(parts...)
}

func enumSchema(e *ir.Enum) ir.Value {
	v := ir.Value{Type: ir.String}
	for _, value := range e.Values {
		v.Rules.Enum = append(v.Rules.Enum, gogen.QuoteJSON(value.Wire))
	}
	return v
}

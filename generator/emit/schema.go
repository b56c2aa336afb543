package emit

import (
	"fmt"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/wire"
	"github.com/dave/jennifer/jen"
)

// schemaTable renders schema.go: the constraints of the document as static data, which Validate reads.
//
//	const ( type<T> = iota … )
//	var model = wire.Model{Types: []wire.Type{ type<T>: {…}, … }}
func (e *emitter) schemaTable(f *jen.File) {
	positions(f, "Positions in the schema table.", len(e.pkg.Decls), func(i int) string { return "type" + e.pkg.Decls[i].Common().Name })
	f.Add(comment("The model is the document's schemas as data, for validation.")).
		Var().Id("model").Op("=").Qual(wirePath, "Model").Values(
		jen.Id("Types").Op(":").Index().Qual(wirePath, "Type").CustomFunc(multiline, func(g *jen.Group) {
			for _, d := range e.pkg.Decls {
				g.Id("type" + d.Common().Name).Op(":").Add(typeEntry(d))
			}
		}),
	)
}

// multiline lays out a composite literal an element a line.
var multiline = jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}

// typeEntry renders one entry of the table.
func typeEntry(d ir.Decl) *jen.Statement {
	var parts literalFields
	parts.add("Name", jen.Lit(d.Common().Name))
	switch d := d.(type) {
	case *ir.Struct:
		parts.structParts(d)
	case *ir.Union:
		parts.add("Property", jen.Lit(d.Property))
		parts.add("Variants", jen.Index().Qual(wirePath, "Variant").CustomFunc(multiline, func(g *jen.Group) {
			for _, v := range d.Variants {
				g.Values(jen.Id("Value").Op(":").Lit(v.Value), jen.Id("Type").Op(":").Id("type"+v.Type.Common().Name))
			}
		}))
	case *ir.Enum:
		parts.add("Value", jen.Op("&").Add(schemaLiteral(enumSchema(d))))
	case *ir.Alias:
		parts.add("Value", jen.Op("&").Add(schemaLiteral(d.Value)))
	}
	return jen.Values(parts...)
}

func (p *literalFields) structParts(s *ir.Struct) {
	if len(s.Fields)+len(s.Consts) > 0 {
		p.add("Members", jen.Index().Qual(wirePath, "Member").CustomFunc(multiline, func(g *jen.Group) {
			for _, c := range s.Consts {
				g.Add(memberEntry(c.Wire, ir.Value{Type: ir.String, Rules: ir.Rules{Enum: []string{quoteJSON(c.Value)}}}, c.Required, false, false))
			}
			for _, f := range s.Fields {
				g.Add(memberEntry(f.Wire, f.Value, f.Required, f.ReadOnly, f.WriteOnly))
			}
		}))
	}
	if s.Additional != nil {
		p.add("Additional", jen.Op("&").Add(schemaLiteral(*s.Additional)))
	}
	p.flag("Closed", s.Closed)
	p.text("MinProps", s.MinProps)
	p.text("MaxProps", s.MaxProps)
}

func memberEntry(wire string, v ir.Value, required, readOnly, writeOnly bool) *jen.Statement {
	var parts literalFields
	parts.add("Name", jen.Lit(wire))
	parts.flag("Required", required)
	parts.flag("ReadOnly", readOnly)
	parts.flag("WriteOnly", writeOnly)
	parts.add("Schema", schemaLiteral(v))
	return jen.Values(parts...)
}

func enumSchema(e *ir.Enum) ir.Value {
	v := ir.Value{Type: ir.String}
	for _, value := range e.Values {
		v.Rules.Enum = append(v.Rules.Enum, quoteJSON(value.Wire))
	}
	return v
}

// schemaLiteral renders wire.Schema{…}.
func schemaLiteral(v ir.Value) *jen.Statement {
	return jen.Qual(wirePath, "Schema").Values(schemaFields(v)...)
}

func schemaFields(v ir.Value) literalFields {
	var parts literalFields
	kind := func(name string) { parts.add("Kind", jen.Qual(wirePath, "Kind"+name)) }
	switch t := v.Type.(type) {
	case ir.Builtin:
		kind([...]string{
			ir.String: "String", ir.Bool: "Bool", ir.Int32: "Int32", ir.Int64: "Int64",
			ir.Decimal: "Number", ir.Time: "String", ir.Raw: "Any",
		}[t])
	case ir.Named:
		kind("Ref")
		parts.add("Type", jen.Id("type"+t.Decl.Common().Name))
	case ir.List:
		kind("Array")
		parts.add("Elem", jen.Op("&").Add(schemaLiteral(t.Elem)))
	case ir.Map:
		kind("Map")
		parts.add("Elem", jen.Op("&").Add(schemaLiteral(t.Elem)))
	default:
		panic(fmt.Sprintf("emit: no schema for %T", t))
	}
	parts.flag("Nullable", v.Nullable)
	if len(v.Rules.Enum) > 0 {
		values := make([]jen.Code, len(v.Rules.Enum))
		for i, text := range v.Rules.Enum {
			values[i] = literal(text)
		}
		parts.add("Enum", jen.Index().String().Values(values...))
	}
	if rules := ruleFields(v.Rules); len(rules) > 0 {
		parts.add("Rules", jen.Op("&").Qual(wirePath, "Rules").Values(rules...))
	}
	return parts
}

func ruleFields(r ir.Rules) literalFields {
	var parts literalFields
	parts.text("Format", r.Format)
	parts.text("Pattern", r.Pattern)
	parts.text("MinLength", r.MinLength)
	parts.text("MaxLength", r.MaxLength)
	parts.text("Minimum", r.Minimum)
	parts.text("Maximum", r.Maximum)
	parts.flag("ExclusiveMinimum", r.ExclusiveMinimum)
	parts.flag("ExclusiveMaximum", r.ExclusiveMaximum)
	parts.text("MultipleOf", r.MultipleOf)
	parts.text("MinItems", r.MinItems)
	parts.text("MaxItems", r.MaxItems)
	parts.flag("UniqueItems", r.UniqueItems)
	parts.text("MinProps", r.MinProps)
	parts.text("MaxProps", r.MaxProps)
	return parts
}

// literalFields are the "Name: value" parts of a composite literal; what is zero is left out.
type literalFields []jen.Code

func (p *literalFields) add(name string, value jen.Code) {
	*p = append(*p, jen.Id(name).Op(":").Add(value))
}

func (p *literalFields) flag(name string, on bool) {
	if on {
		p.add(name, jen.True())
	}
}

func (p *literalFields) text(name, text string) {
	if text != "" {
		p.add(name, literal(text))
	}
}

// quoteJSON writes a JSON string the way generated code sends it: nothing escaped that need not be.
func quoteJSON(text string) string { return string(wire.EncodeString(&text, nil)) }

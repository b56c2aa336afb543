package gogen

import (
	"fmt"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// Schema renders schema.Schema{…}.
func Schema(v ir.Value) *jen.Statement {
	return jen.Qual(SchemaPath, "Schema").Values(schemaFields(v)...)
}

func schemaFields(v ir.Value) Fields {
	var parts Fields
	kind := func(name string) { parts.Add("Kind", jen.Qual(SchemaPath, "Kind"+name)) }
	switch t := v.Type.(type) {
	case ir.Builtin:
		kind(Builtins[t].Kind)
	case ir.Named:
		kind("Ref")
		parts.Add("Type", jen.Id(t.Decl.Common().Position))
	case ir.List:
		kind("Array")
		parts.Add("Elem", jen.Op("&").Add(Schema(t.Elem)))
	case ir.Map:
		kind("Map")
		parts.Add("Elem", jen.Op("&").Add(Schema(t.Elem)))
	default:
		panic(fmt.Sprintf("gogen: no schema for %T", t))
	}
	parts.Flag("Nullable", v.Nullable)
	if len(v.Rules.Enum) > 0 {
		values := make([]jen.Code, len(v.Rules.Enum))
		for i, text := range v.Rules.Enum {
			values[i] = Literal(text)
		}
		parts.Add("Enum", jen.Index().String().Values(values...))
	}
	if rules := ruleFields(v.Rules); len(rules) > 0 {
		parts.Add("Rules", jen.Op("&").Qual(SchemaPath, "Rules").Values(rules...))
	}
	return parts
}

func ruleFields(r ir.Rules) Fields {
	var parts Fields
	parts.Text("Format", r.Format)
	parts.Text("Pattern", r.Pattern)
	parts.Text("MinLength", r.MinLength)
	parts.Text("MaxLength", r.MaxLength)
	parts.Text("Minimum", r.Minimum)
	parts.Text("Maximum", r.Maximum)
	parts.Flag("ExclusiveMinimum", r.ExclusiveMinimum)
	parts.Flag("ExclusiveMaximum", r.ExclusiveMaximum)
	parts.Text("MultipleOf", r.MultipleOf)
	parts.Text("MinItems", r.MinItems)
	parts.Text("MaxItems", r.MaxItems)
	parts.Flag("UniqueItems", r.UniqueItems)
	parts.Text("MinProps", r.MinProps)
	parts.Text("MaxProps", r.MaxProps)
	return parts
}

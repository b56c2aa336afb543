package gogen

import (
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/table"
	"github.com/azbill/azbill/wire/schema"
	"github.com/dave/jennifer/jen"
)

// Model is the schema table of a package as package wire walks it, and as the package declares it.
type Model struct {
	schema.Model
	positions []string // names of the constants for the positions in the table
	index     map[ir.Decl]int
}

// NewModel makes the table.
func NewModel(pkg *ir.Package) *Model {
	m := &Model{index: make(map[ir.Decl]int, len(pkg.Decls))}
	for _, d := range pkg.Decls {
		m.position(d)
	}
	m.Model = *table.Schemas{Position: m.position}.Model(pkg)
	return m
}

// Schema renders the schema of a value outside of the table: schema.Schema{…}.
func Schema(v ir.Value) *jen.Statement {
	m := &Model{index: map[ir.Decl]int{}}
	s := m.Schema(v.Schema)
	return m.Literal(&s)
}

// Schema is a schema as package wire has it.
func (m *Model) Schema(s *ir.Schema) schema.Schema { return table.Schemas{Position: m.position}.Of(s) }

// position returns the index of a declaration.
func (m *Model) position(d ir.Decl) int {
	i, known := m.index[d]
	if !known {
		i = len(m.positions)
		m.index[d] = i
		m.positions = append(m.positions, d.Common().Position)
	}
	return i
}

// Table renders the entries of the table:
//
//	type<T>: {Name: "<T>", …},
func (m *Model) Table(g *jen.Group) {
	for i := range m.Types {
		g.Id(m.positions[i]).Op(":").Values(m.typeFields(&m.Types[i])...)
	}
}

func (m *Model) typeFields(t *schema.Type) Fields {
	var parts Fields
	if t.Name != "" {
		parts.Add("Name", jen.Lit(t.Name))
	}
	if len(t.Members) > 0 {
		parts.Add("Members", jen.Index().Qual(SchemaPath, "Member").CustomFunc(Multiline, func(g *jen.Group) {
			for k := range t.Members {
				g.Values(m.memberFields(&t.Members[k])...)
			}
		}))
	}
	if len(t.Required) > 0 {
		parts.Add("Required", texts(t.Required))
	}
	if t.Additional != nil {
		parts.Add("Additional", jen.Op("&").Add(m.Literal(t.Additional)))
	}
	parts.Flag("Closed", t.Closed)
	parts.Flag("Open", t.Open)
	parts.Text("MinProps", t.MinProps)
	parts.Text("MaxProps", t.MaxProps)
	parts.Flag("AnyKind", t.AnyKind)
	m.list(&parts, "All", t.All)
	if t.Property != "" {
		parts.Add("Property", jen.Lit(t.Property))
	}
	if len(t.Variants) > 0 {
		parts.Add("Variants", jen.Index().Qual(SchemaPath, "Variant").CustomFunc(Multiline, func(g *jen.Group) {
			for _, v := range t.Variants {
				g.Values(jen.Id("Value").Op(":").Lit(v.Value), jen.Id("Type").Op(":").Id(m.positions[v.Type]))
			}
		}))
	}
	parts.Flag("Own", t.Own)
	if t.Value != nil {
		parts.Add("Value", jen.Op("&").Add(m.Literal(t.Value)))
	}
	return parts
}

func (m *Model) memberFields(x *schema.Member) Fields {
	var parts Fields
	parts.Add("Name", jen.Lit(x.Name))
	parts.Flag("Required", x.Required)
	parts.Flag("ReadOnly", x.ReadOnly)
	parts.Flag("WriteOnly", x.WriteOnly)
	parts.Add("Schema", m.Literal(&x.Schema))
	return parts
}

func (m *Model) list(parts *Fields, name string, schemas []schema.Schema) {
	if len(schemas) == 0 {
		return
	}
	parts.Add(name, jen.Index().Qual(SchemaPath, "Schema").CustomFunc(Multiline, func(g *jen.Group) {
		for k := range schemas {
			g.Values(m.schemaFields(&schemas[k])...)
		}
	}))
}

// Literal renders schema.Schema{…}.
func (m *Model) Literal(s *schema.Schema) *jen.Statement {
	return jen.Qual(SchemaPath, "Schema").Values(m.schemaFields(s)...)
}

func (m *Model) schemaFields(s *schema.Schema) Fields {
	var parts Fields
	parts.Add("Kind", jen.Qual(SchemaPath, kindNames[s.Kind]))
	if s.Kind == schema.KindRef {
		parts.Add("Type", jen.Id(m.positions[s.Type]))
	}
	if s.Elem != nil {
		parts.Add("Elem", jen.Op("&").Add(m.Literal(s.Elem)))
	}
	parts.Flag("Nullable", s.Nullable)
	parts.Flag("NotNull", s.NotNull)
	if len(s.Enum) > 0 {
		parts.Add("Enum", texts(s.Enum))
	}
	if s.Rules != nil {
		parts.Add("Rules", jen.Op("&").Qual(SchemaPath, "Rules").Values(ruleFields(s.Rules)...))
	}
	if p := s.Parts; p != nil {
		var of Fields
		m.list(&of, "All", p.All)
		m.list(&of, "Any", p.Any)
		m.list(&of, "One", p.One)
		if p.Not != nil {
			of.Add("Not", jen.Op("&").Add(m.Literal(p.Not)))
		}
		if p.Object != nil {
			of.Add("Object", jen.Op("&").Qual(SchemaPath, "Type").Values(m.typeFields(p.Object)...))
		}
		parts.Add("Parts", jen.Op("&").Qual(SchemaPath, "Parts").Values(of...))
	}
	return parts
}

// kindNames are the names of the constants.
var kindNames = func() map[schema.Kind]string {
	out := map[schema.Kind]string{}
	for name, kind := range table.Kinds() {
		out[kind] = "Kind" + string(name)
	}
	return out
}()

func texts(values []string) *jen.Statement {
	codes := make([]jen.Code, len(values))
	for i, text := range values {
		codes[i] = Literal(text)
	}
	return jen.Index().String().Values(codes...)
}

func ruleFields(r *schema.Rules) Fields {
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

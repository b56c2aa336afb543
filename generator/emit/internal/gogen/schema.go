package gogen

import (
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/wire/ecma"
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
	if pkg.Backtracks {
		m.Engine = ecma.Engine
	}
	for _, d := range pkg.Decls {
		m.Types = append(m.Types, m.entry(d))
	}
	return m
}

// Schema renders the schema of a value outside of the table: schema.Schema{…}.
func Schema(v ir.Value) *jen.Statement {
	m := &Model{index: map[ir.Decl]int{}}
	s := m.Schema(v.Schema)
	return m.Literal(&s)
}

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

// entry is the table's entry of a declaration.
func (m *Model) entry(d ir.Decl) schema.Type {
	head := d.Common()
	if e, ok := d.(*ir.Enum); ok {
		values := make([]string, len(e.Values))
		for i, v := range e.Values {
			values[i] = QuoteJSON(v.Wire)
		}
		return schema.Type{Name: head.Name, Value: &schema.Schema{Kind: schema.KindString, Enum: values}}
	}
	s := head.Schema
	if head.Dispatch == nil && s.Object == nil {
		value := m.Schema(s)
		return schema.Type{Name: head.Name, Value: &value}
	}
	t := schema.Type{}
	if s.Object != nil {
		t = *m.members(s.Object)
	}
	t.Name = head.Name
	t.AnyKind = s.Kind == ir.KindAny && head.Dispatch == nil
	t.All = m.schemas(s.All)
	if dispatch := head.Dispatch; dispatch != nil {
		t.Property, t.Own = dispatch.Property, dispatch.Own
		for _, v := range dispatch.Variants {
			t.Variants = append(t.Variants, schema.Variant{Value: v.Value, Type: m.position(v.Decl)})
		}
	}
	return t
}

func (m *Model) members(o *ir.Members) *schema.Type {
	t := &schema.Type{Required: o.Required, Closed: o.Closed, Open: o.Open, MinProps: o.MinProps, MaxProps: o.MaxProps}
	for _, r := range o.List {
		t.Members = append(t.Members, schema.Member{
			Name: r.Wire, Required: r.Required, ReadOnly: r.ReadOnly, WriteOnly: r.WriteOnly, Schema: m.Schema(r.Schema),
		})
	}
	if o.Additional != nil {
		additional := m.Schema(o.Additional)
		t.Additional = &additional
	}
	return t
}

func (m *Model) schemas(list []*ir.Schema) []schema.Schema {
	var out []schema.Schema
	for _, s := range list {
		out = append(out, m.Schema(s))
	}
	return out
}

// Schema is a schema as package wire has it.
func (m *Model) Schema(s *ir.Schema) schema.Schema {
	out := schema.Schema{Kind: kinds[s.Kind], Nullable: s.Nullable, NotNull: s.NotNull, Enum: s.Rules.Enum}
	if s.Kind == ir.KindDecl {
		out.Type = m.position(s.Decl)
	}
	if s.Elem != nil {
		elem := m.Schema(s.Elem)
		out.Elem = &elem
	}
	if r := wireRules(s.Rules); *r != (schema.Rules{}) {
		out.Rules = r
	}
	if !s.Combines() {
		return out
	}
	out.Parts = &schema.Parts{All: m.schemas(s.All), Any: m.schemas(s.Any), One: m.schemas(s.One)}
	if s.Not != nil {
		not := m.Schema(s.Not)
		out.Parts.Not = &not
	}
	if s.Object != nil {
		out.Parts.Object = m.members(s.Object)
	}
	return out
}

var kinds = map[ir.Kind]schema.Kind{
	ir.KindAny: schema.KindAny, ir.KindString: schema.KindString, ir.KindBool: schema.KindBool, ir.KindInt32: schema.KindInt32,
	ir.KindInt64: schema.KindInt64, ir.KindInteger: schema.KindInteger, ir.KindNumber: schema.KindNumber,
	ir.KindArray: schema.KindArray, ir.KindObject: schema.KindMap, ir.KindDecl: schema.KindRef,
}

func wireRules(r ir.Rules) *schema.Rules {
	return &schema.Rules{
		Format: r.Format, Pattern: r.Pattern, MinLength: r.MinLength, MaxLength: r.MaxLength,
		Minimum: r.Minimum, Maximum: r.Maximum, ExclusiveMinimum: r.ExclusiveMinimum, ExclusiveMaximum: r.ExclusiveMaximum,
		MultipleOf: r.MultipleOf, MinItems: r.MinItems, MaxItems: r.MaxItems, UniqueItems: r.UniqueItems,
		MinProps: r.MinProps, MaxProps: r.MaxProps,
	}
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
	for name, kind := range kinds {
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

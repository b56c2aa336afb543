package table

import (
	"maps"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/ecma"
	"github.com/azbill/azbill/wire/schema"
)

// Schemas turns the schemas of a package into those of package wire. Position returns the index of a declaration in the
// table of types.
type Schemas struct{ Position func(ir.Decl) int }

// Model makes the table of the package's types, in the order of its declarations, and what refers to it.
func Model(pkg *ir.Package) (*schema.Model, Schemas) {
	index := make(map[ir.Decl]int, len(pkg.Decls))
	for i, d := range pkg.Decls {
		index[d] = i
	}
	schemas := Schemas{func(d ir.Decl) int { return index[d] }}
	return schemas.Model(pkg), schemas
}

// Model makes the table of the package's types, in the order of its declarations.
func (s Schemas) Model(pkg *ir.Package) *schema.Model {
	m := &schema.Model{}
	if pkg.Backtracks {
		m.Engine = ecma.Engine
	}
	for _, d := range pkg.Decls {
		m.Types = append(m.Types, s.entry(d))
	}
	return m
}

// entry is the table's entry of a declaration.
func (s Schemas) entry(d ir.Decl) schema.Type {
	head := d.Common()
	if e, ok := d.(*ir.Enum); ok {
		values := make([]string, len(e.Values))
		for i, v := range e.Values {
			values[i] = string(codec.EncodeString(&v.Wire, nil))
		}
		return schema.Type{Name: head.Name, Value: &schema.Schema{Kind: schema.KindString, Enum: values}}
	}
	from := head.Schema
	if head.Dispatch == nil && from.Object == nil {
		value := s.Of(from)
		return schema.Type{Name: head.Name, Value: &value}
	}
	t := schema.Type{}
	if from.Object != nil {
		t = *s.members(from.Object)
	}
	t.Name = head.Name
	t.AnyKind = from.Kind == ir.KindAny && head.Dispatch == nil
	t.All = s.list(from.All)
	if dispatch := head.Dispatch; dispatch != nil {
		t.Property, t.Own = dispatch.Property, dispatch.Own
		for _, v := range dispatch.Variants {
			t.Variants = append(t.Variants, schema.Variant{Value: v.Value, Type: s.Position(v.Decl)})
		}
	}
	return t
}

func (s Schemas) members(o *ir.Members) *schema.Type {
	t := &schema.Type{Required: o.Required, Closed: o.Closed, Open: o.Open, MinProps: o.MinProps, MaxProps: o.MaxProps}
	for _, r := range o.List {
		t.Members = append(t.Members, schema.Member{
			Name: r.Wire, Required: r.Required, ReadOnly: r.ReadOnly, WriteOnly: r.WriteOnly, Schema: s.Of(r.Schema),
		})
	}
	if o.Additional != nil {
		additional := s.Of(o.Additional)
		t.Additional = &additional
	}
	return t
}

func (s Schemas) list(from []*ir.Schema) []schema.Schema {
	var out []schema.Schema
	for _, one := range from {
		out = append(out, s.Of(one))
	}
	return out
}

// Of is a schema as package wire has it.
func (s Schemas) Of(from *ir.Schema) schema.Schema {
	out := schema.Schema{Kind: kinds[from.Kind], Nullable: from.Nullable, NotNull: from.NotNull, Enum: from.Rules.Enum}
	if from.Kind == ir.KindDecl {
		out.Type = s.Position(from.Decl)
	}
	if from.Elem != nil {
		elem := s.Of(from.Elem)
		out.Elem = &elem
	}
	if r := rules(from.Rules); *r != (schema.Rules{}) {
		out.Rules = r
	}
	if !from.Combines() {
		return out
	}
	out.Parts = &schema.Parts{All: s.list(from.All), Any: s.list(from.Any), One: s.list(from.One)}
	if from.Not != nil {
		not := s.Of(from.Not)
		out.Parts.Not = &not
	}
	if from.Object != nil {
		out.Parts.Object = s.members(from.Object)
	}
	return out
}

// Kinds returns the kinds of package schema by those of the IR, whose names are theirs.
func Kinds() map[ir.Kind]schema.Kind { return maps.Clone(kinds) }

var kinds = map[ir.Kind]schema.Kind{
	ir.KindAny: schema.KindAny, ir.KindString: schema.KindString, ir.KindBool: schema.KindBool, ir.KindInt32: schema.KindInt32,
	ir.KindInt64: schema.KindInt64, ir.KindInteger: schema.KindInteger, ir.KindNumber: schema.KindNumber,
	ir.KindArray: schema.KindArray, ir.KindObject: schema.KindMap, ir.KindDecl: schema.KindRef,
}

func rules(r ir.Rules) *schema.Rules {
	return &schema.Rules{
		Format: r.Format, Pattern: r.Pattern, MinLength: r.MinLength, MaxLength: r.MaxLength,
		Minimum: r.Minimum, Maximum: r.Maximum, ExclusiveMinimum: r.ExclusiveMinimum, ExclusiveMaximum: r.ExclusiveMaximum,
		MultipleOf: r.MultipleOf, MinItems: r.MinItems, MaxItems: r.MaxItems, UniqueItems: r.UniqueItems,
		MinProps: r.MinProps, MaxProps: r.MaxProps,
	}
}

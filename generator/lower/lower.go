// Package lower turns a document into IR: it decides which Go construct each schema becomes and flattens what Go has
// no words for (allOf, references, inline schemas). It invents no names; naming does.
package lower

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/diag"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/spec"
)

// Package lowers a document. Source is how generated files name the document they come from. The result is complete
// only when no problem was added.
func Package(doc *spec.Document, source string, problems *diag.List) *ir.Package {
	lw := &lowerer{
		problems: problems,
		pkg: &ir.Package{
			Source: source, Title: doc.Title, Doc: doc.Description, APIVersion: doc.Version, Servers: doc.Servers,
		},
		variants: variantsOf(doc),
		decls:    map[*spec.Schema]ir.Decl{},
		enums:    map[string]*ir.Enum{},
		busy:     map[*spec.Schema]bool{},
	}
	for _, s := range doc.Schemas {
		lw.named(s)
	}
	lw.operations(doc)
	lw.families()
	for i, d := range lw.pkg.Decls {
		d.Common().Index = i
	}
	return lw.pkg
}

type lowerer struct {
	problems *diag.List
	pkg      *ir.Package
	variants map[*spec.Schema][]variant // by union base
	decls    map[*spec.Schema]ir.Decl   // schemas already declared
	enums    map[string]*ir.Enum        // by x-ms-enum name: the same name is the same type all over the document
	busy     map[*spec.Schema]bool      // named lists and maps being lowered, to stop those that contain themselves
}

func (lw *lowerer) declare(d ir.Decl) { lw.pkg.Decls = append(lw.pkg.Decls, d) }

// named declares a named schema, once, and returns its declaration; nil for one that becomes no Go type of its own.
func (lw *lowerer) named(s *spec.Schema) ir.Decl {
	if d, ok := lw.decls[s]; ok {
		return d
	}
	head := ir.Head{At: s.At, Pointer: s.At.Pointer, Path: []string{s.Name}, Doc: docOf(s)}
	switch {
	case lw.isUnion(s):
		return lw.union(s, head)
	case isObject(s) || lw.isVariant(s):
		return lw.structure(s, head)
	case s.Ref == nil && isStringEnum(s):
		e := lw.enum(s, head)
		lw.decls[s] = e
		return e
	}
	return lw.alias(s, head)
}

// alias declares a named scalar, list, map or second name. Uses see through it, so that a schema gains or loses a name
// without changing the type of a member.
func (lw *lowerer) alias(s *spec.Schema, head ir.Head) ir.Decl {
	if lw.busy[s] {
		return nil
	}
	lw.busy[s] = true
	defer delete(lw.busy, s)
	a := &ir.Alias{Head: head}
	if s.Ref != nil {
		a.Value = lw.value(s, head.Path)
	} else {
		a.Value = lw.inline(s, head.Path)
	}
	lw.decls[s] = a
	lw.declare(a)
	return a
}

// value lowers a use of a schema. Path names the place, for an inline type's name.
func (lw *lowerer) value(s *spec.Schema, path []string) ir.Value {
	target := s.Resolve()
	if target.Name == "" {
		v := lw.inline(target, path)
		overlay(&v, s)
		return v
	}
	v := lw.valueOfNamed(target)
	for use := s; use != target; use = use.Ref {
		overlay(&v, use)
	}
	return v
}

func (lw *lowerer) valueOfNamed(s *spec.Schema) ir.Value {
	if lw.busy[s] { // a list or map that contains itself and nothing else has no finite Go type
		return ir.Value{Type: ir.Raw}
	}
	switch d := lw.named(s).(type) {
	case *ir.Alias:
		return d.Value
	case nil:
		return ir.Value{Type: ir.Raw}
	default:
		return ir.Value{Type: ir.Named{Decl: d}, Nullable: isTrue(s.Nullable)}
	}
}

// inline lowers a schema where it stands.
func (lw *lowerer) inline(s *spec.Schema, path []string) ir.Value {
	v := ir.Value{Nullable: isTrue(s.Nullable) || enumHasNull(s)}
	head := ir.Head{At: s.At, Pointer: s.At.Pointer, Path: path, Doc: docOf(s)}
	if d, ok := lw.decls[s]; ok { // a member that several types include by allOf
		v.Type = ir.Named{Decl: d}
		return v
	}
	switch open := openEnum(s); {
	case open != nil:
		return lw.value(open, path)
	case isStringEnum(s):
		v.Type = ir.Named{Decl: lw.enum(s, head)}
		return v
	case lw.isUnion(s):
		v.Type = ir.Named{Decl: lw.union(s, head)}
		return v
	case isObject(s):
		v.Type = ir.Named{Decl: lw.structure(s, head)}
		return v
	}
	if s.Type == "" && len(s.AllOf) == 1 { // a scalar or list under another name
		v := lw.value(s.AllOf[0], path)
		overlay(&v, s)
		return v
	}
	v.Type = lw.plainType(s, path)
	v.Rules = rulesOf(s, v.Type)
	return v
}

// plainType is the type of a schema that declares nothing itself.
func (lw *lowerer) plainType(s *spec.Schema, path []string) ir.Type {
	switch s.Type {
	case "array":
		if s.Items == nil {
			return ir.List{Elem: ir.Value{Type: ir.Raw}}
		}
		return ir.List{Elem: lw.value(s.Items, append(slices.Clone(path), "item"))}
	case "object":
		if s.Additional != nil && !isAnything(s.Additional) {
			return ir.Map{Elem: lw.value(s.Additional, append(slices.Clone(path), "value"))}
		}
		return ir.Raw
	case "string":
		return stringType(s.Format)
	case "boolean":
		return ir.Bool
	case "number":
		return ir.Decimal
	case "integer":
		if s.Format == "int32" {
			return ir.Int32
		}
		return ir.Int64
	}
	return ir.Raw
}

func stringType(format string) ir.Type {
	switch format {
	case "date-time", "date", "time", "date-time-rfc1123", "unixtime":
		return ir.Time
	}
	return ir.String
}

// structure declares an object.
func (lw *lowerer) structure(s *spec.Schema, head ir.Head) ir.Decl {
	st := &ir.Struct{Head: head, Closed: s.AdditionalForbidden, MinProps: s.MinProps, MaxProps: s.MaxProps}
	lw.decls[s] = st
	lw.declare(st)
	if head.Doc.Text == "" && head.Doc.Title == "" && s.Ref != nil {
		st.Doc = docOf(s.Ref.Resolve())
	}
	st.Consts = lw.constants(s)
	lw.members(st, s, map[*spec.Schema]bool{})
	sayReadOnlyOnce(st)
	if extra := additional(s); extra != nil && !isAnything(extra) {
		v := lw.value(extra, append(slices.Clone(head.Path), "value"))
		st.Additional = &v
	}
	return st
}

// members adds the members of s to st: those it includes by allOf first, in order, then its own. A member said twice
// keeps its first place and takes the later facts, as allOf asks for both to hold.
func (lw *lowerer) members(st *ir.Struct, s *spec.Schema, within map[*spec.Schema]bool) {
	if within[s] { // spec reports the cycle
		return
	}
	within[s] = true
	defer delete(within, s)
	if s.Ref != nil {
		lw.members(st, s.Ref, within)
	}
	for _, part := range s.AllOf {
		lw.members(st, part.Resolve(), within)
	}
	for _, p := range s.Properties {
		if i := slices.IndexFunc(st.Consts, func(c ir.Const) bool { return c.Wire == p.Name }); i >= 0 {
			st.Consts[i].Doc = fieldDoc(p.Schema)
			continue
		}
		path := append(slices.Clone(ownerPath(st, s)), p.Name)
		f := lw.field(p, path)
		if i := slices.IndexFunc(st.Fields, func(g *ir.Field) bool { return g.Wire == f.Wire }); i >= 0 {
			f.Required = f.Required || st.Fields[i].Required
			f.ReadOnly = f.ReadOnly || st.Fields[i].ReadOnly
			st.Fields[i] = f
			continue
		}
		st.Fields = append(st.Fields, f)
	}
	for _, name := range s.Required {
		if i := slices.IndexFunc(st.Consts, func(c ir.Const) bool { return c.Wire == name }); i >= 0 {
			st.Consts[i].Required = true
		}
		if i := slices.IndexFunc(st.Fields, func(f *ir.Field) bool { return f.Wire == name }); i >= 0 {
			st.Fields[i].Required = true
		}
	}
}

// ownerPath names the schema that holds a member, so that an inline type which several types include by allOf is one
// type with one name.
func ownerPath(st *ir.Struct, s *spec.Schema) []string {
	if s.Name != "" {
		return []string{s.Name}
	}
	return st.Path
}

func (lw *lowerer) field(p *spec.Property, path []string) *ir.Field {
	target := p.Schema.Resolve()
	f := &ir.Field{
		At: p.At, Wire: p.Name, Doc: fieldDoc(p.Schema),
		Value:    lw.value(p.Schema, path),
		ReadOnly: anyUse(p.Schema, func(s *spec.Schema) bool { return s.ReadOnly }),
	}
	f.WriteOnly = p.Schema.WriteOnly || target.WriteOnly
	if d := firstDefault(p.Schema); d != nil {
		f.Default = d.JSON
	}
	f.Doc.Notes = append(f.Doc.Notes, notesOf(p.Schema, f)...)
	return f
}

// enum declares a string enumeration. x-ms-enum.name identifies the type over the whole document: a second appearance
// adds the values it has beyond the first.
func (lw *lowerer) enum(s *spec.Schema, head ir.Head) *ir.Enum {
	if s.EnumName != "" {
		head.Path = []string{s.EnumName}
	}
	e := lw.enums[strings.Join(head.Path, "\x00")]
	if e == nil {
		e = &ir.Enum{Head: head, Fixed: s.EnumFixed}
		lw.enums[strings.Join(head.Path, "\x00")] = e
		lw.declare(e)
	}
	for _, v := range s.Enum {
		text, ok := stringOf(v)
		if !ok || slices.ContainsFunc(e.Values, func(have ir.EnumValue) bool { return have.Wire == text }) {
			continue
		}
		value := ir.EnumValue{Wire: text}
		for _, note := range s.EnumNotes {
			if note.Value == text {
				value.Doc, value.Name = note.Description, note.Name
			}
		}
		e.Values = append(e.Values, value)
	}
	return e
}

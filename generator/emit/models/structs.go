package models

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// structDecl renders
//
//	// <doc>
//	type <Name> struct {
//		<fields>
//		Extra wire.Extra `json:"-"`
//	}
func structDecl(s *ir.Struct) *jen.Statement {
	more := []string{consts(s)}
	allReadOnly := len(s.Fields) > 1 && !slices.ContainsFunc(s.Fields, func(f *ir.Field) bool { return !f.ReadOnly })
	if allReadOnly {
		more = append(more, "All members are read-only: set by the service, never sent.")
	}
	return gogen.TypeDoc(&s.Head, more...).Type().Id(s.Name).StructFunc(func(g *jen.Group) {
		for _, f := range s.Fields {
			g.Add(gogen.FieldDoc(f.Doc, fieldNotes(f, allReadOnly)...)).Add(fieldDecl(f))
		}
		g.Add(gogen.Indented(96, "Extra holds the members that the type does not know.")).
			Id("Extra").Qual(gogen.WirePath, "Extra").Tag(map[string]string{"json": "-"})
	}).Line()
}

// consts says which discriminators a variant implies.
func consts(s *ir.Struct) string {
	text := ""
	for _, c := range s.Consts {
		if text != "" {
			text += " "
		}
		text += fmt.Sprintf("Encoded with %s %s.", c.Wire, strconv.Quote(c.Value))
	}
	return text
}

// tagName matches the member names that encoding/json takes from a struct tag. A member with another name goes without
// a tag; the methods do the work in any case.
var tagName = regexp.MustCompile(`^[A-Za-z0-9_.$@/-]+$`)

func fieldDecl(f *ir.Field) *jen.Statement {
	s := jen.Id(f.Name).Add(gogen.Member(f.GoType(), f.Hidden()))
	if tagName.MatchString(f.Wire) {
		s.Tag(map[string]string{"json": f.Wire + ",omitzero"})
	}
	return s
}

// member renders x.<Name>, or the member in it that a secret hides: x.<Name>.Optional.
func member(f *ir.Field) *jen.Statement {
	s := jen.Id("x").Dot(f.Name)
	if f.Hidden() {
		s.Dot(gogen.MemberName(f.GoType()))
	}
	return s
}

// fieldNotes says what the Go type of a member cannot. That all members are read-only is said once, of their type.
func fieldNotes(f *ir.Field, allReadOnly bool) []string {
	var notes []string
	if f.Required {
		notes = append(notes, "Required.")
	}
	switch {
	case f.ReadOnly && !allReadOnly:
		notes = append(notes, "Read-only: set by the service, never sent.")
	case f.WriteOnly && !f.ReadOnly:
		notes = append(notes, "Write-only: sent, never returned.")
	}
	if slices.Contains(f.Mutability, "create") && !slices.Contains(f.Mutability, "update") {
		notes = append(notes, "Set on creation, fixed afterwards.")
	}
	if f.HasSecret() {
		notes = append(notes, "Secret: never printed.")
	}
	if f.Conflict {
		notes = append(notes, "The document declares types that exclude one another; Validate checks them all.")
	}
	return append(notes, gogen.ValueNotes(f.Default, f.Value.Rules)...)
}

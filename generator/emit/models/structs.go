package models

import (
	"fmt"
	"regexp"
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
	var more []string
	if text := consts(s); text != "" {
		more = append(more, text)
	}
	return gogen.TypeDoc(&s.Head, more...).Type().Id(s.Name).StructFunc(func(g *jen.Group) {
		for _, f := range s.Fields {
			g.Add(fieldDecl(f))
		}
		g.Add(gogen.Indented(96, "Extra keeps members the type does not know and values that do not fit.")).
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
		text += fmt.Sprintf("It is sent with %s %s.", strconv.Quote(c.Wire), strconv.Quote(c.Value))
	}
	return text
}

// tagName matches the member names that encoding/json takes from a struct tag. A member with another name goes without
// a tag; the methods do the work in any case.
var tagName = regexp.MustCompile(`^[A-Za-z0-9_.$@/-]+$`)

func fieldDecl(f *ir.Field) *jen.Statement {
	s := gogen.FieldDoc(f.Doc, f.Required).Id(f.Name).Add(gogen.Member(f.Value))
	if tagName.MatchString(f.Wire) {
		s.Tag(map[string]string{"json": f.Wire + ",omitzero"})
	}
	return s
}

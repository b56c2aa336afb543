package emit

import (
	"fmt"
	"regexp"
	"strconv"

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
	return typeDoc(&s.Head, more...).Type().Id(s.Name).StructFunc(func(g *jen.Group) {
		for _, f := range s.Fields {
			g.Add(fieldDecl(f))
		}
		g.Add(indentedComment(96, "Extra keeps members the type does not know and values that do not fit.")).
			Id("Extra").Qual(wirePath, "Extra").Tag(map[string]string{"json": "-"})
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
	s := fieldDoc(f.Doc, f.Required).Id(f.Name).Add(memberType(f.Value))
	if tagName.MatchString(f.Wire) {
		s.Tag(map[string]string{"json": f.Wire + ",omitzero"})
	}
	return s
}

// memberType is the Go type of a member: objects behind a pointer, everything else by value.
func memberType(v ir.Value) *jen.Statement {
	if st := asStruct(v.Type); st != nil {
		return jen.Qual(wirePath, "Object").Types(jen.Id(st.Name))
	}
	return jen.Qual(wirePath, "Optional").Types(goType(v.Type))
}

// goType is the Go type of a value.
func goType(t ir.Type) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return builtinType(t)
	case ir.Named:
		return jen.Id(t.Decl.Common().Name)
	case ir.List:
		return jen.Index().Add(goType(t.Elem.Type))
	case ir.Map:
		return jen.Map(jen.String()).Add(goType(t.Elem.Type))
	}
	panic(fmt.Sprintf("emit: no Go type for %T", t))
}

func builtinType(t ir.Builtin) *jen.Statement {
	switch t {
	case ir.String:
		return jen.String()
	case ir.Bool:
		return jen.Bool()
	case ir.Int32:
		return jen.Int32()
	case ir.Int64:
		return jen.Int64()
	case ir.Decimal:
		return jen.Qual(wirePath, "Decimal")
	case ir.Time:
		return jen.Qual(wirePath, "Time")
	case ir.Raw:
		return jen.Qual(wirePath, "Raw")
	}
	panic(fmt.Sprintf("emit: no Go type for builtin %d", t))
}

// asStruct returns the struct a type names, else nil.
func asStruct(t ir.Type) *ir.Struct {
	if n, ok := t.(ir.Named); ok {
		st, _ := n.Decl.(*ir.Struct)
		return st
	}
	return nil
}

// asComposite returns the name of the struct or union a type names, else "".
func asComposite(t ir.Type) string {
	if n, ok := t.(ir.Named); ok {
		switch n.Decl.(type) {
		case *ir.Struct, *ir.Union:
			return n.Decl.Common().Name
		}
	}
	return ""
}

// unionDecl renders
//
//	// <doc>
//	type <Name> struct{ Variant <Name>Variant }
//
//	// <Name>Variant is one of …
//	type <Name>Variant interface { AppendJSON([]byte) []byte; is<Name>() }
//
//	// Unknown<Name> keeps …
//	type Unknown<Name> struct { <Property> string; Raw wire.Raw }
//
//	func (*<Variant>) is<Name>() {}
func unionDecl(u *ir.Union) *jen.Statement {
	unknown, sealed := "Unknown"+u.Name, "is"+u.Name
	list := ""
	for _, v := range u.Variants {
		list += listMark + fmt.Sprintf("%s: [*%s]\n", strconv.Quote(v.Value), v.Type.Common().Name)
	}
	list += listMark + fmt.Sprintf("any other: [*%s]", unknown)

	s := typeDoc(&u.Head, fmt.Sprintf("The member %s tells the variants apart:", strconv.Quote(u.Property)), list)
	s.Type().Id(u.Name).Struct(
		indentedComment(96, "Variant is nil in a zero value only, which encodes as null.").
			Id("Variant").Id(u.Name + "Variant"),
	).Line().Line()
	s.Add(comment(fmt.Sprintf("%sVariant is what a [%s] holds; a type switch over the types listed there is exhaustive.", u.Name, u.Name)))
	s.Type().Id(u.Name+"Variant").Interface(
		jen.Id("AppendJSON").Params(jen.Id("b").Index().Byte()).Index().Byte(),
		jen.Id(sealed).Params(),
	).Line().Line()
	s.Add(comment(fmt.Sprintf("%s keeps a [%s] of a kind that the document does not list, whole.", unknown, u.Name)))
	s.Type().Id(unknown).Struct(
		indentedComment(96, fmt.Sprintf("%s is the text of %s; empty when it is missing or no string.",
			u.PropertyName, strconv.Quote(u.Property))).
			Id(u.PropertyName).Add(goType(u.PropertyType)),
		indentedComment(96, "Raw is the whole value.").
			Id("Raw").Qual(wirePath, "Raw"),
	).Line().Line()
	done := map[string]bool{} // several values may select one type
	for _, v := range u.Variants {
		if name := v.Type.Common().Name; !done[name] {
			done[name] = true
			s.Func().Params(jen.Op("*").Id(name)).Id(sealed).Params().Block().Line()
		}
	}
	s.Func().Params(jen.Op("*").Id(unknown)).Id(sealed).Params().Block().Line()
	return s
}

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
	open := "A value that is not among the constants is kept as it is; Known tells them apart."
	s := typeDoc(&e.Head, open).Type().Id(e.Name).String().Line().Line()
	s.Add(comment(fmt.Sprintf("Values of [%s].", e.Name)))
	s.Const().DefsFunc(func(g *jen.Group) {
		for _, v := range e.Values {
			g.Add(indentedComment(96, closed(singleLine(v.Doc)))).Id(v.Name).Id(e.Name).Op("=").Lit(v.Wire)
		}
	}).Line().Line()
	s.Add(comment(fmt.Sprintf("%sValues returns the values that the document lists, in its order.", e.Name)))
	s.Func().Id(e.Name + "Values").Params().Index().Id(e.Name).Block(
		jen.Return(jen.Index().Id(e.Name).Custom(perLine, ids...)),
	).Line().Line()
	s.Add(comment("Known reports whether the document lists the value."))
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

// aliasDecl renders
//
//	// <doc>
//	type <Name> = <type>
func aliasDecl(a *ir.Alias) *jen.Statement {
	return typeDoc(&a.Head).Type().Id(a.Name).Op("=").Add(goType(a.Value.Type)).Line()
}

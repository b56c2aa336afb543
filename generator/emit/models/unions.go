package models

import (
	"fmt"
	"strconv"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

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
	list := ""
	for _, v := range u.Variants {
		list += gogen.ListMark + fmt.Sprintf("%s: [*%s]\n", strconv.Quote(v.Value), v.Type.Common().Name)
	}
	list += gogen.ListMark + fmt.Sprintf("any other: [*%s]", u.Unknown)

	s := gogen.TypeDoc(&u.Head, fmt.Sprintf("The member %s selects the variant:", strconv.Quote(u.Property)), list)
	s.Type().Id(u.Name).Struct(
		gogen.Indented(96, "Variant is nil in a zero value only, which encodes as null.").
			Id("Variant").Id(u.Interface),
	).Line().Line()
	s.Add(gogen.Comment(fmt.Sprintf("%s is what a [%s] holds; a type switch over the types listed there is exhaustive.", u.Interface, u.Name)))
	s.Type().Id(u.Interface).Interface(
		jen.Id("AppendJSON").Params(jen.Id("b").Index().Byte()).Index().Byte(),
		jen.Id(u.Seal).Params(),
	).Line().Line()
	s.Add(gogen.Comment(fmt.Sprintf("%s is the variant of a [%s] that the document does not list; it keeps the whole value.", u.Unknown, u.Name)))
	s.Type().Id(u.Unknown).Struct(
		gogen.Indented(96, fmt.Sprintf("%s is the text of %s; empty when it is missing or not a string. Unless it is empty, it"+
			" replaces what Raw says.", u.PropertyName, strconv.Quote(u.Property))).
			Id(u.PropertyName).Add(gogen.Type(u.PropertyType)),
		gogen.Indented(96, "Raw is the whole value; without it, the value has no other member.").
			Id("Raw").Qual(gogen.WirePath, "Raw"),
	).Line().Line()
	done := map[string]bool{} // several values may select one type
	for _, v := range u.Variants {
		if name := v.Type.Common().Name; !done[name] {
			done[name] = true
			s.Func().Params(jen.Op("*").Id(name)).Id(u.Seal).Params().Block().Line()
		}
	}
	s.Func().Params(jen.Op("*").Id(u.Unknown)).Id(u.Seal).Params().Block().Line()
	return s
}

// propertyText renders the discriminator of an unknown variant as a string.
func propertyText(u *ir.Union) *jen.Statement {
	field := jen.Id("x").Dot(u.PropertyName)
	if u.PropertyType == ir.String {
		return field
	}
	return jen.String().Parens(field)
}

// unionAppend renders
//
//	func (x *<T>) AppendJSON(b []byte) []byte { return codec.AppendVariant(b, x.Variant) }
//
//	func (x *Unknown<T>) AppendJSON(b []byte) []byte { return codec.AppendUnknown(b, `,"kind":`, string(x.Kind), x.Raw) }
func unionAppend(u *ir.Union) *jen.Statement {
	bytesIn := jen.Id("b").Index().Byte()
	s := gogen.Comment("AppendJSON appends the value as compact JSON to b.")
	s.Func().Params(jen.Id("x").Op("*").Id(u.Name)).Id("AppendJSON").Params(bytesIn).Index().Byte().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "AppendVariant").Call(jen.Id("b"), jen.Id("x").Dot("Variant"))),
	).Line().Line()
	s.Add(gogen.Comment("AppendJSON appends the value as it was decoded to b, with " + u.PropertyName + "."))
	s.Func().Params(jen.Id("x").Op("*").Id(u.Unknown)).Id("AppendJSON").Params(bytesIn).Index().Byte().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "AppendUnknown").Call(
			jen.Id("b"), gogen.Literal(memberKey(u.Property)), propertyText(u), jen.Id("x").Dot("Raw"),
		)),
	).Line().Line()
	s.Add(gogen.Comment("MarshalJSON implements json.Marshaler; AppendJSON is faster."))
	s.Func().Params(jen.Id("x").Id(u.Unknown)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		marshal()...,
	).Line().Line()
	return s.Add(printing(u.Unknown))
}

// unionDecode renders
//
//	func (x *<T>) decodeJSON(d *codec.Decoder) {
//		switch kind := d.Discriminator("kind"); string(kind) {
//		case "legacy":
//			x.Variant = decodeLegacyChargeSummary(d)
//		default:
//			x.Variant = &Unknown<T>{Kind: string(kind), Raw: d.Raw()}
//		}
//	}
func unionDecode(u *ir.Union) *jen.Statement {
	kind := jen.Id("kind")
	return jen.Func().Params(jen.Id("x").Op("*").Id(u.Name)).Id("decodeJSON").Params(jen.Id("d").Op("*").Qual(gogen.CodecPath, "Decoder")).Block(
		jen.Switch(jen.Add(kind).Op(":=").Id("d").Dot("Discriminator").Call(jen.Lit(u.Property)), jen.String().Parens(kind)).
			BlockFunc(func(g *jen.Group) {
				for _, v := range u.Variants {
					g.Case(jen.Lit(v.Value)).Block(
						jen.Id("x").Dot("Variant").Op("=").Id(v.Type.Functions().Decoder).Call(jen.Id("d")),
					)
				}
				g.Default().Block(jen.Id("x").Dot("Variant").Op("=").Op("&").Id(u.Unknown).Values(jen.Dict{
					jen.Id(u.PropertyName): jen.Add(gogen.Type(u.PropertyType)).Parens(kind),
					jen.Id("Raw"):          jen.Id("d").Dot("Raw").Call(),
				}))
			}),
	).Line()
}

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
//	// <Name><Kind> is the variant of a <Name> that is …
//	type <Name><Kind> struct { wire.Optional[<type>] }
//
//	func (*<Variant>) is<Name>() {}
func unionDecl(u *ir.Union) *jen.Statement {
	selects, list := fmt.Sprintf("The member %s selects the variant:", strconv.Quote(u.Property)), ""
	for _, v := range u.Variants {
		list += gogen.ListMark + fmt.Sprintf("%s: [*%s]\n", strconv.Quote(v.Value), v.GoName())
	}
	if u.ByKind {
		selects, list = "The kind of value selects the variant:", ""
		for _, v := range u.Variants {
			list += gogen.ListMark + fmt.Sprintf("%s: [*%s]\n", kindInWords(v.Value), v.GoName())
		}
	}
	list += gogen.ListMark + fmt.Sprintf("any other: [*%s]", u.Unknown)

	s := gogen.TypeDoc(&u.Head, selects, list)
	s.Type().Id(u.Name).Struct(
		gogen.Indented(96, "Variant is nil in a zero value only, which encodes as null.").
			Id("Variant").Id(u.Interface),
	).Line().Line()
	s.Add(gogen.Comment(fmt.Sprintf("%s is what a [%s] holds; a type switch over the types listed there is exhaustive.", u.Interface, u.Name)))
	s.Type().Id(u.Interface).Interface(
		jen.Id("AppendJSON").Params(jen.Id("b").Index().Byte()).Index().Byte(),
		jen.Id(u.Seal).Params(),
	).Line().Line()
	s.Add(unknownDecl(u))
	for _, v := range u.Variants {
		if v.Holder != nil {
			s.Add(gogen.Comment(fmt.Sprintf("%s is the variant of a [%s] that is %s.", v.Holder.Name, u.Name, kindInWords(v.Value))))
			s.Type().Id(v.Holder.Name).Struct(gogen.Member(v.Holder.Value.Type, false)).Line().Line()
		}
	}
	done := map[string]bool{} // several values may select one type
	for _, v := range u.Variants {
		if name := v.GoName(); !done[name] {
			done[name] = true
			s.Func().Params(jen.Op("*").Id(name)).Id(u.Seal).Params().Block().Line()
		}
	}
	s.Func().Params(jen.Op("*").Id(u.Unknown)).Id(u.Seal).Params().Block().Line()
	return s
}

// unknownDecl renders the variant of a union that keeps a value as it is.
func unknownDecl(u *ir.Union) *jen.Statement {
	s := gogen.Comment(fmt.Sprintf("%s is the variant of a [%s] that the document does not list; it keeps the whole value.", u.Unknown, u.Name))
	return s.Type().Id(u.Unknown).StructFunc(func(g *jen.Group) {
		if u.ByKind {
			g.Add(gogen.Indented(96, "Raw is the value.")).Id("Raw").Qual(gogen.WirePath, "Raw")
			return
		}
		g.Add(gogen.Indented(96, fmt.Sprintf("%s is the text of %s; empty when it is missing or not a string. Unless it is empty, it"+
			" replaces what Raw says.", u.PropertyName, strconv.Quote(u.Property)))).
			Id(u.PropertyName).Add(gogen.Type(u.PropertyType))
		g.Add(gogen.Indented(96, "Raw is the whole value; without it, the value has no other member.")).
			Id("Raw").Qual(gogen.WirePath, "Raw")
	}).Line().Line()
}

// kindInWords is a kind of value with its article.
func kindInWords(kind string) string {
	switch kind {
	case "array", "object":
		return "an " + kind
	}
	return "a " + kind
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
//
// with the discriminators of the unions around it, if it has any, as further arguments; or, without a discriminator,
//
//	func (x *Unknown<T>) AppendJSON(b []byte) []byte { return x.Raw.AppendJSON(b) }
func unionAppend(u *ir.Union, secrets bool) *jen.Statement {
	bytesIn := jen.Id("b").Index().Byte()
	s := gogen.Comment("AppendJSON appends the value as compact JSON to b.")
	s.Func().Params(jen.Id("x").Op("*").Id(u.Name)).Id("AppendJSON").Params(bytesIn).Index().Byte().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "AppendVariant").Call(jen.Id("b"), jen.Id("x").Dot("Variant"))),
	).Line().Line()
	comment, appended := "AppendJSON appends the value as it was decoded to b.", jen.Id("x").Dot("Raw").Dot("AppendJSON").Call(jen.Id("b"))
	if !u.ByKind {
		comment = "AppendJSON appends the value as it was decoded to b, with " + u.PropertyName + "."
		args := []jen.Code{jen.Id("b"), gogen.Literal(memberKey(u.Property)), propertyText(u), jen.Id("x").Dot("Raw")}
		for _, c := range u.Consts {
			args = append(args, gogen.Literal(memberKey(c.Wire)+gogen.QuoteJSON(c.Value)))
		}
		appended = jen.Qual(gogen.CodecPath, "AppendUnknown").Call(args...)
	}
	s.Add(gogen.Comment(comment))
	s.Func().Params(jen.Id("x").Op("*").Id(u.Unknown)).Id("AppendJSON").Params(bytesIn).Index().Byte().Block(jen.Return(appended)).Line().Line()
	s.Add(gogen.Comment("MarshalJSON implements json.Marshaler; AppendJSON is faster."))
	s.Func().Params(jen.Id("x").Id(u.Unknown)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		marshal()...,
	).Line().Line()
	s.Add(printing(u.Unknown, secrets))
	for _, v := range u.Variants {
		if v.Holder != nil {
			s.Add(holderCodec(v.Holder))
		}
	}
	return s
}

// holderCodec renders
//
//	func (x *<T>) AppendJSON(b []byte) []byte {
//		return codec.OrNull(len(b), codec.AppendString(b, "", &x.Optional))
//	}
//
//	func decode<T>(d *codec.Decoder) *<T> {
//		x := new(<T>)
//		m := d.Only()
//		m.String(&x.Optional)
//		return x
//	}
func holderCodec(h *ir.Holder) *jen.Statement {
	f := &ir.Field{Name: "Optional", Value: h.Value}
	s := gogen.Comment("AppendJSON appends the value as compact JSON to b.")
	s.Func().Params(jen.Id("x").Op("*").Id(h.Name)).Id("AppendJSON").Params(jen.Id("b").Index().Byte()).Index().Byte().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "OrNull").Call(jen.Len(jen.Id("b")), appendValue(f, jen.Lit("")))),
	).Line().Line()
	s.Func().Id(h.Decoder).Params(jen.Id("d").Op("*").Qual(gogen.CodecPath, "Decoder")).Op("*").Id(h.Name).Block(
		jen.Id("x").Op(":=").New(jen.Id(h.Name)),
		jen.Id("m").Op(":=").Id("d").Dot("Only").Call(),
		decodeMember(f),
		jen.Return(jen.Id("x")),
	).Line().Line()
	return s
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
	if u.ByKind {
		return kindDecode(u)
	}
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

// kindDecode renders
//
//	func (x *<T>) decodeJSON(d *codec.Decoder) {
//		switch d.Kind() {
//		case codec.IsString:
//			x.Variant = decode<T>String(d)
//		default:
//			x.Variant = &Unknown<T>{Raw: d.Raw()}
//		}
//	}
func kindDecode(u *ir.Union) *jen.Statement {
	return jen.Func().Params(jen.Id("x").Op("*").Id(u.Name)).Id("decodeJSON").Params(jen.Id("d").Op("*").Qual(gogen.CodecPath, "Decoder")).Block(
		jen.Switch(jen.Id("d").Dot("Kind").Call()).BlockFunc(func(g *jen.Group) {
			for _, v := range u.Variants {
				var decoder string
				if v.Holder != nil {
					decoder = v.Holder.Decoder
				} else {
					decoder = v.Type.Functions().Decoder
				}
				g.Case(jen.Qual(gogen.CodecPath, kindConstants[v.Value])).Block(jen.Id("x").Dot("Variant").Op("=").Id(decoder).Call(jen.Id("d")))
			}
			g.Default().Block(jen.Id("x").Dot("Variant").Op("=").Op("&").Id(u.Unknown).Values(jen.Dict{
				jen.Id("Raw"): jen.Id("d").Dot("Raw").Call(),
			}))
		}),
	).Line()
}

// kindConstants are the names of codec's constants for kinds of values.
var kindConstants = map[string]string{
	"string": "IsString", "number": "IsNumber", "boolean": "IsBool", "array": "IsArray", "object": "IsObject",
}

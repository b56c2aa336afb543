package emit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

func structCodec(s *ir.Struct) *jen.Statement {
	out := methods(s.Name, s.Doc.Deprecated)
	if s.Stream != nil {
		out.Add(streamFunc(s))
	}
	return out.Add(structAppend(s)).Add(decodeFunc(s.Name)).Add(structDecode(s))
}

func unionCodec(u *ir.Union) *jen.Statement {
	return methods(u.Name, u.Doc.Deprecated).Add(unionAppend(u)).Add(decodeFunc(u.Name)).Add(unionDecode(u))
}

// methods renders what every object and union has:
//
//	func Decode<T>(data []byte) (*<T>, error) { return wire.Decode(data, decode<T>) }
//	func (x *<T>) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, x, decode<T>) }
//	func (x <T>) MarshalJSON() ([]byte, error) {
//		b := wire.Scratch()
//		return b.Copy(x.AppendJSON(b.Empty()))
//	}
//	func (x <T>) Equal(y <T>) bool { return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil)) }
//	func (x *<T>) Validate(opts ...wire.ValidateOption) error { return wire.Validate(&model, type<T>, x.AppendJSON(nil), opts...) }
func methods(name string, deprecated bool) *jen.Statement {
	decodeDoc := []string{fmt.Sprintf("Decode%s decodes JSON. It fails on malformed JSON only, with a [*wire.SyntaxError].", name)}
	if deprecated {
		decodeDoc = append(decodeDoc, "Deprecated: the document marks it so.")
	}
	s := comment(decodeDoc...)
	s.Func().Id("Decode"+name).Params(jen.Id("data").Index().Byte()).Params(jen.Op("*").Id(name), jen.Error()).Block(
		jen.Return(jen.Qual(wirePath, "Decode").Call(jen.Id("data"), jen.Id("decode"+name))),
	).Line().Line()
	s.Add(comment("UnmarshalJSON makes encoding/json decode without loss; Decode" + name + " is faster."))
	s.Func().Params(jen.Id("x").Op("*").Id(name)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(jen.Qual(wirePath, "Unmarshal").Call(jen.Id("data"), jen.Id("x"), jen.Id("decode"+name))),
	).Line().Line()
	s.Add(comment("MarshalJSON makes encoding/json give back what was decoded; AppendJSON is faster."))
	s.Func().Params(jen.Id("x").Id(name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		marshal()...,
	).Line().Line()
	s.Add(comment("Equal reports whether both encode to the same JSON value, number literals as written."))
	s.Func().Params(jen.Id("x").Id(name)).Id("Equal").Params(jen.Id("y").Id(name)).Bool().Block(
		jen.Return(jen.Qual(wirePath, "Equal").Call(appended("x"), appended("y"))),
	).Line().Line()
	s.Add(comment("Validate checks the value against the document and returns every violation, as [wire.Violations], or nil."))
	s.Func().Params(jen.Id("x").Op("*").Id(name)).Id("Validate").
		Params(jen.Id("opts").Op("...").Qual(wirePath, "ValidateOption")).Error().Block(
		jen.Return(jen.Qual(wirePath, "Validate").Call(
			jen.Op("&").Id("model"), jen.Id("type"+name), appended("x"), jen.Id("opts").Op("..."),
		)),
	).Line().Line()
	return s
}

// appended renders <x>.AppendJSON(nil).
func appended(x string) *jen.Statement { return jen.Id(x).Dot("AppendJSON").Call(jen.Nil()) }

// marshal renders the body of a MarshalJSON:
//
//	b := wire.Scratch()
//	return b.Copy(x.AppendJSON(b.Empty()))
func marshal() []jen.Code {
	b := jen.Id("b")
	return []jen.Code{
		jen.Add(b).Op(":=").Qual(wirePath, "Scratch").Call(),
		jen.Return(jen.Add(b).Dot("Copy").Call(jen.Id("x").Dot("AppendJSON").Call(jen.Add(b).Dot("Empty").Call()))),
	}
}

// method renders a method expression: (*T).name
func method(typ, name string) *jen.Statement {
	return jen.Parens(jen.Op("*").Id(typ)).Dot(name)
}

// streamFunc renders
//
//	func Stream<T>(r io.Reader, page *<T>) iter.Seq2[*<Elem>, error] {
//		return wire.Stream(r, "value", decode<Elem>, page, decode<T>)
//	}
func streamFunc(s *ir.Struct) *jen.Statement {
	elem := asComposite(s.Stream.Value.Type.(ir.List).Elem.Type)
	out := comment(fmt.Sprintf("Stream%s reads the elements of %s one at a time, holding one in memory. Page, when not nil,"+
		" receives the other members once the loop has ended.", s.Name, strconv.Quote(s.Stream.Wire)))
	out.Func().Id("Stream"+s.Name).Params(jen.Id("r").Qual("io", "Reader"), jen.Id("page").Op("*").Id(s.Name)).
		Qual("iter", "Seq2").Types(jen.Op("*").Id(elem), jen.Error()).Block(
		jen.Return(jen.Qual(wirePath, "Stream").Call(
			jen.Id("r"), jen.Lit(s.Stream.Wire), jen.Id("decode"+elem), jen.Id("page"), jen.Id("decode"+s.Name),
		)),
	).Line().Line()
	return out
}

// structAppend renders
//
//	func (x *<T>) AppendJSON(b []byte) []byte {
//		start := len(b)
//		b = wire.AppendString(b, `,"currency":`, x.Currency)
//		return x.Extra.Close(b, start)
//	}
func structAppend(s *ir.Struct) *jen.Statement {
	out := comment("AppendJSON appends the value as compact JSON to b.")
	out.Func().Params(jen.Id("x").Op("*").Id(s.Name)).Id("AppendJSON").Params(jen.Id("b").Index().Byte()).Index().Byte().
		BlockFunc(func(g *jen.Group) {
			g.Id("start").Op(":=").Len(jen.Id("b"))
			for _, c := range s.Consts {
				g.Id("b").Op("=").Append(jen.Id("b"), literal(memberKey(c.Wire)+quoteJSON(c.Value)).Op("..."))
			}
			for _, f := range s.Fields {
				g.Id("b").Op("=").Add(appendMember(f))
			}
			g.Return(jen.Id("x").Dot("Extra").Dot("Close").Call(jen.Id("b"), jen.Id("start")))
		}).Line().Line()
	return out
}

// appendMember renders the call that appends one member.
func appendMember(f *ir.Field) *jen.Statement {
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := append([]jen.Code{jen.Id("b"), literal(memberKey(f.Wire)), jen.Id("x").Dot(f.Name)}, more...)
		return jen.Qual(wirePath, fn).Call(args...)
	}
	switch t := f.Value.Type.(type) {
	case ir.Builtin:
		return call("Append" + builtinWord(t))
	case ir.Named:
		switch d := t.Decl.(type) {
		case *ir.Struct:
			return call("AppendStruct", method(d.Name, "AppendJSON"))
		case *ir.Union:
			return call("AppendValue", method(d.Name, "AppendJSON"))
		case *ir.Enum:
			return call("AppendString")
		}
	case ir.List:
		return call("AppendList", encoder(t.Elem.Type, false))
	case ir.Map:
		return call("AppendMap", encoder(t.Elem.Type, false))
	}
	panic(fmt.Sprintf("emit: no encoding for %T", f.Value.Type))
}

// encoder renders the function that appends an element: func(*T, []byte) []byte. Nested in another, its type arguments
// cannot be inferred and are written.
func encoder(t ir.Type, nested bool) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return element("Encode", builtinWord(t), t, nested)
	case ir.Named:
		if name := asComposite(t); name != "" {
			return method(name, "AppendJSON")
		}
		return element("Encode", "String", t, nested)
	case ir.List:
		return jen.Qual(wirePath, "EncodeListOf").Call(encoder(t.Elem.Type, true))
	case ir.Map:
		return jen.Qual(wirePath, "EncodeMapOf").Call(encoder(t.Elem.Type, true))
	}
	panic(fmt.Sprintf("emit: no element encoder for %T", t))
}

// element renders wire's decoder or encoder of a scalar.
func element(verb, word string, t ir.Type, nested bool) *jen.Statement {
	s := jen.Qual(wirePath, verb+word)
	if nested {
		s.Types(goType(t))
	}
	return s
}

// builtinWord is how wire names a builtin in its functions.
func builtinWord(t ir.Builtin) string {
	return [...]string{
		ir.String: "String", ir.Bool: "Bool", ir.Int32: "Int32", ir.Int64: "Int64",
		ir.Decimal: "Decimal", ir.Time: "Time", ir.Raw: "Raw",
	}[t]
}

// decodeFunc renders
//
//	func decode<T>(d *wire.Decoder) *<T> {
//		x := new(<T>)
//		x.decodeJSON(d)
//		return x
//	}
//
// It knows what to make, so that package wire needs no code of its own for each type.
func decodeFunc(name string) *jen.Statement {
	return jen.Func().Id("decode"+name).Params(jen.Id("d").Op("*").Qual(wirePath, "Decoder")).Op("*").Id(name).Block(
		jen.Id("x").Op(":=").New(jen.Id(name)),
		jen.Id("x").Dot("decodeJSON").Call(jen.Id("d")),
		jen.Return(jen.Id("x")),
	).Line().Line()
}

// structDecode renders
//
//	var membersOf<T> = wire.Names{ID: type<T>, Members: []string{
//		`,"currency":`,
//	}}
//
//	func (x *<T>) decodeJSON(d *wire.Decoder) {
//		m := d.Members(&x.Extra, &membersOf<T>)
//		for m.Next() {
//			switch m.Index() {
//			case 0:
//				m.String(&x.Currency)
//			default:
//				m.Unknown()
//			}
//		}
//	}
func structDecode(s *ir.Struct) *jen.Statement {
	return names(s).Func().Params(jen.Id("x").Op("*").Id(s.Name)).Id("decodeJSON").Params(jen.Id("d").Op("*").Qual(wirePath, "Decoder")).Block(
		jen.Id("m").Op(":=").Id("d").Dot("Members").Call(jen.Op("&").Id("x").Dot("Extra"), jen.Op("&").Id("membersOf"+s.Name)),
		jen.For(jen.Id("m").Dot("Next").Call()).
			BlockFunc(func(g *jen.Group) {
				if len(s.Consts)+len(s.Fields) == 0 {
					g.Id("m").Dot("Unknown").Call()
					return
				}
				g.Switch(jen.Id("m").Dot("Index").Call()).BlockFunc(func(g *jen.Group) {
					for i, c := range s.Consts {
						g.Case(jen.Lit(i)).Block(jen.Id("m").Dot("Const").Call(jen.Lit(c.Value)))
					}
					for i, f := range s.Fields {
						g.Case(jen.Lit(len(s.Consts) + i)).Block(decodeMember(f))
					}
					g.Default().Block(jen.Id("m").Dot("Unknown").Call())
				})
			}),
	).Line()
}

// names renders the members that a type knows, in the order of the cases that decode them.
func names(s *ir.Struct) *jen.Statement {
	return jen.Var().Id("membersOf"+s.Name).Op("=").Qual(wirePath, "Names").ValuesFunc(func(g *jen.Group) {
		g.Id("ID").Op(":").Id("type" + s.Name)
		if len(s.Consts) > 0 {
			g.Id("Implied").Op(":").Lit(len(s.Consts))
		}
		if len(s.Consts)+len(s.Fields) == 0 {
			return
		}
		g.Id("Members").Op(":").Index().String().CustomFunc(multiline, func(g *jen.Group) {
			for _, c := range s.Consts {
				g.Add(literal(memberKey(c.Wire)))
			}
			for _, f := range s.Fields {
				g.Add(literal(memberKey(f.Wire)))
			}
		})
	}).Line().Line()
}

// decodeMember renders the call that decodes one member.
func decodeMember(f *ir.Field) *jen.Statement {
	field := jen.Op("&").Id("x").Dot(f.Name)
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := append([]jen.Code{jen.Op("&").Id("m"), field}, more...)
		return jen.Qual(wirePath, fn).Call(args...)
	}
	switch t := f.Value.Type.(type) {
	case ir.Builtin:
		return jen.Id("m").Dot(builtinWord(t)).Call(field)
	case ir.Named:
		switch d := t.Decl.(type) {
		case *ir.Struct:
			return call("Struct", jen.Id("decode"+d.Name))
		case *ir.Union:
			return call("Inline", method(d.Name, "decodeJSON"))
		case *ir.Enum:
			return call("Enum")
		}
	case ir.List:
		if name := asComposite(t.Elem.Type); name != "" {
			return call("Structs", method(name, "decodeJSON"))
		}
		return call("List", decoder(t.Elem.Type, false))
	case ir.Map:
		if name := asComposite(t.Elem.Type); name != "" {
			return call("StructMap", method(name, "decodeJSON"))
		}
		return call("Map", decoder(t.Elem.Type, false))
	}
	panic(fmt.Sprintf("emit: no decoding for %T", f.Value.Type))
}

// decoder renders the function that decodes an element: func(*T, *wire.Decoder) bool.
func decoder(t ir.Type, nested bool) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return element("Decode", builtinWord(t), t, nested)
	case ir.Named:
		if name := asComposite(t); name != "" {
			return jen.Qual(wirePath, "Total").Call(method(name, "decodeJSON"))
		}
		return element("Decode", "String", t, nested)
	case ir.List:
		return jen.Qual(wirePath, "ListOf").Call(decoder(t.Elem.Type, true))
	case ir.Map:
		return jen.Qual(wirePath, "MapOf").Call(decoder(t.Elem.Type, true))
	}
	panic(fmt.Sprintf("emit: no element decoder for %T", t))
}

// unionAppend renders
//
//	func (x *<T>) AppendJSON(b []byte) []byte { return wire.AppendVariant(b, x.Variant) }
//
// and the same for the unknown variant, whose text is kept whole.
func unionAppend(u *ir.Union) *jen.Statement {
	bytesIn := jen.Id("b").Index().Byte()
	s := comment("AppendJSON appends the value as compact JSON to b.")
	s.Func().Params(jen.Id("x").Op("*").Id(u.Name)).Id("AppendJSON").Params(bytesIn).Index().Byte().Block(
		jen.Return(jen.Qual(wirePath, "AppendVariant").Call(jen.Id("b"), jen.Id("x").Dot("Variant"))),
	).Line().Line()
	unknown := "Unknown" + u.Name
	s.Add(comment("AppendJSON appends the value as it was decoded to b."))
	s.Func().Params(jen.Id("x").Op("*").Id(unknown)).Id("AppendJSON").Params(bytesIn).Index().Byte().Block(
		jen.Return(jen.Id("x").Dot("Raw").Dot("AppendJSON").Call(jen.Id("b"))),
	).Line().Line()
	s.Add(comment("MarshalJSON gives back the value as it was decoded."))
	s.Func().Params(jen.Id("x").Id(unknown)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		marshal()...,
	).Line().Line()
	return s
}

// unionDecode renders
//
//	func (x *<T>) decodeJSON(d *wire.Decoder) {
//		switch kind := d.Discriminator("kind"); string(kind) {
//		case "legacy":
//			x.Variant = decodeLegacyChargeSummary(d)
//		default:
//			x.Variant = &Unknown<T>{Kind: string(kind), Raw: d.Raw()}
//		}
//	}
func unionDecode(u *ir.Union) *jen.Statement {
	kind := jen.Id("kind")
	return jen.Func().Params(jen.Id("x").Op("*").Id(u.Name)).Id("decodeJSON").Params(jen.Id("d").Op("*").Qual(wirePath, "Decoder")).Block(
		jen.Switch(jen.Add(kind).Op(":=").Id("d").Dot("Discriminator").Call(jen.Lit(u.Property)), jen.String().Parens(kind)).
			BlockFunc(func(g *jen.Group) {
				for _, v := range u.Variants {
					g.Case(jen.Lit(v.Value)).Block(
						jen.Id("x").Dot("Variant").Op("=").Id("decode" + v.Type.Common().Name).Call(jen.Id("d")),
					)
				}
				g.Default().Block(jen.Id("x").Dot("Variant").Op("=").Op("&").Id("Unknown" + u.Name).Values(jen.Dict{
					jen.Id(u.PropertyName): jen.Add(goType(u.PropertyType)).Parens(kind),
					jen.Id("Raw"):          jen.Id("d").Dot("Raw").Call(),
				}))
			}),
	).Line()
}

// memberKey is the text that precedes a member's value: `,"name":`.
func memberKey(wire string) string { return "," + quoteJSON(wire) + ":" }

// literal renders a Go string literal, raw where that reads better and hides nothing.
func literal(text string) *jen.Statement {
	hidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if strconv.CanBackquote(text) && !strings.ContainsFunc(text, hidden) {
		return jen.Op("`" + text + "`")
	}
	return jen.Lit(text)
}

package models

import (
	"fmt"
	"strconv"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// methods renders what every object and union has:
//
//	func Decode<T>(data []byte) (*<T>, error) { return codec.Decode(data, decode<T>) }
//	func (x *<T>) UnmarshalJSON(data []byte) error { return codec.Unmarshal(data, x, decode<T>) }
//	func (x <T>) MarshalJSON() ([]byte, error) {
//		b := codec.Scratch()
//		return b.Copy(x.AppendJSON(b.Empty()))
//	}
//	func (x <T>) Equal(y <T>) bool { return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil)) }
//	func (x *<T>) Validate(opts ...wire.ValidateOption) error { return schema.Validate(&model, type<T>, x.AppendJSON(nil), opts...) }
//
// secrets says whether the package has a list of the members that are secrets.
func methods(o ir.Object, secrets bool) *jen.Statement {
	h, fn := o.Common(), o.Functions()
	name := h.Name
	decodeDoc := []string{fmt.Sprintf("%s decodes JSON. It fails on malformed JSON only, with a [*wire.SyntaxError].", fn.Decode)}
	s := gogen.Comment(append(decodeDoc, gogen.Deprecation(h.Doc)...)...)
	s.Func().Id(fn.Decode).Params(jen.Id("data").Index().Byte()).Params(jen.Op("*").Id(name), jen.Error()).Block(
		jen.Return(jen.Qual(gogen.CodecPath, "Decode").Call(jen.Id("data"), jen.Id(fn.Decoder))),
	).Line().Line()
	s.Add(gogen.Comment("UnmarshalJSON implements json.Unmarshaler, without loss; " + fn.Decode + " is faster."))
	s.Func().Params(jen.Id("x").Op("*").Id(name)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "Unmarshal").Call(jen.Id("data"), jen.Id("x"), jen.Id(fn.Decoder))),
	).Line().Line()
	s.Add(gogen.Comment("MarshalJSON implements json.Marshaler; AppendJSON is faster."))
	s.Func().Params(jen.Id("x").Id(name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		marshal()...,
	).Line().Line()
	s.Add(gogen.Comment("Equal reports whether both encode to the same JSON value, number literals as written."))
	s.Func().Params(jen.Id("x").Id(name)).Id("Equal").Params(jen.Id("y").Id(name)).Bool().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "Equal").Call(appended("x"), appended("y"))),
	).Line().Line()
	s.Add(gogen.Comment("Validate checks the value against the document and returns every violation, as [wire.Violations], or nil."))
	s.Func().Params(jen.Id("x").Op("*").Id(name)).Id("Validate").
		Params(jen.Id("opts").Op("...").Qual(gogen.WirePath, "ValidateOption")).Error().Block(
		jen.Return(jen.Qual(gogen.SchemaPath, "Validate").Call(
			jen.Op("&").Id("model"), jen.Id(h.Position), appended("x"), jen.Id("opts").Op("..."),
		)),
	).Line().Line()
	return s.Add(printing(name, secrets))
}

// printing renders
//
//	func (x <T>) String() string { return codec.Text(x) }
//	func (x <T>) Format(s fmt.State, verb rune) { codec.Format(s, verb, x) }
//	func (x <T>) LogValue() slog.Value { return codec.LogValue(x) }
//
// with the package's secrets as the last argument, if it has any.
func printing(name string, secrets bool) *jen.Statement {
	receiver := jen.Id("x").Id(name)
	args := func(args ...jen.Code) []jen.Code {
		if args = append(args, jen.Id("x")); secrets {
			args = append(args, jen.Id("secrets").Op("..."))
		}
		return args
	}
	s := gogen.Comment("String returns the value for people: its members that are there, secrets redacted.")
	s.Func().Params(receiver).Id("String").Params().String().Block(
		jen.Return(jen.Qual(gogen.CodecPath, "Text").Call(args()...)),
	).Line().Line()
	s.Add(gogen.Comment("Format implements fmt.Formatter: every verb prints what String returns."))
	s.Func().Params(receiver).Id("Format").Params(jen.Id("s").Qual("fmt", "State"), jen.Id("verb").Rune()).Block(
		jen.Qual(gogen.CodecPath, "Format").Call(args(jen.Id("s"), jen.Id("verb"))...),
	).Line().Line()
	s.Add(gogen.Comment("LogValue implements slog.LogValuer with what String returns."))
	s.Func().Params(receiver).Id("LogValue").Params().Qual("log/slog", "Value").Block(
		jen.Return(jen.Qual(gogen.CodecPath, "LogValue").Call(args()...)),
	).Line().Line()
	return s
}

// appended renders <x>.AppendJSON(nil).
func appended(x string) *jen.Statement { return jen.Id(x).Dot("AppendJSON").Call(jen.Nil()) }

// marshal renders the body of a MarshalJSON:
//
//	b := codec.Scratch()
//	return b.Copy(x.AppendJSON(b.Empty()))
func marshal() []jen.Code {
	b := jen.Id("b")
	return []jen.Code{
		jen.Add(b).Op(":=").Qual(gogen.CodecPath, "Scratch").Call(),
		jen.Return(jen.Add(b).Dot("Copy").Call(jen.Id("x").Dot("AppendJSON").Call(jen.Add(b).Dot("Empty").Call()))),
	}
}

// streamFunc renders
//
//	func Stream<T>(r io.Reader, page *<T>) iter.Seq2[*<Elem>, error] {
//		return codec.Stream(r, "value", decode<Elem>, page, decode<T>)
//	}
func streamFunc(s *ir.Struct) *jen.Statement {
	out := gogen.Comment(fmt.Sprintf("%s reads the elements of %s one at a time, holding one in memory. Page, when not nil,"+
		" receives the other members once the loop has ended.", s.Stream.Name, strconv.Quote(s.Stream.Field.Wire)))
	out.Func().Id(s.Stream.Name).Params(jen.Id("r").Qual("io", "Reader"), jen.Id("page").Op("*").Id(s.Name)).
		Qual("iter", "Seq2").Types(jen.Op("*").Id(s.Stream.Elem.Common().Name), jen.Error()).Block(
		jen.Return(jen.Qual(gogen.CodecPath, "Stream").Call(
			jen.Id("r"), jen.Lit(s.Stream.Field.Wire), jen.Id(s.Stream.Elem.Functions().Decoder), jen.Id("page"), jen.Id(s.Decoder),
		)),
	).Line().Line()
	return out
}

// structAppend renders
//
//	func (x *<T>) AppendJSON(b []byte) []byte {
//		start := len(b)
//		b = codec.AppendString(b, `,"currency":`, &x.Currency)
//		return codec.Close(b, start, &x.Extra)
//	}
func structAppend(s *ir.Struct) *jen.Statement {
	out := gogen.Comment("AppendJSON appends the value as compact JSON to b.")
	out.Func().Params(jen.Id("x").Op("*").Id(s.Name)).Id("AppendJSON").Params(jen.Id("b").Index().Byte()).Index().Byte().
		BlockFunc(func(g *jen.Group) {
			g.Id("start").Op(":=").Len(jen.Id("b"))
			for _, c := range s.Consts {
				g.Id("b").Op("=").Qual(gogen.CodecPath, "AppendConst").Call(
					jen.Id("b"), gogen.Literal(memberKey(c.Wire)+gogen.QuoteJSON(c.Value)), jen.Op("&").Id("x").Dot("Extra"),
				)
			}
			for _, f := range s.Fields {
				g.Id("b").Op("=").Add(appendMember(f))
			}
			g.Return(jen.Qual(gogen.CodecPath, "Close").Call(jen.Id("b"), jen.Id("start"), jen.Op("&").Id("x").Dot("Extra")))
		}).Line().Line()
	return out
}

// appendMember renders the call that appends one member.
func appendMember(f *ir.Field) *jen.Statement {
	return appendValue(f, gogen.Literal(memberKey(f.Wire)))
}

// appendValue renders the call that appends a value after the text of key.
func appendValue(f *ir.Field, key jen.Code) *jen.Statement {
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := append([]jen.Code{jen.Id("b"), key, jen.Op("&").Add(member(f))}, more...)
		return jen.Qual(gogen.CodecPath, fn).Call(args...)
	}
	switch t := f.GoType().(type) {
	case ir.Builtin:
		return call("Append" + gogen.Builtins[t].Word)
	case ir.Named:
		switch d := t.Decl.(type) {
		case *ir.Struct:
			return call("AppendStruct", gogen.Method(d.Name, "AppendJSON"))
		case *ir.Union:
			return call("AppendValue", gogen.Method(d.Name, "AppendJSON"))
		case *ir.Enum:
			return call("AppendEnum")
		}
	case ir.List:
		return call("AppendList", gogen.Encoder(t.Elem.Type, false))
	case ir.Map:
		return call("AppendMap", gogen.Encoder(t.Elem.Type, false))
	}
	panic(fmt.Sprintf("models: no encoding for %T", f.Value.Type))
}

// decodeFunc renders
//
//	func decode<T>(d *codec.Decoder) *<T> {
//		x := new(<T>)
//		x.decodeJSON(d)
//		return x
//	}
//
// It knows what to make, so that package codec needs no code of its own for each type.
func decodeFunc(o ir.Object) *jen.Statement {
	name := o.Common().Name
	return jen.Func().Id(o.Functions().Decoder).Params(jen.Id("d").Op("*").Qual(gogen.CodecPath, "Decoder")).Op("*").Id(name).Block(
		jen.Id("x").Op(":=").New(jen.Id(name)),
		jen.Id("x").Dot("decodeJSON").Call(jen.Id("d")),
		jen.Return(jen.Id("x")),
	).Line().Line()
}

// structDecode renders
//
//	var membersOf<T> = codec.Names{ID: type<T>, Members: []string{
//		`,"currency":`,
//	}}
//
//	func (x *<T>) decodeJSON(d *codec.Decoder) {
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
	return names(s).Func().Params(jen.Id("x").Op("*").Id(s.Name)).Id("decodeJSON").Params(jen.Id("d").Op("*").Qual(gogen.CodecPath, "Decoder")).Block(
		jen.Id("m").Op(":=").Id("d").Dot("Members").Call(jen.Op("&").Id("x").Dot("Extra"), jen.Op("&").Id(s.Members)),
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
	return jen.Var().Id(s.Members).Op("=").Qual(gogen.CodecPath, "Names").ValuesFunc(func(g *jen.Group) {
		g.Id("ID").Op(":").Id(s.Position)
		if len(s.Consts) > 0 {
			g.Id("Implied").Op(":").Lit(len(s.Consts))
		}
		if len(s.Consts)+len(s.Fields) == 0 {
			return
		}
		g.Id("Members").Op(":").Index().String().CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, c := range s.Consts {
				g.Add(gogen.Literal(memberKey(c.Wire)))
			}
			for _, f := range s.Fields {
				g.Add(gogen.Literal(memberKey(f.Wire)))
			}
		})
	}).Line().Line()
}

// decodeMember renders the call that decodes one member.
func decodeMember(f *ir.Field) *jen.Statement {
	field := jen.Op("&").Add(member(f))
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := append([]jen.Code{jen.Op("&").Id("m"), field}, more...)
		return jen.Qual(gogen.CodecPath, fn).Call(args...)
	}
	switch t := f.GoType().(type) {
	case ir.Builtin:
		return jen.Id("m").Dot(gogen.Builtins[t].Word).Call(field)
	case ir.Named:
		switch d := t.Decl.(type) {
		case *ir.Struct:
			return call("Struct", jen.Id(d.Decoder))
		case *ir.Union:
			if d.ByKind { // not of objects alone
				return call("Any", gogen.Method(d.Name, "decodeJSON"))
			}
			return call("Inline", gogen.Method(d.Name, "decodeJSON"))
		case *ir.Enum:
			return call("Enum")
		}
	case ir.List:
		if o := ir.ObjectOf(t.Elem.Type); o != nil {
			return call("Structs", gogen.Method(o.Common().Name, "decodeJSON"))
		}
		return call("List", gogen.Decoder(t.Elem.Type, false))
	case ir.Map:
		if o := ir.ObjectOf(t.Elem.Type); o != nil {
			return call("StructMap", gogen.Method(o.Common().Name, "decodeJSON"))
		}
		return call("Map", gogen.Decoder(t.Elem.Type, false))
	}
	panic(fmt.Sprintf("models: no decoding for %T", f.Value.Type))
}

// memberKey is the text that precedes a member's value: `,"name":`.
func memberKey(wire string) string { return "," + gogen.QuoteJSON(wire) + ":" }

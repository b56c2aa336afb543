package gogen

import (
	"fmt"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// The import paths of the packages that generated code uses.
const (
	WirePath   = "github.com/azbill/azbill/wire"
	CodecPath  = WirePath + "/codec"
	SchemaPath = WirePath + "/schema"
	EcmaPath   = WirePath + "/ecma"
	RestPath   = WirePath + "/rest"
)

// Builtins is what generated code calls each builtin.
var Builtins = [...]struct {
	path, name string // the Go type
	Word       string // in the names of package codec's functions: DecodeString, AppendString
	Kind       string // of schema.Schema, in the names of its constants: KindString
	Param      string // how package rest writes one as a parameter
}{
	ir.String:  {"", "string", "String", "String", "Text"},
	ir.Bool:    {"", "bool", "Bool", "Bool", "Bool"},
	ir.Int32:   {"", "int32", "Int32", "Int32", "Int32"},
	ir.Int64:   {"", "int64", "Int64", "Int64", "Int64"},
	ir.Decimal: {WirePath, "Decimal", "Decimal", "Number", "Decimal"},
	ir.Time:    {WirePath, "Time", "Time", "String", "Time"},
	ir.Raw:     {WirePath, "Raw", "Raw", "Any", ""},          // no parameter is one
	ir.Secret:  {WirePath, "Secret", "Secret", "String", ""}, // package rest writes it as an enumeration
}

// Member is the Go type of a member: objects behind a pointer, everything else by value. A hidden one never prints.
func Member(t ir.Type, hidden bool) *jen.Statement {
	name := MemberName(t)
	if hidden {
		name = "Secret" + name
	}
	return jen.Qual(WirePath, name).Types(Type(t))
}

// MemberName is the name of the type of members of type t: Object or Optional.
func MemberName(t ir.Type) string {
	if ir.StructOf(t) != nil {
		return "Object"
	}
	return "Optional"
}

// Type is the Go type of a value.
func Type(t ir.Type) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		if b := Builtins[t]; b.path != "" {
			return jen.Qual(b.path, b.name)
		}
		return jen.Id(Builtins[t].name)
	case ir.Named:
		return jen.Id(t.Decl.Common().Name)
	case ir.List:
		return jen.Index().Add(Type(t.Elem.Type))
	case ir.Map:
		return jen.Map(jen.String()).Add(Type(t.Elem.Type))
	}
	panic(fmt.Sprintf("gogen: no Go type for %T", t))
}

// Decoder renders the function that decodes an element: func(*T, *wire.Decoder) bool.
func Decoder(t ir.Type, nested bool) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return element("Decode", elementWord(t), t, nested)
	case ir.Named:
		if o := ir.ObjectOf(t); o != nil {
			return jen.Qual(CodecPath, "Total").Call(Method(o.Common().Name, "decodeJSON"))
		}
		return element("Decode", "String", t, nested)
	case ir.List:
		return jen.Qual(CodecPath, "ListOf").Call(Decoder(t.Elem.Type, true))
	case ir.Map:
		return jen.Qual(CodecPath, "MapOf").Call(Decoder(t.Elem.Type, true))
	}
	panic(fmt.Sprintf("gogen: no element decoder for %T", t))
}

// Encoder renders the function that appends an element: func(*T, []byte) []byte. Nested in another, its type arguments
// cannot be inferred and are written.
func Encoder(t ir.Type, nested bool) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return element("Encode", elementWord(t), t, nested)
	case ir.Named:
		if o := ir.ObjectOf(t); o != nil {
			return Method(o.Common().Name, "AppendJSON")
		}
		return element("Encode", "String", t, nested)
	case ir.List:
		return jen.Qual(CodecPath, "EncodeListOf").Call(Encoder(t.Elem.Type, true))
	case ir.Map:
		return jen.Qual(CodecPath, "EncodeMapOf").Call(Encoder(t.Elem.Type, true))
	}
	panic(fmt.Sprintf("gogen: no element encoder for %T", t))
}

// elementWord is the word of a builtin in the names of the functions for elements, which take a Secret as any string.
func elementWord(t ir.Builtin) string {
	if t == ir.Secret {
		t = ir.String
	}
	return Builtins[t].Word
}

// element renders the decoder or encoder of a scalar.
func element(verb, word string, t ir.Type, nested bool) *jen.Statement {
	s := jen.Qual(CodecPath, verb+word)
	if nested && word == Builtins[ir.String].Word {
		s.Types(Type(t))
	}
	return s
}

// Method renders a method expression: (*T).name
func Method(typ, name string) *jen.Statement {
	return jen.Parens(jen.Op("*").Id(typ)).Dot(name)
}

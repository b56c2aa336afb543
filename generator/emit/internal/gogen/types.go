package gogen

import (
	"fmt"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// WirePath is the import path of the package that generated code leans on.
const WirePath = "github.com/azbill/azbill/wire"

// RestPath is the import path of the package that request types lean on.
const RestPath = WirePath + "/rest"

// Member is the Go type of a member: objects behind a pointer, everything else by value.
func Member(v ir.Value) *jen.Statement {
	if st := Struct(v.Type); st != nil {
		return jen.Qual(WirePath, "Object").Types(jen.Id(st.Name))
	}
	return jen.Qual(WirePath, "Optional").Types(Type(v.Type))
}

// Type is the Go type of a value.
func Type(t ir.Type) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return builtinType(t)
	case ir.Named:
		return jen.Id(t.Decl.Common().Name)
	case ir.List:
		return jen.Index().Add(Type(t.Elem.Type))
	case ir.Map:
		return jen.Map(jen.String()).Add(Type(t.Elem.Type))
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
		return jen.Qual(WirePath, "Decimal")
	case ir.Time:
		return jen.Qual(WirePath, "Time")
	case ir.Raw:
		return jen.Qual(WirePath, "Raw")
	}
	panic(fmt.Sprintf("emit: no Go type for builtin %d", t))
}

// Struct returns the struct a type names, else nil.
func Struct(t ir.Type) *ir.Struct {
	if n, ok := t.(ir.Named); ok {
		st, _ := n.Decl.(*ir.Struct)
		return st
	}
	return nil
}

// Composite returns the name of the struct or union a type names, else "".
func Composite(t ir.Type) string {
	if n, ok := t.(ir.Named); ok {
		switch n.Decl.(type) {
		case *ir.Struct, *ir.Union:
			return n.Decl.Common().Name
		}
	}
	return ""
}

// Decoder renders the function that decodes an element: func(*T, *wire.Decoder) bool.
func Decoder(t ir.Type, nested bool) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return element("Decode", BuiltinWord(t), t, nested)
	case ir.Named:
		if name := Composite(t); name != "" {
			return jen.Qual(WirePath, "Total").Call(Method(name, "decodeJSON"))
		}
		return element("Decode", "String", t, nested)
	case ir.List:
		return jen.Qual(WirePath, "ListOf").Call(Decoder(t.Elem.Type, true))
	case ir.Map:
		return jen.Qual(WirePath, "MapOf").Call(Decoder(t.Elem.Type, true))
	}
	panic(fmt.Sprintf("emit: no element Decoder for %T", t))
}

// Encoder renders the function that appends an element: func(*T, []byte) []byte. Nested in another, its type arguments
// cannot be inferred and are written.
func Encoder(t ir.Type, nested bool) *jen.Statement {
	switch t := t.(type) {
	case ir.Builtin:
		return element("Encode", BuiltinWord(t), t, nested)
	case ir.Named:
		if name := Composite(t); name != "" {
			return Method(name, "AppendJSON")
		}
		return element("Encode", "String", t, nested)
	case ir.List:
		return jen.Qual(WirePath, "EncodeListOf").Call(Encoder(t.Elem.Type, true))
	case ir.Map:
		return jen.Qual(WirePath, "EncodeMapOf").Call(Encoder(t.Elem.Type, true))
	}
	panic(fmt.Sprintf("emit: no element Encoder for %T", t))
}

// element renders wire's decoder or encoder of a scalar.
func element(verb, word string, t ir.Type, nested bool) *jen.Statement {
	s := jen.Qual(WirePath, verb+word)
	if nested {
		s.Types(Type(t))
	}
	return s
}

// BuiltinWord is how wire names a builtin in its functions.
func BuiltinWord(t ir.Builtin) string {
	return [...]string{
		ir.String: "String", ir.Bool: "Bool", ir.Int32: "Int32", ir.Int64: "Int64",
		ir.Decimal: "Decimal", ir.Time: "Time", ir.Raw: "Raw",
	}[t]
}

// Method renders a method expression: (*T).name
func Method(typ, name string) *jen.Statement {
	return jen.Parens(jen.Op("*").Id(typ)).Dot(name)
}

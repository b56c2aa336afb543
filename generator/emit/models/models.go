// Package models renders the declarations of a document: structs, unions, enumerations and aliases, with the code that
// encodes and decodes them and the table of schemas that validation reads.
package models

import (
	"fmt"
	"maps"
	"slices"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// Emit adds the declarations of the IR, each to the file of the operation group that reaches it, and the table of their
// schemas.
func Emit(pkg *ir.Package, out *gogen.Package) {
	out.Introduce("types", introduction...)
	secrets := secretNames(pkg.Decls)
	for _, d := range pkg.Decls {
		file := gogen.FamilyFile(d.Common().Family)
		switch d := d.(type) {
		case *ir.Enum:
			out.Decl(gogen.Enums, func() *jen.Statement { return enumDecl(d) })
		case *ir.Alias:
			out.Decl(file, func() *jen.Statement { return aliasDecl(d) })
		case *ir.Struct:
			out.Decl(file, func() *jen.Statement { return structDecl(d) })
			out.Decl(file+"_json", func() *jen.Statement { return structCodec(d, len(secrets) > 0) })
		case *ir.Union:
			out.Decl(file, func() *jen.Statement { return unionDecl(d) })
			out.Decl(file+"_json", func() *jen.Statement { return unionCodec(d, len(secrets) > 0) })
		default:
			panic(fmt.Sprintf("models: no rendering for %T", d))
		}
	}
	out.Table("schema_table", len(pkg.Decls), func(f *jen.File) {
		schemaTable(f, pkg.Decls, gogen.NewModel(pkg))
		if len(secrets) > 0 {
			f.Add(secretsVar(secrets))
		}
	})
}

// secretNames returns the names of the members that are secrets, in order.
func secretNames(decls []ir.Decl) []string {
	names := map[string]bool{}
	for _, d := range decls {
		if s, ok := d.(*ir.Struct); ok {
			for _, f := range s.Fields {
				if f.HasSecret() {
					names[f.Wire] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// secretsVar renders
//
//	var secrets = []string{"password", …}
func secretsVar(names []string) *jen.Statement {
	s := jen.Line().Add(gogen.Comment("secrets names the members that are secrets; they are not printed of values that no type describes."))
	return s.Var().Id("secrets").Op("=").Index().String().CustomFunc(gogen.Multiline, func(g *jen.Group) {
		for _, name := range names {
			g.Lit(name)
		}
	})
}

// introduction is what the package documentation says of the types.
var introduction = []string{
	"Decoding fails only on malformed JSON and loses nothing: unknown members, mismatched values and number literals are" +
		" kept and encoded again. Validate reports where a value violates the document.",
	"Each object has a Decode function. Its members are [wire.Optional] or [wire.Object] values, which are absent, null, a" +
		" value or a mismatch: Value returns the value or says why there is none, OrZero and Get read on, [wire.Some] and" +
		" [wire.Null] make them, Ensure returns an object to write to. A union holds one of its variants, for a" +
		" type switch. Results that are lists have a Stream function, which holds one element in memory.",
}

func structCodec(s *ir.Struct, secrets bool) *jen.Statement {
	out := methods(s, secrets)
	if s.Stream != nil {
		out.Add(streamFunc(s))
	}
	return out.Add(structAppend(s)).Add(decodeFunc(s)).Add(structDecode(s))
}

func unionCodec(u *ir.Union, secrets bool) *jen.Statement {
	return methods(u, secrets).Add(unionAppend(u, secrets)).Add(decodeFunc(u)).Add(unionDecode(u))
}

// aliasDecl renders
//
//	// <doc>
//	type <Name> = <type>
//
//	func <Name>As<T>(raw wire.Raw) (*<T>, error) { return Decode<T>([]byte(raw.String())) }
func aliasDecl(a *ir.Alias) *jen.Statement {
	s := gogen.TypeDoc(&a.Head).Type().Id(a.Name).Op("=").Add(gogen.Type(a.Value.Type)).Line()
	for _, alternative := range a.Alternatives {
		if alternative.Func == "" {
			continue
		}
		name := alternative.Type.Common().Name
		s.Line().Add(gogen.Comment(fmt.Sprintf("%s decodes a [%s] as a [%s], which is one of its alternatives; Validate of the result reports"+
			" whether it is that one.", alternative.Func, a.Name, name)))
		s.Func().Id(alternative.Func).Params(jen.Id("raw").Qual(gogen.WirePath, "Raw")).Params(jen.Op("*").Id(name), jen.Error()).Block(
			jen.Return(jen.Id(alternative.Type.Functions().Decode).Call(jen.Index().Byte().Parens(jen.Id("raw").Dot("String").Call()))),
		).Line()
	}
	return s
}

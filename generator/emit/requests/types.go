package requests

import (
	"fmt"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/table"
	"github.com/dave/jennifer/jen"
)

// requestDecl renders
//
//	// <Name>Request …
//	type <Name>Request struct {
//		Scope string
//		Filter wire.Optional[string]
//		Body wire.Object[Budget]
//		Extra rest.Extra
//	}
func requestDecl(op *ir.Operation) *jen.Statement {
	return gogen.Comment(requestDoc(op)...).Type().Id(op.Request).StructFunc(func(g *jen.Group) {
		for _, p := range forReading(op.Params) {
			g.Add(paramDoc(p)).Id(p.Name).Add(paramType(p))
		}
		if t := bodyType(op.Body); t != nil {
			g.Add(gogen.FieldDoc(op.Body.Doc, required(op.Body.Required)...)).Id("Body").Add(t)
		}
		g.Add(gogen.Indented(96, "Extra holds unknown query parameters and headers, and mismatched values.")).
			Id("Extra").Qual(gogen.RestPath, "Extra")
	}).Line()
}

// forReading orders parameters as a reader wants them: those of the path, then the others, the api-version last.
func forReading(params []*ir.Param) []*ir.Param {
	rank := func(p *ir.Param) int {
		switch {
		case p.APIVersion:
			return 2
		case p.In != "path":
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(params), func(a, b *ir.Param) int { return rank(a) - rank(b) })
}

func requestDoc(op *ir.Operation) []string {
	paragraphs := gogen.OperationDoc(op.Request+" is a request of "+op.ID, op.Doc)
	paragraphs = append(paragraphs, gogen.Place(op.Method+" "+op.Path)...)
	if g := op.Group; g != nil && g.Agreements != nil {
		paragraphs = append(paragraphs, "Agreements: "+strings.Join(g.Agreements, ", ")+". "+g.Note)
	}
	if op.LongRunning != nil {
		paragraphs = append(paragraphs, "Long-running: the response may arrive before the operation is complete.")
	}
	for _, l := range op.Limits {
		paragraphs = append(paragraphs, table.LimitText(l))
	}
	return append(paragraphs, gogen.Deprecation(op.Doc)...)
}

// paramDoc says where a parameter is sent when its field does not show it.
func paramDoc(p *ir.Param) *jen.Statement {
	if p.APIVersion {
		return gogen.FieldDoc(ir.Doc{Text: "APIVersion overrides the package's api-version; null omits it."})
	}
	notes := required(p.Required && p.In != "path")
	where := map[string]string{
		ir.InPath: "Path parameter", ir.InQuery: "Query parameter", ir.InHeader: "Header", ir.InCookie: "Cookie", ir.InForm: "Form field",
		ir.InHost: "Part of the endpoint",
	}[p.In]
	notes = append(notes, fmt.Sprintf("%s %s.", where, p.Wire))
	return gogen.FieldDoc(p.Doc, append(notes, gogen.ValueNotes(p.Default, p.Value.Rules)...)...)
}

// required is the note of what has to be sent.
func required(is bool) []string {
	if is {
		return []string{"Required."}
	}
	return nil
}

// paramType is the Go type of a parameter. A path always has its parameters, so those are plain values where they are a
// text or a list of texts.
func paramType(p *ir.Param) *jen.Statement {
	var t *jen.Statement
	switch p.Shape {
	case ir.ShapeObject:
		return gogen.Member(p.Value.Type, false)
	case ir.ShapeScalar:
		t = gogen.Type(p.Item)
	case ir.ShapeList:
		t = jen.Index().Add(gogen.Type(p.Item))
	case ir.ShapeLists:
		return jen.Qual(gogen.WirePath, "Optional").Types(jen.Index().Index().Add(gogen.Type(p.Item)))
	case ir.ShapeFile:
		t = jen.Qual(gogen.RestPath, "File")
	case ir.ShapeFiles:
		t = jen.Index().Qual(gogen.RestPath, "File")
	}
	if p.In == ir.InPath {
		return t
	}
	return jen.Qual(gogen.WirePath, "Optional").Types(t)
}

// bodyType is the Go type of a body; nil: the request type has no field for one.
func bodyType(b *ir.Body) *jen.Statement {
	switch {
	case b == nil:
		return nil
	case b.Format == ir.JSON:
		return gogen.Member(b.Value.Type, false)
	case b.Format == ir.Text:
		return jen.Qual(gogen.WirePath, "Optional").Types(jen.String())
	case b.Format == ir.Binary:
		return jen.Qual(gogen.RestPath, "Blob")
	}
	return nil
}

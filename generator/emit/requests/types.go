package requests

import (
	"fmt"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
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
		if op.Body != nil {
			g.Add(gogen.FieldDoc(op.Body.Doc, required(op.Body.Required)...)).Id("Body").Add(gogen.Member(op.Body.Value))
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
	paragraphs = append(paragraphs, fmt.Sprintf("Spec: %s %s", op.Method, op.Path))
	if g := op.Group; g != nil && g.Agreements != nil {
		paragraphs = append(paragraphs, "Agreements: "+strings.Join(g.Agreements, ", ")+". "+g.Note)
	}
	if op.LongRunning {
		paragraphs = append(paragraphs, "Long-running: the response may arrive before the operation is complete.")
	}
	for _, o := range op.Omitted {
		paragraphs = append(paragraphs, omission(o))
	}
	return append(paragraphs, gogen.Deprecation(op.Doc)...)
}

// omission says what the user of a request type has to add to the HTTP request.
func omission(o ir.Omission) string {
	if o.In == "body" {
		return fmt.Sprintf("The body is %s, which the request type cannot hold; set it on the HTTP request.", strings.Join(o.MediaTypes, " or "))
	}
	return fmt.Sprintf("The %s parameter %q is not part of the request type; add it to the HTTP request.", o.In, o.Wire)
}

// paramDoc says where a parameter is sent when its field does not show it.
func paramDoc(p *ir.Param) *jen.Statement {
	if p.APIVersion {
		return gogen.FieldDoc(ir.Doc{Text: "APIVersion overrides the package's api-version; null omits it."})
	}
	notes := required(p.Required && p.In != "path")
	where := map[string]string{"path": "Path parameter", "query": "Query parameter", "header": "Header"}[p.In]
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

// paramType is the Go type of a parameter. A path always has its parameters, so those are plain values.
func paramType(p *ir.Param) *jen.Statement {
	t := paramValue(p)
	if p.In == "path" {
		return gogen.Type(t)
	}
	return jen.Qual(gogen.WirePath, "Optional").Types(gogen.Type(t))
}

// paramValue is the type that a parameter's text is read as; what has no form in a URL stays text.
func paramValue(p *ir.Param) ir.Type {
	if p.APIVersion {
		return ir.String
	}
	switch t := p.Value.Type.(type) {
	case ir.Builtin:
		if t != ir.Raw {
			return t
		}
	case ir.Named:
		if _, enum := t.Decl.(*ir.Enum); enum {
			return t
		}
	case ir.List:
		if elem := paramValue(&ir.Param{Value: t.Elem}); p.In != "path" {
			if _, nested := elem.(ir.List); !nested {
				return ir.List{Elem: ir.Value{Type: elem}}
			}
		}
	}
	return ir.String
}

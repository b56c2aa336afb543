package lower

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// operations lowers the operations of a document and the groups they form.
func (lw *lowerer) operations(doc *openapi.Document) {
	groups := map[string]*ir.Group{}
	for _, op := range doc.Operations {
		if lw.budget.spent {
			return
		}
		name, _, ok := strings.Cut(op.ID, "_")
		if !ok {
			name = ""
		}
		if name != "" && groups[name] == nil {
			groups[name] = lw.group(doc, op, name)
		}
		lw.pkg.Operations = append(lw.pkg.Operations, lw.operation(op, groups[name]))
	}
}

func (lw *lowerer) group(doc *openapi.Document, op *openapi.Operation, name string) *ir.Group {
	g := &ir.Group{At: op.At, Wire: name}
	if i := slices.IndexFunc(doc.Tags, func(t openapi.Tag) bool { return t.Name == name }); i >= 0 {
		tag := doc.Tags[i]
		g.At, g.Agreements, g.Note = tag.At, tag.Agreements, tag.Note
	}
	lw.pkg.Groups = append(lw.pkg.Groups, g)
	return g
}

func (lw *lowerer) operation(op *openapi.Operation, group *ir.Group) *ir.Operation {
	out := &ir.Operation{
		At: op.At, ID: op.ID, Group: group, Method: op.Method, Path: op.Path,
		Doc: ir.Doc{Title: op.Summary, Text: op.Description, Deprecated: op.Deprecated},
	}
	cost := costOfRequest + namesOfDecl*len(op.ID) + 3*len(op.Path) + costOfDoc(out.Doc)
	if group != nil {
		cost += len(group.Note)
		for _, a := range group.Agreements {
			cost += len(a)
		}
	}
	lw.budget.spend(op.At, cost)
	for _, p := range op.Parameters {
		if p.In == openapi.InPath || p.In == openapi.InQuery || p.In == openapi.InHeader {
			out.Params = append(out.Params, lw.param(op, p))
			continue
		}
		lw.omit(out, ir.Omission{At: p.At, In: p.In, Wire: p.Name})
	}
	if op.Body != nil {
		lw.body(out, op.Body)
	}
	for _, r := range op.Responses {
		res := &ir.Response{
			At: r.At, Status: r.Status, Doc: ir.Doc{Text: r.Description}, Error: r.IsError, MediaType: jsonMediaType(r.MediaTypes),
		}
		if r.Schema != nil && r.Schema.Resolve().Type != "file" {
			v := lw.value(r.Schema, []string{op.ID, r.Status, "response"})
			res.Value = &v
			lw.budget.spend(r.At, costOfBody+costOfValue(v))
		}
		out.Responses = append(out.Responses, res)
	}
	if op.Pageable != nil {
		out.NextLink, out.Item = op.Pageable.NextLink, op.Pageable.Item
	}
	if op.LongRunning != nil {
		out.LongRunning, out.FinalState = true, op.LongRunning.FinalStateVia
	}
	return out
}

// body lowers a body that is sent as JSON; any other is omitted.
func (lw *lowerer) body(out *ir.Operation, b *openapi.Body) {
	media := jsonMediaType(b.MediaTypes)
	if media == "" {
		lw.omit(out, ir.Omission{At: b.At, In: "body", MediaTypes: b.MediaTypes})
		return
	}
	out.Body = &ir.Body{
		At: b.At, Doc: ir.Doc{Text: b.Description}, Required: b.Required,
		MediaType: media, Value: lw.value(b.Schema, []string{out.ID, "body"}),
	}
	lw.budget.spend(out.At, costOfBody+len(b.Description)+costOfValue(out.Body.Value))
}

// omit records what the request type of an operation cannot hold.
func (lw *lowerer) omit(out *ir.Operation, o ir.Omission) {
	cost := costOfOmission + len(o.Wire)
	for _, t := range o.MediaTypes {
		cost += len(t)
	}
	lw.budget.spend(o.At, cost)
	out.Omitted = append(out.Omitted, o)
}

func (lw *lowerer) param(op *openapi.Operation, p *openapi.Parameter) *ir.Param {
	out := &ir.Param{
		At: p.At, Wire: p.Name, In: p.In, Required: p.Required, SkipURLEncoding: p.SkipURLEncoding,
		Doc:        ir.Doc{Text: p.Description},
		APIVersion: p.In == openapi.InQuery && strings.EqualFold(p.Name, "api-version"),
		Value:      lw.value(p.Schema, []string{op.ID, p.Name}),
	}
	if _, list := out.Value.Type.(ir.List); list {
		out.Collection = p.CollectionFormat
		if out.Collection == "" {
			out.Collection = "csv"
		}
	}
	d := firstDefault(p.Schema)
	cost := costOfParam + namesOfField*len(p.Name) + len(p.Description) + costOfValue(out.Value)
	if d != nil {
		cost += 2 * len(d.JSON)
	}
	if !lw.budget.spend(p.At, cost) {
		return out
	}
	if d != nil {
		out.Default = d.JSON
	}
	return out
}

// jsonMediaType picks the JSON media type of a list; empty when none is.
func jsonMediaType(types []string) string {
	for _, t := range types {
		if base, _, _ := strings.Cut(t, ";"); strings.HasSuffix(strings.TrimSpace(base), "json") {
			return t
		}
	}
	if len(types) == 0 {
		return "application/json"
	}
	return ""
}

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
		key := folded(name) // groups that differ in case are one
		if g := groups[key]; g != nil {
			g.Wire = min(g.Wire, name)
		} else if key != "" {
			groups[key] = lw.group(doc, op, name)
		}
		lw.pkg.Operations = append(lw.pkg.Operations, lw.operation(doc, op, groups[key]))
	}
	lw.pkg.BasePath = doc.BasePath
	if doc.Host != nil {
		lw.pkg.HostURL = doc.Host.Template
	}
	for _, k := range doc.APIKeys {
		lw.pkg.APIKeys = append(lw.pkg.APIKeys, ir.APIKey{At: k.At, Wire: k.Name, In: k.In})
	}
}

func (lw *lowerer) group(doc *openapi.Document, op *openapi.Operation, name string) *ir.Group {
	g := &ir.Group{At: op.At, Wire: name}
	if i := slices.IndexFunc(doc.Tags, func(t openapi.Tag) bool { return folded(t.Name) == folded(name) }); i >= 0 {
		tag := doc.Tags[i]
		g.At, g.Agreements, g.Note = tag.At, tag.Agreements, tag.Note
	}
	lw.pkg.Groups = append(lw.pkg.Groups, g)
	return g
}

func (lw *lowerer) operation(doc *openapi.Document, op *openapi.Operation, group *ir.Group) *ir.Operation {
	out := &ir.Operation{
		At: op.At, ID: op.ID, Tags: op.Tags, Group: group, Method: op.Method, Path: op.Path, APIVersion: doc.VersionOf(op),
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
	if doc.Host != nil {
		for _, p := range doc.Host.Parameters {
			host := lw.param(op, p, ir.InHost)
			host.Slashes = strings.HasPrefix(doc.Host.Template, "{"+p.Name+"}")
			out.Params = append(out.Params, host)
		}
	}
	for _, p := range op.Parameters {
		if p.In != openapi.InFormData {
			out.Params = append(out.Params, lw.param(op, p, p.In))
		}
	}
	lw.apiVersion(op, out)
	lw.requestBody(op, out)
	for _, r := range op.Responses {
		out.Responses = append(out.Responses, lw.response(op, r))
	}
	lw.replies(out)
	out.Pager = pager(doc, op, out)
	out.LongRunning = lw.longRunning(op, out)
	lw.limits(out)
	return out
}

// limits collects what the operation does not carry as the document has it.
func (lw *lowerer) limits(op *ir.Operation) {
	for _, p := range op.Params {
		lw.limit(op, p.Limit)
	}
	if op.Body != nil {
		lw.limit(op, op.Body.Limit)
	}
	for _, r := range op.Responses {
		lw.limit(op, r.Limit)
	}
	if op.Pager != nil {
		lw.limit(op, op.Pager.Limit)
	}
}

func (lw *lowerer) limit(op *ir.Operation, l *ir.Limit) {
	if l == nil {
		return
	}
	op.Limits = append(op.Limits, l)
	lw.budget.spend(l.At, costOfLimit+2*(len(l.Wire)+len(l.Member)+len(l.MediaType)+len(l.Operation)+len(l.Path)))
}

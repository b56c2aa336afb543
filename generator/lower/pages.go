package lower

import (
	"cmp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// pager works out how the pages of a list follow one another; nil: the operation is not pageable.
func pager(doc *openapi.Document, op *openapi.Operation, out *ir.Operation) *ir.Pager {
	if op.Pageable == nil {
		return nil
	}
	p := &ir.Pager{
		Verb: cmp.Or(op.Pageable.NextLinkVerb, "GET"), NextLink: op.Pageable.NextLink, Items: op.Pageable.Item, Operation: op.Pageable.OperationName,
	}
	fail := func(l ir.Limit) *ir.Pager {
		l.At = op.At
		p.Limit = &l
		return p
	}
	if out.Reply.Value != nil && !out.Reply.Mixed {
		p.Page = ir.StructOf(out.Reply.Value.Type)
	}
	if p.Page == nil {
		return fail(ir.Limit{Kind: ir.PageNotObject})
	}
	path := fieldPath(p.Page, p.Items)
	if len(path) == 0 || !isList(path[len(path)-1].Value.Type) {
		return fail(ir.Limit{Kind: ir.PageItemsMissing, Member: p.Items})
	}
	p.Path = path
	if p.NextLink == "" {
		return p
	}
	next := fieldPath(p.Page, p.NextLink)
	if len(next) == 0 || next[len(next)-1].Value.Type != ir.String {
		return fail(ir.Limit{Kind: ir.PageLinkMissing, Member: p.NextLink})
	}
	p.Next = next
	if p.Operation != "" && p.Operation != op.ID {
		i := slices.IndexFunc(doc.Operations, func(o *openapi.Operation) bool { return o.ID == p.Operation })
		switch {
		case i < 0:
			return fail(ir.Limit{Kind: ir.NextOperationMissing, Operation: p.Operation})
		case !followsLink(doc.Operations[i]):
			return fail(ir.Limit{Kind: ir.NextOperationPath, Operation: p.Operation, Path: doc.Operations[i].Path})
		}
		p.Verb = doc.Operations[i].Method
	}
	if p.Verb != "GET" && p.Verb != "POST" {
		return fail(ir.Limit{Kind: ir.NextVerbUnknown, Verb: p.Verb})
	}
	return p
}

func isList(t ir.Type) bool {
	_, list := t.(ir.List)
	return list
}

// followsLink reports whether the path of an operation is a link alone: "/{nextLink}", its slashes kept.
func followsLink(op *openapi.Operation) bool {
	name, ok := strings.CutPrefix(op.Path, "/{")
	return ok && strings.IndexByte(name, '}') == len(name)-1
}

// fieldPath returns the members that lead to a member, which is named as it is or with dots between the names on the way
// ("odata.nextLink", "properties.nextLink"); nil: there is none.
func fieldPath(st *ir.Struct, name string) []*ir.Field {
	for _, f := range st.Fields {
		if f.Wire == name {
			return []*ir.Field{f}
		}
	}
	for i := range len(name) {
		if name[i] != '.' {
			continue
		}
		for _, f := range st.Fields {
			if inner := ir.StructOf(f.Value.Type); f.Wire == name[:i] && inner != nil {
				if rest := fieldPath(inner, name[i+1:]); rest != nil {
					return append([]*ir.Field{f}, rest...)
				}
			}
		}
	}
	return nil
}

// longRunning works out how an operation that goes on after its reply ends.
func (lw *lowerer) longRunning(op *openapi.Operation, out *ir.Operation) *ir.LongRunning {
	if op.LongRunning == nil {
		return nil
	}
	l := &ir.LongRunning{FinalState: op.LongRunning.FinalStateVia}
	if l.FinalState == "" {
		l.FinalState = "location"
		if op.Method == "PUT" || op.Method == "PATCH" {
			l.FinalState = "original-uri"
		}
	}
	l.Monitor = monitor(out, l.FinalState)
	if op.LongRunning.FinalSchema != nil {
		v := lw.value(op.LongRunning.FinalSchema, []string{op.ID, "final"})
		l.Final = &v
		return l
	}
	for _, status := range []string{"200", "201", "2XX", "202", "204"} {
		for _, r := range out.Responses {
			if strings.EqualFold(r.Status, status) && r.Value != nil && l.Final == nil {
				l.Final = r.Value
			}
		}
	}
	return l
}

// monitor is the header that holds the URL of the state: the one that a success documents, else the one that the final
// state implies.
func monitor(op *ir.Operation, finalState string) string {
	names := []string{"Azure-AsyncOperation", "Operation-Location", "Location"}
	for _, name := range names {
		for _, r := range op.Responses {
			if !r.Error && slices.ContainsFunc(r.Headers, func(h *ir.Header) bool { return strings.EqualFold(h.Wire, name) }) {
				return name
			}
		}
	}
	return map[string]string{"azure-async-operation": names[0], "operation-location": names[1], "location": names[2]}[finalState]
}

package lower

import (
	"github.com/azbill/azbill/generator/ir"
)

// families gives each declaration the operation group that reaches it, when exactly one does: generated files follow
// the groups, and what several groups share is in a file of its own.
func (lw *lowerer) families() {
	several := new(ir.Group)
	reached := map[ir.Decl]*ir.Group{}
	for _, op := range lw.pkg.Operations {
		if op.Group == nil {
			continue
		}
		var visit func(v ir.Value)
		visitDecl := func(d ir.Decl) {
			// What several groups reach, and all below it, needs no further look: each type is visited twice at most.
			switch reached[d] {
			case op.Group, several:
				return
			case nil:
				reached[d] = op.Group
			default:
				reached[d] = several
			}
			for _, v := range ir.Values(d) {
				visit(v)
			}
		}
		visit = func(v ir.Value) {
			switch t := v.Type.(type) {
			case ir.Named:
				visitDecl(t.Decl)
			case ir.List:
				visit(t.Elem)
			case ir.Map:
				visit(t.Elem)
			}
		}
		for _, v := range op.Values() {
			visit(v)
		}
	}
	for d, group := range reached {
		d.Common().Family = group.Wire // empty for several
	}
	lw.streams()
}

// streams marks the list member of each type that an operation answers with: the one that a pageable operation names,
// else "value", as Azure's lists are called where the document does not say that they are pages.
func (lw *lowerer) streams() {
	for _, op := range lw.pkg.Operations {
		item := "value"
		if op.Pager != nil {
			item = op.Pager.Items
		}
		for _, r := range op.Responses {
			if r.Value == nil || r.Error {
				continue
			}
			st := ir.StructOf(r.Value.Type)
			if st == nil {
				continue
			}
			for _, f := range st.Fields {
				if list, ok := f.Value.Type.(ir.List); ok && f.Wire == item {
					if elem := ir.ObjectOf(list.Elem.Type); elem != nil {
						st.Stream = &ir.Stream{Field: f, Elem: elem}
					}
				}
			}
		}
	}
}

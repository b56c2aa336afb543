package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
)

// identities gives each declaration of both sides the name that it is compared under. Declarations that are the same
// thing share one, so that a renamed type is one change and not one for every member that uses it.
type identities map[ir.Decl]string

// identify pairs the declarations of two packages: by name, then by shape, then by the places that use them.
func identify(old, new *ir.Package) identities {
	p := &typePairs{partner: map[ir.Decl]ir.Decl{}, taken: map[ir.Decl]bool{}}
	p.unique(old.Decls, new.Decls, pathName)
	p.unique(old.Decls, new.Decls, func(d ir.Decl) string { return strings.ToLower(pathName(d)) })
	p.unique(old.Decls, new.Decls, func(d ir.Decl) string { return shape(d, 2) })
	for p.byUse(old, new) {
	}
	ids := identities{}
	for _, d := range old.Decls {
		ids[d] = pathName(d)
	}
	for _, d := range new.Decls {
		if o := p.partner[d]; o != nil {
			ids[d] = ids[o]
		} else {
			ids[d] = pathName(d)
		}
	}
	return ids
}

// pathName is the name of a declaration in its document: the schema's name, and the members that lead to an inline type.
func pathName(d ir.Decl) string { return strings.Join(d.Common().Path, ".") }

type typePairs struct {
	partner map[ir.Decl]ir.Decl // old by new
	taken   map[ir.Decl]bool    // old ones that have a partner
}

func (p *typePairs) set(o, n ir.Decl) bool {
	if p.partner[n] != nil || p.taken[o] {
		return false
	}
	p.partner[n], p.taken[o] = o, true
	return true
}

// unique pairs the declarations not yet paired whose key only one declaration of each side has.
func (p *typePairs) unique(olds, news []ir.Decl, key func(ir.Decl) string) {
	index := func(decls []ir.Decl, done func(ir.Decl) bool) map[string][]ir.Decl {
		out := map[string][]ir.Decl{}
		for _, d := range decls {
			if k := key(d); k != "" && !done(d) {
				out[k] = append(out[k], d)
			}
		}
		return out
	}
	before := index(olds, func(d ir.Decl) bool { return p.taken[d] })
	after := index(news, func(d ir.Decl) bool { return p.partner[d] != nil })
	for k, n := range after {
		if o := before[k]; len(n) == 1 && len(o) == 1 {
			p.set(o[0], n[0])
		}
	}
}

// shape is what a type holds, without its name and descriptions; empty for what is too small to be recognised by it.
func shape(d ir.Decl, depth int) string {
	var b strings.Builder
	switch d := d.(type) {
	case *ir.Struct:
		if len(d.Fields) < 2 {
			return ""
		}
		b.WriteString("struct")
		for _, f := range d.Fields {
			fmt.Fprintf(&b, " %s:%s", f.Wire, shapeOf(f.Value.Type, depth))
		}
	case *ir.Enum:
		if len(d.Values) < 2 {
			return ""
		}
		b.WriteString("enum")
		for _, v := range d.Values {
			fmt.Fprintf(&b, " %q", v.Wire)
		}
	case *ir.Union:
		fmt.Fprintf(&b, "union %s", d.Property)
		for _, v := range d.Variants {
			fmt.Fprintf(&b, " %q", v.Value)
		}
	}
	return b.String()
}

func shapeOf(t ir.Type, depth int) string {
	switch t := t.(type) {
	case ir.Named:
		if depth == 0 {
			return "…"
		}
		return "(" + shape(t.Decl, depth-1) + ")"
	case ir.List:
		return "[]" + shapeOf(t.Elem.Type, depth)
	case ir.Map:
		return "map " + shapeOf(t.Elem.Type, depth)
	case ir.Builtin:
		return fmt.Sprint(int(t))
	}
	return fmt.Sprintf("%T", t)
}

// byUse pairs what the same members and the same operations of both sides use, and reports whether it found any.
func (p *typePairs) byUse(old, new *ir.Package) bool {
	found := false
	var types func(a, b ir.Type)
	types = func(a, b ir.Type) {
		switch a := a.(type) {
		case ir.Named:
			if b, ok := b.(ir.Named); ok && sameKind(a.Decl, b.Decl) {
				found = p.set(a.Decl, b.Decl) || found
			}
		case ir.List:
			if b, ok := b.(ir.List); ok {
				types(a.Elem.Type, b.Elem.Type)
			}
		case ir.Map:
			if b, ok := b.(ir.Map); ok {
				types(a.Elem.Type, b.Elem.Type)
			}
		}
	}
	for _, n := range new.Decls {
		s, ok := n.(*ir.Struct)
		if !ok || p.partner[n] == nil {
			continue
		}
		o, ok := p.partner[n].(*ir.Struct)
		if !ok {
			continue
		}
		for _, f := range s.Fields {
			if i := slices.IndexFunc(o.Fields, func(g *ir.Field) bool { return g.Wire == f.Wire }); i >= 0 {
				types(o.Fields[i].Value.Type, f.Value.Type)
			}
		}
	}
	p.byOperation(old, new, types)
	return found
}

func (p *typePairs) byOperation(old, new *ir.Package, types func(a, b ir.Type)) {
	index := map[string]*ir.Operation{}
	for _, op := range old.Operations {
		index[OperationKey(op.Method, op.Path)] = op
	}
	for _, n := range new.Operations {
		o := index[OperationKey(n.Method, n.Path)]
		if o == nil {
			continue
		}
		for _, q := range n.Params {
			if i := slices.IndexFunc(o.Params, func(r *ir.Param) bool { return r.Wire == q.Wire && r.In == q.In }); i >= 0 {
				types(o.Params[i].Value.Type, q.Value.Type)
			}
		}
		if o.Body != nil && n.Body != nil {
			types(o.Body.Value.Type, n.Body.Value.Type)
		}
		for _, r := range n.Responses {
			i := slices.IndexFunc(o.Responses, func(q *ir.Response) bool { return q.Status == r.Status })
			if i >= 0 && r.Value != nil && o.Responses[i].Value != nil {
				types(o.Responses[i].Value.Type, r.Value.Type)
			}
		}
	}
}

func sameKind(a, b ir.Decl) bool { return fmt.Sprintf("%T", a) == fmt.Sprintf("%T", b) }

// uses finds for each declaration the operations that send or receive it.
func uses(pkg *ir.Package) map[ir.Decl]*use {
	out := map[ir.Decl]*use{}
	for _, op := range pkg.Operations {
		for _, sent := range []bool{true, false} {
			seen := map[ir.Decl]bool{}
			visit := func(t ir.Type) { reach(t, seen) }
			if sent {
				for _, p := range op.Params {
					visit(p.Value.Type)
				}
				if op.Body != nil {
					visit(op.Body.Value.Type)
				}
			} else {
				for _, r := range op.Responses {
					if r.Value != nil {
						visit(r.Value.Type)
					}
				}
			}
			for d := range seen {
				if out[d] == nil {
					out[d] = &use{}
				}
				out[d].add(op.ID, sent)
			}
		}
	}
	return out
}

// reach adds the declarations that values of a type can hold.
func reach(t ir.Type, seen map[ir.Decl]bool) {
	switch t := t.(type) {
	case ir.List:
		reach(t.Elem.Type, seen)
	case ir.Map:
		reach(t.Elem.Type, seen)
	case ir.Named:
		if seen[t.Decl] {
			return
		}
		seen[t.Decl] = true
		switch d := t.Decl.(type) {
		case *ir.Struct:
			for _, f := range d.Fields {
				reach(f.Value.Type, seen)
			}
			if d.Additional != nil {
				reach(d.Additional.Type, seen)
			}
		case *ir.Union:
			reach(d.PropertyType, seen)
			for _, v := range d.Variants {
				if v.Holder != nil {
					reach(v.Holder.Value.Type, seen)
				} else {
					reach(ir.Named{Decl: v.Type}, seen)
				}
			}
		case *ir.Alias:
			reach(d.Value.Type, seen)
		}
	}
}

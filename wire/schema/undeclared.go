package schema

import (
	"cmp"
	"slices"

	"github.com/azbill/azbill/wire/internal/scan"
)

// A schema that combines others does not know all members of a value by itself. Where several that declare members apply
// to one value, the check of each leaves names aside, and undeclared goes through the value once more with all of them.

// combines reports whether several schemas that declare members, or one that is checked as a part, apply to the values of
// s, which has parts.
func (s *Schema) combines(m *Model) bool {
	p := s.Parts
	return p.Object != nil && len(p.Object.Members) > 0 || slices.ContainsFunc(p.Any, m.declares) || slices.ContainsFunc(p.One, m.declares) ||
		severalDeclare(m, s.Elem != nil || p.Object != nil, p.All)
}

// combines reports whether parts of t declare members beside its own.
func (t *Type) combines(m *Model) bool {
	return len(t.All) > 0 && severalDeclare(m, len(t.Members) > 0 || t.Open || t.Additional != nil, t.All)
}

// severalDeclare reports whether two of the parts may declare members, or one beside what has some of its own.
func severalDeclare(m *Model, own bool, parts []Schema) bool {
	for k := range parts {
		if m.declares(parts[k]) {
			if own {
				return true
			}
			own = true
		}
	}
	return false
}

// declares reports whether a schema may declare members, of the value or of those that it holds.
func (m *Model) declares(s Schema) bool {
	if s.Kind == KindRef {
		t := &m.Types[s.Type]
		return t.Value == nil || t.Value.Elem != nil || t.Value.Parts != nil || t.Value.Kind == KindRef
	}
	p := s.Parts
	return s.Elem != nil || p != nil && (p.Object != nil || len(p.Any)+len(p.One) > 0 || slices.ContainsFunc(p.All, m.declares))
}

// applied are the schemas that apply to a value, whether or not it fits them.
type applied struct {
	types []*Type
	elems []*Schema // of the elements of an array, or of the values of an object
	open  bool      // a name that no type declares may be there
	seen  map[any]bool
}

// again reports whether a schema or type has been applied before.
func (a *applied) again(x any) bool {
	if a.seen[x] {
		return true
	}
	if a.seen == nil {
		a.seen = map[any]bool{}
	}
	a.seen[x] = true
	return false
}

// apply adds what a schema applies to the value at i. Of alternatives, which need not be known, all are.
func (v *validator) apply(a *applied, s *Schema, i int) {
	if s.Kind == KindRef {
		if named := v.m.Types[s.Type].Value; named != nil {
			if !a.again(named) {
				v.apply(a, named, i)
			}
			return
		}
		if t := &v.m.Types[s.Type]; v.src[i] == '{' {
			v.applyType(a, t, i)
		} else {
			v.applyMembers(a, t, i)
		}
		return
	}
	if s.Elem != nil && (v.src[i] == '[') == (s.Kind != KindMap) {
		a.elems = append(a.elems, s.Elem)
		a.open = a.open || s.Kind == KindMap
	}
	p := s.Parts
	if p == nil {
		return
	}
	if p.Object != nil && v.src[i] == '{' {
		v.applyMembers(a, p.Object, i)
	}
	for _, list := range [...][]Schema{p.All, p.Any, p.One} {
		for k := range list {
			v.apply(a, &list[k], i)
		}
	}
}

// applyType adds what a type applies to the object at i: first the type that its discriminator selects, if it has one.
func (v *validator) applyType(a *applied, t *Type, i int) {
	var around []*Type
	for t.Property != "" {
		variant, _ := v.selectVariant(t, i)
		if variant == nil {
			a.open = true
			break
		}
		if variant == t {
			break
		}
		if t.Own {
			around = append(around, t)
		}
		selected := t.Property
		if t = variant; t.Property == selected {
			break
		}
	}
	v.applyMembers(a, t, i)
	for _, t := range around {
		v.applyMembers(a, t, i)
	}
}

func (v *validator) applyMembers(a *applied, t *Type, i int) {
	if a.again(t) {
		return
	}
	a.types = append(a.types, t)
	a.open = a.open || t.Open || t.Additional != nil
	for k := range t.All {
		v.apply(a, &t.All[k], i)
	}
}

// undeclared reports the members of the value at i, and of those that it holds, that none of the schemas declares. It returns
// where the value ends, so that nested values are passed once.
func (v *validator) undeclared(schemas []*Schema, i int) int {
	if c := v.src[i]; len(schemas) == 0 || c != '{' && c != '[' {
		return v.past(i)
	}
	var a applied
	for _, s := range schemas {
		v.apply(&a, s, i)
	}
	n := len(v.path)
	if v.src[i] == '[' {
		i = scan.PassSpace(v.src, i+1)
		for count := 0; v.src[i] != ']'; count++ {
			v.path = append(v.path[:n], step{index: count, free: true})
			i = scan.PassComma(v.src, v.undeclared(a.elems, i))
		}
		v.path = v.path[:n]
		return i + 1
	}
	isSilent := a.open || !slices.ContainsFunc(a.types, func(t *Type) bool { return len(t.Members) > 0 })
	var below []*Schema
	for i = scan.PassSpace(v.src, i+1); v.src[i] != '}'; {
		name, value := scan.MemberAt(v.src, i)
		isDeclared := false
		below = append(below[:0], a.elems...)
		for _, t := range a.types {
			if k := v.member(t, 0, name); k >= 0 {
				isDeclared = true
				below = append(below, &t.Members[k].Schema)
			} else if t.Additional != nil {
				below = append(below, t.Additional)
			}
		}
		v.path = append(v.path[:n], step{name: name, free: !isDeclared})
		if !isDeclared && !isSilent {
			v.reportUnknown(string(name), i, a.types...)
		}
		i = scan.PassComma(v.src, v.undeclared(below, value))
	}
	v.path = v.path[:n]
	return i + 1
}

// reportUnknown reports the member at i, which none of the types declares. A name that is close to a declared one is
// reported even if unknown members are not asked about.
func (v *validator) reportUnknown(name string, i int, types ...*Type) {
	for _, t := range types {
		if as := v.nearest(t, name); as != "" {
			v.report(i, ruleCase, "%s has this member as %q", cmp.Or(t.Name, "the object"), as)
			v.similar(t, name)
			return
		}
	}
	if v.Unknown {
		v.report(i, ruleUnknown, "%s has no such member", cmp.Or(types[0].Name, "the object"))
		for _, t := range types {
			v.similar(t, name)
		}
	}
}

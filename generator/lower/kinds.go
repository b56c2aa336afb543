package lower

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// The kinds of JSON values, by their names in JSON Schema.
const (
	aString  = "string"
	aNumber  = "number"
	aBoolean = "boolean"
	anArray  = "array"
	anObject = "object"
)

// alternativesOf are the schemas one of which the value of s has, if s says nothing else that decides about its Go type.
func alternativesOf(s *openapi.Schema) []*openapi.Schema {
	if len(s.OneOf) > 0 && len(s.AnyOf) > 0 || len(s.Properties)+len(s.AllOf)+len(s.Enum) > 0 || s.Ref != nil || s.Items != nil ||
		s.Additional != nil || s.Discriminator != nil {
		return nil
	}
	return slices.Concat(s.OneOf, s.AnyOf)
}

// byKind returns the kind of value that each alternative of s is, where no two are of the same; nil: they are not told
// apart so.
func (lw *lowerer) byKind(s *openapi.Schema) []string {
	alternatives := alternativesOf(s)
	if len(alternatives) < 2 {
		return nil
	}
	var kinds []string
	for _, a := range alternatives {
		kind := lw.kindOfValue(a, nil)
		if kind == "" || slices.Contains(kinds, kind) {
			return nil
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

// kindOfValue is the kind of value that a schema describes; empty: several, or it is not seen. Within are the schemas being
// looked at.
func (lw *lowerer) kindOfValue(s *openapi.Schema, within []*openapi.Schema) string {
	s = s.Resolve()
	switch s.Type {
	case "integer":
		return aNumber
	case aString, aNumber, aBoolean, anArray, anObject:
		return s.Type
	case "":
	default:
		return ""
	}
	if slices.Contains(within, s) {
		return ""
	}
	within = append(within, s)
	switch {
	case isStringEnum(s):
		return aString
	case lw.isUnion(s), lw.objects.is(s), lw.isVariant(s):
		return anObject
	}
	for _, part := range s.AllOf {
		if kind := lw.kindOfValue(part, within); kind != "" {
			return kind
		}
	}
	alternatives := alternativesOf(s)
	kind := ""
	for i, a := range alternatives {
		switch k := lw.kindOfValue(a, within); {
		case k == "", i > 0 && k != kind:
			return ""
		default:
			kind = k
		}
	}
	return kind
}

// kindUnion declares a schema whose value is one of several variants, which their kinds tell apart.
func (lw *lowerer) kindUnion(s *openapi.Schema, head ir.Head, kinds []string) ir.Decl {
	u := &ir.Union{Head: head, ByKind: true, PropertyType: ir.String}
	lw.decls[s] = u
	lw.sources[u] = s
	lw.declare(u)
	if !lw.budget.spend(s.At, costOfDecl+costOfHead(&u.Head)) {
		return u
	}
	for i, a := range alternativesOf(s) {
		v := lw.typed(a, append(slices.Clone(head.Path), kinds[i]))
		variant := ir.Variant{Value: kinds[i], Type: ir.ObjectOf(v.Type)}
		if variant.Type == nil {
			variant.Holder = &ir.Holder{Value: v}
		}
		u.Variants = append(u.Variants, variant)
		if !lw.budget.spend(s.At, costOfDecl/2+costOfHead(&u.Head)+costOfValue(v)) {
			break
		}
	}
	return u
}

// oneType is the type that all alternatives of s have in Go; nil: they have several. What they say of it besides is left
// to Validate.
func (lw *lowerer) oneType(s *openapi.Schema, path []string) ir.Type {
	alternatives := alternativesOf(s)
	kind := ""
	for i, a := range alternatives {
		k := lw.kindOfValue(a, nil)
		if k != aString && k != aNumber && k != aBoolean || i > 0 && k != kind {
			return nil
		}
		kind = k
	}
	var out ir.Type
	for i, a := range alternatives {
		switch t := lw.typed(a, path).Type; {
		case i == 0:
			out = t
		case !sameType(out, t):
			if out = widest(kind); out == nil {
				return nil
			}
		}
	}
	return out
}

// widest is the type that holds every value of a kind.
func widest(kind string) ir.Type {
	switch kind {
	case aString:
		return ir.String
	case aNumber:
		return ir.Decimal
	}
	return nil
}

// alternatives lists the objects that a value may be, where nothing tells which one it is.
func (lw *lowerer) alternatives(a *ir.Alias, s *openapi.Schema) {
	list := slices.Concat(s.OneOf, s.AnyOf)
	words := lw.wordsOf(list)
	for i, alternative := range list {
		if lw.budget.spent {
			return
		}
		path := a.Path
		if alternative.Resolve().Name == "" {
			if words[i] == "" {
				continue
			}
			path = append(slices.Clone(path), "with", words[i])
		}
		o := ir.ObjectOf(lw.typed(alternative, path).Type)
		if o == nil || slices.ContainsFunc(a.Alternatives, func(b *ir.Alternative) bool { return b.Type == o }) {
			continue
		}
		a.Alternatives = append(a.Alternatives, &ir.Alternative{Type: o})
		lw.budget.spend(s.At, costOfVariant)
	}
}

// wordsOf tells the alternatives without names apart by members: by the first that each requires, or else declares; if
// several have that one, by all that they require, then by all that they declare. Empty: it is not told apart, or not an
// object.
func (lw *lowerer) wordsOf(alternatives []*openapi.Schema) []string {
	candidates := make([][3]string, len(alternatives))
	for i, a := range alternatives {
		a = a.Resolve()
		if a.Name != "" || !lw.objects.is(a) || lw.decls[a] != nil {
			continue
		}
		required := map[string]bool{}
		var all, demanded []string
		for _, m := range membersOf(a, required, map[*openapi.Schema]bool{}) {
			all = append(all, m.Name)
		}
		if len(all) == 0 {
			continue
		}
		for _, name := range all {
			if required[name] {
				demanded = append(demanded, name)
			}
		}
		candidates[i] = [3]string{slices.Concat(demanded, all)[0], strings.Join(demanded, "-"), strings.Join(all, "-")}
	}
	words := make([]string, len(alternatives))
	for level := range 3 {
		count := map[string]int{}
		for i := range candidates {
			count[candidates[i][level]]++
		}
		for i := range candidates {
			if word := candidates[i][level]; words[i] == "" && word != "" && count[word] == 1 && !slices.Contains(words, word) {
				words[i] = word
			}
		}
	}
	return words
}

// alternativesHere declares a raw value that a schema without a name describes, if there are objects that it may be: the
// functions that decode it as one of them have the name of the declaration.
func (lw *lowerer) alternativesHere(s *openapi.Schema, head ir.Head) {
	if len(s.OneOf)+len(s.AnyOf) == 0 || lw.decls[s] != nil {
		return
	}
	a := &ir.Alias{Head: head, Value: ir.Value{Type: ir.Raw}}
	lw.decls[s] = a
	if lw.alternatives(a, s); len(a.Alternatives) == 0 {
		delete(lw.decls, s)
		return
	}
	lw.sources[a] = s
	lw.declare(a)
	lw.budget.spend(s.At, costOfDecl+costOfHead(&head))
}

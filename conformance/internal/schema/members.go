package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// memberIndex holds the members that schemas declare themselves, by name.
type memberIndex map[*openapi.Schema]map[string]*openapi.Schema

// of returns the members that a schema declares itself.
func (x memberIndex) of(s *openapi.Schema) map[string]*openapi.Schema {
	m, ok := x[s]
	if !ok {
		m = make(map[string]*openapi.Schema, len(s.Properties))
		for _, p := range s.Properties {
			m[p.Name] = p.Schema
		}
		x[s] = m
	}
	return m
}

// shape is what applies to a value at a place of a schema's type.
type shape struct {
	selection    *selection        // nil: no variants
	parts        []*openapi.Schema // the schema and what it includes by allOf
	unions       []*openapi.Schema // included schemas that select a variant themselves
	alternatives []*openapi.Schema // of oneOf and anyOf
}

// shape returns what applies at a place of the schema's type.
func (b *builder) shape(s *openapi.Schema) *shape {
	if sh := b.shapes[s]; sh != nil {
		return sh
	}
	sh := &shape{selection: b.selection(s)}
	b.shapes[s] = sh
	seen := map[*openapi.Schema]bool{}
	var include func(t *openapi.Schema)
	include = func(t *openapi.Schema) {
		if seen[t] {
			return
		}
		seen[t] = true
		b.members.of(t)
		sh.parts = append(sh.parts, t)
		for _, part := range t.AllOf {
			target := part.Resolve()
			if b.dispatches(s, target) && b.shape(target).selection != nil {
				sh.unions = append(sh.unions, target)
			} else {
				include(target)
			}
		}
		if t.Discriminator == nil || len(b.variants(t)) == 0 {
			for _, part := range slices.Concat(t.OneOf, t.AnyOf) {
				sh.alternatives = append(sh.alternatives, part.Resolve())
			}
		}
	}
	include(s.Resolve())
	b.count(len(sh.parts), s.At)
	return sh
}

// members finds in a message the members that no schema declares, and whether a member that is missing need not be there.
type memberWalk struct {
	set     *Set
	request bool
	work    work
	unknown []Violation
	excused map[string]bool // JSON pointers of missing members
}

// applied are the schemas that apply to a value.
type applied struct {
	parts []*openapi.Schema
	seen  map[appliedKey]bool
	vague bool // the variant is not known
}

type appliedKey struct {
	schema *openapi.Schema
	flat   bool
}

// apply adds what a schema applies to a value.
func (w *memberWalk) apply(a *applied, s *openapi.Schema, n *jsontree.Node, flat bool) {
	s = s.Resolve()
	key := appliedKey{s, flat}
	sh := w.set.shapes[s]
	if a.seen[key] || sh == nil || !w.work.spend(1) {
		return
	}
	a.seen[key] = true
	if sel := sh.selection; sel != nil && !flat {
		v, found := variant{}, false
		if value := n.Get(sel.property); value != nil && value.Kind == jsontree.String {
			v, found = sel.byValue[value.Text]
		}
		a.vague = a.vague || !found
		if !found || sel.beside {
			w.apply(a, s, n, true)
		}
		if found {
			w.apply(a, v.schema, n, v.flat)
		}
		return
	}
	for _, part := range sh.parts {
		if !slices.Contains(a.parts, part) {
			a.parts = append(a.parts, part)
		}
	}
	for _, list := range [...][]*openapi.Schema{sh.unions, sh.alternatives} {
		for _, part := range list {
			w.apply(a, part, n, false)
		}
	}
}

// walk looks at a value that schemas apply to, and at those below it.
func (w *memberWalk) walk(pointer string, n *jsontree.Node, uses []*openapi.Schema) {
	if len(uses) == 0 || n.Kind != jsontree.Object && n.Kind != jsontree.Array {
		return
	}
	a := applied{seen: map[appliedKey]bool{}}
	for _, s := range uses {
		w.apply(&a, s, n, false)
	}
	if !w.work.spend(len(a.parts) * (1 + len(n.Members))) {
		return
	}
	if n.Kind == jsontree.Array {
		w.items(pointer, n, &a)
		return
	}
	w.missing(pointer, n, &a)
	open := a.vague || !slices.ContainsFunc(a.parts, func(s *openapi.Schema) bool { return len(s.Properties) > 0 }) ||
		slices.ContainsFunc(a.parts, func(s *openapi.Schema) bool { return s.Additional != nil || s.AdditionalAllowed })
	for i, m := range n.Members {
		var below []*openapi.Schema
		declared := false
		for _, s := range a.parts {
			if p := w.set.members[s][m.Name]; p != nil {
				below, declared = append(below, p), true
			} else if s.Additional != nil {
				below = append(below, s.Additional)
			}
		}
		at := pointer + "/" + jsontree.Escape(m.Name)
		if !declared && !open && len(w.unknown) <= MaxViolations && !slices.ContainsFunc(n.Members[:i], func(o jsontree.Member) bool { return o.Name == m.Name }) {
			w.unknown = append(w.unknown, Violation{Pointer: at, Rule: RuleUnknown, Message: w.set.unknown(m.Name, a.parts), At: a.parts[0].At, Offset: m.Value.Start})
		}
		w.walk(at, m.Value, below)
	}
}

func (w *memberWalk) items(pointer string, n *jsontree.Node, a *applied) {
	var below []*openapi.Schema
	for _, s := range a.parts {
		if s.Items != nil {
			below = append(below, s.Items)
		}
	}
	for i, item := range n.Items {
		w.walk(pointer+"/"+strconv.Itoa(i), item, below)
	}
}

// missing notes which of the required members that an object lacks need not be in a message of this kind.
func (w *memberWalk) missing(pointer string, n *jsontree.Node, a *applied) {
	for _, s := range a.parts {
		for _, name := range s.Required {
			if n.Get(name) != nil {
				continue
			}
			for _, t := range a.parts {
				p := w.set.members[t][name]
				if p != nil && (w.request && isReadOnly(p) || !w.request && isWriteOnly(p)) {
					w.excused[pointer+"/"+jsontree.Escape(name)] = true
				}
			}
		}
	}
}

// unknown words that no schema declares a member.
func (s *Set) unknown(name string, parts []*openapi.Schema) string {
	for _, part := range parts {
		for _, p := range part.Properties {
			if strings.EqualFold(p.Name, name) {
				return fmt.Sprintf("the document does not declare member %q, but %q", name, p.Name)
			}
		}
	}
	return fmt.Sprintf("the document does not declare member %q", name)
}

package schema

import (
	"bytes"
	"slices"

	"github.com/azbill/azbill/wire/internal/scan"
)

// StripReadOnly returns data, a JSON text of the type with index typ, without its read-only members at any depth: what
// is left of a response that is to be sent back as a request. Malformed text is returned as it is.
func StripReadOnly(m *Model, typ int, data []byte) []byte {
	s := stripper{walker: newWalker(m, data)}
	s.received, s.sent = validator{walker: s.walker}, validator{walker: s.walker}
	s.sent.Request = true
	defer s.d.Free()
	if s.d.Err != nil {
		return bytes.Clone(data)
	}
	s.value(scan.PassSpace(data, 0), &Schema{Kind: KindRef, Type: typ})
	return s.out
}

type stripper struct {
	walker
	received, sent validator // find the alternatives that hold
	out            []byte
}

// fits reports whether an alternative holds for the value at i, as received or as it is to be sent: without the read-only
// members that it requires.
func (w *stripper) fits(s *Schema, i int) bool { return w.received.holds(s, i) || w.sent.holds(s, i) }

// shape is what schemas that all hold say of the parts of a value.
type shape struct {
	types []*Type          // of an object
	elems []*Schema        // of an array, or of the members of a map
	seen  map[*Schema]bool // alternatives that hold, which may lead back to themselves
}

// gather adds what s says of the value at i. Of alternatives, those that hold say something.
func (w *stripper) gather(s *Schema, i int, to *shape) {
	switch {
	case s.Kind == KindRef:
		w.gatherType(&w.m.Types[s.Type], i, to)
	case s.Elem != nil && (s.Kind == KindMap) == (w.src[i] == '{'):
		to.elems = append(to.elems, s.Elem)
	}
	if p := s.Parts; p != nil {
		for k := range p.All {
			w.gather(&p.All[k], i, to)
		}
		for _, alternatives := range [][]Schema{p.Any, p.One} {
			for k := range alternatives {
				if a := &alternatives[k]; !to.seen[a] && w.fits(a, i) {
					if to.seen == nil {
						to.seen = map[*Schema]bool{}
					}
					to.seen[a] = true
					w.gather(a, i, to)
				}
			}
		}
		if p.Object != nil {
			w.gatherType(p.Object, i, to)
		}
	}
}

func (w *stripper) gatherType(t *Type, i int, to *shape) {
	for range len(w.m.Types) { // unions lead to unions, but never back
		for k := range t.All {
			w.gather(&t.All[k], i, to)
		}
		if t.Property == "" || w.src[i] != '{' {
			break
		}
		variant, _ := w.selectVariant(t, i)
		if variant == nil {
			return
		}
		selected := t.Property
		if t = variant; t.Property == selected {
			for k := range t.All {
				w.gather(&t.All[k], i, to)
			}
			break
		}
	}
	if t.Value != nil {
		w.gather(t.Value, i, to)
		return
	}
	to.types = append(to.types, t)
}

// value copies the value at i, of which all schemas hold, and returns the index after it.
func (w *stripper) value(i int, schemas ...*Schema) int {
	var is shape
	for _, s := range schemas {
		w.gather(s, i, &is)
	}
	switch {
	case w.src[i] == '[' && len(is.elems) > 0:
		return w.array(is.elems, i)
	case w.src[i] == '{' && len(is.types)+len(is.elems) > 0:
		return w.members(&is, i)
	}
	end := scan.PassValue(w.src, i)
	w.out = scan.AppendCompact(w.out, w.src[i:end])
	return end
}

func (w *stripper) array(elems []*Schema, i int) int {
	w.out = append(w.out, '[')
	start := len(w.out)
	for i = scan.PassSpace(w.src, i+1); w.src[i] != ']'; {
		if len(w.out) > start {
			w.out = append(w.out, ',')
		}
		i = scan.PassComma(w.src, w.value(i, elems...))
	}
	w.out = append(w.out, ']')
	return i + 1
}

func (w *stripper) members(is *shape, i int) int {
	w.out = append(w.out, '{')
	start := len(w.out)
	for i = scan.PassSpace(w.src, i+1); w.src[i] != '}'; {
		name, value := scan.MemberAt(w.src, i)
		schemas, readOnly := is.member(string(name))
		if readOnly {
			i = scan.PassComma(w.src, scan.PassValue(w.src, value))
			continue
		}
		if len(w.out) > start {
			w.out = append(w.out, ',')
		}
		w.out = append(append(w.out, w.src[i:scan.PassString(w.src, i)]...), ':')
		i = scan.PassComma(w.src, w.value(value, schemas...))
	}
	w.out = append(w.out, '}')
	return i + 1
}

// member returns the schemas of the member of that name, and whether it is read-only.
func (is *shape) member(name string) (schemas []*Schema, readOnly bool) {
	schemas = is.elems[:len(is.elems):len(is.elems)]
	for _, t := range is.types {
		k := slices.IndexFunc(t.Members, func(m Member) bool { return m.Name == name })
		switch {
		case k >= 0:
			schemas = append(schemas, &t.Members[k].Schema)
			readOnly = readOnly || t.Members[k].ReadOnly
		case t.Additional != nil:
			schemas = append(schemas, t.Additional)
		}
	}
	return schemas, readOnly
}

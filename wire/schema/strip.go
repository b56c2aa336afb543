package schema

import (
	"bytes"

	"github.com/azbill/azbill/wire/internal/scan"
)

// StripReadOnly returns data, a JSON text of the type with index typ, without its read-only members at any depth: what
// is left of a response that is to be sent back as a request. Malformed text is returned as it is.
func StripReadOnly(m *Model, typ int, data []byte) []byte {
	s := stripper{walker: newWalker(m, data)}
	defer s.d.Free()
	if s.d.Err != nil {
		return bytes.Clone(data)
	}
	s.value(&Schema{Kind: KindRef, Type: typ}, scan.PassSpace(data, 0))
	return s.out
}

type stripper struct {
	walker
	out []byte
}

// value copies the value at i and returns the index after it.
func (w *stripper) value(s *Schema, i int) int {
	for s != nil && s.Kind == KindRef && w.m.Types[s.Type].Value != nil {
		s = w.m.Types[s.Type].Value
	}
	switch {
	case s == nil:
	case s.Kind == KindArray && w.src[i] == '[':
		return w.array(s.Elem, i)
	case s.Kind == KindMap && w.src[i] == '{':
		return w.members(&Type{Additional: s.Elem}, i)
	case s.Kind == KindRef && w.src[i] == '{':
		t, _, _ := w.selectType(&w.m.Types[s.Type], i)
		return w.members(t, i)
	}
	end := scan.PassValue(w.src, i)
	w.out = scan.AppendCompact(w.out, w.src[i:end])
	return end
}

func (w *stripper) array(elem *Schema, i int) int {
	w.out = append(w.out, '[')
	start := len(w.out)
	for i = scan.PassSpace(w.src, i+1); w.src[i] != ']'; {
		if len(w.out) > start {
			w.out = append(w.out, ',')
		}
		i = scan.PassComma(w.src, w.value(elem, i))
	}
	w.out = append(w.out, ']')
	return i + 1
}

func (w *stripper) members(t *Type, i int) int {
	w.out = append(w.out, '{')
	start := len(w.out)
	for i = scan.PassSpace(w.src, i+1); w.src[i] != '}'; {
		name, value := scan.MemberAt(w.src, i)
		s, readOnly := t.member(string(name))
		if readOnly {
			i = scan.PassComma(w.src, scan.PassValue(w.src, value))
			continue
		}
		if len(w.out) > start {
			w.out = append(w.out, ',')
		}
		w.out = append(append(w.out, w.src[i:scan.PassString(w.src, i)]...), ':')
		i = scan.PassComma(w.src, w.value(s, value))
	}
	w.out = append(w.out, '}')
	return i + 1
}

// member returns the schema of the member of that name, nil for anything, and whether it is read-only.
func (t *Type) member(name string) (*Schema, bool) {
	for i := range t.Members {
		if m := &t.Members[i]; m.Name == name {
			return &m.Schema, m.ReadOnly
		}
	}
	return t.Additional, false
}

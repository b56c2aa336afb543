//go:build purego || !(amd64 || arm64 || ppc64le)

package codec

import (
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
)

// block holds nothing: without package unsafe each string has its own memory.
type block struct{}

// Next moves to the next member and reports whether there is one.
func (m *Members) Next() bool {
	if m.order == nil {
		return m.open()
	}
	return m.step()
}

// text reads a string.
func (m *Members) text(s *internal.State) string { return m.anyText(s) }

// copy returns b as a string that shares nothing with the text.
func (d *Decoder) copy(b []byte) string { return string(b) }

func appendString(b []byte, name string, o *wire.Optional[string]) []byte {
	v, s := o.Access(key{})
	return appendText(b, name, *v, *s)
}

func appendEnum[T ~string](b []byte, name string, o *wire.Optional[T]) []byte {
	v, s := o.Access(key{})
	return appendText(b, name, string(*v), *s)
}

// hasName reports whether data has the name at i.
func hasName(data []byte, i int, name string) bool {
	return len(name) <= len(data)-i && string(data[i:i+len(name)]) == name
}

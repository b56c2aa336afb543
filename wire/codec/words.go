//go:build !purego && (amd64 || arm64 || ppc64le)

package codec

import (
	"unsafe"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// This file is what the codec does a word at a time, on platforms whose words are 8 bytes, little-endian, and may lie
// anywhere in memory. words_purego.go does the same for the others.

// Strings up to blockMax bytes lie together in blocks, a twentieth of the allocations that they would need alone. So a
// string that is kept keeps up to blockSize bytes, of its neighbours, but never the text that it was decoded from.
const (
	blockSize = 4 << 10
	blockMax  = 1 << 8
)

// block holds strings that were copied, and room for more.
type block struct {
	text   []byte
	filled int // how much of text the strings take; nothing writes to these bytes again
}

// Next moves to the next member and reports whether there is one.
func (m *Members) Next() bool {
	if m.gap != 1 {
		return m.apart()
	}
	o, d := m.order, m.d
	at := o.expected(m.place)
	if at >= len(o.known) {
		return m.step()
	}
	name := o.known[at] // with the comma, which is so checked as well
	i, n := d.Pos, len(name)
	if n > len(d.Data)-i {
		return m.step()
	}
	// The body of scan.SameWords, written out: the call would take as long again.
	text, known, last := scan.AddressOf(d.Data, i), scan.AddressOfText(name), n-scan.WordSize
	if last < 0 {
		if n < scan.HalfWord || *scan.HalfWordAt(text, 0) != *scan.HalfWordAt(known, 0) || *scan.HalfWordAt(text, n-scan.HalfWord) != *scan.HalfWordAt(known, n-scan.HalfWord) {
			return m.step()
		}
	} else {
		if *scan.WordAt(text, last) != *scan.WordAt(known, last) {
			return m.step()
		}
		for j := 0; j < last; j += scan.WordSize {
			if *scan.WordAt(text, j) != *scan.WordAt(known, j) {
				return m.step()
			}
		}
	}
	m.at, m.place, m.lo = at, at+1, i+2
	d.Pos = i + n
	return true
}

// apart is Next where members are on lines of their own: most often the next one is the expected one, and has the same
// white space before it as the one before.
func (m *Members) apart() bool {
	o, d := m.order, m.d
	if o == nil {
		return m.open()
	}
	at := o.expected(m.place)
	if at >= len(o.known) {
		return m.step()
	}
	name := o.known[at][1:]
	i, gap, n := d.Pos, m.gap, len(name)
	if gap <= scan.HalfWord || n < scan.HalfWord || gap+n > len(d.Data)-i || d.Data[i] != ',' ||
		!scan.SameWords(scan.AddressOf(d.Data, i+1), scan.AddressOf(d.Data, m.from+1), gap-1) ||
		!scan.SameWords(scan.AddressOf(d.Data, i+gap), scan.AddressOfText(name), n) {
		return m.step()
	}
	m.at, m.place, m.lo, m.from = at, at+1, i+gap+1, i
	d.Pos = i + gap + n
	d.Blanks += gap - 1
	return true
}

// text reads a string. It copies a plain one while it looks for the end of it.
func (m *Members) text(s *internal.State) string {
	d := m.d
	i := d.Value()
	if i >= len(d.Data) || d.Data[i] != '"' || *s != nil {
		return m.anyText(s)
	}
	i++
	// The copy lies where the next string of the block will be, if it is one to keep.
	room := min(len(d.block.text)-d.block.filled, len(d.Data)-i)
	if room < 2*scan.WordSize {
		return m.anyText(s)
	}
	n := scan.CopyUntilStop(scan.AddressOf(d.block.text, d.block.filled), scan.AddressOf(d.Data, i), room-2*scan.WordSize+1)
	if n < 0 || d.Data[i+n] != '"' {
		return m.anyText(s)
	}
	*s = internal.Present()
	d.Pos = i + n + 1
	text := d.block.text[d.block.filled:][:n]
	if n > internMax {
		return d.long(text)
	}
	return d.brief(text)
}

// brief is intern for what take can make a string.
func (d *Decoder) brief(b []byte) string {
	if len(d.Data) < repeats {
		return d.take(b)
	}
	if len(b) == 0 {
		return ""
	}
	h := hash(b) % internSlots
	slot := &d.interned[h]
	if *slot != string(b) {
		*slot = d.take(b)
		d.used[h/64] |= 1 << (h % 64)
	}
	return *slot
}

// long is brief for a text beyond internMax.
func (d *Decoder) long(b []byte) string {
	if s, ok := d.inID(b); ok {
		return s
	}
	return d.isID(d.take(b))
}

// take makes b a string, which is where the block is not filled yet.
func (d *Decoder) take(b []byte) string {
	d.block.filled += len(b)
	return unsafe.String(unsafe.SliceData(b), len(b)) // nothing writes to these bytes again
}

// copy returns b as a string that shares nothing with the text.
func (d *Decoder) copy(b []byte) string {
	if len(d.block.text)-d.block.filled < len(b) {
		if len(b) > blockMax {
			return string(b)
		}
		// A block is no larger than what the text can need, where names and punctuation take a part, or than twice the
		// one before, as the next text needs some too.
		size := max(2*len(d.block.text), (len(d.Data)-d.Pos)*5/8)
		d.block.text, d.block.filled = make([]byte, max(len(b), min(blockSize, size))), 0
	}
	to := d.block.text[d.block.filled:]
	n := copy(to, b)
	d.block.filled += n
	return unsafe.String(unsafe.SliceData(to), n) // nothing writes to these bytes again
}

// appendString makes room once, for name and text, where nothing in the text needs an escape.
func appendString(b []byte, name string, o *wire.Optional[string]) []byte {
	v, s := o.Access(key{})
	at, n, t := len(b), len(name), len(*v)
	end := at + n + t + 2
	if *s == internal.Present() && end <= cap(b) && n >= scan.HalfWord {
		to := scan.AddressOf(b, at)
		scan.CopyWords(to, scan.AddressOfText(name), n)
		*scan.ByteAt(to, n), *scan.ByteAt(to, n+1+t) = '"', '"'
		if scan.CopyPlain(unsafe.Add(to, n+1), scan.AddressOfText(*v), t) {
			return b[:end]
		}
	}
	return appendText(b, name, *v, *s)
}

// appendEnum is appendString for a string of another type, which lies in memory as a string does.
func appendEnum[T ~string](b []byte, name string, o *wire.Optional[T]) []byte {
	return appendString(b, name, (*wire.Optional[string])(unsafe.Pointer(o)))
}

// hasName reports whether data has the name at i.
func hasName(data []byte, i int, name string) bool {
	n := len(name)
	return n >= scan.HalfWord && n <= len(data)-i && scan.SameWords(scan.AddressOf(data, i), scan.AddressOfText(name), n)
}

package codec

import (
	"bytes"

	"github.com/azbill/azbill/wire/internal/scan"
)

// Discriminator looks ahead in the next value for the member of that name and returns the text of its value, valid
// until the next call; empty when the value is not an object, or has no string there. It passes nothing and checks
// nothing: decoding the value then finds what is wrong with it.
func (d *Decoder) Discriminator(name string) []byte {
	if d.Peek() != '{' {
		return nil
	}
	i := d.near(name)
	if i < 0 {
		i = d.Find(d.Pos+1, name)
	}
	if i < 0 || i >= len(d.Data) || d.Data[i] != '"' {
		return nil
	}
	end := scan.PassString(d.Data, i)
	if end < 0 {
		return nil
	}
	text := d.Data[i+1 : end-1]
	if scan.HasEscape(text) {
		d.kind = scan.AppendUnescaped(d.kind[:0], text)
		return d.kind
	}
	return text
}

// near is find for the usual object, where no object opens or ends before the member and no space is before the
// colon; -1 when it is not sure. A quote that no backslash precedes begins or ends a string, and of what ends one nothing
// but a name has a colon behind it: so the member is there if the text is well-formed.
func (d *Decoder) near(name string) int {
	const far, members = 512, 16
	text := d.Data[d.Pos+1:]
	text = text[:min(far, len(text))]
	latest := &d.kinds[uint(d.Depth)%depths] // ids of a kind have a length, so the next member is often at the same place
	end, passed := *latest, 0
	if !isNameAt(text, end, name) {
		for end = 0; ; end++ {
			i := bytes.IndexByte(text[end:], ':')
			if passed++; i < 0 || passed > members {
				return -1
			}
			if end += i; isNameAt(text, end, name) {
				break
			}
		}
		*latest = end
	}
	before := text[:end-len(name)-2]
	if bytes.IndexByte(before, '{') >= 0 || bytes.IndexByte(before, '}') >= 0 || bytes.HasSuffix(before, []byte{'\\'}) {
		return -1
	}
	return scan.PassSpace(d.Data, d.Pos+end+2)
}

// isNameAt reports whether the name is in quotes before the colon at i.
func isNameAt(text []byte, i int, name string) bool {
	open := i - len(name) - 2
	return open >= 0 && i < len(text) && text[i] == ':' && text[i-1] == '"' && text[open] == '"' && string(text[open+1:i-1]) == name
}

package internal

import (
	"maps"
	"slices"
	"strconv"

	"github.com/azbill/azbill/wire/internal/number"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Kept is what decoding keeps of an object beside its fields. A nil Kept is empty.
type Kept struct {
	Entries []Entry
	Whole   string         // the value that is not an object; empty for an object
	Noted   bool           // an entry has another note than Unknown
	index   map[string]int // by name; nil up to manyEntries
}

// Entry is one kept member.
type Entry struct {
	Name string
	Raw  string
	Note Note
}

// Note is why an entry is kept, which decides how encoding treats it.
type Note uint8

// The notes.
const (
	Unknown Note = iota // a member the type does not know
	Misfit              // a value that does not fit the field, which is absent; once it is set, the field wins
	Added               // set by the user; if the type knows the member, the field wins
	Spelled             // the literal of an integer, which is encoded as long as the field has its value
	Other               // a discriminator of another value than the type implies
	Missing             // a discriminator that was not there
)

// manyEntries is up to how many entries are looked up one by one.
const manyEntries = 16

// Listed reports whether the entry is a member that no field holds.
func (e Entry) Listed() bool { return e.Note != Spelled && e.Note != Missing }

// Clone returns a copy that shares nothing with p, empty when p is nil.
func (p *Kept) Clone() *Kept {
	if p == nil {
		return new(Kept)
	}
	c := *p
	c.Entries = slices.Clone(p.Entries)
	c.index = maps.Clone(p.index)
	return &c
}

// Find returns the index of the entry of that name, or -1.
func (p *Kept) Find(name string) int {
	if p.index != nil {
		if i, ok := p.index[name]; ok {
			return i
		}
		return -1
	}
	for i := range p.Entries {
		if p.Entries[i].Name == name {
			return i
		}
	}
	return -1
}

// Has reports whether there is an entry of that name.
func (p *Kept) Has(name string) bool { return p != nil && p.Find(name) >= 0 }

// Add appends an entry whose name is new.
func (p *Kept) Add(e Entry) {
	p.Entries = append(p.Entries, e)
	p.Noted = p.Noted || e.Note != Unknown
	switch {
	case p.index != nil:
		p.index[e.Name] = len(p.Entries) - 1
	case len(p.Entries) > manyEntries:
		p.index = make(map[string]int, 2*len(p.Entries))
		for i := range p.Entries {
			p.index[p.Entries[i].Name] = i
		}
	}
}

// Keep is Add for a decoder, which owns the Kept at p.
func Keep(p **Kept, e Entry) {
	if *p == nil {
		*p = new(Kept)
	}
	(*p).Add(e)
}

// Close ends the object whose members were appended to b from start on, each after a comma: it appends what is kept and
// gives the object its braces.
func (p *Kept) Close(b []byte, start int) []byte {
	var wins []bool
	if p != nil {
		if p.Noted {
			b, wins = p.resolve(b, start)
		}
		for i, e := range p.Entries {
			if e.Listed() && e.Note != Other && (wins == nil || !wins[i]) {
				b = append(scan.AppendQuoted(append(b, ','), e.Name), ':')
				b = append(b, e.Raw...)
			}
		}
	}
	switch {
	case len(b) > start:
		b[start] = '{'
		return append(b, '}')
	case p != nil && p.Whole != "":
		return append(b, p.Whole...)
	}
	return append(b, "{}"...)
}

// resolve rewrites the members from start on as the notes demand, and marks the entries whose field wins.
func (p *Kept) resolve(b []byte, start int) ([]byte, []bool) {
	wins := make([]bool, len(p.Entries))
	var out []byte
	for i := start; i < len(b); {
		colon := scan.PassString(b, i+1)
		end := scan.PassValue(b, colon+1)
		at := p.Find(string(scan.AppendUnescaped(nil, b[i+2:colon-1])))
		switch {
		case at < 0:
			out = append(out, b[i:end]...)
		case p.Entries[at].Note == Missing:
		case p.Entries[at].replaces(b[colon+1 : end]):
			out = append(append(out, b[i:colon+1]...), p.Entries[at].Raw...)
		default:
			wins[at] = true
			out = append(out, b[i:end]...)
		}
		i = end
	}
	return append(b[:start], out...), wins
}

// replaces reports whether the entry's text is encoded in place of what the field has written.
func (e Entry) replaces(written []byte) bool {
	switch e.Note {
	case Other:
		return true
	case Spelled:
		n, ok := number.Of(e.Raw).Int64()
		return ok && string(strconv.AppendInt(nil, n, 10)) == string(written)
	}
	return false
}

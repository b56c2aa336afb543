package internal

import (
	"maps"
	"slices"

	"github.com/azbill/azbill/wire/internal/scan"
)

// Kept is what decoding keeps of an object beside its fields. A nil Kept is empty.
type Kept struct {
	Entries []Entry
	Whole   string         // the value that is not an object; empty for an object
	Set     bool           // an entry was set by the user
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
	Added               // set by the user; if the type knows the member, the field wins
	Other               // a discriminator of another value than the type implies
	Missing             // a discriminator that was not there
)

// manyEntries is up to how many entries are looked up one by one.
const manyEntries = 16

// Listed reports whether the entry is a member that no field holds.
func (e Entry) Listed() bool { return e.Note != Missing }

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
	p.Set = p.Set || e.Note == Added
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
	if p != nil {
		var written map[string]bool
		if p.Set {
			written = names(b[start:])
		}
		for _, e := range p.Entries {
			if e.Note == Unknown || e.Note == Added && !written[e.Name] {
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

// names returns the names of members that each follow a comma.
func names(members []byte) map[string]bool {
	out := map[string]bool{}
	for i := 0; i < len(members); {
		colon := scan.PassString(members, i+1)
		out[string(scan.AppendUnescaped(nil, members[i+2:colon-1]))] = true
		i = scan.PassValue(members, colon+1)
	}
	return out
}

// AppendConst appends a discriminator whose value the type implies, as in `,"kind":"legacy"`, or what was decoded instead.
func (p *Kept) AppendConst(b []byte, member string) []byte {
	colon := scan.PassString([]byte(member), 1)
	if i := p.Find(scan.Unquote(member[1:colon])); i >= 0 {
		switch e := p.Entries[i]; e.Note {
		case Other:
			return append(append(b, member[:colon+1]...), e.Raw...)
		case Missing:
			return b
		}
	}
	return append(b, member...)
}

package wire

import (
	"iter"
	"maps"
	"slices"
	"strconv"
)

// Extra is what decoding kept of an object beside its fields: members that the type does not know, and members whose
// value does not fit their type. Encoding gives them back after the members of the type. The zero value is empty.
//
// Copies are independent: changing one does not change another.
type Extra struct {
	_ incomparable
	p *extra
}

type extra struct {
	entries []entry
	index   map[string]int // by name; nil up to manyEntries
	whole   string         // the value that was no object; empty: it was one
	noted   bool           // an entry is of another note than unknown
}

// entry is one thing kept.
type entry struct {
	name string
	raw  string
	note note
}

// note tells why an entry is kept, which decides how encoding treats it.
type note uint8

const (
	unknown note = iota // a member the type does not know
	misfit              // a value that does not fit the field, which is absent; once it is set, the field wins
	added               // set by the user; if the type knows the member, the field wins
	spelled             // the literal of an integer, which stands as long as the field has its value
	other               // a discriminator of another value than the type implies
	missing             // a discriminator that was not there
)

// manyEntries is up to how many entries are looked up one by one.
const manyEntries = 16

// Len returns the number of members that All gives.
func (x Extra) Len() int {
	n := 0
	for range x.All() {
		n++
	}
	return n
}

// All gives the members kept, in the order in which they came.
func (x Extra) All() iter.Seq2[string, Raw] {
	return func(yield func(string, Raw) bool) {
		if x.p == nil {
			return
		}
		for _, e := range x.p.entries {
			if e.listed() && !yield(e.name, Raw{e.raw}) {
				return
			}
		}
	}
}

// listed reports whether the entry is a member that no field holds.
func (e entry) listed() bool { return e.note != spelled && e.note != missing }

// Get returns the member of that name.
func (x Extra) Get(name string) (Raw, bool) {
	if x.p == nil {
		return Raw{}, false
	}
	if i := x.p.find(name); i >= 0 && x.p.entries[i].listed() {
		return Raw{x.p.entries[i].raw}, true
	}
	return Raw{}, false
}

// Set adds or replaces a member. It is encoded unless the type has a field of that name which is not absent. It takes
// time linear in Len, as copies of x keep what they have.
func (x *Extra) Set(name string, value Raw) {
	x.p = x.p.clone()
	x.p.noted = true
	e := entry{name, value.String(), added}
	if i := x.p.find(name); i >= 0 {
		x.p.entries[i] = e
		return
	}
	x.p.add(e)
}

// Delete removes a member. It takes time linear in Len.
func (x *Extra) Delete(name string) {
	if x.p == nil || x.p.find(name) < 0 {
		return
	}
	old := x.p
	x.p = &extra{whole: old.whole, noted: old.noted}
	for _, e := range old.entries {
		if e.name != name {
			x.p.add(e)
		}
	}
	if len(x.p.entries) == 0 && x.p.whole == "" {
		x.p = nil
	}
}

// Misfit returns the value that was decoded when it was no object. It is encoded as long as the struct has no member.
func (x Extra) Misfit() (Raw, bool) {
	if x.p == nil || x.p.whole == "" {
		return Raw{}, false
	}
	return Raw{x.p.whole}, true
}

// Equal reports whether both keep the same, in the same order.
func (x Extra) Equal(y Extra) bool {
	if x.p == nil || y.p == nil {
		return x.p == y.p
	}
	return x.p.whole == y.p.whole && slices.Equal(x.p.entries, y.p.entries)
}

// Close ends the object whose members were appended to b from start on, each after a comma: it appends what was kept,
// and gives the object its braces.
func (x Extra) Close(b []byte, start int) []byte {
	if x.p != nil || len(b) == start {
		return x.p.close(b, start)
	}
	b[start] = '{'
	return append(b, '}')
}

func (p *extra) clone() *extra {
	if p == nil {
		return new(extra)
	}
	c := *p
	c.entries = slices.Clone(p.entries)
	c.index = maps.Clone(p.index)
	return &c
}

// find returns the index of the entry of that name, or -1.
func (p *extra) find(name string) int {
	if p.index != nil {
		if i, ok := p.index[name]; ok {
			return i
		}
		return -1
	}
	for i := range p.entries {
		if p.entries[i].name == name {
			return i
		}
	}
	return -1
}

// add appends an entry whose name is new.
func (p *extra) add(e entry) {
	p.entries = append(p.entries, e)
	p.noted = p.noted || e.note != unknown
	switch {
	case p.index != nil:
		p.index[e.name] = len(p.entries) - 1
	case len(p.entries) > manyEntries:
		p.index = make(map[string]int, 2*len(p.entries))
		for i := range p.entries {
			p.index[p.entries[i].name] = i
		}
	}
}

// keep is add for a decoder, which owns the Extra it fills.
func (x *Extra) keep(e entry) {
	if x.p == nil {
		x.p = new(extra)
	}
	x.p.add(e)
}

func (x Extra) has(name string) bool { return x.p != nil && x.p.find(name) >= 0 }

func (p *extra) close(b []byte, start int) []byte {
	var wins []bool
	if p != nil {
		if p.noted {
			b, wins = p.resolve(b, start)
		}
		for i, e := range p.entries {
			if e.listed() && e.note != other && (wins == nil || !wins[i]) {
				b = append(appendQuoted(append(b, ','), e.name), ':')
				b = append(b, e.raw...)
			}
		}
	}
	switch {
	case len(b) > start:
		b[start] = '{'
		return append(b, '}')
	case p != nil && p.whole != "":
		return append(b, p.whole...)
	}
	return append(b, "{}"...)
}

// resolve rewrites the members from start on as the notes demand, and marks the entries whose field wins.
func (p *extra) resolve(b []byte, start int) ([]byte, []bool) {
	wins := make([]bool, len(p.entries))
	var out []byte
	for i := start; i < len(b); {
		colon := passString(b, i+1)
		end := passValue(b, colon+1)
		at := p.find(string(appendUnescaped(nil, b[i+2:colon-1])))
		switch {
		case at < 0:
			out = append(out, b[i:end]...)
		case p.entries[at].note == missing:
		case p.entries[at].replaces(b[colon+1 : end]):
			out = append(append(out, b[i:colon+1]...), p.entries[at].raw...)
		default:
			wins[at] = true
			out = append(out, b[i:end]...)
		}
		i = end
	}
	return append(b[:start], out...), wins
}

// replaces reports whether the entry's text stands for what the field has written.
func (e entry) replaces(written []byte) bool {
	switch e.note {
	case other:
		return true
	case spelled:
		n, ok := Decimal{e.raw}.Int64()
		return ok && string(strconv.AppendInt(nil, n, 10)) == string(written)
	}
	return false
}

package codec

import (
	"math"
	"math/bits"
	"strings"

	"github.com/azbill/azbill/wire/internal/scan"
)

// Names are the members that a type knows. Generated code declares them for each type.
type Names struct {
	ID      int      // tells the types of a package apart
	Implied int      // how many of Members, the first ones, are discriminators that the type stands for
	Members []string // as they are in an object: `,"currency":`
}

// implied returns the discriminators that the type stands for.
func (n *Names) implied() []string { return n.Members[:n.Implied] }

// order is the order in which a service sends the members of a type. That is mostly another one than the document's, but
// the same in every object, so the next member is the expected one, and comparing with that is all there is to do.
type order struct {
	names *Names
	known []string // of names
	size  int      // bytes of memory that an object takes, about
	next  []uint16 // next[0] is the first member, next[i+1] the one after member i; nil: the order of names
	slots []uint16 // one more than the index of each member, by the hash of its name; nil until it is needed
}

// fieldBytes is what a member takes in a struct, on the average.
const fieldBytes = 24

// few is up to how many names are compared one by one.
const few = 8

// orders is how many types a decoder remembers the order of: more than packages have.
const orders = 512

// order returns what is known of the type's order. It stays that of the type, whatever type takes its place in d meanwhile: an
// object inside may be of a type, of this package or another, that has the same one.
func (d *Decoder) order(names *Names) *order {
	o := &d.orders[uint(names.ID)%orders]
	if *o == nil || (*o).names != names {
		*o = &order{names: names, known: names.Members, size: fieldBytes * (len(names.Members) + 1)}
	}
	return *o
}

// expected returns the index of the member that is likely at this place: 0 for the first one, i+1 after member i.
func (o *order) expected(place int) int {
	if o.next == nil {
		return place
	}
	return int(o.next[place])
}

// find returns the index of a member that was not the expected one, or -1. Objects leave out members, so those that
// follow the expected one are the likely ones. What comes once in a place comes there again: it is worth remembering.
func (o *order) find(place int, name []byte) int {
	const likely = 4
	at := o.expected(place)
	for range likely {
		if at >= len(o.known) {
			break
		}
		if at = o.expected(at + 1); at < len(o.known) && isName(o.known[at], name) {
			o.learn(place, at)
			return at
		}
	}
	if at = o.search(name); at >= 0 {
		o.learn(place, at)
	}
	return at
}

// search returns the index of a member, or -1.
func (o *order) search(name []byte) int {
	known := o.known
	if len(known) <= few || len(known) > math.MaxUint16 {
		for i := range known {
			if isName(known[i], name) {
				return i
			}
		}
		return -1
	}
	if o.slots == nil {
		o.slots = make([]uint16, 1<<bits.Len(uint(2*len(known))))
		for i, name := range known {
			o.slots[o.free(hash(name[2:len(name)-2]))] = uint16(i + 1)
		}
	}
	mask := uint32(len(o.slots) - 1)
	for h := hash(name) & mask; o.slots[h] != 0; h = (h + 1) & mask {
		if i := int(o.slots[h]) - 1; isName(known[i], name) {
			return i
		}
	}
	return -1
}

// free returns the first empty slot from h on; there are twice as many slots as names.
func (o *order) free(h uint32) uint32 {
	mask := uint32(len(o.slots) - 1)
	for h &= mask; o.slots[h] != 0; {
		h = (h + 1) & mask
	}
	return h
}

// learn notes which member was at a place.
func (o *order) learn(place, i int) {
	n := len(o.known)
	if n > math.MaxUint16 {
		return
	}
	if o.next == nil {
		o.next = make([]uint16, n+1)
		for i := range o.next {
			o.next[i] = uint16(i)
		}
	}
	o.next[place] = uint16(i)
}

// isName reports whether known, as it is in an object, is a name, as it is between quotes.
func isName(known string, name []byte) bool {
	return len(known) == len(name)+4 && known[2:len(known)-2] == string(name)
}

// plainName returns what a name as it is in an object says: currency of `,"currency":`.
func plainName(known string) string {
	text := known[2 : len(known)-2]
	if strings.IndexByte(text, '\\') >= 0 {
		return string(scan.AppendUnescaped(nil, []byte(text)))
	}
	return text
}

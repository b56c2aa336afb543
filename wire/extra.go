package wire

import (
	"iter"
	"slices"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Extra is what decoding kept of an object beside its fields: the members that the type does not know. Encoding gives them
// back after the members of the type. The zero value is empty.
//
// Copies are independent: changing one does not change another.
type Extra struct {
	_ incomparable
	p *internal.Kept
}

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
		for _, e := range x.p.Entries {
			if e.Listed() && !yield(e.Name, Raw{e.Raw}) {
				return
			}
		}
	}
}

// Get returns the member of that name.
func (x Extra) Get(name string) (Raw, bool) {
	if x.p == nil {
		return Raw{}, false
	}
	name = scan.ValidName(name)
	if i := x.p.Find(name); i >= 0 && x.p.Entries[i].Listed() {
		return Raw{x.p.Entries[i].Raw}, true
	}
	return Raw{}, false
}

// Set adds or replaces a member. It is encoded unless the type has a field of that name which is not absent. It takes
// time linear in Len, as copies of x keep what they have. What is not UTF-8 in the name counts as U+FFFD, as in all methods.
func (x *Extra) Set(name string, value Raw) {
	name = scan.ValidName(name)
	x.p = x.p.Clone()
	x.p.Set = true
	e := internal.Entry{Name: name, Raw: value.String(), Note: internal.Added}
	if i := x.p.Find(name); i >= 0 {
		x.p.Entries[i] = e
		return
	}
	x.p.Add(e)
}

// Delete removes a member. It takes time linear in Len.
func (x *Extra) Delete(name string) {
	name = scan.ValidName(name)
	if x.p == nil || x.p.Find(name) < 0 {
		return
	}
	old := x.p
	x.p = &internal.Kept{Whole: old.Whole, Set: old.Set}
	for _, e := range old.Entries {
		if e.Name != name {
			x.p.Add(e)
		}
	}
	if len(x.p.Entries) == 0 && x.p.Whole == "" {
		x.p = nil
	}
}

// Mismatch returns the value that was decoded when it was not an object. It is encoded as long as the struct has no member.
func (x Extra) Mismatch() (Raw, bool) {
	if x.p == nil || x.p.Whole == "" {
		return Raw{}, false
	}
	return Raw{x.p.Whole}, true
}

// Equal reports whether both keep the same, in the same order.
func (x Extra) Equal(y Extra) bool {
	if x.p == nil || y.p == nil {
		return x.p == y.p
	}
	return x.p.Whole == y.p.Whole && slices.Equal(x.p.Entries, y.p.Entries)
}

// Access gives package codec what is kept.
func (x *Extra) Access(internal.NotForPublicUse) **internal.Kept { return &x.p }

package wire

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// smallObject is up to how many members are compared one by one for duplicates; beyond it they are sorted.
const smallObject = 64

// name is a member name of an object that is skipped: its hash, and where its text lies.
type name struct {
	hash    uint64
	lo, hi  int
	escaped bool
}

// skip passes a value and checks all of it, as decoding it would.
func (d *Decoder) skip() {
	switch c := d.peek(); {
	case c == '"':
		d.quoted()
	case c == '{':
		d.skipObject()
	case c == '[':
		d.skipArray()
	case c == '-' || c-'0' <= 9:
		d.number()
	case c == 't':
		d.literal("true")
	case c == 'f':
		d.literal("false")
	case c == 'n':
		d.literal("null")
	default:
		d.unexpected("a value")
	}
}

func (d *Decoder) skipArray() {
	for n := 0; d.element(n); n++ {
		d.skip()
	}
}

// element moves to the next element of an array, whose n-th it is, or past its end.
func (d *Decoder) element(n int) bool {
	if n == 0 {
		if !d.enter() {
			return false
		}
		if d.peek() == ']' {
			d.leave()
			return false
		}
		return true
	}
	switch d.peek() {
	case ',':
		d.pos++
		return true
	case ']':
		d.leave()
	default:
		d.unexpected("a comma or the end of the array")
	}
	return false
}

// member moves to the name of the next member of an object, or past its end; begun says that there was one before.
func (d *Decoder) member(begun bool) bool {
	if !begun && !d.enter() {
		return false
	}
	c := d.peek()
	if c == '}' {
		d.leave()
		return false
	}
	if begun {
		if c != ',' {
			d.unexpected("a comma or the end of the object")
			return false
		}
		d.pos++
		c = d.peek()
	}
	if c != '"' {
		d.unexpected(memberName)
		return false
	}
	return true
}

// colon passes the colon after a member name.
func (d *Decoder) colon() bool {
	if d.peek() != ':' {
		d.unexpected("a colon")
		return false
	}
	d.pos++
	return true
}

func (d *Decoder) skipObject() {
	base := len(d.names)
	var seen seenNames
	for begun := false; d.member(begun); begun = true {
		lo, hi, escaped, ok := d.quoted()
		if !ok || !d.addName(base, &seen, name{lo: lo, hi: hi, escaped: escaped}) || !d.colon() {
			return
		}
		d.skip()
	}
	if d.err != nil {
		return
	}
	if len(d.names)-base > smallObject {
		d.sortNames(base)
	}
	d.names = d.names[:base]
}

// seenNames holds a bit for every hash of an object's names so far; different hashes may share one.
type seenNames [4]uint64

// add reports whether the bit was there before.
func (s *seenNames) add(hash uint64) bool {
	word, bit := &s[hash>>6%4], uint64(1)<<(hash%64)
	before := *word
	*word |= bit
	return before&bit != 0
}

// addName pushes a name of the object whose names begin at base.
func (d *Decoder) addName(base int, seen *seenNames, n name) bool {
	n.hash = maphash.Bytes(d.seed, d.nameText(n))
	if seen.add(n.hash) && len(d.names)-base < smallObject {
		for _, old := range d.names[base:] {
			if old.hash == n.hash && d.sameName(old, n) {
				d.failName(n)
				return false
			}
		}
	}
	d.names = append(d.names, n)
	return true
}

// sortNames looks for duplicates among many names: equal ones have equal hashes, so they lie side by side once sorted.
func (d *Decoder) sortNames(base int) {
	names := d.names[base:]
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.lo, b.lo))
	})
	first := -1
	for i := 1; i < len(names); i++ {
		for j := i - 1; j >= 0 && names[j].hash == names[i].hash; j-- {
			if !d.sameName(names[j], names[i]) {
				continue // different names of one hash: rarer than anything that could be tested
			}
			if first < 0 || names[i].lo < names[first].lo {
				first = i
			}
			break
		}
	}
	if first >= 0 {
		d.failName(names[first])
	}
}

func (d *Decoder) nameText(n name) []byte {
	if !n.escaped {
		return d.data[n.lo:n.hi]
	}
	d.scratch = appendUnescaped(d.scratch[:0], d.data[n.lo:n.hi])
	return d.scratch
}

func (d *Decoder) sameName(a, b name) bool {
	if !a.escaped && !b.escaped {
		return string(d.data[a.lo:a.hi]) == string(d.data[b.lo:b.hi])
	}
	return string(d.nameText(a)) == string(d.nameText(b))
}

func (d *Decoder) failName(n name) { d.failAt(n.lo-1, n.hi+1, duplicateName) }

const (
	memberName    = "a member name"
	duplicateName = "duplicate member name"
)

package scan

import (
	"hash/maphash"
	"math/bits"
)

// smallObject is up to how many members are compared one by one for duplicates; beyond it there is a table.
const smallObject = 64

// name is a member name of an object that is skipped: its hash, and where its text lies.
type name struct {
	hash    uint64
	lo, hi  int
	escaped bool
}

// Skip passes a value and checks all of it, as decoding it would.
func (s *Scanner) Skip() {
	switch c := s.Peek(); {
	case c == '"':
		s.Quoted()
	case c == '{':
		s.skipObject()
	case c == '[':
		s.skipArray()
	case c == '-' || c-'0' <= 9:
		s.Number()
	case c == 't':
		s.Literal("true")
	case c == 'f':
		s.Literal("false")
	case c == 'n':
		s.Literal("null")
	default:
		s.Unexpected("a value")
	}
}

func (s *Scanner) skipArray() {
	for n := 0; s.Element(n); n++ {
		s.Skip()
	}
}

// Element moves to the next element of an array, whose n-th it is, or past its end.
func (s *Scanner) Element(n int) bool {
	if n == 0 {
		if !s.Enter() {
			return false
		}
		if s.Peek() == ']' {
			s.Leave()
			return false
		}
		return true
	}
	switch s.Peek() {
	case ',':
		s.Pos++
		return true
	case ']':
		s.Leave()
	default:
		s.Unexpected("a comma or the end of the array")
	}
	return false
}

// Member moves to the name of the next member of an object, or past its end; begun says that there was one before.
func (s *Scanner) Member(begun bool) bool {
	if !begun && !s.Enter() {
		return false
	}
	c := s.Peek()
	if c == '}' {
		s.Leave()
		return false
	}
	if begun {
		if c != ',' {
			s.Unexpected("a comma or the end of the object")
			return false
		}
		s.Pos++
		c = s.Peek()
	}
	if c != '"' {
		s.Unexpected(memberName)
		return false
	}
	return true
}

// Colon passes the colon after a member name.
func (s *Scanner) Colon() bool {
	if s.Peek() != ':' {
		s.Unexpected("a colon")
		return false
	}
	s.Pos++
	return true
}

func (s *Scanner) skipObject() {
	base := len(s.names)
	var seen seenNames
	for begun := false; s.Member(begun); begun = true {
		lo, hi, escaped, ok := s.Quoted()
		if !ok || !s.addName(base, &seen, name{lo: lo, hi: hi, escaped: escaped}) || !s.Colon() {
			return
		}
		s.Skip()
	}
	if s.Err != nil {
		return
	}
	if len(s.names)-base > smallObject {
		s.duplicate(base)
	}
	s.names = s.names[:base]
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
func (s *Scanner) addName(base int, seen *seenNames, n name) bool {
	n.hash = maphash.Bytes(s.seed, s.nameText(n))
	if seen.add(n.hash) && len(s.names)-base < smallObject {
		for _, old := range s.names[base:] {
			if old.hash == n.hash && s.sameName(old, n) {
				s.failName(n)
				return false
			}
		}
	}
	s.names = append(s.names, n)
	return true
}

// duplicate looks for the first duplicate among many names, by a table of their hashes.
func (s *Scanner) duplicate(base int) {
	names := s.names[base:]
	mask := 1<<bits.Len(uint(2*len(names))) - 1
	if cap(s.table) <= mask {
		s.table = make([]int32, mask+1)
	}
	table := s.table[:mask+1] // one more than the index of a name
	clear(table)
	for i := range names {
		at := int(names[i].hash) & mask
		for ; table[at] != 0; at = (at + 1) & mask {
			if old := names[table[at]-1]; old.hash == names[i].hash && s.sameName(old, names[i]) {
				s.failName(names[i])
				return
			}
		}
		table[at] = int32(i + 1)
	}
}

func (s *Scanner) nameText(n name) []byte {
	if !n.escaped {
		return s.Data[n.lo:n.hi]
	}
	s.Scratch = AppendUnescaped(s.Scratch[:0], s.Data[n.lo:n.hi])
	return s.Scratch
}

func (s *Scanner) sameName(a, b name) bool {
	if !a.escaped && !b.escaped {
		return string(s.Data[a.lo:a.hi]) == string(s.Data[b.lo:b.hi])
	}
	return string(s.nameText(a)) == string(s.nameText(b))
}

func (s *Scanner) failName(n name) { s.FailAt(n.lo-1, n.hi+1, DuplicateName) }

const (
	memberName    = "a member name"
	DuplicateName = "duplicate member name"
)

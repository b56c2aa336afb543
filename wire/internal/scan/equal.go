package scan

import "bytes"

// Equal reports whether two texts are the same value, number literals compared as written. A text that Valid refuses is
// equal to itself only. It takes time linear in the texts.
func Equal(a, b []byte) bool {
	return bytes.Equal(a, b) || Valid(a) == nil && EqualTo(a, b)
}

// EqualTo is Equal for a text a that is known to be well-formed. The other one is checked as far as it is compared, which
// is all of it where the two are the same.
func EqualTo(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	e := equality{a: a, b: b, y: New(b)}
	defer e.y.Free()
	_, j, same := e.value(PassSpace(a, 0), PassSpace(b, 0))
	return same && PassSpace(b, j) == len(b)
}

// equality compares a well-formed text a with another one. Its methods return the indexes after the values that they
// compare, if these are the same.
type equality struct {
	a, b   []byte
	y      *Scanner // of b
	passed []member // of the open objects in b: those that were passed in search of another one
}

// member is a member of an object: its name, unescaped, and where its value begins and ends.
type member struct {
	name       []byte
	value, end int
}

// at returns the byte of b at j; 0 at its end.
func (e *equality) at(j int) byte {
	if j < len(e.b) {
		return e.b[j]
	}
	return 0
}

// hasAt reports whether b has a text at j.
func (e *equality) hasAt(text []byte, j int) bool {
	return len(text) <= len(e.b)-j && bytes.Equal(text, e.b[j:j+len(text)])
}

func (e *equality) value(i, j int) (afterA, afterB int, same bool) {
	switch e.a[i] {
	case '{':
		return e.object(i, j)
	case '[':
		return e.array(i, j)
	case '"':
		return e.text(i, j)
	}
	end := PassValue(e.a, i)
	after := j + end - i
	same = e.hasAt(e.a[i:end], j) && (after == len(e.b) || endsScalar(e.b[after]))
	return end, after, same
}

// text compares strings, which may differ in their escapes.
func (e *equality) text(i, j int) (afterA, afterB int, same bool) {
	end := PassString(e.a, i)
	if e.hasAt(e.a[i:end], j) {
		return end, j + end - i, true
	}
	if e.at(j) != '"' {
		return 0, 0, false
	}
	e.y.Pos = j
	lo, hi, escaped, ok := e.y.Quoted()
	text := e.a[i+1 : end-1]
	if !ok || !escaped && !HasEscape(text) {
		return 0, 0, false
	}
	return end, hi + 1, bytes.Equal(AppendUnescaped(nil, text), AppendUnescaped(nil, e.b[lo:hi]))
}

func (e *equality) array(i, j int) (afterA, afterB int, same bool) {
	if e.at(j) != '[' {
		return 0, 0, false
	}
	i, j = PassSpace(e.a, i+1), PassSpace(e.b, j+1)
	for n := 0; e.a[i] != ']'; n++ {
		if n > 0 {
			if e.at(j) != ',' {
				return 0, 0, false
			}
			i, j = PassSpace(e.a, i+1), PassSpace(e.b, j+1)
		}
		if i, j, same = e.value(i, j); !same {
			return 0, 0, false
		}
		i, j = PassSpace(e.a, i), PassSpace(e.b, j)
	}
	return i + 1, j + 1, e.at(j) == ']'
}

// object compares objects, whose members may be in another order. The names in a differ, so each finds a member of its own
// in b; if b has no others, its names differ, too.
func (e *equality) object(i, j int) (afterA, afterB int, same bool) {
	if e.at(j) != '{' {
		return 0, 0, false
	}
	s := search{equality: e, base: len(e.passed), next: j + 1, first: true}
	for i = PassSpace(e.a, i+1); e.a[i] != '}'; i = PassComma(e.a, i) {
		if i, same = s.member(i); !same {
			return 0, 0, false
		}
	}
	same = s.found == len(e.passed)-s.base && !s.more() && e.at(s.next) == '}'
	e.passed = e.passed[:s.base]
	return i + 1, s.next + 1, same
}

// search finds the members of an object in b by their names. Where the order is that of a, each one is the next.
type search struct {
	*equality
	base  int            // of its members in passed
	found int            // of those
	next  int            // in b: after the bracket or the last member that was looked at
	first bool           // there was none yet
	index map[string]int // of passed members, where they are many
}

// member compares the member of a at i with the one of that name in b. It returns the index after the one in a.
func (s *search) member(i int) (after int, same bool) {
	name, value := MemberAt(s.a, i)
	if m, ok := s.lookup(name); ok {
		after, end, same := s.value(value, m.value)
		s.found++
		return after, same && end == m.end
	}
	for s.more() {
		other, at := s.name()
		if at < 0 {
			break
		}
		if bytes.Equal(name, other) {
			after, s.next, same = s.value(value, at)
			return after, same
		}
		if s.next = s.y.Past(at); s.next < 0 {
			break
		}
		s.pass(member{other, at, s.next})
	}
	return 0, false
}

// more moves to the next member, or to what ends the object.
func (s *search) more() bool {
	s.next = PassSpace(s.b, s.next)
	if s.first {
		s.first = false
		return s.at(s.next) == '"'
	}
	if s.at(s.next) != ',' {
		return false
	}
	if s.next = PassSpace(s.b, s.next+1); s.at(s.next) != '"' {
		s.next = len(s.b) // a comma before the bracket
		return false
	}
	return true
}

// name returns the name of the next member, unescaped, and where its value begins; -1 where the text is malformed.
func (s *search) name() (name []byte, value int) {
	s.y.Pos = s.next
	lo, hi, escaped, ok := s.y.Quoted()
	if !ok {
		return nil, -1
	}
	if name = s.b[lo:hi]; escaped {
		name = AppendUnescaped(nil, name)
	}
	if value = PassSpace(s.b, hi+1); s.at(value) != ':' {
		return nil, -1
	}
	return name, PassSpace(s.b, value+1)
}

// pass keeps a member for later.
func (s *search) pass(m member) {
	s.passed = append(s.passed, m)
	list := s.passed[s.base:]
	switch {
	case s.index != nil:
		s.index[string(m.name)] = len(list) - 1
	case len(list) > smallObject:
		s.index = map[string]int{}
		for k := range list {
			s.index[string(list[k].name)] = k
		}
	}
}

// lookup finds a member that was passed.
func (s *search) lookup(name []byte) (member, bool) {
	list := s.passed[s.base:]
	if s.index != nil {
		k, ok := s.index[string(name)]
		if !ok {
			return member{}, false
		}
		return list[k], true
	}
	for k := range list {
		if bytes.Equal(list[k].name, name) {
			return list[k], true
		}
	}
	return member{}, false
}

// PassComma returns the index of the next element or member after the value that ends at i, or of the closing bracket.
func PassComma(src []byte, i int) int {
	if i = PassSpace(src, i); src[i] == ',' {
		i = PassSpace(src, i+1)
	}
	return i
}

// MemberAt returns the name of the member at i, unescaped, and where its value begins.
func MemberAt(src []byte, i int) (name []byte, value int) {
	end := PassString(src, i)
	name = src[i+1 : end-1]
	if HasEscape(name) {
		name = AppendUnescaped(nil, name)
	}
	return name, PassSpace(src, PassSpace(src, end)+1)
}

package scan

import "bytes"

// Equal reports whether two texts are the same value, number literals compared as written. A text that Valid refuses is
// equal to itself only. It takes time linear in the texts.
func Equal(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, y := New(a), New(b)
	defer x.Free()
	defer y.Free()
	for _, s := range []*Scanner{x, y} {
		s.Skip()
		if s.End(); s.Err != nil {
			return false
		}
	}
	_, _, same := equalAt(x, y, PassSpace(a, 0), PassSpace(b, 0))
	return same
}

// equalAt compares the value at i in x with the one at j in y. If they are the same it returns the indexes after them.
func equalAt(x, y *Scanner, i, j int) (afterX, afterY int, same bool) {
	a, b := x.Data, y.Data
	if a[i] == '{' && b[j] == '{' {
		return equalObjects(x, y, PassSpace(a, i+1), PassSpace(b, j+1))
	}
	if a[i] == '[' && b[j] == '[' {
		i, j = PassSpace(a, i+1), PassSpace(b, j+1)
		for a[i] != ']' && b[j] != ']' {
			if i, j, same = equalAt(x, y, i, j); !same {
				return 0, 0, false
			}
			i, j = PassComma(a, i), PassComma(b, j)
		}
		return i + 1, j + 1, a[i] == b[j]
	}
	endX, endY := x.Past(i), y.Past(j)
	same = a[i] == b[j] && a[i] != '{' && a[i] != '[' && bytes.Equal(a[i:endX], b[j:endY]) ||
		a[i] == '"' && b[j] == '"' && sameText(a[i+1:endX-1], b[j+1:endY-1])
	return endX, endY, same
}

// sameText compares the texts of two strings, given without their quotes.
func sameText(a, b []byte) bool {
	if !HasEscape(a) && !HasEscape(b) {
		return bytes.Equal(a, b)
	}
	return bytes.Equal(AppendUnescaped(nil, a), AppendUnescaped(nil, b))
}

// equalObjects compares objects whose first members are at i and j.
func equalObjects(x, y *Scanner, i, j int) (afterX, afterY int, same bool) {
	a, b := x.Data, y.Data
	for a[i] != '}' && b[j] != '}' {
		name, valueX := MemberAt(a, i)
		other, valueY := MemberAt(b, j)
		if !bytes.Equal(name, other) {
			return equalUnordered(x, y, i, j)
		}
		if i, j, same = equalAt(x, y, valueX, valueY); !same {
			return 0, 0, false
		}
		i, j = PassComma(a, i), PassComma(b, j)
	}
	return i + 1, j + 1, a[i] == b[j]
}

// equalUnordered compares what is left of two objects whose members are in another order.
func equalUnordered(x, y *Scanner, i, j int) (afterX, afterY int, same bool) {
	values := map[string]int{}
	for b := y.Data; b[j] != '}'; {
		name, value := MemberAt(b, j)
		values[string(name)] = value
		j = PassComma(b, y.Past(value))
	}
	for a := x.Data; a[i] != '}'; {
		name, value := MemberAt(a, i)
		other, ok := values[string(name)]
		if !ok {
			return 0, 0, false
		}
		delete(values, string(name))
		if i, _, same = equalAt(x, y, value, other); !same {
			return 0, 0, false
		}
		i = PassComma(a, i)
	}
	return i + 1, j + 1, len(values) == 0
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

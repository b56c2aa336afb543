package wire

import (
	"bytes"
	"slices"
	"strings"
)

// equalJSON reports whether two well-formed texts are the same value, number literals compared as written.
func equalJSON(a, b []byte) bool {
	return bytes.Equal(a, b) || bytes.Equal(appendCanonical(nil, a, false), appendCanonical(nil, b, false))
}

// appendCanonical appends the value that the well-formed text src is, in the one form that equal values share:
// members sorted by name, strings escaped minimally and, if asked, numbers without their spelling.
func appendCanonical(dst, src []byte, numeric bool) []byte {
	dst, _ = canonical(dst, src, passSpace(src, 0), numeric)
	return dst
}

// canonical does so for the value at i and returns the index after it.
func canonical(dst, src []byte, i int, numeric bool) ([]byte, int) {
	switch src[i] {
	case '[':
		dst = append(dst, '[')
		for i = passSpace(src, i+1); src[i] != ']'; {
			dst, i = canonical(dst, src, i, numeric)
			dst = append(dst, ',')
			i = passComma(src, i)
		}
		return append(dst, ']'), i + 1
	case '{':
		return canonicalObject(dst, src, i, numeric)
	}
	end := passValue(src, i)
	switch {
	case src[i] == '"':
		return appendQuoted(dst, string(appendUnescaped(nil, src[i+1:end-1]))), end
	case numeric && kindOf(src[i]) == KindNumber:
		return append(dst, partsOf(string(src[i:end])).String()...), end
	}
	return append(dst, src[i:end]...), end
}

func canonicalObject(dst, src []byte, i int, numeric bool) ([]byte, int) {
	type member struct {
		name   string
		lo, hi int
	}
	var members []member
	byName := func(a, b member) int { return strings.Compare(a.name, b.name) }
	dst = append(dst, '{')
	start := len(dst)
	for i = passSpace(src, i+1); src[i] != '}'; {
		name, value := memberAt(src, i)
		m := member{name: string(name), lo: len(dst)}
		dst = append(appendQuoted(dst, m.name), ':')
		dst, i = canonical(dst, src, value, numeric)
		dst = append(dst, ',')
		m.hi = len(dst)
		members = append(members, m)
		i = passComma(src, i)
	}
	if !slices.IsSortedFunc(members, byName) {
		slices.SortFunc(members, byName)
		inOrder := bytes.Clone(dst[start:])
		dst = dst[:start]
		for _, m := range members {
			dst = append(dst, inOrder[m.lo-start:m.hi-start]...)
		}
	}
	return append(dst, '}'), i + 1
}

// passComma returns the index of the next element or member after the value that ends at i, or of the closing bracket.
func passComma(src []byte, i int) int {
	if i = passSpace(src, i); src[i] == ',' {
		i = passSpace(src, i+1)
	}
	return i
}

// memberAt returns the name of the member at i, unescaped, and where its value begins.
func memberAt(src []byte, i int) (name []byte, value int) {
	end := passString(src, i)
	name = src[i+1 : end-1]
	if hasEscape(name) {
		name = appendUnescaped(nil, name)
	}
	return name, passSpace(src, passSpace(src, end)+1)
}

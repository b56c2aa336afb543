package scan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire/internal/number"
)

// Equal reports whether two texts are the same value, number literals compared as written. A text that Valid refuses is
// equal to itself only.
func Equal(a, b []byte) bool {
	return bytes.Equal(a, b) || Valid(a) == nil && Valid(b) == nil &&
		bytes.Equal(AppendCanonical(nil, a, false), AppendCanonical(nil, b, false))
}

// AppendCanonical appends the value that the well-formed text src is, in the one form that equal values share:
// members sorted by name, strings escaped minimally and, if asked, numbers without their spelling.
func AppendCanonical(dst, src []byte, numeric bool) []byte {
	dst, _ = canonical(dst, src, PassSpace(src, 0), numeric)
	return dst
}

// canonical does so for the value at i and returns the index after it.
func canonical(dst, src []byte, i int, numeric bool) ([]byte, int) {
	switch src[i] {
	case '[':
		dst = append(dst, '[')
		for i = PassSpace(src, i+1); src[i] != ']'; {
			dst, i = canonical(dst, src, i, numeric)
			dst = append(dst, ',')
			i = PassComma(src, i)
		}
		return append(dst, ']'), i + 1
	case '{':
		return canonicalObject(dst, src, i, numeric)
	}
	end := PassValue(src, i)
	switch {
	case src[i] == '"':
		return AppendQuoted(dst, string(AppendUnescaped(nil, src[i+1:end-1]))), end
	case numeric && KindOf(src[i]) == Number:
		return append(dst, number.Of(string(src[i:end])).String()...), end
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
	for i = PassSpace(src, i+1); src[i] != '}'; {
		name, value := MemberAt(src, i)
		m := member{name: string(name), lo: len(dst)}
		dst = append(AppendQuoted(dst, m.name), ':')
		dst, i = canonical(dst, src, value, numeric)
		dst = append(dst, ',')
		m.hi = len(dst)
		members = append(members, m)
		i = PassComma(src, i)
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

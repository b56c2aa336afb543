package scan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire/internal/number"
)

// Equal reports whether two texts are the same value, number literals compared as written. Texts that are not well
// formed, or nested deeper than MaxDepth, are equal only byte by byte.
func Equal(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, okX := AppendCanonical(nil, a, false)
	y, okY := AppendCanonical(nil, b, false)
	return okX && okY && bytes.Equal(x, y)
}

// AppendCanonical appends the value that the text src is, in the one form that equal values share: members sorted by
// name, strings escaped minimally and, if asked, numbers without their spelling. It reports false for a text whose
// structure it cannot follow; it does not check all of it.
func AppendCanonical(dst, src []byte, numeric bool) ([]byte, bool) {
	c := canonical{src: src, numeric: numeric}
	dst, end := c.value(dst, PassSpace(src, 0))
	return dst, end >= 0 && PassSpace(src, end) == len(src)
}

// canonical walks over src. Its methods append what is at i and return the index after it, -1 when that does not end.
type canonical struct {
	src     []byte
	numeric bool
	depth   int
}

func (c *canonical) value(dst []byte, i int) ([]byte, int) {
	if c.at(i) == '[' || c.at(i) == '{' {
		if c.depth++; c.depth > MaxDepth {
			return dst, -1
		}
		if c.src[i] == '[' {
			dst, i = c.array(dst, i)
		} else {
			dst, i = c.object(dst, i)
		}
		c.depth--
		return dst, i
	}
	end := PassValue(c.src, i)
	switch {
	case end <= i:
		return dst, -1
	case c.src[i] == '"':
		return AppendQuoted(dst, string(AppendUnescaped(nil, c.src[i+1:end-1]))), end
	case c.numeric && KindOf(c.src[i]) == Number:
		return append(dst, number.Of(string(c.src[i:end])).String()...), end
	}
	return append(dst, c.src[i:end]...), end
}

// at returns the byte at i, 0 behind the end.
func (c *canonical) at(i int) byte {
	if i < len(c.src) {
		return c.src[i]
	}
	return 0
}

// next moves to the element or member after the value that ends at i, or to the byte that closes the container. It
// returns -1 when there is neither.
func (c *canonical) next(i int, closing byte) int {
	if i = PassSpace(c.src, i); c.at(i) != ',' {
		if c.at(i) != closing {
			return -1
		}
		return i
	}
	if i = PassSpace(c.src, i+1); c.at(i) == closing {
		return -1
	}
	return i
}

func (c *canonical) array(dst []byte, i int) ([]byte, int) {
	dst = append(dst, '[')
	for i = PassSpace(c.src, i+1); c.at(i) != ']'; {
		if dst, i = c.value(dst, i); i < 0 {
			return dst, -1
		}
		dst = append(dst, ',')
		if i = c.next(i, ']'); i < 0 {
			return dst, -1
		}
	}
	return append(dst, ']'), i + 1
}

func (c *canonical) object(dst []byte, i int) ([]byte, int) {
	type member struct {
		name   string
		lo, hi int
	}
	var members []member
	byName := func(a, b member) int { return strings.Compare(a.name, b.name) }
	dst = append(dst, '{')
	start := len(dst)
	for i = PassSpace(c.src, i+1); c.at(i) != '}'; {
		name, value := c.name(i)
		if value < 0 {
			return dst, -1
		}
		m := member{name: name, lo: len(dst)}
		dst = append(AppendQuoted(dst, m.name), ':')
		if dst, i = c.value(dst, value); i < 0 {
			return dst, -1
		}
		dst = append(dst, ',')
		m.hi = len(dst)
		members = append(members, m)
		if i = c.next(i, '}'); i < 0 {
			return dst, -1
		}
	}
	if !slices.IsSortedFunc(members, byName) {
		slices.SortStableFunc(members, byName)
		inOrder := bytes.Clone(dst[start:])
		dst = dst[:start]
		for _, m := range members {
			dst = append(dst, inOrder[m.lo-start:m.hi-start]...)
		}
	}
	return append(dst, '}'), i + 1
}

// name returns the name of the member at i, unescaped, and where its value begins.
func (c *canonical) name(i int) (name string, value int) {
	if c.at(i) != '"' {
		return "", -1
	}
	end := PassString(c.src, i)
	if end < 0 || c.at(PassSpace(c.src, end)) != ':' {
		return "", -1
	}
	text, value := MemberAt(c.src, i)
	return string(text), value
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

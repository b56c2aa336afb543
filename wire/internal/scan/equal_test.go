package scan_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/wire/internal/scan"
)

// speller writes random values: the same value twice, with other white space, escapes and orders of members.
type speller struct{ *rand.Rand }

// value returns two texts of one value.
func (s speller) value(depth int) (a, b string) {
	switch n := s.IntN(8); {
	case n < 2 && depth > 0:
		return s.object(depth)
	case n < 4 && depth > 0:
		var as, bs []string
		for range s.IntN(4) {
			a, b := s.value(depth - 1)
			as, bs = append(as, a), append(bs, b)
		}
		return s.list("[", as, "]"), s.list("[", bs, "]")
	case n < 6:
		text := s.text()
		return s.quote(text), s.quote(text)
	}
	literal := []string{"1", "1.0", "-0", "10", "1e3", "true", "false", "null"}[s.IntN(8)]
	return literal, literal
}

func (s speller) object(depth int) (a, b string) {
	size := s.IntN(5)
	if s.IntN(20) == 0 {
		size = 60 + s.IntN(10) // about where an index is made
	}
	var as, bs []string
	for k := range size {
		name := fmt.Sprint(s.text(), k)
		a, b := s.value(depth - 1)
		as = append(as, s.quote(name)+s.space()+":"+s.space()+a)
		bs = append(bs, s.quote(name)+s.space()+":"+s.space()+b)
	}
	switch s.IntN(4) {
	case 0:
		s.Shuffle(len(bs), func(i, j int) { bs[i], bs[j] = bs[j], bs[i] })
	case 1:
		if len(bs) > 1 {
			bs = append(bs[1:], bs[0])
		}
	}
	return s.list("{", as, "}"), s.list("{", bs, "}")
}

func (s speller) list(open string, items []string, closing string) string {
	return open + s.space() + strings.Join(items, s.space()+","+s.space()) + s.space() + closing
}

func (s speller) space() string { return []string{"", "", "", " ", "\n  "}[s.IntN(5)] }

func (s speller) text() string {
	return []string{"", "a", "name", "é", "\n", `"`, "a longer text than two words"}[s.IntN(7)]
}

// quote writes a string, at times with an escape where none is needed.
func (s speller) quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		if r == '"' || r < ' ' || s.IntN(20) == 0 {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// altered changes a byte of a text: the result may be another value, or none.
func (s speller) altered(text string) string {
	at := s.IntN(len(text))
	c := string("{}[],:\"\\ 1ae\n\x00\xff"[s.IntN(15)])
	switch s.IntN(3) {
	case 0:
		return text[:at] + text[at+1:]
	case 1:
		return text[:at] + c + text[at:]
	}
	return text[:at] + c + text[at+1:]
}

// sameTree compares by the trees of the texts.
func sameTree(a, b string) bool {
	if a == b {
		return true
	}
	x, flawsX, errX := jsontree.Parse([]byte(a))
	y, flawsY, errY := jsontree.Parse([]byte(b))
	return errX == nil && errY == nil && len(flawsX)+len(flawsY) == 0 && len(jsontree.Diff(x, y)) == 0
}

func TestEqual(t *testing.T) {
	s := speller{rand.New(rand.NewPCG(7, 1))}
	unequal := 0
	for range 30_000 {
		a, b := s.value(4)
		if s.IntN(2) == 0 {
			b = s.altered(b)
		}
		want := sameTree(a, b)
		if !want {
			unequal++
		}
		for _, pair := range [][2]string{{a, b}, {b, a}} {
			if got := scan.Equal([]byte(pair[0]), []byte(pair[1])); got != want {
				t.Fatalf("Equal(%q, %q) = %v", pair[0], pair[1], got)
			}
		}
	}
	if unequal < 5000 || unequal > 25_000 {
		t.Errorf("%d of 30,000 pairs differ", unequal)
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, true},
		{`{"a":1,"b":2}`, `{"b":2,"a":1,}`, false},
		{`{"a":1,"b":2}`, `{"b":2,"a":1`, false},
		{`{"a":1,"b":2}`, `{"b":2,"b":2,"a":1}`, false},
		{`{"a":1,"b":2}`, `{"b":2,"a":1,"c":3}`, false},
		{`{"a":{"x":1},"b":[]}`, `{"b":[],"a":{"x":1}]`, false},
		{`{"a":{"x":1},"b":[]}`, `{"b":[,"a":{"x":1}}`, false},
		{`{"\n":1,"b":2}`, "{\"b\":2,\"\n\":1}", false},
		{`{"\n":1,"b":2}`, `{"b":2,"\u000a":1}`, true},
		{`{}`, `{,}`, false},
		{`[]`, `[,]`, false},
		{`[1,2]`, `[1,2,]`, false},
		{`[1]`, `[1}`, false},
		{`1`, `1 `, true},
		{`1`, `1x`, false},
		{`1`, `10`, false},
		{`"a"`, `"\u0061"`, true},
		{`"a"`, "\"\\u0061", false},
		{`"\ufffd"`, "\"\xff\"", false},
		{``, `1`, false},
	} {
		if got, back := scan.Equal([]byte(c.a), []byte(c.b)), scan.Equal([]byte(c.b), []byte(c.a)); got != c.want || back != c.want {
			t.Errorf("Equal(%s, %s) = %v, the other way round %v", c.a, c.b, got, back)
		}
	}
}

package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestSortNames sorts names that share beginnings, end in one another, and hold all bytes.
func TestSortNames(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		names := make([]string, r.IntN(500))
		prefix := strings.Repeat("x", r.IntN(40))
		for i := range names {
			b := make([]byte, r.IntN(6))
			for j := range b {
				b[j] = byte(r.IntN(1 + r.IntN(256)))
			}
			names[i] = prefix[:r.IntN(len(prefix)+1)] + string(b)
		}
		slices.Sort(names)
		want := slices.Compact(names)
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		SortNames(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%q in place of %q", got, want)
		}
	}
}

// TestWritten: names that are not UTF-8 are written as such that are, all of them different.
func TestWritten(t *testing.T) {
	for _, c := range []struct{ names, want string }{
		{"a b", ""},
		{"\xff a", "\uFFFD a"},
		{"a\xfe a\xff", "a\uFFFD a\uFFFD\uFFFD"},
		{"\xfd \xfe \xff \uFFFD", "\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD\uFFFD \uFFFD"},
		{"\xff \xff\xff", "\uFFFD \uFFFD\uFFFD"},
	} {
		names := strings.Fields(c.names)
		if got := strings.Join(Written(names), " "); got != c.want {
			t.Errorf("%q: %q in place of %q", names, got, c.want)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		var names []string
		for range r.IntN(8) {
			name := ""
			for range r.IntN(4) {
				name += []string{"\xff", "\xfe", "\uFFFD", "a"}[r.IntN(4)]
			}
			names = append(names, name)
		}
		slices.Sort(names)
		names = slices.Compact(names)
		seen := map[string]bool{}
		for _, name := range Written(names) {
			if seen[name] || !utf8.ValidString(name) {
				t.Fatalf("%q: %q twice", names, name)
			}
			seen[name] = true
		}
	}
}

// TestManyNamesTwice: a duplicate among many names is found where it is, and the first of several.
func TestManyNamesTwice(t *testing.T) {
	for _, n := range []int{60, 66, 200, 5000} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":0,`, i)
		}
		head := "{" + b.String()
		if err := Valid([]byte(head + `"last":1}`)); err != nil {
			t.Errorf("%d names: %v", n, err)
		}
		err := Valid([]byte(head + `"\u006d3":1,"m1":2}`))
		if err == nil || err.Msg != DuplicateName || int(err.Offset) != len(head) {
			t.Errorf("%d names: %v, want one at %d", n, err, len(head))
		}
	}
}

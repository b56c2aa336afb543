//go:build !purego && (amd64 || arm64 || ppc64le)

package scan

import (
	"bytes"
	"strings"
	"testing"
	"unsafe"

	"github.com/azbill/azbill/internal/guard"
)

// Lengths up to a few words, and two bytes more.
const longest = 5*WordSize + 2

// edges calls f with the n bytes at either end of accessible memory, which so begin at every alignment, n permitting.
func edges(m *guard.Memory, n int, f func(b []byte)) {
	f(m.Last(n))
	f(m.First(n))
}

// TestCopyInsideGuards copies texts at the edges of memory to the edges of memory, for every length at which the
// functions may be called.
func TestCopyInsideGuards(t *testing.T) {
	source, target := guard.New(t, longest), guard.New(t, longest)
	for n := range longest {
		edges(source, n, func(from []byte) {
			for i := range from {
				from[i] = 'a' + byte(i%26)
			}
			edges(target, n, func(to []byte) {
				clear(to)
				guard.Access(t, func() {
					if !CopyPlain(AddressOf(to, 0), AddressOf(from, 0), n) || !bytes.Equal(to, from) {
						t.Errorf("CopyPlain of %q: %q", from, to)
					}
				}, "CopyPlain of %d bytes", n)
				if n < HalfWord {
					return
				}
				clear(to)
				guard.Access(t, func() {
					CopyWords(AddressOf(to, 0), AddressOf(from, 0), n)
				}, "CopyWords of %d bytes", n)
				guard.Access(t, func() {
					if !SameWords(AddressOf(to, 0), AddressOf(from, 0), n) {
						t.Errorf("CopyWords of %q: %q", from, to)
					}
				}, "SameWords of %d bytes", n)
			})
		})
	}
}

// TestCopyUntilStopInsideGuards: the last 16 bytes that are read end with the text, and those that are written with the
// room for them.
func TestCopyUntilStopInsideGuards(t *testing.T) {
	source, target := guard.New(t, longest), guard.New(t, longest)
	for n := 2 * WordSize; n < longest; n++ {
		most := n - 2*WordSize + 1
		for stop := range n + 1 { // n: there is none
			from, to := source.Text(strings.Repeat("a", n)), target.Last(n)
			want := -1
			if stop < n {
				from[stop] = '"'
			}
			if stop < (most+2*WordSize-1)/(2*WordSize)*2*WordSize && stop < n {
				want = stop
			}
			clear(to)
			guard.Access(t, func() {
				if got := CopyUntilStop(AddressOf(to, 0), AddressOf(from, 0), most); got != want {
					t.Errorf("CopyUntilStop of %q, most %d: %d, want %d", from, most, got, want)
				} else if got > 0 && !bytes.Equal(to[:got], from[:got]) {
					t.Errorf("CopyUntilStop of %q: copied %q", from, to[:got])
				}
			}, "CopyUntilStop of %d bytes", n)
		}
	}
}

// TestAppendQuotedInsideGuards appends texts from the edge of memory to slices that end there, with every room that is
// too small, and those that are enough.
func TestAppendQuotedInsideGuards(t *testing.T) {
	source, target := guard.New(t, longest), guard.New(t, 2*longest)
	for n := range longest {
		s := source.String(strings.Repeat("x", n))
		for used := range 3 {
			for room := range n + 5 {
				all := target.Last(used + room)
				fill(all)
				var got []byte
				guard.Access(t, func() { got = AppendQuoted(all[:used], s) }, "AppendQuoted of %d bytes, room for %d", n, room)
				want := strings.Repeat(".", used) + `"` + s + `"`
				if string(got) != want {
					t.Fatalf("AppendQuoted of %q: %q", s, got)
				}
				inPlace := unsafe.SliceData(got) == unsafe.SliceData(all)
				if used+room > 0 && inPlace != (room >= n+2) {
					t.Fatalf("AppendQuoted of %d bytes, room for %d: in place %v", n, room, inPlace)
				}
			}
		}
	}
}

func fill(b []byte) {
	for i := range b {
		b[i] = '.'
	}
}

// TestAppendQuotedTriesInPlace: a text whose escape needs more room is first copied as if it had none, which leaves the
// closing quote in the room that it then outgrows. That room must be exactly the text and its quotes.
func TestAppendQuotedTriesInPlace(t *testing.T) {
	for room, want := range []string{"", ".", "..", `"."`, `".".`} {
		b := make([]byte, room)
		fill(b)
		if got := AppendQuoted(b[:0], "\x01"); string(got) != `"\u0001"` {
			t.Errorf("got %s", got)
		}
		if string(b) != want {
			t.Errorf("room for %d: %q, want %q", room, b, want)
		}
	}
}

// TestScanInsideGuards reads texts that end, whole or cut short, where memory does.
func TestScanInsideGuards(t *testing.T) {
	memory := guard.New(t, 256)
	for _, text := range []string{
		`{"name":"value","list":[1,2.5e-3,-0,true,false,null],"` + strings.Repeat("n", 40) + `":"` + strings.Repeat("v", 40) + `"}`,
		"{\n" + strings.Repeat(" ", 20) + `"a" : "\u00e9\ud83d\ude00\n\"\\/", ` + "\r\n\t" + `"ü" : [ ] }` + strings.Repeat(" ", 9),
	} {
		for end := range len(text) + 1 {
			data := memory.Text(text[:end])
			guard.Access(t, func() {
				if err := Valid(data); (err == nil) != (end >= len(strings.TrimRight(text, " "))) {
					t.Errorf("%q: %v", data, err)
				}
				PassValue(data, 0)
				for i := range data {
					PlainText(data, i)
					PassSpace(data, i)
					PassBlanks(data, i)
					PassString(data, i)
				}
				_, _ = Compact(data)
			}, "%q", data)
		}
	}
}

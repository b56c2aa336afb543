//go:build !purego && (amd64 || arm64 || ppc64le)

package scan

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestCopiesAWordAtATime holds the unchecked loops against the plain ones, for every length up to a few words at every
// alignment, with the byte that is not plain at every place.
func TestCopiesAWordAtATime(t *testing.T) {
	const room = 64
	rnd := rand.New(rand.NewPCG(1, 2))
	hostile := []byte{0, 0x1f, '"', '\\', 0x80, 0xdc, 0xff}
	for n := range 40 {
		for align := range WordSize {
			for at := -1; at < n; at++ {
				from := bytes.Repeat([]byte{'\n'}, align+n+room) // what lies around the text is not plain
				text := from[align : align+n]
				for i := range text {
					text[i] = "az09 !#[]~"[rnd.IntN(10)]
				}
				if at >= 0 {
					text[at] = hostile[rnd.IntN(len(hostile))]
				}
				checkCopies(t, from, align, n, at)
			}
		}
	}
}

func checkCopies(t *testing.T, from []byte, align, n, at int) {
	t.Helper()
	text := from[align : align+n]
	to := make([]byte, n+2)
	to[0], to[n+1] = '<', '>'
	plain := CopyPlain(AddressOf(to, 1), AddressOf(from, align), n)
	if plain != (at < 0) || plain && !bytes.Equal(to[1:n+1], text) || to[0] != '<' || to[n+1] != '>' {
		t.Fatalf("CopyPlain of %q: %v, %q", text, plain, to)
	}
	if n >= HalfWord {
		to := make([]byte, n+2)
		to[0], to[n+1] = '<', '>'
		CopyWords(AddressOf(to, 1), AddressOf(from, align), n)
		if !bytes.Equal(to[1:n+1], text) || to[0] != '<' || to[n+1] != '>' {
			t.Fatalf("CopyWords of %q: %q", text, to)
		}
		if !SameWords(AddressOf(to, 1), AddressOf(from, align), n) {
			t.Fatalf("SameWords of %q and itself", text)
		}
		if at >= 0 {
			to[1+at] ^= 1
			if SameWords(AddressOf(to, 1), AddressOf(from, align), n) {
				t.Fatalf("SameWords of %q and %q", text, to[1:n+1])
			}
		}
	}
	want := n // the line break behind the text
	if at >= 0 {
		want = at
	}
	to = make([]byte, len(from)-align)
	if got := CopyUntilStop(AddressOf(to, 0), AddressOf(from, align), len(to)-2*WordSize+1); got != want || !bytes.Equal(to[:got], text[:got]) {
		t.Fatalf("CopyUntilStop of %q: %d, want %d", text, got, want)
	}
}

// TestCopyUntilStopStaysInside lets the text end, and the room, at the last bytes of their slices.
func TestCopyUntilStopStaysInside(t *testing.T) {
	for n := range 50 {
		text := bytes.Repeat([]byte{'a'}, n)
		to := bytes.Repeat([]byte{'.'}, n)
		most := n - 2*WordSize + 1
		if most <= 0 {
			continue
		}
		if got := CopyUntilStop(AddressOf(to, 0), AddressOf(text, 0), most); got != -1 {
			t.Fatalf("%d bytes of text: stops at %d", n, got)
		}
	}
}

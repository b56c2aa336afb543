package scan

import (
	"math/bits"
	"testing"
)

// TestStops tries every byte, after plain ones and before others, at every place of a word.
func TestStops(t *testing.T) {
	for c := range 256 {
		for place := range 8 {
			for _, above := range []byte{'a', ' ', '!', '#', '"', 0, 0x7f, 0x80, 0xff} {
				var b [8]byte
				for i := range b {
					b[i] = '!' // the plain byte nearest to a quote and to the control characters
					if i > place {
						b[i] = above
					}
				}
				b[place] = byte(c)
				m := stops(word(b[:], 0))
				switch first := bits.TrailingZeros64(m) / 8; {
				case special[c] && first != place:
					t.Errorf("byte %#02x at %d below %#02x: first mark at %d", c, place, above, first)
				case !special[c] && m != 0 && first <= place:
					t.Errorf("plain byte %#02x at %d below %#02x: mark at %d", c, place, above, first)
				}
			}
		}
	}
}

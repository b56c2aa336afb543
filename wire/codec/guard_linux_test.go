//go:build !purego && (amd64 || arm64 || ppc64le)

package codec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/internal/guard"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/scan"
)

// couple is an object of two strings.
type couple struct {
	Extra wire.Extra
	a, b  wire.Optional[string]
}

func decodeCouple(d *Decoder, names *Names) *couple {
	x := &couple{}
	m := d.Members(&x.Extra, names)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.a)
		case 1:
			m.String(&x.b)
		default:
			m.Unknown()
		}
	}
	return x
}

func (x *couple) AppendJSON(b []byte, names *Names) []byte {
	at := len(b)
	b = AppendString(b, names.Members[0], &x.a)
	b = AppendString(b, names.Members[1], &x.b)
	return Close(b, at, &x.Extra)
}

// guardedNames returns the names of a couple, the second of which, n letters long, lies at the edge of memory.
func guardedNames(m *guard.Memory, n int) *Names {
	return &Names{Members: []string{`,"first":`, m.String(`,"` + strings.Repeat("n", n) + `":`)}}
}

// TestDecodeInsideGuards decodes objects that end, whole or cut short, where memory does, and whose names do, at every
// length of a name and of a value up to a few words.
func TestDecodeInsideGuards(t *testing.T) {
	source, other := guard.New(t, 512), guard.New(t, 64)
	for n := range 28 {
		names := guardedNames(other, n)
		name, value := strings.Repeat("n", n), strings.Repeat("v", n)
		for _, layout := range []string{
			`{"first":"%[2]s","%[1]s":"%[2]s"}`,
			`{"first":"","%[1]s":"%[2]s","unknown":1}`,
			"{\n    \"first\": \"%[2]s\",\n    \"%[1]s\": \"%[2]s\"\n}",
			"{\n\t\t\"first\":\"%[2]s\",\n\t\t\"%[1]s\":\"%[2]s\"}",
			"{\r\n      \"first\" : \"\",\r\n      \"%[1]s\" : \"%[2]s\" }",
		} {
			whole := fmt.Sprintf(layout, name, value)
			for end := range len(whole) + 1 {
				text := source.Text(whole[:end])
				guard.Access(t, func() {
					x, err := Decode(text, func(d *Decoder) *couple { return decodeCouple(d, names) })
					if (err == nil) != (end == len(whole)) {
						t.Fatalf("%q: %v", text, err)
					}
					if err == nil && (x.b.OrZero() != value || x.b.IsZero()) {
						t.Fatalf("%q: %q", text, x.b.OrZero())
					}
				}, "decoding %q", text)
			}
		}
	}
}

// TestBlockInsideGuards decodes strings into a block that ends where memory does, with every room left in it. A string is
// copied there while its end is looked for, if there are two words of room and of text.
func TestBlockInsideGuards(t *testing.T) {
	target, source := guard.New(t, 128), guard.New(t, 128)
	names := &Names{Members: []string{`,"a":`, `,"b":`}}
	for room := range 60 {
		for n := range 50 {
			value := strings.Repeat("v", n)
			text := source.Text(`{"a":"` + value + `"}`)
			d := &Decoder{scanner: scan.Make(), interned: new([internSlots]string)}
			d.Reset(text)
			d.block.text = target.Last(room)
			clear(d.block.text)
			guard.Access(t, func() {
				if x := decodeCouple(d, names); d.Err != nil || x.a.OrZero() != value || x.a.IsZero() {
					t.Fatalf("%q: %q, %v", text, x.a.OrZero(), d.Err)
				}
			}, "decoding %q with room for %d bytes", text, room)
			// The quote that ended the copy lies behind the string, but not when the copy was made without looking.
			const words = 2 * scan.WordSize
			left := min(room, n+len(`"}`))
			looked := left >= words && n < (left-words+1+words-1)/words*words
			block := target.Last(room)
			if got := n < room && block[n] == '"'; got != looked {
				t.Fatalf("a string of %d bytes, room for %d: copied while looking: %v, want %v", n, room, got, looked)
			}
		}
	}
}

// TestEncodeInsideGuards appends strings, which lie at the edge of memory as their names do, to slices that end there, with
// every room that is too small, and some that are enough.
func TestEncodeInsideGuards(t *testing.T) {
	source, other, target := guard.New(t, 64), guard.New(t, 64), guard.New(t, 256)
	for n := range 28 {
		names := guardedNames(other, n)
		for length := range 28 {
			x := couple{b: wire.Some(source.String(strings.Repeat("v", length)))}
			want := fmt.Sprintf(`,"%s":"%s"`, strings.Repeat("n", n), strings.Repeat("v", length))
			for room := range len(want) + 3 {
				all := target.Last(room + 1)
				for i := range all {
					all[i] = '.'
				}
				guard.Access(t, func() {
					got := AppendString(all[:1], names.Members[1], &x.b)
					if string(got) != "."+want {
						t.Fatalf("room for %d: %s, want %s", room, got, want)
					}
				}, "encoding %s, room for %d", want, room)
			}
		}
	}
}

// TestAppendStringTriesInPlace: as in package scan, the closing quote of a text whose escape needs more room is left
// in the room that it outgrows, which must be exactly that of name, text and quotes.
func TestAppendStringTriesInPlace(t *testing.T) {
	const name = `,"name":`
	v := wire.Some("\x01")
	for room := range len(name) + 5 {
		b := make([]byte, room)
		if got := AppendString(b[:0], name, &v); string(got) != name+`"\u0001"` {
			t.Errorf("got %s", got)
		}
		fits := room >= len(name)+3
		if got := room > len(name)+2 && b[len(name)+2] == '"'; got != fits {
			t.Errorf("room for %d: %q", room, b)
		}
	}
}

// TestNextInPlace: Next looks at the member that is expected first, if that fits in the text, the last byte included;
// only what looks for another one notes where the comma is.
func TestNextInPlace(t *testing.T) {
	for n := range 28 {
		names := &Names{Members: []string{`,"f":`, `,"` + strings.Repeat("n", n) + `":`}}
		d := &Decoder{scanner: scan.Make()}
		d.Reset([]byte(`{"f":""` + names.Members[1]))
		var x couple
		m := d.Members(&x.Extra, names)
		if !m.Next() {
			t.Fatal(d.Err)
		}
		m.String(&x.a)
		from := m.from
		if !m.Next() || m.Index() != 1 || m.from != from || d.Pos != len(d.Data) {
			t.Errorf("a name of %d letters: index %d, at %d, the comma before it at %d", n, m.Index(), d.Pos, m.from)
		}
	}
}

// TestNextApartInPlace is TestNextInPlace for members on lines of their own, with the white space of the one before. The
// white space here is none that the search for another member notes.
func TestNextApartInPlace(t *testing.T) {
	for gap := 3; gap < 28; gap++ {
		for n := 1; n < 28; n++ {
			space := strings.Repeat("\t", gap-1)
			names := &Names{Members: []string{`,"f":`, `,"` + strings.Repeat("n", n) + `":`}}
			d := &Decoder{scanner: scan.Make()}
			d.Reset([]byte("{" + space + `"f":"",` + space + names.Members[1][1:]))
			var x couple
			m := d.Members(&x.Extra, names)
			if !m.Next() {
				t.Fatal(d.Err)
			}
			m.String(&x.a)
			m.from, m.gap = 0, gap
			want := 0
			if gap > scan.HalfWord && n+len(`"":`) >= scan.HalfWord {
				want = d.Pos
			}
			if !m.Next() || m.Index() != 1 || d.Pos != len(d.Data) || d.Blanks != 2*len(space) {
				t.Fatalf("%q: index %d, at %d, %d blanks", d.Data, m.Index(), d.Pos, d.Blanks)
			}
			if m.from != want {
				t.Errorf("%q: the comma before the second member is noted at %d, want %d", d.Data, m.from, want)
			}
		}
	}
}

// TestHasNameInsideGuards: a name is found where it is the end of the text, and not where a byte of it is missing.
func TestHasNameInsideGuards(t *testing.T) {
	source, other := guard.New(t, 64), guard.New(t, 64)
	for n := scan.HalfWord; n < 40; n++ {
		name := other.String(strings.Repeat("n", n))
		for before := range 3 {
			for missing := range 3 {
				data := source.Text(strings.Repeat("n", before+n-missing))
				guard.Access(t, func() {
					if got := hasName(data, before, name); got != (missing == 0) {
						t.Errorf("%d of %d letters: %v", n-missing, n, got)
					}
				}, "%d of %d letters", n-missing, n)
			}
		}
	}
}

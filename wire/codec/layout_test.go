package codec_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
)

// The walk over members compares the text with what it expects, white space included, a word at a time. What differs in
// one byte must be read as what it is.

func layoutNames() *codec.Names {
	return &codec.Names{Members: []string{`,"alpha":`, `,"betaBetaBeta":`, `,"c":`}}
}

// TestLayoutSeparators: between two members on lines of their own there must be a comma and white space.
func TestLayoutSeparators(t *testing.T) {
	const indent = "\n        "
	for i := range len(indent) + 1 {
		for c := range 256 {
			sep := []byte("," + indent)
			sep[i] = byte(c)
			text := "{" + indent + `"alpha":1,` + indent + `"betaBetaBeta":2` + string(sep) + `"c":3` + "\n}"
			_, err := codec.Decode([]byte(text), func(d *codec.Decoder) *pairs { return readPairs(d, layoutNames()) })
			space := c == ' ' || c == '\n' || c == '\r' || c == '\t'
			if valid := i == 0 && c == ',' || i > 0 && space; valid != (err == nil) {
				t.Errorf("byte %d of the separator is %q: %v", i, rune(c), err)
			}
		}
	}
}

// TestLayoutNames: a member whose name differs from the expected one in one byte is another member.
func TestLayoutNames(t *testing.T) {
	for _, indent := range []string{"", "\n      "} {
		for _, name := range []string{"alpha", "betaBetaBeta", "c"} {
			for i := range name {
				other := []byte(name)
				other[i]++
				text := "{" + indent + `"alpha":1,` + indent + `"betaBetaBeta":2,` + indent + `"c":3}`
				text = strings.Replace(text, `"`+name+`"`, `"`+string(other)+`"`, 1)
				x := decodePairs(t, layoutNames(), text)
				if raw, ok := x.Extra.Get(string(other)); !ok || len(x.at) != 2 {
					t.Errorf("%q: %v, %v", text, x.at, raw)
				}
			}
		}
	}
}

// TestLayoutDuplicates: the error of a member that has been there before names it and is where it begins, whatever the
// decoder expected there.
func TestLayoutDuplicates(t *testing.T) {
	for _, indent := range []string{"", "\n      ", "\n\t"} {
		list := []string{`"alpha":"a"`, `"betaBetaBeta":"b"`, `"c":"c"`}
		object := func(order ...int) string {
			var members []string
			for _, i := range order {
				members = append(members, indent+list[i])
			}
			return "{" + strings.Join(members, ",") + "}"
		}
		for _, orders := range [][2][]int{{{1, 0}, {0, 1, 0}}, {{0, 1}, {0, 1, 0}}, {{2, 1, 0}, {2, 1, 2}}, {{0, 0}, {0}}, {{0, 1, 2}, {0, 1, 2, 2}}, {{1, 2, 0}, {0, 1, 2, 0}}} {
			text := "[" + object(orders[0]...) + "," + object(orders[1]...) + "]"
			_, err := codec.Decode([]byte(text), decodeThrees)
			second := orders[1]
			at := strings.LastIndex(text, list[second[len(second)-1]])
			pointer := "/1/"
			if len(second) == 1 {
				pointer, at = "/0/", strings.Index(text, ",")+1+len(indent)
			}
			name, _, _ := strings.Cut(list[second[len(second)-1]][1:], `"`)
			var syntax *wire.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset != int64(at) || syntax.Pointer != pointer+name {
				t.Errorf("%q: %v, want byte %d at %s", text, err, at, pointer+name)
			}
		}
	}
}

type three struct {
	a, b, c wire.Optional[string]
	Extra   wire.Extra
}

var threeNames = layoutNames()

func decodeThree(x *three, d *codec.Decoder) {
	m := d.Members(&x.Extra, threeNames)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.a)
		case 1:
			m.String(&x.b)
		case 2:
			m.String(&x.c)
		default:
			m.Unknown()
		}
	}
}

func decodeThrees(d *codec.Decoder) *[]three {
	var list []three
	for n := 0; d.Element(n); n++ {
		list = append(list, three{})
		decodeThree(&list[n], d)
	}
	return &list
}

// TestTexts decodes many strings of each length around every bound at which they are kept in another way, in one text,
// twice each, and compares all of them when it has ended.
func TestTexts(t *testing.T) {
	var text strings.Builder
	var want []string
	text.WriteByte('[')
	for _, n := range []int{0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 34, 63, 64, 65, 128, 254, 255, 256, 257, 258, 300, 4095, 4096, 4097} {
		for i := range 6 {
			letter := string(rune('a' + i/2))
			v := strings.Repeat(letter, n)
			if i == 5 && n > 2 {
				v = "/" + v[1:] // ids hold each other
			}
			if len(want) > 0 {
				text.WriteByte(',')
			}
			fmt.Fprintf(&text, `{"alpha":%q,"betaBetaBeta":%q,"c":%q}`, v, v+"/"+v, v)
			want = append(want, v, v+"/"+v, v)
		}
	}
	text.WriteByte(']')
	data := []byte(text.String())
	list, err := codec.Decode(data, decodeThrees)
	if err != nil {
		t.Fatal(err)
	}
	clear(data) // strings share nothing with the text
	for i, x := range *list {
		for j, got := range []string{x.a.OrZero(), x.b.OrZero(), x.c.OrZero()} {
			if got != want[3*i+j] {
				t.Fatalf("string %d of %d bytes is %.40q", 3*i+j, len(want[3*i+j]), got)
			}
		}
	}
}

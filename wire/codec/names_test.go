package codec_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/internal/sample"
)

// everything has each member of sample.Everything, in the order of the type; no value looks like that of another member.
var everything = []string{
	`"s":"text"`, `"b":true`, `"i":7`, `"l":9007199254740993`, `"d":1.10`, `"t":"2024-09-01"`, `"r":[1,{"s":2}]`,
	`"status":"Active"`, `"ratio":0.5`, `"names":["a","b"]`, `"amount":{"currency":"USD","value":1}`,
	`"charge":{"kind":"legacy","id":"x"}`, `"amounts":[{"value":2,"currency":"EUR"},{"currency":"JPY"}]`,
	`"charges":[]`, `"byName":{"s":{"value":3}}`, `"statuses":["Disabled"]`, `"tags":{"i":"7"}`, `"grid":[[1],[2]]`,
	`"deep":{"b":[]}`, `"a\"b/~ü":"odd"`, `"self":{"s":"inner"}`,
}

// TestMembersInAnyOrder: the order of members is the sender's affair, and so is what he leaves out. Decoders remember the
// latest order, so each object here is read with that of another one in mind.
func TestMembersInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sorted, err := sample.DecodeEverything([]byte("{" + strings.Join(everything, ",") + "}"))
	if err != nil {
		t.Fatal(err)
	}
	want := string(sorted.AppendJSON(nil))
	for range 300 {
		members := append([]string(nil), everything...)
		r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		sep := []string{",", ", ", ",\n  ", " ,"}[r.IntN(4)]
		x, err := sample.DecodeEverything([]byte("{" + strings.Join(members, sep) + "}"))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(x.AppendJSON(nil)); got != want || x.Extra.Len() > 0 {
			t.Fatalf("order: %s\n got: %s\nwant: %s", members, got, want)
		}

		text := "{" + strings.Join(members[:r.IntN(len(members))], sep) + "}"
		x, err = sample.DecodeEverything([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		sameValue(t, x.AppendJSON(nil), []byte(text))
		if x.Extra.Len() > 0 {
			t.Fatalf("%s: known members are kept as unknown: %v", text, x.Extra)
		}
	}
}

// pairs holds an object whose members are all raw, under the index that the walk gave them.
type pairs struct {
	at    map[int]wire.Raw
	Extra wire.Extra
}

func decodePairs(t *testing.T, names *codec.Names, text string) *pairs {
	t.Helper()
	x, err := codec.Decode([]byte(text), func(d *codec.Decoder) *pairs { return readPairs(d, names) })
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return x
}

func readPairs(d *codec.Decoder, names *codec.Names) *pairs {
	x := &pairs{at: map[int]wire.Raw{}}
	m := d.Members(&x.Extra, names)
	for m.Next() {
		if m.Index() < 0 {
			m.Unknown()
			continue
		}
		var o wire.Optional[wire.Raw]
		m.Raw(&o)
		x.at[m.Index()], _ = o.Get()
	}
	return x
}

// TestManyNames: indexes of a type with more members than an order can remember, there and back, with gaps.
func TestManyNames(t *testing.T) {
	for _, n := range []int{1, 254, 255, 256, 1000} {
		names := &codec.Names{ID: n}
		var texts []string
		for i := range n {
			names.Members = append(names.Members, fmt.Sprintf(`,"m%d":`, i))
			texts = append(texts, fmt.Sprintf(`"m%d":%d`, i, i))
		}
		backwards := make([]string, n)
		for i, text := range texts {
			backwards[n-1-i] = text
		}
		var thirds []string
		for i := 0; i < n; i += 3 {
			thirds = append(thirds, texts[i])
		}
		for _, members := range [][]string{texts, backwards, thirds, backwards, texts} {
			x := decodePairs(t, names, "{"+strings.Join(members, ",")+"}")
			if len(x.at) != len(members) || x.Extra.Len() > 0 {
				t.Fatalf("%d names: %d of %d members found", n, len(x.at), len(members))
			}
			for i, raw := range x.at {
				if raw.String() != fmt.Sprint(i) {
					t.Errorf("%d names: member %d is %s", n, i, raw)
				}
			}
		}
	}
}

// TestNamesAreComparedByWhatTheySay: the document's names and those in the text may be escaped each in its own way.
func TestNamesAreComparedByWhatTheySay(t *testing.T) {
	names := &codec.Names{Members: []string{`,"a\"b":`, `,"tab\t":`, `,"line` + "\u2028" + `":`, `,"ü":`, `,"":`, `,"back\\slash":`}}
	for text, want := range map[string]int{
		`{"a\"b":1}`: 0, `{"a\u0022b":1}`: 0, `{"\u0061\"b" :1}`: 0,
		`{"tab\t":1}`: 1, `{"tab\u0009":1}`: 1,
		`{"line` + "\u2028" + `":1}`: 2, `{"line\u2028":1}`: 2,
		`{"ü":1}`: 3, `{"\u00fc":1}`: 3, `{"\u00FC" : 1}`: 3,
		`{"":1}`: 4, `{ "" :1}`: 4,
		`{"back\\slash":1}`: 5, `{"back\u005cslash":1}`: 5,
		`{"a\\\"b":1}`: -1, `{"a":1}`: -1, `{"tab":1}`: -1, `{"u":1}`: -1, `{"back\\\\slash":1}`: -1,
	} {
		x := decodePairs(t, names, text)
		switch _, found := x.at[want]; {
		case want < 0 && (len(x.at) > 0 || x.Extra.Len() != 1):
			t.Errorf("%s is taken for member %v", text, x.at)
		case want >= 0 && (!found || len(x.at) != 1 || x.Extra.Len() > 0):
			t.Errorf("%s is not taken for member %d: %v, %v", text, want, x.at, x.Extra)
		}
	}
}

// TestOrdersOfTwoPackages: types of two packages have the same ID, and one decoder reads both in turn.
func TestOrdersOfTwoPackages(t *testing.T) {
	few := &codec.Names{ID: 3, Members: []string{`,"x":`}}
	many := &codec.Names{ID: 3, Members: []string{`,"a":`, `,"b":`, `,"c":`, `,"x":`}}
	for range 3 {
		if x := decodePairs(t, many, `{"x":1,"c":2,"b":3,"a":4}`); len(x.at) != 4 || x.at[3].String() != "1" {
			t.Errorf("four members are read as %v", x.at)
		}
		if x := decodePairs(t, few, `{"a":1,"x":2}`); len(x.at) != 1 || x.at[0].String() != "2" || x.Extra.Len() != 1 {
			t.Errorf("one member of two is read as %v", x.at)
		}
	}
}

// decodeNested reads an object of one type whose members are objects of another.
func decodeNested(outer, inner *codec.Names, text string) (map[int]*pairs, error) {
	type nested struct {
		at    map[int]*pairs
		Extra wire.Extra
	}
	x, err := codec.Decode([]byte(text), func(d *codec.Decoder) *nested {
		x := &nested{at: map[int]*pairs{}}
		m := d.Members(&x.Extra, outer)
		for m.Next() {
			if m.Index() < 0 {
				m.Unknown()
				continue
			}
			var o wire.Object[pairs]
			codec.Struct(&m, &o, func(d *codec.Decoder) *pairs { return readPairs(d, inner) })
			x.at[m.Index()], _ = o.Get()
		}
		return x
	})
	if err != nil {
		return nil, err
	}
	return x.at, nil
}

// TestOrdersOfNestedTypes: an object of one type is in one of another with the same ID; the order of neither may be
// taken for the other's, which has fewer members.
func TestOrdersOfNestedTypes(t *testing.T) {
	inner := &codec.Names{ID: 3, Members: []string{`,"x":`, `,"y":`}}
	outer := &codec.Names{ID: 3, Members: []string{`,"a":`, `,"b":`, `,"c":`, `,"d":`, `,"e":`}}
	const text = `{"e":{"y":1,"x":2},"d":{"y":1,"x":2},"a":{"x":1},"c":{"y":1,"x":2},"b":{"y":1,"x":2}}`
	for range 3 {
		at, err := decodeNested(outer, inner, text)
		if err != nil || len(at) != 5 {
			t.Fatalf("five objects are read as %v: %v", at, err)
		}
		for i, x := range at {
			if x.Extra.Len() > 0 || len(x.at) == 0 {
				t.Errorf("object %d is read as %v, %v", i, x.at, x.Extra)
			}
		}
	}
}

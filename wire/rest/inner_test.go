package rest

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire/schema"
)

// TestReleaseLeavesNothing: a codec that goes back to the pool holds nothing of the request that it served.
func TestReleaseLeavesNothing(t *testing.T) {
	u, err := url.Parse("https://h/a/b//c")
	if err != nil {
		t.Fatal(err)
	}
	full := func(bytes int) *Codec {
		c := &Codec{op: &Operation{}, at: 1, extra: &Extra{}, values: []string{"v"}, query: []pair{{name: "n", value: "v", used: true}}, cookies: []pair{{}},
			extraBody: true, length: 1, header: http.Header{}, form: []field{{}}, body: []byte{}, blob: &Blob{}, err: &RequestError{}, out: make([]byte, bytes),
			scratch: make([]byte, bytes), readOnly: true, params: map[string]string{}, found: nil, opts: nil}
		if problem := c.path.split(u); problem != nil {
			t.Fatal(problem)
		}
		c.violation(&Param{}, "r", "m")
		c.opts = append(c.opts, nil)
		return c
	}
	for _, bytes := range []int{1, 5 << 10} {
		c := full(bytes)
		c.release()
		if v := c.values[:1]; v[0] != "" || len(c.values) != 0 {
			t.Errorf("%d bytes: values hold %q", bytes, v)
		}
		if bytes > 4<<10 && (c.out != nil || c.scratch != nil || c.query != nil) {
			t.Errorf("%d bytes: large buffers are held", bytes)
		}
		if bytes == 1 && (c.query[:1][0] != pair{}) {
			t.Errorf("the query holds %v", c.query[:1])
		}
		if len(c.out)+len(c.scratch)+len(c.query) > 0 {
			t.Errorf("%d bytes: buffers are not empty", bytes)
		}
		c.values, c.query, c.out, c.scratch = nil, nil, nil, nil
		c.path.starts = [MaxSegments]int32{} // offsets into a text that is gone
		c.path.plain = false
		if !reflect.ValueOf(*c).IsZero() {
			t.Errorf("%d bytes: %+v is left", bytes, *c)
		}
	}
	large := &Codec{query: make([]pair, 257)}
	large.release()
	if large.query != nil {
		t.Error("a large query is held")
	}
}

// TestEqualFold: only ASCII letters compare without regard to case.
func TestEqualFold(t *testing.T) {
	for a := range 256 {
		for b := range 256 {
			x, y := string([]byte{byte(a)}), string([]byte{byte(b)})
			letter := 'a' <= a|0x20 && a|0x20 <= 'z' && a < 0x80 && b < 0x80
			if want := a == b || letter && a|0x20 == b|0x20; equalFold(x, y) != want {
				t.Errorf("%q and %q: want %v", x, y, want)
			}
		}
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"", "", true}, {"ab", "a", false}, {"a", "ab", false}, {"ab", "AC", false}, {"bb", "aB", false}, {"abC", "ABc", true},
	} {
		if equalFold(c.a, c.b) != c.want {
			t.Errorf("%q and %q: want %v", c.a, c.b, c.want)
		}
	}
}

// TestQuote: a message shows 60 bytes of a text, on one line.
func TestQuote(t *testing.T) {
	long := strings.Repeat("a", 60)
	for text, want := range map[string]string{
		"a": `"a"`, "a\n\x1b": `"a\n\x1b"`, "é": `"é"`, long: `"` + long + `"`, long + "b": `"` + long + `"…`, long[1:] + "éb": `"` + long[1:] + "\uFFFD\"…",
	} {
		if got := quote(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestPairs has, for each raw query, its parameters or what is wrong.
func TestPairs(t *testing.T) {
	for _, c := range []struct{ raw, want, problem string }{
		{"", "", ""}, {"a=1", "a=1", ""}, {"a", "a=", ""}, {"=1", "=1", ""}, {"a=1&&b=2", "a=1|b=2", ""}, {"&a=1&", "a=1", ""}, {"a=1&a=2", "a=1|a=2", ""}, {"a=b=c", "a=b=c", ""},
		{"a;b=1;2", "a;b=1;2", ""}, {"%61=%62+c", "a=b c", ""}, {"a=1&b=%z", "a=1", `parameter "b" holds the incomplete escape "%z"; write a percent sign as %25`},
		{"a=1&b%", "a=1", `a parameter's name holds the incomplete escape "%"; write a percent sign as %25`}, {"a=x%4zy", "", `parameter "a" holds the incomplete escape "%4z"; write a percent sign as %25`},
		{"a%00=1", "", "a parameter's name holds a NUL character"}, {"a=%ff", "", `parameter "a" is not valid UTF-8`},
	} {
		pairs, problem := appendPairs(nil, c.raw)
		var got []string
		for _, p := range pairs {
			got = append(got, p.name+"="+p.value)
		}
		if got := strings.Join(got, "|"); got != c.want || problem != c.problem {
			t.Errorf("%s: got %s, %q; want %s, %q", c.raw, got, problem, c.want, c.problem)
		}
	}
}

// TestHasQuery states when a raw query has what a template asks for.
func TestHasQuery(t *testing.T) {
	for _, c := range []struct {
		raw, want string
		has       bool
	}{
		{"", "", true}, {"x=1", "", true}, {"", "a=1", false}, {"a=1", "a=1", true}, {"a=2", "a=1", false}, {"b=1", "a=1", false}, {"b=2&a=1", "a=1", true},
		{"a=1", "a=1&b=2", false}, {"b=2&a=1", "a=1&b=2", true}, {"A=1", "a=1", false}, {"a=1&x=%z", "a=1", true},
	} {
		want, _ := appendPairs(nil, c.want)
		if hasQuery(c.raw, want) != c.has {
			t.Errorf("%s has %s: want %v", c.raw, c.want, c.has)
		}
	}
}

// TestHostEnd: where the path of an endpoint begins.
func TestHostEnd(t *testing.T) {
	for endpoint, path := range map[string]string{"https://h": "", "https://h/": "/", "http://h:8/a/b": "/a/b", "https://h.x": ""} {
		if got := endpoint[hostEnd(endpoint):]; got != path {
			t.Errorf("%s: %q, want %q", endpoint, got, path)
		}
	}
}

// members is a model with an object, a value, a map, and a union of unions.
var members = &schema.Model{Types: []schema.Type{
	0: {Name: "Object", Members: []schema.Member{{Name: "n", Schema: schema.Schema{Kind: schema.KindInt32}}, {Name: "v", Schema: schema.Schema{Kind: schema.KindRef, Type: 1}}}},
	1: {Name: "Value", Value: &schema.Schema{Kind: schema.KindRef, Type: 2}},
	2: {Name: "Text", Value: &schema.Schema{Kind: schema.KindString}},
	3: {Name: "Union", Property: "kind", Variants: []schema.Variant{{Value: "a", Type: 4}, {Value: "b", Type: 5}}},
	4: {Name: "Empty"},
	5: {Name: "Inner", Property: "scope", Variants: []schema.Variant{{Value: "c", Type: 0}}},
	6: {Name: "Alias", Value: &schema.Schema{Kind: schema.KindRef, Type: 0}},
	7: {Name: "Loop", Property: "kind", Variants: []schema.Variant{{Value: "a", Type: 7}}},
}}

// TestMemberOf states which members a schema declares, and of what kind they are.
func TestMemberOf(t *testing.T) {
	ref := func(n int) schema.Schema { return schema.Schema{Kind: schema.KindRef, Type: n} }
	const unknown, undeclared = "declared", "-"
	kinds := map[schema.Kind]string{schema.KindInt32: "int32", schema.KindString: "string", schema.KindBool: "bool"}
	for _, c := range []struct {
		name   string
		s      schema.Schema
		member string
		want   string
	}{
		{"a member", ref(0), "n", "int32"},
		{"a member of a named value", ref(0), "v", "string"},
		{"no member", ref(0), "x", undeclared},
		{"case matters", ref(0), "N", undeclared},
		{"no name", ref(0), "", undeclared},
		{"a named object", ref(6), "n", "int32"},
		{"a map", schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindBool}}, "x", "bool"},
		{"a map of named values", schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindRef, Type: 1}}, "x", "string"},
		{"a map of anything", schema.Schema{Kind: schema.KindMap}, "x", unknown},
		{"anything", schema.Schema{Kind: schema.KindAny}, "x", unknown},
		{"a text", schema.Schema{Kind: schema.KindString}, "x", undeclared},
		{"a discriminator", ref(3), "kind", unknown},
		{"a discriminator of a variant", ref(3), "scope", unknown},
		{"a member of a variant's variant", ref(3), "n", "int32"},
		{"no member of a variant", ref(3), "x", undeclared},
		{"a union of itself", ref(7), "x", undeclared},
	} {
		got, declared := memberOf(members, &c.s, c.member, 0)
		text := undeclared
		switch {
		case declared && got == nil:
			text = unknown
		case declared:
			text = kinds[got.Kind]
		case got != nil:
			text = "a schema that is not declared"
		}
		if text != c.want {
			t.Errorf("%s: got %s, want %s", c.name, text, c.want)
		}
	}
	if _, declared := memberOf(nil, &schema.Schema{Kind: schema.KindRef}, "n", 0); declared {
		t.Error("a reference without a model declares a member")
	}
	if s := (&schema.Schema{Kind: schema.KindRef}); resolveSchema(nil, s) != s {
		t.Error("a reference without a model is followed")
	}
}

// TestIsBare states which texts are JSON values of a kind as they are; others are strings.
func TestIsBare(t *testing.T) {
	for _, c := range []struct {
		kind        schema.Kind
		bare, texts string
	}{
		{schema.KindInt32, "0 -1 17 1.5 1e3", "x - +1 01 1x true null [] \"1\" .5"},
		{schema.KindInt64, "0 -1 17 9", "x 08 {}"},
		{schema.KindNumber, "0 -1.50 1E5", "x NaN true"},
		{schema.KindBool, "true false", "True 1 null x"},
		{schema.KindString, "", "a 1 true"},
		{schema.KindAny, "", "a 1 true"},
	} {
		s := &schema.Schema{Kind: c.kind}
		for text := range strings.FieldsSeq(c.bare) {
			if !isBare(s, text) {
				t.Errorf("kind %v: %s is a string", c.kind, text)
			}
		}
		for _, text := range append(strings.Fields(c.texts), "", " 1", " true") {
			if isBare(s, text) {
				t.Errorf("kind %v: %q is bare", c.kind, text)
			}
		}
	}
	if isBare(nil, "1") {
		t.Error("without a schema, 1 is bare")
	}
}

// TestItems states how a value of each type is written and read.
func TestItems(t *testing.T) {
	read := map[string]func(string) (string, bool){
		"bool": func(s string) (string, bool) {
			v, ok := boolItem{}.parse(s)
			return string(boolItem{}.appendText(nil, v)), ok
		},
		"int32": func(s string) (string, bool) {
			v, ok := int32Item{}.parse(s)
			return string(int32Item{}.appendText(nil, v)), ok
		},
		"int64": func(s string) (string, bool) {
			v, ok := int64Item{}.parse(s)
			return string(int64Item{}.appendText(nil, v)), ok
		},
		"decimal": func(s string) (string, bool) {
			v, ok := decimalItem{}.parse(s)
			return string(decimalItem{}.appendText(nil, v)), ok
		},
		"time": func(s string) (string, bool) {
			v, ok := timeItem{}.parse(s)
			return string(timeItem{}.appendText(nil, v)), ok
		},
		"text": func(s string) (string, bool) {
			v, ok := textItem{}.parse(s)
			return string(textItem{}.appendText(nil, v)), ok
		},
		"enum": func(s string) (string, bool) {
			v, ok := enumItem[string]{}.parse(s)
			return string(enumItem[string]{}.appendText(nil, v)), ok
		},
	}
	for _, c := range []struct{ kind, text, want string }{ // want is empty where the text does not fit
		{"bool", "true", "true"}, {"bool", "FALSE", "false"}, {"bool", "1", ""}, {"bool", "", ""},
		{"int32", "2147483647", "2147483647"}, {"int32", "2147483648", ""}, {"int32", "-2147483648", "-2147483648"}, {"int32", "-2147483649", ""}, {"int32", "+7", "7"}, {"int32", "0x7", ""},
		{"int64", "9223372036854775807", "9223372036854775807"}, {"int64", "9223372036854775808", ""}, {"int64", "-9223372036854775808", "-9223372036854775808"}, {"int64", "1.0", ""},
		{"decimal", "1.50", "1.50"}, {"decimal", "x", ""}, {"time", "2024-01-01", "2024-01-01"}, {"time", "soon", ""}, {"text", "a", "a"}, {"enum", "a", "a"},
	} {
		if got, ok := read[c.kind](c.text); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s of %s: %s, %v; want %s", c.text, c.kind, got, ok, c.want)
		}
	}
	if !(textItem{}).quoted() || !(enumItem[string]{}).quoted() || !(timeItem{}).quoted() || (boolItem{}).quoted() || (int32Item{}).quoted() || (int64Item{}).quoted() || (decimalItem{}).quoted() {
		t.Error("texts, enumerations and times are strings in JSON, and no others")
	}
}

// TestFlatMembers: members with single values are written as text; another one is named.
func TestFlatMembers(t *testing.T) {
	for _, c := range []struct{ text, want, bad string }{
		{`{"a":"x","b":1.50,"c":true,"d":false}`, "a=x b=1.50 c=true d=false", ""}, {`{}`, "", ""}, {`{"a":1,"b":null}`, "no", "b"}, {`{"b":[]}`, "no", "b"}, {`{"b":{}}`, "no", "b"}, {`[]`, "no", ""}, {`1`, "no", ""},
	} {
		members, bad, ok := flatMembers([]byte(c.text))
		var list []string
		for _, m := range members {
			list = append(list, m.name+"="+m.value)
		}
		if got := strings.Join(list, " "); ok != (c.want != "no") || ok && got != c.want || bad != c.bad {
			t.Errorf("%s: %s, bad %q, %v", c.text, got, bad, ok)
		}
	}
}

// TestSameFields: fields are the same when all of their parts are.
func TestSameFields(t *testing.T) {
	file := func(name string) *File { return &File{Name: name, Content: Bytes([]byte("c"))} }
	all := [][]field{
		nil, {{name: "n"}}, {{name: "m"}}, {{name: "n", mediaType: "t"}}, {{name: "n", data: []byte("d")}}, {{name: "n", file: file("f")}}, {{name: "n", file: file("g")}},
		{{name: "n"}, {name: "m"}}, {{name: "m"}, {name: "n"}},
	}
	boundaries := map[string]int{}
	for i, a := range all {
		for j, b := range all {
			if sameFields(a, b) != (i == j) {
				t.Errorf("%d and %d: same is %v", i, j, i != j)
			}
		}
		boundary := boundaryOf(a)
		if other, taken := boundaries[boundary]; taken || boundary != boundaryOf(a) || len(boundary) != 56 || strings.Trim(boundary, "-0123456789abcdef") != "" {
			t.Errorf("%d: boundary %s, which %d has, too", i, boundary, other)
		}
		boundaries[boundary] = i
	}
	if !sameFields([]field{{name: "n", file: file("f")}}, []field{{name: "n", file: file("f")}}) {
		t.Error("two files alike differ")
	}
	typed, streamed := []field{{file: &File{ContentType: "t"}}}, []field{{file: &File{Content: Stream(strings.NewReader(""))}}}
	if boundaryOf(typed) == boundaryOf([]field{{file: &File{}}}) || boundaryOf([]field{{file: file("f")}}) == boundaryOf([]field{{file: &File{Name: "f"}}}) {
		t.Error("the boundary does not depend on the file")
	}
	if once := boundaryOf(streamed); boundaryOf(streamed) == once {
		t.Error("the boundary around a stream can be guessed")
	}
}

// TestConnectionHeaders lists the headers that belong to a connection or to the sender: Parse does not keep them.
func TestConnectionHeaders(t *testing.T) {
	op := &Operation{ID: "Op", Method: "GET", Path: "/a"}
	var kept []string
	op.Visit = func(_ Request, c *Codec) bool {
		var e Extra
		c.Extra(&e)
		c.readRest()
		for name := range e.Header() {
			kept = append(kept, name)
		}
		return true
	}
	req, err := http.NewRequest("GET", "https://h/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	const left = "Accept-Encoding Authorization Connection Content-Length Cookie Expect Forwarded Host Keep-Alive Proxy-Authenticate Proxy-Authorization " +
		"Proxy-Connection TE Trailer Transfer-Encoding Upgrade User-Agent Via X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto"
	for name := range strings.FieldsSeq(left + " X-Forwarded Date Content-Type If-Match") {
		req.Header.Set(name, "x")
	}
	if err := Parse(req, onlyOperation{op}); err != nil {
		t.Fatal(err)
	}
	if slices.Sort(kept); strings.Join(kept, " ") != "Content-Type Date If-Match X-Forwarded" {
		t.Errorf("kept %s", kept)
	}
}

type onlyOperation struct{ op *Operation }

func (r onlyOperation) Operation() *Operation { return r.op }

// TestSplitQuoted: semicolons between quotation marks do not end a part.
func TestSplitQuoted(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "a", "a;b": "a|b", ";a;": "|a|", `a="x;y";b`: `a="x;y"|b`, `"a;b`: `"a;b`} {
		if got := strings.Join(splitQuoted(text), "|"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestFirstProblem: the first of several problems is the error.
func TestFirstProblem(t *testing.T) {
	c := &Codec{mode: writing, op: &Operation{ID: "Op"}}
	c.fail(InQuery, "a", "first", ErrMalformed)
	c.fail(InQuery, "b", "second", ErrUnsupported)
	if c.err.Error() != "Op: query a: first" || !errors.Is(c.err, ErrMalformed) {
		t.Errorf("got %v", c.err)
	}
}

// TestVisitOrder: generated code that does not visit the parameters of its table, in their order, is a mistake that panics.
func TestVisitOrder(t *testing.T) {
	defer func() {
		if text, _ := recover().(string); text != `rest: Op visits parameter "b" where its table has "a"` {
			t.Errorf("panic: %s", text)
		}
	}()
	c := &Codec{op: &Operation{ID: "Op", Params: []Param{{Name: "a"}}}}
	c.Text("b")
	c.next("b")
	t.Error("no panic")
}

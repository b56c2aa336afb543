package jsontree

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func mustParse(t *testing.T, text string) *Node {
	t.Helper()
	n, _, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

func TestParseKeepsLiteralsAndPlaces(t *testing.T) {
	text := "{\"a\": [1e3, 500.0,\n \"\\u00e9\\ud83d\\ude00\\n\", true, null],\n\"~/\": {}}"
	n := mustParse(t, text)
	if got, want := n.String(), `{"a":[1e3,500.0,"é😀\u000a",true,null],"~/":{}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := n.At("/a/1").Text; got != "500.0" {
		t.Errorf("/a/1 is %q", got)
	}
	if n.At("/~0~1") == nil || n.At("/a/5") != nil || n.At("/a/x") != nil || n.At("/b/c") != nil || n.At("") != n {
		t.Error("a pointer leads astray")
	}
	if line, col := Position([]byte(text), n.At("/~0~1").Start); line != 3 || col != 7 {
		t.Errorf("/~0~1 at %d:%d", line, col)
	}
}

func TestParseFlaws(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,}`:           "a comma before }",
		`{"x":[1,]}`:         "a comma before ]",
		`{"a":1,"\u0061":2}`: `member "a" a second time`,
		"\uFEFF{}":           "begins with a byte order mark",
	} {
		_, flaws, err := Parse([]byte(text))
		if err != nil || len(flaws) != 1 || flaws[0].Message != want {
			t.Errorf("%s: %v, %v", text, flaws, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "{", "[", "[,]", "{,}", `{"a"}`, `{"a":}`, `{"a" 1}`, "[1 2]", "01", "1.", "-", "1e", "tru", "nul", `"`, `"\x"`, `"\u12"`, `"\ud800"`,
		"\"\n\"", "\"\xff\"", "1 1", "{a:1}", strings.Repeat("[", 100000), "[1,,2]",
	} {
		if n, _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%.20q read as %s", text, n)
		}
	}
	_, _, err := Parse([]byte(`{"a":[0,{"b":x}]}`))
	if e, ok := err.(*SyntaxError); !ok || e.Pointer != "/a/1/b" || e.Offset != 13 {
		t.Errorf("%#v", err)
	}
}

func TestDiff(t *testing.T) {
	same := mustParse(t, `{"b":[1,{"x":"y"}],"a":null}`)
	if d := Diff(same, mustParse(t, `{"a":null,"b":[1,{"x":"y"}]}`)); len(d) != 0 {
		t.Errorf("differences in member order: %v", d)
	}
	d := Diff(same, mustParse(t, `{"b":[1.0,{"x":"y","z":1},2]}`))
	var pointers []string
	for _, x := range d {
		pointers = append(pointers, x.Pointer)
	}
	if got, want := strings.Join(pointers, " "), "/b/0 /b/1/z /b/2 /a"; got != want {
		t.Errorf("differences at %s, want %s", got, want)
	}
}

func TestAnyTamesExponents(t *testing.T) {
	if got := mustParse(t, `[1e999999999999999999999,-1e-99999,12.50]`).Any().([]any); got[0] != json.Number("1e9999") || got[1] != json.Number("-1e-9999") || got[2] != json.Number("12.50") {
		t.Errorf("%v", got)
	}
}

// The parser agrees with the public JSON test suite, but for what it reads on purpose: a trailing comma.
func TestJSONTestSuite(t *testing.T) {
	dir := os.Getenv("JSON_TEST_SUITE")
	if dir == "" {
		t.Skip("JSON_TEST_SUITE does not name a checkout of the JSON test suite")
	}
	files, err := filepath.Glob(filepath.Join(dir, "test_parsing", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s (%v)", dir, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		_, flaws, err := Parse(text)
		switch {
		case name[0] == 'y' && err != nil:
			t.Errorf("%s: %v", name, err)
		case name[0] == 'n' && err == nil && len(flaws) == 0:
			t.Errorf("%s was accepted", name)
		}
	}
}

// Places are what Walk visits, the first of each shape, and lead through the members that hold them.
func TestPlaces(t *testing.T) {
	n := mustParse(t, `{"a":[{"b":1,"~/":[true]},{"b":2,"c":null}],"7":{"x":1},"8":{"x":1},"":[[],[3]]}`)
	seen := map[string]bool{}
	var want, got []string
	n.Walk(func(pointer string, _ *Node) {
		if shape := Shape(pointer); !seen[shape] {
			seen[shape] = true
			want = append(want, pointer)
		}
	})
	for _, p := range n.Places() {
		got = append(got, p.Pointer)
		if n.At(p.Pointer) != p.Node {
			t.Errorf("%q leads elsewhere", p.Pointer)
		}
		at := n
		for _, step := range p.Path {
			if step.Object.Start < at.Start || step.Object.End > at.End {
				t.Errorf("%q: a step is not within the one before", p.Pointer)
			}
			at = step.Object.Members[step.Member].Value
		}
		if p.Node.Start < at.Start || p.Node.End > at.End {
			t.Errorf("%q is not within its last step", p.Pointer)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") || len(want) < 10 {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Large objects are compared by name as small ones are, and in less than the square of their size.
func TestDiffOfLargeObjects(t *testing.T) {
	var forwards, backwards []string
	for i := range 50_000 {
		forwards = append(forwards, `"m`+strconv.Itoa(i)+`":1`)
	}
	backwards = append(backwards, `"more":1`)
	for i := len(forwards) - 1; i > 0; i-- {
		backwards = append(backwards, forwards[i])
	}
	d := Diff(mustParse(t, "{"+strings.Join(forwards, ",")+"}"), mustParse(t, "{"+strings.Join(backwards, ",")+"}"))
	if len(d) != 2 || d[0].Pointer != "/m0" || d[0].Got != nil || d[1].Pointer != "/more" || d[1].Want != nil {
		t.Errorf("%d differences, first %v", len(d), d[:min(len(d), 2)])
	}
}

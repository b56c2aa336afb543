package openapi

import (
	"strings"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
)

// TestLocation has the file and the pointer that a reference names, from a file below the root and from one at a URL, or why
// it names none.
func TestLocation(t *testing.T) {
	const local, remote = "a/b.json", "https://host/a/b.json"
	for _, c := range []struct {
		from   string
		follow bool // references to other hosts are followed
		ref    string
		want   string // key and pointer, or code
	}{
		{local, false, "#/x", "a/b.json /x"}, {local, false, "", "a/b.json "}, {local, false, "#", "a/b.json "}, {local, false, "#/x%20y/~1", "a/b.json /x y/~1"}, {local, false, "#/x%zz", "ref-syntax"},
		{local, false, "c.json#/x", "a/c.json /x"}, {local, false, "./c.json", "a/c.json "}, {local, false, "../c.json", "c.json "}, {local, false, "d/../c.json", "a/c.json "}, {local, false, "c%20d.json", "a/c d.json "}, {local, false, "c%zz", "ref-syntax"},
		{local, false, "../../c.json", "ref-escapes"}, {local, false, "../..", "ref-escapes"}, {local, false, "..", ". "}, {local, false, "%2e%2e/%2e%2e/c.json", "ref-escapes"},
		{local, false, "/c.json", "ref-absolute"}, {local, false, "%2fc.json", "ref-absolute"}, {local, false, `\c.json`, "ref-absolute"}, {local, false, `d\c.json`, "ref-syntax"}, {local, false, "c%00", "ref-syntax"},
		{local, false, "file:///c.json", "ref-scheme"}, {local, false, "C:/c.json", "ref-scheme"}, {local, false, "c%3ad", "ref-scheme"}, {local, false, "https://host/c.json", "ref-remote"}, {local, false, "HTTP://host/c.json", "ref-remote"},
		{local, true, "https://host/c.json#/x", "https://host/c.json /x"}, {local, true, "http://host/c.json", "http://host/c.json "}, {local, true, "https://user@host/c.json", "ref-scheme"}, {local, true, "https:///c.json", "ref-scheme"}, {local, true, "https://ho st/c", "ref-syntax"},
		{local, true, "ftp://host/c.json", "ref-scheme"}, {remote, true, "c.json", "https://host/a/c.json "}, {remote, true, "../../c.json", "https://host/c.json "}, {remote, true, "/c.json", "https://host/c.json "}, {remote, true, "//other/c.json", "https://other/c.json "}, {remote, true, "#/x", remote + " /x"},
		{remote, false, "c.json", "ref-remote"},
	} {
		r := &reader{remote: c.follow}
		key, pointer, failure := r.location(&file{key: c.from}, c.ref)
		got := key + " " + pointer
		if failure != nil {
			got = failure.code
		}
		if got != c.want {
			t.Errorf("%s from %s: %s, want %s", c.ref, c.from, got, c.want)
		}
	}
	for ref, want := range map[string]string{
		"": "", "a": "", ":": "", "a:": "a", "A:b": "a", "a1+-.z:": "a1+-.z", "1a:": "", "+a:": "", ".a:": "", "a/b:": "", "a_b:": "", "é:": "", "a{:": "", "a`:": "", "z:": "z", "@:": "", "[:": "",
	} {
		if got := schemeOf(ref); got != want {
			t.Errorf("the scheme of %q: %q", ref, got)
		}
	}
	for key, want := range map[string]bool{"http://a": true, "https://a": true, "ftp://a": false, "a/http://": false, "http:/a": false} {
		if isRemote(key) != want {
			t.Errorf("%s: remote %v", key, !want)
		}
	}
}

// TestFind has what a JSON pointer leads to.
func TestFind(t *testing.T) {
	root, problems := parse(t, []byte(`{"a": [10, {"b/c": 11}, 12], "d~": {"": 13, "0": 14}, "e": 15}`))
	if problems.Len() > 0 {
		t.Fatal(problems.Err())
	}
	for way, want := range map[string]string{
		"": "{", "/e": "15", "/a/0": "10", "/a/2": "12", "/a/1/b~1c": "11", "/d~0/": "13", "/d~0/0": "14",
		"e": "ref-syntax", "/a~": "ref-syntax", "/a~2": "ref-syntax", "/x": "ref-not-found reference to \"#/x\": the top of doc.json has no \"x\"", "/a/3": "ref-not-found reference to \"#/a/3\": #/a has no \"3\"", "/a/-1": "ref-not-found", "/a/00": "ref-not-found", "/a/-": "ref-not-found", "/a/1/b": "ref-not-found", "/e/0": "ref-not-found", "/": "ref-not-found",
	} {
		n, failure := find(&file{root: root, shown: "doc.json"}, way)
		var got string
		if failure != nil {
			got = failure.code + " " + failure.message
		} else {
			got = string(n.appendJSON(nil))
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s, want %s", way, got, want)
		}
	}
}

// TestReporter: a document reports as many problems as its limit says, and then that there are more.
func TestReporter(t *testing.T) {
	n := &node{file: &file{shown: "f"}}
	for found, want := range []string{"", "c 0", "c 0|c 1", "limit more than 2 problems; fix these first|c 0|c 1", "limit more than 2 problems; fix these first|c 0|c 1"} {
		var problems diag.List
		r := &reporter{list: &problems, most: 3}
		for i := range found {
			r.problem(n, "c", "%d", i)
		}
		var got []string
		for _, p := range problems.Problems() {
			got = append(got, p.Code+" "+p.Message)
		}
		if text := strings.Join(got, "|"); text != want || r.n != found {
			t.Errorf("%d problems: %s; counted %d", found, text, r.n)
		}
	}
	for _, c := range []struct {
		lenient  []string
		code     string
		problems int
	}{
		{nil, "discriminator-property", 1}, {[]string{"discriminator-property"}, "discriminator-property", 0}, {[]string{"other"}, "other", 1}, {[]string{"discriminator-property"}, "other", 1},
	} {
		var problems diag.List
		r := &reporter{list: &problems, most: 3, lenient: c.lenient}
		r.tolerable(n, c.code, "m")
		if problems.Len() != c.problems || len(problems.Warnings()) != 1-c.problems {
			t.Errorf("%v, %s: %v, %v", c.lenient, c.code, problems.Err(), problems.Warnings())
		}
	}
	long := strings.Repeat("a", 120)
	for text, want := range map[string]string{"": "", "a": "a", long: long, long + "b": long + "…", long[:119] + "é": long[:119] + "…"} {
		if got := cut(text); got != want {
			t.Errorf("%d bytes: %s", len(text), got)
		}
	}
}

// TestLimitsOrDefault: a field that is not set has the default, and one that is set is kept.
func TestLimitsOrDefault(t *testing.T) {
	if got := (Limits{}).orDefault(); got != DefaultLimits() {
		t.Errorf("got %+v", got)
	}
	set := Limits{FileBytes: 1, Files: 2, Nodes: 3, Depth: 4, RefDepth: 5, NameBytes: 6, PointerBytes: 7, Problems: 8, Time: 9}
	if got := set.orDefault(); got != set {
		t.Errorf("got %+v", got)
	}
	r := &reader{limits: Limits{Nodes: 2, Depth: 3, NameBytes: 4, Time: 1 << 62}}
	if r.count(3) != nil || r.count(0) != nil || r.count(0) == nil || (&reader{limits: r.limits}).count(4) == nil || r.nameFits("abcd") != nil || r.nameFits("abcde") == nil {
		t.Error("counts at the limits")
	}
	want := Limits{FileBytes: 16 << 20, Files: 500, Nodes: 1_000_000, Depth: 200, RefDepth: 2_000, NameBytes: 4 << 10, PointerBytes: 256 << 20, Problems: 1_000, Time: 60e9}
	if DefaultLimits() != want {
		t.Errorf("defaults %+v", DefaultLimits())
	}
}

package diag_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
)

func TestAt(t *testing.T) {
	for _, c := range []struct {
		at   diag.At
		want string
	}{
		{diag.At{}, ""},
		{diag.At{File: "a.json"}, "a.json"},
		{diag.At{File: "a.json", Line: 1}, "a.json:1"},
		{diag.At{File: "a.json", Line: 3, Col: 4, Pointer: "#/x"}, "a.json:3: #/x"},
		{diag.At{File: "a.json", Pointer: "#/x"}, "a.json: #/x"},
		{diag.At{Pointer: "#/x"}, "#/x"},
		{diag.At{File: "a", Pointer: "#/x"}, "a: #/x"},
		{diag.At{File: "a.json", Line: 3, Pointer: "#/x", Overlay: "o.yaml", Action: 2}, "o.yaml:3: action 2: a.json#/x"},
	} {
		if got := c.at.String(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.at, got, c.want)
		}
	}
	if got := (diag.At{File: "a", Overlay: "o"}).Text() + (diag.At{File: "a"}).Text(); got != "oa" {
		t.Errorf("Text: %s", got)
	}
}

func TestProblem(t *testing.T) {
	for _, c := range []struct {
		p    diag.Problem
		want string
	}{
		{diag.Problem{Code: "c", Message: "m"}, "m [c]"},
		{diag.Problem{At: diag.At{File: "a\nb", Line: 1}, Code: "c", Message: "m"}, `a\u000ab:1: m [c]`},
	} {
		if got := c.p.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestList: problems and warnings come sorted by file, line, pointer, code and message, each once.
func TestList(t *testing.T) {
	var l diag.List
	if l.Len() != 0 || l.Err() != nil || len(l.Warnings()) != 0 {
		t.Error("the zero value is not empty")
	}
	at := func(file string, line, col int, pointer string) diag.At {
		return diag.At{File: file, Line: line, Col: col, Pointer: pointer}
	}
	l.Add(at("b", 1, 1, ""), "x", "1")
	l.Add(at("a", 2, 1, ""), "x", "2")
	l.Add(at("a", 1, 2, ""), "x", "3")
	l.Add(at("a", 1, 1, "#/b"), "x", "4")
	l.Add(at("a", 1, 1, "#/a"), "x", "%d\n", 5)
	l.Add(at("a", 1, 1, "#/a"), "x", "5\n")
	l.Add(at("b", 1, 1, ""), "x", "1") // also when others came between
	l.Add(at("a", 1, 1, "#/a"), "z", "6")
	l.Add(at("a", 1, 1, "#/a"), "z", "5")
	l.Warn(at("b", 1, 1, ""), "w", "6")
	l.Warn(at("a", 1, 1, ""), "w", "%s", "7\t")
	l.Warn(at("a", 1, 1, ""), "w", `7\u0009`)
	l.Warn(at("b", 1, 1, ""), "w", "6")
	want := "a:1: 3 [x]\na:1: #/a: 5\\u000a [x]\na:1: #/a: 5 [z]\na:1: #/a: 6 [z]\na:1: #/b: 4 [x]\na:2: 2 [x]\nb:1: 1 [x]"
	if err := l.Err(); err == nil || err.Error() != want || l.Len() != 7 {
		t.Errorf("got %d:\n%v\nwant:\n%s", l.Len(), err, want)
	}
	var list diag.Errors
	if !errors.As(l.Err(), &list) || len(list) != 7 || fmt.Sprint(l.Problems()[1].Message) != `5\u000a` {
		t.Errorf("problems: %v", list)
	}
	if got := fmt.Sprint(l.Warnings()); got != `[a:1: 7\u0009 [w] b:1: 6 [w]]` {
		t.Errorf("warnings: %s", got)
	}
	var other diag.List
	other.Add(at("c", 1, 1, ""), "y", "100%%d")
	other.Warn(at("c", 1, 1, ""), "z", "100%%s")
	l.Append(&other)
	if err := l.Err(); l.Len() != 8 || !strings.HasSuffix(err.Error(), "\nc:1: 100%d [y]") || len(l.Warnings()) != 3 || l.Warnings()[2].Message != "100%s" {
		t.Errorf("after Append: %v, %v", err, l.Warnings())
	}
	var warned diag.List
	warned.Warn(at("a", 1, 1, ""), "w", "m")
	warned.Add(at("a", 1, 1, ""), "w", "m")
	warned.Warn(at("a", 1, 1, ""), "w", "m")
	if len(warned.Warnings()) != 1 || warned.Len() != 1 { // a problem counts, whatever was warned of
		t.Errorf("%v, %v", warned.Warnings(), warned.Err())
	}
}

func TestOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"plain ü": "plain ü", "a\nb": `a\u000ab`, "\x1f\x20": "\\u001f ", "\x7f~": "\\u007f~", "\u0080\u009f\u00a0": "\\u0080\\u009f\u00a0",
		"\u2027\u2028\u2029\u202a\u202e\u202f": "\u2027\\u2028\\u2029\\u202a\\u202e\u202f", "\u2065\u2066\u2069\u206a": "\u2065\\u2066\\u2069\u206a",
		"\u200d\u200e\u200f\u2010": "\u200d\\u200e\\u200f\u2010", "\ufeff": `\ufeff`, "": "",
		"a\xff\xfeb\n\xff": "a\ufffdb\\u000a\ufffd", // bytes that are not UTF-8: one replacement for a run of them, whatever else is escaped
	} {
		if got := diag.OneLine(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestPortable(t *testing.T) {
	for file, want := range map[string]string{
		"a/b.json": "a/b.json", `a\b.json`: "a/b.json", "./a/../b.json": "b.json", "../../a/b.json": "a/b.json", "/x/y.json": "y.json", `C:\x\y.json`: "y.json",
		"https://host/specs/a.json": "https:/host/specs/a.json", "a": "a", "": ".", "b:c/d": "d", "ab:c/d": "ab:c/d", ":/d": ":/d", "a/specification/b/../specification/c.json": "specification/c.json", "specification/x": "specification/x", "/a/specification/x": "specification/x", "aspecification/x": "aspecification/x", "..": "..",
	} {
		if got := diag.Portable(file); got != want {
			t.Errorf("%q: got %q, want %q", file, got, want)
		}
	}
}

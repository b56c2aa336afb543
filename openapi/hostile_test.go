package openapi

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/azbill/azbill/openapi/diag"
)

// patience tells a hang from work on a machine however busy. It measures no speed: the worst document takes seconds.
const patience = 5 * time.Minute

// loadText loads one document from memory and fails the test when that takes too long.
func loadText(t *testing.T, name, text string, limits Limits) (*Document, []diag.Problem) {
	t.Helper()
	start := time.Now()
	if limits.Time == 0 {
		limits.Time = patience
	}
	var problems diag.List
	doc := Load(Source{Path: name, Root: ".", FS: fstest.MapFS{name: {Data: []byte(text)}}, Limits: limits}, &problems)
	if took := time.Since(start); took > patience {
		t.Errorf("took %s", took)
	}
	if (doc == nil) != (problems.Len() > 0) {
		t.Fatalf("a document and problems at once, or neither: %v", problems.Err())
	}
	return doc, problems.Problems()
}

// expect fails the test unless exactly the codes given were reported, in order; none means a document.
func expect(t *testing.T, problems []diag.Problem, codes ...string) {
	t.Helper()
	var got []string
	for _, p := range problems {
		got = append(got, p.Code)
		if len(p.Error()) > 20_000 || strings.ContainsAny(p.Error(), "\n\r\x00") {
			t.Errorf("a message of %d bytes, or of several lines", len(p.Error()))
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(codes) {
		t.Errorf("got %.2000v, want %v", problems, codes)
	}
}

const head2 = `{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": {`

// many joins n parts made by f with commas.
func many(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(f(i))
	}
	return b.String()
}

func nest(n int, open, inner, end string) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
}

func TestHostileSizes(t *testing.T) {
	ref := func(i int) string { return fmt.Sprintf(`{"$ref": "#/definitions/D%d"}`, i) }
	for _, c := range []struct {
		name, text string
		codes      []string
	}{
		{"nesting 150", head2 + `"A":` + nest(75, `{"properties":{"a":`, `{}`, `}}`) + `}}`, nil},
		{"nesting 1e3", head2 + `"A":` + nest(1e3, `{"items":`, `{}`, `}`) + `}}`, []string{"limit"}},
		{"nesting 1e6", head2 + `"A":` + nest(1e6, `{"items":`, `{}`, `}`) + `}}`, []string{"limit"}},
		{"arrays 1e6", nest(1e6, `[`, ``, `]`), []string{"limit"}},
		{"open arrays 1e6", nest(1e6, `[`, ``, ``), []string{"limit"}},
		{"properties 1e5", head2 + `"A":{"properties":{` + many(1e5, func(i int) string { return fmt.Sprintf(`"p%d":{"type":"string"}`, i) }) + `}}}}`, nil},
		{"properties 1e6", head2 + `"A":{"properties":{` + many(1e6, func(i int) string { return fmt.Sprintf(`"%d":{}`, i) }) + `}}}}`, []string{"limit"}},
		{"schemas 1e5", head2 + many(1e5, func(i int) string { return fmt.Sprintf(`"D%d":{"type":"object"}`, i) }) + `}}`, nil},
		{"schemas in a chain of members 5e4", head2 + many(5e4, func(i int) string {
			return fmt.Sprintf(`"D%d":{"properties":{"next":%s}}`, i, ref((i+1)%5e4))
		}) + `}}`, nil},
		{"references to one large schema", head2 + `"D0":{"properties":{` + many(3e4, func(i int) string { return fmt.Sprintf(`"p%d":%s`, i, ref(0)) }) + `}}}}`, nil},
		{"chain of references 1e5", head2 + many(1e5, func(i int) string { return fmt.Sprintf(`"D%d":%s`, i, ref(i+1)) }) + `,"D100000":{}}}`, []string{"limit"}},
		{"chain of references 1e5 backwards", head2 + `"D0":{},` + many(1e5, func(i int) string { return fmt.Sprintf(`"D%d":%s`, i+1, ref(i)) }) + `}}`, []string{"limit"}},
		{"chain of references 1e6", head2 + many(1e6, func(i int) string { return fmt.Sprintf(`"D%d":%s`, i, ref(i+1)) }) + `,"D1000000":{}}}`, []string{"limit"}},
		{"circle of references 1e5", head2 + many(1e5, func(i int) string { return fmt.Sprintf(`"D%d":%s`, i, ref((i+1)%1e5)) }) + `}}`, []string{"ref-cycle"}},
		{"chain of inheritance 1e5", head2 + many(1e5, func(i int) string { return fmt.Sprintf(`"D%d":{"allOf":[%s]}`, i, ref(i+1)) }) + `,"D100000":{}}}`, []string{"limit"}},
		{"chain of inheritance backwards", head2 + `"D0":{},` + many(1e4, func(i int) string { return fmt.Sprintf(`"D%d":{"allOf":[%s]}`, i+1, ref(i)) }) + `}}`, []string{"limit"}},
		{"doubling inheritance", head2 + many(1000, func(i int) string { return fmt.Sprintf(`"D%d":{"allOf":[%s,%s]}`, i, ref(i+1), ref(i+1)) }) + `,"D1000":{}}}`, nil},
		{"long string 15 MB", head2 + `"A":{"description":"` + strings.Repeat("x", 15e6) + `"}}}`, nil},
		{"long string 100 MB", head2 + `"A":{"description":"` + strings.Repeat("x", 100e6) + `"}}}`, []string{"limit"}},
		{"long name", head2 + `"` + strings.Repeat("x", 1e6) + `":{}}}`, []string{"limit"}},
		{"long pointers", head2 + `"A":` + nest(40, `{"properties":{"`+strings.Repeat("x", 4000)+`":`,
			`{"properties":{`+many(5e4, func(i int) string { return fmt.Sprintf(`"%d":{}`, i) })+`}}`, `}}`) + `}}`, []string{"limit"}},
		{"enumeration of 1e5", head2 + `"A":{"type":"string","enum":[` + many(1e5, func(i int) string { return fmt.Sprintf(`"%d"`, i) }) + `]}}}`, nil},
		{"number of 1e6 digits", head2 + `"A":{"minimum":` + strings.Repeat("9", 1e6) + `}}}`, []string{"keyword-value"}},
		{"parameters shared by many operations", sharedParameters(150), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			_, problems := loadText(t, "doc.json", c.text, Limits{})
			expect(t, problems, c.codes...)
			t.Logf("%d bytes in %s", len(c.text), time.Since(start))
		})
	}
}

// sharedParameters is a document of n operations that all use the same n parameters, each with n values.
func sharedParameters(n int) string {
	values := many(n, func(i int) string { return fmt.Sprintf(`"%d"`, i) })
	uses := many(n, func(i int) string { return fmt.Sprintf(`{"$ref":"#/parameters/P%d"}`, i) })
	return `{"swagger":"2.0","info":{"title":"T","version":"1"},"parameters":{` +
		many(n, func(i int) string {
			return fmt.Sprintf(`"P%d":{"name":"p%d","in":"query","type":"string","enum":[%s]}`, i, i, values)
		}) + `},"paths":{` +
		many(n, func(i int) string {
			return fmt.Sprintf(`"/p%d":{"get":{"operationId":"O%d","parameters":[%s],"responses":{"200":{"description":""}}}}`, i, i, uses)
		}) + `}}`
}

func TestHostileYAML(t *testing.T) {
	const head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\n"
	var laughs strings.Builder
	laughs.WriteString("x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := 1; i < 20; i++ {
		fmt.Fprintf(&laughs, "x-a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	for _, c := range []struct {
		name, text string
		codes      []string
	}{
		{"alias bomb", head + laughs.String(), []string{"limit"}},
		{"empty", "", []string{"yaml-syntax"}},
		{"comment only", "# nothing\n", []string{"yaml-syntax"}},
		{"unknown alias", head + "x-a: *nowhere\n", []string{"yaml-syntax"}},
		{"nesting 1e3", head + "x-a: " + nest(1e3, "[", "", "]"), []string{"limit"}},
		{"nesting 1e5", head + "x-a: " + nest(1e5, "[", "", "]"), []string{"yaml-syntax"}},
		{"nesting 1e6 unclosed", head + "x-a: " + nest(1e6, "{a: ", "", ""), []string{"yaml-syntax"}},
		{"indents 1e4", head + "x-a:\n" + strings.Repeat("- ", 1e4) + "a\n", []string{"limit"}},
		{"comments 1e6", head + strings.Repeat("#\n", 1e6), nil},
		{"comments between items", head + "x-a:\n" + strings.Repeat("# c\n- a\n", 1e5), nil},
		{"one long line", head + "x-a: [" + strings.Repeat("ä, ", 3e5) + "]\n", nil},
		{"long text", head + "x-a: |\n" + strings.Repeat("  text text\n", 1e6), nil},
		{"tabs", head + "x-a:\t\n\t- b\n", []string{"yaml-syntax"}},
		{"control character", head + "x-a: \"\x01\"\n", []string{"yaml-syntax"}},
		{"infinity", head + "x-a: .inf\n", []string{"yaml-scalar"}},
		{"custom tag", head + "x-a: !python/object:os.system x\n", []string{"yaml-tag"}},
		{"set tag", head + "x-a: !!set {a}\n", []string{"yaml-tag"}},
		{"null name", head + "~: x\n", []string{"yaml-key"}},
		{"missing name", head + "x-a: {: x}\n", []string{"yaml-syntax"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			_, problems := loadText(t, "doc.yaml", c.text, Limits{})
			expect(t, problems, c.codes...)
			t.Logf("%d bytes in %s", len(c.text), time.Since(start))
		})
	}
}

func TestLimits(t *testing.T) {
	text := head2 + `"A":{"properties":{"abcdef":{"$ref":"#/definitions/B"}}},"B":{"type":"object"}}}`
	for _, c := range []struct {
		name   string
		limits Limits
	}{
		{"file", Limits{FileBytes: 100}},
		{"nodes", Limits{Nodes: 10}},
		{"depth", Limits{Depth: 4}},
		{"names", Limits{NameBytes: 5}},
		{"pointers", Limits{PointerBytes: 20}},
		{"time", Limits{Time: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := loadText(t, "doc.json", text, c.limits)
			if len(problems) == 0 || problems[0].Code != "limit" {
				t.Errorf("got %v, want a limit", problems)
			}
		})
	}
	t.Run("problems", func(t *testing.T) {
		_, problems := loadText(t, "doc.json", head2+many(50, func(i int) string { return fmt.Sprintf(`"D%d":1`, i) })+`}}`, Limits{Problems: 10})
		if len(problems) != 10 {
			t.Errorf("got %d problems, want 10", len(problems))
		}
	})
	t.Run("files", func(t *testing.T) {
		fsys := fstest.MapFS{"doc.json": {Data: []byte(head2 + many(9, func(i int) string { return fmt.Sprintf(`"D%d":{"$ref":"f%d.json"}`, i, i) }) + `}}`)}}
		for i := range 9 {
			fsys[fmt.Sprintf("f%d.json", i)] = &fstest.MapFile{Data: []byte(`{}`)}
		}
		var problems diag.List
		Load(Source{Path: "doc.json", FS: fsys, Limits: Limits{Files: 9}}, &problems)
		expect(t, problems.Problems(), "limit")
	})
}

func TestEncodings(t *testing.T) {
	good := head2 + `"A":{"description":"ü"}}}`
	var utf16 strings.Builder
	utf16.WriteString("\xff\xfe")
	for _, c := range good {
		utf16.WriteString(string([]byte{byte(c), byte(c >> 8)}))
	}
	for _, c := range []struct {
		name, file, text string
		codes            []string
	}{
		{"byte order mark", "doc.json", "\xef\xbb\xbf" + good, nil},
		{"byte order mark in YAML", "doc.yaml", "\xef\xbb\xbf" + good, nil},
		{"no extension", "doc", good, nil},
		{"no extension, YAML", "doc", "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\n", nil},
		{"UTF-16", "doc.json", utf16.String(), []string{"encoding"}},
		{"UTF-16 without mark", "doc.json", utf16.String()[2:], []string{"encoding"}},
		{"Latin 1", "doc.json", strings.ReplaceAll(good, "ü", "\xfc"), []string{"encoding"}},
		{"Latin 1 in YAML", "doc.yaml", strings.ReplaceAll(good, "ü", "\xfc"), []string{"encoding"}},
		{"half a surrogate pair", "doc.json", strings.ReplaceAll(good, "ü", `\ud800`), []string{"json-syntax"}},
		{"half a surrogate pair, the second", "doc.json", strings.ReplaceAll(good, "ü", `\udc00\ud800`), []string{"json-syntax"}},
		{"surrogate pair", "doc.json", strings.ReplaceAll(good, "ü", `\ud83d\ude00`), nil},
		{"empty", "doc.json", "", []string{"json-syntax"}},
		{"comment", "doc.json", "// no\n" + good, []string{"json-syntax"}},
		{"trailing comma", "doc.json", `{"swagger": "2.0",}`, []string{"json-syntax"}},
		{"two values", "doc.json", good + good, []string{"json-syntax"}},
		{"leading zero", "doc.json", `{"a": 01}`, []string{"json-syntax"}},
		{"NaN", "doc.json", `{"a": NaN}`, []string{"json-syntax"}},
		{"raw newline in a string", "doc.json", "{\"a\": \"\n\"}", []string{"json-syntax"}},
		{"unknown escape", "doc.json", `{"a": "\x"}`, []string{"json-syntax"}},
		{"cut off", "doc.json", good[:len(good)-3], []string{"json-syntax"}},
		{"gzip", "doc.json", "\x1f\x8b\x08\x00", []string{"not-openapi"}},
		{"zip", "doc.json", "PK\x03\x04\x14\x00", []string{"not-openapi"}},
		{"a program", "doc.json", "\x7fELF\x02\x01\x00\x00\xa0", []string{"encoding"}},
		{"a zero byte in text", "doc.yaml", "swagger: '2.0'\x00", []string{"encoding"}},
		{"a web page", "doc.json", "\n<!DOCTYPE html>\n<html>", []string{"not-openapi"}},
		{"TypeSpec", "main.tsp", "model A {}", []string{"not-openapi"}},
		{"a configuration of TypeSpec", "tspconfig.yaml", "emit: []", []string{"not-openapi"}},
		{"a pointer to a file", "doc.json", "version https://git-lfs.github.com/spec/v1\n", []string{"not-openapi"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := loadText(t, c.file, c.text, Limits{})
			expect(t, problems, c.codes...)
		})
	}
}

// TestUnreadable uses the disk: links, pipes, folders, and documents outside their root.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := func(target, name string) {
		t.Helper()
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skipf("symbolic links cannot be made here: %v", err)
		}
	}
	secret := write("secret.json", `{"type": "string"}`)
	write("in/real.json", `{"type": "string"}`)
	doc := func(name, ref string) string { return write("in/"+name, head2+`"A":{"$ref":"`+ref+`"}}}`) }
	link(secret, "in/absolute.json")
	link("../secret.json", "in/relative.json")
	link("real.json", "in/inside.json")
	link("loop.json", "in/loop.json")
	link("..", "in/up")
	link("doc.json", "in/sub.json")
	for _, c := range []struct {
		name, path, root string
		codes            []string
	}{
		{"absolute link out", doc("a.json", "absolute.json"), "", []string{"ref-escapes", "ref-unreadable"}},
		{"relative link out", doc("b.json", "relative.json"), "", []string{"ref-unreadable", "ref-escapes"}},
		{"folder link out", doc("c.json", "up/secret.json"), "", []string{"ref-unreadable", "ref-escapes"}},
		{"link inside", doc("d.json", "inside.json"), "", nil},
		{"link to itself", doc("e.json", "loop.json"), "", []string{"ref-unreadable", "read"}},
		{"folder", doc("f.json", "."), "", []string{"read", "ref-unreadable"}},
		{"no such document", filepath.Join(dir, "none.json"), "", []string{"read"}},
		{"a folder as the document", dir, "", []string{"read"}},
		{"document outside the root", secret, filepath.Join(dir, "in"), []string{"read"}},
		{"no such root", secret, filepath.Join(dir, "none"), []string{"read"}},
		{"wider root", doc("g.json", "../secret.json"), dir, nil},
		{"document is a link out", filepath.Join(dir, "in/relative.json"), "", []string{"ref-escapes"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var problems diag.List
			got := Load(Source{Path: c.path, Root: c.root}, &problems)
			found := map[string]bool{}
			for _, p := range problems.Problems() {
				found[p.Code] = true
			}
			for _, code := range c.codes {
				if !found[code] {
					t.Errorf("got %v, want %v", problems.Err(), c.codes)
				}
			}
			if len(found) != len(c.codes) || (got == nil) != (len(c.codes) > 0) {
				t.Errorf("got %v, want %v", problems.Err(), c.codes)
			}
			if err := problems.Err(); err != nil && strings.Contains(err.Error(), `"type"`) {
				t.Errorf("the message shows the content of a file: %v", err)
			}
		})
	}
}

// TestRoot finds the root by its specification folder, on disk and embedded.
func TestRoot(t *testing.T) {
	files := map[string]string{
		"specification/billing/v1/doc.json": head2 + `"A":{"$ref":"../../common/types.json#/definitions/T"}}}`,
		"specification/common/types.json":   `{"definitions":{"T":{"type":"string"}}}`,
	}
	dir, fsys := t.TempDir(), fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var problems diag.List
	embedded := Load(Source{Path: "specification/billing/v1/doc.json", FS: fsys}, &problems)
	disk := Load(Source{Path: filepath.Join(dir, "specification", "billing", "v1", "doc.json")}, &problems)
	t.Chdir(filepath.Join(dir, "specification", "billing", "v1"))
	relative := Load(Source{Path: "doc.json"}, &problems)
	if problems.Len() > 0 {
		t.Fatal(problems.Err())
	}
	for _, c := range []struct {
		doc             *Document
		root, main, ref string
	}{
		{embedded, ".", "specification/billing/v1/doc.json", "specification/common/types.json"},
		{disk, filepath.ToSlash(dir), filepath.Join(dir, "specification", "billing", "v1", "doc.json"), filepath.ToSlash(dir) + "/specification/common/types.json"},
		{relative, "../../..", "doc.json", "../../../specification/common/types.json"},
	} {
		if c.doc.Root != c.root || c.doc.At.File != c.main || c.doc.Schemas[1].At.File != c.ref {
			t.Errorf("got %s, %s, %s; want %s, %s, %s", c.doc.Root, c.doc.At.File, c.doc.Schemas[1].At.File, c.root, c.main, c.ref)
		}
	}
}

func TestRemote(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/types.json":
			fmt.Fprint(w, `{"definitions":{"A":{"properties":{"b":{"$ref":"more/b.json#/B"}}}}}`)
		case "/more/b.json":
			fmt.Fprint(w, `{"B":{"type":"string"}}`)
		case "/local.json":
			fmt.Fprint(w, `{"$ref":"file:///etc/passwd"}`)
		case "/loop.json":
			http.Redirect(w, r, "/loop.json", http.StatusFound)
		case "/large.json":
			fmt.Fprint(w, strings.Repeat(" ", 1<<20))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for _, c := range []struct {
		name, ref string
		refused   bool
		codes     []string
	}{
		{"allowed", "/types.json#/definitions/A", false, nil},
		{"refused", "/types.json#/definitions/A", true, []string{"ref-remote"}},
		{"missing", "/none.json", false, []string{"ref-unreadable", "read"}},
		{"to a file", "/local.json", false, []string{"ref-scheme"}},
		{"endless redirection", "/loop.json", false, []string{"ref-unreadable", "read"}},
		{"too large", "/large.json", false, []string{"ref-unreadable", "limit"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := head2 + `"A":{"$ref":"` + server.URL + c.ref + `"}}}`
			var problems diag.List
			doc := Load(Source{
				Path: "doc.json", FS: fstest.MapFS{"doc.json": {Data: []byte(text)}}, AllowRemote: !c.refused, Limits: Limits{FileBytes: 1 << 16},
			}, &problems)
			expect(t, problems.Problems(), c.codes...)
			if c.codes == nil && (doc == nil || len(doc.Schemas) != 3) {
				t.Errorf("got %+v, want three schemas", doc)
			}
		})
	}
}

// TestMessagesAreOneLine feeds names and values that try to forge output.
func TestMessagesAreOneLine(t *testing.T) {
	evil := `x\nother.go:1: forged\u2028\u202e\u001b[31m`
	for _, text := range []string{
		head2 + `"` + evil + `": 1}}`,
		head2 + `"A": {"$ref": "` + evil + `"}}}`,
		head2 + `"A": {"type": "` + evil + `"}}}`,
		head2 + `"A": {"` + evil + `": 1}}}`,
		strings.Replace(head2, `"paths": {}`, `"paths": {"/`+evil+`{": {}}`, 1) + `}}`,
	} {
		_, problems := loadText(t, "doc.json", text, Limits{})
		if len(problems) == 0 {
			t.Errorf("%s: no problem", text)
		}
		for _, p := range problems {
			if strings.ContainsAny(p.Error(), "\n\x1b\u2028\u202e") {
				t.Errorf("%q", p.Error())
			}
		}
	}
}

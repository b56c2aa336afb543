package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const thingsJSON = `{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/providers/Microsoft.T/things": {"get": {
"operationId": "Things_List", "parameters": [{"name": "api-version", "in": "query", "required": true, "type": "string"}],
"responses": {"200": {"description": "ok", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}},
"x-ms-examples": {"List": {"$ref": "./examples/list.json"}}}}}}`

const request = "GET https://management.azure.com/providers/Microsoft.T/things?api-version=1\n"

// repository lays out a folder with a document, its example and a documented sample, which has the given response.
func repository(t *testing.T, response string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"doc.json":           thingsJSON,
		"examples/list.json": `{"parameters": {"api-version": "1"}, "responses": {"200": {"body": ` + response + `}}}`,
		"samples/t/1/Things_List/All.request.http":      request,
		"samples/t/1/Things_List/All.response-200.json": response,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// conform runs the command, without mutants unless args ask for them: they are the subject of tests of their own.
func conform(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = Run(append([]string{"-mutants", "0"}, args...), &out, &errs, nil)
	return status, out.String(), errs.String()
}

func TestRun(t *testing.T) {
	good, bad := repository(t, `{"a": "x"}`), repository(t, `{"a": 1, "b": 2}`)
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"examples", []string{"-spec", good + "/doc.json"}, 0, "6 cases: 6 pass, 0 known, 0 fail, 0 moved, 0 fixed, 0 stale\n"},
		{"samples", []string{"-spec", good + "/doc.json", "-examples", good + "/samples"}, 0, "5 cases: 5 pass,"},
		{"findings", []string{"-spec", bad + "/doc.json"}, 1, "/b: the document does not declare member \"b\" [unknown-member] (sample)"},
		{"selected", []string{"-spec", bad + "/doc.json", "-run", "parse$"}, 0, "2 cases: 2 pass,"},
		{"mutants", []string{"-spec", good + "/doc.json", "-mutants", "3"}, 0, "sensitivity: 100 % of "},
		{"verbose", []string{"-spec", good + "/doc.json", "-mutants", "3", "-v"}, 0, "      sample.member "},
		{"json", []string{"-spec", good + "/doc.json", "-format", "json"}, 0, `"format": "azbill-conformance"`},
	} {
		status, stdout, stderr := conform(tt.args...)
		if status != tt.status || !strings.Contains(stdout, tt.want) {
			t.Errorf("%s: exit %d\n%s%s", tt.name, status, stdout, stderr)
		}
	}
}

func TestRunCannot(t *testing.T) {
	good := repository(t, `{"a": "x"}`)
	spec := good + "/doc.json"
	if err := os.WriteFile(good+"/known.txt", []byte("nonsense"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(good+"/empty", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"no document", []string{"-spec", good + "/none.json"}, "none.json: there is no such document"},
		{"no documents of its own", []string{"-root", good}, "name a document with -spec FILE"},
		{"no samples", []string{"-spec", spec, "-examples", good + "/empty"}, "no samples found"},
		{"no folder", []string{"-spec", spec, "-examples", good + "/none"}, "none: there is no such folder of samples"},
		{"no document at all", []string{"-spec", good + "/examples/list.json"}, "list.json"},
		{"bad list", []string{"-spec", spec, "-known", good + "/known.txt"}, "known.txt:1: expected"},
		{"no list", []string{"-spec", spec, "-known", good + "/none.txt"}, "none.txt: there is no such list of known failures"},
		{"argument", []string{spec}, "name documents with -spec"},
		{"flag", []string{"-nonsense"}, "-nonsense"},
		{"format", []string{"-format", "pdf"}, `expected formats among text, json,`},
		{"formats without folder", []string{"-format", "text,json", "-spec", spec}, "give -out"},
		{"expression", []string{"-run", "("}, `-run "(": error parsing regexp`},
		{"types of its own", []string{"-types"}, "-types is for documents given with -spec"},
		{"names without types", []string{"-spec", spec, "-names", "x"}, "give -types"},
		{"lenient", []string{"-lenient", "x"}, "expected one of discriminator-property"},
		{"mutants", []string{"-mutants", "-1"}, "expected 0 to 1000000"},
		{"shard", []string{"-shard", "3/2"}, "expected i/n"},
		{"shard with more", []string{"-shard", "1/2x"}, "expected i/n"},
		{"fix without list", []string{"-fix", "-spec", spec}, "give -known"},
		{"nothing selected", []string{"-spec", spec, "-run", "^x$"}, "no case matches"},
	} {
		status, stdout, stderr := conform(tt.args...)
		if status != 2 || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: exit %d, want 2 and %q\n%s%s", tt.name, status, tt.want, stdout, stderr)
		}
	}
	if status, stdout, _ := conform("-h"); status != 0 || !strings.Contains(stdout, "-shard") {
		t.Errorf("-h: exit %d\n%s", status, stdout)
	}
}

func TestReports(t *testing.T) {
	good, out := repository(t, `{"a": "x"}`), filepath.Join(t.TempDir(), "a", "b")
	status, stdout, stderr := conform("-spec", good+"/doc.json", "-format", "text,json,junit,github,html", "-out", out)
	if status != 0 || stdout != "6 cases: 6 pass, 0 known, 0 fail, 0 moved, 0 fixed, 0 stale\n" {
		t.Errorf("exit %d\n%s%s", status, stdout, stderr)
	}
	for _, name := range []string{"conformance.txt", "conformance.json", "conformance.xml", "conformance.github.txt", "conformance.html"} {
		if info, err := os.Stat(filepath.Join(out, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// -fix writes the list; it takes a reason before the list is read again; then the run is green, until the failure goes.
func TestFix(t *testing.T) {
	bad := repository(t, `{"b": 2}`)
	args := []string{"-spec", bad + "/doc.json", "-known", bad + "/known.txt"}
	if status, _, stderr := conform(append(args, "-fix")...); status != 1 || !strings.Contains(stderr, "rewrote") {
		t.Fatalf("-fix: exit %d\n%s", status, stderr)
	}
	if status, _, stderr := conform(args...); status != 2 || !strings.Contains(stderr, "say in a # comment") {
		t.Errorf("without a reason: exit %d\n%s", status, stderr)
	}
	list, err := os.ReadFile(bad + "/known.txt")
	if err != nil {
		t.Fatal(err)
	}
	list = bytes.Replace(list, []byte("New: say here why this is tolerated."), []byte("Because."), 1)
	if err := os.WriteFile(bad+"/known.txt", list, 0o644); err != nil {
		t.Fatal(err)
	}
	if status, stdout, stderr := conform(args...); status != 0 || !strings.Contains(stdout, "5 pass, 1 known") {
		t.Errorf("with a reason: exit %d\n%s%s", status, stdout, stderr)
	}
	if err := os.WriteFile(bad+"/examples/list.json", []byte(`{"parameters": {"api-version": "1"}, "responses": {"200": {"body": {}}}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, stdout, _ := conform(args...); status != 1 || !strings.Contains(stdout, "passes now: delete it") {
		t.Errorf("fixed: exit %d\n%s", status, stdout)
	}
	if status, _, _ := conform(append(args, "-fix")...); status != 1 {
		t.Errorf("-fix of a fixed failure: exit %d", status)
	}
	if status, stdout, _ := conform(args...); status != 0 || !strings.Contains(stdout, "6 pass, 0 known") {
		t.Errorf("after -fix: exit %d\n%s", status, stdout)
	}
}

// An entry of the list whose case never ran fails the run, unless the case was filtered out.
func TestStaleEntry(t *testing.T) {
	good := repository(t, `{"a": "x"}`)
	list := "# Because.\nt/1/Things_List/Gone/response-200/schema: /a: wrong [type]\nt/1/mutants/sample.enum: nothing notices x [survivor]\n"
	if err := os.WriteFile(good+"/known.txt", []byte(list), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"-spec", good + "/doc.json", "-known", good + "/known.txt"}
	if status, stdout, _ := conform(args...); status != 1 || !strings.Contains(stdout, "known.txt:2: never ran") || !strings.Contains(stdout, "6 pass, 0 known, 0 fail, 0 moved, 0 fixed, 1 stale") {
		t.Errorf("exit %d\n%s", status, stdout)
	}
	if status, stdout, _ := conform(append(args, "-mutants", "2")...); status != 1 || !strings.Contains(stdout, "2 stale") {
		t.Errorf("with mutants: exit %d\n%s", status, stdout)
	}
	if status, stdout, _ := conform(append(args, "-run", "parse$")...); status != 0 {
		t.Errorf("filtered: exit %d\n%s", status, stdout)
	}
}

// All places of a finding are relative to one folder, whichever folder the command runs in.
func TestPlaces(t *testing.T) {
	bad := repository(t, `{"a": 1}`)
	if err := os.Mkdir(bad+"/specification", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"doc.json", "examples"} {
		if err := os.Rename(bad+"/"+name, bad+"/specification/"+name); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ dir, spec, workspace, sample, rule string }{
		{"", "specification/doc.json", "", "specification/examples/list.json", "specification/doc.json"},
		{"specification", "doc.json", "", "examples/list.json", "doc.json"},
		{"specification", "doc.json", bad, "specification/examples/list.json", "specification/doc.json"},
		{"samples", "../specification/doc.json", bad, "specification/examples/list.json", "specification/doc.json"},
		{"specification/examples", bad + "/specification/doc.json", "", bad + "/specification/examples/list.json", bad + "/specification/doc.json"},
	} {
		t.Chdir(filepath.Join(bad, filepath.FromSlash(tt.dir)))
		t.Setenv("GITHUB_WORKSPACE", tt.workspace)
		_, stdout, stderr := conform("-spec", tt.spec, "-format", "github", "-run", "/schema$")
		if want := "::error file=" + tt.sample + ",line="; !strings.HasPrefix(stdout, want) || !strings.Contains(stdout, "the document says so at "+tt.rule+":") {
			t.Errorf("in %q: want %s and %s, got\n%s%s", tt.dir, want, tt.rule, stdout, stderr)
		}
	}
}

// A link that leads out of the folder of samples is not followed.
func TestSamplesStayInTheirFolder(t *testing.T) {
	good := repository(t, `{"a": "x"}`)
	secret := filepath.Join(t.TempDir(), "secret.json")
	if err := os.WriteFile(secret, []byte(`{"a": "secret"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	path := good + "/samples/t/1/Things_List/All.response-200.json"
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, path); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if status, _, stderr := conform("-spec", good+"/doc.json", "-examples", good+"/samples"); status != 2 || !strings.Contains(stderr, "escapes") {
		t.Errorf("exit %d\n%s", status, stderr)
	}
}

// With -types the document's types are generated, compiled and checked by the same command, with the same exit status.
func TestTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package; left out for -short")
	}
	good := repository(t, `{"a": "x"}`)
	status, stdout, stderr := conform("-spec", good+"/doc.json", "-types", "-mutants", "2")
	if status != 0 || !strings.Contains(stdout, "types.digit") && !strings.Contains(stdout, "sensitivity: 100 %") || !strings.Contains(stdout, " pass, 0 known, 0 fail,") {
		t.Errorf("exit %d\n%s%s", status, stdout, stderr)
	}
	bad := repository(t, `{"a": 1}`)
	status, stdout, stderr = conform("-spec", bad+"/doc.json", "-types", "-run", "(schema|roundtrip)$")
	if status != 1 || !strings.Contains(stdout, "FAIL  t/1/Things_List/List/response-200/schema") || !strings.Contains(stdout, "3 cases: 2 pass, 0 known, 1 fail") {
		t.Errorf("exit %d\n%s%s", status, stdout, stderr)
	}
	if status, _, stderr := conform("-spec", good+"/examples/list.json", "-types"); status != 2 || !strings.Contains(stderr, "list.json") {
		t.Errorf("no document: exit %d\n%s", status, stderr)
	}
}

// -fix with a reason writes a list that is accepted as it is, and gives their reason to entries that have none yet.
func TestFixWithReason(t *testing.T) {
	bad := repository(t, `{"a": 1, "b": 2}`)
	args := []string{"-spec", bad + "/doc.json", "-known", bad + "/known.txt"}
	for _, first := range [][]string{{"-fix", "-reason", "The  examples predate the schema."}, {"-fix"}} {
		if err := os.RemoveAll(bad + "/known.txt"); err != nil {
			t.Fatal(err)
		}
		if status, _, stderr := conform(append(args, first...)...); status != 1 {
			t.Fatalf("%q: exit %d\n%s", first, status, stderr)
		}
		if len(first) == 1 {
			if status, _, stderr := conform(append(args, "-fix", "-reason", "The examples predate the schema.")...); status != 0 {
				t.Fatalf("the reason, later: exit %d\n%s", status, stderr)
			}
		}
		if status, stdout, stderr := conform(args...); status != 0 || !strings.Contains(stdout, "5 pass, 1 known") {
			t.Errorf("%q: exit %d\n%s%s", first, status, stdout, stderr)
		}
		list, err := os.ReadFile(bad + "/known.txt")
		if want := "# The examples predate the schema.\nt/1/Things_List/List/response-200/schema: /a: "; err != nil || !strings.HasPrefix(string(list), want) {
			t.Errorf("%q: the list is\n%s", first, list)
		}
	}
}

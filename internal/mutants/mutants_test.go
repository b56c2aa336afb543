package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite testdata")

// TestModule runs all mutants of a small module. Its archive says what becomes of each.
func TestModule(t *testing.T) {
	archive, err := filepath.Abs("testdata/module.txtar")
	if err != nil {
		t.Fatal(err)
	}
	ar, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range ar.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var stdout, stderr bytes.Buffer
	status := run([]string{"-json", "report.json", "-accepted", "accepted.txt", "./..."}, &stdout, &stderr)
	if status != findings || stderr.Len() > 0 {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	text, err := os.ReadFile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	var reports []*packageReport
	if err := json.Unmarshal(text, &reports); err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	var got bytes.Buffer
	for _, m := range reports[0].Mutants {
		fmt.Fprintf(&got, "%d:%d %s [%s]\n", m.Line, m.Col, m.Key(), m.Verdict)
	}
	// After the survivors, which are in the list above.
	got.Write(stdout.Bytes()[bytes.LastIndex(stdout.Bytes(), []byte("]\n"))+2:])
	last := &ar.Files[len(ar.Files)-1]
	if *update {
		last.Data = got.Bytes()
		if err := os.WriteFile(archive, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if last.Name != "want" || !bytes.Equal(last.Data, got.Bytes()) {
		t.Errorf("got\n%s\nwant\n%s", &got, last.Data)
	}
}

// TestChoose states which mutants run: all of them, in an order that the seed decides.
func TestChoose(t *testing.T) {
	built := &planted{unbuilt: map[int]bool{3: true}}
	for id := range 20 {
		built.mutants = append(built.mutants, &Mutant{ID: id, File: "a.go", Func: "f"})
	}
	ids := func(o options) (list []int) {
		for _, m := range o.choose(built) {
			list = append(list, m.ID)
		}
		return list
	}
	all := ids(options{seed: 1, part: 1, parts: 1})
	if len(all) != 19 || slices.Contains(all, 3) {
		t.Errorf("got %v, want all but the one that does not compile", all)
	}
	if slices.IsSorted(all) {
		t.Errorf("got %v, want random order", all)
	}
	if again := ids(options{seed: 1, part: 1, parts: 1}); !slices.Equal(again, all) {
		t.Errorf("got %v, then %v, want the order of the seed", all, again)
	}
	if other := ids(options{seed: 2, part: 1, parts: 1}); slices.Equal(other, all) {
		t.Errorf("got %v for another seed too, want another order", other)
	}
	if sample := ids(options{seed: 1, sample: 7, part: 1, parts: 1}); !slices.Equal(sample, all[:7]) {
		t.Errorf("a sample is %v, want the first of %v", sample, all)
	}
	if sample := ids(options{seed: 1, sample: 30, part: 1, parts: 1}); !slices.Equal(sample, all) {
		t.Errorf("a sample of more than there are is %v, want %v", sample, all)
	}
	var parts []int
	for part := range 3 {
		parts = append(parts, ids(options{seed: 1, part: part + 1, parts: 3})...)
	}
	if !slices.Equal(parts, all) {
		t.Errorf("the parts are %v together, want %v", parts, all)
	}
}

func TestParseAccepted(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# why\n# at length\na.go f: x => y\nb\n\n# other\nc", "a.go f: x => y: why at length|b: why at length|c: other"},
		{"a.go f: x => y", "line 1: expected a comment with the reason above the entry, found none"},
		{"# why\na\n\nb", "line 4: expected a comment with the reason above the entry, found none"},
		{"# why\na\n# more\nb\na", "line 5: the entry is also on line 2; delete one"},
	} {
		a, err := parseAccepted(c.text)
		got := fmt.Sprint(err)
		if err == nil {
			var list []string
			for _, key := range a.order {
				list = append(list, key+": "+a.reasons[key])
			}
			got = strings.Join(list, "|")
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestParseDiff(t *testing.T) {
	const diff = `diff --git a/x.go b/x.go
--- a/x.go
+++ b/x.go
@@ -3 +3,2 @@ func f() {
-a
+b
+c
@@ -9,2 +9,0 @@
@@ -20 +18 @@
--- a/gone.go
+++ /dev/null
@@ -1 +0,0 @@
`
	changed := parseDiff(diff)
	if got := slices.Sorted(maps.Keys(changed["x.go"])); len(changed) != 1 || fmt.Sprint(got) != "[3 4 18]" {
		t.Errorf("got %v", changed)
	}
}

func TestMisuse(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "expected packages"},
		{[]string{"-accepted", "testdata/none.txt", "."}, "no such file"},
		{[]string{"-part", "3/2", "."}, "-part 3/2: expected i/n"},
	} {
		var stdout, stderr bytes.Buffer
		if got := run(c.args, &stdout, &stderr); got != misuse || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%v: status %d: %s", c.args, got, &stderr)
		}
	}
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCounts reads what go test prints.
func TestCounts(t *testing.T) {
	for text, want := range map[string][2]int{
		"": {0, 0},
		"fuzz: elapsed: 0s, gathering baseline coverage: 0/11 completed\n":                                                                          {0, 0},
		"fuzz: elapsed: 3s, execs: 6835 (2278/sec), new interesting: 7 (total: 18)\n":                                                               {6835, 18},
		"fuzz: elapsed: 3s, execs: 1 (1/sec)\nfuzz: elapsed: 4s, execs: 20 (2/sec), new interesting: 7 (total: 9)\n":                                {20, 9},
		"fuzz: elapsed: 3s, execs: 1 (1/sec), new interesting: 7 (total: 9)\nfuzz: minimizing 34-byte failing input file\n--- FAIL: FuzzX (0.2s)\n": {1, 9},
	} {
		if n, corpus := counts(text); n != want[0] || corpus != want[1] {
			t.Errorf("%q: %d, %d, want %v", text, n, corpus, want)
		}
	}
}

// TestFind: the targets of a module are found, and not those of the modules in its folders.
func TestFind(t *testing.T) {
	dir := t.TempDir()
	for path, text := range map[string]string{
		"go.mod": "module m\n", "a_test.go": "package a\n\nfunc FuzzA(f *testing.F) {\n", "b/b_test.go": "func FuzzB(f *testing.F) {\nfunc FuzzC(x *testing.F) {",
		"b/b.go": "func FuzzD(f *testing.F) {", "c/go.mod": "module c\n", "c/c_test.go": "func FuzzE(f *testing.F) {", "b/testdata/x_test.go": "func FuzzF(f *testing.F) {",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for filter, want := range map[string]string{"": ". FuzzA, b FuzzB, b FuzzC", "[AC]$": ". FuzzA, b FuzzC"} {
		found, err := find(dir, regexp.MustCompile(filter))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, filepath.ToSlash(f.dir)+" "+f.name)
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", filter, got, want)
		}
	}
}

// TestUsage: what cannot be run is refused before anything runs.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"-time", "0s", "."}, {"-only", "(", "."}, {t.TempDir()}, {"-x"}} {
		var out, problems bytes.Buffer
		if code := run(args, &out, &problems); code != misuse || problems.Len() == 0 || out.Len() > 0 {
			t.Errorf("%q: exit %d, %s%s", args, code, &out, &problems)
		}
	}
}

// TestReport: a target that fails does not hide the others, and the table has what each came to.
func TestReport(t *testing.T) {
	var out bytes.Buffer
	report([]*target{{module: ".", dir: "wire", name: "FuzzA", executions: 5, corpus: 2}, {module: "beam", dir: ".", name: "FuzzB", executions: 7, failure: "x"}}, &out)
	for _, want := range []string{"| wire | FuzzA | 5 | 2 | 0 | passes |", "| beam | FuzzB | 7 | 0 | 0 | fails |", "2 targets, 12 executions"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %s", want, &out)
		}
	}
}

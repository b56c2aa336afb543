package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the outputs in testdata")

// samples is the folder of the documented pages; a case writes it as $SAMPLES.
const samples = "../../testdata/examples/billingaccounts-lots-events/consumption/2023-03-01"

// TestCases runs the command as each testdata/*.txtar says: one argument on a line of args, the other files in the
// working directory, stdin as standard input. The exit code and both outputs are compared.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases in testdata (%v)", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { testCase(t, file) })
	}
}

func testCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Abs(samples)
	if err != nil {
		t.Fatal(err)
	}
	target, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	var args, stdin, want string
	inputs := txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		switch f.Name {
		case "want":
			want = string(f.Data)
			continue
		case "args":
			args = strings.ReplaceAll(string(f.Data), "$SAMPLES", pages)
		case "stdin":
			stdin = string(f.Data)
		default:
			if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		inputs.Files = append(inputs.Files, f)
	}
	var stdout, stderr bytes.Buffer
	code := run(strings.Split(strings.TrimSpace(args), "\n"), strings.NewReader(stdin), &stdout, &stderr)
	got := fmt.Sprintf("%s%sexit %d\n", &stdout, &stderr, code)
	if *update {
		inputs.Files = append(inputs.Files, txtar.File{Name: "want", Data: []byte(got)})
		if err := os.WriteFile(target, txtar.Format(&inputs), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

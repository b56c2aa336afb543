package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts run the command as a user would; "gen" in them is this package's main.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gen": main})
}

func TestScripts(t *testing.T) {
	found, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(found) == 0 {
		t.Fatalf("no scripts in testdata/script (%v)", err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// Every use of the command that makes no sense is refused, with a word about which one it was.
func TestBadUsage(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"expected flags only", []string{"specs/x.yaml"}},
		{"-nope", []string{"-nope"}},
		{"use one of", []string{"-spec", "a.json", "-api", "billing@2020-05-01", "-out", "x"}},
		{"use one of", []string{"-config", "gen.yaml", "-list"}},
		{"need -out", []string{"-spec", "a.json"}},
		{"need -out", []string{"-api", "billing@2020-05-01"}},
		{"-spec names no file", []string{"-spec", "", "-out", "x"}},
		{"-init takes one -spec", []string{"-init", "-spec", "a.json", "-spec", "b.json"}},
		{"-api names no document", []string{"-api", "", "-out", "x"}},
		{"-out goes with", []string{"-out", "x"}},
		{"-package goes with", []string{"-package", "x"}},
		{"-names with a file goes with", []string{"-names", "x"}},
		{"-root goes with", []string{"-api", "billing@2020-05-01", "-out", "x", "-root", "."}},
		{"-allow-remote goes with", []string{"-allow-remote"}},
		{"-check goes with", []string{"-check", "-list"}},
		{`-max-time "soon": expected a duration`, []string{"-max-time", "soon"}},
		{"is embedded (did you mean billing@2020-05-01?); there are billing@", []string{"-api", "billing@1999-01-01", "-out", "x"}},
		{"cannot name a Go package", []string{"-api", "billing@2020-05-01", "-out", "x", "-package", "2x"}},
		{"cannot name a Go package", []string{"-api", "billing@2020-05-01", "-out", "x", "-package", "func"}},
		{"{stability} is not known", []string{"-api", "billing@2020-05-01", "-out", "x/{stability}"}},
		{"gen.yaml: there is no such file; gen -init writes one", nil},
		{"nowhere.yaml: there is no such file", []string{"-api", "billing@2020-05-01", "-out", "x", "-names", "nowhere.yaml"}},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(tt.args, &stdout, &stderr); code != exitUsage {
			t.Errorf("%v: exit %d", tt.args, code)
		}
		if !bytes.Contains(stderr.Bytes(), []byte(tt.want)) || stdout.Len() > 0 {
			t.Errorf("%v: want %q, got stderr %q, stdout %q", tt.args, tt.want, &stderr, &stdout)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

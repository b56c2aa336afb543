package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
		{"unexpected argument", []string{"specs/x.yaml"}},
		{"-nope", []string{"-nope"}},
		{"use one of", []string{"-spec", "a.json", "-api", "billing@2020-05-01", "-out", "x"}},
		{"use one of", []string{"-config", "gen.yaml", "-list"}},
		{"need -out", []string{"-spec", "a.json"}},
		{"need -out", []string{"-api", "billing@2020-05-01"}},
		{"-spec names no file", []string{"-spec", "", "-out", "x"}},
		{"-api names no document", []string{"-api", "", "-out", "x"}},
		{"-out goes with", []string{"-out", "x"}},
		{"-package goes with", []string{"-package", "x"}},
		{"-names with a file goes with", []string{"-names", "x"}},
		{"-root goes with", []string{"-api", "billing@2020-05-01", "-out", "x", "-root", "."}},
		{"-allow-remote goes with", []string{"-allow-remote"}},
		{"-check goes with", []string{"-check", "-list"}},
		{"invalid value", []string{"-max-time", "soon"}},
		{"is embedded; there are billing@", []string{"-api", "billing@1999-01-01", "-out", "x"}},
		{"cannot name a Go package", []string{"-api", "billing@2020-05-01", "-out", "x", "-package", "2x"}},
		{"cannot name a Go package", []string{"-api", "billing@2020-05-01", "-out", "x", "-package", "func"}},
		{"{stability} is not known", []string{"-api", "billing@2020-05-01", "-out", "x/{stability}"}},
		{"gen.yaml: cannot be read", nil},
		{"nowhere.yaml: cannot be read", []string{"-api", "billing@2020-05-01", "-out", "x", "-names", "nowhere.yaml"}},
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

// Progress counts documents on one line and leaves that line empty.
func TestProgress(t *testing.T) {
	p := &progress{quit: make(chan struct{}), gone: make(chan struct{})}
	shown := make(chan string, 100)
	go p.show(writerFunc(func(b []byte) { shown <- string(b) }), 3, time.Millisecond)
	p.done()
	p.done()
	if got := <-shown; !strings.HasPrefix(got, "\rgen: ") || !strings.HasSuffix(got, " of 3 documents") {
		t.Errorf("shown %q", got)
	}
	p.stop()
	close(shown)
	last := ""
	for got := range shown {
		last = got
	}
	if strings.Trim(last, "\r ") != "" || !strings.HasSuffix(last, "\r") {
		t.Errorf("at the end %q", last)
	}
}

// A log is no terminal: nothing but what a script can use belongs there.
func TestNoProgressOffTerminal(t *testing.T) {
	var log bytes.Buffer
	p := newProgress(&log, 3)
	time.Sleep(2 * time.Millisecond)
	p.done()
	p.stop()
	if log.Len() > 0 {
		t.Errorf("got %q", &log)
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(b []byte) (int, error) { f(b); return len(b), nil }

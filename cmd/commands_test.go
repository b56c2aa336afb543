// Package cmd_test proves what all commands promise to those who type them.
package cmd_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata")

// bin is the folder of the built commands, names are theirs.
var (
	bin   string
	names []string
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	flag.Parse()
	dir, err := os.MkdirTemp("", "commands-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a folder of the system's temporary ones
	bin = dir
	mains, err := filepath.Glob("*/main.go")
	if err != nil || len(mains) == 0 {
		panic(fmt.Sprint("no commands here: ", err))
	}
	args := []string{"build", "-o", dir + string(filepath.Separator)}
	for _, file := range mains {
		names = append(names, filepath.Dir(file))
		args = append(args, "./"+filepath.Dir(file))
	}
	args = append(args, "../examples/total")
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		panic(fmt.Sprintf("build the commands: %v\n%s", err, out))
	}
	if err := os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH")); err != nil {
		panic(err)
	}
	return m.Run()
}

// result is what a command printed, and its exit status.
type result struct {
	stdout, stderr string
	status         int
}

func execute(t *testing.T, dir string, args ...string) result {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%q: %v", args, err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// Help says how to call a command, shows examples, explains the exit codes and names the flags that all commands have.
func TestHelp(t *testing.T) {
	for _, name := range names {
		r := execute(t, t.TempDir(), name, "-h")
		if r.status != 0 || r.stderr != "" {
			t.Errorf("%s -h: exit %d, %s", name, r.status, r.stderr)
		}
		for _, want := range []string{"\nusage:\n", "\nexamples:\n", "\nexit codes: 0 ", "\nflags:\n", "\n  -q\t", "\n  -version\n", "\ncompletion: "} {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("%s -h: %q is missing", name, want)
			}
		}
		if !strings.HasPrefix(r.stdout, name+" ") {
			t.Errorf("%s -h begins with %.40q, not with what the command does", name, r.stdout)
		}
		doc, err := exec.Command("go", "doc", "./"+name).Output()
		if first, _, _ := strings.Cut(strings.TrimPrefix(string(doc), "Command "), "."); err != nil || !strings.HasPrefix(strings.Join(strings.Fields(r.stdout), " "), strings.Join(strings.Fields(first), " ")) {
			t.Errorf("go doc %s begins with %q (%v), -h with %.80q", name, first, err, r.stdout)
		}
	}
}

func TestVersions(t *testing.T) {
	version := regexp.MustCompile(`^azbill [a-z]+ \S+ \(go1\.[0-9.a-zA-Z-]+, [a-z0-9]+/[a-z0-9]+(, commit [0-9a-f]{12})?\)\n$`)
	for _, name := range names {
		if r := execute(t, t.TempDir(), name, "-version"); r.status != 0 || !version.MatchString(r.stdout) {
			t.Errorf("%s -version: exit %d, %q", name, r.status, r.stdout)
		}
	}
}

func TestCompletions(t *testing.T) {
	for _, name := range names {
		for _, shell := range []string{"bash", "zsh", "fish"} {
			r := execute(t, t.TempDir(), name, "completion", shell)
			if r.status != 0 || !strings.HasPrefix(r.stdout, "# "+shell+" completion of "+name) {
				t.Errorf("%s completion %s: exit %d, %s", name, shell, r.status, r.stderr)
			}
			if _, err := exec.LookPath(shell); err != nil {
				continue
			}
			cmd := exec.Command(shell, "-n")
			cmd.Stdin = strings.NewReader(r.stdout)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s refuses the completion of %s: %v\n%s", shell, name, err, out)
			}
		}
	}
}

// Every wrong invocation in the transcript says where, what, and what to do, in few lines, and exits with the status that
// the help has for it. The transcript is compared word for word; -update rewrites it.
func TestWrongInvocations(t *testing.T) {
	const file = "testdata/wrong.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir, last := t.TempDir(), len(archive.Files)-1
	if archive.Files[last].Name != "transcript" {
		t.Fatalf("%s has to end with the transcript", file)
	}
	for _, f := range archive.Files[:last] {
		write(t, filepath.Join(dir, f.Name), f.Data)
	}
	write(t, filepath.Join(dir, "data.json"), []byte("\x7fELF\x02\x01\x00\x00\xa0"))
	write(t, filepath.Join(dir, "packed.json"), []byte("\x1f\x8b\x08\x00\x00"))
	var got strings.Builder
	ran := map[string]int{}
	for line := range strings.Lines(string(archive.Files[last].Data)) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		args := strings.Fields(command)
		r := execute(t, dir, args...)
		fmt.Fprintf(&got, "$ %s%sexit %d\n\n", command, r.stderr, r.status)
		ran[args[0]]++
		check(t, strings.TrimSpace(command), r)
	}
	text := strings.ReplaceAll(got.String(), dir, "/work")
	if *update {
		archive.Files[last].Data = []byte(text)
		write(t, file, txtar.Format(archive))
		return
	}
	if d := cmp.Diff(string(archive.Files[last].Data), text); d != "" {
		t.Errorf("expected (-) and found (+):\n%s", d)
	}
	total := 0
	for _, name := range names {
		if total += ran[name]; ran[name] < 3 {
			t.Errorf("%d wrong invocations of %s", ran[name], name)
		}
	}
	if total < 44 {
		t.Errorf("%d wrong invocations in all", total)
	}
}

// check holds what is true of all messages.
func check(t *testing.T, command string, r result) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(r.stderr, "\n"), "\n")
	switch {
	case r.status != 1 && r.status != 2:
		t.Errorf("%s: exit %d", command, r.status)
	case r.stdout != "":
		t.Errorf("%s: %q on standard output", command, r.stdout)
	case r.stderr == "" || len(lines) > 3:
		t.Errorf("%s: %d lines\n%s", command, len(lines), r.stderr)
	case strings.Contains(r.stderr, "goroutine ") || strings.Contains(r.stderr, "%!"):
		t.Errorf("%s: %s", command, r.stderr)
	}
	for _, words := range []string{"flag provided but not defined", "parse error", "no such file or directory", "this is no ", "that is no "} {
		if strings.Contains(r.stderr, words) {
			t.Errorf("%s: the message has %q: %s", command, words, r.stderr)
		}
	}
	if len(lines[0]) > 420 {
		t.Errorf("%s: the message has %d characters: %s", command, len(lines[0]), lines[0])
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, slices.Clone(data), 0o666); err != nil {
		t.Fatal(err)
	}
}

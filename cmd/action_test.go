package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// repository makes a git repository with a document of two api-versions, an example and a configuration, and returns its
// folder and the commit of the older one.
func repository(t *testing.T) (dir, base string) {
	t.Helper()
	dir = t.TempDir()
	document := func(kind string) []byte {
		return []byte(`{"swagger": "2.0", "info": {"title": "T", "version": "2020-05-01"}, "host": "h", "schemes": ["https"], "produces": ["application/json"],
"paths": {"/providers/Microsoft.T/things": {"get": {"operationId": "Things_List",
"parameters": [{"name": "api-version", "in": "query", "required": true, "type": "string"}],
"responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Thing"}}},
"x-ms-examples": {"List": {"$ref": "./examples/list.json"}}}}},
"definitions": {"Thing": {"type": "object", "properties": {"size": {"type": "` + kind + `"}}}}}`)
	}
	write(t, filepath.Join(dir, "specs/things.json"), document("number"))
	write(t, filepath.Join(dir, "specs/examples/list.json"), []byte(`{"parameters": {"api-version": "2020-05-01"}, "responses": {"200": {"body": {"size": "big"}}}}`))
	write(t, filepath.Join(dir, "gen.yaml"), []byte("packages:\n  - spec: specs/things.json\n    out: internal/things\n"))
	git := func(args ...string) string {
		cmd := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "one")
	base = git("rev-parse", "HEAD")
	write(t, filepath.Join(dir, "specs/things.json"), document("string"))
	git("commit", "-qam", "two")
	return dir, base
}

// action runs steps of the action's script on a repository, with a gh that writes down how it is called.
type action struct {
	t                              *testing.T
	dir, base, tools               string
	calls, comments, summary, file string
}

func newAction(t *testing.T) *action {
	t.Helper()
	for _, name := range []string{"bash", "git"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
	a := &action{t: t, tools: t.TempDir()}
	a.dir, a.base = repository(t)
	a.calls, a.comments, a.summary = filepath.Join(a.tools, "calls"), filepath.Join(a.tools, "comments"), filepath.Join(a.tools, "summary")
	var err error
	if a.file, err = filepath.Abs("../.github/action.sh"); err != nil {
		t.Fatal(err)
	}
	write(t, a.comments, nil)
	write(t, filepath.Join(a.tools, "gh"), []byte("#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$CALLS\"\ncase $* in *--paginate*) cat \"$COMMENTS\" ;; esac\n"))
	if err := os.Chmod(filepath.Join(a.tools, "gh"), 0o755); err != nil {
		t.Fatal(err)
	}
	return a
}

// step runs a step and holds its exit status and what it prints or writes to the summary.
func (a *action) step(name string, status int, want []string, env ...string) {
	a.t.Helper()
	if err := os.RemoveAll(a.summary); err != nil {
		a.t.Fatal(err)
	}
	cmd := exec.Command("bash", a.file, name)
	cmd.Dir = a.dir
	cmd.Env = append(os.Environ(), "AZBILL_BIN="+bin, "GITHUB_STEP_SUMMARY="+a.summary, "GITHUB_WORKSPACE="+a.dir, "GITHUB_REPOSITORY=o/r",
		"CALLS="+a.calls, "COMMENTS="+a.comments, "AZBILL_CONFIG=gen.yaml", "AZBILL_REPORT="+filepath.Join(a.tools, "report"),
		"AZBILL_BASE="+a.base, "AZBILL_PULL=7", "AZBILL_FAIL_ON=never", "PATH="+a.tools+string(filepath.ListSeparator)+os.Getenv("PATH"))
	cmd.Env = append(cmd.Env, env...)
	out, _ := cmd.CombinedOutput()    // the status is compared
	text, _ := os.ReadFile(a.summary) // a step that fails early writes none
	all := string(out) + "\n--- summary\n" + string(text)
	if got := cmd.ProcessState.ExitCode(); got != status {
		a.t.Errorf("%s: exit %d, want %d\n%s", name, got, status, all)
	}
	for _, w := range want {
		if !strings.Contains(all, w) {
			a.t.Errorf("%s: %q is missing in\n%s", name, w, all)
		}
	}
}

// The steps of the action do what they say, on a repository with a pull request, and gh is called as expected.
func TestAction(t *testing.T) {
	a := newAction(t)
	a.step("fresh", 1, []string{"::error file=gen.yaml,title=Generated code::", "<details><summary>Generated code is not up to date</summary>", "+type Thing struct"})
	if r := execute(t, a.dir, "gen", "-q"); r.status != 0 {
		t.Fatal(r.stderr)
	}
	a.step("fresh", 0, []string{"1 package up to date", "**Generated code is up to date.**"})

	a.step("prove", 0, []string{"::notice title=Conformance::", "## Conformance: green", "conform -spec specs/things.json"}, "AZBILL_SPEC=specs/things.json", "AZBILL_FLAGS=-mutants 0")
	write(t, filepath.Join(a.dir, "specs/examples/list.json"), []byte(`{"parameters": {"api-version": "2020-05-01"}, "responses": {"200": {"body": {"size": 1}}}}`))
	a.step("prove", 1, []string{"::error file=specs/examples/list.json,line=1,", "## Conformance: not green"}, "AZBILL_SPEC=specs/things.json", "AZBILL_FLAGS=-mutants 0 -run /schema$")
	a.step("prove", 2, []string{"there is no such document"}, "AZBILL_SPEC=specs/nothing.json")

	a.step("bump", 0, []string{"<!-- azbill: bump -->", "Thing.size"})
	a.step("bump", 1, []string{"Thing.size"}, "AZBILL_FAIL_ON=breaking")
	write(t, a.comments, []byte("42\n"))
	a.step("bump", 0, []string{"Thing.size"})
	got, err := os.ReadFile(a.calls)
	if err != nil {
		t.Fatal(err)
	}
	for want, n := range map[string]int{"api --paginate repos/o/r/issues/7/comments": 3, "--method POST repos/o/r/issues/7/comments": 2, "--method PATCH repos/o/r/issues/comments/42": 1} {
		if strings.Count(string(got), want) != n {
			t.Errorf("gh is not called %d times with %s:\n%s", n, want, got)
		}
	}
	a.step("nonsense", 2, []string{"expected fresh, prove or bump"})
}

// TestAsOf: reference data is that of a day, whatever was committed later, and a second call adds to the folder.
func TestAsOf(t *testing.T) {
	for _, name := range []string{"bash", "git"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
	dir := t.TempDir()
	script, err := filepath.Abs("../.github/as-of.sh")
	if err != nil {
		t.Fatal(err)
	}
	run := func(day, name string, args ...string) (string, error) {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+day+"T23:00:00Z", "GIT_COMMITTER_DATE="+day+"T23:00:00Z",
			"GIT_CONFIG_COUNT=3", "GIT_CONFIG_KEY_0=user.name", "GIT_CONFIG_VALUE_0=t", "GIT_CONFIG_KEY_1=user.email", "GIT_CONFIG_VALUE_1=t@example.com",
			"GIT_CONFIG_KEY_2=uploadpack.allowFilter", "GIT_CONFIG_VALUE_2=true")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, day := range []string{"2021-11-30", "2021-12-01"} {
		write(t, filepath.Join(dir, "specs/a/"+day+".json"), []byte(day))
		write(t, filepath.Join(dir, "specs/b/newest.json"), []byte(day))
		write(t, filepath.Join(dir, "specs/other.json"), []byte(day))
		for _, args := range [][]string{{"init", "-q", "specs"}, {"-C", "specs", "add", "."}, {"-C", "specs", "commit", "-qm", day}} {
			if out, err := run(day, "git", args...); err != nil {
				t.Fatalf("git %q: %v\n%s", args, err, out)
			}
		}
	}
	source := "file://" + filepath.ToSlash(filepath.Join(dir, "specs"))
	for _, c := range []struct {
		day, path, want string // want is what the folder holds after the call
	}{
		{"2021-11-30", "a", "a/2021-11-30.json"},
		{"2021-11-30", "b", "a/2021-11-30.json b/newest.json"},
		{"2021-12-24", "a", "a/2021-11-30.json a/2021-12-01.json b/newest.json"},
	} {
		if out, err := run(c.day, "bash", script, source, "out", c.day, c.path); err != nil {
			t.Fatalf("as of %s: %v\n%s", c.day, err, out)
		}
		var got []string
		for _, pattern := range []string{"out/*.json", "out/*/*.json"} {
			files, _ := filepath.Glob(filepath.Join(dir, pattern)) // the pattern is well-formed
			for _, file := range files {
				got = append(got, filepath.ToSlash(strings.TrimPrefix(file, filepath.Join(dir, "out")+string(filepath.Separator))))
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("as of %s: found %s, expected %s", c.day, got, c.want)
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "out/b/newest.json")); err != nil || string(text) != "2021-11-30" {
		t.Errorf("b/newest.json as of 2021-11-30: %s %v", text, err)
	}
	if out, err := run("2021-12-24", "bash", script, source, "out", "2021-11-29", "a"); err == nil || !strings.Contains(out, "has no commit on or before 2021-11-29") {
		t.Errorf("as of a day before the first commit: %v\n%s", err, out)
	}
}

// Every action that a workflow uses is pinned to a commit, and the steps of action.yml call steps of the script.
func TestWorkflows(t *testing.T) {
	files, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows (%v)", err)
	}
	uses := 0
	for _, file := range append(files, "../action.yml") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var content map[string]any
		if err := yaml.Unmarshal(text, &content); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for line := range strings.Lines(string(text)) {
			_, action, ok := strings.Cut(line, "uses: ")
			if !ok || strings.HasPrefix(action, "./") {
				continue
			}
			uses++
			if _, commit, _ := strings.Cut(strings.Fields(action)[0], "@"); len(commit) != 40 || strings.Trim(commit, "0123456789abcdef") != "" {
				t.Errorf("%s: %s is not pinned to a commit", file, strings.TrimSpace(action))
			}
		}
	}
	if uses < 4 {
		t.Errorf("%d actions are used", uses)
	}
}

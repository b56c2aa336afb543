package cli

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tool is a command with a flag of each kind.
func tool() *Tool {
	t := New("thing", "thing does things.\n\nexit codes: 0 done\n")
	t.Bool("check", false, "write nothing; show it")
	t.Int("max-files", 1, "at most `files`")
	t.Duration("wait", time.Second, "wait this `duration`")
	t.String("config", "", "the `file` with [brackets], it's: quoted")
	t.String("format", "text", "`formats`")
	t.String("api", "", "`service@version`")
	t.Values("format", "text", "json", "html")
	t.Values("api", "billing@2020-05-01", "billing@2019-10-01", "consumption@2024-08-01")
	t.Choice("harm", "a `harm`", []string{"silent", "docs"}, func(string) {})
	return t
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ args, operands string }{
		{"", ""}, {"-check a", "a"}, {"a -check b", "a,b"}, {"a -- -check b", "a,-check,b"}, {"-format json", ""},
	} {
		got, err := tool().Parse(strings.Fields(tt.args), &bytes.Buffer{})
		if err != nil || strings.Join(got, ",") != tt.operands {
			t.Errorf("%s: got %q, %v", tt.args, got, err)
		}
	}
	for args, want := range map[string]string{
		"-chek":            "there is no flag -chek (did you mean -check?)",
		"--cehck":          "there is no flag -cehck (did you mean -check?)",
		"-everything":      "there is no flag -everything",
		"-config":          "-config: expected a file behind it, found nothing",
		"-max-files many":  `-max-files "many": expected a whole number`,
		"-wait 3":          `-wait "3": expected a duration such as 30s or 2m`,
		"-check=maybe":     `-check "maybe": expected true or false`,
		"-harm slient":     `-harm "slient": expected one of silent, docs (did you mean silent?)`,
		"---x":             "---x: expected a flag such as -name or -name=value",
		"completion":       "completion: expected one of bash, zsh, fish behind it, found nothing",
		"completion bsh":   "completion: expected one of bash, zsh, fish behind it, found bsh (did you mean bash?)",
		"completion csh x": "completion: expected one of bash, zsh, fish behind it, found csh x",
	} {
		_, err := tool().Parse(strings.Fields(args), &bytes.Buffer{})
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", args, err, want)
		}
	}
	var out bytes.Buffer
	tool().Fail(&out, errors.New("wrong"))
	if want := "thing: wrong; see thing -h\n"; out.String() != want {
		t.Errorf("got %q, want %q", &out, want)
	}
}

func TestDone(t *testing.T) {
	for args, want := range map[string]string{
		"-h": "thing does things.\n\nexit codes: 0 done\n\nflags:\n", "-help": "\nflags:\n  -api service@version\n", "-version": "azbill thing ",
		"completion bash": "# bash completion of thing; load it with: source <(thing completion bash)\n",
	} {
		var out bytes.Buffer
		if _, err := tool().Parse(strings.Fields(args), &out); !errors.Is(err, ErrDone) || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %v\n%s", args, err, &out)
		}
	}
}

// script writes a completion script to a file.
func script(t *testing.T, shell string) string {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skipf("%s is not installed", shell)
	}
	var out bytes.Buffer
	if _, err := tool().Parse([]string{"completion", shell}, &out); !errors.Is(err, ErrDone) {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "completion")
	if err := os.WriteFile(file, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "-n", file).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", shell, err, out)
	}
	return file
}

// The script completes as bash would ask it to, one line typed a case.
func TestBash(t *testing.T) {
	file := script(t, "bash")
	for line, want := range map[string]string{
		"thing -":                     "-api,-check,-config,-format,-harm,-max-files,-q,-version,-wait",
		"thing -c":                    "-check,-config",
		"thing -check -f":             "-format",
		"thing -format ":              "text,json,html",
		"thing --format j":            "json",
		"thing -format text,h":        "text,html",
		"thing -api bill":             "billing@2020-05-01,billing@2019-10-01",
		"thing -api billing@202":      "2020-05-01",
		"thing -config ":              "",
		"thing c":                     "completion",
		"thing -check c":              "",
		"thing completion ":           "bash,zsh,fish",
		"thing completion f":          "fish",
		"thing -config -format ./x a": "",
	} {
		cmd := exec.Command("bash", "-c", `source "$1"; COMP_LINE=$2; COMP_POINT=${#2}; _azbill_thing; (IFS=,; echo "${COMPREPLY[*]}")`, "bash", file, line)
		out, err := cmd.CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != want {
			t.Errorf("%q: got %q, want %q (%v)", line, got, want, err)
		}
	}
}

func TestZsh(t *testing.T) {
	file := script(t, "zsh")
	out, err := exec.Command("zsh", "-f", "-c", `autoload -Uz compinit; compinit -D; source $1; print $_comps[thing]`, "zsh", file).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "_azbill_thing" {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestFish(t *testing.T) {
	file := script(t, "fish")
	for line, want := range map[string]string{"thing -format j": "json", "thing completion ": "bash fish zsh", "thing -che": "-check"} {
		out, err := exec.Command("fish", "-N", "-c", "source $argv[1]; complete -C $argv[2]", file, line).CombinedOutput()
		var got []string
		for l := range strings.Lines(string(out)) {
			word, _, _ := strings.Cut(strings.TrimSpace(l), "\t")
			got = append(got, word)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q (%v)", line, got, want, err)
		}
	}
}

package cmd_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/openapi/diag"
)

// pages are the Markdown files whose code blocks are executed or compiled. A block is one of
//
//   - ```go below <!-- from FILE -->: it is in that file, which the build or a test compiles
//   - ```console: commands behind "$ " with what they print, executed one after another in a folder of the page; a line "..."
//     stands for any lines. Below <!-- in the repository --> they run there
//   - any language below <!-- file NAME -->: it is written to the page's folder
//   - ```yaml: a fragment of a document below <!-- from FILE -->, else YAML; a gen.yaml is read as such
//   - ```text: no code
//   - without a language: commands of which only the names and flags are checked, since they need a network or a long time
func pages(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../docs/*.md")
	if err != nil || len(found) < 8 {
		t.Fatalf("found %d pages in docs (%v)", len(found), err)
	}
	return append(found, "../README.md")
}

// block is a fenced block of code.
type block struct {
	line           int
	language, text string
	kind, name     string // of the comment above it: from, file, in
}

var (
	fence   = regexp.MustCompile("^```([a-z]*)$")
	comment = regexp.MustCompile(`^<!-- (from|file|in) (\S+)(?: repository)? -->$`)
)

func blocks(t *testing.T, page string) []block {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var out []block
	var open *block
	last := ""
	for i, line := range strings.Split(string(text), "\n") {
		m := fence.FindStringSubmatch(line)
		switch {
		case open != nil && line == "```":
			out, open = append(out, *open), nil
		case open != nil:
			open.text += line + "\n"
		case m != nil:
			open = &block{line: i + 1, language: m[1]}
			if c := comment.FindStringSubmatch(last); c != nil {
				open.kind, open.name = c[1], c[2]
			}
		}
		last = line
	}
	if open != nil {
		t.Errorf("%s:%d: the block is not closed", page, open.line)
	}
	return out
}

// Each code block of the README and of docs is executed or compiled.
func TestDocs(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the pages are for a shell, and there is no sh")
	}
	for _, page := range pages(t) {
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := t.TempDir()
			for _, b := range blocks(t, page) {
				where := fmt.Sprintf("%s:%d", filepath.Base(page), b.line)
				switch {
				case b.kind == "from":
					fragment(t, where, b)
				case b.kind == "file":
					write(t, filepath.Join(dir, filepath.FromSlash(b.name)), []byte(b.text))
				case b.language == "console":
					console(t, where, dir, b)
				case b.language == "yaml":
					yamlBlock(t, where, b)
				case b.language == "":
					commands(t, where, b)
				case b.language != "text":
					t.Errorf("%s: nothing executes or compiles a block of %s; see pages in docs_test.go", where, b.language)
				}
			}
		})
	}
}

// fragment holds that a block is in a file, whatever its indentation there.
func fragment(t *testing.T, where string, b block) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(b.name)))
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return
	}
	lines := strings.Split(string(text), "\n")
	want := strings.Split(strings.TrimRight(b.text, "\n"), "\n")
	for i := range lines {
		if indent, ok := strings.CutSuffix(lines[i], want[0]); ok && strings.Trim(indent, " \t") == "" && i+len(want) <= len(lines) {
			same := slices.EqualFunc(lines[i:i+len(want)], want, func(have, want string) bool { return have == want || have == indent+want })
			if same {
				return
			}
		}
	}
	t.Errorf("%s: %s does not have these lines:\n%s", where, b.name, b.text)
}

// tools are the ways in which pages call the commands.
var tools = regexp.MustCompile(`^(?:go tool |go run (?:\./|github\.com/azbill/azbill/)(?:cmd|examples)/)`)

// console runs the commands of a block and compares what they print.
func console(t *testing.T, where, dir string, b block) {
	t.Helper()
	if b.kind == "in" {
		dir = ".."
	}
	for part := range strings.SplitSeq("\n"+b.text, "\n$ ") {
		command, want, _ := strings.Cut(part, "\n")
		if command == "" {
			continue
		}
		r := execute(t, dir, "sh", "-c", tools.ReplaceAllString(command, ""))
		if got := r.stdout + r.stderr; !matches(got, strings.TrimRight(want, "\n")) {
			t.Errorf("%s: %s (exit %d)\n%s", where, command, r.status, cmp.Diff(want, got))
		}
		if r.status == 2 {
			t.Errorf("%s: %s is refused:\n%s", where, command, r.stderr)
		}
	}
}

// matches compares output with what is expected, in which a line "..." stands for any lines.
func matches(got, want string) bool {
	var expr strings.Builder
	expr.WriteString(`\A`)
	for line := range strings.SplitSeq(want, "\n") {
		if line == "..." {
			expr.WriteString(`(?:.*\n)*?`)
		} else if line != "" {
			expr.WriteString(regexp.QuoteMeta(line) + `\n`)
		}
	}
	expr.WriteString(`\n*\z`)
	return regexp.MustCompile(expr.String()).MatchString(strings.TrimRight(got, "\n") + "\n")
}

// yamlBlock reads YAML, and a configuration as gen does.
func yamlBlock(t *testing.T, where string, b block) {
	t.Helper()
	var content any
	if err := yaml.Unmarshal([]byte(b.text), &content); err != nil {
		t.Errorf("%s: %v", where, err)
	} else if keys, ok := content.(map[string]any); ok && keys["packages"] != nil {
		var problems diag.List
		plan.Check(where, []byte(b.text), &problems)
		if err := problems.Err(); err != nil {
			t.Error(err)
		}
	}
}

// commands checks that what is called is there, and that it has the flags.
func commands(t *testing.T, where string, b block) {
	t.Helper()
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.text) {
		line, _, _ = strings.Cut(line, "  #")
		words := strings.Fields(line)
		for len(words) > 0 && regexp.MustCompile(`^[A-Z_]+=`).MatchString(words[0]) {
			words = words[1:]
		}
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		for _, path := range regexp.MustCompile(`(?:github\.com/azbill/azbill/|\./)((?:cmd|examples)/[a-z]+)`).FindAllStringSubmatch(line, -1) {
			if info, err := os.Stat("../" + path[1]); err != nil || !info.IsDir() {
				t.Errorf("%s: %s: there is no %s", where, strings.TrimSpace(line), path[1])
			}
		}
		name := ""
		switch command := tools.ReplaceAllString(strings.Join(words, " "), ""); {
		case words[0] == "make":
			for _, target := range words[1:] {
				if !strings.Contains(string(makefile), "\n"+target+":") {
					t.Errorf("%s: make has no target %s", where, target)
				}
			}
		case slices.Contains(names, strings.Fields(command)[0]):
			name = strings.Fields(command)[0]
		case words[0] != "go" && words[0] != "source" && words[0] != "git":
			t.Errorf("%s: nothing checks %q", where, strings.TrimSpace(line))
		}
		if name == "" {
			continue
		}
		help := execute(t, t.TempDir(), name, "-h").stdout
		for _, flag := range regexp.MustCompile(` (-[a-z][a-z-]*)`).FindAllStringSubmatch(line, -1) {
			if !regexp.MustCompile(`(?m)^  `+flag[1]+`(\s|$)`).MatchString(help) && flag[1] != "-h" {
				t.Errorf("%s: %s has no flag %s", where, name, flag[1])
			}
		}
	}
}

var (
	code    = regexp.MustCompile("(?s)```.*?```|`[^`]*`")
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	notID   = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// Links of all pages lead to files and headings that are there.
func TestLinks(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../*.md", "../*/*.md", "../*/*/README.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	checked := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(string(text), ""), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			checked++
			path, anchor, _ := strings.Cut(m[1], "#")
			target := file
			if path != "" {
				target = filepath.Join(filepath.Dir(file), filepath.FromSlash(path))
			}
			content, err := os.ReadFile(target)
			if info, statErr := os.Stat(target); statErr == nil && info.IsDir() {
				err = nil
			}
			if err != nil {
				t.Errorf("%s: %s leads nowhere", file, m[1])
			} else if anchor != "" && !slices.Contains(anchors(string(content)), anchor) {
				t.Errorf("%s: %s has no heading %s", file, target, anchor)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d links", checked)
	}
}

// anchors are the names that code hosts give to the headings of a page.
func anchors(text string) []string {
	var out []string
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		out = append(out, strings.ReplaceAll(notID.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return out
}

// The README is for a reader with five minutes, names every page, and has the figures that the measurements wrote.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\n"); lines > 140 {
		t.Errorf("README.md has %d lines; 140 are what is read", lines)
	}
	for _, page := range pages(t) {
		if name := filepath.Base(page); name != "README.md" && !strings.Contains(string(text), "(docs/"+name+")") {
			t.Errorf("README.md does not link to docs/%s", name)
		}
	}
	figures := regexp.MustCompile(`(?s)<!-- figures: bench/RESULTS.md -->.*?<!-- end of figures -->`)
	page, err := os.ReadFile("../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := figures.FindString(string(text)), figures.FindString(string(page)); a == "" || a != b {
		t.Errorf("the figures of README.md and docs/performance.md differ:\n%s", cmp.Diff(a, b))
	}
}

package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
)

// TestList: one source a case, with the problem's line and column, and how it is shown.
func TestList(t *testing.T) {
	for _, c := range []struct {
		name      string
		text      string
		line, col int
		want      string
	}{
		{"a member", "{\n  \"Due\": {}\n}\n", 2, 3, "  2 |   \"Due\": {}\n    |   ^\n"},
		{"the last line", "a: 1\nb: 2", 2, 4, "  2 | b: 2\n    |    ^\n"},
		{"behind the end of a line", "{", 1, 2, "  1 | {\n    |  ^\n"},
		{"deep indentation", strings.Repeat(" ", 80) + "a: 1", 1, 81, "  1 |   a: 1\n    |   ^\n"},
		{"tabs", "\t\t\t\"a\":\t1\r\n", 1, 4, "  1 |   \"a\": 1\n    |   ^\n"},
		{"letters of several bytes", "größe: €", 1, 10, "  1 | größe: €\n    |        ^\n"},
		{"a long line", strings.Repeat("x", 300) + "!" + strings.Repeat("y", 300), 1, 301,
			"  1 | …" + strings.Repeat("x", 49) + "!" + strings.Repeat("y", 48) + "…\n    | " + strings.Repeat(" ", 50) + "^\n"},
		{"controls", "a\x1b[2J\u202eb: 1", 1, 9, "  1 | a\\u001b[2J\\u202eb: 1\n    | " + strings.Repeat(" ", 16) + "^\n"},
		{"a file that has changed", "a: 1", 7, 1, ""},
		{"a line that has changed", "a", 1, 9, ""},
		{"no line", "a", 0, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var problems diag.List
			problems.Add(diag.At{File: "d.yaml", Line: c.line, Col: c.col, Pointer: "#/a [b]"}, "some-code", "wrong: fix it")
			var b bytes.Buffer
			list(&b, problems.Problems(), false, func(name string) ([]byte, error) { return []byte(c.text), nil })
			head, rest, _ := strings.Cut(b.String(), "\n")
			if head != problems.Err().Error() {
				t.Errorf("got %q, want the problem as anywhere else", head)
			}
			if rest != c.want {
				t.Errorf("got\n%s\nwant\n%s", rest, c.want)
			}
		})
	}
}

func TestColours(t *testing.T) {
	problems := diag.Errors{{At: diag.At{File: "d.yaml", Line: 1, Col: 1}, Code: "some-code", Message: "wrong"}}
	var b bytes.Buffer
	list(&b, problems, true, func(string) ([]byte, error) { return []byte("a"), nil })
	const want = "\x1b[1md.yaml:1:\x1b[0m wrong\x1b[31m [some-code]\x1b[0m\n  \x1b[2m1 |\x1b[0m a\n  \x1b[2m  |\x1b[0m \x1b[32m^\x1b[0m\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// TestPlain holds that a file or a pipe gets a problem a line.
func TestPlain(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	problems := diag.Errors{{At: diag.At{File: "d.yaml", Line: 1, Col: 1}, Code: "some-code", Message: "wrong"}}
	Problems(f, problems, func(string) ([]byte, error) { t.Error("a file was read"); return nil, nil })
	got, err := os.ReadFile(f.Name())
	if want := "d.yaml:1: wrong [some-code]\n"; err != nil || string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

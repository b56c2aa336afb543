// Package terminal writes for people: problems with the source lines they are about, as compilers show them. Where output
// is not a terminal it stays plain, a problem a line.
package terminal

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/azbill/azbill/openapi/diag"
)

// Is reports whether w is a terminal.
func Is(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Problems writes problems to w: on a terminal each with its source line and a caret, in colours unless the environment
// has NO_COLOR or a dumb terminal. Read returns the text of a file by the name that problems have for it.
func Problems(w io.Writer, problems diag.Errors, read func(name string) ([]byte, error)) {
	if !Is(w) {
		fmt.Fprintln(w, problems)
		return
	}
	list(w, problems, Colours(w), read)
}

// Colours reports whether w is a terminal that wants colours: NO_COLOR is not set, and the terminal is not a dumb one.
func Colours(w io.Writer) bool {
	return Is(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// list writes each problem with its source line:
//
//	specs/billing.json:12: #/definitions/Due: a second type of this name [name-taken]
//	  12 |   "Due": {
//	     |   ^
func list(w io.Writer, problems diag.Errors, colours bool, read func(name string) ([]byte, error)) {
	paint := func(code, text string) string {
		if !colours || text == "" {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	files := sources{read: read}
	for _, p := range problems {
		place, rest := p.Error(), ""
		if at := diag.OneLine(p.At.String()); at != "" {
			place, rest = at+":", strings.TrimPrefix(p.Error(), at+":")
		}
		rest, code, _ := cutLast(rest, " [")
		fmt.Fprintf(w, "%s%s%s\n", paint("1", place), rest, paint("31", code))
		text, caret, ok := files.line(p.At)
		if !ok {
			continue
		}
		number := fmt.Sprint(p.At.Line)
		fmt.Fprintf(w, "  %s %s\n", paint("2", number+" |"), text)
		fmt.Fprintf(w, "  %s %s%s\n", paint("2", strings.Repeat(" ", len(number))+" |"), strings.Repeat(" ", caret), paint("32", "^"))
	}
}

// cutLast is strings.Cut at the last separator, which it leaves with the text after it.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i:], true
	}
	return s, "", false
}

// sources are the files that problems are in, read once each.
type sources struct {
	read  func(name string) ([]byte, error)
	name  string // of the current file: problems are sorted by file
	lines []string
}

// width is how much of a source line is shown, in characters.
const width = 100

// line returns the part of a source line around a place, safe for a terminal, and how many characters of it precede the
// place. It is false when the place is unknown or the file has changed.
func (s *sources) line(at diag.At) (text string, caret int, ok bool) {
	file := at.Text()
	if file == "" || at.Line < 1 || at.Col < 1 {
		return "", 0, false
	}
	if s.name != file {
		data, err := s.read(file)
		if err != nil {
			data = nil
		}
		s.name, s.lines = file, strings.Split(string(data), "\n")
	}
	if at.Line > len(s.lines) || at.Col > len(s.lines[at.Line-1])+1 {
		return "", 0, false
	}
	line := s.lines[at.Line-1]
	before, after := visible(line[:at.Col-1]), visible(line[at.Col-1:])
	if indent := len(before) - len(strings.TrimLeft(before, " ")); indent > 2 {
		before = before[indent-2:]
	}
	if n := utf8.RuneCountInString(before); n > width/2 {
		runes := []rune(before)
		before = "…" + string(runes[n-width/2+1:])
	}
	caret = utf8.RuneCountInString(before)
	if runes := []rune(after); len(runes) > width-caret {
		after = string(runes[:width-caret-1]) + "…"
	}
	return strings.TrimRight(before+after, " "), caret, true
}

// visible makes a piece of a line safe to show: a tab takes one character, what could repaint a terminal is escaped.
func visible(s string) string {
	return diag.OneLine(strings.ReplaceAll(strings.TrimSuffix(s, "\r"), "\t", " "))
}

// Read reads a file by the name that problems have for it: from the disk, else from one of the file systems.
func Read(embedded ...fs.FS) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		data, err := os.ReadFile(name)
		for _, fsys := range embedded {
			if err != nil {
				data, err = fs.ReadFile(fsys, name)
			}
		}
		return data, err
	}
}

// Package diag holds the problems a run finds in its input: where, what, and a stable code.
//
// A stage that reads documents collects every problem it can into one [List] and goes on; the run fails once, at its
// end, with all of them sorted by place. Mistakes of this program itself are panics, never diagnostics.
package diag

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// At is a place in a document.
type At struct {
	File    string // as the user named it, or relative to the root; empty when the place is not a file
	Line    int    // 1-based; 0 when unknown
	Col     int    // 1-based, in bytes; 0 when unknown
	Pointer string // JSON pointer written as a URI fragment (RFC 6901), e.g. "#/definitions/Invoice"; empty for the whole file

	Overlay string // overlay that wrote the value; Line and Col are of that file; empty: none
	Action  int    // the action of Overlay that wrote it, from 1
}

// Text returns the file that Line and Col are of: the overlay that wrote the value, or the document.
func (a At) Text() string {
	if a.Overlay != "" {
		return a.Overlay
	}
	return a.File
}

// String renders the place as "file:line: pointer", leaving out what is unknown. Of a value that an overlay wrote it is
// "overlay:line: action n: file pointer".
func (a At) String() string {
	var b strings.Builder
	b.WriteString(a.Text())
	if a.Line > 0 {
		fmt.Fprintf(&b, ":%d", a.Line)
	}
	if a.Overlay != "" {
		fmt.Fprintf(&b, ": action %d: %s%s", a.Action, a.File, a.Pointer)
		return b.String()
	}
	if a.Pointer != "" {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(a.Pointer)
	}
	return b.String()
}

// Problem is one thing wrong with the input.
type Problem struct {
	At      At
	Code    string // stable, lower case with dashes, e.g. "ref-not-found"
	Message string // what is wrong and what to do about it, one line
}

// Error renders the problem as "place: message [code]".
func (p Problem) Error() string {
	place := OneLine(p.At.String()) // a document may name files, too
	if place == "" {
		return fmt.Sprintf("%s [%s]", p.Message, p.Code)
	}
	return fmt.Sprintf("%s: %s [%s]", place, p.Message, p.Code)
}

// List collects the problems of a run. The zero value is ready for use.
type List struct {
	problems []Problem
	warnings []Problem
	seen     map[Problem]bool // problems
	warned   map[Problem]bool // warnings
}

// Add records a problem. The same problem at the same place is recorded once.
func (l *List) Add(at At, code, format string, args ...any) {
	p := Problem{At: at, Code: code, Message: OneLine(fmt.Sprintf(format, args...))}
	if l.seen[p] {
		return
	}
	if l.seen == nil {
		l.seen = map[Problem]bool{}
	}
	l.seen[p] = true
	l.problems = append(l.problems, p)
}

// Warn records what is wrong with the input without standing in the way: it counts in none of the other methods but
// [List.Warnings]. The same warning at the same place is recorded once.
func (l *List) Warn(at At, code, format string, args ...any) {
	p := Problem{At: at, Code: code, Message: OneLine(fmt.Sprintf(format, args...))}
	if l.warned[p] {
		return
	}
	if l.warned == nil {
		l.warned = map[Problem]bool{}
	}
	l.warned[p] = true
	l.warnings = append(l.warnings, p)
}

// Warnings returns the warnings in the order of [List.Problems].
func (l *List) Warnings() []Problem { return sorted(l.warnings) }

// Append records the problems and warnings of another list.
func (l *List) Append(other *List) {
	for _, p := range other.warnings {
		l.Warn(p.At, p.Code, "%s", p.Message)
	}
	for _, p := range other.problems {
		l.Add(p.At, p.Code, "%s", p.Message)
	}
}

// Len returns the number of problems recorded so far.
func (l *List) Len() int { return len(l.problems) }

// Problems returns the problems sorted by file, line, pointer, code and message.
func (l *List) Problems() []Problem { return sorted(l.problems) }

func sorted(problems []Problem) []Problem {
	out := slices.Clone(problems)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.At.Text(), b.At.Text()),
			cmp.Compare(a.At.Line, b.At.Line),
			cmp.Compare(a.At.Pointer, b.At.Pointer),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return out
}

// Err returns nil when no problem is recorded, else an [Errors] of all of them, sorted.
func (l *List) Err() error {
	if len(l.problems) == 0 {
		return nil
	}
	return Errors(l.Problems())
}

// Errors is a non-empty, sorted list of problems as one error, a problem a line.
type Errors []Problem

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// OneLine makes text from a document safe for a one-line message: control characters, line separators and bidirectional
// controls are written as escapes, so that no document can forge a line of output or repaint a terminal.
func OneLine(s string) string {
	unsafe := func(r rune) bool {
		return r < 0x20 || (r >= 0x7f && r <= 0x9f) || (r >= 0x2028 && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) ||
			r == 0x200e || r == 0x200f || r == 0xfeff
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if unsafe(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Portable names a file the same on every machine: from a folder specification on where there is one, as Azure's
// documents are known; else without the steps up that begin a relative path; of an absolute path the last part.
func Portable(file string) string {
	file = path.Clean(strings.ReplaceAll(file, `\`, "/"))
	if i := strings.LastIndex("/"+file, "/specification/"); i >= 0 {
		return file[i:]
	}
	if path.IsAbs(file) || strings.IndexByte(file, ':') == 1 {
		return path.Base(file)
	}
	for strings.HasPrefix(file, "../") {
		file = file[len("../"):]
	}
	return file
}

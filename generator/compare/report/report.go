// Package report writes a comparison for people and for programs: text, Markdown, JSON and HTML.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/openapi/diag"
)

// Format is a way to write a report.
type Format func(w io.Writer, r *compare.Report, opt Options) error

// Options are what the formats leave to the caller.
type Options struct {
	Color  bool         // text: colour the harms
	Level  compare.Harm // text and Markdown: list entries down to this harm only; the rest is counted
	Links  [2]string    // HTML: base URLs of the old and the new document; empty: places are plain text
	Replay *Replay      // nil: samples were not replayed
}

// Replay is what became of the old api-version's samples against the new document and types.
type Replay struct {
	Samples int           // samples replayed
	Skipped int           // samples left out by the bound
	Groups  []ReplayGroup // by cause, the most frequent first
}

// ReplayGroup is a cause for which samples fail.
type ReplayGroup struct {
	Cause   string
	Samples []string
}

// Names lists the formats.
func Names() []string { return []string{"text", "markdown", "json", "html"} }

// ByName returns the format of that name.
func ByName(name string) (Format, error) {
	formats := map[string]Format{"text": Text, "markdown": Markdown, "json": JSON, "html": HTML}
	if f, ok := formats[name]; ok {
		return f, nil
	}
	return nil, fmt.Errorf("unknown format %q; expected text, markdown, json or html", name)
}

// Summary is the comparison in three lines: the two sides, the counts, and the worst entry.
func Summary(r *compare.Report) string {
	worst := "Nothing changes."
	if len(r.Entries) > 0 {
		worst = "Worst: " + r.Entries[0].Harm.String() + ": " + mainsOf(r).line(r.Entries[0])
	}
	return title(r) + "\n" + counts(r) + "\n" + worst + "\n"
}

func title(r *compare.Report) string {
	if r.Old.Source == r.New.Source {
		return fmt.Sprintf("%s: api-version %s → %s", r.New.Source, r.Old.APIVersion, r.New.APIVersion)
	}
	return fmt.Sprintf("%s (api-version %s) → %s (api-version %s)", r.Old.Source, r.Old.APIVersion, r.New.Source, r.New.APIVersion)
}

// counts is "1 silent, 5 breaking, 8 behaviour, 12 additive, 2 docs".
func counts(r *compare.Report) string {
	n := r.Counts()
	var parts []string
	for _, h := range compare.Harms() {
		parts = append(parts, fmt.Sprintf("%d %s", n[h], h))
	}
	return strings.Join(parts, ", ")
}

// ofHarm returns the entries of one harm.
func ofHarm(r *compare.Report, h compare.Harm) []compare.Entry {
	var out []compare.Entry
	for _, e := range r.Entries {
		if e.Harm == h {
			out = append(out, e)
		}
	}
	return out
}

// line is an entry in one line: name, change, Go names, operations.
func (m mains) line(e compare.Entry) string {
	parts := []string{e.Wire + ": " + what(e)}
	if g := goNames(e); g != "" {
		parts = append(parts, g)
	}
	if o := operations(e); o != "" {
		parts = append(parts, o)
	}
	if p := m.places(e); p != "" {
		parts = append(parts, p)
	}
	return strings.Join(parts, "; ")
}

// what is the change in words, with the values before and after where they add to it.
func what(e compare.Entry) string {
	text := e.Text
	if e.From != "" || e.To != "" {
		text += ": " + value(e.From) + " → " + value(e.To)
	}
	if n := len(e.Also); n > 0 {
		text += fmt.Sprintf(" (and %d more: %s)", n, shortList(e.Also, 3))
	}
	return text
}

// longestValue is how much of a value a line shows.
const longestValue = 120

func value(s string) string {
	if s == "" {
		return "none"
	}
	if r := []rune(s); len(r) > longestValue {
		return string(r[:longestValue]) + "…"
	}
	return s
}

// goNames says what becomes of the Go name.
func goNames(e compare.Entry) string {
	note := ""
	if e.Breaks() {
		note = " (does not compile)"
	}
	switch {
	case e.GoOld == "" && e.GoNew == "":
		return ""
	case e.GoOld == e.GoNew:
		return "Go: " + e.GoOld + note
	case e.GoOld == "":
		return "Go: new " + e.GoNew
	case e.GoNew == "":
		return "Go: " + e.GoOld + " is gone" + note
	}
	return "Go: " + e.GoOld + " → " + e.GoNew + note
}

func operations(e compare.Entry) string {
	kind, _, _ := strings.Cut(e.Code, ".")
	n := len(e.Operations)
	if n == 0 || kind == "operation" && len(e.Also) == 0 {
		return ""
	}
	if n == 1 && strings.HasPrefix(e.Wire, e.Operations[0]+" ") {
		return ""
	}
	if n == 1 {
		return "in " + e.Operations[0]
	}
	return fmt.Sprintf("in %d operations (%s)", n, shortList(e.Operations, 3))
}

// places are where the two documents say so: lines alone in the documents themselves, files too in what they refer to.
func (m mains) places(e compare.Entry) string {
	var parts []string
	for side, at := range []diag.At{e.OldAt, e.NewAt} {
		if text := m.place(side, at); text != "" {
			parts = append(parts, []string{"old ", "new "}[side]+text)
		}
	}
	return strings.Join(parts, ", ")
}

// mains are the files of the two documents themselves.
type mains [2]string

// mainsOf takes the file that most entries of a side are in for the document itself.
func mainsOf(r *compare.Report) mains {
	var out mains
	for side := range out {
		count := map[string]int{}
		for _, e := range r.Entries {
			at := []diag.At{e.OldAt, e.NewAt}[side]
			if count[at.File]++; at.File != "" && (out[side] == "" || count[at.File] > count[out[side]]) {
				out[side] = at.File
			}
		}
	}
	return out
}

func (m mains) place(side int, at diag.At) string {
	switch at.Text() {
	case "":
		return ""
	case m[side]:
		return fmt.Sprintf("line %d", at.Line)
	}
	return fmt.Sprintf("%s:%d", at.Text(), at.Line)
}

func shortList(items []string, n int) string {
	if len(items) <= n {
		return strings.Join(items, ", ")
	}
	return strings.Join(items[:n], ", ") + ", …"
}

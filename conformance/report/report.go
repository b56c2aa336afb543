// Package report renders a run of the conformance suite: as text, JSON, JUnit XML, GitHub annotations, HTML and Markdown.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/internal/suggest"
)

// Format is a way to render a run.
type Format struct {
	Name   string // as on the command line
	File   string // name of the file in a folder of reports
	Render func(w io.Writer, run *conformance.Run) error
}

// Formats lists the formats.
func Formats() []Format {
	return []Format{
		{"text", "conformance.txt", Text},
		{"json", "conformance.json", JSON},
		{"junit", "conformance.xml", JUnit},
		{"github", "conformance.github.txt", GitHub},
		{"html", "conformance.html", HTML},
		{"markdown", "conformance.md", Markdown},
	}
}

// Names lists the names of the formats.
func Names() []string {
	var out []string
	for _, f := range Formats() {
		out = append(out, f.Name)
	}
	return out
}

// Verbose makes the text report among the formats the verbose one.
func Verbose(formats []Format) []Format {
	out := slices.Clone(formats)
	for i := range out {
		if out[i].Name == "text" {
			out[i].Render = VerboseText
		}
	}
	return out
}

// ParseFormats reads a comma-separated list of format names.
func ParseFormats(list string) ([]Format, error) {
	all, names := Formats(), Names()
	var out []Format
	for _, name := range strings.Split(list, ",") {
		i := slices.Index(names, strings.TrimSpace(name))
		if i < 0 {
			return nil, fmt.Errorf("expected formats among %s, found %q%s", strings.Join(names, ", "), name, suggest.Hint("", name, names))
		}
		out = append(out, all[i])
	}
	return out, nil
}

// writer remembers the first error of a series of writes.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) printf(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.w, format, args...)
	}
}

func (w *writer) done(what string) error {
	if w.err != nil {
		return fmt.Errorf("write the %s report: %w", what, w.err)
	}
	return nil
}

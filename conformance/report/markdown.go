package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/openapi/diag"
)

// mostMarkdown is how much of the findings is written, in bytes: code hosts refuse summaries of more than 1 MiB and comments
// of more than 65,536 characters.
const mostMarkdown = 48 << 10

// Markdown renders the totals, a table of the documents and the findings, for the summary of a job or a comment. What would
// be too long for a code host is counted instead.
func Markdown(out io.Writer, run *conformance.Run) error {
	w := &writer{w: out}
	state := "green"
	if !run.OK() {
		state = "not green"
	}
	w.printf("## Conformance: %s\n\n%s\n\n", state, run.Totals)
	w.printf("| document | operations | properties | enum values | variants |\n|---|--:|--:|--:|--:|\n")
	for _, c := range run.Coverage {
		w.printf("| %s | %s | %s | %s | %s |\n", markdown(c.Service+" "+c.Version), share(c.Operations), share(c.Properties), share(c.EnumValues), share(c.Variants))
	}
	w.printf("\n")
	if run.Sensitivity != nil {
		w.printf("Sensitivity: %s\n\n", markdown(sensitivityLine(run.Sensitivity)))
	}
	var failing, known []conformance.Case
	for _, c := range run.Cases {
		switch {
		case c.Verdict == conformance.Known:
			known = append(known, c)
		case !c.Verdict.Green():
			failing = append(failing, c)
		}
	}
	w.caseList("Findings", failing, true)
	w.caseList("Known failures", known, false)
	if s := run.Stamp; s != nil {
		var facts []string
		for _, fact := range []string{s.Command, s.Commit, s.Date} {
			if fact != "" {
				facts = append(facts, codeText(fact))
			}
		}
		w.printf("%s\n", strings.Join(facts, " · "))
	}
	return w.done("Markdown")
}

// caseList renders cases, folded unless open.
func (w *writer) caseList(title string, cases []conformance.Case, open bool) {
	if len(cases) == 0 {
		return
	}
	attribute := ""
	if open {
		attribute = " open"
	}
	w.printf("<details%s><summary>%s: %d</summary>\n\n", attribute, title, len(cases))
	written := 0
	for i, c := range cases {
		item := markdownCase(c)
		if written += len(item); written > mostMarkdown {
			w.printf("- and %d more\n", len(cases)-i)
			break
		}
		w.printf("%s", item)
	}
	w.printf("\n</details>\n\n")
}

func markdownCase(c conformance.Case) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** %s\n", c.Verdict, codeText(c.ID))
	for _, f := range c.Findings {
		fmt.Fprintf(&b, "  - %s: %s (%s)\n", codeText(f.Place.String()), codeText(f.Text()), f.Culprit)
	}
	if c.Reason != "" {
		fmt.Fprintf(&b, "  - tolerated: %s\n", markdown(c.Reason))
	}
	return b.String()
}

// codeText shows text as it is: a fence that is longer than any run of backticks in it keeps it from being markup.
func codeText(s string) string {
	s = oneLine(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

func oneLine(s string) string { return strings.Join(strings.Fields(diag.OneLine(s)), " ") }

package report

import (
	"io"
	"strings"

	"github.com/azbill/azbill/conformance"
)

// GitHub renders an annotation for each finding that is not tolerated, at its place in the sample, and the closing line
// as a notice.
func GitHub(out io.Writer, run *conformance.Run) error {
	w := &writer{w: out}
	for _, c := range run.Cases {
		if c.Verdict.Green() {
			continue
		}
		title := c.Verdict.String() + " " + c.ID
		if len(c.Findings) == 0 {
			w.printf("::error %s::%s\n", properties(c.Place, title), escapeData(strings.TrimSpace(c.Report())))
		}
		for _, f := range c.Findings {
			text := f.Text() + " (" + string(f.Culprit) + ")"
			if f.Rule.File != "" {
				text += "\nthe document says so at " + f.Rule.String()
			}
			w.printf("::error %s::%s\n", properties(f.Place, title), escapeData(text))
		}
	}
	for _, d := range run.Documents {
		if len(d.Unchecked) > 0 {
			w.printf("::notice title=Not checked::%s\n", escapeData(d.Service+" "+d.Version+": "+strings.Join(d.Unchecked, ", ")))
		}
	}
	if run.Sensitivity != nil {
		w.printf("::notice title=Sensitivity::%s\n", escapeData(sensitivityLine(run.Sensitivity)))
	}
	w.printf("::notice title=Conformance::%s\n", escapeData(run.Totals.String()))
	return w.done("GitHub")
}

func properties(p conformance.Place, title string) string {
	var b strings.Builder
	add := func(name, value string) {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(name + "=" + escapeProperty(value))
	}
	if p.File != "" {
		add("file", p.File)
	}
	if p.Line > 0 {
		add("line", itoa(p.Line))
	}
	if p.Col > 0 {
		add("col", itoa(p.Col))
	}
	add("title", title)
	return b.String()
}

// escapeData keeps text from ending the annotation or starting another one.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}

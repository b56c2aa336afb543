package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/openapi/diag"
)

// colors are the terminal's codes for the harms.
var colors = map[compare.Harm]string{
	compare.Silent: "\x1b[1;35m", compare.Breaking: "\x1b[1;31m", compare.Behaviour: "\x1b[33m",
	compare.Additive: "\x1b[32m", compare.Docs: "\x1b[2m",
}

// Text writes the report for a terminal: one line an entry, the worst harm first.
func Text(w io.Writer, r *compare.Report, opt Options) error {
	b, m := bufio.NewWriter(w), mainsOf(r)
	fmt.Fprintf(b, "%s\n%s\n", diag.OneLine(title(r)), counts(r))
	for _, h := range compare.Harms() {
		entries := ofHarm(r, h)
		if len(entries) == 0 || h > opt.Level {
			continue
		}
		start, end := "", ""
		if opt.Color {
			start, end = colors[h], "\x1b[0m"
		}
		fmt.Fprintf(b, "\n%s%s%s: %s\n", start, h, end, meaning(h))
		for _, e := range entries {
			fmt.Fprintf(b, "  %s\n", diag.OneLine(m.line(e)))
		}
	}
	if opt.Replay != nil {
		fmt.Fprintf(b, "\n%s\n", opt.Replay.title())
		for _, g := range opt.Replay.Groups {
			fmt.Fprintf(b, "  %d × %s (%s)\n", len(g.Samples), diag.OneLine(g.Cause), shortList(g.Samples, 3))
		}
	}
	return b.Flush()
}

// meaning explains a harm.
func meaning(h compare.Harm) string {
	return [...]string{
		compare.Silent:    "programs compile and do something else",
		compare.Breaking:  "programs do not compile, or the service refuses what it accepted",
		compare.Behaviour: "the service answers differently",
		compare.Additive:  "new, and used by no existing program",
		compare.Docs:      "descriptions",
	}[h]
}

func (r *Replay) title() string {
	failed := map[string]bool{}
	for _, g := range r.Groups {
		for _, s := range g.Samples {
			failed[s] = true
		}
	}
	text := fmt.Sprintf("samples of the old api-version: %d of %d fit the new one", r.Samples-len(failed), r.Samples)
	if r.Skipped > 0 {
		text += fmt.Sprintf(" (%d more were not replayed)", r.Skipped)
	}
	return text
}

package conformance

import (
	"fmt"
	"strings"
)

// Report renders a case that is not green for a terminal: its name and verdict, then each finding with the place in the
// sample, the place in the document, and what to do.
func (c Case) Report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-5s %s\n", strings.ToUpper(c.Verdict.String()), c.ID)
	for _, f := range c.Findings {
		fmt.Fprintf(&b, "      %s: %s (%s)\n", f.Place, f.Text(), f.Culprit)
		if f.Rule.File != "" {
			fmt.Fprintf(&b, "      %s: the document says so here\n", f.Rule)
		}
		for _, line := range strings.Split(strings.TrimRight(f.Detail, "\n"), "\n") {
			if line != "" {
				fmt.Fprintf(&b, "        %s\n", line)
			}
		}
	}
	switch c.Verdict {
	case Moved:
		for _, text := range c.Listed {
			fmt.Fprintf(&b, "      listed as: %s\n", text)
		}
	case Fixed:
		b.WriteString("      passes now: delete it from the known failures\n")
	case Stale:
		fmt.Fprintf(&b, "      %s: never ran: delete it from the known failures\n", c.Place)
	}
	return b.String()
}

package report

import (
	"cmp"
	"io"
	"strings"

	"github.com/azbill/azbill/conformance"
)

// Text renders the cases that are not green, the coverage, what the suite notices, and the closing line.
func Text(out io.Writer, run *conformance.Run) error { return text(out, run, false) }

// VerboseText renders as Text does, and names what no sample exercises, each class of planted faults with what became of
// it, and the failures that are tolerated.
func VerboseText(out io.Writer, run *conformance.Run) error { return text(out, run, true) }

func text(out io.Writer, run *conformance.Run, verbose bool) error {
	w := &writer{w: out}
	for _, c := range run.Cases {
		if !c.Verdict.Green() || verbose && c.Verdict == conformance.Known {
			w.printf("%s", c.Report())
		}
	}
	for _, c := range run.Coverage {
		w.printf("%s %s: %s operations, %s properties, %s enum values, %s variants exercised\n", c.Service, c.Version,
			share(c.Operations), share(c.Properties), share(c.EnumValues), share(c.Variants))
		if verbose {
			for _, part := range parts(c) {
				for _, name := range part.Missing {
					w.printf("      no sample exercises %s %s\n", part.Singular, name)
				}
			}
		}
	}
	for _, d := range run.Documents {
		if len(d.Unchecked) > 0 {
			w.printf("%s %s: not checked: %s\n", d.Service, d.Version, strings.Join(d.Unchecked, ", "))
		}
	}
	if run.Sensitivity != nil {
		w.sensitivity(run.Sensitivity, verbose)
	}
	w.printf("%s\n", run.Totals)
	return w.done("text")
}

// sensitivity renders the sum and the survivors, and the classes when asked.
func (w *writer) sensitivity(s *conformance.Sensitivity, verbose bool) {
	for _, c := range s.Classes {
		if verbose {
			w.printf("      %-28s %5d possible, %4d tried, %4d noticed, %4d equivalent, %3d survive, %s\n",
				c.Name, c.Possible, c.Tried, c.Noticed, c.Proven(), len(c.Survivors), percentage(c))
			for _, p := range c.Equivalent {
				w.printf("        %d equivalent: %s\n", p.N, p.Why)
			}
		}
		for _, v := range c.Survivors {
			if v.Reason == "" || verbose {
				w.printf("      %s: nothing notices %s (%s)\n", c.Name, v.Mutant, cmp.Or(v.Reason, "without a reason"))
			}
		}
	}
	w.printf("sensitivity: %s\n", sensitivityLine(s))
}

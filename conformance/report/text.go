package report

import (
	"io"

	"github.com/azbill/azbill/conformance"
)

// Text renders the cases that are not green, the coverage, and the closing line.
func Text(out io.Writer, run *conformance.Run) error {
	w := &writer{w: out}
	for _, c := range run.Cases {
		if !c.Verdict.Green() {
			w.printf("%s", c.Report())
		}
	}
	for _, c := range run.Coverage {
		w.printf("%s %s: %s operations, %s properties, %s enum values, %s variants exercised\n", c.Service, c.Version,
			share(c.Operations), share(c.Properties), share(c.EnumValues), share(c.Variants))
	}
	w.printf("%s\n", run.Totals)
	return w.done("text")
}

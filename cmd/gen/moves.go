package main

import (
	"fmt"
	"io"

	"github.com/azbill/azbill/generator"
	bump "github.com/azbill/azbill/generator/compare/report"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/internal/plan"
)

// sources lists the document that each package's folder names, before it is written.
func sources(packages []generator.Package) []string {
	out := make([]string, len(packages))
	for i, p := range packages {
		out[i], _ = output.Source(p.Out)
	}
	return out
}

// reportMoves says in three lines what changed for each package that moved to another document, such as the next
// api-version, and which command shows all of it. A package whose old document cannot be found is skipped.
func reportMoves(w io.Writer, packages []generator.Package, before []string) {
	for i, p := range packages {
		now, _ := output.Source(p.Out)
		if before[i] == "" || now == "" || before[i] == now {
			continue
		}
		former, ok := plan.Former(p, before[i])
		if !ok {
			continue
		}
		if r, err := generator.Compare(former, p); err == nil {
			fmt.Fprintf(w, "\n%sAll of it: bump %s %s\n", bump.Summary(r), operand(former), operand(p))
		}
	}
}

// operand names a package's document for bump.
func operand(p generator.Package) string {
	if p.FS != nil {
		return p.Source
	}
	return p.Spec
}

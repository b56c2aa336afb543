package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// packageReport is what became of the mutants of a package.
type packageReport struct {
	Package  string    `json:"package"`
	Found    int       `json:"found"` // mutants of the package
	Noticed  int       `json:"noticed"`
	Survived int       `json:"survived"` // accepted ones not counted
	Accepted int       `json:"accepted"`
	Unbuilt  int       `json:"unbuilt"` // did not compile, and so were left out
	Aside    []string  `json:"aside"`   // tests that fail with the conditions in the code, and were not used
	Stale    []string  `json:"stale"`
	Mutants  []*Mutant `json:"mutants"` // those that were run
}

// share returns how many of a hundred mutants the tests notice, accepted ones aside.
func (r *packageReport) share() float64 {
	if r.Noticed+r.Survived == 0 {
		return 100
	}
	return 100 * float64(r.Noticed) / float64(r.Noticed+r.Survived)
}

func (r *packageReport) count() {
	for _, m := range r.Mutants {
		switch {
		case m.Verdict.noticed():
			r.Noticed++
		case m.Accepted != "":
			r.Accepted++
		default:
			r.Survived++
		}
	}
}

// print writes the survivors and a line of figures.
func (r *packageReport) print(w io.Writer) {
	for _, m := range r.Mutants {
		if !m.Verdict.noticed() && m.Accepted == "" {
			fmt.Fprintf(w, "%s [%s]\n", m, m.Verdict)
		}
	}
	for _, name := range r.Aside {
		fmt.Fprintf(w, "%s: %s fails on mutated code even with no mutant on; not used\n", r.Package, name)
	}
	for _, line := range r.Stale {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintf(w, "%s: %d of %d mutants run: %d noticed, %d survived, %d accepted, %d not built: %.1f %%\n",
		r.Package, len(r.Mutants), r.Found, r.Noticed, r.Survived, r.Accepted, r.Unbuilt, r.share())
}

func writeJSON(path string, reports []*packageReport) error {
	text, err := json.MarshalIndent(reports, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

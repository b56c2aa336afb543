package main

import (
	"fmt"
	"strings"
)

// Mutant is one fault.
type Mutant struct {
	ID   int    `json:"id"`   // from 1, in the order of the source
	File string `json:"file"` // relative to the module's root
	Line int    `json:"line"`
	Col  int    `json:"col"`
	Func string `json:"func"` // the function it is in: "Type.Name" of a method; empty outside of functions
	From string `json:"from"` // the code it is in, on one line
	To   string `json:"to"`   // what becomes of it
	Nth  int    `json:"nth"`  // from 1, among those of the function that read alike

	Verdict  Verdict `json:"verdict,omitempty"`
	By       string  `json:"by,omitempty"`     // the test that noticed it
	Accepted string  `json:"reason,omitempty"` // why its survival is accepted
}

// Verdict is what became of a mutant.
type Verdict string

// The verdicts.
const (
	Killed    Verdict = "killed"
	TimedOut  Verdict = "timed out" // noticed: the tests did not end
	Survived  Verdict = "survived"
	Unreached Verdict = "unreached" // survived, as no test reaches it
)

// noticed reports whether the tests failed.
func (v Verdict) noticed() bool { return v == Killed || v == TimedOut }

// Key identifies the mutant in accepted.txt, whatever moves in the lines around it.
func (m *Mutant) Key() string {
	key := fmt.Sprintf("%s %s: %s => %s", m.File, m.Func, m.From, m.To)
	if m.Nth > 1 {
		key += fmt.Sprintf(" #%d", m.Nth)
	}
	return key
}

func (m *Mutant) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s => %s", m.File, m.Line, m.Col, m.Func, m.From, m.To)
}

const longest = 70 // characters of code that a mutant quotes

// oneLine condenses white space and shortens what is long.
func oneLine(code string) string {
	code = strings.Join(strings.Fields(code), " ")
	if r := []rune(code); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return code
}

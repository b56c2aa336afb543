package main

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// accepted is the list of mutants that may survive, each with the reason.
type accepted struct {
	reasons map[string]string // by the key of the mutant
	lines   map[string]int
	order   []string
}

// parseAccepted reads a list: entries of one line, and above each group of them the reason, as comments.
func parseAccepted(text string) (*accepted, error) {
	a := &accepted{reasons: map[string]string{}, lines: map[string]int{}}
	reason, inEntries := "", false
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case line == "":
			reason, inEntries = "", false
		case isComment:
			if inEntries {
				reason, inEntries = "", false
			}
			reason = strings.TrimSpace(reason + " " + strings.TrimSpace(comment))
		case reason == "":
			return nil, fmt.Errorf("line %d: expected a comment with the reason above the entry, found none", i+1)
		case a.lines[line] != 0:
			return nil, fmt.Errorf("line %d: the entry is also on line %d; delete one", i+1, a.lines[line])
		default:
			inEntries = true
			a.reasons[line], a.lines[line] = reason, i+1
			a.order = append(a.order, line)
		}
	}
	return a, nil
}

// apply marks the mutants of a package, in a folder, that are accepted and returns the entries that do not hold: their
// mutant does not exist, or the tests notice it.
func (a *accepted) apply(dir string, mutants []*Mutant) (stale []string) {
	byKey := map[string]*Mutant{}
	for _, m := range mutants {
		byKey[m.Key()] = m
	}
	for _, key := range a.order {
		file, _, _ := strings.Cut(key, " ")
		m := byKey[key]
		switch {
		case path.Dir(file) != filepath.ToSlash(dir): // of another package
		case m == nil:
			stale = append(stale, fmt.Sprintf("accepted.txt:%d: no such mutant; delete the line: %s", a.lines[key], key))
		case m.Verdict.noticed():
			stale = append(stale, fmt.Sprintf("accepted.txt:%d: %s by %s; delete the line: %s", a.lines[key], m.Verdict, m.By, key))
		default:
			m.Accepted = a.reasons[key]
		}
	}
	return stale
}

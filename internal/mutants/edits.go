package main

import (
	"cmp"
	"slices"
)

// edit replaces cut bytes at an offset by text.
type edit struct {
	at, cut int
	text    string
	rank    int // among the edits at one offset: ends of what stood before come first, inner ones before outer ones
}

// edits of one file, made in an order in which what contains comes before what it contains.
type edits struct {
	list []edit
}

// wrap puts text before and after a range.
func (e *edits) wrap(lo, hi int, before, after string) {
	n := len(e.list)
	e.list = append(e.list, edit{at: lo, text: before, rank: n + 1}, edit{at: hi, text: after, rank: -n - 1})
}

// replace puts text in place of a token that nothing else edits.
func (e *edits) replace(at, cut int, text string) {
	e.list = append(e.list, edit{at: at, cut: cut, text: text})
}

// apply returns the edited source. No line moves.
func (e *edits) apply(src []byte) []byte {
	slices.SortStableFunc(e.list, func(a, b edit) int { return cmp.Or(a.at-b.at, a.rank-b.rank) })
	var out []byte
	done := 0
	for _, one := range e.list {
		out = append(out, src[done:one.at]...)
		out = append(out, one.text...)
		done = one.at + one.cut
	}
	return append(out, src[done:]...)
}

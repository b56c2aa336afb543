package openapi

import "github.com/azbill/azbill/openapi/diag"

// Speculate reads documents and calls use with them before their last check has ended, which takes as long as all else
// together and runs meanwhile. What use returns, what it reports and whether it panicked counts only when the check
// passes; else the result is zero and the list holds the problems of the documents alone. Use is not called when a
// document cannot be read.
func Speculate[T any](sources []Source, problems *diag.List, use func(docs []*Document, problems *diag.List) (T, error)) (T, error) {
	var none T
	docs, checks, complete := make([]*Document, len(sources)), make([]*check, len(sources)), true
	readers := make([]*reader, len(sources))
	for i, src := range sources {
		docs[i], checks[i], readers[i] = read(src, problems)
		complete = complete && docs[i] != nil
	}
	complete = complete && overlaysApplied(readers, problems)
	var outcome attempt[T]
	if complete {
		outcome = try(func(problems *diag.List) (T, error) { return use(docs, problems) })
	}
	for _, c := range checks {
		if c != nil && !c.passes(problems) {
			complete = false
		}
	}
	switch {
	case !complete:
		return none, nil
	case outcome.panicked != nil:
		panic(outcome.panicked)
	}
	problems.Append(&outcome.problems)
	return outcome.result, outcome.err
}

// attempt is what a function did that may yet have to be discarded.
type attempt[T any] struct {
	result   T
	err      error
	problems diag.List
	panicked any
}

func try[T any](f func(*diag.List) (T, error)) (a attempt[T]) {
	defer func() { a.panicked = recover() }()
	a.result, a.err = f(&a.problems)
	return a
}

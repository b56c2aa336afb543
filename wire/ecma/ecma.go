// Package ecma matches strings with the regular expressions of ECMA 262, which the patterns of OpenAPI documents are.
// A pattern is not anchored, and matches code points. Where Go's regexp can express the same it is used, and a match
// takes time linear in the string; look-around, back references and long repetitions need an engine that backtracks,
// which gives up after [TimeLimit].
package ecma

import (
	"fmt"
	"regexp"
	"time"

	"github.com/azbill/azbill/wire/internal/pattern"
	"github.com/dlclark/regexp2"
)

// TimeLimit is how long one match may take with the engine that backtracks.
const TimeLimit = 250 * time.Millisecond

// Pattern is a compiled pattern. It is safe for concurrent use.
type Pattern struct {
	source string
	linear *regexp.Regexp  // nil: the engine that backtracks is needed
	engine *regexp2.Regexp // nil: it is not
}

// Compile compiles a pattern. The error says why it is not one of ECMA 262, or what of it is not supported.
func Compile(source string) (*Pattern, error) {
	t, err := pattern.Translate(source)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", source, err)
	}
	p := &Pattern{source: source}
	if !t.Backtracks {
		if p.linear, err = regexp.Compile(t.Linear()); err == nil {
			return p, nil
		}
	}
	if p.engine, err = regexp2.Compile(t.Backtracking(), regexp2.ECMAScript); err != nil {
		return nil, fmt.Errorf("pattern %q: %w", source, err)
	}
	p.engine.MatchTimeout = TimeLimit
	return p, nil
}

// Engine compiles a pattern as schema.Model takes it. Generated packages name it if one of their patterns needs it.
func Engine(source string) (interface {
	Match(text string) (bool, error)
}, error) {
	p, err := Compile(source)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// String returns the pattern as it was written.
func (p *Pattern) String() string { return p.source }

// Backtracks reports whether a match may take more than linear time, up to [TimeLimit].
func (p *Pattern) Backtracks() bool { return p.engine != nil }

// Match reports whether the pattern matches some part of a string. The error says that the time limit was reached.
func (p *Pattern) Match(text string) (bool, error) {
	if p.linear != nil {
		return p.linear.MatchString(text), nil
	}
	ok, err := p.engine.MatchString(text)
	if err != nil {
		return false, fmt.Errorf("pattern %q: no verdict within %v", p.source, TimeLimit)
	}
	return ok, nil
}

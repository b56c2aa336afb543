package schema

import (
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/azbill/azbill/wire/internal/pattern"
)

// pattern checks the text of the string between i and end. A pattern that cannot be checked is listed by Unchecked; one
// whose check takes too long is reported, since the verdict is not known.
func (v *validator) pattern(source string, text []byte, i, end int) {
	m := v.m.matcher(source)
	if m == nil {
		return
	}
	switch ok, err := v.match(m, string(text)); {
	case err != nil:
		v.report(i, "limit", "the pattern is not checked: %v", err)
	case !ok:
		v.report(i, "pattern", "%s does not match %s", v.excerpt(i, end), source)
	}
}

// maxMatching is how long the patterns that backtrack may take in one validation. One match has a limit of its own, and a
// text may have any number of strings.
const maxMatching = 2 * time.Second

func (v *validator) match(m Matcher, text string) (bool, error) {
	if _, linear := m.(regexpMatcher); linear {
		return m.Match(text)
	}
	if v.matching > maxMatching {
		return false, fmt.Errorf("the patterns of this value have taken more than %v", maxMatching)
	}
	start := time.Now()
	ok, err := m.Match(text)
	v.matching += time.Since(start)
	return ok, err
}

// Unchecked lists the patterns of the model that Validate does not check, sorted: those that are not regular expressions
// of ECMA 262, and without an Engine those that package regexp cannot match.
func (m *Model) Unchecked() []string {
	found := map[string]bool{}
	var schema func(s *Schema)
	var typ func(t *Type)
	list := func(schemas []Schema) {
		for k := range schemas {
			schema(&schemas[k])
		}
	}
	schema = func(s *Schema) {
		if s == nil {
			return
		}
		if s.Rules != nil && s.Rules.Pattern != "" && m.matcher(s.Rules.Pattern) == nil {
			found[s.Rules.Pattern] = true
		}
		schema(s.Elem)
		if p := s.Parts; p != nil {
			list(p.All)
			list(p.Any)
			list(p.One)
			schema(p.Not)
			if p.Object != nil {
				typ(p.Object)
			}
		}
	}
	typ = func(t *Type) {
		for k := range t.Members {
			schema(&t.Members[k].Schema)
		}
		schema(t.Additional)
		list(t.All)
		schema(t.Value)
	}
	for k := range m.Types {
		typ(&m.Types[k])
	}
	out := make([]string, 0, len(found))
	for p := range found {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// linear are the compiled patterns that package regexp matches, and engines those that an engine matches, by pattern; nil
// where it does not. Every program has few patterns, which documents fix.
var linear, engines sync.Map

// matcher returns what matches a pattern, nil if nothing does.
func (m *Model) matcher(source string) Matcher {
	found, known := linear.Load(source)
	if !known {
		found, _ = linear.LoadOrStore(source, compileLinear(source))
	}
	if re := found.(*regexp.Regexp); re != nil {
		return regexpMatcher{re}
	}
	if m.Engine == nil {
		return nil
	}
	compiled, known := engines.Load(source)
	if !known {
		matcher, err := m.Engine(source)
		if err != nil {
			matcher = nil
		}
		compiled, _ = engines.LoadOrStore(source, &matcher)
	}
	return *compiled.(*Matcher)
}

func compileLinear(source string) *regexp.Regexp {
	t, err := pattern.Translate(source)
	if err != nil || t.Backtracks {
		return nil
	}
	re, err := regexp.Compile(t.Linear())
	if err != nil {
		return nil
	}
	return re
}

type regexpMatcher struct{ re *regexp.Regexp }

func (m regexpMatcher) Match(text string) (bool, error) { return m.re.MatchString(text), nil }

package schema

import (
	"regexp/syntax"

	"github.com/azbill/azbill/wire/ecma"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// pattern is a compiled pattern of the document.
type pattern struct {
	*ecma.Pattern
	steps int // for each 16 bytes of text
}

// compiles compiles a pattern and reports whether that is possible.
func (b *builder) compiles(source string) bool {
	p, ok := b.patterns[source]
	if !ok {
		compiled, err := ecma.Compile(source)
		p = pattern{compiled, stepsOf(source)}
		if err != nil {
			p.Pattern = nil
		}
		b.patterns[source] = p
	}
	return p.Pattern != nil
}

// stepsOf estimates the work of a match from the instructions of the pattern, or its length where Go does not read it.
func stepsOf(source string) int {
	parsed, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return len(source)
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return len(source)
	}
	return len(program.Inst)
}

// patternKeyword matches strings with a pattern as ECMA 262 has it.
type patternKeyword struct{ patterns map[string]pattern }

func (k patternKeyword) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	source, ok := m[keyPattern].(string)
	if !ok {
		return nil, nil
	}
	return patternSchema{source, k.patterns[source]}, nil
}

type patternSchema struct {
	source  string
	pattern pattern
}

func (s patternSchema) Validate(ctx jsonschema.ValidationContext, v any) error {
	text, ok := v.(string)
	if !ok {
		return nil
	}
	switch ok, err := s.pattern.Match(text); {
	case err != nil:
		return ctx.Error(keyLimit, "%v", err)
	case !ok:
		return ctx.Error(keyPattern, "does not match pattern %s", s.source)
	}
	return nil
}

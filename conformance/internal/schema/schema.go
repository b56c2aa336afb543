// Package schema checks messages against the schemas of a document with an independent JSON Schema implementation. The
// schemas are rendered as draft-07: it compiles several times faster than later drafts and finds the same.
package schema

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/jsontree"
	"github.com/azbill/azbill/generator/diag"
	"github.com/azbill/azbill/generator/spec"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Options change what counts as a violation.
type Options struct {
	StrictNull bool // null only where the document says so
}

// Set holds the compiled schemas of a document.
type Set struct {
	compiled map[string]*jsonschema.Schema
	facts    map[string]facts
	index    map[*spec.Operation]int
	skipped  []string
}

// Violation is one thing in a message that its schema does not allow.
type Violation struct {
	Pointer string  // JSON pointer of the value
	Member  string  // of an object: the member that is missing or, of a discriminator, wrong; empty: the violation is about the value
	Rule    string  // the keyword, or one of the rules below
	Message string  // what is wrong, naming the value
	At      diag.At // where the document says so
	Offset  int     // of the value in the message
}

// Rules that draft-07 has no keyword for are discriminator, unknown-member, and two that are weaker than a keyword:
// open-enum is a value beyond those that the document lists of an enum it calls open (x-ms-enum without modelAsString:
// false); implied-type is a value that is no object where the document has members but no type.

const base = "azbill:///document.json"

// Compile renders and compiles the schemas of a document.
func Compile(doc *spec.Document, opts Options) (*Set, error) {
	b := newBuilder(doc, opts)
	b.build()
	text, err := json.Marshal(map[string]any{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": b.defs})
	if err != nil {
		return nil, fmt.Errorf("render the schemas of %s: %w", doc.At.File, err)
	}
	c := jsonschema.NewCompiler()
	c.LoadURL = refuse
	c.Formats["int32"] = func(v any) bool { return inRange(v, "-2147483648", "2147483647") }
	c.Formats["int64"] = func(v any) bool { return inRange(v, "-9223372036854775808", "9223372036854775807") }
	register(c)
	if err := c.AddResource(base, bytes.NewReader(text)); err != nil {
		return nil, fmt.Errorf("read the schemas of %s: %w", doc.At.File, err)
	}
	set := &Set{compiled: map[string]*jsonschema.Schema{}, facts: b.facts, index: map[*spec.Operation]int{}}
	for name := range b.defs {
		if !strings.HasPrefix(name, "op") {
			continue
		}
		s, err := c.Compile(base + "#/definitions/" + name)
		if err != nil {
			return nil, fmt.Errorf("compile the schemas of %s: %w", doc.At.File, err)
		}
		set.compiled[name] = s
	}
	for i, op := range doc.Operations {
		set.index[op] = i
	}
	for pattern := range b.skipped {
		set.skipped = append(set.skipped, pattern)
	}
	slices.Sort(set.skipped)
	return set, nil
}

// SkippedPatterns returns the patterns that are not checked because they need look-around, sorted.
func (s *Set) SkippedPatterns() []string { return s.skipped }

// Response checks the body of a response. status is as the document has it: "200", "4XX", "default".
func (s *Set) Response(op *spec.Operation, status string, body *jsontree.Node) []Violation {
	return s.check(responseName(s.index[op], status), body)
}

// Body checks the body of a request.
func (s *Set) Body(op *spec.Operation, body *jsontree.Node) []Violation {
	return s.check(bodyName(s.index[op]), body)
}

// Param checks the value of the operation's parameter with the given index.
func (s *Set) Param(op *spec.Operation, i int, value *jsontree.Node) []Violation {
	return s.check(paramName(s.index[op], i), value)
}

func (s *Set) check(name string, value *jsontree.Node) []Violation {
	compiled := s.compiled[name]
	if compiled == nil {
		return nil
	}
	err := compiled.Validate(value.Any())
	if err == nil {
		return nil
	}
	invalid, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return []Violation{{Rule: "schema", Message: err.Error()}}
	}
	var out []Violation
	s.collect(&out, invalid, value)
	slices.SortStableFunc(out, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(out)
}

// collect turns the leaves of an error tree into violations, one for each value that is wrong.
func (s *Set) collect(out *[]Violation, e *jsonschema.ValidationError, root *jsontree.Node) {
	if len(e.Causes) > 0 && !isChoice(e) {
		for _, cause := range e.Causes {
			s.collect(out, cause, root)
		}
		return
	}
	pointer := unescape(e.InstanceLocation)
	location := strings.TrimPrefix(e.AbsoluteKeywordLocation, base+"#")
	i := strings.LastIndexByte(location, '/')
	rule, f := location[i+1:], s.facts[unescape(location[:max(i, 0)])]
	value := root.At(pointer)
	add := func(pointer, member, rule, message string) {
		v := Violation{Pointer: pointer, Member: member, Rule: rule, Message: message, At: f.at}
		if n := root.At(pointer); n != nil {
			v.Offset = n.Start
		} else if value != nil {
			v.Offset = value.Start
		}
		*out = append(*out, v)
	}
	switch rule {
	case "required":
		for _, name := range f.required {
			if value.Get(name) == nil {
				add(pointer, name, rule, fmt.Sprintf("required member %q is missing", name))
			}
		}
	case keyKnown:
		for _, m := range value.Members {
			if !f.known[m.Name] {
				add(pointer+"/"+jsontree.Escape(m.Name), "", "unknown-member", unknown(m.Name, f.known))
			}
		}
	case keyDispatch:
		add(pointer, f.property, "discriminator", e.Message)
	default:
		message := describe(rule, e.Message, value)
		switch {
		case rule == "enum" && f.open:
			rule = "open-enum"
		case rule == "type" && f.implied:
			rule = "implied-type"
		}
		add(pointer, "", rule, message)
	}
}

// isChoice says that the causes of an error are alternatives, of which no single one is to blame.
func isChoice(e *jsonschema.ValidationError) bool {
	return strings.HasSuffix(e.AbsoluteKeywordLocation, "/oneOf") || strings.HasSuffix(e.AbsoluteKeywordLocation, "/anyOf")
}

func unknown(name string, known map[string]bool) string {
	for other := range known {
		if strings.EqualFold(other, name) {
			return fmt.Sprintf("the document does not know member %q, but it knows %q", name, other)
		}
	}
	return fmt.Sprintf("the document does not know member %q", name)
}

// describe words a violation so that the text names the value and does not grow with the document.
func describe(rule, message string, value *jsontree.Node) string {
	literal := "the value"
	if value != nil {
		literal = shorten(value.String())
	}
	switch rule {
	case "enum":
		return literal + " is none of the values that the document lists"
	case "format":
		_, format, _ := strings.Cut(message, " is not valid ")
		return literal + " is no " + strings.Trim(format, "'")
	case "type":
		want, _, _ := strings.Cut(strings.TrimPrefix(message, "expected "), ",")
		return fmt.Sprintf("%s where the document says %s", literal, want)
	case "pattern":
		_, pattern, _ := strings.Cut(message, "does not match pattern ")
		return literal + " does not match " + pattern
	}
	return literal + ": " + message
}

// shorten cuts long values; the pointer says where the whole of it is.
func shorten(s string) string {
	runes := []rune(s)
	if len(runes) <= 80 {
		return s
	}
	return string(runes[:79]) + "…"
}

// unescape undoes the percent-encoding that the schema library applies to the tokens of its pointers.
func unescape(pointer string) string {
	if plain, err := url.PathUnescape(pointer); err == nil {
		return plain
	}
	return pointer
}

func escape(name string) string { return jsontree.Escape(name) }

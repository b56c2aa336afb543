// Package schema checks messages against the schemas of a document with an independent JSON Schema implementation. The
// schemas are translated keyword by keyword into draft-07, which compiles several times faster than later drafts and finds
// the same. Nothing is merged and nothing is shared with the generator: what the generated types find is compared with
// what this package finds.
package schema

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Options change what counts as a violation.
type Options struct {
	StrictNull bool // null only where the document says so
}

// Set holds the compiled schemas of a document.
type Set struct {
	file      string
	rendered  [2]map[string]any             // of responses, of requests
	compiled  map[string]*jsonschema.Schema // nil: not yet
	facts     map[string]facts
	uses      map[string]diag.At // where operations use schemas, by the name of the definition
	schemas   map[string]*openapi.Schema
	patterns  map[string]pattern
	shapes    map[*openapi.Schema]*shape
	members   memberIndex
	requests  map[string]bool // definitions of requests
	deciding  map[string]bool
	index     map[*openapi.Operation]int
	unchecked []string
}

// Violation is one thing in a message that its schema does not allow.
type Violation struct {
	Pointer string  // JSON pointer of the value
	Member  string  // of an object: the member that is missing or, of a discriminator, wrong; empty: the violation is about the value, or Pointer has the name, which is empty
	Rule    string  // the keyword, or one of the rules below
	Message string  // what is wrong, naming the value
	At      diag.At // where the document says so
	Offset  int     // of the value in the message
}

// Rules that draft-07 has no keyword for. Two more are discriminator, a value that selects no variant, and open-enum, a
// value beyond those that the document lists of an enum that it calls open (x-ms-enum without modelAsString: false).
const (
	// RuleUnknown is the rule of a member that no schema declares where none allows others.
	RuleUnknown = "unknown-member"
	// RuleUnlisted is the rule of a discriminator value that selects a variant although the enum of the discriminator does
	// not list it: the document contradicts itself.
	RuleUnlisted = "discriminator-enum"
)

const ruleDiscriminator = "discriminator"

const base = "azbill:///document.json"

// Compile renders and compiles the schemas of a document.
func Compile(doc *openapi.Document, opts Options) (*Set, error) {
	set, err := Render(doc, opts)
	if err != nil {
		return nil, err
	}
	return set, set.Compile()
}

// Render renders the schemas of a document. Before the first check they have to be compiled.
func Render(doc *openapi.Document, opts Options) (*Set, error) {
	b := newBuilder(doc, opts)
	if err := b.build(); err != nil {
		return nil, fmt.Errorf("render the schemas of %s: %w", doc.At.File, err)
	}
	set := &Set{file: doc.At.File, facts: b.facts, uses: b.uses, schemas: b.schemas, patterns: b.patterns, shapes: b.shapes, members: b.members, requests: b.ofRequests, deciding: map[string]bool{}, index: map[*openapi.Operation]int{}}
	for i := range set.rendered {
		set.rendered[i] = map[string]any{}
	}
	for name, s := range b.defs {
		half := 0
		if b.ofRequests[name] {
			half = 1
		}
		set.rendered[half][name] = s
	}
	for _, f := range b.facts {
		if f.property != "" {
			set.deciding[f.property] = true
		}
	}
	for i, op := range doc.Operations {
		set.index[op] = i
	}
	set.unchecked = slices.Sorted(maps.Keys(b.unchecked))
	return set, nil
}

// Compile compiles the schemas. The library does that on one processor; so requests and responses, which have nothing in
// common, are compiled side by side.
func (s *Set) Compile() error {
	var halves [2]map[string]*jsonschema.Schema
	var errs [2]error
	var wait sync.WaitGroup
	for i, defs := range s.rendered {
		wait.Go(func() { halves[i], errs[i] = compile(defs, s.patterns) })
	}
	wait.Wait()
	if err := cmp.Or(errs[:]...); err != nil {
		return fmt.Errorf("compile the schemas of %s: %w", s.file, err)
	}
	s.compiled = halves[0]
	maps.Copy(s.compiled, halves[1])
	return nil
}

// compile compiles rendered definitions and returns those of operations.
func compile(defs map[string]any, patterns map[string]pattern) (out map[string]*jsonschema.Schema, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the schema library panics: %v", r)
		}
	}()
	text, err := json.Marshal(map[string]any{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": defs})
	if err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.LoadURL = refuse
	c.Formats["int32"] = func(v any) bool { return inRange(v, "-2147483648", "2147483647") }
	c.Formats["int64"] = func(v any) bool { return inRange(v, "-9223372036854775808", "9223372036854775807") }
	register(c, patterns)
	if err := c.AddResource(base, bytes.NewReader(text)); err != nil {
		return nil, err
	}
	out = map[string]*jsonschema.Schema{}
	for name := range defs {
		if strings.HasPrefix(name, operationPrefix) {
			if out[name], err = c.Compile(base + "#/definitions/" + name); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// Discriminators returns the names of the members that tell variants apart, anywhere in the document.
func (s *Set) Discriminators() map[string]bool { return s.deciding }

// Unchecked returns the rules of the document that are not checked, sorted: patterns that are not ECMA 262, and formats
// that describe a value without being asserted.
func (s *Set) Unchecked() []string { return s.unchecked }

// Response checks the body of a response. status is as the document has it: "200", "4XX", "default".
func (s *Set) Response(op *openapi.Operation, status string, body *jsontree.Node) []Violation {
	return s.check(responseName(s.index[op], status), body)
}

// Body checks the body of a request.
func (s *Set) Body(op *openapi.Operation, body *jsontree.Node) []Violation {
	return s.check(bodyName(s.index[op]), body)
}

// Param checks the value of the operation's parameter with the given index.
func (s *Set) Param(op *openapi.Operation, i int, value *jsontree.Node) []Violation {
	return s.check(paramName(s.index[op], i), value)
}

func (s *Set) check(name string, value *jsontree.Node) []Violation {
	if s.compiled == nil {
		panic("schema: a check before the schemas of " + s.file + " are compiled")
	}
	compiled := s.compiled[name]
	if compiled == nil {
		return nil
	}
	allowed := BaseSteps + ValueSteps*valuesOf(value)
	if w := (work{left: allowed}); !w.fits(compiled, value) {
		return s.givenUp(name, value, allowed)
	}
	members := memberWalk{set: s, request: s.requests[name], work: work{left: allowed}, excused: map[string]bool{}}
	members.walk("", value, []*openapi.Schema{s.schemas[name]})
	if members.work.left < 0 {
		return s.givenUp(name, value, allowed)
	}
	err := compiled.Validate(plain(value))
	invalid, ok := err.(*jsonschema.ValidationError)
	if err != nil && !ok {
		return []Violation{{Rule: "schema", Message: err.Error()}}
	}
	if err == nil && len(members.unknown) == 0 {
		return nil
	}
	return s.violations(invalid, value, &members)
}

func (s *Set) givenUp(name string, value *jsontree.Node, allowed int) []Violation {
	return []Violation{{Rule: RuleLimit, At: s.uses[name], Offset: value.Start, Message: fmt.Sprintf(
		"not checked: it takes more than %d steps (%d, and %d for each value); let the document combine fewer schemas of the same value (allOf, anyOf, oneOf, not), or shorten the sample",
		allowed, BaseSteps, ValueSteps)}}
}

// violations turns an error tree, if there is one, and unknown members into violations, in the order of the message.
func (s *Set) violations(invalid *jsonschema.ValidationError, root *jsontree.Node, members *memberWalk) []Violation {
	var leaves []*jsonschema.ValidationError
	if invalid != nil {
		leaves = leavesOf(nil, invalid)
	}
	isCut := len(leaves) > MaxViolations
	if isCut {
		slices.SortFunc(leaves, func(a, b *jsonschema.ValidationError) int {
			return cmp.Or(cmp.Compare(a.InstanceLocation, b.InstanceLocation), cmp.Compare(a.AbsoluteKeywordLocation, b.AbsoluteKeywordLocation), cmp.Compare(a.Message, b.Message))
		})
		leaves = leaves[:MaxViolations]
	}
	out := members.unknown
	for _, leaf := range leaves {
		s.collect(&out, leaf, root)
	}
	out = settle(out, members.excused)
	slices.SortStableFunc(out, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	out = slices.CompactFunc(out, func(a, b Violation) bool {
		return a.Pointer == b.Pointer && a.Member == b.Member && a.Rule == b.Rule && (a.Message == b.Message || a.Rule == RuleUnknown)
	})
	if isCut || len(out) > MaxViolations {
		out = append(out[:min(len(out), MaxViolations)], Violation{Rule: RuleLimit, Offset: root.Start, Message: fmt.Sprintf(
			"more than %d violations; the rest is not listed: fix these first", MaxViolations)})
	}
	return out
}

// settle drops what another violation says already: of a discriminator whose value selects nothing, or selects a variant
// that its enum does not list, nothing else is said; and members that need not be there are not missing.
func settle(violations []Violation, excused map[string]bool) []Violation {
	decided := map[string]bool{}
	for _, v := range violations {
		if v.Rule == ruleDiscriminator || v.Rule == RuleUnlisted {
			decided[v.Place()] = true
		}
	}
	return slices.DeleteFunc(violations, func(v Violation) bool {
		switch v.Rule {
		case ruleDiscriminator, RuleUnlisted:
			return false
		case "required":
			return decided[v.Place()] || excused[v.Place()]
		}
		return decided[v.Place()]
	})
}

// Place returns the JSON pointer of what is wrong: of the member, if the violation is about one.
func (v Violation) Place() string {
	if v.Member == "" {
		return v.Pointer
	}
	return v.Pointer + "/" + jsontree.Escape(v.Member)
}

// leavesOf appends what is wrong in the end, one error for each value and rule.
func leavesOf(out []*jsonschema.ValidationError, e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 || isChoice(e) {
		return append(out, e)
	}
	for _, cause := range e.Causes {
		out = leavesOf(out, cause)
	}
	return out
}

// collect turns an error into violations, one for each member that is wrong.
func (s *Set) collect(out *[]Violation, e *jsonschema.ValidationError, root *jsontree.Node) {
	pointer := respell(unescape(e.InstanceLocation))
	location := strings.TrimPrefix(e.AbsoluteKeywordLocation, base+"#")
	i := strings.LastIndexByte(location, '/')
	rule, f := location[i+1:], s.facts[unescape(location[:max(i, 0)])]
	value := root.At(pointer)
	add := func(at *jsontree.Node, pointer, member, rule, message string) {
		if member == "" && isOfMember(rule) {
			pointer += "/"
		}
		v := Violation{Pointer: pointer, Member: member, Rule: rule, Message: message, At: f.at}
		if at != nil {
			v.Offset = at.Start
		}
		*out = append(*out, v)
	}
	switch rule {
	case "required":
		for _, name := range f.required {
			if value.Get(name) == nil {
				add(value, pointer, name, rule, fmt.Sprintf("required member %q is missing", name))
			}
		}
	case "additionalProperties":
		n := 0
		for _, m := range value.Members {
			if n <= MaxViolations && f.declared[m.Name] == nil && value.Get(m.Name) == m.Value {
				n++
				add(m.Value, pointer+"/"+jsontree.Escape(m.Name), "", RuleUnknown, fmt.Sprintf("the document forbids members other than it declares; %q is one", m.Name))
			}
		}
	case keyDispatch:
		add(value, pointer, f.property, ruleDiscriminator, e.Message)
	case keyUnlisted:
		add(value.Get(f.property), pointer, f.property, RuleUnlisted, e.Message)
	default:
		rule = strings.TrimPrefix(rule, "x-azbill-")
		message := describe(rule, e.Message, value)
		if rule == "enum" && f.open {
			rule = "open-enum"
		}
		add(value, pointer, "", rule, message)
	}
}

// isOfMember says that violations of a rule are about a member.
func isOfMember(rule string) bool {
	return rule == "required" || rule == ruleDiscriminator || rule == RuleUnlisted
}

// isChoice says that the causes of an error are alternatives, of which no single one is to blame.
func isChoice(e *jsonschema.ValidationError) bool {
	return strings.HasSuffix(e.AbsoluteKeywordLocation, "/oneOf") || strings.HasSuffix(e.AbsoluteKeywordLocation, "/anyOf")
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
		return fmt.Sprintf("%s is not a valid %s", literal, strings.Trim(format, "'"))
	case "type":
		want, _, _ := strings.Cut(strings.TrimPrefix(message, "expected "), ",")
		return fmt.Sprintf("%s where the document says %s", literal, strings.TrimSuffix(want, " or "+orNull))
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

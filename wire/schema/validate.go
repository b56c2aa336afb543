package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Validate checks data, a JSON text, against the type with index typ. It returns nil, [wire.Violations], or, when data is
// malformed, a [*wire.SyntaxError].
func Validate(m *Model, typ int, data []byte, opts ...wire.ValidateOption) error {
	return ValidateValue(m, &Schema{Kind: KindRef, Type: typ}, data, opts...)
}

// ValidateValue is Validate for a schema that is no type of its own, as a parameter's is.
func ValidateValue(m *Model, s *Schema, data []byte, opts ...wire.ValidateOption) error {
	v := validator{walker: newWalker(m, data)}
	defer v.d.Free()
	if v.d.Err != nil {
		return (*wire.SyntaxError)(v.d.Err)
	}
	for _, opt := range opts {
		opt(&v.ValidateOptions)
	}
	v.value(s, scan.PassSpace(data, 0), false)
	if list := v.result(); len(list) > 0 {
		return list
	}
	return nil
}

// walker goes through a well-formed text by the types of a model.
type walker struct {
	m   *Model
	src []byte
	d   *scan.Scanner // checks the text, then finds discriminators
}

func newWalker(m *Model, src []byte) walker {
	d := scan.New(src)
	d.Skip()
	d.End()
	return walker{m, src, d}
}

// selectVariant returns the type that the discriminator of t, a union, selects for the object at i. If it selects none,
// it returns nil, and where the discriminator's value is, or -1.
func (w *walker) selectVariant(t *Type, i int) (variant *Type, at int) {
	at = w.d.Find(i+1, t.Property)
	if at < 0 || w.src[at] != '"' {
		return nil, at
	}
	kind := w.text(at, scan.PassString(w.src, at))
	for k := range t.Variants {
		if t.Variants[k].Value == string(kind) {
			return &w.m.Types[t.Variants[k].Type], at
		}
	}
	return nil, at
}

// text returns what the string between i and end says.
func (w *walker) text(i, end int) []byte {
	s := w.src[i+1 : end-1]
	if scan.HasEscape(s) {
		return scan.AppendUnescaped(nil, s)
	}
	return s
}

type validator struct {
	walker
	internal.ValidateOptions
	path     []step // to the current value
	found    []finding
	over     bool
	listed   int           // bytes of pointers in found
	matching time.Duration // spent on patterns that backtrack
	facts    bool          // find more of each violation than Validate reports: see Finding

	tables  map[*Type]*table            // what is asked about the names of a type
	digests map[int]digest              // of containers, by index
	enums   map[*string]map[digest]bool // the values of enumerations, by their first text

	mapped bool // d knows where all containers end

	deferred bool // unknown members are left to undeclared

	trial  bool               // whether the value holds is asked, not why
	failed bool               // in a trial: it does not
	trials map[visit]bool     // verdicts of trials
	done   map[visit]struct{} // parts checked outside of trials
}

// step leads from a value to one that it holds. Only a violation needs the pointer, so that is not made for every value.
type step struct {
	name  []byte // nil: an element
	index int
	free  bool // the document does not name it: an element, or a value of a map
}

// pointer is the JSON pointer of the current value.
func (v *validator) pointer() string {
	var b []byte
	for _, s := range v.path {
		if s.name == nil {
			b = strconv.AppendInt(append(b, '/'), int64(s.index), 10)
		} else {
			b = scan.AppendPointer(b, string(s.name))
		}
	}
	return string(b)
}

// visit is a schema or type applied to the value at an index. Each is applied once, so that the time stays linear in the
// text however often schemas include one another.
type visit struct {
	what any // *Schema or *Type
	at   int
}

// The rules that do more than name a violation.
const (
	ruleDiscriminator = "discriminator"
	ruleUnknown       = "unknown"
	ruleCase          = "member-case"
)

type finding struct {
	at int
	wire.Violation

	place, near, want, format string // with facts
}

// result returns the violations in the order of the text.
func (v *validator) result() wire.Violations {
	found := v.sorted()
	list := make(wire.Violations, len(found))
	for i := range found {
		list[i] = found[i].Violation
	}
	return list
}

// sorted returns what was found in the order of the text, without what several parts of a schema have in common. Of a
// discriminator that selects no variant nothing else is said.
func (v *validator) sorted() []finding {
	if len(v.found) == 0 {
		return nil
	}
	slices.SortStableFunc(v.found, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
	var undecided map[string]bool
	for i := range v.found {
		if v.found[i].Rule == ruleDiscriminator {
			if undecided == nil {
				undecided = map[string]bool{}
			}
			undecided[v.found[i].Pointer] = true
		}
	}
	seen := make(map[wire.Violation]bool, len(v.found))
	list := slices.DeleteFunc(v.found, func(x finding) bool {
		key := x.Violation
		if key.Rule == ruleUnknown || key.Rule == ruleCase {
			key = wire.Violation{Pointer: key.Pointer, Rule: ruleUnknown} // each schema that forbids the member names itself
		}
		again := seen[key]
		seen[key] = true
		return again || x.Rule != ruleDiscriminator && undecided[x.Pointer]
	})
	if v.over {
		list = append(list, finding{Violation: wire.Violation{
			Rule: "limit", Message: fmt.Sprintf("more than %d violations; the rest is not listed", wire.MaxViolations),
		}})
	}
	return list
}

// past returns the index after the value at i. Unlike d.Past it takes linear time in all where the inner values come first.
func (v *validator) past(i int) int {
	if !v.mapped {
		v.mapped = true
		v.d.Map()
	}
	return v.d.Past(i)
}

// maxListed is how many bytes of JSON pointers are listed: a long name has many values below it.
const maxListed = 1 << 20

// report adds a violation of the current value, which is at i.
func (v *validator) report(i int, rule, format string, args ...any) {
	if v.trial {
		v.failed = true
		return
	}
	if len(v.found) >= wire.MaxViolations || v.listed >= maxListed {
		v.over = true
		return
	}
	f := finding{at: i, Violation: wire.Violation{Pointer: v.pointer(), Rule: rule, Message: fmt.Sprintf(format, args...)}}
	v.listed += len(f.Pointer)
	if v.facts {
		f.place = v.place()
	}
	v.found = append(v.found, f)
}

// reportMember is report for a member or an element of it.
func (v *validator) reportMember(name string, i int, rule, format string, args ...any) {
	n := len(v.path)
	v.path = append(v.path, step{name: []byte(name)})
	v.report(i, rule, format, args...)
	v.path = v.path[:n]
}

// value checks the value at i and returns the index after it. Optional says that it is that of a member which is not
// required.
func (v *validator) value(s *Schema, i int, optional bool) int {
	if v.src[i] == 'n' && (s.Nullable || s.NotNull || optional) {
		if s.NotNull {
			v.report(i, "type", "null where %s is required", s.Kind.want())
		}
		return i + len("null")
	}
	if s.Kind == KindRef {
		if named := v.m.Types[s.Type].Value; named != nil {
			return v.value(named, i, false)
		}
		deferred := v.deferred
		end := v.object(&v.m.Types[s.Type], i)
		v.settle(deferred, s, i)
		return end
	}
	if s.Parts == nil {
		return v.kind(s, i)
	}
	deferred, isOfKind := v.deferred, s.Kind.takes(kindOf(v.src[i]))
	v.deferred = v.deferred || s.combines(v.m) || !isOfKind && slices.ContainsFunc(s.Parts.All, v.m.declares)
	end := v.kind(s, i)
	if isOfKind {
		v.parts(s.Parts, i)
	}
	v.settle(deferred, s, i)
	return end
}

// kind checks the value at i against what a schema says itself.
func (v *validator) kind(s *Schema, i int) int {
	have := kindOf(v.src[i])
	if !s.Kind.takes(have) {
		v.mismatch(i, have, s.Kind)
		return v.d.Past(i)
	}
	end := v.elements(s, have, i)
	if v.integer(s.Kind, i, end) {
		v.limits(s, i, end)
	}
	return end
}

// settle ends the check of the value at i, before which names were deferred or not.
func (v *validator) settle(deferred bool, s *Schema, i int) {
	if v.deferred == deferred {
		return
	}
	v.deferred = deferred
	if !v.trial {
		v.undeclared([]*Schema{s}, i)
	}
}

func (v *validator) mismatch(i int, have, want Kind) {
	if have == KindNull {
		v.report(i, "type", "null where %s is required", want.want())
		return
	}
	v.report(i, "type", "%s in place of %s", have.want(), want.want())
	v.wants(want)
}

// parts checks the value at i against what a schema combines.
func (v *validator) parts(p *Parts, i int) {
	v.all(p.All, i)
	if p.Object != nil && v.src[i] == '{' {
		v.members(p.Object, i, scope{part: true})
	}
	if len(p.Any) > 0 && v.holding(p.Any, i) == 0 {
		v.report(i, "anyOf", "the value fits none of %d alternatives", len(p.Any))
	}
	if len(p.One) > 0 {
		if n := v.holding(p.One, i); n != 1 {
			v.report(i, "oneOf", "the value fits %d of %d alternatives, expected exactly one", n, len(p.One))
		}
	}
	if p.Not != nil && v.holds(p.Not, i) {
		v.report(i, "not", "the value is what the document excludes")
	}
}

// all checks the value at i against schemas which all must hold.
func (v *validator) all(list []Schema, i int) {
	for k := range list {
		if v.trial {
			if !v.holds(&list[k], i) {
				v.failed = true
			}
			continue
		}
		key := v.visit(&list[k], i)
		if _, again := v.done[key]; again {
			continue
		}
		if v.done == nil {
			v.done = map[visit]struct{}{}
		}
		v.done[key] = struct{}{}
		v.value(&list[k], i, false)
	}
}

// visit returns the key of a schema at the value at i. References to one type are the same, unless they differ in null.
func (v *validator) visit(s *Schema, i int) visit {
	if s.Kind == KindRef && v.src[i] != 'n' {
		return visit{&v.m.Types[s.Type], i}
	}
	return visit{s, i}
}

// holding counts the schemas that the value at i fits.
func (v *validator) holding(list []Schema, i int) int {
	n := 0
	for k := range list {
		if v.holds(&list[k], i) {
			n++
		}
	}
	return n
}

// holds reports whether the value at i fits a schema.
func (v *validator) holds(s *Schema, i int) bool {
	key := v.visit(s, i)
	if verdict, known := v.trials[key]; known {
		return verdict
	}
	if v.trials == nil {
		v.trials = map[visit]bool{}
	}
	v.trials[key] = true // ends a schema that is an alternative of itself
	trial, failed := v.trial, v.failed
	v.trial, v.failed = true, false
	v.value(s, i, false)
	verdict := !v.failed
	v.trial, v.failed = trial, failed
	v.trials[key] = verdict
	return verdict
}

// takes reports whether a value of kind have may be where k is wanted.
func (k Kind) takes(have Kind) bool {
	switch k {
	case KindAny:
		return true
	case KindRef:
		return have == KindMap
	case KindInt32, KindInt64, KindInteger:
		return have == KindNumber
	}
	return k == have
}

// want is the kind in words.
func (k Kind) want() string {
	switch k {
	case KindString:
		return "a string"
	case KindBool:
		return "a boolean"
	case KindInt32, KindInt64, KindInteger:
		return "an integer"
	case KindNumber:
		return "a number"
	case KindArray:
		return "an array"
	case KindMap, KindRef:
		return "an object"
	case KindNull:
		return "null"
	}
	return "any value"
}

// elements checks what is in the value at i and returns the index after it.
func (v *validator) elements(s *Schema, have Kind, i int) int {
	switch {
	case have == KindArray && s.Elem != nil:
		return v.array(s.Elem, i)
	case s.Kind == KindMap && s.Elem != nil:
		return v.entries(s.Elem, i)
	}
	end := v.d.Past(i)
	v.unheld(s, i, end)
	return end
}

func (v *validator) array(elem *Schema, i int) int {
	n := len(v.path)
	i = scan.PassSpace(v.src, i+1)
	for count := 0; v.src[i] != ']'; count++ {
		v.path = append(v.path[:n], step{index: count, free: true})
		i = scan.PassComma(v.src, v.value(elem, i, false))
	}
	v.path = v.path[:n]
	return i + 1
}

// entries checks the values of a map.
func (v *validator) entries(elem *Schema, i int) int {
	n := len(v.path)
	for i = scan.PassSpace(v.src, i+1); v.src[i] != '}'; {
		name, value := scan.MemberAt(v.src, i)
		v.path = append(v.path[:n], step{name: name, free: true})
		i = scan.PassComma(v.src, v.value(elem, value, false))
	}
	v.path = v.path[:n]
	return i + 1
}

// object checks the value at i, which t or a variant of it should describe. It defers the names of members where several
// types declare some.
func (v *validator) object(t *Type, i int) int {
	if have := kindOf(v.src[i]); have != KindMap {
		v.deferred = v.deferred || t.combines(v.m)
		switch {
		case !t.AnyKind:
			v.mismatch(i, have, KindRef)
		case v.Mismatch && !v.trial && have != KindNull:
			v.report(i, "mismatch", "the document allows %s, the Go type is an object", have.want())
		}
		v.all(t.All, i)
		return v.d.Past(i)
	}
	var in scope
	for t.Property != "" {
		variant, at := v.selectVariant(t, i)
		if variant == nil {
			v.reportDiscriminator(t, i, at)
			in.part, in.skip = true, t.Property
			break
		}
		if variant == t {
			break
		}
		v.deferred = v.deferred || severalDeclare(v.m, true, t.All) || t.Own && len(t.Members) > 0
		if t.Own {
			v.members(t, i, scope{part: true})
		}
		v.all(t.All, i)
		selected := t.Property
		if t = variant; t.Property == selected {
			break // the value has been looked at
		}
	}
	v.deferred = v.deferred || t.combines(v.m)
	end := v.members(t, i, in)
	v.all(t.All, i)
	return end
}

// scope is what the members of an object are checked as.
type scope struct {
	part bool   // of a schema, which does not know the members of its other parts
	skip string // a member about which there is no more to report
}

// members checks the members of the object at i.
func (v *validator) members(t *Type, i int, in scope) int {
	start, count, n, next := i, 0, len(v.path), 0
	seen := make([]bool, 0, 64) // on the stack, as most types have fewer members
	seen = append(seen, make([]bool, len(t.Members)+len(t.Required))...)
	for i = scan.PassSpace(v.src, i+1); v.src[i] != '}'; count++ {
		name, value := scan.MemberAt(v.src, i)
		v.path = append(v.path[:n], step{name: name})
		k := v.member(t, next, name)
		next = k + 1
		var end int
		switch {
		case in.skip != "" && in.skip == string(name):
			end = v.d.Past(value)
		case k >= 0:
			seen[k] = true
			end = v.declared(&t.Members[k], value)
		default:
			if k := v.required(t, name); k >= 0 {
				seen[len(t.Members)+k] = true
			}
			end = v.unknownMember(t, string(name), i, value, in)
		}
		i = scan.PassComma(v.src, end)
	}
	v.path = v.path[:n]
	missing := func(name string) {
		if in.skip == "" || in.skip != name {
			v.reportMember(name, start, "required", "a required member is missing")
		}
	}
	for k := range t.Members {
		if m := &t.Members[k]; !seen[k] && v.demands(m) {
			missing(m.Name)
		}
	}
	for k, name := range t.Required {
		if !seen[len(t.Members)+k] {
			missing(name)
		}
	}
	v.count(start, count, "member", "minProperties", t.MinProps, "maxProperties", t.MaxProps)
	return i + 1
}

// demands reports whether m must be there.
func (v *validator) demands(m *Member) bool {
	if v.Request {
		return m.Required && !m.ReadOnly
	}
	return m.Required && !m.WriteOnly
}

// declared checks the value at i, that of a member of a type.
func (v *validator) declared(m *Member, i int) int {
	if m.ReadOnly && v.Request && v.ReadOnly && !v.trial {
		v.report(i, "readOnly", "a read-only member is sent")
	}
	return v.value(&m.Schema, i, !m.Required)
}

// unknownMember checks a member that is not among those of t. A name that is close to one of them, or that the document
// does not declare, is not a violation of the schema: it is reported where the document does not state that others are
// allowed, and never of a part of a schema, which does not know the names of the other parts.
func (v *validator) unknownMember(t *Type, name string, i, value int, in scope) int {
	switch {
	case t.Closed:
		if as := v.nearest(t, name); as != "" {
			v.report(i, ruleUnknown, "%s has this member as %q", cmp.Or(t.Name, "the object"), as)
		} else {
			v.report(i, ruleUnknown, "%s has no such member", cmp.Or(t.Name, "the object"))
		}
		v.similar(t, name)
	case in.part || v.trial || v.deferred || t.Open || t.Additional != nil || len(t.Members) == 0:
	default:
		v.reportUnknown(name, i, t)
	}
	if t.Additional != nil {
		v.path[len(v.path)-1].free = true
		return v.value(t.Additional, value, false)
	}
	return v.d.Past(value)
}

func (v *validator) reportDiscriminator(t *Type, i, at int) {
	if at < 0 {
		v.reportMember(t.Property, i, ruleDiscriminator, "the discriminator of %s is missing", t.Name)
		return
	}
	values := make([]string, len(t.Variants))
	for k := range t.Variants {
		values[k] = string(scan.AppendQuoted(nil, t.Variants[k].Value))
	}
	v.reportMember(t.Property, at, ruleDiscriminator, "%s selects no variant of %s; they are %s",
		v.excerpt(at, v.d.Past(at)), t.Name, several(values))
}

// excerpt returns the text between i and end, shortened to fit a line.
func (v *validator) excerpt(i, end int) string {
	const most = 80
	if end-i <= most {
		return string(v.src[i:end])
	}
	return strings.ToValidUTF8(string(v.src[i:i+most]), "") + "…"
}

// several joins values, and only counts those beyond a line or two.
func several(values []string) string {
	const most = 20
	if len(values) <= most {
		return strings.Join(values, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(values[:most], ", "), len(values)-most)
}

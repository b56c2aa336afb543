package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
	return v.result()
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

// selectType follows discriminators from t, which the object at i should be, to the type that says what it is. If one
// leads nowhere, it returns the union that has it and where its value is, or -1.
func (w *walker) selectType(t *Type, i int) (selected *Type, at int, ok bool) {
	for range len(w.m.Types) {
		if t.Property == "" {
			break
		}
		at = w.d.Find(i+1, t.Property)
		if at < 0 || w.src[at] != '"' {
			return t, at, false
		}
		kind := w.text(at, scan.PassString(w.src, at))
		n := slices.IndexFunc(t.Variants, func(v Variant) bool { return v.Value == string(kind) })
		if n < 0 {
			return t, at, false
		}
		t = &w.m.Types[t.Variants[n].Type]
	}
	return t, -1, true
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
	path  []byte // JSON pointer of the value at hand
	found []finding
	over  bool
}

type finding struct {
	at int
	wire.Violation
}

func (v *validator) result() error {
	if len(v.found) == 0 {
		return nil
	}
	slices.SortStableFunc(v.found, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
	list := make(wire.Violations, len(v.found), len(v.found)+1)
	for i := range v.found {
		list[i] = v.found[i].Violation
	}
	if v.over {
		list = append(list, wire.Violation{Rule: "limit", Message: fmt.Sprintf("more than %d violations; the rest is not listed", wire.MaxViolations)})
	}
	return list
}

// report adds a violation of the value at hand, which is at i.
func (v *validator) report(i int, rule, format string, args ...any) {
	if len(v.found) >= wire.MaxViolations {
		v.over = true
		return
	}
	v.found = append(v.found, finding{i, wire.Violation{Pointer: string(v.path), Rule: rule, Message: fmt.Sprintf(format, args...)}})
}

// reportMember is report for a member or an element of it.
func (v *validator) reportMember(name string, i int, rule, format string, args ...any) {
	n := len(v.path)
	v.path = scan.AppendPointer(v.path, name)
	v.report(i, rule, format, args...)
	v.path = v.path[:n]
}

// value checks the value at i and returns the index after it.
func (v *validator) value(s *Schema, i int, nullable bool) int {
	nullable = nullable || s.Nullable
	if s.Kind == KindRef && v.m.Types[s.Type].Value != nil {
		return v.value(v.m.Types[s.Type].Value, i, nullable)
	}
	if v.src[i] == 'n' {
		if !nullable && s.Kind != KindAny && !slices.Contains(s.Enum, "null") {
			v.report(i, "type", "null where %s is required", s.Kind.want())
		}
		return i + len("null")
	}
	var end int
	if have := kindOf(v.src[i]); !s.Kind.takes(have) {
		end = scan.PassValue(v.src, i)
		v.report(i, "type", "%s in place of %s", have.want(), s.Kind.want())
		return end
	}
	switch s.Kind {
	case KindRef:
		end = v.object(&v.m.Types[s.Type], i)
	case KindArray:
		end = v.array(s, i)
	case KindMap:
		end = v.entries(s, i)
	case KindInt32, KindInt64:
		end = scan.PassValue(v.src, i)
		v.integer(s.Kind, i, end)
	default:
		end = scan.PassValue(v.src, i)
	}
	v.limits(s, i, end)
	return end
}

// takes reports whether a value of kind have may stand where k is wanted.
func (k Kind) takes(have Kind) bool {
	switch k {
	case KindAny:
		return true
	case KindRef:
		return have == KindMap
	case KindInt32, KindInt64:
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
	case KindInt32, KindInt64:
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

func (v *validator) array(s *Schema, i int) int {
	elem := s.Elem
	if elem == nil {
		elem = &Schema{}
	}
	n := len(v.path)
	i = scan.PassSpace(v.src, i+1)
	for count := 0; v.src[i] != ']'; count++ {
		v.path = fmt.Appendf(v.path[:n], "/%d", count)
		i = scan.PassComma(v.src, v.value(elem, i, false))
	}
	v.path = v.path[:n]
	return i + 1
}

// entries checks the values of a map.
func (v *validator) entries(s *Schema, i int) int {
	elem := s.Elem
	if elem == nil {
		elem = &Schema{}
	}
	n := len(v.path)
	for i = scan.PassSpace(v.src, i+1); v.src[i] != '}'; {
		name, value := scan.MemberAt(v.src, i)
		v.path = scan.AppendPointer(v.path[:n], string(name))
		i = scan.PassComma(v.src, v.value(elem, value, false))
	}
	v.path = v.path[:n]
	return i + 1
}

// object checks the object at i, which t or a variant of it should describe.
func (v *validator) object(t *Type, i int) int {
	t, at, ok := v.selectType(t, i)
	if !ok {
		v.reportDiscriminator(t, i, at)
		if t.Members == nil {
			return scan.PassValue(v.src, i)
		}
	}
	start, count, n := i, 0, len(v.path)
	seen := make([]bool, len(t.Members))
	for i = scan.PassSpace(v.src, i+1); v.src[i] != '}'; count++ {
		name, value := scan.MemberAt(v.src, i)
		v.path = scan.AppendPointer(v.path[:n], string(name))
		k := slices.IndexFunc(t.Members, func(m Member) bool { return m.Name == string(name) })
		var end int
		if k >= 0 {
			seen[k] = true
			end = v.member(&t.Members[k], value)
		} else {
			end = v.unknownMember(t, string(name), i, value)
		}
		i = scan.PassComma(v.src, end)
	}
	v.path = v.path[:n]
	for k := range t.Members {
		if m := &t.Members[k]; !seen[k] && v.demands(m) {
			v.reportMember(m.Name, start, "required", "a required member is missing")
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

func (v *validator) member(m *Member, i int) int {
	if m.ReadOnly && v.Request && v.ReadOnly {
		v.report(i, "readOnly", "a read-only member is sent")
	}
	return v.value(&m.Schema, i, !m.Required)
}

func (v *validator) unknownMember(t *Type, name string, i, value int) int {
	k := slices.IndexFunc(t.Members, func(m Member) bool { return strings.EqualFold(m.Name, name) })
	switch {
	case k >= 0:
		v.report(i, "member-case", "%s has this member as %q", t.Name, t.Members[k].Name)
	case t.Additional != nil:
	case t.Closed, v.Unknown:
		v.report(i, "unknown", "%s has no such member", t.Name)
	}
	if t.Additional != nil {
		return v.value(t.Additional, value, false)
	}
	return scan.PassValue(v.src, value)
}

func (v *validator) reportDiscriminator(t *Type, i, at int) {
	if at < 0 {
		v.reportMember(t.Property, i, "discriminator", "the discriminator of %s is missing", t.Name)
		return
	}
	values := make([]string, len(t.Variants))
	for k := range t.Variants {
		values[k] = string(scan.AppendQuoted(nil, t.Variants[k].Value))
	}
	v.reportMember(t.Property, at, "discriminator", "%s selects no variant of %s; they are %s",
		v.excerpt(at, scan.PassValue(v.src, at)), t.Name, several(values))
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

package wire

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// MaxViolations is how many violations are listed; one more entry then says that there are others.
const MaxViolations = 1000

// Violation is one place where a value is not what the document says.
type Violation struct {
	Pointer string // JSON pointer (RFC 6901) of the value, or of the member that is missing
	Rule    string // required, type, enum, format, pattern, minLength, …, unknown, member-case, discriminator, readOnly
	Message string
}

// String says where, then what, then the rule.
func (v Violation) String() string {
	at := v.Pointer
	if at == "" {
		at = "the top level"
	}
	return at + ": " + v.Message + " [" + v.Rule + "]"
}

// Violations is the error of validation: all that was found, in the order of the text.
type Violations []Violation

// Error lists the violations, one on a line.
func (v Violations) Error() string {
	lines := make([]string, len(v))
	for i := range v {
		lines[i] = v[i].String()
	}
	return strings.Join(lines, "\n")
}

// ValidateOption changes what validation looks for.
type ValidateOption func(*options)

type options struct {
	request  bool // the value is sent, not received
	readOnly bool // report read-only members in a request
	unknown  bool // report unknown members
}

// AsRequest validates a request body: read-only members need not be there, write-only ones must if they are required.
// Without it the value is a response, where it is the other way round.
func AsRequest() ValidateOption { return func(o *options) { o.request = true } }

// ReadOnlyMembers reports, with AsRequest, read-only members that are there; the service ignores them.
func ReadOnlyMembers() ValidateOption { return func(o *options) { o.readOnly = true } }

// UnknownMembers reports members that the document does not declare.
func UnknownMembers() ValidateOption { return func(o *options) { o.unknown = true } }

// Validate checks data, a JSON text, against the type with index typ. It returns nil, [Violations], or, when data is
// malformed, a [*SyntaxError].
func Validate(m *Model, typ int, data []byte, opts ...ValidateOption) error {
	return ValidateValue(m, &Schema{Kind: KindRef, Type: typ}, data, opts...)
}

// ValidateValue is Validate for a schema that is no type of its own, as a parameter's is.
func ValidateValue(m *Model, s *Schema, data []byte, opts ...ValidateOption) error {
	v := validator{walker: newWalker(m, data)}
	defer v.d.free()
	if v.d.err != nil {
		return v.d.err
	}
	for _, opt := range opts {
		opt(&v.options)
	}
	v.value(s, passSpace(data, 0), false)
	return v.result()
}

// walker goes through a well-formed text by the types of a model.
type walker struct {
	m   *Model
	src []byte
	d   *Decoder // checks the text, then finds discriminators
}

func newWalker(m *Model, src []byte) walker {
	d := newDecoder(src)
	d.skip()
	d.end()
	return walker{m, src, d}
}

// selectType follows discriminators from t, which the object at i should be, to the type that says what it is. If one
// leads nowhere, it returns the union that has it and where its value is, or -1.
func (w *walker) selectType(t *Type, i int) (selected *Type, at int, ok bool) {
	for range len(w.m.Types) {
		if t.Property == "" {
			break
		}
		at = w.d.find(i+1, t.Property)
		if at < 0 || w.src[at] != '"' {
			return t, at, false
		}
		kind := w.text(at, passString(w.src, at))
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
	if hasEscape(s) {
		return appendUnescaped(nil, s)
	}
	return s
}

type validator struct {
	walker
	options
	path  []byte // JSON pointer of the value at hand
	found []finding
	over  bool
}

type finding struct {
	at int
	Violation
}

func (v *validator) result() error {
	if len(v.found) == 0 {
		return nil
	}
	slices.SortStableFunc(v.found, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
	list := make(Violations, len(v.found), len(v.found)+1)
	for i := range v.found {
		list[i] = v.found[i].Violation
	}
	if v.over {
		list = append(list, Violation{Rule: "limit", Message: fmt.Sprintf("more than %d violations; the rest is not listed", MaxViolations)})
	}
	return list
}

// report adds a violation of the value at hand, which is at i.
func (v *validator) report(i int, rule, format string, args ...any) {
	if len(v.found) >= MaxViolations {
		v.over = true
		return
	}
	v.found = append(v.found, finding{i, Violation{string(v.path), rule, fmt.Sprintf(format, args...)}})
}

// reportMember is report for a member or an element of it.
func (v *validator) reportMember(name string, i int, rule, format string, args ...any) {
	n := len(v.path)
	v.path = appendPointer(v.path, name)
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
		end = passValue(v.src, i)
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
		end = passValue(v.src, i)
		v.integer(s.Kind, i, end)
	default:
		end = passValue(v.src, i)
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
	i = passSpace(v.src, i+1)
	for count := 0; v.src[i] != ']'; count++ {
		v.path = fmt.Appendf(v.path[:n], "/%d", count)
		i = passComma(v.src, v.value(elem, i, false))
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
	for i = passSpace(v.src, i+1); v.src[i] != '}'; {
		name, value := memberAt(v.src, i)
		v.path = appendPointer(v.path[:n], string(name))
		i = passComma(v.src, v.value(elem, value, false))
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
			return passValue(v.src, i)
		}
	}
	start, count, n := i, 0, len(v.path)
	seen := make([]bool, len(t.Members))
	for i = passSpace(v.src, i+1); v.src[i] != '}'; count++ {
		name, value := memberAt(v.src, i)
		v.path = appendPointer(v.path[:n], string(name))
		k := slices.IndexFunc(t.Members, func(m Member) bool { return m.Name == string(name) })
		var end int
		if k >= 0 {
			seen[k] = true
			end = v.member(&t.Members[k], value)
		} else {
			end = v.unknownMember(t, string(name), i, value)
		}
		i = passComma(v.src, end)
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
	if v.request {
		return m.Required && !m.ReadOnly
	}
	return m.Required && !m.WriteOnly
}

func (v *validator) member(m *Member, i int) int {
	if m.ReadOnly && v.request && v.readOnly {
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
	case t.Closed, v.unknown:
		v.report(i, "unknown", "%s has no such member", t.Name)
	}
	if t.Additional != nil {
		return v.value(t.Additional, value, false)
	}
	return passValue(v.src, value)
}

func (v *validator) reportDiscriminator(t *Type, i, at int) {
	if at < 0 {
		v.reportMember(t.Property, i, "discriminator", "the discriminator of %s is missing", t.Name)
		return
	}
	values := make([]string, len(t.Variants))
	for k := range t.Variants {
		values[k] = string(appendQuoted(nil, t.Variants[k].Value))
	}
	v.reportMember(t.Property, at, "discriminator", "%s selects no variant of %s; they are %s",
		v.excerpt(at, passValue(v.src, at)), t.Name, several(values))
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

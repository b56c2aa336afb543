package schema

import (
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Finding is a violation with the facts that a program needs to count violations of one kind.
type Finding struct {
	wire.Violation
	Place string // the pointer, with "*" for every index of an array and every name of a map
	Value []byte // JSON text of the value, part of the text that was checked; nil for a member that is missing
	Near  string // of an unknown member: the declared one whose name hardly differs; empty: there is none
	Want  string // of a value of another type: the declared type, such as "a number"

	Format string // of a value that does not have its format: the format, such as "date-time"
}

// Find is [ValidateValue] for a program that counts violations. More says that there are more than [wire.MaxViolations],
// of which the others are not listed. The error is a [*wire.SyntaxError].
func Find(m *Model, s *Schema, data []byte, opts ...wire.ValidateOption) (list []Finding, more bool, err error) {
	if err := scan.Valid(data); err != nil {
		return nil, false, (*wire.SyntaxError)(err)
	}
	list, more = FindDecoded(m, s, data, opts...)
	return list, more, nil
}

// FindDecoded is [Find] for a text that has been decoded, or found to be well-formed in another way: it is not checked again.
func FindDecoded(m *Model, s *Schema, data []byte, opts ...wire.ValidateOption) (list []Finding, more bool) {
	v := validator{walker: walker{m, data, scan.New(data)}, facts: true}
	defer v.d.Free()
	for _, opt := range opts {
		opt(&v.ValidateOptions)
	}
	v.value(s, scan.PassSpace(data, 0), false)
	more, v.over = v.over, false
	for _, f := range v.sorted() {
		list = append(list, Finding{f.Violation, f.place, v.valueOf(f), f.near, f.want, f.format})
	}
	return list, more
}

// valueOf returns the value that a violation is about. Those of names begin at the name.
func (v *validator) valueOf(f finding) []byte {
	i := f.at
	switch f.Rule {
	case "required":
		return nil
	case ruleUnknown, ruleCase:
		_, i = scan.MemberAt(v.src, i)
	case ruleDiscriminator:
		if v.src[i] == '{' {
			return nil
		}
	}
	return v.src[i:scan.PassValue(v.src, i)]
}

// place returns the path of the current value without what depends on the value.
func (v *validator) place() string {
	var b []byte
	for _, s := range v.path {
		if s.free {
			b = append(b, "/*"...)
		} else {
			b = scan.AppendPointer(b, string(s.name))
		}
	}
	return string(b)
}

// last returns the violation that was reported last, to note facts of; nil where none are asked for or it is not listed.
func (v *validator) last() *finding {
	if !v.facts || v.trial || len(v.found) == 0 || v.over {
		return nil
	}
	return &v.found[len(v.found)-1]
}

// wants notes, of the type mismatch that was reported last, the type that was expected.
func (v *validator) wants(k Kind) {
	if f := v.last(); f != nil {
		f.want = k.want()
	}
}

// reportFormat reports that the value at i does not have a format.
func (v *validator) reportFormat(i int, format, message string, args ...any) {
	v.report(i, "format", message, args...)
	if f := v.last(); f != nil {
		f.format = format
	}
}

// similar notes, of the unknown member that was reported last, the declared one that its name hardly differs from.
func (v *validator) similar(t *Type, name string) {
	f := v.last()
	if f == nil {
		return
	}
	for k := range t.Members {
		if m := t.Members[k].Name; strings.EqualFold(m, name) || misspelt(m, name) {
			f.near = m
			return
		}
	}
}

// misspelt reports whether two names of some length differ in one letter: another one, one more, one less, or two that
// changed places. Digits tell names apart.
func misspelt(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch rest := a[i:]; {
	case i < len(b) && isDigit(b[i]) || i < len(a) && isDigit(a[i]):
		return false
	case len(a) < len(b):
		return rest == b[i+1:]
	case len(rest) == 0:
		return false
	case rest[1:] == b[i+1:]:
		return true
	case len(rest) < 2:
		return false
	}
	return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

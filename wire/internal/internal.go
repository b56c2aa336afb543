// Package internal holds what package wire shares with the packages beside it and hides from users: the state of a
// member, and what an object keeps beside its fields.
package internal

// NotForPublicUse is the parameter of methods that are exported for package codec only. Nothing outside of this module
// can name it, so nothing else can call them.
type NotForPublicUse struct{}

// State is what a member holds beside its value: nil when the member is absent, [Null], [Present], or a mark of its own
// that [Mismatch] or [Spelled] made. It is one word, and it moves with the value, so that a text is encoded exactly as long
// as the value that it belongs to.
type State = *Mark

// Mark is what a State points to. Marks never change.
type Mark struct {
	Text  string    // the JSON text to encode; empty: the value's own
	Of    *Elements // of a list or a map with elements that are not plain values; nil otherwise
	Want  string    // the type that a mismatch does not have, if that is not the field's
	value bool      // there is a value
}

// The marks that all members share. A test pins that nothing changes them.
var nullMark, presentMark = Mark{Text: "null"}, Mark{value: true}

// Null is the state of a member that is null.
func Null() State { return &nullMark }

// Present is the state of a member with a value that is encoded as its type is.
func Present() State { return &presentMark }

// Mismatch is the state of a member whose value, of that JSON text, does not have the declared type.
func Mismatch(text string) State { return &Mark{Text: text} }

// Spelled is the state of a member with a value that is encoded as text, which is how it was written.
func Spelled(text string) State { return &Mark{Text: text, value: true} }

// HasValue reports whether the member holds a value.
func (m *Mark) HasValue() bool { return m == &presentMark || m != nil && m.value }

// IsMismatch reports whether the member holds a value of another type.
func (m *Mark) IsMismatch() bool { return m != nil && !m.value && m.Of == nil && m != &nullMark }

// InPlaceOf returns the state of a member of what is in state m: that of m, which does not have the type want.
func (m *Mark) InPlaceOf(want string) State {
	if !m.IsMismatch() {
		return m
	}
	return &Mark{Text: m.Text, Want: want}
}

// HasMarks reports whether the member is a list or a map with elements that are not plain values.
func (m *Mark) HasMarks() bool { return m != nil && m.Of != nil }

// Same reports whether the two states are, and the text that they encode if they are not the value's own.
func (m *Mark) Same(n *Mark) bool { return m == n || m != nil && n != nil && *m == *n }

// ValidateOptions is what the options of a validation set.
type ValidateOptions struct {
	Request  bool // the value is sent, not received
	ReadOnly bool // report read-only members in a request
	Unknown  bool // report unknown members
	Mismatch bool // report valid values that the Go type does not hold
}

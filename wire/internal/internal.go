// Package internal holds what package wire shares with the packages beside it and hides from users: the state of a
// member, and what an object keeps beside its fields.
package internal

// NotForPublicUse is the parameter of methods that are exported for package codec only. Nothing outside of this module
// can name it, so nothing else can call them.
type NotForPublicUse struct{}

// State is what a member holds.
type State uint8

// The states; a member that is neither absent nor null has a value.
const (
	Absent State = iota
	Null
	Present
)

// ValidateOptions is what the options of a validation set.
type ValidateOptions struct {
	Request  bool // the value is sent, not received
	ReadOnly bool // report read-only members in a request
	Unknown  bool // report unknown members
}

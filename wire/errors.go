package wire

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// MaxDepth is how many objects and arrays may be open at once in a text that is decoded.
const MaxDepth = scan.MaxDepth // 1000

// MaxElement is the largest size, in bytes, of one element of a streamed list, and of all other members together.
const MaxElement = 64 << 20

// ErrRange reports arithmetic whose exact result would need more than [MaxDigits] digits.
var ErrRange = errors.New("wire: the exact result needs more digits than the limit")

// Why a member has no value, for [errors.Is].
var (
	ErrAbsent   = errors.New("member is absent")
	ErrNull     = errors.New("member is null")
	ErrMismatch = errors.New("type mismatch")
)

// MismatchError reports a member whose value does not have the type that the document declares. It is an [ErrMismatch].
type MismatchError struct {
	Raw  Raw    // the value as it was received
	Want string // the JSON type that the document declares: "a number"

	declared reflect.Type // the Go type, which knows its secrets; nil: there are none
}

// Error says what was expected and what was found, without the secrets in it.
func (e *MismatchError) Error() string {
	found := e.Raw.String()
	if e.declared != nil {
		found = shown(found, e.declared)
	}
	return fmt.Sprintf("%v: expected %s, found %s", ErrMismatch, e.Want, shorten(found))
}

// Is reports whether target is [ErrMismatch].
func (e *MismatchError) Is(target error) bool { return target == ErrMismatch }

// ElementError reports a list or a map with an element that is null or a mismatch; [Elements] and [Entries] read the other
// elements. It also reports a text that is streamed and has another value where its list belongs. It is an [ErrMismatch].
type ElementError struct {
	Pointer string         // JSON pointer of the first such element, from the list, the map or the text: "/2"
	Err     *MismatchError // what is wrong with it; for null, Raw is null
}

// Error says where, then what was expected and what was found.
func (e *ElementError) Error() string {
	if e.Pointer == "" {
		return e.Err.Error()
	}
	return "at " + e.Pointer + ": " + e.Err.Error()
}

// Unwrap returns what is wrong with the element.
func (e *ElementError) Unwrap() error { return e.Err }

// stateError returns why a member of Go type t in state s has no value.
func stateError(s internal.State, t reflect.Type) error {
	switch {
	case s == nil:
		return ErrAbsent
	case s == internal.Null():
		return ErrNull
	case s.Of != nil:
		return elementError(s, t)
	}
	want := cmp.Or(s.Want, jsonType(t))
	if hasSecrets(t) {
		return &MismatchError{Raw: redactedRaw, Want: want}
	}
	return &MismatchError{Raw{s.Text}, want, t}
}

// jsonType names the JSON type that a Go type stands for.
func jsonType(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[Decimal]():
		return "a number"
	case reflect.TypeFor[Time]():
		return "a string"
	}
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "a boolean"
	case reflect.Int32, reflect.Int64:
		return "an integer"
	case reflect.Slice:
		return "an array" + all("element", t.Elem())
	case reflect.Map:
		return "an object" + all("value", t.Elem())
	}
	return "an object"
}

// all says what each element has to be, where not all values are taken.
func all(what string, t reflect.Type) string {
	if t.Kind() == reflect.Struct && t != reflect.TypeFor[Decimal]() && t != reflect.TypeFor[Time]() {
		return ""
	}
	return ", each " + what + " " + jsonType(t)
}

// shorten cuts a text that would fill the screen.
func shorten(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// SyntaxError reports text that is not the JSON this package accepts. It is the only error of decoding, beside those
// of the reader of a stream.
type SyntaxError struct {
	Offset  int64  // bytes before the place
	Pointer string // JSON pointer (RFC 6901) of the value or member that holds the place; empty for the whole text
	Msg     string
}

// Error says where, then what.
func (e *SyntaxError) Error() string {
	at := e.Pointer
	if at == "" {
		at = "the top level"
	}
	return fmt.Sprintf("wire: byte %d, at %s: %s", e.Offset, at, e.Msg)
}

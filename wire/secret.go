package wire

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire/internal"
)

// Secret is a string, or a value of an enumeration, that the document marks as a secret (x-ms-secret, or format password).
// It prints as [Redacted] in every format and in logs, also as an element; string(s) is the text. JSON has the text.
//
// Members that are secrets of other types are [SecretOptional] and [SecretObject]. Members that are secrets by their name in
// unknown members and variants are redacted where the object that has them is printed.
type Secret string

// Redacted is what is printed in place of a secret.
const Redacted = internal.Redacted

// String returns [Redacted].
func (Secret) String() string { return Redacted }

// Format prints [Redacted], whatever the verb.
func (Secret) Format(s fmt.State, _ rune) { write(s, Redacted) }

// LogValue returns [Redacted].
func (Secret) LogValue() slog.Value { return slog.StringValue(Redacted) }

// SecretOptional is an [Optional] that the document marks as a secret, of a type that is not made of strings, such as a
// number. It prints as [Redacted] in every format and in logs, and its errors do not have what was received; what Value
// returns prints. Assign to its field:
//
//	x.Pin.Optional = wire.Some(pin)
type SecretOptional[T any] struct{ Optional[T] }

// Value returns what [Optional.Value] does, without what was received in an error.
func (o SecretOptional[T]) Value() (T, error) {
	v, err := o.Optional.Value()
	return v, withoutRaw(err)
}

// ValueOr returns what [Optional.ValueOr] does, without what was received in an error.
func (o SecretOptional[T]) ValueOr(d T) (T, error) {
	v, err := o.Optional.ValueOr(d)
	return v, withoutRaw(err)
}

// Equal reports whether both encode alike; see [Optional.Equal].
func (o SecretOptional[T]) Equal(p SecretOptional[T]) bool { return o.Optional.Equal(p.Optional) }

// String returns [Redacted], or <absent>, <null>, or <mismatch>.
func (o SecretOptional[T]) String() string { return redacted(o.s) }

// Format prints what String returns, whatever the verb.
func (o SecretOptional[T]) Format(s fmt.State, _ rune) { write(s, redacted(o.s)) }

// LogValue returns what String returns.
func (o SecretOptional[T]) LogValue() slog.Value { return slog.StringValue(redacted(o.s)) }

// AppendText gives package codec what is printed.
func (o SecretOptional[T]) AppendText(_ internal.NotForPublicUse, b []byte, _ []string) []byte {
	return append(b, redacted(o.s)...)
}

// SecretObject is an [Object] that the document marks as a secret. It prints as [SecretOptional] does; what Value, Get, Ensure
// and OrZero return prints.
type SecretObject[T any] struct{ Object[T] }

// Value returns what [Object.Value] does, without what was received in an error.
func (o SecretObject[T]) Value() (*T, error) {
	p, err := o.Object.Value()
	return p, withoutRaw(err)
}

// ValueOr returns what [Object.ValueOr] does, without what was received in an error.
func (o SecretObject[T]) ValueOr(d *T) (*T, error) {
	p, err := o.Object.ValueOr(d)
	return p, withoutRaw(err)
}

// Equal reports whether both encode alike; see [Object.Equal].
func (o SecretObject[T]) Equal(p SecretObject[T]) bool { return o.Object.Equal(p.Object) }

// String returns [Redacted], or <absent>, <null>, or <mismatch>.
func (o SecretObject[T]) String() string { return redacted(o.s) }

// Format prints what String returns, whatever the verb.
func (o SecretObject[T]) Format(s fmt.State, _ rune) { write(s, redacted(o.s)) }

// LogValue returns what String returns.
func (o SecretObject[T]) LogValue() slog.Value { return slog.StringValue(redacted(o.s)) }

// AppendText gives package codec what is printed.
func (o SecretObject[T]) AppendText(_ internal.NotForPublicUse, b []byte, _ []string) []byte {
	return append(b, redacted(o.s)...)
}

// What follows has no type parameters, so that it is compiled once.

// redacted is what is printed of a secret in a state.
func redacted(s internal.State) string {
	switch {
	case s == nil:
		return "<absent>"
	case s == internal.Null():
		return "<null>"
	case s.HasValue():
		return Redacted
	}
	return "<mismatch>"
}

// withoutRaw returns an error of Value that does not have what was received.
func withoutRaw(err error) error {
	switch e := err.(type) {
	case *MismatchError:
		return &MismatchError{Raw: redactedRaw, Want: e.Want}
	case *ElementError:
		return &ElementError{e.Pointer, &MismatchError{Raw: redactedRaw, Want: e.Err.Want}}
	}
	return err
}

var redactedRaw = Raw{strconv.Quote(Redacted)}

// hasSecrets reports whether t is Secret, or a list or a map of it.
func hasSecrets(t reflect.Type) bool {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t == reflect.TypeFor[Secret]()
}

// shown returns the text of a mismatch as it is printed where nothing is known of secrets but the type t that was expected:
// as the generated type in it prints what is not an object.
func shown(text string, t reflect.Type) string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Map || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !internal.IsGenerated(t) {
		return text
	}
	x := reflect.New(t).Interface()
	_, prints := x.(fmt.Stringer)
	decoder, decodes := x.(json.Unmarshaler)
	if !prints || !decodes {
		return text
	}
	if err := decoder.UnmarshalJSON([]byte("[" + text + "]")); err != nil { // it nests too deeply
		return "…"
	}
	all := fmt.Sprint(x) // a union adds the name of its type
	return all[strings.IndexByte(all, '[')+1 : strings.LastIndexByte(all, ']')]
}

package wire

import (
	"encoding/json"
	"reflect"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Optional is a member that is absent, null, a value, or a mismatch: a value of another type than the document declares,
// which is kept and encoded as it was received. The zero value is absent.
//
// Assigning another Optional replaces all of it, a mismatch's text included. Copies are independent, but share the list or
// the map that they hold, as copies of a slice or a map do.
//
// A list or a map has a value when each of its elements has one. With an element that is null or a mismatch it is neither
// null nor a mismatch itself: Value returns an [*ElementError], and [Elements] and [Entries] read the other elements.
type Optional[T any] struct {
	v T              // zero unless there is a value
	s internal.State // says what the member holds
}

// Some returns an Optional that holds v.
func Some[T any](v T) Optional[T] { return Optional[T]{v, internal.Present()} }

// Null returns an Optional that is null: it is sent, to clear what it names.
func Null[T any]() Optional[T] { return Optional[T]{s: internal.Null()} }

// Value returns the value. Without one the error is [ErrAbsent], [ErrNull], or an [ErrMismatch]: a [*MismatchError], which
// holds what was received, or an [*ElementError].
func (o Optional[T]) Value() (T, error) {
	if o.s.HasValue() {
		return o.v, nil
	}
	return o.v, stateError(o.s, reflect.TypeFor[T]())
}

// Get returns the value, and whether there is one.
func (o Optional[T]) Get() (T, bool) { return o.v, o.s.HasValue() }

// OrZero returns the value, or T's zero value when there is none. Where that matters, as with money, use Value or ValueOr.
func (o Optional[T]) OrZero() T { return o.v }

// Or returns the value, or d when there is none, also for a mismatch.
func (o Optional[T]) Or(d T) T {
	if o.s.HasValue() {
		return o.v
	}
	return d
}

// ValueOr returns the value, or d when the member is absent or null; the error is that of Value for a mismatch. It reads a
// member that need not be there:
//
//	estimated, err := lot.IsEstimated.ValueOr(false)
func (o Optional[T]) ValueOr(d T) (T, error) {
	if o.s == nil || o.s == internal.Null() {
		return d, nil
	}
	return o.Value()
}

// IsNull reports whether the member is there and null.
func (o Optional[T]) IsNull() bool { return o.s == internal.Null() }

// IsMismatch reports whether the member is there with a value of another type.
func (o Optional[T]) IsMismatch() bool { return o.s.IsMismatch() }

// IsZero reports whether the member is absent; encoding/json asks it for omitzero.
func (o Optional[T]) IsZero() bool { return o.s == nil }

// Equal reports whether both encode alike: both absent, both null, equal mismatches, or equal values that are written the
// same. Values that have an Equal method decide with it; lists and maps compare by element, and an empty one equals a nil
// one.
//
//go:noinline
func (o Optional[T]) Equal(p Optional[T]) bool {
	if o.s.HasMarks() || p.s.HasMarks() {
		return sameText(o, p)
	}
	return o.s.Same(p.s) && (!o.s.HasValue() || equal(o.v, p.v))
}

// MarshalJSON encodes the value as it was received, or null when the member is absent. A struct of your own that has an
// Optional adds omitzero to its tag, so that an absent member is left out.
//
//go:noinline
func (o Optional[T]) MarshalJSON() ([]byte, error) { return marshal(o.s, o.v) }

// UnmarshalJSON decodes any JSON: null, a value, or a mismatch. Its error is a [*SyntaxError].
//
//go:noinline
func (o *Optional[T]) UnmarshalJSON(data []byte) error { return unmarshal(data, &o.v, &o.s) }

// Access gives package codec the value and what it is.
func (o *Optional[T]) Access(internal.NotForPublicUse) (*T, *internal.State) { return &o.v, &o.s }

// Object is a member that holds an object: absent, null, a T, or a mismatch. The zero value is absent. Copies share the T.
type Object[T any] struct {
	_ incomparable
	p *T // not nil exactly when the member holds an object
	s internal.State
}

// incomparable keeps == from compiling where it would compare pointers instead of what they point to; Equal compares
// that. It also spares each struct that holds one a comparison function.
type incomparable [0]func()

// SomeObject returns an Object that holds a copy of v.
func SomeObject[T any](v T) Object[T] { return Object[T]{p: &v, s: internal.Present()} }

// NullObject returns an Object that is null: it is sent, to clear what it names.
func NullObject[T any]() Object[T] { return Object[T]{s: internal.Null()} }

// Value returns the object that the member holds, to read or to change. Without one it returns nil, and the error of
// [Optional.Value].
func (o Object[T]) Value() (*T, error) {
	if o.p != nil {
		return o.p, nil
	}
	return nil, stateError(o.s, reflect.TypeFor[T]())
}

// Get returns the object that the member holds, to read or to change, and whether there is one; without one it returns nil.
func (o Object[T]) Get() (*T, bool) { return o.p, o.p != nil }

// OrZero returns a copy of the object for reading, or the zero T when there is none, so that members of members can be
// read without a check in between:
//
//	amount, err := charge.Properties.OrZero().Total.Value()
//
// The error is [ErrAbsent] also where Properties is null or a mismatch; where the difference matters, ask Properties.Value
// first, or read with [At].
//
// As it is a copy, assigning to a member of it does not compile. Use Ensure to write, and Get or Value to read many members
// of a large object without copying it.
func (o Object[T]) OrZero() (v T) {
	if o.p != nil {
		v = *o.p
	}
	return v
}

// Or returns the object, or d when there is none, also for a mismatch.
func (o Object[T]) Or(d *T) *T {
	if o.p != nil {
		return o.p
	}
	return d
}

// ValueOr returns the object that the member holds, or d when it is absent or null; the error is that of Value for a mismatch.
func (o Object[T]) ValueOr(d *T) (*T, error) {
	if o.s == nil || o.s == internal.Null() {
		return d, nil
	}
	return o.Value()
}

// Ensure returns the object, for writing; it makes one when there is none, in place of null or of a mismatch.
func (o *Object[T]) Ensure() *T {
	if o.p == nil {
		o.p, o.s = new(T), internal.Present()
	}
	return o.p
}

// IsNull reports whether the member is there and null.
func (o Object[T]) IsNull() bool { return o.s == internal.Null() }

// IsMismatch reports whether the member is there and neither null nor an object.
func (o Object[T]) IsMismatch() bool { return o.s.IsMismatch() }

// IsZero reports whether the member is absent; encoding/json asks it for omitzero.
func (o Object[T]) IsZero() bool { return o.s == nil }

// Equal reports whether both are absent, both null, or both hold equal objects or mismatches.
//
//go:noinline
func (o Object[T]) Equal(p Object[T]) bool {
	return o.s.Same(p.s) && (o.p == p.p || equal(o.p, p.p))
}

// MarshalJSON encodes the object, or null when there is none.
//
//go:noinline
func (o Object[T]) MarshalJSON() ([]byte, error) { return marshal(o.s, o.p) }

// UnmarshalJSON decodes any JSON: null, an object, or a mismatch. Its error is a [*SyntaxError].
//
//go:noinline
func (o *Object[T]) UnmarshalJSON(data []byte) error { return unmarshal(data, &o.p, &o.s) }

// Access gives package codec the object and whether it is there.
func (o *Object[T]) Access(internal.NotForPublicUse) (**T, *internal.State) { return &o.p, &o.s }

// What follows has no type parameters, so that it is compiled once.

// marshal encodes v, or what the state says in its place.
func marshal(s internal.State, v any) ([]byte, error) {
	return internal.AppendValue(nil, reflect.ValueOf(v), s)
}

// sameText reports whether both encode to the same JSON value.
func sameText(x, y json.Marshaler) bool {
	a, errA := x.MarshalJSON()
	b, errB := y.MarshalJSON()
	return errA == nil && errB == nil && scan.Equal(a, b)
}

// unmarshal decodes data into what the pointer v points to; malformed data is an error and changes nothing.
func unmarshal(data []byte, v any, s *internal.State) error {
	raw, err := ParseRaw(data)
	if err != nil {
		return err
	}
	to := reflect.ValueOf(v).Elem()
	if most := internal.MaxMemory(len(data)); most > 0 && elementBytes(raw, to.Type(), most) > most {
		return &SyntaxError{Msg: internal.TooMuchMemory(most)}
	}
	to.SetZero()
	if raw.Kind() == KindNull {
		*s = internal.Null()
		return nil
	}
	from := reflect.New(to.Type())
	if *s = read(raw, from); (*s).HasValue() {
		to.Set(from.Elem())
	}
	return nil
}

// elementBytes returns how much memory the elements of a list or a map of type t take, up to more than most.
func elementBytes(raw Raw, t reflect.Type, most int) (n int) {
	isMap := t.Kind() == reflect.Map && raw.Kind() == KindObject
	if !isMap && (t.Kind() != reflect.Slice || raw.Kind() != KindArray) {
		return 0
	}
	text := []byte(raw.json)
	for i := 1; i < len(text)-1 && n <= most; i++ { // past the comma
		at := i
		if isMap {
			_, at = scan.MemberAt(text, i)
		}
		i = scan.PassValue(text, at)
		n += int(t.Elem().Size())
	}
	return n
}

// equal compares two values of one type.
func equal(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return equalValues(reflect.ValueOf(a), reflect.ValueOf(b))
}

// equalValues compares two addressable or boxed values of one type.
func equalValues(a, b reflect.Value) bool {
	if m := a.MethodByName("Equal"); m.IsValid() && m.Type().NumIn() == 1 && m.Type().In(0) == a.Type() &&
		m.Type().NumOut() == 1 && m.Type().Out(0).Kind() == reflect.Bool {
		return m.Call([]reflect.Value{b})[0].Bool()
	}
	if x, ok := boxed(a).(jsonAppender); ok {
		return scan.Equal(x.AppendJSON(nil), boxed(b).(jsonAppender).AppendJSON(nil))
	}
	switch a.Kind() {
	case reflect.Slice:
		return equalLists(a, b)
	case reflect.Map:
		return equalMaps(a, b)
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() || a.Pointer() == b.Pointer() {
			return a.Pointer() == b.Pointer()
		}
		return equalValues(a.Elem(), b.Elem())
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

type jsonAppender interface{ AppendJSON([]byte) []byte }

// boxed returns a pointer to a copy of v, so that methods with pointer receivers show.
func boxed(v reflect.Value) any {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return p.Interface()
}

func equalLists(a, b reflect.Value) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if !equalValues(a.Index(i), b.Index(i)) {
			return false
		}
	}
	return true
}

func equalMaps(a, b reflect.Value) bool {
	if a.Len() != b.Len() {
		return false
	}
	for it := a.MapRange(); it.Next(); {
		v := b.MapIndex(it.Key())
		if !v.IsValid() || !equalValues(it.Value(), v) {
			return false
		}
	}
	return true
}

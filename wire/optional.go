package wire

import (
	"encoding/json"
	"reflect"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// state is what a member holds.
type state = internal.State

const (
	absent  = internal.Absent
	null    = internal.Null
	present = internal.Present
)

// Optional is a member that is absent, null, or a value. The zero value is absent.
type Optional[T any] struct {
	v T
	s state
}

// Some returns an Optional that holds v.
func Some[T any](v T) Optional[T] { return Optional[T]{v, present} }

// Null returns an Optional that is null: it is sent, to clear what it names.
func Null[T any]() Optional[T] { return Optional[T]{s: null} }

// Get returns the value, and whether there is one.
func (o Optional[T]) Get() (T, bool) { return o.v, o.s == present }

// OrZero returns the value, or T's zero value when it is absent or null.
func (o Optional[T]) OrZero() T { return o.v }

// Or returns the value, or d when it is absent or null.
func (o Optional[T]) Or(d T) T {
	if o.s == present {
		return o.v
	}
	return d
}

// IsNull reports whether the member is there and null.
func (o Optional[T]) IsNull() bool { return o.s == null }

// IsZero reports whether the member is absent; encoding/json asks it for omitzero.
func (o Optional[T]) IsZero() bool { return o.s == absent }

// Equal reports whether both are absent, both null, or both hold equal values. Values that have an Equal method decide
// with it; lists and maps compare by element, and an empty one equals a nil one.
//
//go:noinline
func (o Optional[T]) Equal(p Optional[T]) bool {
	return o.s == p.s && (o.s != present || equal(o.v, p.v))
}

// MarshalJSON encodes the value, or null when there is none. Whoever embeds an Optional in a struct of his own adds
// omitzero to the tag, so that an absent member is left out.
//
//go:noinline
func (o Optional[T]) MarshalJSON() ([]byte, error) { return marshal(o.s, o.v) }

// UnmarshalJSON decodes null or a value. On its own an Optional has nowhere to keep what does not fit, so it is an error.
//
//go:noinline
func (o *Optional[T]) UnmarshalJSON(data []byte) error { return unmarshal(data, &o.v, &o.s) }

// Access gives package codec the value and what it is.
func (o *Optional[T]) Access(internal.NotForPublicUse) (*T, *internal.State) { return &o.v, &o.s }

// Object is a member that holds an object: absent, null, or a T. The zero value is absent. Copies share the T.
type Object[T any] = ObjectOf[*T]

// ObjectOf is what Object is made of: P is a pointer to a struct, and name it through [Object]. Code for one pointer
// serves all, while methods over T would be compiled once for each struct of a package.
type ObjectOf[P any] struct {
	_ incomparable
	p P // not nil exactly when the member holds an object
	s state
}

// incomparable keeps == from compiling where it would compare pointers instead of what they point to; Equal compares
// that. It also spares each struct that holds one a comparison function.
type incomparable [0]func()

// SomeObject returns an Object that holds a copy of v.
func SomeObject[T any](v T) Object[T] { return Object[T]{p: &v, s: present} }

// NullObject returns an Object that is null: it is sent, to clear what it names.
func NullObject[T any]() Object[T] { return Object[T]{s: null} }

// Get returns the object, and whether there is one; without one it returns nil.
func (o ObjectOf[P]) Get() (P, bool) { return o.p, o.s == present }

// OrZero returns the object, for reading. When it is absent or null the result is a new zero T, never nil; writing to
// that one changes nothing.
func (o ObjectOf[P]) OrZero() P {
	if o.s != present {
		return newLike(o.p).(P)
	}
	return o.p
}

// Or returns the object, or d when it is absent or null.
func (o ObjectOf[P]) Or(d P) P {
	if o.s != present {
		return d
	}
	return o.p
}

// Ensure returns the object, for writing; it makes one when the member is absent or null.
func (o *ObjectOf[P]) Ensure() P {
	if o.s != present {
		o.p, o.s = newLike(o.p).(P), present
	}
	return o.p
}

// IsNull reports whether the member is there and null.
func (o ObjectOf[P]) IsNull() bool { return o.s == null }

// IsZero reports whether the member is absent; encoding/json asks it for omitzero.
func (o ObjectOf[P]) IsZero() bool { return o.s == absent }

// Equal reports whether both are absent, both null, or both hold equal objects.
//
//go:noinline
func (o ObjectOf[P]) Equal(p ObjectOf[P]) bool {
	return o.s == p.s && (o.s != present || equal(o.p, p.p))
}

// MarshalJSON encodes the object, or null when there is none.
//
//go:noinline
func (o ObjectOf[P]) MarshalJSON() ([]byte, error) { return marshal(o.s, o.p) }

// UnmarshalJSON decodes null or an object.
//
//go:noinline
func (o *ObjectOf[P]) UnmarshalJSON(data []byte) error { return unmarshal(data, &o.p, &o.s) }

// Access gives package codec the object and whether it is there.
func (o *ObjectOf[P]) Access(internal.NotForPublicUse) (*P, *internal.State) { return &o.p, &o.s }

// What follows has no type parameters, so that it is compiled once.

// newLike returns a pointer to a new zero value, of the type of p.
func newLike(p any) any { return reflect.New(reflect.TypeOf(p).Elem()).Interface() }

// marshal encodes v, or null when there is no value.
func marshal(s state, v any) ([]byte, error) {
	if s != present || v == nil {
		return []byte("null"), nil
	}
	if text, ok := v.(string); ok {
		return scan.AppendQuoted(nil, text), nil
	}
	return json.Marshal(boxed(reflect.ValueOf(v)))
}

// unmarshal decodes null or a value into what the pointer v points to; on an error that stays as it is.
func unmarshal(data []byte, v any, s *state) error {
	to := reflect.ValueOf(v).Elem()
	if string(data) == "null" {
		to.SetZero()
		*s = null
		return nil
	}
	from := reflect.New(to.Type())
	if to.Kind() == reflect.Pointer {
		from.Elem().Set(reflect.New(to.Type().Elem()))
	}
	var err error
	if u, ok := from.Elem().Interface().(json.Unmarshaler); ok {
		err = u.UnmarshalJSON(data) // without a scan by encoding/json before
	} else {
		err = json.Unmarshal(data, from.Interface())
	}
	if err != nil {
		return err
	}
	to.Set(from.Elem())
	*s = present
	return nil
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

package wire

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/azbill/azbill/wire/internal"
)

// Elements returns the elements of a list, each a value, null, or a mismatch. It also reads a list whose Value is an
// [*ElementError]: an element that is null or a mismatch does not affect the others. The error is [ErrAbsent], [ErrNull],
// or a [*MismatchError] when the member is not a list.
//
// The elements are copies; [SomeElements] makes a list of them.
func Elements[S ~[]T, T any](o Optional[S]) ([]Optional[T], error) {
	values, err := collection(o)
	if err != nil {
		return nil, err
	}
	out := make([]Optional[T], len(values))
	for i := range values {
		out[i] = Some(values[i])
	}
	for _, e := range marked(o.s) {
		if e.Index < len(out) {
			out[e.Index] = element(e, out[e.Index].v)
		}
	}
	return out, nil
}

// Entries returns the entries of a map, as [Elements] does those of a list. It reads a map of tags of which one is null:
//
//	tags, err := wire.Entries(x.Tags)
//	...
//	owner, err := tags["owner"].Value() // [ErrAbsent] if there is no such tag
func Entries[M ~map[string]T, T any](o Optional[M]) (map[string]Optional[T], error) {
	values, err := collection(o)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Optional[T], len(values))
	for key, v := range values {
		out[key] = Some(v)
	}
	for _, e := range marked(o.s) {
		if v, ok := out[e.Key]; ok {
			out[e.Key] = element(e, v.v)
		}
	}
	return out, nil
}

// SomeElements returns an Optional that holds a list of these elements. Null, and an absent element, is encoded as null.
// [Some] makes a list without them.
func SomeElements[T any](elements []Optional[T]) Optional[[]T] {
	values := make([]T, len(elements))
	var marks []internal.Element
	for i := range elements {
		values[i] = elements[i].v
		if s := given(elements[i].s); s != internal.Present() {
			marks = append(marks, internal.Element{Index: i, State: s, Value: values[i]})
		}
	}
	return holding(values, marks)
}

// SomeEntries returns an Optional that holds a map of these entries, as [SomeElements] does a list: to remove one tag and
// to set another in a merge patch, for example. Absent entries are left out.
func SomeEntries[T any](entries map[string]Optional[T]) Optional[map[string]T] {
	values := make(map[string]T, len(entries))
	var marks []internal.Element
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		e := entries[key]
		if e.s == nil {
			continue
		}
		values[key] = e.v
		if e.s != internal.Present() {
			marks = append(marks, internal.Element{Index: -1, Key: key, State: e.s, Value: e.v})
		}
	}
	return holding(values, marks)
}

// At returns a member of an object, or, without an object, what there is in its place, so that the error of Value is the
// first cause: the object's own, where reading through [Object.OrZero] says that the member is absent.
//
//	total := wire.At(charge.Properties, func(p *Properties) wire.Optional[wire.Decimal] { return p.Total })
func At[T, M any](o Object[T], member func(*T) Optional[M]) Optional[M] {
	if p, ok := o.Get(); ok {
		return member(p)
	}
	return Optional[M]{s: o.s.InPlaceOf(jsonType(reflect.TypeFor[T]()))}
}

// holding returns an Optional that holds a list or a map with these marks.
func holding[C any](values C, marks []internal.Element) (o Optional[C]) {
	if o.s = internal.Collection(values, marks); o.s.HasValue() {
		o.v = values
	}
	return o
}

// collection returns the list or the map that a member holds, with zero values for elements that have none.
func collection[C any](o Optional[C]) (C, error) {
	if o.s.HasMarks() && !o.s.HasValue() {
		return reflect.ValueOf(o.s.Of.Values).Convert(reflect.TypeFor[C]()).Interface().(C), nil
	}
	return o.Value()
}

// element returns an element whose value is v now.
func element[T any](e internal.Element, v T) Optional[T] {
	return Optional[T]{v, e.Now(reflect.ValueOf(v))}
}

// What follows has no type parameters, so that it is compiled once.

func marked(s internal.State) []internal.Element {
	if s.HasMarks() {
		return s.Of.Marked
	}
	return nil
}

// given is the state of an element of a list that is made by hand, where none can be absent.
func given(s internal.State) internal.State {
	if s == nil {
		return internal.Null()
	}
	return s
}

// elementError returns why a list or a map of Go type t has no value: the first element without one.
func elementError(s internal.State, t reflect.Type) error {
	for _, e := range s.Of.Marked {
		if e.State.HasValue() {
			continue
		}
		at, err := e.Pointer(), stateError(e.State, t.Elem())
		switch inner := err.(type) {
		case *ElementError:
			return &ElementError{at + inner.Pointer, inner.Err}
		case *MismatchError:
			return &ElementError{at, inner}
		}
		return &ElementError{at, &MismatchError{Want: jsonType(t.Elem())}}
	}
	panic(fmt.Sprintf("wire: no element of a %v without a value", t))
}

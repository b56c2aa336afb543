// Package oapicodec drives the types that oapi-codegen generates. Its unions hold the raw message
// until they are asked for their value, so decoding here asks every union, and encoding puts every
// value back, as a program that uses the values must.
package oapicodec

import (
	"fmt"
	"reflect"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/jsonlib"
)

// resolved is a decoded message and the values of its unions, outer ones first.
type resolved[T any] struct {
	root   *T
	unions []union
}

// Root returns the message itself.
func (r *resolved[T]) Root() any { return r.root }

type union struct {
	at    reflect.Value // the union, addressable
	value reflect.Value // its variant, addressable
}

// With is the codec of a type that oapi-codegen generated. The library reads and writes the structs; the generated union
// methods use encoding/json whatever the library.
func With[T any](l jsonlib.Library) codec.Codec {
	return codec.Of[resolved[T]]{
		Dec: func(data []byte) (*resolved[T], error) {
			r := &resolved[T]{root: new(T)}
			if err := l.Unmarshal(data, r.root); err != nil {
				return nil, err
			}
			var err error
			r.unions, err = resolve(nil, reflect.ValueOf(r.root).Elem())
			return r, err
		},
		Enc: func(r *resolved[T]) ([]byte, error) {
			for i := len(r.unions) - 1; i >= 0; i-- {
				if err := r.unions[i].putBack(); err != nil {
					return nil, err
				}
			}
			return l.Marshal(r.root)
		},
	}
}

type discriminated interface {
	ValueByDiscriminator() (any, error)
}

// resolve asks every union below v for its value, and the values in turn.
func resolve(out []union, v reflect.Value) ([]union, error) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return out, nil
		}
		return resolve(out, v.Elem())
	case reflect.Slice:
		return resolveAll(out, v.Len(), v.Index)
	case reflect.Struct:
		if d, ok := v.Interface().(discriminated); ok {
			return resolveUnion(out, v, d)
		}
		if !hasUnion(v.Type(), nil) {
			return out, nil
		}
		return resolveAll(out, v.NumField(), v.Field)
	}
	return out, nil
}

func resolveAll(out []union, n int, at func(int) reflect.Value) (_ []union, err error) {
	for i := range n {
		if out, err = resolve(out, at(i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func resolveUnion(out []union, v reflect.Value, d discriminated) ([]union, error) {
	value, err := d.ValueByDiscriminator()
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", v.Type().Name(), err)
	}
	holder := reflect.New(reflect.TypeOf(value)).Elem()
	holder.Set(reflect.ValueOf(value))
	return resolve(append(out, union{at: v, value: holder}), holder)
}

func (u union) putBack() error {
	from := u.at.Addr().MethodByName("From" + u.value.Type().Name())
	if !from.IsValid() {
		return fmt.Errorf("put back %s: no method From%[1]s", u.value.Type().Name())
	}
	if err, ok := from.Call([]reflect.Value{u.value})[0].Interface().(error); ok && err != nil {
		return fmt.Errorf("put back %s: %w", u.value.Type().Name(), err)
	}
	return nil
}

// hasUnion reports whether a value of the type can hold a union, so that whole branches of a
// message without one cost nothing.
func hasUnion(t reflect.Type, above []reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return hasUnion(t.Elem(), above)
	case reflect.Struct:
	default:
		return false
	}
	if t.Implements(reflect.TypeFor[discriminated]()) {
		return true
	}
	for _, a := range above {
		if a == t {
			return false
		}
	}
	for i := range t.NumField() {
		if t.Field(i).IsExported() && hasUnion(t.Field(i).Type, append(above, t)) {
			return true
		}
	}
	return false
}

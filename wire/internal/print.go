package internal

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/azbill/azbill/wire/internal/scan"
)

// Texter is a value of package wire that appends what package fmt prints of it. Values hold values: a print of each into
// a text of its own would copy what is innermost once for every level.
type Texter interface {
	AppendText(NotForPublicUse, []byte) []byte
}

// AppendText appends what fmt.Print prints of v.
func AppendText(b []byte, v any) []byte {
	if t, ok := v.(Texter); ok {
		return t.AppendText(NotForPublicUse{}, b)
	}
	x := reflect.ValueOf(v)
	switch {
	case !x.IsValid():
	case IsGenerated(x.Type()):
		return AppendMembers(b, x)
	case x.Kind() == reflect.Pointer && IsGenerated(x.Type().Elem()) && !x.IsNil():
		return AppendMembers(b, x.Elem())
	case x.Kind() == reflect.Slice && nests(x.Type().Elem()):
		return AppendElements(b, x, nil)
	case x.Kind() == reflect.Map && x.Type().Key().Kind() == reflect.String:
		return AppendElements(b, x, nil)
	}
	return fmt.Append(b, v)
}

// nests reports whether values of a type are made of others.
func nests(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Slice || t.Kind() == reflect.Map
}

// IsGenerated reports whether t is a generated struct or union: all its fields are exported, and it is encoded by itself.
func IsGenerated(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() > 0 && t.Field(0).IsExported() && reflect.PointerTo(t).Implements(appender)
}

var appender = reflect.TypeFor[interface{ AppendJSON([]byte) []byte }]()

// AppendMembers appends the members of a generated struct that are there, by their names, or the variant of a union after
// the name of its type.
func AppendMembers(b []byte, v reflect.Value) []byte {
	if variant := v.FieldByName("Variant"); v.NumField() == 1 && variant.IsValid() {
		if variant.IsNil() || variant.Elem().IsNil() {
			return append(b, "<absent>"...)
		}
		b = append(b, variant.Elem().Type().Elem().Name()...)
		if _, plain := variant.Interface().(Texter); !plain { // an object, in braces
			return AppendText(b, variant.Interface())
		}
		b = AppendText(append(b, '('), variant.Interface())
		return append(b, ')')
	}
	b = append(b, '{')
	start := len(b)
	for i := range v.NumField() {
		member := v.Field(i).Interface()
		if m, ok := member.(interface{ IsZero() bool }); ok && m.IsZero() {
			continue
		}
		before := len(b)
		if before > start {
			b = append(b, ' ')
		}
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			name = f.Name
		}
		b = append(append(b, name...), ':')
		named := len(b)
		if b = AppendText(b, member); len(b) == named {
			b = b[:before] // there is nothing to print
		}
	}
	return append(b, '}')
}

// AppendElements appends a slice or a map as fmt prints it; describe, if not nil, appends the elements that it knows better.
func AppendElements(b []byte, v reflect.Value, describe func(b []byte, at any, v any) ([]byte, bool)) []byte {
	element := func(at any, v reflect.Value) {
		if describe != nil {
			if text, ok := describe(b, at, v.Interface()); ok {
				b = text
				return
			}
		}
		b = AppendText(b, v.Interface())
	}
	if v.Kind() == reflect.Slice {
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ' ')
			}
			element(i, v.Index(i))
		}
		return append(b, ']')
	}
	names := make([]string, 0, v.Len())
	for _, key := range v.MapKeys() {
		names = append(names, key.String())
	}
	scan.SortNames(names)
	b = append(b, "map["...)
	for i, name := range names {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, name...), ':')
		element(name, v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key())))
	}
	return append(b, ']')
}

package internal

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire/internal/scan"
)

// Texter is a value of package wire that appends what package fmt prints of it. Values hold values: a print of each into
// a text of its own would copy what is innermost once for every level.
type Texter interface {
	AppendText(_ NotForPublicUse, b []byte, secrets []string) []byte
}

// AppendText appends what fmt.Print prints of v. Members with the names of secrets are redacted in what no type describes; nil
// says that the names are not known.
func AppendText(b []byte, v any, secrets []string) []byte {
	if t, ok := v.(Texter); ok {
		return t.AppendText(NotForPublicUse{}, b, secrets)
	}
	x := reflect.ValueOf(v)
	switch {
	case !x.IsValid():
	case secrets == nil: // generated types know theirs
	case IsGenerated(x.Type()):
		return AppendMembers(b, x, secrets)
	case x.Kind() == reflect.Pointer && IsGenerated(x.Type().Elem()) && !x.IsNil():
		return AppendMembers(b, x.Elem(), secrets)
	case x.Kind() == reflect.Slice && nests(x.Type().Elem()):
		return AppendElements(b, x, nil, secrets)
	case x.Kind() == reflect.Map && x.Type().Key().Kind() == reflect.String:
		return AppendElements(b, x, nil, secrets)
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
func AppendMembers(b []byte, v reflect.Value, secrets []string) []byte {
	if variant := v.FieldByName("Variant"); v.NumField() == 1 && variant.IsValid() {
		if variant.IsNil() || variant.Elem().IsNil() {
			return append(b, "<absent>"...)
		}
		b = append(b, variant.Elem().Type().Elem().Name()...)
		if _, plain := variant.Interface().(Texter); !plain { // an object, in braces
			return AppendText(b, variant.Interface(), secrets)
		}
		b = AppendText(append(b, '('), variant.Interface(), secrets)
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
		if b = AppendText(b, member, secrets); len(b) == named {
			b = b[:before] // there is nothing to print
		}
	}
	return append(b, '}')
}

// AppendElements appends a slice or a map as fmt prints it; describe, if not nil, appends the elements that it knows better.
func AppendElements(b []byte, v reflect.Value, describe func(b []byte, at any, v any) ([]byte, bool), secrets []string) []byte {
	element := func(at any, v reflect.Value) {
		if describe != nil {
			if text, ok := describe(b, at, v.Interface()); ok {
				b = text
				return
			}
		}
		b = AppendText(b, v.Interface(), secrets)
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

// Redacted is what is printed in place of a secret.
const Redacted = "REDACTED"

// Redact appends a JSON text without insignificant white space, with [Redacted] as the value of members that are secrets.
func Redact(b []byte, text string, secrets []string) []byte {
	if len(secrets) == 0 {
		return append(b, text...)
	}
	b, _ = redact(b, []byte(text), 0, secrets)
	return b
}

// redact appends the value at i and returns the index after it.
func redact(b, text []byte, i int, secrets []string) ([]byte, int) {
	var closing byte
	switch text[i] {
	case '{':
		closing = '}'
	case '[':
		closing = ']'
	default:
		end := scan.PassValue(text, i)
		return append(b, text[i:end]...), end
	}
	b = append(b, text[i])
	for i++; text[i] != closing; {
		if text[i] == ',' {
			b = append(b, ',')
			i++
		}
		if closing == '}' {
			name, value := scan.MemberAt(text, i)
			b = append(b, text[i:value]...)
			if i = value; slices.Contains(secrets, string(name)) {
				b = append(append(append(b, '"'), Redacted...), '"')
				i = scan.PassValue(text, i)
				continue
			}
		}
		b, i = redact(b, text, i, secrets)
	}
	return append(b, closing), i + 1
}

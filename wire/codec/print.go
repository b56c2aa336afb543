package codec

import (
	"fmt"
	"log/slog"
	"reflect"
	"strings"

	"github.com/azbill/azbill/wire"
)

// Text returns a generated value for people: the members of an object that are there, by their names, or the variant of a
// union after the name of its type. Secrets are redacted.
func Text(x any) string {
	v := reflect.Indirect(reflect.ValueOf(x))
	if variant := v.FieldByName("Variant"); v.NumField() == 1 && variant.IsValid() {
		if variant.IsNil() || variant.Elem().IsNil() {
			return "<absent>"
		}
		name, text := variant.Elem().Type().Elem().Name(), fmt.Sprint(variant.Interface())
		if !strings.HasPrefix(text, "{") { // no object
			text = "(" + text + ")"
		}
		return name + text
	}
	var b strings.Builder
	b.WriteByte('{')
	for i := range v.NumField() {
		text := memberText(v.Field(i).Interface())
		if text == "" {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(' ')
		}
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			name = f.Name
		}
		b.WriteString(name + ":" + text)
	}
	b.WriteByte('}')
	return b.String()
}

// memberText is empty for what is not there.
func memberText(member any) string {
	switch m := member.(type) {
	case wire.Extra:
		if m.Len() == 0 {
			if raw, ok := m.Mismatch(); ok {
				return raw.String()
			}
			return ""
		}
	case interface{ IsZero() bool }:
		if m.IsZero() {
			return ""
		}
	}
	return fmt.Sprint(member)
}

// Format is the method of generated types for package fmt: it prints what [Text] returns, quoted for %q.
func Format(s fmt.State, verb rune, x any) { wire.Print(s, verb, Text(x)) }

// LogValue is the method of generated types for package slog.
func LogValue(x any) slog.Value { return slog.StringValue(Text(x)) }

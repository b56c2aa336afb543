package codec

import (
	"fmt"
	"log/slog"
	"reflect"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
)

// Text returns a generated value for people: the members of an object that are there, by their names, or the variant of a
// union after the name of its type. Secrets are redacted.
func Text(x any) string {
	return string(internal.AppendMembers(nil, reflect.Indirect(reflect.ValueOf(x))))
}

// Format is the method of generated types for package fmt: it prints what [Text] returns, quoted for %q.
func Format(s fmt.State, verb rune, x any) { wire.Print(s, verb, Text(x)) }

// LogValue is the method of generated types for package slog.
func LogValue(x any) slog.Value { return slog.StringValue(Text(x)) }

package codec

import (
	"fmt"
	"log/slog"
	"reflect"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
)

// Text returns a generated value for people: the members of an object that are there, by their names, or the variant of a
// union after the name of its type. Secrets are redacted: values of type [wire.Secret], [wire.SecretOptional] and
// [wire.SecretObject], and, in what no type describes, such as unknown members and variants, the members that are named.
func Text(x any, secrets ...string) string {
	if secrets == nil {
		secrets = []string{}
	}
	return string(internal.AppendMembers(nil, reflect.Indirect(reflect.ValueOf(x)), secrets))
}

// Format is the method of generated types for package fmt: it prints what [Text] returns, quoted for %q.
func Format(s fmt.State, verb rune, x any, secrets ...string) {
	wire.Print(s, verb, Text(x, secrets...))
}

// LogValue is the method of generated types for package slog.
func LogValue(x any, secrets ...string) slog.Value { return slog.StringValue(Text(x, secrets...)) }

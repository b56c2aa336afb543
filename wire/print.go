package wire

import (
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Secret is a string that the document marks as a secret (x-ms-secret). It prints as [Redacted] in every format and in
// logs; string(s) is the text. JSON has the text.
type Secret string

// Redacted is what is printed in place of a secret.
const Redacted = "REDACTED"

// String returns [Redacted].
func (Secret) String() string { return Redacted }

// Format prints [Redacted], whatever the verb.
func (Secret) Format(s fmt.State, _ rune) { write(s, Redacted) }

// LogValue returns [Redacted].
func (Secret) LogValue() slog.Value { return slog.StringValue(Redacted) }

// String returns the value as fmt prints it, or <absent>, <null>, or <mismatch: …> with what was received.
func (o Optional[T]) String() string { return fmt.Sprint(o) }

// Format prints the value with the verb and the flags; without a value, what [Optional.String] returns.
func (o Optional[T]) Format(s fmt.State, verb rune) { format(s, verb, o.s, o.v) }

// LogValue returns the value for package slog; without a value, what [Optional.String] returns.
func (o Optional[T]) LogValue() slog.Value { return logValue(o.s, o.v) }

// String returns the object as fmt prints it, or <absent>, <null>, or <mismatch: …> with what was received.
func (o Object[T]) String() string { return fmt.Sprint(o) }

// Format prints the object with the verb and the flags; without an object, what [Object.String] returns.
func (o Object[T]) Format(s fmt.State, verb rune) { format(s, verb, o.s, o.p) }

// LogValue returns the object for package slog; without an object, what [Object.String] returns.
func (o Object[T]) LogValue() slog.Value { return logValue(o.s, o.p) }

// String returns the members as a JSON object.
func (x Extra) String() string {
	b := []byte{'{'}
	for name, raw := range x.All() {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = raw.AppendJSON(append(scan.AppendQuoted(b, name), ':'))
	}
	return string(append(b, '}'))
}

// Format prints the members as a JSON object, whatever the verb.
func (x Extra) Format(s fmt.State, verb rune) { Print(s, verb, x.String()) }

// LogValue returns the members as a JSON object.
func (x Extra) LogValue() slog.Value { return slog.StringValue(x.String()) }

// Print is the Format method of types that print as JSON: it writes text, quoted for %q.
func Print(s fmt.State, verb rune, text string) {
	if verb == 'q' {
		text = strconv.Quote(text)
	}
	write(s, text)
}

func write(s fmt.State, text string) {
	_, _ = io.WriteString(s, text) // fmt has no use for an error
}

// format prints v in state st.
func format(s fmt.State, verb rune, st internal.State, v any) {
	if st.HasValue() {
		fmt.Fprintf(s, fmt.FormatString(s, verb), v)
		return
	}
	write(s, describe(st, v))
}

// describe says what a member without a value is; v tells whether that is a secret.
func describe(st internal.State, v any) string {
	switch {
	case st == nil:
		return "<absent>"
	case st == internal.Null():
		return "<null>"
	case st.Of != nil:
		return describeElements(st.Of)
	}
	if _, secret := v.(Secret); secret {
		return "<mismatch>"
	}
	return "<mismatch: " + st.Text + ">"
}

// describeElements prints a list or a map as fmt does, and says of the elements without a value what they are.
func describeElements(of *internal.Elements) string {
	v := reflect.ValueOf(of.Values)
	states := make(map[any]internal.State, len(of.Marked))
	for i := range of.Marked {
		if e := &of.Marked[i]; e.Index < 0 {
			states[e.Key] = e.State
		} else {
			states[e.Index] = e.State
		}
	}
	text := func(at any, v any) string {
		if s := states[at]; s != nil && !s.HasValue() {
			return describe(s, v)
		}
		return fmt.Sprint(v)
	}
	var out []string
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			out = append(out, text(i, v.Index(i).Interface()))
		}
		return "[" + strings.Join(out, " ") + "]"
	}
	for it := v.MapRange(); it.Next(); {
		out = append(out, it.Key().String()+":"+text(it.Key().String(), it.Value().Interface()))
	}
	slices.Sort(out)
	return "map[" + strings.Join(out, " ") + "]"
}

func logValue(st internal.State, v any) slog.Value {
	if !st.HasValue() {
		return slog.StringValue(describe(st, v))
	}
	if v, ok := v.(slog.LogValuer); ok {
		return v.LogValue()
	}
	switch reflect.TypeOf(v).Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Struct: // package slog would print what an element hides
		return slog.StringValue(fmt.Sprint(v))
	}
	return slog.AnyValue(v)
}

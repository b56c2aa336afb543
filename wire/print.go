package wire

import (
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strconv"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

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
	if verbs := fmt.FormatString(s, verb); st.HasValue() && verbs != "%v" {
		fmt.Fprintf(s, verbs, v)
		return
	}
	_, _ = s.Write(appendText(nil, st, v, nil))
}

// appendText appends v, or what a member without a value is; v reports whether that is a secret.
func appendText(b []byte, st internal.State, v any, secrets []string) []byte {
	switch {
	case st.HasValue():
		return internal.AppendText(b, v, secrets)
	case st == nil:
		return append(b, "<absent>"...)
	case st == internal.Null():
		return append(b, "<null>"...)
	case st.Of != nil:
		return appendElements(b, st.Of, secrets)
	}
	t := reflect.TypeOf(v)
	if hasSecrets(t) {
		return append(b, "<mismatch>"...)
	}
	b = append(b, "<mismatch: "...)
	if secrets == nil {
		return append(append(b, shown(st.Text, t)...), '>')
	}
	return append(internal.Redact(b, st.Text, secrets), '>')
}

// appendElements appends a list or a map as fmt prints it, and says of the elements without a value what they are.
func appendElements(b []byte, of *internal.Elements, secrets []string) []byte {
	states := make(map[any]internal.State, len(of.Marked))
	for i := range of.Marked {
		if e := &of.Marked[i]; e.Index < 0 {
			states[e.Key] = e.State
		} else {
			states[e.Index] = e.State
		}
	}
	return internal.AppendElements(b, reflect.ValueOf(of.Values), func(b []byte, at any, v any) ([]byte, bool) {
		if s := states[at]; s != nil {
			return appendText(b, s, v, secrets), true
		}
		return b, false
	}, secrets)
}

// AppendText gives package codec what is printed.
func (o Optional[T]) AppendText(_ internal.NotForPublicUse, b []byte, secrets []string) []byte {
	return appendText(b, o.s, o.v, secrets)
}

// AppendText gives package codec what is printed.
func (o Object[T]) AppendText(_ internal.NotForPublicUse, b []byte, secrets []string) []byte {
	return appendText(b, o.s, o.p, secrets)
}

// AppendText gives package codec what is printed.
func (x Extra) AppendText(_ internal.NotForPublicUse, b []byte, secrets []string) []byte {
	if raw, ok := x.Mismatch(); ok && x.Len() == 0 {
		return internal.Redact(b, raw.String(), secrets)
	}
	if x.Len() == 0 {
		return b
	}
	return internal.Redact(b, x.String(), secrets)
}

// AppendText gives package codec what is printed.
func (r Raw) AppendText(_ internal.NotForPublicUse, b []byte, secrets []string) []byte {
	return internal.Redact(b, r.String(), secrets)
}

func logValue(st internal.State, v any) slog.Value {
	if !st.HasValue() {
		return slog.StringValue(string(appendText(nil, st, v, nil)))
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

package codec_test

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// literal is a number as it is written.
type literal string

// tokenValue reads a value with package jsontext: members by name, strings as text, numbers as literals.
func tokenValue(d *jsontext.Decoder) (any, error) {
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '"':
		return token.String(), nil
	case '0':
		return literal(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	case '[':
		list := []any{}
		for d.PeekKind() != ']' {
			element, err := tokenValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, element)
		}
		_, err = d.ReadToken()
		return list, err
	case '{':
		object := map[string]any{}
		for d.PeekKind() != '}' {
			name, err := d.ReadToken()
			if err != nil {
				return nil, err
			}
			key := name.String()
			if object[key], err = tokenValue(d); err != nil {
				return nil, err
			}
		}
		_, err = d.ReadToken()
		return object, err
	}
	return nil, nil // null
}

// readTokens reads a text that has one value.
func readTokens(text []byte) (any, error) {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	v, err := tokenValue(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

// FuzzTokens holds the codec against package jsontext token by token: every type gives back the value that it decoded, with
// its literals, and each member of a scalar type is absent, null, a mismatch or the value that its tokens say.
func FuzzTokens(f *testing.F) {
	for _, text := range documents {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Count(text, []byte("{"))+bytes.Count(text, []byte("[")) >= wire.MaxDepth {
			return // jsontext takes what is nested deeper
		}
		want, err := readTokens(text)
		for name, make := range types {
			x := make()
			if decoded := x.UnmarshalJSON(text); (decoded == nil) != (err == nil) {
				t.Fatalf("%s: %v, jsontext: %v: %q", name, decoded, err, text)
			} else if err != nil {
				continue
			}
			got, err := readTokens(x.AppendJSON(nil))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %q came back as %q (%v)", name, text, x.AppendJSON(nil), err)
			}
		}
		object, ok := want.(map[string]any)
		if !ok {
			return
		}
		x, err := sample.DecodeEverything(text)
		if err != nil {
			t.Fatal(err)
		}
		checkScalars(t, x, object)
	})
}

// checkScalars compares the members of scalar types with their tokens.
func checkScalars(t *testing.T, x *sample.Everything, object map[string]any) {
	sameState(t, object, "s", x.S, func(token any) (string, bool) { s, ok := token.(string); return s, ok })
	sameState(t, object, "b", x.B, func(token any) (bool, bool) { b, ok := token.(bool); return b, ok })
	sameState(t, object, "i", x.I, func(token any) (int32, bool) {
		n, ok := integer(token, 32)
		return int32(n), ok //nolint:gosec // integer holds n to 32 bits
	})
	sameState(t, object, "l", x.L, func(token any) (int64, bool) { return integer(token, 64) })
	sameState(t, object, "status", x.Status, func(token any) (sample.Status, bool) { s, ok := token.(string); return sample.Status(s), ok })
	member, there := object["d"]
	number, isNumber := numberOf(member)
	switch d, err := x.D.Value(); {
	case x.D.IsZero() == there || x.D.IsNull() != (there && member == nil) || isNumber != (err == nil):
		t.Fatalf("d: %v, the token is %#v", x.D, member)
	case isNumber && d.String() != number:
		t.Fatalf("d: %s, the token is %#v", d, member)
	}
}

// sameState compares the state and the value of a member with its token.
func sameState[T comparable](t *testing.T, object map[string]any, name string, o wire.Optional[T], read func(token any) (T, bool)) {
	t.Helper()
	token, there := object[name]
	want, fits := read(token)
	got, err := o.Value()
	switch {
	case o.IsZero() == there, o.IsNull() != (there && token == nil), (err == nil) != fits, o.IsMismatch() != (there && token != nil && !fits):
		t.Fatalf("%s: %v (%v), the token is %#v", name, o, err, token)
	case fits && got != want:
		t.Fatalf("%s: %v, the token is %#v", name, got, token)
	}
}

// numberOf returns the literal of a number, or of one inside a string.
func numberOf(token any) (string, bool) {
	switch n := token.(type) {
	case literal:
		return string(n), true
	case string:
		v := jsontext.Value(n)
		return n, v.IsValid() && v.Kind() == '0' && strings.TrimSpace(n) == n
	}
	return "", false
}

// integer returns the value of a number that is one, however it is written, if it fits the bits.
func integer(token any, bits int) (int64, bool) {
	text, ok := numberOf(token)
	if !ok {
		return 0, false
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if strings.Trim(mantissa, "-.0") == "" {
		return 0, true
	}
	power, err := strconv.Atoi(cmp.Or(exponent, "0"))
	if err != nil || power > 50 || power < -len(text) { // no digit is left before the point, or far too many are
		return 0, false
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok || !r.IsInt() || !r.Num().IsInt64() {
		return 0, false
	}
	n := r.Num().Int64()
	return n, n>>(bits-1) == 0 || n>>(bits-1) == -1
}

package codec_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// value reads a JSON text with the standard library, number literals kept: the oracle of value equality.
func value(t testing.TB, text []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// sameValue fails unless got is the same JSON value as want, without white space.
func sameValue(t testing.TB, got, want []byte) {
	t.Helper()
	if !json.Valid(got) {
		t.Fatalf("encoded to no JSON\n got: %s\nfrom: %s", got, want)
	}
	if !reflect.DeepEqual(value(t, got), value(t, want)) {
		t.Fatalf("another value\n got: %s\nwant: %s", got, want)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, got); err != nil || compact.Len() != len(got) {
		t.Fatalf("white space in %s", got)
	}
}

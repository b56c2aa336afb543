package wire_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
)

func TestRaw(t *testing.T) {
	for text, kind := range map[string]wire.Kind{
		`null`: wire.KindNull, `true`: wire.KindBool, `-1.0`: wire.KindNumber, `""`: wire.KindString, `[]`: wire.KindArray, ` { } `: wire.KindObject,
	} {
		r, err := wire.ParseRaw([]byte(text))
		if err != nil || r.Kind() != kind || r.String() != strings.ReplaceAll(text, " ", "") {
			t.Errorf("%s: %s, %v, %v", text, r, r.Kind(), err)
		}
	}
	r, err := wire.ParseRaw([]byte("{ \"a b\" : [ 1.0 ,\n\t2 ] }"))
	if err != nil || r.String() != `{"a b":[1.0,2]}` {
		t.Errorf("%s, %v", r, err)
	}
	var v map[string][]json.Number
	if err := r.Unmarshal(&v); err != nil || v["a b"][0] != "1.0" {
		t.Errorf("%v, %v", v, err)
	}
	if _, err := wire.RawOf(func() {}); err == nil {
		t.Error("RawOf(func): no error")
	}
	var syntax *wire.SyntaxError
	if _, err := wire.RawOf(json.RawMessage(`{"a":1,"a":2}`)); !errors.As(err, &syntax) {
		t.Errorf("RawOf with a duplicate: %v", err)
	}
	if zero := (wire.Raw{}); zero.String() != "null" || string(zero.Bytes()) != "null" || !zero.Equal(wire.Raw{}) {
		t.Errorf("the zero Raw is %s", zero)
	}
}

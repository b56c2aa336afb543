package wire_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/sample"
)

// TestSecretOptional: in every state a secret prints what it is and never what it holds, and errors do not have it either.
func TestSecretOptional(t *testing.T) {
	type secret = wire.SecretOptional[[]int32]
	for _, c := range []struct {
		text    string // empty: absent
		printed string
		value   string // what Value and ValueOr return
	}{
		{``, "<absent>", "[] member is absent, [7] <nil>"},
		{`null`, "<null>", "[] member is null, [7] <nil>"},
		{`[1,2]`, "REDACTED", "[1 2] <nil>, [1 2] <nil>"},
		{`7`, "<mismatch>", `[] type mismatch: expected an array, each element an integer, found "REDACTED", [] type mismatch: expected an array, each element an integer, found "REDACTED"`},
		{`[1,"x"]`, "<mismatch>", `[] at /1: type mismatch: expected an integer, found "REDACTED", [] at /1: type mismatch: expected an integer, found "REDACTED"`},
	} {
		var o secret
		if c.text != "" {
			if err := o.UnmarshalJSON([]byte(c.text)); err != nil {
				t.Fatal(err)
			}
		}
		v, err := o.Value()
		w, errOr := o.ValueOr([]int32{7})
		if got := fmt.Sprintf("%v %v, %v %v", v, err, w, errOr); got != c.value {
			t.Errorf("%s: got %s\nwant %s", c.text, got, c.value)
		}
		for _, got := range []string{o.String(), fmt.Sprintf("%v", o), fmt.Sprintf("%#v", o), fmt.Sprintf("%d", o), o.LogValue().String(), string(o.AppendText(internal.NotForPublicUse{}, nil, nil))} {
			if got != c.printed {
				t.Errorf("%s: prints %s, want %s", c.text, got, c.printed)
			}
		}
		if !o.Equal(o) || o.Equal(secret{Optional: wire.Some([]int32{9})}) {
			t.Errorf("%s: Equal is wrong", c.text)
		}
	}
}

// TestSecretObject is TestSecretOptional for objects.
func TestSecretObject(t *testing.T) {
	type secret = wire.SecretObject[sample.Amount]
	d := &sample.Amount{}
	for _, c := range []struct{ text, printed, err string }{
		{``, "<absent>", "member is absent"}, {`null`, "<null>", "member is null"}, {`{"currency":"EUR"}`, "REDACTED", "<nil>"},
		{`7`, "<mismatch>", `type mismatch: expected an object, found "REDACTED"`},
	} {
		var o secret
		if c.text != "" {
			if err := o.UnmarshalJSON([]byte(c.text)); err != nil {
				t.Fatal(err)
			}
		}
		p, err := o.Value()
		if held, _ := o.Get(); fmt.Sprint(err) != c.err || p != held {
			t.Errorf("%s: %v, %v; want %s", c.text, p, err, c.err)
		}
		q, err := o.ValueOr(d)
		switch {
		case errors.Is(err, wire.ErrMismatch):
			if err.Error() != c.err {
				t.Errorf("%s: ValueOr: %v, want %s", c.text, err, c.err)
			}
		case err != nil || p != nil && q != p || p == nil && q != d:
			t.Errorf("%s: ValueOr: %v, %v", c.text, q, err)
		}
		for _, got := range []string{o.String(), fmt.Sprintf("%v", o), fmt.Sprintf("%#v", o), o.LogValue().String(), string(o.AppendText(internal.NotForPublicUse{}, nil, nil))} {
			if got != c.printed {
				t.Errorf("%s: prints %s, want %s", c.text, got, c.printed)
			}
		}
		if !o.Equal(o) || o.Equal(secret{Object: wire.SomeObject(sample.Amount{Currency: wire.Some("USD")})}) {
			t.Errorf("%s: Equal is wrong", c.text)
		}
	}
}

// TestValid: well-formed text is valid, and the error of another says where it is wrong.
func TestValid(t *testing.T) {
	if err := wire.Valid([]byte(`{"a":[1]}`)); err != nil {
		t.Error(err)
	}
	var syntax *wire.SyntaxError
	if err := wire.Valid([]byte(`{"a":[1}`)); !errors.As(err, &syntax) || syntax.Offset != 7 {
		t.Errorf("got %v", err)
	}
}

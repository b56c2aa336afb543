package codec_test

import (
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
)

// The variant of an inner union encodes the discriminators of the outer ones as well, unless it has them.
func TestAppendUnknownInner(t *testing.T) {
	for raw, want := range map[string]string{
		``:                                       `{"kind":"modern","type":"t","scope":"x"}`,
		`{}`:                                     `{"kind":"modern","type":"t","scope":"x"}`,
		`7`:                                      `{"kind":"modern","type":"t","scope":"x"}`,
		`{"a":1.0}`:                              `{"kind":"modern","type":"t","scope":"x","a":1.0}`,
		`{"a":1,"scope":"y","b":2}`:              `{"kind":"modern","type":"t","a":1,"scope":"x","b":2}`,
		`{"scope":"x"}`:                          `{"kind":"modern","type":"t","scope":"x"}`,
		`{"type":"other","kind":"modern"}`:       `{"scope":"x","type":"other","kind":"modern"}`,
		`{"kind":"modern","scope":7,"type":"t"}`: `{"kind":"modern","scope":"x","type":"t"}`,
	} {
		var value wire.Raw
		if raw != "" {
			if err := value.UnmarshalJSON([]byte(raw)); err != nil {
				t.Fatal(err)
			}
		}
		got := string(codec.AppendUnknown([]byte("before "), `,"scope":`, "x", value, `,"kind":"modern"`, `,"type":"t"`))
		if got != "before "+want {
			t.Errorf("%s: %s; want %s", raw, got, want)
		}
		if got := string(codec.AppendUnknown(nil, `,"scope":`, "", value, `,"kind":"modern"`)); got != value.String() {
			t.Errorf("%s without a kind: %s", raw, got)
		}
	}
}

// An unknown variant encodes the discriminator that it names, in its place where it had one, and what it keeps unchanged.
func TestAppendUnknown(t *testing.T) {
	tests := []struct{ raw, kind, want string }{
		{``, "x", `{"kind":"x"}`},
		{`{}`, "x", `{"kind":"x"}`},
		{`7`, "x", `{"kind":"x"}`},
		{`7`, "", `7`},
		{`{"a":1}`, "", `{"a":1}`},
		{`{"a":1}`, "x", `{"kind":"x","a":1}`},
		{`{"kind":"x","a":1e3}`, "x", `{"kind":"x","a":1e3}`},
		{`{"a":{"kind":"in"},"kind":"x"}`, "x", `{"a":{"kind":"in"},"kind":"x"}`},
		{`{"a":[1,"kind"],"kind":"x","b":2}`, "y", `{"a":[1,"kind"],"kind":"y","b":2}`},
		{`{"kind":7,"b":2}`, "y", `{"kind":"y","b":2}`},
		{`{"\u006bind":"x"}`, "x", `{"\u006bind":"x"}`},
		{`{"kin":1,"kinds":2}`, "x", `{"kind":"x","kin":1,"kinds":2}`},
		{`{"kind":"\u0078"}`, "x", `{"kind":"\u0078"}`},
	}
	for _, tt := range tests {
		var raw wire.Raw
		if tt.raw != "" {
			var err error
			if raw, err = wire.ParseRaw([]byte(tt.raw)); err != nil {
				t.Fatal(err)
			}
		}
		if got := string(codec.AppendUnknown(nil, `,"kind":`, tt.kind, raw)); got != tt.want {
			t.Errorf("%s with kind %q: %s; want %s", tt.raw, tt.kind, got, tt.want)
		}
	}
}

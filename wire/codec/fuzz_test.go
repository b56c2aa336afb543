package codec_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/internal/sample"
	"github.com/azbill/azbill/wire/schema"
)

// FuzzDecode: every type agrees with another strict parser on what is JSON, and gives back what it decoded. Nesting is
// the one thing that differs, so deeper texts are left out.
func FuzzDecode(f *testing.F) {
	for _, text := range documents {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Count(text, []byte("{"))+bytes.Count(text, []byte("[")) >= wire.MaxDepth {
			return
		}
		checkVerdict(t, text, jsontext.Value(text).IsValid())
		var streamed []byte
		var page sample.ChargesListResult
		for c, err := range sample.StreamChargesListResult(bytes.NewReader(text), &page) {
			if err != nil {
				break
			}
			streamed = c.AppendJSON(streamed)
		}
		x, err := sample.DecodeEverything(text)
		if err != nil {
			return
		}
		_ = x.Validate(wire.UnknownMembers())
		if !x.Equal(*x) {
			t.Errorf("%q does not equal itself", text)
		}
	})
}

// FuzzEncode: whatever a program puts into the fields, the text is JSON, and decodes to fields that hold the same.
func FuzzEncode(f *testing.F) {
	f.Add("EUR", "500.0", "09/18/2019 21:47:31", "tags", int32(1), int64(-1), true, []byte(`{"new":1}`))
	f.Add("\u2028</script>\x00\"\\", "1e999999999", "", "", int32(-2147483648), int64(9223372036854775807), false, []byte(`[]`))
	f.Add("\xff\xed\xa0\x80", "-0.00", "\n", "s", int32(0), int64(0), true, []byte(`"x"`))
	f.Add("😀", "12345678901234567890.0123456789", "2018-04-30", `a"b/~ü`, int32(0), int64(0), true, []byte(`null`))
	f.Fuzz(func(t *testing.T, s, number, when, name string, i int32, l int64, b bool, raw []byte) {
		var x sample.Everything
		x.S, x.Odd = wire.Some(s), wire.Some(s)
		x.I, x.L, x.B = wire.Some(i), wire.Some(l), wire.Some(b)
		x.Tags = wire.Some(map[string]string{name: s, "other": when})
		x.Status = wire.Some(sample.Status(name))
		x.Names = wire.Some([]string{s, name, ""})
		if d, err := wire.ParseDecimal(number); err == nil {
			x.D = wire.Some(d)
			x.Amount.Ensure().Value = wire.Some(d)
		}
		if at, err := wire.ParseTime(when); err == nil {
			x.T = wire.Some(at)
		}
		if r, err := wire.ParseRaw(raw); err == nil {
			x.R = wire.Some(r)
			x.Extra.Set(name, r)
		}
		text := x.AppendJSON(nil)
		if !json.Valid(text) {
			t.Fatalf("encoded to %q, which is not JSON", text)
		}
		y, err := sample.DecodeEverything(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again := y.AppendJSON(nil)
		sameValue(t, again, text) // a member set in Extra that the type knows comes to its own place
		if z, err := sample.DecodeEverything(again); err != nil || !bytes.Equal(z.AppendJSON(nil), again) {
			t.Fatalf("encoded to %q, then to %q", text, again)
		}
		if utf8.ValidString(s) && utf8.ValidString(name) && utf8.ValidString(when) && !x.Equal(*y) {
			t.Fatalf("%q decodes to another value", text)
		}
	})
}

// FuzzBytes gives any bytes to every function that takes a text, for none may panic: malformed text is an error, or
// equal to itself alone.
func FuzzBytes(f *testing.F) {
	for _, s := range []string{"", "[", "{", "{\"", `{"a`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, "[1,", "[,", `"`, `"\`, "]", "1e", "-", "nul", " ", "[[]", `[{"":[}`} {
		f.Add([]byte(s), []byte("{"))
		f.Add([]byte(s), []byte(s+" "))
	}
	f.Add([]byte(strings.Repeat("[", 2*wire.MaxDepth)), []byte("[]"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if same := codec.Equal(a, b); same != codec.Equal(b, a) || same && !bytes.Equal(a, b) && (wire.Valid(a) != nil || wire.Valid(b) != nil) {
			t.Errorf("Equal(%q, %q) = %v", a, b, same)
		}
		if !codec.Equal(a, bytes.Clone(a)) {
			t.Errorf("%q is not equal to itself", a)
		}
		_, err := wire.ParseRaw(a)
		if (err == nil) != (wire.Valid(a) == nil) {
			t.Errorf("ParseRaw(%q): %v", a, err)
		}
		_, _ = wire.ParseDecimal(string(a))
		_, _ = wire.ParseTime(string(a))
		for _, make := range types {
			if decoded := make().UnmarshalJSON(a); (decoded == nil) != (err == nil) {
				t.Errorf("%T from %q: %v, as Raw: %v", make(), a, decoded, err)
			}
		}
		for _, err := range sample.StreamChargesListResult(bytes.NewReader(a), new(sample.ChargesListResult)) {
			_ = err
		}
		for typ := range sample.Model().Types {
			_ = schema.Validate(sample.Model(), typ, a, wire.UnknownMembers())
			_ = schema.StripReadOnly(sample.Model(), typ, a)
		}
	})
}

package codec_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct {
		text    string
		offset  int64
		pointer string
		msg     string
	}{
		{``, 0, ``, `the text ends too early`},
		{"  \n", 3, ``, `the text ends too early`},
		{"\xef\xbb\xbf{}", 0, ``, `byte order mark; remove it`},
		{`{} x`, 3, ``, `data after the JSON value`},
		{`{"value":1}}`, 11, ``, `data after the JSON value`},
		{`x`, 0, ``, `'x' in place of a value`},
		{`{"value":}`, 9, `/value`, `'}' in place of a value`},
		{`{"value" 1}`, 9, `/value`, `'1' in place of a colon`},
		{`{"value":1 "currency":""}`, 11, `/value`, `'"' in place of a comma or the end of the object`},
		{`{"value":1,}`, 11, ``, `'}' in place of a member name`},
		{`{,}`, 1, ``, `',' in place of a member name`},
		{`{"x":[1,]}`, 8, `/x/1`, `']' in place of a value`},
		{`{"x":[1 2]}`, 8, `/x/0`, `'2' in place of a comma or the end of the array`},
		{`{"x":[{},{"y":[tru]}]}`, 18, `/x/1/y/0`, `']' in place of true`},
		{`{"value":1.e5}`, 11, `/value`, `'e' in place of a digit`},
		{`{"value":-}`, 10, `/value`, `'}' in place of a digit`},
		{`{"value":01}`, 10, `/value`, `'1' in place of a comma or the end of the object`},
		{`{"currency":"a`, 14, `/currency`, `the text ends too early`},
		{`{"currency":"\x"}`, 13, `/currency`, `unknown escape in a string`},
		{`{"currency":"\u12g4"}`, 13, `/currency`, `\u without four hexadecimal digits in a string`},
		{`{"currency":"a\ud800b"}`, 14, `/currency`, `lone surrogate in a string`},
		{`{"currency":"\udc00"}`, 13, `/currency`, `lone surrogate in a string`},
		{`{"currency":"\ud800\ud800"}`, 13, `/currency`, `lone surrogate in a string`},
		{"{\"currency\":\"a\nb\"}", 14, `/currency`, `control character '\n' in a string; it must be escaped`},
		{"{\"currency\":\"\xff\"}", 13, `/currency`, `byte 0xff is not UTF-8`},
		{"{\"currency\":\xff}", 12, `/currency`, `byte 0xff in place of a value`},
		{"{\"\xed\xa0\x80\":1}", 2, ``, `byte 0xed is not UTF-8`},
		{`{"a/b~c":{"x":[nul]}}`, 18, `/a~1b~0c/x/0`, `']' in place of null`},
		{`{"value":1,"value":1}`, 11, `/value`, `duplicate member name`},
		{`{"value":1,"v\u0061lue":1}`, 11, `/value`, `duplicate member name`},
		{`{"value":null,"value":1}`, 14, `/value`, `duplicate member name`},
		{`{"value":"mismatch","value":1}`, 20, `/value`, `duplicate member name`},
		{`{"value":1,"value":"mismatch"}`, 11, `/value`, `duplicate member name`},
		{`{"new":1,"new":1}`, 9, `/new`, `duplicate member name`},
		{`{"new":{"a":1,"b":2,"\u0061":3}}`, 20, `/new/a`, `duplicate member name`},
	} {
		_, err := sample.DecodeAmount([]byte(c.text))
		var e *wire.SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%q: %v in place of a SyntaxError", c.text, err)
			continue
		}
		if want := (wire.SyntaxError{Offset: c.offset, Pointer: c.pointer, Msg: c.msg}); *e != want {
			t.Errorf("%q:\n got %+v\nwant %+v", c.text, *e, want)
		}
		if !strings.Contains(e.Error(), c.msg) || !strings.Contains(e.Error(), c.pointer) {
			t.Errorf("%q: message %q lacks a part", c.text, e.Error())
		}
	}
}

// TestDuplicates has a duplicate in each place where a different piece of code sees it.
func TestDuplicates(t *testing.T) {
	many := func(last string) string {
		var b strings.Builder
		for i := range 40 {
			fmt.Fprintf(&b, `"m%d":0,`, i)
		}
		return `{` + b.String() + last + `:1}`
	}
	for _, text := range []string{
		`{"s":"","s":""}`, `{"b":true,"b":true}`, `{"i":1,"i":1}`, `{"i":5e0,"i":1}`, `{"i":1,"i":5e0}`, `{"l":null,"l":null}`,
		`{"d":1,"d":1}`, `{"t":"","t":""}`, `{"r":1,"r":1}`, `{"r":null,"r":1}`, `{"status":"","status":""}`,
		`{"ratio":1,"ratio":1}`, `{"names":[],"names":[]}`, `{"amount":{},"amount":{}}`, `{"amount":1,"amount":{}}`,
		`{"charge":{},"charge":{}}`, `{"amounts":[],"amounts":[]}`, `{"byName":{},"byName":{}}`,
		`{"byName":{"a":{},"a":{}}}`, `{"tags":{"a":"","a":""}}`, `{"tags":{"a":"","a":1}}`, `{"tags":{"a":1,"a":""}}`,
		`{"deep":{"a":[],"a":[]}}`, `{"charge":{"kind":"legacy","kind":"legacy"}}`, `{"charge":{"kind":"x","kind":"x"}}`,
		`{"charge":{"kind":"legacy","id":"","id":""}}`, `{"charge":{"kind":"legacy","kind":"modern"}}`,
		many(`"m7"`), many(`"m39"`), many(`"m\u0030"`), `{"x":` + many(`"m7"`) + `}`, `{"x":` + many(`"m\u0030"`) + `}`,
		`{"r":[` + many(`"m39"`) + `]}`,
	} {
		_, err := sample.DecodeEverything([]byte(text))
		var e *wire.SyntaxError
		if !errors.As(err, &e) || e.Msg != "duplicate member name" {
			t.Errorf("%s: %v", text, err)
		}
	}
	// However many names there are: they are compared in more than one way.
	for n := 1; n < 150; n++ {
		for _, first := range []int{0, n / 2, n - 1} {
			before := `{"x":{` + numbered(n, `"m%d":0,`)
			text := fmt.Sprintf(`%s"m%d":1}}`, before, first)
			var e *wire.SyntaxError
			if err := wire.Valid([]byte(text)); !errors.As(err, &e) || e.Msg != "duplicate member name" || e.Offset != int64(len(before)) {
				t.Errorf("%s: %v", text, err)
			}
		}
		if err := wire.Valid(fmt.Appendf(nil, `{"x":{%s"m%d":1}}`, numbered(n, `"m%d":0,`), n)); err != nil {
			t.Error(err)
		}
	}
	for _, text := range []string{many(`"m40"`), `{"x":` + many(`"m"`) + `}`} {
		if _, err := sample.DecodeEverything([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestDepth(t *testing.T) {
	nested := func(open, close string, n int) []byte {
		return []byte(strings.Repeat(open, n) + strings.Repeat(close, n))
	}
	for _, c := range []struct{ open, close string }{
		{`[`, `]`}, {`{"self":`, `}`}, {`{"new":`, `}`}, {`[[{"":`, `}]]`},
	} {
		containers := strings.Count(c.open, "[") + strings.Count(c.open, "{")
		fits := nested(c.open, c.close, wire.MaxDepth/containers)
		fits = []byte(strings.Replace(string(fits), ":}", ":0}", 1))
		x, err := sample.DecodeEverything(fits)
		if err != nil {
			t.Errorf("%s… nested %d deep: %v", c.open, wire.MaxDepth, err)
			continue
		}
		if got := string(x.AppendJSON(nil)); got != string(fits) {
			t.Errorf("%s…: encoded to other text", c.open)
		}
		deep := nested(c.open, c.close, wire.MaxDepth/containers+1)
		var e *wire.SyntaxError
		if _, err := sample.DecodeEverything(deep); !errors.As(err, &e) || !strings.Contains(e.Msg, "nesting deeper than 1000") {
			t.Errorf("%s… nested too deep: %v", c.open, err)
		}
		if _, err := sample.DecodeEverything(nested(c.open, "", 1_000_000)); err == nil {
			t.Errorf("%s… a million times: no error", c.open)
		}
	}
}

func TestDecodeNothing(t *testing.T) {
	if _, err := sample.DecodeAmount(nil); err == nil {
		t.Error("decoding nil: no error")
	}
	var none *sample.Amount
	if err := none.UnmarshalJSON([]byte(`{}`)); err == nil {
		t.Error("decoding into a nil pointer: no error")
	}
	if _, err := wire.ParseRaw(nil); err == nil {
		t.Error("ParseRaw(nil): no error")
	}
	x := sample.Amount{Currency: wire.Some("EUR")}
	if err := x.UnmarshalJSON([]byte(`{"value":`)); err == nil || x.Currency.OrZero() != "EUR" {
		t.Errorf("after the error %v the value is %+v; it should have stayed", err, x)
	}
	if err := x.UnmarshalJSON([]byte(`{"value":1}`)); err != nil || !x.Currency.IsZero() {
		t.Errorf("%v, %+v; unmarshalling should replace the value", err, x)
	}
}

// TestHostileSizes decodes, encodes and validates what costs quadratic time unless something is done about it. The limit
// is generous, for slow machines: each takes a fraction of a second.
func TestHostileSizes(t *testing.T) {
	anyMemory(t)
	const n = 300_000
	var members, raw strings.Builder
	for i := range n {
		fmt.Fprintf(&members, `"m%d":%d,`, i, i)
	}
	raw.WriteString(`{"r":{` + members.String() + `"last":0}}`)
	// Each level of these unions has its discriminator after all the levels below.
	level := `{"x":[` + strings.Repeat(`"0123456789",`, 2000) + `0],"previous":`
	levels := strings.Repeat(level, 900) + `0` + strings.Repeat(`,"kind":"legacy"}`, 900)
	for name, text := range map[string]string{
		"unknown members":     `{` + members.String() + `"last":0}`,
		"members of a raw":    raw.String(),
		"late discriminators": `{"charge":` + levels + `}`,
		"mismatchs":           `{"amounts":[` + strings.Repeat(`0,`, n) + `0]}`,
		"escapes":             `{"s":"` + strings.Repeat(`\u00e4`, n) + `"}`,
		"white space":         `{` + strings.Repeat(" ", 5*n) + `"d"` + strings.Repeat("\n", 5*n) + `:0}`,
		"open strings":        strings.Repeat(`{"charge":{"a`, 100) + strings.Repeat(`\"`, n),
		"one long number":     `{"d":` + strings.Repeat("9", 20*n) + `}`,
		"one long integer":    `{"i":` + strings.Repeat("9", 20*n) + `}`,
	} {
		start := time.Now()
		x, err := sample.DecodeEverything([]byte(text))
		if (err == nil) == (name == "open strings") {
			t.Errorf("%s: %.100v", name, err)
		}
		if err == nil && len(x.AppendJSON(nil)) == 0 {
			t.Errorf("%s: nothing encoded", name)
		}
		if err == nil && x.Validate() == nil {
			t.Errorf("%s: valid, though the required member s is missing or too long", name)
		}
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

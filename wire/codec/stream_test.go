package codec_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// TestStreamMismatch: a list, or an object around it, of another type is an error once the page has it.
func TestStreamMismatch(t *testing.T) {
	for _, c := range []struct {
		text  string
		items int
		err   string // empty: none
	}{
		{`{"value":[{},{}],"nextLink":"n"}`, 2, ""},
		{`{"nextLink":"n"}`, 0, ""},
		{`{"value":null,"nextLink":"n"}`, 0, ""},
		{`null`, 0, ""},
		{`{"value":[{},null,7,"x",[]]}`, 5, ""}, // each element keeps what it is
		{`{"value":{},"nextLink":"n"}`, 0, "at /value: type mismatch: expected an array, found {}"},
		{`{"nextLink":"n", "value" : "x" }`, 0, `at /value: type mismatch: expected an array, found "x"`},
		{`{"a":[1, 2],"value": 0.50}`, 0, "at /value: type mismatch: expected an array, found 0.50"},
		{`{"value":{"0":{}}}`, 0, `at /value: type mismatch: expected an array, found {"0":{}}`},
		{`{"value":false}`, 0, "at /value: type mismatch: expected an array, found false"},
		{` [ {} ] `, 0, "type mismatch: expected an object, found [{}]"},
		{`"value"`, 0, `type mismatch: expected an object, found "value"`},
		{`{"value":{}}7`, 0, "wire: byte 12, at the top level: data after the JSON value"}, // malformed text comes first
	} {
		for _, page := range []*sample.ChargesListResult{new(sample.ChargesListResult), nil} {
			n := 0
			var failed error
			for charge, err := range sample.StreamChargesListResult(strings.NewReader(c.text), page) {
				if err != nil {
					failed = err
					break
				}
				if unknown, ok := charge.Variant.(*sample.UnknownChargeSummary); !ok || unknown.Raw.String() == "" {
					t.Errorf("%s: element %v", c.text, charge)
				}
				n++
			}
			if n != c.items || (failed == nil) != (c.err == "") || failed != nil && failed.Error() != c.err {
				t.Errorf("%s: %d elements, error %v; want %d, %s", c.text, n, failed, c.items, c.err)
			}
			var at *wire.ElementError
			if failed == nil || !errors.As(failed, &at) || page == nil {
				continue
			}
			if !errors.Is(failed, wire.ErrMismatch) {
				t.Errorf("%s: %v is not an ErrMismatch", c.text, failed)
			}
			whole, err := sample.DecodeChargesListResult([]byte(c.text))
			if got, want := string(page.AppendJSON(nil)), string(whole.AppendJSON(nil)); got != want || err != nil {
				t.Errorf("%s: the page is %s, want %s", c.text, got, want)
			}
		}
	}
}

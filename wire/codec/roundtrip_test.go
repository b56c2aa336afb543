package codec_test

import (
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// documents are texts in which everything that can go missing is there. Each goes through each type, so most members
// are unknown to most types.
var documents = []string{
	`{}`, `[]`, `null`, `true`, `"text"`, `500.0`, `1e999999999`, ` { } `, `[ 1 , 2 ]`, `{"":{"":""}}`,
	`{"currency":"EUR","value":500.0}`,
	`{"value":1e3,"currency":null}`,
	`{"value":1234567890123456789012345678.0123456789}`,
	`{"value":-0.0,"currency":"a\u0000\ud83d\ude00\"\\\/\b\f\n\r\tü` + "\u2028" + `"}`,
	`{"value":"12","currency":12,"extra":{"z":1,"a":[1.50,null,{}]}}`,
	`{"value":[],"currency":{"value":"x"}}`,
	`{"s":"","b":false,"i":0,"l":0,"d":0,"t":"","r":null}`,
	`{"r":[],"l":9223372036854775807,"i":-2147483648,"t":"09/18/2019 21:47:31","b":true,"d":0.10}`,
	`{"i":2147483648,"l":9223372036854775808,"b":"1","s":1,"d":"1","t":1}`,
	`{"i":500.0,"l":5e2}`, `{"i":-0,"l":-0.0}`, `{"i":1.5,"l":1e99}`, `{"i":1E+3,"l":10e-1}`, `{"i":"5","l":null}`,
	`{"status":"New","ratio":1.10,"names":["a","b"]}`,
	`{"status":1,"ratio":"1","names":["a",1]}`,
	`{"status":null,"ratio":null,"names":null}`,
	`{"names":{}}`, `{"names":[]}`, `{"names":[null]}`,
	`{"amount":{"value":1,"new":{"x":[]}},"self":{"self":{"self":{"unknown":1,"i":7.0}}}}`,
	`{"amount":"12.50 EUR"}`, `{"amount":null}`, `{"amount":[{"value":1}]}`,
	`{"charge":{"kind":"legacy"}}`, `{"charge":{"kind":"other","x":1}}`, `{"charge":{}}`, `{"charge":7}`, `{"charge":null}`,
	`{"charge":{"kind":7}}`, `{"charge":{"kind":null,"properties":{}}}`, `{"charge":{"k\u0069nd":"leg\u0061cy","id":"1"}}`,
	`{"amounts":[{"value":1},null,"x",{"value":"x"},[]]}`, `{"amounts":{}}`, `{"amounts":[]}`, `{"amounts":null}`,
	`{"charges":[{"kind":"modern"},{"kind":"Modern"},null,[],{"x":{"kind":"legacy"},"kind":"legacy"}]}`,
	`{"byName":{"b":{"value":1},"a":null,"c":[1]}}`, `{"byName":[]}`, `{"byName":{}}`,
	`{"statuses":["Active","New"]}`, `{"statuses":["Active",null]}`, `{"statuses":"Active"}`,
	`{"tags":{"z":"1","a":"2","":"3"}}`, `{"tags":{"z":null}}`, `{"tags":{}}`, `{"tags":[]}`,
	`{"grid":[[1,2],[],[3]]}`, `{"grid":[[1,2.0]]}`, `{"grid":[null]}`,
	`{"deep":{"x":["2018-04-30",""],"y":[]}}`, `{"deep":{"x":[1]}}`, `{"deep":{"x":null}}`,
	`{"a\"b/~ü":"odd","a\u0022b/~\u00fc ":"not"}`,
	`{"value":[{"kind":"legacy","id":"/x","properties":{"azureCharges":5000.00,"usageStart":"2019-09-01"}}],"nextLink":null}`,
	`{"value":[{"kind":"modern","properties":{"azureCharges":{"currency":"USD","value":265.09},"isInvoiced":"no"}}]}`,
	`{"value":{"not":"a list"},"nextLink":"https://x/?a=b&c=<d>"}`,
	`{"value":null}`, `{"value":"x","nextLink":5}`,
	`{"kind":"legacy","id":null}`, `{"kind":"Legacy"}`, `{"id":"x"}`, `{"kind":5,"id":"x"}`, `{"kind":{"kind":"legacy"}}`,
}

type coder interface {
	UnmarshalJSON([]byte) error
	AppendJSON([]byte) []byte
	MarshalJSON() ([]byte, error)
}

// types are the sample types and Raw, each as something that decodes and encodes.
var types = map[string]func() coder{
	"Raw":                 func() coder { return new(wire.Raw) },
	"Amount":              func() coder { return new(sample.Amount) },
	"Everything":          func() coder { return new(sample.Everything) },
	"ChargesListResult":   func() coder { return new(sample.ChargesListResult) },
	"ChargeSummary":       func() coder { return new(sample.ChargeSummary) },
	"LegacyChargeSummary": func() coder { return new(sample.LegacyChargeSummary) },
	"ModernChargeSummary": func() coder { return new(sample.ModernChargeSummary) },
	"ModernChargeProps":   func() coder { return new(sample.ModernChargeProps) },
}

func TestRoundTrip(t *testing.T) {
	for name, make := range types {
		t.Run(name, func(t *testing.T) {
			for _, text := range documents {
				roundTrip(t, make, []byte(text))
			}
		})
	}
}

// roundTrip decodes and encodes text, and does so again with what came out.
func roundTrip(t testing.TB, make func() coder, text []byte) {
	t.Helper()
	x := make()
	if err := x.UnmarshalJSON(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	got := x.AppendJSON(nil)
	sameValue(t, got, text)
	if marshaled, err := x.MarshalJSON(); err != nil || string(marshaled) != string(got) {
		t.Fatalf("MarshalJSON: %s, %v; AppendJSON: %s", marshaled, err, got)
	}
	if after := string(x.AppendJSON([]byte("before"))); after != "before"+string(got) {
		t.Fatalf("appended to other text: %s\nalone: %s", after, got)
	}
	y := make()
	if err := y.UnmarshalJSON(got); err != nil {
		t.Fatalf("decode again %s: %v", got, err)
	}
	if again := y.AppendJSON(nil); string(again) != string(got) {
		t.Fatalf("encoding twice\n got: %s\nthen: %s", got, again)
	}
}

package codec_test

import (
	"errors"

	"runtime"
	"strings"
	"testing"

	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
)

// liveBytes returns how much memory what decode returns takes, and the error. Text does not count: it is there before.
func liveBytes(t *testing.T, decode func() (any, error)) (int64, error) {
	t.Helper()
	_, _ = decode() // what is made once
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC() // the first one moves pooled values aside, the second one drops them
	runtime.ReadMemStats(&before)
	v, err := decode()
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(v)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc), err
}

// TestMemory: the live size of what is decoded is at most 24 times the text, and of pages as a service sends them 12
// times; or decoding refuses the text, by an error that says how to allow it.
func TestMemory(t *testing.T) {
	page := func(data string) (any, error) { return consumption.DecodeChargesListResult([]byte(data)) }
	usage := func(data string) (any, error) { return consumption.DecodeUsageDetailsListResult([]byte(data)) }
	everything := func(data string) (any, error) { return sample.DecodeEverything([]byte(data)) }
	list := func(before, element, after string) func(n int) string {
		return func(n int) string {
			return before + strings.Repeat(element+",", n/len(element)) + element + after
		}
	}
	for _, c := range []struct {
		name   string
		decode func(string) (any, error)
		text   func(n int) string
		most   float64 // times the text
	}{
		{"charges", page, list(`{"value":[`, chargeText, `]}`), 12},
		{"sparse charges", page, list(`{"value":[`, `{"kind":"legacy","id":"/subscriptions/0/x","properties":{"azureCharges":1.5}}`, `]}`), 12},
		{"empty objects in a list of structs", everything, list(`{"amounts":[`, `{}`, `]}`), 24},
		{"empty objects of a large struct", everything, list(`{"self":{"charges":[`, `{"kind":"modern","properties":{}}`, `]}}`), 24},
		{"empty objects of a larger struct", usage, list(`{"value":[`, `{"kind":"legacy","properties":{}}`, `]}`), 24},
		{"empty unions", page, list(`{"value":[`, `{}`, `]}`), 24},
		{"numbers in place of unions", page, list(`{"value":[`, `0`, `]}`), 24},
		{"kinds alone", page, list(`{"value":[`, `{"kind":"legacy"}`, `]}`), 24},
		{"numbers in place of structs", everything, list(`{"amounts":[`, `0`, `]}`), 24},
		{"empty strings", everything, list(`{"names":[`, `""`, `]}`), 24},
		{"numbers in place of strings", everything, list(`{"names":[`, `0`, `]}`), 24},
		{"nulls in place of strings", everything, list(`{"names":[`, `null`, `]}`), 24},
		{"empty lists", everything, list(`{"grid":[`, `[]`, `]}`), 24},
		{"lists of one number", everything, list(`{"grid":[`, `[0]`, `]}`), 24},
		{"unknown members", everything, func(n int) string { return `{` + numbered(n/9, `"%x":0,`) + `"s":""}` }, 24},
		{"entries", everything, func(n int) string { return `{"tags":{` + numbered(n/9, `"%x":"",`) + `"s":""}}` }, 24},
		{"entries of structs", everything, func(n int) string { return `{"byName":{` + numbered(n/9, `"%x":{},`) + `"s":{}}}` }, 24},
		{"entries of another type", everything, func(n int) string { return `{"tags":{` + numbered(n/9, `"%x":0,`) + `"s":""}}` }, 24},
		{"members of another type", everything, list(`{"amounts":[`, `{"value":[]}`, `]}`), 24},
		{"lists in one another", everything, list(`{"deep":{"a":["",`, `""`, `]}}`), 24},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range []int{1 << 20, 4 << 20} {
				if n > 1<<20 && (testing.Short() || underRace) {
					continue
				}
				text := c.text(n)
				bytes, err := liveBytes(t, func() (any, error) { return c.decode(text) })
				var syntax *wire.SyntaxError
				if err != nil {
					if !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, "wire.SetMemoryLimit") || c.most < 24 {
						t.Fatal(err)
					}
					t.Logf("%d bytes of text are refused: %v", len(text), err)
					continue
				}
				times := float64(bytes) / float64(len(text))
				t.Logf("%d bytes of text take %.1f times as much", len(text), times)
				if times > c.most {
					t.Errorf("%d bytes of text take %d bytes, %.1f times as much", len(text), bytes, times)
				}
			}
		})
	}
}

const chargeText = `{"kind":"modern","id":"/providers/Microsoft.Billing/billingAccounts/1234:5678/billingProfiles/42425/providers/Microsoft.Consumption/charges/1",` +
	`"name":"charges","type":"Microsoft.Consumption/charges","properties":{"billingPeriodId":"/providers/Microsoft.Billing/billingAccounts/1234:5678/billingPeriods/202001",` +
	`"azureCharges":{"currency":"USD","value":500.0},"chargesBilledSeparately":{"currency":"USD","value":0.0},"marketplaceCharges":{"currency":"USD","value":12.25},` +
	`"usageStart":"2019-09-01T00:00:00Z","usageEnd":"2019-09-30T00:00:00Z","isInvoiced":true}}`

// TestMemoryLimit: the limit is what is set, for every way to decode; texts below the least are never refused.
func TestMemoryLimit(t *testing.T) {
	text := []byte(`{"amounts":[` + strings.Repeat(`{},`, 1000) + `{}]}`)
	if _, err := sample.DecodeEverything(text); err != nil {
		t.Errorf("with the default: %v", err)
	}
	former := wire.SetMemoryLimit(wire.MemoryLimit{Least: 10_000, Factor: 2})
	defer wire.SetMemoryLimit(former)
	if former != wire.DefaultMemoryLimit() {
		t.Errorf("%v was set in place of the default", former)
	}
	refused := func(what string, err error) {
		t.Helper()
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, "10000 bytes") {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := sample.DecodeEverything(text)
	refused("Decode", err)
	refused("UnmarshalJSON", new(sample.Everything).UnmarshalJSON(text))
	var amounts wire.Optional[[]sample.Amount]
	refused("Optional", amounts.UnmarshalJSON(text[len(`{"amounts":`):len(text)-1]))
	n := 0
	for _, err := range consumption.StreamChargesListResult(strings.NewReader(`{"value":[`+strings.Repeat(`{"kind":"modern","properties":{}},`, 10_000)+`{}]}`), nil) {
		if n++; err != nil {
			t.Fatalf("streaming, where each element counts alone: %v", err)
		}
	}
	if n != 10_001 {
		t.Errorf("%d elements streamed", n)
	}
	wire.SetMemoryLimit(wire.MemoryLimit{})
	if _, err := sample.DecodeEverything(text); err != nil {
		t.Errorf("without a limit: %v", err)
	}

}

// TestMemoryLimitAnywhere ends the decoding of each type from each text at the first byte of memory, at the eighth and so on:
// it is an error that names the limit, until there is enough for the value that comes without a limit.
func TestMemoryLimitAnywhere(t *testing.T) {
	former := wire.SetMemoryLimit(wire.MemoryLimit{})
	defer wire.SetMemoryLimit(former)
	refused := 0
	for _, text := range append([]string{
		`{"amounts":[{"x":0},{"x":0},{"\u0078":0}],"x":{},"y":0}`, `{"charges":[{"kind":5},{"kind":"new"},{"kind":"legacy","x":1},0,null]}`,
		`{"byName":{"a":{"x":0},"b":0,"c":null},"deep":{"a":["b",0,null],"b":0},"grid":[["5",0,null],0]}`, `{"charge":{"properties":{},"kind":"none","x":0},"i":"5","d":"5","amount":0}`,
	}, documents...) {
		for name, make := range types {
			wire.SetMemoryLimit(wire.MemoryLimit{})
			want := make()
			if want.UnmarshalJSON([]byte(text)) != nil {
				continue
			}
			for least := int64(1); ; least += 8 {
				wire.SetMemoryLimit(wire.MemoryLimit{Least: least})
				got := make()
				err := got.UnmarshalJSON([]byte(text))
				if err == nil {
					if string(got.AppendJSON(nil)) != string(want.AppendJSON(nil)) {
						t.Errorf("%s from %s with %d bytes: %s", name, text, least, got.AppendJSON(nil))
					}
					break
				}
				var syntax *wire.SyntaxError
				if refused++; !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, "wire.SetMemoryLimit") {
					t.Fatalf("%s from %s with %d bytes: %v", name, text, least, err)
				}
			}
		}
	}
	if refused < 1000 {
		t.Errorf("%d texts refused: the limit is not reached in enough places", refused)
	}
}

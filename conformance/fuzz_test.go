package conformance

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/azbill/azbill/conformance/internal/schema"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
)

// FuzzGenerated: types of real documents, which are hundreds where the samples of package wire are a few, agree with
// another strict parser on what is JSON, and give back what they decoded. All read the text, one after the other, so that
// what a decoder has learned of one meets another.
func FuzzGenerated(f *testing.F) {
	types := map[string]func([]byte) (codec.Appender, error){
		"charges":         decoder(consumption20240801.DecodeChargesListResult),
		"usage details":   decoder(consumption20240801.DecodeUsageDetailsListResult),
		"recommendations": decoder(consumption20240801.DecodeReservationRecommendationsListResult),
		"price sheet":     decoder(consumption20240801.DecodePriceSheetResult),
		"budget":          decoder(consumption20240801.DecodeBudget),
		"accounts":        decoder(billing20200501.DecodeBillingAccountListResult),
		"invoices":        decoder(billing20200501.DecodeInvoiceListResult),
		"transactions":    decoder(billing20200501.DecodeTransactionListResult),
	}
	samples, err := filepath.Glob(filepath.Join("..", "testdata", "examples", "*", "*", "*", "*", "*.json"))
	if err != nil || len(samples) == 0 {
		f.Fatalf("no samples found: %v", err)
	}
	for _, file := range samples {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		if compact := jsontext.Value(bytes.Clone(text)); compact.Compact() == nil {
			f.Add([]byte(compact))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Count(text, []byte("{"))+bytes.Count(text, []byte("[")) >= wire.MaxDepth {
			return // the other parser takes what is nested deeper
		}
		valid := jsontext.Value(text).IsValid()
		for name, decode := range types {
			x, err := decode(text)
			if (err == nil) != valid {
				t.Fatalf("%s: %v, though valid is %v: %q", name, err, valid, text)
			}
			if err == nil && !codec.Equal(x.AppendJSON(nil), text) {
				t.Fatalf("%s: %q came back as %s", name, text, x.AppendJSON(nil))
			}
		}
	})
}

func decoder[P codec.Appender](decode func([]byte) (P, error)) func([]byte) (codec.Appender, error) {
	return func(text []byte) (codec.Appender, error) { return decode(text) }
}

// FuzzValidate: whatever a body holds, Validate of the generated types and the schema check, which renders the raw document
// for a JSON Schema library, find the same. The first number chooses one of the documented bodies, for its document,
// operation and status.
func FuzzValidate(f *testing.F) {
	targets, err := Suite{Targets: own(f)}.prepare()
	if err != nil {
		f.Fatal(err)
	}
	var bodies []*subject
	for _, target := range targets {
		if err := target.schemas.Compile(); err != nil {
			f.Fatal(err)
		}
		for _, message := range target.exchanges() {
			if s := message.(*subject); hasTypedBody(s.x) {
				f.Add(uint16(len(bodies)), s.x.body.JSON) //nolint:gosec // there are hundreds
				bodies = append(bodies, s)
			}
		}
	}
	if len(bodies) < 20 {
		f.Fatalf("%d documented bodies", len(bodies))
	}
	f.Fuzz(func(t *testing.T, n uint16, text []byte) {
		x := bodies[int(n)%len(bodies)].WithBody(text).(*subject).x
		if len(text) > 100_000 || x.body == nil || x.body.err != nil || len(x.body.flaws) > 0 {
			return
		}
		checkSchema(x)
		for _, findings := range [][]Finding{checkDecode(x), checkRoundTrip(x), checkStable(x), checkValidate(x)} {
			for _, finding := range findings {
				if finding.Code != schema.RuleLimit {
					t.Errorf("%s %s: %q: %s", x.sample.Path(), x.message.Name, text, finding.Text())
				}
			}
		}
	})
}

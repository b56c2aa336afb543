package generator_test

import (
	"errors"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
)

// Later stages do not wait for the verdict of the first one, but what they say counts after it: of a document that is no
// OpenAPI nothing is generated, and nothing is said that may follow from that.
func TestTheVerdictComesFirst(t *testing.T) {
	const taken = `"Base":{"type":"object","discriminator":"k","required":["k"],"properties":{"k":{"type":"string"}}},` +
		`"One":{"x-ms-discriminator-value":"v","allOf":[{"$ref":"#/definitions/Base"}]},"Two":{"x-ms-discriminator-value":"v","allOf":[{"$ref":"#/definitions/Base"}]}`
	for _, c := range []struct{ name, text, code string }{
		{"sound, but two variants have one value", definitions + taken + `}}`, "discriminator-value-taken"},
		{"unsound", definitions + `"A":{"type":"object","required":["a","a"]}}}`, "openapi-invalid"},
		{"both", definitions + taken + `,"A":{"type":"object","required":["a","a"]}}}`, "openapi-invalid"},
	} {
		files, err := generateText(t, "doc.json", []byte(c.text))
		var problems diag.Errors
		if !errors.As(err, &problems) || files != nil {
			t.Errorf("%s: %d files, error %v", c.name, len(files), err)
			continue
		}
		for _, p := range problems {
			if p.Code != c.code {
				t.Errorf("%s: %v, want only %s", c.name, p, c.code)
			}
		}
	}
}

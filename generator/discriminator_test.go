package generator_test

import (
	"testing"
)

// TestHostileDiscriminators: a document whose unions make no sense is refused, with the place, or its code compiles.
func TestHostileDiscriminators(t *testing.T) {
	const (
		head3 = `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{`
		kind  = `"discriminator":"kind","required":["kind"],"properties":{"kind":{"type":"string"}}`
		kind3 = `"type":"object","required":["kind"],"properties":{"kind":{"type":"string"}}`
		baseA = `{"$ref":"#/definitions/A"}`
		baseB = `{"$ref":"#/definitions/B"}`
	)
	for _, c := range []struct {
		name, text string
		refused    bool
	}{
		{"member that is not there", definitions + `"A":{"type":"object","discriminator":"kind"},"C":{"allOf":[` + baseA + `]}}}`, true},
		{"two bases, one member", definitions + `"A":{` + kind + `},"B":{` + kind + `},"C":{"allOf":[` + baseA + `,` + baseB + `]}}}`, false},
		{"two bases, two members", definitions + `"A":{` + kind + `},"B":{"discriminator":"scope","properties":{"scope":{"type":"string"}}},` +
			`"C":{"allOf":[` + baseA + `,` + baseB + `]}}}`, false},
		{"the same base twice", definitions + `"A":{` + kind + `},"C":{"allOf":[` + baseA + `,` + baseA + `]}}}`, false},
		{"variants of one value", definitions + `"A":{` + kind + `},"C":{"x-ms-discriminator-value":"v","allOf":[` + baseA + `]},` +
			`"D":{"x-ms-discriminator-value":"v","allOf":[` + baseA + `]}}}`, true},
		{"a variant of a variant that has the base's member again", definitions + `"A":{` + kind + `},"C":{"allOf":[` + baseA + `],` + kind + `},` +
			`"D":{"allOf":[{"$ref":"#/definitions/C"}],` + kind + `}}}`, false},
		{"the member is an object", definitions + `"A":{"discriminator":"kind","properties":{"kind":{"type":"object","properties":{"a":{"type":"string"}}}}},` +
			`"C":{"allOf":[` + baseA + `]}}}`, false},
		{"the member is another union", definitions + `"A":{"discriminator":"kind","properties":{"kind":` + baseB + `}},"B":{` + kind + `},` +
			`"C":{"allOf":[` + baseA + `]},"D":{"allOf":[` + baseB + `]}}}`, false},
		{"the member is called as a method", definitions + `"A":{"discriminator":"raw","properties":{"raw":{"type":"string"}}},"C":{"allOf":[` + baseA + `]}}}`, false},
		{"mapping to nothing", head3 + `"A":{` + kind3 + `,"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/None"}}}}}}`, true},
		{"mapping to itself", head3 + `"A":{` + kind3 + `,"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/A"}}}}}}`, false},
		{"mapping to a string", head3 + `"A":{` + kind3 + `,"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/S"}}},"S":{"type":"string"}}}}`, false},
		{"mapping to a list of itself", head3 + `"A":{` + kind3 + `,"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/L"}}},` +
			`"L":{"type":"array","items":{"$ref":"#/components/schemas/A"}}}}}`, false},
		{"mapping to an enumeration", head3 + `"A":{` + kind3 + `,"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/E"}}},` +
			`"E":{"type":"string","enum":["x"]}}}}`, false},
		{"two values for one variant", head3 + `"A":{` + kind3 + `,"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/C","b":"#/components/schemas/C"}}},` +
			`"C":{"type":"object","properties":{"kind":{"type":"string"}}}}}}`, false},
		{"a list in lists of itself", definitions + `"L":{"type":"array","items":{"type":"array","items":{"$ref":"#/definitions/L"}}},` +
			`"M":{"type":"object","additionalProperties":{"$ref":"#/definitions/M"}},"S":{"properties":{"l":{"$ref":"#/definitions/L"},"m":{"$ref":"#/definitions/M"}}}}}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, err := generateText(t, "doc.json", []byte(c.text))
			if (err != nil) != c.refused {
				t.Fatalf("refused: %v", err)
			}
			if err == nil {
				harmlessSource(t, files)
			}
		})
	}
}

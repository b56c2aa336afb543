package openapi_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// TestHierarchy: what each base's discriminator selects, as "value→schema".
func TestHierarchy(t *testing.T) {
	const swagger = `{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{},"definitions":{
		"Base":{"discriminator":"kind","properties":{"kind":{"type":"string"}}},
		"Named":{"allOf":[{"$ref":"#/definitions/Base"}]},
		"Valued":{"allOf":[{"$ref":"#/definitions/Base"}],"x-ms-discriminator-value":"v"},
		"Below":{"allOf":[{"$ref":"#/definitions/Named"}]},
		"TwoWays":{"allOf":[{"$ref":"#/definitions/Named"},{"$ref":"#/definitions/Valued"}]},
		"Nested":{"allOf":[{"$ref":"#/definitions/Base"}],"discriminator":"scope","properties":{"scope":{"type":"string"}}},
		"InNested":{"allOf":[{"$ref":"#/definitions/Nested"}]},
		"Again":{"allOf":[{"$ref":"#/definitions/Base"}],"discriminator":"kind"},
		"InAgain":{"allOf":[{"$ref":"#/definitions/Again"}]},
		"Apart":{"properties":{"kind":{"type":"string"}}}
	}}`
	const mapped = `{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{
		"Base":{"oneOf":[{"$ref":"#/components/schemas/A"}],"discriminator":{"propertyName":"kind","mapping":{"one":"A","two":"#/components/schemas/A"}}},
		"A":{"properties":{"kind":{"type":"string"}}}
	}}}`
	for name, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"allOf": {swagger, map[string]string{
			"Base":   "Named→Named Below→Below TwoWays→TwoWays v→Valued Nested→Nested Again→Again InAgain→InAgain Base→Base",
			"Nested": "InNested→InNested Nested→Nested", "Again": "InAgain→InAgain Again→Again",
		}},
		"mapping": {mapped, map[string]string{"Base": "one→A two→A A→A"}},
	} {
		t.Run(name, func(t *testing.T) {
			var problems diag.List
			doc := openapi.Load(openapi.Source{Path: "d.json", FS: fstest.MapFS{"d.json": {Data: []byte(c.text)}}}, &problems)
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			h := openapi.HierarchyOf(doc)
			got := map[string]string{}
			for _, s := range doc.Schemas {
				var variants []string
				for _, v := range h.Variants(s) {
					variants = append(variants, v.Value+"→"+v.Schema.Name)
				}
				if len(variants) > 0 {
					got[s.Name] = strings.Join(variants, " ")
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("variants (-want +got):\n%s", diff)
			}
		})
	}
}

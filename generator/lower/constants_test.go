package lower_test

import (
	"fmt"
	"testing"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// TestManyUnions: a variant implies as many discriminators as package codec keeps bits for; the others are fields, so that
// no value is lost.
func TestManyUnions(t *testing.T) {
	const unions = 70
	variant := &openapi.Schema{Name: "V", Type: "object"}
	doc := &openapi.Document{Schemas: []*openapi.Schema{variant}}
	for i := range unions {
		name := fmt.Sprintf("k%02d", i)
		variant.Properties = append(variant.Properties, &openapi.Property{Name: name, Schema: text()})
		doc.Schemas = append(doc.Schemas, &openapi.Schema{
			Name: "U" + name, OneOf: []*openapi.Schema{{Ref: variant}},
			Discriminator: &openapi.Discriminator{Property: name, Mapping: []openapi.Mapping{{Value: "v", Schema: variant}}},
		})
	}
	var problems diag.List
	pkg := lower.Package(doc, "spec.json", 0, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	for _, d := range pkg.Decls {
		if st, ok := d.(*ir.Struct); ok {
			if len(st.Consts) != 64 || len(st.Consts)+len(st.Fields) != unions {
				t.Errorf("%d implied discriminators and %d fields", len(st.Consts), len(st.Fields))
			}
			return
		}
	}
	t.Error("no struct")
}

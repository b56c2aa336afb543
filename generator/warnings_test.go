package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/openapi/diag"
)

// TestWarnings: what a document says and the generated package cannot do is named, once, with its place.
func TestWarnings(t *testing.T) {
	for _, c := range []struct{ name, definitions, want string }{
		{"a pattern that is not one of ECMA 262", `"A":{"properties":{"a":{"type":"string","pattern":"(a"}}}`, "#/definitions/A/properties/a: Validate does not check"},
		{"a type that both parts exclude", `"A":{"allOf":[{"properties":{"a":{"type":"string"}}}],"properties":{"a":{"type":"boolean"}}}`, "#/definitions/A/properties/a: parts of the object declare"},
		{"look-around and two types of one kind", `"A":{"allOf":[{"properties":{"a":{"type":"integer"}}}],"properties":{"a":{"type":"number"},"b":{"type":"string","pattern":"(?!a)"}}}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "doc.json")
			if err := os.WriteFile(path, []byte(definitions+c.definitions+`}}`), 0o600); err != nil {
				t.Fatal(err)
			}
			var warnings diag.List
			if _, err := generator.Generate(generator.Config{Packages: []generator.Package{{Spec: path, Out: "p"}}, Warnings: &warnings}); err != nil {
				t.Fatal(err)
			}
			list := warnings.Warnings()
			switch {
			case c.want == "" && len(list) > 0, c.want != "" && len(list) != 1:
				t.Errorf("%d warnings: %v", len(list), list)
			case c.want != "" && !strings.Contains(list[0].Error(), c.want):
				t.Errorf("have %s", list[0].Error())
			}
		})
	}
}

package schema

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// TestHostileDocuments compiles what a document may say to bring a checker down, and checks a value with it.
func TestHostileDocuments(t *testing.T) {
	ways := ""
	for i := range 60 {
		ways += fmt.Sprintf(`"D%d":{"allOf":[{"$ref":"#/definitions/D%d"},{"$ref":"#/definitions/D%d"}],"properties":{"p%d":{"type":"string"}}},`, i, i+1, i+1, i)
	}
	for name, c := range map[string]struct{ schema, definitions, body, want string }{
		"huge value":               {`{"enum":[1e9999999,5]}`, ``, `5`, ``},
		"huge value, deep":         {`{"enum":[{"a":[-1e-9999999]}]}`, ``, `5`, ` enum`},
		"huge number":              {`{"enum":[5]}`, ``, `1e999999999`, ` enum`},
		"inheritance by many ways": {`{"$ref":"#/definitions/D0"}`, ways + `"D60":{"properties":{"x":{"type":"string"}}}`, `{"p59":1,"x":1}`, ` limit`},
		"names like pointers":      {`{"properties":{"a%2Fb ~/":{"enum":["x"]},"value":{"enum":["x"]}}}`, ``, `{"a%2Fb ~/":"y","value":null}`, `/a%2Fb ~0~1 enum`},
		"a member of its own type": {`{"$ref":"#/definitions/A"}`, `"A":{"properties":{"a":{"$ref":"#/definitions/A"}}}`, `{"a":{"a":{"a":1}}}`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"swagger":"2.0","info":{"title":"T","version":"1"},"definitions":{` + c.definitions + `},` +
				`"paths":{"/a":{"get":{"operationId":"A_B","responses":{"200":{"description":"","schema":` + c.schema + `}}}}}}`
			var problems diag.List
			doc := openapi.Load(openapi.Source{Path: "d.json", Root: ".", FS: fstest.MapFS{"d.json": {Data: []byte(text)}}}, &problems)
			if doc == nil {
				t.Fatal(problems.Err())
			}
			set, err := Compile(doc, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, v := range set.Response(doc.Operations[0], "200", parse(t, c.body)) {
				got.WriteString(v.Pointer + " " + v.Rule)
			}
			if got.String() != c.want {
				t.Errorf("got %q, want %q", got.String(), c.want)
			}
		})
	}
}

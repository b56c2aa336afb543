package generator_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/openapi/diag"
)

const selectable = `{"swagger": "2.0", "info": {"title": "S", "version": "1"}, "paths": {
 "/as": {"get": {"operationId": "As_List", "tags": ["A"], "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/A"}}}}},
 "/a": {"delete": {"operationId": "As_Delete", "tags": ["A"], "responses": {"204": {"description": ""}}}},
 "/b": {"get": {"operationId": "Bs_Get", "tags": ["B"], "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/B"}}}}}},
 "definitions": {
 "A": {"type": "object", "properties": {"part": {"$ref": "#/definitions/Part"}}},
 "B": {"type": "object", "properties": {"id": {"type": "string"}}},
 "Part": {"type": "object", "properties": {"id": {"type": "string"}}},
 "Unused": {"type": "object", "properties": {"id": {"type": "string"}}}}}`

// What a selection leaves of a document: its request types and types.
func TestSelection(t *testing.T) {
	all := "AsListRequest AsDeleteRequest BsGetRequest A B Part Unused"
	for _, tt := range []struct {
		name   string
		choose generator.Selection
		want   string
		warns  string
	}{
		{"nothing said", generator.Selection{}, all, ""},
		{"an operation and what it reaches", generator.Selection{Operations: []string{"As_List"}}, "AsListRequest A Part", ""},
		{"a pattern", generator.Selection{Operations: []string{"As_*"}}, "AsListRequest AsDeleteRequest A Part", ""},
		{"all but some", generator.Selection{Operations: []string{"!*_Delete"}}, "AsListRequest BsGetRequest A B Part", ""},
		{"some but some", generator.Selection{Operations: []string{"As_*", "!*_Delete"}}, "AsListRequest A Part", ""},
		{"a tag", generator.Selection{Tags: []string{"B"}}, "BsGetRequest B", ""},
		{"all tags but one", generator.Selection{Tags: []string{"!B"}}, "AsListRequest AsDeleteRequest A Part", ""},
		{"a tag and operations", generator.Selection{Tags: []string{"A"}, Operations: []string{"*_List", "*_Get"}}, "AsListRequest A Part", ""},
		{"types alone", generator.Selection{Types: []string{"A"}}, "A Part", ""},
		{"all types but one", generator.Selection{Types: []string{"!Unused"}}, "AsListRequest AsDeleteRequest BsGetRequest A B Part", ""},
		{"all types but one that something reaches", generator.Selection{Types: []string{"!Part"}}, all, ""},
		{"operations and types", generator.Selection{Operations: []string{"Bs_Get"}, Types: []string{"Un*"}}, "BsGetRequest B Unused", ""},
		{"operations, and types but some", generator.Selection{Operations: []string{"Bs_Get"}, Types: []string{"!Un*"}}, "BsGetRequest B", ""},
		{"a pattern that fits nothing", generator.Selection{Operations: []string{"Bs_Get", "Bs_Gte"}}, "BsGetRequest B",
			`s.json: operations: "Bs_Gte" fits nothing (did you mean Bs_Get?); correct or delete it [selection-unused]`},
		{"an exclusion that fits nothing", generator.Selection{Operations: []string{"Bs_Get", "!Cs_*"}}, "BsGetRequest B", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var warnings diag.List
			dirs, err := generator.Generate(generator.Config{
				Packages: []generator.Package{{Spec: "s.json", FS: fstest.MapFS{"s.json": {Data: []byte(selectable)}}, Select: tt.choose}}, Warnings: &warnings,
			})
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			for _, f := range dirs[0].Files {
				code += string(f.Content)
			}
			var got []string
			for name := range strings.FieldsSeq(all) {
				if strings.Contains(code, "\ntype "+name+" struct {") {
					got = append(got, name)
				}
			}
			if found := strings.Join(got, " "); found != tt.want {
				t.Errorf("found %s, want %s", found, tt.want)
			}
			var said []string
			for _, w := range warnings.Warnings() {
				said = append(said, fmt.Sprint(w))
			}
			if found := strings.Join(said, "\n"); found != tt.warns {
				t.Errorf("found warnings %s, want %s", found, tt.warns)
			}
		})
	}
}

package generator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/compare"
)

// bumpBase is a small document with one of everything that a new api-version may change.
const bumpBase = `{
  "swagger": "2.0", "info": {"title": "T", "version": "2020-01-01"}, "host": "h", "schemes": ["https"],
  "produces": ["application/json"], "consumes": ["application/json"],
  "paths": {
    "/things": {"get": {
      "operationId": "Things_List", "parameters": [
        {"$ref": "#/parameters/version"},
        {"name": "$filter", "in": "query", "type": "string", "description": "Which."},
        {"name": "expand", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "csv"}
      ],
      "responses": {"200": {"description": "OK", "schema": {"$ref": "#/definitions/ThingList"}}},
      "x-ms-pageable": {"nextLinkName": "nextLink", "itemName": "value"}
    }},
    "/things/{name}": {
      "put": {
        "operationId": "Things_Put", "parameters": [
          {"$ref": "#/parameters/version"},
          {"name": "name", "in": "path", "required": true, "type": "string"},
          {"name": "body", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Thing"}}
        ],
        "responses": {
          "200": {"description": "OK", "schema": {"$ref": "#/definitions/Thing"}},
          "201": {"description": "Created", "schema": {"$ref": "#/definitions/Thing"}}
        },
        "x-ms-long-running-operation": true, "x-ms-long-running-operation-options": {"final-state-via": "location"}
      },
      "delete": {
        "operationId": "Things_Delete", "parameters": [
          {"$ref": "#/parameters/version"},
          {"name": "name", "in": "path", "required": true, "type": "string"}
        ],
        "responses": {"204": {"description": "gone"}}
      }
    }
  },
  "parameters": {"version": {"name": "api-version", "in": "query", "required": true, "type": "string", "enum": ["2020-01-01"]}},
  "definitions": {
    "ThingList": {"type": "object", "properties": {
      "value": {"type": "array", "items": {"$ref": "#/definitions/Thing"}}, "items": {"type": "array", "items": {"$ref": "#/definitions/Thing"}},
      "nextLink": {"type": "string"}, "next": {"type": "string"}}},
    "Thing": {"type": "object", "properties": {
      "name": {"type": "string", "description": "A name."},
      "size": {"type": "number"},
      "password": {"type": "string"},
      "grain": {"$ref": "#/definitions/Grain"},
      "charge": {"$ref": "#/definitions/Charge"}}},
    "Grain": {"type": "string", "enum": ["Daily", "Monthly"], "x-ms-enum": {"name": "Grain", "modelAsString": true}},
    "Charge": {"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
    "LegacyCharge": {"allOf": [{"$ref": "#/definitions/Charge"}], "x-ms-discriminator-value": "legacy", "type": "object", "properties": {"cost": {"type": "number"}, "unit": {"type": "string"}}}
  }
}`

// TestCompareKinds plants one change of each kind and expects it, with its harm, and nothing else.
func TestCompareKinds(t *testing.T) {
	tests := []struct {
		name string
		edit []string // text of the document and what replaces it, in turns
		want []string // "harm code wire"
	}{
		{"next link", []string{`"nextLinkName": "nextLink"`, `"nextLinkName": "next"`}, []string{"behaviour operation.next-link Things_List"}},
		{"item member", []string{`"itemName": "value"`, `"itemName": "items"`}, []string{"silent operation.item Things_List"}},
		{"no longer pageable", []string{`"x-ms-pageable"`, `"x-not-pageable"`}, []string{"breaking operation.item Things_List"}},
		{"long-running", []string{`"x-ms-long-running-operation": true`, `"x-ms-long-running-operation": false`}, []string{"behaviour operation.long-running Things_Put"}},
		{"final state", []string{`"final-state-via": "location"`, `"final-state-via": "azure-async-operation"`}, []string{"behaviour operation.final-state Things_Put"}},
		{"model as string", []string{`"modelAsString": true`, `"modelAsString": false`}, []string{"behaviour type.fixed Grain"}},
		{"enum name", []string{`{"name": "Grain"`, `{"name": "TimeGrain"`}, []string{"breaking type.name TimeGrain"}},
		{"client name", []string{`"unit": {"type": "string"}`, `"unit": {"type": "string", "x-ms-client-name": "unitOfMeasure"}`}, []string{"breaking member.go-name LegacyCharge.unit"}},
		{"discriminator value", []string{`"x-ms-discriminator-value": "legacy"`, `"x-ms-discriminator-value": "old"`}, []string{
			"silent member.constant LegacyCharge.kind", `silent variant.value Charge "old"`,
		}},
		{"new subtype", []string{`"LegacyCharge": {`, `"ModernCharge": {"allOf": [{"$ref": "#/definitions/Charge"}], "x-ms-discriminator-value": "modern"}, "LegacyCharge": {`}, []string{
			`behaviour variant.added Charge "modern"`, "additive type.added ModernCharge",
		}},
		{"subtype member", []string{`"unit": {"type": "string"}`, `"unit": {"type": "string"}, "tax": {"type": "number"}`}, []string{"additive member.added LegacyCharge.tax"}},
		{"mutability", []string{`"name": {"type": "string", "description": "A name."`, `"name": {"type": "string", "description": "A name.", "x-ms-mutability": ["create", "read"]`}, []string{"behaviour member.mutability Thing.name"}},
		{"secret", []string{`"password": {"type": "string"`, `"password": {"type": "string", "x-ms-secret": true`}, []string{"breaking member.secret Thing.password"}},
		{"read-only", []string{`"size": {"type": "number"`, `"size": {"type": "number", "readOnly": true`}, []string{"behaviour member.read-only Thing.size"}},
		{"api-version enum", []string{`"enum": ["2020-01-01"]`, `"enum": ["2020-01-01", "2021-01-01"]`}, []string{"behaviour parameter.enum Things_List api-version"}},

		{"parameter renamed on the wire", []string{`"name": "$filter"`, `"name": "filter"`}, []string{"silent parameter.name Things_List filter"}},
		{"parameter moved", []string{`"name": "$filter", "in": "query"`, `"name": "$filter", "in": "header"`}, []string{"silent parameter.location Things_List $filter"}},
		{"collection format", []string{`"csv"`, `"pipes"`}, []string{"silent parameter.collection Things_List expand"}},
		{"path changed", []string{`"/things": {"get"`, `"/items": {"get"`}, []string{"silent operation.path Things_List"}},
		{"operation renamed", []string{`"Things_List"`, `"Things_ListAll"`}, []string{"breaking operation.id Things_ListAll"}},
		{"operation removed", []string{`"delete": {`, `"x-delete": {`}, []string{"breaking operation.removed Things_Delete"}},
		{"request type for another operation", []string{`"Things_Delete"`, `"Things_Old"`, `"Things_Put"`, `"Things_Delete"`, `"Things_Old"`, `"Things_Put"`}, []string{
			"breaking operation.id Things_Delete", "breaking operation.id Things_Put",
		}},
		{"reply without a body", []string{`"201": {"description": "Created", "schema": {"$ref": "#/definitions/Thing"}}`, `"201": {"description": "Created"}`}, []string{"silent reply.type Things_Put 201"}},
		{"body required", []string{`"in": "body", "required": true`, `"in": "body"`}, []string{"additive body.required Things_Put body"}},
		{"member removed", []string{`"unit": {"type": "string"}`, `"unitOfMeasure": {"type": "string"}`}, []string{"breaking member.removed LegacyCharge.unit", "additive member.added LegacyCharge.unitOfMeasure"}},
		{"member type", []string{`"size": {"type": "number"`, `"size": {"type": "string"`}, []string{"breaking member.type Thing.size"}},
		{"member case", []string{`"size": {"type": "number"`, `"Size": {"type": "number"`}, []string{"silent member.name Thing.Size"}},
		{"enum value added", []string{`"Daily", "Monthly"`, `"Daily", "Monthly", "Weekly"`}, []string{`behaviour value.added Grain "Weekly"`}},
		{"enum value removed", []string{`"Daily", "Monthly"`, `"Daily"`}, []string{`breaking value.removed Grain "Monthly"`}},
		{"enum value spelled otherwise", []string{`"Daily", "Monthly"`, `"daily", "Monthly"`}, []string{`silent value.value Grain "daily"`}},
		{"type renamed", []string{`#/definitions/Grain`, `#/definitions/Step`, `"Grain": {"type"`, `"Step": {"type"`, `"x-ms-enum": {"name": "Grain"`, `"x-ms-enum": {"name": "Step"`}, []string{"breaking type.name Step"}},
		{"tighter", []string{`"size": {"type": "number"`, `"size": {"type": "number", "maximum": 5`}, []string{"breaking member.maximum Thing.size"}},
		{"new required member", []string{`"Thing": {"type": "object",`, `"Thing": {"type": "object", "required": ["name"],`}, []string{"breaking member.required Thing.name"}},
		{"nullable", []string{`"size": {"type": "number"`, `"size": {"type": "number", "x-nullable": true`}, []string{"behaviour member.nullable Thing.size"}},
		{"default", []string{`"size": {"type": "number"`, `"size": {"type": "number", "default": 5`}, []string{"behaviour member.default Thing.size"}},
		{"description", []string{`A name.`, `The name.`, `Which.`, `What.`}, []string{"docs member.description Thing.name", "docs parameter.description Things_List $filter"}},
		{"media type", []string{`"consumes": ["application/json"]`, `"consumes": ["text/json"]`}, []string{"silent body.media-type Things_Put body"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := bumpBase
			for i := 0; i < len(tt.edit); i += 2 {
				changed := strings.ReplaceAll(text, tt.edit[i], tt.edit[i+1])
				if changed == text {
					t.Fatalf("the document does not hold %s", tt.edit[i])
				}
				text = changed
			}
			got := summary(t, compareTexts(t, bumpBase, text))
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(tt.want, "\n\t"))
			}
		})
	}
}

func compareTexts(t *testing.T, old, new string) *compare.Report {
	t.Helper()
	pkg := func(text string) generator.Package {
		return generator.Package{Spec: "doc.json", FS: fstest.MapFS{"doc.json": {Data: []byte(text)}}, Name: "p"}
	}
	r, err := generator.Compare(pkg(old), pkg(new))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func summary(t *testing.T, r *compare.Report) []string {
	t.Helper()
	var out []string
	for _, e := range r.Entries {
		out = append(out, fmt.Sprintf("%s %s %s", e.Harm, e.Code, e.Wire))
	}
	return out
}

// TestCompareSame expects no entry between a document and itself.
func TestCompareSame(t *testing.T) {
	for _, pair := range neighbours(t) {
		for _, p := range []generator.Package{pair.old, pair.new} {
			r, err := generator.Compare(p, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range r.Entries {
				t.Errorf("%s: %s %s: %s", p.Spec, e.Harm, e.Wire, e.Text)
			}
		}
	}
}

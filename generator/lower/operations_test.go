package lower_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

func text() *openapi.Schema { return &openapi.Schema{Type: "string"} }

// TestOperation holds that every fact of an operation which the request types need arrives in the IR, and that what
// they cannot hold is recorded as omitted.
func TestOperation(t *testing.T) {
	doc := &openapi.Document{
		Version: "2024-08-01",
		Tags:    []openapi.Tag{{Name: "Budgets", Description: "Budgets.", Agreements: []string{"EnterpriseAgreement"}, Note: "Not all."}},
		Operations: []*openapi.Operation{{
			ID: "Budgets_Import", Method: "POST", Path: "/{scope}/budgets", Summary: "Import budgets",
			Parameters: []*openapi.Parameter{
				{Name: "scope", In: openapi.InPath, Required: true, SkipURLEncoding: true, Schema: text()},
				{Name: "Api-Version", In: openapi.InQuery, Required: true, Schema: text()},
				{Name: "ids", In: openapi.InQuery, Schema: &openapi.Schema{Type: "array", Items: &openapi.Schema{Type: "integer", Format: "int32"}}},
				{Name: "tags", In: openapi.InQuery, CollectionFormat: "multi", Schema: &openapi.Schema{Type: "array", Items: text()}},
				{Name: "top", In: openapi.InQuery, Schema: &openapi.Schema{Type: "integer", Maximum: "1000", Default: &openapi.Value{JSON: "100"}}},
				{Name: "file", In: openapi.InFormData, Schema: text()},
			},
			Body:        &openapi.Body{MediaTypes: []string{"text/csv"}, Schema: text()},
			Responses:   []*openapi.Response{{Status: "200", Schema: &openapi.Schema{Type: "file"}}, {Status: "default", IsError: true, Schema: text()}},
			Pageable:    &openapi.Pageable{NextLink: "nextLink", Item: "value"},
			LongRunning: &openapi.LongRunning{FinalStateVia: "location"},
		}, {ID: "Ping", Method: "GET", Path: "/ping"}},
	}
	var problems diag.List
	pkg := lower.Package(doc, "budgets.yaml", 0, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	group := &ir.Group{Wire: "Budgets", Agreements: []string{"EnterpriseAgreement"}, Note: "Not all."}
	want := []*ir.Operation{{
		ID: "Budgets_Import", Group: group, Method: "POST", Path: "/{scope}/budgets", NextLink: "nextLink", Item: "value",
		LongRunning: true, FinalState: "location",
		Doc:     ir.Doc{Title: "Import budgets"},
		Omitted: []ir.Omission{{In: "formData", Wire: "file"}, {In: "body", MediaTypes: []string{"text/csv"}}},
		Params: []*ir.Param{
			{Wire: "scope", In: "path", Required: true, SkipURLEncoding: true, Value: ir.Value{Type: ir.String}},
			{Wire: "Api-Version", In: "query", Required: true, APIVersion: true, Value: ir.Value{Type: ir.String}},
			{Wire: "ids", In: "query", Collection: "csv", Value: ir.Value{Type: ir.List{Elem: ir.Value{Type: ir.Int32}}}},
			{Wire: "tags", In: "query", Collection: "multi", Value: ir.Value{Type: ir.List{Elem: ir.Value{Type: ir.String}}}},
			{Wire: "top", In: "query", Default: "100",
				Value: ir.Value{Type: ir.Int64, Rules: ir.Rules{Maximum: "1000"}}},
		},
		Responses: []*ir.Response{
			{Status: "200", MediaType: "application/json"},
			{Status: "default", Error: true, MediaType: "application/json", Value: &ir.Value{Type: ir.String}},
		},
	}, {ID: "Ping", Method: "GET", Path: "/ping"}}
	if diff := cmp.Diff(want, pkg.Operations, cmpopts.IgnoreFields(ir.Value{}, "Schema")); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]*ir.Group{group}, pkg.Groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

package lower_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/generator/diag"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/spec"
)

func text() *spec.Schema { return &spec.Schema{Type: "string"} }

// TestOperation holds that every fact of an operation which the request types need arrives in the IR, and that what
// they cannot carry is said in their documentation.
func TestOperation(t *testing.T) {
	doc := &spec.Document{
		Version: "2024-08-01",
		Tags:    []spec.Tag{{Name: "Budgets", Description: "Budgets.", Agreements: []string{"EnterpriseAgreement"}, Note: "Not all."}},
		Operations: []*spec.Operation{{
			ID: "Budgets_Import", Method: "POST", Path: "/{scope}/budgets", Summary: "Import budgets",
			Parameters: []*spec.Parameter{
				{Name: "scope", In: spec.InPath, Required: true, SkipURLEncoding: true, Schema: text()},
				{Name: "Api-Version", In: spec.InQuery, Required: true, Schema: text()},
				{Name: "ids", In: spec.InQuery, Schema: &spec.Schema{Type: "array", Items: &spec.Schema{Type: "integer", Format: "int32"}}},
				{Name: "tags", In: spec.InQuery, CollectionFormat: "multi", Schema: &spec.Schema{Type: "array", Items: text()}},
				{Name: "top", In: spec.InQuery, Schema: &spec.Schema{Type: "integer", Maximum: "1000", Default: &spec.Value{JSON: "100"}}},
				{Name: "file", In: spec.InFormData, Schema: text()},
			},
			Body:        &spec.Body{MediaTypes: []string{"text/csv"}, Schema: text()},
			Responses:   []*spec.Response{{Status: "200", Schema: &spec.Schema{Type: "file"}}, {Status: "default", IsError: true, Schema: text()}},
			Pageable:    &spec.Pageable{NextLink: "nextLink", Item: "value"},
			LongRunning: &spec.LongRunning{FinalStateVia: "location"},
		}, {ID: "Ping", Method: "GET", Path: "/ping"}},
	}
	var problems diag.List
	pkg := lower.Package(doc, "budgets.yaml", 0, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	group := &ir.Group{Wire: "Budgets", Doc: ir.Doc{Text: "Budgets."}, Agreements: []string{"EnterpriseAgreement"}, Note: "Not all."}
	want := []*ir.Operation{{
		ID: "Budgets_Import", Group: group, Method: "POST", Path: "/{scope}/budgets", NextLink: "nextLink", Item: "value",
		LongRunning: true, FinalState: "location",
		Doc: ir.Doc{Title: "Import budgets", Notes: []string{
			`The formData parameter "file" is not part of the request type; add it to the HTTP request.`,
			"The body is text/csv, which is not part of the request type; set it on the HTTP request.",
		}},
		Params: []*ir.Param{
			{Wire: "scope", In: "path", Required: true, SkipURLEncoding: true, Value: ir.Value{Type: ir.String}},
			{Wire: "Api-Version", In: "query", Required: true, APIVersion: true, Value: ir.Value{Type: ir.String}},
			{Wire: "ids", In: "query", Collection: "csv", Value: ir.Value{Type: ir.List{Elem: ir.Value{Type: ir.Int32}}}},
			{Wire: "tags", In: "query", Collection: "multi", Value: ir.Value{Type: ir.List{Elem: ir.Value{Type: ir.String}}}},
			{Wire: "top", In: "query", Default: "100", Doc: ir.Doc{Notes: []string{"Default: 100.", "Range: at most 1000."}},
				Value: ir.Value{Type: ir.Int64, Rules: ir.Rules{Maximum: "1000"}}},
		},
		Body: &ir.Body{Value: ir.Value{Type: ir.String}},
		Responses: []*ir.Response{
			{Status: "200", MediaType: "application/json"},
			{Status: "default", Error: true, MediaType: "application/json", Value: &ir.Value{Type: ir.String}},
		},
	}, {ID: "Ping", Method: "GET", Path: "/ping"}}
	if diff := cmp.Diff(want, pkg.Operations); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]*ir.Group{group}, pkg.Groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

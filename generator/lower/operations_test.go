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
// they cannot carry is recorded.
func TestOperation(t *testing.T) {
	query := func(name string, s *openapi.Schema, style string, explode bool) *openapi.Parameter {
		return &openapi.Parameter{Name: name, In: openapi.InQuery, Schema: s, Style: style, Explode: explode}
	}
	integers := &openapi.Schema{Type: "array", Items: &openapi.Schema{Type: "integer", Format: "int32"}}
	version := text()
	version.Enum = []openapi.Value{{JSON: `"2020-01-01"`}}
	doc := &openapi.Document{
		Version: "2024-08-01",
		Tags:    []openapi.Tag{{Name: "Budgets", Description: "Budgets.", Agreements: []string{"EnterpriseAgreement"}, Note: "Not all."}},
		Operations: []*openapi.Operation{{
			ID: "Budgets_Import", Method: "POST", Path: "/{scope}/budgets", Summary: "Import budgets",
			Parameters: []*openapi.Parameter{
				{Name: "scope", In: openapi.InPath, Required: true, Client: true, Schema: text(), Style: "simple"},
				{Name: "Api-Version", In: openapi.InQuery, Required: true, Schema: version, Style: "form"},
				query("ids", integers, "form", false),
				query("tags", &openapi.Schema{Type: "array", Items: text()}, "form", true),
				query("deep", text(), "deepObject", true),
				query("top", &openapi.Schema{Type: "integer", Maximum: "1000", Default: &openapi.Value{JSON: "100"}}, "form", false),
				{Name: "file", In: openapi.InFormData, Schema: &openapi.Schema{Type: "file"}, Style: "form"},
			},
			Responses: []*openapi.Response{
				{Status: "200", MediaType: "text/csv", MediaTypes: []string{"text/csv"}, Schema: &openapi.Schema{Type: "file"}},
				{Status: "default", IsError: true, MediaType: "application/json", MediaTypes: []string{"application/json"}, Schema: text()},
			},
			Pageable:    &openapi.Pageable{NextLink: "nextLink", Item: "value", NextLinkVerb: "GET"},
			LongRunning: &openapi.LongRunning{},
		}, {ID: "Ping", Method: "GET", Path: "/ping"}},
	}
	var problems diag.List
	pkg := lower.Package(doc, "budgets.yaml", 0, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	group := &ir.Group{Wire: "Budgets", Agreements: []string{"EnterpriseAgreement"}, Note: "Not all."}
	deep := &ir.Limit{Kind: ir.StyleUndefined, In: "query", Wire: "deep", Style: "deepObject", Explode: true}
	pages := &ir.Limit{Kind: ir.PageNotObject}
	want := []*ir.Operation{{
		ID: "Budgets_Import", Group: group, Method: "POST", Path: "/{scope}/budgets", APIVersion: "2020-01-01",
		Doc: ir.Doc{Title: "Import budgets"},
		Params: []*ir.Param{
			{Wire: "scope", In: "path", Required: true, Client: true, Slashes: true, Style: "simple", Item: ir.String, Value: ir.Value{Type: ir.String}},
			{Wire: "Api-Version", In: "query", Required: true, APIVersion: true, Style: "form", Item: ir.String,
				Value: ir.Value{Type: ir.Named{Decl: pkg.Decls[0]}}},
			{Wire: "ids", In: "query", Style: "form", Shape: ir.ShapeList, Item: ir.Int32, Value: ir.Value{Type: ir.List{Elem: ir.Value{Type: ir.Int32}}}},
			{Wire: "tags", In: "query", Style: "form", Explode: true, Shape: ir.ShapeList, Item: ir.String,
				Value: ir.Value{Type: ir.List{Elem: ir.Value{Type: ir.String}}}},
			{Wire: "deep", In: "query", Style: "deepObject", Explode: true, Item: ir.String, Limit: deep, Value: ir.Value{Type: ir.String}},
			{Wire: "top", In: "query", Style: "form", Default: "100", Item: ir.Int64, Value: ir.Value{Type: ir.Int64, Rules: ir.Rules{Maximum: "1000"}}},
			{Wire: "file", In: "form", Style: "form", Shape: ir.ShapeFile, Item: ir.String, Value: ir.Value{Type: ir.Raw}},
		},
		Body:   &ir.Body{Format: ir.Multipart, MediaType: "multipart/form-data"},
		Accept: []string{"text/csv", "application/json"},
		Reply:  ir.Reply{Format: ir.Binary},
		Responses: []*ir.Response{
			{Status: "200", Format: ir.Binary, MediaTypes: []string{"text/csv"}},
			{Status: "default", Error: true, Format: ir.JSON, MediaTypes: []string{"application/json"}, Value: &ir.Value{Type: ir.String}},
		},
		Pager:       &ir.Pager{Verb: "GET", NextLink: "nextLink", Items: "value", Limit: pages},
		LongRunning: &ir.LongRunning{FinalState: "location", Monitor: "Location"},
		Limits:      []*ir.Limit{deep, pages},
	}, {ID: "Ping", Method: "GET", Path: "/ping", APIVersion: "2024-08-01", Accept: []string{"application/json"}}}
	if diff := cmp.Diff(want, pkg.Operations, cmpopts.IgnoreFields(ir.Value{}, "Schema")); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]*ir.Group{group}, pkg.Groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

package sample

import (
	"net/http"

	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// Operations is the table of the package's operations.
func Operations() *rest.Table { return &table }

// MatchOperation finds the operation that a request asks for.
func MatchOperation(req *http.Request) (*rest.Operation, error) { return table.Match(req) }

// ParseRequest finds the operation that a request asks for and reads the request.
func ParseRequest(req *http.Request) (rest.Request, error) { return table.Parse(req) }

const (
	opBudgetsList = iota
	opBudgetsGet
	opBudgetsCreateOrUpdate
	opBudgetsDelete
	opBudgetsGetDefault
	opBudgetsImport
	opReportsSearch
	opReportsExport
	opReportsSchedule
)

const (
	groupBudgets = iota
	groupReports
)

var groups = [...]rest.Group{
	groupBudgets: {Name: "Budgets"},
	groupReports: {Name: "Reports", Agreements: []string{"EnterpriseAgreement"}, Note: "Not for indirect enrollments."},
}

// What several operations share.
var (
	schemaString = schema.Schema{Kind: schema.KindString}

	responseDefault = rest.Response{Status: "default", Error: true, Format: rest.FormatJSON, New: newErrorResponse, Schema: schema.Schema{Kind: schema.KindRef, Type: typeErrorResponse}}
)

var table = rest.Table{
	APIVersion: APIVersion,
	Model:      &model,
	Groups:     []*rest.Group{&groups[groupBudgets], &groups[groupReports]},
	Operations: []rest.Operation{
		opBudgetsList: {
			ID: "Budgets_List", Group: &groups[groupBudgets], Method: "GET", Path: "/{scope}/providers/Microsoft.Consumption/budgets",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(BudgetsListRequest) }, Visit: visit[*BudgetsListRequest],
			Params: []rest.Param{
				{Name: "scope", In: rest.InPath, Required: true, Slashes: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "api-version", In: rest.InQuery, Required: true, APIVersion: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "startDate", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "$filter", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "$top", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindInt32, Rules: &schema.Rules{Minimum: "1", Maximum: "1000"}}},
			},
			Responses: []rest.Response{
				{Status: "200", Format: rest.FormatJSON, New: newBudgetsListResult, Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudgetsListResult}},
				{Status: "204"},
				{Status: "default", Error: true, Format: rest.FormatJSON, New: newErrorResponse, Schema: schema.Schema{Kind: schema.KindRef, Type: typeErrorResponse}},
			},
			Pager: &rest.Pager{Verb: "GET", NextLink: "nextLink", Items: "value"},
		},
		opBudgetsGet: {
			ID: "Budgets_Get", Group: &groups[groupBudgets], Method: "GET", Path: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(BudgetsGetRequest) }, Visit: visit[*BudgetsGetRequest],
			Params: []rest.Param{
				{Name: "scope", In: rest.InPath, Required: true, Slashes: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "budgetName", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{MaxLength: "63"}}},
				{Name: "api-version", In: rest.InQuery, Required: true, APIVersion: true, Schema: schema.Schema{Kind: schema.KindString}},
			},
			Responses: []rest.Response{
				{Status: "200", Format: rest.FormatJSON, New: newBudget, Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudget}},
				{Status: "4XX", Error: true, Format: rest.FormatJSON, New: newErrorResponse, Schema: schema.Schema{Kind: schema.KindRef, Type: typeErrorResponse}},
			},
		},
		opBudgetsCreateOrUpdate: {
			ID: "Budgets_CreateOrUpdate", Group: &groups[groupBudgets], Method: "PUT", Path: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(BudgetsCreateOrUpdateRequest) }, Visit: visit[*BudgetsCreateOrUpdateRequest],
			Params: []rest.Param{
				{Name: "scope", In: rest.InPath, Required: true, Slashes: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "budgetName", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "api-version", In: rest.InQuery, Required: true, APIVersion: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "If-Match", In: rest.InHeader, Schema: schema.Schema{Kind: schema.KindString}},
			},
			Body: &rest.Content{Required: true, Format: rest.FormatJSON, MediaType: "application/json", Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudget}},
			Responses: []rest.Response{
				{Status: "200", Format: rest.FormatJSON, New: newBudget, Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudget}},
				{Status: "201", Format: rest.FormatJSON, New: newBudget, Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudget}},
				{Status: "default", Error: true, Format: rest.FormatJSON, New: newErrorResponse, Schema: schema.Schema{Kind: schema.KindRef, Type: typeErrorResponse}},
			},
			LongRunning: &rest.LongRunning{FinalState: "azure-async-operation", Monitor: "Azure-AsyncOperation", New: newBudget, Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudget}},
		},
		opBudgetsDelete: {
			ID: "Budgets_Delete", Group: &groups[groupBudgets], Method: "DELETE", Path: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(BudgetsDeleteRequest) }, Visit: visit[*BudgetsDeleteRequest],
			Params: []rest.Param{
				{Name: "scope", In: rest.InPath, Required: true, Slashes: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "budgetName", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "api-version", In: rest.InQuery, Required: true, APIVersion: true, Schema: schema.Schema{Kind: schema.KindString}},
			},
			Responses: []rest.Response{{Status: "200"}, responseDefault},
		},
		opBudgetsGetDefault: {
			ID: "Budgets_GetDefault", Group: &groups[groupBudgets], Method: "GET", Path: "/{scope}/providers/Microsoft.Consumption/budgets/default",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(BudgetsGetDefaultRequest) }, Visit: visit[*BudgetsGetDefaultRequest],
			Params: []rest.Param{
				{Name: "scope", In: rest.InPath, Required: true, Slashes: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "api-version", In: rest.InQuery, Required: true, APIVersion: true, Schema: schema.Schema{Kind: schema.KindString}},
			},
			Responses: []rest.Response{{Status: "200", Format: rest.FormatJSON, New: newBudget, Schema: schema.Schema{Kind: schema.KindRef, Type: typeBudget}}},
		},
		opBudgetsImport: {
			ID: "Budgets_Import", Group: &groups[groupBudgets], Method: "POST", Path: "/providers/Microsoft.Consumption/budgets?comp=import",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(BudgetsImportRequest) }, Visit: visit[*BudgetsImportRequest],
			Params: []rest.Param{
				{Name: "api-version", In: rest.InQuery, Required: true, APIVersion: true, Schema: schema.Schema{Kind: schema.KindString}},
			},
			Body: &rest.Content{Format: rest.FormatJSON, MediaType: "application/json", Schema: schema.Schema{
				Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeBudget},
			}},
			Responses: []rest.Response{{Status: "202"}},
		},
		opReportsSearch: {
			ID: "Reports_Search", Group: &groups[groupReports], Method: "GET", Path: "/subscriptions/{subscriptionId}/reports/{grain}",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(ReportsSearchRequest) }, Visit: visit[*ReportsSearchRequest],
			Params: []rest.Param{
				{Name: "subscriptionId", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Format: "uuid"}}},
				{Name: "grain", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeGrain}},
				{Name: "metric", In: rest.InQuery, Required: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeGrain}},
				{Name: "count", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindInt64}},
				{Name: "partner", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindBool}},
				{Name: "markup", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindNumber, Rules: &schema.Rules{Maximum: "100"}}},
				{Name: "since", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Format: "date-time"}}},
				{Name: "tags", In: rest.InQuery, Schema: schema.Schema{Kind: schema.KindArray, Elem: &schemaString}},
				{Name: "sizes", In: rest.InQuery, Style: rest.StylePipeDelimited, Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindInt32}, Rules: &schema.Rules{MaxItems: "3"}}},
				{Name: "ids", In: rest.InQuery, Explode: true, Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindInt32}}},
				{Name: "x-ms-mode", In: rest.InHeader, Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Pattern: "^[a-z]+$"}}},
			},
			Responses: []rest.Response{{Status: "200"}, responseDefault},
		},
		opReportsExport: {
			ID: "Reports_Export", Group: &groups[groupReports], Method: "GET", Path: "/reports('{name}')/{period}:export",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(ReportsExportRequest) }, Visit: visit[*ReportsExportRequest],
			Params: []rest.Param{
				{Name: "name", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindString}},
				{Name: "period", In: rest.InPath, Required: true, Schema: schema.Schema{Kind: schema.KindInt32}},
			},
			Responses: []rest.Response{{Status: "200"}, responseDefault},
		},
		opReportsSchedule: {
			ID: "Reports_Schedule", Group: &groups[groupReports], Method: "POST", Path: "/providers/Microsoft.Consumption/budgets",
			APIVersion: APIVersion, Model: &model, New: func() rest.Request { return new(ReportsScheduleRequest) }, Visit: visit[*ReportsScheduleRequest],
			Responses: []rest.Response{{Status: "200"}},
		},
	},
}

func newBudget() rest.Message            { return new(Budget) }
func newBudgetsListResult() rest.Message { return new(BudgetsListResult) }
func newErrorResponse() rest.Message     { return new(ErrorResponse) }

// visit shows a request of type P.
func visit[P interface {
	rest.Request
	eachParam(c *rest.Codec)
}](r rest.Request, c *rest.Codec) bool {
	x, ok := r.(P)
	if ok {
		x.eachParam(c)
	}
	return ok
}

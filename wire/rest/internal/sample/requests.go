package sample

import (
	"context"
	"iter"
	"net/http"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
)

// BudgetsListRequest asks for the budgets of a scope.
type BudgetsListRequest struct {
	Scope      string                // path; slashes are kept
	APIVersion wire.Optional[string] // absent: the package's APIVersion is sent; null: none
	StartDate  wire.Optional[string]
	Filter     wire.Optional[string] // $filter
	Top        wire.Optional[int32]  // $top; 1 to 1000
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseBudgetsListRequest reads a request of BudgetsList back; see [rest.Parse].
func ParseBudgetsListRequest(req *http.Request) (*BudgetsListRequest, error) {
	r := new(BudgetsListRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *BudgetsListRequest) Operation() *rest.Operation { return &table.Operations[opBudgetsList] }

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *BudgetsListRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *BudgetsListRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *BudgetsListRequest) Equal(other *BudgetsListRequest) bool { return rest.Equal(r, other) }

func (r *BudgetsListRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("scope").Path(&r.Scope)
	c.APIVersion(&r.APIVersion)
	c.Text("startDate").Optional(&r.StartDate)
	c.Text("$filter").Optional(&r.Filter)
	c.Int32("$top").Optional(&r.Top)
}

// ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError].
func (r *BudgetsListRequest) ReadReply(resp *http.Response) (*rest.Reply[*BudgetsListResult], error) {
	return rest.ReadReply[*BudgetsListResult](resp, r.Operation())
}

// Pages yields the pages of the list; see [rest.Pages].
func (r *BudgetsListRequest) Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[*BudgetsListResult, error] {
	return rest.Pages(ctx, endpoint, r, send, nextBudgetsListResult, opts...)
}

// Items yields the items of all pages as they arrive; see [rest.Items].
func (r *BudgetsListRequest) Items(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[*Budget, error] {
	return rest.Items(ctx, endpoint, r, send, StreamBudgetsListResult, nextBudgetsListResult, opts...)
}

func nextBudgetsListResult(page *BudgetsListResult) wire.Optional[string] { return page.NextLink }

// BudgetsGetRequest asks for one budget.
type BudgetsGetRequest struct {
	Scope      string
	BudgetName string
	APIVersion wire.Optional[string] // absent: the package's APIVersion is sent; null: none
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseBudgetsGetRequest reads a request of BudgetsGet back; see [rest.Parse].
func ParseBudgetsGetRequest(req *http.Request) (*BudgetsGetRequest, error) {
	r := new(BudgetsGetRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *BudgetsGetRequest) Operation() *rest.Operation { return &table.Operations[opBudgetsGet] }

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *BudgetsGetRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *BudgetsGetRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *BudgetsGetRequest) Equal(other *BudgetsGetRequest) bool { return rest.Equal(r, other) }

func (r *BudgetsGetRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("scope").Path(&r.Scope)
	c.Text("budgetName").Path(&r.BudgetName)
	c.APIVersion(&r.APIVersion)
}

// ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError].
func (r *BudgetsGetRequest) ReadReply(resp *http.Response) (*rest.Reply[*Budget], error) {
	return rest.ReadReply[*Budget](resp, r.Operation())
}

// BudgetsCreateOrUpdateRequest sets a budget.
type BudgetsCreateOrUpdateRequest struct {
	Scope      string
	BudgetName string
	APIVersion wire.Optional[string] // absent: the package's APIVersion is sent; null: none
	IfMatch    wire.Optional[string] // header If-Match
	Body       wire.Object[Budget]
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseBudgetsCreateOrUpdateRequest reads a request of BudgetsCreateOrUpdate back; see [rest.Parse].
func ParseBudgetsCreateOrUpdateRequest(req *http.Request) (*BudgetsCreateOrUpdateRequest, error) {
	r := new(BudgetsCreateOrUpdateRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *BudgetsCreateOrUpdateRequest) Operation() *rest.Operation {
	return &table.Operations[opBudgetsCreateOrUpdate]
}

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *BudgetsCreateOrUpdateRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *BudgetsCreateOrUpdateRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *BudgetsCreateOrUpdateRequest) Equal(other *BudgetsCreateOrUpdateRequest) bool {
	return rest.Equal(r, other)
}

func (r *BudgetsCreateOrUpdateRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("scope").Path(&r.Scope)
	c.Text("budgetName").Path(&r.BudgetName)
	c.APIVersion(&r.APIVersion)
	c.Text("If-Match").Optional(&r.IfMatch)
	c.ObjectBody(&r.Body)
}

// ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError].
func (r *BudgetsCreateOrUpdateRequest) ReadReply(resp *http.Response) (*rest.Reply[*Budget], error) {
	return rest.ReadReply[*Budget](resp, r.Operation())
}

// BudgetsDeleteRequest removes a budget.
type BudgetsDeleteRequest struct {
	Scope      string
	BudgetName string
	APIVersion wire.Optional[string] // absent: the package's APIVersion is sent; null: none
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseBudgetsDeleteRequest reads a request of BudgetsDelete back; see [rest.Parse].
func ParseBudgetsDeleteRequest(req *http.Request) (*BudgetsDeleteRequest, error) {
	r := new(BudgetsDeleteRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *BudgetsDeleteRequest) Operation() *rest.Operation { return &table.Operations[opBudgetsDelete] }

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *BudgetsDeleteRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *BudgetsDeleteRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *BudgetsDeleteRequest) Equal(other *BudgetsDeleteRequest) bool { return rest.Equal(r, other) }

func (r *BudgetsDeleteRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("scope").Path(&r.Scope)
	c.Text("budgetName").Path(&r.BudgetName)
	c.APIVersion(&r.APIVersion)
}

// ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError].
func (r *BudgetsDeleteRequest) ReadReply(resp *http.Response) (*rest.Reply[rest.Message], error) {
	return rest.ReadReply[rest.Message](resp, r.Operation())
}

// BudgetsGetDefaultRequest asks for the budget that a scope has unless it sets one.
type BudgetsGetDefaultRequest struct {
	Scope      string
	APIVersion wire.Optional[string] // absent: the package's APIVersion is sent; null: none
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseBudgetsGetDefaultRequest reads a request of BudgetsGetDefault back; see [rest.Parse].
func ParseBudgetsGetDefaultRequest(req *http.Request) (*BudgetsGetDefaultRequest, error) {
	r := new(BudgetsGetDefaultRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *BudgetsGetDefaultRequest) Operation() *rest.Operation {
	return &table.Operations[opBudgetsGetDefault]
}

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *BudgetsGetDefaultRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *BudgetsGetDefaultRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *BudgetsGetDefaultRequest) Equal(other *BudgetsGetDefaultRequest) bool {
	return rest.Equal(r, other)
}

func (r *BudgetsGetDefaultRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("scope").Path(&r.Scope)
	c.APIVersion(&r.APIVersion)
}

// ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError].
func (r *BudgetsGetDefaultRequest) ReadReply(resp *http.Response) (*rest.Reply[*Budget], error) {
	return rest.ReadReply[*Budget](resp, r.Operation())
}

// BudgetsImportRequest sets many budgets at once.
type BudgetsImportRequest struct {
	APIVersion wire.Optional[string] // absent: the package's APIVersion is sent; null: none
	Body       wire.Optional[[]Budget]
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseBudgetsImportRequest reads a request of BudgetsImport back; see [rest.Parse].
func ParseBudgetsImportRequest(req *http.Request) (*BudgetsImportRequest, error) {
	r := new(BudgetsImportRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *BudgetsImportRequest) Operation() *rest.Operation { return &table.Operations[opBudgetsImport] }

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *BudgetsImportRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *BudgetsImportRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *BudgetsImportRequest) Equal(other *BudgetsImportRequest) bool { return rest.Equal(r, other) }

func (r *BudgetsImportRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.APIVersion(&r.APIVersion)
	rest.Body(c, &r.Body, codec.ListOf(codec.Total((*Budget).decodeJSON)))
}

// ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError].
func (r *BudgetsImportRequest) ReadReply(resp *http.Response) (*rest.Reply[rest.Message], error) {
	return rest.ReadReply[rest.Message](resp, r.Operation())
}

// ReportsSearchRequest has a parameter of every kind.
type ReportsSearchRequest struct {
	SubscriptionID string
	Grain          Grain
	Metric         wire.Optional[Grain]
	Count          wire.Optional[int64]
	Partner        wire.Optional[bool]
	Markup         wire.Optional[wire.Decimal]
	Since          wire.Optional[wire.Time]
	Tags           wire.Optional[[]string]
	Sizes          wire.Optional[[]int32]
	IDs            wire.Optional[[]int32]
	Mode           wire.Optional[string] // header x-ms-mode
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseReportsSearchRequest reads a request of ReportsSearch back; see [rest.Parse].
func ParseReportsSearchRequest(req *http.Request) (*ReportsSearchRequest, error) {
	r := new(ReportsSearchRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *ReportsSearchRequest) Operation() *rest.Operation { return &table.Operations[opReportsSearch] }

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *ReportsSearchRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *ReportsSearchRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *ReportsSearchRequest) Equal(other *ReportsSearchRequest) bool { return rest.Equal(r, other) }

func (r *ReportsSearchRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("subscriptionId").Path(&r.SubscriptionID)
	rest.Enum[Grain](c, "grain").Path(&r.Grain)
	rest.Enum[Grain](c, "metric").Optional(&r.Metric)
	c.Int64("count").Optional(&r.Count)
	c.Bool("partner").Optional(&r.Partner)
	c.Decimal("markup").Optional(&r.Markup)
	c.Time("since").Optional(&r.Since)
	c.Text("tags").List(&r.Tags)
	c.Int32("sizes").List(&r.Sizes)
	c.Int32("ids").List(&r.IDs)
	c.Text("x-ms-mode").Optional(&r.Mode)
}

// ReportsExportRequest has parameters that are parts of segments.
type ReportsExportRequest struct {
	Name   string
	Period int32
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseReportsExportRequest reads a request of ReportsExport back; see [rest.Parse].
func ParseReportsExportRequest(req *http.Request) (*ReportsExportRequest, error) {
	r := new(ReportsExportRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *ReportsExportRequest) Operation() *rest.Operation { return &table.Operations[opReportsExport] }

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *ReportsExportRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *ReportsExportRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *ReportsExportRequest) Equal(other *ReportsExportRequest) bool { return rest.Equal(r, other) }

func (r *ReportsExportRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.Text("name").Path(&r.Name)
	c.Int32("period").Path(&r.Period)
}

// ReportsScheduleRequest has no parameter at all.
type ReportsScheduleRequest struct {
	// Extra keeps unknown query parameters and headers, and values that do not fit.
	Extra rest.Extra
}

// ParseReportsScheduleRequest reads a request of ReportsSchedule back; see [rest.Parse].
func ParseReportsScheduleRequest(req *http.Request) (*ReportsScheduleRequest, error) {
	r := new(ReportsScheduleRequest)
	if err := rest.Parse(req, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Operation is the operation that the request asks for.
func (r *ReportsScheduleRequest) Operation() *rest.Operation {
	return &table.Operations[opReportsSchedule]
}

// HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build].
func (r *ReportsScheduleRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
	return rest.Build(ctx, endpoint, r, opts...)
}

// Validate reports every way in which the request breaks the rules of the document.
func (r *ReportsScheduleRequest) Validate(opts ...wire.ValidateOption) error {
	return rest.Validate(r, opts...)
}

// Equal tells whether two requests ask for the same.
func (r *ReportsScheduleRequest) Equal(other *ReportsScheduleRequest) bool {
	return rest.Equal(r, other)
}

func (r *ReportsScheduleRequest) eachParam(c *rest.Codec) {
	c.Extra(&r.Extra)
}

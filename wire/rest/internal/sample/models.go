// Package sample is a small package of the kind the generator writes, by hand: the shape that package rest serves, and
// what its tests run on.
package sample

import (
	"io"
	"iter"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/schema"
)

// APIVersion is the version of the API that the package is made from.
const APIVersion = "2024-08-01"

// Amount is a sum of money.
type Amount struct {
	Currency wire.Optional[string]       `json:"currency,omitzero"`
	Value    wire.Optional[wire.Decimal] `json:"value,omitzero"`
	Extra    wire.Extra                  `json:"-"`
}

// Budget is what a scope may spend.
type Budget struct {
	// ID of the budget. Read-only: set by the service, never sent.
	ID       wire.Optional[string] `json:"id,omitzero"`
	ETag     wire.Optional[string] `json:"eTag,omitzero"`
	Amount   wire.Object[Amount]   `json:"amount,omitzero"`
	Category wire.Optional[string] `json:"category,omitzero"`
	Extra    wire.Extra            `json:"-"`
}

// BudgetsListResult is a page of budgets.
type BudgetsListResult struct {
	Value    wire.Optional[[]Budget] `json:"value,omitzero"`
	NextLink wire.Optional[string]   `json:"nextLink,omitzero"`
	Extra    wire.Extra              `json:"-"`
}

// ErrorResponse says why an operation failed.
type ErrorResponse struct {
	Error wire.Object[ErrorDetails] `json:"error,omitzero"`
	Extra wire.Extra                `json:"-"`
}

// ErrorDetails is a code with its explanation.
type ErrorDetails struct {
	Code    wire.Optional[string] `json:"code,omitzero"`
	Message wire.Optional[string] `json:"message,omitzero"`
	Extra   wire.Extra            `json:"-"`
}

// Grain is how finely a report is cut.
type Grain string

// The grains.
const (
	GrainDaily   Grain = "daily"
	GrainMonthly Grain = "monthly"
)

const (
	typeAmount = iota
	typeBudget
	typeBudgetsListResult
	typeErrorResponse
	typeErrorDetails
	typeGrain
)

var model = schema.Model{Types: []schema.Type{
	typeAmount: {Name: "Amount", Members: []schema.Member{
		{Name: "currency", Required: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "value", Required: true, Schema: schema.Schema{Kind: schema.KindNumber}},
	}},
	typeBudget: {Name: "Budget", Members: []schema.Member{
		{Name: "id", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "eTag", Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "amount", Schema: schema.Schema{Kind: schema.KindRef, Type: typeAmount}},
		{Name: "category", Required: true, Schema: schema.Schema{Kind: schema.KindString, Enum: []string{`"Cost"`}}},
	}},
	typeBudgetsListResult: {Name: "BudgetsListResult", Members: []schema.Member{
		{Name: "value", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeBudget}}},
		{Name: "nextLink", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
	}},
	typeErrorResponse: {Name: "ErrorResponse", Members: []schema.Member{
		{Name: "error", Schema: schema.Schema{Kind: schema.KindRef, Type: typeErrorDetails}},
	}},
	typeErrorDetails: {Name: "ErrorDetails", Members: []schema.Member{
		{Name: "code", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "message", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
	}},
	typeGrain: {Name: "Grain", Value: &schema.Schema{Kind: schema.KindString, Enum: []string{`"daily"`, `"monthly"`}}},
}}

// UnmarshalJSON decodes a sum; only malformed JSON is an error.
func (x *Amount) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeAmount)
}

// MarshalJSON encodes a sum.
func (x Amount) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded sum.
func (x *Amount) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendString(b, `,"currency":`, &x.Currency)
	b = codec.AppendDecimal(b, `,"value":`, &x.Value)
	return codec.Close(b, start, &x.Extra)
}

func decodeAmount(d *codec.Decoder) *Amount {
	x := new(Amount)
	x.decodeJSON(d)
	return x
}

var membersOfAmount = codec.Names{ID: typeAmount, Members: []string{
	`,"currency":`,
	`,"value":`,
}}

func (x *Amount) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfAmount)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.Currency)
		case 1:
			m.Decimal(&x.Value)
		default:
			m.Unknown()
		}
	}
}

// UnmarshalJSON decodes a budget; only malformed JSON is an error.
func (x *Budget) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeBudget)
}

// MarshalJSON encodes a budget.
func (x Budget) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded budget.
func (x *Budget) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendString(b, `,"id":`, &x.ID)
	b = codec.AppendString(b, `,"eTag":`, &x.ETag)
	b = codec.AppendStruct(b, `,"amount":`, &x.Amount, (*Amount).AppendJSON)
	b = codec.AppendString(b, `,"category":`, &x.Category)
	return codec.Close(b, start, &x.Extra)
}

func decodeBudget(d *codec.Decoder) *Budget {
	x := new(Budget)
	x.decodeJSON(d)
	return x
}

var membersOfBudget = codec.Names{ID: typeBudget, Members: []string{
	`,"id":`,
	`,"eTag":`,
	`,"amount":`,
	`,"category":`,
}}

func (x *Budget) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfBudget)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.ID)
		case 1:
			m.String(&x.ETag)
		case 2:
			codec.Struct(&m, &x.Amount, decodeAmount)
		case 3:
			m.String(&x.Category)
		default:
			m.Unknown()
		}
	}
}

// UnmarshalJSON decodes a page; only malformed JSON is an error.
func (x *BudgetsListResult) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeBudgetsListResult)
}

// MarshalJSON encodes a page.
func (x BudgetsListResult) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded page.
func (x *BudgetsListResult) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendList(b, `,"value":`, &x.Value, (*Budget).AppendJSON)
	b = codec.AppendString(b, `,"nextLink":`, &x.NextLink)
	return codec.Close(b, start, &x.Extra)
}

func decodeBudgetsListResult(d *codec.Decoder) *BudgetsListResult {
	x := new(BudgetsListResult)
	x.decodeJSON(d)
	return x
}

var membersOfBudgetsListResult = codec.Names{ID: typeBudgetsListResult, Members: []string{
	`,"value":`,
	`,"nextLink":`,
}}

func (x *BudgetsListResult) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfBudgetsListResult)
	for m.Next() {
		switch m.Index() {
		case 0:
			codec.Structs(&m, &x.Value, (*Budget).decodeJSON)
		case 1:
			m.String(&x.NextLink)
		default:
			m.Unknown()
		}
	}
}

// StreamBudgetsListResult yields the budgets of a page one at a time; the other members are in page afterwards.
func StreamBudgetsListResult(r io.Reader, page *BudgetsListResult) iter.Seq2[*Budget, error] {
	return codec.Stream(r, "value", decodeBudget, page, decodeBudgetsListResult)
}

// UnmarshalJSON decodes an error; only malformed JSON is an error itself.
func (x *ErrorResponse) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeErrorResponse)
}

// MarshalJSON encodes an error.
func (x ErrorResponse) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded error.
func (x *ErrorResponse) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendStruct(b, `,"error":`, &x.Error, (*ErrorDetails).AppendJSON)
	return codec.Close(b, start, &x.Extra)
}

func decodeErrorResponse(d *codec.Decoder) *ErrorResponse {
	x := new(ErrorResponse)
	x.decodeJSON(d)
	return x
}

var membersOfErrorResponse = codec.Names{ID: typeErrorResponse, Members: []string{
	`,"error":`,
}}

func (x *ErrorResponse) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfErrorResponse)
	for m.Next() {
		switch m.Index() {
		case 0:
			codec.Struct(&m, &x.Error, decodeErrorDetails)
		default:
			m.Unknown()
		}
	}
}

// UnmarshalJSON decodes the details of an error; only malformed JSON is an error itself.
func (x *ErrorDetails) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeErrorDetails)
}

// AppendJSON appends the encoded details.
func (x *ErrorDetails) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendString(b, `,"code":`, &x.Code)
	b = codec.AppendString(b, `,"message":`, &x.Message)
	return codec.Close(b, start, &x.Extra)
}

func decodeErrorDetails(d *codec.Decoder) *ErrorDetails {
	x := new(ErrorDetails)
	x.decodeJSON(d)
	return x
}

var membersOfErrorDetails = codec.Names{ID: typeErrorDetails, Members: []string{
	`,"code":`,
	`,"message":`,
}}

func (x *ErrorDetails) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfErrorDetails)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.Code)
		case 1:
			m.String(&x.Message)
		default:
			m.Unknown()
		}
	}
}

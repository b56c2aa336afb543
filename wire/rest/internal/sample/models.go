// Package sample is a small package of the kind the generator writes, by hand: the shape that package rest serves, and
// what its tests run on.
package sample

import (
	"io"
	"iter"

	"github.com/azbill/azbill/wire"
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

var model = wire.Model{Types: []wire.Type{
	typeAmount: {Name: "Amount", Members: []wire.Member{
		{Name: "currency", Required: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "value", Required: true, Schema: wire.Schema{Kind: wire.KindNumber}},
	}},
	typeBudget: {Name: "Budget", Members: []wire.Member{
		{Name: "id", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "eTag", Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "amount", Schema: wire.Schema{Kind: wire.KindRef, Type: typeAmount}},
		{Name: "category", Required: true, Schema: wire.Schema{Kind: wire.KindString, Enum: []string{`"Cost"`}}},
	}},
	typeBudgetsListResult: {Name: "BudgetsListResult", Members: []wire.Member{
		{Name: "value", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindRef, Type: typeBudget}}},
		{Name: "nextLink", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
	}},
	typeErrorResponse: {Name: "ErrorResponse", Members: []wire.Member{
		{Name: "error", Schema: wire.Schema{Kind: wire.KindRef, Type: typeErrorDetails}},
	}},
	typeErrorDetails: {Name: "ErrorDetails", Members: []wire.Member{
		{Name: "code", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "message", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
	}},
	typeGrain: {Name: "Grain", Value: &wire.Schema{Kind: wire.KindString, Enum: []string{`"daily"`, `"monthly"`}}},
}}

// UnmarshalJSON decodes a sum; only malformed JSON is an error.
func (x *Amount) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeAmount)
}

// MarshalJSON encodes a sum.
func (x Amount) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded sum.
func (x *Amount) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendString(b, `,"currency":`, x.Currency)
	b = wire.AppendDecimal(b, `,"value":`, x.Value)
	return x.Extra.Close(b, start)
}

func decodeAmount(d *wire.Decoder) *Amount {
	x := new(Amount)
	x.decodeJSON(d)
	return x
}

var membersOfAmount = wire.Names{ID: typeAmount, Members: []string{
	`,"currency":`,
	`,"value":`,
}}

func (x *Amount) decodeJSON(d *wire.Decoder) {
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
	return wire.Unmarshal(data, x, decodeBudget)
}

// MarshalJSON encodes a budget.
func (x Budget) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded budget.
func (x *Budget) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendString(b, `,"id":`, x.ID)
	b = wire.AppendString(b, `,"eTag":`, x.ETag)
	b = wire.AppendStruct(b, `,"amount":`, x.Amount, (*Amount).AppendJSON)
	b = wire.AppendString(b, `,"category":`, x.Category)
	return x.Extra.Close(b, start)
}

func decodeBudget(d *wire.Decoder) *Budget {
	x := new(Budget)
	x.decodeJSON(d)
	return x
}

var membersOfBudget = wire.Names{ID: typeBudget, Members: []string{
	`,"id":`,
	`,"eTag":`,
	`,"amount":`,
	`,"category":`,
}}

func (x *Budget) decodeJSON(d *wire.Decoder) {
	m := d.Members(&x.Extra, &membersOfBudget)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.ID)
		case 1:
			m.String(&x.ETag)
		case 2:
			wire.Struct(&m, &x.Amount, decodeAmount)
		case 3:
			m.String(&x.Category)
		default:
			m.Unknown()
		}
	}
}

// UnmarshalJSON decodes a page; only malformed JSON is an error.
func (x *BudgetsListResult) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeBudgetsListResult)
}

// MarshalJSON encodes a page.
func (x BudgetsListResult) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded page.
func (x *BudgetsListResult) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendList(b, `,"value":`, x.Value, (*Budget).AppendJSON)
	b = wire.AppendString(b, `,"nextLink":`, x.NextLink)
	return x.Extra.Close(b, start)
}

func decodeBudgetsListResult(d *wire.Decoder) *BudgetsListResult {
	x := new(BudgetsListResult)
	x.decodeJSON(d)
	return x
}

var membersOfBudgetsListResult = wire.Names{ID: typeBudgetsListResult, Members: []string{
	`,"value":`,
	`,"nextLink":`,
}}

func (x *BudgetsListResult) decodeJSON(d *wire.Decoder) {
	m := d.Members(&x.Extra, &membersOfBudgetsListResult)
	for m.Next() {
		switch m.Index() {
		case 0:
			wire.Structs(&m, &x.Value, (*Budget).decodeJSON)
		case 1:
			m.String(&x.NextLink)
		default:
			m.Unknown()
		}
	}
}

// StreamBudgetsListResult yields the budgets of a page one at a time; the other members are in page afterwards.
func StreamBudgetsListResult(r io.Reader, page *BudgetsListResult) iter.Seq2[*Budget, error] {
	return wire.Stream(r, "value", decodeBudget, page, decodeBudgetsListResult)
}

// UnmarshalJSON decodes an error; only malformed JSON is an error itself.
func (x *ErrorResponse) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeErrorResponse)
}

// MarshalJSON encodes an error.
func (x ErrorResponse) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// AppendJSON appends the encoded error.
func (x *ErrorResponse) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendStruct(b, `,"error":`, x.Error, (*ErrorDetails).AppendJSON)
	return x.Extra.Close(b, start)
}

func decodeErrorResponse(d *wire.Decoder) *ErrorResponse {
	x := new(ErrorResponse)
	x.decodeJSON(d)
	return x
}

var membersOfErrorResponse = wire.Names{ID: typeErrorResponse, Members: []string{
	`,"error":`,
}}

func (x *ErrorResponse) decodeJSON(d *wire.Decoder) {
	m := d.Members(&x.Extra, &membersOfErrorResponse)
	for m.Next() {
		switch m.Index() {
		case 0:
			wire.Struct(&m, &x.Error, decodeErrorDetails)
		default:
			m.Unknown()
		}
	}
}

// UnmarshalJSON decodes the details of an error; only malformed JSON is an error itself.
func (x *ErrorDetails) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeErrorDetails)
}

// AppendJSON appends the encoded details.
func (x *ErrorDetails) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendString(b, `,"code":`, x.Code)
	b = wire.AppendString(b, `,"message":`, x.Message)
	return x.Extra.Close(b, start)
}

func decodeErrorDetails(d *wire.Decoder) *ErrorDetails {
	x := new(ErrorDetails)
	x.decodeJSON(d)
	return x
}

var membersOfErrorDetails = wire.Names{ID: typeErrorDetails, Members: []string{
	`,"code":`,
	`,"message":`,
}}

func (x *ErrorDetails) decodeJSON(d *wire.Decoder) {
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

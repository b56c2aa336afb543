// Package sample is a hand-written copy of what the generator emits, with every form of a member: the test bed and the
// benchmark of package wire.
package sample

import "github.com/azbill/azbill/wire"

// Amount is a sum of money.
type Amount struct {
	Currency wire.Optional[string]       `json:"currency,omitzero"`
	Value    wire.Optional[wire.Decimal] `json:"value,omitzero"`
	Extra    wire.Extra                  `json:"-"`
}

// Status is an open enumeration.
type Status string

// The values of Status.
const (
	StatusActive   Status = "Active"
	StatusDisabled Status = "Disabled"
)

// Names is a list with a name.
type Names []string

// Everything has a member of each form.
type Everything struct {
	S        wire.Optional[string]                 `json:"s,omitzero"`
	B        wire.Optional[bool]                   `json:"b,omitzero"`
	I        wire.Optional[int32]                  `json:"i,omitzero"`
	L        wire.Optional[int64]                  `json:"l,omitzero"`
	D        wire.Optional[wire.Decimal]           `json:"d,omitzero"`
	T        wire.Optional[wire.Time]              `json:"t,omitzero"`
	R        wire.Optional[wire.Raw]               `json:"r,omitzero"`
	Status   wire.Optional[Status]                 `json:"status,omitzero"`
	Ratio    wire.Optional[wire.Decimal]           `json:"ratio,omitzero"`
	Names    wire.Optional[Names]                  `json:"names,omitzero"`
	Amount   wire.Object[Amount]                   `json:"amount,omitzero"`
	Charge   wire.Optional[ChargeSummary]          `json:"charge,omitzero"`
	Amounts  wire.Optional[[]Amount]               `json:"amounts,omitzero"`
	Charges  wire.Optional[[]ChargeSummary]        `json:"charges,omitzero"`
	ByName   wire.Optional[map[string]Amount]      `json:"byName,omitzero"`
	Statuses wire.Optional[[]Status]               `json:"statuses,omitzero"`
	Tags     wire.Optional[map[string]string]      `json:"tags,omitzero"`
	Grid     wire.Optional[[][]int32]              `json:"grid,omitzero"`
	Deep     wire.Optional[map[string][]wire.Time] `json:"deep,omitzero"`
	Odd      wire.Optional[string]                 `json:"-"` // its name on the wire, a"b/~ü, fits no tag
	Self     wire.Object[Everything]               `json:"self,omitzero"`
	Extra    wire.Extra                            `json:"-"`
}

// ChargesListResult is one page of charges.
type ChargesListResult struct {
	Value    wire.Optional[[]ChargeSummary] `json:"value,omitzero"`
	NextLink wire.Optional[string]          `json:"nextLink,omitzero"`
	Extra    wire.Extra                     `json:"-"`
}

// ChargeSummary is a *LegacyChargeSummary, a *ModernChargeSummary or an *UnknownChargeSummary.
type ChargeSummary struct{ Variant ChargeSummaryVariant }

// ChargeSummaryVariant is what a ChargeSummary holds.
type ChargeSummaryVariant interface {
	AppendJSON([]byte) []byte
	isChargeSummary()
}

// UnknownChargeSummary is a charge summary of a kind that is not known here.
type UnknownChargeSummary struct {
	Kind string
	Raw  wire.Raw
}

// LegacyChargeSummary is a charge summary of kind legacy.
type LegacyChargeSummary struct {
	ID         wire.Optional[string]          `json:"id,omitzero"`
	Name       wire.Optional[string]          `json:"name,omitzero"`
	Type       wire.Optional[string]          `json:"type,omitzero"`
	Properties wire.Object[LegacyChargeProps] `json:"properties,omitzero"`
	Previous   wire.Optional[ChargeSummary]   `json:"previous,omitzero"`
	Extra      wire.Extra                     `json:"-"`
}

// LegacyChargeProps are its properties.
type LegacyChargeProps struct {
	AzureCharges wire.Optional[wire.Decimal] `json:"azureCharges,omitzero"`
	UsageStart   wire.Optional[wire.Time]    `json:"usageStart,omitzero"`
	Currency     wire.Optional[string]       `json:"currency,omitzero"`
	Extra        wire.Extra                  `json:"-"`
}

// ModernChargeSummary is a charge summary of kind modern; by scope it is a union itself.
type ModernChargeSummary struct {
	ID         wire.Optional[string]          `json:"id,omitzero"`
	Name       wire.Optional[string]          `json:"name,omitzero"`
	Type       wire.Optional[string]          `json:"type,omitzero"`
	ETag       wire.Optional[string]          `json:"eTag,omitzero"`
	Properties wire.Object[ModernChargeProps] `json:"properties,omitzero"`
	Extra      wire.Extra                     `json:"-"`
}

// ModernChargeProps are its properties.
type ModernChargeProps struct {
	AzureCharges            wire.Object[Amount]              `json:"azureCharges,omitzero"`
	ChargesBilledSeparately wire.Object[Amount]              `json:"chargesBilledSeparately,omitzero"`
	MarketplaceCharges      wire.Object[Amount]              `json:"marketplaceCharges,omitzero"`
	BillingAccountID        wire.Optional[string]            `json:"billingAccountId,omitzero"`
	BillingProfileID        wire.Optional[string]            `json:"billingProfileId,omitzero"`
	InvoiceSectionID        wire.Optional[string]            `json:"invoiceSectionId,omitzero"`
	CustomerID              wire.Optional[string]            `json:"customerId,omitzero"`
	BillingPeriodID         wire.Optional[string]            `json:"billingPeriodId,omitzero"`
	UsageStart              wire.Optional[wire.Time]         `json:"usageStart,omitzero"`
	UsageEnd                wire.Optional[wire.Time]         `json:"usageEnd,omitzero"`
	IsInvoiced              wire.Optional[bool]              `json:"isInvoiced,omitzero"`
	Tags                    wire.Optional[map[string]string] `json:"tags,omitzero"`
	Extra                   wire.Extra                       `json:"-"`
}

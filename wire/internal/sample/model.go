package sample

import "github.com/azbill/azbill/wire"

const (
	typeAmount = iota
	typeStatus
	typeEverything
	typeChargesListResult
	typeChargeSummary
	typeLegacyChargeSummary
	typeLegacyChargeProps
	typeModernChargeSummary
	typeModernChargeProps
)

// Model is the table that Validate reads.
var Model = wire.Model{Types: []wire.Type{
	typeAmount: {Name: "Amount", Members: []wire.Member{
		{Name: "currency", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString, Rules: &wire.Rules{Pattern: "^[A-Z]{3}$"}}},
		{Name: "value", Schema: wire.Schema{Kind: wire.KindNumber}},
	}},
	typeStatus: {Name: "Status", Value: &wire.Schema{Kind: wire.KindString, Enum: []string{`"Active"`, `"Disabled"`}}},
	typeEverything: {Name: "Everything", Members: []wire.Member{
		{Name: "s", Required: true, Schema: wire.Schema{Kind: wire.KindString, Rules: &wire.Rules{MinLength: "1", MaxLength: "5"}}},
		{Name: "b", Schema: wire.Schema{Kind: wire.KindBool}},
		{Name: "i", Schema: wire.Schema{Kind: wire.KindInt32, Rules: &wire.Rules{Minimum: "-5", Maximum: "1000", ExclusiveMaximum: true, MultipleOf: "0.5"}}},
		{Name: "l", Schema: wire.Schema{Kind: wire.KindInt64}},
		{Name: "d", Schema: wire.Schema{Kind: wire.KindNumber}},
		{Name: "t", Schema: wire.Schema{Kind: wire.KindString, Rules: &wire.Rules{Format: "date-time"}}},
		{Name: "r"},
		{Name: "status", Schema: wire.Schema{Kind: wire.KindRef, Type: typeStatus}},
		{Name: "ratio", Schema: wire.Schema{Kind: wire.KindNumber}},
		{Name: "names", Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindString}, Rules: &wire.Rules{MinItems: "1", MaxItems: "3", UniqueItems: true}}},
		{Name: "amount", Schema: wire.Schema{Kind: wire.KindRef, Type: typeAmount}},
		{Name: "charge", Schema: wire.Schema{Kind: wire.KindRef, Type: typeChargeSummary}},
		{Name: "amounts", Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindRef, Type: typeAmount}}},
		{Name: "charges", Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindRef, Type: typeChargeSummary}}},
		{Name: "byName", Schema: wire.Schema{Kind: wire.KindMap, Elem: &wire.Schema{Kind: wire.KindRef, Type: typeAmount}}},
		{Name: "statuses", Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindRef, Type: typeStatus}}},
		{Name: "tags", Schema: wire.Schema{Kind: wire.KindMap, Elem: &wire.Schema{Kind: wire.KindString}, Rules: &wire.Rules{MaxProps: "2"}}},
		{Name: "grid", Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindInt32}}}},
		{Name: "deep", Schema: wire.Schema{Kind: wire.KindMap, Elem: &wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindString, Rules: &wire.Rules{Format: "date"}}}}},
		{Name: "a\"b/~ü", Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "self", Schema: wire.Schema{Kind: wire.KindRef, Type: typeEverything}},
	}},
	typeChargesListResult: {Name: "ChargesListResult", Closed: true, Members: []wire.Member{
		{Name: "value", Required: true, ReadOnly: true, Schema: wire.Schema{Kind: wire.KindArray, Elem: &wire.Schema{Kind: wire.KindRef, Type: typeChargeSummary}}},
		{Name: "nextLink", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
	}},
	typeChargeSummary: {Name: "ChargeSummary", Property: "kind", Variants: []wire.Variant{
		{Value: "legacy", Type: typeLegacyChargeSummary},
		{Value: "modern", Type: typeModernChargeSummary},
	}},
	typeLegacyChargeSummary: {Name: "LegacyChargeSummary", Members: []wire.Member{
		{Name: "kind", Required: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "id", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "name", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "type", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "properties", Required: true, Schema: wire.Schema{Kind: wire.KindRef, Type: typeLegacyChargeProps}},
		{Name: "previous", Schema: wire.Schema{Kind: wire.KindRef, Type: typeChargeSummary}},
	}},
	typeLegacyChargeProps: {Name: "LegacyChargeProps", Members: []wire.Member{
		{Name: "azureCharges", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindNumber}},
		{Name: "usageStart", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "currency", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
	}},
	typeModernChargeSummary: {Name: "ModernChargeSummary", Members: []wire.Member{
		{Name: "kind", Required: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "id", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "name", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "type", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "eTag", Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "properties", Required: true, Schema: wire.Schema{Kind: wire.KindRef, Type: typeModernChargeProps}},
	}},
	typeModernChargeProps: {Name: "ModernChargeProps", Members: []wire.Member{
		{Name: "azureCharges", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindRef, Type: typeAmount}},
		{Name: "chargesBilledSeparately", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindRef, Type: typeAmount}},
		{Name: "marketplaceCharges", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindRef, Type: typeAmount}},
		{Name: "billingAccountId", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "billingProfileId", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "invoiceSectionId", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "customerId", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "billingPeriodId", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "usageStart", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "usageEnd", ReadOnly: true, Schema: wire.Schema{Kind: wire.KindString}},
		{Name: "isInvoiced", Schema: wire.Schema{Kind: wire.KindBool}},
		{Name: "tags", Schema: wire.Schema{Kind: wire.KindMap, Elem: &wire.Schema{Kind: wire.KindString}}},
	}},
}}

package sample

import (
	"github.com/azbill/azbill/wire/schema"
)

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
var Model = schema.Model{Types: []schema.Type{
	typeAmount: {Name: "Amount", Members: []schema.Member{
		{Name: "currency", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Pattern: "^[A-Z]{3}$"}}},
		{Name: "value", Schema: schema.Schema{Kind: schema.KindNumber}},
	}},
	typeStatus: {Name: "Status", Value: &schema.Schema{Kind: schema.KindString, Enum: []string{`"Active"`, `"Disabled"`}}},
	typeEverything: {Name: "Everything", Members: []schema.Member{
		{Name: "s", Required: true, Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{MinLength: "1", MaxLength: "5"}}},
		{Name: "b", Schema: schema.Schema{Kind: schema.KindBool}},
		{Name: "i", Schema: schema.Schema{Kind: schema.KindInt32, Rules: &schema.Rules{Minimum: "-5", Maximum: "1000", ExclusiveMaximum: true, MultipleOf: "0.5"}}},
		{Name: "l", Schema: schema.Schema{Kind: schema.KindInt64}},
		{Name: "d", Schema: schema.Schema{Kind: schema.KindNumber}},
		{Name: "t", Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Format: "date-time"}}},
		{Name: "r"},
		{Name: "status", Schema: schema.Schema{Kind: schema.KindRef, Type: typeStatus}},
		{Name: "ratio", Schema: schema.Schema{Kind: schema.KindNumber}},
		{Name: "names", Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindString}, Rules: &schema.Rules{MinItems: "1", MaxItems: "3", UniqueItems: true}}},
		{Name: "amount", Schema: schema.Schema{Kind: schema.KindRef, Type: typeAmount}},
		{Name: "charge", Schema: schema.Schema{Kind: schema.KindRef, Type: typeChargeSummary}},
		{Name: "amounts", Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeAmount}}},
		{Name: "charges", Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeChargeSummary}}},
		{Name: "byName", Schema: schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeAmount}}},
		{Name: "statuses", Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeStatus}}},
		{Name: "tags", Schema: schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindString}, Rules: &schema.Rules{MaxProps: "2"}}},
		{Name: "grid", Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindInt32}}}},
		{Name: "deep", Schema: schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Format: "date"}}}}},
		{Name: "a\"b/~ü", Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "self", Schema: schema.Schema{Kind: schema.KindRef, Type: typeEverything}},
	}},
	typeChargesListResult: {Name: "ChargesListResult", Closed: true, Members: []schema.Member{
		{Name: "value", Required: true, ReadOnly: true, Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindRef, Type: typeChargeSummary}}},
		{Name: "nextLink", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
	}},
	typeChargeSummary: {Name: "ChargeSummary", Property: "kind", Variants: []schema.Variant{
		{Value: "legacy", Type: typeLegacyChargeSummary},
		{Value: "modern", Type: typeModernChargeSummary},
	}},
	typeLegacyChargeSummary: {Name: "LegacyChargeSummary", Members: []schema.Member{
		{Name: "kind", Required: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "id", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "name", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "type", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "properties", Required: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeLegacyChargeProps}},
		{Name: "previous", Schema: schema.Schema{Kind: schema.KindRef, Type: typeChargeSummary}},
	}},
	typeLegacyChargeProps: {Name: "LegacyChargeProps", Members: []schema.Member{
		{Name: "azureCharges", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindNumber}},
		{Name: "usageStart", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "currency", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
	}},
	typeModernChargeSummary: {Name: "ModernChargeSummary", Members: []schema.Member{
		{Name: "kind", Required: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "id", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "name", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "type", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "eTag", Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "properties", Required: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeModernChargeProps}},
	}},
	typeModernChargeProps: {Name: "ModernChargeProps", Members: []schema.Member{
		{Name: "azureCharges", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeAmount}},
		{Name: "chargesBilledSeparately", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeAmount}},
		{Name: "marketplaceCharges", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindRef, Type: typeAmount}},
		{Name: "billingAccountId", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "billingProfileId", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "invoiceSectionId", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "customerId", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "billingPeriodId", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "usageStart", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "usageEnd", ReadOnly: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "isInvoiced", Schema: schema.Schema{Kind: schema.KindBool}},
		{Name: "tags", Schema: schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindString}}},
	}},
}}

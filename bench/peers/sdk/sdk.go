// Package sdk is the official SDK as a peer.
package sdk

import (
	"encoding/json"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption"
	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/payload"
)

// Peers returns the types of armconsumption and armbilling.
func Peers() []*codec.Peer {
	page := codec.JSON[armconsumption.ChargesListResult]()
	return []*codec.Peer{{
		Name: codec.SDK,
		Note: "armconsumption v1.2.0 speaks api-version 2021-10-01 and armbilling v1.0.0 speaks 2024-04-01; members that those do not have are dropped, so the accounts page costs it less than the others",
		Codecs: map[payload.Shape]codec.Codec{
			payload.ChargesPage:  page,
			payload.OneCharge:    codec.Of[armconsumption.ChargeSummaryClassification]{Dec: decodeCharge, Enc: func(c *armconsumption.ChargeSummaryClassification) ([]byte, error) { return json.Marshal(*c) }},
			payload.AccountsPage: codec.JSON[armbilling.AccountListResult](),
			payload.UsagePage:    codec.JSON[armconsumption.UsageDetailsListResult](),
		},
		Stream:     codec.WholePage(page),
		StreamNote: "whole page, as its client reads it",
	}}
}

// decodeCharge does what the SDK's own decoder, which is not exported, does for an element.
func decodeCharge(data []byte) (*armconsumption.ChargeSummaryClassification, error) {
	var probe struct{ Kind string }
	if err := json.Unmarshal(data, &probe); err != nil {
		return nil, fmt.Errorf("read kind: %w", err)
	}
	var c armconsumption.ChargeSummaryClassification
	switch probe.Kind {
	case "legacy":
		c = &armconsumption.LegacyChargeSummary{}
	case "modern":
		c = &armconsumption.ModernChargeSummary{}
	default:
		c = &armconsumption.ChargeSummary{}
	}
	return &c, json.Unmarshal(data, c)
}

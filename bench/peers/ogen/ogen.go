//go:build peers

// Package ogen is ogen as a peer.
package ogen

import (
	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/ogencodec"
	billing "github.com/azbill/azbill/bench/gen/ogen/billing20200501"
	consumption "github.com/azbill/azbill/bench/gen/ogen/consumption20240801"
	"github.com/azbill/azbill/bench/payload"
)

// Peers returns the types that ogen generates.
func Peers() []*codec.Peer {
	page := ogencodec.New[consumption.ChargesListResult, *consumption.ChargesListResult]()
	return []*codec.Peer{{
		Name: codec.Ogen,
		Note: "called straight through jx with pooled coders, its fastest way; float64 amounts",
		Codecs: map[payload.Shape]codec.Codec{
			payload.ChargesPage:  page,
			payload.OneCharge:    ogencodec.New[consumption.ChargeSummary, *consumption.ChargeSummary](),
			payload.AccountsPage: ogencodec.New[billing.BillingAccountListResult, *billing.BillingAccountListResult](),
			payload.UsagePage:    ogencodec.New[consumption.UsageDetailsListResult, *consumption.UsageDetailsListResult](),
		},
		Stream:     codec.WholePage(page),
		StreamNote: "whole page, as its client reads it",
	}}
}

//go:build peers

package peers

import (
	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/oapicodec"
	billing "github.com/azbill/azbill/bench/gen/oapi/billing20200501"
	consumption "github.com/azbill/azbill/bench/gen/oapi/consumption20240801"
	"github.com/azbill/azbill/bench/payload"
)

func init() {
	const note = "unions hold raw bytes until asked, so each is asked once after decoding and put back before encoding; float32 amounts"
	for name, l := range map[string]oapicodec.Library{codec.Oapi: oapicodec.V1, codec.OapiV2: oapicodec.V2, codec.OapiSon: oapicodec.Sonic} {
		page := oapicodec.With[consumption.ChargesListResult](l)
		codec.Register(&codec.Peer{
			Name: name,
			Note: note,
			Codecs: map[payload.Shape]codec.Codec{
				payload.ChargesPage:  page,
				payload.OneCharge:    oapicodec.With[consumption.ChargeSummary](l),
				payload.AccountsPage: oapicodec.With[billing.BillingAccountListResult](l),
				payload.UsagePage:    oapicodec.With[consumption.UsageDetailsListResult](l),
			},
			Stream:     wholePage(page),
			StreamNote: "whole page",
		})
	}
}

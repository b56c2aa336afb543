//go:build peers

// Package oapi is oapi-codegen as a peer, through three JSON libraries.
package oapi

import (
	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/jsonlib"
	"github.com/azbill/azbill/bench/codec/oapicodec"
	billing "github.com/azbill/azbill/bench/gen/oapi/billing20200501"
	consumption "github.com/azbill/azbill/bench/gen/oapi/consumption20240801"
	"github.com/azbill/azbill/bench/payload"
)

// Peers returns the types that oapi-codegen generates, as each of the libraries reads and writes them.
func Peers() []*codec.Peer {
	return []*codec.Peer{
		through(codec.Oapi, jsonlib.V1),
		through(codec.OapiV2, jsonlib.V2),
		through(codec.OapiSon, jsonlib.Sonic),
	}
}

func through(name string, l jsonlib.Library) *codec.Peer {
	page := oapicodec.With[consumption.ChargesListResult](l)
	return &codec.Peer{
		Name: name,
		Note: "unions hold raw bytes until asked, so each is asked once after decoding and put back before encoding; float32 amounts",
		Codecs: map[payload.Shape]codec.Codec{
			payload.ChargesPage:  page,
			payload.OneCharge:    oapicodec.With[consumption.ChargeSummary](l),
			payload.AccountsPage: oapicodec.With[billing.BillingAccountListResult](l),
			payload.UsagePage:    oapicodec.With[consumption.UsageDetailsListResult](l),
		},
		Stream:     codec.WholePage(page),
		StreamNote: "whole page",
	}
}

// Package azbill is azbill as a peer.
package azbill

import (
	"io"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/azbillcodec"
	"github.com/azbill/azbill/bench/payload"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
)

// Peers returns the types of generated/.
func Peers() []*codec.Peer {
	return []*codec.Peer{{
		Name: codec.Azbill,
		Note: "the types of generated/, through their Decode functions and AppendJSON; the loss tables use types generated from the peers' documents",
		Codecs: map[payload.Shape]codec.Codec{
			payload.ChargesPage:  azbillcodec.New(consumption.DecodeChargesListResult),
			payload.OneCharge:    azbillcodec.New(consumption.DecodeChargeSummary),
			payload.AccountsPage: azbillcodec.New(billing.DecodeBillingAccountListResult),
			payload.UsagePage:    azbillcodec.New(consumption.DecodeUsageDetailsListResult),
		},
		Stream:     stream,
		StreamNote: "by element, StreamChargesListResult",
	}}
}

func stream(r io.Reader) (int, error) {
	n := 0
	for _, err := range consumption.StreamChargesListResult(r, nil) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

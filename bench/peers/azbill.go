package peers

import (
	"io"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/azbillcodec"
	"github.com/azbill/azbill/bench/payload"
	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
)

func init() {
	codec.Register(&codec.Peer{
		Name: codec.Azbill,
		Note: "the types of generated/, through their Decode functions and AppendJSON; the loss tables use types generated from the peers' documents",
		Codecs: map[payload.Shape]codec.Codec{
			payload.ChargesPage:  azbillcodec.New(consumption.DecodeChargesListResult, (*consumption.ChargesListResult).AppendJSON),
			payload.OneCharge:    azbillcodec.New(consumption.DecodeChargeSummary, (*consumption.ChargeSummary).AppendJSON),
			payload.AccountsPage: azbillcodec.New(billing.DecodeBillingAccountListResult, (*billing.BillingAccountListResult).AppendJSON),
			payload.UsagePage:    azbillcodec.New(consumption.DecodeUsageDetailsListResult, (*consumption.UsageDetailsListResult).AppendJSON),
		},
		Stream:     streamAzbill,
		StreamNote: "by element, StreamChargesListResult",
	})
}

func streamAzbill(r io.Reader) (int, error) {
	n := 0
	for _, err := range consumption.StreamChargesListResult(r, nil) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

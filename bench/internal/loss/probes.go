package loss

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/payload"
)

// Probe is a small message that holds one thing a newer or sloppier service sends.
type Probe struct {
	Name  string
	Shape payload.Shape
	Body  string
}

// Probes are the things that happen to a client sooner or later.
var Probes = []Probe{
	{"unknown kind", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"futuristic","properties":{"azureCharges":12.5}}]}`},
	{"unknown member", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"legacy","properties":{"currency":"USD","carbonIntensity":12.5}}]}`},
	{"explicit null", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"legacy","properties":{"currency":null,"usageStart":"2024-01-01"}}]}`},
	{"28-digit decimal", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"legacy","properties":{"azureCharges":12345678901234567890.12345678}}]}`},
	{"500.0 and 1e3", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"legacy","properties":{"azureCharges":500.0,"chargesBilledSeparately":1e3}}]}`},
	{"date not in RFC 3339", payload.UsagePage,
		`{"value":[{"id":"/u/1","kind":"legacy","properties":{"date":"09/18/2019 21:47:31","product":"p"}}]}`},
	{"string where a number is declared", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"legacy","properties":{"azureCharges":"12.5","currency":"USD"}},{"id":"/c/2","kind":"legacy","properties":{"currency":"USD"}}]}`},
	{"unknown enum value", payload.AccountsPage,
		`{"value":[{"id":"/a/1","properties":{"accountStatus":"Hibernating"}}]}`},
	{"required member missing", payload.ChargesPage,
		`{"value":[{"id":"/c/1","kind":"legacy"}]}`},
}

// Outcome says what a peer made of the probe: "kept", the losses, or the error.
func (p Probe) Outcome(peer *codec.Peer) string {
	c := peer.Codecs[p.Shape]
	if c == nil {
		return "no type"
	}
	c = Guard(c)
	v, err := c.Decode([]byte(p.Body))
	if err != nil {
		return "whole page refused"
	}
	out, err := c.Encode(v)
	if err != nil {
		return "not encoded"
	}
	diffs, err := jsondiff.Diff([]byte(p.Body), out)
	if err != nil {
		return "malformed output"
	}
	if len(diffs) == 0 {
		return "kept"
	}
	var kinds []string
	for _, k := range jsondiff.Kinds {
		if slices.ContainsFunc(diffs, func(d jsondiff.Difference) bool { return d.Kind == k }) {
			kinds = append(kinds, string(k))
		}
	}
	return strings.Join(kinds, ", ")
}

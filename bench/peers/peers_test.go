package peers

import (
	"fmt"
	"testing"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/payload"
)

func TestEveryPeerDecodesAndEncodesEveryPayload(t *testing.T) {
	for _, peer := range All() {
		for _, p := range payload.All() {
			c, ok := peer.Codecs[p.Shape]
			if !ok {
				t.Errorf("%s: no codec for %s", peer.Name, p.Shape)
				continue
			}
			v, err := c.Decode(p.Data)
			if err != nil {
				t.Errorf("%s: decode %s: %v", peer.Name, p.Name, err)
				continue
			}
			out, err := c.Encode(v)
			if err != nil {
				t.Errorf("%s: encode %s: %v", peer.Name, p.Name, err)
				continue
			}
			// The SDK has no type for what the accounts page expands, and drops it.
			if len(out) < len(p.Data)/3 && (peer.Name != codec.SDK || p.Shape != payload.AccountsPage) {
				t.Errorf("%s: %s came back with %d of %d bytes: the codec is wrong", peer.Name, p.Name, len(out), len(p.Data))
			}
			if _, err := c.Decode(out); err != nil {
				t.Errorf("%s: decode its own %s: %v", peer.Name, p.Name, err)
			}
		}
	}
}

func TestEveryPeerStreams(t *testing.T) {
	for _, peer := range All() {
		n, err := peer.Stream(payload.ChargesStream(1 << 20))
		if err != nil {
			t.Errorf("%s: %v", peer.Name, err)
		}
		if n < 500 || n > 1500 {
			t.Errorf("%s: %d elements in a megabyte of charges", peer.Name, n)
		}
	}
}

func BenchmarkDecode(b *testing.B) { onPeers(b, payload.All(), decode) }

func BenchmarkEncode(b *testing.B) { onPeers(b, payload.All(), encode) }

// The sizes of the growth tables, to count instructions at: unlike times, they do not depend on what fits into a cache.
func BenchmarkDecodeGrowth(b *testing.B) { onPeers(b, growing(), decode) }

func BenchmarkEncodeGrowth(b *testing.B) { onPeers(b, growing(), encode) }

func growing() []payload.Payload {
	var all []payload.Payload
	for _, n := range []int{100, 1000, 10000} {
		all = append(all, payload.Payload{Name: fmt.Sprint(n), Shape: payload.ChargesPage, Items: n, Data: payload.Charges(n)})
	}
	return all
}

// onPeers runs a benchmark of every payload through every peer.
func onPeers(b *testing.B, payloads []payload.Payload, run func(*testing.B, codec.Codec, []byte)) {
	for _, p := range payloads {
		for _, peer := range All() {
			b.Run(p.Name+"/"+peer.Name, func(b *testing.B) {
				b.SetBytes(int64(len(p.Data)))
				b.ReportAllocs()
				run(b, peer.Codecs[p.Shape], p.Data)
			})
		}
	}
}

func decode(b *testing.B, c codec.Codec, data []byte) {
	for b.Loop() {
		if _, err := c.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func encode(b *testing.B, c codec.Codec, data []byte) {
	v, err := c.Decode(data)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Encode(v); err != nil {
			b.Fatal(err)
		}
	}
}

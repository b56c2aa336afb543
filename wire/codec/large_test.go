package codec_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/internal/sample"
)

// What outgrows the scratch space belongs to the caller: nothing that is encoded later may write to it.
func TestLargeTextsAreTheCallersOwn(t *testing.T) {
	encode := func(size int, c string) []byte {
		x := sample.Amount{Currency: wire.Some(strings.Repeat(c, size))}
		b, err := codec.Marshal(&x)
		if err != nil || len(b) < size || cap(b)-len(b) > len(b)/4 {
			t.Fatalf("%d bytes encode to %d, room for %d: %v", size, len(b), cap(b), err)
		}
		return b
	}
	var all, want [][]byte
	for i, size := range []int{100, 5 << 20, 6 << 20, 5 << 20, 30 << 20, 4 << 20, 100, 20 << 20, 5 << 20, 7 << 20} {
		all = append(all, encode(size, string(rune('a'+i))))
		want = append(want, bytes.Clone(all[i]))
	}
	for i, b := range all {
		if !bytes.Equal(b, want[i]) || !json.Valid(b) {
			t.Errorf("text %d of %d bytes has changed", i, len(b))
		}
	}
}

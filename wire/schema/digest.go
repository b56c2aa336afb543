package schema

import (
	"hash/maphash"

	"github.com/azbill/azbill/wire/internal/number"
	"github.com/azbill/azbill/wire/internal/scan"
)

// digest stands for a value: equal values have equal digests. It has 128 bits and is made with seeds that differ from one
// run to the next, so that no text can be made to have different values of one digest.
type digest [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func digestOf(kind byte, text []byte) (d digest) {
	for i, seed := range seeds {
		var h maphash.Hash
		h.SetSeed(seed)
		_ = h.WriteByte(kind)
		_, _ = h.Write(text)
		d[i] = h.Sum64()
	}
	return d
}

func (d digest) append(b []byte) []byte {
	for _, word := range d {
		for range 8 {
			b = append(b, byte(word))
			word >>= 8
		}
	}
	return b
}

// digest returns the digest of the value between i and end: numbers count by what they say, members in any order. Those
// of containers are remembered, as lists of unique items nest.
func (v *validator) digest(i, end int) digest {
	c := v.src[i]
	switch scan.KindOf(c) {
	case scan.String:
		return digestOf('"', v.text(i, end))
	case scan.Number:
		return digestOf('0', []byte(number.Of(string(v.src[i:end])).String()))
	case scan.Array, scan.Object:
		d, known := v.digests[i]
		if !known {
			if c == '[' {
				d = v.digestArray(i)
			} else {
				d = v.digestObject(i)
			}
			if v.digests == nil {
				v.digests = map[int]digest{}
			}
			v.digests[i] = d
		}
		return d
	}
	return digestOf(c, nil)
}

func (v *validator) digestArray(i int) digest {
	var b []byte
	for i = scan.PassSpace(v.src, i+1); v.src[i] != ']'; {
		end := v.past(i)
		b = v.digest(i, end).append(b)
		i = scan.PassComma(v.src, end)
	}
	return digestOf('[', b)
}

func (v *validator) digestObject(i int) digest {
	var sum digest // of those of the members, which is the same in any order
	for i = scan.PassSpace(v.src, i+1); v.src[i] != '}'; {
		name, value := scan.MemberAt(v.src, i)
		end := v.past(value)
		member := digestOf(':', append(v.digest(value, end).append(nil), name...))
		sum[0] += member[0]
		sum[1] += member[1]
		i = scan.PassComma(v.src, end)
	}
	return digestOf('{', sum.append(nil))
}

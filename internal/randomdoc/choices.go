package randomdoc

import "math/rand/v2"

// choices is a source of numbers that a fuzzer writes: a byte for each, so that changing one changes one choice.
type choices struct {
	bytes []byte
	rest  *rand.PCG // of those after the last byte
}

func (c *choices) Uint64() uint64 {
	if len(c.bytes) == 0 {
		return c.rest.Uint64()
	}
	n := uint64(c.bytes[0])
	c.bytes = c.bytes[1:]
	return n * 0x0101010101010101 // math/rand/v2 takes some numbers from the upper bits and some from the lower
}

// Choose returns a generator whose numbers follow from the bytes, one from each, and then from a fixed seed.
func Choose(bytes []byte) *rand.Rand {
	return rand.New(&choices{bytes, rand.NewPCG(uint64(len(bytes)), 0)})
}

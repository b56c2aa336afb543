package wire

import "github.com/azbill/azbill/wire/internal"

// MemoryLimit bounds the memory that the values of one JSON text may take, by an estimate that counts the structs of its
// objects and what is kept beside their fields. It is there for texts such as a list of a million empty objects, each of
// which becomes a struct of many fields; what services send takes about as much memory as text.
type MemoryLimit struct {
	Least  int64 // bytes that any text may take
	Factor int   // for longer texts: how many times their length
}

// DefaultMemoryLimit is the limit in force until SetMemoryLimit sets another.
func DefaultMemoryLimit() MemoryLimit { return MemoryLimit(internal.DefaultMemoryLimit) }

// SetMemoryLimit sets the limit for all texts that are decoded from then on, and returns the one before. Decoding a text
// beyond it is a [*SyntaxError] that names this function.
func SetMemoryLimit(limit MemoryLimit) MemoryLimit {
	return MemoryLimit(internal.SwapMemoryLimit(internal.MemoryLimit(limit)))
}

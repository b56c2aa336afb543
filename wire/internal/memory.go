package internal

import (
	"fmt"
	"math"
	"sync/atomic"
)

// MemoryLimit is wire.MemoryLimit, which has the same fields.
type MemoryLimit struct {
	Least  int64
	Factor int
}

// limit is the setting of the program; nil for the default.
var limit atomic.Pointer[MemoryLimit]

// DefaultMemoryLimit is far beyond what pages of a service take, which is about as much as their text.
var DefaultMemoryLimit = MemoryLimit{Least: 16 << 20, Factor: 12}

// SwapMemoryLimit sets the limit and returns the one before.
func SwapMemoryLimit(l MemoryLimit) MemoryLimit {
	if old := limit.Swap(&l); old != nil {
		return *old
	}
	return DefaultMemoryLimit
}

// MaxMemory returns how many bytes the values of a text of n bytes may take; 0 is no limit.
func MaxMemory(n int) int {
	l := DefaultMemoryLimit
	if set := limit.Load(); set != nil {
		l = *set
	}
	return int(min(max(l.Least, int64(l.Factor)*int64(n)), math.MaxInt))
}

// TooMuchMemory is the message where that is exceeded.
func TooMuchMemory(most int) string {
	return fmt.Sprintf("the values take more than %d bytes of memory, the limit for a text of this length; wire.SetMemoryLimit raises it", most)
}

// What is kept beside the fields of a struct takes about so many bytes.
const (
	MarkBytes    = 32 // a mismatch, beside its text
	EntryBytes   = 96 // an entry of Kept
	KeptBytes    = 64 // a Kept
	RawBytes     = 64 // an unknown variant
	ElementBytes = 96 // an element that is no plain value
)

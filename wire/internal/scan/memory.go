package scan

import (
	"math/bits"
	"runtime"
	"strings"
	"unsafe"
)

// Access to memory a word at a time and without a check of bounds, for copies that are mostly a few words long: the loops
// below take half of the instructions that the compiler makes of safe ones. Who calls them has compared the lengths.

const (
	WordSize = 8
	HalfWord = 4
)

// AddressOf returns where b[i] is, which may be behind the length of b but not behind its capacity.
func AddressOf(b []byte, i int) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), i)
}

func AddressOfText(s string) unsafe.Pointer { return unsafe.Pointer(unsafe.StringData(s)) }

func WordAt(p unsafe.Pointer, i int) *uint64     { return (*uint64)(unsafe.Add(p, i)) }
func HalfWordAt(p unsafe.Pointer, i int) *uint32 { return (*uint32)(unsafe.Add(p, i)) }
func ByteAt(p unsafe.Pointer, i int) *byte       { return (*byte)(unsafe.Add(p, i)) }

// unwritten returns an empty slice with room for n bytes, at least one. Unlike make, and append, it does not clear the
// room first: for a long text that is a tenth of the time to encode it.
func unwritten(n int) []byte {
	var b strings.Builder // the one type that can have such memory
	b.Grow(n)
	b.WriteByte(0) // an empty string may lie anywhere
	return unsafe.Slice(unsafe.StringData(b.String()), b.Cap())[:0]
}

// CopyWords copies n bytes, at least 4. The last word may hold bytes of the one before.
func CopyWords(to, from unsafe.Pointer, n int) {
	if n < WordSize {
		*HalfWordAt(to, 0), *HalfWordAt(to, n-HalfWord) = *HalfWordAt(from, 0), *HalfWordAt(from, n-HalfWord)
		return
	}
	for i := 0; i < n-WordSize; i += WordSize {
		*WordAt(to, i) = *WordAt(from, i)
	}
	*WordAt(to, n-WordSize) = *WordAt(from, n-WordSize)
}

// CopyPlain copies n bytes and reports whether they are ASCII that needs no escape.
func CopyPlain(to, from unsafe.Pointer, n int) bool {
	if n < WordSize {
		return copyPlainShort(to, from, n)
	}
	// All words count before anything is decided: there is mostly nothing to find.
	w := *WordAt(from, n-WordSize)
	*WordAt(to, n-WordSize) = w
	found := marks(w)
	i := 0
	for ; i < n-2*WordSize; i += 2 * WordSize {
		v, w := *WordAt(from, i), *WordAt(from, i+WordSize)
		*WordAt(to, i), *WordAt(to, i+WordSize) = v, w
		found |= marks(v) | marks(w)
	}
	if i < n-WordSize {
		w := *WordAt(from, i)
		*WordAt(to, i) = w
		found |= marks(w)
	}
	return found&each80 == 0
}

func copyPlainShort(to, from unsafe.Pointer, n int) bool {
	if n >= HalfWord {
		first, last := *HalfWordAt(from, 0), *HalfWordAt(from, n-HalfWord)
		*HalfWordAt(to, 0), *HalfWordAt(to, n-HalfWord) = first, last
		return marks(uint64(first)|uint64(last)<<32)&each80 == 0
	}
	for i := range n {
		c := *ByteAt(from, i)
		if special[c] {
			return false
		}
		*ByteAt(to, i) = c
	}
	return true
}

// CopyUntilStop copies plain text, 16 bytes at a time, and returns how many bytes there are before the first that is none;
// -1 when there is no such byte before most, beyond which no 16 bytes are begun.
func CopyUntilStop(to, from unsafe.Pointer, most int) int {
	// One of two words is chosen without a branch: most texts end in the first two, but in which is anyone's guess.
	for n := 0; n < most; n += 2 * WordSize {
		v, w := *WordAt(from, n), *WordAt(from, n+WordSize)
		*WordAt(to, n), *WordAt(to, n+WordSize) = v, w
		if bigEndian {
			v, w = bits.ReverseBytes64(v), bits.ReverseBytes64(w)
		}
		m, second := marks(v), marks(w)
		if (m|second)&each80 == 0 {
			continue
		}
		if m &= each80; m == 0 {
			m = second & each80
			n += WordSize
		}
		return n + bits.TrailingZeros64(m)>>3
	}
	return -1
}

// bigEndian tells that the first byte of a word in memory is its highest one.
const bigEndian = runtime.GOARCH == "s390x" || runtime.GOARCH == "ppc64" || runtime.GOARCH == "mips" || runtime.GOARCH == "mips64"

// SameWords reports whether n bytes, at least 4, are the same.
func SameWords(a, b unsafe.Pointer, n int) bool {
	if n < WordSize {
		return *HalfWordAt(a, 0) == *HalfWordAt(b, 0) && *HalfWordAt(a, n-HalfWord) == *HalfWordAt(b, n-HalfWord)
	}
	for i := 0; i < n-WordSize; i += WordSize {
		if *WordAt(a, i) != *WordAt(b, i) {
			return false
		}
	}
	return *WordAt(a, n-WordSize) == *WordAt(b, n-WordSize)
}

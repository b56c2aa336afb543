package wire

import (
	"math/bits"
	"runtime"
	"strings"
	"unsafe"
)

// Access to memory a word at a time and without a check of bounds, for copies that are mostly a few words long: the loops
// below take half of the instructions that the compiler makes of safe ones. Who calls them has compared the lengths.

const (
	wordSize = 8
	halfWord = 4
)

// addressOf returns where b[i] is, which may be behind the length of b but not behind its capacity.
func addressOf(b []byte, i int) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), i)
}

func addressOfText(s string) unsafe.Pointer { return unsafe.Pointer(unsafe.StringData(s)) }

func wordAt(p unsafe.Pointer, i int) *uint64     { return (*uint64)(unsafe.Add(p, i)) }
func halfWordAt(p unsafe.Pointer, i int) *uint32 { return (*uint32)(unsafe.Add(p, i)) }
func byteAt(p unsafe.Pointer, i int) *byte       { return (*byte)(unsafe.Add(p, i)) }

// unwritten returns an empty slice with room for n bytes, at least one. Unlike make, and append, it does not clear the
// room first: for a long text that is a tenth of the time to encode it.
func unwritten(n int) []byte {
	var b strings.Builder // the one type that can have such memory
	b.Grow(n)
	b.WriteByte(0) // an empty string may lie anywhere
	return unsafe.Slice(unsafe.StringData(b.String()), b.Cap())[:0]
}

// copyWords copies n bytes, at least 4. The last word may hold bytes of the one before.
func copyWords(to, from unsafe.Pointer, n int) {
	if n < wordSize {
		*halfWordAt(to, 0), *halfWordAt(to, n-halfWord) = *halfWordAt(from, 0), *halfWordAt(from, n-halfWord)
		return
	}
	for i := 0; i < n-wordSize; i += wordSize {
		*wordAt(to, i) = *wordAt(from, i)
	}
	*wordAt(to, n-wordSize) = *wordAt(from, n-wordSize)
}

// copyPlain copies n bytes and reports whether they are ASCII that needs no escape.
func copyPlain(to, from unsafe.Pointer, n int) bool {
	if n < wordSize {
		return copyPlainShort(to, from, n)
	}
	// All words count before anything is decided: there is mostly nothing to find.
	w := *wordAt(from, n-wordSize)
	*wordAt(to, n-wordSize) = w
	found := marks(w)
	i := 0
	for ; i < n-2*wordSize; i += 2 * wordSize {
		v, w := *wordAt(from, i), *wordAt(from, i+wordSize)
		*wordAt(to, i), *wordAt(to, i+wordSize) = v, w
		found |= marks(v) | marks(w)
	}
	if i < n-wordSize {
		w := *wordAt(from, i)
		*wordAt(to, i) = w
		found |= marks(w)
	}
	return found&each80 == 0
}

func copyPlainShort(to, from unsafe.Pointer, n int) bool {
	if n >= halfWord {
		first, last := *halfWordAt(from, 0), *halfWordAt(from, n-halfWord)
		*halfWordAt(to, 0), *halfWordAt(to, n-halfWord) = first, last
		return marks(uint64(first)|uint64(last)<<32)&each80 == 0
	}
	for i := range n {
		c := *byteAt(from, i)
		if special[c] {
			return false
		}
		*byteAt(to, i) = c
	}
	return true
}

// copyUntilStop copies plain text, 16 bytes at a time, and returns how many bytes there are before the first that is none;
// -1 when there is no such byte before most, beyond which no 16 bytes are begun.
func copyUntilStop(to, from unsafe.Pointer, most int) int {
	// One of two words is chosen without a branch: most texts end in the first two, but in which is anyone's guess.
	for n := 0; n < most; n += 2 * wordSize {
		v, w := *wordAt(from, n), *wordAt(from, n+wordSize)
		*wordAt(to, n), *wordAt(to, n+wordSize) = v, w
		if bigEndian {
			v, w = bits.ReverseBytes64(v), bits.ReverseBytes64(w)
		}
		m, second := marks(v), marks(w)
		if (m|second)&each80 == 0 {
			continue
		}
		if m &= each80; m == 0 {
			m = second & each80
			n += wordSize
		}
		return n + bits.TrailingZeros64(m)>>3
	}
	return -1
}

// bigEndian tells that the first byte of a word in memory is its highest one.
const bigEndian = runtime.GOARCH == "s390x" || runtime.GOARCH == "ppc64" || runtime.GOARCH == "mips" || runtime.GOARCH == "mips64"

// sameWords reports whether n bytes, at least 4, are the same.
func sameWords(a, b unsafe.Pointer, n int) bool {
	if n < wordSize {
		return *halfWordAt(a, 0) == *halfWordAt(b, 0) && *halfWordAt(a, n-halfWord) == *halfWordAt(b, n-halfWord)
	}
	for i := 0; i < n-wordSize; i += wordSize {
		if *wordAt(a, i) != *wordAt(b, i) {
			return false
		}
	}
	return *wordAt(a, n-wordSize) == *wordAt(b, n-wordSize)
}

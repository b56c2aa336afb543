//go:build !purego && (amd64 || arm64 || ppc64le)

package scan

import (
	"math/bits"
	"unsafe"
)

// This file gives access to memory a word at a time and without a check of bounds, for copies that are mostly a few words
// long: the loops below take half of the instructions that the compiler makes of safe ones. Callers compare the lengths
// before. Nothing writes to the memory of a string. words_purego.go is for platforms where words are not 8 bytes,
// little-endian, or must be aligned.

// WordSize and HalfWord are in bytes.
const (
	WordSize = 8
	HalfWord = 4
)

// AddressOf returns where b[i] is, which may be behind the length of b but not behind its capacity.
func AddressOf(b []byte, i int) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), i)
}

// AddressOfText returns where s is, to read from.
func AddressOfText(s string) unsafe.Pointer { return unsafe.Pointer(unsafe.StringData(s)) }

// WordAt, HalfWordAt and ByteAt return the address i bytes after p.
func WordAt(p unsafe.Pointer, i int) *uint64     { return (*uint64)(unsafe.Add(p, i)) }
func HalfWordAt(p unsafe.Pointer, i int) *uint32 { return (*uint32)(unsafe.Add(p, i)) }
func ByteAt(p unsafe.Pointer, i int) *byte       { return (*byte)(unsafe.Add(p, i)) }

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

// AppendQuoted appends s as a JSON string, escaping only what JSON demands. Bytes that are not UTF-8 become U+FFFD.
func AppendQuoted(b []byte, s string) []byte {
	at, end := len(b), len(b)+len(s)+2
	if end <= cap(b) {
		to := AddressOf(b, at)
		*ByteAt(to, 0), *ByteAt(to, len(s)+1) = '"', '"'
		if CopyPlain(unsafe.Add(to, 1), AddressOfText(s), len(s)) {
			return b[:end]
		}
	}
	return appendEscaped(grow(b, len(s)+2), s)
}

package wire

import (
	"math/bits"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// The Append functions append one member unless it is absent. name is the member's name as it stands in the object,
// with the comma before it and the colon after it: `,"currency":`.

// AppendString appends a string, or an enumeration's value.
func AppendString[T ~string](b []byte, name string, o Optional[T]) []byte {
	if o.s == absent {
		return b
	}
	return appendText(b, name, string(o.v), o.s)
}

// appendText appends a member that is not absent: room once, for all of it, where nothing in the text needs an escape.
func appendText(b []byte, name, text string, s state) []byte {
	at, n, t := len(b), len(name), len(text)
	end := at + n + t + 2
	if s == present && end <= cap(b) && n >= halfWord {
		to := addressOf(b, at)
		copyWords(to, addressOfText(name), n)
		*byteAt(to, n), *byteAt(to, n+1+t) = '"', '"'
		if copyPlain(unsafe.Add(to, n+1), addressOfText(text), t) {
			return b[:end]
		}
	}
	return appendAnyText(b, name, text, s)
}

func appendAnyText(b []byte, name, text string, s state) []byte {
	if s == null {
		return appendNull(b, name)
	}
	return appendQuoted(append(b, name...), text)
}

// AppendBool appends true or false.
func AppendBool[T ~bool](b []byte, name string, o Optional[T]) []byte {
	switch o.s {
	case absent:
		return b
	case null:
		return appendNull(b, name)
	}
	return strconv.AppendBool(append(b, name...), bool(o.v))
}

// AppendInt32 appends an integer.
func AppendInt32(b []byte, name string, o Optional[int32]) []byte { return AppendInt(b, name, o) }

// AppendInt64 appends an integer.
func AppendInt64(b []byte, name string, o Optional[int64]) []byte { return AppendInt(b, name, o) }

// AppendInt appends an integer of a named type.
func AppendInt[T ~int32 | ~int64](b []byte, name string, o Optional[T]) []byte {
	switch o.s {
	case absent:
		return b
	case null:
		return appendNull(b, name)
	}
	return strconv.AppendInt(append(b, name...), int64(o.v), 10)
}

// AppendDecimal appends a number as it was written.
func AppendDecimal[T decimals](b []byte, name string, o Optional[T]) []byte {
	if o.s == absent {
		return b
	}
	return appendLiteral(b, name, Decimal(o.v).String(), o.s)
}

// appendLiteral appends a member that is not absent.
func appendLiteral(b []byte, name, text string, s state) []byte {
	if s == null {
		text = "null"
	}
	return append(append(b, name...), text...)
}

// AppendTime appends the text of a time.
func AppendTime[T times](b []byte, name string, o Optional[T]) []byte {
	if o.s == absent {
		return b
	}
	return appendText(b, name, Time(o.v).text, o.s)
}

// AppendRaw appends any value.
func AppendRaw[T raws](b []byte, name string, o Optional[T]) []byte {
	switch o.s {
	case absent:
		return b
	case null:
		return appendNull(b, name)
	}
	return Raw(o.v).AppendJSON(append(b, name...))
}

// AppendStruct appends an object with its AppendJSON.
func AppendStruct[P any](b []byte, name string, o ObjectOf[P], encode func(P, []byte) []byte) []byte {
	if b = appendName(b, name, o.s); o.s == present {
		return encode(o.p, b)
	}
	return b
}

// AppendValue appends any other value with its AppendJSON.
func AppendValue[T any](b []byte, name string, o Optional[T], encode func(*T, []byte) []byte) []byte {
	if b = appendName(b, name, o.s); o.s == present {
		v := o.v // as encode may keep what it gets, and there is mostly nothing to give
		return encode(&v, b)
	}
	return b
}

// AppendList appends an array; encode appends one element. A nil slice is an empty array. S is []T: Optional[[]T] would
// have all methods of Optional compiled once more, for a T of this function.
func AppendList[S ~[]T, T any](b []byte, name string, o Optional[S], encode func(*T, []byte) []byte) []byte {
	if b = appendName(b, name, o.s); o.s != present {
		return b
	}
	if len(o.v) == 0 {
		return append(b, "[]"...)
	}
	for i := range o.v {
		b = append(b, ',')
		start := len(b) - 1
		b = encode(&o.v[i], b)
		if i == 0 {
			b[start] = '['
		}
	}
	return append(b, ']')
}

// AppendMap appends an object with its names in order; encode appends one value. A nil map is an empty object. M is
// map[string]T, for the reason that AppendList gives.
func AppendMap[M ~map[string]T, T any](b []byte, name string, o Optional[M], encode func(*T, []byte) []byte) []byte {
	if b = appendName(b, name, o.s); o.s == present {
		return appendEntries(b, o.v, encode)
	}
	return b
}

// appendName appends the name of a member unless that is absent, and the value where it is null.
//
//go:noinline
func appendName(b []byte, name string, s state) []byte {
	switch s {
	case absent:
		return b
	case null:
		return appendNull(b, name)
	}
	return append(b, name...)
}

func appendNull(b []byte, name string) []byte { return append(append(b, name...), "null"...) }

func appendEntries[T any](b []byte, entries map[string]T, encode func(*T, []byte) []byte) []byte {
	if len(entries) == 0 {
		return append(b, "{}"...)
	}
	if texts, ok := any(entries).(map[string]string); ok {
		return appendTexts(b, texts)
	}
	var few [16]string // keeps the names of a usual map off the heap
	keys := few[:0]
	for key := range entries {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var value T
	sep := byte('{')
	for _, key := range keys {
		b = append(appendQuoted(append(b, sep), key), ':')
		sep = ','
		value = entries[key]
		b = encode(&value, b)
	}
	return append(b, '}')
}

// appendTexts is appendEntries for tags and their like; it needs no memory for a value that encode could keep.
func appendTexts(b []byte, texts map[string]string) []byte {
	type pair struct{ key, text string }
	var few [16]pair // keeps a usual map off the heap
	pairs := few[:0]
	for key, text := range texts {
		pairs = append(pairs, pair{key, text})
	}
	slices.SortFunc(pairs, func(x, y pair) int { return strings.Compare(x.key, y.key) })
	sep := byte('{')
	for _, p := range pairs {
		b = append(appendQuoted(append(b, sep), p.key), ':')
		b = appendQuoted(b, p.text)
		sep = ','
	}
	return append(b, '}')
}

// AppendVariant appends the variant that a union holds; null when it holds none.
func AppendVariant(b []byte, variant interface{ AppendJSON([]byte) []byte }) []byte {
	if v := reflect.ValueOf(variant); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return append(b, "null"...)
	}
	return variant.AppendJSON(b)
}

// EncodeString appends a string. Like its relatives it is the encode function of a list or a map.
func EncodeString[T ~string](v *T, b []byte) []byte { return appendQuoted(b, string(*v)) }

// EncodeBool appends true or false.
func EncodeBool[T ~bool](v *T, b []byte) []byte { return strconv.AppendBool(b, bool(*v)) }

// EncodeInt32 appends an integer.
func EncodeInt32[T ~int32](v *T, b []byte) []byte { return strconv.AppendInt(b, int64(*v), 10) }

// EncodeInt64 appends an integer.
func EncodeInt64[T ~int64](v *T, b []byte) []byte { return strconv.AppendInt(b, int64(*v), 10) }

// EncodeDecimal appends a number as it was written.
func EncodeDecimal[T decimals](v *T, b []byte) []byte { return append(b, Decimal(*v).String()...) }

// EncodeTime appends the text of a time.
func EncodeTime[T times](v *T, b []byte) []byte { return appendQuoted(b, Time(*v).text) }

// EncodeRaw appends any value.
func EncodeRaw[T raws](v *T, b []byte) []byte { return Raw(*v).AppendJSON(b) }

// EncodeListOf appends an array of what encode appends.
func EncodeListOf[T any](encode func(*T, []byte) []byte) func(*[]T, []byte) []byte {
	return func(v *[]T, b []byte) []byte { return AppendList(b, "", Some(*v), encode) }
}

// EncodeMapOf appends an object of values that encode appends, with its names in order.
func EncodeMapOf[T any](encode func(*T, []byte) []byte) func(*map[string]T, []byte) []byte {
	return func(v *map[string]T, b []byte) []byte { return appendEntries(b, *v, encode) }
}

// appendQuoted appends s as a JSON string, escaping only what JSON demands. Bytes that are not UTF-8 become U+FFFD.
func appendQuoted(b []byte, s string) []byte {
	at, end := len(b), len(b)+len(s)+2
	if end <= cap(b) {
		to := addressOf(b, at)
		*byteAt(to, 0), *byteAt(to, len(s)+1) = '"', '"'
		if copyPlain(unsafe.Add(to, 1), addressOfText(s), len(s)) {
			return b[:end]
		}
	}
	return appendEscaped(grow(b, len(s)+2), s)
}

// appendEscaped is appendQuoted for any text, and for any room.
func appendEscaped(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		n := plainPrefix(s)
		b = append(b, s[:n]...)
		if n == len(s) {
			return append(b, '"')
		}
		s = s[n:]
		if s[0] < utf8.RuneSelf {
			b = appendEscape(b, s[0])
			s = s[1:]
			continue
		}
		for len(s) > 0 && s[0] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s)
			b = utf8.AppendRune(b, r)
			s = s[n:]
		}
	}
}

// wordOf is word at the start of a string.
func wordOf(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// plainPrefix returns how many bytes at the front of s are ASCII that needs no escape.
func plainPrefix(s string) int {
	i := 0
	for ; i < len(s)-7; i += 8 {
		if m := stops(wordOf(s[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
	}
	for i < len(s) && !special[s[i]] {
		i++
	}
	return i
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

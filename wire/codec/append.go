package codec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// The Append functions append one member unless it is absent. name is the member's name as it is in the object,
// with the comma before it and the colon after it: `,"currency":`.

// AppendString appends a string.
func AppendString(b []byte, name string, o *wire.Optional[string]) []byte {
	if o.IsZero() { // here, as absent members are many, and this much is inlined
		return b
	}
	return appendString(b, name, o)
}

// AppendEnum appends a value of an enumeration.
func AppendEnum[T ~string](b []byte, name string, o *wire.Optional[T]) []byte {
	if o.IsZero() {
		return b
	}
	return appendEnum(b, name, o)
}

// appendText appends a member that is not absent.
func appendText(b []byte, name, text string, s internal.State) []byte {
	if s != internal.Present() {
		return appendState(b, name, s)
	}
	return scan.AppendQuoted(append(b, name...), text)
}

// AppendBool appends true or false.
func AppendBool(b []byte, name string, o *wire.Optional[bool]) []byte {
	v, s := o.Access(key{})
	switch *s {
	case nil:
		return b
	case internal.Present():
		return strconv.AppendBool(appendName(b, name), *v)
	}
	return appendState(b, name, *s)
}

// AppendInt32 appends an integer.
func AppendInt32(b []byte, name string, o *wire.Optional[int32]) []byte {
	v, s := o.Access(key{})
	return appendInt(b, name, int64(*v), *s)
}

// AppendInt64 appends an integer.
func AppendInt64(b []byte, name string, o *wire.Optional[int64]) []byte {
	v, s := o.Access(key{})
	return appendInt(b, name, *v, *s)
}

func appendInt(b []byte, name string, n int64, s internal.State) []byte {
	switch s {
	case nil:
		return b
	case internal.Present():
		return strconv.AppendInt(appendName(b, name), n, 10)
	}
	return appendState(b, name, s)
}

// AppendDecimal appends a number as it was written.
func AppendDecimal(b []byte, name string, o *wire.Optional[wire.Decimal]) []byte {
	v, s := o.Access(key{})
	if *s == nil {
		return b
	}
	return appendLiteral(b, name, v.String(), *s)
}

// appendLiteral appends a member that is not absent.
func appendLiteral(b []byte, name, text string, s internal.State) []byte {
	if s != internal.Present() {
		text = s.Text
	}
	return append(append(b, name...), text...)
}

// AppendTime appends the text of a time.
func AppendTime(b []byte, name string, o *wire.Optional[wire.Time]) []byte {
	if o.IsZero() {
		return b
	}
	return appendTime(b, name, o)
}

func appendTime(b []byte, name string, o *wire.Optional[wire.Time]) []byte {
	v, s := o.Access(key{})
	return appendText(b, name, *v.Access(key{}), *s)
}

// AppendRaw appends any value.
func AppendRaw(b []byte, name string, o *wire.Optional[wire.Raw]) []byte {
	v, s := o.Access(key{})
	switch *s {
	case nil:
		return b
	case internal.Present():
		return v.AppendJSON(appendName(b, name))
	}
	return appendState(b, name, *s)
}

// AppendStruct appends an object with its AppendJSON.
func AppendStruct[T any](b []byte, name string, o *wire.Object[T], encode func(*T, []byte) []byte) []byte {
	p, s := o.Access(key{})
	switch *s {
	case nil:
		return b
	case internal.Present():
		return encode(*p, appendName(b, name))
	}
	return appendState(b, name, *s)
}

// AppendValue appends any other value with its AppendJSON.
func AppendValue[T any](b []byte, name string, o *wire.Optional[T], encode func(*T, []byte) []byte) []byte {
	p, s := o.Access(key{})
	switch *s {
	case nil:
		return b
	case internal.Present():
		b = appendName(b, name)
		v := *p // as encode may keep what it gets, and then all that holds o would move to the heap
		return encode(&v, b)
	}
	return appendState(b, name, *s)
}

// AppendList appends an array; encode appends one element. A nil slice is an empty array. S is []T: Optional[[]T] would
// have all methods of Optional compiled once more, for a T of this function.
func AppendList[S ~[]T, T any](b []byte, name string, o *wire.Optional[S], encode func(*T, []byte) []byte) []byte {
	v, s := o.Access(key{})
	switch *s {
	case nil:
		return b
	case internal.Present():
		return appendElements(appendName(b, name), *v, encode)
	}
	return appendMarked(b, name, *v, *s)
}

// appendMarked is appendState for a list or a map, which may have elements that are not plain values.
func appendMarked(b []byte, name string, v any, s internal.State) []byte {
	if !s.HasMarks() {
		return appendState(b, name, s)
	}
	b, err := internal.AppendValue(appendName(b, name), reflect.ValueOf(v), s)
	if err != nil {
		panic("wire: encode an element: " + err.Error()) // no element of a document's type fails
	}
	return b
}

func appendElements[T any](b []byte, list []T, encode func(*T, []byte) []byte) []byte {
	if len(list) == 0 {
		return append(b, "[]"...)
	}
	for i := range list {
		b = append(b, ',')
		start := len(b) - 1
		b = encode(&list[i], b)
		if i == 0 {
			b[start] = '['
		}
	}
	return append(b, ']')
}

// AppendMap appends an object with its names in order; encode appends one value. A nil map is an empty object. What is not
// UTF-8 in a name becomes U+FFFD, one more of it where two names would otherwise be the same. M is
// map[string]T, for the reason that AppendList gives.
func AppendMap[M ~map[string]T, T any](b []byte, name string, o *wire.Optional[M], encode func(*T, []byte) []byte) []byte {
	v, s := o.Access(key{})
	switch *s {
	case nil:
		return b
	case internal.Present():
		return appendEntries(appendName(b, name), *v, encode)
	}
	return appendMarked(b, name, *v, *s)
}

// appendName appends the name of a member.
//
//go:noinline
func appendName(b []byte, name string) []byte { return append(b, name...) }

// appendState appends a member whose value the state says.
func appendState(b []byte, name string, s internal.State) []byte {
	return append(append(b, name...), s.Text...)
}

// fewEntries are so many as usual maps have, whose names are kept off the heap.
const fewEntries = 16

func appendEntries[T any](b []byte, entries map[string]T, encode func(*T, []byte) []byte) []byte {
	if len(entries) == 0 {
		return append(b, "{}"...)
	}
	if texts, ok := any(entries).(map[string]string); ok && len(entries) <= fewEntries {
		return appendTexts(b, texts)
	}
	var few [fewEntries]string
	keys := few[:0]
	for key := range entries {
		keys = append(keys, key)
	}
	scan.SortNames(keys)
	written := scan.Written(keys)
	var value T
	sep := byte('{')
	for i, key := range keys {
		name := key
		if written != nil {
			name = written[i]
		}
		b = append(scan.AppendQuoted(append(b, sep), name), ':')
		sep = ','
		value = entries[key]
		b = encode(&value, b)
	}
	return append(b, '}')
}

// appendTexts is appendEntries for tags and their like; it needs no memory for a value that encode could keep.
// appendTexts is appendEntries for few strings.
func appendTexts(b []byte, texts map[string]string) []byte {
	type pair struct{ key, text string }
	var few [fewEntries]pair
	pairs, valid := few[:0], true
	for key, text := range texts {
		valid = valid && utf8.ValidString(key)
		pairs = append(pairs, pair{key, text})
	}
	slices.SortFunc(pairs, func(x, y pair) int { return strings.Compare(x.key, y.key) })
	if !valid {
		keys := make([]string, len(pairs))
		for i := range pairs {
			keys[i] = pairs[i].key
		}
		for i, name := range scan.Written(keys) {
			pairs[i].key = name
		}
	}
	sep := byte('{')
	for _, p := range pairs {
		b = append(scan.AppendQuoted(append(b, sep), p.key), ':')
		b = scan.AppendQuoted(b, p.text)
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
func EncodeString[T ~string](v *T, b []byte) []byte { return scan.AppendQuoted(b, string(*v)) }

// EncodeBool appends true or false.
func EncodeBool(v *bool, b []byte) []byte { return strconv.AppendBool(b, *v) }

// EncodeInt32 appends an integer.
func EncodeInt32(v *int32, b []byte) []byte { return strconv.AppendInt(b, int64(*v), 10) }

// EncodeInt64 appends an integer.
func EncodeInt64(v *int64, b []byte) []byte { return strconv.AppendInt(b, *v, 10) }

// EncodeDecimal appends a number as it was written.
func EncodeDecimal(v *wire.Decimal, b []byte) []byte { return append(b, v.String()...) }

// EncodeTime appends the text of a time.
func EncodeTime(v *wire.Time, b []byte) []byte { return scan.AppendQuoted(b, v.String()) }

// EncodeRaw appends any value.
func EncodeRaw(v *wire.Raw, b []byte) []byte { return v.AppendJSON(b) }

// EncodeListOf appends an array of what encode appends.
func EncodeListOf[T any](encode func(*T, []byte) []byte) func(*[]T, []byte) []byte {
	return func(v *[]T, b []byte) []byte { return appendElements(b, *v, encode) }
}

// EncodeMapOf appends an object of values that encode appends, with its names in order.
func EncodeMapOf[T any](encode func(*T, []byte) []byte) func(*map[string]T, []byte) []byte {
	return func(v *map[string]T, b []byte) []byte { return appendEntries(b, *v, encode) }
}

// Close ends the object whose members were appended to b from start on, each after a comma: it appends what x keeps, and
// gives the object its braces.
func Close(b []byte, start int, x *wire.Extra) []byte {
	if kept := *x.Access(key{}); kept != nil || len(b) == start {
		return kept.Close(b, start)
	}
	b[start] = '{'
	return append(b, '}')
}

// AppendConst appends a discriminator whose value the type implies, as in `,"kind":"legacy"`; or the value that x kept
// instead, or nothing where there was none.
func AppendConst(b []byte, member string, x *wire.Extra) []byte {
	if kept := *x.Access(key{}); kept != nil {
		return kept.AppendConst(b, member)
	}
	return append(b, member...)
}

// AppendUnknown appends a variant that the document does not list: raw, with kind as the value of its discriminator unless
// kind is empty. member is the discriminator's name as it is in an object. outer are the discriminators of the unions
// that the variant's own union is a variant of, as in `,"kind":"legacy"`; those that raw does not have are added.
func AppendUnknown(b []byte, member, kind string, raw wire.Raw, outer ...string) []byte {
	if kind == "" {
		return raw.AppendJSON(b)
	}
	text := *raw.Access(key{})
	if text == "" || text[0] != '{' {
		text = "{}"
	}
	data := []byte(text)
	start := len(b)
	for _, implied := range outer {
		if valueOf(data, plainName(implied[:scan.PassString([]byte(implied), 1)+1])) < 0 {
			b = append(b, implied...)
		}
	}
	at := valueOf(data, plainName(member))
	if at < 0 {
		b = scan.AppendQuoted(append(b, member...), kind)
	}
	if len(b) > start {
		b[start] = '{'
		if text = text[1:]; text != "}" {
			b = append(b, ',')
		}
		at--
	}
	if at < 0 {
		return append(b, text...)
	}
	end := at + scan.PassValue(data[len(data)-len(text)+at:], 0)
	if old := text[at:end]; old[0] == '"' && scan.Unquote(old) == kind {
		return append(b, text...)
	}
	return append(scan.AppendQuoted(append(b, text[:at]...), kind), text[end:]...)
}

// valueOf returns the index of a member's value in an object that has been checked and has no insignificant white space;
// -1 when there is no such member.
func valueOf(object []byte, name string) int {
	for i := 1; object[i] == '"'; {
		colon := scan.PassString(object, i)
		if string(scan.AppendUnescaped(nil, object[i+1:colon-1])) == name {
			return colon + 1
		}
		if i = scan.PassValue(object, colon+1); object[i] != ',' {
			break
		}
		i++
	}
	return -1
}

// AppendSecret appends a string that is never printed.
func AppendSecret(b []byte, name string, o *wire.Optional[wire.Secret]) []byte {
	return AppendEnum(b, name, o)
}

package wire

import (
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// read decodes a value that is not null into what v points to, by the rules of package codec, and returns the state that
// this gives.
func read(raw Raw, v reflect.Value) internal.State {
	if _, any := v.Interface().(*Raw); !any && raw.Kind() != KindObject && isComposite(v) {
		return internal.Mismatch(raw.json)
	}
	if v.Elem().Kind() == reflect.Pointer {
		v.Elem().Set(reflect.New(v.Type().Elem().Elem()))
		v = v.Elem()
	}
	switch to := v.Interface().(type) {
	case *Decimal:
		literal, ok := internal.NumberIn(raw.json)
		if to.lit = literal; ok && raw.Kind() == KindString {
			return internal.Spelled(raw.json)
		}
		return stateOf(ok, raw)
	case json.Unmarshaler:
		return stateOf(to.UnmarshalJSON([]byte(raw.json)) == nil, raw)
	}
	switch to := v.Elem(); to.Kind() {
	case reflect.Int32, reflect.Int64:
		n, ok := internal.IntegerIn(raw.json, 1<<(to.Type().Bits()-1)-1)
		to.SetInt(n)
		if ok && strconv.FormatInt(n, 10) != raw.json {
			return internal.Spelled(raw.json)
		}
		return stateOf(ok, raw)
	case reflect.Slice, reflect.Map:
		if to.Kind() == reflect.Slice && to.Type().Elem().Kind() != reflect.Uint8 || to.Kind() == reflect.Map && to.Type().Key().Kind() == reflect.String {
			return readElements(raw, to)
		}
	case reflect.String:
		if raw.Kind() != KindString {
			return internal.Mismatch(raw.json)
		}
		to.SetString(scan.Unquote(raw.json))
		return internal.Present()
	}
	return stateOf(json.Unmarshal([]byte(raw.json), v.Interface()) == nil, raw)
}

// readElements decodes an array or an object into the slice or the map to. An element that is null, a mismatch, or
// written in another way than its type is encoded, is in the state alone.
func readElements(raw Raw, to reflect.Value) internal.State {
	text := []byte(raw.json)
	isMap := to.Kind() == reflect.Map
	if isMap != (raw.Kind() == KindObject) || !isMap && raw.Kind() != KindArray {
		return internal.Mismatch(raw.json)
	}
	if isMap {
		to.Set(reflect.MakeMap(to.Type()))
	} else {
		to.Set(reflect.MakeSlice(to.Type(), 0, 0))
	}
	var marks []internal.Element
	for i := 1; i < len(text)-1; i++ { // past the comma
		var name []byte
		index, at := to.Len(), i
		if isMap {
			name, at = scan.MemberAt(text, i)
			index = -1
		}
		i = scan.PassValue(text, at)
		elem := reflect.New(to.Type().Elem())
		if s := readElement(Raw{string(text[at:i])}, elem); s != internal.Present() {
			marks = append(marks, internal.Element{Index: index, Key: string(name), State: s, Value: elem.Elem().Interface()})
		}
		if isMap {
			to.SetMapIndex(reflect.ValueOf(string(name)).Convert(to.Type().Key()), elem.Elem())
		} else {
			to.Set(reflect.Append(to, elem.Elem()))
		}
	}
	return internal.Collection(to.Interface(), marks)
}

func readElement(raw Raw, v reflect.Value) internal.State {
	if u, ok := v.Interface().(json.Unmarshaler); ok && takesAll(v) {
		return stateOf(u.UnmarshalJSON([]byte(raw.json)) == nil, raw)
	}
	if raw.Kind() == KindNull {
		return internal.Null()
	}
	s := read(raw, v)
	if !s.HasValue() {
		v.Elem().SetZero()
	}
	return s
}

// takesAll reports whether v points to something that holds every value.
func takesAll(v reflect.Value) bool {
	_, ok := v.Interface().(jsonAppender)
	return ok
}

// isComposite reports whether v points to an object, or to a pointer to one: to a generated struct or union.
func isComposite(v reflect.Value) bool {
	return takesAll(v) || v.Elem().Kind() == reflect.Pointer
}

func stateOf(fits bool, raw Raw) internal.State {
	if fits {
		return internal.Present()
	}
	return internal.Mismatch(raw.json)
}

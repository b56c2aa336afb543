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
			return stateOf(readElements(raw, to), raw)
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

// readElements decodes an array or an object into the slice or the map to and reports whether all of it fits: an element
// has no place for a mismatch, for null or for another way to write it, unless its type takes every value.
func readElements(raw Raw, to reflect.Value) bool {
	text := []byte(raw.json)
	isMap := to.Kind() == reflect.Map
	if isMap != (raw.Kind() == KindObject) || !isMap && raw.Kind() != KindArray {
		return false
	}
	if isMap {
		to.Set(reflect.MakeMap(to.Type()))
	} else {
		to.Set(reflect.MakeSlice(to.Type(), 0, 0))
	}
	for i := 1; i < len(text)-1; {
		var name []byte
		at := i
		if isMap {
			name, at = scan.MemberAt(text, i)
		}
		i = scan.PassValue(text, at)
		elem := reflect.New(to.Type().Elem())
		if !readElement(Raw{string(text[at:i])}, elem) {
			return false
		}
		if isMap {
			to.SetMapIndex(reflect.ValueOf(string(name)).Convert(to.Type().Key()), elem.Elem())
		} else {
			to.Set(reflect.Append(to, elem.Elem()))
		}
		i++ // the comma
	}
	return true
}

func readElement(raw Raw, v reflect.Value) bool {
	if u, ok := v.Interface().(json.Unmarshaler); ok && takesAll(v) {
		return u.UnmarshalJSON([]byte(raw.json)) == nil
	}
	return raw.Kind() != KindNull && read(raw, v) == internal.Present()
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

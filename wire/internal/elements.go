package internal

import (
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/azbill/azbill/wire/internal/scan"
)

// Elements is what a list or a map has beside its plain values.
type Elements struct {
	Values any       // the slice or the map; elements without a value are zero in it
	Marked []Element // the elements that are not plain values, in their order
}

// Element is an element that is null, a mismatch, or a value that is encoded as it was written.
type Element struct {
	Index int    // in a list; -1 in a map
	Key   string // in a map
	State State
	Value any // what was read
}

// Collection is the state of a list or a map, values, of which some elements are not plain values. It has a value if
// all of them do.
func Collection(values any, marked []Element) State {
	if len(marked) == 0 {
		return Present()
	}
	m := &Mark{value: true, Of: &Elements{values, marked}}
	for i := range marked {
		m.value = m.value && marked[i].State.HasValue()
	}
	return m
}

// Pointer returns the JSON pointer of the element, from the list or the map that it is in.
func (e *Element) Pointer() string {
	if e.Index >= 0 {
		return "/" + strconv.Itoa(e.Index)
	}
	return string(scan.AppendPointer(nil, e.Key))
}

// Now returns the state of the element, whose value is v now: one that was changed is encoded as its type is.
func (e *Element) Now(v reflect.Value) State {
	if s := e.State; !s.HasValue() || s.Of != nil || v.Interface() == e.Value {
		return s
	}
	return Present()
}

// AppendValue appends a value in the state s.
func AppendValue(b []byte, v reflect.Value, s State) ([]byte, error) {
	switch {
	case s == nil:
		return append(b, "null"...), nil
	case s.Text != "":
		return append(b, s.Text...), nil
	case s.Of != nil:
		if !s.HasValue() {
			v = reflect.ValueOf(s.Of.Values)
		}
		if v.Kind() == reflect.Map {
			return appendMap(b, v, s.Of.Marked)
		}
		return appendList(b, v, s.Of.Marked)
	}
	p := v
	if v.Kind() != reflect.Pointer {
		p = reflect.New(v.Type()) // so that methods with pointer receivers show
		p.Elem().Set(v)
	}
	switch x := p.Interface().(type) {
	case interface{ AppendJSON([]byte) []byte }:
		return x.AppendJSON(b), nil
	case json.Marshaler:
		text, err := x.MarshalJSON()
		return append(b, text...), err
	}
	switch k := v.Kind(); {
	case k == reflect.String:
		return scan.AppendQuoted(b, v.String()), nil
	case k == reflect.Map && v.Type().Key().Kind() == reflect.String:
		return appendMap(b, v, nil)
	case k == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		return appendList(b, v, nil)
	}
	text, err := json.Marshal(p.Interface())
	return append(b, text...), err
}

func appendList(b []byte, list reflect.Value, marked []Element) (_ []byte, err error) {
	b = append(b, '[')
	for i := range list.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		s := Present()
		if len(marked) > 0 && marked[0].Index == i {
			s, marked = marked[0].Now(list.Index(i)), marked[1:]
		}
		if b, err = AppendValue(b, list.Index(i), s); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

func appendMap(b []byte, entries reflect.Value, marked []Element) (_ []byte, err error) {
	states := make(map[string]*Element, len(marked))
	for i := range marked {
		states[marked[i].Key] = &marked[i]
	}
	names := make([]string, 0, entries.Len())
	for _, key := range entries.MapKeys() {
		names = append(names, key.String())
	}
	scan.SortNames(names)
	written := scan.Written(names)
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		if written == nil {
			b = append(scan.AppendQuoted(b, name), ':')
		} else {
			b = append(scan.AppendQuoted(b, written[i]), ':')
		}
		s, v := Present(), entries.MapIndex(reflect.ValueOf(name).Convert(entries.Type().Key()))
		if e := states[name]; e != nil {
			s = e.Now(v)
		}
		if b, err = AppendValue(b, v, s); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

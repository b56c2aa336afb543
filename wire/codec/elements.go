package codec

import (
	"math"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// The Decode functions below read one element of a list or a map, or the value of a member, into a zero value. They
// return what is there: a value, null, or a mismatch, in both of which the zero value stays; nil when the text is malformed.

// DecodeString reads a string.
func DecodeString[T ~string](v *T, d *Decoder) internal.State {
	if d.Peek() != '"' {
		return d.other()
	}
	text, ok := d.Text()
	if !ok {
		return nil
	}
	*v = T(d.intern(text))
	return internal.Present()
}

// DecodeBool reads true or false.
func DecodeBool(v *bool, d *Decoder) (s internal.State) {
	*v = d.boolean(&s)
	return s
}

// DecodeInt32 reads an integer in range, as [Members.Int32] does.
func DecodeInt32(v *int32, d *Decoder) (s internal.State) {
	*v = int32(d.integer(&s, math.MaxInt32))
	return s
}

// DecodeInt64 reads an integer in range, as [Members.Int64] does.
func DecodeInt64(v *int64, d *Decoder) (s internal.State) {
	*v = d.integer(&s, math.MaxInt64)
	return s
}

// DecodeDecimal reads a number.
func DecodeDecimal(v *wire.Decimal, d *Decoder) (s internal.State) {
	*v.Access(key{}) = d.literal(&s)
	return s
}

// DecodeTime reads a string, whatever it says.
func DecodeTime(v *wire.Time, d *Decoder) internal.State { return DecodeString(v.Access(key{}), d) }

// DecodeRaw reads any value.
func DecodeRaw(v *wire.Raw, d *Decoder) internal.State {
	if *v = d.Raw(); d.Err != nil {
		return nil
	}
	return internal.Present()
}

// ListOf reads an array of what elem reads.
func ListOf[T any](elem func(*T, *Decoder) internal.State) func(*[]T, *Decoder) internal.State {
	return func(v *[]T, d *Decoder) internal.State { return decodeList(v, d, elem) }
}

// MapOf reads an object whose values elem reads.
func MapOf[T any](elem func(*T, *Decoder) internal.State) func(*map[string]T, *Decoder) internal.State {
	return func(v *map[string]T, d *Decoder) internal.State { return decodeMap(v, d, elem) }
}

// Total makes an element decoder of one that takes any value.
func Total[T any](decode func(*T, *Decoder)) func(*T, *Decoder) internal.State {
	return func(v *T, d *Decoder) internal.State {
		if decode(v, d); d.Err != nil {
			return nil
		}
		return internal.Present()
	}
}

// other passes a value that does not have the declared type: null or a mismatch.
func (d *Decoder) other() internal.State {
	if d.Peek() == 'n' {
		if !d.Literal("null") {
			return nil
		}
		return internal.Null()
	}
	raw := d.rawText()
	if d.Err != nil {
		return nil
	}
	return d.marked(internal.Mismatch(raw))
}

// marked returns a state of its own, which takes memory.
func (d *Decoder) marked(s internal.State) internal.State {
	d.charge(internal.MarkBytes)
	return s
}

func decodeList[T any](v *[]T, d *Decoder, elem func(*T, *Decoder) internal.State) internal.State {
	if d.Peek() != '[' {
		return d.other()
	}
	list := []T{}
	var marks []internal.Element
	for n := 0; d.Element(n); n++ {
		list = append(doubled(list), *new(T))
		switch s := elem(&list[n], d); s {
		case internal.Present():
		case nil:
			return nil
		default:
			d.charge(internal.ElementBytes)
			marks = append(marks, internal.Element{Index: n, State: s, Value: list[n]})
		}
	}
	return collected(v, list, d, marks)
}

func decodeMap[T any](v *map[string]T, d *Decoder, elem func(*T, *Decoder) internal.State) internal.State {
	if d.Peek() != '{' {
		return d.other()
	}
	values := map[string]T{}
	var marks []internal.Element
	var value T // outside the loop, as elem makes it escape
	for begun := false; d.Member(begun); begun = true {
		at := d.Pos
		text, ok := d.Text()
		if !ok {
			return nil
		}
		if _, ok := values[string(text)]; ok {
			d.FailAt(at, d.Pos, scan.DuplicateName)
			return nil
		}
		key := d.intern(text)
		value = *new(T)
		if !d.Colon() {
			return nil
		}
		switch s := elem(&value, d); s {
		case internal.Present():
		case nil:
			return nil
		default:
			d.charge(internal.ElementBytes)
			marks = append(marks, internal.Element{Index: -1, Key: key, State: s, Value: value})
		}
		values[key] = value
	}
	return collected(v, values, d, marks)
}

// collected sets v to what a list or a map holds, if each element has a value.
func collected[C any](v *C, values C, d *Decoder, marks []internal.Element) internal.State {
	switch {
	case d.Err != nil:
		return nil
	case marks == nil:
		*v = values
		return internal.Present()
	}
	s := internal.Collection(values, marks)
	if s.HasValue() {
		*v = values
	}
	return s
}

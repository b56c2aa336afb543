package codec

import (
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/scan"
)

// DecodeString takes a string.
func DecodeString[T ~string](v *T, d *Decoder) bool {
	if d.Peek() != '"' {
		return d.notHere()
	}
	text, ok := d.Text()
	if ok {
		*v = T(d.intern(text))
	}
	return ok
}

// DecodeBool takes true and false.
func DecodeBool(v *bool, d *Decoder) bool {
	switch d.Peek() {
	case 't':
		*v = true
		return d.Literal("true")
	case 'f':
		*v = false
		return d.Literal("false")
	}
	return d.notHere()
}

// DecodeInt32 takes an integer in range that is written plainly. An element has no place to keep another spelling, so
// a list with 5e2 in it is kept raw as a whole.
func DecodeInt32(v *int32, d *Decoder) bool {
	n, ok := d.integer()
	if ok = ok && int64(int32(n)) == n; ok {
		*v = int32(n)
	}
	return ok
}

// DecodeInt64 takes an integer in range that is written plainly, as DecodeInt32 does.
func DecodeInt64(v *int64, d *Decoder) bool {
	n, ok := d.integer()
	if ok {
		*v = n
	}
	return ok
}

func (d *Decoder) integer() (int64, bool) {
	if c := d.Peek(); c != '-' && c-'0' > 9 {
		return 0, d.notHere()
	}
	start := d.Pos
	plain, ok := d.Number()
	if !ok {
		return 0, false
	}
	return integer(d.Data[start:d.Pos], plain)
}

// DecodeDecimal takes a number.
func DecodeDecimal(v *wire.Decimal, d *Decoder) bool {
	if c := d.Peek(); c != '-' && c-'0' > 9 {
		return d.notHere()
	}
	start := d.Pos
	_, ok := d.Number()
	if ok {
		*v.Access(key{}) = d.copy(d.Data[start:d.Pos])
	}
	return ok
}

// DecodeTime takes a string, whatever it says.
func DecodeTime(v *wire.Time, d *Decoder) bool { return DecodeString(v.Access(key{}), d) }

// DecodeRaw takes any value.
func DecodeRaw(v *wire.Raw, d *Decoder) bool {
	*v = d.Raw()
	return d.Err == nil
}

// ListOf takes an array of what elem takes.
func ListOf[T any](elem func(*T, *Decoder) bool) func(*[]T, *Decoder) bool {
	return func(v *[]T, d *Decoder) bool { return decodeList(v, d, elem) }
}

// MapOf takes an object whose values elem takes.
func MapOf[T any](elem func(*T, *Decoder) bool) func(*map[string]T, *Decoder) bool {
	return func(v *map[string]T, d *Decoder) bool { return decodeMap(v, d, elem) }
}

// Total makes a fitting decoder of one that takes any value.
func Total[T any](decode func(*T, *Decoder)) func(*T, *Decoder) bool {
	return func(v *T, d *Decoder) bool {
		decode(v, d)
		return d.Err == nil
	}
}

// notHere answers that the next value is of another kind; where there is none, that is the error.
func (d *Decoder) notHere() bool {
	if d.Pos >= len(d.Data) {
		d.Cut()
	}
	return false
}

func decodeList[T any](v *[]T, d *Decoder, elem func(*T, *Decoder) bool) bool {
	if d.Peek() != '[' {
		return d.notHere()
	}
	list := []T{}
	for n := 0; d.Element(n); n++ {
		list = append(list, *new(T))
		if !elem(&list[n], d) {
			return false
		}
	}
	*v = list
	return d.Err == nil
}

func decodeMap[T any](v *map[string]T, d *Decoder, elem func(*T, *Decoder) bool) bool {
	if d.Peek() != '{' {
		return d.notHere()
	}
	values := map[string]T{}
	var value T // outside the loop, as elem makes it escape
	for begun := false; d.Member(begun); begun = true {
		at := d.Pos
		text, ok := d.Text()
		if !ok {
			return false
		}
		if _, ok := values[string(text)]; ok {
			d.FailAt(at, d.Pos, scan.DuplicateName)
			return false
		}
		key := d.intern(text)
		value = *new(T)
		if !d.Colon() || !elem(&value, d) {
			return false
		}
		values[key] = value
	}
	*v = values
	return d.Err == nil
}

package wire

// A named type over Decimal, Time or Raw has the same underlying struct, so the element decoders serve it too.
type (
	decimals interface{ ~struct{ lit string } }
	times    interface{ ~struct{ text string } }
	raws     interface{ ~struct{ json string } }
)

// DecodeString takes a string.
func DecodeString[T ~string](v *T, d *Decoder) bool {
	if d.peek() != '"' {
		return d.notHere()
	}
	text, ok := d.text()
	if ok {
		*v = T(d.intern(text))
	}
	return ok
}

// DecodeBool takes true and false.
func DecodeBool[T ~bool](v *T, d *Decoder) bool {
	switch d.peek() {
	case 't':
		*v = true
		return d.literal("true")
	case 'f':
		*v = false
		return d.literal("false")
	}
	return d.notHere()
}

// DecodeInt32 takes an integer in range that is written plainly. An element has no place to keep another spelling, so
// a list with 5e2 in it is kept raw as a whole.
func DecodeInt32[T ~int32](v *T, d *Decoder) bool {
	n, ok := d.integer()
	if ok = ok && int64(T(n)) == n; ok {
		*v = T(n)
	}
	return ok
}

// DecodeInt64 takes an integer in range that is written plainly, as DecodeInt32 does.
func DecodeInt64[T ~int64](v *T, d *Decoder) bool {
	n, ok := d.integer()
	if ok {
		*v = T(n)
	}
	return ok
}

func (d *Decoder) integer() (int64, bool) {
	if c := d.peek(); c != '-' && c-'0' > 9 {
		return 0, d.notHere()
	}
	start := d.pos
	plain, ok := d.number()
	if !ok {
		return 0, false
	}
	return integer(d.data[start:d.pos], plain)
}

// DecodeDecimal takes a number.
func DecodeDecimal[T decimals](v *T, d *Decoder) bool {
	if c := d.peek(); c != '-' && c-'0' > 9 {
		return d.notHere()
	}
	start := d.pos
	_, ok := d.number()
	if ok {
		*v = T(Decimal{d.copy(d.data[start:d.pos])})
	}
	return ok
}

// DecodeTime takes a string, whatever it says.
func DecodeTime[T times](v *T, d *Decoder) bool {
	var s string
	ok := DecodeString(&s, d)
	*v = T(Time{s})
	return ok
}

// DecodeRaw takes any value.
func DecodeRaw[T raws](v *T, d *Decoder) bool {
	*v = T(d.Raw())
	return d.err == nil
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
		return d.err == nil
	}
}

// notHere answers that the next value is of another kind; where there is none, that is the error.
func (d *Decoder) notHere() bool {
	if d.pos >= len(d.data) {
		d.cut()
	}
	return false
}

func decodeList[T any](v *[]T, d *Decoder, elem func(*T, *Decoder) bool) bool {
	if d.peek() != '[' {
		return d.notHere()
	}
	list := []T{}
	for n := 0; d.element(n); n++ {
		list = append(list, *new(T))
		if !elem(&list[n], d) {
			return false
		}
	}
	*v = list
	return d.err == nil
}

func decodeMap[T any](v *map[string]T, d *Decoder, elem func(*T, *Decoder) bool) bool {
	if d.peek() != '{' {
		return d.notHere()
	}
	values := map[string]T{}
	var value T // outside the loop, as elem makes it escape
	for begun := false; d.member(begun); begun = true {
		at := d.pos
		text, ok := d.text()
		if !ok {
			return false
		}
		if _, ok := values[string(text)]; ok {
			d.failAt(at, d.pos, duplicateName)
			return false
		}
		key := d.intern(text)
		value = *new(T)
		if !d.colon() || !elem(&value, d) {
			return false
		}
		values[key] = value
	}
	*v = values
	return d.err == nil
}

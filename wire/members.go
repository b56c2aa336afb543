package wire

import (
	"slices"
	"strconv"
)

// Members walks over the members of one object. Generated code calls, for each, the method or function that its field
// needs. A value that does not fit is kept in the Extra; null sets the field to null.
type Members struct {
	d       *Decoder
	extra   *Extra
	key     []byte
	at      int // where the key's quote opens
	n       int // members begun
	noted   bool
	open    bool
	implied []string
	seen    uint64 // which of implied have been there
}

// Members opens the next value, which should be an object; x takes what the type has no place for. implied names
// the discriminators that the type stands for. A value that is no object is kept whole.
func (d *Decoder) Members(x *Extra, implied ...string) Members {
	m := Members{d: d, extra: x, implied: implied}
	if d.peek() == '{' {
		m.open = true
		return m
	}
	if raw := d.rawText(); d.err == nil {
		x.p = &extra{whole: raw}
		m.finish()
	}
	return m
}

// Next moves to the next member and reports whether there is one.
func (m *Members) Next() bool {
	d := m.d
	if !m.open {
		return false
	}
	if !d.member(m.n) {
		if m.open = false; d.err == nil && m.implied != nil {
			m.finish()
		}
		return false
	}
	m.n++
	m.at = d.pos
	lo, hi, escaped, ok := d.quoted()
	if !ok {
		return false
	}
	if m.key = d.data[lo:hi]; escaped {
		m.key = appendUnescaped(nil, m.key)
	}
	return d.colon()
}

// finish notes the implied discriminators that were not there.
func (m *Members) finish() {
	for i, name := range m.implied {
		if m.seen&(1<<i) == 0 {
			m.extra.keep(entry{name: name, note: missing})
		}
	}
}

// Key returns the name of the member, valid until the next call of Next.
func (m *Members) Key() []byte { return m.key }

// fresh fails on a member that has been there before: its field is set, or its value is kept.
func (m *Members) fresh(unset bool) bool {
	if unset && (!m.noted || !m.extra.has(m.key)) {
		return true
	}
	m.duplicate()
	return false
}

func (m *Members) duplicate() {
	d := m.d
	d.failAt(m.at, d.pos, duplicateName)
}

// keep passes the value and keeps it under the member's name.
func (m *Members) keep(why note) {
	if raw := m.d.rawText(); m.d.err == nil {
		m.extra.keep(entry{m.d.intern(m.key), raw, why})
	}
}

// misfit keeps the value of a member that the type knows.
func (m *Members) misfit() {
	m.noted = true
	m.keep(misfit)
}

// Unknown keeps a member that the type does not know.
func (m *Members) Unknown() {
	if m.extra.has(m.key) {
		m.duplicate()
		return
	}
	m.keep(unknown)
}

// Const passes the discriminator named by the key. A value other than the implied one is kept.
func (m *Members) Const(value string) {
	d := m.d
	bit := uint64(1) << max(0, slices.Index(m.implied, string(m.key)))
	if m.seen&bit != 0 {
		m.duplicate()
		return
	}
	m.seen |= bit
	if d.peek() == '"' {
		start, blanks := d.pos, d.blanks
		if text, ok := d.text(); !ok || string(text) == value {
			return
		}
		d.pos, d.blanks = start, blanks
	}
	m.keep(other)
}

// null passes null if that is the value.
func (m *Members) null(s *state) bool {
	if m.d.peek() != 'n' {
		return false
	}
	if m.d.literal("null") {
		*s = null
	}
	return true
}

// String reads a string.
func (m *Members) String(o *Optional[string]) { stringMember(m, o) }

// Enum reads a string of a named type.
func Enum[T ~string](m *Members, o *Optional[T]) { stringMember(m, o) }

func stringMember[T ~string](m *Members, o *Optional[T]) {
	if !m.fresh(o.s == absent) {
		return
	}
	d := m.d
	if d.peek() == '"' {
		if text, ok := d.text(); ok {
			o.v, o.s = T(d.intern(text)), present
		}
	} else if !m.null(&o.s) {
		m.misfit()
	}
}

// Bool reads true or false.
func (m *Members) Bool(o *Optional[bool]) { Value(m, o, DecodeBool) }

// Decimal reads a number.
func (m *Members) Decimal(o *Optional[Decimal]) {
	if !m.fresh(o.s == absent) {
		return
	}
	d := m.d
	if c := d.peek(); c == '-' || c-'0' <= 9 {
		start := d.pos
		if _, ok := d.number(); ok {
			o.v, o.s = Decimal{d.intern(d.data[start:d.pos])}, present
		}
	} else if !m.null(&o.s) {
		m.misfit()
	}
}

// Time reads a string.
func (m *Members) Time(o *Optional[Time]) { Value(m, o, DecodeTime) }

// Raw reads any value.
func (m *Members) Raw(o *Optional[Raw]) { Value(m, o, DecodeRaw) }

// Int32 reads an integer. One that is written as 500.0 or 5e2 keeps its literal as well.
func (m *Members) Int32(o *Optional[int32]) { Int(m, o) }

// Int64 reads an integer, as Int32 does.
func (m *Members) Int64(o *Optional[int64]) { Int(m, o) }

// Int reads an integer of a named type, as Int32 does.
func Int[T ~int32 | ~int64](m *Members, o *Optional[T]) {
	if !m.fresh(o.s == absent) || m.null(&o.s) {
		return
	}
	d := m.d
	if c := d.peek(); c != '-' && c-'0' > 9 {
		m.misfit()
		return
	}
	start := d.pos
	plain, ok := d.number()
	if !ok {
		return
	}
	lit := d.data[start:d.pos]
	if n, ok := integer(lit, plain); ok && int64(T(n)) == n {
		o.v, o.s = T(n), present
		return
	}
	n, ok := Decimal{string(lit)}.Int64()
	if ok = ok && int64(T(n)) == n; ok {
		o.v, o.s = T(n), present
	}
	m.noted = true
	why := misfit
	if ok {
		why = spelled
	}
	m.extra.keep(entry{d.intern(m.key), string(lit), why})
}

// integer reads a literal that strconv would write the same way.
func integer(lit []byte, plain bool) (int64, bool) {
	if !plain || string(lit) == "-0" {
		return 0, false
	}
	n, err := strconv.ParseInt(string(lit), 10, 64)
	return n, err == nil
}

// Struct reads an object.
func Struct[T any](m *Members, o *Object[T], decode func(*T, *Decoder)) {
	if !m.fresh(o.s == absent) {
		return
	}
	if m.d.peek() == '{' {
		o.p, o.s = new(T), present
		decode(o.p, m.d)
	} else if !m.null(&o.s) {
		m.misfit()
	}
}

// Inline reads a value that takes all kinds of JSON, as a union does.
func Inline[T any](m *Members, o *Optional[T], decode func(*T, *Decoder)) {
	if m.fresh(o.s == absent) && !m.null(&o.s) {
		o.s = present
		decode(&o.v, m.d)
	}
}

// Value reads a value that fit understands.
func Value[T any](m *Members, o *Optional[T], fit func(*T, *Decoder) bool) {
	if !m.fresh(o.s == absent) || m.null(&o.s) {
		return
	}
	d := m.d
	start, depth, blanks := d.pos, d.depth, d.blanks
	if fit(&o.v, d) {
		o.s = present
		return
	}
	if d.err == nil {
		*o = Optional[T]{}
		d.pos, d.depth, d.blanks = start, depth, blanks
		m.misfit()
	}
}

// List reads an array whose elements elem understands; if one does not fit, the whole array is kept raw.
func List[T any](m *Members, o *Optional[[]T], elem func(*T, *Decoder) bool) {
	Value(m, o, func(v *[]T, d *Decoder) bool { return decodeList(v, d, elem) })
}

// Map reads an object whose values elem understands; if one does not fit, the whole object is kept raw.
func Map[T any](m *Members, o *Optional[map[string]T], elem func(*T, *Decoder) bool) {
	Value(m, o, func(v *map[string]T, d *Decoder) bool { return decodeMap(v, d, elem) })
}

// Structs reads an array of objects or unions. An element that is no object keeps itself, so the others are not lost.
func Structs[T any](m *Members, o *Optional[[]T], decode func(*T, *Decoder)) {
	if !m.fresh(o.s == absent) || m.null(&o.s) {
		return
	}
	d := m.d
	if d.peek() != '[' {
		m.misfit()
		return
	}
	list := []T{}
	for n := 0; d.element(n); n++ {
		list = append(list, *new(T))
		decode(&list[n], d)
	}
	o.v, o.s = list, present
}

// StructMap reads an object whose values are objects or unions, as Structs does.
func StructMap[T any](m *Members, o *Optional[map[string]T], decode func(*T, *Decoder)) {
	Map(m, o, Total(decode))
}

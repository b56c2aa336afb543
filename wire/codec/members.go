package codec

import (
	"math"
	"slices"
	"strconv"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Members walks over the members of one object. Generated code calls, for each, the method or function that its field
// needs. A value of another type is kept in the field, as a mismatch; null sets the field to null.
type Members struct {
	d      *Decoder
	extra  **internal.Kept
	names  *Names
	order  *order // of names; nil until the object has been opened
	at     int    // the member's index in the names of its type; -1: it is none of them
	place  int    // one more than the index of the latest member that was one of them
	from   int    // where the comma, or the brace, before the latest member is
	gap    int    // how far behind it the name began: 1, or more where members are on lines of their own
	lo, hi int    // where the name lies in the text, hi only of one that was not expected; a slice would cost a write barrier
	name   []byte // an unknown name that had escapes; nil otherwise
	seen   uint64 // which implied ones have been there
}

// Members opens the next value, which should be an object of a type with these members; x takes what the type has no
// place for. A value that is no object is kept whole.
//
// The walk is in a variable of its own before the loop: one that the for statement declares is copied for each
// member.
//
//	m := d.Members(&x.Extra, &membersOfAmount)
//	for m.Next() {
//		switch m.Index() {
func (d *Decoder) Members(x *wire.Extra, names *Names) Members {
	return Members{d: d, extra: x.Access(key{}), names: names} // no more, so that it is inlined: what it returns is not copied
}

// step is Next for a member with other white space before it, for one that is not the expected one, and for the end.
func (m *Members) step() bool {
	d := m.d
	if data, i := d.Data, d.Pos; i < len(data) {
		switch data[i] {
		case '}':
			d.Leave()
			return m.end()
		case ',':
			if d.nextLine(i + 1) {
				m.from, m.gap = i, d.Pos-i
				return m.named()
			}
		}
	}
	return m.member(true)
}

// open is Next for the first member.
func (m *Members) open() bool {
	d := m.d
	m.order = d.order(m.names)
	d.charge(m.order.size)
	if data, i := d.Data, d.Pos; i < len(data) && data[i] == '{' && d.Depth < scan.MaxDepth && d.nextLine(i+1) {
		d.Depth++
		m.from, m.gap = i, d.Pos-i
		return m.named()
	}
	return m.isObject() && m.member(false)
}

// nextLine moves to the name at i, or after the line break and the indentation there; it reports false for all else.
func (d *Decoder) nextLine(i int) bool {
	data, at := d.Data, i
	if i < len(data) && data[i] == '\n' {
		at = scan.PassBlanks(data, i+1)
	}
	if at >= len(data) || data[at] != '"' {
		return false
	}
	d.Pos = at
	d.Blanks += at - i
	return true
}

// member is Next for any white space; begun says that there was a member before.
func (m *Members) member(begun bool) bool {
	if m.d.Member(begun) {
		return m.named()
	}
	return m.end()
}

// named reads the name of the next member.
func (m *Members) named() bool {
	d := m.d
	i := d.Pos
	m.lo = i + 1
	if at := m.order.expected(m.place); at < len(m.order.known) {
		name := m.order.known[at][1:]
		if n := len(name); hasName(d.Data, i, name) {
			m.at, m.place = at, at+1
			d.Pos = i + n
			return true
		}
	}
	return m.find(i)
}

// Index returns the index of the member in the names of the type; -1 when it is none of them.
func (m *Members) Index() int { return m.at }

// find looks for the name that opens at i, which is not the expected one.
func (m *Members) find(i int) bool {
	d := m.d
	m.name = nil
	hi := scan.PlainText(d.Data, i+1)
	if hi+1 < len(d.Data) && d.Data[hi] == '"' && d.Data[hi+1] == ':' {
		m.hi = hi
		d.Pos = hi + 2
	} else if !m.anyName(i) {
		return false
	}
	if m.name == nil {
		m.at = m.order.find(m.place, d.Data[m.lo:m.hi])
	} else {
		name := scan.AppendQuoted(nil, string(m.name)) // whatever the text escapes, Names escapes what it must
		m.at = m.order.find(m.place, name[1:len(name)-1])
	}
	if m.at >= 0 {
		m.place = m.at + 1
	}
	return true
}

// anyName reads a member name that is not followed by its colon, or has escapes.
func (m *Members) anyName(i int) bool {
	d := m.d
	d.Pos = i
	lo, hi, escaped, ok := d.Quoted()
	if !ok {
		return false
	}
	m.hi = hi
	if escaped {
		m.name = scan.AppendUnescaped(nil, d.Data[lo:hi])
	}
	return d.Colon()
}

// isObject reports whether the value is an object; another one is kept.
func (m *Members) isObject() bool {
	d := m.d
	if d.Peek() == '{' {
		return true
	}
	if raw := d.rawText(); d.Err == nil {
		d.charge(internal.KeptBytes)
		*m.extra = &internal.Kept{Whole: raw}
		m.miss()
	}
	return false
}

// end notes what was missing, where the object has ended; it always returns false.
func (m *Members) end() bool {
	if all := uint64(1)<<m.names.Implied - 1; m.seen != all && m.d.Err == nil {
		m.miss()
	}
	return false
}

// miss notes the implied discriminators that were not there.
func (m *Members) miss() {
	for i, name := range m.names.implied() {
		if m.seen&(1<<i) == 0 {
			m.d.charge(internal.EntryBytes)
			internal.Keep(m.extra, internal.Entry{Name: plainName(name), Note: internal.Missing})
		}
	}
}

// key returns the name of the member, as the type knows it or as a copy.
func (m *Members) key() string {
	switch {
	case m.at >= 0:
		return plainName(m.names.Members[m.at])
	case m.name != nil:
		return m.d.intern(m.name)
	}
	return m.d.intern(m.d.Data[m.lo:m.hi])
}

// first fails on a member that has been there before, so that its field is not absent.
func (m *Members) first(s internal.State) bool {
	if s != nil {
		m.duplicate()
	}
	return s == nil
}

func (m *Members) duplicate() {
	d := m.d
	d.FailAt(m.lo-1, d.Pos, scan.DuplicateName)
}

// keep passes the value and keeps it under the member's name.
func (m *Members) keep(why internal.Note) {
	if raw := m.d.rawText(); m.d.Err == nil {
		name := m.key() // in the text, which the decoder drops where the memory is too much
		m.d.charge(internal.EntryBytes)
		internal.Keep(m.extra, internal.Entry{Name: name, Raw: raw, Note: why})
	}
}

// mismatch keeps a value that does not have the declared type.
func (d *Decoder) mismatch(s *internal.State) {
	if raw := d.rawText(); d.Err == nil {
		*s = d.marked(internal.Mismatch(raw))
	}
}

// Unknown keeps a member that the type does not know.
func (m *Members) Unknown() {
	if (*m.extra).Has(m.key()) {
		m.duplicate()
		return
	}
	m.keep(internal.Unknown)
}

// Const passes the discriminator named by the key. A value other than the implied one is kept.
func (m *Members) Const(value string) {
	d := m.d
	bit := uint64(1) << m.at
	if m.seen&bit != 0 {
		m.duplicate()
		return
	}
	m.seen |= bit
	if d.Peek() == '"' {
		start, blanks := d.Pos, d.Blanks
		if text, ok := d.Text(); !ok || string(text) == value {
			return
		}
		d.Pos, d.Blanks = start, blanks
	}
	m.keep(internal.Other)
}

// null passes null if that is the value.
func (d *Decoder) null(s *internal.State) bool {
	if d.Peek() != 'n' {
		return false
	}
	if d.Literal("null") {
		*s = internal.Null()
	}
	return true
}

// The methods below are thin over functions without type parameters: those let the compiler see that m stays on the
// stack, and otherwise it would move to the heap once for each member.

// String reads a string.
func (m *Members) String(o *wire.Optional[string]) {
	v, s := o.Access(key{})
	*v = m.text(s)
}

// Enum reads a string of a named type.
func Enum[T ~string](m *Members, o *wire.Optional[T]) {
	v, s := o.Access(key{})
	*v = T(m.text(s))
}

// Bool reads true or false.
func (m *Members) Bool(o *wire.Optional[bool]) {
	v, s := o.Access(key{})
	*v = m.boolean(s)
}

// Decimal reads a number.
func (m *Members) Decimal(o *wire.Optional[wire.Decimal]) {
	v, s := o.Access(key{})
	*v.Access(key{}) = m.literal(s)
}

// Time reads a string.
func (m *Members) Time(o *wire.Optional[wire.Time]) {
	v, s := o.Access(key{})
	*v.Access(key{}) = m.text(s)
}

// Raw reads any value.
func (m *Members) Raw(o *wire.Optional[wire.Raw]) {
	v, s := o.Access(key{})
	*v.Access(key{}) = m.raw(s)
}

// Int32 reads an integer. One that is written as 500.0 or 5e2 keeps its literal as well.
func (m *Members) Int32(o *wire.Optional[int32]) {
	v, s := o.Access(key{})
	*v = int32(m.integer(s, math.MaxInt32))
}

// Int64 reads an integer, as Int32 does.
func (m *Members) Int64(o *wire.Optional[int64]) {
	v, s := o.Access(key{})
	*v = m.integer(s, math.MaxInt64)
}

// anyText reads what is not a plain string, or one that there is no room for.
func (m *Members) anyText(s *internal.State) string {
	if !m.first(*s) {
		return ""
	}
	d := m.d
	if d.Peek() == '"' {
		if text, ok := d.Text(); ok {
			*s = internal.Present()
			if len(text) <= internMax {
				return d.intern(text)
			}
			if part, ok := d.inID(text); ok {
				return part
			}
			return d.isID(d.copy(text))
		}
	} else if !d.null(s) {
		d.mismatch(s)
	}
	return ""
}

func (m *Members) boolean(s *internal.State) bool { return m.first(*s) && m.d.boolean(s) }

func (d *Decoder) boolean(s *internal.State) bool {
	c := d.Peek()
	switch {
	case c == 't' && d.Literal("true"), c == 'f' && d.Literal("false"):
		*s = internal.Present()
		return c == 't'
	case c == 't', c == 'f', d.null(s):
	default:
		d.mismatch(s)
	}
	return false
}

func (m *Members) literal(s *internal.State) string {
	d := m.d
	if i := d.Value(); *s == nil {
		if n := plainNumber(d.Data, i); n > 0 {
			*s = internal.Present()
			d.Pos = i + n
			return d.copy(d.Data[i : i+n])
		}
	}
	if !m.first(*s) {
		return ""
	}
	return d.literal(s)
}

// literal reads any number.
func (d *Decoder) literal(s *internal.State) string {
	c := d.Peek()
	switch {
	case c == '-' || c-'0' <= 9:
		start := d.Pos
		if _, ok := d.Number(); ok {
			*s = internal.Present()
			return d.copy(d.Data[start:d.Pos])
		}
	case c == '"':
		raw := d.rawText()
		if d.Err != nil {
			return ""
		}
		if literal, ok := internal.NumberIn(raw); ok {
			*s = d.marked(internal.Spelled(raw))
			return literal
		}
		*s = d.marked(internal.Mismatch(raw))
	case !d.null(s):
		d.mismatch(s)
	}
	return ""
}

// plainNumber returns the length of the number at i, if it has neither sign nor exponent; else, and at the end of the text,
// it returns 0.
func plainNumber(data []byte, i int) int {
	if i >= len(data) {
		return 0
	}
	rest := data[i:]
	n := 0
	for n < len(rest) && rest[n]-'0' <= 9 {
		n++
	}
	if n == 0 || n > 1 && rest[0] == '0' {
		return 0
	}
	if n+1 < len(rest) && rest[n] == '.' && rest[n+1]-'0' <= 9 {
		for n += 2; n < len(rest) && rest[n]-'0' <= 9; n++ {
		}
	}
	if n < len(rest) && rest[n] != '.' && rest[n]|0x20 != 'e' {
		return n
	}
	return 0
}

func (m *Members) raw(s *internal.State) string {
	if !m.first(*s) || m.d.null(s) {
		return ""
	}
	*s = internal.Present()
	return m.d.rawText()
}

func (m *Members) integer(s *internal.State, most int64) int64 {
	if !m.first(*s) {
		return 0
	}
	return m.d.integer(s, most)
}

// integer reads an integer from -most-1 to most.
func (d *Decoder) integer(s *internal.State, most int64) int64 {
	c := d.Peek()
	if c != '-' && c-'0' > 9 && c != '"' {
		*s = d.other()
		return 0
	}
	if c != '"' {
		start := d.Pos
		plain, ok := d.Number()
		if !ok {
			return 0
		}
		if n, plain := integer(d.Data[start:d.Pos], plain); plain && -most-1 <= n && n <= most {
			*s = internal.Present()
			return n
		}
		d.Pos = start
	}
	raw := d.rawText()
	if d.Err != nil {
		return 0
	}
	n, ok := internal.IntegerIn(raw, most)
	if !ok {
		*s = d.marked(internal.Mismatch(raw))
		return 0
	}
	*s = d.marked(internal.Spelled(raw))
	return n
}

// integer reads a literal that strconv would write the same way.
func integer(lit []byte, plain bool) (int64, bool) {
	if !plain || string(lit) == "-0" {
		return 0, false
	}
	n, err := strconv.ParseInt(string(lit), 10, 64)
	return n, err == nil
}

// Struct reads an object, which decode makes.
func Struct[T any](m *Members, o *wire.Object[T], decode func(*Decoder) *T) {
	p, s := o.Access(key{})
	if m.object(s) {
		*p = decode(m.d)
	}
}

// object reports whether the value is an object, which it does not pass; it deals with other values.
func (m *Members) object(s *internal.State) bool {
	if !m.first(*s) {
		return false
	}
	if d, i := m.d, m.d.Value(); i < len(d.Data) && d.Data[i] == '{' || d.Peek() == '{' {
		*s = internal.Present()
		return true
	}
	*s = m.d.other()
	return false
}

// Inline reads an object into a value that takes all objects, as a union does.
func Inline[T any](m *Members, o *wire.Optional[T], decode func(*T, *Decoder)) {
	v, s := o.Access(key{})
	if m.object(s) {
		decode(v, m.d)
	}
}

// List reads an array whose elements elem reads.
func List[S ~[]T, T any](m *Members, o *wire.Optional[S], elem func(*T, *Decoder) internal.State) {
	v, s := o.Access(key{})
	if m.first(*s) {
		var list []T
		*s = decodeList(&list, m.d, elem)
		*v = list
	}
}

// Map reads an object whose values elem reads.
func Map[M ~map[string]T, T any](m *Members, o *wire.Optional[M], elem func(*T, *Decoder) internal.State) {
	v, s := o.Access(key{})
	if m.first(*s) {
		var values map[string]T
		*s = decodeMap(&values, m.d, elem)
		*v = values
	}
}

// Structs reads an array of objects or unions. An element that is no object keeps itself, so the others are not lost.
func Structs[S ~[]T, T any](m *Members, o *wire.Optional[S], decode func(*T, *Decoder)) {
	v, s := o.Access(key{})
	if !m.first(*s) {
		return
	}
	if m.d.Peek() != '[' {
		*s = m.d.other()
		return
	}
	*v, *s = decodeElements(m.d, decode), internal.Present()
}

// doubled returns list with room for one more: append alone makes room for a quarter more of a long list, and so copies it
// more often.
func doubled[T any](list []T) []T {
	const long = 256
	if n := len(list); n == cap(list) && n >= long {
		return slices.Grow(list, n)
	}
	return list
}

// decodeElements reads an array. As many elements as the latest list at this depth had are made at once, since the lists
// of a page are much alike; what was too many goes back.
func decodeElements[T any](d *Decoder, decode func(*T, *Decoder)) []T {
	hint := &d.lengths[uint(d.Depth)%depths]
	list := []T{}
	for n := 0; d.Element(n); n++ {
		if n == 0 && *hint > 1 {
			list = make([]T, 0, *hint)
		}
		list = append(doubled(list), *new(T))
		decode(&list[n], d)
	}
	*hint = uint8(min(len(list), math.MaxUint8/2))
	if len(list) < cap(list)/2 {
		list = append(make([]T, 0, len(list)), list...)
	}
	return list
}

// StructMap reads an object whose values are objects or unions, as Structs does.
func StructMap[M ~map[string]T, T any](m *Members, o *wire.Optional[M], decode func(*T, *Decoder)) {
	Map(m, o, Total(decode))
}

// Secret reads a string that is never printed.
func (m *Members) Secret(o *wire.Optional[wire.Secret]) { Enum(m, o) }

package wire

import (
	"math"
	"strconv"
)

// Members walks over the members of one object. Generated code calls, for each, the method or function that its field
// needs. A value that does not fit is kept in the Extra; null sets the field to null.
type Members struct {
	d      *Decoder
	extra  *Extra
	names  *Names
	order  *order // of names; nil until the object has been opened
	at     int    // the member's index in the names of its type; -1: it is none of them
	place  int    // one more than the index of the latest member that was one of them
	from   int    // where the comma, or the brace, before the latest member is
	gap    int    // how far behind it the name began: 1, or more where members stand on lines of their own
	lo, hi int    // where the name lies in the text, hi only of one that was not expected; a slice would cost a write barrier
	name   []byte // an unknown name that had escapes; nil otherwise
	seen   uint64 // which implied ones have been there
	noted  bool   // extra has an entry under a name that the type knows
}

// Members opens the next value, which should be an object of a type with these members; x takes what the type has no
// place for. A value that is no object is kept whole.
//
// The walk stands in a variable of its own before the loop: one that the for statement declares is copied for each
// member.
//
//	m := d.Members(&x.Extra, &membersOfAmount)
//	for m.Next() {
//		switch m.Index() {
func (d *Decoder) Members(x *Extra, names *Names) Members {
	return Members{d: d, extra: x, names: names} // no more, so that it is inlined: what it returns is not copied
}

// Next moves to the next member and reports whether there is one.
func (m *Members) Next() bool {
	if m.gap != 1 {
		return m.apart()
	}
	o, d := m.order, m.d
	at := o.expected(m.place)
	if at >= len(o.known) {
		return m.step()
	}
	name := o.known[at] // with the comma, which is so checked as well
	i, n := d.pos, len(name)
	if n > len(d.data)-i {
		return m.step()
	}
	// sameWords, written out: the call would take as long again.
	text, known, last := addressOf(d.data, i), addressOfText(name), n-wordSize
	if last < 0 {
		if n < halfWord || *halfWordAt(text, 0) != *halfWordAt(known, 0) || *halfWordAt(text, n-halfWord) != *halfWordAt(known, n-halfWord) {
			return m.step()
		}
	} else {
		if *wordAt(text, last) != *wordAt(known, last) {
			return m.step()
		}
		for j := 0; j < last; j += wordSize {
			if *wordAt(text, j) != *wordAt(known, j) {
				return m.step()
			}
		}
	}
	m.at, m.place, m.lo = at, at+1, i+2
	d.pos = i + n
	return true
}

// apart is Next where members stand on lines of their own: most often the next one is the expected one, and has the same
// white space before it as the one before.
func (m *Members) apart() bool {
	o, d := m.order, m.d
	if o == nil {
		return m.open()
	}
	at := o.expected(m.place)
	if at >= len(o.known) {
		return m.step()
	}
	name := o.known[at][1:]
	i, gap, n := d.pos, m.gap, len(name)
	if gap <= halfWord || n < halfWord || gap+n > len(d.data)-i || d.data[i] != ',' ||
		!sameWords(addressOf(d.data, i+1), addressOf(d.data, m.from+1), gap-1) ||
		!sameWords(addressOf(d.data, i+gap), addressOfText(name), n) {
		return m.step()
	}
	m.at, m.place, m.lo, m.from = at, at+1, i+gap+1, i
	d.pos = i + gap + n
	d.blanks += gap - 1
	return true
}

// step is Next for a member with other white space before it, for one that is not the expected one, and for the end.
func (m *Members) step() bool {
	d := m.d
	if data, i := d.data, d.pos; i < len(data) {
		switch data[i] {
		case '}':
			d.leave()
			return m.end()
		case ',':
			if d.nextLine(i + 1) {
				m.from, m.gap = i, d.pos-i
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
	if data, i := d.data, d.pos; i < len(data) && data[i] == '{' && d.depth < MaxDepth && d.nextLine(i+1) {
		d.depth++
		m.from, m.gap = i, d.pos-i
		return m.named()
	}
	return m.isObject() && m.member(false)
}

// nextLine moves to the name at i, or after the line break and the indentation there; it reports false for all else.
func (d *Decoder) nextLine(i int) bool {
	data, at := d.data, i
	if i < len(data) && data[i] == '\n' {
		at = passBlanks(data, i+1)
	}
	if at >= len(data) || data[at] != '"' {
		return false
	}
	d.pos = at
	d.blanks += at - i
	return true
}

// member is Next for any white space; begun says that there was a member before.
func (m *Members) member(begun bool) bool {
	if m.d.member(begun) {
		return m.named()
	}
	return m.end()
}

// named reads the name of the next member.
func (m *Members) named() bool {
	d := m.d
	i := d.pos
	m.lo = i + 1
	if at := m.order.expected(m.place); at < len(m.order.known) {
		name := m.order.known[at][1:]
		if n := len(name); n >= halfWord && n <= len(d.data)-i && sameWords(addressOf(d.data, i), addressOfText(name), n) {
			m.at, m.place = at, at+1
			d.pos = i + n
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
	hi := plainText(d.data, i+1)
	if hi+1 < len(d.data) && d.data[hi] == '"' && d.data[hi+1] == ':' {
		m.hi = hi
		d.pos = hi + 2
	} else if !m.anyName(i) {
		return false
	}
	if m.name == nil {
		m.at = m.order.find(m.place, d.data[m.lo:m.hi])
	} else {
		name := appendQuoted(nil, string(m.name)) // whatever the text escapes, Names escapes what it must
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
	d.pos = i
	lo, hi, escaped, ok := d.quoted()
	if !ok {
		return false
	}
	m.hi = hi
	if escaped {
		m.name = appendUnescaped(nil, d.data[lo:hi])
	}
	return d.colon()
}

// isObject reports whether the value is an object; another one is kept.
func (m *Members) isObject() bool {
	d := m.d
	if d.peek() == '{' {
		return true
	}
	if raw := d.rawText(); d.err == nil {
		m.extra.p = &extra{whole: raw}
		m.extra.miss(m.names.implied(), 0)
	}
	return false
}

// end notes what was missing, where the object has ended; it always returns false.
func (m *Members) end() bool {
	if all := uint64(1)<<m.names.Implied - 1; m.seen != all && m.d.err == nil {
		m.extra.miss(m.names.implied(), m.seen)
	}
	return false
}

// miss notes the implied discriminators that were not there.
func (x *Extra) miss(implied []string, seen uint64) {
	for i, name := range implied {
		if seen&(1<<i) == 0 {
			x.keep(entry{name: plainName(name), note: missing})
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
	return m.d.intern(m.d.data[m.lo:m.hi])
}

// fresh fails on a member that has been there before: its field is set, or its value is kept.
func (m *Members) fresh(unset bool) bool {
	if unset && (!m.noted || !m.extra.has(m.key())) {
		return true
	}
	m.duplicate()
	return false
}

func (m *Members) duplicate() {
	d := m.d
	d.failAt(m.lo-1, d.pos, duplicateName)
}

// keep passes the value and keeps it under the member's name.
func (m *Members) keep(why note) {
	if raw := m.d.rawText(); m.d.err == nil {
		m.extra.keep(entry{m.key(), raw, why})
	}
}

// misfit keeps the value of a member that the type knows.
func (m *Members) misfit() {
	m.noted = true
	m.keep(misfit)
}

// Unknown keeps a member that the type does not know.
func (m *Members) Unknown() {
	if m.extra.has(m.key()) {
		m.duplicate()
		return
	}
	m.keep(unknown)
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

// The methods below are thin over functions without type parameters: those let the compiler see that m stays on the
// stack, and otherwise it would move to the heap once for each member.

// String reads a string.
func (m *Members) String(o *Optional[string]) { o.v = m.text(&o.s) }

// Enum reads a string of a named type.
func Enum[T ~string](m *Members, o *Optional[T]) { o.v = T(m.text(&o.s)) }

// Bool reads true or false.
func (m *Members) Bool(o *Optional[bool]) { o.v = m.boolean(&o.s) }

// Decimal reads a number.
func (m *Members) Decimal(o *Optional[Decimal]) { o.v.lit = m.literal(&o.s) }

// Time reads a string.
func (m *Members) Time(o *Optional[Time]) { o.v.text = m.text(&o.s) }

// Raw reads any value.
func (m *Members) Raw(o *Optional[Raw]) { o.v.json = m.raw(&o.s) }

// Int32 reads an integer. One that is written as 500.0 or 5e2 keeps its literal as well.
func (m *Members) Int32(o *Optional[int32]) { o.v = int32(m.integer(&o.s, math.MaxInt32)) }

// Int64 reads an integer, as Int32 does.
func (m *Members) Int64(o *Optional[int64]) { o.v = m.integer(&o.s, math.MaxInt64) }

// Int reads an integer of a named type, as Int32 does.
func Int[T ~int32 | ~int64](m *Members, o *Optional[T]) {
	most := int64(math.MaxInt32)
	if int64(T(most+1)) > 0 {
		most = math.MaxInt64
	}
	o.v = T(m.integer(&o.s, most))
}

func (m *Members) text(s *state) string {
	d := m.d
	i := d.value()
	if i >= len(d.data) || d.data[i] != '"' || *s != absent || m.noted {
		return m.anyText(s)
	}
	i++
	// The text is copied while it is scanned, to where the next string of the block will be if it is one to keep.
	room := min(len(d.block)-d.filled, len(d.data)-i)
	if room < 2*wordSize {
		return m.anyText(s)
	}
	n := copyUntilStop(addressOf(d.block, d.filled), addressOf(d.data, i), room-2*wordSize+1)
	if n < 0 || d.data[i+n] != '"' {
		return m.anyText(s)
	}
	*s = present
	d.pos = i + n + 1
	text := d.block[d.filled:][:n]
	if n > internMax {
		return d.long(text)
	}
	return d.brief(text)
}

// anyText reads what is no plain string, or one that there is no room for.
func (m *Members) anyText(s *state) string {
	if !m.fresh(*s == absent) {
		return ""
	}
	d := m.d
	if d.peek() == '"' {
		if text, ok := d.text(); ok {
			*s = present
			if len(text) <= internMax {
				return d.intern(text)
			}
			if part, ok := d.inID(text); ok {
				return part
			}
			return d.isID(d.copy(text))
		}
	} else if !m.null(s) {
		m.misfit()
	}
	return ""
}

func (m *Members) boolean(s *state) bool {
	if !m.fresh(*s == absent) {
		return false
	}
	c := m.d.peek()
	switch {
	case c == 't' && m.d.literal("true"), c == 'f' && m.d.literal("false"):
		*s = present
		return c == 't'
	case c == 't', c == 'f', m.null(s):
	default:
		m.misfit()
	}
	return false
}

func (m *Members) literal(s *state) string {
	d := m.d
	if i := d.value(); *s == absent && !m.noted {
		if n := plainNumber(d.data, i); n > 0 {
			*s = present
			d.pos = i + n
			return d.copy(d.data[i : i+n])
		}
	}
	return m.anyLiteral(s)
}

// anyLiteral reads what is no plain number.
func (m *Members) anyLiteral(s *state) string {
	if !m.fresh(*s == absent) {
		return ""
	}
	d := m.d
	if c := d.peek(); c == '-' || c-'0' <= 9 {
		start := d.pos
		if _, ok := d.number(); ok {
			*s = present
			return d.copy(d.data[start:d.pos])
		}
	} else if !m.null(s) {
		m.misfit()
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

func (m *Members) raw(s *state) string {
	if !m.fresh(*s == absent) || m.null(s) {
		return ""
	}
	*s = present
	return m.d.rawText()
}

// integer reads an integer from -most-1 to most.
func (m *Members) integer(s *state, most int64) int64 {
	if !m.fresh(*s == absent) || m.null(s) {
		return 0
	}
	d := m.d
	if c := d.peek(); c != '-' && c-'0' > 9 {
		m.misfit()
		return 0
	}
	start := d.pos
	plain, ok := d.number()
	if !ok {
		return 0
	}
	lit := d.data[start:d.pos]
	n, plain := integer(lit, plain)
	if !plain {
		n, ok = Decimal{string(lit)}.Int64()
	}
	ok = ok && -most-1 <= n && n <= most
	if ok {
		*s = present
	} else {
		n = 0
	}
	if !ok || !plain {
		m.noteNumber(string(lit), ok)
	}
	return n
}

// noteNumber keeps the literal of a number that fits an integer but is written otherwise, or that does not fit.
func (m *Members) noteNumber(lit string, fits bool) {
	m.noted = true
	why := misfit
	if fits {
		why = spelled
	}
	m.extra.keep(entry{m.key(), lit, why})
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
func Struct[P any](m *Members, o *ObjectOf[P], decode func(*Decoder) P) {
	if m.object(&o.s) {
		o.p = decode(m.d)
	}
}

// object reports whether the value is an object, which it does not pass; it deals with other values.
func (m *Members) object(s *state) bool {
	if !m.fresh(*s == absent) {
		return false
	}
	if d, i := m.d, m.d.value(); i < len(d.data) && d.data[i] == '{' || d.peek() == '{' {
		*s = present
		return true
	}
	if !m.null(s) {
		m.misfit()
	}
	return false
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
func List[S ~[]T, T any](m *Members, o *Optional[S], elem func(*T, *Decoder) bool) {
	Value(m, o, func(v *S, d *Decoder) bool {
		var list []T
		ok := decodeList(&list, d, elem)
		*v = list
		return ok
	})
}

// Map reads an object whose values elem understands; if one does not fit, the whole object is kept raw.
func Map[M ~map[string]T, T any](m *Members, o *Optional[M], elem func(*T, *Decoder) bool) {
	Value(m, o, func(v *M, d *Decoder) bool {
		var values map[string]T
		ok := decodeMap(&values, d, elem)
		*v = values
		return ok
	})
}

// Structs reads an array of objects or unions. An element that is no object keeps itself, so the others are not lost.
func Structs[S ~[]T, T any](m *Members, o *Optional[S], decode func(*T, *Decoder)) {
	if !m.fresh(o.s == absent) || m.null(&o.s) {
		return
	}
	d := m.d
	if d.peek() != '[' {
		m.misfit()
		return
	}
	o.v, o.s = decodeElements(d, decode), present
}

// decodeElements reads an array. As many elements as the latest list at this depth had are made at once, since the lists
// of a page are much alike; what was too many goes back.
func decodeElements[T any](d *Decoder, decode func(*T, *Decoder)) []T {
	hint := &d.lengths[uint(d.depth)%depths]
	list := []T{}
	for n := 0; d.element(n); n++ {
		if n == 0 && *hint > 1 {
			list = make([]T, 0, *hint)
		}
		list = append(list, *new(T))
		decode(&list[n], d)
	}
	*hint = uint8(min(len(list), math.MaxUint8/2))
	if len(list) < cap(list)/2 {
		list = append(make([]T, 0, len(list)), list...)
	}
	return list
}

// StructMap reads an object whose values are objects or unions, as Structs does.
func StructMap[M ~map[string]T, T any](m *Members, o *Optional[M], decode func(*T, *Decoder)) {
	Map(m, o, Total(decode))
}

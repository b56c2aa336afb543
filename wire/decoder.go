package wire

import (
	"fmt"
	"hash/maphash"
	"math/bits"
	"sync"
	"unicode/utf8"
	"unsafe"
)

const (
	internSlots = 256
	internMax   = 32      // longest text worth comparing with what was seen before
	repeats     = 4 << 10 // in a shorter JSON text little repeats, and looking for it costs more than a copy

	// Strings up to blockMax bytes lie together in blocks, a twentieth of the allocations that they would need alone. So a
	// string that is kept keeps up to blockSize bytes, of its neighbours, but never the text that it was decoded from.
	blockSize = 4 << 10
	blockMax  = 1 << 8

	depths = 16 // levels of nesting, beginning anew after that many, that have something remembered of each

	// A pooled decoder gives up scratch space beyond these, so that one large text does not stay in memory.
	keepScratch = 64 << 10
	keepNames   = 1 << 10
)

// Decoder reads one JSON text from memory. Generated code gets one from [Decode] and its relatives.
//
// The first error sticks and empties the text, so code that reads on sees the end and stops; nothing needs to check.
type Decoder struct {
	data   []byte
	pos    int
	depth  int
	blanks int // bytes of white space passed, so that Raw knows whether to compact

	err     *SyntaxError
	partial bool // data is the beginning of a text whose rest has not been read
	short   bool // err is that the data ended

	scratch  []byte // unescaped text of the latest string
	kind     []byte // unescaped text of the latest discriminator
	names    []name // names of the open objects that skip is in
	seed     maphash.Seed
	ends     map[int]int // where long containers end, so that looking ahead never reads them twice
	orders   [orders]*order
	kinds    [depths]int    // where, in the latest object at a depth, the name of its discriminator ended
	lengths  [depths]uint8  // of the latest list of objects, by depth
	ids      [depths]string // latest long text, by depth
	block    []byte         // strings that were copied, and room for more
	filled   int            // how much of block the strings take
	interned *[internSlots]string
	used     [internSlots / 64]uint64 // which slots of interned are not empty
}

var decoders = sync.Pool{New: func() any {
	return &Decoder{seed: maphash.MakeSeed(), interned: new([internSlots]string)}
}}

func newDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.reset(data)
	return d
}

// reset points the decoder at another text and keeps what it has interned.
func (d *Decoder) reset(data []byte) {
	d.data, d.pos, d.depth, d.blanks = data, 0, 0, 0
	d.err, d.partial, d.short = nil, false, false
	d.names = d.names[:0]
	clear(d.ends)
}

// free gives the decoder back to the pool without the text it read. Of the strings made of it the latest block stays, of
// blockSize bytes at most, which the next text goes on filling.
func (d *Decoder) free() {
	d.reset(nil)
	d.forget()
	if cap(d.scratch) > keepScratch {
		d.scratch = nil
	}
	if cap(d.names) > keepNames {
		d.names = nil
	}
	d.lengths = [depths]uint8{}
	d.ids = [depths]string{}
	d.kind, d.ends = nil, nil
	decoders.Put(d)
}

// forget empties interned: the slots in use alone, as there are few after a short text.
func (d *Decoder) forget() {
	for i, word := range d.used {
		for ; word != 0; word &= word - 1 {
			d.interned[i*64+bits.TrailingZeros64(word)] = ""
		}
		d.used[i] = 0
	}
}

// fail records the first error.
func (d *Decoder) fail(off int, msg string) { d.failAt(off, off, msg) }

// failAt is fail for an error whose pointer is that of another place than its offset.
func (d *Decoder) failAt(off, place int, msg string) {
	if d.err != nil {
		return
	}
	d.err = &SyntaxError{Offset: int64(off), Msg: msg}
	if !d.partial || !d.short {
		d.err.Pointer = pointerAt(d.data, place)
	}
	d.data, d.pos = nil, 0
}

// cut fails because the text ends too early.
func (d *Decoder) cut() {
	if d.err == nil {
		d.short = true
		d.fail(len(d.data), "the text ends too early")
	}
}

// unexpected fails at the next byte.
func (d *Decoder) unexpected(want string) {
	if d.pos >= len(d.data) {
		d.cut()
		return
	}
	if d.pos == 0 && len(d.data) >= 3 && string(d.data[:3]) == "\xef\xbb\xbf" {
		d.fail(0, "byte order mark; remove it")
		return
	}
	c, n := utf8.DecodeRune(d.data[d.pos:])
	if c == utf8.RuneError && n <= 1 {
		d.fail(d.pos, fmt.Sprintf("byte 0x%02x in place of %s", d.data[d.pos], want))
		return
	}
	d.fail(d.pos, fmt.Sprintf("%q in place of %s", c, want))
}

// peek passes white space and returns the next byte, which it does not pass; 0 at the end.
func (d *Decoder) peek() byte {
	if data, i := d.data, d.pos; i < len(data) && data[i] > ' ' {
		return data[i]
	}
	return d.space()
}

// value passes one space, which is all that usually stands before a value, and returns where that begins.
func (d *Decoder) value() int {
	if d.pos < len(d.data) && d.data[d.pos] == ' ' {
		d.pos++
		d.blanks++
	}
	return d.pos
}

func (d *Decoder) space() byte {
	i := passSpace(d.data, d.pos)
	d.blanks += i - d.pos
	d.pos = i
	if i < len(d.data) {
		return d.data[i]
	}
	return 0
}

// end fails unless nothing but white space is left.
func (d *Decoder) end() {
	if d.peek(); d.pos < len(d.data) && d.err == nil {
		d.fail(d.pos, "data after the JSON value")
	}
}

// enter passes the byte that opens a container.
func (d *Decoder) enter() bool {
	if d.depth >= MaxDepth {
		d.fail(d.pos, fmt.Sprintf("nesting deeper than %d", MaxDepth))
		return false
	}
	d.depth++
	d.pos++
	return true
}

// leave passes the byte that closes a container.
func (d *Decoder) leave() {
	d.depth--
	d.pos++
}

// literal passes one of null, true and false.
func (d *Decoder) literal(text string) bool {
	rest := d.data[d.pos:]
	if len(rest) >= len(text) && string(rest[:len(text)]) == text {
		d.pos += len(text)
		return true
	}
	n := 0
	for n < len(rest) && rest[n] == text[n] {
		n++
	}
	d.pos += n
	d.unexpected(text)
	return false
}

// number passes a number and reports whether it is written without fraction and exponent.
func (d *Decoder) number() (plain, ok bool) {
	data, i := d.data, d.pos
	if data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		i++
	} else if i, ok = d.digits(i); !ok {
		return false, false
	}
	plain = true
	if i < len(data) && data[i] == '.' {
		plain = false
		if i, ok = d.digits(i + 1); !ok {
			return false, false
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		plain = false
		if i++; i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		if i, ok = d.digits(i); !ok {
			return false, false
		}
	}
	d.pos = i
	return plain, true
}

// digits returns the index after the digits at i, of which there must be one.
func (d *Decoder) digits(i int) (int, bool) {
	data, start := d.data, i
	for i < len(data) && data[i]-'0' <= 9 {
		i++
	}
	if i == start {
		d.pos = i
		d.unexpected("a digit")
		return i, false
	}
	return i, true
}

// quoted passes a string, checking it, and returns where its text lies between the quotes and whether it has escapes.
func (d *Decoder) quoted() (lo, hi int, escaped, ok bool) {
	lo = d.pos + 1
	if hi = plainText(d.data, lo); hi < len(d.data) && d.data[hi] == '"' {
		d.pos = hi + 1
		return lo, hi, false, true
	}
	return d.quotedFrom(lo, hi)
}

// quotedFrom goes on at i, where something else than plain text is.
func (d *Decoder) quotedFrom(lo, i int) (_, hi int, escaped, ok bool) {
	data := d.data
	for {
		i = plainText(data, i)
		if i >= len(data) {
			d.cut()
			return 0, 0, false, false
		}
		switch c := data[i]; {
		case c == '"':
			d.pos = i + 1
			return lo, i, escaped, true
		case c == '\\':
			escaped = true
			i, ok = d.escape(i)
		case c >= utf8.RuneSelf:
			i, ok = d.multibyte(i)
		default:
			d.fail(i, fmt.Sprintf("control character %q in a string; it must be escaped", c))
			ok = false
		}
		if !ok {
			return 0, 0, false, false
		}
	}
}

// multibyte returns the index after the run of UTF-8 sequences at i.
func (d *Decoder) multibyte(i int) (int, bool) {
	data := d.data
	for i < len(data) && data[i] >= utf8.RuneSelf {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			if !utf8.FullRune(data[i:]) {
				d.cut()
			} else {
				d.fail(i, fmt.Sprintf("byte 0x%02x is not UTF-8", data[i]))
			}
			return i, false
		}
		i += n
	}
	return i, true
}

// escape returns the index after the escape at i.
func (d *Decoder) escape(i int) (int, bool) {
	if i+1 >= len(d.data) {
		d.cut()
		return i, false
	}
	switch c := d.data[i+1]; c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, true
	case 'u':
		return d.escapeUnicode(i)
	}
	d.fail(i, "unknown escape in a string")
	return i, false
}

func (d *Decoder) escapeUnicode(i int) (int, bool) {
	r, ok := d.codeUnit(i)
	switch {
	case !ok:
		return i, false
	case r < 0xd800 || r > 0xdfff:
		return i + 6, true
	case r >= 0xdc00:
		d.fail(i, "lone surrogate in a string")
		return i, false
	}
	next := d.data[i+6:]
	if len(next) == 0 || len(next) == 1 && next[0] == '\\' {
		d.cut()
		return i, false
	}
	if next[0] == '\\' && next[1] == 'u' {
		low, ok := d.codeUnit(i + 6)
		if !ok {
			return i, false
		}
		if low >= 0xdc00 && low <= 0xdfff {
			return i + 12, true
		}
	}
	d.fail(i, "lone surrogate in a string")
	return i, false
}

// codeUnit reads the \uXXXX at i.
func (d *Decoder) codeUnit(i int) (rune, bool) {
	r := hex4(d.data, i+2)
	if r >= 0 {
		return r, true
	}
	for j := i + 2; j < i+6; j++ {
		if j >= len(d.data) {
			d.cut()
			return 0, false
		}
		if c := d.data[j] | 0x20; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			break
		}
	}
	d.fail(i, `\u without four hexadecimal digits in a string`)
	return 0, false
}

// text passes a string and returns what it says, valid until the next call.
func (d *Decoder) text() ([]byte, bool) {
	lo, hi, escaped, ok := d.quoted()
	if !ok {
		return nil, false
	}
	if !escaped {
		return d.data[lo:hi], true
	}
	d.scratch = appendUnescaped(d.scratch[:0], d.data[lo:hi])
	return d.scratch, true
}

// intern returns b as a string. Short texts that repeat, as currencies, ids and dates of a page do, share one copy.
func (d *Decoder) intern(b []byte) string {
	n := len(b)
	if n == 0 {
		return ""
	}
	if n > internMax || len(d.data) < repeats {
		return d.copy(b)
	}
	h := hash(b) % internSlots
	slot := &d.interned[h]
	if *slot != string(b) {
		*slot = d.copy(b)
		d.used[h/64] |= 1 << (h % 64)
	}
	return *slot
}

// brief is intern for what take can make a string.
func (d *Decoder) brief(b []byte) string {
	if len(d.data) < repeats {
		return d.take(b)
	}
	if len(b) == 0 {
		return ""
	}
	h := hash(b) % internSlots
	slot := &d.interned[h]
	if *slot != string(b) {
		*slot = d.take(b)
		d.used[h/64] |= 1 << (h % 64)
	}
	return *slot
}

// long is brief for a text beyond internMax.
func (d *Decoder) long(b []byte) string {
	if s, ok := d.inID(b); ok {
		return s
	}
	return d.isID(d.take(b))
}

// inID returns a long text as a part of one that was there. The resource ids of the service hold each other: a name is
// the end of the id before it, and what contains a resource has the beginning of that one's id. Such a text lies in the
// id, of the same object or of the one around it.
func (d *Decoder) inID(b []byte) (string, bool) {
	if s, ok := within(d.ids[uint(d.depth)%depths], b); ok {
		return s, true
	}
	return within(d.ids[uint(d.depth-1)%depths], b)
}

// isID remembers a long text for those after it.
func (d *Decoder) isID(s string) string {
	d.ids[uint(d.depth)%depths] = s
	return s
}

// take makes b a string, which is where the block is not filled yet.
func (d *Decoder) take(b []byte) string {
	d.filled += len(b)
	return unsafe.String(unsafe.SliceData(b), len(b)) // nothing writes to these bytes again
}

// hash mixes the length of a text with its first and its last bytes.
func hash[T string | []byte](b T) uint32 {
	const odd = 0x9e3779b97f4a7c15 // the golden ratio spreads what differs in a few bits
	n := len(b)
	h := uint64(n)
	switch {
	case n >= wordSize:
		last := b[n-wordSize:]
		h ^= uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		h *= odd
		h ^= uint64(last[0]) | uint64(last[1])<<8 | uint64(last[2])<<16 | uint64(last[3])<<24 |
			uint64(last[4])<<32 | uint64(last[5])<<40 | uint64(last[6])<<48 | uint64(last[7])<<56
	case n > 0:
		h ^= uint64(b[0])<<8 | uint64(b[n/2])<<16 | uint64(b[n-1])<<24
	}
	return uint32(h * odd >> 32)
}

// within returns the part of id that says b, if that ends before a slash or begins after one.
func within(id string, b []byte) (string, bool) {
	n := len(id) - len(b)
	switch {
	case n <= 0:
	case id[len(b)] == '/' && id[:len(b)] == string(b):
		return id[:len(b)], true
	case id[n-1] == '/' && id[n:] == string(b):
		return id[n:], true
	}
	return "", false
}

// copy returns b as a string that shares nothing with the text.
func (d *Decoder) copy(b []byte) string {
	if len(d.block)-d.filled < len(b) {
		if len(b) > blockMax {
			return string(b)
		}
		// A block is no larger than what the text can need, where names and punctuation take a part, or than twice the
		// one before, as the next text needs some too.
		size := max(2*len(d.block), (len(d.data)-d.pos)*5/8)
		d.block, d.filled = make([]byte, max(len(b), min(blockSize, size))), 0
	}
	to := d.block[d.filled:]
	n := copy(to, b)
	d.filled += n
	return unsafe.String(unsafe.SliceData(to), n) // nothing writes to these bytes again
}

// Raw passes the next value, checking all of it, and returns its text without insignificant white space.
func (d *Decoder) Raw() Raw { return Raw{d.rawText()} }

func (d *Decoder) rawText() string {
	d.peek()
	start, blanks := d.pos, d.blanks
	d.skip()
	if d.err != nil {
		return ""
	}
	if d.blanks == blanks {
		return d.intern(d.data[start:d.pos])
	}
	d.scratch = compact(d.scratch[:0], d.data[start:d.pos])
	return d.intern(d.scratch)
}

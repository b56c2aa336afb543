package codec

import (
	"math/bits"
	"sync"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

const (
	internSlots = 256
	internMax   = 32      // longest text worth comparing with what was seen before
	repeats     = 4 << 10 // in a shorter JSON text little repeats, and looking for it costs more than a copy

	depths = 16 // levels of nesting, beginning anew after that many, that have something remembered of each
)

type (
	scanner = scan.Scanner
	key     = internal.NotForPublicUse
)

// Decoder reads one JSON text from memory. Generated code gets one from [Decode] and its relatives.
//
// The first error sticks and empties the text, so code that reads on sees the end and stops; nothing needs to check.
type Decoder struct {
	scanner

	kind     []byte // unescaped text of the latest discriminator
	orders   [orders]*order
	kinds    [depths]int    // where, in the latest object at a depth, the name of its discriminator ended
	lengths  [depths]uint8  // of the latest list of objects, by depth
	ids      [depths]string // latest long text, by depth
	block    block
	interned *[internSlots]string
	used     [internSlots / 64]uint64 // which slots of interned are not empty
	taken    int                      // bytes of memory that the values take, about
	most     int                      // that they may take; 0: there is no limit
}

var decoders = sync.Pool{New: func() any {
	return &Decoder{scanner: scan.Make(), interned: new([internSlots]string)}
}}

func newDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.Reset(data)
	d.taken, d.most = 0, internal.MaxMemory(len(data))
	return d
}

// charge notes that values take more memory, and fails when that is too much.
func (d *Decoder) charge(bytes int) {
	if d.taken += bytes; d.taken > d.most {
		d.tooMuch()
	}
}

func (d *Decoder) tooMuch() {
	if d.most > 0 {
		d.Fail(d.Pos, internal.TooMuchMemory(d.most))
	}
}

// free gives the decoder back to the pool without the text it read. Of the strings made of it the latest block stays, of
// blockSize bytes at most, which the next text goes on filling.
func (d *Decoder) free() {
	d.Forget()
	d.forget()
	d.lengths = [depths]uint8{}
	d.ids = [depths]string{}
	d.kind = nil
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

// intern returns b as a string. Short texts that repeat, as currencies, ids and dates of a page do, share one copy.
func (d *Decoder) intern(b []byte) string {
	n := len(b)
	if n == 0 {
		return ""
	}
	if n > internMax || len(d.Data) < repeats {
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

// inID returns a long text as a part of one that was there. The resource ids of the service hold each other: a name is
// the end of the id before it, and what contains a resource has the beginning of that one's id. Such a text lies in the
// id, of the same object or of the one around it.
func (d *Decoder) inID(b []byte) (string, bool) {
	if s, ok := within(d.ids[uint(d.Depth)%depths], b); ok {
		return s, true
	}
	return within(d.ids[uint(d.Depth-1)%depths], b)
}

// isID remembers a long text for those after it.
func (d *Decoder) isID(s string) string {
	d.ids[uint(d.Depth)%depths] = s
	return s
}

// hash mixes the length of a text with its first and its last bytes.
func hash[T string | []byte](b T) uint32 {
	const ratio = 0x9e3779b97f4a7c15 // the golden ratio spreads what differs in a few bits
	n := len(b)
	h := uint64(n)
	switch {
	case n >= 8:
		last := b[n-8:]
		h ^= uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		h *= ratio
		h ^= uint64(last[0]) | uint64(last[1])<<8 | uint64(last[2])<<16 | uint64(last[3])<<24 |
			uint64(last[4])<<32 | uint64(last[5])<<40 | uint64(last[6])<<48 | uint64(last[7])<<56
	case n > 0:
		h ^= uint64(b[0])<<8 | uint64(b[n/2])<<16 | uint64(b[n-1])<<24
	}
	return uint32(h * ratio >> 32)
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

// Raw passes the next value, checking all of it, and returns its text without insignificant white space.
func (d *Decoder) Raw() wire.Raw {
	d.charge(internal.RawBytes)
	return rawOf(d.rawText())
}

func rawOf(text string) (r wire.Raw) {
	*r.Access(key{}) = text
	return r
}

func (d *Decoder) rawText() string { return d.intern(d.scanner.Raw()) }

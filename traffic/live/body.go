package live

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/azbill/azbill/wire"
)

// chunkBytes is the size in which memory for bodies is taken.
const chunkBytes = 16 << 10

var chunks = sync.Pool{New: func() any { return new([chunkBytes]byte) }}

// kept is the copy of a body.
type kept struct {
	m      *Monitor
	chunks []*[chunkBytes]byte
	size   int64
	over   bool // it is too long, or there was no memory: nothing is kept
	ended  bool // the body was read to its end
	broken bool // reading it failed
}

// add copies bytes, unless they are too many.
func (k *kept) add(p []byte) {
	if k.over || len(p) == 0 {
		return
	}
	if k.size+int64(len(p)) > k.m.o.BodyBytes {
		k.free()
		return
	}
	for len(p) > 0 {
		used := int(k.size % chunkBytes)
		if used == 0 {
			if k.m.memory.Add(chunkBytes) > k.m.o.MemoryBytes {
				k.m.memory.Add(-chunkBytes)
				k.free()
				return
			}
			k.chunks = append(k.chunks, chunks.Get().(*[chunkBytes]byte))
		}
		n := copy(k.chunks[len(k.chunks)-1][used:], p)
		k.size, p = k.size+int64(n), p[n:]
	}
}

// free gives the memory back; nothing is kept any more.
func (k *kept) free() {
	k.m.memory.Add(-chunkBytes * int64(len(k.chunks)))
	for _, c := range k.chunks {
		chunks.Put(c)
	}
	k.chunks, k.over = nil, true
}

// reader reads the copy.
func (k *kept) reader() io.Reader {
	readers := make([]io.Reader, len(k.chunks))
	for i, c := range k.chunks {
		readers[i] = bytes.NewReader(c[:min(chunkBytes, k.size-int64(i)*chunkBytes)])
	}
	return io.MultiReader(readers...)
}

// tee is a body that is copied while its caller reads it.
type tee struct {
	rc     io.ReadCloser
	length int64  // of the body; below 0: unknown
	end    func() // called once, when the body has been read to its end or closed; nil: it is not called

	mu    sync.Mutex
	kept  kept
	ready bool // end was called, or the copy was taken: it does not change any more
}

func (t *tee) Read(p []byte) (int, error) {
	n, err := t.rc.Read(p)
	t.mu.Lock()
	if !t.ready {
		t.kept.add(p[:n])
		t.kept.ended = errors.Is(err, io.EOF)
		t.kept.broken = err != nil && !t.kept.ended
	}
	t.mu.Unlock()
	if err != nil {
		t.finish()
	}
	return n, err
}

func (t *tee) Close() error {
	err := t.rc.Close()
	t.finish()
	return err
}

// finish hands the copy of a response on.
func (t *tee) finish() {
	if t.end == nil {
		return
	}
	t.mu.Lock()
	first := !t.ready
	t.ready = true
	t.mu.Unlock()
	if first {
		t.end()
	}
}

// taken returns the copy of a request's body, and whether it is all of it. A server may answer before it has read all.
func (t *tee) taken() ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ready = true
	if t.kept.over || !t.whole() {
		return nil, false
	}
	body, err := io.ReadAll(t.kept.reader())
	return body, err == nil
}

// drop gives the memory back.
func (t *tee) drop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ready = true
	t.kept.free()
}

// whole reports whether the copy is all of the body.
func (t *tee) whole() bool { return t.kept.ended || t.kept.size == t.length }

// isValue reports whether what was read of a body is a JSON value: its reader knew that nothing follows.
func isValue(k *kept) bool {
	text, err := io.ReadAll(k.reader())
	return err == nil && len(text) > 0 && wire.Valid(text) == nil
}

func isCompressed(h http.Header) bool {
	encoding := strings.TrimSpace(h.Get("Content-Encoding"))
	return encoding != "" && !strings.EqualFold(encoding, "identity")
}

// inflate undoes the compression of a body; it is false where that is not gzip, or there is more than limit.
func inflate(r io.Reader, h http.Header, limit int64) ([]byte, bool) {
	if encoding := strings.TrimSpace(h.Get("Content-Encoding")); !strings.EqualFold(encoding, "gzip") {
		return nil, false
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(z, limit+1))
	return text, err == nil && int64(len(text)) <= limit
}

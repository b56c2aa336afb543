package traffic

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	spoolMemory = 4 << 20 // bytes of a recorded body that are kept in memory; longer ones go to a file
	spoolMost   = 8 << 30 // bytes of a recorded body
)

// spool holds the body of one exchange of a recording, whose status and encoding may follow it.
type spool struct {
	buf  bytes.Buffer
	file *os.File
	n    int64
}

// Write adds to the body.
func (s *spool) Write(p []byte) (int, error) {
	if s.n += int64(len(p)); s.n > spoolMost {
		return 0, fmt.Errorf("a body of more than %d bytes", int64(spoolMost))
	}
	if s.file == nil && s.buf.Len()+len(p) <= spoolMemory {
		return s.buf.Write(p)
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "azbill-body-")
		if err != nil {
			return 0, fmt.Errorf("keep a long body: %w", err)
		}
		s.file = f
		_ = os.Remove(f.Name()) // where the system cannot remove an open file, close does
		if _, err := f.Write(s.buf.Bytes()); err != nil {
			return 0, fmt.Errorf("keep a long body: %w", err)
		}
		s.buf.Reset()
	}
	n, err := s.file.Write(p)
	if err != nil {
		return n, fmt.Errorf("keep a long body: %w", err)
	}
	return n, nil
}

// reader returns the body.
func (s *spool) reader() (io.Reader, error) {
	if s.file == nil {
		return bytes.NewReader(s.buf.Bytes()), nil
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read a long body again: %w", err)
	}
	return s.file, nil
}

// reset forgets the body.
func (s *spool) reset() {
	s.buf.Reset()
	s.n = 0
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
		s.file = nil
	}
}

// The limits of what may be compressed.
const (
	bombFrom  = 64 << 20 // bytes of output from which the ratio is looked at
	bombRatio = 500      // largest ratio of output to input; JSON of real services stays below 100
)

// errBomb says that a compressed text is far too large for what it was made of.
var errBomb = fmt.Errorf("compressed more than %d times, as no recording is", bombRatio)

// counting counts the bytes that are read.
type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// inflated reads a gzip stream until it turns out to be a bomb.
type inflated struct {
	z   *gzip.Reader
	in  *counting
	out int64
}

func (g *inflated) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if g.out += int64(n); g.out > bombFrom && g.out/max(g.in.n, 1) > bombRatio {
		return 0, errBomb
	}
	return n, err
}

// isGzip reports whether a text begins as gzip does.
func isGzip(head []byte) bool { return len(head) > 2 && head[0] == 0x1f && head[1] == 0x8b }

// inflate undoes gzip, once or twice, where the text is compressed.
func inflate(r *bufio.Reader) (*bufio.Reader, error) {
	for range 2 {
		if head, _ := r.Peek(3); !isGzip(head) {
			return r, nil
		}
		in := &counting{r: r}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("read the gzip header: %w", err)
		}
		r = bufio.NewReaderSize(&inflated{z: z, in: in}, headBytes)
	}
	return r, nil
}

// body returns the body of a response as the service meant it: without base64 and compression.
func (s *spool) body(encoding string) (io.Reader, error) {
	r, err := s.reader()
	if err != nil {
		return nil, err
	}
	if encoding == "base64" {
		r = &unbase64{base64.NewDecoder(base64.StdEncoding, r)}
	}
	b := bufio.NewReaderSize(r, 4<<10)
	if _, err := b.Peek(1); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return inflate(b)
}

// unbase64 says of what is not base64 that it is not.
type unbase64 struct{ r io.Reader }

func (u *unbase64) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	var corrupt base64.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = &Problem{Code: "base64", Message: "the body is not base64, as the recording says: " + err.Error()}
	}
	return n, err
}

package rest

import (
	"bytes"
	"io"
	"reflect"
	"slices"
)

// Blob is a body, or a file, that is bytes: as they are, without any encoding. The zero value is none.
type Blob struct {
	data []byte
	r    io.Reader
	set  bool
}

// Bytes makes a Blob of bytes, which must not be changed afterwards.
func Bytes(data []byte) Blob { return Blob{data: data, set: true} }

// Stream makes a Blob that is read while it is sent, and so once only, unless r is an [io.Seeker].
func Stream(r io.Reader) Blob { return Blob{r: r, set: r != nil} }

// IsZero reports whether there are no bytes, as opposed to zero bytes.
func (b Blob) IsZero() bool { return !b.set }

// Reader returns a reader of the bytes.
func (b Blob) Reader() io.Reader {
	if b.r != nil {
		return b.r
	}
	return bytes.NewReader(b.data)
}

// Bytes returns the bytes. Those of a Stream are read for it.
func (b Blob) Bytes() ([]byte, error) {
	if b.r == nil {
		return b.data, nil
	}
	return io.ReadAll(b.r)
}

// Equal reports whether both hold the same bytes; a Stream equals one of the same reader only.
func (b Blob) Equal(other Blob) bool {
	return b.set == other.set && sameReader(b.r, other.r) && bytes.Equal(b.data, other.data)
}

func sameReader(a, b io.Reader) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return reflect.TypeOf(a).Comparable() && a == b
}

// File is a file in a form.
type File struct {
	Name        string // of the file, which the service may use; empty: the name of the field
	ContentType string // empty: application/octet-stream
	Content     Blob
}

// Equal reports whether both have the same name, content type and content.
func (f File) Equal(other File) bool {
	return f.Name == other.Name && f.ContentType == other.ContentType && f.Content.Equal(other.Content)
}

func sameFields(a, b []field) bool {
	return slices.EqualFunc(a, b, func(x, y field) bool {
		return x.name == y.name && x.mediaType == y.mediaType && bytes.Equal(x.data, y.data) && (x.file == nil) == (y.file == nil) &&
			(x.file == nil || x.file.Equal(*y.file))
	})
}

package rest

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire"
)

// field is a field of a form.
type field struct {
	name      string
	data      []byte
	mediaType string // of a part of multipart; empty: none is said
	file      *File  // nil: data is the value
	used      bool   // reading: a declared field has taken it
}

// File visits a field of a form that is a file.
func (c *Codec) File(name string, v *wire.Optional[File]) {
	p := c.next(name)
	if c.mode == reading {
		if files := c.readFiles(p); len(files) > 1 {
			c.repeated(p)
		} else if len(files) == 1 {
			*v = wire.Some(files[0])
		}
		return
	}
	file, ok := v.Get()
	if !ok {
		c.unset(p, v.IsNull())
		return
	}
	c.writeField(field{name: p.Name, file: &file})
}

// Files visits a field of a form that is a list of files.
func (c *Codec) Files(name string, v *wire.Optional[[]File]) {
	p := c.next(name)
	if c.mode == reading {
		if files := c.readFiles(p); len(files) > 0 {
			*v = wire.Some(files)
		}
		return
	}
	files, ok := v.Get()
	if !ok {
		c.unset(p, v.IsNull())
		return
	}
	for i := range files {
		c.writeField(field{name: p.Name, file: &files[i]})
	}
}

func (c *Codec) readFiles(p *Param) []File {
	var files []File
	for i := range c.form {
		f := &c.form[i]
		if f.name != p.Name || f.used {
			continue
		}
		f.used = true
		if f.file != nil {
			files = append(files, *f.file)
		} else {
			files = append(files, File{ContentType: f.mediaType, Content: Bytes(f.data)})
		}
	}
	return files
}

// writeField adds a field to the form, or checks that it can be.
func (c *Codec) writeField(f field) {
	texts := []string{f.name}
	if f.file != nil {
		texts = append(texts, f.file.Name, f.file.ContentType)
	}
	for _, text := range texts {
		problem := headerProblem(text)
		if strings.Contains(text, quotation) {
			problem = "holds " + quotation + ", which a form has for a quotation mark"
		}
		if problem != "" {
			c.fail(InForm, f.name, problem, ErrMalformed)
			return
		}
	}
	if c.mode != writing {
		return
	}
	if f.file != nil {
		file := *f.file
		file.Name, file.ContentType = cmp.Or(file.Name, f.name), cmp.Or(file.ContentType, "application/octet-stream")
		f.file = &file
	}
	c.form = append(c.form, f)
}

// encodeForm makes the body of the fields, and returns its Content-Type. A form that holds streams is read while it is
// sent.
func (c *Codec) encodeForm() (contentType string, err error) {
	if c.op.Body.Format == FormatForm {
		c.body = encodePairs(c.form)
		return c.op.Body.MediaType, nil
	}
	boundary := boundaryOf(c.form)
	parts, err := multipartOf(c.form, boundary)
	if err != nil {
		return "", err
	}
	if len(parts) == 1 {
		c.body, err = io.ReadAll(parts[0])
	} else {
		blob := Stream(io.MultiReader(parts...))
		c.blob = &blob
	}
	return c.op.Body.MediaType + "; boundary=" + boundary, err
}

// encodePairs writes fields as a query is written.
func encodePairs(fields []field) []byte {
	b := []byte{}
	for i, f := range fields {
		if i > 0 {
			b = append(b, '&')
		}
		b = appendEscaped(b, f.name, formPlain)
		b = append(b, '=')
		b = appendEscaped(b, string(f.data), formPlain)
	}
	return b
}

// boundaryOf returns a boundary that the fields do not hold: the same for the same fields, so that a request is built
// alike each time. What a stream will hold is not known, so its boundary cannot be guessed.
func boundaryOf(fields []field) string {
	h := sha256.New()
	for _, f := range fields {
		fmt.Fprintf(h, "%q %q %q;", f.name, f.mediaType, f.data)
		if f.file == nil {
			continue
		}
		fmt.Fprintf(h, "%q %q %q;", f.file.Name, f.file.ContentType, f.file.Content.data)
		if f.file.Content.r != nil {
			var random [16]byte
			rand.Read(random[:]) // never fails
			h.Write(random[:])
		}
	}
	// A text cannot hold the hash of itself and of everything beside it.
	return "------------------------" + hex.EncodeToString(h.Sum(nil)[:16])
}

// multipartOf writes fields as curl does. The result is one reader, or several around the streams among the files.
func multipartOf(fields []field, boundary string) ([]io.Reader, error) {
	var parts []io.Reader
	b := new(bytes.Buffer)
	m := multipart.NewWriter(swapped{&b})
	if err := m.SetBoundary(boundary); err != nil {
		return nil, fmt.Errorf("set the boundary: %w", err)
	}
	for _, f := range fields {
		w, err := m.CreatePart(f.head())
		if err != nil {
			return nil, fmt.Errorf("write form field %s: %w", f.name, err)
		}
		switch {
		case f.file == nil:
			_, err = w.Write(f.data)
		case f.file.Content.r == nil:
			_, err = w.Write(f.file.Content.data)
		default:
			parts = append(parts, b, f.file.Content.r)
			b = new(bytes.Buffer)
		}
		if err != nil {
			return nil, fmt.Errorf("write form field %s: %w", f.name, err)
		}
	}
	if err := m.Close(); err != nil {
		return nil, fmt.Errorf("end the form: %w", err)
	}
	return append(parts, b), nil
}

// swapped writes to the buffer that a variable points to at the time.
type swapped struct{ to **bytes.Buffer }

func (s swapped) Write(p []byte) (int, error) { return (*s.to).Write(p) }

// head is the header of the part that holds a field.
func (f *field) head() textproto.MIMEHeader {
	head := textproto.MIMEHeader{}
	disposition := `form-data; name="` + quoteField(f.name) + `"`
	if f.file != nil {
		disposition += `; filename="` + quoteField(f.file.Name) + `"`
		head.Set("Content-Type", f.file.ContentType)
	} else if f.mediaType != "" {
		head.Set("Content-Type", f.mediaType)
	}
	head.Set("Content-Disposition", disposition)
	return head
}

// quotation escapes quotation marks in the names of fields and files, as browsers do (HTML, 4.10.21.8).
const quotation = "%22"

func quoteField(s string) string   { return strings.ReplaceAll(s, `"`, quotation) }
func unquoteField(s string) string { return strings.ReplaceAll(s, quotation, `"`) }

// readForm splits a body into its fields; false when it is not a form of the operation's format.
func (c *Codec) readForm(contentType string) bool {
	if c.op.Body.Format == FormatForm {
		pairs, problem := appendPairs(nil, string(c.body))
		c.form = slices.Grow(c.form, len(pairs))
		for _, p := range pairs {
			c.form = append(c.form, field{name: p.name, data: []byte(p.value)})
		}
		return problem == ""
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["boundary"] == "" {
		return false
	}
	r := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return true
		}
		if err != nil {
			return false
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return false
		}
		f := field{data: data, mediaType: part.Header.Get("Content-Type")}
		name, fileName, isFile := disposition(part.Header.Get("Content-Disposition"))
		f.name = name
		if isFile {
			f.file = &File{Name: fileName, ContentType: f.mediaType, Content: Bytes(data)}
			f.mediaType, f.data = "", nil
		}
		c.form = append(c.form, f)
	}
}

// disposition reads the names of a part. The quotation of mime differs from what senders do, so that a backslash in the
// name of a file would be lost.
func disposition(header string) (name, fileName string, isFile bool) {
	for _, part := range splitQuoted(header) {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		value = unquoteField(strings.Trim(value, `"`))
		switch strings.ToLower(key) {
		case "name":
			name = value
		case "filename":
			fileName, isFile = value, true
		}
	}
	return name, fileName, isFile
}

// splitQuoted splits at semicolons outside quotation marks.
func splitQuoted(s string) []string {
	var out []string
	quoted, start := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

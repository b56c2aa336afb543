package rest

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/internal"
)

// note records something unusual about the request that is read.
func (c *Codec) note(code, message string) {
	if c.extra == nil {
		return
	}
	k := c.extra.parsed()
	k.notes = append(k.notes, Note{code, message})
}

// mismatches keeps the texts of a parameter that do not fit its type.
func (c *Codec) mismatches(p *Param, texts []string) {
	k := c.extra.parsed()
	for _, text := range texts {
		k.mismatch = append(k.mismatch, entry{in: p.In, name: p.Name, text: text})
	}
	c.note(NoteMismatch, p.In+" parameter "+p.Name+": "+quote(texts[0])+" does not fit its type")
}

// spelled keeps the spelling of a value when it is not the usual one, which scratch holds, and to which style, when it is
// not nil, adds what the style of the parameter does.
func (c *Codec) spelled(p *Param, text string, style func(string) string) {
	usual := string(c.scratch) == text
	if style != nil && !usual {
		c.scratch = append(c.scratch[:0], style(string(c.scratch))...)
		usual = string(c.scratch) == text
	}
	if usual {
		return
	}
	k := c.extra.parsed()
	k.as = append(k.as, entry{in: p.In, name: p.Name, text: text, canon: string(c.scratch)})
	c.note(NoteSpelling, p.In+" parameter "+p.Name+": "+quote(text)+" is usually written "+quote(string(c.scratch)))
}

// spelling returns how a value that is usually written text was written when it was read.
func (c *Codec) spelling(p *Param, text string) string {
	if c.extra == nil || c.extra.kept == nil {
		return text
	}
	if e, ok := find(c.extra.kept.as, p.In, p.Name); ok && e.canon == text {
		return e.text
	}
	return text
}

// mismatch returns the text that a parameter had which did not fit its type.
func (c *Codec) mismatch(p *Param) (string, bool) {
	if c.extra == nil || c.extra.kept == nil {
		return "", false
	}
	e, ok := find(c.extra.kept.mismatch, p.In, p.Name)
	return e.text, ok
}

// mismatchTexts returns the texts of a parameter that do not fit its type, in the order of the request.
func (c *Codec) mismatchTexts(p *Param) (texts []string) {
	if c.extra == nil || c.extra.kept == nil {
		return nil
	}
	for _, m := range c.extra.kept.mismatch {
		if m.in == p.In && m.name == p.Name {
			texts = append(texts, m.text)
		}
	}
	return texts
}

// readRest keeps what no declared parameter took.
func (c *Codec) readRest() {
	empty := c.path.empty
	if c.op.template.slash && strings.HasSuffix(c.path.text, "/") {
		empty-- // as the template has it
	}
	if empty > 0 && c.path.n > 0 {
		c.note(NoteEmptySegment, "the path "+quote(c.path.text)+" holds an empty segment")
	}
	if c.extraBody {
		c.note(NoteBody, "the operation has no body, but the request does")
	}
	for i := range c.query {
		q := &c.query[i]
		if q.used || c.op.template.holds(q) || c.isKey(InQuery, q.name) {
			continue
		}
		k := c.extra.parsed()
		k.query = append(k.query, entry{in: InQuery, name: q.name, text: q.value})
	}
	for _, f := range c.form {
		if !f.used {
			k := c.extra.parsed()
			k.form = append(k.form, f)
		}
	}
	for _, name := range c.otherHeaders() {
		k := c.extra.parsed()
		for _, v := range c.header[name] {
			if problem := headerProblem(v); problem != "" {
				c.fail(InHeader, name, problem, ErrMalformed)
			}
			k.header = append(k.header, entry{in: InHeader, name: name, text: v})
		}
	}
}

// isKey reports whether a header or a query parameter is a credential, which the sender adds.
func (c *Codec) isKey(in, name string) bool {
	return c.op.Endpoint != nil && slices.ContainsFunc(c.op.Endpoint.Keys, func(k Key) bool {
		return k.In == in && strings.EqualFold(k.Name, name)
	})
}

// otherHeaders lists the headers that are to be kept, sorted, so that what is kept does not depend on a map's order.
func (c *Codec) otherHeaders() []string {
	var names []string
	for name, values := range c.header {
		if !c.isUsualHeader(name, values) && !connectionHeaders[name] && !c.isDeclaredHeader(name) && !c.isKey(InHeader, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (c *Codec) isDeclaredHeader(name string) bool {
	for i := range c.op.Params {
		if p := &c.op.Params[i]; p.In == InHeader && strings.EqualFold(p.Name, name) {
			return true
		}
	}
	return false
}

// isUsualHeader reports whether a header is one that HTTPRequest sets itself, with the value it sets.
func (c *Codec) isUsualHeader(name string, values []string) bool {
	switch {
	case len(values) != 1:
		return false
	case name == "Accept":
		return values[0] == c.op.accept()
	case name != "Content-Type" || c.op.Body == nil:
		return false
	case c.op.Body.Format == FormatMultipart:
		return strings.HasPrefix(strings.ToLower(values[0]), "multipart/form-data;")
	}
	return strings.EqualFold(values[0], c.op.Body.MediaType)
}

// accept is the value of the Accept header.
func (op *Operation) accept() string { return cmp.Or(op.Accept, mediatype.JSON) }

// writeRest sends what the request keeps beside its declared parameters.
func (c *Codec) writeRest() {
	if c.extra == nil || c.extra.kept == nil {
		return
	}
	for _, q := range c.extra.kept.query {
		c.writeQuery(q.name, q.text)
	}
	c.form = append(c.form, c.extra.kept.form...)
	for _, h := range c.extra.kept.header {
		if !c.isDeclaredHeader(h.name) {
			delete(c.header, h.name)
		}
	}
	for _, h := range c.extra.kept.header {
		c.writeHeader(h.name, h.text)
	}
}

// body is an Optional or an Object that holds a body.
type body interface {
	Message
	IsZero() bool
	IsMismatch() bool
}

// TextBody visits a body that is text.
func (c *Codec) TextBody(v *wire.Optional[string]) {
	if c.mode == reading {
		if c.body != nil {
			*v = wire.Some(string(c.body))
		}
		return
	}
	text, ok := v.Get()
	switch {
	case ok:
		c.body = []byte(text)
	case c.mode == checking && c.op.Body.Required:
		c.bodyMissing()
	}
}

// BlobBody visits a body that is bytes.
func (c *Codec) BlobBody(v *Blob) {
	if c.mode == reading {
		if c.body != nil {
			*v = Bytes(c.body)
		}
		return
	}
	switch {
	case v.r != nil:
		c.blob = v
	case v.set:
		c.body = append([]byte{}, v.data...)
	case c.mode == checking && c.op.Body.Required:
		c.bodyMissing()
	}
}

func (c *Codec) bodyMissing() {
	c.found = append(c.found, wire.Violation{Pointer: "/body", Rule: "required", Message: "is missing"})
}

// Body visits a body that is no struct: a union, a list, a map or a scalar, which decode reads. Only generated code calls it.
func Body[T any](c *Codec, v *wire.Optional[T], decode func(*T, *codec.Decoder) internal.State) {
	if c.mode != reading {
		c.sendBody(v)
	} else if len(c.body) > 0 {
		malformed := codec.Read(c.body, v, decode)
		_, err := v.Value()
		c.checkRead(malformed, errors.Is(err, wire.ErrMismatch))
	}
}

// ObjectBody visits a body that is a struct: v is the address of a wire.Object.
func (c *Codec) ObjectBody(v body) {
	if c.mode != reading {
		c.sendBody(v)
	} else if len(c.body) > 0 {
		malformed := v.UnmarshalJSON(c.body)
		c.checkRead(malformed, v.IsMismatch())
	}
}

// checkRead ends the reading of a body, which fails on malformed JSON only.
func (c *Codec) checkRead(malformed error, mismatch bool) {
	switch {
	case malformed != nil:
		c.fail("body", "", malformed.Error(), malformed)
	case mismatch:
		c.note(NoteMismatch, "the body does not have its type")
	}
}

// sendBody writes or checks a body.
func (c *Codec) sendBody(v body) {
	switch {
	case !v.IsZero():
		text, err := v.MarshalJSON()
		if err != nil {
			c.fail("body", "", err.Error(), err)
			return
		}
		c.body = text
	case c.mode == checking && c.op.Body.Required:
		c.bodyMissing()
	}
	if c.mode == checking && c.body != nil {
		c.checkValue("/body", &c.op.Body.Schema, c.body)
	}
	if c.mode == writing && c.body != nil && !c.readOnly {
		c.body = stripReadOnly(c.op.Model, &c.op.Body.Schema, c.body)
	}
}

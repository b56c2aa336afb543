package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/azbill/azbill/wire"
)

// Request is a generated request type. Its parameters are reached through EachParam, one line a parameter, which serves
// to read, write, check and compare them alike.
type Request interface {
	// Operation is what the request asks for.
	Operation() *Operation
	// EachParam shows c the kept rest, then each parameter in the order of Operation().Params, then the body.
	EachParam(c *Codec)
}

// Message is a generated type that travels as a body.
type Message interface {
	json.Marshaler
	json.Unmarshaler
}

type mode uint8

const (
	reading mode = iota
	writing
	checking
)

// Codec goes over the parameters of a request. Generated code hands it on; it has nothing to do with it itself.
type Codec struct {
	mode   mode
	op     *Operation
	at     int // index of the next parameter
	extra  *Extra
	values []string // of path parameters, by index of the parameter

	path      path   // reading
	query     []pair // reading
	extraBody bool   // reading: there is a body that the operation does not have
	header    http.Header
	body      []byte
	err       *RequestError

	out      []byte // writing: the query
	scratch  []byte
	readOnly bool              // writing: read-only members stay in the body
	params   map[string]string // writing: texts for parameters that are unset, by name

	found wire.Violations // checking
	opts  []wire.ValidateOption
}

var codecs = sync.Pool{New: func() any { return new(Codec) }}

// open takes a codec for one pass over a request of op.
func open(m mode, op *Operation) *Codec {
	c := codecs.Get().(*Codec)
	c.start(m, op)
	return c
}

func (c *Codec) start(m mode, op *Operation) {
	c.mode, c.op = m, op
	op.compile()
	c.values = append(c.values, make([]string, len(op.Params))...)
}

// release gives the codec back, without anything of the request it served.
func (c *Codec) release() {
	const keep = 4 << 10 // buffers beyond this are rather made anew than held
	c.path.reset()
	clear(c.values)
	clear(c.query)
	c.values, c.query = c.values[:0], c.query[:0]
	c.out, c.scratch = c.out[:0], c.scratch[:0]
	if cap(c.out) > keep || cap(c.scratch) > keep || cap(c.query) > keep/16 {
		c.out, c.scratch, c.query = nil, nil, nil
	}
	c.op, c.at, c.extra, c.header, c.body, c.err = nil, 0, nil, nil, nil, nil
	c.extraBody, c.readOnly, c.params, c.found, c.opts = false, false, nil, nil, nil
	codecs.Put(c)
}

// Extra shows the codec what the request keeps beside its declared parameters. It comes first.
func (c *Codec) Extra(e *Extra) { c.extra = e }

// next returns the parameter whose turn it is. Generated code and table are written together; a disagreement is the
// generator's mistake.
func (c *Codec) next(name string) *Param {
	p := &c.op.Params[c.at]
	if p.Name != name {
		panic(fmt.Sprintf("rest: %s visits parameter %q where its table has %q", c.op.ID, name, p.Name))
	}
	c.at++
	return p
}

// fail records what keeps the request from being read or written: the first thing as the error, when checking each as a
// violation.
func (c *Codec) fail(in, name, message string, err error) {
	if c.mode == checking {
		pointer := "/" + in
		if name != "" {
			pointer += "/" + pointerEscapes.Replace(name)
		}
		c.found = append(c.found, wire.Violation{Pointer: pointer, Rule: "encoding", Message: message})
		return
	}
	if c.err == nil {
		c.err = &RequestError{Operation: c.op.ID, In: in, Name: name, Message: message, Err: err}
	}
}

// Path visits a path parameter.
func Path[T any](c *Codec, name string, v *T, item Item[T]) {
	p := c.next(name)
	if c.mode == reading {
		text := c.values[c.at-1]
		if got, ok := item.parse(text); ok {
			*v = got
			c.scratch = item.appendText(c.scratch[:0], got)
			c.spelled(p, text, string(c.scratch) == text)
			return
		}
		c.misfits(p, []string{text})
		return
	}
	if text, ok := c.misfit(p); ok && isZero(item, *v) {
		c.writePath(p, text)
		c.checkMisfit(p, text)
		return
	}
	c.scratch = item.appendText(c.scratch[:0], *v)
	text := c.spelling(p, string(c.scratch))
	if given, ok := c.params[p.Name]; ok && isZero(item, *v) {
		text = given
	}
	c.writePath(p, text)
	c.checkText(p, text, item.quoted())
}

// isZero tells a path value that was not set: its text is that of T's zero value.
func isZero[T any](item Item[T], v T) bool {
	var zero T
	return string(item.appendText(nil, v)) == string(item.appendText(nil, zero))
}

// Value visits a query or header parameter that is no list.
func Value[T any](c *Codec, name string, v *wire.Optional[T], item Item[T]) {
	p := c.next(name)
	if c.mode == reading {
		text, ok := c.read(p)
		if !ok {
			return
		}
		got, fits := item.parse(text)
		if !fits {
			c.misfits(p, []string{text})
			return
		}
		*v = wire.Some(got)
		c.scratch = item.appendText(c.scratch[:0], got)
		c.spelled(p, text, string(c.scratch) == text)
		return
	}
	got, ok := v.Get()
	if !ok {
		c.unset(p, v.IsNull())
		return
	}
	c.scratch = item.appendText(c.scratch[:0], got)
	text := c.spelling(p, string(c.scratch))
	c.write(p, text)
	c.checkText(p, text, item.quoted())
}

// APIVersion visits the api-version parameter. Absent means the package's own, null that none is sent.
func (c *Codec) APIVersion(v *wire.Optional[string]) {
	p := &c.op.Params[c.at]
	c.at++
	switch text, ok := c.version(p, v); {
	case c.mode == reading && !ok:
		*v = wire.Null[string]()
		c.note(NoteAPIVersion, "the request names no "+p.Name)
	case c.mode == reading && text != c.op.APIVersion:
		*v = wire.Some(text)
		c.note(NoteAPIVersion, p.Name+" "+quote(text)+" is not "+c.op.APIVersion+", which this package is made from")
	case c.mode == writing && ok:
		c.write(p, text)
	case c.mode == checking && !ok && p.Required:
		c.violation(p, "required", "is missing")
	case c.mode == checking && ok && text != c.op.APIVersion:
		c.violation(p, "api-version", quote(text)+" is not "+c.op.APIVersion+", which this package is made from")
	}
}

// version is the api-version that the request has or will have.
func (c *Codec) version(p *Param, v *wire.Optional[string]) (string, bool) {
	switch {
	case c.mode == reading && p.In == InPath:
		return c.values[c.at-1], true
	case c.mode == reading:
		return c.read(p)
	case v.IsZero():
		return c.op.APIVersion, true
	}
	return v.Get()
}

// unset handles a parameter without a value: its misfit text is sent, if it has one.
func (c *Codec) unset(p *Param, null bool) {
	text, ok := c.misfit(p)
	switch {
	case ok && !null && p.Collection == multi:
		for _, m := range c.extra.kept.misfit {
			if m.in == p.In && m.name == p.Name {
				c.write(p, m.text)
				c.checkMisfit(p, m.text)
			}
		}
	case ok && !null:
		c.write(p, text)
		c.checkMisfit(p, text)
	case c.mode == checking && p.Required:
		c.violation(p, "required", "is missing")
	case !null:
		if given, ok := c.params[p.Name]; ok {
			c.write(p, given)
		}
	}
}

// read returns the text of a query or header parameter that may be there once.
func (c *Codec) read(p *Param) (string, bool) {
	if p.In == InHeader {
		return c.readHeader(p)
	}
	first := -1
	for i := range c.query {
		if q := &c.query[i]; q.name == p.Name {
			q.used = true
			if first >= 0 {
				c.repeated(p)
				break
			}
			first = i
		}
	}
	if first < 0 {
		return "", false
	}
	return c.query[first].value, true
}

func (c *Codec) readHeader(p *Param) (string, bool) {
	values := c.header[http.CanonicalHeaderKey(p.Name)]
	if len(values) == 0 {
		return "", false
	}
	if len(values) > 1 {
		c.repeated(p)
	}
	if problem := headerProblem(values[0]); problem != "" {
		c.fail(InHeader, p.Name, problem, ErrMalformed)
	}
	return values[0], true
}

func (c *Codec) repeated(p *Param) {
	c.fail(p.In, p.Name, "is there more than once, and services differ in which one they take; send it once", ErrMalformed)
}

// write sends a parameter, or checks that it can be sent.
func (c *Codec) write(p *Param, text string) {
	switch p.In {
	case InPath:
		c.writePath(p, text)
	case InQuery:
		c.writeQuery(p.Name, text)
	default:
		c.writeHeader(p.Name, text)
	}
}

func (c *Codec) writeQuery(name, text string) {
	if problem := textProblem(text); problem != "" {
		c.fail(InQuery, name, problem, ErrMalformed)
	}
	if c.mode != writing {
		return
	}
	if len(c.out) > 0 {
		c.out = append(c.out, '&')
	}
	c.out = appendEscaped(c.out, name, queryPlain)
	c.out = append(c.out, '=')
	c.out = appendEscaped(c.out, text, queryPlain)
}

func (c *Codec) writeHeader(name, text string) {
	if problem := headerProblem(text); problem != "" {
		c.fail(InHeader, name, problem, ErrMalformed)
		return
	}
	if c.mode == writing {
		key := http.CanonicalHeaderKey(name)
		c.header[key] = append(c.header[key], text)
	}
}

// writePath keeps the value of a path parameter until the whole path is put together.
func (c *Codec) writePath(p *Param, text string) {
	if p.Slashes && text != "/" {
		text = strings.Trim(text, "/")
	}
	c.values[c.at-1] = text
	if problem := pathProblem(p, text); problem != "" {
		if c.mode == writing {
			c.fail(InPath, p.Name, problem, ErrMalformed)
			return
		}
		if text == "" {
			c.violation(p, "required", problem)
		} else {
			c.violation(p, "path", problem)
		}
	}
}

// pathProblem says what keeps text from being the value of a path parameter.
func pathProblem(p *Param, text string) string {
	switch {
	case text == "" && p.Slashes:
		return `is empty; the scope of the tenant itself is "/"`
	case text == "":
		return "is empty, so that the path would name something else"
	case !p.Slashes:
		return segmentProblem(text)
	case text == "/":
		return ""
	}
	for part := range strings.SplitSeq(text, "/") {
		if part == "" {
			return `holds an empty segment ("//")`
		}
		if problem := segmentProblem(part); problem != "" {
			return "segment " + quote(part) + " " + problem
		}
	}
	return ""
}

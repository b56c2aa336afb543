package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/azbill/azbill/wire"
)

// Request is a pointer to a generated request type.
type Request interface {
	// Operation is what the request asks for. It says which type its requests have.
	Operation() *Operation
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

// Codec goes over the parameters of a request, to read, write, check or compare them. Only generated code calls its methods,
// one for each parameter and the body, in the order of the operation's table:
//
//	func (r *BudgetsGetRequest) eachParam(c *rest.Codec) {
//		c.Extra(&r.Extra)
//		c.Text("scope").Path(&r.Scope)
//		c.Text("budgetName").Path(&r.BudgetName)
//		c.APIVersion(&r.APIVersion)
//	}
//
// A parameter is visited as follows, where x is c.Text(name), c.Bool(name), c.Int32(name), c.Int64(name), c.Decimal(name),
// c.Time(name) or rest.Enum[T](c, name):
//
//	x.Path(&r.F)                             F T                        in the path
//	x.PathList(&r.F)                         F []T                      in the path
//	x.Optional(&r.F)                         F wire.Optional[T]         elsewhere
//	x.List(&r.F)                             F wire.Optional[[]T]       elsewhere
//	x.Lists(&r.F)                            F wire.Optional[[][]T]     lists of lists
//	c.Members(name, &r.F)                    F wire.Object[T]           an object
//	rest.MembersOf(c, name, &r.F, decode)    F wire.Optional[T]         a map, a union, any JSON
//	c.File(name, &r.F)                       F wire.Optional[rest.File]
//	c.Files(name, &r.F)                      F wire.Optional[[]rest.File]
//	c.APIVersion(&r.APIVersion)              APIVersion wire.Optional[string]
//	c.ObjectBody(&r.Body)                    Body wire.Object[T]        a body that is a struct
//	rest.Body(c, &r.Body, decode)            Body wire.Optional[T]      other JSON
//	c.TextBody(&r.Body)                      Body wire.Optional[string]
//	c.BlobBody(&r.Body)                      Body rest.Blob
type Codec struct {
	mode   mode
	op     *Operation
	at     int // index of the next parameter
	extra  *Extra
	values []string // of path and host parameters, by index of the parameter

	path      path   // reading
	query     []pair // reading
	cookies   []pair // reading
	extraBody bool   // reading: there is a body that the operation does not have
	length    int64  // reading: Content-Length
	header    http.Header
	form      []field // of the body
	body      []byte  // nil: none
	blob      *Blob   // writing: the body, where it is read as it is sent
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
	c.op, c.at, c.extra, c.header, c.err = nil, 0, nil, nil, nil
	c.cookies, c.form, c.body, c.blob, c.length = nil, nil, nil, nil, 0
	c.extraBody, c.readOnly, c.params, c.found, c.opts = false, false, nil, nil, nil
	codecs.Put(c)
}

// visit goes over the parameters of r, which must be a request of the codec's operation.
func (c *Codec) visit(r Request) {
	if c.op.Visit == nil || !c.op.Visit(r, c) {
		c.fail("", "", fmt.Sprintf("a %T is not a request of this operation", r), ErrNoOperation)
	}
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
			pointer = pointerTo(in, name)
		}
		c.found = append(c.found, wire.Violation{Pointer: pointer, Rule: "encoding", Message: message})
		return
	}
	if c.err == nil {
		c.err = &RequestError{Operation: c.op.ID, In: in, Name: name, Message: message, Err: err}
	}
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
		c.write(p, text, true)
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

// unset handles a parameter without a value: its mismatch texts are sent, if it has any.
func (c *Codec) unset(p *Param, null bool) {
	if _, ok := c.mismatch(p); ok && !null {
		for _, m := range c.extra.kept.mismatch {
			if m.in == p.In && m.name == p.Name {
				c.send(p, m.text)
				c.checkMismatch(p, m.text)
			}
		}
		return
	}
	c.unsent(p, null)
}

// unsent handles a parameter that is absent or null.
func (c *Codec) unsent(p *Param, null bool) {
	switch given, ok := c.params[p.Name]; {
	case c.mode == checking && p.Required && !c.isBuiltIn(p):
		c.violation(p, "required", "is missing")
	case c.mode == writing && !null && ok:
		c.write(p, given, true)
	case p.In == InHost:
	case c.mode == writing && p.In == InPath: // of a list or an object
		c.write(p, "", false)
	}
}

// isBuiltIn reports whether a parameter is sent without its field being set: a header that Build writes, a part of the
// endpoint, which may be given, and a parameter that the path fixes.
func (c *Codec) isBuiltIn(p *Param) bool {
	return p.In == InHost || p.In == InHeader && builtInHeaders[http.CanonicalHeaderKey(p.Name)] || p.In == InQuery && c.fixes(p.Name)
}

// builtInHeaders are headers that Build writes itself; a declared parameter of the name overrides it.
var builtInHeaders = map[string]bool{"Accept": true, "Content-Type": true, "Content-Length": true}

// fixes reports whether the query part of the path template holds a parameter.
func (c *Codec) fixes(name string) bool {
	return slices.ContainsFunc(c.op.template.query, func(q pair) bool { return q.name == name })
}

// read returns the text of a parameter outside the path that may be there once.
func (c *Codec) read(p *Param) (string, bool) {
	switch p.In {
	case InHeader:
		return c.readHeader(p)
	case InHost:
		text := c.values[c.at-1]
		return text, text != ""
	}
	if p.In == InForm {
		texts := c.readAll(p)
		if len(texts) > 1 {
			c.repeated(p)
		}
		return strings.Join(texts[:min(len(texts), 1)], ""), len(texts) > 0
	}
	pairs, first := c.pairsOf(p), -1
	for i := range pairs {
		if q := &pairs[i]; q.name == p.Name {
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
	return pairs[first].value, true
}

// pairsOf returns the query, or the cookies, that a parameter is among.
func (c *Codec) pairsOf(p *Param) []pair {
	if p.In == InCookie {
		return c.cookies
	}
	return c.query
}

// readAll returns the texts of a parameter that may be there several times.
func (c *Codec) readAll(p *Param) []string {
	if p.In == InHeader {
		return c.header[http.CanonicalHeaderKey(p.Name)]
	}
	if p.In == InForm {
		var texts []string
		for i := range c.form {
			if f := &c.form[i]; f.name == p.Name && !f.used {
				f.used = true
				texts = append(texts, string(f.data))
			}
		}
		return texts
	}
	var texts []string
	pairs := c.pairsOf(p)
	for i := range pairs {
		if q := &pairs[i]; q.name == p.Name {
			q.used = true
			texts = append(texts, q.value)
		}
	}
	return texts
}

func (c *Codec) readHeader(p *Param) (string, bool) {
	key := http.CanonicalHeaderKey(p.Name)
	values := c.header[key]
	if len(values) == 0 {
		if key == "Content-Length" && c.length > 0 {
			return strconv.FormatInt(c.length, 10), true
		}
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

// write sends the text that the style of a parameter makes of its value, or checks that it can be sent.
func (c *Codec) write(p *Param, text string, set bool) {
	if p.style() == StyleNone && set {
		c.refuse(p)
		return
	}
	c.send(p, text)
}

// refuse records that a parameter cannot be sent, in the words of the document's package.
func (c *Codec) refuse(p *Param) { c.fail(p.In, p.Name, p.Unsupported, ErrUnsupported) }

// send sends the text of a parameter.
func (c *Codec) send(p *Param, text string) {
	switch p.In {
	case InPath:
		c.writePath(p, text)
	case InHost:
		c.values[c.at-1] = text
	case InQuery:
		c.writeDeclared(p.Name, text)
	case InForm:
		c.writeField(field{name: p.Name, data: []byte(text), mediaType: p.MediaType})
	case InCookie:
		c.writeCookie(p, text)
	default:
		c.writeHeader(p.Name, text)
	}
}

// writeDeclared sends a declared query parameter, unless the path template holds it already.
func (c *Codec) writeDeclared(name, text string) {
	if !c.fixes(name) {
		c.writeQuery(name, text)
		return
	}
	for _, q := range c.op.template.query {
		if q.name == name && q.value != text {
			c.fail(InQuery, name, "is "+quote(text)+"; the path of the operation fixes it to "+quote(q.value), ErrMalformed)
		}
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
	if c.mode != writing {
		return
	}
	key := http.CanonicalHeaderKey(name)
	if builtInHeaders[key] { // there is one
		c.header[key] = []string{text}
		return
	}
	c.header[key] = append(c.header[key], text)
}

// writeCookie adds a pair to the header Cookie.
func (c *Codec) writeCookie(p *Param, text string) {
	if problem := textProblem(text); problem != "" {
		c.fail(InCookie, p.Name, problem, ErrMalformed)
	}
	if c.mode != writing {
		return
	}
	b := appendEscaped([]byte(p.Name+"="), text, cookiePlain)
	if before := c.header["Cookie"]; len(before) > 0 {
		b = append([]byte(before[0]+"; "), b...)
	}
	c.header["Cookie"] = []string{string(b)}
}

// writePath keeps the value of a path parameter until the whole path is put together.
func (c *Codec) writePath(p *Param, text string) {
	if p.Slashes && text != "/" {
		text = strings.Trim(text, "/")
	}
	c.values[c.at-1] = text
	if p.style() == StyleNone && text == "" {
		c.refuse(p)
		return
	}
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

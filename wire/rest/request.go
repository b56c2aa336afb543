package rest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire"
)

const jsonType = "application/json"

// Option changes how a request is built or pages are followed.
type Option func(*options)

type options struct {
	readOnly bool
	hosts    []string
	maxPages int
	from     string            // link to start at; empty: the first page
	params   map[string]string // text of declared parameters that a request leaves unset
}

// WithReadOnly keeps the members of a body that the service sets itself, which are otherwise left out.
func WithReadOnly() Option { return func(o *options) { o.readOnly = true } }

// WithParameter gives a declared path, query or header parameter its text where the request leaves it unset, as a client
// does that knows its subscriptionId. A parameter that the operation does not declare is not sent.
func WithParameter(name, text string) Option {
	return func(o *options) {
		if o.params == nil {
			o.params = map[string]string{}
		}
		o.params[name] = text
	}
}

func apply(opts []Option) options {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// Build makes the HTTP request for r against an endpoint such as PublicCloud. Path parameters are percent-encoded, those
// that span segments keep their slashes; query parameters follow the order of the document. A list that its format cannot
// carry, an empty path parameter or one that would change the path's meaning is an error; whether the request
// satisfies the document is Validate's business. The error is a *RequestError.
func Build(ctx context.Context, endpoint string, r Request, opts ...Option) (*http.Request, error) {
	o := apply(opts)
	op := r.Operation()
	base, problem := endpointURL(endpoint)
	if problem != nil {
		problem.Operation = op.ID
		return nil, problem
	}
	c := open(writing, op)
	defer c.release()
	c.readOnly, c.params = o.readOnly, o.params
	c.writeAll(r)
	if c.err != nil {
		return nil, c.err
	}
	text := c.appendURL([]byte(base))
	if len(text)-len(base) > MaxURL {
		return nil, &RequestError{Operation: op.ID, Err: ErrTooLong, Message: fmt.Sprintf(
			"path and query would be %d bytes long, the limit is %d", len(text)-len(base), MaxURL)}
	}
	var content io.Reader
	if c.body != nil {
		content = bytes.NewReader(c.body)
	}
	req, err := http.NewRequestWithContext(ctx, op.Method, string(text), content)
	if err != nil {
		return nil, &RequestError{Operation: op.ID, Message: err.Error(), Err: err}
	}
	req.Header = c.header
	return req, nil
}

// endpointURL checks an endpoint and returns it without a closing slash.
func endpointURL(endpoint string) (string, *RequestError) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil ||
		strings.ContainsAny(endpoint, "?#") {
		return "", malformed("endpoint", "", quote(endpoint)+" is not a URL such as "+PublicCloud)
	}
	return strings.TrimRight(endpoint, "/"), nil
}

// writeAll shows the whole request to a writing codec.
func (c *Codec) writeAll(r Request) {
	c.header = http.Header{"Accept": {jsonType}}
	for _, q := range c.op.template.query {
		c.writeQuery(q.name, q.value)
	}
	r.EachParam(c)
	if c.body != nil {
		c.header["Content-Type"] = []string{c.op.Body.MediaType}
	}
	c.writeRest()
}

// appendURL appends path and query.
func (c *Codec) appendURL(b []byte) []byte {
	for i := range c.op.template.segments {
		s := &c.op.template.segments[i]
		if s.kind == spanning && c.values[s.param] == "/" {
			continue
		}
		b = append(b, '/')
		switch s.kind {
		case literal:
			b = append(b, tidyPath(s.text)...)
		case single:
			b = appendEscaped(b, c.values[s.param], pathPlain)
		case spanning:
			b = appendSpan(b, c.values[s.param])
		default:
			for _, part := range s.parts {
				if part.text != "" {
					b = append(b, tidyPath(part.text)...)
				} else {
					b = appendEscaped(b, c.values[part.param], pathPlain)
				}
			}
		}
	}
	if c.op.template.slash || len(c.op.template.segments) == 0 {
		b = append(b, '/')
	}
	if len(c.out) > 0 {
		b = append(append(b, '?'), c.out...)
	}
	return b
}

func appendSpan(b []byte, text string) []byte {
	first := true
	for s := range strings.SplitSeq(text, "/") {
		if !first {
			b = append(b, '/')
		}
		first = false
		b = appendEscaped(b, s, pathPlain)
	}
	return b
}

// Parse reads req into r, which must be empty. What is well formed is kept, unknown parameters and
// headers included, and Validate judges it; the error, a *RequestError, says that req is no such request or cannot be
// read without doubt: a bad escape, "..", an escaped slash, a declared parameter twice. The body of req is read and
// put back. Headers that belong to the connection or name the sender (Authorization, Cookie, User-Agent …) are left out.
func Parse(req *http.Request, r Request) error {
	op := r.Operation()
	c := open(reading, op)
	defer c.release()
	problem := openRequest(req, &c.path)
	if problem == nil {
		problem = c.fits(req)
	}
	if problem == nil {
		problem = c.readFrom(req, r)
	}
	if problem != nil {
		problem.Operation = op.ID
		return problem
	}
	return nil
}

// Parse finds the operation that req asks for, as Match does, and reads req into a new request of that operation, as
// the function Parse does.
func (t *Table) Parse(req *http.Request) (Request, error) {
	c := codecs.Get().(*Codec)
	defer c.release()
	op, problem := t.match(req, &c.path)
	if problem != nil {
		return nil, problem
	}
	c.start(reading, op)
	r := op.New()
	if problem := c.readFrom(req, r); problem != nil {
		problem.Operation = op.ID
		return nil, problem
	}
	return r, nil
}

// fits tells whether a request whose path is split already is one of the operation.
func (c *Codec) fits(req *http.Request) *RequestError {
	switch {
	case methodOf(req) != c.op.Method:
		return &RequestError{Err: ErrMethod, Message: "the method is " + quote(methodOf(req)) + ", not " + c.op.Method}
	case !c.op.template.capture(&c.path, nil) || !hasQuery(req.URL.RawQuery, c.op.template.query):
		return &RequestError{In: InPath, Err: ErrNoOperation, Message: quote(c.path.text) + " does not match " + c.op.Path}
	}
	return nil
}

// readFrom reads a request that is known to fit the operation.
func (c *Codec) readFrom(req *http.Request, r Request) *RequestError {
	c.op.template.capture(&c.path, c.setValue)
	var problem string
	if c.query, problem = appendPairs(c.query, req.URL.RawQuery); problem != "" {
		return malformed(InQuery, "", problem)
	}
	c.header = req.Header
	if err := c.readBody(req); err != nil {
		return err
	}
	r.EachParam(c)
	c.readRest()
	return c.err
}

func (c *Codec) setValue(param int, text string) { c.values[param] = text }

// readBody reads the body, and puts one back for those who read the request after us.
func (c *Codec) readBody(req *http.Request) *RequestError {
	if req.Body == nil || req.Body == http.NoBody {
		return nil
	}
	if c.op.Body == nil {
		c.extraBody = req.ContentLength != 0
		return nil
	}
	data, err := readAll(req.Body)
	if err != nil {
		return &RequestError{In: "body", Message: err.Error(), Err: err}
	}
	_ = req.Body.Close() // all of it is read
	req.Body = io.NopCloser(bytes.NewReader(data))
	c.body = data
	return nil
}

// readAll reads at most MaxBody bytes.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	if err != nil {
		return data, fmt.Errorf("read the body: %w", err)
	}
	if len(data) > MaxBody {
		return nil, fmt.Errorf("%w: its body is larger than %d bytes", ErrTooLong, MaxBody)
	}
	return data, nil
}

// Validate checks r against its operation: required parameters, types, enumerations, patterns, ranges, the api-version
// and the body. It returns nil or a [wire.Violations], whose pointers begin with the place: /path/scope, /query/$top,
// /header/If-Match, /body/properties.
func Validate(r Request, opts ...wire.ValidateOption) error {
	c := open(checking, r.Operation())
	defer c.release()
	c.opts = append(slices.Clip(opts), wire.AsRequest())
	r.EachParam(c)
	c.checkRest()
	if len(c.found) == 0 {
		return nil
	}
	return c.found
}

// Equal tells whether two requests ask for the same: whether the same HTTP request is built of both, read-only members
// of the body included. Notes do not count.
func Equal(a, b Request) bool {
	op := a.Operation()
	if op != b.Operation() {
		return false
	}
	ca, cb := open(writing, op), open(writing, op)
	defer ca.release()
	defer cb.release()
	ca.readOnly, cb.readOnly = true, true
	ca.writeAll(a)
	cb.writeAll(b)
	return slices.Equal(ca.values, cb.values) && bytes.Equal(ca.out, cb.out) && bytes.Equal(ca.body, cb.body) &&
		(ca.body == nil) == (cb.body == nil) && maps.EqualFunc(ca.header, cb.header, slices.Equal[[]string])
}

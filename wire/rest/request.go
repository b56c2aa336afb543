package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire"
)

// Build makes the HTTP request for r against an endpoint such as PublicCloud, which is completed with the base path of the
// document when it has no path. An empty endpoint is made of the parameters that the document gives its host. Path
// parameters are percent-encoded, those that span segments keep their slashes; query parameters follow the order of the
// document. A value that its style cannot write, an empty path parameter or one that would change the path's meaning is an
// error; whether the request satisfies the document is Validate's business. The error is a *RequestError.
func Build(ctx context.Context, endpoint string, r Request, opts ...Option) (*http.Request, error) {
	return build(ctx, endpoint, r, apply(opts))
}

func build(ctx context.Context, endpoint string, r Request, o options) (*http.Request, error) {
	op := r.Operation()
	c := open(writing, op)
	defer c.release()
	c.readOnly, c.params = o.readOnly, o.params
	c.writeAll(r)
	base, problem := c.endpoint(endpoint)
	if problem == nil {
		problem = c.err
	}
	if problem != nil {
		problem.Operation = op.ID
		return nil, problem
	}
	text := c.appendURL([]byte(base))
	if problem := checkURL(text[hostEnd(base):]); problem != nil {
		problem.Operation = op.ID
		return nil, problem
	}
	req, err := http.NewRequestWithContext(ctx, op.Method, string(text), c.content())
	if err != nil {
		return nil, &RequestError{Operation: op.ID, Message: err.Error(), Err: err}
	}
	req.Header = c.header
	if problem := c.finish(req); problem != nil {
		problem.Operation = op.ID
		return nil, problem
	}
	return req, nil
}

// checkURL holds path and query to the limits.
func checkURL(text []byte) *RequestError {
	if len(text) > MaxURL {
		return &RequestError{Err: ErrTooLong, Message: fmt.Sprintf("path and query would be %d bytes long, the limit is %d", len(text), MaxURL)}
	}
	path, _, _ := bytes.Cut(text, []byte("?"))
	if n := bytes.Count(path, []byte("/")); n > MaxSegments {
		return &RequestError{In: InPath, Err: ErrTooLong, Message: fmt.Sprintf("the path would have %d segments, the limit is %d", n, MaxSegments)}
	}
	return nil
}

// content returns the body; nil when there is none.
func (c *Codec) content() io.Reader {
	switch {
	case c.blob != nil:
		return c.blob.Reader()
	case c.body != nil:
		return bytes.NewReader(c.body)
	}
	return nil
}

// finish checks what can be checked of the whole request alone, and makes it repeatable.
func (c *Codec) finish(req *http.Request) *RequestError {
	if c.op.template.ambiguous {
		if problem := c.readsBack(req); problem != nil {
			return problem
		}
	}
	if text := c.header.Get("Content-Length"); text != "" {
		delete(c.header, "Content-Length") // net/http writes it
		switch n, err := strconv.ParseInt(text, 10, 64); {
		case err != nil || n < 0 || c.blob == nil && n != int64(len(c.body)):
			return malformed(InHeader, "Content-Length", quote(text)+" is not the length of the body, "+strconv.Itoa(len(c.body)))
		case c.blob != nil:
			req.ContentLength = n
		}
	}
	if c.blob == nil {
		return nil
	}
	if s, ok := c.blob.r.(io.ReadSeeker); ok {
		start, err := s.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil // a stream after all
		}
		req.GetBody = func() (io.ReadCloser, error) {
			if _, err := s.Seek(start, io.SeekStart); err != nil {
				return nil, fmt.Errorf("read the body again: %w", err)
			}
			return io.NopCloser(s), nil
		}
	}
	return nil
}

// readsBack reports path parameters whose values cannot be told apart in the path.
func (c *Codec) readsBack(req *http.Request) *RequestError {
	p := new(path)
	if problem := openRequest(req, p, c.op.Endpoint); problem != nil {
		return problem
	}
	var wrong *Param
	ok := c.op.template.capture(p, func(param int, value string) {
		if c.values[param] != value {
			wrong = &c.op.Params[param]
		}
	})
	switch {
	case wrong != nil:
		return malformed(InPath, wrong.Name, "cannot be told apart from its neighbours in "+c.op.Path)
	case !ok:
		return malformed(InPath, "", "the values of "+c.op.Path+" cannot be told apart")
	}
	return nil
}

// endpoint returns the URL that the path follows, without a closing slash.
func (c *Codec) endpoint(given string) (string, *RequestError) {
	e := c.op.Endpoint
	if e == nil {
		return endpointURL(given)
	}
	if given == "" && e.Template != "" {
		text, problem := c.fillHost(e.Template)
		if problem == nil {
			text, problem = endpointURL(text)
		}
		return text + e.BasePath, problem
	}
	base, problem := endpointURL(given)
	if problem == nil && hostEnd(base) == len(base) {
		base += e.BasePath
	}
	return base, problem
}

// fillHost puts the values of the host's parameters into its template.
func (c *Codec) fillHost(template string) (string, *RequestError) {
	for i := range c.op.Params {
		p := &c.op.Params[i]
		if p.In != InHost {
			continue
		}
		text := c.values[i]
		if text == "" {
			text = c.params[p.Name]
		}
		if text == "" && p.Default != "" {
			var d string
			if json.Unmarshal([]byte(p.Default), &d) == nil {
				text = d
			}
		}
		switch {
		case text == "":
			return "", malformed(InHost, p.Name, "is empty; give it, or an endpoint such as "+PublicCloud)
		case !p.Slashes && strings.ContainsAny(text, "/?#@:\\"):
			return "", malformed(InHost, p.Name, quote(text)+" is not a part of a host name")
		}
		template = strings.ReplaceAll(template, "{"+p.Name+"}", text)
	}
	return template, nil
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

// hostEnd returns where the path of an endpoint begins.
func hostEnd(endpoint string) int {
	start := strings.Index(endpoint, "://") + len("://")
	if i := strings.IndexByte(endpoint[start:], '/'); i >= 0 {
		return start + i
	}
	return len(endpoint)
}

// writeAll shows the whole request to a writing codec.
func (c *Codec) writeAll(r Request) {
	c.header = http.Header{"Accept": {c.op.accept()}}
	for _, q := range c.op.template.query {
		c.writeQuery(q.name, q.value)
	}
	c.visit(r)
	for _, q := range c.op.template.inQuery {
		c.writeQuery(q.name, c.values[q.param])
	}
	c.writeRest()
	contentType := ""
	if b := c.op.Body; b != nil {
		contentType = b.MediaType
	}
	if len(c.form) > 0 {
		var err error
		if contentType, err = c.encodeForm(); err != nil {
			c.fail("body", "", err.Error(), err)
		}
	}
	if (c.body != nil || c.blob != nil) && c.header["Content-Type"] == nil {
		c.header["Content-Type"] = []string{contentType}
	}
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
			b = c.op.Params[s.param].appendPath(b, c.values[s.param])
		case spanning:
			b = appendSpan(b, c.values[s.param])
		default:
			for _, part := range s.parts {
				if part.text != "" {
					b = append(b, tidyPath(part.text)...)
				} else {
					b = c.op.Params[part.param].appendPath(b, c.values[part.param])
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
// headers included, and Validate checks it; the error, a *RequestError, says that req is no such request or cannot be
// read without doubt: a bad escape, "..", an escaped slash at the beginning of a segment, a declared parameter twice. The body of req is read and
// put back. Headers that belong to the connection or name the sender (Authorization, Cookie, User-Agent …) are left out.
func Parse(req *http.Request, r Request) error {
	op := r.Operation()
	c := open(reading, op)
	defer c.release()
	problem := openRequest(req, &c.path, op.Endpoint)
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

// fits reports whether a request whose path is split already is one of the operation.
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
	if e := c.op.Endpoint; e != nil && e.Template != "" {
		c.op.captureHost(req, c.setValue)
	}
	var problem string
	if c.query, problem = appendPairs(c.query, req.URL.RawQuery); problem != "" {
		return malformed(InQuery, "", problem)
	}
	for _, q := range c.op.template.inQuery {
		for i := range c.query {
			if c.query[i].name == q.name {
				c.values[q.param], c.query[i].used = c.query[i].value, true
			}
		}
	}
	c.header, c.length = req.Header, req.ContentLength
	if c.op.template.cookies {
		c.readCookies(req)
	}
	if err := c.readBody(req); err != nil {
		return err
	}
	c.visit(r)
	c.readRest()
	return c.err
}

func (c *Codec) setValue(param int, text string) { c.values[param] = text }

// readCookies reads the cookies, whose values may be percent-encoded.
func (c *Codec) readCookies(req *http.Request) {
	for _, cookie := range req.Cookies() {
		value, bad := unescape(cookie.Value, false)
		if bad >= 0 {
			value = cookie.Value
		}
		c.cookies = append(c.cookies, pair{name: cookie.Name, value: value})
	}
}

// readBody reads the body, and puts one back for those who read the request after us. One without bytes is there when its
// Content-Type says so.
func (c *Codec) readBody(req *http.Request) *RequestError {
	if c.op.Body == nil {
		c.extraBody = req.Body != nil && req.Body != http.NoBody && req.ContentLength != 0
		return nil
	}
	contentType := req.Header.Get("Content-Type")
	if req.Body == nil || req.Body == http.NoBody {
		if contentType != "" && c.op.Body.Format != FormatJSON {
			c.body = []byte{}
		}
		return nil
	}
	data, err := readAll(req.Body)
	if err != nil {
		return &RequestError{In: "body", Message: err.Error(), Err: err}
	}
	_ = req.Body.Close() // all of it is read
	req.Body = io.NopCloser(bytes.NewReader(data))
	if len(data) > 0 || contentType != "" && c.op.Body.Format != FormatJSON {
		c.body = data
	}
	isForm := c.op.Body.Format == FormatForm || c.op.Body.Format == FormatMultipart
	if isForm && len(data) > 0 && !c.readForm(contentType) {
		return malformed("body", "", "is not "+c.op.Body.MediaType+"; its Content-Type is "+quote(contentType))
	}
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
	c.visit(r)
	c.checkRest()
	if len(c.found) == 0 {
		return nil
	}
	return c.found
}

// Equal reports whether two requests ask for the same: whether the same HTTP request is built of both, read-only members
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
	return slices.Equal(ca.values, cb.values) && bytes.Equal(ca.out, cb.out) && sameFields(ca.form, cb.form) &&
		bytes.Equal(ca.body, cb.body) && (ca.body == nil) == (cb.body == nil) && ca.sameBlob(cb) &&
		maps.EqualFunc(ca.header, cb.header, slices.Equal[[]string])
}

// sameBlob compares bodies that are streams; those of a form are among its fields.
func (c *Codec) sameBlob(other *Codec) bool {
	if c.blob == nil || other.blob == nil || len(c.form) > 0 {
		return (c.blob == nil) == (other.blob == nil)
	}
	return c.blob.Equal(*other.blob)
}

package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/openapi"
)

// readValues reads the example values that an OpenAPI 3 document gives for bodies and parameters. Each is a sample of one
// message. One whose value is not there is the document's mistake, and returned as missing, by operation.
func readValues(doc *openapi.Document, service string, files fs.FS) (samples []*Sample, missing map[string][]Finding, err error) {
	r := valueReader{doc: doc, service: service, files: files, missing: map[string][]Finding{}}
	for _, op := range doc.Operations {
		for _, p := range op.Parameters {
			r.read(op, "parameter-"+p.Name, p.Examples, func(b *Body, m *Message) {
				m.Params = []Param{{p.Name, b.root}}
			})
		}
		if op.Body != nil {
			r.read(op, "body", op.Body.Examples, func(b *Body, m *Message) { m.Body = b })
		}
		for _, response := range op.Responses {
			r.read(op, response.Status, response.Examples, func(b *Body, m *Message) {
				m.Name, m.Status, m.Body = "response-"+samplefile.Slug(response.Status), response.Status, b
			})
		}
	}
	return r.samples, r.missing, r.err
}

type valueReader struct {
	doc     *openapi.Document
	service string
	files   fs.FS
	samples []*Sample
	missing map[string][]Finding
	err     error
}

// read makes samples of the examples of one place, each with a message that take fills.
func (r *valueReader) read(op *openapi.Operation, place string, examples []openapi.ValueExample, take func(*Body, *Message)) {
	for _, e := range examples {
		body, m, problem := r.value(e)
		if problem != "" {
			r.missing[op.ID] = append(r.missing[op.ID], documentFinding("missing-example", fmt.Sprintf("example %q is not there: %s", e.Name, problem), e.At))
			continue
		}
		if body.root == nil && !e.External {
			m.Body = body // malformed: the parse check reports it
		} else {
			take(body, m)
		}
		s := &Sample{Form: FormValue, Service: r.service, Version: r.doc.Version, Operation: op.ID, Name: samplefile.Slug(place + "-" + e.Name), File: m.File}
		if m.Status == "" {
			s.Request = m
		} else {
			s.Responses = []*Message{m}
		}
		r.samples = append(r.samples, s)
	}
}

// value reads an example, from the document or from a file of its own.
func (r *valueReader) value(e openapi.ValueExample) (body *Body, m *Message, problem string) {
	m = &Message{Name: "request", File: shown(r.doc, e.File)}
	if e.Problem != "" {
		return nil, nil, e.Problem
	}
	if e.File == "" {
		m.File, m.Text, m.at = e.At.File, []byte(e.JSON), e.At
		return bodyOf(m.Text), m, ""
	}
	text, err := readFile(r.files, e.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, e.File
	}
	if err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("%s: read example %q: %w", e.At, e.Name, err))
		return nil, nil, err.Error()
	}
	m.Text = bytes.TrimPrefix(text, []byte("\ufeff"))
	whole := bodyOf(m.Text)
	if e.External || whole.root == nil {
		return whole, m, ""
	}
	n := whole.root.At(e.Pointer).Get("value")
	if n == nil {
		return nil, nil, fmt.Sprintf("%s has no example with a value at %q", e.File, e.Pointer)
	}
	return part(m.Text, n, e.Pointer+"/value", whole.flaws), m, ""
}

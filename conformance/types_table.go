package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// TypesOf makes a generated package's operation table, which its function Operations returns, the Types of a Target.
func TypesOf(table *rest.Table) Types { return tableTypes{table} }

type tableTypes struct{ table *rest.Table }

func (t tableTypes) lookup(id string) (*rest.Operation, error) {
	if op, ok := t.table.Lookup(id); ok {
		return op, nil
	}
	return nil, fmt.Errorf("%s is not in the operation table: %w", id, ErrNoType)
}

// Response decodes into the type of the status.
func (t tableTypes) Response(id, status string, body []byte) (Value, error) {
	op, err := t.lookup(id)
	if err != nil {
		return nil, err
	}
	for i := range op.Responses {
		r := &op.Responses[i]
		if !strings.EqualFold(r.Status, status) {
			continue
		}
		if r.New == nil {
			return nil, ErrNoType
		}
		m := r.New()
		if err := m.UnmarshalJSON(body); err != nil {
			return nil, err
		}
		return message{m, op.Model, &r.Schema}, nil
	}
	return nil, ErrNoType
}

// Body decodes into the body of the operation's request type. The rest of the request is of no account: its path
// parameters are filled with something that fits anywhere.
func (t tableTypes) Body(id string, body []byte) (Value, error) {
	op, err := t.lookup(id)
	if err != nil {
		return nil, err
	}
	if op.Body == nil || op.Body.Format != rest.FormatJSON {
		return nil, ErrNoType
	}
	var path strings.Builder
	pieces, _ := openapi.SplitTemplate(op.Path) // a generated table has the paths of a document that was read
	for _, piece := range pieces {
		if piece.Parameter {
			piece.Text = "x"
		}
		path.WriteString(piece.Text)
	}
	req, err := http.NewRequest(op.Method, rest.PublicCloud+path.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make a request for the body: %w", err)
	}
	req.Header.Set("Content-Type", op.Body.MediaType)
	typed := op.New()
	if err := rest.Parse(req, typed); err != nil {
		return nil, err
	}
	return requestBody{typed}, nil
}

// Match asks the table.
func (t tableTypes) Match(req *http.Request) (string, error) {
	op, err := t.table.Match(req)
	if err != nil {
		return "", err
	}
	return op.ID, nil
}

// MatchAll asks the table for every operation that a request may be meant for.
func (t tableTypes) MatchAll(req *http.Request) ([]string, error) {
	ops, err := t.table.MatchAll(req)
	ids := make([]string, len(ops))
	for i, op := range ops {
		ids[i] = op.ID
	}
	return ids, err
}

// Request reads into the operation's request type.
func (t tableTypes) Request(id string, req *http.Request) (Request, error) {
	op, err := t.lookup(id)
	if err != nil {
		return nil, err
	}
	typed := op.New()
	if err := rest.Parse(req, typed); err != nil {
		return nil, err
	}
	return tableRequest{typed}, nil
}

// message is a decoded response body.
type message struct {
	m      rest.Message
	model  *schema.Model
	schema *schema.Schema
}

// AppendJSON appends the encoding. Encoding a generated type cannot fail; if it does, the result is not JSON, and the
// round trip says so.
func (v message) AppendJSON(b []byte) []byte {
	if m, ok := v.m.(codec.Appender); ok {
		return m.AppendJSON(b)
	}
	text, err := v.m.MarshalJSON()
	if err != nil {
		return append(b, err.Error()...)
	}
	return append(b, text...)
}

// Validate checks the value with the schema table of its package, as its own method does. Values that the document allows
// and the Go type does not hold, which [wire.Mismatches] reports, are left out: they are not violations, the round trip
// shows that they are kept, and neither the document nor the sample is at fault.
func (v message) Validate(asRequest bool) []TypeViolation {
	opts := []wire.ValidateOption{wire.UnknownMembers()}
	if asRequest {
		opts = append(opts, wire.AsRequest())
	}
	return typeViolations(schema.ValidateValue(v.model, v.schema, v.AppendJSON(nil), opts...))
}

// requestBody is the decoded body of a request.
type requestBody struct{ r rest.Request }

// AppendJSON appends the body that the request would be sent with, read-only members included.
func (v requestBody) AppendJSON(b []byte) []byte {
	req, err := rest.Build(context.Background(), rest.PublicCloud, v.r, rest.WithReadOnly())
	if err != nil {
		return append(b, err.Error()...)
	}
	if req.Body == nil {
		return b
	}
	text, err := io.ReadAll(req.Body)
	if err != nil {
		return append(b, err.Error()...)
	}
	return append(b, text...)
}

// Validate checks the body with the schema table of its package.
func (v requestBody) Validate(bool) []TypeViolation {
	op := v.r.Operation()
	return typeViolations(schema.ValidateValue(op.Model, &op.Body.Schema, v.AppendJSON(nil), wire.AsRequest(), wire.UnknownMembers()))
}

// tableRequest is a value of a generated request type.
type tableRequest struct{ r rest.Request }

// HTTPRequest renders the request, read-only members of its body included.
func (r tableRequest) HTTPRequest(endpoint string) (*http.Request, error) {
	return rest.Build(context.Background(), endpoint, r.r, rest.WithReadOnly())
}

// Validate checks the request as its own method does.
func (r tableRequest) Validate() []TypeViolation { return typeViolations(rest.Validate(r.r)) }

func typeViolations(err error) []TypeViolation {
	if err == nil {
		return nil
	}
	var list wire.Violations
	if !errors.As(err, &list) {
		return []TypeViolation{{Rule: "validate", Message: err.Error()}}
	}
	out := make([]TypeViolation, len(list))
	for i, v := range list {
		out[i] = TypeViolation{v.Pointer, v.Rule, v.Message}
	}
	return out
}

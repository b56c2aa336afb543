package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// Reply is what an operation answered when it did not fail.
type Reply[T any] struct {
	StatusCode int
	RequestID  string      // the service's name for the request, which support asks for
	Header     http.Header // as received; Location and Azure-AsyncOperation of a long-running operation are in it
	Body       T           // nil when the status has no body

	hasBody bool
}

// ReadReply reads a response of op and closes its body. A status that the document counts as a success gives the body of
// the type that belongs to it, none where the status has none. Every other status is a *ResponseError.
func ReadReply[T any](resp *http.Response, op *Operation) (*Reply[T], error) {
	m, err := readMessage(resp, op)
	if err != nil {
		return nil, err
	}
	reply := &Reply[T]{StatusCode: resp.StatusCode, RequestID: requestID(resp.Header), Header: resp.Header}
	if m == nil {
		return reply, nil
	}
	if reply.Body, reply.hasBody = m.(T); !reply.hasBody {
		return nil, fmt.Errorf("%s: response %d: its body is no %T", op.ID, resp.StatusCode, reply.Body)
	}
	return reply, nil
}

// readMessage reads the body of a response that is no failure, nil where the status has none, and closes it.
func readMessage(resp *http.Response, op *Operation) (Message, error) {
	if resp == nil || resp.Body == nil {
		return nil, fmt.Errorf("%s: there is no response to read; use one that net/http or a test made whole", op.ID)
	}
	defer resp.Body.Close()
	spec, err := succeeded(resp, op)
	if err != nil || spec.New == nil {
		return nil, err
	}
	data, err := readAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: response %d: %w", op.ID, resp.StatusCode, err)
	}
	m := spec.New()
	if err := m.UnmarshalJSON(data); err != nil {
		return nil, fmt.Errorf("%s: response %d: %w", op.ID, resp.StatusCode, err)
	}
	return m, nil
}

// succeeded finds what op says of a response that is no failure.
func succeeded(resp *http.Response, op *Operation) (*Response, error) {
	spec, ok := op.Response(resp.StatusCode)
	if !ok || spec.Error {
		return nil, readError(resp, op, spec)
	}
	return spec, nil
}

// ResponseError is a response that says the operation failed, or one that its document does not foresee.
type ResponseError struct {
	Operation  string // operationId
	StatusCode int
	Code       string        // the service's code, e.g. BillingAccountNotFound; empty when the body has none
	Message    string        // the service's words
	Target     string        // what the error is about
	Details    []ErrorDetail // more of the same
	RequestID  string        // the service's name for the request, which support asks for
	Header     http.Header
	Body       Message // of the type that the document gives the status; nil when it gives none or the body is no JSON
	Raw        []byte  // the body as received, at most MaxErrorBody bytes

	err error // why the body could not be read
}

// ErrorDetail is one of the details of an error.
type ErrorDetail struct {
	Code, Message, Target string
	Details               []ErrorDetail
}

// MaxErrorBody is how much of an error's body is read, in bytes.
const MaxErrorBody = 1 << 20

// Error renders the operation, the status, and what the service says, on one line.
func (e *ResponseError) Error() string {
	text := e.Operation + ": " + strings.TrimSpace(strconv.Itoa(e.StatusCode)+" "+http.StatusText(e.StatusCode))
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			text += ": " + oneLine(part)
		}
	}
	if e.Target != "" {
		text += " (target " + oneLine(e.Target) + ")"
	}
	if e.RequestID != "" {
		text += " (request " + oneLine(e.RequestID) + ")"
	}
	return text
}

// Unwrap returns why the body could not be read; nil when it could.
func (e *ResponseError) Unwrap() error { return e.err }

// ErrorBody returns the typed body of the *ResponseError in err, as in
//
//	if body, ok := rest.ErrorBody[*billing.ErrorResponse](err); ok { … }
func ErrorBody[T Message](err error) (T, bool) {
	var none T
	var e *ResponseError
	if !errors.As(err, &e) {
		return none, false
	}
	body, ok := e.Body.(T)
	return body, ok
}

// NewResponseError reads resp as a failure of op, whatever its status, and closes its body. It serves callers that know
// from elsewhere that the operation failed, as when a long-running operation ends with the status Failed in a 200.
func NewResponseError(resp *http.Response, op *Operation) *ResponseError {
	defer resp.Body.Close()
	spec, ok := op.Response(resp.StatusCode)
	if !ok || !spec.Error {
		spec, _ = op.failure()
	}
	return readError(resp, op, spec)
}

// failure finds what the operation says of failures in general.
func (op *Operation) failure() (*Response, bool) {
	for i := range op.Responses {
		if r := &op.Responses[i]; r.Error && r.Status == "default" {
			return r, true
		}
	}
	return nil, false
}

// readError reads a failure; spec is what the document says of the status, nil when nothing.
func readError(resp *http.Response, op *Operation, spec *Response) *ResponseError {
	e := &ResponseError{
		Operation: op.ID, StatusCode: resp.StatusCode, Header: resp.Header, RequestID: requestID(resp.Header),
	}
	e.Raw, e.err = io.ReadAll(io.LimitReader(resp.Body, MaxErrorBody))
	e.Code = resp.Header.Get("x-ms-error-code")
	e.describe(e.Raw)
	if spec == nil && e.Message == "" {
		e.Message = "the document of the operation does not foresee this status"
	}
	if spec != nil && spec.New != nil {
		if body := spec.New(); body.UnmarshalJSON(e.Raw) == nil {
			e.Body = body
		}
	}
	return e
}

// describe finds code, message, target and details in the forms that services answer with: ARM's error object, the same
// without the member "error" around it, and OData's, whose message is an object.
func (e *ResponseError) describe(raw []byte) {
	members := membersOf(raw)
	for _, name := range []string{"error", "odata.error", "Error"} {
		if inner := membersOf(members[name]); inner != nil {
			members = inner
			break
		}
	}
	d := detailOf(members, 0)
	if d.Code != "" {
		e.Code = d.Code
	}
	e.Message, e.Target, e.Details = d.Message, d.Target, d.Details
}

func membersOf(raw json.RawMessage) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &m) != nil {
		return nil
	}
	return m
}

func detailOf(members map[string]json.RawMessage, depth int) ErrorDetail {
	d := ErrorDetail{Code: textOf(members, "code"), Message: textOf(members, "message"), Target: textOf(members, "target")}
	if d.Message == "" {
		d.Message = textOf(membersOf(members["message"]), "value")
	}
	const deepest = 8 // services nest once or twice
	if depth == deepest {
		return d
	}
	var list []json.RawMessage
	if details := members["details"]; json.Unmarshal(details, &list) != nil && membersOf(details) != nil {
		list = []json.RawMessage{details} // one detail that is not in a list
	}
	for _, raw := range list {
		if inner := membersOf(raw); inner != nil {
			d.Details = append(d.Details, detailOf(inner, depth+1))
		}
	}
	return d
}

// textOf reads a member that is a string or, as codes sometimes are, a number. ARM's names begin in lower case, older
// services' in upper case.
func textOf(members map[string]json.RawMessage, name string) string {
	raw, ok := members[name]
	if !ok {
		raw = members[strings.ToUpper(name[:1])+name[1:]]
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

func requestID(h http.Header) string {
	for _, name := range []string{"x-ms-request-id", "request-id", "x-ms-correlation-request-id"} {
		if id := h.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// oneLine keeps a service's words from forging lines of a log or steering a terminal.
func oneLine(s string) string {
	q := strconv.QuoteToGraphic(strings.ToValidUTF8(s, "\uFFFD"))
	q = strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
	return strings.ReplaceAll(q, `\\`, `\`)
}

// Decode reads the body of a response into the type that belongs to the status, for those who walk the table rather than
// call one operation. It returns nil when the status has no body, and an error when the document does not foresee the
// status or the body is malformed.
func (op *Operation) Decode(status int, body []byte) (Message, error) {
	spec, ok := op.Response(status)
	if !ok {
		return nil, fmt.Errorf("%s: the document does not foresee status %d", op.ID, status)
	}
	if spec.New == nil {
		return nil, nil
	}
	m := spec.New()
	if err := m.UnmarshalJSON(body); err != nil {
		return nil, fmt.Errorf("%s: response %d: %w", op.ID, status, err)
	}
	return m, nil
}

// Check validates a response's body against the schema of its status.
func (op *Operation) Check(status int, body []byte, opts ...wire.ValidateOption) error {
	spec, ok := op.Response(status)
	if !ok {
		return fmt.Errorf("%s: the document does not foresee status %d", op.ID, status)
	}
	if spec.New == nil {
		return nil
	}
	return schema.ValidateValue(op.Model, &spec.Schema, body, opts...)
}

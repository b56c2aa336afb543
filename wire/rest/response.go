package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// Reply is what an operation answered when it did not fail.
type Reply[T any] struct {
	StatusCode int
	RequestID  string      // the service's name for the request, which support asks for
	Header     http.Header // as received; Location and Azure-AsyncOperation of a long-running operation are in it
	Body       T           // an empty value when HasBody is false: all members of a struct are absent, a reader is at its end

	hasBody bool
}

// HasBody reports whether the service sent a body. It sends none with a status that has none, such as the 204 of a scope
// without data, and now and then none where the document has one.
func (r *Reply[T]) HasBody() bool { return r.hasBody }

// ReadReply reads a response of op and closes its body, unless the reply is bytes: then it is an [io.ReadCloser], which
// the caller closes. A status that the document counts as a success gives the body of the type that belongs to it, none
// where the status has none or the body is empty. Every other status is a *ResponseError, and so is a body of a media type
// that the document does not have.
func ReadReply[T any](resp *http.Response, op *Operation) (*Reply[T], error) {
	body, err := readBody(resp, op)
	if err != nil {
		return nil, err
	}
	reply := &Reply[T]{StatusCode: resp.StatusCode, RequestID: requestID(resp.Header), Header: resp.Header}
	if body == nil {
		reply.Body = empty[T]()
		return reply, nil
	}
	if reply.Body, reply.hasBody = body.(T); !reply.hasBody {
		if open, ok := body.(io.Closer); ok {
			open.Close()
		}
		return nil, fmt.Errorf("%s: response %d: its body is a %T, not a %v", op.ID, resp.StatusCode, body, reflect.TypeFor[T]())
	}
	return reply, nil
}

// empty is the body of a reply without one: programs that look at its members first find them absent.
func empty[T any]() T {
	var v T
	if r, ok := any(&v).(*io.ReadCloser); ok {
		*r = http.NoBody
		return v
	}
	if t := reflect.TypeFor[T](); t.Kind() == reflect.Pointer {
		v = reflect.New(t.Elem()).Interface().(T)
	}
	return v
}

// readBody reads the body of a response that is no failure: a Message, a string or an io.ReadCloser; nil where the status
// has none. It closes the body of the response unless it returns it.
func readBody(resp *http.Response, op *Operation) (any, error) {
	if resp == nil || resp.Body == nil {
		return nil, fmt.Errorf("%s: there is no response to read; use one that net/http or a test made whole", op.ID)
	}
	keep := false
	defer func() {
		if !keep {
			resp.Body.Close()
		}
	}()
	spec, err := succeeded(resp, op)
	if err != nil || spec.Format == FormatNone || isEmpty(resp) {
		return nil, err
	}
	if spec.Format == FormatBinary {
		keep = true
		return resp.Body, nil
	}
	data, err := readAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: response %d: %w", op.ID, resp.StatusCode, err)
	}
	if spec.Format == FormatText {
		return string(data), nil
	}
	if data = withoutMark(data); len(data) == 0 {
		return nil, nil
	}
	m := spec.New()
	if err := m.UnmarshalJSON(data); err != nil {
		return nil, fmt.Errorf("%s: response %d: %w (%s)", op.ID, resp.StatusCode, err, excerpt(resp.Header, data))
	}
	return m, nil
}

// excerpt shows what a body is that is not what the document has.
func excerpt(h http.Header, body []byte) string {
	return "Content-Type " + quote(h.Get("Content-Type")) + ", body " + quote(string(body[:min(len(body), 2*mostQuoted)]))
}

// isEmpty reports whether a response has no body by its head.
func isEmpty(resp *http.Response) bool {
	return resp.ContentLength == 0 && resp.Body == http.NoBody || resp.Request != nil && resp.Request.Method == http.MethodHead
}

// byteOrderMark is what some services put before their JSON.
const byteOrderMark = "\xef\xbb\xbf"

func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte(byteOrderMark)) }

// succeeded finds what op says of a response that is no failure.
func succeeded(resp *http.Response, op *Operation) (*Response, error) {
	spec, ok := op.Response(resp.StatusCode)
	if !ok || spec.Fails(resp.StatusCode) {
		e := readError(resp, op, spec)
		if resp.StatusCode/100 == 2 && len(e.Raw) == 0 && e.err == nil && (!ok || spec.Status == "default") {
			return &Response{}, nil // a success that the document does not foresee, and nothing to read
		}
		return nil, e
	}
	if spec.Format != FormatNone && !isEmpty(resp) && !spec.allows(resp.Header.Get("Content-Type")) {
		e := readError(resp, op, nil)
		e.Message = fmt.Sprintf("the body is %s, and the document has %s",
			quote(resp.Header.Get("Content-Type")), strings.Join(spec.mediaTypes(), ", "))
		e.err = ErrMediaType
		return nil, e
	}
	return spec, nil
}

// ErrMediaType says that the body of a reply is of a media type that the document of the operation does not have. The
// *ResponseError that wraps it keeps the body.
var ErrMediaType = errors.New("the body is of another media type than the document has")

func (r *Response) mediaTypes() []string {
	if len(r.MediaTypes) == 0 {
		return []string{mediatype.JSON}
	}
	return r.MediaTypes
}

// allows reports whether the document has a media type for the body; a reply that names none has what is documented.
// Any JSON is as good as another. Bytes that the document calls JSON, as it does with files where it does not say what they
// are, may be anything.
func (r *Response) allows(contentType string) bool {
	if mediatype.Essence(contentType) == "" {
		return true
	}
	isJSON := mediatype.IsJSON(contentType)
	other := r.Format == FormatBinary // the document has another media type than JSON
	for _, t := range r.mediaTypes() {
		switch {
		case mediatype.Includes(t, contentType) && (t != "*/*" || r.Format != FormatJSON || isJSON):
			return true
		case mediatype.IsJSON(t) && isJSON && r.Format == FormatJSON:
			return true
		}
		other = other && mediatype.IsJSON(t)
	}
	return other
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
	Body       Message // of the type that the document gives the status; nil when it gives none or the body is not JSON
	Raw        []byte  // the body as received, at most MaxErrorBody bytes

	err     error  // why the body could not be read
	excerpt string // of a body in which the service says nothing
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
	if e.excerpt != "" {
		text += ": " + e.excerpt
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
	e.describe(withoutMark(e.Raw))
	if e.Code == "" && e.Message == "" && len(e.Raw) > 0 {
		e.excerpt = excerpt(resp.Header, e.Raw)
	}
	if spec == nil && e.Message == "" {
		e.Message = "the document of the operation does not foresee this status"
	}
	if spec != nil && spec.New != nil {
		if body := spec.New(); body.UnmarshalJSON(withoutMark(e.Raw)) == nil {
			e.Body = body
		}
	}
	return e
}

// describe finds code, message, target and details in the forms that services answer with: ARM's error object, the same
// without the member "error" around it, and OData's, whose message is an object.
func (e *ResponseError) describe(raw []byte) {
	members := membersOf(raw)
	if members == nil { // Storage and others answer in XML
		e.Code, e.Message = cmp.Or(xmlText(raw, "Code"), e.Code), xmlText(raw, "Message")
		return
	}
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

// xmlText returns the text of the first element of that name; empty when there is none.
func xmlText(raw []byte, name string) string {
	_, after, _ := bytes.Cut(raw, []byte("<"+name+">"))
	text, _, ok := bytes.Cut(after, []byte("</"+name+">"))
	if !ok {
		return ""
	}
	return html.UnescapeString(string(text))
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
	if err := m.UnmarshalJSON(withoutMark(body)); err != nil {
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

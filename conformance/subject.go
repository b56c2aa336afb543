package conformance

import (
	"errors"
	"net/http"
	"slices"

	"github.com/azbill/azbill/conformance/internal/mutate"
	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/openapi"
)

// subject is an exchange as faults are planted in it.
type subject struct {
	x   *exchange
	own []Finding // of the message itself
	ran bool      // own is known
}

// exchanges returns the messages of the target's samples that faults can be planted in.
func (t *target) exchanges() []mutate.Message {
	var out []mutate.Message
	for _, sample := range t.samples {
		for _, message := range sample.messages() {
			if x := newExchange(t, sample, message); hasOperation(x) {
				out = append(out, &subject{x: x})
			}
		}
	}
	return out
}

// Facts describes the message.
func (s *subject) Facts() mutate.Facts {
	x := s.x
	f := mutate.Facts{
		Name: x.sample.Path() + "/" + x.message.Name, File: x.message.File, IsRequest: x.isRequest(), Op: x.op.Operation, Response: x.response,
		APIVersion: slices.IndexFunc(x.args, func(a argument) bool { return a.declared != nil && a.index == x.op.api }),
		HasType:    hasTypedBody(x), HasRequestType: hasRequestType(x),
	}
	f.IsPart = x.sample.Form == FormValue
	if x.sample.Form == FormDocumented && requestLine.MatchString(x.message.Line) {
		f.Line = x.message.Line
	}
	for _, a := range x.args {
		f.Args = append(f.Args, mutate.Argument{Name: a.name, In: a.in, Value: a.value, Text: a.text, Index: a.index, Declared: a.declared})
	}
	if x.body != nil {
		f.Body, f.Flawed = x.body.root, len(x.body.flaws) > 0
	}
	return f
}

// WithBody returns the message with another body.
func (s *subject) WithBody(text []byte) mutate.Message {
	y, m := *s.x, *s.x.message
	m.Body, m.flaws = nil, nil
	if text != nil {
		m.Text, m.Body = text, bodyOf(text)
	}
	y.message, y.body = &m, m.Body
	y.forget()
	return &subject{x: &y}
}

// WithArguments returns the request with other arguments.
func (s *subject) WithArguments(args []mutate.Argument) mutate.Message {
	y := *s.x
	y.args = make([]argument, len(args))
	for i, a := range args {
		y.args[i] = argument{name: a.Name, in: a.In, index: a.Index, value: a.Value, text: a.Text, declared: a.Declared}
		if a.Declared == nil {
			y.args[i].index = -1
		}
	}
	y.forget()
	return &subject{x: &y}
}

// WithLine returns the request with another request line.
func (s *subject) WithLine(line string) mutate.Message {
	m := *s.x.message
	m.Line = line
	return &subject{x: newExchange(s.x.target, s.x.sample, &m)}
}

// WithStatus returns the response with another status.
func (s *subject) WithStatus(status string) mutate.Message {
	m := *s.x.message
	m.Status = status
	return &subject{x: newExchange(s.x.target, s.x.sample, &m)}
}

// WithDocument returns the message before another document.
func (s *subject) WithDocument(doc *openapi.Document, op *openapi.Operation) (mutate.Message, error) {
	set, err := schema.Compile(doc, schema.Options{StrictNull: s.x.target.strict})
	if err != nil {
		return nil, err
	}
	ready, err := prepareOperation(op)
	if err != nil {
		return nil, err
	}
	t := &target{Target: s.x.target.Target, strict: s.x.target.strict, schemas: set, operations: map[string]*operation{op.ID: ready}}
	t.Document = doc
	return &subject{x: newExchange(t, s.x.sample, s.x.message)}, nil
}

// WithFault returns the message before types with a fault.
func (s *subject) WithFault(fault mutate.Fault) mutate.Message {
	t, y := *s.x.target, *s.x
	t.Types = faultyTypes{t.Types, fault}
	y.target = &t
	y.forget()
	return &subject{x: &y}
}

// Findings runs the checks that are about the message itself.
func (s *subject) Findings() []mutate.Finding {
	if !s.ran {
		s.own, s.ran = s.x.ownFindings(), true
	}
	return planted(s.own)
}

// TypeFindings runs the checks of what the generated types make of a body. What the schemas find comes first: the types
// must find the same.
func (s *subject) TypeFindings() []mutate.Finding {
	x := s.x
	if !hasTypedBody(x) {
		return nil
	}
	s.Findings()
	out := checkDecode(x)
	if x.value != nil {
		out = slices.Concat(out, checkRoundTrip(x), checkValidate(x))
	}
	return planted(out)
}

// MalformedFindings decodes a body that is not JSON.
func (s *subject) MalformedFindings() []mutate.Finding {
	x := s.x
	if x.target.Types == nil || x.body == nil || !x.hasBodySchema() {
		return nil
	}
	switch v, err := x.decode(x.message.Text); {
	case errors.Is(err, ErrNoType):
		return []mutate.Finding{{Code: "no-type", Message: "the generated package has no type"}}
	case err == nil && v != nil:
		return []mutate.Finding{{Code: "accepts", Message: "decoding accepts a body that is not JSON"}}
	}
	return nil
}

// Notices runs checks in their order until one of them blames the types or the suite.
func (s *subject) Notices(only ...string) bool {
	for _, c := range checks {
		if len(only) > 0 && !slices.Contains(only, c.name) || !c.applies(s.x) {
			continue
		}
		if slices.ContainsFunc(guard(s.x, c), func(f Finding) bool { return f.Culprit == BlameTypes || f.Culprit == BlameSuite }) {
			return true
		}
	}
	return false
}

func planted(findings []Finding) []mutate.Finding {
	out := make([]mutate.Finding, len(findings))
	for i, f := range findings {
		out[i] = mutate.Finding{Code: f.Code, Pointer: f.Pointer, Message: f.Message}
	}
	return out
}

// forget drops what checks have found, for an exchange that was copied and altered.
func (x *exchange) forget() {
	x.violations, x.value, x.encoded, x.encodedText, x.places = nil, nil, nil, nil, nil
}

// ownFindings runs the checks that are about the message itself.
func (x *exchange) ownFindings() []Finding {
	out := checkParse(x)
	if x.isRequest() {
		match := *x
		match.target = &target{Target: x.target.Target}
		match.target.Types = nil
		out = append(out, checkMatch(&match)...)
	}
	if hasOperation(x) {
		out = append(out, checkSchema(x)...)
	}
	return out
}

// faultyTypes are generated types with a planted fault.
type faultyTypes struct {
	Types
	fault mutate.Fault
}

var errPlanted = errors.New("planted")

func (t faultyTypes) Response(id, status string, body []byte) (Value, error) {
	return t.decoded(body, func() (Value, error) { return t.Types.Response(id, status, body) })
}

func (t faultyTypes) Body(id string, body []byte) (Value, error) {
	return t.decoded(body, func() (Value, error) { return t.Types.Body(id, body) })
}

func (t faultyTypes) decoded(body []byte, decode func() (Value, error)) (Value, error) {
	if t.fault.Refuse != nil && t.fault.Refuse(body) {
		return nil, errPlanted
	}
	v, err := decode()
	if err != nil {
		return nil, err
	}
	return faultyValue{v, t.fault}, nil
}

func (t faultyTypes) Match(req *http.Request) (string, error) {
	id, err := t.Types.Match(req)
	if t.fault.WrongMatch {
		id += "x"
	}
	return id, err
}

func (t faultyTypes) Request(id string, req *http.Request) (Request, error) {
	r, err := t.Types.Request(id, req)
	if err != nil {
		return nil, err
	}
	return faultyRequest{r, t.fault}, nil
}

type faultyRequest struct {
	Request
	fault mutate.Fault
}

func (r faultyRequest) HTTPRequest(endpoint string) (*http.Request, error) {
	req, err := r.Request.HTTPRequest(endpoint)
	if err == nil && r.fault.Request != nil {
		r.fault.Request(req)
	}
	return req, err
}

type faultyValue struct {
	Value
	fault mutate.Fault
}

func (v faultyValue) AppendJSON(b []byte) []byte {
	text := v.Value.AppendJSON(nil)
	if v.fault.Encode != nil {
		text = v.fault.Encode(text)
	}
	return append(b, text...)
}

func (v faultyValue) Validate(asRequest bool) []TypeViolation {
	list := v.Value.Validate(asRequest)
	if v.fault.IsSilent {
		return nil
	}
	if v.fault.IsWrong {
		list = append(list, TypeViolation{"/xMutant", "length", "too short"})
	}
	return list
}

package mock

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
)

// exchange is one request on its way to a reply.
type exchange struct {
	h      *Handler
	r      *http.Request
	op     *operation
	typed  rest.Request
	body   []byte
	path   map[string]string // values of path parameters, by name
	params map[string]string // values of path and query parameters without the api-version, by lower-case name
	wish   wish
	begun  time.Time
	faults []*Fault // that apply
}

// reply is what is answered.
type reply struct {
	status    int
	header    http.Header
	body      *jsontree.Node // nil: none, or raw
	raw       []byte         // of a body that is not JSON
	mediaType string
	sample    string
	spec      *rest.Response    // nil: the document does not have the status
	from      map[string]string // documented values of headers
	abort     bool              // the connection is reset instead
	truncate  bool              // the body ends halfway
	shared    bool              // the items of the body are the state's, and may be of other schemas
}

// ServeHTTP answers a request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{h: h, r: r, begun: h.now()}
	out, problem := x.answer(w)
	if problem != nil {
		out = x.refuse(problem)
	}
	h.log.add(x, out)
	x.write(w, out)
}

// answer takes a request all the way.
func (x *exchange) answer(w http.ResponseWriter) (*reply, *Error) {
	h := x.h
	if out, problem, is := h.own(x.r); is {
		return out, problem
	}
	again := h.continued(x.r)
	if again != nil {
		x.r = again
	}
	var problem *Error
	if x.op, problem = h.route(x.r); problem != nil {
		return nil, problem
	}
	if x.faults, problem = h.faults.of(x.op, x.r); problem != nil {
		return nil, problem
	}
	if out, problem := x.before(); out != nil || problem != nil {
		return out, problem
	}
	if x.body, problem = h.readBody(w, x.r); problem != nil {
		return nil, problem
	}
	if x.typed, problem = h.check(x.op, x.r, x.body, again != nil); problem != nil {
		return nil, problem
	}
	x.path = x.op.PathValues(x.r)
	x.params = map[string]string{}
	for name, value := range withQuery(x.path, x.r) {
		if !strings.EqualFold(name, apiVersion) {
			x.params[strings.ToLower(name)] = value
		}
	}
	if x.wish, problem = x.readWish(); problem != nil {
		return nil, problem
	}
	out, problem := x.content()
	if problem != nil {
		return nil, problem
	}
	if problem := x.page(out); problem != nil {
		return nil, problem
	}
	if out.shared {
		body := out.body.Clone()
		if fitted, _ := x.h.fit(x.op, &out.spec.Schema, body); fitted != nil {
			body = fitted
		}
		out.body = body
	}
	x.alter(out)
	return out, nil
}

// own answers what the handler has paths of its own for.
func (h *Handler) own(r *http.Request) (*reply, *Error, bool) {
	if out, is := h.startPage(r); is {
		return out, nil, true
	}
	return h.monitor(r)
}

// content is what the operation answers, before it is cut into pages.
func (x *exchange) content() (*reply, *Error) {
	var out *reply
	var commit func() *Error
	var problem *Error
	f := x.h.functions[x.op.Operation]
	known := f != nil
	if known {
		out, problem = x.call(f)
	} else {
		out, commit, problem, known = x.stateful()
	}
	switch {
	case problem != nil:
		return nil, problem
	case x.op.LongRunning == nil && known:
		return out, nil
	case x.op.LongRunning == nil:
		return x.documented(x.statuses())
	case !known:
		if out, problem = x.final(); problem != nil {
			return nil, problem
		}
	}
	return x.longRunning(out, commit)
}

// statuses are the statuses of success in the order in which the method prefers them.
func (x *exchange) statuses() []int {
	if x.r.Method == http.MethodDelete {
		return []int{200, 204, 202}
	}
	return []int{200, 201, 202, 204}
}

// documented answers with a sample, or with a value made from the schema.
func (x *exchange) documented(prefer []int) (*reply, *Error) {
	if x.wish.generated {
		return x.generated(prefer, x.wish.number)
	}
	s := x.wish.sample
	if s == nil {
		s = x.op.best(x.params, func(s *sample) bool { return s.succeeding(x.op, prefer) != nil })
	}
	if s == nil {
		return x.generated(prefer, 0)
	}
	a := s.succeeding(x.op, prefer)
	if a == nil { // asked for by name
		a = &s.answers[0]
	}
	spec, _ := x.op.Response(a.status)
	out := &reply{status: a.status, spec: spec, sample: s.name, from: a.header}
	if a.body != nil {
		out.body = a.body.Clone()
		x.identify(out.body, s.params, false)
	} else if spec.Format != rest.FormatNone && spec.Format != rest.FormatJSON {
		x.fillRaw(out)
	} else if spec.New != nil {
		made, problem := x.generated([]int{a.status}, 0)
		if problem != nil {
			return nil, problem
		}
		out.body = made.body
	}
	return out, nil
}

// succeeding returns the answer of a sample with the status that comes first among those preferred; nil when the sample
// has none that says the operation succeeded.
func (s *sample) succeeding(op *operation, prefer []int) *answer {
	var found *answer
	for i := range s.answers {
		a := &s.answers[i]
		spec, ok := op.Response(a.status)
		if !ok || spec.Fails(a.status) {
			continue
		}
		if found == nil || rank(prefer, a.status) < rank(prefer, found.status) {
			found = a
		}
	}
	return found
}

func rank(prefer []int, status int) int {
	if i := slices.Index(prefer, status); i >= 0 {
		return i
	}
	return len(prefer) + status
}

// success is the documented status of success that comes first among those preferred.
func (op *operation) success(prefer []int) (int, *rest.Response) {
	status, spec := 0, (*rest.Response)(nil)
	for i := range op.Responses {
		r := &op.Responses[i]
		n, err := strconv.Atoi(r.Status)
		switch {
		case err == nil:
		case strings.EqualFold(r.Status, "2XX"), r.Status == "default":
			n = http.StatusOK
		default:
			continue
		}
		if r.Fails(n) || n >= 400 {
			continue
		}
		if r.Status == "default" && spec != nil {
			continue
		}
		if spec == nil || spec.Status == "default" || rank(prefer, n) < rank(prefer, status) {
			status, spec = n, r
		}
	}
	if spec == nil {
		return http.StatusOK, nil
	}
	return status, spec
}

// generated answers with the nth value made from the schema.
func (x *exchange) generated(prefer []int, n int) (*reply, *Error) {
	status, spec := x.op.success(prefer)
	out := &reply{status: status, spec: spec, sample: generatedName}
	if n > 0 {
		out.sample += "-" + strconv.Itoa(n)
	}
	if spec == nil || spec.Format == rest.FormatNone {
		return out, nil
	}
	if spec.Format != rest.FormatJSON {
		x.fillRaw(out)
		return out, nil
	}
	body, err := x.h.generatedBody(x.op, status, &spec.Schema, n)
	if err != nil {
		return nil, armError(http.StatusNotImplemented, "NoSample", "%s has no sample of the status %d: %v; give one with -samples.", x.op.ID, status, err)
	}
	out.body = body.Clone()
	x.identify(out.body, nil, true)
	if instance.Valid(x.op.Model, &spec.Schema, out.body, false) != nil {
		out.body = body.Clone() // the schema does not allow the id, the name or the type that was asked for
	}
	return out, nil
}

// fillRaw answers with a body that is not JSON.
func (x *exchange) fillRaw(out *reply) {
	out.mediaType = "application/octet-stream"
	if types := out.spec.MediaTypes; len(types) > 0 && !strings.Contains(types[0], "*") {
		out.mediaType = types[0]
	} else if out.spec.Format == rest.FormatText {
		out.mediaType = "text/plain"
	}
	switch {
	case strings.HasSuffix(out.mediaType, "xml"):
		out.raw = []byte("<value/>")
	case mediatype.IsJSON(out.mediaType):
		out.raw = []byte("{}")
	default:
		out.raw = []byte(x.op.ID)
	}
}

const generatedName = "generated"

// wish is what a request asks for beside what the document knows.
type wish struct {
	sample    *sample
	generated bool
	number    int
}

// readWish reads Prefer: example=NAME and x-azbill-example.
func (x *exchange) readWish() (wish, *Error) {
	name := x.r.Header.Get("x-azbill-example")
	if name == "" {
		for _, part := range strings.FieldsFunc(strings.Join(x.r.Header.Values("Prefer"), ","), func(r rune) bool { return r == ',' || r == ';' }) {
			key, value, _ := strings.Cut(part, "=")
			if strings.EqualFold(strings.TrimSpace(key), "example") {
				name = strings.Trim(strings.TrimSpace(value), `"`)
			}
		}
	}
	if name == "" {
		return wish{}, nil
	}
	if s := x.op.named(name); s != nil && len(s.answers) > 0 {
		return wish{sample: s}, nil
	}
	if rest, ok := strings.CutPrefix(name, generatedName); ok {
		if rest == "" {
			return wish{generated: true}, nil
		}
		if n, err := strconv.Atoi(strings.TrimPrefix(rest, "-")); err == nil && n >= 0 && strings.HasPrefix(rest, "-") {
			return wish{generated: true, number: n}, nil
		}
	}
	names := []string{generatedName}
	for _, s := range x.op.samples {
		names = append(names, s.name)
	}
	return wish{}, armError(http.StatusBadRequest, "UnknownExample", "%s has no sample '%s'; there are %s.", x.op.ID, shorten(name), strings.Join(names, ", "))
}

// refuse makes the reply of an error.
func (x *exchange) refuse(e *Error) *reply {
	status := e.Status
	if status < 400 || status > 599 {
		status = http.StatusInternalServerError
	}
	out := &reply{status: status, header: e.header, body: e.node()}
	if x.op != nil {
		out.spec, _ = x.op.Response(status)
	}
	return out
}

// base is the scheme and the host that the request was sent to, for links.
func (x *exchange) base() string {
	scheme := "http"
	switch {
	case x.r.TLS != nil:
		scheme = "https"
	case x.r.URL.Scheme == "https": // handed over in memory
		scheme = "https"
	}
	host := x.r.Host
	if host == "" {
		host = x.r.URL.Host
	}
	return (&url.URL{Scheme: scheme, Host: host}).String()
}

// write sends the reply.
func (x *exchange) write(w http.ResponseWriter, out *reply) {
	if out.abort {
		reset(w)
		return
	}
	header := w.Header()
	for name, values := range out.header {
		header[name] = values
	}
	x.documentedHeaders(header, out)
	id := x.h.requestID()
	header.Set("x-ms-request-id", id)
	header.Set("x-ms-correlation-request-id", id)
	if given := x.r.Header.Get("x-ms-correlation-request-id"); given != "" && len(given) <= 64 {
		header.Set("x-ms-correlation-request-id", given)
	}
	if given := x.r.Header.Get("x-ms-client-request-id"); given != "" && len(given) <= 64 && strings.EqualFold(x.r.Header.Get("x-ms-return-client-request-id"), "true") {
		header.Set("x-ms-client-request-id", given)
	}
	if out.sample != "" {
		header.Set("x-azbill-example", headerText(out.sample))
		if x.r.Header.Get("Prefer") != "" && (x.wish.sample != nil || x.wish.generated) {
			header.Set("Preference-Applied", "example="+headerText(out.sample))
		}
	}
	if kinds := x.faultKinds(); kinds != "" {
		header.Set("x-azbill-fault", kinds)
	}
	header.Set("Cache-Control", "no-cache")
	body := out.raw
	if out.body != nil {
		body = out.body.Append(nil)
		header.Set("Content-Type", mediatype.JSON+"; charset=utf-8")
	} else if body != nil {
		header.Set("Content-Type", out.mediaType)
	}
	if body == nil && out.status != http.StatusNoContent && out.status != http.StatusNotModified {
		header.Set("Content-Length", "0")
	} else if body != nil {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(out.status)
	if x.r.Method == http.MethodHead || len(body) == 0 {
		return
	}
	if out.truncate {
		body = body[:len(body)/2]
	}
	_, _ = w.Write(body) // the connection may be gone
	if out.truncate {
		_ = http.NewResponseController(w).Flush() // what is not sent yet would be dropped
		panic(http.ErrAbortHandler)               // ends the connection before the length that was announced
	}
}

// reset ends the connection without a reply, where it can be told from an ordinary end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0) // closing sends RST then
	}
	conn.Close()
}

// headerText makes a text fit to be the value of a header.
func headerText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s)
}

// documentedHeaders adds the headers that the document has for the status: of the sample, or made from their schemas.
func (x *exchange) documentedHeaders(header http.Header, out *reply) {
	if out.spec == nil || out.status >= 400 {
		return
	}
	for i := range out.spec.Headers {
		d := &out.spec.Headers[i]
		if header.Get(d.Name) != "" {
			continue
		}
		text := ""
		for name, value := range out.from {
			if strings.EqualFold(name, d.Name) {
				text = value
			}
		}
		if text == "" || isLink(d.Name) {
			text = x.headerOf(d)
		}
		header.Set(d.Name, headerText(text))
	}
}

// isLink reports whether a header holds a URL of the service, which a sample has of another host.
func isLink(name string) bool {
	switch strings.ToLower(name) {
	case "location", "azure-asyncoperation", "operation-location":
		return true
	}
	return false
}

// headerOf makes the value of a header.
func (x *exchange) headerOf(d *rest.Header) string {
	switch {
	case isLink(d.Name):
		return x.base() + x.r.URL.RequestURI()
	case strings.EqualFold(d.Name, "Retry-After"):
		return "1"
	}
	n := x.h.madeHeader(x.op, d)
	if n == nil {
		return "value"
	}
	return paramText(n)
}

// requestID makes the name of a request: a number of this handler in the form of a UUID.
func (h *Handler) requestID() string {
	n := h.requests.Add(1)
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(h.seed), n)
}

var errNoHandler = errors.New("mock: the handler serves no table with the operation")

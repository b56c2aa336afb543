package traffic

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// API is a document, in the shape of the operation table generated from it.
type API struct {
	Name  string // service@api-version, such as "consumption@2024-08-01"
	Table *rest.Table
}

// Checker holds exchanges against documents. It is safe for concurrent use.
type Checker struct {
	apis  []*api
	byAPI map[string]*api
}

// api is an API made ready.
type api struct {
	API
	service   string
	providers map[string]bool // resource providers of its paths, in lower case
	newer     []*api          // the same service at newer api-versions
}

// NewChecker returns a Checker for the documents. An exchange belongs to the one of its api-version, else to the newest
// that has an operation for it. A difference that one of the newer documents does not have is noted as explained by it;
// newer may hold any documents, of which those of the same service and a newer api-version count.
func NewChecker(apis, newer []API) *Checker {
	c := &Checker{byAPI: map[string]*api{}}
	for _, a := range apis {
		ready := prepare(a)
		for _, n := range newer {
			if n := prepare(n); n.service == ready.service && n.Table.APIVersion > ready.Table.APIVersion {
				ready.newer = append(ready.newer, n)
			}
		}
		c.apis = append(c.apis, ready)
		c.byAPI[a.Name] = ready
	}
	slices.SortStableFunc(c.apis, func(a, b *api) int { return cmp.Compare(b.Table.APIVersion, a.Table.APIVersion) })
	return c
}

func prepare(a API) *api {
	out := &api{API: a, providers: map[string]bool{}}
	out.service, _, _ = strings.Cut(a.Name, "@")
	for op := range a.Table.All() {
		if name := providerOf(op.Path); name != "" {
			out.providers[name] = true
		}
	}
	return out
}

// providerOf returns the last resource provider that a path names, in lower case.
func providerOf(path string) string {
	path = strings.ToLower(path)
	i := strings.LastIndex(path, "/providers/microsoft.")
	if i < 0 {
		return ""
	}
	name, _, _ := strings.Cut(path[i+len("/providers/"):], "/")
	return name
}

// Check counts what differs in an exchange. It reads the body to its end.
func (c *Checker) Check(x *Exchange, d *Drift) {
	for p := range c.Parts(x) {
		c.CheckPart(&p, d)
	}
}

// Part is what is checked at once: an exchange without the body of its response, a batch of the elements of a list, what
// a body holds beside them, or what is wrong with the recorded body. It can be sent to another machine as JSON.
type Part struct {
	Origin
	Time      time.Time `json:"time,omitzero"`
	API       string    `json:"api,omitempty"`
	Operation string    `json:"operation,omitempty"`
	Status    string    `json:"status,omitempty"`   // documented status of the response
	Exchange  *Exchange `json:"exchange,omitempty"` // without the body of its response
	HasBody   bool      `json:"hasBody,omitempty"`  // the exchange has one
	List      string    `json:"list,omitempty"`     // the member whose elements Body holds
	First     int       `json:"first,omitempty"`    // index of the first of them
	Count     int       `json:"count,omitempty"`    // how many
	Body      []byte    `json:"body,omitempty"`     // JSON text; elements are those of a list in an object of their own
	Problem   *Problem  `json:"problem,omitempty"`
}

// Limits of a batch of elements.
const (
	batchBytes    = 256 << 10
	batchElements = 256
)

// Parts takes an exchange apart. It reads the body of the response while the parts are asked for.
func (c *Checker) Parts(x *Exchange) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		head := Part{Origin: x.Origin, Exchange: x, HasBody: x.Body != nil}
		if !x.Time.IsZero() {
			head.Time = x.Time.UTC()
		}
		a, op := c.find(x)
		if op == nil {
			yield(head)
			return
		}
		head.API, head.Operation = a.Name, op.ID
		reply, ok := documented(op, x.Status)
		if ok {
			head.Status = reply.Status
		}
		if !yield(head) || !ok || x.Body == nil || reply.New == nil || reply.Format != rest.FormatJSON {
			return
		}
		head.Exchange, head.HasBody = nil, false
		c.bodyParts(a, op, reply, x, head, yield)
	}
}

// documented returns the response that the document has for a status. Where it lists the statuses of success, "default" stands
// for failures alone: another success is one that the document does not have.
func documented(op *rest.Operation, status int) (*rest.Response, bool) {
	reply, ok := op.Response(status)
	if !ok || reply.Status != "default" || status >= http.StatusBadRequest {
		return reply, ok
	}
	lists := slices.ContainsFunc(op.Responses, func(r rest.Response) bool { return r.Status != "default" && r.Status[0] < '4' })
	return reply, !lists
}

// bodyParts takes the body of a response apart; base is what its parts have in common.
func (c *Checker) bodyParts(a *api, op *rest.Operation, reply *rest.Response, x *Exchange, base Part, yield func(Part) bool) {
	member := listMember(a.Table.Model, op, reply)
	rest := new(wire.Raw)
	batch := base
	batch.List = member
	open := append(codec.EncodeString(&member, []byte{'{'}), ":["...)
	flush := func() bool {
		if batch.Count == 0 {
			return true
		}
		batch.Body = append(batch.Body, "]}"...)
		ok := yield(batch)
		batch.First, batch.Count, batch.Body = batch.First+batch.Count, 0, nil
		return ok
	}
	for e, err := range codec.Stream(x.Body, member, decodeRaw, rest, decodeRaw) {
		if err != nil {
			if flush() {
				p := base
				p.Problem = bodyProblem(x.Origin, err)
				yield(p)
			}
			return
		}
		if batch.Count == 0 {
			batch.Body = append(make([]byte, 0, batchBytes+batchBytes/4), open...)
		} else {
			batch.Body = append(batch.Body, ',')
		}
		batch.Body = e.AppendJSON(batch.Body)
		if batch.Count++; batch.Count == batchElements || len(batch.Body) >= batchBytes {
			if !flush() {
				return
			}
		}
	}
	if flush() {
		p := base
		p.Body = rest.Bytes()
		if batch.First > 0 {
			p.List = member // the rest lacks the list, which may be required
		}
		yield(p)
	}
}

func decodeRaw(d *codec.Decoder) *wire.Raw {
	raw := d.Raw()
	return &raw
}

// bodyProblem says what is wrong with a body that cannot be read to its end.
func bodyProblem(o Origin, err error) *Problem {
	var syntax *wire.SyntaxError
	var p *Problem
	switch {
	case errors.As(err, &p):
		return &Problem{o, p.Code, p.Message}
	case errors.As(err, &syntax):
		return &Problem{o, "body-syntax", fmt.Sprintf("the body is not JSON that can be decoded: offset %d: %s", syntax.Offset, syntax.Msg)}
	}
	return &Problem{o, "body-read", "the body cannot be read: " + err.Error()}
}

// listMember names the member of a response whose elements are checked one by one; "value" where there is none.
func listMember(m *schema.Model, op *rest.Operation, reply *rest.Response) string {
	if op.Pager != nil && op.Pager.Items != "" && !strings.Contains(op.Pager.Items, ".") {
		return op.Pager.Items
	}
	return "value"
}

// find returns the document and the operation of an exchange; nil where there is none.
func (c *Checker) find(x *Exchange) (*api, *rest.Operation) {
	if x.Operation != "" {
		for _, a := range c.apis {
			if op, ok := a.Table.Lookup(x.Operation); ok {
				return a, op
			}
		}
		return nil, nil
	}
	if x.Hints != nil {
		a, op, _ := c.infer(x.Hints)
		return a, op
	}
	req, err := x.request()
	if err != nil {
		return nil, nil
	}
	version := queryValue(req.URL, "api-version")
	var first *api
	var found *rest.Operation
	for _, a := range c.apis {
		op, err := a.Table.Match(req)
		if err != nil {
			continue
		}
		if strings.EqualFold(version, op.APIVersion) {
			return a, op
		}
		if first == nil {
			first, found = a, op
		}
	}
	return first, found
}

// request makes the request that was recorded. Recordings may hold URLs that are not percent-encoded, or only the path.
func (x *Exchange) request() (*http.Request, error) {
	target := x.URL
	if strings.HasPrefix(target, "/") {
		target = rest.PublicCloud + target
	}
	req, err := rest.ParseRequestLine(cmp.Or(strings.ToUpper(x.Method), http.MethodGet) + " " + target)
	if err != nil {
		return nil, err
	}
	for name, values := range x.RequestHeader {
		req.Header[name] = values
	}
	if len(x.RequestBody) > 0 {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(x.RequestBody)), int64(len(x.RequestBody))
	}
	return req, nil
}

// queryValue returns a query parameter, whose name compares without regard to case.
func queryValue(u *url.URL, name string) string {
	for key, values := range u.Query() {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

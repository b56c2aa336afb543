package traffic

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// The messages of a key that are no statuses.
const (
	messageRequest  = "request"
	messageOther    = "other"    // an exchange with a service that no document is about
	messageInferred = "inferred" // a body whose operation was inferred
)

// checkExchange checks an exchange but for the body of its response.
func (c *Checker) checkExchange(p *Part, d *Drift) {
	x := p.Exchange
	if p.Operation == "" {
		c.checkUnmatched(p, d)
		return
	}
	a := c.byAPI[p.API]
	if a == nil {
		return // made by a checker for other documents
	}
	op, ok := a.Table.Lookup(p.Operation)
	if !ok {
		return
	}
	switch {
	case x.Hints != nil:
		_, _, by := c.infer(x.Hints)
		newTally(p, d, messageInferred).saw(by, 1)
	case x.Operation == "":
		t := newTally(p, d, messageRequest)
		t.saw("", 1)
		a.checkRequest(op, x, t)
	}
	reply, ok := documented(op, x.Status)
	if !ok {
		t := newTally(p, d, strconv.Itoa(x.Status))
		t.saw("", 1)
		detail := strconv.Itoa(x.Status)
		if p.HasBody {
			detail += " with a body"
		}
		t.add(occurrence{class: Status, detail: detail}, a.newerWhere(op.ID, func(n *rest.Operation) bool {
			_, ok := documented(n, x.Status)
			return ok
		}))
		return
	}
	t := newTally(p, d, reply.Status)
	t.saw("", 1)
	a.checkHeader(op, reply, x, t)
	switch declared := reply.Format != rest.FormatNone; {
	case declared && !p.HasBody && !x.Unrecorded && x.Method != http.MethodHead:
		t.add(occurrence{class: Body, detail: "no body"}, nil)
	case !declared && p.HasBody:
		t.add(occurrence{class: Body, detail: "a body that the document does not declare"}, nil)
	}
}

// checkUnmatched counts an exchange that no operation is for.
func (c *Checker) checkUnmatched(p *Part, d *Drift) {
	x := p.Exchange
	t := newTally(p, d, messageRequest)
	switch {
	case x.Operation != "":
		t.add(occurrence{class: NoOperation, place: x.Operation}, nil)
		return
	case x.Hints != nil:
		d.AddProblem(&Problem{x.Origin, "no-operation", "the operation of the body cannot be inferred from nextLink, id or type: name it"})
		return
	}
	req, err := x.request()
	if err != nil {
		d.AddProblem(&Problem{x.Origin, "request-url", "the URL of the request cannot be read: expected METHOD https://host/path"})
		return
	}
	provider := providerOf(req.URL.Path)
	i := slices.IndexFunc(c.apis, func(a *api) bool { return a.providers[provider] })
	if i < 0 {
		t.key.Message = messageOther
		t.saw("", 1)
		return
	}
	a := c.apis[i]
	t.key.API = a.Name
	t.saw("", 1)
	t.add(occurrence{class: NoOperation, place: req.Method + " " + foldPath(req.URL.Path)}, a.newerMatching(req))
}

// newerMatching returns the newer documents that have an operation for a request.
func (a *api) newerMatching(req *http.Request) []string {
	var out []string
	for _, n := range a.newer {
		if _, err := n.Table.Match(req); err == nil {
			out = append(out, n.Name)
		}
	}
	return out
}

// newerWhere returns the newer documents whose operation of that id is as asked.
func (a *api) newerWhere(id string, is func(*rest.Operation) bool) []string {
	var out []string
	for _, n := range a.newer {
		if op, ok := n.Table.Lookup(id); ok && is(op) {
			out = append(out, n.Name)
		}
	}
	return out
}

// checkRequest checks the parameters and the body of a request.
func (a *api) checkRequest(op *rest.Operation, x *Exchange, t *tally) {
	req, err := x.request()
	if err != nil {
		return // it was matched
	}
	if version := queryValue(req.URL, "api-version"); !strings.EqualFold(version, op.APIVersion) {
		o := occurrence{class: APIVersion, place: "/query/api-version", detail: version}
		if version == "" {
			o.detail = "none"
		} else if !isName(version) {
			o.detail = blank(version)
		}
		t.add(o, a.newerWhere(op.ID, func(n *rest.Operation) bool { return strings.EqualFold(version, n.APIVersion) }))
	}
	found := parameters(op, x)
	newer := map[string]map[string]bool{}
	if len(found) > 0 {
		for _, n := range a.newer {
			if op, ok := n.Table.Lookup(op.ID); ok {
				newer[n.Name] = pointersOf(parameters(op, x))
			}
		}
	}
	for _, v := range found {
		t.add(parameterOccurrence(v, req.URL), explaining(newer, v.Pointer))
	}
	a.checkRequestBody(op, x, t)
}

func pointersOf(list wire.Violations) map[string]bool {
	out := map[string]bool{}
	for _, v := range list {
		out[v.Pointer] = true
	}
	return out
}

// parameters returns what is wrong with the parameters of a request, but for its api-version and what leads to a next page.
func parameters(op *rest.Operation, x *Exchange) wire.Violations {
	req, err := x.request()
	if err != nil {
		return nil
	}
	req.Body, req.ContentLength = nil, 0
	typed := op.New()
	if err := rest.Parse(req, typed); err != nil {
		return wire.Violations{{Pointer: "/request", Rule: "malformed"}}
	}
	return slices.DeleteFunc(violations(rest.Validate(typed, wire.UnknownMembers())), func(v wire.Violation) bool {
		name := v.Pointer[strings.LastIndexByte(v.Pointer, '/')+1:]
		switch {
		case strings.HasPrefix(v.Pointer, "/body"), strings.EqualFold(name, "api-version"):
			return true
		case v.Rule == "unknown" && op.Pager != nil:
			return isPaging(name)
		}
		return false
	})
}

// isPaging reports whether a query parameter that the document does not have belongs to the service's links to next pages.
func isPaging(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "skip") || strings.Contains(name, "token") || strings.Contains(name, "continuation")
}

// parameterOccurrence makes an occurrence of a violation of a parameter.
func parameterOccurrence(v wire.Violation, u *url.URL) occurrence {
	o := occurrence{class: Constraint, place: foldName(v.Pointer), detail: v.Rule}
	o.pointer = o.place
	switch v.Rule {
	case "unknown", "member-case":
		o.class, o.detail = UnknownParameter, ""
	case "required":
		o.class, o.detail = Missing, ""
	case "type":
		o.class, o.detail = Mismatch, ""
	case "format":
		o.class = Format
	case "enum":
		text := queryValue(u, v.Pointer[strings.LastIndexByte(v.Pointer, '/')+1:])
		o.class, o.detail = UnknownValue, named(codec.EncodeString(&text, nil))
	}
	return o
}

// checkRequestBody checks the JSON body of a request.
func (a *api) checkRequestBody(op *rest.Operation, x *Exchange, t *tally) {
	if op.Body == nil || op.Body.Format != rest.FormatJSON || len(x.RequestBody) == 0 {
		return
	}
	opts := []wire.ValidateOption{wire.AsRequest(), wire.UnknownMembers()}
	if wire.Valid(x.RequestBody) != nil {
		t.d.AddProblem(&Problem{x.Origin, "request-body", "the body of the request is not JSON that can be decoded"})
		return
	}
	found, _ := schema.FindDecoded(op.Model, &op.Body.Schema, x.RequestBody, opts...)
	newer := map[string]map[string]bool{}
	for _, n := range a.newer {
		if other, ok := n.Table.Lookup(op.ID); ok && len(found) > 0 && other.Body != nil {
			list, _ := schema.FindDecoded(other.Model, &other.Body.Schema, x.RequestBody, opts...)
			newer[n.Name] = map[string]bool{}
			for _, f := range list {
				newer[n.Name][f.Pointer] = true
			}
		}
	}
	for _, f := range found {
		o := classify(&f)
		by := explaining(newer, f.Pointer)
		o.place, o.pointer = "/body"+o.place, "/body"+o.pointer
		t.add(o, by)
	}
}

// plainHeaders are headers of HTTP and of Azure Resource Manager as a whole, which no document declares.
var plainHeaders = []string{
	"accept-ranges", "age", "allow", "alt-svc", "cache-control", "connection", "content-disposition", "content-encoding",
	"content-language", "content-length", "content-location", "content-range", "content-security-policy", "content-type", "date", "etag",
	"expires", "keep-alive", "last-modified", "link", "nel", "p3p", "pragma", "proxy-connection", "referrer-policy", "report-to",
	"request-context", "retry-after", "server", "server-timing", "set-cookie", "strict-transport-security", "timing-allow-origin", "trailer",
	"transfer-encoding", "upgrade", "vary", "via", "warning", "www-authenticate", "location", "azure-asyncoperation", "azure-deprecating",
	"operation-location", "mise-correlation-id", "session-id", "api-supported-versions", "api-deprecated-versions", "odata-version",
}

var plainPrefixes = []string{":", "access-control-", "x-ms-", "x-azure-", "x-content-", "x-frame-", "x-xss-", "x-powered-", "x-aspnet", "x-cache", "x-msedge-", "x-request-", "sec-", "osid"}

func isPlainHeader(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(plainHeaders, name) || slices.ContainsFunc(plainPrefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// checkHeader checks the headers of a response: those that the document declares against their schemas, and that no others
// are there but those of HTTP and of Azure Resource Manager.
func (a *api) checkHeader(op *rest.Operation, reply *rest.Response, x *Exchange, t *tally) {
	for _, name := range sortedNames(x.Header) {
		i := slices.IndexFunc(reply.Headers, func(h rest.Header) bool { return strings.EqualFold(h.Name, name) })
		values := x.Header[name]
		switch {
		case i < 0 && !isPlainHeader(name):
			t.add(occurrence{class: Header, place: foldName("/header/" + strings.ToLower(name))}, a.newerWhere(op.ID, func(n *rest.Operation) bool {
				r, ok := documented(n, x.Status)
				return ok && slices.ContainsFunc(r.Headers, func(h rest.Header) bool { return strings.EqualFold(h.Name, name) })
			}))
		case i >= 0 && len(values) > 0 && values[0] != Redacted:
			checkHeaderValue(op.Model, &reply.Headers[i], values[0], t)
		}
	}
}

func checkHeaderValue(m *schema.Model, h *rest.Header, text string, t *tally) {
	value := []byte(text)
	if k := h.Schema.Kind; k == schema.KindString || k == schema.KindAny || k == schema.KindRef || wire.Valid(value) != nil {
		value = codec.EncodeString(&text, nil)
	}
	if wire.Valid(value) != nil {
		return // not UTF-8
	}
	found, _ := schema.FindDecoded(m, &h.Schema, value)
	for _, f := range found {
		o := classify(&f)
		o.place = "/header/" + strings.ToLower(h.Name)
		o.pointer = o.place
		t.add(o, nil)
	}
}

func sortedNames(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// foldPath replaces the names of resources in a path, which are data, and leaves the types of resources.
func foldPath(path string) string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	isType := true
	for i, s := range segments {
		switch {
		case strings.EqualFold(s, "providers"):
			isType = true
			continue
		case i > 0 && strings.EqualFold(segments[i-1], "providers"): // the provider, followed by a type
			isType = true
			if !isName(s) {
				segments[i] = "{provider}"
			}
			continue
		}
		if !isType || !isName(s) || strings.ContainsAny(s, "0123456789 ") {
			segments[i] = "{}"
		}
		isType = !isType
	}
	return "/" + strings.Join(segments, "/")
}

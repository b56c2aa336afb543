package mock

import (
	"net/http"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// State keeps resources: what PUT and PATCH wrote is what GET and lists answer, until DELETE. It is for the paths that the
// document has a PUT, PATCH or DELETE for; all others are answered from samples. It begins with the resources of the samples.
func State() Option { return func(c *config) { c.h.store = &store{} } }

// LimitState bounds what is kept: the number of resources, and the bytes of their bodies. Without this option it is 100,000
// and 256 MiB. A resource beyond is refused with 409 QuotaExceeded.
func LimitState(resources int, bytes int64) Option {
	return func(c *config) { c.h.maxResources, c.h.maxBytes = resources, bytes }
}

// shapeKey is a path template without the names of its parameters.
func shapeKey(segments []string) string {
	out := make([]string, len(segments))
	for i, s := range segments {
		if out[i] = strings.ToLower(s); strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
			out[i] = "{}"
		}
	}
	return strings.Join(out, "/")
}

// classify finds which operations read and write resources.
func (a *api) classify() {
	methods := map[string]map[string]bool{}
	for _, op := range a.order {
		key := shapeKey(op.segments)
		if methods[key] == nil {
			methods[key] = map[string]bool{}
		}
		methods[key][op.Method] = true
	}
	for _, op := range a.order {
		key := shapeKey(op.segments)
		has := methods[key]
		op.reads = has[http.MethodGet]
		op.kept = has[http.MethodGet] && (has[http.MethodPut] || has[http.MethodPatch] || has[http.MethodDelete]) && !strings.Contains(op.Path, "?")
	}
	for _, op := range a.order {
		if op.kept || op.Method != http.MethodGet || op.resultSchema(true) == nil {
			continue
		}
		for _, item := range a.order {
			if n := len(item.segments) - 1; item.kept && n > 0 && strings.HasPrefix(item.segments[n], "{") && shapeKey(item.segments[:n]) == shapeKey(op.segments) {
				op.lists = true
			}
		}
	}
}

// resultSchema is the schema of a reply that says the operation succeeded; nil when it has none. Of a list, it is the schema of
// the reply that holds the items.
func (op *operation) resultSchema(list bool) *rest.Response {
	for i := range op.Responses {
		r := &op.Responses[i]
		if r.Error || r.New == nil || r.Format != rest.FormatJSON || r.Status == "default" && len(op.Responses) > 1 {
			continue
		}
		if list && op.itemsSchema(r) == nil {
			continue
		}
		return r
	}
	return nil
}

// itemsSchema returns the name of the list in a reply.
func (op *operation) itemsSchema(r *rest.Response) *string {
	name, _ := op.pager()
	if name == "" || !instance.HasList(op.Model, &r.Schema, name) {
		return nil
	}
	return &name
}

// seed stores what the samples of reads and lists show.
func (h *Handler) seedState() {
	for _, a := range h.apis {
		for _, op := range a.order {
			if op.Method != http.MethodGet || !op.kept && !op.lists {
				continue
			}
			for _, s := range op.samples {
				if ans := s.succeeding(op, []int{200}); ans != nil && ans.body != nil {
					h.seedSample(op, s, ans.body)
				}
			}
		}
	}
}

func (h *Handler) seedSample(op *operation, s *sample, body *jsontree.Node) {
	values := map[string]string{}
	for i := range op.Params {
		if p := &op.Params[i]; p.In == rest.InPath {
			value := s.params[strings.ToLower(p.Name)]
			if value == "" {
				return
			}
			values[p.Name] = value
		}
	}
	path := op.pathOf(values)
	if op.kept {
		h.seedResource(op, path, body)
		return
	}
	items, _ := op.listOf(body)
	for _, item := range items {
		name := ""
		if n := item.Get("name"); n != nil && n.Kind == jsontree.String {
			name = n.Text
		} else if id := item.Get("id"); id != nil && id.Kind == jsontree.String {
			name = id.Text[strings.LastIndexByte(id.Text, '/')+1:]
		}
		if name != "" && !strings.Contains(name, "/") {
			h.seedResource(op, path+"/"+name, item)
		}
	}
}

func (h *Handler) seedResource(op *operation, id string, body *jsontree.Node) {
	key := keyOf(id)
	if h.store.lookup(key) != nil && !op.kept {
		return // a sample of the resource itself says more
	}
	body = body.Clone()
	if body.Get("id") != nil {
		become(body, id)
	}
	r := &resource{id: id, body: body, size: int64(len(body.Append(nil))), etag: h.store.nextETag()}
	if name := etagName(body); name != "" {
		if t := body.Get(name); t.Kind == jsontree.String && t.Text != "" {
			r.etag = t.Text
		}
	}
	h.store.put(key, r)
}

// etagName is the name of the member that holds the tag; empty: there is none.
func etagName(body *jsontree.Node) string {
	for _, m := range body.Members {
		if strings.EqualFold(m.Name, "etag") {
			return m.Name
		}
	}
	return ""
}

// stateful answers from the state; false when the operation has none.
func (x *exchange) stateful() (*reply, func() *Error, *Error, bool) {
	if x.h.store == nil || x.wish != (wish{}) {
		return nil, nil, nil, false
	}
	switch {
	case x.op.lists:
		out, problem := x.listState()
		return out, nil, problem, true
	case !x.op.kept:
		return nil, nil, nil, false
	}
	switch x.r.Method {
	case http.MethodGet:
		out, problem := x.readState()
		return out, nil, problem, true
	case http.MethodPut, http.MethodPatch:
		out, commit, problem := x.writeState()
		return out, commit, problem, true
	case http.MethodDelete:
		out, commit, problem := x.deleteState()
		return out, commit, problem, true
	}
	return nil, nil, nil, false
}

func (x *exchange) notFound() *Error {
	return armError(http.StatusNotFound, "ResourceNotFound", "The resource '%s' was not found.", shorten(x.canonicalPath()))
}

func (x *exchange) readState() (*reply, *Error) {
	r := x.h.store.get(keyOf(x.canonicalPath()))
	if r == nil {
		return nil, x.notFound()
	}
	if tag := x.r.Header.Get("If-None-Match"); tag != "" && matches(tag, r.etag) {
		return &reply{status: http.StatusNotModified, header: http.Header{"Etag": {r.etag}}}, nil
	}
	status, spec := x.op.success(x.statuses())
	out := &reply{status: status, spec: spec, header: http.Header{"Etag": {r.etag}}}
	if spec != nil && spec.New != nil {
		out.body = x.h.shown(x.op, &spec.Schema, r)
	}
	return out, nil
}

// shown is the body of a resource as an operation answers it, which may be one of another api-version than wrote it.
func (h *Handler) shown(op *operation, s *schema.Schema, r *resource) *jsontree.Node {
	body := r.body.Clone()
	if r.spec == nil || r.op.Model != op.Model || r.spec != s {
		if fitted, _ := h.fit(op, s, body); fitted != nil {
			return fitted
		}
	}
	return body
}

func (x *exchange) listState() (*reply, *Error) {
	spec := x.op.resultSchema(true)
	list := &jsontree.Node{Kind: jsontree.Array}
	for _, r := range x.h.store.list(keyOf(x.canonicalPath())) {
		list.Items = append(list.Items, r.body) // answer copies what is left of them
	}
	body := object(member(*x.op.itemsSchema(spec), list))
	status, _ := x.op.success(x.statuses())
	return &reply{status: status, spec: spec, body: body, shared: true}, nil
}

// preconditions compares If-Match and If-None-Match, and the tag in the body, with the resource; nil when it is not there.
func (x *exchange) preconditions(old *resource, body *jsontree.Node) *Error {
	failed := armError(http.StatusPreconditionFailed, "PreconditionFailed", "The resource '%s' has another ETag than the request asks for.", shorten(x.canonicalPath()))
	if tag := x.r.Header.Get("If-Match"); tag != "" {
		if old == nil || !matches(tag, old.etag) {
			return failed
		}
		return nil
	}
	if tag := x.r.Header.Get("If-None-Match"); tag != "" && old != nil && matches(tag, old.etag) {
		return failed
	}
	if old != nil && body != nil {
		if name := etagName(body); name != "" {
			if t := body.Get(name); t.Kind == jsontree.String && t.Text != "" && !matches(t.Text, old.etag) {
				return failed
			}
		}
	}
	return nil
}

// matches reports whether a list of tags, or *, has one of that value; quotes and W/ do not count.
func matches(list, tag string) bool {
	plain := func(t string) string { return strings.Trim(strings.TrimPrefix(strings.TrimSpace(t), "W/"), `"`) }
	for one := range strings.SplitSeq(list, ",") {
		if p := plain(one); p == "*" || p == plain(tag) {
			return true
		}
	}
	return false
}

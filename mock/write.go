package mock

import (
	"net/http"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// writeState answers PUT and PATCH. Of an operation that goes on after its reply, commit stores the resource.
func (x *exchange) writeState() (*reply, func() *Error, *Error) {
	sent, _, err := jsontree.Parse(x.body)
	if err != nil {
		sent = object() // a body that is not required
	}
	if x.op.LongRunning == nil {
		out, problem := x.store(sent)
		return out, nil, problem
	}
	old := x.h.store.get(keyOf(x.canonicalPath()))
	if problem := x.preconditions(old, sent); problem != nil {
		return nil, nil, problem
	}
	if old == nil && x.r.Method == http.MethodPatch {
		return nil, nil, x.notFound()
	}
	preview, problem := x.result(old, sent, "")
	if problem != nil {
		return nil, nil, problem
	}
	out := &reply{status: http.StatusOK, body: preview.body.Clone()}
	return out, func() *Error { _, problem := x.store(sent); return problem }, nil
}

// store writes what was sent, and answers it.
func (x *exchange) store(sent *jsontree.Node) (*reply, *Error) {
	s, key := x.h.store, keyOf(x.canonicalPath())
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.lookup(key)
	if problem := x.preconditions(old, sent); problem != nil {
		return nil, problem
	}
	if old == nil && x.r.Method == http.MethodPatch {
		return nil, x.notFound()
	}
	r, problem := x.result(old, sent, s.nextETag())
	if problem != nil {
		return nil, problem
	}
	grows := r.size
	if old != nil {
		grows -= old.size
	}
	if old == nil && s.count >= x.h.maxResources || s.bytes+grows > x.h.maxBytes {
		return nil, armError(http.StatusConflict, "QuotaExceeded", "The state holds %d resources of %d bytes; the limits are %d and %d.",
			s.count, s.bytes, x.h.maxResources, x.h.maxBytes)
	}
	s.put(key, r)
	prefer := []int{http.StatusOK, http.StatusCreated}
	if old == nil && x.r.Method == http.MethodPut {
		prefer = []int{http.StatusCreated, http.StatusOK}
	}
	status, spec := x.op.success(prefer)
	out := &reply{status: status, spec: spec, header: http.Header{"Etag": {r.etag}}}
	if spec != nil && spec.New != nil {
		out.body = r.body.Clone()
		if r.spec != &spec.Schema {
			out.body = x.h.shown(x.op, &spec.Schema, r)
		}
	}
	return out, nil
}

// result is the resource that a request makes of the one that is there, nil for none.
func (x *exchange) result(old *resource, sent *jsontree.Node, etag string) (*resource, *Error) {
	var kept *jsontree.Node
	if old != nil {
		kept = old.body
	}
	body := x.merged(kept, sent)
	spec := x.op.resource()
	id := x.canonicalPath()
	if old != nil {
		id = old.id
	}
	r := &resource{id: id, op: x.op, etag: etag}
	if spec != nil {
		r.spec = spec
		x.describe(spec, body, id, etag)
		fitted, _ := x.h.fit(x.op, spec, body)
		if fitted == nil {
			return nil, armError(http.StatusUnprocessableEntity, "InvalidResource", "What was sent cannot be completed to a resource that the document allows.")
		}
		body = fitted
	}
	r.body = body
	r.size = int64(len(body.Append(nil)))
	return r, nil
}

// resource is the schema of the resource that an operation answers; nil when it answers none.
func (op *operation) resource() *schema.Schema {
	if op.LongRunning != nil && op.LongRunning.New != nil {
		return &op.LongRunning.Schema
	}
	if r := op.resultSchema(false); r != nil {
		return &r.Schema
	}
	return nil
}

// merged is what PUT replaces, or PATCH merges (RFC 7396), of a resource; members that only the service sets are kept.
func (x *exchange) merged(old, sent *jsontree.Node) *jsontree.Node {
	sent = sent.Clone()
	if x.op.Body != nil && x.op.Body.Format == rest.FormatJSON {
		withoutReadOnly(x.op, &x.op.Body.Schema, sent)
	}
	if name := etagName(sent); name != "" {
		drop(sent, name)
	}
	switch {
	case old == nil:
		return mergePatch(object(), sent)
	case x.r.Method == http.MethodPatch:
		return mergePatch(old.Clone(), sent)
	}
	if spec := x.op.resource(); spec != nil {
		keepReadOnly(x.op, spec, sent, old)
	}
	return sent
}

// mergePatch applies a JSON merge patch to a value, which it may change.
func mergePatch(to, patch *jsontree.Node) *jsontree.Node {
	if patch.Kind != jsontree.Object {
		return patch
	}
	if to == nil || to.Kind != jsontree.Object {
		to = object()
	}
	index := indexOf(to)
	for _, m := range patch.Members {
		i, there := index[m.Name]
		switch {
		case m.Value.Kind == jsontree.Null && there:
			to.Members[i].Value = nil
		case m.Value.Kind == jsontree.Null:
		case there:
			to.Members[i].Value = mergePatch(to.Members[i].Value, m.Value)
		default:
			to.Members = append(to.Members, member(m.Name, mergePatch(nil, m.Value)))
		}
	}
	to.Members = slices.DeleteFunc(to.Members, func(m jsontree.Member) bool { return m.Value == nil })
	return to
}

// indexOf finds the members of an object by name.
func indexOf(n *jsontree.Node) map[string]int {
	index := make(map[string]int, len(n.Members))
	for i, m := range n.Members {
		index[m.Name] = i
	}
	return index
}

// withoutReadOnly removes the members that the service sets, and those that it never answers.
func withoutReadOnly(op *operation, s *schema.Schema, n *jsontree.Node) {
	var parents []*jsontree.Node
	instance.Visit(op.Model, s, n, func(p instance.Place) bool {
		if p.Node.Kind == jsontree.Object {
			parents = append(parents, p.Node)
		}
		return true
	})
	readOnly := map[*jsontree.Node]bool{}
	instance.Visit(op.Model, s, n, func(p instance.Place) bool {
		if p.Member.ReadOnly || p.Member.WriteOnly {
			readOnly[p.Node] = true
		}
		return true
	})
	for _, parent := range parents {
		var left []jsontree.Member
		for _, m := range parent.Members {
			if !readOnly[m.Value] {
				left = append(left, m)
			}
		}
		parent.Members = left
	}
}

// keepReadOnly adds the members that the service set of the old value to the new one.
func keepReadOnly(op *operation, s *schema.Schema, to, old *jsontree.Node) {
	readOnly := map[*jsontree.Node]bool{}
	instance.Visit(op.Model, s, old, func(p instance.Place) bool {
		readOnly[p.Node] = p.Member.ReadOnly
		return p.Node.Kind == jsontree.Object
	})
	var walk func(to, old *jsontree.Node)
	walk = func(to, old *jsontree.Node) {
		index := indexOf(to)
		for _, m := range old.Members {
			i, there := index[m.Name]
			if !there {
				if readOnly[m.Value] {
					to.Members = append(to.Members, member(m.Name, m.Value.Clone()))
				}
				continue
			}
			switch now := to.Members[i].Value; {
			case now.Kind == jsontree.Object && m.Value.Kind == jsontree.Object:
				walk(now, m.Value)
			}
		}
	}
	if to.Kind == jsontree.Object && old.Kind == jsontree.Object {
		walk(to, old)
	}
}

// describe gives a resource what only the service sets: id, name, type and tag, where the schema has them.
func (x *exchange) describe(s *schema.Schema, body *jsontree.Node, id, etag string) {
	if body.Kind != jsontree.Object {
		return
	}
	for _, name := range instance.Names(x.op.Model, s, body) {
		switch name {
		case "id":
			set(body, name, str(id))
		case "name":
			set(body, name, str(id[strings.LastIndexByte(id, '/')+1:]))
		case "type":
			if t := typeOf(x.op.segments); t != "" && body.Get("type") == nil {
				set(body, name, str(t))
			}
		default:
			if strings.EqualFold(name, "etag") {
				set(body, name, str(etag))
			}
		}
	}
}

// deleteState answers DELETE: of a resource that is not there as well, as ARM does.
func (x *exchange) deleteState() (*reply, func() *Error, *Error) {
	s, key := x.h.store, keyOf(x.canonicalPath())
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.lookup(key)
	if problem := x.preconditions(old, nil); problem != nil {
		return nil, nil, problem
	}
	prefer := []int{http.StatusOK, http.StatusNoContent}
	if old == nil {
		prefer = []int{http.StatusNoContent, http.StatusOK}
	}
	status, spec := x.op.success(prefer)
	out := &reply{status: status, spec: spec}
	if spec != nil && spec.New != nil && old != nil {
		out.body = x.h.shown(x.op, &spec.Schema, old)
	}
	if x.op.LongRunning != nil {
		out.body = nil
		return out, func() *Error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.remove(key)
			return nil
		}, nil
	}
	if old != nil {
		s.remove(key)
	}
	return out, nil, nil
}

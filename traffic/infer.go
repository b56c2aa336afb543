package traffic

import (
	"net/http"
	"strings"

	"github.com/azbill/azbill/wire/rest"
)

// infer finds the operation of a body by what it says of its request, and says by what.
func (c *Checker) infer(h *Hints) (a *api, op *rest.Operation, by string) {
	if h.NextLink != "" {
		if a, op := c.match(http.MethodGet, h.NextLink); op != nil {
			return a, op, "nextLink"
		}
	}
	if h.ID != "" {
		path := "/" + strings.Trim(h.ID, "/")
		if h.List {
			path = path[:strings.LastIndexByte(path, '/')]
		}
		if a, op := c.match(http.MethodGet, path); op != nil && (op.Pager != nil) == h.List {
			return a, op, "id"
		}
	}
	if h.Type != "" {
		if a, op := c.byType(h.Type, h.List); op != nil {
			return a, op, "type"
		}
	}
	return nil, nil, ""
}

// match finds the operation of a request that is only a URL.
func (c *Checker) match(method, target string) (*api, *rest.Operation) {
	x := Exchange{Method: method, URL: target}
	return c.find(&x)
}

// byType finds the only operation that lists or reads resources of a type. Several that read the same list in other scopes,
// as {scope} and a billing account, answer alike: the first one counts when all have the same type of response.
func (c *Checker) byType(typ string, list bool) (*api, *rest.Operation) {
	for _, a := range c.apis {
		var found *rest.Operation
		several := false
		for op := range a.Table.All() {
			if op.Method != http.MethodGet || (op.Pager != nil) != list || !isOfType(op.Path, typ, list) {
				continue
			}
			if found != nil && !answersAlike(found, op) {
				several = true
			} else if found == nil {
				found = op
			}
		}
		if found != nil && !several {
			return a, found
		}
	}
	return nil, nil
}

// isOfType reports whether a path is that of resources of a type: it ends in it, or, for one resource, in its name too.
func isOfType(path, typ string, list bool) bool {
	path, _, _ = strings.Cut(strings.ToLower(path), "?")
	end := "/providers/" + strings.ToLower(typ)
	if strings.HasSuffix(path, end) {
		return true
	}
	if list {
		return false
	}
	i := strings.LastIndexByte(path, '/')
	return i > 0 && strings.HasPrefix(path[i:], "/{") && strings.HasSuffix(path[:i], end)
}

// answersAlike reports whether two operations of a table answer 200 with the same type.
func answersAlike(a, b *rest.Operation) bool {
	x, ok := a.Response(http.StatusOK)
	y, ok2 := b.Response(http.StatusOK)
	return ok && ok2 && x.Schema.Kind == y.Schema.Kind && x.Schema.Type == y.Schema.Type
}

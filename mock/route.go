package mock

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire/rest"
)

// route finds the operation that a request is for: by path and method, then by api-version.
func (h *Handler) route(r *http.Request) (*operation, *Error) {
	var other []*operation // of another api-version
	var failed error
	for _, a := range h.apis {
		found, err := a.table.MatchAll(r)
		if err != nil {
			failed = moreTelling(failed, err)
			continue
		}
		for _, op := range found {
			o := a.operations[op]
			if o.version == nil || o.requestedVersion(r) == op.APIVersion {
				return o, nil
			}
			other = append(other, o)
		}
	}
	if len(other) > 0 {
		return nil, wrongVersion(r, other)
	}
	return nil, h.unmatched(r, failed)
}

// continued is a request for a further page of a list whose first one is asked for by POST: the document lets such pages be
// fetched by GET. It returns the request as it would be by POST; nil when r is none.
func (h *Handler) continued(r *http.Request) *http.Request {
	if r.Method != http.MethodGet || !strings.Contains(r.URL.RawQuery, "="+tokenPrefix) {
		return nil
	}
	as := *r
	as.Method = http.MethodPost
	for _, a := range h.apis {
		if _, err := a.table.Match(r); err == nil {
			return nil
		}
	}
	for _, a := range h.apis {
		if op, err := a.table.Match(&as); err == nil && op.Pager != nil && op.Pager.Verb != http.MethodPost {
			return &as
		}
	}
	return nil
}

// moreTelling prefers what is wrong with the request to its path being unknown to one of several tables.
func moreTelling(a, b error) error {
	rank := func(err error) int {
		switch {
		case err == nil:
			return 0
		case errors.Is(err, rest.ErrNoOperation):
			return 1
		case errors.Is(err, rest.ErrMethod):
			return 2
		}
		return 3
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// requestedVersion is the api-version that a request of the operation names; empty: none.
func (op *operation) requestedVersion(r *http.Request) string {
	switch op.version.In {
	case rest.InHeader:
		return r.Header.Get(op.version.Name)
	case rest.InPath:
		return op.PathValues(r)[op.version.Name]
	}
	for name, values := range r.URL.Query() {
		if strings.EqualFold(name, op.version.Name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

func wrongVersion(r *http.Request, ops []*operation) *Error {
	var versions []string
	for _, op := range ops {
		versions = append(versions, op.APIVersion)
	}
	slices.Sort(versions)
	supported := strings.Join(slices.Compact(versions), ", ")
	asked := ops[0].requestedVersion(r)
	if asked == "" {
		return armError(http.StatusBadRequest, "MissingApiVersionParameter",
			"The api-version query parameter (?api-version=) is required for all requests. The supported versions are '%s'.", supported)
	}
	return armError(http.StatusBadRequest, "InvalidApiVersionParameter",
		"The api-version '%s' is invalid. The supported versions are '%s'.", shorten(asked), supported)
}

// unmatched words why no operation was found.
func (h *Handler) unmatched(r *http.Request, err error) *Error {
	switch {
	case errors.Is(err, rest.ErrMethod):
		allowed := h.allowed(r)
		return armError(http.StatusMethodNotAllowed, "MethodNotAllowed", "The requested resource does not support the HTTP method '%s'; it supports %s.",
			shorten(r.Method), allowed).with("Allow", allowed)
	case errors.Is(err, rest.ErrTooLong):
		return armError(http.StatusRequestURITooLong, "RequestUriTooLong", "%v", err)
	case err != nil && !errors.Is(err, rest.ErrNoOperation):
		return armError(http.StatusBadRequest, "InvalidRequestUri", "%v", err)
	}
	namespaces := h.namespaces()
	if asked := namespaceOf(strings.Split(r.URL.Path, "/")); asked != "" {
		if i := slices.IndexFunc(namespaces, func(n string) bool { return strings.EqualFold(n, asked) }); i < 0 {
			return armError(http.StatusNotFound, "InvalidResourceNamespace", "The resource namespace '%s' is invalid; the mock serves %s.",
				shorten(asked), strings.Join(namespaces, ", "))
		}
		return armError(http.StatusNotFound, "InvalidResourceType", "No operation of the documents has the path '%s'.", shorten(r.URL.Path))
	}
	return armError(http.StatusNotFound, "NotFound", "No operation of the documents has the path '%s'.", shorten(r.URL.Path))
}

// allowed lists the methods of a path.
func (h *Handler) allowed(r *http.Request) string {
	var methods []string
	for _, m := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions} {
		as := *r
		as.Method = m
		for _, a := range h.apis {
			if _, err := a.table.Match(&as); err == nil && !slices.Contains(methods, m) {
				methods = append(methods, m)
			}
		}
	}
	return strings.Join(methods, ", ")
}

// namespaces lists the resource providers that the paths of the documents end in.
func (h *Handler) namespaces() []string {
	var out []string
	for _, a := range h.apis {
		for _, op := range a.order {
			if n := namespaceOf(op.segments); n != "" && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return out
}

// namespaceOf is the last resource provider that a path names; empty: none.
func namespaceOf(segments []string) string {
	for i := len(segments) - 2; i >= 0; i-- {
		if strings.EqualFold(segments[i], "providers") && !strings.HasPrefix(segments[i+1], "{") {
			return segments[i+1]
		}
	}
	return ""
}

// typeOf is the resource type that a path template names, e.g. Microsoft.Consumption/budgets; empty: none.
func typeOf(segments []string) string {
	for i := len(segments) - 2; i >= 0; i-- {
		if !strings.EqualFold(segments[i], "providers") {
			continue
		}
		out := segments[i+1]
		for k := i + 2; k < len(segments); k += 2 {
			out += "/" + segments[k]
		}
		return out
	}
	return ""
}

// shorten quotes what a request says in a message: in bounded length, on one line.
func shorten(s string) string {
	const most = 200
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	q := fmt.Sprintf("%+q", s)
	return q[1 : len(q)-1]
}

package rest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// node is a place in the tree of path templates: what may follow the segments that led here.
type node struct {
	id       int
	literals []edge
	patterns []edge
	single   *node
	spanning *node
	ends     []*Operation // operations whose template ends here
}

type edge struct {
	segment *segment
	to      *node
}

// ensureIndex builds the tree on first use.
func (t *Table) ensureIndex() {
	t.index.Do(func() {
		t.byID = make(map[string]*Operation, len(t.Operations))
		for i := range t.Operations {
			op := &t.Operations[i]
			t.byID[op.ID] = op
			n := &t.root
			segments := op.compile().segments
			for i := range segments {
				n = n.child(&segments[i], &t.nodes)
			}
			t.several = t.several || op.template.several
			n.ends = append(n.ends, op)
		}
		t.root.sort()
	})
}

// child returns the node that a segment leads to, made when there is none yet; nodes counts them.
func (n *node) child(s *segment, nodes *int) *node {
	var to **node
	switch s.kind {
	case literal, pattern:
		edges := &n.literals
		if s.kind == pattern {
			edges = &n.patterns
		}
		for _, e := range *edges {
			if equalFold(e.segment.text, s.text) {
				return e.to
			}
		}
		*edges = append(*edges, edge{s, nil})
		to = &(*edges)[len(*edges)-1].to
	case spanning:
		to = &n.spanning
	default:
		to = &n.single
	}
	if *to == nil {
		*nodes++
		*to = &node{id: *nodes}
	}
	return *to
}

// sort puts operations with a query part in their template before those that take any query.
func (n *node) sort() {
	slices.SortStableFunc(n.ends, func(a, b *Operation) int { return len(b.template.query) - len(a.template.query) })
	for _, e := range slices.Concat(n.literals, n.patterns) {
		e.to.sort()
	}
	for _, to := range []*node{n.single, n.spanning} {
		if to != nil {
			to.sort()
		}
	}
}

// search is one walk through the tree.
type search struct {
	path   *path
	method string
	query  string
	other  []*Operation // operations that match but for the method
	every  bool         // go on after the first operation that matches
	found  []*Operation // with every: those that match, in order
	failed []bool       // by node and segment: nothing new is to be found from there; nil: places are not met twice
	nodes  int
}

// find returns the operation that matches the path from segment at on. Literal segments win over patterns, those over
// parameters, and parameters that span segments come last; of the segments of a path, earlier ones decide first.
func (s *search) find(n *node, at int) *Operation {
	if s.failed != nil {
		place := at*(s.nodes+1) + n.id
		if s.failed[place] {
			return nil
		}
		s.failed[place] = true
	}
	if at == s.path.n {
		if op := s.end(n); op != nil {
			return op
		}
	} else if op := s.step(n, at); op != nil {
		return op
	}
	if n.spanning == nil {
		return nil
	}
	for end := at + 1; end <= s.path.n; end++ {
		if op := s.find(n.spanning, end); op != nil {
			return op
		}
	}
	return s.find(n.spanning, at) // the tenant's own scope is empty
}

func (s *search) step(n *node, at int) *Operation {
	text := s.path.segments[at]
	for i := range n.literals {
		if e := &n.literals[i]; equalFold(e.segment.text, text) {
			if op := s.find(e.to, at+1); op != nil {
				return op
			}
			break
		}
	}
	for i := range n.patterns {
		if e := &n.patterns[i]; e.segment.match(text, nil) {
			if op := s.find(e.to, at+1); op != nil {
				return op
			}
		}
	}
	if n.single != nil {
		return s.find(n.single, at+1)
	}
	return nil
}

func (s *search) end(n *node) *Operation {
	for _, op := range n.ends {
		switch {
		case !hasQuery(s.query, op.template.query):
		case op.Method == s.method && s.every:
			s.found = append(s.found, op)
		case op.Method == s.method:
			return op
		default:
			s.other = append(s.other, op)
		}
	}
	return nil
}

// hasQuery reports whether a raw query holds what a template asks for.
func hasQuery(raw string, want []pair) bool {
	if len(want) == 0 {
		return true
	}
	have, _ := appendPairs(nil, raw)
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h pair) bool { return h.name == w.name && h.value == w.value }) {
			return false
		}
	}
	return true
}

// Match finds the operation that a request asks for, by method and path; the host does not matter, since it differs by
// cloud, and neither does the api-version, which Parse keeps and Validate checks. Static segments compare without regard
// to case, and literal segments win over parameters. The error is a *RequestError: ErrNoOperation, ErrMethod, or what
// is wrong with the path.
func (t *Table) Match(req *http.Request) (*Operation, error) {
	c := codecs.Get().(*Codec)
	defer c.release()
	op, problem := t.match(req, &c.path)
	if problem != nil {
		return nil, problem
	}
	return op, nil
}

func (t *Table) match(req *http.Request, p *path) (*Operation, *RequestError) {
	t.ensureIndex()
	if problem := openRequest(req, p, t.Endpoint); problem != nil {
		return nil, problem
	}
	s := t.search(req, p)
	if op := s.find(&t.root, 0); op != nil {
		return op, nil
	}
	if len(s.other) == 0 {
		return nil, &RequestError{In: InPath, Err: ErrNoOperation, Message: "no operation has the path " + quote(p.text)}
	}
	var methods []string
	for _, op := range s.other {
		if !slices.Contains(methods, op.Method) {
			methods = append(methods, op.Method)
		}
	}
	return nil, &RequestError{Err: ErrMethod, Message: fmt.Sprintf("%s is not among the methods of %s: %s",
		quote(s.method), quote(p.text), strings.Join(methods, ", "))}
}

// search prepares a walk. A path can lead to one node in several ways where several of its parts are spanned: then the
// places that led to nothing are remembered, so that the work does not grow with the number of ways.
func (t *Table) search(req *http.Request, p *path) search {
	s := search{path: p, method: methodOf(req), query: req.URL.RawQuery, nodes: t.nodes}
	if t.several {
		s.failed = make([]bool, (p.n+1)*(t.nodes+1))
	}
	return s
}

// MatchAll finds every operation that a request may be meant for, in the order in which Match prefers them. More than one
// says that the document's path templates overlap. Errors are those of Match.
func (t *Table) MatchAll(req *http.Request) ([]*Operation, error) {
	p := new(path)
	if _, problem := t.match(req, p); problem != nil {
		return nil, problem
	}
	s := t.search(req, p)
	s.every = true
	s.failed = make([]bool, (p.n+1)*(t.nodes+1))
	s.find(&t.root, 0)
	return s.found, nil
}

// openRequest splits the path of a request, and leaves out the base path of the endpoint where it is there.
func openRequest(req *http.Request, p *path, e *Endpoint) *RequestError {
	if req == nil || req.URL == nil {
		return malformed("", "", "there is no URL")
	}
	if problem := p.split(req.URL); problem != nil {
		return problem
	}
	if e != nil && e.BasePath != "" {
		p.cut(e.BasePath)
	}
	return nil
}

// methodOf reads the method as net/http does: none is GET.
func methodOf(req *http.Request) string {
	if req.Method == "" {
		return http.MethodGet
	}
	return req.Method
}

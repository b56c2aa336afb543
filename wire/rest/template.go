package rest

import (
	"net/http"
	"slices"
	"strings"
)

// template is a path template, split once.
type template struct {
	segments  []segment
	multi     int          // index of the segment that spans several; -1: none
	several   bool         // more than one does
	slash     bool         // the template ends in a slash, which requests keep
	ambiguous bool         // values may run into each other: several span segments, or share one
	cookies   bool         // there are parameters in cookies
	query     []pair       // query part of the template, which tells operations on one path apart
	inQuery   []queryParam // path parameters in the query part
	host      []part       // of the endpoint's template
}

// queryParam is a path parameter that the query part of a template holds under a name.
type queryParam struct {
	name  string
	param int
}

// holds reports whether the query part of the template has the parameter.
func (t *template) holds(q *pair) bool {
	return slices.ContainsFunc(t.query, func(f pair) bool { return f.name == q.name && f.value == q.value })
}

type segmentKind uint8

const (
	literal segmentKind = iota // ordered by how much each says of what it matches
	pattern
	single
	spanning
)

// segment is the part of a template between two slashes.
type segment struct {
	kind  segmentKind
	text  string // of a literal; as written otherwise
	param int    // index into Operation.Params of a single or spanning parameter
	parts []part // of a pattern
}

// part is a piece of a pattern, as in "report('{name}')": literal text, or a parameter when text is empty.
type part struct {
	text  string
	param int
}

// compile splits the template of op. Names that no parameter has stay literal text: the generator reports them.
func (op *Operation) compile() *template {
	op.compiling.Do(func() {
		t := template{multi: -1}
		path, query, _ := strings.Cut(op.Path, "?")
		op.compileQuery(&t, query)
		t.slash = strings.HasSuffix(path, "/")
		for text := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
			if text == "" {
				continue
			}
			s := op.segment(text)
			if s.kind == spanning {
				t.several = t.several || t.multi >= 0
				t.multi = len(t.segments)
			}
			t.ambiguous = t.ambiguous || t.several || s.params() > 1
			t.segments = append(t.segments, s)
		}
		if op.Endpoint != nil {
			t.host = op.parts(op.Endpoint.Template, InHost)
		}
		t.cookies = slices.ContainsFunc(op.Params, func(p Param) bool { return p.In == InCookie })
		op.template = t
		op.compileUnknown()
	})
	return &op.template
}

// compileQuery splits the query part of a template: what it fixes, and path parameters it holds. Other names in braces are
// parameters of the query, which are written as such.
func (op *Operation) compileQuery(t *template, query string) {
	pairs, _ := appendPairs(nil, query)
	for _, p := range pairs {
		name, braced := strings.CutPrefix(p.value, "{")
		name, closed := strings.CutSuffix(name, "}")
		switch param := op.param(InPath, name); {
		case !braced || !closed:
			t.query = append(t.query, p)
		case param >= 0:
			t.inQuery = append(t.inQuery, queryParam{p.name, param})
		}
	}
}

// params counts the parameters of a segment.
func (s *segment) params() int {
	n := 0
	for _, p := range s.parts {
		if p.text == "" {
			n++
		}
	}
	return n
}

// captureHost matches the host of a request against the template of the endpoint, and hands the values of its parameters
// to set. A request to another host, such as a proxy, has none.
func (op *Operation) captureHost(req *http.Request, set func(param int, value string)) {
	host, scheme := req.URL.Host, req.URL.Scheme
	if host == "" {
		host, scheme = req.Host, "https"
	}
	text := scheme + "://" + host
	if matchParts(op.template.host, text, nil) {
		matchParts(op.template.host, text, set)
	}
}

func (op *Operation) segment(text string) segment {
	parts := op.parts(text, InPath)
	s := segment{kind: pattern, text: text, parts: parts}
	if len(parts) != 1 {
		return s
	}
	switch only := parts[0]; {
	case only.text != "":
		s.kind = literal
	case op.Params[only.param].Slashes:
		s.kind, s.param = spanning, only.param
	default:
		s.kind, s.param = single, only.param
	}
	return s
}

func (op *Operation) parts(text, in string) []part {
	var parts []part
	plain := 0 // where literal text not yet taken begins
	for i := 0; i < len(text); i++ {
		if text[i] != '{' {
			continue
		}
		n := strings.IndexByte(text[i:], '}')
		if n < 0 {
			break
		}
		if p := op.param(in, text[i+1:i+n]); p >= 0 {
			if plain < i {
				parts = append(parts, part{text: text[plain:i]})
			}
			parts = append(parts, part{param: p})
			plain = i + n + 1
		}
		i += n
	}
	if plain < len(text) {
		parts = append(parts, part{text: text[plain:]})
	}
	return parts
}

func (op *Operation) param(in, name string) int {
	for i := range op.Params {
		if op.Params[i].In == in && op.Params[i].Name == name {
			return i
		}
	}
	return -1
}

// capture matches the whole path against the template and hands the value of each path parameter to set, which may be
// nil. A spanning parameter that matches nothing is "/", the scope of the tenant itself.
func (t *template) capture(p *path, set func(param int, value string)) bool {
	if t.several {
		return t.captureSeveral(p, set)
	}
	span := 0
	if t.multi >= 0 {
		span = p.n - (len(t.segments) - 1)
		if span < 0 {
			return false
		}
	} else if p.n != len(t.segments) {
		return false
	}
	at := 0
	for i := range t.segments {
		s := &t.segments[i]
		if s.kind == spanning {
			if set != nil {
				set(s.param, p.span(at, at+span))
			}
			at += span
			continue
		}
		if !s.match(p.segments[at], set) {
			return false
		}
		at++
	}
	return true
}

// captureSeveral is capture for templates with several spanning parameters, each of which takes as little as the rest
// allows. What is between two of them is looked for from left to right: the first place where it fits leaves the most
// to the rest, so that none has to be tried again, and the work grows with the path and the template, not with a power of
// them.
func (t *template) captureSeveral(p *path, set func(int, string)) bool {
	at, open := 0, -1 // open: where the value of the spanning parameter last met begins
	spans := -1
	for i := 0; i < len(t.segments); {
		if t.segments[i].kind == spanning {
			if open >= 0 && set != nil { // one follows another: the first takes nothing
				set(t.segments[spans].param, p.span(open, open))
			}
			open, spans = at, i
			i++
			continue
		}
		end := i
		for end < len(t.segments) && t.segments[end].kind != spanning {
			end++
		}
		from, last := at, at
		switch {
		case open >= 0 && end == len(t.segments):
			from, last = p.n-(end-i), p.n-(end-i)
		case open >= 0:
			last = p.n - (end - i)
		}
		found := t.find(p, i, end, max(from, at), last)
		if found < 0 || found < at {
			return false
		}
		if open >= 0 && set != nil {
			set(t.segments[spans].param, p.span(open, found))
		}
		for k := i; k < end; k++ {
			t.segments[k].match(p.segments[found+k-i], set)
		}
		at, open, i = found+end-i, -1, end
	}
	if open >= 0 {
		if set != nil {
			set(t.segments[spans].param, p.span(open, p.n))
		}
		return true
	}
	return at == p.n
}

// find returns the first place from which the segments of the template from i to before end match those of the path, of
// the places from..last; -1: none.
func (t *template) find(p *path, i, end, from, last int) int {
	for at := from; at <= last && at+end-i <= p.n; at++ {
		fits := true
		for k := i; k < end && fits; k++ {
			fits = t.segments[k].match(p.segments[at+k-i], nil)
		}
		if fits {
			return at
		}
	}
	return -1
}

// match matches one segment of a path.
func (s *segment) match(text string, set func(int, string)) bool {
	switch s.kind {
	case literal:
		return equalFold(s.text, text)
	case single:
		if set != nil {
			set(s.param, text)
		}
		return true
	}
	return matchParts(s.parts, text, set)
}

// matchParts matches literal text case-insensitively and gives each parameter the shortest text that lets the rest match;
// the last one takes what remains.
func matchParts(parts []part, text string, set func(int, string)) bool {
	for i, p := range parts {
		if p.text != "" {
			if len(text) < len(p.text) || !equalFold(p.text, text[:len(p.text)]) {
				return false
			}
			text = text[len(p.text):]
			continue
		}
		end := len(text)
		if i+1 < len(parts) && parts[i+1].text != "" {
			next := parts[i+1].text
			if i+2 == len(parts) {
				end = len(text) - len(next)
			} else {
				end = indexFold(text, next)
			}
		}
		if end < 1 {
			return false
		}
		if set != nil {
			set(p.param, text[:end])
		}
		text = text[end:]
	}
	return text == ""
}

func indexFold(text, part string) int {
	for i := 1; i+len(part) <= len(text); i++ {
		if equalFold(part, text[i:i+len(part)]) {
			return i
		}
	}
	return -1
}

// equalFold compares as ARM does, without regard to the case of ASCII letters. Lengths differ for most pairs, which
// makes it cheap to try.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	if a == b {
		return true
	}
	for i := 0; i < len(a); i++ {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

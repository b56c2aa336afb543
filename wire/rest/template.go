package rest

import "strings"

// template is a path template, split once.
type template struct {
	segments []segment
	multi    int    // index of the segment that spans several; -1: none
	several  bool   // more than one does
	slash    bool   // the template ends in a slash, which requests keep
	query    []pair // query part of the template, which tells operations on one path apart
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
		t.query, _ = appendPairs(nil, query)
		t.slash = len(path) > 1 && strings.HasSuffix(path, "/")
		for text := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
			if text == "" {
				continue
			}
			s := op.segment(text)
			if s.kind == spanning {
				t.several = t.several || t.multi >= 0
				t.multi = len(t.segments)
			}
			t.segments = append(t.segments, s)
		}
		op.template = t
		op.compileUnknown()
	})
	return &op.template
}

func (op *Operation) segment(text string) segment {
	parts := op.parts(text)
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

func (op *Operation) parts(text string) []part {
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
		if p := op.pathParam(text[i+1 : i+n]); p >= 0 {
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

func (op *Operation) pathParam(name string) int {
	for i := range op.Params {
		if op.Params[i].In == InPath && op.Params[i].Name == name {
			return i
		}
	}
	return -1
}

// capture matches the whole path against the template and hands the value of each path parameter to set, which may be
// nil. A spanning parameter that matches nothing is "/", the scope of the tenant itself.
func (t *template) capture(p *path, set func(param int, value string)) bool {
	if t.several {
		return t.captureFrom(p, 0, 0, set)
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

// captureFrom is capture for templates with several spanning parameters: each takes as little as the rest allows.
func (t *template) captureFrom(p *path, seg, at int, set func(int, string)) bool {
	if seg == len(t.segments) {
		return at == p.n
	}
	s := &t.segments[seg]
	if s.kind != spanning {
		return at < p.n && s.match(p.segments[at], nil) && t.captureFrom(p, seg+1, at+1, set) && s.match(p.segments[at], set)
	}
	for end := at; end <= p.n; end++ {
		if t.captureFrom(p, seg+1, end, set) {
			if set != nil {
				set(s.param, p.span(at, end))
			}
			return true
		}
	}
	return false
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

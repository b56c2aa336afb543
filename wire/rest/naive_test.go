package rest_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire/rest"
)

// naive matches requests by trying everything: each way to lay each template over the path. It shares no code with the
// package. Templates have no base path, and their parameters are whole segments or have literal text between them.
type naive struct{ table *rest.Table }

// way is one way to lay a template over a path: for each segment of the template what kind it is, and how many segments
// of the path it takes.
type way struct {
	op     *rest.Operation
	index  int // of op
	values []string
	keys   []key
}

// key orders the ways at one segment of a template: text that is written out comes first, then patterns in the order of
// the document, then parameters, then those that span segments, one segment before two, and none last.
type key struct{ kind, order, taken int }

// all returns the ways that fit, the preferred ones first, and in which the values of those are the shortest from the left.
func (n naive) all(path []string, query string) []way {
	var out []way
	for i := range n.table.Operations {
		op := &n.table.Operations[i]
		template, fixed, _ := strings.Cut(op.Path, "?")
		if fixed != "" && !slices.ContainsFunc(strings.Split(query, "&"), func(pair string) bool { return samePair(pair, fixed) }) {
			continue
		}
		n.lay(&out, way{op: op, index: i}, naiveSegments(template), path)
	}
	slices.SortStableFunc(out, func(a, b way) int {
		return cmp.Or(slices.CompareFunc(a.keys, b.keys, func(a, b key) int {
			return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.order, b.order))
		}), cmp.Compare(fixes(b), fixes(a)))
	})
	return out
}

// fixes counts the parameters of the query that a template fixes.
func fixes(w way) int {
	if _, fixed, _ := strings.Cut(w.op.Path, "?"); fixed != "" {
		return 1
	}
	return 0
}

func samePair(a, b string) bool {
	name, value, _ := strings.Cut(a, "=")
	name2, value2, _ := strings.Cut(b, "=")
	return name == name2 && value == value2
}

func naiveSegments(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" })
}

func (n naive) lay(out *[]way, w way, template, path []string) {
	if len(template) == 0 {
		if len(path) == 0 {
			*out = append(*out, w)
		}
		return
	}
	head, deeper := template[0], w
	if strings.HasPrefix(head, "{+") && strings.IndexByte(head, '}') == len(head)-1 {
		for take := 0; take <= len(path); take++ {
			value := "/"
			if take > 0 {
				value = strings.Join(path[:take], "/")
			}
			order := take
			if take == 0 {
				order = len(path) + 1
			}
			deeper.values = append(slices.Clone(w.values), value)
			deeper.keys = append(slices.Clone(w.keys), key{3, order, take})
			n.lay(out, deeper, template[1:], path[take:])
		}
		return
	}
	if len(path) == 0 {
		return
	}
	values, fits := naiveSegment(head, path[0])
	if !fits {
		return
	}
	k := key{taken: 1}
	switch open := strings.IndexByte(head, '{'); {
	case open == 0 && strings.IndexByte(head, '}') == len(head)-1:
		k.kind = 2
	case open >= 0:
		k.kind, k.order = 1, n.firstWith(w.index, len(w.keys))
	}
	deeper.values = append(slices.Clone(w.values), values...)
	deeper.keys = append(slices.Clone(w.keys), k)
	n.lay(out, deeper, template[1:], path[1:])
}

// firstWith returns the index of the first operation whose template begins as that of another, up to and with a segment.
func (n naive) firstWith(index, last int) int {
	shape := func(i int) string {
		template, _, _ := strings.Cut(n.table.Operations[i].Path, "?")
		segments := naiveSegments(template)
		if len(segments) <= last {
			return ""
		}
		for i, s := range segments[:last] {
			if strings.HasPrefix(s, "{") && strings.IndexByte(s, '}') == len(s)-1 {
				segments[i] = s[:2] // the name of a parameter that is a whole segment does not matter
				if segments[i] != "{+" {
					segments[i] = "{"
				}
			}
		}
		return naiveLower(strings.Join(segments[:last+1], "/"))
	}
	own := shape(index)
	for i := range index {
		if shape(i) == own {
			return i
		}
	}
	return index
}

// naiveSegment matches a segment with its parameters, each of which takes as little as it can.
func naiveSegment(template, text string) ([]string, bool) {
	open := strings.IndexByte(template, '{')
	if open < 0 {
		return nil, naiveLower(template) == naiveLower(text)
	}
	if len(text) < open || naiveLower(text[:open]) != naiveLower(template[:open]) {
		return nil, false
	}
	end := strings.IndexByte(template, '}') + 1
	for n := 1; open+n <= len(text); n++ {
		if values, fits := naiveSegment(template[end:], text[open+n:]); fits {
			return append([]string{text[open : open+n]}, values...), true
		}
	}
	return nil, false
}

func naiveLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// naiveTable makes a table of lines such as "GET /{+scope}/a/{p}-{q}?x=1", and tells whether they are templates that the
// naive matcher is for.
func naiveTable(lines string) (*rest.Table, bool) {
	all := strings.Split(lines, "\n")
	if len(all) > 6 {
		return nil, false
	}
	table := &rest.Table{Operations: make([]rest.Operation, len(all))}
	for i, line := range all {
		method, path, ok := strings.Cut(line, " ")
		template, query, _ := strings.Cut(path, "?")
		if !ok || method == "" || len(naiveSegments(template)) > 6 || len(path) > 60 ||
			strings.ContainsAny(query, "{}+%&;?") || strings.Contains(template, "}{") || strings.ContainsAny(method, "{}/?") {
			return nil, false
		}
		op := &table.Operations[i]
		op.ID, op.Method, op.Path, op.Visit = fmt.Sprint("op", i), method, path, visitAny
		op.New = func() rest.Request { return &anyRequest{op: op} }
		for i, piece := range strings.Split(template, "{") {
			name, _, closed := strings.Cut(piece, "}")
			switch known := slices.ContainsFunc(op.Params, func(p rest.Param) bool { return p.Name == name }); {
			case i == 0 && closed, i > 0 && (!closed || strings.Count(piece, "}") > 1 || name == "" || strings.Contains(name, "/") || known):
				return nil, false
			case i > 0:
				op.Params = append(op.Params, rest.Param{Name: name, In: rest.InPath, Slashes: name[0] == '+'})
			}
		}
		for _, s := range naiveSegments(template) {
			if strings.Contains(s, "{+") && (s[0] != '{' || strings.IndexByte(s, '}') != len(s)-1) {
				return nil, false
			}
		}
	}
	return table, true
}

// FuzzMatch holds the matching of requests against the naive matcher: which operations match, in which order, what is
// reported when none does, and the values of the parameters in the path.
func FuzzMatch(f *testing.F) {
	arm := "GET /{+scope}/providers/M.A/b/{name}\nGET /{+scope}/providers/M.A/b/default\nPUT /{+scope}/providers/M.A/b/{name}\nGET /{+id}"
	for _, c := range [][3]string{
		{arm, "GET", "/s/1/providers/m.a/B/Default"}, {arm, "PUT", "/providers/M.A/b/default"}, {arm, "DELETE", "/a/providers/M.A/b/c"},
		{arm, "GET", "/a/providers/M.A/b/x/providers/M.A/b/y"}, {arm, "GET", "/"},
		{"GET /{+a}/x/{+b}/y/{c}\nGET /{a}/{b}", "GET", "/1/x/2/x/3/y/4/Y/5"}, {"GET /{+a}/{+b}\nGET /x/{+b}", "GET", "/x/y"},
		{"GET /p/{a}-{b}.{c}\nGET /p/{x}\nGET /P/{a}-{b}", "GET", "/p/1-2-3.4"}, {"POST /a?comp=x\nPOST /a\nGET /a", "POST", "/A?b=1&comp=x"},
		{"GET /a/{+b}/c\nGET /a/c", "GET", "/a/c"}, {"GET /r('{a}')/1:{b}", "GET", "/R('x')/1:y"},
	} {
		f.Add(c[0], c[1], c[2])
	}
	f.Fuzz(func(t *testing.T, lines, method, target string) {
		table, ok := naiveTable(lines)
		path, query, _ := strings.Cut(target, "?")
		segments := naiveSegments(path)
		if !ok || !strings.HasPrefix(path, "/") || method == "" || len(segments) > 9 || strings.ContainsAny(query, "%+;") ||
			slices.Contains(segments, ".") || slices.Contains(segments, "..") {
			return
		}
		req := &http.Request{Method: method, URL: &url.URL{Path: path, RawQuery: query}}
		checkMatch(t, table, req, naive{table}.all(segments, query))
	})
}

func checkMatch(t *testing.T, table *rest.Table, req *http.Request, ways []way) {
	all, err := table.MatchAll(req)
	if errors.Is(err, rest.ErrMalformed) {
		return // characters that no path has
	}
	var want []string
	var first *way
	other := false
	for i, w := range ways {
		switch {
		case w.op.Method != req.Method:
			other = true
		case !slices.Contains(want, w.op.ID):
			want = append(want, w.op.ID)
		}
		if first == nil && w.op.Method == req.Method {
			first = &ways[i]
		}
	}
	var got []string
	for _, op := range all {
		if !slices.Contains(got, op.ID) {
			got = append(got, op.ID)
		}
	}
	switch {
	case !slices.Equal(got, want):
		t.Fatalf("%v: %q match, want %q (%v)", req.URL, got, want, err)
	case len(want) == 0 && (!errors.Is(err, rest.ErrMethod) || !other) && (!errors.Is(err, rest.ErrNoOperation) || other):
		t.Fatalf("%v: %v; an operation of another method matches: %v", req.URL, err, other)
	case len(want) == 0:
		return
	}
	op, err := table.Match(req)
	if err != nil || op != first.op {
		t.Fatalf("%v: Match returns %v, %v, want %s", req.URL, op, err, want[0])
	}
	// Of several ways to lay the template, parsing takes the one whose first parameters are the shortest.
	for _, w := range ways {
		if w.op == op && slices.Compare(lengths(w), lengths(*first)) < 0 {
			first = &w
		}
	}
	r := &anyRequest{op: op}
	if err := rest.Parse(req, r); err != nil {
		t.Fatalf("%v: %v", req.URL, err)
	}
	if !slices.Equal(r.path, first.values) {
		t.Fatalf("%v: %s has %q, want %q", req.URL, op.Path, r.path, first.values)
	}
}

// lengths returns how many segments of the path each segment of the template takes.
func lengths(w way) []int {
	var out []int
	for _, k := range w.keys {
		out = append(out, k.taken)
	}
	return out
}

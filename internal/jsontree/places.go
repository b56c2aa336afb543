package jsontree

import (
	"slices"
	"strconv"
	"strings"
)

// path is the way from a value to one within it.
type path []token

// token is a step of a path: a position in a list or, when that is negative, the name of a member.
type token struct {
	name  string
	index int
}

// String returns the path as a JSON pointer.
func (p path) String() string {
	if len(p) == 0 {
		return ""
	}
	var b []byte
	for _, t := range p {
		b = t.append(append(b, '/'))
	}
	return string(b)
}

func (t token) append(b []byte) []byte {
	if t.index >= 0 {
		return strconv.AppendInt(b, int64(t.index), 10)
	}
	return append(b, Escape(t.name)...)
}

// isPosition reports whether the token looks like a position in a list.
func (t token) isPosition() bool { return t.index >= 0 || isDigits(t.name) }

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Shape is a pointer without the positions of elements: what can be said of one element of a list can be said of each.
func Shape(pointer string) string {
	tokens := strings.Split(pointer, "/")
	for i, t := range tokens {
		if isDigits(t) {
			tokens[i] = "#"
		}
	}
	return strings.Join(tokens, "/")
}

// Place is a value within another.
type Place struct {
	Pointer string
	Node    *Node
	Path    []Step // the members on the way to it, outermost first; elements are not named
}

// Step is a member of an object.
type Step struct {
	Object *Node
	Member int
}

// Places returns n and the values below it, parents first, but only the first of each [Shape].
func (n *Node) Places() []Place {
	w := placer{seen: map[string]bool{}}
	w.visit(n)
	return w.out
}

type placer struct {
	path  path
	shape []byte // of path
	steps []Step
	seen  map[string]bool
	out   []Place
}

func (w *placer) visit(n *Node) {
	if !w.seen[string(w.shape)] {
		w.seen[string(w.shape)] = true
		w.out = append(w.out, Place{w.path.String(), n, slices.Clone(w.steps)})
	}
	for i, m := range n.Members {
		w.steps = append(w.steps, Step{n, i})
		w.into(token{m.Name, -1}, m.Value)
		w.steps = w.steps[:len(w.steps)-1]
	}
	for i, item := range n.Items {
		w.into(token{"", i}, item)
	}
}

func (w *placer) into(t token, n *Node) {
	length := len(w.shape)
	w.path = append(w.path, t)
	if w.shape = append(w.shape, '/'); t.isPosition() {
		w.shape = append(w.shape, '#')
	} else {
		w.shape = t.append(w.shape)
	}
	w.visit(n)
	w.path, w.shape = w.path[:len(w.path)-1], w.shape[:length]
}

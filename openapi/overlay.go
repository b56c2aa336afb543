package openapi

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"github.com/azbill/azbill/openapi/diag"
)

// Overlay is a file of the OpenAPI Overlay Specification 1.0, whose actions change a document before anything else looks
// at it. Its extends names the file that it changes: a path relative to the overlay, a URL that ends in the path from
// the folder specification on, or the [Source.Name] of the document. Without it, that is the document of the source.
//
// An update merges objects into objects, member by member, and appends to arrays; any other value replaces the one it
// meets. A removal takes any value out, as Overlay 1.1 has it. An action whose target selects nothing, that changes nothing, or that appends what an array has already, is a
// problem: the document says by now what the overlay was written for.
type Overlay struct {
	Path   string
	FS     fs.FS // nil: the disk
	Shared bool  // other documents may be meant: it is no problem when nothing that is read is what it extends
}

// overlay is an overlay as read, for the documents of one reader.
type overlay struct {
	Overlay
	extends *node
	root    *node
	actions []action
	applied bool
}

// action is one step of an overlay.
type action struct {
	at     *node // of the overlay
	file   *file // of the values that it writes
	path   *jsonpath.Path
	update *node // nil: it removes
}

// openOverlays reads the overlays of a source.
func (r *reader) openOverlays(src Source) {
	for _, o := range src.Overlays {
		f := &file{key: o.Path, shown: o.Path}
		r.fill(f, func() ([]byte, error) { return o.read(r.limits.FileBytes) })
		if f.root == nil {
			continue
		}
		before := r.n
		out := &overlay{Overlay: o, root: f.root, extends: f.root.member("extends")}
		r.overlayActions(out)
		if r.n == before {
			r.overlays = append(r.overlays, out)
		}
	}
}

func (o Overlay) read(limit int64) ([]byte, error) {
	if o.FS != nil {
		return (&tree{fsys: o.FS}).read(o.Path, limit)
	}
	return (&tree{fsys: os.DirFS(filepath.Dir(o.Path))}).read(filepath.Base(o.Path), limit)
}

var overlayVersion = regexp.MustCompile(`^1\.0\.\d+$`)

// overlayActions checks the form of an overlay and reads its actions.
func (r *reader) overlayActions(o *overlay) {
	r.overlayFields(o.root, "an overlay", map[string]kind{"overlay": kindString, "info": kindObject, "extends": kindString, "actions": kindArray}, "overlay", "info", "actions")
	if v := o.root.member("overlay"); v != nil && v.kind == kindString && !overlayVersion.MatchString(v.text) {
		r.problem(v, "overlay", "overlay: expected version 1.0.0, found %s", quote(v.text))
	}
	if info := o.root.member("info"); info != nil && info.kind == kindObject {
		r.overlayFields(info, "info", map[string]kind{"title": kindString, "version": kindString}, "title", "version")
	}
	list := o.root.member("actions")
	if list == nil || list.kind != kindArray {
		return
	}
	if len(list.children) == 0 {
		r.problem(list, "overlay", "actions: expected at least one action, found none")
	}
	for i, n := range list.children {
		fields := map[string]kind{"target": kindString, "description": kindString, "update": kindAny, "remove": kindBool}
		if !r.overlayFields(n, "an action", fields, "target") {
			continue
		}
		a := action{at: n, file: &file{shown: o.Path, action: i + 1}, update: n.member("update")}
		if n.flag("remove") {
			a.update = nil
		} else if a.update == nil {
			r.problem(n, "overlay", "the action has neither update nor remove: true; say what it is to do")
			continue
		}
		var err error
		target := n.member("target")
		if a.path, err = jsonpath.Parse(target.text); err != nil {
			hint := ""
			if strings.Contains(target.text, "-") {
				hint = "; a name with a hyphen is written ['x-name']"
			}
			r.problem(target, "overlay", "target: expected a JSONPath query (RFC 9535), found %s: %s%s", quote(target.text), strings.TrimPrefix(err.Error(), "jsonpath: "), hint)
			continue
		}
		o.actions = append(o.actions, a)
	}
}

// overlayFields checks the members of an object of an overlay and reports whether they are as expected.
func (r *reader) overlayFields(n *node, what string, fields map[string]kind, required ...string) bool {
	before := r.n
	if n.kind != kindObject {
		r.problem(n, "overlay", "expected %s (an object), found %s", what, n.kind)
		return false
	}
	for _, c := range n.children {
		switch want, known := fields[c.key]; {
		case !known && !strings.HasPrefix(c.key, "x-"):
			r.problem(c, "overlay", "%s has no member %s; correct or remove it", what, quote(c.key))
		case known && c.kind&want == 0:
			r.problem(c, "overlay", "%s: expected %s, found %s", c.key, want, c.kind)
		}
	}
	for _, name := range required {
		if n.member(name) == nil {
			r.problem(n, "overlay", "%s needs %s", what, name)
		}
	}
	return r.n == before
}

// overlay applies to a file that was read the overlays that extend it.
func (r *reader) overlay(f *file) {
	for _, o := range r.overlays {
		if f.root == nil || !r.extends(o, f) {
			continue
		}
		o.applied = true
		e := &editor{reader: r, root: f.root}
		for _, a := range o.actions {
			e.apply(a)
		}
	}
}

// extends reports whether an overlay is for a file.
func (r *reader) extends(o *overlay, f *file) bool {
	main := f == r.main
	if o.extends == nil {
		return main
	}
	name := o.extends.text
	if main && name == r.name {
		return true
	}
	if u, err := url.Parse(name); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		portable := diag.Portable(f.shown)
		official := strings.HasPrefix(strings.TrimPrefix(portable, "/"), "specification/")
		return name == f.key || official && strings.HasSuffix(u.Path, "/"+strings.TrimPrefix(portable, "/"))
	}
	if isRemote(f.key) {
		return false
	}
	if o.FS != nil || r.tree.disk == "" {
		return o.FS != nil && r.tree.disk == "" && path.Join(path.Dir(o.Path), name) == path.Join(r.tree.shown, f.key)
	}
	here, err := filepath.Abs(filepath.Join(filepath.Dir(o.Path), filepath.FromSlash(name)))
	return err == nil && here == filepath.Join(r.tree.disk, filepath.FromSlash(f.key))
}

// editor applies actions to a file.
type editor struct {
	*reader
	root  *node
	plain any // the file for JSONPath; nil: to be made
	full  bool
}

// apply takes one step. All targets are selected before the first is changed.
func (e *editor) apply(a action) {
	targets := e.selected(a.path)
	if len(targets) == 0 {
		e.problem(a.at, "overlay-stale", "action %d: target %s selects nothing in %s; correct or remove the action", a.file.action, quote(a.at.str("target")), e.root.file.shown)
		return
	}
	changed, before := false, e.n
	for _, n := range targets {
		switch {
		case a.update != nil && n.kind&(kindObject|kindArray) == 0:
			e.problem(a.at, "overlay-target", "action %d: %s is %s; select the object or array that holds it", a.file.action, cut(n.pointer()), n.kind)
		case a.update == nil && n.up == nil:
			e.problem(a.at, "overlay-target", "action %d: the whole document cannot be removed; select a part of it", a.file.action)
		case a.update == nil:
			n.up.remove(n)
			changed = true
		case n.kind == kindArray:
			changed = e.add(a, n, a.update) || changed
		case a.update.kind != kindObject:
			e.problem(a.at, "overlay-target", "action %d: %s is an object; expected an object to merge with it, found %s", a.file.action, cut(n.pointer()), a.update.kind)
		default:
			changed = e.merge(a, n, a.update) || changed
		}
	}
	if !changed && e.n == before {
		e.problem(a.at, "overlay-stale", "action %d changes nothing: %s has it already; remove the action", a.file.action, e.root.file.shown)
	}
	e.plain = nil
}

// merge merges an object into another and reports whether that changed it.
func (e *editor) merge(a action, into, update *node) bool {
	changed := false
	for _, m := range update.children {
		have := into.member(m.key)
		switch {
		case have == nil:
			if c := e.copy(a, m, into); c != nil {
				into.add(c)
				changed = true
			}
		case have.kind == kindObject && m.kind == kindObject:
			changed = e.merge(a, have, m) || changed
		case have.kind == kindArray && m.kind == kindArray:
			for _, element := range m.children {
				changed = e.add(a, have, element) || changed
			}
		case !have.equal(m):
			if c := e.copy(a, m, into); c != nil {
				have.become(c)
				changed = true
			}
		}
	}
	return changed
}

// add appends an element to an array and reports whether it did.
func (e *editor) add(a action, to, element *node) bool {
	for _, have := range to.children {
		if have.file != a.file && have.equal(element) {
			e.problem(element, "overlay-stale", "action %d: %s of %s has this element already; remove it from the overlay", a.file.action, cut(to.pointer()), e.root.file.shown)
			return false
		}
	}
	c := e.copy(a, element, to)
	if c != nil {
		to.add(c)
	}
	return c != nil
}

// copy copies a value of an overlay into the document. It is nil when a limit is exceeded.
func (e *editor) copy(a action, n, up *node) *node {
	depth := 0
	for at := up; at != nil; at = at.up {
		depth++
	}
	if e.full {
		return nil
	}
	return e.copyBelow(a, n, up, depth)
}

func (e *editor) copyBelow(a action, n, up *node, depth int) *node {
	if err := e.count(depth); err != nil {
		e.problem(a.at, err.code, "action %d: %s", a.file.action, err.message)
		e.full = true
		return nil
	}
	c := &node{kind: n.kind, line: n.line, col: n.col, key: n.key, text: n.text, up: up, file: a.file}
	for _, m := range n.children {
		below := e.copyBelow(a, m, c, depth+1)
		if below == nil {
			return nil
		}
		c.add(below)
	}
	return c
}

// become replaces a value by another, which keeps the place.
func (n *node) become(c *node) {
	c.up, c.pos, c.key = n.up, n.pos, n.key
	*n = *c
	for _, m := range n.children {
		m.up = n
	}
}

// equal reports whether two nodes are the same JSON value, number literals and the order of elements included.
func (n *node) equal(m *node) bool {
	if n.kind != m.kind || n.text != m.text || len(n.children) != len(m.children) {
		return false
	}
	for i, c := range n.children {
		other := m.children[i]
		if n.kind == kindObject {
			if other = m.member(c.key); other == nil {
				return false
			}
		}
		if !c.equal(other) {
			return false
		}
	}
	return true
}

// selected returns the nodes that a query selects, each once, in the order of the file.
func (e *editor) selected(p *jsonpath.Path) []*node {
	if way := singular(p); way != nil {
		if n := follow(e.root, way); n != nil {
			return []*node{n}
		}
		return nil
	}
	if e.plain == nil {
		e.plain = e.root.value()
	}
	var out []*node
	seen := map[*node]bool{}
	for located := range p.SelectLocated(e.plain).All() {
		if n := follow(e.root, located.Path); n != nil && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b *node) int { return slices.Compare(a.way(), b.way()) })
	return out
}

// singular returns the way of a query that selects at most one node by names and indexes alone; nil for any other.
func singular(p *jsonpath.Path) spec.NormalizedPath {
	out := spec.NormalizedPath{}
	for _, s := range p.Query().Segments() {
		selectors := s.Selectors()
		if s.IsDescendant() || len(selectors) != 1 {
			return nil
		}
		one, ok := selectors[0].(spec.NormalSelector)
		if !ok {
			return nil
		}
		out = append(out, one)
	}
	return out
}

// follow goes down from a node; nil when the way ends before.
func follow(n *node, way spec.NormalizedPath) *node {
	for _, step := range way {
		switch s := step.(type) {
		case spec.Name:
			n = n.member(string(s))
		case spec.Index:
			i := int(s)
			if n.kind != kindArray {
				return nil
			}
			if i < 0 {
				i += len(n.children)
			}
			if i < 0 || i >= len(n.children) {
				return nil
			}
			n = n.children[i]
		}
		if n == nil {
			return nil
		}
	}
	return n
}

// way is the place of a node as the positions to go down.
func (n *node) way() []int32 {
	var out []int32
	for ; n.up != nil; n = n.up {
		out = append(out, n.pos)
	}
	slices.Reverse(out)
	return out
}

// value is the node as a JSONPath library reads values.
func (n *node) value() any {
	switch n.kind {
	case kindNull:
		return nil
	case kindBool:
		return n.isTrue()
	case kindNumber:
		return json.Number(n.text)
	case kindString:
		return n.text
	case kindArray:
		out := make([]any, len(n.children))
		for i, c := range n.children {
			out[i] = c.value()
		}
		return out
	}
	out := make(map[string]any, len(n.children))
	for _, c := range n.children {
		out[c.key] = c.value()
	}
	return out
}

// overlaysApplied reports the overlays that extend nothing of what was read, and whether there are none. Several
// documents are too many for an overlay that does not say which it extends.
func overlaysApplied(readers []*reader, problems *diag.List) bool {
	before := problems.Len()
	applied := map[string]bool{}
	for _, r := range readers {
		for _, o := range r.overlays {
			applied[o.Path] = applied[o.Path] || o.applied
		}
	}
	for _, r := range readers {
		for _, o := range r.overlays {
			switch {
			case o.extends == nil && (len(readers) > 1 || o.Shared):
				r.problem(o.root, "overlay-extends", "the overlay is for one of several documents; name it in extends, as a path relative to the overlay")
			case !applied[o.Path] && !o.Shared:
				r.problem(o.extends, "overlay-extends", "extends: expected the document %s or a file that it refers to, found %s", r.main.shown, quote(o.extends.text))
			}
		}
	}
	return problems.Len() == before
}

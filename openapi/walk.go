package openapi

import (
	"strings"
)

// pending is a reference target still to be walked.
type pending struct {
	node  *node
	shape *shape
	ref   *node // the $ref that leads there
}

// walk checks every value of the document, and everything it refers to, against its shape, and resolves references.
// Parts of other files to which nothing refers are left alone.
func (l *loader) walk() {
	l.visit(l.main.root, l.grammar.root)
	for i := 0; i < len(l.queue) || l.heirs(); i++ {
		next := l.queue[i]
		if before := next.node.shape; before != nil && before != next.shape {
			l.problem(next.ref, "ref-kind", "reference %s leads to %s; refer to %s", quote(next.ref.text), before.name, next.shape.name)
			continue
		}
		l.visit(next.node, next.shape)
		if l.late() {
			l.problem(next.node, "limit", "reading takes longer than %s; split the document or raise the limit of time", l.limits.Time)
			return
		}
	}
}

// visit walks n as s.
func (l *loader) visit(n *node, s *shape) {
	if s.object != nil && n.kind == kindObject {
		s = s.object
	}
	if s.section != "" {
		if n.shape == s {
			return
		}
		n.shape = s
		if s == l.grammar.schema {
			l.schemas = append(l.schemas, n)
		}
	}
	if n.kind&s.kinds == 0 {
		l.mistyped(n, s)
		return
	}
	reference := false
	if s.section != "" {
		if ref := n.member("$ref"); ref != nil {
			if ref.kind != kindString {
				l.problem(ref, "ref-syntax", "$ref is %s; a reference is a string", ref.kind)
				return
			}
			l.follow(n, ref, s)
			if s.section != l.grammar.schema.section {
				return // what stands beside a reference to anything but a schema has no meaning
			}
			l.ignoreSiblings(n)
			reference = true
		}
	}
	if !reference {
		for _, name := range s.need {
			if n.kind == kindObject && n.member(name) == nil {
				l.problem(n, "keyword-missing", "%s needs %s", s.name, name)
			}
		}
	}
	l.inside(n, s)
	if s.check != nil {
		s.check(l, n)
	}
}

// mistyped reports a value of the wrong JSON kind.
func (l *loader) mistyped(n *node, s *shape) {
	what := s.name
	if !strings.Contains(what, s.kinds.String()) {
		what += " (" + s.kinds.String() + ")"
	}
	place := "here"
	if n.up != nil && n.up.kind == kindObject {
		place = "at " + quote(n.key)
	}
	l.problem(n, "keyword-type", "%s stands %s, where %s belongs", n.kind, place, what)
}

// inside walks the members or elements of n.
func (l *loader) inside(n *node, s *shape) {
	for _, c := range n.children {
		known := s.members[c.key]
		switch {
		case n.kind == kindArray:
			if s.each != nil {
				l.visit(c, s.each)
			}
		case known != nil:
			l.visit(c, known)
		case !s.plain && strings.HasPrefix(c.key, "x-"):
		case s.each != nil:
			l.visit(c, s.each)
		case s.open, c.key == "$ref" && s.section != "":
		default:
			l.unknown(c, s)
		}
	}
}

// unknown reports a keyword that has no meaning where it stands.
func (l *loader) unknown(n *node, s *shape) {
	hint := "correct or remove it"
	switch n.key {
	case "oneOf", "anyOf", "nullable", "writeOnly", "deprecated", "requestBody", "content", "not":
		if !l.grammar.v3 {
			hint = "it belongs to OpenAPI 3.0; convert the document"
		}
	case "const", "examples", "prefixItems", "patternProperties", "$defs", "if", "then", "else", "contains", "propertyNames", "webhooks":
		hint = "it belongs to OpenAPI 3.1; write it as OpenAPI 3.0 can"
	}
	l.problem(n, "unknown-keyword", "%s knows no %s; %s", s.name, quote(n.key), hint)
}

// follow resolves the reference that n is and has its target walked.
func (l *loader) follow(n, ref *node, s *shape) {
	key, pointer, failure := l.location(n.origin(), ref.text)
	var f *file
	var target *node
	if failure == nil {
		f, failure = l.file(key)
	}
	if failure == nil {
		target, failure = find(f, pointer)
	}
	switch {
	case failure != nil:
		l.problem(ref, failure.code, "%s", failure.message)
		return
	case target.kind != kindObject:
		l.problem(ref, "ref-not-object", "reference %s leads to %s; refer to %s", quote(ref.text), target.kind, s.name)
		return
	}
	if f != l.main && l.foreign(f) {
		l.problem(ref, "ref-version", "reference %s leads into a document of another OpenAPI version; convert one of them", quote(ref.text))
		return
	}
	n.target = target
	l.refs = append(l.refs, n)
	l.want(target, s, ref)
}

// foreign reports whether a file says it is of another version than the document. Files of mere parts say nothing.
func (l *loader) foreign(f *file) bool {
	if l.grammar.v3 {
		return f.root.member("swagger") != nil
	}
	return f.root.member("openapi") != nil
}

// want has the target of a reference walked, and lists it when it is no component of the document.
func (l *loader) want(target *node, s *shape, ref *node) {
	l.queue = append(l.queue, pending{target, s, ref})
	if s.section == "" || l.listed[target] || l.component(target, s) {
		return
	}
	l.listed[target] = true
	l.external = append(l.external, target)
}

// component reports whether a node is a component of the document itself.
func (l *loader) component(n *node, s *shape) bool {
	home := l.home(l.main, s.section)
	return home != nil && n.up == home
}

// home returns the object that holds a file's components of a section, nil when there is none.
func (l *loader) home(f *file, section string) *node {
	at := f.root
	for _, name := range l.grammar.sections[section] {
		at = at.member(name)
	}
	if at == nil || at.kind != kindObject {
		return nil
	}
	return at
}

// heirs has the schemas of other files walked that inherit from a discriminated schema in use: nothing refers to
// them, but a value may be one. It reports whether there were any.
func (l *loader) heirs() bool {
	before := len(l.queue)
	for _, f := range l.order {
		if f.root == nil {
			continue
		}
		home := l.home(f, l.grammar.schema.section)
		if home == nil {
			continue
		}
		known := map[*node]bool{}
		for _, n := range home.children {
			if n.shape == nil && l.heir(f, n, known) {
				l.want(n, l.grammar.schema, n)
			}
		}
	}
	return len(l.queue) > before
}

// heir reports whether a schema of a file inherits, by way of the same file, from a discriminated one in use.
func (l *loader) heir(f *file, n *node, known map[*node]bool) bool {
	if is, ok := known[n]; ok {
		return is
	}
	known[n] = false // for a circle; walking reports it, should it be in use
	for _, part := range n.list("allOf") {
		pointer, ok := strings.CutPrefix(part.str("$ref"), "#")
		if !ok {
			continue
		}
		base, failure := find(f, pointer)
		if failure != nil {
			continue
		}
		if base.shape == nil && l.heir(f, base, known) || base.shape == l.grammar.schema && discriminated(base, map[*node]bool{}) {
			known[n] = true
			break
		}
	}
	return known[n]
}

func discriminated(n *node, seen map[*node]bool) bool {
	if n == nil || seen[n] {
		return false
	}
	seen[n] = true
	if n.member("discriminator") != nil || discriminated(n.target, seen) {
		return true
	}
	for _, part := range n.list("allOf") {
		if discriminated(part, seen) {
			return true
		}
	}
	return false
}

// checkMapping resolves an entry of discriminator.mapping: the name of a schema or a reference.
func checkMapping(l *loader, m *node) {
	var target *node
	if !strings.ContainsAny(m.text, "#/") {
		target = m.origin().root.member("components").member("schemas").member(m.text)
	}
	var failure *refError
	switch {
	case target != nil:
	case !strings.ContainsAny(m.text, "#/."):
		failure = refFail("ref-not-found", "%s names no schema; add it under components, or refer to it by #/", quote(m.text))
	default:
		var key, pointer string
		var f *file
		if key, pointer, failure = l.location(m.origin(), m.text); failure == nil {
			f, failure = l.file(key)
		}
		if failure == nil {
			target, failure = find(f, pointer)
		}
	}
	switch {
	case failure != nil:
		l.problem(m, "discriminator-mapping", "value %s: %s", quote(m.key), failure.message)
	case target.kind != kindObject:
		l.problem(m, "discriminator-mapping", "value %s leads to %s; name a schema", quote(m.key), target.kind)
	default:
		l.mapped[m] = target
		l.want(target, l.grammar.schema, m)
	}
}

// chains reports references that lead to one another in a circle, or in too long a chain.
func (l *loader) chains() {
	const open = -1
	steps := make(map[*node]int, len(l.refs)) // from each reference to what it stands for
	for _, start := range l.refs {
		var path []*node
		n := start
		for ; n.target != nil && steps[n] == 0; n = n.target {
			steps[n] = open
			path = append(path, n)
		}
		if steps[n] == open {
			l.problem(n, "ref-cycle", "the reference leads back to itself; one of the chain has to be the thing itself")
			steps[n] = 1
		}
		for i := len(path) - 1; i >= 0; i-- {
			steps[path[i]] = steps[path[i].target] + 1
			if steps[path[i]] == l.limits.RefDepth+1 && l.found == 0 {
				l.problem(path[i], "limit", "a chain of more than %d references; refer to the last one directly", l.limits.RefDepth)
			}
		}
	}
}

// resolve follows references to what they stand for. It may be used once chains has found nothing.
func (l *loader) resolve(n *node) *node {
	for n != nil && n.target != nil {
		n = n.target
	}
	return n
}

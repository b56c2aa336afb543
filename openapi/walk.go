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

// resolver follows references: it compares every value of a document, and all it refers to, with the grammar.
type resolver struct {
	*reader
	grammar  *grammar
	queue    []pending        // reference targets still to be walked
	refs     []*node          // objects that are references, in walking order
	schemas  []*node          // schemas, in walking order
	external []*node          // targets that are no component of the document, in the order of first reference
	listed   map[*node]bool   // what external holds
	mapped   map[*node]*node  // entry of discriminator.mapping to the schema it names
	examples map[*node]string // entry of x-ms-examples to its file below the root
}

// resolve walks the document, follows its references and checks its rules. It returns nil when there are
// problems.
func (r *reader) resolve() *resolver {
	if r.main == nil || r.main.root == nil {
		return nil
	}
	grammar := r.dialect(r.main.root)
	if grammar == nil {
		return nil
	}
	out := &resolver{
		reader: r, grammar: grammar,
		listed: map[*node]bool{}, mapped: map[*node]*node{}, examples: map[*node]string{},
	}
	checker := &checker{resolver: out, ids: map[string]*node{}, shapes: map[string]*node{}}
	for _, step := range []func(){out.walk, out.chains, checker.rules} {
		if step(); r.n > 0 {
			return nil
		}
	}
	return out
}

// walk checks every value of the document, and everything it refers to, against its shape, and resolves references.
// Parts of other files to which nothing refers are left alone.
func (r *resolver) walk() {
	r.visit(r.main.root, r.grammar.root)
	for i := 0; i < len(r.queue) || r.inheriting(); i++ {
		next := r.queue[i]
		if before := next.node.shape; before != nil && before != next.shape {
			r.problem(next.ref, "ref-kind", "reference %s leads to %s; refer to %s", quote(next.ref.text), before.name, next.shape.name)
			continue
		}
		r.visit(next.node, next.shape)
		if r.late() {
			r.problem(next.node, "limit", "reading takes longer than %s; split the document or raise the limit of time", r.limits.Time)
			return
		}
	}
}

// visit walks n as s.
func (r *resolver) visit(n *node, s *shape) {
	if s.object != nil && n.kind == kindObject {
		s = s.object
	}
	if s.section != "" {
		if n.shape == s {
			return
		}
		n.shape = s
		if s == r.grammar.schema {
			r.schemas = append(r.schemas, n)
		}
	}
	if n.kind&s.kinds == 0 {
		r.mistyped(n, s)
		return
	}
	reference := false
	if s.section != "" {
		if ref := n.member("$ref"); ref != nil {
			if ref.kind != kindString {
				r.problem(ref, "ref-syntax", "$ref is %s; a reference is a string", ref.kind)
				return
			}
			r.follow(n, ref, s)
			if s.section != r.grammar.schema.section {
				return // what is beside a reference to anything but a schema has no meaning
			}
			r.ignoreSiblings(n)
			reference = true
		}
	}
	if !reference {
		for _, name := range s.need {
			if n.kind == kindObject && n.member(name) == nil {
				r.problem(n, "keyword-missing", "%s needs %s", s.name, name)
			}
		}
	}
	r.inside(n, s)
	if s.check != nil {
		s.check(r, n)
	}
}

// mistyped reports a value of the wrong JSON kind.
func (r *resolver) mistyped(n *node, s *shape) {
	what := s.name
	if !strings.Contains(what, s.kinds.String()) {
		what += " (" + s.kinds.String() + ")"
	}
	place := ""
	if n.up != nil && n.up.kind == kindObject {
		place = " at " + quote(n.key)
	}
	r.problem(n, "keyword-type", "expected %s%s, found %s", what, place, n.kind)
}

// inside walks the members or elements of n.
func (r *resolver) inside(n *node, s *shape) {
	for _, c := range n.children {
		known := s.members[c.key]
		switch {
		case n.kind == kindArray:
			if s.each != nil {
				r.visit(c, s.each)
			}
		case known != nil:
			r.visit(c, known)
		case !s.plain && strings.HasPrefix(c.key, "x-"):
		case s.each != nil:
			r.visit(c, s.each)
		case s.open, c.key == "$ref" && s.section != "":
		default:
			r.unknown(c, s)
		}
	}
}

// unknown reports a keyword that has no meaning where it stands.
func (r *resolver) unknown(n *node, s *shape) {
	hint := "correct or remove it"
	switch n.key {
	case "oneOf", "anyOf", "nullable", "writeOnly", "deprecated", "requestBody", "content", "not":
		if !r.grammar.v3 {
			hint = "it belongs to OpenAPI 3.0; convert the document"
		}
	case "const", "examples", "prefixItems", "patternProperties", "$defs", "if", "then", "else", "contains", "propertyNames", "webhooks":
		hint = "it belongs to OpenAPI 3.1; write it as OpenAPI 3.0 can"
	}
	r.problem(n, "unknown-keyword", "%s knows no %s; %s", s.name, quote(n.key), hint)
}

// follow resolves the reference that n is and has its target walked.
func (r *resolver) follow(n, ref *node, s *shape) {
	key, pointer, failure := r.location(n.origin(), ref.text)
	var f *file
	var target *node
	if failure == nil {
		f, failure = r.file(key)
	}
	if failure == nil {
		target, failure = find(f, pointer)
	}
	switch {
	case failure != nil:
		r.problem(ref, failure.code, "%s", failure.message)
		return
	case target.kind != kindObject:
		r.problem(ref, "ref-not-object", "reference %s leads to %s; refer to %s", quote(ref.text), target.kind, s.name)
		return
	}
	if f != r.main && r.foreign(f) {
		r.problem(ref, "ref-version", "reference %s leads into a document of another OpenAPI version; convert one of them", quote(ref.text))
		return
	}
	n.target = target
	r.refs = append(r.refs, n)
	r.want(target, s, ref)
}

// foreign reports whether a file says it is of another version than the document. Files of mere parts say nothing.
func (r *resolver) foreign(f *file) bool {
	if r.grammar.v3 {
		return f.root.member("swagger") != nil
	}
	return f.root.member("openapi") != nil
}

// want has the target of a reference walked, and lists it when it is not a component of the document.
func (r *resolver) want(target *node, s *shape, ref *node) {
	r.queue = append(r.queue, pending{target, s, ref})
	if s.section == "" || r.listed[target] || r.component(target, s) {
		return
	}
	r.listed[target] = true
	r.external = append(r.external, target)
}

// component reports whether a node is a component of the document itself.
func (r *resolver) component(n *node, s *shape) bool {
	home := r.home(r.main, s.section)
	return home != nil && n.up == home
}

// home returns the object that holds a file's components of a section, nil when there is none.
func (r *resolver) home(f *file, section string) *node {
	at := f.root
	for _, name := range r.grammar.sections[section] {
		at = at.member(name)
	}
	if at == nil || at.kind != kindObject {
		return nil
	}
	return at
}

// inheriting has the schemas of other files walked that inherit from a discriminated schema in use: nothing refers to
// them, but a value may be one. It reports whether there were any.
func (r *resolver) inheriting() bool {
	before := len(r.queue)
	for _, f := range r.order {
		if f.root == nil {
			continue
		}
		home := r.home(f, r.grammar.schema.section)
		if home == nil {
			continue
		}
		known := map[*node]bool{}
		for _, n := range home.children {
			if n.shape == nil && r.inherits(f, n, known) {
				r.want(n, r.grammar.schema, n)
			}
		}
	}
	return len(r.queue) > before
}

// inherits reports whether a schema of a file inherits, by way of the same file, from a discriminated one in use.
func (r *resolver) inherits(f *file, n *node, known map[*node]bool) bool {
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
		if base.shape == nil && r.inherits(f, base, known) || base.shape == r.grammar.schema && discriminated(base, map[*node]bool{}) {
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
func checkMapping(r *resolver, m *node) {
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
		if key, pointer, failure = r.location(m.origin(), m.text); failure == nil {
			f, failure = r.file(key)
		}
		if failure == nil {
			target, failure = find(f, pointer)
		}
	}
	switch {
	case failure != nil:
		r.problem(m, "discriminator-mapping", "value %s: %s", quote(m.key), failure.message)
	case target.kind != kindObject:
		r.problem(m, "discriminator-mapping", "value %s leads to %s; name a schema", quote(m.key), target.kind)
	default:
		r.mapped[m] = target
		r.want(target, r.grammar.schema, m)
	}
}

// chains reports references that lead to one another in a circle, or in too long a chain.
func (r *resolver) chains() {
	const open = -1
	steps := make(map[*node]int, len(r.refs)) // from each reference to what it stands for
	for _, start := range r.refs {
		var path []*node
		n := start
		for ; n.target != nil && steps[n] == 0; n = n.target {
			steps[n] = open
			path = append(path, n)
		}
		if steps[n] == open {
			r.problem(n, "ref-cycle", "the reference leads back to itself; one of the chain has to be the thing itself")
			steps[n] = 1
		}
		for i := len(path) - 1; i >= 0; i-- {
			steps[path[i]] = steps[path[i].target] + 1
			if steps[path[i]] == r.limits.RefDepth+1 && r.n == 0 {
				r.problem(path[i], "limit", "a chain of more than %d references; refer to the last one directly", r.limits.RefDepth)
			}
		}
	}
}

// resolve follows references to what they stand for. It may be used once chains has found nothing.
func (r *resolver) target(n *node) *node {
	for n != nil && n.target != nil {
		n = n.target
	}
	return n
}

package openapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/azbill/azbill/openapi/diag"
)

// bundle writes what was walked as one document without outward references, for kin-openapi to check.
//
// Where a schema refers to another, a schema without rules stands in: the walk has followed the reference already, and
// every schema is in the bundle once as a component of its own. kin-openapi walks the whole graph of references anew
// from each use, and reads nested objects over and over, which takes the square of a document's size. For the same
// reason schemas nested deeper than deepSchema become components, and text that no rule speaks of stays out.
type bundle struct {
	from  *resolver
	out   []byte
	names map[*node]string // component names of this bundle: they need not be legal in the document
	parts map[string][]*node
	paths map[string]*node // path as in the bundle
}

const (
	deepSchema = 12
	standIn    = "any"
)

// check is kin-openapi's check of a document, which runs in a goroutine of its own.
type check struct {
	bundle *bundle
	result chan error
}

// check begins the check of what was walked.
func (r *resolver) check() *check {
	b := &bundle{from: r, names: map[*node]string{}, parts: map[string][]*node{}, paths: map[string]*node{}}
	b.document()
	c := &check{bundle: b, result: make(chan error, 1)}
	go func() {
		// The library panics on some documents and cannot be told to stop: whatever it does, it ends as a problem here.
		defer func() {
			if p := recover(); p != nil {
				c.result <- fmt.Errorf("kin-openapi failed: %v", p)
			}
		}()
		c.result <- validate(b.out, r.grammar.v3)
	}()
	return c
}

// passes waits for the end of the check and reports whether it found nothing; else its problems are in the list. It is
// called once.
func (c *check) passes(problems *diag.List) bool {
	r := c.bundle.from
	found := r.to(problems)
	timer := time.NewTimer(max(r.limits.Time-time.Since(r.start), time.Second))
	defer timer.Stop()
	select {
	case err := <-c.result:
		c.bundle.report(found, err, place{node: r.main.root})
	case <-timer.C:
		found.report(diag.At{File: r.main.shown}, "limit", "checking takes longer than %s; split the document or raise the limit of time", r.limits.Time)
	}
	return found.n == 0
}

// validate reads a bundle with kin-openapi and returns what it finds wrong.
func validate(data []byte, v3 bool) error {
	ctx := context.Background()
	var doc *openapi3.T
	var err error
	if v3 {
		doc, err = openapi3.NewLoader().LoadFromData(data)
	} else {
		var doc2 openapi2.T
		if err = json.Unmarshal(data, &doc2); err == nil {
			doc, err = openapi2conv.ToV3(&doc2)
		}
	}
	if err != nil {
		return err
	}
	if doc.Paths == nil { // a document of definitions alone says "paths: {}", which the conversion drops
		doc.Paths = openapi3.NewPaths()
	}
	return doc.Validate(ctx,
		openapi3.EnableMultiError(),
		// Patterns are ECMA 262, which Go's engine does not read; values are not the document's grammar.
		openapi3.DisableSchemaPatternValidation(),
		openapi3.DisableSchemaDefaultsValidation(),
		openapi3.DisableExamplesValidation(),
	)
}

// place is where in the document a verdict belongs.
type place struct {
	node *node
	item *node // the path, once it is known
}

// report records what kin-openapi found at the nearest place its error names.
func (b *bundle) report(found *reporter, err error, at place) {
	if err == nil {
		return
	}
	var many openapi3.MultiError
	var path *openapi3.PathValidationError
	var operation *openapi3.OperationValidationError
	var part *openapi3.ComponentValidationError
	switch e := err.(type) {
	case openapi3.MultiError:
		for _, one := range e {
			b.report(found, one, at)
		}
		return
	case *openapi3.SectionValidationError:
		if n := b.from.main.root.member(e.Section); n != nil {
			at.node = n
		}
		b.report(found, e.Cause, at)
		return
	}
	switch {
	case errors.As(err, &path):
		if item := b.paths[path.Path]; item != nil {
			at = place{item, item}
		}
		b.report(found, path.Cause, at)
		return
	case errors.As(err, &operation):
		if op := b.from.target(at.item).member(strings.ToLower(operation.Method)); op != nil {
			at.node = op
		}
		b.report(found, operation.Cause, at)
		return
	case errors.As(err, &part):
		at.node = b.component(part, at.node)
		b.report(found, part.Cause, at)
		return
	case errors.As(err, &many):
		b.report(found, many, at)
		return
	}
	found.problem(at.node, "openapi-invalid", "%s", cut(err.Error()))
}

// component returns the node of a component of the bundle.
func (b *bundle) component(e *openapi3.ComponentValidationError, otherwise *node) *node {
	if e.Section == "security scheme" {
		home := b.from.main.root.member("securityDefinitions")
		if b.from.grammar.v3 {
			home = b.from.home(b.from.main, "securitySchemes")
		}
		if n := home.member(e.Name); n != nil {
			return n
		}
		return otherwise
	}
	for n, name := range b.names {
		if name == e.Name && n.shape.section != "securitySchemes" {
			return n
		}
	}
	return otherwise
}

// document writes the bundle.
func (b *bundle) document() {
	root := b.from.main.root
	if b.from.grammar.v3 {
		b.out = append(b.out, `{"openapi":"3.0.3"`...)
	} else {
		b.out = append(b.out, `{"swagger":"2.0"`...)
	}
	b.components()
	for _, c := range root.children {
		s := b.from.grammar.root.members[c.key]
		switch c.key {
		case "swagger", "openapi", "paths", "x-ms-paths", "definitions", "parameters", "responses", "components":
			continue
		}
		if s != nil && !s.drop && !strings.HasPrefix(c.key, "x-") {
			b.member(c.key)
			b.value(c, s, 0)
		}
	}
	b.pathItems()
	b.sections()
	b.out = append(b.out, '}')
}

// components gives every target of a reference, and every component of the document, its name.
func (b *bundle) components() {
	for _, section := range b.from.grammar.order() {
		if home := b.from.home(b.from.main, section); home != nil {
			for _, n := range home.children {
				b.part(section, n)
			}
		}
	}
	for _, n := range b.from.external {
		if n.shape.section != "pathItems" {
			b.part(n.shape.section, n)
		}
	}
}

// part makes a node a component, unless it is a mere reference.
func (b *bundle) part(section string, n *node) {
	if n.target != nil || b.names[n] != "" {
		return
	}
	b.names[n] = fmt.Sprintf("%s%d", section, len(b.parts[section]))
	if section == "securitySchemes" {
		b.names[n] = n.key // requirements name it without a reference
	}
	b.parts[section] = append(b.parts[section], n)
}

func (b *bundle) member(name string) {
	if c := b.out[len(b.out)-1]; c != '{' {
		b.out = append(b.out, ',')
	}
	b.out = append(appendString(b.out, name), ':')
}

// pathItems writes the paths; those of x-ms-paths get a tail in place of the query that tells them apart.
func (b *bundle) pathItems() {
	b.member("paths")
	b.out = append(b.out, '{')
	seen := map[string]bool{} // kin-openapi refuses two paths that differ in the names of their parameters alone
	for _, section := range []string{"paths", "x-ms-paths"} {
		item := b.from.grammar.root.members["paths"].each
		for i, c := range b.from.main.root.members(section) {
			if strings.HasPrefix(c.key, "x-") {
				continue
			}
			name := c.key
			if section == "x-ms-paths" || seen[pathShape(c.key)] {
				name = b.withoutQuery(c, section, i)
			}
			seen[pathShape(c.key)] = true
			b.paths[name] = c
			b.member(name)
			b.value(c, item, 0)
		}
	}
	if len(b.paths) == 0 {
		// A file of definitions alone has no paths, which the conversion takes for an error.
		b.member("/" + standIn)
		b.out = append(b.out, "{}"...)
	}
	b.out = append(b.out, '}')
}

// withoutQuery returns a path of its own for the i-th item of a section. Path parameters in the query stay in the path.
func (b *bundle) withoutQuery(item *node, section string, i int) string {
	name, query, _ := strings.Cut(item.key, "?")
	name += fmt.Sprintf("/%s/%d", section, i)
	inQuery, _ := templateNames(query)
	actual := b.from.target(item)
	for _, v := range inQuery {
		key := parameterKey{InPath, v}
		is := func(p *node) bool { return b.from.parameterKey(p) == key }
		declared := slices.ContainsFunc(actual.list("parameters"), is)
		for _, op := range actual.children {
			declared = declared || isMethod(op.key) && slices.ContainsFunc(op.list("parameters"), is)
		}
		if declared {
			name += "/{" + v + "}"
		}
	}
	return name
}

// sections writes the components. Writing schemas may bring up more of them.
func (b *bundle) sections() {
	g := b.from.grammar
	if g.v3 {
		b.member("components")
		b.out = append(b.out, '{')
	}
	for _, section := range g.order() {
		if len(b.parts[section]) == 0 && section != g.schema.section {
			continue
		}
		b.member(section)
		b.out = append(b.out, '{')
		if section == g.schema.section {
			b.member(standIn)
			b.out = append(b.out, "{}"...)
		}
		for i := 0; i < len(b.parts[section]); i++ {
			n := b.parts[section][i]
			b.member(b.names[n])
			b.value(n, n.shape, 0)
		}
		b.out = append(b.out, '}')
	}
	if g.v3 {
		b.out = append(b.out, '}')
	}
}

// value writes n as s.
func (b *bundle) value(n *node, s *shape, depth int) {
	if s.object != nil && n.kind == kindObject {
		s = s.object
	}
	schema := s == b.from.grammar.schema
	if n.target != nil {
		if n = b.from.target(n); b.reference(n, schema) {
			return
		}
	}
	if schema {
		if depth++; depth > deepSchema {
			b.part(s.section, n)
			b.reference(n, true)
			return
		}
	}
	switch {
	case n.kind == kindArray && s.each != nil:
		b.out = append(b.out, '[')
		for i, c := range n.children {
			if i > 0 {
				b.out = append(b.out, ',')
			}
			b.value(c, s.each, depth)
		}
		b.out = append(b.out, ']')
	case n.kind == kindObject && (s.members != nil || s.each != nil):
		b.object(n, s, depth)
	default:
		b.out = n.appendJSON(b.out)
	}
}

func (b *bundle) object(n *node, s *shape, depth int) {
	b.out = append(b.out, '{')
	for _, c := range n.children {
		known := s.members[c.key]
		if known == nil && (s.plain || !strings.HasPrefix(c.key, "x-")) {
			known = s.each
		}
		if known == nil || known.drop || s.members[c.key] != nil && strings.HasPrefix(c.key, "x-") {
			continue
		}
		b.member(c.key)
		b.value(c, known, depth)
	}
	if s.section == "responses" && n.member("description") == nil {
		b.member("description") // that it is missing has been said
		b.out = append(b.out, '"', '"')
	}
	b.out = append(b.out, '}')
}

// reference writes a reference to a component; it reports false for what has to stand in full.
func (b *bundle) reference(n *node, schema bool) bool {
	name, section := b.names[n], n.shape.section
	switch {
	case schema:
		name, section = standIn, b.from.grammar.schema.section
	case name == "":
		return false
	}
	way := strings.Join(b.from.grammar.sections[section], "/")
	b.out = append(b.out, `{"$ref":`...)
	b.out = append(appendString(b.out, "#/"+way+"/"+name), '}')
	return true
}

package overlay

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/pointer"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/traffic"
)

// entry turns a difference into edits, or says why there are none.
func (m *maker) entry(e *traffic.Entry) string {
	switch e.Class {
	case traffic.NoOperation:
		return "an operation is more than an overlay can know of it"
	case traffic.UnknownKind:
		return "a variant is more than an overlay can know of it: describe its schema in the document, or in an action of your own"
	case traffic.APIVersion, traffic.Lossy, traffic.Unreadable:
		return "it is not the document's"
	}
	op := m.operation(e.Operation)
	if op == nil {
		return "the document has no such operation"
	}
	if e.Message == "request" && !strings.HasPrefix(e.Place, "/body") {
		return m.parameter(op, e)
	}
	if e.Class == traffic.Status {
		return m.status(op, e)
	}
	root, reply := m.root(op, e)
	switch {
	case reply != nil && strings.HasPrefix(e.Place, "/header/"):
		if e.Class != traffic.Header {
			return "the schema of a header is not changed"
		}
		m.edit(header, m.target(reply.At), strings.TrimPrefix(e.Place, "/header/"), e)
		return ""
	case e.Class == traffic.Body:
		return "whether there is a body is not changed"
	case root == nil:
		return "the document has no schema there"
	}
	return m.schema(root, strings.TrimPrefix(e.Place, "/body"), e)
}

func (m *maker) operation(id string) *openapi.Operation {
	for _, op := range m.doc.Operations {
		if op.ID == id {
			return op
		}
	}
	return nil
}

// root returns the schema of the body that a difference is in, and the response.
func (m *maker) root(op *openapi.Operation, e *traffic.Entry) (*openapi.Schema, *openapi.Response) {
	if e.Message == "request" {
		if op.Body == nil {
			return nil, nil
		}
		return op.Body.Schema, nil
	}
	for _, r := range op.Responses {
		if r.Status == e.Message {
			return r.Schema, r
		}
	}
	return nil, nil
}

// parameter edits the parameters of an operation.
func (m *maker) parameter(op *openapi.Operation, e *traffic.Entry) string {
	in, name, ok := strings.Cut(strings.TrimPrefix(e.Place, "/"), "/")
	if !ok || strings.Contains(name, "/") {
		return "it is not a parameter as a whole"
	}
	if e.Class == traffic.UnknownParameter {
		m.edit(parameter, op.At.Pointer, name, e)
		return ""
	}
	i := slices.IndexFunc(op.Parameters, func(p *openapi.Parameter) bool { return p.In == in && strings.EqualFold(p.Name, name) })
	switch {
	case i < 0:
		return "the document has no such parameter"
	case op.Parameters[i].At.File != m.doc.At.File:
		return "it is declared in " + op.Parameters[i].At.File
	case e.Class == traffic.Missing && in != openapi.InPath:
		m.edit(optional, op.Parameters[i].At.Pointer, "", e)
		return ""
	case e.Class == traffic.UnknownValue:
		return m.values([]*openapi.Schema{op.Parameters[i].Schema}, e)
	}
	return "the schema of a parameter is not changed"
}

// status adds a response.
func (m *maker) status(op *openapi.Operation, e *traffic.Entry) string {
	x := m.edit(response, op.At.Pointer, e.Message, e)
	bodies := 0
	for _, d := range e.Details {
		if strings.HasSuffix(d.Value, "with a body") {
			bodies++
		}
	}
	if x.body = bodies > 0; bodies > 0 && bodies < len(e.Details) {
		return "a body is declared, which some of the responses do not have"
	}
	return ""
}

// schema edits what describes the value at a place of a body.
func (m *maker) schema(root *openapi.Schema, place string, e *traffic.Entry) string {
	i := strings.LastIndexByte(place, '/')
	switch e.Class {
	case traffic.UnknownMember, traffic.NearMiss:
		name, ok := pointer.Name(place[i+1:])
		if !ok || strings.ContainsAny(name, "…{") {
			return "the name of the member is data"
		}
		return m.member(m.at(root, place[:i]), name, e)
	case traffic.Missing:
		name, _ := pointer.Name(place[i+1:])
		return m.relax(m.at(root, place[:i]), name, e)
	}
	uses := m.at(root, place)
	if len(uses) == 0 {
		return "the document has no schema there"
	}
	switch e.Class {
	case traffic.UnknownValue:
		return m.values(uses, e)
	case traffic.Null:
		return m.null(uses, e)
	case traffic.Format:
		return m.without(uses, []string{"format"}, e)
	case traffic.Mismatch:
		return m.any(uses, e)
	case traffic.Constraint:
		var keywords []string
		for _, d := range e.Details {
			words, known := constraints[d.Value]
			if !known {
				return "what " + d.Value + " demands is not changed"
			}
			keywords = append(keywords, words...)
		}
		return m.without(uses, keywords, e)
	}
	return "differences of the class " + string(e.Class) + " are not turned into actions"
}

// constraints are the keywords of the rules that can be dropped.
var constraints = map[string][]string{
	"minimum": {"minimum", "exclusiveMinimum"}, "maximum": {"maximum", "exclusiveMaximum"}, "multipleOf": {"multipleOf"},
	"pattern": {"pattern"}, "uniqueItems": {"uniqueItems"}, "minLength": {"minLength"}, "maxLength": {"maxLength"},
	"minItems": {"minItems"}, "maxItems": {"maxItems"}, "minProperties": {"minProperties"}, "maxProperties": {"maxProperties"},
}

// member adds a member to each schema that may describe the object and does not declare it: the variants where a
// discriminator selects them, since a report does not say which it was.
func (m *maker) member(uses []*openapi.Schema, name string, e *traffic.Entry) string {
	var lacking []*openapi.Schema
	for _, s := range m.complete(uses) {
		declared := slices.ContainsFunc(s.Parts(), func(part *openapi.Schema) bool {
			return slices.ContainsFunc(part.Properties, func(p *openapi.Property) bool { return p.Name == name })
		})
		if !declared && !slices.ContainsFunc(lacking, func(o *openapi.Schema) bool { return o.At == s.At }) {
			lacking = append(lacking, s)
		}
	}
	if why := m.own(lacking); why != "" {
		return why
	}
	for _, s := range lacking {
		x := m.edit(member, s.At.Pointer, name, e)
		for _, d := range e.Details {
			if !slices.Contains(x.types, d.Value) {
				x.types = append(x.types, d.Value)
			}
		}
		if len(lacking) > 1 {
			x.note = "; of these variants some may not have it"
		}
	}
	return ""
}

// own says why schemas cannot be changed by an overlay of the document.
func (m *maker) own(list []*openapi.Schema) string {
	if len(list) == 0 {
		return "the document has no schema there"
	}
	for _, s := range list {
		if s.At.File != m.doc.At.File {
			return "it is declared in " + s.At.File + "; an overlay that extends that file can change it"
		}
	}
	return ""
}

// relax takes a member out of the required ones.
func (m *maker) relax(uses []*openapi.Schema, name string, e *traffic.Entry) string {
	var demand []*openapi.Schema
	for _, s := range m.facts(uses) {
		if slices.Contains(s.Required, name) {
			demand = append(demand, s)
		}
	}
	if why := m.own(demand); why != "" {
		return why
	}
	for _, s := range demand {
		x := m.edit(relax, s.At.Pointer, "", e)
		x.names = append(x.names, name)
	}
	return ""
}

// values adds values to an enumeration.
func (m *maker) values(uses []*openapi.Schema, e *traffic.Entry) string {
	var lists []*openapi.Schema
	for _, s := range m.facts(uses) {
		if len(s.Enum) > 0 {
			lists = append(lists, s)
		}
	}
	if why := m.own(lists); why != "" {
		return why
	}
	why := ""
	for _, d := range e.Details {
		if d.Value == "others" || d.Value == "" || strings.ContainsAny(d.Value[:1], `"0-{[`) {
			why = "some of the values are data"
			continue
		}
		for _, s := range lists {
			m.edit(enumValue, s.At.Pointer, d.Value, e)
		}
	}
	return why
}

// null lets a value be null.
func (m *maker) null(uses []*openapi.Schema, e *traffic.Entry) string {
	if why := m.own(uses); why != "" {
		return why
	}
	for _, s := range uses {
		if m.v3 && s.Ref != nil { // OpenAPI 3 ignores what is beside a reference
			m.edit(rewrite, s.At.Pointer, "", e).wrap = true
		} else {
			m.edit(nullable, s.At.Pointer, "", e)
		}
	}
	return ""
}

// without takes keywords out of the schemas that have them.
func (m *maker) without(uses []*openapi.Schema, keywords []string, e *traffic.Entry) string {
	var have []*openapi.Schema
	for _, s := range m.facts(uses) {
		if slices.ContainsFunc(keywords, func(k string) bool { return m.value(diag.At{File: s.At.File, Pointer: s.At.Pointer + "/" + k}) != nil }) {
			have = append(have, s)
		}
	}
	if why := m.own(have); why != "" {
		return why
	}
	for _, s := range have {
		x := m.edit(rewrite, s.At.Pointer, "", e)
		for _, k := range keywords {
			x.drop[k] = true
		}
	}
	return ""
}

// any lets a member have any value.
func (m *maker) any(uses []*openapi.Schema, e *traffic.Entry) string {
	if why := m.own(uses); why != "" {
		return why
	}
	for _, s := range uses {
		m.edit(rewrite, s.At.Pointer, "", e).drop[""] = true
	}
	return ""
}

// at returns the schemas that describe the value at a place, as they are used there.
func (m *maker) at(root *openapi.Schema, place string) []*openapi.Schema {
	list := []*openapi.Schema{root}
	if place == "" {
		return list
	}
	for _, token := range strings.Split(place[1:], "/") {
		name, _ := pointer.Name(token)
		var next []*openapi.Schema
		add := func(s *openapi.Schema) {
			if s != nil && !slices.ContainsFunc(next, func(o *openapi.Schema) bool { return o.At == s.At }) {
				next = append(next, s)
			}
		}
		for _, s := range m.facts(list) {
			if name == "*" {
				add(s.Items)
				add(s.Additional)
			}
			for _, p := range s.Properties {
				if p.Name == name {
					add(p.Schema)
				}
			}
		}
		list = next
	}
	return list
}

// facts returns all schemas that say something of a value: those that are referred to, combined, or selected.
func (m *maker) facts(uses []*openapi.Schema) []*openapi.Schema {
	var out []*openapi.Schema
	seen := map[*openapi.Schema]bool{}
	var visit func(s *openapi.Schema)
	visit = func(s *openapi.Schema) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		out = append(out, s)
		visit(s.Ref)
		for _, list := range [][]*openapi.Schema{s.AllOf, s.OneOf, s.AnyOf} {
			for _, part := range list {
				visit(part)
			}
		}
		for _, v := range m.hierarchy.Variants(s) {
			visit(v.Schema)
		}
	}
	for _, s := range uses {
		visit(s)
	}
	return out
}

// complete returns the schemas that each describe a whole object: the variants of a discriminated one, the alternatives of
// a choice, and what a schema that adds nothing includes.
func (m *maker) complete(uses []*openapi.Schema) []*openapi.Schema {
	var out []*openapi.Schema
	seen := map[*openapi.Schema]bool{}
	var visit func(s *openapi.Schema) bool
	visit = func(s *openapi.Schema) bool {
		if s = s.Resolve(); s == nil || seen[s] {
			return false
		}
		seen[s] = true
		var below []*openapi.Schema
		for _, v := range m.hierarchy.Variants(s) {
			below = append(below, v.Schema)
		}
		below = append(below, s.OneOf...)
		below = append(below, s.AnyOf...)
		if len(s.Properties) == 0 && len(s.AllOf) == 1 && len(below) == 0 {
			below = s.AllOf
		}
		found := false
		for _, b := range below {
			found = visit(b) || found
		}
		if !found {
			out = append(out, s)
		}
		return true
	}
	for _, s := range uses {
		visit(s)
	}
	return out
}

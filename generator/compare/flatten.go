package compare

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/mediatype"
)

// flattener turns one side's IR into subjects.
type flattener struct {
	pkg  *ir.Package
	ids  identities
	uses map[ir.Decl]*use

	versions map[ir.Decl]bool // enumerations of api-versions
}

func flatten(pkg *ir.Package, ids identities) []*subject {
	f := &flattener{pkg: pkg, ids: ids, uses: uses(pkg), versions: map[ir.Decl]bool{}}
	for _, op := range pkg.Operations {
		for _, p := range op.Params {
			if named, ok := p.Value.Type.(ir.Named); ok && p.APIVersion {
				f.versions[named.Decl] = true
			}
		}
	}
	var out []*subject
	for _, op := range pkg.Operations {
		out = append(out, f.operation(op))
	}
	for _, d := range pkg.Decls {
		out = append(out, f.decl(d))
	}
	return out
}

var templateParameter = regexp.MustCompile(`\{[^}]*\}`)

// OperationKey identifies an operation across api-versions: its method and path, in which only the fixed text counts,
// whatever its case.
func OperationKey(method, path string) string {
	return method + " " + strings.ToLower(templateParameter.ReplaceAllString(path, "{}"))
}

func (f *flattener) operation(op *ir.Operation) *subject {
	request := op.Request
	s := &subject{
		kind: "operation", wire: op.ID, at: op.At, goName: request,
		keys:    []string{"operation " + OperationKey(op.Method, op.Path), "operation " + op.ID},
		symbols: []string{request, op.Parse},
	}
	s.use = use{sent: true, received: true, operations: []string{op.ID}}
	s.say("id", op.ID, s.symbols...)
	s.say("method", op.Method)
	s.say("path", op.Path)
	s.flag("deprecated", op.Doc.Deprecated)
	paging := []string{request + ".Pages", request + ".Items"}
	var pages ir.Pager
	if op.Pager != nil {
		pages = *op.Pager
	}
	s.say("item", pages.Items, append(paging, streams(op)...)...)
	s.say("next-link", pages.NextLink, paging...)
	s.say("next-verb", pages.Verb)
	s.say("next-operation", pages.Operation)
	s.flag("long-running", op.LongRunning != nil)
	if l := op.LongRunning; l != nil {
		s.say("final-state", l.FinalState)
		s.say("monitor", l.Monitor)
		if l.Final != nil {
			s.say("final-type", f.typeWords(l.Final.Type))
		}
	}
	s.say("description", docText(op.Doc))
	position := 0
	for _, p := range op.Params {
		child := f.param(op, p, request)
		if p.In == "path" {
			child.keys = append(child.keys, fmt.Sprintf("parameter path #%d", position))
			position++
		}
		s.children = append(s.children, child)
	}
	if op.Body != nil {
		s.children = append(s.children, f.body(op, request))
	}
	for _, r := range op.Responses {
		s.children = append(s.children, f.reply(op, r, request))
	}
	return s
}

// streams lists the functions that read the pages of an operation element by element.
func streams(op *ir.Operation) []string {
	var out []string
	for _, r := range op.Responses {
		if r.Value == nil {
			continue
		}
		if page := ir.StructOf(r.Value.Type); page != nil && page.Stream != nil {
			out = append(out, page.Stream.Name)
		}
	}
	return out
}

func (f *flattener) param(op *ir.Operation, p *ir.Param, request string) *subject {
	s := &subject{
		kind: "parameter", wire: op.ID + " " + p.Wire, at: p.At, goName: request + "." + p.Name,
		keys:    []string{"parameter " + p.In + " " + p.Wire, "parameter " + p.Wire, "parameter go " + p.Name},
		symbols: []string{request + "." + p.Name},
	}
	s.use = use{sent: true, operations: []string{op.ID}}
	s.say("name", p.Wire, s.symbols...)
	s.say("go-name", p.Name, s.symbols...)
	s.say("location", p.In, s.symbols...)
	s.flag("required", p.Required)
	s.say("default", p.Default)
	s.say("collection", collection(p))
	s.flag("skip-encoding", p.Slashes)
	s.flag("client", p.Client)
	s.flag("secret", p.Secret, s.symbols...)
	if p.APIVersion { // the package fills it in; what counts is which versions the service takes
		s.say("enum", strings.Join(allowed(p.Value), ", "))
		return s
	}
	f.value(s, p.Value)
	s.say("description", docText(p.Doc))
	return s
}

// collection says how a parameter that is not a single value is written.
func collection(p *ir.Param) string {
	switch {
	case p.Shape == ir.ShapeScalar:
		return ""
	case p.Explode:
		return p.Style + " exploded"
	}
	return p.Style
}

func (f *flattener) body(op *ir.Operation, request string) *subject {
	s := &subject{
		kind: "body", wire: op.ID + " body", at: op.Body.At, goName: request + ".Body",
		keys: []string{"body"}, symbols: []string{request + ".Body"},
	}
	s.use = use{sent: true, operations: []string{op.ID}}
	s.flag("required", op.Body.Required)
	s.say("media-type", op.Body.MediaType)
	if op.Body.Format == ir.JSON {
		f.value(s, op.Body.Value)
	} else {
		s.say("type", "content of "+op.Body.MediaType, s.symbols...)
	}
	s.say("description", docText(op.Body.Doc))
	return s
}

func (f *flattener) reply(op *ir.Operation, r *ir.Response, request string) *subject {
	s := &subject{kind: "reply", wire: op.ID + " " + r.Status, at: r.At, keys: []string{"reply " + r.Status}}
	s.use = use{received: true, operations: []string{op.ID}}
	if !r.Error {
		s.goName = request + ".ReadReply"
		s.symbols = []string{request + ".ReadReply", request + ".Pages", request + ".Items"}
	}
	s.flag("error", r.Error)
	s.say("media-type", cmp.Or(strings.Join(r.MediaTypes, ", "), mediatype.JSON))
	switch {
	case r.Value != nil:
		f.value(s, *r.Value)
	case r.Format == ir.NoBody:
		s.say("type", noBody, s.symbols...)
	default:
		s.say("type", "content", s.symbols...)
	}
	s.say("description", docText(r.Doc))
	for _, h := range r.Headers {
		child := &subject{kind: "header", wire: s.wire + " " + h.Wire, at: h.At, keys: []string{"header " + strings.ToLower(h.Wire)}, use: s.use}
		f.value(child, h.Value)
		child.say("description", docText(h.Doc))
		s.children = append(s.children, child)
	}
	return s
}

func (f *flattener) decl(d ir.Decl) *subject {
	h := d.Common()
	id := f.ids[d]
	s := &subject{
		kind: "type", wire: pathName(d), at: h.At, goName: h.Name, keys: []string{"type " + id},
		symbols: []string{h.Name},
	}
	if u := f.uses[d]; u != nil {
		s.use = *u
	}
	switch d := d.(type) {
	case *ir.Struct:
		f.structure(s, d)
	case *ir.Union:
		f.union(s, d)
	case *ir.Enum:
		f.enum(s, d)
		for _, child := range s.children {
			child.quiet = f.versions[d] // the parameter's fact says which versions there are
		}
	case *ir.Alias:
		s.say("kind", "alias", s.symbols...)
		f.value(s, d.Value)
	}
	if h.Schema != nil {
		s.say("conditions", f.conditions(h.Schema))
	}
	s.say("name", pathName(d), s.symbols...)
	s.flag("deprecated", h.Doc.Deprecated)
	s.say("description", docText(h.Doc))
	return s
}

func (f *flattener) structure(s *subject, d *ir.Struct) {
	s.symbols = append(s.symbols, d.Decode)
	s.say("kind", "object", s.symbols...)
	s.flag("closed", d.Closed)
	if d.Additional != nil {
		s.say("additional", f.typeWords(d.Additional.Type))
	}
	s.say("min-properties", d.MinProps)
	s.say("max-properties", d.MaxProps)
	for _, c := range d.Consts {
		child := &subject{
			kind: "member", wire: s.wire + "." + c.Wire, at: d.At, keys: []string{"member " + c.Wire},
			use: s.use,
		}
		child.say("name", c.Wire)
		child.say("constant", strconv.Quote(c.Value))
		child.flag("required", c.Required)
		s.children = append(s.children, child)
	}
	for _, m := range d.Fields {
		s.children = append(s.children, f.member(s, d, m))
	}
}

func (f *flattener) member(owner *subject, d *ir.Struct, m *ir.Field) *subject {
	name := d.Name + "." + m.Name
	s := &subject{
		kind: "member", wire: owner.wire + "." + m.Wire, at: m.At, goName: name, use: owner.use,
		keys:    []string{"member " + m.Wire, "member go " + m.Name},
		symbols: []string{name},
	}
	s.say("name", m.Wire, s.symbols...)
	s.say("go-name", m.Name, s.symbols...)
	s.flag("required", m.Required)
	s.flag("read-only", m.ReadOnly)
	s.flag("write-only", m.WriteOnly)
	s.say("mutability", strings.Join(m.Mutability, ", "))
	s.flag("secret", m.Secret, s.symbols...)
	s.say("default", m.Default)
	s.flag("deprecated", m.Doc.Deprecated)
	f.value(s, m.Value)
	s.say("description", docText(m.Doc))
	return s
}

func (f *flattener) union(s *subject, d *ir.Union) {
	s.symbols = append(s.symbols, d.Decode, d.Unknown, d.Interface)
	s.say("kind", "union", s.symbols...)
	if !d.ByKind {
		unknown := d.Unknown + "." + d.PropertyName
		s.say("discriminator", d.Property, unknown)
		s.say("discriminator-type", f.typeWords(d.PropertyType), unknown)
	}
	for _, v := range d.Variants {
		child := &subject{
			kind: "variant", wire: s.wire + " " + strconv.Quote(v.Value), at: d.At, use: s.use,
			goName:  v.GoName(),
			keys:    []string{"variant " + v.Value},
			symbols: []string{v.GoName() + ".(" + d.Name + ")"},
		}
		child.say("value", v.Value)
		if v.Holder != nil {
			f.value(child, v.Holder.Value)
		} else {
			child.at = v.Type.Common().At
			child.keys = append(child.keys, "variant type "+f.ids[v.Type])
			child.say("type", f.ids[v.Type], child.symbols...)
		}
		s.children = append(s.children, child)
	}
}

func (f *flattener) enum(s *subject, d *ir.Enum) {
	s.symbols = append(s.symbols, d.ValuesFunc)
	s.say("kind", "enum", s.symbols...)
	s.flag("fixed", d.Fixed)
	for _, v := range d.Values {
		child := &subject{
			kind: "value", wire: s.wire + " " + strconv.Quote(v.Wire), at: d.At, use: s.use, goName: v.Name,
			keys:    []string{"value " + v.Wire, "value go " + v.Name},
			symbols: []string{v.Name},
		}
		child.say("value", v.Wire, v.Name)
		child.say("go-name", strings.TrimPrefix(v.Name, d.Name), v.Name)
		child.say("description", v.Doc)
		s.children = append(s.children, child)
	}
}

// value adds the facts of a use of a type.
func (f *flattener) value(s *subject, v ir.Value) {
	s.say("type", f.typeWords(v.Type), s.symbols...)
	s.flag("nullable", v.Nullable)
	r := v.Rules
	s.say("format", r.Format)
	s.say("pattern", r.Pattern)
	s.say("min-length", r.MinLength)
	s.say("max-length", r.MaxLength)
	s.say("minimum", exclusive(r.Minimum, r.ExclusiveMinimum))
	s.say("maximum", exclusive(r.Maximum, r.ExclusiveMaximum))
	s.say("multiple-of", r.MultipleOf)
	s.say("min-items", r.MinItems)
	s.say("max-items", r.MaxItems)
	s.flag("unique-items", r.UniqueItems)
	s.say("min-properties", r.MinProps)
	s.say("max-properties", r.MaxProps)
	s.say("enum", strings.Join(r.Enum, ", "))
	if v.Schema != nil {
		s.say("conditions", f.conditions(v.Schema))
	}
	if elem := element(v.Type); elem != nil {
		inner := &subject{}
		f.value(inner, *elem)
		for _, fact := range inner.facts {
			if fact.name != "type" { // the list's own type says it
				s.say(elementPrefix+fact.name, fact.value)
			}
		}
	}
}

// allowed lists the values that a value is restricted to.
func allowed(v ir.Value) []string {
	if named, ok := v.Type.(ir.Named); ok {
		if e, ok := named.Decl.(*ir.Enum); ok {
			var out []string
			for _, value := range e.Values {
				out = append(out, strconv.Quote(value.Wire))
			}
			return out
		}
	}
	return v.Rules.Enum
}

func exclusive(limit string, yes bool) string {
	if yes && limit != "" {
		return limit + " (exclusive)"
	}
	return limit
}

func element(t ir.Type) *ir.Value {
	switch t := t.(type) {
	case ir.List:
		return &t.Elem
	case ir.Map:
		return &t.Elem
	}
	return nil
}

// conditions are the rules of a schema that its Go type has no words for: those of the schemas it combines, and the
// members that it requires without declaring them.
func (f *flattener) conditions(s *ir.Schema) string {
	if !s.Combines() {
		return ""
	}
	var parts []string
	list := func(word string, schemas []*ir.Schema) {
		for _, part := range schemas {
			parts = append(parts, word+" "+f.schemaWords(part))
		}
	}
	list("all of", s.All)
	list("any of", s.Any)
	list("one of", s.One)
	if s.Not != nil {
		parts = append(parts, "not "+f.schemaWords(s.Not))
	}
	if s.Object != nil && len(s.Object.Required) > 0 {
		parts = append(parts, "requires "+strings.Join(s.Object.Required, ", "))
	}
	return strings.Join(parts, "; ")
}

// schemaWords names a part of a combination: the declaration it refers to, else what it demands.
func (f *flattener) schemaWords(s *ir.Schema) string {
	words := string(s.Kind)
	if s.Decl != nil {
		words = f.ids[s.Decl]
	}
	if !s.Rules.IsZero() {
		words += fmt.Sprintf(" %+v", s.Rules)
	}
	if s.Object != nil {
		for _, m := range s.Object.List {
			words += " " + m.Wire
			if m.Required {
				words += " (required)"
			}
			if m.Schema != nil {
				words += ": " + f.schemaWords(m.Schema)
			}
		}
	}
	if more := f.conditions(s); more != "" {
		words += " (" + more + ")"
	}
	return words
}

// noBody is the type of a reply without a body.
const noBody = "no body"

// elementPrefix marks the facts of a list's or map's elements.
const elementPrefix = "element "

// typeWords names a type by what travels.
func (f *flattener) typeWords(t ir.Type) string {
	switch t := t.(type) {
	case ir.Builtin:
		return [...]string{
			ir.String: "string", ir.Bool: "boolean", ir.Int32: "integer (int32)", ir.Int64: "integer (int64)",
			ir.Decimal: "number", ir.Time: "time", ir.Raw: "any value",
		}[t]
	case ir.Named:
		return f.ids[t.Decl]
	case ir.List:
		return "array of " + f.typeWords(t.Elem.Type)
	case ir.Map:
		return "map of " + f.typeWords(t.Elem.Type)
	}
	panic(fmt.Sprintf("compare: no words for %T", t))
}

// docText is what a description says, apart from how it is laid out.
func docText(d ir.Doc) string {
	return strings.Join(strings.Fields(d.Title+" "+d.Text), " ")
}

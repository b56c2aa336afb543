package overlay

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/azbill/azbill/internal/pointer"
	"github.com/azbill/azbill/openapi/diag"
)

// actions turns the edits into actions: schemas are rewritten first, the outer before the inner, since later actions see
// what earlier ones did.
func (m *maker) actions() []Action {
	edits := slices.DeleteFunc(slices.Clone(m.edits), m.futile)
	slices.SortStableFunc(edits, func(a, b *edit) int {
		if a.kind != b.kind {
			return cmp.Compare(a.kind, b.kind)
		}
		if a.kind != rewrite {
			return 0
		}
		return cmp.Compare(strings.Count(a.pointer, "/"), strings.Count(b.pointer, "/"))
	})
	var out []Action
	for _, x := range edits {
		out = append(out, m.action(x)...)
	}
	return out
}

// futile reports whether an edit is of a schema that another one replaces by any value.
func (m *maker) futile(x *edit) bool {
	return slices.ContainsFunc(m.edits, func(o *edit) bool {
		inside := strings.HasPrefix(x.pointer, o.pointer+"/") || x.pointer == o.pointer && x != o
		return o.kind == rewrite && o.drop[""] && inside
	})
}

func (m *maker) action(x *edit) []Action {
	switch x.kind {
	case rewrite:
		return m.rewrite(x)
	case member:
		return []Action{x.update(m.path(x.pointer), "declare the member "+x.name+x.note, object("properties", object(x.name, m.schemaOf(x.types))))}
	case enumValue:
		return []Action{x.update(m.path(x.pointer+"/enum"), "list the value "+x.name, text(x.name))}
	case nullable:
		keyword := "x-nullable"
		if m.v3 {
			keyword = "nullable"
		}
		return []Action{x.update(m.path(x.pointer), "let the value be null", object(keyword, literal("true")))}
	case relax:
		return m.relaxed(x)
	case parameter:
		p := object("name", text(x.name), "in", text("query"), "type", text("string"))
		if m.v3 {
			p = object("name", text(x.name), "in", text("query"), "schema", object("type", text("string")))
		}
		target, update := x.pointer+"/parameters", p
		if m.raw(target) == nil {
			target, update = x.pointer, object("parameters", list(p))
		}
		return []Action{x.update(m.path(target), "declare the query parameter "+x.name, update)}
	case optional:
		return []Action{x.update(m.path(x.pointer), "let the parameter be absent", object("required", literal("false")))}
	case header:
		h := object("type", text("string"))
		if m.v3 {
			h = object("schema", h)
		}
		return []Action{x.update(m.path(x.pointer), "declare the header "+x.name, object("headers", object(x.name, h)))}
	}
	r := object("description", text("Seen, and not documented."))
	switch {
	case x.body && m.v3:
		r.Content = append(r.Content, object("content", object("application/json", object("schema", object()))).Content...)
	case x.body:
		r.Content = append(r.Content, object("schema", object()).Content...)
	}
	return []Action{x.update(m.path(x.pointer+"/responses"), "declare the status "+x.name, object(x.name, r))}
}

func (x *edit) update(target, description string, update *yaml.Node) Action {
	return Action{Target: target, Description: description, Update: update, Evidence: x.evidence}
}

// replace takes a value out and puts another in its place: an update alone would merge the two.
func (m *maker) replace(x *edit, at, description string, with *yaml.Node) []Action {
	i := strings.LastIndexByte(at, '/')
	up, name := at[:i], unescape(at[i+1:])
	out := []Action{{Target: m.path(at), Description: description + " (1 of 2: remove the schema)", Remove: true, Evidence: x.evidence}}
	update := with
	if raw := m.raw(up); len(raw) > 0 && raw[0] == '{' {
		update = object(name, with)
	}
	return append(out, x.update(m.path(up), description+" (2 of 2: the schema in its place)", update))
}

// rewrite replaces a schema.
func (m *maker) rewrite(x *edit) []Action {
	var n yaml.Node
	if err := yaml.Unmarshal(m.raw(x.pointer), &n); err != nil || len(n.Content) != 1 {
		panic(fmt.Sprintf("overlay: no schema at %s", x.pointer)) // the document was read from it
	}
	schema := n.Content[0]
	plain(schema)
	switch {
	case x.drop[""]:
		schema = keep(schema, func(k string) bool { return k == "description" || k == "title" || k == "readOnly" })
		return m.replace(x, x.pointer, "let the value be any", schema)
	case x.wrap:
		schema = object("allOf", list(schema), "nullable", literal("true"))
		return m.replace(x, x.pointer, "let the value be null", schema)
	}
	var dropped []string
	schema = keep(schema, func(k string) bool {
		if x.drop[k] {
			dropped = append(dropped, k)
		}
		return !x.drop[k]
	})
	return m.replace(x, x.pointer, "drop "+strings.Join(dropped, " and "), schema)
}

// relaxed replaces a list of required members.
func (m *maker) relaxed(x *edit) []Action {
	var required []string
	if err := json.Unmarshal(m.raw(x.pointer+"/required"), &required); err != nil {
		panic(fmt.Sprintf("overlay: no list of required members at %s", x.pointer)) // the document was read from it
	}
	var rest []*yaml.Node
	for _, name := range required {
		if !slices.Contains(x.names, name) {
			rest = append(rest, text(name))
		}
	}
	slices.Sort(x.names)
	description := "let be absent " + strings.Join(slices.Compact(x.names), ", ")
	out := []Action{{Target: m.path(x.pointer + "/required"), Description: description, Remove: true, Evidence: x.evidence}}
	if len(rest) > 0 {
		out = append(out, x.update(m.path(x.pointer), description+": the others stay required", object("required", list(rest...))))
	}
	return out
}

// schemaOf is the schema of a member of which those types were seen.
func (m *maker) schemaOf(types []string) *yaml.Node {
	types = slices.DeleteFunc(slices.Sorted(slices.Values(types)), func(t string) bool { return t == "null" })
	is := func(allowed ...string) bool {
		return len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return !slices.Contains(allowed, t) })
	}
	switch {
	case is("string date-time"):
		return object("type", text("string"), "format", text("date-time"))
	case is("string", "string date-time", "string uuid"):
		return object("type", text("string"))
	case is("integer"), is("boolean"), is("object"):
		return object("type", text(types[0]))
	case is("integer", "number"):
		return object("type", text("number"))
	case is("array"):
		return object("type", text("array"), "items", object())
	}
	return object()
}

// raw returns the text at a pointer of the main document.
func (m *maker) raw(at string) []byte { return m.value(diag.At{File: m.doc.At.File, Pointer: at}) }

// target returns the pointer of a place, past a reference within the document.
func (m *maker) target(at diag.At) string {
	var ref struct {
		Ref string `json:"$ref"`
	}
	if err := json.Unmarshal(m.raw(at.Pointer), &ref); err == nil && strings.HasPrefix(ref.Ref, "#/") {
		return ref.Ref
	}
	return at.Pointer
}

var shorthand = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// path writes a pointer of the main document as a JSONPath query that selects the value there.
func (m *maker) path(at string) string {
	var b strings.Builder
	b.WriteByte('$')
	up := "#"
	for _, token := range strings.Split(at, "/")[1:] {
		name := unescape(token)
		_, err := strconv.Atoi(name)
		switch raw := m.raw(up); {
		case err == nil && len(raw) > 0 && raw[0] == '[':
			fmt.Fprintf(&b, "[%s]", name)
		case shorthand.MatchString(name):
			b.WriteString("." + name)
		default:
			b.WriteString("['" + quote.Replace(name) + "']")
		}
		up += "/" + token
	}
	return b.String()
}

var quote = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

// unescape reads a token of a pointer in a URI fragment.
func unescape(token string) string {
	if plain, err := url.PathUnescape(token); err == nil {
		token = plain
	}
	name, _ := pointer.Name(token)
	return name
}

func literal(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

func list(elements ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: elements}
}

// object makes a mapping of names and values.
func object(members ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(members); i += 2 {
		n.Content = append(n.Content, text(members[i].(string)), members[i+1].(*yaml.Node))
	}
	return n
}

// keep returns a mapping with those of its members that are wanted.
func keep(n *yaml.Node, wanted func(name string) bool) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if wanted(n.Content[i].Value) {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	return out
}

// plain removes the styles of JSON, so that the text is written as YAML usually is.
func plain(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Style&yaml.DoubleQuotedStyle != 0 {
		n.Tag = "!!str"
	}
	n.Style = 0
	for _, c := range n.Content {
		plain(c)
	}
}

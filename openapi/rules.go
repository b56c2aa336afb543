package openapi

import (
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/openapi/diag"
)

var version3 = regexp.MustCompile(`^3\.0\.[0-4]$`)

// dialect tells which grammar a document is written in; it reports the problem and returns nil when none we read.
func (l *loader) dialect(root *node) *grammar {
	const code = "not-openapi"
	if root.kind != kindObject {
		l.problem(root, code, "the document is %s; an OpenAPI document is an object", root.kind)
		return nil
	}
	swagger, openapi := root.member("swagger"), root.member("openapi")
	switch {
	case swagger != nil && openapi != nil:
		l.problem(openapi, code, "both swagger and openapi stand here; keep the one that is true")
	case swagger != nil && swagger.kind == kindString && swagger.text == "2.0":
		return swagger2Grammar()
	case swagger != nil && swagger.kind == kindNumber && swagger.text == "2.0":
		l.problem(swagger, code, `the version is a string; put quotes around it: "2.0"`)
	case swagger != nil, root.member("swaggerVersion") != nil:
		l.problem(root, code, "only Swagger 2.0 and OpenAPI 3.0 are read; convert the document, for example with npx api-spec-converter")
	case openapi != nil && openapi.kind == kindString && version3.MatchString(openapi.text):
		return openapi3Grammar()
	case openapi != nil && openapi.kind == kindString && strings.HasPrefix(openapi.text, "3.1"):
		l.problem(openapi, code, "OpenAPI %s is not read; convert the document to 3.0.3, for example with npx @apiture/openapi-down-convert", cut(openapi.text))
	case openapi != nil:
		l.problem(openapi, code, `version %s is not read; write "2.0" under swagger, or one of "3.0.0" to "3.0.4" under openapi`, cut(openapi.text))
	case root.member("asyncapi") != nil:
		l.problem(root, code, "an AsyncAPI document; only Swagger 2.0 and OpenAPI 3.0 are read")
	default:
		l.problem(root, code, `neither swagger: "2.0" nor openapi: "3.0.3" stands at the top, so this is no OpenAPI document; name the document, not a part of it`)
	}
	return nil
}

// structure are the keywords that make a schema more than a use of another one.
var structure = []string{
	"properties", "required", "additionalProperties", "items", "allOf", "anyOf", "oneOf", "not", "enum", "discriminator", "x-ms-discriminator-value",
}

// ignoreSiblings takes the keywords out of a reference that have no meaning beside one, and warns of them.
func (l *loader) ignoreSiblings(n *node) {
	for _, k := range structure {
		if n.member(k) != nil {
			l.sibling(n, k)
		}
	}
}

// sibling takes a keyword that stands beside $ref out of a schema, with a warning, or a problem where references are strict.
func (l *loader) sibling(n *node, keyword string) {
	m := n.member(keyword)
	if l.strictRefs {
		l.problem(m, "ref-with-siblings", "$ref and %s side by side; keep one, or join both by allOf", keyword)
		return
	}
	l.warn(m, "ref-with-siblings", "%s is ignored beside $ref; join both by allOf if it is meant", keyword)
	n.remove(m)
}

// checkSchema reports what is wrong inside one schema object.
func checkSchema(l *loader, n *node) {
	if n.member("$ref") != nil {
		return
	}
	if items := n.member("items"); n.str("type") == "array" && items == nil {
		l.problem(n, "items-missing", "an array says nothing of its elements; add items, {} for anything")
	}
	for _, e := range n.list("enum") {
		if want := kindOfType(n.str("type")); want != 0 && e.kind&(want|kindNull) == 0 {
			l.problem(e, "enum-type", "value %s is %s, the type is %s; write the value as the type says, or correct the type", cut(string(e.appendJSON(nil))), e.kind, n.str("type"))
		}
	}
}

// kindOfType returns the JSON kind of a schema type, 0 when none is said.
func kindOfType(name string) kind {
	switch name {
	case "object":
		return kindObject
	case "array":
		return kindArray
	case "string":
		return kindString
	case "number", "integer":
		return kindNumber
	case "boolean":
		return kindBool
	}
	return 0
}

// checkExample notes the file an example lies in. The file is not read: it may be missing, and samples are the
// business of the conformance suite.
func checkExample(l *loader, n *node) {
	ref := n.member("$ref")
	if ref == nil {
		return
	}
	if ref.kind != kindString {
		l.problem(ref, "ref-syntax", "$ref is %s; a reference is a string", ref.kind)
		return
	}
	if schemeOf(ref.text) == "http" || schemeOf(ref.text) == "https" || isRemote(n.origin().key) {
		return
	}
	key, _, failure := l.location(n.origin(), ref.text)
	if failure != nil {
		l.problem(ref, failure.code, "%s", failure.message)
		return
	}
	l.examples[n] = key
}

// checkResponse warns of a response that does not say what it is: the standard asks for it, and nothing depends on it.
func checkResponse(l *loader, n *node) {
	if n.member("description") == nil {
		l.warn(n, "description-missing", "a response needs description; add one")
	}
}

// checkParameter2 reports what is wrong inside one parameter of Swagger 2.0.
func checkParameter2(l *loader, n *node) {
	if n.member("$ref") != nil {
		return
	}
	if n.str("in") == InPath && !n.flag("required") {
		l.problem(n, "path-parameter-optional", "path parameter %s is not required; add required: true", quote(n.str("name")))
	}
	schema, kind := n.member("schema"), n.member("type")
	switch {
	case n.str("in") == "body" && schema == nil:
		l.problem(n, "keyword-missing", "a body needs schema")
	case n.str("in") == "body" && kind != nil:
		l.problem(kind, "parameter-type", "a body says its type in schema; move it there")
	case n.str("in") != "body" && schema != nil:
		l.problem(schema, "parameter-type", "only a body has schema; write type and its rules beside name")
	case n.str("in") != "body" && kind == nil:
		l.problem(n, "keyword-missing", "a parameter needs type")
	default:
		checkSchema(l, n)
	}
}

// checkParameter3 reports what is wrong inside one parameter of OpenAPI 3.0.
func checkParameter3(l *loader, n *node) {
	if n.member("$ref") != nil {
		return
	}
	if n.str("in") == InPath && !n.flag("required") {
		l.problem(n, "path-parameter-optional", "path parameter %s is not required; add required: true", quote(n.str("name")))
	}
	schema, content := n.member("schema"), n.member("content")
	switch {
	case schema == nil && content == nil:
		l.problem(n, "keyword-missing", "a parameter needs schema")
	case schema != nil && content != nil:
		l.problem(content, "parameter-type", "schema and content side by side; keep one")
	case content != nil && len(content.children) != 1:
		l.problem(content, "parameter-type", "the content of a parameter has exactly one media type")
	}
}

// rules reports what is wrong between the parts of a document. Every single part is sound by now.
func (l *loader) rules() {
	ids := map[string]*node{}
	for _, section := range []string{"paths", "x-ms-paths"} {
		for _, item := range l.main.root.members(section) {
			if strings.HasPrefix(item.key, "x-") {
				continue
			}
			if !strings.HasPrefix(item.key, "/") {
				l.problem(item, "path-syntax", "path %s does not begin with a slash", quote(item.key))
			}
			l.itemRules(item, ids)
			if l.over() {
				return
			}
		}
	}
	l.inheritance()
	for _, n := range l.schemas {
		l.discriminatorRules(n)
		l.useRules(n)
		if l.over() {
			return
		}
	}
}

// over reports whether there is no point in going on: the time is up, or enough is wrong.
func (l *loader) over() bool {
	if l.late() {
		l.report(diag.At{File: l.main.shown}, "limit", "checking takes longer than %s; split the document or raise the limit of time", l.limits.Time)
		return true
	}
	return l.found > l.limits.Problems
}

// itemRules checks the operations of a path.
func (l *loader) itemRules(item *node, ids map[string]*node) {
	names, ok := templateNames(item.key)
	if !ok {
		l.problem(item, "path-syntax", "the braces of path %s do not match", quote(item.key))
		return
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			l.problem(item, "path-syntax", "path %s names {%s} twice", quote(item.key), cut(name))
		}
	}
	actual := l.resolve(item)
	l.sameParameter(actual.list("parameters"))
	for _, op := range actual.children {
		if !isMethod(op.key) {
			continue
		}
		id := op.member("operationId")
		switch {
		case id == nil || id.text == "":
			l.problem(op, "operation-id-missing", "the operation has no operationId; give it one, such as Invoices_List")
		case ids[id.text] != nil:
			l.problem(id, "operation-id-duplicate", "operationId %s stands at %s already; give each operation its own", quote(id.text), ids[id.text].at())
		default:
			ids[id.text] = id
		}
		l.sameParameter(op.list("parameters"))
		l.pathParameters(item, op, names)
	}
}

// sameParameter reports a parameter that one list holds twice, and bodies that stand side by side.
func (l *loader) sameParameter(list []*node) {
	seen := map[parameterKey]bool{}
	bodies, forms := 0, 0
	for _, use := range list {
		k := l.parameterKey(use)
		switch {
		case k.in == "body" && forms > 0, k.in == InFormData && bodies > 0:
			l.problem(use, "body-duplicate", "a body and a form side by side; keep one")
			return
		case k.in == "body" && bodies > 0:
			l.problem(use, "body-duplicate", "a second body; an operation has one")
			return
		case seen[k]:
			l.problem(use, "parameter-duplicate", "%s parameter %s stands in this list already; remove one", k.in, quote(k.name))
		}
		switch k.in {
		case "body":
			bodies++
		case InFormData:
			forms++
		}
		seen[k] = true
	}
}

// pathParameters compares the path template with the parameters.
func (l *loader) pathParameters(item, op *node, names []string) {
	declared := map[string]bool{}
	query, _, _ := strings.Cut(item.key, "?")
	inPath, _ := templateNames(query)
	for _, use := range l.parameters(item, op) {
		p := l.resolve(use)
		declared[p.str("name")] = declared[p.str("name")] || p.str("in") == InPath || !slices.Contains(inPath, p.str("name"))
		if p.str("in") == InPath && !slices.Contains(names, p.str("name")) {
			l.problem(use, "path-parameter-unused", "path parameter %s is not in path %s; remove it or add {%s}", quote(p.str("name")), quote(item.key), cut(p.str("name")))
		}
	}
	for _, name := range names {
		if !declared[name] {
			l.problem(op, "path-parameter-missing", "path %s names {%s}, which no path parameter of %s declares", quote(item.key), cut(name), op.key)
		}
	}
}

// parameters returns the parameters of an operation as used: those of its path first, each replaced where the
// operation says its own.
func (l *loader) parameters(item, op *node) []*node {
	item = l.resolve(item)
	own := op.list("parameters")
	byKey := make(map[parameterKey]*node, len(own))
	for _, p := range own {
		byKey[l.parameterKey(p)] = p
	}
	var out []*node
	used := map[*node]bool{}
	for _, p := range item.list("parameters") {
		if o := byKey[l.parameterKey(p)]; o != nil {
			p = o
			used[p] = true
		}
		out = append(out, p)
	}
	for _, p := range own {
		if !used[p] {
			out = append(out, p)
		}
	}
	return out
}

// parameterKey is what makes two parameters the same one.
type parameterKey struct{ in, name string }

func (l *loader) parameterKey(use *node) parameterKey {
	p := l.resolve(use)
	if p.str("in") == "body" {
		return parameterKey{in: "body"} // an operation has one, whatever its name
	}
	return parameterKey{p.str("in"), p.str("name")}
}

// inheritance reports schemas that inherit from themselves, or over too many steps.
func (l *loader) inheritance() {
	const open = -1
	height := map[*node]int{}
	tooDeep := false
	var visit func(n *node, depth int) int
	visit = func(n *node, depth int) int {
		switch {
		case height[n] == open:
			l.problem(n, "allof-cycle", "the schema is part of itself by allOf; inherit from something else")
			return 1
		case height[n] > 0 || tooDeep:
			return height[n]
		}
		height[n] = open
		above := 0
		if n.target != nil {
			above = visit(n.target, depth+1)
		}
		for _, part := range n.list("allOf") {
			above = max(above, visit(part, depth+1))
		}
		height[n] = above + 1
		if !tooDeep && max(height[n], depth) > 2*l.limits.RefDepth {
			tooDeep = true
			l.problem(n, "limit", "inheritance over more than %d schemas; inherit from fewer, or raise the limit of references", l.limits.RefDepth)
		}
		return height[n]
	}
	for _, n := range l.schemas {
		visit(n, 0)
	}
}

// discriminatorRules checks that the discriminator of a schema is a member of what it tells apart.
func (l *loader) discriminatorRules(n *node) {
	d := n.member("discriminator")
	if d == nil {
		return
	}
	property := d.text
	if d.kind == kindObject {
		property = d.str("propertyName")
	}
	variants := append(slices.Clone(n.list("oneOf")), n.list("anyOf")...)
	if len(variants) == 0 {
		variants = []*node{n}
	}
	for _, v := range variants {
		if !l.hasProperty(v, property, map[*node]bool{}) {
			l.tolerable(d, "discriminator-property", "discriminator %s is no property of %s; add it there, or be lenient about this code", quote(property), cut(l.resolve(v).pointer()))
		}
	}
}

// hasProperty reports whether a schema, or one it is made of, has a property.
func (l *loader) hasProperty(n *node, name string, seen map[*node]bool) bool {
	n = l.resolve(n)
	if n.member("properties").member(name) != nil {
		return true
	}
	if seen[n] {
		return false
	}
	seen[n] = true
	parts := append(slices.Clone(n.list("allOf")), n.list("oneOf")...)
	return slices.ContainsFunc(parts, func(p *node) bool { return l.hasProperty(p, name, seen) })
}

// useRules checks what stands beside a reference against what it refers to.
func (l *loader) useRules(n *node) {
	said := n.str("type")
	if n.target == nil || said == "" {
		return
	}
	if is := l.resolve(n).str("type"); is != "" && is != said {
		l.sibling(n, "type")
	}
}

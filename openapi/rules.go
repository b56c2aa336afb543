package openapi

import (
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/openapi/diag"
)

var version3 = regexp.MustCompile(`^3\.0\.[0-4]$`)

// dialect tells which grammar a document is written in; it reports the problem and returns nil when none we read.
func (r *reader) dialect(root *node) *grammar {
	const code = "not-openapi"
	if root.kind != kindObject {
		r.problem(root, code, "the document is %s; an OpenAPI document is an object", root.kind)
		return nil
	}
	swagger, openapi := root.member("swagger"), root.member("openapi")
	switch {
	case swagger != nil && openapi != nil:
		r.problem(openapi, code, "both swagger and openapi are here; keep the one that is true")
	case swagger != nil && swagger.kind == kindString && swagger.text == "2.0":
		return swagger2Grammar()
	case swagger != nil && swagger.kind == kindNumber && swagger.text == "2.0":
		r.problem(swagger, code, `the version is a string; put quotes around it: "2.0"`)
	case swagger != nil, root.member("swaggerVersion") != nil:
		r.problem(root, code, "only Swagger 2.0 and OpenAPI 3.0 are read; convert the document, for example with npx api-spec-converter")
	case openapi != nil && openapi.kind == kindString && version3.MatchString(openapi.text):
		return openapi3Grammar()
	case openapi != nil && openapi.kind == kindString && strings.HasPrefix(openapi.text, "3.1"):
		r.problem(openapi, code, "OpenAPI %s is not read; convert the document to 3.0.3, for example with npx @apiture/openapi-down-convert", cut(openapi.text))
	case openapi != nil:
		r.problem(openapi, code, `version %s is not read; write "2.0" under swagger, or one of "3.0.0" to "3.0.4" under openapi`, cut(openapi.text))
	case root.member("asyncapi") != nil:
		r.problem(root, code, "an AsyncAPI document; only Swagger 2.0 and OpenAPI 3.0 are read")
	case root.member("parameters") != nil && root.member("responses") != nil:
		r.problem(root, code, "an example of an operation, not a document; name the document that refers to it")
	default:
		r.problem(root, code, `neither swagger: "2.0" nor openapi: "3.0.3" is at the top, so this is not an OpenAPI document; name the document, not a part of it`)
	}
	return nil
}

// structure are the keywords that make a schema more than a use of another one.
var structure = []string{
	"properties", "required", "additionalProperties", "items", "allOf", "anyOf", "oneOf", "not", "enum", "discriminator", "x-ms-discriminator-value",
}

// ignoreSiblings takes the keywords out of a reference that have no meaning beside one, and warns of them.
func (r *resolver) ignoreSiblings(n *node) {
	for _, k := range structure {
		if n.member(k) != nil {
			r.sibling(n, k)
		}
	}
}

// sibling takes a keyword that is beside $ref out of a schema, with a warning, or a problem where references are strict.
func (r *resolver) sibling(n *node, keyword string) {
	m := n.member(keyword)
	if r.strictRefs {
		r.problem(m, "ref-with-siblings", "$ref and %s side by side; keep one, or join both by allOf", keyword)
		return
	}
	r.warn(m, "ref-with-siblings", "%s is ignored beside $ref; join both by allOf if it is meant", keyword)
	n.remove(m)
}

// checkSchema reports what is wrong inside one schema object.
func checkSchema(r *resolver, n *node) {
	if n.member("$ref") != nil {
		return
	}
	if items := n.member("items"); n.str("type") == "array" && items == nil {
		r.problem(n, "items-missing", "an array needs items; add it, {} for anything")
	}
	for _, e := range n.list("enum") {
		if want := kindOfType(n.str("type")); want != 0 && e.kind&(want|kindNull) == 0 {
			r.problem(e, "enum-type", "value %s is %s, the type is %s; write the value as the type says, or correct the type", cut(string(e.appendJSON(nil))), e.kind, n.str("type"))
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
func checkExample(r *resolver, n *node) {
	ref := n.member("$ref")
	if ref == nil {
		return
	}
	if ref.kind != kindString {
		r.problem(ref, "ref-syntax", "$ref is %s; a reference is a string", ref.kind)
		return
	}
	if schemeOf(ref.text) == "http" || schemeOf(ref.text) == "https" || isRemote(n.origin().key) {
		return
	}
	key, _, failure := r.location(n.origin(), ref.text)
	if failure != nil {
		r.problem(ref, failure.code, "%s", failure.message)
		return
	}
	r.examples[n] = key
}

// checkResponse warns of a response that does not say what it is: the standard asks for it, and nothing depends on it.
func checkResponse(r *resolver, n *node) {
	if n.member("description") == nil {
		r.warn(n, "description-missing", "a response needs description; add one")
	}
}

// checkParameter2 reports what is wrong inside one parameter of Swagger 2.0.
func checkParameter2(r *resolver, n *node) {
	if n.member("$ref") != nil {
		return
	}
	if n.str("in") == InPath && !n.flag("required") {
		r.problem(n, "path-parameter-optional", "path parameter %s is not required; add required: true", quote(n.str("name")))
	}
	schema, kind := n.member("schema"), n.member("type")
	switch {
	case n.str("in") == "body" && schema == nil:
		r.problem(n, "keyword-missing", "a body needs schema")
	case n.str("in") == "body" && kind != nil:
		r.problem(kind, "parameter-type", "a body says its type in schema; move it there")
	case n.str("in") != "body" && schema != nil:
		r.problem(schema, "parameter-type", "only a body has schema; write type and its rules beside name")
	case n.str("in") != "body" && kind == nil:
		r.problem(n, "keyword-missing", "a parameter needs type")
	default:
		checkSchema(r, n)
	}
}

// checkParameter3 reports what is wrong inside one parameter of OpenAPI 3.0.
func checkParameter3(r *resolver, n *node) {
	if n.member("$ref") != nil {
		return
	}
	if n.str("in") == InPath && !n.flag("required") {
		r.problem(n, "path-parameter-optional", "path parameter %s is not required; add required: true", quote(n.str("name")))
	}
	schema, content := n.member("schema"), n.member("content")
	switch {
	case schema == nil && content == nil:
		r.problem(n, "keyword-missing", "a parameter needs schema")
	case schema != nil && content != nil:
		r.problem(content, "parameter-type", "schema and content side by side; keep one")
	case content != nil && len(content.children) != 1:
		r.problem(content, "parameter-type", "the content of a parameter has exactly one media type")
	}
}

// checker checks what no single place shows.
type checker struct {
	*resolver
	ids    map[string]*node // operationIds seen
	shapes map[string]*node // methods and path shapes seen
}

// rules reports what is wrong between the parts of a document. Every single part is sound by now.
func (c *checker) rules() {
	for _, section := range []string{"paths", "x-ms-paths"} {
		for _, item := range c.main.root.members(section) {
			if strings.HasPrefix(item.key, "x-") {
				continue
			}
			if !strings.HasPrefix(item.key, "/") {
				c.problem(item, "path-syntax", "path %s does not begin with a slash", quote(item.key))
			}
			c.itemRules(item)
			if c.over() {
				return
			}
		}
	}
	c.inheritance()
	for _, n := range c.schemas {
		c.discriminatorRules(n)
		c.useRules(n)
		if c.over() {
			return
		}
	}
}

// over reports whether there is no point in going on: the time is up, or enough is wrong.
func (c *checker) over() bool {
	if c.late() {
		c.report(diag.At{File: c.main.shown}, "limit", "checking takes longer than %s; split the document or raise the limit of time", c.limits.Time)
		return true
	}
	return c.n > c.limits.Problems
}

// itemRules checks the operations of a path.
func (c *checker) itemRules(item *node) {
	names, ok := templateNames(item.key)
	if !ok {
		c.problem(item, "path-syntax", "the braces of path %s do not match", quote(item.key))
		return
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			c.problem(item, "path-syntax", "path %s names {%s} twice", quote(item.key), cut(name))
		}
	}
	actual := c.target(item)
	c.sameParameter(actual.list("parameters"))
	for _, op := range actual.children {
		if !isMethod(op.key) {
			continue
		}
		id := op.member("operationId")
		switch {
		case id == nil || id.text == "":
			c.problem(op, "operation-id-missing", "the operation has no operationId; give it one, such as Invoices_List")
		case c.ids[id.text] != nil:
			c.problem(id, "operation-id-duplicate", "operationId %s is at %s already; give each operation its own", quote(id.text), c.ids[id.text].at())
		default:
			c.ids[id.text] = id
		}
		c.sameParameter(op.list("parameters"))
		c.pathParameters(item, op, names)
		key := op.key + " " + pathShape(item.key)
		if twin := c.shapes[key]; twin != nil {
			c.warn(op, "path-ambiguous", "no request of path %s can be told from one of path %s, which is at %s; the first takes them all",
				quote(item.key), quote(twin.key), twin.at())
			continue
		}
		c.shapes[key] = item
	}
}

// pathShape is what tells requests apart by a path: its fixed text in any case, and where it has parameters.
func pathShape(path string) string {
	return strings.ToLower(pathParameter.ReplaceAllString(path, "{}"))
}

var pathParameter = regexp.MustCompile(`\{[^{}]*\}`)

// sameParameter reports a parameter that one list holds twice, and bodies that stand side by side.
func (c *checker) sameParameter(list []*node) {
	seen := map[parameterKey]bool{}
	bodies, forms := 0, 0
	for _, use := range list {
		k := c.parameterKey(use)
		switch {
		case k.in == "body" && forms > 0, k.in == InFormData && bodies > 0:
			c.problem(use, "body-duplicate", "a body and a form side by side; keep one")
			return
		case k.in == "body" && bodies > 0:
			c.problem(use, "body-duplicate", "a second body; an operation has one")
			return
		case seen[k]:
			c.problem(use, "parameter-duplicate", "%s parameter %s is in this list already; remove one", k.in, quote(k.name))
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
func (c *checker) pathParameters(item, op *node, names []string) {
	declared := map[string]bool{}
	query, _, _ := strings.Cut(item.key, "?")
	inPath, _ := templateNames(query)
	for _, use := range c.parameters(item, op) {
		p := c.target(use)
		declared[p.str("name")] = declared[p.str("name")] || p.str("in") == InPath || !slices.Contains(inPath, p.str("name"))
		if p.str("in") == InPath && !slices.Contains(names, p.str("name")) {
			c.problem(use, "path-parameter-unused", "path parameter %s is not in path %s; remove it or add {%s}", quote(p.str("name")), quote(item.key), cut(p.str("name")))
		}
	}
	for _, name := range names {
		if !declared[name] {
			c.problem(op, "path-parameter-missing", "path %s names {%s}, which no path parameter of %s declares", quote(item.key), cut(name), op.key)
		}
	}
}

// parameters returns the parameters of an operation as used: those of its path first, each replaced where the
// operation says its own.
func (r *resolver) parameters(item, op *node) []*node {
	item = r.target(item)
	own := op.list("parameters")
	byKey := make(map[parameterKey]*node, len(own))
	for _, p := range own {
		byKey[r.parameterKey(p)] = p
	}
	var out []*node
	used := map[*node]bool{}
	for _, p := range item.list("parameters") {
		if o := byKey[r.parameterKey(p)]; o != nil {
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

func (r *resolver) parameterKey(use *node) parameterKey {
	p := r.target(use)
	if p.str("in") == "body" {
		return parameterKey{in: "body"} // an operation has one, whatever its name
	}
	return parameterKey{p.str("in"), p.str("name")}
}

// inheritance reports schemas that inherit from themselves, or over too many steps.
func (c *checker) inheritance() {
	const open = -1
	height := map[*node]int{}
	tooDeep := false
	var visit func(n *node, depth int) int
	visit = func(n *node, depth int) int {
		switch {
		case height[n] == open:
			c.problem(n, "allof-cycle", "the schema is part of itself by allOf; inherit from something else")
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
		if !tooDeep && max(height[n], depth) > 2*c.limits.RefDepth {
			tooDeep = true
			c.problem(n, "limit", "inheritance over more than %d schemas; inherit from fewer, or raise the limit of references", c.limits.RefDepth)
		}
		return height[n]
	}
	for _, n := range c.schemas {
		visit(n, 0)
	}
}

// discriminatorRules checks that the discriminator of a schema is a member of what it tells apart.
func (c *checker) discriminatorRules(n *node) {
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
		if !c.hasProperty(v, property, map[*node]bool{}) {
			c.tolerable(d, "discriminator-property", "discriminator %s is not a property of %s; add it there, or be lenient about this code", quote(property), cut(c.target(v).pointer()))
		}
	}
}

// hasProperty reports whether a schema, or one it is made of, has a property.
func (c *checker) hasProperty(n *node, name string, seen map[*node]bool) bool {
	n = c.target(n)
	if n.member("properties").member(name) != nil {
		return true
	}
	if seen[n] {
		return false
	}
	seen[n] = true
	parts := append(slices.Clone(n.list("allOf")), n.list("oneOf")...)
	return slices.ContainsFunc(parts, func(p *node) bool { return c.hasProperty(p, name, seen) })
}

// useRules checks what is beside a reference against what it refers to.
func (c *checker) useRules(n *node) {
	said := n.str("type")
	if n.target == nil || said == "" {
		return
	}
	if is := c.target(n).str("type"); is != "" && is != said {
		c.sibling(n, "type")
	}
}

package openapi

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// shape is what a place in a document may hold. Walking, bundling and checking all go by the same shapes, so a keyword
// is known in one place only; and a member that happens to be called like a keyword stays a member, because it stands
// where names stand.
type shape struct {
	name    string            // for messages: "a schema"
	kinds   kind              // JSON kinds allowed
	object  *shape            // what an object at this place is walked as, when it is more than this shape says
	members map[string]*shape // keywords of an object
	each    *shape            // other members of an object, elements of an array
	open    bool              // other members are none of our business
	plain   bool              // a map of names, where x- marks no extension
	need    []string          // keywords that must be there
	section string            // components section, when a reference may be here
	drop    bool              // says nothing about well-formedness, so kin-openapi does not get it
	check   func(r *resolver, n *node)
}

// grammar is a version of OpenAPI.
type grammar struct {
	v3       bool
	root     *shape
	schema   *shape
	sections map[string][]string // section to the members that lead to the document's own components
}

// order returns the sections of components, schemas last.
func (g *grammar) order() []string {
	if g.v3 {
		return []string{"parameters", "responses", "requestBodies", "headers", "securitySchemes", "schemas"}
	}
	return []string{"parameters", "responses", "definitions"}
}

var (
	dropped     = &shape{name: "any value", kinds: kindAny, open: true, drop: true}
	object      = &shape{name: "an object", kinds: kindObject, open: true}
	str         = &shape{name: "a string", kinds: kindString}
	prose       = &shape{name: "a string", kinds: kindString, drop: true}
	boolean     = &shape{name: "a boolean", kinds: kindBool}
	scalar      = &shape{name: "a string, number or boolean", kinds: kindString | kindNumber | kindBool}
	strs        = list("a list of strings", str)
	number      = &shape{name: "a number", kinds: kindNumber, check: checkNumber}
	count       = &shape{name: "a count", kinds: kindNumber, check: checkCount}
	nullableStr = &shape{name: "a string", kinds: kindString | kindNull}
	docs        = &shape{name: "external documentation", kinds: kindObject, members: fields("description", prose, "url", str), drop: true}
	tags        = list("a list of tags", &shape{name: "a tag", kinds: kindObject, need: []string{"name"}, members: fields(
		"name", str, "description", prose, "externalDocs", docs, "x-azbill-agreements", strs, "x-azbill-note", prose,
	)})
	info = &shape{name: "the information on the document", kinds: kindObject, need: []string{"title", "version"}, members: fields(
		"title", str, "version", str, "description", prose, "termsOfService", str, "contact", object, "license", object,
	)}
	security = list("a list of security requirements", &shape{
		name: "a security requirement", kinds: kindObject, each: strs, plain: true,
	})
	servers = list("a list of servers", &shape{name: "a server", kinds: kindObject, need: []string{"url"}, members: fields(
		"url", str, "description", prose, "variables", named("a map of server variables", &shape{
			name: "a server variable", kinds: kindObject, need: []string{"default"},
			members: fields("default", str, "enum", strs, "description", prose),
		}),
	)})
)

// fields makes a table of members from names and shapes in turn.
func fields(pairs ...any) map[string]*shape {
	m := make(map[string]*shape, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1].(*shape)
	}
	return m
}

func list(name string, each *shape) *shape { return &shape{name: name, kinds: kindArray, each: each} }

// named is a map from names to values of a shape.
func named(name string, each *shape) *shape {
	return &shape{name: name, kinds: kindObject, each: each, plain: true}
}

// oneOf is a string out of a list.
func oneOf(values ...string) *shape {
	return &shape{name: "one of " + strings.Join(values, ", "), kinds: kindString, check: func(r *resolver, n *node) {
		if !slices.Contains(values, n.text) {
			r.problem(n, "keyword-value", "%s is none of %s", quote(n.text), strings.Join(values, ", "))
		}
	}}
}

// schemaExtensions are the extensions a schema may carry, with the shapes the generator relies on.
func schemaExtensions() map[string]*shape {
	return fields(
		"x-ms-enum", &shape{name: "x-ms-enum", kinds: kindObject, open: true, members: fields(
			"name", str, "modelAsString", boolean, "values", list("a list of enum values", &shape{
				name: "an enum value", kinds: kindObject, open: true, need: []string{"value"},
				members: fields("value", scalar, "name", str, "description", prose),
			}),
		)},
		"x-ms-client-name", str, "x-ms-client-flatten", boolean, "x-ms-azure-resource", boolean,
		"x-ms-mutability", list("a list of create, read, update", oneOf("create", "read", "update")),
		"x-ms-secret", boolean, "x-ms-discriminator-value", str, "x-nullable", boolean,
	)
}

// operationExtensions are those of an operation.
func operationExtensions() map[string]*shape {
	return fields(
		"x-ms-pageable", &shape{name: "x-ms-pageable", kinds: kindObject, open: true, members: fields(
			"nextLinkName", nullableStr, "itemName", nullableStr, "operationName", str, "nextLinkVerb", str,
		)},
		"x-ms-long-running-operation", boolean,
		"x-ms-long-running-operation-options", &shape{name: "long-running options", kinds: kindObject, open: true, members: fields(
			"final-state-via", oneOf("azure-async-operation", "location", "original-uri", "operation-location"),
			"final-state-schema", str,
		)},
		"x-ms-examples", named("a map of examples", &shape{name: "an example", kinds: kindObject, open: true, check: checkExample}),
	)
}

// parameterExtensions are those of a parameter beside those of a schema.
func parameterExtensions() map[string]*shape {
	return fields("x-ms-skip-url-encoding", boolean, "x-ms-parameter-location", oneOf("method", "client"))
}

// schemaKeywords are those both versions share.
func schemaKeywords(schema *shape, types ...string) map[string]*shape {
	m := fields(
		"title", prose, "description", prose, "type", oneOf(types...), "format", str,
		"enum", &shape{name: "a list of values", kinds: kindArray, open: true, drop: true, check: checkEnum},
		"default", dropped, "example", dropped, "externalDocs", docs, "xml", dropped,
		"required", strs, "properties", named("a map of properties", schema),
		"additionalProperties", &shape{name: "a schema or a boolean", kinds: kindObject | kindBool, object: schema},
		"allOf", &shape{name: "a list of schemas", kinds: kindArray, each: schema, check: checkNotEmpty}, "items", schema,
		"minProperties", count, "maxProperties", count, "minItems", count, "maxItems", count, "uniqueItems", boolean,
		"minLength", count, "maxLength", count, "pattern", str, "minimum", number, "maximum", number,
		"exclusiveMinimum", boolean, "exclusiveMaximum", boolean, "multipleOf", number, "readOnly", boolean,
	)
	maps.Copy(m, schemaExtensions())
	return m
}

var (
	swagger2Grammar = sync.OnceValue(grammar2)
	openapi3Grammar = sync.OnceValue(grammar3)
)

// grammar2 is the grammar of Swagger 2.0.
func grammar2() *grammar {
	schema := &shape{name: "a schema", kinds: kindObject, section: "definitions"}
	schema.members = schemaKeywords(schema, "object", "array", "string", "number", "integer", "boolean", "file")
	schema.members["discriminator"] = str
	schema.check = checkSchema

	// kin-openapi knows it of parameters only.
	collection := oneOf("csv", "ssv", "tsv", "pipes", "multi")
	collection.drop = true
	simple := func(m map[string]*shape) map[string]*shape {
		for _, k := range []string{
			"type", "format", "items", "default", "enum", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern",
			"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "description",
		} {
			m[k] = schema.members[k]
		}
		m["collectionFormat"] = collection
		maps.Copy(m, schemaExtensions())
		return m
	}
	// Arrays inside parameters say how they are written, too.
	schema.members["collectionFormat"] = collection

	parameter := &shape{
		name: "a parameter", kinds: kindObject, section: "parameters", need: []string{"name", "in"}, check: checkParameter2,
		members: simple(fields(
			"name", str, "in", oneOf("path", "query", "header", "formData", "body"),
			"required", boolean, "schema", schema, "allowEmptyValue", boolean,
		)),
	}
	maps.Copy(parameter.members, parameterExtensions())
	header := &shape{name: "a header", kinds: kindObject, need: []string{"type"}, members: simple(map[string]*shape{})}
	response := &shape{name: "a response", kinds: kindObject, section: "responses", check: checkResponse, members: fields(
		"description", str, "schema", schema, "headers", named("a map of headers", header), "examples", dropped,
		"x-ms-error-response", boolean,
	)}
	parameters := list("a list of parameters", parameter)
	operation := &shape{name: "an operation", kinds: kindObject, need: []string{"responses"}, members: operationExtensions()}
	maps.Copy(operation.members, fields(
		"tags", strs, "summary", prose, "description", prose, "externalDocs", docs, "operationId", str, "consumes", strs, "produces", strs,
		"parameters", parameters, "responses", responses(response), "schemes", strs, "deprecated", boolean, "security", security,
	))
	item := pathItem(operation, parameters)
	root := &shape{name: "a Swagger 2.0 document", kinds: kindObject, need: []string{"info", "paths"}, members: fields(
		"swagger", str, "info", info, "host", str, "basePath", str, "schemes", strs, "consumes", strs, "produces", strs,
		"paths", paths(item), "definitions", named("a map of schemas", schema), "parameters", named("a map of parameters", parameter),
		"responses", named("a map of responses", response), "securityDefinitions", named("a map of security schemes", object),
		"security", security, "tags", tags, "externalDocs", docs, "x-ms-paths", paths(item),
		"x-ms-parameterized-host", &shape{name: "x-ms-parameterized-host", kinds: kindObject, open: true, need: []string{"hostTemplate"}, members: fields(
			"hostTemplate", str, "useSchemePrefix", boolean, "parameters", parameters,
		)},
	)}
	return &grammar{root: root, schema: schema, sections: map[string][]string{
		"definitions": {"definitions"}, "parameters": {"parameters"}, "responses": {"responses"}, "pathItems": {"paths"},
	}}
}

// grammar3 is the grammar of OpenAPI 3.0.
func grammar3() *grammar {
	schema := schema3()
	example := &shape{name: "an example", kinds: kindObject, open: true, drop: true}
	media := &shape{name: "a media type", kinds: kindObject, members: fields(
		"schema", schema, "example", dropped, "examples", dropped, "encoding", dropped,
	)}
	content := named("a map of media types", media)
	common := func() map[string]*shape {
		return fields(
			"description", prose, "required", boolean, "deprecated", boolean, "allowEmptyValue", boolean,
			"explode", boolean, "allowReserved", boolean, "schema", schema, "content", content, "example", dropped, "examples", dropped,
			"style", oneOf("matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"),
			"x-ms-client-name", str,
		)
	}
	header := &shape{name: "a header", kinds: kindObject, section: "headers", members: common()}
	parameter := &shape{
		name: "a parameter", kinds: kindObject, section: "parameters", need: []string{"name", "in"}, members: common(), check: checkParameter3,
	}
	parameter.members["name"], parameter.members["in"] = str, oneOf("path", "query", "header", "cookie")
	maps.Copy(parameter.members, parameterExtensions())
	parameter.members["x-ms-enum"] = dropped

	response := &shape{name: "a response", kinds: kindObject, section: "responses", check: checkResponse, members: fields(
		"description", str, "content", content, "headers", named("a map of headers", header), "links", dropped, "x-ms-error-response", boolean,
	)}
	body := &shape{name: "a request body", kinds: kindObject, section: "requestBodies", need: []string{"content"}, members: fields(
		"description", prose, "content", content, "required", boolean,
	)}
	parameters := list("a list of parameters", parameter)
	operation := &shape{name: "an operation", kinds: kindObject, need: []string{"responses"}, members: operationExtensions()}
	maps.Copy(operation.members, fields(
		"tags", strs, "summary", prose, "description", prose, "externalDocs", docs, "operationId", str, "parameters", parameters,
		"requestBody", body, "responses", responses(response), "callbacks", dropped, "deprecated", boolean, "security", security, "servers", servers,
	))
	item := pathItem(operation, parameters)
	item.members["trace"] = operation
	maps.Copy(item.members, fields("summary", prose, "description", prose, "servers", servers))
	schemes := named("a map of security schemes", &shape{name: "a security scheme", kinds: kindObject, open: true, section: "securitySchemes"})
	components := &shape{name: "the components", kinds: kindObject, members: fields(
		"schemas", named("a map of schemas", schema), "responses", named("a map of responses", response),
		"parameters", named("a map of parameters", parameter), "requestBodies", named("a map of request bodies", body),
		"headers", named("a map of headers", header), "securitySchemes", schemes, "examples", named("a map of examples", example),
		"links", dropped, "callbacks", dropped,
	)}
	root := &shape{name: "an OpenAPI 3.0 document", kinds: kindObject, need: []string{"info", "paths"}, members: fields(
		"openapi", str, "info", info, "servers", servers, "paths", paths(item), "components", components, "security", security,
		"tags", tags, "externalDocs", docs, "x-ms-paths", paths(item),
	)}
	g := &grammar{v3: true, root: root, schema: schema, sections: map[string][]string{"pathItems": {"paths"}}}
	for _, s := range g.order() {
		g.sections[s] = []string{"components", s}
	}
	return g
}

// schema3 is the schema of OpenAPI 3.0.
func schema3() *shape {
	schema := &shape{name: "a schema", kinds: kindObject, section: "schemas", check: checkSchema}
	schema.members = schemaKeywords(schema, "object", "array", "string", "number", "integer", "boolean")
	schemas := schema.members["allOf"]
	maps.Copy(schema.members, fields(
		"nullable", boolean, "writeOnly", boolean, "deprecated", boolean, "anyOf", schemas, "oneOf", schemas, "not", schema,
		"discriminator", &shape{name: "a discriminator", kinds: kindObject, need: []string{"propertyName"}, members: fields(
			"propertyName", str, "mapping", named("a map of schema names", &shape{name: "a string", kinds: kindString, check: checkMapping}),
		)},
	))
	return schema
}

// paths is the map of path templates, the one map of names in which x- marks an extension.
func paths(item *shape) *shape { return &shape{name: "a map of paths", kinds: kindObject, each: item} }

func pathItem(operation, parameters *shape) *shape {
	item := &shape{name: "a path item", kinds: kindObject, section: "pathItems", members: fields("parameters", parameters)}
	for _, m := range methods {
		item.members[m] = operation
	}
	return item
}

// methods are the keywords that name an HTTP method; trace is one in OpenAPI 3 only.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch"}

func isMethod(keyword string) bool { return keyword == "trace" || slices.Contains(methods, keyword) }

var status = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

func responses(response *shape) *shape {
	return &shape{name: "a map of responses", kinds: kindObject, each: response, check: func(r *resolver, n *node) {
		for _, c := range n.children {
			if !status.MatchString(c.key) && !strings.HasPrefix(c.key, "x-") {
				r.problem(c, "response-status", "%s is not a status; write 200, 4XX or default", quote(c.key))
			}
		}
		if len(n.children) == 0 {
			r.problem(n, "response-missing", "an operation without responses; say at least one")
		}
	}}
}

func checkNotEmpty(r *resolver, n *node) {
	if len(n.children) == 0 {
		r.problem(n, "keyword-value", "%s is empty; list something or remove it", n.key)
	}
}

func checkCount(r *resolver, n *node) {
	if strings.ContainsAny(n.text, "-.eE") || len(n.text) > 18 {
		r.problem(n, "keyword-value", "%s is %s, which is not a count; write digits alone", n.key, cut(n.text))
	}
}

func checkNumber(r *resolver, n *node) {
	if v, err := strconv.ParseFloat(n.text, 64); err != nil || n.key == "multipleOf" && v <= 0 {
		r.problem(n, "keyword-value", "%s is %s, which is out of range", n.key, cut(n.text))
	}
}

func checkEnum(r *resolver, n *node) {
	if len(n.children) == 0 {
		r.problem(n, "enum-empty", "an enumeration without values allows nothing; list some or remove it")
	}
	seen := make(map[string]*node, len(n.children))
	for _, c := range n.children {
		text := string(c.appendJSON(nil))
		if earlier := seen[text]; earlier != nil {
			r.problem(c, "enum-duplicate", "value %s is at line %d already; remove one", cut(text), earlier.line)
			continue
		}
		seen[text] = c
	}
}

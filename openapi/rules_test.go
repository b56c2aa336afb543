package openapi

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/openapi/diag"
)

// TestMediaTypes has what a media type is, and whether a body of a schema is sent as JSON.
func TestMediaTypes(t *testing.T) {
	file, binary, text, object := &Schema{Type: "file"}, &Schema{Type: "string", Format: "binary"}, &Schema{Type: "string"}, &Schema{Type: "object"}
	for i, c := range []struct {
		mediaType, essence string
		json               bool
		s                  *Schema
		sent               bool
	}{
		{"application/json", "application/json", true, object, true}, {"Application/JSON; charset=utf-8", "application/json", true, text, true}, {"text/json", "text/json", true, object, true},
		{"application/problem+json", "application/problem+json", true, object, true}, {"application/json+x", "application/json+x", false, object, false}, {" text/plain ;x", "text/plain", false, text, false},
		{"", "", false, object, true}, {"", "", false, file, false}, {"application/json", "application/json", true, file, false}, {"application/json", "application/json", true, binary, false},
		{"*/*", "*/*", false, object, true}, {"*/*", "*/*", false, text, false}, {"application/*", "application/*", false, nil, true}, {"text/plain", "text/plain", false, object, false},
	} {
		if got := mediatype.Essence(c.mediaType); got != c.essence || mediatype.IsJSON(c.mediaType) != c.json || SentAsJSON(c.mediaType, c.s) != c.sent {
			t.Errorf("case %d, %q: %q, JSON %v, sent as JSON %v", i, c.mediaType, got, mediatype.IsJSON(c.mediaType), SentAsJSON(c.mediaType, c.s))
		}
	}
	for i, c := range []struct {
		s          *Schema
		file, text bool
	}{
		{nil, false, false}, {file, true, false}, {binary, true, true}, {text, false, true}, {object, false, false}, {&Schema{Format: "binary"}, false, false}, {&Schema{Type: "object", Format: "binary"}, false, false},
		{&Schema{Type: "integer"}, false, true}, {&Schema{Type: "number"}, false, true}, {&Schema{Type: "boolean"}, false, true}, {&Schema{Type: "array"}, false, false}, {&Schema{Ref: file}, true, false},
	} {
		if IsFile(c.s) != c.file || IsText(c.s) != c.text {
			t.Errorf("case %d: file %v, text %v", i, IsFile(c.s), IsText(c.s))
		}
	}
	for i, c := range []struct {
		types []string
		s     *Schema
		want  string
	}{
		{nil, object, "application/json"}, {[]string{"text/csv", "text/json"}, object, "text/json"}, {[]string{"application/json", "text/csv"}, file, "text/csv"}, {[]string{"application/json"}, file, "application/json"}, {[]string{"text/csv", "text/xml"}, object, "text/csv"},
	} {
		if got := choose(c.types, c.s); got != c.want {
			t.Errorf("case %d: %s", i, got)
		}
	}
}

// TestStyles has the style that a parameter has where the document names none, and that of each collection format.
func TestStyles(t *testing.T) {
	for in, want := range map[string]string{InPath: StyleSimple, InHeader: StyleSimple, InQuery: StyleForm, "cookie": StyleForm, InFormData: StyleForm} {
		if got := defaultStyle(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
		if style, explode := styleOf("csv", in); style != want || explode {
			t.Errorf("csv in %s: %s, %v", in, style, explode)
		}
	}
	for format, want := range map[string]string{"multi": "form true", "ssv": "spaceDelimited false", "tsv": StyleTabDelimited + " false", "pipes": "pipeDelimited false"} {
		if style, explode := styleOf(format, InQuery); fmt.Sprint(style, " ", explode) != want {
			t.Errorf("%s: %s, %v", format, style, explode)
		}
	}
}

// TestSpans has which path parameters may hold slashes.
func TestSpans(t *testing.T) {
	for i, c := range []struct {
		path string
		p    Parameter
		want bool
	}{
		{"/{scope}/a", Parameter{Name: "scope", In: InPath}, true}, {"/a/{Scope}", Parameter{Name: "Scope", In: InPath}, true}, {"/{billingScope}/a", Parameter{Name: "billingScope", In: InPath}, true}, {"/a/{billingScope}", Parameter{Name: "billingScope", In: InPath}, false},
		{"/{id}/providers/a", Parameter{Name: "id", In: InPath}, true}, {"/{id}/Providers", Parameter{Name: "id", In: InPath}, true}, {"/{id}/other/providers", Parameter{Name: "id", In: InPath}, false}, {"/a/{id}/providers", Parameter{Name: "id", In: InPath}, false},
		{"/{id}", Parameter{Name: "id", In: InPath}, false}, {"/{id}", Parameter{Name: "id", In: InPath, SkipURLEncoding: true}, true}, {"/a/{id}/b", Parameter{Name: "id", In: InPath, SkipURLEncoding: true}, true}, {"/a/x{id}/b", Parameter{Name: "id", In: InPath, SkipURLEncoding: true}, false},
		{"/{scope}", Parameter{Name: "scope", In: InQuery}, false}, {"/a?x={scope}", Parameter{Name: "scope", In: InPath}, false}, {"/{scope}?x=1", Parameter{Name: "scope", In: InPath}, true}, {"/{a}/{scope}/", Parameter{Name: "scope", In: InPath}, true},
	} {
		if got := (&Operation{Path: c.path}).Spans(&c.p); got != c.want {
			t.Errorf("case %d: %s of %s: %v", i, c.p.Name, c.path, got)
		}
	}
}

// TestSplitTemplate has the pieces of path templates, parameters in braces.
func TestSplitTemplate(t *testing.T) {
	for path, want := range map[string]string{
		"": "", "/a": "/a", "/a/{b}/c": "/a/ {b} /c", "{a}": "{a}", "{a}{b}": "{a} {b}", "/{a}": "/ {a}", "a{b": "no", "a}b": "no", "a{b{c}": "no", "a{}": "no", "a{b}}": "no", "{": "no", "}": "no", "{a}/{": "no",
	} {
		pieces, ok := SplitTemplate(path)
		var got []string
		for _, p := range pieces {
			if p.Parameter {
				p.Text = "{" + p.Text + "}"
			}
			got = append(got, p.Text)
		}
		if text := strings.Join(got, " "); ok != (want != "no") || ok && text != want {
			t.Errorf("%q: %q, %v", path, text, ok)
		}
	}
	for _, c := range []struct {
		p    Parameter
		want bool
	}{{Parameter{Name: "api-version", In: InQuery}, true}, {Parameter{Name: "API-Version", In: InQuery}, true}, {Parameter{Name: "api-version", In: InHeader}, false}, {Parameter{Name: "version", In: InQuery}, false}} {
		if got := c.p.IsAPIVersion(); got != c.want {
			t.Errorf("%+v: %v", c.p, got)
		}
	}
}

// TestOtherFormats has files that are not documents, by their names and first bytes.
func TestOtherFormats(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"a.json", "{}", ""}, {"a.json", "", ""}, {"main.tsp", "", "TypeSpec"}, {"TSPConfig.yaml", "", "TypeSpec"}, {"a/tspconfig.yml", "", "TypeSpec"}, {"tspconfig.json", "", ""},
		{"a", "\x1f\x8bx", "gzip"}, {"a", "\x1f", ""}, {"a", " \x1f\x8b", ""}, {"a", "PK\x03\x04", "zip archive"}, {"a", "\x28\xb5\x2f\xfd", "zstd"}, {"a", "BZh9", "bzip2"}, {"a", "\xfd7zXZ\x00", "xz"}, {"a", "%PDF-1", "PDF"},
		{"a", " \r\n\t<!DOCTYPE html>", "HTML"}, {"a", "<HTML>", "HTML"}, {"a", "<?xml ?>", "XML"}, {"a", strings.Repeat(" ", 251) + "<html", "HTML"}, {"a", strings.Repeat(" ", 252) + "<html", ""}, {"a", "version https://git-lfs.github.com", "Git LFS"}, {"a", "version: 1", ""},
	} {
		code, message := otherFormat(c.name, []byte(c.data))
		if c.want == "" && code+message != "" || c.want != "" && (code != "not-openapi" || !strings.Contains(message, c.want)) {
			t.Errorf("%s %q: %s, %s", c.name, c.data, code, message)
		}
	}
	for data, want := range map[string]bool{"": false, "{": false, "{\x00": true, "\x00{": true, "\x00\x00": false, "{}": false, "\xfe\xff": true, "\xff\xfe": true, "\xff": false} {
		if got := isUTF16([]byte(data)); got != want {
			t.Errorf("%q: %v", data, got)
		}
	}
}

// TestNode has what is asked of a value of a document.
func TestNode(t *testing.T) {
	root, problems := parse(t, []byte(`{"a/~": [1, {"b%": "x"}], "t": true, "f": false, "n": 1.50, "s": "\u0001\u001f \"\\\n\t\r/é", "l": ["p", 2, "q"], "o": {}, "z": null, "e": []}`))
	if problems.Len() > 0 {
		t.Fatal(problems.Err())
	}
	want := `{"a/~":[1,{"b%":"x"}],"t":true,"f":false,"n":1.50,"s":"\u0001\u001f \"\\\n\t\r/é","l":["p",2,"q"],"o":{},"z":null,"e":[]}`
	if got := string(root.appendJSON(nil)); got != want {
		t.Errorf("got %s", got)
	}
	inner := root.member("a/~").children[1].member("b%")
	if got := inner.pointer(); got != "#/a~1~0/1/b%25" || root.pointer() != "#" || inner.origin() != root.file {
		t.Errorf("pointer %s", got)
	}
	if root.str("s") == "" || root.str("n") != "" || root.str("x") != "" || !root.flag("t") || root.flag("f") || root.flag("s") || root.flag("x") {
		t.Error("str, flag")
	}
	if root.literal("n") != "1.50" || root.literal("s") != "" || root.literal("x") != "" || len(root.list("l")) != 3 || root.list("o") != nil || root.list("x") != nil {
		t.Error("literal, list")
	}
	if got := fmt.Sprint(root.strings("l"), root.strings("x"), len(root.members("o")), root.members("l") == nil, root.member("l").member("p") == nil, (*node)(nil).member("a") == nil); got != "[p q] [] 0 true true true" {
		t.Errorf("strings, members: %s", got)
	}
	for k, want := range map[kind]string{kindNull: "null", kindBool | kindObject: "an object or a boolean", kindAny: "an object or an array or a string or a number or a boolean or null", 0: ""} {
		if got := k.String(); got != want {
			t.Errorf("%d: %s", k, got)
		}
	}
	for _, count := range []int{linearMembers - 1, linearMembers, linearMembers + 1, linearMembers + 2} { // members are found whether there are few or many
		n := &node{kind: kindObject}
		for i := range count {
			if earlier := n.add(&node{key: fmt.Sprint(i), kind: kindString}); earlier != nil {
				t.Fatal("a new member is there already")
			}
		}
		n.member("x") // makes the index
		if n.add(&node{key: "more", kind: kindString}); n.member("more") == nil || n.member("0") == nil || n.add(&node{key: "more"}) != n.member("more") || len(n.children) != count+1 {
			t.Errorf("%d members, and one more", count)
		}
		first := n.member("0")
		n.remove(first)
		if n.member("0") != nil || n.member("more") == nil || len(n.children) != count || n.children[0].pos != 0 || int(n.children[count-1].pos) != count-1 {
			t.Errorf("%d members, after one was removed", count)
		}
	}
}

// TestProblems has one mistake of a document a line, and what is reported. What is not said is a minimal operation, which
// is sound.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ rule, schema, operation, path, want string }{
		{"a sound document", "{type: object}", "", "", ""},
		{"a count has digits alone", "{type: string, minLength: -1}", "", "", "keyword-value minLength is -1"},
		{"no fraction", "{type: string, minLength: 1.0}", "", "", "keyword-value minLength is 1.0"},
		{"no exponent", "{type: string, maxLength: 1e3}", "", "", "keyword-value maxLength is 1e3"},
		{"nor a large one", "{type: string, maxLength: 1E3}", "", "", "keyword-value maxLength is 1E3"},
		{"of 18", "{type: string, maxLength: 123456789012345678}", "", "", ""},
		{"at most", "{type: string, maxLength: 1234567890123456789}", "", "", "keyword-value maxLength is 1234567890123456789"},
		{"a number is in the range of float64", "{type: number, minimum: 1e309}", "", "", "keyword-value minimum is 1e309"},
		{"a limit may be zero or less", "{type: number, minimum: 0, maximum: -1.5}", "", "", ""},
		{"a multiple may not be zero", "{type: number, multipleOf: 0}", "", "", "keyword-value multipleOf is 0"},
		{"nor less", "{type: number, multipleOf: -2}", "", "", "keyword-value multipleOf is -2"},
		{"a multiple", "{type: number, multipleOf: 0.01}", "", "", ""},
		{"allOf of nothing", "{allOf: []}", "", "", "keyword-value allOf is empty"},
		{"an enumeration of nothing", "{type: string, enum: []}", "", "", "enum-empty"},
		{"a value twice", "{type: string, enum: [a, b, a]}", "", "", "enum-duplicate"},
		{"values that differ in kind", "{enum: [1, '1']}", "", "", ""},
		{"a value of another type", "{type: string, enum: [a, 1]}", "", "", "enum-type value 1 is a number, the type is string"},
		{"of an integer", "{type: integer, enum: [a]}", "", "", `enum-type value "a" is a string, the type is integer`},
		{"of a number", "{type: number, enum: [true]}", "", "", "enum-type value true"},
		{"of a boolean", "{type: boolean, enum: [1]}", "", "", "enum-type value 1"},
		{"of an object", "{type: object, enum: [1]}", "", "", "enum-type value 1"},
		{"of an array", "{type: array, items: {}, enum: [1]}", "", "", "enum-type value 1"},
		{"null is a value of every type", "{type: string, enum: [a, null]}", "", "", ""},
		{"of no type", "{enum: [a, 1]}", "", "", ""},
		{"an array without items", "{type: array}", "", "", "items-missing"},
		{"items without a type", "{items: {}}", "", "", ""},
		{"an unknown type", "{type: text}", "", "", "keyword-value"},
		{"a keyword of another kind", "{title: 1}", "", "", "keyword-type"},
		{"an unknown keyword", "{minimun: 1}", "", "", "unknown-keyword"},
		{"an extension", "{x-anything: 1}", "", "", ""},
		{"a known extension of another kind", "{x-ms-client-name: 1}", "", "", "keyword-type"},
		{"a member that is called like an extension", "{type: object, properties: {x-a: {type: text}}}", "", "", "keyword-value"},
		{"a part of itself", "{allOf: [{$ref: '#/definitions/S'}]}", "", "", "allof-cycle"},
		{"a reference to itself", "{$ref: '#/definitions/S'}", "", "", "ref-cycle"},
		{"a reference to nothing", "{$ref: '#/definitions/T'}", "", "", "ref-not-found"},
		{"a discriminator that is not a member", "{type: object, discriminator: k}", "", "", "discriminator-property"},
		{"that is one of a part", "{discriminator: k, allOf: [{properties: {k: {type: string}}}]}", "", "", ""},
		{"an operation without an id", "", "responses: {200: {description: .}}", "", "operation-id-missing"},
		{"with an empty one", "", "operationId: '', responses: {200: {description: .}}", "", "operation-id-missing"},
		{"an operation without responses", "", "operationId: A, responses: {}", "", "response-missing"},
		{"a response of no status", "", "operationId: A, responses: {600: {description: .}}", "", "response-status"},
		{"of a class of them", "", "operationId: A, responses: {4XX: {description: .}}", "", ""},
		{"of another spelling", "", "operationId: A, responses: {4xx: {description: .}}", "", "response-status"},
		{"of a default", "", "operationId: A, responses: {default: {description: .}}", "", ""},
		{"an extension beside responses", "", "operationId: A, responses: {200: {description: .}, x-a: 1}", "", ""},
		{"a response without a description", "", "operationId: A, responses: {200: {}}", "", "description-missing"},
		{"a parameter without a type", "", "operationId: A, parameters: [{name: p, in: query}], responses: {200: {description: .}}", "", "keyword-missing a parameter needs type"},
		{"with a schema", "", "operationId: A, parameters: [{name: p, in: query, schema: {type: string}}], responses: {200: {description: .}}", "", "parameter-type only a body has schema"},
		{"a body without a schema", "", "operationId: A, parameters: [{name: p, in: body}], responses: {200: {description: .}}", "", "keyword-missing a body needs schema"},
		{"a body with a type", "", "operationId: A, parameters: [{name: p, in: body, type: string, schema: {}}], responses: {200: {description: .}}", "", "parameter-type a body says its type in schema"},
		{"a list without items", "", "operationId: A, parameters: [{name: p, in: query, type: array}], responses: {200: {description: .}}", "", "items-missing"},
		{"a parameter twice", "", "operationId: A, parameters: [{name: p, in: query, type: string}, {name: p, in: query, type: string}], responses: {200: {description: .}}", "", "parameter-duplicate"},
		{"in two places", "", "operationId: A, parameters: [{name: p, in: query, type: string}, {name: p, in: header, type: string}], responses: {200: {description: .}}", "", ""},
		{"two bodies", "", "operationId: A, parameters: [{name: p, in: body, schema: {}}, {name: q, in: body, schema: {}}], responses: {200: {description: .}}", "", "body-duplicate a second body"},
		{"a body and a form", "", "operationId: A, parameters: [{name: p, in: body, schema: {}}, {name: q, in: formData, type: string}], responses: {200: {description: .}}", "", "body-duplicate a body and a form"},
		{"a form and a body", "", "operationId: A, parameters: [{name: q, in: formData, type: string}, {name: p, in: body, schema: {}}], responses: {200: {description: .}}", "", "body-duplicate a body and a form"},
		{"a form of two fields", "", "operationId: A, parameters: [{name: p, in: formData, type: string}, {name: q, in: formData, type: string}], responses: {200: {description: .}}", "", ""},
		{"a path without a slash", "", "", "a", "path-syntax path \"a\" does not begin with a slash"},
		{"an extension among paths", "", "", "x-a", ""},
		{"braces that do not match", "", "", "/{a", "path-syntax the braces"},
		{"a name twice", "", "operationId: A, parameters: [{name: a, in: path, required: true, type: string}], responses: {200: {description: .}}", "/{a}/{a}", "path-syntax path \"/{a}/{a}\" names {a} twice"},
		{"a path parameter that is not declared", "", "", "/{a}", "path-parameter-missing"},
		{"that is not required", "", "operationId: A, parameters: [{name: a, in: path, type: string}], responses: {200: {description: .}}", "/{a}", "path-parameter-optional"},
		{"that is required: false", "", "operationId: A, parameters: [{name: a, in: path, required: false, type: string}], responses: {200: {description: .}}", "/{a}", "path-parameter-optional"},
		{"that is not in the path", "", "operationId: A, parameters: [{name: a, in: path, required: true, type: string}], responses: {200: {description: .}}", "/a", "path-parameter-unused"},
		{"one in the path that a query parameter declares", "", "operationId: A, parameters: [{name: a, in: query, type: string}], responses: {200: {description: .}}", "/{a}", "path-parameter-missing"},
	} {
		schema, operation, path := c.schema, c.operation, c.path
		if schema == "" {
			schema = "{}"
		}
		if operation == "" {
			operation = "operationId: A, responses: {200: {description: .}}"
		}
		if path == "" {
			path = "/a"
		}
		text := fmt.Sprintf("swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n  '%s': {get: {%s}}\ndefinitions:\n  S: %s\n", path, operation, schema)
		var problems diag.List
		Load(Source{Path: "doc.yaml", Root: ".", FS: fstest.MapFS{"doc.yaml": {Data: []byte(text)}}}, &problems)
		var got []string
		for _, p := range append(problems.Problems(), problems.Warnings()...) {
			got = append(got, p.Code+" "+p.Message)
		}
		if all := strings.Join(got, "\n"); !strings.HasPrefix(all, c.want) || (c.want == "") != (all == "") || len(got) > 1 {
			t.Errorf("%s: got %s", c.rule, all)
		}
	}
}

// TestNumbers has which texts are numbers of JSON, and that what goes on after one makes it malformed.
func TestNumbers(t *testing.T) {
	for _, text := range []string{"0", "-0", "9", "90", "10", "1.5", "0.9", "1e9", "1E+9", "1e-0", "-1.25e+10", "19.09e90"} {
		if root, problems := parse(t, []byte(text)); problems.Len() > 0 || root.kind != kindNumber || root.text != text {
			t.Errorf("%s: %v", text, problems.Err())
		}
	}
	for _, text := range []string{"-", "01", "00", "09", "-a", "1.", "1.a", "1e", "1e+", "1ea", "1a", "1z", "1A", "1Z", "0a", "1.5.5", "1-", "1+", "1e5.", "1e5e5", "-01", "1.5a", "0x1"} {
		if _, problems := parse(t, []byte(text)); problems.Len() != 1 || !strings.Contains(problems.Problems()[0].Message, "malformed number") {
			t.Errorf("%s: %v", text, problems.Err())
		}
	}
}

// TestIsJSON tells JSON from YAML by the name, else by the first character.
func TestIsJSON(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       bool
	}{
		{"a.json", "a: 1", true}, {"a.JSON", "", true}, {"a.yaml", "{}", false}, {"a.yml", "{}", false}, {"a", " \t\r\n{", true}, {"a", "[", false}, {"a", "a: {", false}, {"a", "", false},
	} {
		if got := isJSON(c.name, []byte(c.data)); got != c.want {
			t.Errorf("%s %q: %v", c.name, c.data, got)
		}
	}
	for data, want := range map[string]string{
		"{\n \"é\ufffd\": \"\xff\"}": "doc.json:2:12: byte 0xff is not UTF-8; save the file as UTF-8 [encoding]",
		"\xc3{}":                     "doc.json:1:1: byte 0xc3 is not UTF-8; save the file as UTF-8 [encoding]",
		"{\x00}":                     "",
	} {
		_, problems := parse(t, []byte(data))
		list := problems.Problems()
		if len(list) != 1 || want != "" && fmt.Sprintf("%s:%d:%d: %s [%s]", list[0].At.File, list[0].At.Line, list[0].At.Col, list[0].Message, list[0].Code) != want {
			t.Errorf("%q: %v", data, list)
		}
	}
}

package schema

import (
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// The schema check is an oracle for what is generated: it derives its verdicts from the document alone.
func TestSharesNothingWithTheGenerator(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 10 {
		t.Fatalf("go list -deps returned %d packages", len(deps))
	}
	const module = "github.com/azbill/azbill/"
	allowed := map[string]bool{
		"conformance/internal/schema": true, "internal/jsontree": true, "openapi": true, "openapi/diag": true,
		"internal/mediatype": true, "internal/pointer": true, "internal/suggest": true, "wire/ecma": true, "wire/internal/pattern": true,
	}
	for _, dep := range deps {
		if name, own := strings.CutPrefix(dep, module); own && !allowed[name] {
			t.Errorf("the schema check imports %s", name)
		}
	}
}

// load reads a document whose one operation answers what root says.
func load(t *testing.T, root, definitions string, v3 bool) *openapi.Document {
	t.Helper()
	text := `{"swagger":"2.0","info":{"title":"T","version":"1"},"definitions":{` + definitions + `},` +
		`"paths":{"/a":{"post":{"operationId":"A_B","parameters":[{"name":"b","in":"body","required":true,"schema":` + root + `}],` +
		`"responses":{"200":{"description":"","schema":` + root + `}}}}}}`
	if v3 {
		content := `"content":{"application/json":{"schema":` + root + `}}`
		text = strings.ReplaceAll(`{"openapi":"3.0.3","info":{"title":"T","version":"1"},"components":{"schemas":{`+definitions+`}},`+
			`"paths":{"/a":{"post":{"operationId":"A_B","requestBody":{`+content+`},"responses":{"200":{"description":"",`+content+`}}}}}}`,
			"#/definitions/", "#/components/schemas/")
	}
	var problems diag.List
	doc := openapi.Load(openapi.Source{Path: "d.json", Root: ".", FS: fstest.MapFS{"d.json": {Data: []byte(text)}}}, &problems)
	if doc == nil {
		t.Fatalf("%v\n%s", problems.Err(), text)
	}
	return doc
}

// findings renders violations as "pointer rule", separated by commas.
func findings(violations []Violation) string {
	lines := make([]string, len(violations))
	for i, v := range violations {
		lines[i] = v.Place() + " " + v.Rule
	}
	return strings.Join(lines, ", ")
}

const x = `"x":{"type":"string"}`

// Each line is one rule of the schemas: a schema, a value, and what is wrong with it in a response.
func TestRules(t *testing.T) {
	for _, tt := range []struct{ name, root, body, want string }{
		// allOf: every part holds.
		{"required before the member", `{"allOf":[{"required":["x"]},{"properties":{` + x + `}}]}`, `{}`, "/x required"},
		{"required after the member", `{"allOf":[{"properties":{` + x + `}},{"required":["x"]}]}`, `{}`, "/x required"},
		{"required of what no part declares", `{"type":"object","required":["y"],"properties":{` + x + `}}`, `{}`, "/y required"},
		{"two parts declare a member", `{"allOf":[{"properties":{"x":{"maxLength":2}}},{"properties":{"x":{"minLength":4}}}]}`, `{"x":"abc"}`, "/x maxLength, /x minLength"},
		{"tighter bounds of parts", `{"allOf":[{"maximum":5},{"maximum":3,"exclusiveMaximum":true}]}`, `3`, " exclusiveMaximum"},
		{"minProperties of a part", `{"allOf":[{"minProperties":1}]}`, `{}`, " minProperties"},
		{"items of a part", `{"allOf":[{"type":"array","items":{"type":"string"}}]}`, `[1]`, "/0 type"},
		{"additionalProperties false applies to its own part", `{"allOf":[{"properties":{` + x + `},"additionalProperties":false},{"properties":{"y":{}}}]}`, `{"x":"","y":1}`, "/y unknown-member"},
		{"two schemas of additionalProperties", `{"allOf":[{"additionalProperties":{"type":"string"}},{"additionalProperties":{"maxLength":1}}]}`, `{"a":"bb","b":1}`, "/a maxLength, /b type"},
		{"enums of parts", `{"allOf":[{"enum":["a","b"]},{"enum":["b"]}]}`, `"a"`, " enum"},

		// A rule for another kind of value has no effect; without type any kind is valid.
		{"members without type", `{"properties":{` + x + `}}`, `"s"`, ""},
		{"length of a number", `{"minLength":3}`, `1`, ""},
		{"length without type", `{"minLength":3}`, `"a"`, " minLength"},
		{"length beside an enum", `{"type":"string","enum":["a"],"minLength":2}`, `"a"`, " minLength"},
		{"enum of an array", `{"type":"array","items":{"type":"string"},"enum":[["a"]]}`, `["b"]`, " enum"},
		{"format of a number", `{"type":"number","format":"int32"}`, `2147483648`, " format"},
		{"format of a number with a fraction", `{"type":"number","format":"int64"}`, `1.5`, " format"},
		{"integer without format", `{"type":"integer"}`, `92233720368547758070`, ""},
		{"integer with another format", `{"type":"integer","format":"uint64"}`, `18446744073709551615`, ""},
		{"integer with a fraction of zeros", `{"type":"integer"}`, `5.0`, ""},
		{"equal items", `{"type":"array","uniqueItems":true,"items":{"type":"string"}}`, `["a","b","a"]`, " uniqueItems"},

		// Unknown members.
		{"unknown member", `{"properties":{` + x + `}}`, `{"y":1}`, "/y unknown-member"},
		{"declared by another part", `{"allOf":[{"properties":{"y":{}}}],"properties":{` + x + `}}`, `{"y":1}`, ""},
		{"no part declares members", `{"type":"object","minProperties":1}`, `{"y":1}`, ""},
		{"other members allowed", `{"properties":{` + x + `},"additionalProperties":true}`, `{"X":1}`, ""},
		{"other members of a schema", `{"properties":{` + x + `},"additionalProperties":{"type":"string"}}`, `{"X":1}`, "/X type"},
		{"within a list", `{"type":"array","items":{"properties":{` + x + `}}}`, `[{"x":"","y":1}]`, "/0/y unknown-member"},
		{"within other members", `{"additionalProperties":{"properties":{` + x + `}}}`, `{"a":{"x":"","y":1}}`, "/a/y unknown-member"},
		{"within a member and other members", `{"allOf":[{"properties":{"a":{"properties":{` + x + `}}}},{"additionalProperties":{"properties":{"y":{}}}}]}`, `{"a":{"x":"","y":1,"z":1}}`, "/a/z unknown-member"},
		{"the same member twice", `{"properties":{` + x + `}}`, `{"y":1,"z":2,"y":3}`, "/y unknown-member, /z unknown-member"},

		// An empty name is a step of the location like any other.
		{"empty name at the end", `{"properties":{"m":{"properties":{"":{"type":"string"}}}}}`, `{"m":{"":1}}`, "/m/ type"},
		{"empty name on the way", `{"properties":{"":{"properties":{"a":{"type":"string"}}}}}`, `{"":{"a":1}}`, "//a type"},
		{"empty names of a map", `{"additionalProperties":{"additionalProperties":{"items":{"type":"string"}}}}`, `{"":{"":[1],"\u0000":[1]}}`, "///0 type, //\x00/0 type"},
		{"empty name required", `{"allOf":[{"required":[""]},{"properties":{"":{"type":"string"},"\u0000":{}}}]}`, `{"\u0000":1}`, "/ required"},
		{"empty name null and required", `{"required":[""],"properties":{"":{"type":"string"}}}`, `{"":null}`, "/ type"},
		{"empty name unknown", `{"properties":{` + x + `}}`, `{"":1}`, "/ unknown-member"},
		{"empty name forbidden", `{"properties":{` + x + `},"additionalProperties":false}`, `{"":1}`, "/ unknown-member"},
		{"empty name in an enum", `{"enum":[{"":1}]}`, `{"":1}`, ""},

		// Null.
		{"null of an optional member", `{"properties":{` + x + `}}`, `{"x":null}`, ""},
		{"null of a required member", `{"required":["x"],"properties":{` + x + `}}`, `{"x":null}`, "/x type"},
		{"null of a member that another part requires", `{"required":["x"],"allOf":[{"$ref":"#/definitions/X"}]}`, `{"x":null}`, "/x type"},
		{"null forbidden", `{"properties":{"x":{"x-nullable":false}}}`, `{"x":null}`, "/x type"},
		{"null allowed", `{"required":["x"],"properties":{"x":{"type":"string","enum":["a"],"x-nullable":true}}}`, `{"x":null}`, ""},
		{"null of an item", `{"type":"array","items":{"type":"string"}}`, `[null]`, "/0 type"},
		{"null beside a reference in allOf", `{"required":["x"],"properties":{"x":{"allOf":[{"$ref":"#/definitions/X"}],"x-nullable":true}}}`, `{"x":null}`, ""},

		// Patterns are those of ECMA 262.
		{"look-around", `{"pattern":"^(?!bad).*$"}`, `"bad"`, " pattern"},
		{"long repetition", `{"pattern":"^[a-z]{0,4096}$"}`, `"1"`, " pattern"},

		// type: object of Swagger 2.0 with nothing beside it is any value.
		{"object alone", `{"type":"object"}`, `"s"`, ""},
		{"object with a rule", `{"type":"object","minProperties":0}`, `"s"`, " type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := load(t, tt.root, `"X":{"type":"object","properties":{`+x+`}}`, false)
			set, err := Compile(doc, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := findings(set.Response(doc.Operations[0], "200", parse(t, tt.body))); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Each line is one rule of OpenAPI 3 alone.
func TestRulesOfOpenAPI3(t *testing.T) {
	for _, tt := range []struct{ name, root, body, want string }{
		{"object alone", `{"type":"object"}`, `"s"`, " type"},
		{"none of anyOf", `{"anyOf":[{"type":"string"},{"minimum":3}]}`, `1`, " anyOf"},
		{"two of oneOf", `{"oneOf":[{"minimum":1},{"minimum":2}]}`, `3`, " oneOf"},
		{"not", `{"not":{"type":"string"}}`, `"a"`, " not"},
		{"alternatives of required members", `{"properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}`, `{}`, " anyOf"},
		{"members of all alternatives are known", `{"anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}`, `{"a":1,"b":1,"c":1}`, "/c unknown-member"},
		{"rules beside allOf", `{"allOf":[{"$ref":"#/definitions/N"}],"maximum":3}`, `4`, " maximum,  minimum"},
		{"write-only in a response", `{"required":["x"],"properties":{"x":{"type":"string","writeOnly":true}}}`, `{}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := load(t, tt.root, `"N":{"type":"integer","minimum":5}`, true)
			set, err := Compile(doc, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := findings(set.Response(doc.Operations[0], "200", parse(t, tt.body))); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A required member that only the service sets need not be in a request, whichever part says so.
func TestRequiredOfRequests(t *testing.T) {
	const readOnly = `"id":{"type":"string","readOnly":true}`
	for _, root := range []string{
		`{"required":["id"],"properties":{` + readOnly + `}}`,
		`{"allOf":[{"required":["id"]},{"properties":{` + readOnly + `}}]}`,
		`{"required":["id"],"allOf":[{"$ref":"#/definitions/R"}]}`,
		`{"allOf":[{"$ref":"#/definitions/Q"},{"$ref":"#/definitions/R"}]}`,
	} {
		doc := load(t, root, `"R":{"properties":{`+readOnly+`}},"Q":{"required":["id"]}`, false)
		set, err := Compile(doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(set.Body(doc.Operations[0], parse(t, `{}`))); got != "" {
			t.Errorf("%s: %s in a request", root, got)
		}
		if got := findings(set.Response(doc.Operations[0], "200", parse(t, `{}`))); got != "/id required" {
			t.Errorf("%s: %q in a response", root, got)
		}
	}
}

// Animals are discriminated by kind; a dog is told apart by breed again.
const animals = `"Animal":{"type":"object","discriminator":"kind","required":["kind","age"],"properties":{"kind":{"type":"string"},"age":{"type":"integer"}}},
"Cat":{"x-ms-discriminator-value":"cat","allOf":[{"$ref":"#/definitions/Animal"}],"properties":{"lives":{"type":"integer"}}},
"Lion":{"allOf":[{"$ref":"#/definitions/Cat"}],"properties":{"mane":{"type":"boolean"}}},
"Dog":{"allOf":[{"$ref":"#/definitions/Animal"}],"discriminator":"breed","required":["breed"],"properties":{"breed":{"type":"string"}}},
"Poodle":{"allOf":[{"$ref":"#/definitions/Dog"}],"properties":{"curls":{"type":"integer"}}},
"Odd":{"type":"object","discriminator":"t","properties":{"t":{"type":"string","enum":["Listed"]}}},
"Listed":{"allOf":[{"$ref":"#/definitions/Odd"}]},"Unlisted":{"allOf":[{"$ref":"#/definitions/Odd"}],"properties":{"n":{"type":"integer"}}}`

func TestDiscriminators(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"Animal", `{"kind":"cat","age":1,"lives":9}`, ""},
		{"Animal", `{"kind":"Cat","age":1}`, "/kind discriminator"}, // the definition's name is not the value
		{"Animal", `{"kind":"Lion","age":1,"lives":9,"mane":1}`, "/mane type"},
		{"Animal", `{"kind":"Animal","age":"x"}`, "/age type"}, // the base is a value
		{"Animal", `{"kind":"Animal","age":1,"lives":9}`, "/lives unknown-member"},
		{"Animal", `{"age":1}`, "/kind discriminator"},
		{"Animal", `{}`, "/kind discriminator, /age required"},
		{"Animal", `{"kind":7,"age":"x"}`, "/kind discriminator, /age type"},
		{"Animal", `[]`, " type"},
		{"Animal", `{"kind":"Dog","age":1,"breed":"Poodle","curls":"x"}`, "/curls type"},
		{"Animal", `{"kind":"Dog","age":1,"breed":"Pug"}`, "/breed discriminator"},
		{"Animal", `{"kind":"Poodle","age":1}`, "/kind discriminator"}, // breed selects it, not kind
		{"Cat", `{"kind":"Lion","age":1,"mane":true}`, ""},             // a schema in the middle takes what extends it
		{"Cat", `{"kind":"Dog","age":1,"lives":1}`, "/kind discriminator"},
		{"Lion", `{"kind":"cat","age":1,"lives":1}`, "/kind discriminator"},
		{"Odd", `{"t":"Listed"}`, ""},
		{"Odd", `{"t":"Unlisted","n":"x"}`, "/t discriminator-enum, /n type"},
		{"Odd", `{"t":"Odd"}`, "/t discriminator"}, // the enum excludes the base
	} {
		doc := load(t, `{"$ref":"#/definitions/`+tt.name+`"}`, animals, false)
		set, err := Compile(doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(set.Response(doc.Operations[0], "200", parse(t, tt.body))); got != tt.want {
			t.Errorf("%s: %s: got %q, want %q", tt.name, tt.body, got, tt.want)
		}
	}
}

// A union of OpenAPI 3 lists its variants: by name, and by the mapping.
func TestUnions(t *testing.T) {
	const union = `"Pet":{"required":["kind"],"oneOf":[{"$ref":"#/definitions/Cat"},{"$ref":"#/definitions/Dog"}],"discriminator":{"propertyName":"kind"%s}},
"Cat":{"type":"object","required":["lives"],"properties":{"kind":{"type":"string"},"lives":{"type":"integer"}}},
"Dog":{"type":"object","properties":{"kind":{"type":"string"},"bark":{"type":"boolean"}}}`
	for _, tt := range []struct{ mapping, root, body, want string }{
		{``, `{"$ref":"#/definitions/Pet"}`, `{"kind":"Dog","bark":1}`, "/bark type"},
		{``, `{"$ref":"#/definitions/Pet"}`, `{"kind":"Cat"}`, "/lives required"},
		{``, `{"$ref":"#/definitions/Pet"}`, `{"kind":"kitty"}`, "/kind discriminator"},
		{`,"mapping":{"kitty":"#/definitions/Cat"}`, `{"$ref":"#/definitions/Pet"}`, `{"kind":"kitty","lives":"x"}`, "/lives type"},
		{`,"mapping":{"kitty":"#/definitions/Cat"}`, `{"$ref":"#/definitions/Pet"}`, `{"kind":"Dog"}`, ""},
		{``, `{"allOf":[{"$ref":"#/definitions/Pet"},{"required":["bark"]}]}`, `{"kind":"Dog"}`, "/bark required"},
		{``, `{"allOf":[{"$ref":"#/definitions/Pet"},{"properties":{"tag":{}}}]}`, `{"kind":"Dog","tag":1,"x":1}`, "/x unknown-member"},
		{``, `{"$ref":"#/definitions/Dog"}`, `{"kind":"anything"}`, ""},
	} {
		doc := load(t, tt.root, strings.Replace(union, "%s", tt.mapping, 1), true)
		set, err := Compile(doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(set.Response(doc.Operations[0], "200", parse(t, tt.body))); got != tt.want {
			t.Errorf("%s %s: %s: got %q, want %q", tt.mapping, tt.root, tt.body, got, tt.want)
		}
	}
}

package conformance

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// answering reads a document whose one operation answers what root says.
func answering(t *testing.T, root, schemas string) *openapi.Document {
	t.Helper()
	text := `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"components":{"schemas":{` + schemas + `}},"paths":{"/a":{"get":{"operationId":"Get",` +
		`"parameters":[{"name":"q","in":"query","schema":{"type":"string","enum":["x","y"]}}],` +
		`"responses":{"200":{"description":"","content":{"application/json":{"schema":` + root + `}}}}}}}}`
	var problems diag.List
	doc := openapi.Load(openapi.Source{Path: "d.json", Root: ".", FS: fstest.MapFS{"d.json": {Data: []byte(text)}}}, &problems)
	if doc == nil {
		t.Fatalf("%v\n%s", problems.Err(), text)
	}
	return doc
}

// TestTracker has, for each line, what a body exercises of a schema: first what it does, then, after a bar, what it does not.
func TestTracker(t *testing.T) {
	const (
		pet = `"Pet":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string"}},"discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/Cat","dog":"#/components/schemas/Dog"}}},` +
			`"Cat":{"allOf":[{"$ref":"#/components/schemas/Pet"}],"properties":{"claws":{"type":"boolean"}}},"Dog":{"allOf":[{"$ref":"#/components/schemas/Pet"}],"properties":{"bark":{"type":"string","enum":["loud"]}}}`
		petRef = `{"$ref":"#/components/schemas/Pet"}`
		choice = `"Choice":{"oneOf":[{"$ref":"#/components/schemas/One"},{"$ref":"#/components/schemas/Two"}],"discriminator":{"propertyName":"k"}},` +
			`"One":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"one":{}}},"Two":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"two":{}}}`
	)
	for _, c := range []struct{ root, schemas, body, want string }{
		{`{"type":"object","properties":{"a":{},"b":{}}}`, ``, `{"a":1}`, "Get.200.a|Get.200.b"},
		{`{"type":"object","properties":{"a":{}}}`, ``, `{"b":1}`, "|Get.200.a"},
		{`{"type":"object","properties":{"a":{}}}`, ``, `{"a":null}`, "Get.200.a|"},
		{`{"type":"object","properties":{"a":{"type":"object","properties":{"b":{}}}}}`, ``, `{"a":{"b":1}}`, "Get.200.a Get.200.a.b|"},
		{`{"$ref":"#/components/schemas/N"}`, `"N":{"type":"object","properties":{"a":{}}},"Unused":{"type":"object","properties":{"z":{}}}`, `{"a":1}`, "N.a|"},
		{`{"type":"array","items":{"$ref":"#/components/schemas/N"}}`, `"N":{"type":"object","properties":{"a":{},"b":{},"c":{}}}`, `[{"a":1},{"b":1}]`, "N.a N.b|N.c"},
		{`{"type":"array","items":{"type":"object","properties":{"a":{}}}}`, ``, `[{"a":1}]`, "Get.200.a|"},
		{`{"type":"object","additionalProperties":{"type":"object","properties":{"a":{},"b":{}}}}`, ``, `{"x":{"a":1}}`, "Get.200.a|Get.200.b"},
		{`{"type":"object","properties":{"p":{}},"additionalProperties":{"type":"object","properties":{"a":{}}}}`, ``, `{"p":{"a":1}}`, "Get.200.p|Get.200.a"},
		{`{"type":"string","enum":["a","b"]}`, ``, `"a"`, `Get.200="a"|Get.200="b"`},
		{`{"type":"integer","enum":[1,2]}`, ``, `2`, `Get.200=2|Get.200=1`},
		{`{"type":"array","items":{"type":"string","enum":["a","b"]}}`, ``, `["b"]`, `Get.200="b"|Get.200="a"`},
		{`{"allOf":[{"$ref":"#/components/schemas/N"}],"properties":{"b":{}}}`, `"N":{"type":"object","properties":{"a":{}}}`, `{"a":1,"b":1}`, "Get.200.b N.a|"},
		{`{"anyOf":[{"$ref":"#/components/schemas/N"},{"type":"object","properties":{"b":{}}}]}`, `"N":{"type":"object","properties":{"a":{}}}`, `{"b":1}`, "Get.200.b|N.a"},
		{`{"oneOf":[{"$ref":"#/components/schemas/N"},{"type":"object","properties":{"b":{}}}]}`, `"N":{"type":"object","properties":{"a":{}}}`, `{"a":1}`, "N.a|Get.200.b"},
		{petRef, pet, `{"kind":"cat","claws":true}`, "Pet.kind Cat.claws Pet=cat|Dog.bark Dog.bark=\"loud\" Pet=dog"},
		{petRef, pet, `{"kind":"dog","bark":"loud"}`, "Pet.kind Dog.bark Dog.bark=\"loud\" Pet=dog|Cat.claws Pet=cat"},
		{petRef, pet, `{"kind":"cow","claws":true}`, "Pet.kind|Cat.claws Dog.bark Dog.bark=\"loud\" Pet=cat Pet=dog"},
		{petRef, pet, `{"claws":true}`, "|Pet.kind Cat.claws Dog.bark Dog.bark=\"loud\" Pet=cat Pet=dog"},
		{`{"$ref":"#/components/schemas/Choice"}`, choice, `{"k":"One","one":1,"two":1}`, "One.k One.one Choice=One|Two.k Two.two Choice=Two"},
		{`{"$ref":"#/components/schemas/Choice"}`, choice, `{"one":1}`, "|One.k One.one Two.k Two.two Choice=One Choice=Two"},
		{`{"$ref":"#/components/schemas/T"}`, `"T":{"type":"object","properties":{"t":{"$ref":"#/components/schemas/T"},"x":{}}}`, `{"t":{"t":{"x":1}}}`, "T.t T.x|"},
		{`{"type":"object","properties":{"a":{"type":"string"}}}`, ``, `[1]`, "|Get.200.a"},
	} {
		doc := answering(t, c.root, c.schemas)
		track := newTracker(doc)
		n, _, err := jsontree.Parse([]byte(c.body))
		if err != nil {
			t.Fatal(err)
		}
		op := doc.Operations[0]
		track.visit(op.Responses[0].Schema, "Get.200", n)
		var covered, missing []string
		for kind := range track.kinds {
			r := track.result(kind)
			if r.Covered+len(r.Missing) != r.Total {
				t.Errorf("%s: %+v", c.body, r)
			}
			for _, name := range track.kinds[kind].order {
				switch {
				case strings.HasPrefix(name, "Get.q="): // of the parameter
				case track.kinds[kind].seen[name]:
					covered = append(covered, name)
				default:
					missing = append(missing, name)
				}
			}
		}
		if got := strings.Join(covered, " ") + "|" + strings.Join(missing, " "); got != c.want {
			t.Errorf("%s of %s: got %s, want %s", c.body, c.root, got, c.want)
		}
	}
	doc := answering(t, `{"type":"string"}`, ``)
	track := newTracker(doc)
	n, _, _ := jsontree.Parse([]byte(`"y"`))
	track.visit(doc.Operations[0].Parameters[0].Schema, "Get.q", n)
	if got := fmt.Sprint(track.result(ofEnumValues)); got != `{2 1 [Get.q="x"]}` {
		t.Errorf("of a parameter: %s", got)
	}
	track.mark(ofEnumValues, "unknown")
	if track.result(ofEnumValues).Total != 2 {
		t.Error("what is marked is declared")
	}
}

// TestTableFindings compares the tables of a page with a document.
func TestTableFindings(t *testing.T) {
	doc := answering(t, `{"$ref":"#/components/schemas/Thing"}`, `"Thing":{"type":"object","properties":{"a":{},"inner":{"type":"object","properties":{"b":{},"c":{}}},"kind":{"type":"string","enum":["p","q"],"x-ms-enum":{"name":"ThingKind"}},"list":{"$ref":"#/components/schemas/List"}}},"List":{"type":"array","items":{"type":"object","properties":{"e":{}}}}`)
	types := namedTypes(doc.Operations[0], openapi.HierarchyOf(doc))
	type row = struct{ Name, Type string }
	table := func(name string, rows ...string) string {
		d := tableDefinition{Name: name}
		for _, r := range rows {
			d.Rows = append(d.Rows, row{Name: r})
		}
		var out []string
		for _, f := range d.findings(types) {
			out = append(out, f.Message)
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct{ got, want string }{
		{table("Thing", "a", "inner", "kind", "list"), ""},
		{table("thing", "a", "inner.b", "inner.c", "kind", "list"), ""},
		{table("Thing", "a", "inner.b", "kind", "list"), "the document has member inner.c, the page does not list it"},
		{table("Thing", "a", "inner", "kind", "list", "z"), "the page lists member z, the document does not"},
		{table("ThingKind", "p", "q"), ""},
		{table("ThingKind", "p"), "the document has value q, the page does not list it"},
		{table("List", "e"), ""},
		{table("Nothing", "e"), "the document has no type Nothing that the operation uses"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
	page := pageTables{}
	add := func(name, in string, required bool) {
		page.Parameters = append(page.Parameters, struct {
			Name, In string
			Required bool
			Line     int
		}{Name: name, In: in, Required: required})
	}
	messages := func() string {
		var out []string
		for _, f := range parameterFindings(page, doc.Operations[0]) {
			out = append(out, f.Code+": "+f.Message)
		}
		return strings.Join(out, "; ")
	}
	if got := messages(); got != "document-only: the document has parameter query q, required: false, the page does not list it" {
		t.Errorf("got %s", got)
	}
	add("q", "query", false)
	if got := messages(); got != "" {
		t.Errorf("got %s", got)
	}
	add("r", "path", true)
	if got := messages(); got != "table-only: the page lists parameter path r, required: true, the document does not" {
		t.Errorf("got %s", got)
	}
}

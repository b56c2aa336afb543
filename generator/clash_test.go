package generator_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/openapi/diag"
)

// TestRandomClashes names random documents in which nearly everything asks for a name that something else has as well:
// the rules settle all but a few, and turning the definitions and members around changes nothing.
func TestRandomClashes(t *testing.T) {
	const documents = 300
	r := rand.New(rand.NewPCG(3, 4))
	refused := 0
	for i := range documents {
		files := clashing(r)
		names := namesOf(t, files, "spec.json")
		if names == nil {
			refused++
			continue
		}
		if i%10 > 0 {
			continue
		}
		doc := stableDocument{"spec.json", files}
		turned := namesOf(t, doc.edit("definitions", reversed), "spec.json")
		for pointer, name := range names {
			if now, there := turned[pointer]; there && now != name {
				t.Errorf("document %d: %s is %s, and %s when the document is turned around", i, pointer, name, now)
			}
		}
	}
	if refused > documents/50 {
		t.Errorf("%d of %d documents are refused", refused, documents)
	}
}

var (
	clashNames = []string{
		"Rank", "RankRequest", "rank", "Rollout", "RolloutProperties", "Operations", "APIVersion", "ApiVersion", "Discount", "DiscountType",
		"DiscountTypeProduct", "DiscountTypeProductValue", "Foo", "FooVariant", "UnknownFoo", "DecodeFoo", "FooValues", "foo", "foo_bar", "FooBar",
		"foo-bar", "Error", "ErrorResponse", "errorResponse", "Resource", "StreamFooList", "FooList", "RankOperationRequest", "FooObject", "FooEnum",
	}
	clashValues  = []string{"a", "A", "Product", "product", "+1", "-1", "1", "a-b", "a_b", "aB", "AB", "", "*", "Values", "Known", "None", "none"}
	clashMembers = []string{"id", "ID", "Id", "properties", "kind", "type", "foo", "Foo", "foo-bar", "fooBar", "extra", "validate", "error", "@odata.type", "odataType"}
	clashIDs     = []string{"Rank", "Foo_List", "foo_Get", "Foo_listRequest", "Foo_Bar", "FooBar", "Operations_List", "Rollout_Get", "Parse"}
)

// clashing makes a document of two files.
func clashing(r *rand.Rand) map[string][]byte {
	type m = map[string]any
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	sample := func(from []string, n int) []string {
		out := slices.Clone(from)
		r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return out[:n]
	}
	defined := sample(clashNames, 2+r.IntN(8))
	enum := func() m {
		e := m{"type": "string", "enum": sample(clashValues, 1+r.IntN(5))}
		if r.IntN(2) == 0 {
			e["x-ms-enum"] = m{"name": pick(clashNames)}
		}
		return e
	}
	var object func(depth int) m
	schema := func(depth int) m {
		switch n := r.IntN(6); {
		case n == 0:
			return m{"$ref": "#/definitions/" + pick(defined)}
		case n == 1:
			return m{"$ref": "other.json#/definitions/" + pick([]string{"ErrorResponse", "Foo"})}
		case n == 2 && depth < 2:
			return object(depth + 1)
		case n <= 3:
			return enum()
		}
		return m{"type": "string"}
	}
	object = func(depth int) m {
		members := m{}
		for _, name := range sample(clashMembers, 1+r.IntN(4)) {
			s := schema(depth)
			if r.IntN(10) == 0 && s["$ref"] == nil {
				s["x-ms-client-name"] = pick(clashMembers)
			}
			members[name] = s
		}
		return m{"type": "object", "properties": members}
	}
	definitions, paths := m{}, m{}
	for _, name := range defined {
		if definitions[name] = object(0); r.IntN(3) == 0 {
			definitions[name] = enum()
		}
	}
	for i, id := range sample(clashIDs, 1+r.IntN(4)) {
		paths[fmt.Sprintf("/p%d", i)] = m{"post": m{
			"operationId": id, "parameters": []m{{"name": "id", "in": "query", "type": "string", "x-ms-client-name": pick(clashMembers)}, {"name": pick([]string{"ID", "body", "extra"}), "in": "header", "type": "string"}},
			"responses": m{"200": m{"description": "ok", "schema": schema(0)}},
		}}
	}
	encode := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return text
	}
	return map[string][]byte{
		"spec.json":  encode(m{"swagger": "2.0", "info": m{"title": "t", "version": "2020-01-01"}, "paths": paths, "definitions": definitions}),
		"other.json": encode(m{"definitions": m{"ErrorResponse": m{"type": "object", "properties": m{pick(clashMembers): enum()}}, "Foo": m{"type": "object", "properties": m{"code": m{"type": "string"}}}}}),
	}
}

// TestMergeProblems holds that what keeps documents from being one package is reported with both places.
func TestMergeProblems(t *testing.T) {
	const one = `{"swagger": "2.0", "info": {"title": "t", "version": "2020-01-01"}, "host": "management.azure.com", "paths": {"/a": {"get": {"operationId": "A_Get", "responses": {"200": {"description": "ok"}}}}}}`
	for _, tt := range []struct{ name, two, want string }{
		{"version", `{"swagger": "2.0", "info": {"title": "t", "version": "2021-01-01"}, "host": "management.azure.com", "paths": {}}`,
			"two.json:1: api-version 2021-01-01, expected 2020-01-01 as in one.json:1; generate the documents of each version into a folder of its own, or say api-version: per-operation [api-version-differs]"},
		{"base path", `{"swagger": "2.0", "info": {"title": "t", "version": "2020-01-01"}, "host": "management.azure.com", "basePath": "/b", "paths": {}}`,
			"two.json:1: host or basePath is not that of one.json:1; generate the documents into packages of their own [host-differs]"},
		{"path", `{"swagger": "2.0", "info": {"title": "t", "version": "2020-01-01"}, "host": "management.azure.com", "paths": {"/a": {"put": {"operationId": "A_Put", "responses": {"200": {"description": "ok"}}}}}}`,
			`two.json:1: #/paths/~1a/put: path "/a" is in one.json:1: #/paths/~1a/get as well; leave one of the documents out [path-in-two-documents]`},
		{"operationId", `{"swagger": "2.0", "info": {"title": "t", "version": "2020-01-01"}, "host": "management.azure.com", "paths": {"/b": {"get": {"operationId": "A_Get", "responses": {"200": {"description": "ok"}}}}}}`,
			`two.json:1: #/paths/~1b/get: operationId "A_Get" is at one.json:1: #/paths/~1a/get already; give each operation its own [operation-id-duplicate]`},
	} {
		files := fstest.MapFS{"one.json": {Data: []byte(one)}, "two.json": {Data: []byte(tt.two)}}
		var warnings diag.List
		_, err := generator.Generate(generator.Config{Packages: []generator.Package{{Spec: "one.json", More: []string{"two.json"}, FS: files, Root: "."}}, Warnings: &warnings})
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: got\n%v\nwant\n%s", tt.name, err, tt.want)
		}
	}
}

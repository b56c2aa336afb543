package openapi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
)

// TestMerge has what the document says that two documents are joined into, and what keeps them apart.
func TestMerge(t *testing.T) {
	at := func(file string) diag.At { return diag.At{File: file} }
	first := func() *Document {
		return &Document{
			At: at("a"), Files: []string{"a"}, Root: "root", Title: "A", Description: "First.", Version: "2020", BasePath: "/base", Host: &Host{Template: "host"}, Servers: []string{"s"}, Overlays: []string{"o"},
			Tags: []Tag{{Name: "T", Description: "First."}}, APIKeys: []APIKey{{Name: "k", In: InHeader}}, Operations: []*Operation{{ID: "A", Path: "/a", At: at("a")}},
			Schemas: []*Schema{{Name: "S", At: diag.At{File: "common", Line: 1}}, {Name: "Own", At: at("a")}},
		}
	}
	for _, c := range []struct {
		rule         string
		change       func(doc *Document) // of the second document, which is like the first but for its file and its operation
		perOperation bool
		want         string // the joined document, or the problem
	}{
		{"what both say is there once", func(*Document) {}, false, "[a b] root A First. 2020 /base host [s] [o] [T] [k] [A/ B/] [S Own Own]"},
		{"what the second says is added", func(doc *Document) {
			doc.Servers, doc.Overlays = []string{"t", "s"}, []string{"p"}
			doc.Tags, doc.APIKeys = []Tag{{Name: "t"}, {Name: "U"}}, []APIKey{{Name: "k", In: InQuery}, {Name: "l", In: InHeader}}
		}, false, "[a b] root A First. 2020 /base host [s t] [o p] [T U] [k k l] [A/ B/] [S Own Own]"},
		{"another title", func(doc *Document) { doc.Title, doc.Description = "B", "Second." }, false, "[a b] root A First. 2020 /base host [s] [o] [T] [k] [A/ B/] [S Own Own]"},
		{"another api-version", func(doc *Document) { doc.Version = "2021" }, false, "api-version-differs api-version 2021, expected 2020"},
		{"a newer one of each operation", func(doc *Document) { doc.Version = "2021" }, true, "[a b] root A First. 2021 /base host [s] [o] [T] [k] [A/2020 B/] [S Own Own]"},
		{"an older one", func(doc *Document) { doc.Version = "2019" }, true, "[a b] root A First. 2020 /base host [s] [o] [T] [k] [A/ B/2019] [S Own Own]"},
		{"another base path", func(doc *Document) { doc.BasePath = "/other" }, false, "host-differs"},
		{"another host", func(doc *Document) { doc.Host = &Host{Template: "other"} }, false, "host-differs"},
		{"no host", func(doc *Document) { doc.Host = nil }, false, "host-differs"},
		{"one path in both", func(doc *Document) { doc.Operations[0].Path = "/a" }, false, `path-in-two-documents path "/a" is in a as well`},
		{"one operationId in both", func(doc *Document) { doc.Operations[0].ID = "A" }, false, `operation-id-duplicate operationId "A" is at a already`},
		{"a file of paths that both refer to", func(doc *Document) {
			doc.Operations[0].Path, doc.Operations[0].ID, doc.Operations[0].At = "/a", "A", at("a")
		}, false, "[a b] root A First. 2020 /base host [s] [o] [T] [k] [A/ A/] [S Own Own]"},
	} {
		second := first()
		second.At, second.Files, second.Operations = at("b"), []string{"b"}, []*Operation{{ID: "B", Path: "/b", At: at("b")}}
		second.Schemas[1].At = at("b")
		c.change(second)
		var problems diag.List
		doc := Merge([]*Document{first(), second}, c.perOperation, &problems)
		got := fmt.Sprint(doc.Files, " ", doc.Root, " ", doc.Title, " ", doc.Description, " ", doc.Version, " ", doc.BasePath, " ", hostTemplate(doc), " ", doc.Servers, " ", doc.Overlays, " ",
			names(doc.Tags, func(t Tag) string { return t.Name }), " ", names(doc.APIKeys, func(k APIKey) string { return k.Name }), " ",
			names(doc.Operations, func(op *Operation) string { return op.ID + "/" + op.APIVersion }), " ", names(doc.Schemas, func(s *Schema) string { return s.Name }))
		if list := problems.Problems(); len(list) > 0 {
			got = list[0].Code + " " + list[0].Message
		}
		if problems.Len() > 1 || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.rule, got, c.want)
		}
	}
	alone := first()
	if Merge([]*Document{alone}, false, new(diag.List)) != alone {
		t.Error("one document is not itself")
	}
}

func names[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = name(v)
	}
	return out
}

// TestRedirect: whatever refers to a schema that is replaced refers to the other one then.
func TestRedirect(t *testing.T) {
	from, to := &Schema{Name: "From"}, &Schema{Name: "To"}
	use := func() *Schema { return &Schema{Ref: from} }
	uses := map[string]*Schema{}
	place := func(name string) *Schema { uses[name] = use(); return uses[name] }
	mapping := []Mapping{{Schema: from}, {Schema: to}}
	holder := &Schema{
		Name: "Holder", AllOf: []*Schema{place("allOf")}, OneOf: []*Schema{place("oneOf")}, AnyOf: []*Schema{place("anyOf")}, Not: place("not"), Items: place("items"), Additional: place("additionalProperties"),
		Properties: []*Property{{Schema: place("a member")}, {Schema: &Schema{Properties: []*Property{{Schema: place("a member of a member")}}}}}, Discriminator: &Discriminator{Mapping: mapping},
	}
	holder.Properties = append(holder.Properties, &Property{Schema: holder}) // it may contain itself
	doc := &Document{
		Schemas: []*Schema{from, holder, to}, Host: &Host{Parameters: []*Parameter{{Schema: place("a parameter of the host")}}},
		Operations: []*Operation{{
			Parameters: []*Parameter{{Schema: place("a parameter")}}, Body: &Body{Schema: place("a body")}, LongRunning: &LongRunning{FinalSchema: place("a final state")},
			Responses: []*Response{{Schema: place("a response"), Headers: []*Header{{Schema: place("a header")}}}},
		}, {Responses: []*Response{{}}}},
	}
	doc.Redirect(nil)
	if uses["items"].Ref != from || len(doc.Schemas) != 3 {
		t.Error("redirecting nothing changes something")
	}
	doc.Redirect(map[*Schema]*Schema{from: to})
	for name, s := range uses {
		if s.Ref != to {
			t.Errorf("%s still refers to the schema that was replaced", name)
		}
	}
	if mapping[0].Schema != to || mapping[1].Schema != to || len(doc.Schemas) != 2 || doc.Schemas[0] != holder {
		t.Errorf("mapping %v, schemas %v", mapping, doc.Schemas)
	}
}

package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

func prop(name string, s *openapi.Schema) *openapi.Property {
	return &openapi.Property{Name: name, Schema: s}
}

func typed(kind, format string) *openapi.Schema {
	return &openapi.Schema{At: diag.At{File: "d.json", Line: 7}, Type: kind, Format: format}
}

func use(s *openapi.Schema) *openapi.Schema { return &openapi.Schema{Ref: s} }

// document has one operation, which answers a charge: discriminated by kind, and of the modern kind by scope again.
func document() (*openapi.Document, *openapi.Operation) {
	no, yes := false, true
	amount := &openapi.Schema{Name: "Amount", Type: "object", Required: []string{"value"}, Properties: []*openapi.Property{
		prop("currency", &openapi.Schema{Type: "string", MinLength: "3", MaxLength: "3", Pattern: "^[A-Z]+$"}),
		prop("value", &openapi.Schema{Type: "number", Minimum: "-5", ExclusiveMinimum: true, MultipleOf: "0.01"}),
	}}
	charge := &openapi.Schema{Name: "Charge", Type: "object", Required: []string{"kind", "id"},
		Discriminator: &openapi.Discriminator{Property: "kind"},
		Properties: []*openapi.Property{
			prop("kind", &openapi.Schema{Type: "string", Enum: []openapi.Value{{JSON: `"legacy"`}, {JSON: `"modern"`}}}),
			prop("id", &openapi.Schema{Type: "string", ReadOnly: true}),
		}}
	legacy := &openapi.Schema{Name: "Legacy", DiscriminatorValue: "legacy", AllOf: []*openapi.Schema{use(charge)}, Properties: []*openapi.Property{
		prop("when", typed("string", "date-time")), prop("day", typed("string", "date")), prop("guid", typed("string", "uuid")),
		prop("count", typed("integer", "int32")), prop("big", typed("integer", "int64")), prop("link", typed("string", "uri")),
		prop("never", &openapi.Schema{Type: "string", Nullable: &no}),
		prop("sums", &openapi.Schema{Type: "array", Items: use(amount), MaxItems: "2"}),
		prop("tags", &openapi.Schema{Type: "object", Additional: typed("string", "")}),
		prop("any", &openapi.Schema{Type: "object"}),
		prop("odd", &openapi.Schema{Type: "string", Pattern: "(?i)x"}),
	}}
	modern := &openapi.Schema{Name: "Modern", DiscriminatorValue: "modern", AllOf: []*openapi.Schema{use(charge)},
		Discriminator: &openapi.Discriminator{Property: "scope"},
		Properties:    []*openapi.Property{prop("scope", typed("string", ""))}}
	shared := &openapi.Schema{Name: "Shared", AllOf: []*openapi.Schema{use(modern)}, Required: []string{"amount"}, Properties: []*openapi.Property{
		prop("amount", &openapi.Schema{Ref: amount, Nullable: &yes}), prop("parent", use(charge)),
	}}
	op := &openapi.Operation{ID: "Charges_Get", Body: &openapi.Body{Schema: use(charge)},
		Parameters: []*openapi.Parameter{{Name: "top", Required: true, Schema: typed("integer", "int32")}},
		Responses:  []*openapi.Response{{Status: "200", Schema: use(charge)}, {Status: "204"}}}
	return &openapi.Document{Operations: []*openapi.Operation{op}, Schemas: []*openapi.Schema{amount, charge, legacy, modern, shared}}, op
}

func TestResponse(t *testing.T) {
	doc, op := document()
	set, err := Compile(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const ok = `"kind":"legacy","id":"1"`
	for _, tt := range []struct{ body, want string }{
		{`{` + ok + `}`, ``},
		{`{` + ok + `,"when":"2018-02-28T17:32:28Z","day":"2018-02-28","guid":"6b96d3f2-9008-4a9d-912f-6b96d3f20000","count":500.0,"link":"no uri"}`, ``},
		{`{` + ok + `,"when":null,"sums":null,"tags":{"a":"x"},"any":{"b":[1,null]}}`, ``},
		{`{` + ok + `,"sums":[null],"tags":{"a":null}}`, "/sums/0 type null where the document says object\n/tags/a type null where the document says string"},
		{`{` + ok + `,"when":"2018-02-30T17:32:28Z"}`, `/when format "2018-02-30T17:32:28Z" is not a valid date-time`},
		{`{` + ok + `,"when":"09/18/2019 21:47:31","day":"10/11/2019","guid":"x"}`, `/when format "09/18/2019 21:47:31" is not a valid date-time
/day format "10/11/2019" is not a valid date
/guid format "x" is not a valid uuid`},
		{`{` + ok + `,"count":2147483648,"big":-9223372036854775809}`, "/count format 2147483648 is not a valid int32\n/big format -9223372036854775809 is not a valid int64"},
		{`{` + ok + `,"count":1.5,"big":1e99999999999}`, "/count type 1.5 where the document says integer\n/big format 1e99999999999 is not a valid int64"},
		{`{` + ok + `,"never":null}`, `/never type null where the document says string`},
		{`{` + ok + `,"sums":[{"value":0.005,"currency":"usd"},{"currency":"US"},{"value":-5,"extra":1},{"value":1}]}`, `/sums maxItems [{"value":0.005,"currency":"usd"},{"currency":"US"},{"value":-5,"extra":1},{"va…: maximum 2 items required, but found 4 items
/sums/0/value multipleOf 0.005: 0.005 not multipleOf 0.01
/sums/0/currency pattern "usd" does not match ^[A-Z]+$
/sums/1 required required member "value" is missing
/sums/1/currency minLength "US": length must be >= 3, but got 2
/sums/2/value exclusiveMinimum -5: must be > -5 but found -5
/sums/2/extra unknown-member the document does not declare member "extra"`},
		{`{` + ok + `,"Count":1,"tags":{"a":2}}`, `/Count unknown-member the document does not declare member "Count", but "count"
/tags/a type 2 where the document says string`},
		{`{"kind":"legacy"}`, ` required required member "id" is missing`},
		{`{"id":"1"}`, ` discriminator the discriminator "kind" is missing`},
		{`{"kind":null}`, " discriminator the discriminator \"kind\" is not a string\n required required member \"id\" is missing"},
		{`{"kind":"new","id":"1"}`, ` discriminator the discriminator "kind" is "new", which selects no variant`},
		{`{"kind":"modern","scope":"Shared","id":"1","amount":null}`, ``},
		{`{"kind":"modern","scope":"Shared","id":"1"}`, ` required required member "amount" is missing`},
		{`{"kind":"modern","scope":"Single","id":"1"}`, ` discriminator the discriminator "scope" is "Single", which selects no variant`},
		{`{"kind":"modern","scope":"Shared","id":"1","amount":{"value":1},"parent":{"kind":"x","id":"2"}}`, `/parent discriminator the discriminator "kind" is "x", which selects no variant`},
		{`{"kind":"Legacy","id":"1"}`, ` discriminator the discriminator "kind" is "Legacy", which selects no variant`},
		{`[]`, ` type [] where the document says object`},
		{`null`, ` type null where the document says object`},
	} {
		if got := render(set.Response(op, "200", parse(t, tt.body))); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.body, got, tt.want)
		}
	}
	if got := strings.Join(set.Unchecked(), "\n"); got != "format uri\npattern (?i)x" {
		t.Errorf("unchecked: %q", got)
	}
	if v := set.Response(op, "204", parse(t, "{}")); v != nil {
		t.Errorf("a response without a schema has violations: %v", v)
	}
}

func TestViolationSaysWhere(t *testing.T) {
	doc, op := document()
	set, err := Compile(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	body := parse(t, `{"kind":"legacy","id":"1","when":"x"}`)
	v := set.Response(op, "200", body)
	if len(v) != 1 || v[0].At.String() != "d.json:7" || v[0].Offset != body.Get("when").Start {
		t.Errorf("%+v", v)
	}
}

// What only the service sets is not required of a request.
func TestRequest(t *testing.T) {
	doc, op := document()
	set, err := Compile(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := render(set.Body(op, parse(t, `{"kind":"legacy"}`))); got != "" {
		t.Error(got)
	}
	if got, want := render(set.Param(op, 0, parse(t, `"x"`))), ` type "x" where the document says integer`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStrictNull(t *testing.T) {
	doc, op := document()
	set, err := Compile(doc, Options{StrictNull: true})
	if err != nil {
		t.Fatal(err)
	}
	got := render(set.Response(op, "200", parse(t, `{"kind":"modern","scope":"Shared","id":"1","amount":null,"parent":null}`)))
	if want := `/parent type null where the document says object`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func parse(t *testing.T, text string) *jsontree.Node {
	t.Helper()
	n, _, err := jsontree.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func render(violations []Violation) string {
	lines := make([]string, len(violations))
	for i, v := range violations {
		lines[i] = fmt.Sprintf("%s %s %s", v.Pointer, v.Rule, v.Message)
	}
	return strings.Join(lines, "\n")
}

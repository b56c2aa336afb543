package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/internal/guard"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// guardedModel has a rule for values of every kind.
var guardedModel = &schema.Model{Types: []schema.Type{
	{Name: "Thing", Closed: true, Property: "kind", Own: true, Variants: []schema.Variant{{Value: "thing", Type: 0}}, Members: []schema.Member{
		{Name: "kind", Required: true, Schema: schema.Schema{Kind: schema.KindString}},
		{Name: "name", Schema: schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{MinLength: "1", MaxLength: "40", Pattern: "^v*$"}}},
		{Name: "size", Schema: schema.Schema{Kind: schema.KindNumber, Rules: &schema.Rules{Minimum: "-5", Maximum: "1e30", MultipleOf: "0.01"}}},
		{Name: "when", Schema: schema.Schema{Kind: schema.KindString, Enum: []string{`"now"`, `"later"`}}},
		{Name: "list", Schema: schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindBool}}},
		{Name: "tags", Schema: schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindString}}},
	}},
}}

// TestValidateInsideGuards validates, and strips, texts that end where memory does, whole and cut short at every byte, and
// texts that begin there: what is found is what is found of a copy elsewhere. A longer value moves each text by a byte.
func TestValidateInsideGuards(t *testing.T) {
	memory := guard.New(t, 512)
	for n := range 20 {
		value := strings.Repeat("v", n)
		for _, layout := range []string{
			`{"kind":"thing","name":"%s","size":1.25,"when":"now","list":[true,false],"tags":{"a":"b"}}`,
			`{"kind":"other","size":1e31,"when":"%s","list":[1,null],"tags":{"%[1]s":2},"x":{}}`,
			"{\n  \"kind\": \"thing\",\n  \"name\": \"\\u0076%s\u00e9\",\n  \"size\": 12345678901234567890.123,\n  \"list\": [ ]\n}\n",
			`{"kind":"thing","name":"%sw","size":-5.01}`,
		} {
			whole := fmt.Sprintf(layout, value)
			for end := range len(whole) + 1 {
				check := func(data []byte) string {
					return fmt.Sprintf("%v %s", schema.Validate(guardedModel, 0, data, wire.UnknownMembers(), wire.AsRequest()), schema.StripReadOnly(guardedModel, 0, data))
				}
				want := check([]byte(whole[:end]))
				first := memory.First(end)
				guard.Access(t, func() {
					if got := check(memory.Text(whole[:end])); got != want {
						t.Fatalf("%q: got %s, want %s", whole[:end], got, want)
					}
					copy(first, whole)
					if got := check(first); got != want {
						t.Fatalf("%q at the beginning: got %s, want %s", whole[:end], got, want)
					}
				}, "validating %q", whole[:end])
			}
		}
	}
}

package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
	"github.com/azbill/azbill/wire/schema"
)

// TestSeveralTypes: the text of a parameter that may be of several types is valid if it is as a string, or as the number or
// boolean that it spells.
func TestSeveralTypes(t *testing.T) {
	text, integer, boolean := schema.Schema{Kind: schema.KindString}, schema.Schema{Kind: schema.KindInteger}, schema.Schema{Kind: schema.KindBool}
	word := schema.Schema{Kind: schema.KindString, Enum: []string{`"all"`, `"9"`}}
	combined := func(p schema.Parts) schema.Schema { return schema.Schema{Kind: schema.KindAny, Parts: &p} }
	either := combined(schema.Parts{One: []schema.Schema{integer, word}})
	values := schema.Schema{Kind: schema.KindAny, Enum: []string{`1`, `true`, `"x"`}}
	list := schema.Schema{Kind: schema.KindArray, Elem: &either}
	table := schema.Schema{Kind: schema.KindMap, Elem: &either}
	count := schema.Schema{Kind: schema.KindMap, Elem: &integer}
	for _, c := range []struct {
		kind, in string
		schema   schema.Schema
		value    string // JSON
		want     string // rules that are broken
	}{
		{"text", rest.InQuery, either, `"5"`, ""},
		{"text", rest.InQuery, either, `"-12"`, ""},
		{"text", rest.InQuery, either, `"all"`, ""},
		{"text", rest.InQuery, either, `"9"`, ""}, // as a string, which comes first
		{"text", rest.InQuery, either, `"1.5"`, "oneOf"},
		{"text", rest.InQuery, either, `"none"`, "oneOf"},
		{"text", rest.InQuery, either, `""`, "oneOf"},
		{"text", rest.InQuery, either, `"05"`, "oneOf"}, // not a number in JSON
		{"text", rest.InQuery, either, `"true"`, "oneOf"},
		{"text", rest.InPath, either, `"5"`, ""},
		{"text", rest.InPath, either, `"x"`, "oneOf"},
		{"text", rest.InHeader, either, `"5"`, ""},
		{"text", rest.InHeader, either, `"x"`, "oneOf"},
		{"text", rest.InQuery, combined(schema.Parts{Any: []schema.Schema{boolean, word}}), `"true"`, ""},
		{"text", rest.InQuery, combined(schema.Parts{Any: []schema.Schema{boolean, word}}), `"True"`, "anyOf"},
		{"text", rest.InQuery, combined(schema.Parts{All: []schema.Schema{integer}}), `"5"`, ""},
		{"text", rest.InQuery, combined(schema.Parts{Not: &text}), `"5"`, ""},
		{"text", rest.InQuery, values, `"1"`, ""},
		{"text", rest.InQuery, values, `"true"`, ""},
		{"text", rest.InQuery, values, `"x"`, ""},
		{"text", rest.InQuery, values, `"2"`, "enum"},
		{"text", rest.InQuery, word, `"5"`, "enum"},
		{"text", rest.InQuery, schema.Schema{Kind: schema.KindAny, Rules: &schema.Rules{Pattern: "^a", Maximum: "7"}}, `"5"`, ""},
		{"text", rest.InQuery, schema.Schema{Kind: schema.KindAny, Rules: &schema.Rules{Pattern: "^a", Maximum: "7"}}, `"8"`, "pattern"},
		{"list", rest.InQuery, list, `["5","all","9"]`, ""},
		{"list", rest.InQuery, list, `["5","x"]`, "oneOf"},
		{"list", rest.InPath, list, `["5","all"]`, ""},
		{"texts", rest.InQuery, table, `{"a":"all"}`, ""},
		{"texts", rest.InQuery, table, `{"a":"none"}`, "oneOf"},
		{"texts", rest.InQuery, count, `{"a":"x"}`, "type"},
	} {
		r := newParamRequest(rest.Param{In: c.in}, c.kind)
		r.op.Params[0].Schema = c.schema
		r.set(t, c.value)
		var found wire.Violations
		if err := rest.Validate(r); err != nil && !errors.As(err, &found) {
			t.Fatal(err)
		}
		var rules []string
		for _, v := range found {
			rules = append(rules, v.Rule)
		}
		if got := strings.Join(rules, " "); got != c.want {
			t.Errorf("%s %s %s: got %q (%v), want %q", c.kind, c.in, c.value, got, found, c.want)
		}
	}
}

// TestMembersOfSeveralTypes: a member of an object parameter is read as the number or boolean that its schema has.
func TestMembersOfSeveralTypes(t *testing.T) {
	integer := schema.Schema{Kind: schema.KindInteger}
	either := schema.Schema{Kind: schema.KindAny, Parts: &schema.Parts{One: []schema.Schema{integer, {Kind: schema.KindString, Enum: []string{`"all"`}}}}}
	for _, c := range []struct {
		elem        schema.Schema
		query, want string
	}{
		{integer, "p=a,5", `{"a":5}`},
		{integer, "p=a,x", `{"a":"x"}`},
		{either, "p=a,5,b,all,c,x", `{"a":5,"b":"all","c":"x"}`},
	} {
		r := newParamRequest(rest.Param{In: rest.InQuery}, "raw")
		r.op.Params[0].Schema = schema.Schema{Kind: schema.KindMap, Elem: &c.elem}
		req, err := http.NewRequest("GET", "https://h/a?"+c.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := rest.Parse(req, r); err != nil {
			t.Fatal(err)
		}
		if got := r.value(t); got != c.want {
			t.Errorf("%s: got %s, want %s", c.query, got, c.want)
		}
	}
}

// TestCaseOfEscapes: the hexadecimal digits of an escape mean the same in both cases.
func TestCaseOfEscapes(t *testing.T) {
	for _, name := range []string{"a%sb", "%sb", "a%s..%sb", "a%s", "%s"} {
		var results []string
		for _, slash := range []string{"%2F", "%2f"} {
			req, err := http.NewRequest("GET", "https://h/s/providers/Microsoft.Consumption/budgets/"+strings.ReplaceAll(name, "%s", slash)+"?api-version=1", nil)
			if err != nil {
				t.Fatal(err)
			}
			op, err := sample.Operations().Match(req)
			if err != nil {
				results = append(results, strings.ReplaceAll(err.Error(), slash, "/"))
				continue
			}
			r := op.New()
			err = rest.Parse(req, r)
			results = append(results, fmt.Sprintf("%s %s %v", op.ID, r.(*sample.BudgetsGetRequest).BudgetName, err))
		}
		if results[0] != results[1] {
			t.Errorf("%s: %q", name, results)
		}
	}
}

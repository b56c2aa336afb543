package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestSteps states what each part of a check costs.
func TestSteps(t *testing.T) {
	none := &jsonschema.Schema{}
	refs := func(n int) *jsonschema.Schema {
		s := none
		for range n {
			s = &jsonschema.Schema{Ref: s}
		}
		return s
	}
	lists := &jsonschema.Schema{}
	lists.Items = lists
	digits, letters := strings.Repeat("7", 160), `"`+strings.Repeat("a", 160)+`"`
	five := &jsonschema.Schema{Required: make([]string, 5)}
	keyword := func(name string, s jsonschema.ExtSchema) *jsonschema.Schema {
		return &jsonschema.Schema{Extensions: map[string]jsonschema.ExtSchema{name: s}}
	}
	always := true
	dispatch := keyword(keyDispatch, dispatchSchema{property: "k", base: none, variants: map[string]dispatchVariant{"x": {schema: five}}})
	for name, c := range map[string]struct {
		s     *jsonschema.Schema
		value string
		want  int
	}{
		"a schema":                         {none, `null`, 1},
		"each member":                      {none, `{"a":1,"b":2}`, 1 + 2},
		"four elements":                    {none, `[1,2,3,4,5,6,7,8]`, 1 + 2},
		"another type":                     {&jsonschema.Schema{Types: []string{"string"}, Enum: []any{1}}, `[1,2,3,4]`, 1 + 1},
		"its type":                         {&jsonschema.Schema{Types: []string{"array", "string"}, Enum: []any{1}}, `"a"`, 1 + 1},
		"a number is an integer":           {&jsonschema.Schema{Types: []string{"integer"}, Enum: []any{1}}, `7`, 1 + 1},
		"a text is no integer":             {&jsonschema.Schema{Types: []string{"integer"}, Enum: []any{1}}, `"a"`, 1},
		"true":                             {&jsonschema.Schema{Always: &always, Enum: []any{1}}, `7`, 1},
		"values, requirements and members": {&jsonschema.Schema{Enum: []any{1, 2, 3}, Required: []string{"a", "b"}, Properties: map[string]*jsonschema.Schema{"x": none}}, `null`, 1 + 3 + 2 + 1},
		"a declared member":                {&jsonschema.Schema{Properties: map[string]*jsonschema.Schema{"a": none}, AdditionalProperties: five}, `{"a":1}`, 2 + 1 + 1},
		"another member":                   {&jsonschema.Schema{Properties: map[string]*jsonschema.Schema{"a": none}, AdditionalProperties: five}, `{"b":1}`, 2 + 1 + 6},
		"no other members":                 {&jsonschema.Schema{AdditionalProperties: false}, `{"b":1}`, 2},
		"elements":                         {&jsonschema.Schema{Items: five}, `[1,2]`, 1 + 2*6},
		"allOf":                            {&jsonschema.Schema{AllOf: []*jsonschema.Schema{none, five}}, `1`, 1 + 1 + 6},
		"anyOf":                            {&jsonschema.Schema{AnyOf: []*jsonschema.Schema{none, five}}, `1`, 1 + 1 + 6},
		"oneOf":                            {&jsonschema.Schema{OneOf: []*jsonschema.Schema{none, five}}, `1`, 1 + 1 + 6},
		"not":                              {&jsonschema.Schema{Not: five}, `1`, 1 + 6},
		"a reference":                      {&jsonschema.Schema{Ref: five}, `1`, 1 + 6},
		"fifteen references":               {refs(15), `1`, 16},
		"sixteen references":               {refs(16), `1`, 17 + 1},
		"32 references":                    {refs(32), `1`, 33 + 16 + 2},
		"a name of 254 bytes":              {&jsonschema.Schema{AdditionalProperties: none}, `{"` + strings.Repeat("a", 254) + `":1}`, 2 + 1},
		"a name of 255 bytes":              {&jsonschema.Schema{AdditionalProperties: none}, `{"` + strings.Repeat("a", 255) + `":1}`, 2 + 1 + 1},
		"86 lists":                         {lists, strings.Repeat("[", 87) + strings.Repeat("]", 87), 87 + 16*(1+2+3+4) + 5*7 + 1},
		"long digits":                      {none, digits, 1 + 10},
		"longer digits":                    {none, strings.Repeat("7", 1600), 1 + 100 + 3},
		"long digits and values":           {&jsonschema.Schema{Enum: []any{1, 2}}, digits, 1 + 2 + 3*10},
		"an exponent":                      {none, `1e320`, 1 + 20},
		"a negative exponent":              {none, `1E-320`, 1 + 20},
		"a positive exponent":              {none, `1E+320`, 1 + 20},
		"a long text":                      {none, letters, 1 + 10},
		"a pattern":                        {keyword(keyPattern, patternSchema{pattern: pattern{steps: 32}}), letters, 1 + 10 + 20},
		"a pattern of a number":            {keyword(keyPattern, patternSchema{pattern: pattern{steps: 32}}), digits, 1 + 10},
		"elements that differ":             {&jsonschema.Schema{UniqueItems: true}, `[` + strings.TrimSuffix(strings.Repeat(`{"a":1},`, 256), ",") + `]`, 1 + 64 + 512 + 2*256},
		"elements that are long":           {&jsonschema.Schema{UniqueItems: true}, `[[` + letters + `,` + letters + `]]`, 1 + 1 + 2*11},
		"members that differ":              {&jsonschema.Schema{UniqueItems: true}, `{"a":` + letters + `}`, 2},
		"a value":                          {keyword(keyValue, valueSchema{schema: five}), `1`, 1 + 6},
		"a value that is null":             {keyword(keyValue, valueSchema{schema: five}), `null`, 1},
		"a variant":                        {dispatch, `{"k":"x"}`, 2 + 2 + 5},
		"no such variant":                  {dispatch, `{"k":"y"}`, 2 + 2},
		"no variant":                       {dispatch, `{}`, 1 + 1},
		"a variant of another type":        {dispatch, `{"k":1}`, 2 + 2},
		"no base":                          {keyword(keyDispatch, dispatchSchema{property: "k"}), `{}`, 1},
	} {
		n := parse(t, c.value)
		w := work{left: 1_000_000}
		if w.apply(c.s, n, 0, 0); 1_000_000-w.left != c.want {
			t.Errorf("%s: %d steps, want %d", name, 1_000_000-w.left, c.want)
			continue
		}
		for left, fits := range map[int]bool{c.want: true, c.want - 1: false} {
			if w := (work{left: left}); w.fits(c.s, n) != fits {
				t.Errorf("%s: fits %d steps: %v", name, left, !fits)
			}
		}
	}
}

func TestValuesOf(t *testing.T) {
	for text, want := range map[string]int{`1`: 1, `[]`: 1, `{}`: 1, `[1,2]`: 3, `{"a":[1,{"b":2}],"c":null}`: 6} {
		if got := valuesOf(parse(t, text)); got != want {
			t.Errorf("%s: %d values, want %d", text, got, want)
		}
	}
}

// TestDescribe states how each kind of violation is worded.
func TestDescribe(t *testing.T) {
	long := strings.Repeat("é", 78)
	for _, c := range []struct{ rule, message, value, want string }{
		{"enum", "value must be one of …", `"a"`, `"a" is none of the values that the document lists`},
		{"format", "'a' is not valid 'date'", `"a"`, `"a" is not a valid date`},
		{"type", "expected string, but got number", `1`, "1 where the document says string"},
		{"type", "expected string or null, but got number", `1`, "1 where the document says string"},
		{"type", "expected a value, but got null", `null`, "null where the document says a value"},
		{"pattern", "does not match pattern ^a$", `"b"`, `"b" does not match ^a$`},
		{"maximum", "must be <= 3 but found 4", `4`, "4: must be <= 3 but found 4"},
		{"maximum", "m", "", "the value: m"},
		{"x", "m", `"` + long + `"`, `"` + long + `": m`},
		{"x", "m", `"` + long + `b"`, `"` + long + "…: m"},
	} {
		got := describe(c.rule, c.message, nil)
		if c.value != "" {
			got = describe(c.rule, c.message, parse(t, c.value))
		}
		if got != c.want {
			t.Errorf("%s, %s: got %s, want %s", c.rule, c.message, got, c.want)
		}
	}
}

// TestSettle states which violations say what another says already.
func TestSettle(t *testing.T) {
	kind := func(rule string) Violation { return Violation{Pointer: "/a", Member: "kind", Rule: rule} }
	for _, c := range []struct {
		in   []Violation
		want string
	}{
		{[]Violation{kind("required")}, "/a/kind required"},
		{[]Violation{kind("required"), kind(ruleDiscriminator)}, "/a/kind discriminator"},
		{[]Violation{kind(RuleUnlisted), {Pointer: "/a/kind", Rule: "enum"}}, "/a/kind discriminator-enum"},
		{[]Violation{kind(ruleDiscriminator), {Pointer: "/b/kind", Rule: "enum"}}, "/a/kind discriminator, /b/kind enum"},
		{[]Violation{{Pointer: "", Member: "x/y", Rule: "required"}}, "/x~1y required"},
		{[]Violation{{Pointer: "/a", Member: "id", Rule: "required"}}, ""},
		{[]Violation{{Pointer: "/a/id", Rule: "type"}}, "/a/id type"},
	} {
		if got := findings(settle(c.in, map[string]bool{"/a/id": true})); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestInRange(t *testing.T) {
	for _, c := range []struct {
		schema, value string
		want          string
	}{
		{"int32", "2147483647", ""}, {"int32", "2147483648", " format"}, {"int32", "-2147483648", ""}, {"int32", "-2147483649", " format"}, {"int32", "1e3", ""}, {"int32", "0.5", " format"},
		{"int64", "9223372036854775807", ""}, {"int64", "9223372036854775808", " format"}, {"int64", "-9223372036854775808", ""}, {"int64", "-9223372036854775809", " format"},
		{"int32", `"x"`, ""}, {"int64", "[]", ""},
	} {
		doc := load(t, `{"format":"`+c.schema+`"}`, "", false)
		set, err := Compile(doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(set.Response(doc.Operations[0], "200", parse(t, c.value))); got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.value, c.schema, got, c.want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for text, want := range map[string]string{"/a%20b/c%25": "/a b/c%", "/a~1b": "/a~1b", "/%zz": "/%zz"} {
		if got := unescape(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestStepsOf: the work of a pattern grows with its program, or with its length where Go does not read it.
func TestStepsOf(t *testing.T) {
	if a, b := stepsOf("a"), stepsOf("a{100}"); a < 2 || a > 5 || b < 100 || b > 110 {
		t.Errorf("%d and %d steps", a, b)
	}
	if got := stepsOf("(?=abc)"); got != len("(?=abc)") {
		t.Errorf("%d steps of a pattern that Go does not read", got)
	}
	if got := stepsOf("(a{1000}){1000}"); got != len("(a{1000}){1000}") {
		t.Errorf("%d steps of a pattern that is too large", got)
	}
}

// TestBeforeCompile: a check before the schemas are compiled is a mistake of the caller.
func TestBeforeCompile(t *testing.T) {
	doc := load(t, `{"type":"string"}`, "", false)
	set, err := Render(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if text := fmt.Sprint(recover()); text != "schema: a check before the schemas of d.json are compiled" {
			t.Errorf("panic: %s", text)
		}
	}()
	set.Response(doc.Operations[0], "200", parse(t, `1`))
	t.Error("no panic")
}

// TestRenderLimits states the limits of what is rendered, to the last.
func TestRenderLimits(t *testing.T) {
	b := newBuilder(&openapi.Document{}, Options{})
	at := diag.At{File: "d.json", Line: 3}
	if !b.count(MaxRendered, at) || b.err != nil {
		t.Errorf("as many as allowed: %v", b.err)
	}
	if b.count(1, at) || b.err == nil || !strings.HasPrefix(b.err.Error(), "d.json:3: the schemas come to more than 1000000 members") {
		t.Errorf("one more: %v", b.err)
	}
	b = newBuilder(&openapi.Document{}, Options{})
	if b.literal(strings.Repeat("7", MaxLiteral), at); b.err != nil {
		t.Errorf("a number as long as allowed: %v", b.err)
	}
	if b.literal(strings.Repeat("7", MaxLiteral+1), at); b.err == nil || b.err.Error() != "d.json:3: a number of 4097 characters, more than 4096: shorten it" {
		t.Errorf("a number one digit longer: %v", b.err)
	}
	first := b.err
	b.literal(strings.Repeat("7", MaxLiteral+2), diag.At{})
	if b.count(MaxRendered+1, diag.At{}) || b.err != first {
		t.Errorf("a second limit replaces the first error: %v", b.err)
	}
}

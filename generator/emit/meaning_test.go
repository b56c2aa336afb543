package emit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/azbill/azbill/internal/randomdoc"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// TestMeaning states, one rule a line, what Validate reports of a value of definition T: pointer and rule of each
// violation. Definitions are those of the dialect; "ref" is before the name of one.
func TestMeaning(t *testing.T) {
	const (
		swagger = iota
		openapi3
	)
	for _, c := range []struct {
		rule        string
		dialect     int
		definitions string
		value       string
		want        string // empty: valid
	}{
		{"required before the member is declared", openapi3, `T: {allOf: [{required: [name]}, ref U]}, U: {type: object, properties: {name: {type: string}}}`, `{}`, "/name required"},
		{"required after the member is declared", openapi3, `T: {allOf: [ref U, {required: [name]}]}, U: {type: object, properties: {name: {type: string}}}`, `{}`, "/name required"},
		{"required beside allOf", openapi3, `T: {required: [name], allOf: [ref U]}, U: {type: object, properties: {name: {type: string}}}`, `{}`, "/name required"},
		{"required of an undeclared member", openapi3, `T: {type: object, required: [name], properties: {note: {type: string}}}`, `{"note":"x"}`, "/name required"},
		{"a base that only requires", openapi3, `T: {allOf: [ref B], properties: {x: {type: string}}}, B: {type: object, required: [x]}`, `{}`, "/x required"},
		{"two declarations of a member, the later one", openapi3, `T: {allOf: [{properties: {x: {maxLength: 2}}}, {properties: {x: {minLength: 1}}}]}`, `{"x":""}`, "/x minLength"},
		{"two declarations of a member, the earlier one", openapi3, `T: {allOf: [{properties: {x: {maxLength: 2}}}], properties: {x: {minLength: 1}}}`, `{"x":"abc"}`, "/x maxLength"},
		{"minProperties of a base", openapi3, `T: {allOf: [{type: object, minProperties: 1}], properties: {y: {}}}`, `{}`, " minProperties"},
		{"maxProperties of a base", openapi3, `T: {allOf: [{type: object, maxProperties: 1}], properties: {y: {}}}`, `{"x":1,"y":2}`, " maxProperties"},
		{"rules beside allOf of items", openapi3, `T: {type: array, items: {allOf: [ref N], maximum: 3}}, N: {type: integer, minimum: 5}`, `[2,4,6]`, "/0 minimum, /1 maximum, /1 minimum, /2 maximum"},
		{"rules beside allOf of map values", openapi3, `T: {type: object, additionalProperties: {allOf: [ref N], minimum: 1}}, N: {type: integer, minimum: 5}`, `{"a":2}`, "/a minimum"},
		{"an exclusive flag stays with its bound", openapi3, `T: {allOf: [{minimum: 1, exclusiveMinimum: true}], minimum: 1}`, `1`, " minimum"},
		{"nullable beside allOf", openapi3, `T: {type: object, required: [v], properties: {v: {allOf: [ref N], nullable: true}}}, N: {type: object}`, `{"v":null}`, ""},
		{"nullable in allOf", openapi3, `T: {type: object, required: [v], properties: {v: {allOf: [{type: string, nullable: true}]}}}`, `{"v":null}`, ""},
		{"nullable in what a use with a type wraps", openapi3, `T: {anyOf: [ref N], type: number}, N: {allOf: [{minimum: 1}]}`, `null`, " type"},
		{"null is none of an enumeration that has it where the type excludes it", openapi3, `T: {type: array, items: {type: string, enum: [a, null]}}`, `[null]`, "/0 type"},
		{"additionalProperties false of a part", swagger, `T: {allOf: [{properties: {a: {}}, additionalProperties: false}], properties: {b: {}}}`, `{"a":1,"b":2}`, "/b unknown"},
		{"additionalProperties of two parts", swagger, `T: {allOf: [{additionalProperties: {type: string}}], additionalProperties: {maxLength: 1}}`, `{"x":"yy","y":1}`, "/x maxLength, /y type"},
		{"properties beside additionalProperties", swagger, `T: {type: object, additionalProperties: true, properties: {p: {type: string}}}`, `{"q":1}`, ""},
		{"a near name where others are allowed", swagger, `T: {type: object, properties: {name: {type: string}}, additionalProperties: {type: object}}`, `{"Name":{"a":1}}`, ""},
		{"a near name where nothing is said of others", swagger, `T: {type: object, properties: {name: {type: string}}}`, `{"Name":"x"}`, "/Name member-case"},
		{"minLength beside an enumeration", swagger, `T: {type: string, minLength: 1, enum: ["", RSA]}`, `""`, " minLength"},
		{"an enumeration of arrays", swagger, `T: {type: array, items: {}, enum: [[1], [2]]}`, `[3]`, " enum"},
		{"an enumeration without a type", swagger, `T: {enum: [1, x]}`, `2`, " enum"},
		{"rules without a type", swagger, `T: {minLength: 2, minimum: 3}`, `1`, " minimum"},
		{"properties without a type", swagger, `T: {properties: {a: {type: string}}}`, `"text"`, ""},
		{"type object alone in Swagger 2.0", swagger, `T: {type: object, properties: {v: {type: object}}}`, `{"v":"x"}`, ""},
		{"type object alone in OpenAPI 3", openapi3, `T: {type: object, properties: {v: {type: object}}}`, `{"v":"x"}`, "/v type"},
		{"the format of a number", swagger, `T: {type: number, format: int32}`, `2147483648`, " format"},
		{"integer has no range", openapi3, `T: {type: integer}`, `92233720368547758070`, ""},
		{"uint64 exceeds int64", openapi3, `T: {type: integer, format: uint64, maximum: 18446744073709551615}`, `18446744073709551615`, ""},
		{"uniqueItems at the list", swagger, `T: {type: array, items: {}, uniqueItems: true}`, `["a","b","a","a"]`, " uniqueItems"},
		{"one x-ms-enum name, first list", swagger, `T: {properties: {a: {type: string, enum: [x], x-ms-enum: {name: E}}, b: {type: string, enum: [y], x-ms-enum: {name: E}}}}`, `{"a":"y","b":"y"}`, "/a enum"},
		{"one x-ms-enum name, second list", swagger, `T: {properties: {a: {type: string, enum: [x], x-ms-enum: {name: E}}, b: {type: string, enum: [y], x-ms-enum: {name: E}}}}`, `{"a":"x","b":"x"}`, "/b enum"},
		{"long repetition", openapi3, `T: {pattern: "^[a-z]{0,4096}$"}`, `"123"`, " pattern"},
		{"look-ahead", openapi3, `T: {pattern: "^(?!bad).*$"}`, `"bad"`, " pattern"},
		{"code points", openapi3, `T: {pattern: "^[\\u0041-\\u005A]+$"}`, `"z"`, " pattern"},
		{"back reference", openapi3, `T: {pattern: "^(a)\\1$"}`, `"ab"`, " pattern"},
		{"oneOf", openapi3, `T: {oneOf: [{type: string}, {maxLength: 1}]}`, `"x"`, " oneOf"},
		{"anyOf", openapi3, `T: {anyOf: [{type: string}, {type: boolean}]}`, `1`, " anyOf"},
		{"not", openapi3, `T: {not: {type: string}}`, `"x"`, " not"},
		{"alternatives of required", openapi3, `T: {type: object, anyOf: [{required: [a]}, {required: [b]}], properties: {a: {}, b: {}}}`, `{}`, " anyOf"},
		{"an open enumeration", openapi3, `T: {anyOf: [{type: string}, {type: string, enum: [a]}]}`, `"b"`, ""},
		{"implicit names", openapi3, pet(`{propertyName: kind}`), `{"kind":"Cat","lives":"x"}`, "/lives type"},
		{"names beside a partial mapping", openapi3, pet(`{propertyName: kind, mapping: {kitty: "#/components/schemas/Cat"}}`), `{"kind":"Dog","bark":true}`, ""},
		{"a partial mapping", openapi3, pet(`{propertyName: kind, mapping: {kitty: "#/components/schemas/Cat"}}`), `{"kind":"kitty","lives":"x"}`, "/lives type"},
		{"a union's own members", openapi3, strings.Replace(pet(`{propertyName: kind}`), "T: {", "T: {required: [id], properties: {id: {type: string}}, ", 1), `{"kind":"Dog"}`, "/id required"},
		{"allOf of a union", openapi3, `S: {}, ` + strings.Replace(pet(`{propertyName: kind}`), "T: ", "U: ", 1) + `, T: {allOf: [ref U], required: [x]}`, `{"kind":"Cat","x":1}`, "/lives required"},
		{"the value names the base", swagger, base, `{"kind":"T","n":1}`, ""},
		{"the value names the base, whose rules hold", swagger, base, `{"kind":"T","n":"x"}`, "/n type"},
		{"no variant", swagger, base, `{"kind":"V","n":"x"}`, "/kind discriminator, /n type"},
		{"a variant that repeats the discriminator", swagger, animals("Animal"), `{"v":{"kind":"Dog","barks":1}}`, "/v/barks type"},
		{"a variant of a variant", swagger, animals("Animal"), `{"v":{"kind":"Poodle","curls":"x","barks":1}}`, "/v/barks type, /v/curls type"},
		{"a member typed as a variant with variants", swagger, animals("Dog"), `{"v":{"kind":"Poodle","curls":"x"}}`, "/v/curls type"},
		{"a member typed as a variant, and another one", swagger, animals("Dog"), `{"v":{"kind":"Cat"}}`, "/v/kind discriminator"},
		{"a variant of two bases", swagger, twoBases, `{"kind":"T","mode":"T"}`, ""},
		{"a variant of two bases, whose discriminators both name it", swagger, twoBases, `{"kind":"T","mode":"B"}`, "/mode enum"},
		{"a variant of two bases, selected by one", swagger, strings.Replace(twoBases, "A: {", "U: {properties: {v: {$ref: '#/definitions/A'}}}, A: {", 1), `{"kind":"T","mode":"T"}`, ""},
		{"a variant with a discriminator of its own names itself by the base's too", swagger, `A: {discriminator: kind, required: [kind], properties: {kind: {type: string}}}, T: {discriminator: mode, allOf: [ref A], required: [mode], properties: {mode: {type: string}}}, V: {allOf: [ref T]}`, `{"kind":"V","mode":"V"}`, "/kind enum"},
		{"a mapping that a variant does not say again", openapi3, `A: {discriminator: {propertyName: kind, mapping: {v: "#/components/schemas/V"}}, required: [kind], properties: {kind: {type: string}}}, M: {discriminator: {propertyName: kind}, allOf: [ref A]}, V: {allOf: [ref M], required: [x]}, T: {allOf: [{properties: {a: {$ref: "#/components/schemas/A"}}}]}`, `{"a":{"kind":"v"}}`, "/a/x required"},
		{"a name with escapes", swagger, `T: {discriminator: 'k"\é', required: ['k"\é'], properties: {'k"\é': {type: string}}}, V: {allOf: [ref T], properties: {n: {type: number}}}`, `{"k\"\\\u00e9":"V","n":"x"}`, "/n type"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			model, uses, err := lowered(t, documentOf(t, c.dialect == openapi3, c.definitions))
			if err != nil {
				t.Fatal(err)
			}
			s := model.Schema(uses["T"])
			err = schema.ValidateValue(&model.Model, &s, []byte(c.value))
			var list wire.Violations
			if err != nil && !errors.As(err, &list) {
				t.Fatal(err)
			}
			var got []string
			for _, v := range list {
				got = append(got, v.Pointer+" "+v.Rule)
			}
			slices.Sort(got)
			if have := strings.Join(got, ", "); have != c.want {
				t.Errorf("%s\nhave %q\nwant %q", c.value, have, c.want)
			}
		})
	}
}

// TestMismatches: a value that the document allows and the Go type does not hold is not a violation, and is reported when that is
// asked for.
func TestMismatches(t *testing.T) {
	for _, c := range []struct{ rule, definitions, value, want string }{
		{"properties without a type", `T: {properties: {o: {properties: {a: {type: string}}}}}`, `{"o":"x"}`, "/o mismatch"},
		{"in a list", `T: {type: array, items: {properties: {a: {type: string}}}}`, `[{},[],null,{"a":1}]`, "/1 mismatch, /3/a type"},
		{"an object", `T: {type: object, properties: {a: {type: string}}}`, `"x"`, " type"},
		{"an integer without a range", `T: {properties: {n: {type: integer}}}`, `{"n":92233720368547758070}`, "/n mismatch"},
		{"a large integer in range", `T: {properties: {n: {type: integer}}}`, `{"n":9223372036854775807}`, ""},
		{"uint64", `T: {properties: {n: {type: integer, format: uint64}}}`, `{"n":18446744073709551615}`, ""},
		{"int64", `T: {properties: {n: {type: integer, format: int64}}}`, `{"n":18446744073709551615}`, "/n format"},
		{"anything", `T: {properties: {n: {type: object}}}`, `{"n":"x"}`, ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			model, uses, err := lowered(t, documentOf(t, false, c.definitions))
			if err != nil {
				t.Fatal(err)
			}
			s := model.Schema(uses["T"])
			var got []string
			var list wire.Violations
			if errors.As(schema.ValidateValue(&model.Model, &s, []byte(c.value), wire.Mismatches()), &list) {
				for _, v := range list {
					got = append(got, v.Pointer+" "+v.Rule)
				}
			}
			if have := strings.Join(got, ", "); have != c.want {
				t.Errorf("have %q, want %q", have, c.want)
			}
			silent := schema.ValidateValue(&model.Model, &s, []byte(c.value))
			if strings.Contains(c.want, "mismatch") && silent != nil && strings.Contains(silent.Error(), "mismatch") {
				t.Errorf("without the option: %v", silent)
			}
		})
	}
}

const twoBases = `A: {discriminator: kind, required: [kind], properties: {kind: {type: string}}},
	B: {discriminator: mode, required: [mode], properties: {mode: {type: string}}}, T: {allOf: [ref A, ref B]}`

const base = `T: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}, n: {type: number}}},
	A: {allOf: [ref T], x-ms-discriminator-value: a}`

func pet(discriminator string) string {
	return `T: {oneOf: [ref Cat, ref Dog], discriminator: ` + discriminator + `},
		Cat: {type: object, required: [kind, lives], properties: {kind: {type: string}, lives: {type: integer}}},
		Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: boolean}}}`
}

func animals(use string) string {
	return `T: {properties: {v: {$ref: '#/definitions/` + use + `'}}},
		Animal: {discriminator: kind, required: [kind], properties: {kind: {type: string}}},
		Dog: {discriminator: kind, allOf: [ref Animal], properties: {barks: {type: boolean}}},
		Poodle: {allOf: [ref Dog], properties: {curls: {type: integer}}}, Cat: {allOf: [ref Animal]}`
}

// documentOf makes a document of definitions in YAML.
func documentOf(t *testing.T, v3 bool, definitions string) map[string]any {
	t.Helper()
	d := &randomdoc.Document{V3: v3}
	fields := strings.Fields(definitions)
	var text strings.Builder
	for i := 0; i < len(fields); i++ {
		word := fields[i]
		if at := strings.Index(word, "ref"); at >= 0 && strings.Trim(word[:at], "[{(") == "" && word[at:] == "ref" && i+1 < len(fields) {
			i++
			name := strings.TrimRight(fields[i], "]},")
			fmt.Fprintf(&text, " %s{$ref: '%s'}%s", word[:at], d.Ref(name), fields[i][len(name):])
			continue
		}
		text.WriteString(" " + word)
	}
	var parsed map[string]any
	if err := yaml.Unmarshal([]byte("{"+text.String()+"}"), &parsed); err != nil {
		t.Fatalf("%v\n%s", err, text.String())
	}
	raw := randomdoc.Of(v3, parsed).Raw
	if _, err := json.Marshal(raw); err != nil {
		t.Fatal(err)
	}
	return raw
}

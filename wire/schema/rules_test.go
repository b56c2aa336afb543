package schema_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/schema"
)

// shorthand for the tables below
type (
	s = schema.Schema
	r = schema.Rules
	m = schema.Member
)

func of(kind schema.Kind, rules r) s { return s{Kind: kind, Rules: &rules} }

func ref(typ int) s { return s{Kind: schema.KindRef, Type: typ} }

func enum(texts ...string) s { return s{Enum: texts} }

func anyOf(list ...s) s { return s{Parts: &schema.Parts{Any: list}} }
func oneOf(list ...s) s { return s{Parts: &schema.Parts{One: list}} }
func allOf(list ...s) s { return s{Parts: &schema.Parts{All: list}} }
func not(x s) s         { return s{Parts: &schema.Parts{Not: &x}} }

// verdict lists what is found, as "pointer: message [rule]", separated by semicolons.
func verdict(err error) string {
	var list wire.Violations
	if !errors.As(err, &list) {
		if err == nil {
			return ""
		}
		return err.Error()
	}
	var out []string
	for _, v := range list {
		out = append(out, fmt.Sprintf("%s: %s [%s]", v.Pointer, v.Message, v.Rule))
	}
	return strings.Join(out, "; ")
}

// TestValueRules has one rule of a value a line: the schema, the value, what is found.
func TestValueRules(t *testing.T) {
	const (
		anyKind, str, boolean, i32, i64, integer, number = schema.KindAny, schema.KindString, schema.KindBool, schema.KindInt32, schema.KindInt64, schema.KindInteger, schema.KindNumber
		array, object                                    = schema.KindArray, schema.KindMap
	)
	text, nullable, notNull := s{Kind: str}, s{Kind: str, Nullable: true}, s{Kind: str, NotNull: true}
	list := func(rules r, elem s) s { return s{Kind: array, Elem: &elem, Rules: &rules} }
	entries := func(rules r, elem s) s { return s{Kind: object, Elem: &elem, Rules: &rules} }
	for _, c := range []struct {
		schema     s
		text, want string
	}{
		{text, `"a"`, ""},
		{text, `null`, ": null where a string is required [type]"},
		{nullable, `null`, ""},
		{nullable, `1`, ": a number in place of a string [type]"},
		{notNull, `null`, ": null where a string is required [type]"},
		{text, `{}`, ": an object in place of a string [type]"},
		{s{Kind: boolean}, `"a"`, ": a string in place of a boolean [type]"},
		{s{Kind: array}, `true`, ": a boolean in place of an array [type]"},
		{s{Kind: object}, `[]`, ": an array in place of an object [type]"},
		{s{Kind: i32}, `[]`, ": an array in place of an integer [type]"},
		{s{Kind: number}, `null`, ": null where a number is required [type]"},
		{s{Kind: anyKind}, `null`, ""},
		{s{Kind: anyKind, NotNull: true}, `null`, ": null where any value is required [type]"},
		{s{Kind: i32}, `2147483647`, ""},
		{s{Kind: i32}, `2147483648`, ": 2147483648 is beyond the range of int32 [format]"},
		{s{Kind: i32}, `-2147483648`, ""},
		{s{Kind: i32}, `-2147483649`, ": -2147483649 is beyond the range of int32 [format]"},
		{s{Kind: i64}, `9223372036854775807`, ""},
		{s{Kind: i64}, `9223372036854775808`, ": 9223372036854775808 is beyond the range of int64 [format]"},
		{s{Kind: integer}, `1e30`, ""},
		{s{Kind: integer}, `1.50`, ": 1.50 in place of an integer [type]"},
		{s{Kind: i32}, `5.0`, ""},
		{s{Kind: number}, `1.5`, ""},
		{of(number, r{Format: "int32"}), `2147483648`, ": 2147483648 is not an int32 [format]"},
		{of(number, r{Format: "int32"}), `2147483647`, ""},
		{of(anyKind, r{Format: "int64"}), `1.5`, ": 1.5 is not an int64 [format]"},
		{of(anyKind, r{Format: "int64"}), `"a"`, ""},
		{of(number, r{Minimum: "1"}), `1`, ""},
		{of(number, r{Minimum: "1"}), `0.9`, ": 0.9 is less than the minimum 1 [minimum]"},
		{of(number, r{Minimum: "1", ExclusiveMinimum: true}), `1.0`, ": 1.0 is less than the minimum 1, which is excluded [minimum]"},
		{of(number, r{Minimum: "1", ExclusiveMinimum: true}), `1.1`, ""},
		{of(number, r{Maximum: "1"}), `1`, ""},
		{of(number, r{Maximum: "1"}), `1.1`, ": 1.1 is more than the maximum 1 [maximum]"},
		{of(number, r{Maximum: "1", ExclusiveMaximum: true}), `1`, ": 1 is more than the maximum 1, which is excluded [maximum]"},
		{of(number, r{Maximum: "1", ExclusiveMaximum: true}), `0`, ""},
		{of(number, r{ExclusiveMaximum: true, ExclusiveMinimum: true}), `0`, ""},
		{of(number, r{MultipleOf: "0.5"}), `1.5`, ""},
		{of(number, r{MultipleOf: "0.5"}), `1.25`, ": 1.25 is not a multiple of 0.5 [multipleOf]"},
		{of(number, r{MultipleOf: "3"}), `123456789012345678901234567890`, ""},
		{of(number, r{MultipleOf: "3"}), `123456789012345678901234567891`, ": 123456789012345678901234567891 is not a multiple of 3 [multipleOf]"},
		{of(number, r{MultipleOf: "7"}), `1000000000000000000000000000006`, ""},
		{of(number, r{MultipleOf: "7"}), `1000000000000000006`, ""},
		{of(number, r{MultipleOf: "7"}), `100000000000000000`, ": 100000000000000000 is not a multiple of 7 [multipleOf]"},
		{of(number, r{MultipleOf: "3e2"}), `3e4`, ""},
		{of(number, r{MultipleOf: "3e2"}), `310`, ": 310 is not a multiple of 3e2 [multipleOf]"},
		{of(number, r{MultipleOf: "0.3"}), `3e1000000`, ""},
		{of(number, r{MultipleOf: "7"}), `0`, ""},
		{of(number, r{MultipleOf: "7"}), `0.0`, ""},
		{of(number, r{MultipleOf: "0"}), `1`, ": 1 is not a multiple of 0 [multipleOf]"},
		{of(number, r{MultipleOf: "25"}), `5e1`, ""},
		{of(str, r{MinLength: "2", MaxLength: "3"}), `"a"`, ": 1 character, fewer than 2 [minLength]"},
		{of(str, r{MinLength: "2", MaxLength: "3"}), `""`, ": 0 characters, fewer than 2 [minLength]"},
		{of(str, r{MinLength: "2", MaxLength: "3"}), `"ab"`, ""},
		{of(str, r{MinLength: "2", MaxLength: "3"}), `"é\u00e9\ud83d\ude00"`, ""},
		{of(str, r{MinLength: "2", MaxLength: "3"}), `"abcd"`, ": 4 characters, more than 3 [maxLength]"},
		{of(str, r{MaxLength: "1"}), `"ab"`, ": 2 characters, more than 1 [maxLength]"},
		{of(str, r{MinLength: "1"}), `""`, ": 0 characters, fewer than 1 [minLength]"},
		{of(str, r{Pattern: "^a+$"}), `"\u0061a"`, ""},
		{of(str, r{Pattern: "^a+$"}), `"ab"`, `: "ab" does not match ^a+$ [pattern]`},
		{of(anyKind, r{Pattern: "^a+$", MinLength: "9", MinItems: "9", MinProps: "9", Minimum: "9"}), `true`, ""},
		{of(anyKind, r{MinItems: "9"}), `"a"`, ""},
		{of(str, r{Format: "date"}), `"2024-02-29"`, ""},
		{of(str, r{Format: "date"}), `"2023-02-29"`, `: "2023-02-29" is not a valid date [format]`},
		{of(str, r{Format: "date-time"}), `"2024-02-29T00:00:00Z"`, ""},
		{of(str, r{Format: "date-time"}), `"2024-02-29"`, `: "2024-02-29" is not a valid date-time [format]`},
		{of(str, r{Format: "time"}), `"01:02:03Z"`, ""},
		{of(str, r{Format: "time"}), `"25:02:03Z"`, `: "25:02:03Z" is not a valid time [format]`},
		{of(str, r{Format: "made-up"}), `"x"`, ""},
		{of(str, r{Format: "uuid"}), `"01234567-89ab-cdef-ABCD-EF0123456789"`, ""},
		{of(str, r{Format: "uuid"}), `"01234567-89ab-cdef-ABCD-EF012345678"`, `: "01234567-89ab-cdef-ABCD-EF012345678" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"0123456--89ab-cdef-abcd-ef0123456789"`, `: "0123456--89ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"01234567089ab-cdef-abcd-ef0123456789"`, `: "01234567089ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"01234567-89ab0cdef-abcd-ef0123456789"`, `: "01234567-89ab0cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"01234567-89ab-cdef0abcd-ef0123456789"`, `: "01234567-89ab-cdef0abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"01234567-89ab-cdef-abcd0ef0123456789"`, `: "01234567-89ab-cdef-abcd0ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"g1234567-89ab-cdef-abcd-ef0123456789"`, `: "g1234567-89ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"G1234567-89ab-cdef-abcd-ef0123456789"`, `: "G1234567-89ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `"/1234567-89ab-cdef-abcd-ef0123456789"`, `: "/1234567-89ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), `":1234567-89ab-cdef-abcd-ef0123456789"`, `: ":1234567-89ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{of(str, r{Format: "uuid"}), "\"`1234567-89ab-cdef-abcd-ef0123456789\"", ": \"`1234567-89ab-cdef-abcd-ef0123456789\" is not a valid uuid [format]"},
		{of(str, r{Format: "uuid"}), `"@1234567-89ab-cdef-abcd-ef0123456789"`, `: "@1234567-89ab-cdef-abcd-ef0123456789" is not a valid uuid [format]`},
		{enum(`"a"`, `1.0`, `{"a":1,"b":2}`), `"\u0061"`, ""},
		{enum(`"a"`, `1.0`, `{"a":1,"b":2}`), `1`, ""},
		{enum(`"a"`, `1.0`, `{"a":1,"b":2}`), `{"b":2.0, "a":1}`, ""},
		{enum(`"a"`, `1.0`), `2`, `: 2 is none of "a", 1.0 [enum]`},
		{enum(many(20)...), `"x"`, `: "x" is none of ` + strings.Join(many(20), ", ") + " [enum]"},
		{enum(many(21)...), `"x"`, `: "x" is none of ` + strings.Join(many(20), ", ") + " and 1 more [enum]"},
		{enum(`1`), `"` + strings.Repeat("x", 78) + `"`, `: "` + strings.Repeat("x", 78) + `" is none of 1 [enum]`},
		{enum(`1`), `"` + strings.Repeat("x", 79) + `"`, `: "` + strings.Repeat("x", 79) + "… is none of 1 [enum]"},
		{enum(`1`), `"` + strings.Repeat("é", 79) + `"`, `: "` + strings.Repeat("é", 39) + "… is none of 1 [enum]"},
		{list(r{}, text), `["a","b"]`, ""},
		{list(r{}, text), `[ "a" , 1 , [ ] ]`, "/1: a number in place of a string [type]; /2: an array in place of a string [type]"},
		{list(r{}, text), `[null]`, "/0: null where a string is required [type]"},
		{list(r{}, list(r{}, text)), `[["a"],["b",1]]`, "/1/1: a number in place of a string [type]"},
		{list(r{MinItems: "2", MaxItems: "3"}, s{}), `[1]`, ": 1 item, fewer than 2 [minItems]"},
		{list(r{MinItems: "2", MaxItems: "3"}, s{}), `[1,[2,3,4,5]]`, ""},
		{list(r{MinItems: "2", MaxItems: "3"}, s{}), `[1,2,3,4]`, ": 4 items, more than 3 [maxItems]"},
		{list(r{MinItems: "1"}, s{}), `[]`, ": 0 items, fewer than 1 [minItems]"},
		{list(r{MaxItems: "1"}, s{}), `[1,2]`, ": 2 items, more than 1 [maxItems]"},
		{list(r{UniqueItems: true}, s{}), `[1,2,{"a":1},1.0,2]`, ": items 0 and 3 are equal [uniqueItems]"},
		{list(r{UniqueItems: true}, s{}), `[1,2,"1"]`, ""},
		{list(r{}, s{}), `[1,1]`, ""},
		{of(array, r{UniqueItems: true}), `[[],[]]`, ": items 0 and 1 are equal [uniqueItems]"},
		{s{Elem: &text}, `[1]`, "/0: a number in place of a string [type]"},
		{s{Elem: &text}, `{"a":1}`, ""},
		{entries(r{}, text), `{"a":"b"}`, ""},
		{entries(r{}, text), `{"a/~":1,"b":"c","d":null}`, "/a~1~0: a number in place of a string [type]; /d: null where a string is required [type]"},
		{entries(r{MinProps: "2", MaxProps: "3"}, s{}), `{"a":1}`, ": 1 member, fewer than 2 [minProperties]"},
		{entries(r{MinProps: "2", MaxProps: "3"}, s{}), `{"a":1,"b":{"c":1,"d":2}}`, ""},
		{entries(r{MinProps: "2", MaxProps: "3"}, s{}), `{"a":1,"b":2,"c":3,"d":4}`, ": 4 members, more than 3 [maxProperties]"},
		{entries(r{MinProps: "1"}, s{}), `{}`, ": 0 members, fewer than 1 [minProperties]"},
		{entries(r{MaxProps: "0"}, s{}), `{"a":1}`, ": 1 member, more than 0 [maxProperties]"},
		{anyOf(text, s{Kind: number}), `1`, ""},
		{anyOf(text, s{Kind: number}), `true`, ": the value fits none of 2 alternatives [anyOf]"},
		{anyOf(of(str, r{MinLength: "2"}), text), `"a"`, ""},
		{oneOf(text, s{Kind: number}), `1`, ""},
		{oneOf(text, s{}), `"a"`, ": the value fits 2 of 2 alternatives, expected exactly one [oneOf]"},
		{oneOf(text, s{Kind: number}), `true`, ": the value fits 0 of 2 alternatives, expected exactly one [oneOf]"},
		{allOf(text, of(anyKind, r{MinLength: "2"})), `"a"`, ": 1 character, fewer than 2 [minLength]"},
		{allOf(text, text), `1`, ": a number in place of a string [type]"},
		{allOf(text, s{Kind: boolean}), `1`, ": a number in place of a string [type]; : a number in place of a boolean [type]"},
		{of(schema.KindInteger, r{Minimum: "5", MultipleOf: "3"}), `0.5`, ": 0.5 in place of an integer [type]"}, // as of a value of any other type
		{not(text), `"a"`, ": the value is what the document excludes [not]"},
		{not(text), `1`, ""},
		{not(allOf(text, of(anyKind, r{MinLength: "2"}))), `"a"`, ""},
		{not(not(text)), `"a"`, ""},
		{not(not(text)), `1`, ": the value is what the document excludes [not]"},
		{anyOf(anyOf(text, s{Kind: boolean}), s{Kind: number}), `[]`, ": the value fits none of 2 alternatives [anyOf]"},
		{list(r{}, anyOf(text, list(r{}, text))), `["a",["b"],[1]]`, "/2: the value fits none of 2 alternatives [anyOf]"},
		{text, `"a`, "wire: byte 2, at the top level: the text ends too early"},
		{text, `"a" 1`, "wire: byte 4, at the top level: data after the JSON value"},
		{text, ` "a" `, ""},
	} {
		if got := verdict(schema.ValidateValue(&schema.Model{}, &c.schema, []byte(c.text))); got != c.want {
			t.Errorf("%s: got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func many(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprint(i))
	}
	return out
}

// model has an object of each form. The comments give the indexes.
var model = &schema.Model{Types: []schema.Type{
	{Name: "Plain", Members: []m{{Name: "id", Required: true, ReadOnly: true, Schema: s{Kind: schema.KindString}}, {Name: "size", Schema: s{Kind: schema.KindInt32}}, // 0
		{Name: "key", Required: true, WriteOnly: true, Schema: s{Kind: schema.KindString}}, {Name: "self", Schema: ref(0)}}},
	{Name: "Closed", Closed: true, Members: []m{{Name: "a"}}, MinProps: "1", MaxProps: "2"},                                      // 1
	{Name: "Open", Open: true, Members: []m{{Name: "a"}}},                                                                        // 2
	{Name: "Map", Members: []m{{Name: "a"}}, Additional: &s{Kind: schema.KindBool}},                                              // 3
	{Name: "Required", Required: []string{"x", "y"}, Members: []m{{Name: "a"}}},                                                  // 4
	{Name: "AnyKind", AnyKind: true, Members: []m{{Name: "a", Required: true}}, All: []s{of(schema.KindAny, r{MinLength: "2"})}}, // 5
	{Name: "Part", Members: []m{{Name: "p"}}, All: []s{ref(7)}},                                                                  // 6
	{Name: "Other", Members: []m{{Name: "o", Schema: s{Kind: schema.KindString}}}},                                               // 7
	{Name: "Union", Property: "kind", Members: []m{{Name: "kind", Required: true, Schema: s{Kind: schema.KindString}}, {Name: "u", Schema: s{Kind: schema.KindBool}}}, // 8
		Variants: []schema.Variant{{Value: "cat", Type: 9}, {Value: "dog", Type: 10}, {Value: "self", Type: 8}}},
	{Name: "Cat", Members: []m{{Name: "kind", Required: true}, {Name: "claws", Required: true, Schema: s{Kind: schema.KindBool}}}},      // 9
	{Name: "Dog", Property: "size", Members: []m{{Name: "kind"}, {Name: "size"}}, Variants: []schema.Variant{{Value: "big", Type: 11}}}, // 10
	{Name: "Hound", Members: []m{{Name: "kind"}, {Name: "size"}, {Name: "speed", Schema: s{Kind: schema.KindNumber}}}},                  // 11
	{Name: "Own", Own: true, Property: "t", Members: []m{{Name: "t"}, {Name: "around", Required: true, Schema: s{Kind: schema.KindBool}}}, // 12
		Variants: []schema.Variant{{Value: "v", Type: 7}}, All: []s{{Parts: &schema.Parts{Object: &schema.Type{MinProps: "2"}}}}},
	{Name: "Value", Value: &s{Kind: schema.KindString}}, // 13
	{Name: "Object", Value: &s{Kind: schema.KindMap, Parts: &schema.Parts{Object: &schema.Type{Members: []m{{Name: "b", Schema: s{Kind: schema.KindBool}}}}}}}, // 14
	{Name: "Uses", Members: []m{{Name: "v", Schema: ref(13)}, {Name: "o", Schema: ref(14)}, {Name: "n", Required: true, Schema: s{Kind: schema.KindString, Nullable: true}}, // 15
		{Name: "list", Schema: s{Kind: schema.KindArray, Elem: &s{Kind: schema.KindRef, Type: 8}}}}},
	{Name: "Empty"}, // 16
	{Name: "Alternatives", Members: []m{{Name: "m"}}, All: []s{anyOf(ref(7), ref(1)), {Kind: schema.KindMap, Elem: &s{}}}}, // 17
	{Name: "Alternatives", Members: []m{{Name: "m"}}, All: []s{oneOf(ref(7), s{Kind: schema.KindBool})}},                   // 18
}}

// TestObjectRules has one rule of an object a line: the index of the type, the value, what is found.
func TestObjectRules(t *testing.T) {
	unknown, request, readOnly := wire.UnknownMembers(), wire.AsRequest(), wire.ReadOnlyMembers()
	type opts = []wire.ValidateOption
	for _, c := range []struct {
		typ  int
		text string
		opts opts
		want string
	}{
		{0, `{"id":"x"}`, nil, ""},
		{0, `{}`, nil, "/id: a required member is missing [required]"},
		{0, `{"key":"x"}`, opts{request}, ""},
		{0, `{}`, opts{request}, "/key: a required member is missing [required]"},
		{0, `{"key":"x","id":"y"}`, opts{request}, ""},
		{0, `{"key":"x","id":"y"}`, opts{request, readOnly}, "/id: a read-only member is sent [readOnly]"},
		{0, `{"id":"y"}`, opts{readOnly}, ""},
		{0, `{"id":null}`, nil, "/id: null where a string is required [type]"},
		{0, `{"id":"x","size":null}`, nil, ""},
		{0, `{"id":"x","size":"1"}`, nil, "/size: a string in place of an integer [type]"},
		{0, `{"id":"x","extra":1}`, nil, ""},
		{0, `{"id":"x","extra":1}`, opts{unknown}, "/extra: Plain has no such member [unknown]"},
		{0, `{"id":"x","Size":1}`, nil, `/Size: Plain has this member as "size" [member-case]`},
		{0, `{"id":"x","self":{"self":{"size":1.5}}}`, nil, "/self/id: a required member is missing [required]; /self/self/id: a required member is missing [required]; /self/self/size: 1.5 in place of an integer [type]"},
		{0, `[]`, nil, ": an array in place of an object [type]"},
		{0, `null`, nil, ": null where an object is required [type]"},
		{1, `{"a":1}`, nil, ""},
		{1, `{"a":1,"b":2}`, nil, "/b: Closed has no such member [unknown]"},
		{1, `{"A":1}`, nil, `/A: Closed has this member as "a" [unknown]`},
		{1, `{}`, nil, ": 0 members, fewer than 1 [minProperties]"},
		{1, `{"a":1,"b":2,"c":3}`, nil, ": 3 members, more than 2 [maxProperties]; /b: Closed has no such member [unknown]; /c: Closed has no such member [unknown]"},
		{2, `{"b":1,"A":2}`, opts{unknown}, ""},
		{3, `{"a":"x","b":true}`, nil, ""},
		{3, `{"b":1}`, nil, "/b: a number in place of a boolean [type]"},
		{4, `{"x":1,"y":2}`, nil, ""},
		{4, `{"y":1}`, nil, "/x: a required member is missing [required]"},
		{4, `{"a":1,"y/":1}`, nil, "/x: a required member is missing [required]; /y: a required member is missing [required]"},
		{5, `"ab"`, nil, ""},
		{5, `"a"`, nil, ": 1 character, fewer than 2 [minLength]"},
		{5, `{}`, nil, "/a: a required member is missing [required]"},
		{6, `{"p":1,"o":1}`, nil, "/o: a number in place of a string [type]"},
		{8, `{"kind":"cat","claws":true}`, nil, ""},
		{8, `{"kind":"cat"}`, nil, "/claws: a required member is missing [required]"},
		{8, `{"kind":"cow","u":1}`, nil, `/kind: "cow" selects no variant of Union; they are "cat", "dog", "self" [discriminator]; /u: a number in place of a boolean [type]`},
		{8, `{"kind":1}`, nil, `/kind: 1 selects no variant of Union; they are "cat", "dog", "self" [discriminator]`},
		{8, `{"u":1}`, nil, "/kind: the discriminator of Union is missing [discriminator]; /u: a number in place of a boolean [type]"},
		{8, `{"kind":"self","u":true,"x":1}`, opts{unknown}, "/x: Union has no such member [unknown]"},
		{8, `{"\u006bind":"\u0063at","claws":1}`, nil, "/claws: a number in place of a boolean [type]"},
		{8, `{"kind":"dog","size":"big","speed":"x"}`, nil, "/speed: a string in place of a number [type]"},
		{8, `{"kind":"dog","size":"small"}`, nil, `/size: "small" selects no variant of Dog; they are "big" [discriminator]`},
		{8, `{"kind":"dog"}`, nil, "/size: the discriminator of Dog is missing [discriminator]"},
		{12, `{"t":"v","around":true,"o":"x"}`, opts{unknown}, ""},
		{12, `{"t":"v","around":1,"o":1,"z":1}`, opts{unknown}, "/around: a number in place of a boolean [type]; /o: a number in place of a string [type]; /z: Other has no such member [unknown]"},
		{12, `{"t":"v"}`, nil, "/around: a required member is missing [required]; : 1 member, fewer than 2 [minProperties]"},
		{13, `1`, nil, ": a number in place of a string [type]"},
		{14, `{"b":1,"c":1}`, opts{unknown}, "/b: a number in place of a boolean [type]; /c: the object has no such member [unknown]"},
		{15, `{"n":null,"v":1,"o":{"b":1}}`, nil, "/v: a number in place of a string [type]; /o/b: a number in place of a boolean [type]"},
		{15, `{"v":null}`, nil, "/n: a required member is missing [required]"},
		{15, `{"n":"","list":[{"kind":"cat","claws":true},{"kind":"cow"},null]}`, nil, `/list/1/kind: "cow" selects no variant of Union; they are "cat", "dog", "self" [discriminator]; /list/2: null where an object is required [type]`},
		{16, `{"a":1}`, opts{unknown}, ""},
		{17, `{"m":1,"o":"x","zz":1}`, opts{unknown}, ""},
		{18, `{"m":1,"o":"x","zz":1}`, opts{unknown}, "/zz: Alternatives has no such member [unknown]"},
	} {
		if got := verdict(schema.Validate(model, c.typ, []byte(c.text), c.opts...)); got != c.want {
			t.Errorf("type %d, %s: got %s\nwant %s", c.typ, c.text, got, c.want)
		}
	}
}

// TestManyViolations: the list ends after so many, with a note that there are more.
func TestManyViolations(t *testing.T) {
	for _, c := range []struct {
		n    int
		last string
	}{{wire.MaxViolations, "a number in place of a string"}, {wire.MaxViolations + 1, fmt.Sprintf("more than %d violations; the rest is not listed", wire.MaxViolations)}} {
		text := "[" + strings.Repeat("1,", c.n-1) + "1]"
		var list wire.Violations
		err := schema.ValidateValue(&schema.Model{}, &s{Kind: schema.KindArray, Elem: &s{Kind: schema.KindString}}, []byte(text))
		if !errors.As(err, &list) || list[len(list)-1].Message != c.last || len(list) != c.n {
			t.Errorf("%d: %d violations, the last %v", c.n, len(list), list[len(list)-1])
		}
		found, more, err := schema.Find(&schema.Model{}, &s{Kind: schema.KindArray, Elem: &s{Kind: schema.KindString}}, []byte(text))
		if len(found) != wire.MaxViolations || more != (c.n > wire.MaxViolations) || err != nil {
			t.Errorf("%d: %d findings, %v, %v", c.n, len(found), more, err)
		}
	}
}

// TestFindRules has what Find says beside the violation: the place, the value, the near name, the wanted type.
func TestFindRules(t *testing.T) {
	near := &schema.Model{Types: []schema.Type{{Name: "T", Closed: true, Members: []m{{Name: "status"}, {Name: "owner"}, {Name: "line1"}, {Name: "abcd"}}}}}
	list := &s{Kind: schema.KindArray, Elem: &s{Kind: schema.KindMap, Elem: &s{Kind: schema.KindRef}}}
	for _, c := range []struct {
		m          *schema.Model
		s          *s
		text, want string
	}{
		{near, &s{Kind: schema.KindRef}, `{"Status":1}`, `unknown /Status "1" near=status want=`},
		{near, &s{Kind: schema.KindRef}, `{"statsu":1}`, `unknown /statsu "1" near=status want=`},
		{near, &s{Kind: schema.KindRef}, `{"statu":1}`, `unknown /statu "1" near=status want=`},
		{near, &s{Kind: schema.KindRef}, `{"statuss":1}`, `unknown /statuss "1" near=status want=`},
		{near, &s{Kind: schema.KindRef}, `{"stbtus":1}`, `unknown /stbtus "1" near=status want=`},
		{near, &s{Kind: schema.KindRef}, `{"satus":1}`, `unknown /satus "1" near=status want=`},
		{near, &s{Kind: schema.KindRef}, `{"stbtuz":1}`, `unknown /stbtuz "1" near= want=`},
		{near, &s{Kind: schema.KindRef}, `{"staus1":1}`, `unknown /staus1 "1" near= want=`},
		{near, &s{Kind: schema.KindRef}, `{"status1":1}`, `unknown /status1 "1" near= want=`},
		{near, &s{Kind: schema.KindRef}, `{"line2":1}`, `unknown /line2 "1" near= want=`},
		{near, &s{Kind: schema.KindRef}, `{"abce":1}`, `unknown /abce "1" near= want=`},
		{near, &s{Kind: schema.KindRef}, `{"stat":1}`, `unknown /stat "1" near= want=`},
		{near, &s{Kind: schema.KindRef}, `{"ownre":{"a":1}}`, `unknown /ownre "{\"a\":1}" near=owner want=`},
		{near, &s{Kind: schema.KindRef}, `{"ownex":0}`, `unknown /ownex "0" near=owner want=`},
		{near, &s{Kind: schema.KindRef}, `{"xwner":0}`, `unknown /xwner "0" near=owner want=`},
		{near, &s{Kind: schema.KindRef}, `{"woner":0}`, `unknown /woner "0" near=owner want=`},
		{near, list, `[{"k":{"statsu":1}},{"l":{"a/b":[2]}}]`, `unknown /*/*/statsu "1" near=status want=; unknown /*/*/a~1b "[2]" near= want=`},
		{near, list, `[{"k":7}]`, `type /*/* "7" near= want=an object`},
		{near, list, `[7]`, `type /* "7" near= want=an object`},
		{near, list, `7`, `type  "7" near= want=an array`},
		{near, &s{Kind: schema.KindInt32}, `1.5`, `type  "1.5" near= want=an integer`},
		{model, &s{Kind: schema.KindRef, Type: 8}, `{}`, `discriminator /kind "" near= want=`},
		{model, &s{Kind: schema.KindRef, Type: 8}, `{"kind":{}}`, `discriminator /kind "" near= want=`},
		{model, &s{Kind: schema.KindRef, Type: 8}, `{"kind":"cow"}`, `discriminator /kind "\"cow\"" near= want=`},
		{model, &s{Kind: schema.KindRef, Type: 9}, `{"kind":1}`, `required /claws "" near= want=`},
		{model, &s{Kind: schema.KindRef, Type: 7}, `{"O":1}`, `member-case /O "1" near=o want=`},
		{model, &s{Kind: schema.KindRef, Type: 3}, `{"z":1}`, `type /* "1" near= want=a boolean`},
	} {
		found, more, err := schema.Find(c.m, c.s, []byte(c.text))
		var out []string
		for _, f := range found {
			out = append(out, fmt.Sprintf("%s %s %q near=%s want=%s", f.Rule, f.Place, f.Value, f.Near, f.Want))
		}
		if got := strings.Join(out, "; "); got != c.want || more || err != nil {
			t.Errorf("%s: got %s, %v, %v\nwant %s", c.text, got, more, err, c.want)
		}
	}
	for _, c := range []struct {
		s            s
		text, format string
	}{
		{s{Kind: schema.KindInt32}, `2147483648`, "int32"},
		{s{Kind: schema.KindInt64}, `9223372036854775808`, "int64"},
		{s{Kind: schema.KindNumber, Rules: &schema.Rules{Format: "int32"}}, `1.5`, "int32"},
		{s{Kind: schema.KindString, Rules: &schema.Rules{Format: "date-time"}}, `"soon"`, "date-time"},
		{s{Kind: schema.KindString, Rules: &schema.Rules{Format: "uuid"}}, `"7"`, "uuid"},
		{s{Kind: schema.KindString, Rules: &schema.Rules{Format: "uuid", MinLength: "2"}}, `"00000000-0000-0000-0000-000000000000"`, ""},
		{s{Kind: schema.KindInt32}, `1.5`, ""},
	} {
		found, _ := schema.FindDecoded(near, &c.s, []byte(c.text))
		if len(found) > 1 || len(found) == 1 && found[0].Format != c.format || len(found) == 0 && c.format != "" {
			t.Errorf("%s: found %+v, expected format %q", c.text, found, c.format)
		}
	}
	var syntax *wire.SyntaxError
	if _, _, err := schema.Find(near, list, []byte(`[`)); !errors.As(err, &syntax) {
		t.Errorf("malformed: %v", err)
	}
}

func TestStripRules(t *testing.T) {
	list := schema.Type{Name: "List", Value: &s{Kind: schema.KindArray, Elem: &s{Kind: schema.KindRef, Type: 0}}}
	byName := schema.Type{Name: "ByName", Value: &s{Kind: schema.KindMap, Elem: &s{Kind: schema.KindRef, Type: 0}}}
	part := schema.Type{Name: "Part", All: []s{ref(0)}, Members: []m{{Name: "size", ReadOnly: true}}}
	additional := schema.Type{Name: "Additional", Additional: &s{Kind: schema.KindRef, Type: 0}}
	object := schema.Type{Name: "Object", Value: &s{Parts: &schema.Parts{All: []s{ref(0)}, Object: &schema.Type{Members: []m{{Name: "q", ReadOnly: true}}}}}}
	union := schema.Type{Name: "Union", Property: "k", All: []s{ref(0)}, Variants: []schema.Variant{{Value: "v", Type: 2}}, Members: []m{{Name: "n", ReadOnly: true}}}
	model := &schema.Model{Types: append(append([]schema.Type(nil), model.Types[:1]...), list, byName, part, additional, object, union)}
	model.Types[6].Variants[0].Type = 3
	for _, c := range []struct {
		typ        int
		text, want string
	}{
		{0, `{"id":"x","size":1,"key":2}`, `{"size":1,"key":2}`},
		{0, `{ "size" : 1 , "id" : "x", "self" : { "id" : 1, "self": { "id": [ 1, 2 ] , "u" : [ 1 ] } } }`, `{"size":1,"self":{"self":{"u":[1]}}}`},
		{0, `{"id":1}`, `{}`},
		{0, `{"\u0069d":1,"\u0061":2}`, `{"\u0061":2}`},
		{0, `[ 1 ]`, `[1]`},
		{0, `{"id":1`, `{"id":1`},
		{1, `[ {"id":1,"a":2} , {"id":3} , 4 ]`, `[{"a":2},{},4]`},
		{1, `{"id":1}`, `{"id":1}`},
		{2, `{"id":{"id":1,"a":2},"x":{"id":3}}`, `{"id":{"a":2},"x":{}}`},
		{2, `[{"id":1}]`, `[{"id":1}]`},
		{3, `{"id":1,"size":2,"key":3}`, `{"key":3}`},
		{4, `{"a":{"id":1,"key":2}}`, `{"a":{"key":2}}`},
		{5, `{"id":1,"q":2,"z":3}`, `{"z":3}`},
		{6, `{"k":"v","id":1,"size":2,"z":3}`, `{"k":"v","z":3}`},
		{6, `{"k":"w","id":1,"n":2}`, `{"k":"w","n":2}`},
		{6, `[1]`, `[1]`},
	} {
		text := []byte(c.text)
		got := schema.StripReadOnly(model, c.typ, text)
		if string(got) != c.want || string(text) != c.text {
			t.Errorf("type %d, %s: got %s, want %s", c.typ, c.text, got, c.want)
		}
	}
}

// parts has types that combine others. The comments give the indexes.
var parts = &schema.Model{Types: []schema.Type{
	{Name: "A", Members: []m{{Name: "a"}, {Name: "in", Schema: ref(2)}}}, // 0
	{Name: "B", Members: []m{{Name: "b"}, {Name: "in", Schema: ref(3)}}}, // 1
	{Name: "X", Members: []m{{Name: "x"}}},                               // 2
	{Name: "Y", Members: []m{{Name: "y"}}},                               // 3
	{Name: "Union", Property: "kind", Members: []m{{Name: "kind"}}, Variants: []schema.Variant{{Value: "cat", Type: 5}, {Value: "dog", Type: 6}}},    // 4
	{Name: "Cat", Members: []m{{Name: "kind"}, {Name: "claws"}}},                                                                                     // 5
	{Name: "Dog", Members: []m{{Name: "kind"}, {Name: "bark"}}, All: []s{ref(0)}},                                                                    // 6
	{Name: "OfUnion", Members: []m{{Name: "own"}, {Name: "in", Schema: ref(3)}}, All: []s{ref(4)}},                                                   // 7
	{Name: "Both", Value: new(allOf(ref(0), ref(1)))},                                                                                                // 8
	{Name: "One", Value: new(allOf(ref(0), of(schema.KindAny, r{MinProps: "1"})))},                                                                   // 9
	{Name: "Either", Value: new(oneOf(ref(2), ref(3)))},                                                                                              // 10
	{Name: "Lists", Value: new(allOf(listOf(ref(2)), listOf(ref(3))))},                                                                               // 11
	{Name: "Maps", Value: new(allOf(s{Kind: schema.KindMap, Elem: new(ref(2))}, ref(0)))},                                                            // 12
	{Name: "Holder", Members: []m{{Name: "m", Schema: allOf(ref(0), ref(1))}, {Name: "u", Schema: ref(4)}}},                                          // 13
	{Name: "Beside", Members: []m{{Name: "own"}}, All: []s{oneOf(ref(2), ref(3))}},                                                                   // 14
	{Name: "Closes", Members: []m{{Name: "own"}}, All: []s{{Parts: &schema.Parts{Object: &schema.Type{Closed: true, Members: []m{{Name: "own"}}}}}}}, // 15
}}

func listOf(elem s) s { return s{Kind: schema.KindArray, Elem: &elem} }

// TestNamesOfParts: a member is unknown if none of the schemas that apply to the value declares it, of a union the variant
// that is selected, of alternatives all.
func TestNamesOfParts(t *testing.T) {
	for _, c := range []struct {
		typ        int
		text, want string
	}{
		{7, `{"kind":"cat","own":1,"claws":1}`, ""},
		{7, `{"kind":"cat","own":1,"bark":1}`, "/bark: OfUnion has no such member [unknown]"},
		{7, `{"kind":"dog","own":1,"bark":1,"a":1}`, ""},
		{7, `{"kind":"dog","in":{"x":1,"y":1,"z":1}}`, "/in/z: Y has no such member [unknown]"},
		{7, `{"kind":"cow","else":1}`, `/kind: "cow" selects no variant of Union; they are "cat", "dog" [discriminator]`},
		{7, `{"kind":"cat","Own":1,"Claws":1}`, `/Own: OfUnion has this member as "own" [member-case]; /Claws: Cat has this member as "claws" [member-case]`},
		{4, `{"kind":"dog","bark":1,"a":1,"in":{"x":1,"y":1}}`, "/in/y: X has no such member [unknown]"},
		{8, `{"a":1,"b":1,"in":{"x":1,"y":1}}`, ""},
		{8, `{"a":1,"c":1,"in":{"z":1}}`, "/c: A has no such member [unknown]; /in/z: X has no such member [unknown]"},
		{9, `{"a":1,"b":1}`, "/b: A has no such member [unknown]"},
		{10, `{"y":1}`, ": the value fits 2 of 2 alternatives, expected exactly one [oneOf]"},
		{10, `{"x":1,"z":1}`, ": the value fits 2 of 2 alternatives, expected exactly one [oneOf]; /z: X has no such member [unknown]"},
		{11, `[{"x":1,"y":1},{"z":1}]`, "/1/z: X has no such member [unknown]"},
		{12, `{"a":{},"b":{"x":1,"c":1}}`, "/b/c: X has no such member [unknown]"},
		{13, `{"m":{"a":1,"b":1,"c":1},"n":1}`, "/m/c: A has no such member [unknown]; /n: Holder has no such member [unknown]"},
		{13, `{"m":{"in":{"x":1,"y":1}},"u":{"kind":"cat","bark":1}}`, "/u/bark: Cat has no such member [unknown]"},
		{14, `{"own":1,"x":1,"y":1,"z":1}`, ": the value fits 2 of 2 alternatives, expected exactly one [oneOf]; /z: Beside has no such member [unknown]"},
		{15, `{"own":1,"z":1}`, "/z: the object has no such member [unknown]"},
	} {
		if got := verdict(schema.Validate(parts, c.typ, []byte(c.text), wire.UnknownMembers())); got != c.want {
			t.Errorf("type %d, %s: got %s\nwant %s", c.typ, c.text, got, c.want)
		}
	}
}

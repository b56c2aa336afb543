package naming_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator/internal/irtext"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

const (
	object = "{type: object, properties: {z: {type: string}}}"
	letter = "{type: string, enum: [a, b]}"
)

// TestDocuments has one rule of names a line: what a document says, and lines that its names, its warnings or its problems have then.
func TestDocuments(t *testing.T) {
	const long = "AVeryLongNameThatNobodyWantsToReadOrWriteInALineOfCodeBecauseThereIsNoRoomForIt"
	for _, c := range []struct {
		rule        string
		definitions string // of the package's own document
		paths       string
		common      string // definitions of common/types.yaml
		pins        string // "key name, key name"
		want        []string
	}{
		{"a type that an inline type asks for", "Foo: {type: object, properties: {bar: " + object + "}}\nFooBar: " + object, "", "", "",
			[]string{"#/definitions/Foo/properties/bar → FooBarObject", "#/definitions/FooBar → FooBar"}},
		{"of two inline types the one of the longer parent keeps a name", "Foo: {type: object, properties: {barBaz: " + object + "}}\nFooBar: {type: object, properties: {baz: " + object + "}}", "", "", "",
			[]string{"#/definitions/Foo/properties/barBaz → FooBarBazCamel", "#/definitions/FooBar/properties/baz → FooBarBaz"}},
		{"of two inline types of a parent the one spelled like the name", "Foo: {type: object, properties: {aB: " + object + ", AB: " + object + "}}", "", "", "",
			[]string{"#/definitions/Foo/properties/aB → FooABCamel", "#/definitions/Foo/properties/AB → FooAB"}},
		{"whatever its parent is called", "foo-bar: {type: object, properties: {aB: " + object + ", AB: " + object + "}}", "", "", "",
			[]string{"#/definitions/foo-bar/properties/aB → FooBarABCamel", "#/definitions/foo-bar/properties/AB → FooBarAB"}},
		{"an inline type that says its parent's name again", "Foo: {type: object, properties: {foo: " + object + "}}", "", "", "", []string{"#/definitions/Foo/properties/foo → FooContent"}},
		{"an inline type of two steps", "Foo: {type: object, properties: {a: {type: array, items: " + object + "}}}", "", "", "", []string{"#/definitions/Foo/properties/a/items → FooAItem"}},
		{"a schema of another file that is called so carries the file's name", "Foo: " + object + "\nUse: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "",
			[]string{"#/definitions/Foo → Foo", "common/types.yaml#/definitions/Foo → FooTypes"}},
		{"of two folders, if one of its own document is called so", "Foo: " + object + "\nFooTypes: " + object + "\nUse: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "",
			[]string{"common/types.yaml#/definitions/Foo → FooCommonTypes"}},
		{"an object, else", "Foo: " + object + "\nFooTypes: " + object + "\nFooCommonTypes: " + object + "\nUse: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "",
			[]string{"common/types.yaml#/definitions/Foo → FooObject"}},
		{"a type of that type, else", "Foo: " + object + "\nFooTypes: " + object + "\nFooCommonTypes: " + object + "\nFooObject: " + object + "\nUse: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "",
			[]string{"common/types.yaml#/definitions/Foo → FooObjectType"}},
		{"an enumeration by its kind", "Operations: " + letter, "", "", "", []string{"#/definitions/Operations → OperationsEnum", "#/definitions/Operations/enum/a → OperationsEnumA"}},
		{"one that x-ms-enum names yields to a schema", "Foo: " + object + "\nBar: {type: string, enum: [a], x-ms-enum: {name: Foo}}", "", "", "", []string{"#/definitions/Bar → FooEnum"}},
		{"an alias by its kind", "Operations: {type: array, items: {type: string}}", "", "", "", []string{"#/definitions/Operations → OperationsAlias"}},
		{"the values function of an enumeration", "Foo: " + letter + "\nFooValues: " + object, "", "", "", []string{"#/definitions/FooValues → FooValuesObject"}},
		{"a union's own names", "Foo: {type: object, discriminator: raw, required: [raw], properties: {raw: {type: string}}}\nBar: {type: object, allOf: [{$ref: '#/definitions/Foo'}]}\nUnknownFoo: " + object + "\nFooVariant: " + object + "\nDecodeFoo: " + object, "", "", "",
			[]string{"*ir.Union Foo: Name=Foo Position=typeFoo Decode=DecodeFoo Decoder=decodeFoo Message=newFoo Interface=FooVariant Seal=isFoo Unknown=UnknownFoo PropertyName=RawField",
				"#/definitions/UnknownFoo → UnknownFooObject", "#/definitions/FooVariant → FooVariantObject", "#/definitions/DecodeFoo → DecodeFooObject"}},
		{"a discriminator that is called as a method", "Foo: {type: object, discriminator: equal, required: [equal], properties: {equal: {type: string}}}\nBar: {type: object, allOf: [{$ref: '#/definitions/Foo'}]}", "", "", "",
			[]string{"*ir.Union Foo: Name=Foo Position=typeFoo Decode=DecodeFoo Decoder=decodeFoo Message=newFoo Interface=FooVariant Seal=isFoo Unknown=UnknownFoo PropertyName=EqualField"}},
		{"the holders of a union by kind of value", "Foo: {oneOf: [{type: string}, " + object + ", {type: array, items: {type: string}}]}\nFooArray: " + object, "", "", "",
			[]string{"#/components/schemas/Foo → Foo", "#/components/schemas/FooArray → FooArrayObject", "string: FooString decodeFooString", "array: FooArray decodeFooArray"}},
		{"functions of alternatives", "Foo: {oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}, {$ref: '#/components/schemas/FooTwo'}]}\nOne: " + object + "\nTwo: {type: object, properties: {y: {type: string}}}\nFooTwo: {type: object, properties: {x: {type: string}}}", "", "", "",
			[]string{"*ir.Alias Foo: Name=Foo Position=typeFoo", "One: FooAsOne", "Two: FooAsTwo", "FooTwo:"}},
		{"which yield to all else", "Foo: {oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/FooAsOne'}]}\nOne: " + object + "\nFooAsOne: {type: object, properties: {y: {type: string}}}", "", "", "",
			[]string{"One:", "FooAsOne: FooAsAsOne"}},
		{"x-ms-client-name", "Foo: {type: object, x-ms-client-name: betterName, properties: {a: {type: string, x-ms-client-name: equal}, b: {type: string}, c: {type: string, x-ms-client-name: B}}}", "", "", "",
			[]string{"#/definitions/Foo → BetterName", "#/definitions/Foo/properties/a → BetterName.EqualField", "#/definitions/Foo/properties/b → BetterName.B", "#/definitions/Foo/properties/c → BetterName.C"}},
		{"x-ms-client-name of a schema in another file", "Foo: " + object + "\nUse: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Own'}}}", "", "Own: {type: object, x-ms-client-name: Foo, properties: {y: {type: string}}}", "",
			[]string{"#/definitions/Foo → Foo", "common/types.yaml#/definitions/Own → Own"}},
		{"members that differ in characters", "Foo: {type: object, properties: {AB: {type: string}, a-b-: {type: string}, -a-b: {type: string}}}", "", "", "",
			[]string{"#/definitions/Foo/properties/AB → Foo.AB", "#/definitions/Foo/properties/a-b- → Foo.ABHyphenHyphenC2C4", "#/definitions/Foo/properties/-a-b → Foo.ABHyphenHyphenC1C3"}},
		{"a name of 80 letters is short enough", long + "A: " + object, "", "", "", []string{"#/definitions/" + long + "A → " + long + "A", "no warning"}},
		{"a longer one is not", long + "AB: " + object, "", "", "", []string{"warning: " + long + "AB has 81 letters; give it a shorter name in the names file, such as \"spec.yaml#/definitions/" + long + "AB\": ShorterName"}},
		{"unless it is pinned", "Foo: " + object, "", "", "#/definitions/Foo " + long + "AB", []string{"no warning", "#/definitions/Foo → " + long + "AB"}},
		{"that of a request type counts with Request", "", "/a: {get: {operationId: " + long[:74] + ", responses: {200: {description: .}}}}", "", "",
			[]string{"warning: " + long[:74] + "Request has 81 letters; give it a shorter name in the names file, such as \"spec.yaml#/paths/~1a/get\": ShorterName"}},
		{"a request type yields to a schema", "FooRequest: " + object, "/a: {get: {operationId: Foo, responses: {200: {description: ., schema: {$ref: '#/definitions/FooRequest'}}}}}", "", "", []string{"#/paths/~1a/get → FooOperationRequest"}},
		{"and its parser to one", "ParseFooRequest: " + object, "/a: {get: {operationId: Foo, responses: {200: {description: ., schema: {$ref: '#/definitions/ParseFooRequest'}}}}}", "", "", []string{"#/paths/~1a/get → FooOperationRequest"}},
		{"by how its id is spelled, else", "FooRequest: " + object + "\nFooOperationRequest: " + object, "/a: {get: {operationId: Foo, responses: {200: {description: .}}}}", "", "", []string{"#/paths/~1a/get → FooOperationMixedRequest"}},
		{"an operation that ends in Request", "", "/a: {get: {operationId: FooRequest, responses: {200: {description: .}}}}", "", "", []string{"#/paths/~1a/get → FooRequest"}},
		{"says it twice beside one that does not", "", "/a: {get: {operationId: Foo, responses: {200: {description: .}}}, put: {operationId: FooRequest, responses: {200: {description: .}}}}", "", "",
			[]string{"#/paths/~1a/get → FooRequest", "#/paths/~1a/put → FooRequestRequest"}},
		{"one that is called Request", "", "/a: {get: {operationId: Request, responses: {200: {description: .}}}}", "", "", []string{"#/paths/~1a/get → RequestRequest"}},
		{"of two operations the one of the longer group keeps a name", "", "/a: {get: {operationId: Foo_BarBaz, responses: {200: {description: .}}}, put: {operationId: FooBar_Baz, responses: {200: {description: .}}}}", "", "",
			[]string{"#/paths/~1a/get → FooBarBazOperationRequest", "#/paths/~1a/put → FooBarBazRequest"}},
		{"groups of one name", "", "/a: {get: {operationId: 1a_C, responses: {200: {description: .}}}, put: {operationId: x1a_D, responses: {200: {description: .}}}}", "", "",
			[]string{"group 1a: Name=X1aLower Position=groupX1aLower", "group x1a: Name=X1a Position=groupX1a"}},
		{"parameters of one name by their places", "", "/a/{x}: {get: {operationId: Foo, parameters: [{name: x, in: header, type: string}, {name: x, in: path, required: true, type: string}, {name: x, in: query, type: string}, {name: x, in: formData, type: string}], responses: {200: {description: .}}}}", "", "",
			[]string{"path x: X", "query x: XQuery", "header x: XHeader", "form x: XForm"}},
		{"query before header", "", "/a: {get: {operationId: Foo, parameters: [{name: x, in: header, type: string}, {name: x, in: query, type: string}], responses: {200: {description: .}}}}", "", "", []string{"query x: X", "header x: XHeader"}},
		{"header before form", "", "/a: {post: {operationId: Foo, parameters: [{name: x, in: formData, type: string}, {name: x, in: header, type: string}], responses: {200: {description: .}}}}", "", "", []string{"header x: X", "form x: XForm"}},
		{"members of request types", "", "/a: {get: {operationId: Foo, parameters: [{name: body, in: query, type: string}, {name: pages, in: header, type: string}, {name: validate, in: query, type: string}], responses: {200: {description: .}}}}", "", "",
			[]string{"query body: BodyParam", "header pages: PagesParam", "query validate: ValidateParam"}},
		{"x-ms-client-name of a parameter", "", "/a: {get: {operationId: Foo, parameters: [{name: x, in: query, type: string, x-ms-client-name: y}], responses: {200: {description: .}}}}", "", "", []string{"query x: Y"}},
		{"yields to what is called so", "", "/a: {get: {operationId: Foo, parameters: [{name: x, in: query, type: string, x-ms-client-name: y}, {name: y, in: query, type: string}], responses: {200: {description: .}}}}", "", "",
			[]string{"query x: YQuery", "query y: Y"}},
		{"and to what is spelled less like it", "", "/a: {get: {operationId: Foo, parameters: [{name: Y, in: query, type: string, x-ms-client-name: z}, {name: z-, in: query, type: string}], responses: {200: {description: .}}}}", "", "",
			[]string{"query Y: ZQuery", "query z-: Z"}},
		{"with its own name then", "", "/a: {get: {operationId: Foo, parameters: [{name: x, in: query, type: string, x-ms-client-name: z}, {name: z, in: query, type: string}, {name: zQuery, in: query, type: string}, {name: zLower, in: query, type: string}, {name: zLowerC, in: query, type: string}], responses: {200: {description: .}}}}", "", "",
			[]string{"query x: XQuery", "query z: Z"}},
		{"or as a parameter", "", "/a: {get: {operationId: Foo, parameters: [{name: x, in: query, type: string, x-ms-client-name: z}, {name: z, in: query, type: string}, {name: zQuery, in: query, type: string}, {name: zLower, in: query, type: string}, {name: xQuery, in: query, type: string}], responses: {200: {description: .}}}}", "", "",
			[]string{"query x: XParam", "query z: Z"}},
		{"the api-version has the same name in all operations", "", "/a: {get: {operationId: Foo, parameters: [{name: api-version, in: query, type: string, required: true, x-ms-client-name: version}], responses: {200: {description: .}}}}", "", "", []string{"query api-version: APIVersion"}},
		{"a constant against a type", "Foo: " + letter + "\nFooA: " + object, "", "", "", []string{"#/definitions/Foo/enum/a → FooAValue", "#/definitions/Foo/enum/b → FooB"}},
		{"a constant against one of a longer type", "Foo: {type: string, enum: [barA]}\nFooBar: " + letter, "", "", "", []string{"#/definitions/Foo/enum/barA → FooBarAValue", "#/definitions/FooBar/enum/a → FooBarA"}},
		{"values that differ in case", "Foo: {type: string, enum: [low, LOW, Low]}", "", "", "", []string{"#/definitions/Foo/enum/low → FooLowLower", "#/definitions/Foo/enum/LOW → FooLOW", "#/definitions/Foo/enum/Low → FooLow"}},
		{"signs", "Foo: {type: string, enum: ['+1', '-1', '1', 'UTC-2']}", "", "", "", []string{"#/definitions/Foo/enum/+1 → FooPlus1", "#/definitions/Foo/enum/-1 → FooMinus1", "#/definitions/Foo/enum/1 → Foo1", "#/definitions/Foo/enum/UTC-2 → FooUTCMinus2"}},
		{"a hyphen that is not a sign", "Foo: {type: string, enum: ['a-1', '1-2']}", "", "", "", []string{"#/definitions/Foo/enum/a-1 → FooA1", "#/definitions/Foo/enum/1-2 → Foo12"}},
		{"names of values", "Foo: {type: string, enum: [a, b, c, d], x-ms-enum: {name: Foo, values: [{value: a, name: first}, {value: b, name: same}, {value: c, name: Same}]}}", "", "", "",
			[]string{"#/definitions/Foo/enum/a → FooFirst", "#/definitions/Foo/enum/b → FooB", "#/definitions/Foo/enum/c → FooC", "#/definitions/Foo/enum/d → FooD"}},
		{"pins of values reach an enumeration from each of its places", "Foo: {type: object, properties: {a: {type: string, enum: [x, y], x-ms-enum: {name: Level}}, b: {type: string, enum: [x, y], x-ms-enum: {name: Level}}}}", "", "",
			"#/definitions/Foo/properties/b/enum/y Highest, #/definitions/Foo/properties/a/enum/x Lowest", []string{"#/definitions/Foo/properties/a/enum/x → Lowest", "#/definitions/Foo/properties/a/enum/y → Highest"}},
		{"two pins of one name", "Foo: {type: object, properties: {a: {type: string, enum: [x], x-ms-enum: {name: Level}}}}\nBar: {type: object, properties: {b: {type: string, enum: [x], x-ms-enum: {name: Level}}}}", "", "",
			"#/definitions/Foo/properties/a Grade, #/definitions/Bar/properties/b Grade", []string{"#/definitions/Foo/properties/a → Grade", "no problem"}},
		{"two pins of different names", "Foo: {type: object, properties: {a: {type: string, enum: [x], x-ms-enum: {name: Level}}}}\nBar: {type: object, properties: {b: {type: string, enum: [x], x-ms-enum: {name: Level}}}}", "", "",
			"#/definitions/Foo/properties/a Grade, #/definitions/Bar/properties/b Rank", []string{"problem: the name Rank is pinned here, and Grade at #/definitions/Foo/properties/a, for one Go name; delete one of the pins"}},
		{"a stream", "Foo: {type: object, properties: {value: {type: array, items: {$ref: '#/definitions/Bar'}}}}\nBar: " + object + "\nStreamFoo: " + object + "\nStreamBar: " + object, "/a: {get: {operationId: Foos, x-ms-pageable: {nextLinkName: null}, responses: {200: {description: ., schema: {$ref: '#/definitions/Foo'}}}}}", "", "",
			[]string{"#/definitions/Foo → Foo", "stream: StreamFoo", "#/definitions/StreamFoo → StreamFooObject", "#/definitions/StreamBar → StreamBar"}},
		{"pins of members, parameters, operations and groups", "Foo: " + object, "/a: {get: {operationId: B_Foo, parameters: [{name: x, in: query, type: string}], responses: {200: {description: .}}}}", "",
			"#/definitions/Foo/properties/z Zed, #/paths/~1a/get Do, #/paths/~1a/get/parameters/0 Ex, #/tags/B Bee", []string{"#/definitions/Foo/properties/z → Foo.Zed", "#/paths/~1a/get → DoRequest", "query x: Ex", "group B: Name=Bee Position=groupBee"}},
		{"a pin of a place that two other files have", "Use: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}, b: {$ref: 'common/more.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "#/definitions/Foo Zed",
			[]string{"problem: several files have this pointer, for which the name Zed is pinned; name the file: \"common/more.yaml#/definitions/Foo\": Zed, or \"common/types.yaml#/definitions/Foo\": Zed"}},
		{"a pin of a place that only another file has", "Use: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "#/definitions/Foo Zed", []string{"common/types.yaml#/definitions/Foo → Zed"}},
		{"a pin of nothing", "Foo: " + object, "", "", "#/definitions/Fo Zed", []string{"problem: expected something at #/definitions/Fo for the pinned name Zed, found nothing; correct the file or the pointer, or delete the pin"}},
		{"a pin of nothing in a file", "Foo: " + object, "", "", "other.yaml#/definitions/Foo Zed", []string{"problem: expected something at other.yaml#/definitions/Foo for the pinned name Zed, found nothing; correct the file or the pointer, or delete the pin"}},
		{"a pin that is not exported", "Foo: " + object, "", "", "#/definitions/Foo zed", []string{"problem: the pinned name \"zed\" is not an exported Go identifier; write one, such as Foo"}},
		{"which leaves the name as it is", long + "AB: " + object, "", "", "#/definitions/" + long + "AB zed",
			[]string{"#/definitions/" + long + "AB → " + long + "AB", "warning: " + long + "AB has 81 letters; give it a shorter name in the names file, such as \"spec.yaml#/definitions/" + long + "AB\": ShorterName"}},
		{"a pin of nothing in a file beside one of several places", "Use: {type: object, properties: {a: {$ref: 'common/types.yaml#/definitions/Foo'}, b: {$ref: 'common/more.yaml#/definitions/Foo'}}}", "", "Foo: {type: object, properties: {y: {type: string}}}", "#/definitions/Foo Zed, no.yaml#/definitions/Foo Zed",
			[]string{"problem: expected something at no.yaml#/definitions/Foo for the pinned name Zed, found nothing; correct the file or the pointer, or delete the pin"}},
		{"a pin that is not an identifier", "Foo: " + object, "", "", "#/definitions/Foo Z-d", []string{"problem: the pinned name \"Z-d\" is not an exported Go identifier; write one, such as Foo"}},
		{"pins that clash", "Foo: {type: object, properties: {a: {type: string, enum: [x], x-ms-enum: {name: Level}}}}\nBar: {type: object, properties: {in: " + object + "}}", "", "", "#/definitions/Foo Level, #/definitions/Foo/properties/a Level, #/definitions/Bar/properties/in Level",
			[]string{"problem: Level is the name of the schema at spec.yaml:5: #/definitions/Foo and of the enumeration that x-ms-enum names here; give one of them another in the names file, such as \"spec.yaml#/definitions/Foo/properties/a\": LevelEnum",
				"problem: Level is the name of the schema at spec.yaml:5: #/definitions/Foo and of the inline schema here; give one of them another in the names file, such as \"spec.yaml#/definitions/Bar/properties/in\": BarInObject"}},
		{"a pin that clashes with what every package has", "Foo: " + object, "", "", "#/definitions/Foo Operations", []string{"problem: Operations is the name of the generator's own Operations and of the schema here; give one of them another in the names file, such as \"spec.yaml#/definitions/Foo\": FooObject"}},
	} {
		got := names(t, c.definitions, c.paths, c.common, c.pins)
		for _, line := range c.want {
			if !slices.Contains(got, line) {
				t.Errorf("%s:\n%s\nwant the line %s", c.rule, strings.Join(got, "\n"), line)
			}
		}
	}
}

// names returns the names of a document, the table of them, and the warnings and problems of naming.
func names(t *testing.T, definitions, paths, common, pins string) []string {
	t.Helper()
	text := func(definitions, paths string) []byte {
		section := func(s string) string {
			if s == "" {
				return " {}"
			}
			return "\n  " + strings.ReplaceAll(s, "\n", "\n  ")
		}
		if strings.Contains(definitions, "oneOf") {
			return fmt.Appendf(nil, "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n schemas:%s\n", section(definitions))
		}
		return fmt.Appendf(nil, "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:%s\ndefinitions:%s\n", section(paths), section(definitions))
	}
	fsys := fstest.MapFS{"spec.yaml": {Data: text(definitions, paths)}, "common/types.yaml": {Data: text(common, "")}, "common/more.yaml": {Data: text("Foo: "+object, "")}}
	given := naming.Pins{Own: map[string]string{}}
	for pin := range strings.SplitSeq(pins, ", ") {
		if key, name, ok := strings.Cut(pin, " "); ok {
			given.Own[key] = name
		}
	}
	var problems diag.List
	doc := openapi.Merge([]*openapi.Document{openapi.Load(openapi.Source{Path: "spec.yaml", Root: ".", FS: fsys}, &problems)}, false, &problems)
	if err := problems.Err(); err != nil {
		t.Fatalf("%v\nin\n%s", err, fsys["spec.yaml"].Data)
	}
	pkg := lower.Package(doc, "spec.yaml", 0, &problems)
	if err := problems.Err(); err != nil {
		t.Fatalf("%v\nin\n%s", err, fsys["spec.yaml"].Data)
	}
	naming.Assign(pkg, given, &problems)
	var out []string
	for line := range strings.Lines(irtext.Names(pkg)) {
		out = append(out, strings.TrimSpace(line))
	}
	out = append(out, naming.Table(pkg)...)
	for _, p := range problems.Warnings() {
		out = append(out, "warning: "+p.Message)
	}
	if len(problems.Warnings()) == 0 {
		out = append(out, "no warning")
	}
	if problems.Len() == 0 {
		out = append(out, "no problem")
	}
	for _, p := range problems.Problems() {
		out = append(out, "problem: "+p.Message)
	}
	return out
}

package naming

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi/diag"
)

func TestExported(t *testing.T) {
	for text, want := range map[string]string{
		"soldTo": "SoldTo", "$filter": "Filter", "@odata.type": "OdataType", "1.0": "X10", "": "Empty", "价": "X价", "*": "U002A", "a*": "A", "+-": "U002BU002D",
		"billingAccountId": "BillingAccountID", "subscriptionIDs": "SubscriptionIDs", "IDs": "IDs", "IDsOf": "IDsOf", "IDsomething": "IDsomething", "IDst": "IDst",
		"VMs": "VMs", "VMsAndIPs": "VMsAndIPs", "ABCs": "ABCs", "HTTPServer": "HTTPServer", "httpServer": "HTTPServer", "XMLHttpRequest": "XMLHTTPRequest",
		"XId": "XID", "URi": "URi", "aId": "AID", "IDt": "IDt", "APIs": "APIs", "APIsX": "APIsX", "APIst": "APIst", "CPUs": "CPUs", "IPsTo": "IPsTo", "a1B": "A1B", "aBCd": "ABCd", "-id": "ID", "x-id-": "XID",
		"a-b_c d": "ABCD", "é": "É", "ǆ": "Ǆ", "x1y2": "X1y2", "A": "A", "aB": "AB", "ABc": "ABc", "ids": "IDs", "id": "ID", "idea": "Idea", "\xff": "UFFFD", "a\xffb": "AB",
	} {
		if got := Exported(text); got != want {
			t.Errorf("Exported(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestJoined(t *testing.T) {
	for _, c := range []struct{ texts, want string }{
		{"invoice|items", "InvoiceItems"}, {"a|1", "A1"}, {"1|2", "X12"}, {"a|x1", "AX1"}, {"a|X", "AX"}, {"a|x", "AX"}, {"a|*", "AU002A"}, {"", "Empty"}, {"a|xy", "AXy"}, {"X|1", "X1"},
		{"a|$x", "AX"}, {"a|$xy", "AXy"}, {"1|x", "X1X"}, {"a|价", "A价"}, {"价|a", "X价A"}, // the X before what has no case is for the front alone
	} {
		if got := Joined(strings.Split(c.texts, "|")); got != c.want {
			t.Errorf("Joined(%s) = %s, want %s", c.texts, got, c.want)
		}
	}
	for _, c := range []struct{ name, text, want string }{
		{"ErrorDetail", "detailCode", "ErrorDetailCode"}, {"Error", "error", "Error"}, {"Error", "code", "ErrorCode"}, {"ErrorDetail", "errorDetail", "ErrorDetail"},
		{"ErrorDetail", "errorDetailCode", "ErrorDetailCode"}, {"Error", "1", "Error1"}, {"A", "aB", "AAB"}, {"Data", "dataData", "DataData"}, {"InvoiceID", "id", "InvoiceID"},
		{"AB", "aBC", "ABABC"}, {"ErrorInfo", "infoErrorInfo", "ErrorInfoErrorInfo"}, {"Error", "$xCode", "ErrorXCode"}, {"A", "*", "AU002A"},
		{"SomeI", "ids", "SomeIIDs"}, {"SomeIDs", "idsOf", "SomeIDsOf"},
	} {
		if got := joined(c.name, c.text); got != c.want {
			t.Errorf("joined(%s, %s) = %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

// TestWords has where a text is split.
func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "-": "", "a": "a", "ab": "ab", "aB": "a B", "AB": "AB", "ABc": "A Bc", "aBCd": "a B Cd", "a1B": "a1 B", "AB1": "AB1", "A1b": "A1b", "ABC-D": "ABC D", "--a__b.": "a b", "éÀ": "é À", "价A": "价 A",
		"IDs": "IDs", "userIDs": "user IDs", "IDsOf": "IDs Of", "userIDsOf": "user IDs Of", "IDs1": "IDs1", // an initialism and its plural s
		"IDst": "I Dst", "IDt": "I Dt", "ABCs": "AB Cs", "JSONs": "JSO Ns", "URi": "U Ri", "AIDs": "AI Ds",
	} {
		if got := strings.Join(words(text), " "); got != want {
			t.Errorf("words(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestPackageName(t *testing.T) {
	for text, want := range map[string]string{
		"Billing": "billing", "billing-2020": "billing2020", "2020-billing": "billing", "": "api", "123": "api",
		"az9": "az9", "zA": "za", "a0": "a0", "ünd": "nd", "{`": "api", "a/:b": "ab",
		"type": "typeapi", "Type": "typeapi", "types": "types", "-go-": "goapi", // keywords
		"Wire": "wireapi", "main": "mainapi", "init": "initapi", "internal": "internalapi", "vendor": "vendorapi", "test": "testapi", "tests": "tests",
	} {
		if got := PackageName(text); got != want {
			t.Errorf("PackageName(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	long := strings.Repeat("a", 60)
	for text, want := range map[string]string{
		"a\"b": `"a\"b"`, long: `"` + long + `"`, long + "b": `"` + long + `…"`, long[:59] + "é": `"` + long[:59] + `…"`,
	} {
		if got := quoted(text); got != want {
			t.Errorf("quoted(%s) = %s, want %s", text, got, want)
		}
	}
}

// TestSpelling has the word for each way of spelling that leads to a name which another spelling has as well.
func TestSpelling(t *testing.T) {
	for text, want := range map[string]string{
		"": "Lower", "ab": "Lower", "éa": "Lower", "AB": "Upper", "A": "Upper", "aB": "Camel", "éA": "Camel", "abC": "Camel", "Ab": "Mixed", "Éa": "Mixed", "AbC": "Mixed",
		" ": "Space", "-": "Hyphen", "_": "Underscore", ".": "Dot", "/": "Slash", "@": "At", "$": "Dollar", "+": "Plus", ":": "Colon", "#": "Hash", "*": "Star", ",": "Comma",
		"%": "Percent", "&": "And", "=": "Equals", "<": "Less", ">": "Greater", "(": "Paren", ")": "U0029", "😀": "U1F600", "a-B_c": "HyphenUnderscore", "a)": "U0029",
	} {
		if got := spelling(text); got != want {
			t.Errorf("spelling(%q) = %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{ // a short name first, then one that no other text has
		"ab": "[NLower NLower]", "aB": "[NCamel NCamelC2]", "a-b1C": "[NHyphen NHyphenC2C5]", "é-": "[NHyphen NHyphenC2]",
	} {
		if got := fmt.Sprint(spellings("N", text)); got != want {
			t.Errorf("spellings(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestFileWord(t *testing.T) {
	for _, c := range []struct {
		file  string
		parts int
		want  string
	}{
		{"types.json", 1, "Types"}, {"a/b/types.json", 1, "Types"}, {"a/b/types.json", 2, "BTypes"}, {`a\b\my.types.json`, 2, "BMyTypes"}, {"types.json", 2, ""}, {"b/types.json", 2, "BTypes"},
	} {
		if got := fileWord(c.file, c.parts); got != c.want {
			t.Errorf("fileWord(%s, %d) = %s, want %s", c.file, c.parts, got, c.want)
		}
	}
}

// TestSettle has the rules by which several things that ask for one name get theirs, in whatever order they ask.
func TestSettle(t *testing.T) {
	decode := func(name string) []string { return []string{"Decode" + name} }
	list := func(names ...string) []string { return names }
	for _, c := range []struct {
		rule   string
		claims []claim // the name of a claim is the one it asks for
		want   string  // the names they get
	}{
		{"what no other claim asks for is given", []claim{{name: "A", yields: list("AX")}, {name: "B"}}, "A B"},
		{"the greater weight keeps a name", []claim{{name: "A", weight: 2, yields: list("AX")}, {name: "A", weight: 3}}, "AX A"},
		{"a weight below zero yields to none", []claim{{name: "A", weight: -1, yields: list("AX")}, {name: "A"}}, "AX A"},
		{"of equal weight the one that is spelled like the name keeps it", []claim{{name: "Ab", text: "ab", yields: list("AX")}, {name: "Ab", text: "Ab"}}, "AX Ab"},
		{"then the one that is but for the case of its first letter", []claim{{name: "AbC", text: "ab-c", yields: list("AX")}, {name: "AbC", text: "abC"}}, "AX AbC"},
		{"any letter", []claim{{name: "Éa", text: "é-a", yields: list("AX")}, {name: "Éa", text: "éa"}}, "AX Éa"},
		{"an empty text has a name", []claim{{name: "Empty", text: "", yields: list("AX")}, {name: "Empty", text: "empty"}}, "AX Empty"},
		{"weight counts before spelling", []claim{{name: "A", text: "A", yields: list("AX")}, {name: "A", weight: 1}}, "AX A"},
		{"a pin counts before weight", []claim{{name: "A", weight: 9, yields: list("AX")}, {name: "A", pinned: true}}, "AX A"},
		{"of equals none keeps it", []claim{{name: "A", yields: list("AX")}, {name: "A", yields: list("AY")}}, "AX AY"},
		{"nor of three", []claim{{name: "A", yields: list("AX")}, {name: "A", yields: list("AY")}, {name: "A", yields: list("AZ")}}, "AX AY AZ"},
		{"a name that two yield to is given to neither", []claim{{name: "A", yields: list("AX", "AY")}, {name: "A", yields: list("AX", "AZ")}}, "AY AZ"},
		{"one of them may list it twice", []claim{{name: "A", among: list("AX"), yields: list("AX", "AY")}, {name: "A", yields: list("AZ")}}, "AX AZ"},
		{"what the keeper would yield to is free", []claim{{name: "A", weight: 1, yields: list("AX")}, {name: "A", yields: list("AX", "AY")}}, "A AX"},
		{"the keeper in the middle", []claim{{name: "A", yields: list("AX", "AY")}, {name: "A", weight: 1, yields: list("AX")}, {name: "A", yields: list("AX", "AZ")}}, "AY A AZ"},
		{"beside its like it is called by how they differ", []claim{{name: "A", weight: 1}, {name: "A", among: list("AL"), yields: list("AX")}}, "A AL"},
		{"then as beside others", []claim{{name: "A", weight: 1}, {name: "A", among: list("A"), yields: list("AX")}}, "A AX"},
		{"a name of an earlier call is taken", []claim{{name: "Taken", among: list("AL"), yields: list("AX")}}, "AX"},
		{"a name that somebody asks for is not yielded to", []claim{{name: "A", weight: 1}, {name: "A", yields: list("B", "AX")}, {name: "B"}}, "A AX B"},
		{"a name that was taken is not yielded to", []claim{{name: "A", weight: 1}, {name: "A", yields: list("Taken", "AX")}}, "A AX"},
		{"what comes with a name may not be taken", []claim{{name: "Part", with: decode, yields: list("AX")}}, "AX"},
		{"nor asked for by a part of another", []claim{{name: "Whole", with: decode, yields: list("AX")}, {name: "DecodeWhole", yields: list("AY")}}, "Whole AY"},
		{"nor come with a name that is yielded to", []claim{{name: "A", weight: 1}, {name: "A", with: decode, yields: list("Part", "AX")}}, "A AX"},
		{"without another name it is a clash", []claim{{name: "A", weight: 1, what: "a"}, {name: "A", what: "b"}}, `A A | k: A is the name of a at f: k and of b here; give one of them another in the names file, such as "fk": AOther`},
		{"two pins are a clash, once", []claim{{name: "A", pinned: true, with: decode}, {name: "A", pinned: true, with: decode, yields: list("Taken", "A", "AY", "AZ")}},
			`A A | k: A is the name of  at f: k and of  here; give one of them another in the names file, such as "fk": AY`},
		{"a pin of a name that is taken", []claim{{name: "Taken", pinned: true, what: "a"}}, `Taken | k: Taken is the name of before and of a here; give one of them another in the names file, such as "fk": TakenOther`},
	} {
		for _, backwards := range []bool{false, true} {
			var problems diag.List
			n := &namer{problems: &problems}
			claims := make([]*claim, len(c.claims))
			for i := range c.claims {
				one := c.claims[i]
				one.at, one.key = diag.At{File: "f", Pointer: "k"}, "k"
				claims[i] = &one
			}
			order := slices.Clone(claims)
			if backwards {
				slices.Reverse(order)
			}
			n.settle(scope{"Taken": {what: "before"}, "DecodePart": {}}, order)
			var got []string
			for _, one := range claims {
				got = append(got, one.name)
			}
			result := strings.Join(got, " ")
			for _, p := range problems.Problems() {
				result += " | " + p.At.Pointer + ": " + p.Message
			}
			want := c.want
			if backwards { // which of two things that clash is reported first follows their order
				result, _, _ = strings.Cut(result, " | ")
				want, _, _ = strings.Cut(want, " | ")
			}
			if result != want {
				t.Errorf("%s:\n got %s\nwant %s", c.rule, result, want)
			}
		}
	}
}

// TestPins has the rules by which a pin means a place, and by which one of several is taken.
func TestPins(t *testing.T) {
	const place = "#/definitions/A"
	at := func(file string) *ir.Struct {
		return &ir.Struct{Head: ir.Head{At: diag.At{File: file, Pointer: place}, Pointer: place, Path: []string{"A"}}}
	}
	own, other, third := "specs/own.yaml", "specs/common/other.yaml", "specs/third.yaml"
	for _, c := range []struct {
		rule        string
		own, shared map[string]string
		files       []string // that have the place
		file, want  string   // the place of which file, and the name pinned for it
	}{
		{"no pin", nil, nil, []string{own}, own, ""},
		{"by pointer, of an own document", map[string]string{place: "N"}, nil, []string{own, other}, own, "N"},
		{"which is not that of another file then", map[string]string{place: "N"}, nil, []string{own, other}, other, ""},
		{"by pointer, of the only other file", map[string]string{place: "N"}, nil, []string{other}, other, "N"},
		{"of several other files of none", map[string]string{place: "N"}, nil, []string{other, third}, other, ""},
		{"by file", map[string]string{other + place: "N"}, nil, []string{own, other}, other, "N"},
		{"by the end of a file's path", map[string]string{"other.yaml" + place: "N"}, nil, []string{own, other}, other, "N"},
		{"whole parts of it", map[string]string{"ther.yaml" + place: "N"}, nil, []string{own, other}, other, ""},
		{"from here", map[string]string{"./" + other + place: "N"}, nil, []string{own, other}, other, "N"},
		{"of another file", map[string]string{"third.yaml" + place: "N"}, nil, []string{own, other}, other, ""},
		{"of another place", map[string]string{place + "B": "N"}, nil, []string{own}, own, ""},
		{"the longer path wins", map[string]string{"other.yaml" + place: "N", "common/other.yaml" + place: "M"}, nil, []string{other}, other, "M"},
		{"a file wins over none", map[string]string{place: "N", "own.yaml" + place: "M"}, nil, []string{own}, own, "M"},
		{"a shared one", nil, map[string]string{"own.yaml" + place: "S"}, []string{own}, own, "S"},
		{"an own one wins over a shared one", map[string]string{"own.yaml" + place: "N"}, map[string]string{own + place: "S"}, []string{own}, own, "N"},
		{"also without a file", map[string]string{place: "N"}, map[string]string{own + place: "S"}, []string{own}, own, "N"},
		{"of two shared ones the longer path", nil, map[string]string{"own.yaml" + place: "S", own + place: "T"}, []string{own}, own, "T"},
	} {
		pkg := &ir.Package{Documents: []string{own}}
		for _, file := range c.files {
			pkg.Decls = append(pkg.Decls, at(file))
		}
		for range 30 { // the pins of a map come in any order
			found, got := newPins(Pins{Own: c.own, Shared: c.shared}, pkg).find(c.file, place), ""
			if found != nil {
				got = found.name
			}
			if got != c.want {
				t.Errorf("%s: got %q, want %q", c.rule, got, c.want)
				break
			}
		}
	}
	if found := newPins(Pins{Own: map[string]string{place: "N"}}, &ir.Package{}).find(other, place); found == nil {
		t.Error("a package without documents of its own: not pinned")
	}
	alone := &ir.Package{Decls: []ir.Decl{at(own)}}
	Assign(alone, Pins{Shared: map[string]string{own + place: "S"}}, new(diag.List)) // uses are not reported
	if got := alone.Decls[0].Common().Name; got != "S" {
		t.Errorf("a shared pin: %s", got)
	}
	for _, c := range []struct {
		rule   string
		shared map[string]string
		used   string
	}{
		{"two shared pins of one name", map[string]string{own + place: "S", other + place: "S"}, own + place + " " + other + place},
		{"the second one has a name for another package", map[string]string{own + place: "S", other + place: "T"}, own + place},
	} {
		twice := at(own)
		twice.Also = []diag.At{{File: other, Pointer: place}}
		var used []string
		var problems diag.List
		Assign(&ir.Package{Decls: []ir.Decl{twice}}, Pins{Shared: c.shared, Used: func(key string) { used = append(used, key) }}, &problems)
		if got := strings.Join(used, " "); got != c.used || twice.Name != "S" || problems.Len() > 0 {
			t.Errorf("%s: used %s; named %s; %v", c.rule, got, twice.Name, problems.Err())
		}
	}
	if !endsWith(`a\b\c.yaml`, "b/c.yaml") || endsWith("b/c.yaml", "a/b/c.yaml") {
		t.Error("endsWith")
	}
}

// TestPlaces has the places that a pin without a file may mean.
func TestPlaces(t *testing.T) {
	at := func(pointer string) diag.At { return diag.At{File: "f", Pointer: "#/" + pointer} }
	head := func(name string) ir.Head {
		return ir.Head{At: at(name), Pointer: "#/" + name, Also: []diag.At{at(name + "Also")}}
	}
	pkg := &ir.Package{
		Decls: []ir.Decl{
			&ir.Struct{Head: head("struct"), Fields: []*ir.Field{{At: at("field")}, {At: at("field2")}}},
			&ir.Enum{Head: head("enum"), Values: []ir.EnumValue{{Wire: "a"}, {Wire: "b/"}}},
			&ir.Alias{Head: head("alias")},
		},
		Groups:     []*ir.Group{{Wire: "group", At: at("anywhere")}},
		Operations: []*ir.Operation{{At: at("operation"), Params: []*ir.Param{{At: at("parameter")}}}},
	}
	for _, c := range []struct{ rule, pin, want string }{
		{"types, members, groups, operations and parameters", "", "struct structAlso field field2 enum enumAlso alias aliasAlso tags/group operation parameter"},
		{"values as well, if one is pinned", "#/enum/enum/a", "struct structAlso field field2 enum enumAlso enum/enum/a enum/enum/b~1 alias aliasAlso tags/group operation parameter"},
		{"by any place of their enumeration", "#/enumAlso/enum/a", "struct structAlso field field2 enum enumAlso enumAlso/enum/a enumAlso/enum/b~1 alias aliasAlso tags/group operation parameter"},
	} {
		var got []string
		newPins(Pins{Own: map[string]string{c.pin: "N"}}, pkg).eachPlace(pkg, func(at diag.At, pointer string) {
			if at.File != "f" {
				t.Errorf("%s: file %q", pointer, at.File)
			}
			got = append(got, strings.TrimPrefix(pointer, "#/"))
		})
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.rule, got, c.want)
		}
	}
}

func TestTypeName(t *testing.T) {
	for _, c := range []struct {
		origin ir.Origin
		path   string
		want   string
	}{
		{ir.FromDefinition, "foo", "Foo"}, {ir.FromDefinition, "FooV5|V5", "FooV5V5"}, {ir.FromEnum, "fooBar", "FooBar"},
		{ir.FromPlace, "foo", "Foo"}, {ir.FromPlace, "Foo|bar", "FooBar"}, {ir.FromPlace, "FooBar|barBaz", "FooBarBaz"}, {ir.FromPlace, "Foo|foo", "FooContent"},
		{ir.FromPlace, "Foo|foo|content", "FooContentContent"}, {ir.FromPlace, "Foo|bar|foo|bar", "FooBarFooBar"},
	} {
		if got := typeName(&ir.Head{Origin: c.origin, Path: strings.Split(c.path, "|")}); got != c.want {
			t.Errorf("%s: got %s, want %s", c.path, got, c.want)
		}
	}
}

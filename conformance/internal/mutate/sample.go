package mutate

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/wire/ecma"
)

// sampleClasses are the faults planted in samples.
var sampleClasses = []string{
	"sample.required", "sample.type", "sample.null", "sample.enum", "sample.format", "sample.pattern", "sample.range", "sample.length",
	"sample.member", "sample.discriminator", "sample.status", "sample.body", "sample.json",
	"sample.parameter-missing", "sample.parameter-unknown", "sample.parameter-value", "sample.api-version", "sample.path", "sample.method",
}

// Reasons why a mutant is equivalent, or survives.
const (
	proofAny      = "the document has no rule for the value"
	proofOpen     = "the document allows members of any name there"
	proofNull     = "null is accepted in place of an absent member unless the document forbids it"
	proofVague    = "the document gives alternatives, and the altered value fits one of them"
	proofVariant  = "all the object has means the same in both variants"
	proofReadOnly = "the service sets the member; a request need not have it"
	proofSame     = "the elements that change places are equal"
	proofDecides  = "the member is the discriminator: without a value that names a variant nothing fits"
	proofBroken   = "the sample breaks a rule there already"
	proofFree     = "the parameter takes any text"
	reasonPattern = "the pattern is not checked; the report lists it"
	reasonFormat  = "the format describes and is not asserted; services depart from it freely"
)

// edit alters a body.
type edit func(root *jsontree.Node)

// edited returns the text of a body with a change made to a copy of it.
func edited(body *jsontree.Node, change edit) []byte {
	root := body.Clone()
	change(root)
	return root.Append(nil)
}

// set returns the edit that replaces the value at a pointer.
func set(pointer string, kind jsontree.Kind, text string) edit {
	return func(root *jsontree.Node) {
		n := root.At(pointer)
		n.Kind, n.Text, n.Members, n.Items = kind, text, nil, nil
	}
}

// remove returns the edit that removes a member.
func remove(object, name string) edit {
	return func(root *jsontree.Node) {
		n := root.At(object)
		n.Members = slices.DeleteFunc(n.Members, func(m jsontree.Member) bool { return m.Name == name })
	}
}

// samples adds the mutants of a message.
func (m *mutator) samples(x *subject, w *walker, base baseline) {
	for _, at := range w.sites {
		m.valueMutants(x, at, base)
		if at.node.Kind == jsontree.Object {
			m.objectMutants(x, w, at, base)
		}
	}
	m.jsonMutants(x)
	if x.IsRequest {
		m.requestMutants(x, base)
	} else {
		m.responseMutants(x, base)
	}
}

// body adds a mutant of the body.
func (m *mutator) body(x *subject, class, pointer, what string, base baseline, change edit, unnoticed Outcome) {
	m.add(x, class, pointer, what, func() Outcome {
		y := x.WithBody(edited(x.Body, change))
		o := unnoticed
		if o.Noticed = base.adds(y.Findings()); o.Noticed {
			o.Proof, o.Reason = "", ""
		} else if base.has(pointer) {
			o.Proof = proofBroken
		}
		o.Faults = x.faults(y)
		return o
	})
}

// valueMutants alters one value so that it breaks each of the rules it obeys.
func (m *mutator) valueMutants(x *subject, at *site, base baseline) {
	unnoticed := Outcome{}
	if at.vague {
		unnoticed.Proof = proofVague
	}
	if wrong, text := mismatch(at.node.Kind); !at.typed() {
		m.body(x, "sample.type", at.pointer, "another type", base, set(at.pointer, wrong, text), Outcome{Proof: proofAny})
	} else if at.node.Kind != jsontree.Null {
		m.body(x, "sample.type", at.pointer, "another type", base, set(at.pointer, wrong, text), unnoticed)
	}
	if at.node.Kind != jsontree.Null {
		null := unnoticed
		if at.nullable(m.opts.StrictNull) {
			null.Proof = proofNull
		} else if !at.typed() {
			null.Proof = proofAny
		}
		m.body(x, "sample.null", at.pointer, "null", base, set(at.pointer, jsontree.Null, "null"), null)
	}
	for _, b := range breaks(at) {
		o := unnoticed
		o.Reason = b.reason
		m.body(x, b.class, at.pointer, b.what, base, b.change(at.pointer), o)
	}
}

// mismatch is a value of another type.
func mismatch(kind jsontree.Kind) (jsontree.Kind, string) {
	if kind == jsontree.String {
		return jsontree.Number, "17.5"
	}
	return jsontree.String, "xMutant"
}

// breach is a value that breaks one rule.
type breach struct {
	class, what, reason string
	kind                jsontree.Kind
	text                string
	items               int // of a list: repeat the first element up to that number, 0: drop to none
}

func (b breach) change(pointer string) edit {
	if b.kind != jsontree.Array {
		return set(pointer, b.kind, b.text)
	}
	return func(root *jsontree.Node) {
		n := root.At(pointer)
		if b.items == 0 {
			n.Items = nil
		}
		for len(n.Items) > 0 && len(n.Items) < b.items {
			n.Items = append(n.Items, n.Items[0].Clone())
		}
	}
}

// breaks returns values that break the rules of a site which has a value of the right type.
func breaks(at *site) []breach {
	var out []breach
	if !at.fits() {
		return nil
	}
	switch at.node.Kind {
	case jsontree.String:
		out = textBreaks(at)
	case jsontree.Number:
		out = numberBreaks(at)
	case jsontree.Array:
		if s := at.fact(func(s *openapi.Schema) bool { return s.MinItems != "" && s.MinItems != "0" }); s != nil {
			out = append(out, breach{class: "sample.length", what: "no elements", kind: jsontree.Array})
		}
		if s := at.fact(func(s *openapi.Schema) bool { return s.MaxItems != "" }); s != nil {
			if n, err := strconv.Atoi(s.MaxItems); err == nil && n < 1000 && len(at.node.Items) > 0 {
				out = append(out, breach{class: "sample.length", what: "too many elements", kind: jsontree.Array, items: n + 1})
			}
		}
		if at.fact(func(s *openapi.Schema) bool { return s.UniqueItems }) != nil && len(at.node.Items) > 0 {
			out = append(out, breach{class: "sample.length", what: "an element twice", kind: jsontree.Array, items: len(at.node.Items) + 1})
		}
	}
	if at.fact(func(s *openapi.Schema) bool { return len(s.Enum) > 0 }) != nil {
		b := breach{class: "sample.enum", what: "a value that is not listed", kind: at.node.Kind, text: "xMutant"}
		if b.kind == jsontree.Number {
			b.text = "123456"
		}
		if b.kind == jsontree.String || b.kind == jsontree.Number {
			out = append(out, b)
		}
	}
	return out
}

// wrongFormat has a text for each asserted format that does not have it.
var wrongFormat = map[string]string{"date-time": "2024-13-01T00:00:00Z", "date": "2024-13-01", "time": "25:00:00Z", "uuid": "xMutant"}

func textBreaks(at *site) []breach {
	var out []breach
	text := func(class, what, value, reason string) {
		out = append(out, breach{class: class, what: what, reason: reason, kind: jsontree.String, text: value})
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.Format != "" }); s != nil {
		if wrong, asserted := wrongFormat[s.Format]; asserted {
			text("sample.format", "no "+s.Format, wrong, "")
		} else {
			text("sample.format", "no "+s.Format, "\u00a0", reasonFormat)
		}
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.Pattern != "" }); s != nil {
		out = append(out, patternBreak(s.Pattern, at.node.Text)...)
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.MinLength != "" }); s != nil {
		if n, err := strconv.Atoi(s.MinLength); err == nil && n > 0 {
			text("sample.length", "too short", strings.Repeat("x", n-1), "")
		}
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.MaxLength != "" }); s != nil {
		if n, err := strconv.Atoi(s.MaxLength); err == nil && n < 1<<20 {
			text("sample.length", "too long", strings.Repeat("x", n+1), "")
		}
	}
	return out
}

// patternBreak returns a text that a pattern does not match, if one is found.
func patternBreak(pattern, text string) []breach {
	p, err := ecma.Compile(pattern)
	for _, candidate := range []string{"\u00a0", "", "~", " " + text + "\n", "x", strings.Repeat("x", 5000)} {
		out := breach{class: "sample.pattern", what: "another pattern", kind: jsontree.String, text: candidate}
		if err != nil {
			out.reason = reasonPattern
			return []breach{out}
		}
		if ok, err := p.Match(candidate); !ok && err == nil {
			return []breach{out}
		}
	}
	return nil
}

func numberBreaks(at *site) []breach {
	var out []breach
	number := func(class, what, literal string) {
		out = append(out, breach{class: class, what: what, kind: jsontree.Number, text: literal})
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.Format == "int32" || s.Format == "int64" }); s != nil {
		number("sample.format", "no "+s.Format, map[string]string{"int32": "2147483648", "int64": "9223372036854775808"}[s.Format])
	}
	if at.fact(func(s *openapi.Schema) bool { return s.Type == "integer" }) != nil {
		number("sample.type", "half a number", "0.5")
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.Minimum != "" }); s != nil {
		number("sample.range", "below the minimum", moved(s.Minimum, -1))
	}
	if s := at.fact(func(s *openapi.Schema) bool { return s.Maximum != "" }); s != nil {
		number("sample.range", "above the maximum", moved(s.Maximum, 1))
	}
	return out
}

// moved adds to a number literal.
func moved(literal string, by int64) string {
	r, ok := new(big.Rat).SetString(literal)
	if !ok {
		return literal
	}
	r.Add(r, big.NewRat(by, 1))
	if r.IsInt() {
		return r.Num().String()
	}
	return r.FloatString(6)
}

// objectMutants loses, renames and redirects members.
func (m *mutator) objectMutants(x *subject, w *walker, at *site, base baseline) {
	names := required(at.rules)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if at.node.Get(name) == nil {
			continue
		}
		o := Outcome{}
		if p := property(at.rules, name); p != nil && x.IsRequest && readOnly(p.Schema) {
			o.Proof = proofReadOnly
		}
		m.body(x, "sample.required", at.pointer, "without "+name, base, remove(at.pointer, name), o)
	}
	for i, member := range at.node.Members {
		o := Outcome{}
		if !closed(at.rules) {
			o.Proof = proofOpen
		}
		change := func(root *jsontree.Node) { root.At(at.pointer).Members[i].Name = misspelt(member.Name) }
		m.body(x, "sample.member", at.pointer, "misspelt "+member.Name, base, change, o)
	}
	for _, s := range at.bases {
		m.discriminatorMutants(x, w, at, s, base)
	}
}

// misspelt changes the case of a letter, the smallest mistake there is.
func misspelt(name string) string {
	for i, c := range name {
		if upper := strings.ToUpper(string(c)); upper != string(c) {
			return name[:i] + upper + name[i+1:]
		}
	}
	return name + "x"
}

// discriminatorMutants takes away, misspells and swaps the value that names an object's variant.
func (m *mutator) discriminatorMutants(x *subject, w *walker, at *site, s *openapi.Schema, base baseline) {
	const class = "sample.discriminator"
	name := s.Discriminator.Property
	pointer := at.pointer + "/" + jsontree.Escape(name)
	m.body(x, class, at.pointer, "without "+name, base, remove(at.pointer, name), Outcome{})
	m.body(x, class, at.pointer, "a variant that is not there", base, set(pointer, jsontree.String, "xMutant"), Outcome{})
	all := w.variants(s)
	values := make([]string, 0, len(all))
	for value := range all {
		values = append(values, value)
	}
	slices.Sort(values)
	for _, value := range values {
		if value == at.node.Get(name).Text {
			continue
		}
		o := Outcome{}
		if sameMeaning(at, all[value].Parts()) {
			o.Proof = proofVariant
		}
		m.body(x, class, at.pointer, "the variant "+value, base, set(pointer, jsontree.String, value), o)
	}
}

// sameMeaning reports whether everything the object has means the same under other rules.
func sameMeaning(at *site, rules []*openapi.Schema) bool {
	for _, name := range required(rules) {
		if at.node.Get(name) == nil {
			return false
		}
	}
	for _, m := range at.node.Members {
		a, b := property(at.rules, m.Name), property(rules, m.Name)
		if (a == nil) != (b == nil) || a == nil && closed(rules) {
			return false
		}
		if a != nil && a.Schema.Resolve() != b.Schema.Resolve() {
			return false
		}
	}
	return true
}

// jsonMutants breaks the text of a body. The types must refuse it as the suite does.
func (m *mutator) jsonMutants(x *subject) {
	if x.Body == nil || x.Flawed || len(x.Body.Members) == 0 {
		return
	}
	text := string(x.Body.Append(nil))
	first := x.Body.Members[0]
	for _, b := range []struct{ what, text string }{
		{"a comma before the end", text[:len(text)-1] + ",}"},
		{"no closing bracket", text[:len(text)-1]},
		{"cut in half", text[:len(text)/2]},
		{"text after the end", text + "x"},
		{"a second value", text + text},
		{"a member twice", `{"` + first.Name + `":null,` + text[1:]},
		{"a name without quotation marks", "{a:1," + text[1:]},
		{"NaN", `{"xMutant":NaN,` + text[1:]},
		{"a number with a leading zero", `{"xMutant":01,` + text[1:]},
		{"a number without digits", `{"xMutant":-,` + text[1:]},
		{"invalid UTF-8", "{\"xMutant\":\"\xff\"," + text[1:]},
		{"half a surrogate pair", `{"xMutant":"\ud800",` + text[1:]},
		{"a line end in a string", "{\"xMutant\":\"\n\"," + text[1:]},
		{"a comment", "{/**/" + text[1:]},
		{"nothing", ""},
	} {
		if b.text == "" && x.IsRequest {
			continue // that is a request without a body
		}
		m.add(x, "sample.json", "", b.what, func() Outcome {
			y := x.WithBody([]byte(b.text))
			isMalformed := func(f Finding) bool { return f.Code == "json" }
			return Outcome{Noticed: slices.ContainsFunc(y.Findings(), isMalformed), Faults: y.MalformedFindings()}
		})
	}
}

// responseMutants answers with another status, without a body, or with one that is not promised.
func (m *mutator) responseMutants(x *subject, base baseline) {
	try := func(class, what string, y Message) {
		m.add(x, class, "", what, func() Outcome {
			o := Outcome{Noticed: base.adds(y.Findings())}
			if !o.Noticed && class == "sample.status" && y.Facts().Response != nil {
				o.Proof = "the document describes the status, and the body is as described"
			}
			return o
		})
	}
	try("sample.status", "status 299", x.WithStatus("299"))
	if x.Response == nil {
		return
	}
	if x.Response.Schema != nil && x.Body != nil {
		try("sample.body", "no body", x.WithBody(nil))
	} else if x.Response.Schema == nil && x.Body == nil {
		try("sample.body", "a body", x.WithBody([]byte(`{"xMutant":1}`)))
	}
}

package schema_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/ecma"
	"github.com/azbill/azbill/wire/schema"
)

// TestAlternativesGrow: alternatives that hold the same alternatives again are tried once for each value, where trying
// them anew would double the work with each level.
func TestAlternativesGrow(t *testing.T) {
	self := schema.Schema{Kind: schema.KindRef}
	member := func() schema.Schema {
		return schema.Schema{Kind: schema.KindMap, Parts: &schema.Parts{Object: &schema.Type{Members: []schema.Member{{Name: "a", Schema: self}}}}}
	}
	for name, parts := range map[string]*schema.Parts{
		"any": {Any: []schema.Schema{member(), member()}},
		"one": {One: []schema.Schema{member(), {Kind: schema.KindAny, Parts: &schema.Parts{Not: &self}}}},
		"all": {All: []schema.Schema{member(), member()}},
	} {
		t.Run(name, func(t *testing.T) {
			value := schema.Schema{Kind: schema.KindAny, Parts: parts}
			m := &schema.Model{Types: []schema.Type{{Name: "T", Value: &value}}}
			const levels = 200
			text := strings.Repeat(`{"a":`, levels) + "1" + strings.Repeat("}", levels)
			start := time.Now()
			err := schema.Validate(m, 0, []byte(text))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%d levels take %v", levels, took)
			}
			if name != "one" && err == nil {
				t.Error("the innermost value is not an object, and nothing is reported")
			}
		})
	}
}

// TestEndless: a schema that is an alternative of itself does not keep the check from ending.
func TestEndless(t *testing.T) {
	for _, parts := range []*schema.Parts{
		{Any: []schema.Schema{{Kind: schema.KindRef}}}, {Not: &schema.Schema{Kind: schema.KindRef}}, {All: []schema.Schema{{Kind: schema.KindRef}}},
	} {
		m := &schema.Model{Types: []schema.Type{{Name: "T", Value: &schema.Schema{Kind: schema.KindAny, Parts: parts}}}}
		var violations wire.Violations
		if err := schema.Validate(m, 0, []byte(`{}`)); err != nil && !errors.As(err, &violations) {
			t.Error(err)
		}
	}
}

// TestPatterns: what a model without an engine does not check is listed, and with one it is checked or, when a match takes
// too long, reported as not known.
func TestPatterns(t *testing.T) {
	pattern := func(p string) *schema.Schema {
		return &schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Pattern: p}}
	}
	m := &schema.Model{Types: []schema.Type{
		{Name: "Plain", Value: pattern(`^\d+$`)}, {Name: "Ahead", Value: pattern(`^(?!a)`)}, {Name: "Broken", Value: pattern(`(a`)},
		{Name: "Slow", Value: pattern(`^(?=a)(a+)+$`)},
	}}
	if have, want := m.Unchecked(), []string{`(a`, `^(?!a)`, `^(?=a)(a+)+$`}; !slices.Equal(have, want) {
		t.Errorf("without an engine %q are not checked, want %q", have, want)
	}
	if err := schema.Validate(m, 1, []byte(`"a"`)); err != nil {
		t.Errorf("without an engine: %v", err)
	}
	m.Engine = ecma.Engine
	if have, want := m.Unchecked(), []string{`(a`}; !slices.Equal(have, want) {
		t.Errorf("with an engine %q are not checked, want %q", have, want)
	}
	for typ, want := range map[int]string{0: "pattern", 1: "pattern", 3: "limit"} {
		text := `"a"`
		if typ == 3 {
			text = `"` + strings.Repeat("a", 200) + `b"`
		}
		var violations wire.Violations
		if err := schema.Validate(m, typ, []byte(text)); !errors.As(err, &violations) || violations[0].Rule != want {
			t.Errorf("%s: %v, want %s", m.Types[typ].Name, err, want)
		}
	}
}

// TestPointers: a violation says where it is whatever the names on the way are, in the values of maps and lists too.
func TestPointers(t *testing.T) {
	text := schema.Schema{Kind: schema.KindString}
	list := schema.Schema{Kind: schema.KindArray, Elem: &text}
	table := schema.Schema{Kind: schema.KindMap, Elem: &list}
	m := &schema.Model{Types: []schema.Type{{Name: "T", Members: []schema.Member{{Name: "", Schema: table}, {Name: "a/b~", Required: true, Schema: table}}, Additional: &list}}}
	const data = `{"":{"":["",1],"~/":2},"x\u0022":["",[],3]}`
	var got []string
	found, _, err := schema.Find(m, &schema.Schema{Kind: schema.KindRef}, []byte(data))
	for _, f := range found {
		got = append(got, f.Pointer+" "+f.Place)
	}
	want := []string{"/a~1b~0 /a~1b~0", "///1 //*/*", "//~0~1 //*", `/x"/1 /*/*`, `/x"/2 /*/*`}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("have %q, %v\nwant %q", got, err, want)
	}
}

// TestStripAlternatives: read-only members of the alternative that holds are left out, whether or not those that it
// requires are there.
func TestStripAlternatives(t *testing.T) {
	member := func(name string, readOnly bool) schema.Member {
		return schema.Member{Name: name, ReadOnly: readOnly, Required: true, Schema: schema.Schema{Kind: schema.KindString}}
	}
	object := func(members ...schema.Member) schema.Schema {
		return schema.Schema{Kind: schema.KindMap, Parts: &schema.Parts{Object: &schema.Type{Members: members}}}
	}
	alternatives := []schema.Schema{object(member("a", true), member("b", false)), object(member("a", false), member("c", true)), {Kind: schema.KindString}}
	for _, parts := range []*schema.Parts{{One: alternatives}, {Any: alternatives}} {
		list := schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindAny, Parts: parts}}
		m := &schema.Model{Types: []schema.Type{{Name: "T", Value: &list}}}
		const text = `[{"a":"1","b":"2"},{"a":"1","c":"2"},{"b":"2","c":"3"},{"a":"1"},"a",{"a":1,"b":"2"}]`
		const want = `[{"b":"2"},{"a":"1"},{"b":"2","c":"3"},{"a":"1"},"a",{"a":1,"b":"2"}]`
		if have := string(schema.StripReadOnly(m, 0, []byte(text))); have != want {
			t.Errorf("have %s\nwant %s", have, want)
		}
	}
}

// TestAlternativesOfThemselves: an alternative that leads back to itself ends.
func TestAlternativesOfThemselves(t *testing.T) {
	m := &schema.Model{Types: []schema.Type{{Name: "T", Value: &schema.Schema{Kind: schema.KindAny, Parts: &schema.Parts{Any: []schema.Schema{{Kind: schema.KindRef}}}}}}}
	if have := string(schema.StripReadOnly(m, 0, []byte(`{"a":1}`))); have != `{"a":1}` {
		t.Error(have)
	}
}

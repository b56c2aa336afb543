package schema_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/ecma"
	"github.com/azbill/azbill/wire/schema"
)

// rules lists the rules that a text violates.
func rules(t *testing.T, s *schema.Schema, types []schema.Type, text string) (out []string) {
	t.Helper()
	err := schema.ValidateValue(&schema.Model{Types: types, Engine: ecma.Engine}, s, []byte(text), wire.UnknownMembers())
	var violations wire.Violations
	if err != nil && !errors.As(err, &violations) {
		t.Fatal(err)
	}
	for _, v := range violations {
		out = append(out, v.Rule)
	}
	return out
}

// TestMultiplesAgainstRationals compares multipleOf with exact fractions.
func TestMultiplesAgainstRationals(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	literal := func() string {
		s := fmt.Sprint(r.IntN(400))
		if r.IntN(2) == 0 {
			s += fmt.Sprintf(".%d", r.IntN(400))
		}
		if r.IntN(2) == 0 {
			s += fmt.Sprintf("e%d", r.IntN(60)-30)
		}
		return s
	}
	multiples := 0
	for range 20_000 {
		x, m := literal(), literal()
		a, _ := new(big.Rat).SetString(x)
		b, _ := new(big.Rat).SetString(m)
		if b.Sign() == 0 {
			continue
		}
		want := a.Quo(a, b).IsInt()
		got := len(rules(t, &schema.Schema{Kind: schema.KindNumber, Rules: &schema.Rules{MultipleOf: m}}, nil, x)) == 0
		if want != got {
			t.Fatalf("%s is a multiple of %s: %v", x, m, got)
		}
		if want {
			multiples++
		}
	}
	if multiples < 200 {
		t.Errorf("only %d multiples", multiples)
	}
	long := strings.Repeat("9", 1000)
	for _, c := range []struct {
		x, m string
		is   bool
	}{
		{"1e" + long, "0.01", true},
		{"1e" + long, "7", false}, // no power of ten is
		{"7e" + long, "7", true},
		{"1e" + long, "128", true},
		{"1e-" + long, "0.01", false},
		{"1e-" + long, "1e-" + long, true},
		{"1e-" + long[1:] + "8", "1e-" + long, true},
		{"1e-" + long, "1e-" + long[1:] + "8", false},
		{"35e" + long, "5e" + long, true},
		{"36e" + long, "5e" + long, false},
		{"36e" + long + "1", "5e" + long + "0", true},
		{"0e" + long, "7", true},
	} {
		got := len(rules(t, &schema.Schema{Kind: schema.KindNumber, Rules: &schema.Rules{MultipleOf: c.m}}, nil, c.x)) == 0
		if got != c.is {
			t.Errorf("%.10s… (%d) is a multiple of %.10s… (%d): %v", c.x, len(c.x), c.m, len(c.m), got)
		}
	}
}

// TestUniqueItems: items are equal that are the same value, however it is written.
func TestUniqueItems(t *testing.T) {
	s := &schema.Schema{Kind: schema.KindArray, Rules: &schema.Rules{UniqueItems: true}}
	for text, unique := range map[string]bool{
		`[1, 1.0]`: false, `[10, 1e1]`: false, `[0, -0.0]`: false, `[1, "1"]`: true, `["a", "\u0061"]`: false, `["a", "A"]`: true,
		`[{"a":1,"b":2}, {"b":2.0,"a":1}]`: false, `[{"a":1,"b":2}, {"a":2,"b":1}]`: true, `[{"a":1}, {"a":1,"b":null}]`: true,
		`[[1,2],[1,2]]`: false, `[[1,2],[2,1]]`: true, `[[],{}]`: true, `[null,null]`: false, `[null,false,0,"",[],{}]`: true,
		`[[[1]],[[1.0]]]`: false, `[[1],[[1]]]`: true, `["", "\u0000"]`: true, `[{"":{}},{"":[]}]`: true, `[true,false]`: true,
		`[{"a":{"b":1}},{"b":{"a":1}}]`: true, `[["a","b"],["ab"]]`: true, `[{"\u0061":1},{"a":1}]`: false,
	} {
		if got := len(rules(t, s, nil, text)) == 0; got != unique {
			t.Errorf("%s: unique is %v", text, got)
		}
	}
}

// TestManyMembers: a type of many members gives the findings that one of few gives, however many questions there were.
func TestManyMembers(t *testing.T) {
	many := schema.Type{Name: "T", Required: []string{"must0", "must1"}}
	for i := range 600 {
		many.Members = append(many.Members, schema.Member{Name: fmt.Sprintf("Member%d", i), Schema: schema.Schema{Kind: schema.KindString}})
	}
	types := []schema.Type{many}
	s := &schema.Schema{Kind: schema.KindRef}
	for _, filler := range []int{0, 5, 50} {
		var b strings.Builder
		for i := range filler {
			fmt.Fprintf(&b, `"Member%d":"","x%d":0,`, 599-i, i)
		}
		text := `{` + b.String() + `"must1":1,"memBer7":"","Member8":8,"\u212Aelvin":1}`
		counts := map[string]int{}
		for _, rule := range rules(t, s, types, text) {
			counts[rule]++
		}
		want := map[string]int{"required": 1, "member-case": 1, "type": 1, "unknown": filler + 2}
		if fmt.Sprint(counts) != fmt.Sprint(want) {
			t.Errorf("%d questions: %v in place of %v", filler, counts, want)
		}
	}
	closed := many
	closed.Closed, closed.Required = true, nil
	closed.Members = append(closed.Members[:20:20], schema.Member{Name: "Kelvin"})
	text := `{` + strings.Repeat(`"a":0,`, 1) + `"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"h":0,"i":0,"j":0,"\u212Aelvin":0}`
	var violations wire.Violations
	if !errors.As(schema.ValidateValue(&schema.Model{Types: []schema.Type{closed}}, s, []byte(text)), &violations) || len(violations) != 11 {
		t.Fatal(violations)
	}
	if last := violations[10].Message; !strings.Contains(last, `"Kelvin"`) { // the sign of Kelvin is a K by simple folding
		t.Error(last)
	}
}

// TestPatternsInAll: each match has its time limit, and all of one validation have one together.
func TestPatternsInAll(t *testing.T) {
	s := &schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindString, Rules: &schema.Rules{Pattern: `^(?=a)(a+)+$`}}}
	text := `[` + strings.Repeat(`"`+strings.Repeat("a", 40)+`!",`, 200) + `"a"]`
	start := time.Now()
	found := rules(t, s, nil, text)
	if took := time.Since(start); took > 15*time.Second {
		t.Errorf("took %v", took)
	}
	if len(found) != 201 || found[0] != "limit" || found[200] != "limit" {
		t.Errorf("%d of 201 strings are reported as not checked", len(found))
	}
}

// TestLongPointers: as many violations are listed as their pointers do not become much longer than the text.
func TestLongPointers(t *testing.T) {
	s := &schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindArray, Elem: &schema.Schema{Kind: schema.KindString}}}
	for n, want := range map[int]int{10: 501, 300_000: 5} {
		text := `{"` + strings.Repeat("x", n) + `":[` + strings.Repeat("0,", 500) + `0]}`
		found := rules(t, s, nil, text)
		if len(found) != want {
			t.Errorf("a name of %d bytes: %d violations are listed, want %d", n, len(found), want)
		}
	}
}

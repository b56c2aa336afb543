package schema

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestMisspelt states which names differ so little that one is taken for a misspelling of the other.
func TestMisspelt(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"amount", "amound", true}, {"amount", "bmount", true}, {"amount", "amonnt", true}, {"amount", "amound1", false}, {"amount", "amounts", true}, {"amount", "xamount", true},
		{"amount", "amoount", true}, {"amount", "amuont", true}, {"amount", "maount", true}, {"amount", "amoutn", true}, {"amount", "amutno", false}, {"amount", "tmouna", false},
		{"amount", "amount", false}, {"amount", "amou", false}, {"amount", "amountxy", false}, {"amount", "bmound", false}, {"tags", "tagz", false}, {"tags", "tagsx", false}, {"tagss", "tagsz", true},
		{"tagss", "tagssz", true}, {"line1", "line2", false}, {"line1", "line", false}, {"lines1", "lines", false}, {"1lines", "lines", false}, {"lines", "line9", false}, {"line0s", "linexs", false},
		{"lin/s", "linxs", true}, {"lin:s", "linxs", true}, {"ablines", "bxlines", false}, {"ablines", "balinex", false},
	} {
		if misspelt(c.a, c.b) != c.want || misspelt(c.b, c.a) != c.want {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
		}
	}
}

func TestIsUUID(t *testing.T) {
	const good = "01234567-89ab-cdef-ABCD-EF0123456789"
	for _, text := range []string{good, strings.ToLower(good), strings.ToUpper(good)} {
		if !isUUID(text) {
			t.Errorf("%s is not a UUID", text)
		}
	}
	for i := range len(good) {
		for _, c := range "/:@Gg`-a" {
			hyphen := good[i] == '-'
			if text := good[:i] + string(c) + good[i+1:]; isUUID(text) != (hyphen && c == '-' || !hyphen && c == 'a') {
				t.Errorf("%s: is a UUID: %v", text, isUUID(text))
			}
		}
	}
	if isUUID(good[1:]) || isUUID(good+"0") || isUUID("") {
		t.Error("a text of another length is a UUID")
	}
}

// TestMultiple: exactly, whatever the exponents.
func TestMultiple(t *testing.T) {
	for _, c := range []struct {
		x, m string
		want bool
	}{
		{"0", "3", true}, {"0.00", "0.7", true}, {"1", "0", false}, {"0", "0", true}, {"9", "3", true}, {"10", "3", false}, {"1", "3", false}, {"-9", "3", true}, {"9", "-3", true},
		{"0.3", "0.1", true}, {"0.35", "0.1", false}, {"1.5", "0.5", true}, {"5", "10", false}, {"50", "10", true}, {"1e3", "8", true}, {"1e2", "8", false}, {"1e-2", "0.02", false}, {"4e-2", "0.02", true},
		{"1e999999999", "7", false}, {"7e999999999", "7", true}, {"1e10", "1024", true}, {"1e9", "1024", false}, {"1e19", "524288", true}, {"1e18", "524288", false}, {"1e123", "10000000000000000000000000000001", false},
		{"123456789012345678901234567890", "10", true}, {"123456789012345678901234567891", "9", false}, {"999999999999999999999999999999", "9", true}, {"1000000000000000001", "7", false},
		{"1000000000000000001", "101", true}, {"999999999999999999", "27", true}, {"9999999999999999999", "11", false}, {"99999999999999999999", "11", true},
	} {
		if got := multiple(c.x, c.m); got != c.want {
			t.Errorf("%s is a multiple of %s: %v", c.x, c.m, got)
		}
	}
}

// backtracking is a pattern that package regexp cannot match.
const backtracking = "^(?!b)"

type matcher struct {
	ok   bool
	err  error
	took time.Duration
}

func (m matcher) Match(string) (bool, error) {
	time.Sleep(m.took)
	return m.ok, m.err
}

// TestUnchecked: patterns that nothing can match are listed, once each, wherever they are.
func TestUnchecked(t *testing.T) {
	pattern := func(text string) Schema { return Schema{Kind: KindString, Rules: &Rules{Pattern: text}} }
	value, not, member := pattern("(?=v)"), pattern("(?=n)"), pattern("(?=m)")
	elem, additional := pattern("(?=e)"), pattern("(?=x)")
	m := &Model{Types: []Type{
		{Members: []Member{{Name: "a", Schema: member}, {Name: "b", Schema: pattern("^a$")}, {Name: "c", Schema: member}, {Name: "d", Schema: Schema{Kind: KindArray, Elem: &elem}},
			{Name: "e", Schema: Schema{Parts: &Parts{All: []Schema{pattern("(?=1)")}, Any: []Schema{pattern("(?=2)")}, One: []Schema{pattern("(?=3)")}, Not: &not, Object: &Type{Value: &value}}}}},
			Additional: &additional, All: []Schema{pattern("(?=a)"), pattern("(")}},
	}}
	if got, want := strings.Join(m.Unchecked(), " "), "( (?=1) (?=2) (?=3) (?=a) (?=e) (?=m) (?=n) (?=v) (?=x)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	m.Engine = func(pattern string) (Matcher, error) {
		if pattern == "(" {
			return nil, errors.New("not a pattern")
		}
		return matcher{ok: true}, nil
	}
	if got := strings.Join(m.Unchecked(), " "); got != "(" {
		t.Errorf("with an engine: %s, want the one that it does not compile", got)
	}
}

// TestEngine: what an engine says of a text is the verdict, and its error a violation; the time of all matches is limited.
func TestEngine(t *testing.T) {
	for name, c := range map[string]struct {
		m    matcher
		want string
	}{
		"match":    {matcher{ok: true}, "<nil>"},
		"no match": {matcher{}, `the top level: "a" does not match ` + backtracking + "match [pattern]"},
		"an error": {matcher{err: errors.New("too slow")}, "the top level: the pattern is not checked: too slow [limit]"},
	} {
		source := backtracking + "match"
		engines.Delete(source)
		m := &Model{Engine: func(string) (Matcher, error) { return c.m, nil }}
		s := &Schema{Kind: KindString, Rules: &Rules{Pattern: source}}
		err := ValidateValue(m, s, []byte(`"a"`))
		got := "<nil>"
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	var v validator
	if _, err := v.match(matcher{took: time.Millisecond}, ""); err != nil || v.matching < time.Millisecond {
		t.Errorf("%v is counted, %v", v.matching, err)
	}
	if v.matching = maxMatching; second(v.match(matcher{}, "")) != nil {
		t.Error("a match at the limit is refused")
	}
	if v.matching = maxMatching + 1; second(v.match(matcher{ok: true}, "")) == nil {
		t.Error("a match beyond the limit is not refused")
	}
	if second(v.match(regexpMatcher{compileLinear("a")}, "a")) != nil {
		t.Error("a pattern that does not backtrack is limited")
	}
}

// TestKinds states which kinds of values each kind of schema takes, and how it is worded.
func TestKinds(t *testing.T) {
	have := []Kind{KindString, KindBool, KindNumber, KindArray, KindMap, KindNull}
	for _, c := range []struct {
		kind        Kind
		takes, want string
	}{
		{KindAny, "a string, a boolean, a number, an array, an object, null", "any value"},
		{KindString, "a string", "a string"}, {KindBool, "a boolean", "a boolean"}, {KindNumber, "a number", "a number"},
		{KindInt32, "a number", "an integer"}, {KindInt64, "a number", "an integer"}, {KindInteger, "a number", "an integer"},
		{KindArray, "an array", "an array"}, {KindMap, "an object", "an object"}, {KindRef, "an object", "an object"}, {KindNull, "null", "null"},
	} {
		var takes []string
		for _, k := range have {
			if c.kind.takes(k) {
				takes = append(takes, k.want())
			}
		}
		if got := strings.Join(takes, ", "); got != c.takes || c.kind.want() != c.want {
			t.Errorf("%s takes %s; want %s, which takes %s", c.kind.want(), got, c.want, c.takes)
		}
	}
}

func second[T any](_ T, err error) error { return err }

package openapi

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"github.com/azbill/azbill/openapi/diag"
)

// applied applies one action to a JSON text and returns the value that it becomes, and the problems.
func applied(t *testing.T, doc, target, update string) (any, error) {
	t.Helper()
	var problems diag.List
	r := &reader{reporter: &reporter{list: &problems, most: 100}, limits: DefaultLimits()}
	parse := func(text string) *node {
		f := &file{key: "x.json", shown: "x.json"}
		n := readJSON(r, f, []byte(text))
		if n == nil {
			t.Fatalf("%s: %v", text, problems.Err())
		}
		return n
	}
	e := &editor{reader: r, root: parse(doc)}
	a := action{at: parse(`{"target":"` + target + `"}`), file: &file{shown: "o", action: 1}, path: jsonpath.MustParse(target)}
	if update != "" {
		a.update = parse(update)
	}
	e.apply(a)
	checkLinks(t, e.root)
	return e.root.value(), problems.Err()
}

// checkLinks holds a tree to what its other users rely on: parents, positions and indexes.
func checkLinks(t *testing.T, n *node) {
	t.Helper()
	for i, c := range n.children {
		if c.up != n || int(c.pos) != i || n.kind == kindObject && n.member(c.key) != c {
			t.Fatalf("%s is out of place", c.pointer())
		}
		checkLinks(t, c)
	}
}

// merged is the value that an update makes of another one, by the rule alone.
func merged(into, update any) any {
	switch u := update.(type) {
	case map[string]any:
		if m, ok := into.(map[string]any); ok {
			out := map[string]any{}
			for k, v := range m {
				out[k] = v
			}
			for k, v := range u {
				if have, ok := out[k]; ok {
					v = merged(have, v)
				}
				out[k] = v
			}
			return out
		}
	case []any:
		if list, ok := into.([]any); ok {
			return append(append([]any{}, list...), u...)
		}
	}
	return update
}

// set replaces the value at a way.
func set(v any, way spec.NormalizedPath, change func(any) any) any {
	if len(way) == 0 {
		return change(v)
	}
	switch s := way[0].(type) {
	case spec.Name:
		out := map[string]any{}
		for k, m := range v.(map[string]any) {
			out[k] = m
		}
		out[string(s)] = set(out[string(s)], way[1:], change)
		return out
	case spec.Index:
		out := slices.Clone(v.([]any))
		out[s] = set(out[s], way[1:], change)
		return out
	}
	panic("a way has names and indexes")
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Updates of random documents do what the rule says, for every node that a query selects, and are problems when they
// change nothing or select what cannot be updated.
func TestOverlayUpdates(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 5))
	targets := []string{"$", "$.a", "$.b", "$.a.b", "$.*", "$..a", "$['a','b']", "$.a[0]", "$.a[?@.b]", "$..*", "$.b[-1]", "$.c[*].a"}
	outcomes := map[string]int{}
	for range 20_000 {
		doc, update := randomJSON(rng, 4), randomJSON(rng, 2)
		target := targets[rng.IntN(len(targets))]
		before := parsed(t, doc)
		want, list := before, jsonpath.MustParse(target).SelectLocated(before)
		refused := len(list) == 0
		list.Sort()
		if target == "$..*" || target == "$..a" { // nodes inside one another: only that nothing breaks
			_, err := applied(t, doc, target, update)
			outcomes[fmt.Sprint("nested ", err == nil)]++
			continue
		}
		for _, located := range list {
			u := parsed(t, update)
			want = set(want, located.Path, func(v any) any {
				switch v := v.(type) {
				case map[string]any:
					if _, ok := u.(map[string]any); ok {
						return merged(v, u)
					}
				case []any:
					return append(slices.Clone(v), u)
				}
				refused = true
				return v
			})
		}
		got, err := applied(t, doc, target, update)
		switch {
		case refused || reflect.DeepEqual(before, want):
			if outcomes["refused"]++; err == nil {
				t.Fatalf("%s, %s to %s: no problem", doc, update, target)
			}
		case err != nil && strings.Contains(err.Error(), "has this element already"):
			outcomes["element"]++
		case err != nil || !reflect.DeepEqual(got, want):
			t.Fatalf("%s, %s to %s: got %v (%v), want %v", doc, update, target, got, err, want)
		default:
			outcomes["changed"]++
		}
	}
	for _, outcome := range []string{"refused", "element", "changed", "nested true"} {
		if outcomes[outcome] < 20 {
			t.Errorf("only %d of %s: %v", outcomes[outcome], outcome, outcomes)
		}
	}
}

// randomJSON makes a JSON text of members a, b and c.
func randomJSON(rng *rand.Rand, depth int) string {
	kind := rng.IntN(6)
	if depth >= 4 {
		kind = 5
	}
	var parts []string
	switch {
	case depth > 0 && kind > 3:
		for _, name := range []string{"a", "b", "c"} {
			if rng.IntN(3) > 0 {
				parts = append(parts, fmt.Sprintf("%q:%s", name, randomJSON(rng, depth-1)))
			}
		}
		return "{" + strings.Join(parts, ",") + "}"
	case depth > 0 && kind > 2:
		for range rng.IntN(3) {
			parts = append(parts, randomJSON(rng, depth-1))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	return []string{"1", "2.50", `"x"`, "null", "true"}[rng.IntN(5)]
}

// An overlay that multiplies itself ends at the limits of reading.
func TestOverlayLimits(t *testing.T) {
	var problems diag.List
	r := &reader{reporter: &reporter{list: &problems, most: 100}, limits: DefaultLimits()}
	r.limits.Nodes = 10_000
	root := readJSON(r, &file{key: "x.json", shown: "x.json"}, []byte(`{"a":{"a":{}},"b":{}}`))
	e := &editor{reader: r, root: root}
	update := readJSON(r, &file{key: "o.json"}, []byte(`{"a":{"a":{}},"b":{"a":{},"b":{}}}`))
	for i := 0; i < 100 && problems.Len() == 0; i++ {
		e.apply(action{at: root, file: &file{shown: "o", action: 1}, path: jsonpath.MustParse("$..*"), update: update})
	}
	if err := problems.Err(); err == nil || !strings.Contains(err.Error(), "[limit]") {
		t.Errorf("no limit: %v", err)
	}
}

package mutate

import (
	"strings"
	"testing"
)

// The choice of mutants is the same in every run.
func TestChoiceOfMutants(t *testing.T) {
	all := make([]Mutant, 100)
	for i := range all {
		all[i].Name = strings.Repeat("x", i)
	}
	a, b, other := Choose("a", all, 10), Choose("a", all, 10), Choose("b", all, 10)
	what := func(m Mutant) string { return m.Name }
	key := func(list []Mutant) string {
		var out []string
		for _, m := range list {
			out = append(out, what(m))
		}
		return strings.Join(out, " ")
	}
	if len(a) != 10 || key(a) != key(b) || key(a) == key(other) {
		t.Error("the choice depends on something else than the name of the case")
	}
}

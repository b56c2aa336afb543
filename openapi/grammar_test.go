package openapi

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGrammar has what each place of a document may hold: a line for a place, one below it for each of its keywords. With
// -update it writes the files.
func TestGrammar(t *testing.T) {
	for name, g := range map[string]*grammar{"swagger2": swagger2Grammar(), "openapi3": openapi3Grammar()} {
		var b strings.Builder
		fmt.Fprintf(&b, "order of components: %v\n", g.order())
		for _, s := range slices.Sorted(maps.Keys(g.sections)) {
			fmt.Fprintf(&b, "components of kind %s: %v\n", s, g.sections[s])
		}
		writeShapes(&b, g.root)
		path := filepath.Join("testdata", "grammar", name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// writeShapes writes a shape and all that it leads to, once each.
func writeShapes(b *strings.Builder, root *shape) {
	queue, seen := []*shape{root}, map[*shape]bool{root: true}
	visit := func(s *shape) string {
		if s == nil {
			return ""
		}
		if !seen[s] {
			seen[s] = true
			queue = append(queue, s)
		}
		if s.drop {
			return s.name + ", not for kin-openapi"
		}
		return s.name
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		fmt.Fprintf(b, "\n%s: %s", s.name, s.kinds)
		for _, f := range []struct {
			name string
			is   bool
		}{
			{"other members are ignored", s.open}, {"names may begin with x-", s.plain}, {"not for kin-openapi", s.drop}, {"has a check", s.check != nil},
		} {
			if f.is {
				b.WriteString("; " + f.name)
			}
		}
		if s.section != "" {
			b.WriteString("; reference to " + s.section)
		}
		if len(s.need) > 0 {
			fmt.Fprintf(b, "; needs %v", s.need)
		}
		if s.object != nil {
			b.WriteString("; an object is " + visit(s.object))
		}
		if s.each != nil {
			b.WriteString("; each is " + visit(s.each))
		}
		b.WriteByte('\n')
		for _, name := range slices.Sorted(maps.Keys(s.members)) {
			fmt.Fprintf(b, "  %s: %s\n", name, visit(s.members[name]))
		}
	}
}

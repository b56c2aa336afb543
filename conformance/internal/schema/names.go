package schema

import (
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
)

// The schema library leaves empty names out of the locations that it reports: what is wrong at "/m/" would be reported at
// "/m". So it is given other names for them.

// spell returns the name by which the library knows a member: one of nothing but NUL characters, or of nothing at all, has
// one more of these.
func spell(name string) string {
	if strings.Trim(name, "\x00") == "" {
		return name + "\x00"
	}
	return name
}

// respell undoes spell in the names of a JSON pointer.
func respell(pointer string) string {
	if !strings.Contains(pointer, "\x00") {
		return pointer
	}
	names := strings.Split(pointer, "/")
	for i, name := range names {
		if i > 0 && strings.Trim(name, "\x00") == "" {
			names[i] = name[1:]
		}
	}
	return strings.Join(names, "/")
}

// plain returns a value as the library takes it.
func plain(n *jsontree.Node) any { return n.AnyNamed(spell) }

package schema

import (
	"slices"
	"strings"
	"unicode"
)

// table answers what is asked about the names of a type, however many there are. It is made when a validation has asked
// as often as that pays.
type table struct {
	asked    int            // about a name
	members  map[string]int // by name; nil until it is made
	required map[string]int
	folded   map[string]string // the first member of a name, whatever its case
}

// worthTable is how many questions about a type make a table worth its while, and up to how many names it never is.
const worthTable = 8

// table returns the table of a type, nil when it is not worth one.
func (v *validator) table(t *Type) *table {
	if len(t.Members)+len(t.Required) <= worthTable {
		return nil
	}
	x := v.tableOf(t)
	if x.asked++; x.asked <= worthTable {
		return nil
	}
	if x.members == nil {
		x.members, x.required, x.folded = map[string]int{}, map[string]int{}, map[string]string{}
		for k := range t.Members {
			name := t.Members[k].Name
			if _, again := x.members[name]; !again {
				x.members[name] = k
			}
			if f := fold(name); x.folded[f] == "" {
				x.folded[f] = name
			}
		}
		for k, name := range t.Required {
			if _, again := x.required[name]; !again {
				x.required[name] = k
			}
		}
	}
	return x
}

func (v *validator) tableOf(t *Type) *table {
	x := v.tables[t]
	if x == nil {
		if v.tables == nil {
			v.tables = map[*Type]*table{}
		}
		x = new(table)
		v.tables[t] = x
	}
	return x
}

// member returns the index of the member of t of that name, which is likely to be next; -1 when there is none.
func (v *validator) member(t *Type, next int, name []byte) int {
	if next < len(t.Members) && t.Members[next].Name == string(name) {
		return next
	}
	if x := v.table(t); x != nil {
		if k, ok := x.members[string(name)]; ok {
			return k
		}
		return -1
	}
	return slices.IndexFunc(t.Members, func(m Member) bool { return m.Name == string(name) })
}

// required returns the index of a name in t.Required; -1 when it is not there.
func (v *validator) required(t *Type, name []byte) int {
	if x := v.table(t); x != nil {
		if k, ok := x.required[string(name)]; ok {
			return k
		}
		return -1
	}
	return slices.Index(t.Required, string(name))
}

// nearest returns the member of t whose name differs from the given one in case alone; empty when there is none.
func (v *validator) nearest(t *Type, name string) string {
	if x := v.table(t); x != nil {
		return x.folded[fold(name)]
	}
	for k := range t.Members {
		if strings.EqualFold(t.Members[k].Name, name) {
			return t.Members[k].Name
		}
	}
	return ""
}

// fold returns the one spelling of a name that those share which [strings.EqualFold] takes as equal.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

package compare

import (
	"slices"

	"github.com/azbill/azbill/openapi/diag"
)

// subject is a part of a package that can change: an operation, a parameter, a type, a member.
type subject struct {
	kind     string
	wire     string   // name on the wire, qualified
	keys     []string // what identifies it among its siblings, the surest first
	goName   string   // qualified Go name: "Budget.Amount"; empty when it has none
	symbols  []string // Go symbols that exist because of it
	at       diag.At
	use      use
	quiet    bool // another subject says what changes
	facts    []fact
	children []*subject
}

// fact is something true of a subject, as text, so that one comparison serves all facts.
type fact struct {
	name, value string
	symbols     []string // Go symbols that follow from it; none: no program depends on it
}

func (s *subject) say(name, value string, symbols ...string) {
	s.facts = append(s.facts, fact{name, value, symbols})
}

func (s *subject) flag(name string, on bool, symbols ...string) {
	value := no
	if on {
		value = yes
	}
	s.say(name, value, symbols...)
}

// The values of a fact that either holds or does not.
const (
	yes = "yes"
	no  = "no"
)

// find returns a fact, and whether it is stated.
func (s *subject) find(name string) (fact, bool) {
	for _, f := range s.facts {
		if f.name == name {
			return f, true
		}
	}
	return fact{name: name}, false
}

// get returns a fact; one without a value when it is not stated.
func (s *subject) get(name string) fact {
	f, _ := s.find(name)
	return f
}

// use is where values of a type travel.
type use struct {
	sent, received bool
	operations     []string // ids, in document order
}

func (u *use) add(op string, sent bool) {
	u.sent, u.received = u.sent || sent, u.received || !sent
	if !slices.Contains(u.operations, op) {
		u.operations = append(u.operations, op)
	}
}

// join returns where either is used.
func (u use) join(v use) use {
	out := use{u.sent || v.sent, u.received || v.received, slices.Clone(u.operations)}
	for _, op := range v.operations {
		if !slices.Contains(out.operations, op) {
			out.operations = append(out.operations, op)
		}
	}
	return out
}

// pair is a subject of the old side and its counterpart; one of the two is nil for what came or went.
type pair struct{ old, new *subject }

// match pairs siblings: by their first key, those left over by their second, and so on. A key counts only where it is
// unique among the unmatched of both sides. The result is in the order of the new side, removed ones last.
func match(olds, news []*subject) []pair {
	partner := map[*subject]*subject{}
	taken := map[*subject]bool{}
	levels := 0
	for _, s := range slices.Concat(olds, news) {
		levels = max(levels, len(s.keys))
	}
	for level := range levels {
		index := map[string]*subject{}
		for _, o := range olds {
			if taken[o] || level >= len(o.keys) || o.keys[level] == "" {
				continue
			}
			if _, twice := index[o.keys[level]]; twice {
				index[o.keys[level]] = nil
			} else {
				index[o.keys[level]] = o
			}
		}
		seen := map[string]*subject{}
		for _, n := range news {
			if partner[n] != nil || level >= len(n.keys) || n.keys[level] == "" {
				continue
			}
			if _, twice := seen[n.keys[level]]; twice {
				seen[n.keys[level]] = nil
			} else {
				seen[n.keys[level]] = n
			}
		}
		for key, n := range seen {
			if o := index[key]; o != nil && n != nil {
				partner[n], taken[o] = o, true
			}
		}
	}
	var out []pair
	for _, n := range news {
		out = append(out, pair{partner[n], n})
	}
	for _, o := range olds {
		if !taken[o] {
			out = append(out, pair{o, nil})
		}
	}
	return out
}

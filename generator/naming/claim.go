package naming

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/azbill/azbill/openapi/diag"
)

// claim is something that asks for a name.
type claim struct {
	what   string // as messages call it: definition, value "a" of enum Grain …
	at     diag.At
	key    string   // pointer that pins it
	text   string   // what the document calls it
	asked  string   // the name asked for
	name   string   // the name it gets; before, the one it asks for
	pinned bool     // by the user: it never yields
	weight int      // of two claims to one name the heavier keeps it
	among  []string // what it is called beside others of its kind that ask for the name, tried in turn
	yields []string // what it is called when another has the name, tried in turn
	with   func(name string) []string
}

// derived are the further names that come with a name of the claim.
func (c *claim) derived(name string) []string {
	if c.with == nil {
		return nil
	}
	return c.with(name)
}

// owner is what holds a name.
type owner struct {
	at   diag.At
	what string
}

// scope is the names taken in a package or in a type.
type scope map[string]owner

// settle gives each claim its name: claims of a later call yield to those of an earlier one. Within a call the order does
// not matter: who keeps a name that several ask for, and what the others are called, follows from the claims themselves.
func (n *namer) settle(s scope, claims []*claim) {
	c := contest{taken: s, byName: make(map[string]*group, len(claims)), derived: map[string]bool{}}
	for _, one := range claims {
		one.asked = one.name
		g := c.byName[one.asked]
		if g == nil {
			g = &group{}
			c.byName[one.asked] = g
		}
		g.claims = append(g.claims, one)
		for _, d := range one.derived(one.asked) {
			c.derived[d] = true
		}
	}
	for _, g := range c.byName {
		g.elect()
	}
	for _, one := range claims {
		one.name = c.decide(one)
	}
	for _, one := range claims {
		n.take(s, one)
	}
}

// contest is the claims of one call of settle.
type contest struct {
	taken   scope
	byName  map[string]*group // by the name asked for
	derived map[string]bool   // names that come with those asked for
}

// group is the claims to one name.
type group struct {
	claims []*claim
	keeper *claim         // the one with the best right; nil: none is better than all others
	wants  map[string]int // how many of the others could be called so
}

// elect finds the keeper of a group: the only one that is pinned, else of the greatest weight, else spelled like the name.
func (g *group) elect() {
	best := slices.MaxFunc(g.claims, better)
	equal := 0
	for _, c := range g.claims {
		if better(c, best) == 0 {
			equal++
		}
	}
	if equal == 1 {
		g.keeper = best
	}
	g.wants = map[string]int{}
	for _, c := range g.claims {
		if c == g.keeper {
			continue
		}
		names := slices.Sorted(slices.Values(slices.Concat(c.among, c.yields)))
		for _, name := range slices.Compact(names) {
			g.wants[name]++
		}
	}
}

func better(a, b *claim) int {
	flag := func(yes bool) int {
		if yes {
			return 1
		}
		return 0
	}
	exported := func(c *claim) bool { // spelled like the name, the case of its first letter aside
		first, size := utf8.DecodeRuneInString(c.text)
		return string(unicode.ToUpper(first))+c.text[size:] == c.asked
	}
	return cmp.Or(flag(a.pinned)-flag(b.pinned), a.weight-b.weight, flag(a.text == a.asked)-flag(b.text == b.asked), flag(exported(a))-flag(exported(b)))
}

// decide returns the name that a claim gets; it is the one asked for where nothing else is free.
func (c *contest) decide(one *claim) string {
	g := c.byName[one.asked]
	if one.pinned || g.keeper == one && c.free(one, one.asked) {
		return one.asked
	}
	names := one.yields
	if len(g.claims) > 1 {
		names = slices.Concat(one.among, one.yields)
	}
	for _, name := range names {
		if c.byName[name] == nil && c.free(one, name) && g.wants[name] <= 1 {
			return name
		}
	}
	return one.asked
}

// free reports whether neither a name nor what comes with it is taken.
func (c *contest) free(one *claim, name string) bool {
	if _, taken := c.taken[name]; taken || c.derived[name] {
		return false
	}
	return !slices.ContainsFunc(one.derived(name), func(d string) bool { _, taken := c.taken[d]; return taken })
}

// take records a claim's names, and reports those that are taken.
func (n *namer) take(s scope, c *claim) {
	for _, name := range append([]string{c.name}, c.derived(c.name)...) {
		if before, taken := s[name]; taken {
			n.taken(s, c, name, before)
			return // what comes with the name is taken as well
		}
		s[name] = owner{c.at, c.what}
	}
}

// taken reports a name that two things ask for, with the line that settles it.
func (n *namer) taken(s scope, c *claim, name string, before owner) {
	other := c.name + "Other"
	for _, y := range c.yields {
		if _, used := s[y]; !used {
			other = y
			break
		}
	}
	holder := before.what
	if place := before.at.String(); place != "" {
		holder += " at " + place
	}
	n.problems.Add(c.at, "name-taken", "%s is the name of %s and of %s here; give one of them another in the names file, such as %s",
		name, holder, c.what, n.line(c.at, c.key, other))
}

// line is what to write into a names file to name what is at a place.
func (n *namer) line(at diag.At, pointer, name string) string {
	return fmt.Sprintf("%q: %s", diag.Portable(at.File)+pointer, name)
}

// spellings are names for texts that come to one name: with a word for how the text is spelled, and with the places of all
// that is no small letter or digit, by which any two such texts differ.
func spellings(name, text string) []string {
	var places strings.Builder
	for i, r := range []rune(text) {
		if !unicode.IsLower(r) && !unicode.IsDigit(r) {
			fmt.Fprintf(&places, "C%d", i+1)
		}
	}
	spelled := name + spelling(text)
	return []string{spelled, spelled + places.String()}
}

// spelling is a word for how a text is spelled: by the characters that a name leaves out, else by case.
func spelling(text string) string {
	var b strings.Builder
	for _, r := range text {
		if word, ok := characters[r]; ok {
			b.WriteString(word)
		} else if !isWord(r) {
			fmt.Fprintf(&b, "U%04X", r)
		}
	}
	switch {
	case b.Len() > 0:
		return b.String()
	case text == strings.ToLower(text):
		return "Lower"
	case text == strings.ToUpper(text):
		return "Upper"
	}
	if first, _ := utf8.DecodeRuneInString(text); unicode.ToLower(first) == first {
		return "Camel"
	}
	return "Mixed"
}

// characters are the words for what names leave out.
var characters = map[rune]string{
	' ': "Space", '-': "Hyphen", '_': "Underscore", '.': "Dot", '/': "Slash", '@': "At", '$': "Dollar", '+': "Plus", ':': "Colon",
	'#': "Hash", '*': "Star", ',': "Comma", '%': "Percent", '&': "And", '=': "Equals", '<': "Less", '>': "Greater", '(': "Paren",
}

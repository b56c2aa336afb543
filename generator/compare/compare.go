package compare

import (
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
)

// Side is one of the two packages to compare.
type Side struct {
	Package *ir.Package // named
	Files   []File      // its generated Go
}

// Sides compares two packages. An error is a fault of the generator: its output does not parse.
func Sides(old, new Side) (*Report, error) {
	c := &comparison{report: &Report{Old: version(old.Package), New: version(new.Package)}}
	var err error
	if c.before, err = surfaceOf(old.Files); err != nil {
		return nil, err
	}
	if c.after, err = surfaceOf(new.Files); err != nil {
		return nil, err
	}
	ids := identify(old.Package, new.Package)
	pairs := match(flatten(old.Package, ids), flatten(new.Package, ids))
	c.prepare(pairs)
	c.requests = requests(new.Package)
	for _, p := range pairs {
		c.pair(p)
	}
	c.settle()
	c.unexplained()
	c.report.fold()
	c.report.sort()
	return c.report, nil
}

func version(p *ir.Package) Version { return Version{Source: p.Source, APIVersion: p.APIVersion} }

type comparison struct {
	report        *Report
	before, after *surface
	renames       map[string]string   // Go names of types, old to new
	kinds         map[string]int      // entries of types that became another kind, by their old Go names
	added, gone   map[string]bool     // names on the wire of operations and types that only one side has
	attached      map[string][]string // broken symbols of inline types, by the name of what they are part of
	heads         map[string]string   // names on the wire of operations and types, old to new
	explained     map[string]bool     // old symbols that an entry explains
	requests      map[string]string   // method and path by new request type
}

// requests lists what the request types of a package ask for.
func requests(pkg *ir.Package) map[string]string {
	out := map[string]string{}
	for _, op := range pkg.Operations {
		out[op.Name+"Request"] = op.Method + " " + op.Path
	}
	return out
}

// prepare collects what the pairs say of names, before any of them is compared.
func (c *comparison) prepare(pairs []pair) {
	c.renames, c.heads, c.attached = map[string]string{}, map[string]string{}, map[string][]string{}
	c.kinds = map[string]int{}
	c.added, c.gone, c.explained = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, p := range pairs {
		switch {
		case p.old == nil:
			c.added[p.new.wire] = true
		case p.new == nil:
			c.gone[p.old.wire] = true
		default:
			c.heads[p.old.wire] = p.new.wire
			if p.old.kind == "type" && p.old.goName != p.new.goName {
				c.rename(p)
			}
		}
	}
}

// rename records what a type's new Go name renames with it.
func (c *comparison) rename(p pair) {
	for i, symbol := range p.old.symbols {
		if i < len(p.new.symbols) {
			c.renames[symbol] = p.new.symbols[i]
		}
	}
}

// inlineOf reports whether a type is an inline one of something in the set.
func (c *comparison) inlineOf(s *subject, set map[string]bool) bool {
	head, _, ok := strings.Cut(s.wire, ".")
	return ok && s.kind == "type" && set[head]
}

// follows reports whether an inline type has another name because what holds it has.
func (c *comparison) follows(ch change) bool {
	if ch.old.kind != "type" || ch.fact != "name" {
		return false
	}
	old, oldTail, ok := strings.Cut(ch.from, ".")
	new, newTail, _ := strings.Cut(ch.to, ".")
	return ok && oldTail == newTail && c.heads[old] == new
}

// pair adds the entries of a subject and of what it holds.
func (c *comparison) pair(p pair) {
	switch {
	case p.old == nil:
		if p.new.quiet || c.inlineOf(p.new, c.added) {
			return
		}
		c.add(Entry{
			Harm: arrival(p.new), Code: p.new.kind + ".added", Wire: p.new.wire, Text: "added", GoNew: p.new.goName,
			NewAt: p.new.at, Operations: p.new.use.operations,
		})
		return
	case p.new == nil:
		c.removed(p.old)
		return
	}
	if old, new := p.old.get("kind"), p.new.get("kind"); old.value != new.value {
		c.kind(p, old, new)
		return
	}
	for _, f := range p.old.facts {
		c.fact(p, f, p.new.get(f.name))
	}
	for _, f := range p.new.facts {
		if _, said := p.old.find(f.name); !said {
			c.fact(p, fact{name: f.name}, f)
		}
	}
	for _, child := range match(p.old.children, p.new.children) {
		c.pair(child)
	}
}

// removed adds the entry of a subject that only the old side has.
func (c *comparison) removed(s *subject) {
	e := Entry{
		Harm: departure(s), Code: s.kind + ".removed", Wire: s.wire, Text: "removed", GoOld: s.goName,
		OldAt: s.at, Operations: s.use.operations, Symbols: c.broken(s.symbols, s.symbols),
	}
	for _, child := range s.children {
		e.Symbols = append(e.Symbols, c.broken(child.symbols, child.symbols)...)
	}
	if to, ok := c.requests[s.goName]; ok && s.kind == "operation" && !e.Breaks() {
		e.Harm, e.Text, e.GoNew = Silent, "removed, and its request type now asks for another operation", s.goName
		e.From, e.To = s.get("method").value+" "+s.get("path").value, to
	}
	switch {
	case c.inlineOf(s, c.gone):
		c.attach(s.wire, e.Symbols)
	case !s.quiet:
		c.add(e)
	}
}

// attach hands the broken symbols of an inline type to the entry of what it is part of.
func (c *comparison) attach(inline string, symbols []string) {
	head, _, _ := strings.Cut(inline, ".")
	c.attached[head] = append(c.attached[head], symbols...)
}

// settle gives the attached symbols to their entries.
func (c *comparison) settle() {
	for i, e := range c.report.Entries {
		switch e.Code {
		case "operation.removed", "operation.id", "type.removed", "type.name":
			c.report.Entries[i].Symbols = append(e.Symbols, c.attached[e.Wire]...)
			delete(c.attached, e.Wire)
			if c.report.Entries[i].Breaks() {
				c.report.Entries[i].Harm = Breaking
			}
		}
	}
	for _, symbols := range c.attached {
		for _, symbol := range symbols {
			delete(c.explained, symbol)
		}
	}
}

// kind adds the entry of a type that became another kind of type. What its members and values were says nothing more.
func (c *comparison) kind(p pair, old, new fact) {
	at := len(c.report.Entries)
	c.fact(p, old, new)
	e := &c.report.Entries[at]
	e.Symbols = append(e.Symbols, c.owned(p.old.symbols)...)
	for _, child := range p.old.children {
		e.Symbols = append(e.Symbols, c.broken(child.symbols, nil)...)
	}
	e.Harm = Breaking
	c.kinds[p.old.goName] = at
}

// owned returns the broken fields and methods of types.
func (c *comparison) owned(types []string) []string {
	var out []string
	for _, symbol := range c.before.order {
		if owner(symbol) != symbol && slices.Contains(types, owner(symbol)) && !c.explained[symbol] && c.fails(symbol) {
			out = append(out, symbol)
			c.explained[symbol] = true
		}
	}
	return out
}

// fact adds an entry when a fact differs.
func (c *comparison) fact(p pair, old, new fact) {
	if old.value == new.value || implied(p, old.name) {
		return
	}
	ch := change{old: p.old, new: p.new, fact: old.name, from: old.value, to: new.value, use: p.old.use.join(p.new.use)}
	symbols := c.broken(old.symbols, new.symbols)
	if isName(ch) {
		symbols = append(symbols, c.derived(p)...)
	}
	switch {
	case c.follows(ch):
		c.attach(ch.to, symbols)
		return
	case p.old.quiet:
		return
	}
	r, code := ruleFor(p.old.kind, old.name)
	words, show := r.words(ch)
	e := Entry{
		Harm: r.harm(ch), Code: code, Wire: p.new.wire, Text: words, GoOld: p.old.goName, GoNew: p.new.goName,
		OldAt: p.old.at, NewAt: p.new.at, Operations: ch.use.operations, Symbols: symbols,
	}
	if show {
		e.From, e.To = ch.from, ch.to
	}
	if _, taken := c.after.symbols[p.old.goName]; taken && isName(ch) && p.old.goName != p.new.goName {
		e.Harm, e.Text = Silent, e.Text+", and its Go name now means something else"
	}
	c.add(e)
}

// isName reports whether the change is a new name of an operation or a type.
func isName(ch change) bool {
	return ch.old.kind == "operation" && ch.fact == "id" || ch.old.kind == "type" && ch.fact == "name"
}

// derived returns the broken symbols that are named after a renamed subject: its fields, methods and constants.
func (c *comparison) derived(p pair) []string {
	if p.old.goName == p.new.goName {
		return nil
	}
	var out []string
	for _, child := range p.old.children {
		for _, symbol := range child.symbols {
			if child.kind == "value" && c.fails(symbol) {
				out = append(out, symbol)
				c.explained[symbol] = true
			}
		}
	}
	if !c.explained[p.old.goName] {
		out = append(out, c.owned(p.old.symbols)...)
	}
	return out
}

// fails reports whether a program that uses a symbol of the old package does not compile against the new one.
func (c *comparison) fails(symbol string) bool {
	after, ok := c.after.symbols[symbol]
	return !ok || after != c.before.symbols[symbol]
}

func (c *comparison) add(e Entry) {
	if e.Breaks() {
		e.Harm = Breaking
	}
	c.report.Entries = append(c.report.Entries, e)
}

// broken returns the old symbols that fail because of what follows from them: those that are gone or have another type,
// the new names of types aside, which are changes of those types. It marks them as explained.
func (c *comparison) broken(old, new []string) []string {
	var broken []string
	for i, symbol := range old {
		if _, ok := c.before.symbols[symbol]; !ok || !c.fails(symbol) {
			continue
		}
		counterpart := symbol
		if i < len(new) {
			counterpart = new[i]
		}
		if moved := c.moved(symbol); strings.Contains(symbol, ".") && counterpart == moved && c.same(symbol, moved) {
			continue
		}
		broken = append(broken, symbol)
		c.explained[symbol] = true
	}
	return broken
}

// moved is the symbol under the new name of its type.
func (c *comparison) moved(symbol string) string {
	name, member, ok := strings.Cut(symbol, ".")
	if !ok {
		return symbol
	}
	if to, renamed := c.renames[name]; renamed {
		name = to
	}
	return name + "." + member
}

// same reports whether the old symbol and the new one have the same declaration, renamed types aside.
func (c *comparison) same(old, new string) bool {
	after, ok := c.after.symbols[new]
	return ok && c.renamed(c.before.symbols[old]) == after
}

var goName = regexp.MustCompile(`\b[A-Z][A-Za-z0-9_]*\b`)

// renamed writes a declaration of the old package with the new names of types.
func (c *comparison) renamed(signature string) string {
	if len(c.renames) == 0 {
		return signature
	}
	return goName.ReplaceAllStringFunc(signature, func(name string) string {
		if to, ok := c.renames[name]; ok {
			return to
		}
		return name
	})
}

// unexplained adds an entry for each declaration that changed without a change of the document that explains it.
func (c *comparison) unexplained() {
	for _, symbol := range c.before.order {
		after, ok := c.after.symbols[symbol]
		if !c.fails(symbol) || c.explained[symbol] || c.explained[owner(symbol)] || ok && c.renamed(c.before.symbols[symbol]) == after {
			continue
		}
		if at, ok := c.kindIn(c.before.symbols[symbol]); ok {
			c.report.Entries[at].Symbols = append(c.report.Entries[at].Symbols, symbol)
			continue
		}
		e := Entry{Code: "go.removed", Wire: symbol, Text: "declaration removed", GoOld: symbol, Symbols: []string{symbol}}
		if ok {
			e.Code, e.Text, e.GoNew, e.From, e.To = "go.changed", "declaration changed", symbol, c.before.symbols[symbol], after
		}
		c.add(e)
	}
}

// kindIn finds the entry of a type in a declaration that became another kind: what holds it is declared differently.
func (c *comparison) kindIn(signature string) (int, bool) {
	for _, name := range goName.FindAllString(signature, -1) {
		if at, ok := c.kinds[name]; ok {
			return at, true
		}
	}
	return 0, false
}

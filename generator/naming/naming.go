// Package naming invents the Go identifiers of a package: all of them, in one pass over the IR.
//
// A name follows from the place it belongs to: a type from its schema's name, an inline type from its parent's and its
// member's, an enumeration constant from its type's and its value's. Where two places come to one name, the kind of the
// two decides which keeps it, never their order; see [Assign]. So what is added, removed or moved renames nothing but
// what has its very name. Where no rule decides, both places are reported, and a pin settles it.
package naming

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi/diag"
)

// Assign names everything in pkg.
//
// What comes first in this list keeps a name that several ask for:
//
//   - what every package has: APIVersion, Operations …
//   - functions and types that come with others: DecodeX, UnknownX, XVariant, XValues
//   - named schemas: of the package's own documents before those of other files, which then carry the file's name; among
//     those that differ in case the one that is spelled like the Go name
//   - enumerations that x-ms-enum names, else with Enum behind
//   - inline types, else with Object or Enum behind
//   - request types, else XOperationRequest
//   - enumeration constants, else with Value behind
func Assign(pkg *ir.Package, given Pins, problems *diag.List) {
	n := &namer{pins: newPins(given, pkg), documents: pkg.Documents, problems: problems}
	top := scope{}
	for _, fixed := range fixedNames {
		top[fixed] = owner{what: "the generator's own " + fixed}
	}
	for _, origin := range []ir.Origin{ir.FromDefinition, ir.FromEnum, ir.FromPlace} {
		n.types(top, pkg.Decls, origin)
	}
	n.groups(pkg.Groups)
	n.operations(top, pkg.Operations)
	n.constants(top, pkg.Decls)
	for _, d := range pkg.Decls {
		switch d := d.(type) {
		case *ir.Struct:
			n.fields(d)
		case *ir.Alias:
			alternatives(top, d)
		}
	}
	n.unused(pkg)
}

// alternatives names the functions of an alias, which yield to everything else.
func alternatives(top scope, a *ir.Alias) {
	for _, alternative := range a.Alternatives {
		name := a.Name + "As" + strings.TrimPrefix(alternative.Type.Common().Name, a.Name)
		if _, taken := top[name]; !taken {
			top[name] = owner{what: "the alternative " + name}
			alternative.Func = name
		}
	}
}

// fixedNames are the package-level identifiers that every generated package has.
var fixedNames = []string{"APIVersion", "MatchOperation", "Operations", "ParseRequest"}

// methodNames are the methods of generated types and the field that keeps unknown members. A member with such a name
// gets "Field" behind it, always.
var methodNames = []string{
	"AppendJSON", "Equal", "Extra", "Format", "LogValue", "MarshalJSON", "String", "UnmarshalJSON", "Validate",
}

// requestNames are the members of request types that no parameter is.
var requestNames = []string{
	"Body", "Equal", "Extra", "HTTPRequest", "Items", "Operation", "Pages", "ReadReply", "Validate",
}

type namer struct {
	pins      *pins
	documents []string
	problems  *diag.List
}

// types names the declarations of one origin.
func (n *namer) types(top scope, decls []ir.Decl, origin ir.Origin) {
	var claims []*claim
	var named []ir.Decl
	for _, d := range decls {
		if d.Common().Origin == origin {
			claims = append(claims, n.typeClaim(d))
			named = append(named, d)
		}
	}
	n.settle(top, claims)
	for i, d := range named {
		n.long(claims[i], claims[i].name)
		setNames(d, claims[i].name)
	}
}

// longName is the length from which a name is reported: a line of code holds little beside it.
const longName = 80

// long warns of a name that is too long to write, and says how to shorten it.
func (n *namer) long(c *claim, name string) {
	if len(name) > longName && !c.pinned {
		n.problems.Warn(c.at, "name-long", "%s has %d letters; give it a shorter name in the names file, such as %s",
			name, len(name), n.line(c.at, c.key, "ShorterName"))
	}
}

// setNames gives a declaration its name and those that come with it. Of the latter only derivedNames are exported; the
// others begin with a word of their own, so they are as distinct as the names of types.
func setNames(d ir.Decl, name string) {
	h := d.Common()
	h.Name, h.Position = name, "type"+name
	funcs := ir.Funcs{Decode: "Decode" + name, Decoder: "decode" + name, Message: "new" + name}
	switch d := d.(type) {
	case *ir.Struct:
		d.Funcs, d.Members = funcs, "membersOf"+name
		if d.Stream != nil {
			d.Stream.Name = "Stream" + name
		}
	case *ir.Union:
		d.Funcs, d.Unknown, d.Interface, d.Seal = funcs, "Unknown"+name, name+"Variant", "is"+name
		for i := range d.Variants {
			if v := &d.Variants[i]; v.Holder != nil {
				v.Holder.Name = holderName(name, v)
				v.Holder.Decoder = "decode" + v.Holder.Name
			}
		}
		if d.ByKind {
			break
		}
		d.PropertyName = Exported(d.Property)
		if d.PropertyName == "Raw" || slices.Contains(methodNames, d.PropertyName) {
			d.PropertyName += "Field"
		}
	case *ir.Enum:
		d.ValuesFunc = valuesFunc(name)
	}
}

// valuesFunc is the name of the function that lists the values of an enumeration.
func valuesFunc(enum string) string {
	if strings.HasSuffix(enum, "Values") {
		return "All" + enum
	}
	return enum + "Values"
}

func (n *namer) typeClaim(d ir.Decl) *claim {
	h := d.Common()
	c := &claim{what: "the schema", at: h.At, key: h.Pointer, text: strings.Join(h.Path, ""), name: typeName(h), with: derivedNames(d)}
	kind := kindWord(d)
	c.yields = []string{c.name + kind, c.name + kind + "Type"}
	switch h.Origin {
	case ir.FromEnum:
		c.what = "the enumeration that x-ms-enum names"
	case ir.FromPlace:
		c.what, c.weight = "the inline schema", len(h.Path[0])
		if last := h.Path[len(h.Path)-1]; Exported(last) == last {
			c.text = c.name
		} else {
			c.among = []string{c.name + spelling(last)}
		}
	default:
		if slices.Contains(n.documents, h.At.File) {
			c.weight = 1
		}
		if c.text != c.name {
			c.among = append(c.among, c.name+spelling(c.text))
		}
		c.among = append(c.among, c.name+fileWord(h.At.File, 1), c.name+fileWord(h.At.File, 2))
	}
	c.hint(h.ClientName)
	c.name, c.pinned = n.pinned(c.name, append([]diag.At{h.At}, h.Also...)...)
	return c
}

// hint makes a claim ask for the name that x-ms-client-name gives. It yields to what is called so of itself, and is then
// called as it would be without.
func (c *claim) hint(name string) {
	if name == "" {
		return
	}
	own := []string{c.name}
	c.name, c.text = Exported(name), name
	c.weight -= 1 << 20
	c.among, c.yields = slices.Concat(own, c.among), slices.Concat(own, c.yields)
}

// typeName is the name that follows from a type's path. An inline type whose member only says its parent's name again is
// the parent's content.
func typeName(h *ir.Head) string {
	if h.Origin != ir.FromPlace {
		return Joined(h.Path)
	}
	name := Joined(h.Path[:1])
	for _, part := range h.Path[1:] {
		longer := joined(name, part)
		if longer == name {
			longer += "Content"
		}
		name = longer
	}
	return name
}

// kindWord is what a type of the kind is called where its own name is taken.
func kindWord(d ir.Decl) string {
	switch d.(type) {
	case *ir.Enum:
		return "Enum"
	case *ir.Alias:
		return "Alias"
	}
	return "Object"
}

// derivedNames are the names that come with a declaration.
func derivedNames(d ir.Decl) func(string) []string {
	switch d := d.(type) {
	case *ir.Struct:
		if d.Stream != nil {
			return func(name string) []string { return []string{"Decode" + name, "Stream" + name} }
		}
		return func(name string) []string { return []string{"Decode" + name} }
	case *ir.Union:
		return func(name string) []string {
			names := []string{"Decode" + name, "Unknown" + name, name + "Variant"}
			for i := range d.Variants {
				if v := &d.Variants[i]; v.Holder != nil {
					names = append(names, holderName(name, v))
				}
			}
			return names
		}
	case *ir.Enum:
		return func(name string) []string { return []string{valuesFunc(name)} }
	}
	return nil
}

// holderName is the name of a variant that is not an object of a union: the union's, and the kind of value.
func holderName(union string, v *ir.Variant) string { return union + Exported(v.Value) }

// fileWord makes a word of the last parts of a file's path; a number of parts that it does not have makes none.
func fileWord(file string, parts int) string {
	file = strings.TrimSuffix(strings.ReplaceAll(file, `\`, "/"), path.Ext(file))
	all := strings.Split(file, "/")
	if parts > len(all) {
		return ""
	}
	return Joined(all[len(all)-parts:])
}

func (n *namer) groups(groups []*ir.Group) {
	claims := make([]*claim, len(groups))
	for i, g := range groups {
		c := &claim{what: "the operation group", at: g.At, key: groupPointer(g), text: g.Wire, name: Exported(g.Wire)}
		c.name, c.pinned = n.pinned(c.name, diag.At{File: g.At.File, Pointer: c.key})
		c.yields = spellings(c.name, c.text)
		claims[i] = c
	}
	n.settle(scope{}, claims)
	for i, g := range groups {
		g.Name = claims[i].name
		g.Position = "group" + g.Name
	}
}

func (n *namer) operations(top scope, operations []*ir.Operation) {
	claims := make([]*claim, len(operations))
	for i, op := range operations {
		group, rest, _ := strings.Cut(op.ID, "_")
		parts := []string{group}
		if rest != "" {
			parts = append(parts, rest)
		}
		c := &claim{what: "the operation " + op.ID, at: op.At, key: op.At.Pointer, text: op.ID, name: strings.TrimSuffix(Joined(parts), "Request"), weight: len(group)}
		if whole := Joined(parts); c.name == "" {
			c.name = whole
		} else if c.name != whole { // it yields to one that is called so, and then says Request twice
			c.weight = -1
			c.among = []string{whole}
		}
		c.name, c.pinned = n.pinned(c.name, c.at)
		c.yields = append([]string{c.name + "Operation"}, spellings(c.name+"Operation", op.ID)...)
		claims[i] = c
	}
	n.settleOperations(top, claims)
	for i, op := range operations {
		op.Name = claims[i].name
		n.long(claims[i], op.Name+"Request")
		op.Request, op.Parse, op.Position = op.Name+"Request", "Parse"+op.Name+"Request", "op"+op.Name
		n.params(op)
	}
}

// settleOperations settles the names of request types: those of the operations with Request behind.
func (n *namer) settleOperations(top scope, claims []*claim) {
	const suffix = "Request"
	for _, c := range claims {
		c.name += suffix
		for i := range c.yields {
			c.yields[i] += suffix
		}
		for i := range c.among {
			c.among[i] += suffix
		}
		c.with = func(name string) []string { return []string{"Parse" + name} }
	}
	n.settle(top, claims)
	for _, c := range claims {
		c.name = strings.TrimSuffix(c.name, suffix)
	}
}

func (n *namer) params(op *ir.Operation) {
	places := namesByPlace(op)
	claims := make([]*claim, len(op.Params))
	for i, p := range op.Params {
		c := &claim{what: "the parameter " + p.Wire, at: p.At, key: p.At.Pointer, text: p.Wire, name: paramName(p)}
		c.yields = append([]string{c.name + Exported(p.In)}, spellings(c.name, p.Wire)...)
		if p.ClientName != "" { // as of hint
			wire := Exported(p.Wire)
			c.weight, c.yields = -1, append(c.yields, wire+Exported(p.In), wire+"Param")
		}
		switch {
		case slices.Contains(requestNames, c.name):
			c.name += "Param"
		case places[c.name] != p.In:
			// A parameter never renames one of an earlier place.
			c.name += Exported(p.In)
		}
		c.name, c.pinned = n.pinned(c.name, c.at)
		claims[i] = c
	}
	n.settle(scope{}, claims)
	for i, p := range op.Params {
		p.Name = claims[i].name
	}
}

func paramName(p *ir.Param) string {
	if p.ClientName != "" && !p.APIVersion {
		return Exported(p.ClientName)
	}
	return Exported(p.Wire)
}

// namesByPlace returns, for the Go name of each parameter, the place of the one that has it as it is: the path, which is
// what the operation is, comes first.
func namesByPlace(op *ir.Operation) map[string]string {
	order := []string{ir.InHost, ir.InForm, ir.InCookie, ir.InHeader, ir.InQuery, ir.InPath}
	names := map[string]string{}
	for _, in := range order {
		for _, p := range op.Params {
			if p.In == in {
				names[paramName(p)] = in
			}
		}
	}
	return names
}

// constants names the values of all enumerations: those of one among themselves first, then with those of others, where
// the longer name of a type has the better right.
func (n *namer) constants(top scope, decls []ir.Decl) {
	var claims []*claim
	var enums []*ir.Enum
	for _, d := range decls {
		e, ok := d.(*ir.Enum)
		if !ok {
			continue
		}
		enums = append(enums, e)
		claims = append(claims, n.valueClaims(e)...)
	}
	n.settle(top, claims)
	for _, e := range enums {
		for i := range e.Values {
			e.Values[i].Name, claims = claims[0].name, claims[1:]
		}
	}
}

func (n *namer) valueClaims(e *ir.Enum) []*claim {
	texts, asked := valueTexts(e), make([]string, len(e.Values))
	count := map[string]int{}
	for i, text := range texts {
		asked[i] = Joined([]string{e.Name, text})
		count[asked[i]]++
	}
	claims, pinned := make([]*claim, len(e.Values)), n.pins.pinnedPlaces(e)
	for i, v := range e.Values {
		c := &claim{
			what: "the value " + quoted(v.Wire) + " of " + e.Name, at: e.At, key: valuePointer(e.Pointer, v), text: e.Name + texts[i], name: asked[i], weight: len(e.Name),
		}
		if count[c.name] > 1 && c.text != c.name {
			c.name += spelling(texts[i]) // among the enumeration's own, whatever others there are
		}
		places := slices.Clone(pinned)
		for i := range places {
			places[i].Pointer = valuePointer(places[i].Pointer, v)
		}
		c.name, c.pinned = n.pinned(c.name, places...)
		c.yields = append([]string{c.name + "Value"}, spellings(c.name+"Value", texts[i])...)
		claims[i] = c
	}
	return claims
}

// valueTexts are what the names of an enumeration's constants are made of: the names that the document gives, else the
// values. Where a value of the enumeration has a plus before a digit, or begins with a minus before one, these are signs.
func valueTexts(e *ir.Enum) []string {
	texts := make([]string, len(e.Values))
	hints := map[string]int{}
	for _, v := range e.Values {
		hints[Exported(v.Hint)]++
	}
	signs := false
	for i, v := range e.Values {
		texts[i] = v.Wire
		if v.Hint != "" && hints[Exported(v.Hint)] == 1 { // a name for several values names none
			texts[i] = v.Hint
		}
		signs = signs || signed.MatchString(texts[i])
	}
	for i, text := range texts {
		if signs {
			texts[i] = minus.ReplaceAllString(plus.ReplaceAllString(text, "$1 Plus $2"), "$1 Minus $2")
		}
	}
	return texts
}

var (
	signed = regexp.MustCompile(`\+[0-9]|^-[0-9]`)
	plus   = regexp.MustCompile(`(^|[^0-9])\+([0-9])`)
	minus  = regexp.MustCompile(`(^|[^0-9])-([0-9])`)
)

// memberName is the name of a field that no method has.
func memberName(wire string) string {
	name := Exported(wire)
	if slices.Contains(methodNames, name) {
		name += "Field"
	}
	return name
}

func (n *namer) fields(d *ir.Struct) {
	claims := make([]*claim, len(d.Fields))
	for i, f := range d.Fields {
		c := &claim{what: "the member " + quoted(f.Wire), at: f.At, key: f.At.Pointer, text: f.Wire, name: memberName(f.Wire)}
		c.yields = spellings(c.name, f.Wire)
		if f.ClientName != "" {
			c.hint(f.ClientName)
			c.name = memberName(f.ClientName)
		}
		c.name, c.pinned = n.pinned(c.name, c.at)
		claims[i] = c
	}
	n.settle(scope{}, claims)
	for i, f := range d.Fields {
		f.Name = claims[i].name
	}
}

// Table lists "pointer → name" for every name of the package in document order: what a review reads to see renames. A
// pointer into a file other than the package's only document follows the name of its file.
func Table(pkg *ir.Package) []string {
	var out []string
	add := func(at diag.At, pointer, name string) {
		if len(pkg.Documents) != 1 || at.File != pkg.Documents[0] {
			pointer = diag.Portable(at.File) + pointer
		}
		out = append(out, pointer+" → "+name)
	}
	for _, d := range pkg.Decls {
		h := d.Common()
		add(h.At, h.Pointer, h.Name)
		for _, at := range h.Also {
			if h.Origin == ir.FromDefinition {
				add(at, at.Pointer, h.Name)
			}
		}
		switch d := d.(type) {
		case *ir.Struct:
			for _, f := range d.Fields {
				add(f.At, f.At.Pointer, h.Name+"."+f.Name)
			}
		case *ir.Enum:
			for _, v := range d.Values {
				add(h.At, valuePointer(h.Pointer, v), v.Name)
			}
		}
	}
	for _, op := range pkg.Operations {
		add(op.At, op.At.Pointer, op.Request)
	}
	return out
}

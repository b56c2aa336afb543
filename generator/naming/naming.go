// Package naming invents the Go identifiers of a package: all of them, in one pass over the IR in document order.
//
// Every name follows from the place it stands for alone: a type from its schema's name, an inline type from its
// parent's and its member's, an enumeration constant from its type's and its value's. So adding a definition never
// renames another. Where two places come to the same name the run reports both, and a pin settles it.
package naming

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi/diag"
)

// Assign names everything in pkg. Pins are Go names by the JSON pointer of what they name, as names.golden and problem
// messages write it; one that matches nothing is reported.
func Assign(pkg *ir.Package, pins map[string]string, problems *diag.List) {
	n := &namer{pins: pins, used: map[string]bool{}, problems: problems}
	top := scope{}
	for _, fixed := range fixedNames {
		top[fixed] = owner{name: "the generator's own " + fixed}
	}
	for _, d := range pkg.Decls {
		n.decl(d, top)
	}
	groups := scope{}
	for _, g := range pkg.Groups {
		g.Name = n.claim(groups, g.At, "#/tags/"+escape(g.Wire), Exported(g.Wire))
		g.Position = "group" + g.Name
	}
	for _, op := range pkg.Operations {
		n.operation(op, top)
	}
	n.unusedPins(pkg)
}

// fixedNames are the package-level identifiers that every generated package has.
var fixedNames = []string{"APIVersion", "MatchOperation", "Operations", "ParseRequest"}

// methodNames are the methods of generated types and the field that keeps unknown members. A member with such a name
// gets "Field" behind it, always.
var methodNames = []string{"AppendJSON", "Equal", "Extra", "MarshalJSON", "UnmarshalJSON", "Validate"}

// requestNames are the members of request types that no parameter is.
var requestNames = []string{
	"Body", "EachParam", "Equal", "Extra", "HTTPRequest", "Items", "Operation", "Pages", "ReadReply", "Validate",
}

type owner struct {
	at   diag.At
	name string // what holds the name, when it is no place in the document
}

type scope map[string]owner

type namer struct {
	pins     map[string]string
	used     map[string]bool
	problems *diag.List
}

func (n *namer) decl(d ir.Decl, top scope) {
	h := d.Common()
	h.Name = n.claim(top, h.At, h.Pointer, Joined(h.Path))
	h.Position = "type" + h.Name
	switch d := d.(type) {
	case *ir.Struct:
		d.Funcs = n.funcs(top, h)
		d.Members = "membersOf" + h.Name
		if d.Stream != nil {
			d.Stream.Name = n.derived(top, h.At, "Stream"+h.Name)
		}
		n.fields(d)
	case *ir.Union:
		d.Funcs = n.funcs(top, h)
		d.Unknown = n.derived(top, h.At, "Unknown"+h.Name)
		d.Interface = n.derived(top, h.At, h.Name+"Variant")
		d.Seal = "is" + h.Name
		d.PropertyName = Exported(d.Property)
		if d.PropertyName == "Raw" || slices.Contains(methodNames, d.PropertyName) {
			d.PropertyName += "Field"
		}
	case *ir.Enum:
		d.ValuesFunc = n.derived(top, h.At, h.Name+"Values")
		n.constants(d, top)
	}
}

// funcs names the functions of an object. Only the first is exported; the others begin with a word of their own, so they
// are as distinct as the names of types.
func (n *namer) funcs(top scope, h *ir.Head) ir.Funcs {
	return ir.Funcs{Decode: n.derived(top, h.At, "Decode"+h.Name), Decoder: "decode" + h.Name, Message: "new" + h.Name}
}

func (n *namer) fields(d *ir.Struct) {
	members := scope{}
	for _, f := range d.Fields {
		name := Exported(f.Wire)
		if slices.Contains(methodNames, name) {
			name += "Field"
		}
		f.Name = n.claim(members, f.At, f.At.Pointer, name)
	}
}

func (n *namer) constants(e *ir.Enum, top scope) {
	for i, v := range e.Values {
		name := Joined([]string{e.Name, cmp.Or(v.Hint, v.Wire)})
		e.Values[i].Name = n.claim(top, e.At, e.Pointer+"/enum/"+escape(v.Wire), name)
	}
}

func (n *namer) operation(op *ir.Operation, top scope) {
	group, rest, ok := strings.Cut(op.ID, "_")
	if !ok {
		group, rest = op.ID, ""
	}
	parts := []string{group}
	if rest != "" {
		parts = append(parts, rest)
	}
	op.Name = Joined(parts)
	op.Name, _ = n.pinned(op.At, op.At.Pointer, op.Name)
	op.Request = n.derived(top, op.At, op.Name+"Request")
	op.Parse = n.derived(top, op.At, "Parse"+op.Name+"Request")
	op.Position = "op" + op.Name
	members := scope{}
	places := namesByPlace(op)
	for _, p := range op.Params {
		name := Exported(p.Wire)
		switch {
		case slices.Contains(requestNames, name):
			name += "Param"
		case places[name] != p.In:
			// A parameter never renames one of an earlier place.
			name += Exported(p.In)
		}
		p.Name = n.claim(members, p.At, p.At.Pointer, name)
	}
}

// namesByPlace returns, for the Go name of each parameter, the place of the one that has it as it is: the path, which is
// what the operation is, comes first.
func namesByPlace(op *ir.Operation) map[string]string {
	order := []string{ir.InHost, ir.InForm, ir.InCookie, ir.InHeader, ir.InQuery, ir.InPath}
	names := map[string]string{}
	for _, in := range order {
		for _, p := range op.Params {
			if p.In == in {
				names[Exported(p.Wire)] = in
			}
		}
	}
	return names
}

// claim takes a name for a place, pinned or as it follows from the rule, and reports a name taken before.
func (n *namer) claim(s scope, at diag.At, pointer, name string) string {
	name, ok := n.pinned(at, pointer, name)
	if !ok {
		return name
	}
	if before, taken := s[name]; taken {
		n.taken(at, name, before)
		return name
	}
	s[name] = owner{at: at}
	return name
}

// derived reserves a name that follows from the name of the declaration at a place, and returns it.
func (n *namer) derived(s scope, at diag.At, name string) string {
	if before, taken := s[name]; taken {
		n.taken(at, name, before)
		return name
	}
	s[name] = owner{at: at}
	return name
}

func (n *namer) taken(at diag.At, name string, before owner) {
	who := before.name
	if who == "" {
		who = before.at.String()
	}
	n.problems.Add(at, "name-taken", "%s is already %s; pin another name for one of the two in the names file", name, who)
}

// pinned returns the name pinned for a place, else the one given. It is false after reporting a pin that Go could not
// use; the name given stands then.
func (n *namer) pinned(at diag.At, pointer, name string) (string, bool) {
	pin, ok := n.pins[pointer]
	if !ok {
		return name, true
	}
	n.used[pointer] = true
	if !token.IsIdentifier(pin) || !token.IsExported(pin) {
		n.problems.Add(at, "pin-not-exported", "the pinned name %q is no exported Go identifier; write one, such as %s", pin, name)
		return name, false
	}
	return pin, true
}

func (n *namer) unusedPins(pkg *ir.Package) {
	for pointer, name := range n.pins {
		if !n.used[pointer] {
			n.problems.Add(diag.At{File: pkg.Source, Pointer: pointer}, "pin-unused",
				"nothing stands at this pointer for the pinned name %s; correct the pointer or delete the pin", name)
		}
	}
}

// escape writes a text as a JSON pointer token.
func escape(s string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
}

// Table lists "pointer → name" for every name of the package in document order: what a review reads to see renames.
func Table(pkg *ir.Package) []string {
	var out []string
	add := func(pointer, name string) { out = append(out, pointer+" → "+name) }
	for _, d := range pkg.Decls {
		h := d.Common()
		add(h.Pointer, h.Name)
		switch d := d.(type) {
		case *ir.Struct:
			for _, f := range d.Fields {
				add(f.At.Pointer, h.Name+"."+f.Name)
			}
		case *ir.Enum:
			for _, v := range d.Values {
				add(h.Pointer+"/enum/"+escape(v.Wire), v.Name)
			}
		}
	}
	for _, op := range pkg.Operations {
		add(op.At.Pointer, op.Request)
	}
	return out
}

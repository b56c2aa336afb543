package naming

import (
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/pointer"
	"github.com/azbill/azbill/openapi/diag"
)

// Pins are Go names by the JSON pointer of what they name, alone or after its file: "#/definitions/Amount",
// "common.json#/definitions/ErrorResponse". The file may be the end of a path.
type Pins struct {
	Own    map[string]string // for this package: one that names nothing is a problem
	Shared map[string]string // for any package
	Used   func(key string)  // is called with each shared pin that names something; nil: it is not called
}

// pin is a name that the user gives to what is at a place.
type pin struct {
	key, file, pointer, name string
	shared, used             bool
}

// pins are looked up by pointer, then by file.
type pins struct {
	notify    func(key string)
	byPointer map[string][]*pin
	own       map[string]bool            // the package's own documents
	files     map[string]map[string]bool // of each pinned pointer, the files that have it
	enums     map[string]bool            // pointers of enumerations that have a pinned value
}

// newPins reads pins by "file#/pointer", where the file may be the end of a path, or by "#/pointer" alone, which means
// the package's own documents, else the only other file that has such a place.
func newPins(given Pins, pkg *ir.Package) *pins {
	p := &pins{notify: given.Used, byPointer: map[string][]*pin{}, own: map[string]bool{}, files: map[string]map[string]bool{}, enums: map[string]bool{}}
	for _, file := range pkg.Documents {
		p.own[file] = true
	}
	for key, name := range given.Own {
		p.add(&pin{key: key, name: name})
	}
	for key, name := range given.Shared {
		p.add(&pin{key: key, name: name, shared: true})
	}
	if len(p.files) > 0 {
		p.eachPlace(pkg, func(at diag.At, pointer string) {
			if files := p.files[pointer]; files != nil {
				files[at.File] = true
			}
		})
	}
	return p
}

func (p *pins) add(one *pin) {
	file, pointer, _ := strings.Cut(one.key, "#")
	pointer = "#" + pointer
	one.file, one.pointer = file, pointer
	p.byPointer[pointer] = append(p.byPointer[pointer], one)
	if i := strings.LastIndex(pointer, enumStep); i >= 0 {
		p.enums[pointer[:i]] = true
	}
	p.files[pointer] = map[string]bool{}
}

// find returns the pin for a place; nil: none.
func (p *pins) find(file, pointer string) *pin {
	var found *pin
	for _, candidate := range p.byPointer[pointer] {
		switch {
		case candidate.file == "":
			if !p.applies(file, pointer) {
				continue
			}
		case !endsWith(file, candidate.file):
			continue
		}
		if found == nil || found.shared && !candidate.shared || found.shared == candidate.shared && len(candidate.file) > len(found.file) {
			found = candidate
		}
	}
	return found
}

// applies reports whether a pin without a file means the place in this one.
func (p *pins) applies(file, pointer string) bool {
	return p.own[file] || len(p.own) == 0 || len(p.files[pointer]) == 1
}

// endsWith reports whether a path ends with whole parts of another.
func endsWith(file, end string) bool {
	file, end = strings.ReplaceAll(file, `\`, "/"), strings.TrimPrefix(end, "./")
	return file == end || strings.HasSuffix(file, "/"+end)
}

// pinned returns the name pinned for one of the places of a thing, which are given with the pointers that pin them, else
// the one given. It is false when none is pinned, or one that Go could not use. That is reported, and a second name.
func (n *namer) pinned(name string, places ...diag.At) (string, bool) {
	var first *pin
	var place diag.At
	for _, at := range places {
		pin := n.pins.find(at.File, at.Pointer)
		switch {
		case pin == nil:
			continue
		case first == nil:
			first, place = pin, at
		case pin.name != first.name && pin.shared:
			continue // of another package
		case pin.name != first.name:
			n.problems.Add(at, "pin-ambiguous", "the name %s is pinned here, and %s at %s, for one Go name; delete one of the pins", pin.name, first.name, first.key)
		}
		pin.used = true
		if pin.shared && n.pins.notify != nil {
			n.pins.notify(pin.key)
		}
	}
	switch {
	case first == nil:
		return name, false
	case !token.IsIdentifier(first.name) || !token.IsExported(first.name):
		n.problems.Add(place, "pin-not-exported", "the pinned name %q is not an exported Go identifier; write one, such as %s", first.name, name)
		return name, false
	}
	return first.name, true
}

// unused reports pins that name nothing.
func (n *namer) unused(pkg *ir.Package) {
	for _, list := range n.pins.byPointer {
		for _, p := range list {
			files := n.pins.files[p.pointer]
			switch {
			case p.used, p.shared:
			case p.file == "" && len(files) > 1:
				var lines []string
				for _, file := range slices.Sorted(maps.Keys(files)) {
					lines = append(lines, n.line(diag.At{File: file}, p.pointer, p.name))
				}
				n.problems.Add(diag.At{File: pkg.Source, Pointer: p.pointer}, "pin-ambiguous",
					"several files have this pointer, for which the name %s is pinned; name the file: %s", p.name, strings.Join(lines, ", or "))
			default:
				n.problems.Add(diag.At{File: pkg.Source, Pointer: p.pointer}, "pin-unused",
					"expected something at %s for the pinned name %s, found nothing; correct the file or the pointer, or delete the pin", p.key, p.name)
			}
		}
	}
}

// eachPlace calls visit for every place of a package that a pin may name, in document order.
func (p *pins) eachPlace(pkg *ir.Package, visit func(at diag.At, pointer string)) {
	for _, d := range pkg.Decls {
		h := d.Common()
		visit(h.At, h.Pointer)
		for _, at := range h.Also {
			visit(at, at.Pointer)
		}
		switch d := d.(type) {
		case *ir.Struct:
			for _, f := range d.Fields {
				visit(f.At, f.At.Pointer)
			}
		case *ir.Enum:
			for _, at := range p.pinnedPlaces(d) {
				for _, v := range d.Values {
					visit(at, valuePointer(at.Pointer, v))
				}
			}
		}
	}
	for _, g := range pkg.Groups {
		visit(g.At, groupPointer(g))
	}
	for _, op := range pkg.Operations {
		visit(op.At, op.At.Pointer)
		for _, param := range op.Params {
			visit(param.At, param.At.Pointer)
		}
	}
}

// pinnedPlaces are the places of an enumeration at which a value is pinned.
func (p *pins) pinnedPlaces(e *ir.Enum) []diag.At {
	var out []diag.At
	if p.enums[e.Pointer] {
		out = append(out, e.At)
	}
	for _, at := range e.Also {
		if p.enums[at.Pointer] {
			out = append(out, at)
		}
	}
	return out
}

// enumStep leads from the pointer of an enumeration to its values.
const enumStep = "/enum/"

func valuePointer(enum string, v ir.EnumValue) string { return enum + enumStep + pointer.Token(v.Wire) }

func groupPointer(g *ir.Group) string { return "#/tags/" + pointer.Token(g.Wire) }

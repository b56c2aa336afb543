// Package lower turns a document into IR: it decides which Go construct each schema becomes and flattens what Go has
// no words for (allOf, references, inline schemas). It invents no names; naming does.
package lower

import (
	"slices"
	"strings"
	"unicode"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// Package lowers a document. Source is how generated files name the document they come from. Codebytes is how much code
// it may grow into, by estimate; zero: the default. The result is complete only when no problem was added.
func Package(doc *openapi.Document, source string, codeBytes int64, problems *diag.List) *ir.Package {
	budget := newBudget(codeBytes, problems)
	same := unify(doc)
	lw := &lowerer{
		problems: problems,
		budget:   budget,
		pkg: &ir.Package{
			Source: source, Documents: doc.Files, Title: doc.Title, Doc: doc.Description, APIVersion: doc.Version,
		},
		same:      same,
		hierarchy: newHierarchy(doc, budget),
		objects:   objects{},
		rules:     objectRules{},
		nulls:     map[*openapi.Schema]bool{},
		extras:    map[*openapi.Schema]*ir.Schema{},
		patterns:  map[string]pattern{},
		decls:     map[*openapi.Schema]ir.Decl{},
		selves:    map[*openapi.Schema]*ir.Struct{},
		uses:      map[*openapi.Schema]*ir.Union{},
		family:    map[*ir.Union]*ir.Struct{},
		sources:   map[ir.Decl]*openapi.Schema{},
		enums:     map[string]*enumeration{},
		enumOf:    map[*openapi.Schema]*ir.Enum{},
		schemas:   map[*openapi.Schema]*ir.Schema{},
		both:      map[[2]*openapi.Schema]*openapi.Schema{},
		busy:      map[*openapi.Schema]bool{},
	}
	for _, s := range doc.Schemas {
		if budget.spent {
			return lw.pkg
		}
		lw.named(s)
	}
	lw.secondNames()
	lw.operations(doc)
	if lw.budget.spent {
		return lw.pkg
	}
	lw.variantCycles()
	lw.fillSchemas()
	lw.families()
	return lw.pkg
}

type lowerer struct {
	hierarchy
	problems *diag.List
	budget   *budget
	pkg      *ir.Package
	same     *sameness
	objects  objects // which schemas become structs
	rules    objectRules
	nulls    map[*openapi.Schema]bool       // which schemas null fits
	extras   map[*openapi.Schema]*ir.Schema // what a schema says that concerns no members
	decls    map[*openapi.Schema]ir.Decl    // schemas already declared
	selves   map[*openapi.Schema]*ir.Struct // union bases as variants of themselves
	uses     map[*openapi.Schema]*ir.Union  // variants that have variants, as members are typed by them
	family   map[*ir.Union]*ir.Struct       // the variants of uses
	sources  map[ir.Decl]*openapi.Schema    // the schema each declaration is made from
	enums    map[string]*enumeration        // by x-ms-enum name: the same name is the same type all over the document
	enumOf   map[*openapi.Schema]*ir.Enum   // inline enumerations
	schemas  map[*openapi.Schema]*ir.Schema // by use
	unfilled []*openapi.Schema              // keys of schemas
	patterns map[string]pattern
	joined   []*ir.Schema                           // of members that several parts declare, inner ones first
	both     map[[2]*openapi.Schema]*openapi.Schema // objects that one member must be at once
	busy     map[*openapi.Schema]bool               // named lists and maps being lowered, to stop those that contain themselves
}

func (lw *lowerer) declare(d ir.Decl) { lw.pkg.Decls = append(lw.pkg.Decls, d) }

// named declares a named schema, once, and returns its declaration; nil for one that becomes no Go type of its own.
func (lw *lowerer) named(s *openapi.Schema) ir.Decl {
	if d, ok := lw.decls[s]; ok {
		return d
	}
	head := ir.Head{
		At: s.At, Origin: ir.FromDefinition, Pointer: s.At.Pointer, Path: lw.same.path(s), ClientName: s.ClientName, Doc: docOf(s), Also: lw.same.places(s),
	}
	switch {
	case lw.isUnion(s):
		return lw.union(s, head)
	case lw.objects.is(s) || lw.isVariant(s):
		return lw.structure(s, head)
	case s.Ref == nil && isStringEnum(s):
		e := lw.enum(s, head)
		lw.decls[s] = e
		return e
	}
	if open := openEnum(s); open != nil && open.Ref == nil {
		e := lw.enum(open, head)
		lw.decls[s] = e
		return e
	} else if kinds := lw.byKind(s); kinds != nil && open == nil {
		return lw.kindUnion(s, head, kinds)
	}
	return lw.alias(s, head)
}

// secondNames declares the further names of schemas that are one in several versions of the common types: a version's
// name stays the same whether another version is in use or not.
func (lw *lowerer) secondNames() {
	for _, s := range lw.kept() {
		have := map[string]bool{lw.same.version(s): true}
		for _, other := range lw.same.also[s] {
			version := lw.same.version(other)
			if have[version] {
				continue
			}
			have[version] = true
			a := &ir.Alias{
				Head:  ir.Head{At: other.At, Origin: ir.FromDefinition, Pointer: other.At.Pointer, Path: lw.same.path(other), ClientName: other.ClientName, Doc: docOf(other)},
				Value: lw.valueOfNamed(s),
			}
			if e, isEnum := lw.decls[s].(*ir.Enum); isEnum && e.Origin == ir.FromEnum {
				continue // x-ms-enum names the type, whatever the version
			}
			if lw.budget.spend(other.At, costOfDecl+costOfHead(&a.Head)) {
				lw.declare(a)
				lw.sources[a] = &openapi.Schema{At: other.At, Ref: s}
			}
		}
	}
}

// kept lists the schemas that stand for others, in document order.
func (lw *lowerer) kept() []*openapi.Schema {
	var out []*openapi.Schema
	for _, s := range lw.same.doc.Schemas {
		if len(lw.same.also[s]) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// alias declares a named scalar, list, map or second name. Uses see through it, so that a schema gains or loses a name
// without changing the type of a member.
func (lw *lowerer) alias(s *openapi.Schema, head ir.Head) ir.Decl {
	if lw.busy[s] || !lw.budget.spend(s.At, costOfDecl+costOfHead(&head)) {
		return nil
	}
	lw.busy[s] = true
	defer delete(lw.busy, s)
	a := &ir.Alias{Head: head}
	if s.Ref != nil {
		a.Value = lw.value(s, head.Path)
	} else {
		a.Value = lw.inline(s, head.Path)
	}
	lw.decls[s] = a
	lw.sources[a] = s
	lw.declare(a)
	if a.Value.Type == ir.Raw && s.Ref == nil {
		lw.alternatives(a, s)
	}
	if !lw.budget.spent {
		lw.budget.spend(s.At, costOfValue(a.Value))
	}
	return a
}

// value lowers a use of a schema. Path names the place, for an inline type's name.
func (lw *lowerer) value(s *openapi.Schema, path []string) ir.Value {
	v := lw.typed(s, path)
	v.Schema = lw.use(s)
	return v
}

// typed is value without the schema.
func (lw *lowerer) typed(s *openapi.Schema, path []string) ir.Value {
	target := s.Resolve()
	if target.Name == "" {
		v := lw.inline(target, path)
		lw.overlay(&v, s)
		return v
	}
	v := lw.valueOfNamed(target)
	for use := s; use != target; use = use.Ref {
		lw.overlay(&v, use)
	}
	return v
}

func (lw *lowerer) valueOfNamed(s *openapi.Schema) ir.Value {
	if lw.busy[s] { // a list or map that contains itself and nothing else has no finite Go type
		return ir.Value{Type: ir.Raw}
	}
	switch d := lw.named(s).(type) {
	case *ir.Alias:
		return d.Value
	case nil:
		return ir.Value{Type: ir.Raw}
	case *ir.Struct:
		return ir.Value{Type: ir.Named{Decl: lw.withVariants(s, d)}, Nullable: isTrue(s.Nullable)}
	default:
		return ir.Value{Type: ir.Named{Decl: d}, Nullable: isTrue(s.Nullable)}
	}
}

// inline lowers a schema where it stands.
func (lw *lowerer) inline(s *openapi.Schema, path []string) ir.Value {
	v := ir.Value{Nullable: isTrue(s.Nullable) || enumHasNull(s)}
	head := ir.Head{At: s.At, Pointer: s.At.Pointer, Path: path, Doc: docOf(s)}
	if d, ok := lw.decls[s]; ok { // a member that several types include by allOf
		if a, isAlias := d.(*ir.Alias); isAlias {
			return a.Value
		}
		v.Type = ir.Named{Decl: d}
		return v
	}
	switch open, kinds := openEnum(s), lw.byKind(s); {
	case open != nil:
		return lw.typed(open, path)
	case kinds != nil:
		v.Type = ir.Named{Decl: lw.kindUnion(s, head, kinds)}
		return v
	case isStringEnum(s):
		v.Type = ir.Named{Decl: lw.enum(s, head)}
		return v
	case lw.isUnion(s):
		v.Type = ir.Named{Decl: lw.union(s, head)}
		return v
	case lw.objects.is(s):
		v.Type = ir.Named{Decl: lw.structure(s, head)}
		return v
	}
	if s.Type == "" && len(s.AllOf) == 1 { // a scalar or list under another name
		v := lw.typed(s.AllOf[0], path)
		lw.overlay(&v, s)
		return v
	}
	v.Type = lw.plainType(s, path)
	v.Rules = lw.limitsOf(s, v.Type)
	if v.Type == ir.Raw && s.Name == "" {
		lw.alternativesHere(s, head)
	}
	return v
}

// plainType is the type of a schema that declares nothing itself.
func (lw *lowerer) plainType(s *openapi.Schema, path []string) ir.Type {
	switch s.Type {
	case "array":
		if s.Items == nil {
			return ir.List{Elem: ir.Value{Type: ir.Raw}}
		}
		return ir.List{Elem: lw.element(s.Items, path, "item")}
	case "object":
		if s.Additional != nil && !isAnything(s.Additional) {
			return ir.Map{Elem: lw.element(s.Additional, path, "value")}
		}
		return ir.Raw
	case "string":
		return stringType(s.Format)
	case "boolean":
		return ir.Bool
	case "number":
		return ir.Decimal
	case "integer":
		switch s.Format {
		case "int32":
			return ir.Int32
		case "uint64": // beyond what int64 holds
			return ir.Decimal
		}
		return ir.Int64
	}
	if t := lw.oneType(s, path); t != nil {
		return t
	}
	return ir.Raw
}

// element lowers the elements of a list or a map.
func (lw *lowerer) element(s *openapi.Schema, path []string, word string) ir.Value {
	v := lw.value(s, append(slices.Clone(path), word))
	if isSecret(s) {
		v.Type = ir.SecretOf(v.Type)
	}
	return v
}

func stringType(format string) ir.Type {
	switch format {
	case "date-time", "date", "time", "date-time-rfc1123", "unixtime":
		return ir.Time
	}
	return ir.String
}

// structure declares an object.
func (lw *lowerer) structure(s *openapi.Schema, head ir.Head) ir.Decl {
	st := &ir.Struct{Head: head}
	lw.decls[s] = st
	lw.fillStruct(st, s)
	return st
}

// fillStruct declares the struct of an object.
func (lw *lowerer) fillStruct(st *ir.Struct, s *openapi.Schema) {
	st.Closed, st.MinProps, st.MaxProps = s.AdditionalForbidden, s.MinProps, s.MaxProps
	lw.sources[st] = s
	lw.declare(st)
	if !lw.budget.spend(s.At, costOfDecl+costOfHead(&st.Head)) {
		return
	}
	if st.Doc.Text == "" && st.Doc.Title == "" && s.Ref != nil {
		st.Doc = docOf(s.Ref.Resolve())
	}
	st.Consts = lw.constants(s)
	g := newGathering(st)
	lw.members(g, s)
	g.requirements()
	if extra := additional(s); extra != nil && !isAnything(extra) {
		v := lw.value(extra, append(slices.Clone(st.Path), "value"))
		st.Additional = &v
	}
}

// gathering is a struct whose members are being collected.
type gathering struct {
	st             *ir.Struct
	consts, fields map[string]int      // positions by the name on the wire
	declared       []*openapi.Property // of st.Fields
	required       []string
	seen           map[*openapi.Schema]bool // what several parts include counts once
}

func newGathering(st *ir.Struct) *gathering {
	g := &gathering{st: st, consts: map[string]int{}, fields: map[string]int{}, seen: map[*openapi.Schema]bool{}}
	for i, c := range st.Consts {
		g.consts[c.Wire] = i
	}
	return g
}

// members adds the members of s: those it includes by allOf first, in order, then its own. A member said twice keeps
// its first place and takes the later facts, as allOf asks for both to hold.
func (lw *lowerer) members(g *gathering, s *openapi.Schema) {
	if g.seen[s] {
		return
	}
	g.seen[s] = true
	if s.Ref != nil {
		lw.members(g, s.Ref)
	}
	for _, part := range s.AllOf {
		lw.members(g, part.Resolve())
	}
	for _, p := range s.Properties {
		if !lw.member(g, s, p) {
			return
		}
	}
	g.required = append(g.required, s.Required...)
}

// requirements marks the members that a part requires, before or after another declares them.
func (g *gathering) requirements() {
	for _, name := range g.required {
		if i, ok := g.consts[name]; ok {
			g.st.Consts[i].Required = true
		}
		if i, ok := g.fields[name]; ok {
			g.st.Fields[i].Required = true
		}
	}
}

// member adds the member p of s, and reports whether the budget lasts.
func (lw *lowerer) member(g *gathering, s *openapi.Schema, p *openapi.Property) bool {
	st := g.st
	if i, ok := g.consts[p.Name]; ok {
		st.Consts[i].Doc = fieldDoc(p.Schema)
		return true
	}
	path := append(slices.Clone(lw.ownerPath(st, s)), p.Name)
	i, again := g.fields[p.Name]
	if again {
		if p = lw.bothMembers(g.declared[i], p); p == g.declared[i] {
			return true
		}
	}
	f := lw.field(p, path)
	if f == nil {
		return false
	}
	if again {
		lw.reconcile(f, st.Fields[i], lw.isStruct(p.Schema.Resolve()) && lw.isStruct(g.declared[i].Schema.Resolve()))
		st.Fields[i], g.declared[i] = f, p
		return true
	}
	g.fields[p.Name] = len(st.Fields)
	st.Fields, g.declared = append(st.Fields, f), append(g.declared, p)
	return true
}

// ownerPath names the schema that holds a member, so that an inline type which several types include by allOf is one
// type with one name.
func (lw *lowerer) ownerPath(st *ir.Struct, s *openapi.Schema) []string {
	if s.Name != "" {
		return lw.same.path(s)
	}
	return st.Path
}

// field lowers a member; nil when the budget is spent.
func (lw *lowerer) field(p *openapi.Property, path []string) *ir.Field {
	target := p.Schema.Resolve()
	f := &ir.Field{
		At: p.At, Wire: p.Name, ClientName: p.Schema.ClientName, Doc: fieldDoc(p.Schema),
		Value:     lw.value(p.Schema, path),
		ReadOnly:  anyUse(p.Schema, func(s *openapi.Schema) bool { return s.ReadOnly }),
		WriteOnly: p.Schema.WriteOnly || target.WriteOnly,
		Secret:    isSecret(p.Schema),
	}
	anyUse(p.Schema, func(s *openapi.Schema) bool { f.Mutability = s.Mutability; return len(f.Mutability) > 0 })
	if d := firstDefault(p.Schema); d != nil {
		f.Default = d.JSON
	}
	cost := costOfField + namesOfField*len(p.Name) + costOfDoc(f.Doc) + len(f.Default) + costOfValue(f.Value)
	if !lw.budget.spend(p.At, cost) {
		return nil
	}
	return f
}

// enum declares a string enumeration. x-ms-enum.name, in whatever case, identifies the type over the whole document: a
// second appearance adds the values it has beyond the first.
func (lw *lowerer) enum(s *openapi.Schema, head ir.Head) *ir.Enum {
	key := strings.Join(head.Path, "\x00")
	if s.EnumName != "" {
		head.Path, head.Origin, head.ClientName = []string{s.EnumName}, ir.FromEnum, ""
		key = folded(s.EnumName)
	}
	e := lw.enums[key]
	defer func() { lw.enumOf[s] = e.Enum }()
	if e != nil {
		if !e.places[head.At] {
			e.places[head.At] = true
			e.Also = append(e.Also, head.At)
		}
		e.Path[0] = min(e.Path[0], head.Path[0]) // a spelling in capitals, wherever it stands
	} else {
		e = &enumeration{Enum: &ir.Enum{Head: head, Fixed: s.EnumFixed}, listed: map[string]bool{}, places: map[diag.At]bool{head.At: true}}
		lw.sources[e.Enum] = s
		lw.enums[key] = e
		lw.declare(e.Enum)
		lw.budget.spend(s.At, costOfDecl+costOfHead(&e.Head))
	}
	notes := map[string]openapi.EnumValue{}
	for _, note := range s.EnumNotes {
		notes[note.Value] = note
	}
	for _, v := range s.Enum {
		text, ok := stringOf(v)
		if !ok || e.listed[text] {
			continue
		}
		note := notes[text]
		if !lw.budget.spend(s.At, costOfEnum+8*len(text)+4*len(key)+4*len(note.Name)+len(note.Description)) {
			break
		}
		e.listed[text] = true
		e.Values = append(e.Values, ir.EnumValue{Wire: text, Hint: note.Name, Doc: note.Description})
	}
	return e.Enum
}

// enumeration is an enumeration whose values are being collected.
type enumeration struct {
	*ir.Enum
	listed map[string]bool
	places map[diag.At]bool
}

// folded is the text by which names that differ in case or separators are the same one.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

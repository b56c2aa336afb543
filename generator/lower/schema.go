package lower

import (
	"slices"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/wire/ecma"
)

// The schema table holds what the document says, keyword by keyword; the Go types are chosen elsewhere and have no say in
// it. Each use of a schema becomes an [ir.Schema], once. They are filled when all declarations are known, since a schema
// may refer to one that is declared later, or to itself.

// use returns the schema of a use, which is filled by fillSchemas.
func (lw *lowerer) use(s *openapi.Schema) *ir.Schema {
	if out := lw.schemas[s]; out != nil {
		return out
	}
	out := new(ir.Schema)
	lw.schemas[s] = out
	lw.unfilled = append(lw.unfilled, s)
	return out
}

// fillSchemas fills the schemas of all uses and of the declarations.
func (lw *lowerer) fillSchemas() {
	for _, d := range lw.pkg.Decls {
		lw.declared(d)
	}
	for len(lw.unfilled) > 0 && !lw.budget.spent {
		s := lw.unfilled[0]
		lw.unfilled = lw.unfilled[1:]
		*lw.schemas[s] = *lw.chain(s)
		lw.budget.spend(s.At, costOfSchema(lw.schemas[s]))
	}
	for _, both := range lw.joined {
		simplify(both)
	}
}

// simplify fills the schema of a member that two parts declare. A part that the other one implies is left out.
func simplify(both *ir.Schema) {
	a, b := both.All[0], both.All[1]
	nullable, notNull := a.Nullable && b.Nullable, a.NotNull || b.NotNull
	switch {
	case implies(a, b):
		*both = *a
	case implies(b, a):
		*both = *b
	}
	both.Nullable, both.NotNull = nullable, notNull
}

// implies reports whether what fits a fits b, as far as that is easy to see.
func implies(a, b *ir.Schema) bool {
	if b.Kind == ir.KindDecl {
		return a.Kind == ir.KindDecl && a.Decl == b.Decl
	}
	return (a.Kind == b.Kind || b.Kind == ir.KindAny) && b.Elem == nil && b.Rules.IsZero() && !b.Combines()
}

// declared gives a declaration its schema.
func (lw *lowerer) declared(d ir.Decl) {
	head := d.Common()
	s := lw.sources[d]
	switch d := d.(type) {
	case *ir.Struct:
		head.Schema = lw.objectSchema(s)
		head.Dispatch = lw.dispatchOf(s, d)
	case *ir.Union:
		if lw.family[d] != nil { // a use of a variant with its own variants, which the variant's schema describes
			head.Schema = &ir.Schema{Kind: ir.KindDecl, Decl: lw.family[d]}
			return
		}
		if s.Discriminator == nil { // told apart by a constant: its alternatives say all
			head.Schema = lw.keywords(s)
			return
		}
		head.Schema = lw.objectSchema(s)
		head.Dispatch = lw.dispatchOf(s, d)
		head.Dispatch.Own = head.Dispatch.Own && !head.Schema.Object.IsZero()
	case *ir.Alias:
		head.Schema = lw.aliasSchema(s)
	}
}

// aliasSchema is the schema of a named schema that is neither an object nor a union in Go.
func (lw *lowerer) aliasSchema(s *openapi.Schema) *ir.Schema {
	if s.Ref != nil {
		return lw.chain(s)
	}
	return lw.keywords(s)
}

// chain is the schema of a use: what is beside each reference on the way to the target, and the target. What the use
// nearest to the value says of null holds.
func (lw *lowerer) chain(s *openapi.Schema) *ir.Schema {
	target := s.Resolve()
	out := lw.target(target)
	var beside []*ir.Schema
	for use := s; use != target; use = use.Ref {
		if b := lw.beside(use, target); b != nil {
			beside = append(beside, b)
		}
	}
	inner := *out
	inner.Nullable, inner.NotNull = len(target.AllOf) > 0 && lw.acceptsNull(target), false
	out = &inner
	if len(beside) > 0 {
		out = &ir.Schema{Kind: ir.KindAny, All: append([]*ir.Schema{&inner}, beside...)}
	}
	if says := saysOfNull(s); says != nil {
		out.Nullable, out.NotNull = *says, !*says
	}
	return out
}

// target is the schema of what a use refers to, or says itself.
func (lw *lowerer) target(s *openapi.Schema) *ir.Schema {
	d := lw.decls[s]
	switch d := d.(type) {
	case *ir.Struct, *ir.Union:
		return &ir.Schema{Kind: ir.KindDecl, Decl: d}
	case *ir.Enum:
		return lw.enumSchema(s, d)
	case *ir.Alias:
		if s.Ref == nil && isScalar(s) {
			return lw.keywords(s)
		}
		return &ir.Schema{Kind: ir.KindDecl, Decl: d}
	}
	if d := lw.enumOf[s]; d != nil {
		return lw.enumSchema(s, d)
	}
	return lw.keywords(s)
}

// enumSchema refers to the declaration of an enumeration if it says the same: one x-ms-enum name may stand for several
// lists of values, and other rules may be beside the list.
func (lw *lowerer) enumSchema(s *openapi.Schema, d *ir.Enum) *ir.Schema {
	own := lw.keywords(s)
	rules := own.Rules
	rules.Enum = nil
	same := len(s.Enum) == len(d.Values) && own.Kind == ir.KindString && rules.IsZero() && !own.Combines()
	for i := 0; same && i < len(d.Values); i++ {
		text, ok := stringOf(s.Enum[i])
		same = ok && text == d.Values[i].Wire
	}
	if same {
		return &ir.Schema{Kind: ir.KindDecl, Decl: d}
	}
	return own
}

// isScalar tells a schema that holds no other ones.
func isScalar(s *openapi.Schema) bool {
	return len(s.Properties)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.Enum) == 0 && s.Not == nil && s.Items == nil && s.Additional == nil
}

// beside is what is beside a reference to target; nil when that demands nothing.
func (lw *lowerer) beside(use, target *openapi.Schema) *ir.Schema {
	kind, rules := kindOf(use), lw.rulesOf(use)
	if use.Type == target.Type && (use.Format == "" || use.Format == target.Format) {
		kind = ir.KindAny
	}
	if use.Format == target.Format {
		rules.Format = ""
	}
	if kind == ir.KindAny && rules.IsZero() {
		return nil // as for nearly all, of which a long way has many
	}
	return &ir.Schema{Kind: kind, Rules: rules}
}

// keywords is the schema of a schema that refers to no other as a whole, keyword by keyword.
func (lw *lowerer) keywords(s *openapi.Schema) *ir.Schema {
	if lw.rules.is(s) {
		if isMap(s) && !unconstrained(s.Additional) {
			out := lw.plain(s)
			out.Elem = lw.use(s.Additional)
			return out
		}
		out := lw.objectSchema(s)
		if out.Object.IsZero() && !out.Object.Open { // with UnknownMembers, Open counts where other schemas declare members
			out.Object = nil
		}
		return out
	}
	out := lw.plain(s)
	for _, part := range s.AllOf {
		if !narrows(s, part.Resolve()) {
			out.All = append(out.All, lw.use(part))
		}
	}
	return out
}

// narrows reports whether s is an enumeration of strings that another one, which says no more, lists as well.
func narrows(s, other *openapi.Schema) bool {
	rules := rulesOfAny(other)
	rules.Enum = nil
	if s.Type != "string" || len(s.Enum) == 0 || !isStringEnum(other) || !rules.IsZero() ||
		len(other.AllOf)+len(other.AnyOf)+len(other.OneOf) > 0 || other.Not != nil {
		return false
	}
	return !slices.ContainsFunc(s.Enum, func(v openapi.Value) bool {
		return !slices.ContainsFunc(other.Enum, func(o openapi.Value) bool { return o.JSON == v.JSON })
	})
}

// isMap tells an object of which nothing is said but what its members hold.
func isMap(s *openapi.Schema) bool {
	return s.Type == "object" && s.Additional != nil && len(s.Properties)+len(s.Required)+len(s.AllOf) == 0
}

// plain is the schema without what concerns the members of objects, and without allOf.
func (lw *lowerer) plain(s *openapi.Schema) *ir.Schema {
	out := &ir.Schema{Kind: kindOf(s), Rules: lw.rulesOf(s)}
	if s.Items != nil && !unconstrained(s.Items) && (out.Kind == ir.KindAny || out.Kind == ir.KindArray) {
		out.Elem = lw.use(s.Items)
	}
	for _, alternative := range s.AnyOf {
		out.Any = append(out.Any, lw.use(alternative))
	}
	for _, alternative := range s.OneOf {
		out.One = append(out.One, lw.use(alternative))
	}
	if s.Discriminator != nil && lw.isUnion(s) { // the discriminator says which one must hold
		out.Any, out.One = nil, nil
	}
	if s.Not != nil {
		out.Not = lw.use(s.Not)
	}
	return out
}

// rulesOf collects the rules of a schema, and notes what its pattern needs.
func (lw *lowerer) rulesOf(s *openapi.Schema) ir.Rules {
	r := rulesOfAny(s)
	if r.Pattern == "" {
		return r
	}
	p := lw.pattern(r.Pattern)
	switch {
	case p.err != nil:
		r.Unchecked = true
		lw.problems.Warn(s.At, "pattern-unchecked", "Validate does not check %v; correct the pattern if it is wrong", p.err)
	case p.backtracks:
		lw.pkg.Backtracks = true
	}
	return r
}

// pattern is what it takes to check a pattern.
type pattern struct {
	backtracks bool
	err        error // why it cannot be checked
}

func (lw *lowerer) pattern(source string) pattern {
	p, known := lw.patterns[source]
	if !known {
		compiled, err := ecma.Compile(source)
		p = pattern{err: err, backtracks: err == nil && compiled.Backtracks()}
		lw.patterns[source] = p
	}
	return p
}

// unconstrained tells a schema that every value fits.
func unconstrained(s *openapi.Schema) bool {
	for use := s; use != nil; use = use.Ref {
		if kindOf(use) != ir.KindAny || !rulesOfAny(use).IsZero() || use.Nullable != nil && !*use.Nullable ||
			len(use.Properties)+len(use.Required)+len(use.AllOf)+len(use.AnyOf)+len(use.OneOf) > 0 || use.Not != nil ||
			use.Items != nil || use.Additional != nil || use.AdditionalForbidden || use.Discriminator != nil {
			return false
		}
	}
	return true
}

// kindOf is the kind of value that a schema demands.
func kindOf(s *openapi.Schema) ir.Kind {
	switch s.Type {
	case "string":
		return ir.KindString
	case "boolean":
		return ir.KindBool
	case "number":
		return ir.KindNumber
	case "array":
		return ir.KindArray
	case "object":
		return ir.KindObject
	case "integer":
		switch s.Format {
		case "int32":
			return ir.KindInt32
		case "int64":
			return ir.KindInt64
		}
		return ir.KindInteger
	}
	return ir.KindAny
}

// checkedFormats are the formats that Validate checks, by the kind of value they concern.
var checkedFormats = map[string]ir.Kind{
	"date-time": ir.KindString, "date": ir.KindString, "time": ir.KindString, "uuid": ir.KindString,
	"int32": ir.KindNumber, "int64": ir.KindNumber,
}

// rulesOfAny collects the rules of a schema. A rule for a kind of value that the schema excludes is left out.
func rulesOfAny(s *openapi.Schema) ir.Rules {
	var r ir.Rules
	kind := kindOf(s)
	is := func(kinds ...ir.Kind) bool { return kind == ir.KindAny || slices.Contains(kinds, kind) }
	if is(ir.KindString) {
		r.MinLength, r.MaxLength, r.Pattern = s.MinLength, s.MaxLength, s.Pattern
	}
	if is(ir.KindNumber, ir.KindInteger, ir.KindInt32, ir.KindInt64) {
		r.Minimum, r.Maximum, r.MultipleOf = s.Minimum, s.Maximum, s.MultipleOf
		r.ExclusiveMinimum = s.ExclusiveMinimum && s.Minimum != ""
		r.ExclusiveMaximum = s.ExclusiveMaximum && s.Maximum != ""
	}
	if is(ir.KindArray) {
		r.MinItems, r.MaxItems, r.UniqueItems = s.MinItems, s.MaxItems, s.UniqueItems
	}
	if is(ir.KindObject) {
		r.MinProps, r.MaxProps = s.MinProps, s.MaxProps
	}
	if of, checked := checkedFormats[s.Format]; checked && is(of) || kind == ir.KindInteger && s.Format == "uint64" {
		r.Format = s.Format
	}
	for _, v := range s.Enum {
		r.Enum = append(r.Enum, v.JSON)
	}
	return r
}

// acceptsNull reports whether null fits a schema that is not that of an optional member.
func (lw *lowerer) acceptsNull(s *openapi.Schema) bool {
	if says := saysOfNull(s); says != nil {
		return *says
	}
	s = s.Resolve()
	if answer, known := lw.nulls[s]; known {
		return answer
	}
	lw.nulls[s] = true // ends a schema that is an alternative of itself
	lw.nulls[s] = lw.allowsNull(s)
	return lw.nulls[s]
}

// saysOfNull is what the document says of null: where the schema is used, else where it is defined; nil: nothing.
func saysOfNull(s *openapi.Schema) *bool {
	for ; s != nil; s = s.Ref {
		if s.Nullable != nil {
			return s.Nullable
		}
	}
	return nil
}

// allowsNull reports whether no keyword of s excludes null.
func (lw *lowerer) allowsNull(s *openapi.Schema) bool {
	rejects := func(part *openapi.Schema) bool { return !lw.acceptsNull(part) }
	if s.Type != "" || len(s.Enum) > 0 && !enumHasNull(s) || slices.ContainsFunc(s.AllOf, rejects) {
		return false
	}
	if _, values := lw.selections(s); len(values) > 0 || s.Discriminator != nil && lw.isUnion(s) {
		return false // an object
	}
	if len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, lw.acceptsNull) || s.Not != nil && lw.acceptsNull(s.Not) {
		return false
	}
	n := 0
	for _, alternative := range s.OneOf {
		if lw.acceptsNull(alternative) {
			n++
		}
	}
	return len(s.OneOf) == 0 || n == 1
}

// costOfSchema counts a schema by what it says itself.
func costOfSchema(s *ir.Schema) int {
	n := costOfLevel * (1 + len(s.All) + len(s.Any) + len(s.One))
	for _, text := range s.Rules.Enum {
		n += len(text) + 4
	}
	if s.Object != nil {
		n += costOfLevel * len(s.Object.List)
	}
	return n + len(s.Rules.Pattern)
}

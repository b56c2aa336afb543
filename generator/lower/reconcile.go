package lower

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// bothMembers returns what a member is that two parts of an object declare. Two objects are one with the members of both;
// otherwise it is the later declaration, unless the earlier one includes it.
func (lw *lowerer) bothMembers(a, b *openapi.Property) *openapi.Property {
	x, y := a.Schema.Resolve(), b.Schema.Resolve()
	if x == y || !lw.isStruct(x) || !lw.isStruct(y) || lw.inherits(y, x) {
		return b
	}
	if lw.inherits(x, y) {
		return a
	}
	key := [2]*openapi.Schema{a.Schema, b.Schema}
	joined := lw.both[key]
	if joined == nil {
		joined = &openapi.Schema{At: b.At, AllOf: slices.Clone(key[:])}
		lw.both[key] = joined
	}
	return &openapi.Property{At: b.At, Name: b.Name, Schema: joined}
}

func (lw *lowerer) isStruct(s *openapi.Schema) bool { return lw.objects.is(s) && !lw.isUnion(s) }

// reconcile makes the later declaration of a member, f, what both declarations allow. If no Go type but wire.Raw holds
// both, f is that. Objects says that both are objects, of which f has the members.
func (lw *lowerer) reconcile(f, before *ir.Field, objects bool) {
	f.ReadOnly = f.ReadOnly || before.ReadOnly
	f.WriteOnly = f.WriteOnly || before.WriteOnly
	f.Value.Rules = merged(f.Value.Rules, before.Value.Rules)
	f.Conflict = before.Conflict
	if objects && !f.Conflict {
		return
	}
	t, ok := common(f.Value.Type, before.Value.Type)
	if !ok {
		t = ir.Raw
		f.Conflict = true
		lw.problems.Warn(f.At, "member-conflict", "parts of the object declare %q as types that exclude one another, which no value fits;"+
			" it is wire.Raw in Go, so let the parts agree", f.Wire)
	}
	f.Value.Type = t
}

// common returns the Go type of a value that is of two types at once.
func common(a, b ir.Type) (ir.Type, bool) {
	switch {
	case is(a, ir.Raw):
		return b, true
	case is(b, ir.Raw):
		return a, true
	case isEnum(a) && is(b, ir.String):
		return a, true
	case isEnum(b) && is(a, ir.String):
		return b, true
	}
	switch x := a.(type) {
	case ir.Builtin:
		if y, ok := b.(ir.Builtin); ok {
			return commonBuiltin(x, y)
		}
	case ir.List:
		if y, ok := b.(ir.List); ok {
			elem, ok := common(x.Elem.Type, y.Elem.Type)
			if !ok {
				elem = ir.Raw
			}
			x.Elem.Type = elem
			return x, true
		}
	case ir.Map:
		if y, ok := b.(ir.Map); ok {
			elem, ok := common(x.Elem.Type, y.Elem.Type)
			if !ok {
				elem = ir.Raw
			}
			x.Elem.Type = elem
			return x, true
		}
		if ir.StructOf(b) != nil {
			return b, true
		}
	case ir.Named:
		if y, ok := b.(ir.Named); ok {
			if x == y {
				return a, true
			}
			if isEnum(a) && isEnum(b) {
				return ir.String, true
			}
		}
		if _, isMap := b.(ir.Map); isMap && ir.StructOf(a) != nil {
			return a, true
		}
	}
	return nil, false
}

func commonBuiltin(a, b ir.Builtin) (ir.Type, bool) {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == b:
		return a, true
	case a == ir.String && b == ir.Time:
		return b, true
	case a == ir.Int32 && b == ir.Int64:
		return b, true
	case (a == ir.Int32 || a == ir.Int64) && b == ir.Decimal:
		return a, true
	}
	return nil, false
}

func is(t ir.Type, builtin ir.Builtin) bool {
	b, ok := t.(ir.Builtin)
	return ok && b == builtin
}

func isEnum(t ir.Type) bool {
	n, ok := t.(ir.Named)
	if !ok {
		return false
	}
	_, ok = n.Decl.(*ir.Enum)
	return ok
}

// merged returns the rules of a, and those of b where a has none or b's bound is tighter, for the documentation. What
// cannot be one line is checked all the same: the schema table holds both.
func merged(a, b ir.Rules) ir.Rules {
	first := func(x, y string) string {
		if x != "" {
			return x
		}
		return y
	}
	a.MinLength, a.MaxLength = tighter(a.MinLength, b.MinLength, 1), tighter(a.MaxLength, b.MaxLength, -1)
	a.MinItems, a.MaxItems = tighter(a.MinItems, b.MinItems, 1), tighter(a.MaxItems, b.MaxItems, -1)
	a.MinProps, a.MaxProps = tighter(a.MinProps, b.MinProps, 1), tighter(a.MaxProps, b.MaxProps, -1)
	if c := compareNumbers(a.Minimum, b.Minimum, 1); c < 0 || c == 0 && b.ExclusiveMinimum {
		a.Minimum, a.ExclusiveMinimum = b.Minimum, b.ExclusiveMinimum
	}
	if c := compareNumbers(a.Maximum, b.Maximum, -1); c < 0 || c == 0 && b.ExclusiveMaximum {
		a.Maximum, a.ExclusiveMaximum = b.Maximum, b.ExclusiveMaximum
	}
	a.Pattern, a.Format, a.MultipleOf = first(a.Pattern, b.Pattern), first(a.Format, b.Format), first(a.MultipleOf, b.MultipleOf)
	a.UniqueItems = a.UniqueItems || b.UniqueItems
	if len(a.Enum) == 0 {
		a.Enum = b.Enum
	}
	return a
}

// compareNumbers compares limits, which are number literals in the range of float64: sign 1 orders lower limits by how
// much they exclude, -1 upper ones. Empty excludes nothing.
func compareNumbers(a, b string, sign int) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return -1
	case b == "":
		return 1
	}
	x, _ := strconv.ParseFloat(a, 64) // reading a document refuses what is out of range
	y, _ := strconv.ParseFloat(b, 64)
	return sign * cmp.Compare(x, y)
}

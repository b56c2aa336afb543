package naming

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/pointer"
	"github.com/azbill/azbill/openapi/diag"
)

// FuzzNaming: any text becomes an exported identifier, always the same one; no name depends on the order of a document,
// or on what else there is unless that asks for the same name.
func FuzzNaming(f *testing.F) {
	for _, s := range []string{
		"soldTo", "$filter", "@odata.type", "1.0", "", "价", "*", "billingAccountId", "subscriptionIDs", "InvoiceSectionId\nInvoiceSectionID",
		"Budgets_Get\nBudgets_List\nBudget", "default\nDefault", "a-b\na_b\nab", "Pay-As-You-Go\nEnterprise Agreement", "UsageDetail\nUsageDetails\nDecodeUsageDetail",
		"😀\n\u202e\nfunc\nAppendJSON\nExtra", "ß\nŉ\nǆ\nﬁ\nİ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		names := strings.Split(text, "\n")
		for _, n := range names {
			checkIdentifier(t, n, Exported(n))
			checkIdentifier(t, n, Joined([]string{n}))
			pkg := PackageName(n)
			if !token.IsIdentifier(pkg) || strings.ToLower(pkg) != pkg || strings.ContainsFunc(pkg, func(r rune) bool { return r > unicode.MaxASCII }) {
				t.Errorf("%q becomes package %q", n, pkg)
			}
		}
		checkIdentifier(t, text, Joined(names))
		if len(names) > 20 {
			return
		}
		forward, ok := assigned(t, names)
		slices.Reverse(names)
		backward, okBackward := assigned(t, names)
		if ok != okBackward {
			t.Fatalf("%q: a clash in one order only", names)
		}
		if !ok {
			return
		}
		for pointer, name := range forward {
			if backward[pointer] != name {
				t.Errorf("%s is %s in one order and %s in the other", pointer, name, backward[pointer])
			}
		}
		for _, n := range names {
			alone, _ := assigned(t, []string{n})
			if asksForTaken(t, n, names) {
				continue
			}
			for pointer, name := range alone {
				if forward[pointer] != name {
					t.Errorf("%s is %s alone and %s among others, where nothing else asks for it", pointer, name, forward[pointer])
				}
			}
		}
	})
}

// asksForTaken reports whether another of the names asks for an identifier that n asks for as well.
func asksForTaken(t *testing.T, n string, names []string) bool {
	own := asks(t, n)
	for _, other := range names {
		if other == n {
			continue
		}
		for id := range asks(t, other) {
			if own[id] {
				return true
			}
		}
	}
	return false
}

// asks returns the identifiers of a package with one name, those that come with a type among them.
func asks(t *testing.T, n string) map[string]bool {
	out := map[string]bool{}
	alone, _ := assigned(t, []string{n})
	for _, id := range alone {
		for _, format := range []string{"%s", "Decode%s", "Unknown%s", "%sVariant", "%sValues", "Parse%s"} {
			out[fmt.Sprintf(format, id)] = true
		}
	}
	return out
}

func checkIdentifier(t *testing.T, text, name string) {
	t.Helper()
	if !token.IsIdentifier(name) || !token.IsExported(name) {
		t.Errorf("%q becomes %q, which is not an exported identifier", text, name)
	}
}

// assigned names a package that has a struct, an enumeration, a union and an operation of each name, and reports whether
// there was no clash. Names that occur twice stand once, as in a document.
func assigned(t *testing.T, names []string) (map[string]string, bool) {
	pkg := &ir.Package{}
	seen := map[string]bool{}
	for _, n := range names {
		if seen[n] {
			continue
		}
		seen[n] = true
		head := func(kind string) ir.Head {
			at := diag.At{Pointer: "#/" + kind + "/" + pointer.Token(n)}
			return ir.Head{At: at, Pointer: at.Pointer, Path: []string{kind, n}}
		}
		pkg.Decls = append(pkg.Decls,
			&ir.Struct{Head: head("struct"), Fields: []*ir.Field{{At: diag.At{Pointer: "#/field/" + pointer.Token(n)}, Wire: n}}},
			&ir.Enum{Head: head("enum"), Values: []ir.EnumValue{{Wire: n}}},
			&ir.Union{Head: head("union"), Property: n},
			&ir.Alias{Head: head("alias")})
		pkg.Operations = append(pkg.Operations, &ir.Operation{
			At: diag.At{Pointer: "#/operation/" + pointer.Token(n)}, ID: "Operations_" + n,
			Params: []*ir.Param{{At: diag.At{Pointer: "#/param/" + pointer.Token(n)}, Wire: n, In: "query"}},
		})
	}
	var problems diag.List
	Assign(pkg, Pins{}, &problems)
	first := Table(pkg)
	var again diag.List
	Assign(pkg, Pins{}, &again)
	if second := Table(pkg); !slices.Equal(first, second) || !slices.Equal(problems.Problems(), again.Problems()) {
		t.Errorf("naming twice gives %q, then %q", first, second)
	}
	out := map[string]string{}
	for _, line := range Table(pkg) {
		const arrow = " → "
		i := strings.LastIndex(line, arrow)
		out[line[:i]] = line[i+len(arrow):]
	}
	for _, d := range pkg.Decls {
		checkIdentifier(t, fmt.Sprint(d.Common().Path), d.Common().Name)
		if u, ok := d.(*ir.Union); ok {
			checkIdentifier(t, u.Property, u.PropertyName)
		}
	}
	for _, op := range pkg.Operations {
		checkIdentifier(t, op.ID, op.Name)
		for _, p := range op.Params {
			checkIdentifier(t, p.Wire, p.Name)
		}
	}
	return out, problems.Len() == 0
}

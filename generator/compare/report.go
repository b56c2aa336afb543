package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/azbill/azbill/openapi/diag"
)

// Harm is what a change does to a program that uses the generated package, the worst first.
type Harm int

// The harms.
const (
	Silent    Harm = iota // the program compiles and does something else
	Breaking              // the program no longer compiles, or the service refuses what it accepted
	Behaviour             // the service answers differently: paging, long-running work, values, nulls
	Additive              // something new that existing programs do not use
	Docs                  // descriptions
)

var harmNames = []string{"silent", "breaking", "behaviour", "additive", "docs"}

// Harms lists the harms, the worst first.
func Harms() []Harm { return []Harm{Silent, Breaking, Behaviour, Additive, Docs} }

func (h Harm) String() string { return harmNames[h] }

// MarshalText returns the name of the harm.
func (h Harm) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// Report is the comparison of two packages.
type Report struct {
	Old, New Version
	Entries  []Entry // by harm, then by kind and by place in the new document
}

// Version names one side of a comparison.
type Version struct {
	Source     string // the document, as generated files name it
	APIVersion string
}

// Entry is one change. A change that is the same in several places is one entry with a count.
type Entry struct {
	Harm       Harm
	Code       string   // kind and fact, stable: "parameter.name", "member.removed"
	Wire       string   // what changed, by its name on the wire: "Budget.amount"
	Text       string   // the change in words
	From, To   string   // the fact before and after; empty where the words say all
	GoOld      string   // the Go name before; empty when there was none
	GoNew      string   // the Go name after; empty when there is none
	Symbols    []string // Go symbols of the old package with which a program no longer compiles: "Name", "Type.Member"
	Operations []string // ids of the operations that it concerns
	OldAt      diag.At  // place in the old document; zero when there is none
	NewAt      diag.At  // place in the new document; zero when there is none
	Also       []string // the wire names of further subjects with the same change
}

// Count is the number of subjects that the entry stands for.
func (e Entry) Count() int { return 1 + len(e.Also) }

// Breaks reports whether programs stop compiling.
func (e Entry) Breaks() bool { return len(e.Symbols) > 0 }

// Worst returns the worst harm in the report, and whether it has any entry.
func (r *Report) Worst() (Harm, bool) {
	if len(r.Entries) == 0 {
		return Docs, false
	}
	return r.Entries[0].Harm, true
}

// Counts returns the number of entries by harm.
func (r *Report) Counts() map[Harm]int {
	counts := map[Harm]int{}
	for _, e := range r.Entries {
		counts[e.Harm]++
	}
	return counts
}

// kindOrder is the order of entries of one harm.
var kindOrder = []string{"operation", "parameter", "body", "reply", "header", "type", "member", "value", "variant", "go"}

func (r *Report) sort() {
	rank := func(e Entry) int {
		kind, _, _ := strings.Cut(e.Code, ".")
		return slices.Index(kindOrder, kind)
	}
	slices.SortStableFunc(r.Entries, func(a, b Entry) int {
		return cmp.Or(
			cmp.Compare(a.Harm, b.Harm),
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(b.Count(), a.Count()),
			cmp.Compare(a.Wire, b.Wire),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Text, b.Text),
		)
	})
}

// fold joins the entries that say the same of several subjects: the same parameter on many operations, the same member
// of many types.
func (r *Report) fold() {
	type key struct {
		harm                 Harm
		code, last, from, to string
		compile              bool
	}
	at := map[key]int{}
	var out []Entry
	for _, e := range r.Entries {
		last := e.Wire[strings.LastIndex(e.Wire, " ")+1:]
		if _, member, ok := strings.Cut(last, "."); ok {
			last = member
		}
		k := key{e.Harm, e.Code, last, e.From, e.To, e.Breaks()}
		if e.Harm == Docs {
			k = key{harm: Docs, code: e.Code}
		} else if e.From == "" && e.To == "" && (strings.HasPrefix(e.Code, "operation.") || strings.HasPrefix(e.Code, "type.")) {
			out = append(out, e) // its name is all there is to say
			continue
		}
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			out = append(out, e)
			continue
		}
		out[i].Also = append(out[i].Also, e.Wire)
		out[i].Symbols = append(out[i].Symbols, e.Symbols...)
		for _, op := range e.Operations {
			if !slices.Contains(out[i].Operations, op) {
				out[i].Operations = append(out[i].Operations, op)
			}
		}
	}
	r.Entries = out
}

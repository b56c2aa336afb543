package lower

import (
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi/diag"
)

// budget caps how much code a document grows into. A small document can ask for a lot: what is inherited, and what a
// reference leads to, is written again at each use. The estimate is taken before anything is copied, and stands well
// enough for the time and the memory that emission takes.
type budget struct {
	limit, left int64
	spent       bool // the limit was exceeded, which has been reported
	problems    *diag.List
}

// DefaultCodeBytes is how much code a document may grow into where no limit is given. The official documents of billing
// and consumption stay below a tenth of it.
const DefaultCodeBytes = 32 << 20

func newBudget(limit int64, problems *diag.List) *budget {
	if limit <= 0 {
		limit = DefaultCodeBytes
	}
	return &budget{limit: limit, left: limit, problems: problems}
}

// spend takes n bytes from the budget and reports whether it lasts; the caller need not go on when it does not.
func (b *budget) spend(at diag.At, n int) bool {
	if b.spent {
		return false
	}
	if b.left -= int64(n); b.left < 0 {
		b.spent = true
		b.problems.Add(at, "limit", "the code generated from this document grows beyond %d bytes here; split the document,"+
			" use what is inherited or referred to less often, or raise the limit of code", b.limit)
	}
	return !b.spent
}

// About how many bytes of code each thing takes, beside its names and texts.
const (
	costOfDecl    = 1500
	costOfField   = 250
	costOfVariant = 200
	costOfEnum    = 120 // a value of one
	costOfRequest = 2500
	costOfParam   = 400
	costOfBody    = 300
	costOfLimit   = 300 // in the request type, the table and an error
	costOfLevel   = 60  // of a list or map
	namesOfDecl   = 25  // how often the code says the name of a type
	namesOfField  = 7
)

func costOfHead(h *ir.Head) int {
	n := len(h.Pointer) + costOfDoc(h.Doc)
	for _, p := range h.Path {
		n += namesOfDecl * len(p)
	}
	return n
}

func costOfDoc(d ir.Doc) int { return len(d.Title) + len(d.Text) }

// costOfValue counts a type with its rules, which the code says as a schema and in words.
func costOfValue(v ir.Value) int {
	r := v.Rules
	n := 2 * (len(r.Pattern) + len(r.Minimum) + len(r.Maximum) + len(r.MultipleOf))
	for _, text := range r.Enum {
		n += 2*len(text) + 8
	}
	switch t := v.Type.(type) {
	case ir.List:
		n += costOfLevel + costOfValue(t.Elem)
	case ir.Map:
		n += costOfLevel + costOfValue(t.Elem)
	}
	return n
}

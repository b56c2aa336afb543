package schema

import (
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// The limits of a check. A document can be written so that checking one value takes exponential time: every anyOf, oneOf
// and allOf applies several schemas to the same value, each of which may do so again, and again at every level of the
// value. So the steps are counted before the library takes any.
const (
	// BaseSteps and ValueSteps are how many steps a check may take: BaseSteps, and ValueSteps more for each value of the
	// message. A step is about a microsecond. Of the official examples of billing and consumption, none takes more than
	// 1,739 steps, or 9 for each of its values.
	BaseSteps  = 500_000
	ValueSteps = 100
	// MaxViolations is how many violations of one message are listed.
	MaxViolations = 1000
)

// RuleLimit is the rule of the violation that says that a check was given up, and not all is known.
const RuleLimit = "limit"

// work counts the steps that a check will take, up to those that are left. It applies schemas as the library does, but
// keeps nothing: it takes a fraction of the time.
type work struct {
	left int
}

// fits reports whether the steps that are left are enough to check a message.
func (w *work) fits(s *jsonschema.Schema, message *jsontree.Node) bool {
	w.apply(s, message, 0, 0)
	return w.left >= 0
}

// spend takes steps off and reports whether there were enough.
func (w *work) spend(steps int) bool {
	w.left -= steps
	return w.left >= 0
}

// apply counts what it takes to apply a schema to a value. depth is how many schemas are being applied around it, and
// way the length of the value's JSON pointer: the library writes both down whenever something is wrong.
func (w *work) apply(s *jsonschema.Schema, n *jsontree.Node, depth, way int) {
	if !w.spend(1 + depth/16 + way/256 + len(n.Members) + len(n.Items)/4) {
		return
	}
	depth++
	if s.Always != nil || !w.typed(s, n) || !w.spend(len(s.Enum)+len(s.Required)+len(s.Properties)) {
		return
	}
	if s.UniqueItems && n.Kind == jsontree.Array {
		w.unique(n)
	}
	w.text(s, n)
	for _, m := range n.Members {
		way := way + 1 + len(m.Name)
		if p := s.Properties[spell(m.Name)]; p != nil {
			w.apply(p, m.Value, depth, way)
		} else if other, ok := s.AdditionalProperties.(*jsonschema.Schema); ok {
			w.apply(other, m.Value, depth, way)
		}
	}
	if items, ok := s.Items.(*jsonschema.Schema); ok {
		for _, item := range n.Items {
			w.apply(items, item, depth, way+len("/10"))
		}
	}
	for _, list := range [...][]*jsonschema.Schema{s.AllOf, s.AnyOf, s.OneOf} {
		for _, part := range list {
			w.apply(part, n, depth, way)
		}
	}
	if s.Ref != nil {
		w.apply(s.Ref, n, depth, way)
	}
	if s.Not != nil {
		w.apply(s.Not, n, depth, way)
	}
	w.keywords(s, n, depth, way)
}

// keywords counts what our own keywords apply.
func (w *work) keywords(s *jsonschema.Schema, n *jsontree.Node, depth, way int) {
	if v, ok := s.Extensions[keyValue].(valueSchema); ok && n.Kind != jsontree.Null {
		w.apply(v.schema, n, depth, way)
	}
	if d, ok := s.Extensions[keyDispatch].(dispatchSchema); ok {
		next := d.base
		if value := n.Get(d.property); value != nil && value.Kind == jsontree.String && d.variants[value.Text].schema != nil {
			next = d.variants[value.Text].schema
		}
		if next != nil {
			w.apply(next, n, depth, way)
		}
	}
}

// typed reports whether the value has the schema's type: if not, that is all the library looks at.
func (w *work) typed(s *jsonschema.Schema, n *jsontree.Node) bool {
	if len(s.Types) == 0 {
		return true
	}
	for _, t := range s.Types {
		if t == n.Kind.String() || t == "integer" && n.Kind == jsontree.Number {
			return true
		}
	}
	return false
}

// text counts what it takes to read strings and numbers. Numbers become exact fractions, for each value they are
// compared with once more.
func (w *work) text(s *jsonschema.Schema, n *jsontree.Node) {
	const byStep, squareByStep = 16, 500_000
	length := len(n.Text)
	switch n.Kind {
	case jsontree.Number:
		if i := strings.IndexAny(n.Text, "eE"); i >= 0 {
			if e, err := strconv.Atoi(strings.TrimLeft(n.Text[i+1:], "+-")); err != nil || e > jsontree.MaxExponent {
				length += jsontree.MaxExponent
			} else {
				length += e
			}
		}
		w.spend((length/byStep + length/1000*length/(squareByStep/1000)) * (1 + len(s.Enum)))
	case jsontree.String:
		w.spend(length / byStep)
		if p, ok := s.Extensions[keyPattern].(patternSchema); ok {
			w.spend(length / byStep * p.pattern.steps / byStep)
		}
	}
}

// unique counts what it takes to compare the elements of a list with each other. Which of them the library really
// compares is up to hashes that a message can be written to have in common.
func (w *work) unique(n *jsontree.Node) {
	const byStep = 128
	if !w.spend(len(n.Items) * (len(n.Items) / byStep)) {
		return
	}
	for _, item := range n.Items {
		w.whole(item)
	}
}

// whole counts what it takes to go through a value.
func (w *work) whole(n *jsontree.Node) {
	if !w.spend(1 + len(n.Text)/16) {
		return
	}
	for _, m := range n.Members {
		w.whole(m.Value)
	}
	for _, item := range n.Items {
		w.whole(item)
	}
}

// valuesOf is the number of values of a message.
func valuesOf(n *jsontree.Node) int {
	values := 1
	for _, m := range n.Members {
		values += valuesOf(m.Value)
	}
	for _, item := range n.Items {
		values += valuesOf(item)
	}
	return values
}

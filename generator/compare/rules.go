package compare

import (
	"math/big"
	"strings"
)

// change is one fact that differs between the two sides of a subject.
type change struct {
	old, new *subject
	fact     string
	from, to string
	use      use
}

// rule says what the change of a fact does.
type rule struct {
	harm func(c change) Harm
	text string // what changed; for a fact that holds or does not, "words when it came/words when it went"
}

func always(h Harm) func(change) Harm { return func(change) Harm { return h } }

// came decides by whether a fact came to hold.
func came(on, off func(change) Harm) func(change) Harm {
	return func(c change) Harm {
		if c.to == yes {
			return on(c)
		}
		return off(c)
	}
}

// sent decides by whether the value is sent.
func sent(whenSent, otherwise Harm) func(change) Harm {
	return func(c change) Harm {
		if c.use.sent {
			return whenSent
		}
		return otherwise
	}
}

// limit is the rule of a bound: a tighter one refuses values that used to be sent.
func limit(lower bool) func(change) Harm {
	return func(c change) Harm {
		tighter := c.from == "" || c.to != "" && less(c.from, c.to) == lower
		switch {
		case !c.use.sent:
			return Behaviour
		case tighter:
			return Breaking
		}
		return Additive
	}
}

// less compares two bounds such as "5" and "5 (exclusive)".
func less(a, b string) bool {
	x, okX := new(big.Rat).SetString(strings.TrimSuffix(a, " (exclusive)"))
	y, okY := new(big.Rat).SetString(strings.TrimSuffix(b, " (exclusive)"))
	return okX && okY && x.Cmp(y) < 0
}

// restriction is the rule of a limit without an order, such as a pattern: a new or another one may refuse values.
func restriction(c change) Harm {
	switch {
	case !c.use.sent:
		return Behaviour
	case c.to == "":
		return Additive
	}
	return Breaking
}

// values is the rule of a list of allowed values.
func values(c change) Harm {
	if c.from == "" || c.to == "" {
		return restriction(c)
	}
	for v := range strings.SplitSeq(c.from, ", ") {
		if c.use.sent && !strings.Contains(", "+c.to+", ", ", "+v+", ") {
			return Breaking
		}
	}
	return Behaviour
}

// replyType is the rule of a reply's body: a body that is gone leaves a program with an empty value.
func replyType(c change) Harm {
	switch {
	case c.old.get("error").value == yes:
		return Behaviour
	case c.to == noBody:
		return Silent
	case c.from == noBody:
		return Additive
	}
	return Behaviour
}

// rules are the facts that are compared, by kind of subject. Facts that several kinds share have no kind.
var rules = map[string]rule{
	"operation.id":             {always(Docs), "operation id changed"},
	"operation.method":         {always(Silent), "method changed"},
	"operation.path":           {operationPath, "path changed"},
	"operation.next-link":      {always(Behaviour), "the member that links to the next page changed"},
	"operation.item":           {itemMember, "the member that holds a page's elements changed"},
	"operation.next-verb":      {always(Behaviour), "further pages are fetched with another method"},
	"operation.next-operation": {always(Behaviour), "further pages are fetched by another operation"},
	"operation.monitor":        {always(Behaviour), "the header with the URL of the state changed"},
	"operation.final-type":     {always(Behaviour), "the type of the final result changed"},
	"operation.long-running":   {always(Behaviour), "became long-running/is no longer long-running"},
	"operation.final-state":    {always(Behaviour), "the final state of the long-running operation is found differently"},

	"parameter.name":          {parameterName, "name on the wire changed"},
	"parameter.location":      {always(Silent), "travels elsewhere in the request"},
	"parameter.required":      {came(always(Breaking), always(Additive)), "became required/became optional"},
	"parameter.default":       {always(Behaviour), "default changed"},
	"parameter.collection":    {always(Silent), "collection format changed"},
	"parameter.skip-encoding": {always(Silent), "is no longer percent-encoded/is percent-encoded now"},
	"parameter.client":        {always(Behaviour), "became a property of the client/became a parameter of each call"},
	"parameter.secret":        {always(Behaviour), "became secret/is no longer secret"},
	"parameter.type":          {always(Silent), "type changed"},

	"body.required":   {came(always(Breaking), always(Additive)), "became required/became optional"},
	"body.media-type": {always(Silent), "media type changed"},
	"body.type":       {always(Silent), "type changed"},

	"reply.error":      {always(Behaviour), "became an error/became a success"},
	"reply.media-type": {always(Silent), "media type changed"},
	"reply.type":       {replyType, "body changed"},

	"header.type": {always(Behaviour), "type changed"},

	"type.name":               {always(Docs), "renamed"},
	"type.kind":               {always(Breaking), "became another kind of type"},
	"type.closed":             {came(sent(Breaking, Behaviour), always(Additive)), "allows no further members now/allows further members now"},
	"type.additional":         {sent(Breaking, Behaviour), "type of further members changed"},
	"type.fixed":              {always(Behaviour), "no further values are promised to come (modelAsString: false)/further values may come (modelAsString: true)"},
	"type.discriminator":      {always(Silent), "the member that selects the variant changed"},
	"type.discriminator-type": {always(Behaviour), "type of the member that selects the variant changed"},
	"type.type":               {always(Silent), "type changed"},

	"member.name":       {always(Silent), "name on the wire changed"},
	"member.constant":   {always(Silent), "the discriminator value that the type implies changed"},
	"member.required":   {came(sent(Breaking, Behaviour), sent(Additive, Behaviour)), "became required/became optional"},
	"member.read-only":  {always(Behaviour), "became read-only: it is no longer sent/is no longer read-only"},
	"member.write-only": {always(Behaviour), "became write-only: it is no longer returned/is no longer write-only"},
	"member.default":    {always(Behaviour), "default changed"},
	"member.type":       {always(Silent), "type changed"},
	"member.mutability": {always(Behaviour), "when it may be set changed"},
	"member.secret":     {always(Behaviour), "became secret/is no longer secret"},

	"value.value":   {always(Silent), "the text behind the constant changed"},
	"variant.value": {always(Silent), "the discriminator value that selects it changed"},
	"variant.type":  {always(Silent), "selects another type"},

	"go-name":        {always(Docs), "Go name changed"},
	"deprecated":     {always(Behaviour), "became deprecated/is no longer deprecated"},
	"nullable":       {always(Behaviour), "may be null now/may no longer be null"},
	"format":         {restriction, "format changed"},
	"pattern":        {restriction, "pattern changed"},
	"min-length":     {limit(true), "minimum length changed"},
	"max-length":     {limit(false), "maximum length changed"},
	"minimum":        {limit(true), "minimum changed"},
	"maximum":        {limit(false), "maximum changed"},
	"multiple-of":    {restriction, "must be a multiple of another number"},
	"min-items":      {limit(true), "minimum number of items changed"},
	"max-items":      {limit(false), "maximum number of items changed"},
	"unique-items":   {came(sent(Breaking, Behaviour), always(Additive)), "items must be distinct now/items need not be distinct"},
	"min-properties": {limit(true), "minimum number of members changed"},
	"max-properties": {limit(false), "maximum number of members changed"},
	"enum":           {values, "allowed values changed"},
	"conditions":     {restriction, "rules on the whole value changed"},
	"description":    {always(Docs), "description changed"},
}

// itemMember is silent where the same functions give the elements of another list.
func itemMember(c change) Harm {
	switch {
	case c.from != "" && c.to != "":
		return Silent
	case c.from == "":
		return Additive
	}
	return Behaviour
}

// governs lists the facts that say nothing of their own where another fact changed.
var governs = map[string]string{"final-state": "long-running", "monitor": "final-state", "final-type": "long-running", "next-verb": "item", "next-operation": "item", "next-link": "item", "skip-encoding": "location"}

// implied reports whether a fact's change follows from the change of the fact that governs it.
func implied(p pair, name string) bool {
	changed := func(name string) bool { return p.old.get(name).value != p.new.get(name).value }
	if g, ok := governs[name]; ok {
		return changed(g) || implied(p, g)
	}
	_, own := rules[p.old.kind+"."+name]
	switch name {
	case "go-name":
		return changed("name") || changed("value") // the name on the wire says it
	case "deprecated", "description", "conditions":
		return false
	}
	return !own && changed("type")
}

// operationPath is silent unless only the names of the parameters changed, which do not travel.
func operationPath(c change) Harm {
	blank := func(path string) string { return templateParameter.ReplaceAllString(path, "{}") }
	if blank(c.from) == blank(c.to) {
		return Docs
	}
	return Silent
}

// parameterName is silent unless the parameter is one of the path, whose name does not travel.
func parameterName(c change) Harm {
	if c.old.get("location").value == "path" && c.new.get("location").value == "path" {
		return Docs
	}
	return Silent
}

// ruleFor returns the rule of a fact and its stable code.
func ruleFor(kind, fact string) (rule, string) {
	base := strings.TrimPrefix(fact, elementPrefix)
	code := kind + "." + strings.ReplaceAll(fact, " ", "-")
	if r, ok := rules[kind+"."+base]; ok {
		return r, code
	}
	r, ok := rules[base]
	if !ok {
		panic("compare: no rule for " + code)
	}
	return r, code
}

// words renders a rule's text for a change, and reports whether the values before and after add to it.
func (r rule) words(c change) (string, bool) {
	on, off, either := strings.Cut(r.text, "/")
	words := r.text
	if either {
		words = on
		if c.to != yes {
			words = off
		}
	}
	if inner, ok := strings.CutPrefix(c.fact, elementPrefix); ok && inner != "" {
		words = "elements: " + words
	}
	return words, !either
}

// arrival is the harm of a subject that is new.
func arrival(s *subject) Harm {
	switch s.kind {
	case "parameter", "body":
		if s.get("required").value == yes {
			return Breaking
		}
	case "member":
		if s.get("required").value == yes && s.use.sent && s.get("read-only").value != yes {
			return Breaking
		}
	case "value", "variant":
		if s.use.received {
			return Behaviour
		}
	case "reply":
		return Behaviour
	}
	return Additive
}

// departure is the harm of a subject that is gone.
func departure(s *subject) Harm {
	switch s.kind {
	case "operation", "parameter", "body", "value":
		return Breaking
	case "reply":
		return Behaviour
	case "type":
		return Docs // a type that nothing names any longer changes nothing on the wire
	}
	if s.use.sent {
		return Breaking
	}
	return Behaviour
}

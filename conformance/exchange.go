package conformance

import (
	"net/url"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// exchange is a message with all that the checks on it need.
type exchange struct {
	target   *target
	sample   *Sample
	message  *Message
	op       *operation        // nil: the document has none of that id
	response *openapi.Response // nil: a request, or a status that the document does not have
	body     *Body             // nil: none, or none that is JSON
	bytes    bool              // there is a body that is not JSON
	args     []argument        // of a request

	// The outcome of a check that a later one builds on.
	violations  []schema.Violation
	value       Value
	encoded     *jsontree.Node
	encodedText []byte           // of encoded
	places      []jsontree.Place // of encoded, one of each shape
}

// argument is a parameter of a request: declared, unknown or missing.
type argument struct {
	name     string
	in       string
	index    int // of the operation's parameter; -1: unknown
	value    *jsontree.Node
	text     string
	declared *openapi.Parameter
}

// placesEncoded returns the places of what the types made of the body, one of each shape.
func (x *exchange) placesEncoded() []jsontree.Place {
	if x.places == nil {
		x.places = x.encoded.Places()
	}
	return x.places
}

func (x *exchange) isRequest() bool { return x.message.Status == "" }

// newExchange joins a message with its operation.
func newExchange(t *target, s *Sample, m *Message) *exchange {
	x := &exchange{target: t, sample: s, message: m, op: t.operations[s.Operation], body: m.Body}
	if x.op == nil {
		return x
	}
	if !x.isRequest() {
		x.response = responseOf(x.op.Operation, m.Status)
		if r := x.response; r != nil && r.Schema != nil && !openapi.SentAsJSON(r.MediaType, r.Schema) {
			x.notJSON() // what a sample shows of a text or a file is not a JSON value that the types read
		}
		return x
	}
	if s.Form != FormDocumented {
		x.exampleArguments()
	} else {
		x.lineArguments()
	}
	if b := x.op.Body; b != nil && !openapi.SentAsJSON(b.MediaType, b.Schema) {
		x.notJSON()
	}
	return x
}

func (x *exchange) notJSON() { x.bytes, x.body = x.body != nil, nil }

// responseOf finds what the document says of a status: the status itself, its class, or the default.
func responseOf(op *openapi.Operation, status string) *openapi.Response {
	for _, want := range []string{status, status[:1] + "XX", "default"} {
		for _, r := range op.Responses {
			if strings.EqualFold(r.Status, want) {
				return r
			}
		}
	}
	return nil
}

// exampleArguments sorts the parameters of an x-ms-examples file: the body's, the operation's, and unknown ones.
func (x *exchange) exampleArguments() {
	for _, p := range x.message.Params {
		i := slices.IndexFunc(x.op.Parameters, func(q *openapi.Parameter) bool { return q.Name == p.Name })
		if i >= 0 {
			x.args = append(x.args, argument{name: p.Name, in: x.op.Parameters[i].In, index: i, value: p.Value, declared: x.op.Parameters[i]})
			continue
		}
		if b := x.op.Body; b != nil && x.body == nil && (p.Name == b.Name || b.Name == "") {
			x.body = part(x.message.Text, p.Value, "/parameters/"+jsontree.Escape(p.Name), x.message.flaws)
			continue
		}
		x.args = append(x.args, argument{name: p.Name, index: -1, value: p.Value})
	}
}

// lineArguments reads the parameters off a documented request line. Its text is not percent-encoded: a space or a
// quotation mark stands for itself.
func (x *exchange) lineArguments() {
	path, query := splitTarget(x.message.Line)
	if m := x.op.path.FindStringSubmatch(collapse(path)); m != nil {
		for i, name := range x.op.pathParams {
			x.argument(openapi.InPath, name, decoded(m[i+1]))
		}
	}
	for _, pair := range strings.Split(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		x.argument(openapi.InQuery, decoded(name), decoded(value))
	}
}

func (x *exchange) argument(in, name, text string) {
	a := argument{name: name, in: in, index: -1, text: text, value: &jsontree.Node{Kind: jsontree.String, Text: text}}
	for i, p := range x.op.Parameters {
		if p.Name == name && p.In == in {
			a.index, a.declared = i, p
			a.value = typedValue(p, text)
		}
	}
	x.args = append(x.args, a)
}

// typedValue reads the text of a parameter as its schema has it: 5 is a number where one is declared.
func typedValue(p *openapi.Parameter, text string) *jsontree.Node {
	plain := &jsontree.Node{Kind: jsontree.String, Text: text}
	s := p.Schema.Resolve()
	if s == nil {
		return plain
	}
	switch s.Type {
	case "integer", "number", "boolean":
		if n, flaws, err := jsontree.Parse([]byte(text)); err == nil && len(flaws) == 0 && n.Kind != jsontree.String {
			return n
		}
	case "array":
		list := &jsontree.Node{Kind: jsontree.Array}
		for _, item := range strings.Split(text, separator(p.CollectionFormat)) {
			list.Items = append(list.Items, typedValue(&openapi.Parameter{Schema: s.Items}, item))
		}
		return list
	}
	return plain
}

// meaning reads the text of a parameter for which the document does not state one type: it is a string, or, if that is not
// valid, the number or boolean that it spells.
func (x *exchange) meaning(a argument) *jsontree.Node {
	s := a.declared.Schema.Resolve()
	if s == nil || s.Type != "" || a.value.Text == "" {
		return a.value
	}
	text := &jsontree.Node{Kind: jsontree.String, Text: a.value.Text, Start: a.value.Start}
	n, flaws, err := jsontree.Parse([]byte(a.value.Text))
	if err != nil || len(flaws) > 0 || n.Kind != jsontree.Number && n.Kind != jsontree.Bool {
		return text
	}
	invalid := func(n *jsontree.Node) bool { return len(x.target.schemas.Param(x.op.Operation, a.index, n)) > 0 }
	if invalid(text) && !invalid(n) {
		return n
	}
	return text
}

func separator(format string) string {
	switch format {
	case "ssv":
		return " "
	case "tsv":
		return "\t"
	case "pipes":
		return "|"
	}
	return ","
}

// splitTarget cuts a request line into path, without the leading slash, and query.
func splitTarget(line string) (path, query string) {
	_, target, _ := strings.Cut(line, " ")
	if _, rest, ok := strings.Cut(target, "://"); ok {
		_, target, _ = strings.Cut(rest, "/")
	}
	path, query, _ = strings.Cut(strings.TrimPrefix(target, "/"), "?")
	return path, query
}

// collapse makes one slash of several, as the service does.
func collapse(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

// decoded undoes percent-encoding where there is some.
func decoded(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// finding makes a finding about a place in the message's body.
func (x *exchange) finding(code string, culprit Culprit, pointer, message string) Finding {
	f := Finding{Code: code, Culprit: culprit, Pointer: pointer, Message: message, Place: Place{File: x.message.File, Line: 1}}
	if x.message.at.File != "" {
		f.Place = rulePlace(x.message.at)
	} else if x.body != nil && x.body.root != nil {
		n := x.body.root.At(pointer)
		if n == nil {
			n = x.body.root
		}
		f.Place = x.message.place(n.Start)
	}
	return f
}

// rulePlace is a place in the document.
func rulePlace(at diag.At) Place { return Place{File: at.Text(), Line: at.Line, Col: at.Col} }

package conformance

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/jsontree"
)

// typesClasses are the faults planted in what generated types give back.
var typesClasses = []string{
	"types.digit", "types.literal", "types.text", "types.bool", "types.null-lost", "types.member-lost", "types.member-made", "types.list-order",
	"types.list-lost", "types.list-doubled", "types.unknown-lost", "types.enum-closed", "types.misfit-refused", "types.misfit-lost",
	"types.unstable", "types.broken", "types.panic", "types.refuses", "types.validate-silent", "types.validate-invents",
	"types.match", "types.request-query", "types.request-path", "types.request-method",
}

// faultyTypes are generated types with one fault.
type faultyTypes struct {
	Types
	refuse  func(body []byte) bool
	value   func(Value) Value
	match   bool
	request func(*http.Request)
}

var errPlanted = errors.New("planted")

func (t faultyTypes) Response(id, status string, body []byte) (Value, error) {
	return t.decoded(body, func() (Value, error) { return t.Types.Response(id, status, body) })
}

func (t faultyTypes) Body(id string, body []byte) (Value, error) {
	return t.decoded(body, func() (Value, error) { return t.Types.Body(id, body) })
}

func (t faultyTypes) decoded(body []byte, decode func() (Value, error)) (Value, error) {
	if t.refuse != nil && t.refuse(body) {
		return nil, errPlanted
	}
	v, err := decode()
	if err != nil || t.value == nil {
		return v, err
	}
	return t.value(v), nil
}

func (t faultyTypes) Match(req *http.Request) (string, error) {
	id, err := t.Types.Match(req)
	if t.match {
		id += "x"
	}
	return id, err
}

func (t faultyTypes) Request(id string, req *http.Request) (Request, error) {
	r, err := t.Types.Request(id, req)
	if err != nil || t.request == nil {
		return r, err
	}
	return faultyRequest{r, t.request}, nil
}

type faultyRequest struct {
	Request
	change func(*http.Request)
}

func (r faultyRequest) HTTPRequest(endpoint string) (*http.Request, error) {
	req, err := r.Request.HTTPRequest(endpoint)
	if err == nil {
		r.change(req)
	}
	return req, err
}

// faultyValue is a value with a fault in its encoding or its validation.
type faultyValue struct {
	Value
	encode   func([]byte) []byte
	validate func([]TypeViolation) []TypeViolation
}

func (v faultyValue) AppendJSON(b []byte) []byte {
	text := v.Value.AppendJSON(nil)
	if v.encode != nil {
		text = v.encode(text)
	}
	return append(b, text...)
}

func (v faultyValue) Validate(asRequest bool) []TypeViolation {
	list := v.Value.Validate(asRequest)
	if v.validate != nil {
		list = v.validate(list)
	}
	return list
}

// altered returns the fault that alters every encoding as a tree.
func altered(change edit) func(Value) Value {
	return encoded(func(text []byte) []byte {
		root, _, err := jsontree.Parse(text)
		if err != nil {
			return text
		}
		change(root)
		return root.Append(nil)
	})
}

func encoded(change func([]byte) []byte) func(Value) Value {
	return func(v Value) Value { return faultyValue{Value: v, encode: change} }
}

// types adds the mutants of what the types make of a message.
func (m *mutator) types(x *exchange, w *walker) {
	if hasRequestType(x) {
		m.requestFaults(x)
	}
	if !hasTypedBody(x) {
		return
	}
	m.valueFaults(x)
	m.bodyFaults(x)
	m.validateFaults(x, w)
}

// fault adds a mutant whose types have a fault. The checks run in their order until one notices.
func (m *mutator) fault(x *exchange, class, where, what string, types faultyTypes, unnoticed outcome, only ...string) {
	m.add(x, class, where, what, func() outcome {
		types.Types = m.target.Types
		t := *m.target
		t.Types = types
		y := newExchange(&t, x.sample, x.message)
		y.body = x.body
		for _, c := range checks {
			if len(only) > 0 && !slices.Contains(only, c.name) || !c.applies(y) {
				continue
			}
			if slices.ContainsFunc(guard(y, c), func(f Finding) bool { return f.Culprit == BlameTypes || f.Culprit == BlameSuite }) {
				return outcome{noticed: true}
			}
		}
		return unnoticed
	})
}

// valueFaults alters each value of a body once.
func (m *mutator) valueFaults(x *exchange) {
	for _, p := range x.body.root.Places() {
		pointer, n := p.Pointer, p.Node
		add := func(class, what string, change func(n *jsontree.Node), o outcome) {
			m.fault(x, class, pointer, what, faultyTypes{value: altered(func(root *jsontree.Node) {
				if at := root.At(pointer); at != nil {
					change(at)
				}
			})}, o)
		}
		switch n.Kind {
		case jsontree.Number:
			add("types.digit", "another last digit", func(n *jsontree.Node) {
				last := len(n.Text) - 1
				n.Text = n.Text[:last] + string('0'+(n.Text[last]-'0'+1)%10)
			}, outcome{})
			add("types.literal", "the same number in other words", func(n *jsontree.Node) {
				n.Text += map[bool]string{true: ".0", false: "0"}[isInteger(n.Text)]
			}, outcome{})
		case jsontree.String:
			add("types.text", "a blank more", func(n *jsontree.Node) { n.Text += " " }, outcome{})
			add("types.text", "empty", func(n *jsontree.Node) { n.Text = "" }, sameText(n, ""))
			add("types.text", "in lower case", func(n *jsontree.Node) { n.Text = strings.ToLower(n.Text) }, sameText(n, strings.ToLower(n.Text)))
		case jsontree.Bool:
			add("types.bool", "the other one", spoil, outcome{})
		case jsontree.Array:
			m.listFaults(n, add)
		case jsontree.Object:
			add("types.member-made", "a member more", func(n *jsontree.Node) {
				n.Members = append(n.Members, jsontree.Member{Name: "xMutant", Value: &jsontree.Node{Kind: jsontree.Null, Text: "null"}})
			}, outcome{})
			for _, member := range n.Members {
				class := "types.member-lost"
				if member.Value.Kind == jsontree.Null {
					class = "types.null-lost"
				}
				add(class, "without "+member.Name, func(n *jsontree.Node) {
					n.Members = slices.DeleteFunc(n.Members, func(m jsontree.Member) bool { return m.Name == member.Name })
				}, outcome{})
			}
		}
	}
}

// sameText is the outcome of a text that is altered to what it is already.
func sameText(n *jsontree.Node, text string) outcome {
	if n.Text == text {
		return outcome{proof: "the text is that already"}
	}
	return outcome{}
}

func (m *mutator) listFaults(n *jsontree.Node, add func(string, string, func(*jsontree.Node), outcome)) {
	if len(n.Items) == 0 {
		add("types.list-lost", "null for an empty list", func(n *jsontree.Node) { n.Kind, n.Text = jsontree.Null, "null" }, outcome{})
		return
	}
	add("types.list-lost", "without its last element", func(n *jsontree.Node) { n.Items = n.Items[:len(n.Items)-1] }, outcome{})
	add("types.list-doubled", "its first element twice", func(n *jsontree.Node) { n.Items = append(n.Items, n.Items[0]) }, outcome{})
	if len(n.Items) < 2 {
		return
	}
	o := outcome{}
	if n.Items[0].String() == n.Items[1].String() {
		o.proof = proofSame
	}
	add("types.list-order", "two elements swapped", func(n *jsontree.Node) { n.Items[0], n.Items[1] = n.Items[1], n.Items[0] }, o)
}

// bodyFaults are faults that show on any body, most of them only when it has something new.
func (m *mutator) bodyFaults(x *exchange) {
	everywhere := func(change func(n *jsontree.Node)) func(Value) Value {
		return altered(func(root *jsontree.Node) { root.Walk(func(_ string, n *jsontree.Node) { change(n) }) })
	}
	add := func(class, what string, types faultyTypes) { m.fault(x, class, "", what, types, outcome{}) }
	add("types.unknown-lost", "unknown members are dropped", faultyTypes{value: everywhere(func(n *jsontree.Node) {
		n.Members = slices.DeleteFunc(n.Members, func(m jsontree.Member) bool { return m.Name == "xAzbillNew" })
	})})
	add("types.enum-closed", "unknown values become empty", faultyTypes{value: everywhere(func(n *jsontree.Node) {
		if n.Kind == jsontree.String && n.Text == "xAzbillNew" {
			n.Text = ""
		}
	})})
	add("types.misfit-lost", "misfits become null", faultyTypes{value: everywhere(func(n *jsontree.Node) {
		if n.Kind == jsontree.String && n.Text == "xAzbillMisfit" || n.Kind == jsontree.Number && n.Text == "17.0" {
			n.Kind, n.Text = jsontree.Null, "null"
		}
	})})
	add("types.misfit-refused", "misfits are refused", faultyTypes{refuse: func(body []byte) bool {
		return bytes.Contains(body, []byte("xAzbillMisfit")) || bytes.Contains(body, []byte(":17.0"))
	}})
	add("types.refuses", "the body is refused", faultyTypes{refuse: func([]byte) bool { return true }})
	add("types.broken", "an encoding without its end", faultyTypes{value: encoded(func(b []byte) []byte { return b[:len(b)-1] })})
	add("types.broken", "nothing", faultyTypes{value: encoded(func([]byte) []byte { return nil })})
	add("types.panic", "encoding panics", faultyTypes{value: encoded(func([]byte) []byte { panic(errPlanted) })})
	m.add(x, "types.unstable", "", "every encoding is longer", func() outcome {
		calls := 0
		return m.once(x, faultyTypes{value: encoded(func(b []byte) []byte { calls++; return append(b, strings.Repeat(" ", calls)...) })})
	})
}

// once tries a fault that has a state of its own.
func (m *mutator) once(x *exchange, types faultyTypes) outcome {
	sub := &mutator{target: m.target}
	sub.fault(x, "", "", "", types, outcome{})
	return sub.out[0].try()
}

// validateFaults silence Validate on bodies that break a rule, and let it cry on the body as it is.
func (m *mutator) validateFaults(x *exchange, w *walker) {
	silent := faultyTypes{value: func(v Value) Value {
		return faultyValue{Value: v, validate: func([]TypeViolation) []TypeViolation { return nil }}
	}}
	invents := faultyTypes{value: func(v Value) Value {
		return faultyValue{Value: v, validate: func(list []TypeViolation) []TypeViolation {
			return append(list, TypeViolation{"/xMutant", "length", "too short"})
		}}
	}}
	m.fault(x, "types.validate-invents", "", "a violation that is none", invents, outcome{})
	for _, at := range w.sites {
		if !at.typed() || at.vague || at.node.Kind == jsontree.Null {
			continue
		}
		kind, text := misfit(at.node.Kind)
		m.add(x, "types.validate-silent", at.pointer, "no word of another type", func() outcome {
			y := x.withBody(set(at.pointer, kind, text))
			y.judge()
			t := *m.target
			planted := silent
			planted.Types = t.Types
			t.Types = planted
			y.target = &t
			return outcome{noticed: len(y.judgeTypes()) > 0}
		})
	}
}

// requestFaults alter what the request type and the operation table make of a request.
func (m *mutator) requestFaults(x *exchange) {
	add := func(class, what string, types faultyTypes, o outcome) {
		m.fault(x, class, "", what, types, o, "match", "request")
	}
	add("types.match", "another operation", faultyTypes{match: true}, outcome{})
	add("types.request-path", "a segment more", faultyTypes{request: func(r *http.Request) { r.URL.Path += "/x" }}, outcome{})
	add("types.request-method", "another method", faultyTypes{request: func(r *http.Request) { r.Method += "X" }}, outcome{})
	add("types.request-query", "no query", faultyTypes{request: func(r *http.Request) { r.URL.RawQuery = "" }}, outcome{})
	add("types.request-query", "a parameter more", faultyTypes{request: func(r *http.Request) { r.URL.RawQuery += "&x=1" }}, outcome{})
}

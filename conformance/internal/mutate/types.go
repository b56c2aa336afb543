package mutate

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// typesClasses are the faults planted in what generated types give back.
var typesClasses = []string{
	"types.digit", "types.literal", "types.text", "types.bool", "types.null-lost", "types.member-lost", "types.member-made", "types.list-order",
	"types.list-lost", "types.list-doubled", "types.unknown-lost", "types.enum-closed", "types.mismatch-refused", "types.mismatch-lost",
	"types.unstable", "types.broken", "types.panic", "types.refuses", "types.validate-silent", "types.validate-invents",
	"types.match", "types.request-query", "types.request-path", "types.request-method",
}

// Fault is a fault of generated types.
type Fault struct {
	Refuse     func(body []byte) bool      // reports whether decoding fails on a body; nil: on none but those that it should
	Encode     func(text []byte) []byte    // alters every encoding
	IsSilent   bool                        // Validate returns nothing
	IsWrong    bool                        // Validate returns a violation that there is not
	WrongMatch bool                        // Match returns another operation
	Request    func(request *http.Request) // alters every request that is rendered
}

// errPlanted is what a planted panic panics with.
var errPlanted = errors.New("planted")

// altered returns the fault that alters every encoding as a tree.
func altered(change edit) Fault {
	return Fault{Encode: func(text []byte) []byte {
		root, _, err := jsontree.Parse(text)
		if err != nil {
			return text
		}
		change(root)
		return root.Append(nil)
	}}
}

// types adds the mutants of what the types make of a message.
func (m *mutator) types(x *subject, w *walker, base baseline) {
	if x.HasRequestType {
		m.requestFaults(x)
	}
	if !x.HasType {
		return
	}
	m.valueFaults(x)
	m.bodyFaults(x)
	m.validateFaults(x, w, base)
}

// fault adds a mutant whose types have a fault. The checks named in only run, or all of them.
func (m *mutator) fault(x *subject, class, where, what string, types Fault, unnoticed Outcome, only ...string) {
	m.add(x, class, where, what, func() Outcome {
		if x.WithFault(types).Notices(only...) {
			return Outcome{Noticed: true}
		}
		return unnoticed
	})
}

// valueFaults alters each value of a body once.
func (m *mutator) valueFaults(x *subject) {
	for _, p := range x.Body.Places() {
		pointer, n := p.Pointer, p.Node
		add := func(class, what string, change func(n *jsontree.Node), o Outcome) {
			m.fault(x, class, pointer, what, altered(func(root *jsontree.Node) {
				if at := root.At(pointer); at != nil {
					change(at)
				}
			}), o)
		}
		switch n.Kind {
		case jsontree.Number:
			add("types.digit", "another last digit", func(n *jsontree.Node) {
				last := len(n.Text) - 1
				n.Text = n.Text[:last] + string('0'+(n.Text[last]-'0'+1)%10)
			}, Outcome{})
			add("types.literal", "the same number in other words", func(n *jsontree.Node) {
				n.Text += map[bool]string{true: "0", false: ".0"}[strings.ContainsAny(n.Text, ".eE")]
			}, Outcome{})
		case jsontree.String:
			add("types.text", "a blank more", func(n *jsontree.Node) { n.Text += " " }, Outcome{})
			add("types.text", "empty", func(n *jsontree.Node) { n.Text = "" }, sameText(n, ""))
			add("types.text", "in lower case", func(n *jsontree.Node) { n.Text = strings.ToLower(n.Text) }, sameText(n, strings.ToLower(n.Text)))
		case jsontree.Bool:
			add("types.bool", "the other one", func(n *jsontree.Node) {
				n.Text = map[string]string{"true": "false", "false": "true"}[n.Text]
			}, Outcome{})
		case jsontree.Array:
			m.listFaults(n, add)
		case jsontree.Object:
			add("types.member-made", "a member more", func(n *jsontree.Node) {
				n.Members = append(n.Members, jsontree.Member{Name: "xMutant", Value: &jsontree.Node{Kind: jsontree.Null, Text: "null"}})
			}, Outcome{})
			for _, member := range n.Members {
				class := "types.member-lost"
				if member.Value.Kind == jsontree.Null {
					class = "types.null-lost"
				}
				add(class, "without "+member.Name, func(n *jsontree.Node) {
					n.Members = slices.DeleteFunc(n.Members, func(m jsontree.Member) bool { return m.Name == member.Name })
				}, Outcome{})
			}
		}
	}
}

// sameText is the Outcome of a text that is altered to what it is already.
func sameText(n *jsontree.Node, text string) Outcome {
	if n.Text == text {
		return Outcome{Proof: "the text is that already"}
	}
	return Outcome{}
}

func (m *mutator) listFaults(n *jsontree.Node, add func(string, string, func(*jsontree.Node), Outcome)) {
	if len(n.Items) == 0 {
		add("types.list-lost", "null for an empty list", func(n *jsontree.Node) { n.Kind, n.Text = jsontree.Null, "null" }, Outcome{})
		return
	}
	add("types.list-lost", "without its last element", func(n *jsontree.Node) { n.Items = n.Items[:len(n.Items)-1] }, Outcome{})
	add("types.list-doubled", "its first element twice", func(n *jsontree.Node) { n.Items = append(n.Items, n.Items[0]) }, Outcome{})
	if len(n.Items) < 2 {
		return
	}
	o := Outcome{}
	if n.Items[0].String() == n.Items[1].String() {
		o.Proof = proofSame
	}
	add("types.list-order", "two elements swapped", func(n *jsontree.Node) { n.Items[0], n.Items[1] = n.Items[1], n.Items[0] }, o)
}

// bodyFaults are faults that show on any body, most of them only when it has something new.
func (m *mutator) bodyFaults(x *subject) {
	everywhere := func(change func(n *jsontree.Node)) Fault {
		return altered(func(root *jsontree.Node) { root.Walk(func(_ string, n *jsontree.Node) { change(n) }) })
	}
	add := func(class, what string, types Fault) {
		o := Outcome{}
		switch {
		case class == "types.enum-closed" && !has(x.Body, jsontree.String):
			o.Proof = "the body has no string that a new value could replace"
		case class == "types.unknown-lost" && !has(x.Body, jsontree.Object):
			o.Proof = "the body has no object that could have an unknown member"
		}
		m.fault(x, class, "", what, types, o)
	}
	add("types.unknown-lost", "unknown members are dropped", everywhere(func(n *jsontree.Node) {
		n.Members = slices.DeleteFunc(n.Members, func(m jsontree.Member) bool { return m.Name == "xAzbillNew" })
	}))
	add("types.enum-closed", "unknown values become empty", everywhere(func(n *jsontree.Node) {
		if n.Kind == jsontree.String && n.Text == "xAzbillNew" {
			n.Text = ""
		}
	}))
	add("types.mismatch-lost", "type mismatches become null", everywhere(func(n *jsontree.Node) {
		if n.Kind == jsontree.String && n.Text == "xAzbillMismatch" || n.Kind == jsontree.Number && n.Text == "17.0" {
			n.Kind, n.Text = jsontree.Null, "null"
		}
	}))
	add("types.mismatch-refused", "type mismatches are refused", Fault{Refuse: func(body []byte) bool {
		return bytes.Contains(body, []byte("xAzbillMismatch")) || bytes.Contains(body, []byte(":17.0")) || string(body) == "17.0"
	}})
	add("types.refuses", "the body is refused", Fault{Refuse: func([]byte) bool { return true }})
	add("types.broken", "an encoding without its end", Fault{Encode: func(b []byte) []byte { return b[:len(b)-1] }})
	add("types.broken", "nothing", Fault{Encode: func([]byte) []byte { return nil }})
	add("types.panic", "encoding panics", Fault{Encode: func([]byte) []byte { panic(errPlanted) }})
	m.add(x, "types.unstable", "", "every encoding is longer", func() Outcome {
		calls := 0
		longer := Fault{Encode: func(b []byte) []byte { calls++; return append(b, strings.Repeat(" ", calls)...) }}
		return Outcome{Noticed: x.WithFault(longer).Notices()}
	})
}

// has reports whether a body has, or is, a value of a kind.
func has(body *jsontree.Node, kind jsontree.Kind) bool {
	found := false
	body.Walk(func(_ string, n *jsontree.Node) { found = found || n.Kind == kind })
	return found
}

// validateFaults make Validate return nothing for bodies that break a rule, and a violation for the body as it is.
func (m *mutator) validateFaults(x *subject, w *walker, base baseline) {
	m.fault(x, "types.validate-invents", "", "an invented violation", Fault{IsWrong: true}, Outcome{})
	for _, at := range w.sites {
		if !at.typed() || at.vague || at.node.Kind == jsontree.Null {
			continue
		}
		kind, text := mismatch(at.node.Kind)
		m.add(x, "types.validate-silent", at.pointer, "another type is not reported", func() Outcome {
			y := x.WithBody(edited(x.Body, set(at.pointer, kind, text))).WithFault(Fault{IsSilent: true})
			o := Outcome{Noticed: len(x.faults(y)) > 0}
			if !o.Noticed && base.has(at.pointer) {
				o.Proof = proofBroken
			}
			return o
		})
	}
}

// requestFaults alter what the request type and the operation table make of a request.
func (m *mutator) requestFaults(x *subject) {
	add := func(class, what string, types Fault, o Outcome) {
		m.fault(x, class, "", what, types, o, "match", "request")
	}
	add("types.match", "another operation", Fault{WrongMatch: true}, Outcome{})
	add("types.request-path", "a segment more", Fault{Request: func(r *http.Request) { r.URL.Path += "/x" }}, Outcome{})
	add("types.request-method", "another method", Fault{Request: func(r *http.Request) { r.Method += "X" }}, Outcome{})
	noQuery := Outcome{}
	if !strings.Contains(x.Op.Path+x.Line, "?") && !slices.ContainsFunc(x.Args, func(a Argument) bool { return a.In == openapi.InQuery }) {
		noQuery.Proof = "the request has no query"
	}
	add("types.request-query", "no query", Fault{Request: func(r *http.Request) { r.URL.RawQuery = "" }}, noQuery)
	add("types.request-query", "a parameter more", Fault{Request: func(r *http.Request) { r.URL.RawQuery += "&x=1" }}, Outcome{})
}

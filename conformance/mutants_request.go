package conformance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// requestMutants alters the parameters of a request, and the line of a documented one.
func (m *mutator) requestMutants(x *exchange, base baseline) {
	for i, a := range x.args {
		if a.declared == nil {
			continue
		}
		if a.declared.Required && a.in != openapi.InPath {
			m.args(x, "sample.parameter-missing", a.name, "missing", base, outcome{}, func(args []argument) []argument {
				return slices.Delete(args, i, i+1)
			})
		}
		if i == apiArgument(x) {
			m.value(x, i, "sample.api-version", "another api-version", base, outcome{}, &jsontree.Node{Kind: jsontree.String, Text: "1999-01-01"})
			continue
		}
		m.argumentMutants(x, i, base)
	}
	m.args(x, "sample.parameter-unknown", "", "a parameter xMutant", base, outcome{}, func(args []argument) []argument {
		return append(args, argument{name: "xMutant", in: openapi.InQuery, index: -1, text: "1", value: &jsontree.Node{Kind: jsontree.String, Text: "1"}})
	})
	if x.op.Body != nil && x.op.Body.Required && x.body != nil {
		m.add(x, "sample.body", "", "no body", func() outcome {
			y := *x
			y.body = nil
			return outcome{noticed: base.adds(y.judge())}
		})
	}
	if x.sample.Form == FormDocumented && requestLine.MatchString(x.message.Line) {
		m.lineMutants(x, base)
	}
}

// apiArgument is the index of the argument that holds the api-version, -1 when there is none.
func apiArgument(x *exchange) int {
	return slices.IndexFunc(x.args, func(a argument) bool { return a.declared != nil && a.index == x.op.api })
}

// args adds a mutant whose arguments are altered.
func (m *mutator) args(x *exchange, class, where, what string, base baseline, o outcome, change func([]argument) []argument) {
	m.add(x, class, where, what, func() outcome {
		y := *x
		y.args = change(slices.Clone(x.args))
		if o.noticed = base.adds(y.judge()); o.noticed {
			o.proof, o.reason = "", ""
		}
		return o
	})
}

func (m *mutator) value(x *exchange, i int, class, what string, base baseline, o outcome, value *jsontree.Node) {
	m.args(x, class, x.args[i].name, what, base, o, func(args []argument) []argument {
		args[i].value = value
		return args
	})
}

// argumentMutants gives a parameter values that break its rules. What travels as text has no type but the declared one:
// a text stands for a number where one is declared.
func (m *mutator) argumentMutants(x *exchange, i int, base baseline) {
	a := x.args[i]
	w := &walker{children: m.children, seen: map[string]bool{}}
	at := &site{node: a.value, use: a.declared.Schema}
	if at.use == nil {
		return
	}
	w.walk(at)
	if a.value.Kind == jsontree.Number || a.value.Kind == jsontree.Bool {
		m.value(x, i, "sample.parameter-value", "another type", base, outcome{}, &jsontree.Node{Kind: jsontree.String, Text: "xMutant"})
	}
	list := breaks(at)
	for _, b := range list {
		value := a.value.Clone()
		b.change("")(value)
		m.value(x, i, "sample.parameter-value", b.what, base, outcome{reason: b.reason}, value)
	}
	if len(list) == 0 && a.value.Kind == jsontree.String {
		m.value(x, i, "sample.parameter-value", "another text", base, outcome{proof: proofFree}, &jsontree.Node{Kind: jsontree.String, Text: "xMutant"})
	}
}

var staticSegment = regexp.MustCompile(`/([A-Za-z][A-Za-z.]*)`)

// lineMutants misspells each segment of a documented path that the operation's template spells out, and asks with another method.
func (m *mutator) lineMutants(x *exchange, base baseline) {
	line := func(class, what, text string) {
		m.add(x, class, "", what, func() outcome {
			message := *x.message
			message.Line = text
			return outcome{noticed: base.adds(newExchange(m.target, x.sample, &message).judge())}
		})
	}
	method, rest, _ := strings.Cut(x.message.Line, " ")
	other := "DELETE"
	if method == other {
		other = "GET"
	}
	line("sample.method", other, other+" "+rest)
	line("sample.method", "no method", rest)
	path, query, _ := strings.Cut(x.op.Path, "?")
	for _, segment := range staticSegment.FindAllStringSubmatch(path, -1) {
		address, params, _ := strings.Cut(rest, "?")
		at := strings.LastIndex(strings.ToLower(address), "/"+strings.ToLower(segment[1]))
		if at < 0 {
			continue
		}
		end := at + len(segment[0])
		line("sample.path", "misspelt "+segment[1], method+" "+address[:end]+"x"+address[end:]+"?"+params)
		line("sample.path", "without "+segment[1], method+" "+address[:at]+address[end:]+"?"+params)
	}
	if query != "" {
		line("sample.path", "without "+query, method+" "+strings.ReplaceAll(rest, query, ""))
	}
}

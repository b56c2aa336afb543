package mutate

import (
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// requestMutants alters the parameters of a request, and the line of a documented one.
func (m *mutator) requestMutants(x *subject, base baseline) {
	for i, a := range x.Args {
		if a.Declared == nil {
			continue
		}
		if a.Declared.Required && a.In != openapi.InPath && !x.IsPart {
			m.args(x, "sample.parameter-missing", a.Name, "missing", base, Outcome{}, func(args []Argument) []Argument {
				return slices.Delete(args, i, i+1)
			})
		}
		if i == x.APIVersion {
			m.value(x, i, "sample.api-version", "another api-version", base, Outcome{}, &jsontree.Node{Kind: jsontree.String, Text: "1999-01-01"})
			continue
		}
		m.argumentMutants(x, i, base)
	}
	m.args(x, "sample.parameter-unknown", "", "a parameter xMutant", base, Outcome{}, func(args []Argument) []Argument {
		return append(args, Argument{Name: "xMutant", In: openapi.InQuery, Text: "1", Value: &jsontree.Node{Kind: jsontree.String, Text: "1"}})
	})
	if x.Op.Body != nil && x.Op.Body.Required && x.Body != nil && !x.IsPart {
		m.add(x, "sample.body", "", "no body", func() Outcome {
			return Outcome{Noticed: base.adds(x.WithBody(nil).Findings())}
		})
	}
	if x.Line != "" {
		m.lineMutants(x, base)
	}
}

// args adds a mutant whose arguments are altered.
func (m *mutator) args(x *subject, class, where, what string, base baseline, o Outcome, change func([]Argument) []Argument) {
	m.add(x, class, where, what, func() Outcome {
		y := x.WithArguments(change(slices.Clone(x.Args)))
		if o.Noticed = base.adds(y.Findings()); o.Noticed {
			o.Proof, o.Reason = "", ""
		} else if base.has(where) {
			o.Proof = proofBroken
		}
		return o
	})
}

func (m *mutator) value(x *subject, i int, class, what string, base baseline, o Outcome, value *jsontree.Node) {
	m.args(x, class, x.Args[i].Name, what, base, o, func(args []Argument) []Argument {
		args[i].Value = value
		return args
	})
}

// argumentMutants gives a parameter values that break its rules. What travels as text has no type but the declared one:
// text is read as a number where one is declared.
func (m *mutator) argumentMutants(x *subject, i int, base baseline) {
	a := x.Args[i]
	w := &walker{hierarchy: m.hierarchy, seen: map[string]bool{}}
	at := &site{node: a.Value, use: a.Declared.Schema}
	if at.use == nil {
		return
	}
	w.walk(at)
	if a.Value.Kind == jsontree.Number || a.Value.Kind == jsontree.Bool {
		m.value(x, i, "sample.parameter-value", "another type", base, Outcome{}, &jsontree.Node{Kind: jsontree.String, Text: "xMutant"})
	}
	list := breaks(at)
	for _, b := range list {
		value := a.Value.Clone()
		b.change("")(value)
		m.value(x, i, "sample.parameter-value", b.what, base, Outcome{Reason: b.reason}, value)
	}
	if len(list) == 0 && a.Value.Kind == jsontree.String {
		m.value(x, i, "sample.parameter-value", "another text", base, Outcome{Proof: proofFree}, &jsontree.Node{Kind: jsontree.String, Text: "xMutant"})
	}
}

var staticSegment = regexp.MustCompile(`/([A-Za-z][A-Za-z.]*)`)

// lineMutants misspells each segment of a documented path that the operation's template spells out, and asks with another method.
func (m *mutator) lineMutants(x *subject, base baseline) {
	line := func(class, what, text string) {
		m.add(x, class, "", what, func() Outcome {
			return Outcome{Noticed: base.adds(x.WithLine(text).Findings())}
		})
	}
	method, rest, _ := strings.Cut(x.Line, " ")
	other := "DELETE"
	if method == other {
		other = "GET"
	}
	line("sample.method", other, other+" "+rest)
	line("sample.method", "no method", rest)
	path, query, _ := strings.Cut(x.Op.Path, "?")
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

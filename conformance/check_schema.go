package conformance

import (
	"fmt"

	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/internal/jsontree"
)

// checkSchema asks whether the message is what the document promises: parameters and body of a request, status and body
// of a response.
func checkSchema(x *exchange) []Finding {
	var out []Finding
	if x.isRequest() {
		out = x.checkArguments()
		if x.op.Body == nil && x.body != nil {
			return append(out, x.finding("undeclared-body", BlameSample, "", "the document declares no body"))
		}
		if x.op.Body != nil && x.body != nil {
			x.violations = x.target.schemas.Body(x.op.Operation, x.body.root)
		} else if x.op.Body != nil && x.op.Body.Required && !x.bytes && x.sample.Form != FormValue {
			out = append(out, x.finding("body-missing", BlameSample, "", "the document requires a body"))
		}
		return append(out, x.bodyFindings()...)
	}
	if x.response == nil {
		return []Finding{x.finding("status", BlameSample, "", fmt.Sprintf("the document does not declare status %s", x.message.Status))}
	}
	switch {
	case x.response.Schema != nil && x.body == nil && !x.bytes:
		f := x.finding("body-missing", BlameSample, "", "the document declares a body, and there is none")
		f.Rule = rulePlace(x.response.At)
		return []Finding{f}
	case x.response.Schema == nil && x.body != nil && x.body.root.Kind != jsontree.Null:
		f := x.finding("undeclared-body", BlameSample, "", "the document declares no body")
		f.Rule = rulePlace(x.response.At)
		return []Finding{f}
	case x.body != nil:
		x.violations = x.target.schemas.Response(x.op.Operation, x.response.Status, x.body.root)
	}
	return x.bodyFindings()
}

func (x *exchange) bodyFindings() []Finding {
	var out []Finding
	for _, v := range x.violations {
		out = append(out, Finding{
			Code: v.Rule, Culprit: culpritOf(v), Pointer: v.Pointer, Message: v.Message,
			Place: x.message.place(v.Offset), Rule: rulePlace(v.At),
		})
	}
	return out
}

// culpritOf blames the message for what is wrong with it, and the document where that contradicts itself or takes too long
// to check.
func culpritOf(v schema.Violation) Culprit {
	if v.Rule == schema.RuleUnlisted || v.Rule == schema.RuleLimit && v.At.File != "" {
		return BlameDocument
	}
	return BlameSample
}

// checkArguments asks whether the parameters of a request are those of the operation and fit their schemas.
func (x *exchange) checkArguments() []Finding {
	var out []Finding
	given := map[int]bool{}
	for _, a := range x.args {
		if a.index < 0 {
			if !x.isStatic(a) && !x.target.isEndpoint(a.name) {
				out = append(out, x.argumentFinding("unknown-parameter", a, "the operation has no such parameter"))
			}
			continue
		}
		given[a.index] = true
		if mismatch := x.apiVersion(a); mismatch != nil {
			out = append(out, mismatch...)
			continue
		}
		value := a.value
		if x.sample.Form == FormDocumented {
			value = x.meaning(a)
		}
		for _, v := range x.target.schemas.Param(x.op.Operation, a.index, value) {
			f := x.argumentFinding(v.Rule, a, v.Message)
			f.Rule, f.Culprit = rulePlace(v.At), culpritOf(v)
			out = append(out, f)
		}
	}
	for i, p := range x.op.Parameters {
		if p.Required && !given[i] && x.sample.Form != FormValue {
			f := x.argumentFinding("required-parameter", argument{name: p.Name}, "the operation requires the parameter")
			f.Rule = rulePlace(p.At)
			out = append(out, f)
		}
	}
	return out
}

// isStatic reports whether the argument is part of the operation's path template.
func (x *exchange) isStatic(a argument) bool {
	return x.op.static != "" && a.text != "" && containsPair(x.op.static, a.name+"="+a.text)
}

func (x *exchange) argumentFinding(code string, a argument, message string) Finding {
	f := Finding{Code: code, Culprit: BlameSample, Message: fmt.Sprintf("parameter %s: %s", a.name, message), Place: Place{File: x.message.File, Line: 1}}
	if x.sample.Form != FormDocumented && a.value != nil {
		f.Place = x.message.place(a.value.Start)
	}
	return f
}

// broken is a kind of rule that is broken at a place. A missing member is at its own place.
type broken struct{ pointer, class string }

// violationSet is the set of what violations are about, with their messages.
func violationSet(violations []schema.Violation) map[broken]string {
	out := map[broken]string{}
	for _, v := range violations {
		out[broken{v.Place(), ruleClass(v.Rule)}] = v.Message
	}
	return out
}

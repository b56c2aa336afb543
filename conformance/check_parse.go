package conformance

import (
	"errors"

	"github.com/azbill/azbill/internal/jsontree"
)

// checkParse reports a request line or a body that cannot be read.
func checkParse(x *exchange) []Finding {
	var out []Finding
	if x.sample.Form == FormDocumented && x.isRequest() && !requestLine.MatchString(x.message.Line) {
		out = append(out, x.finding("request-line", BlameSample, "", "expected a request line such as GET https://…"))
	}
	flaws := x.message.flaws
	if b := x.message.Body; b != nil {
		flaws = append(flaws, b.flaws...)
		var syntax *jsontree.SyntaxError
		if errors.As(b.err, &syntax) {
			out = append(out, x.flaw(jsontree.Flaw{Offset: syntax.Offset, Pointer: syntax.Pointer, Message: syntax.Message}))
		}
	}
	for _, f := range flaws {
		out = append(out, x.flaw(f))
	}
	return out
}

func (x *exchange) flaw(f jsontree.Flaw) Finding {
	return Finding{
		Code: "json", Culprit: BlameSample, Pointer: f.Pointer, Message: "not JSON: " + f.Message, Place: x.message.place(f.Offset),
	}
}

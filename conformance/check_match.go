package conformance

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/openapi"
)

var requestLine = regexp.MustCompile(`^(GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS) https?://[^/?#\s]+/`)

// checkMatch asks whether the request is one of the operation the sample is filed under, and of no other.
func checkMatch(x *exchange) []Finding {
	if x.op == nil {
		return []Finding{x.finding("operation", BlameSample, "",
			fmt.Sprintf("the document has no operation %s", x.sample.Operation))}
	}
	switch x.sample.Form {
	case FormExample:
		return x.checkTypesMatch()
	case FormValue:
		return nil // a part of a request belongs to the operation that has it
	}
	if !requestLine.MatchString(x.message.Line) {
		return nil
	}
	var out []Finding
	method, _, _ := strings.Cut(x.message.Line, " ")
	path, query := splitTarget(x.message.Line)
	if strings.Contains(path, "//") {
		out = append(out, x.finding("empty-segment", BlameSample, "", "the path has an empty segment"))
	}
	if !x.op.matches(method, collapse(path), query) {
		out = append(out, x.finding("unmatched", BlameSample, "",
			fmt.Sprintf("the request is none of %s: %s %s", x.op.ID, x.op.Method, x.op.Path)))
	}
	return append(out, x.checkTypesMatch()...)
}

// matches reports whether a request line is one of the operation.
func (op *operation) matches(method, path, query string) bool {
	return method == op.Method && op.path.MatchString(path) && strings.Contains(query, op.static)
}

// checkTypesMatch asks the generated operation table the same question.
func (x *exchange) checkTypesMatch() []Finding {
	if x.target.Types == nil {
		return nil
	}
	req, err := x.httpRequest()
	if err != nil {
		return []Finding{x.finding("request-line", BlameSample, "", err.Error())}
	}
	id, err := x.target.Types.Match(req)
	switch {
	case err != nil:
		return []Finding{x.finding("match", BlameTypes, "", fmt.Sprintf("the operation table refuses the request: %v", err))}
	case id == x.op.ID:
		return nil
	case x.isAmbiguous(req):
		f := x.finding("ambiguous-path", BlameDocument, "",
			fmt.Sprintf("the request is one of %s as well, whose path says more; services cannot tell the two apart by the document", id))
		f.Rule = rulePlace(x.op.At)
		return []Finding{f}
	}
	return []Finding{x.finding("match", BlameTypes, "", fmt.Sprintf("the operation table says %s", id))}
}

// isAmbiguous reports whether the operation table knows that a request may be meant for the sample's operation, though it
// prefers another.
func (x *exchange) isAmbiguous(req *http.Request) bool {
	types, ok := x.target.Types.(interface {
		MatchAll(*http.Request) ([]string, error)
	})
	if !ok {
		return false
	}
	ids, err := types.MatchAll(req)
	return err == nil && slices.Contains(ids, x.op.ID)
}

// apiVersion is the finding of a request made for another api-version than the document's.
func (x *exchange) apiVersion(a argument) []Finding {
	if a.index != x.op.api || a.declared == nil || a.declared.In != openapi.InQuery || a.value.Text == x.target.Document.VersionOf(x.op.Operation) {
		return nil
	}
	return []Finding{x.argumentFinding("api-version", a,
		fmt.Sprintf("api-version %s, but the document is %s", a.value.Text, x.target.Document.VersionOf(x.op.Operation)))}
}

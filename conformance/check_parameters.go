package conformance

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// checkParameters asks whether the request's own validation finds in its parameters what the schemas of the parameters
// say of the values as they travel, no more and no less. Left out is what the text of a request does not decide: objects,
// the api-version, which has a check of its own, and headers that every request has.
func (x *exchange) checkParameters(typed Request) []Finding {
	want := map[broken]string{}
	compared := map[string]bool{}
	given := map[int]bool{}
	for _, a := range x.args {
		if a.declared == nil || a.index < 0 {
			continue
		}
		given[a.index] = true
		value, ok := travelling(a)
		if !ok && x.isOfSeveralTypes(a) {
			value, ok = x.meaning(a), true
		}
		if !ok || a.index == x.op.api {
			continue
		}
		at := parameterPointer(a.declared)
		compared[at] = true
		for b, message := range violationSet(x.target.schemas.Param(x.op.Operation, a.index, value)) {
			want[broken{at + b.pointer, b.class}] = message
		}
	}
	for i, p := range x.op.Parameters {
		if at := parameterPointer(p); p.Required && !given[i] && i != x.op.api && p.In == openapi.InQuery && !strings.Contains(x.op.static, p.Name) {
			compared[at] = true
			want[broken{at, "required"}] = "the operation requires the parameter"
		}
	}
	found := slices.DeleteFunc(typed.Validate(), func(v TypeViolation) bool {
		parts := strings.SplitN(v.Pointer, "/", 4)
		return len(parts) < 3 || !compared["/"+parts[1]+"/"+parts[2]]
	})
	return x.compare(want, found)
}

// parameterPointer is where the validation of requests reports a parameter.
func parameterPointer(p *openapi.Parameter) string { return "/" + p.In + "/" + jsontree.Escape(p.Name) }

// isOfSeveralTypes reports whether the parameter is a text for which the document states no single type.
func (x *exchange) isOfSeveralTypes(a argument) bool {
	s := a.declared.Schema.Resolve()
	isText := a.value.Kind == jsontree.String || a.value.Kind == jsontree.Number || a.value.Kind == jsontree.Bool
	return s != nil && s.Type == "" && len(s.OneOf)+len(s.AnyOf)+len(s.Enum) > 0 && isText && a.value.Text != "" &&
		(a.declared.In == openapi.InPath || a.declared.In == openapi.InQuery) && a.declared.Style != openapi.StyleContent
}

// travelling returns the value of a parameter as a reader of the request's text sees it, if the text decides that.
func travelling(a argument) (value *jsontree.Node, ok bool) {
	p := a.declared
	usual := p.In == openapi.InHeader && slices.Contains([]string{"accept", "authorization", "content-type"}, strings.ToLower(p.Name))
	s := p.Schema.Resolve()
	if usual || s == nil || p.In == openapi.InFormData || p.In == openapi.InCookie || p.Style == openapi.StyleContent {
		return nil, false
	}
	switch a.value.Kind {
	case jsontree.Null, jsontree.Object:
		return nil, false
	case jsontree.Array:
		if s.Type != "array" || p.ItemStyle != "" || len(a.value.Items) == 0 {
			return nil, false
		}
		list := &jsontree.Node{Kind: jsontree.Array}
		for _, item := range a.value.Items {
			value, ok := travelling(argument{declared: &openapi.Parameter{In: p.In, Schema: s.Items}, value: item})
			if !ok || strings.Contains(value.Text, separator(p.CollectionFormat)) {
				return nil, false
			}
			list.Items = append(list.Items, value)
		}
		return list, true
	}
	if isSimple := slices.Contains([]string{"string", "integer", "number", "boolean"}, s.Type); !isSimple || a.value.Text == "" {
		return nil, false
	}
	return typedValue(p, a.value.Text), true
}

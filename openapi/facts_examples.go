package openapi

import "github.com/azbill/azbill/internal/mediatype"

// Value examples of one media type or parameter: example, or each entry of examples. A reference is followed within the
// document; one into another file, and an externalValue, names the file for the reader of the examples.

// bodyExamples returns the examples of the media type that content takes the schema of, as far as that is JSON.
func (b *builder) bodyExamples(n *node) []ValueExample {
	for _, m := range n.members("content") {
		if mediatype.IsJSON(m.key) && m.member("schema") != nil {
			return b.valueExamples(m)
		}
	}
	return nil
}

// valueExamples returns the examples of a media type or parameter of OpenAPI 3.
func (b *builder) valueExamples(n *node) []ValueExample {
	var out []ValueExample
	if e := n.member("example"); e != nil {
		out = append(out, ValueExample{At: b.at(e), Name: "example", JSON: string(e.appendJSON(nil))})
	}
	for _, e := range n.members("examples") {
		out = append(out, b.valueExample(e))
	}
	return out
}

func (b *builder) valueExample(e *node) ValueExample {
	out := ValueExample{At: b.at(e), Name: e.key}
	for range b.limits.Depth {
		ref := e.member("$ref")
		if ref == nil {
			break
		}
		key, pointer, failure := b.location(e.origin(), ref.text)
		f := b.files[key]
		switch {
		case failure != nil:
			out.Problem = failure.message
			return out
		case f == nil || f.root == nil || isRemote(key): // a file that nothing else refers to
			out.File, out.Pointer = key, pointer
			return out
		}
		if e, failure = find(f, pointer); failure != nil {
			out.Problem = failure.message
			return out
		}
	}
	switch value, external := e.member("value"), e.member("externalValue"); {
	case value != nil:
		out.At, out.JSON = b.at(value), string(value.appendJSON(nil))
	case external == nil:
		out.Problem = "the example has neither value nor externalValue"
	case schemeOf(external.text) != "":
		out.Problem = "externalValue " + quote(external.text) + " is not a file below the root of the document"
	default:
		key, _, failure := b.location(e.origin(), external.text)
		if out.File = key; failure != nil {
			out.Problem = failure.message
		}
		out.External = true
	}
	return out
}

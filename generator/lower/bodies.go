package lower

import (
	"cmp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/openapi"
)

// media types that a request is sent with where the document leaves a choice.
const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
)

// formatOf decides how a body of a media type and schema is encoded.
func formatOf(mediaType string, s *openapi.Schema) ir.Format {
	name := mediatype.Essence(mediaType)
	switch {
	case openapi.SentAsJSON(mediaType, s):
		return ir.JSON
	case openapi.IsFile(s):
		return ir.Binary
	case name == formType:
		return ir.Form
	case name == multipartType:
		return ir.Multipart
	case openapi.IsText(s) && (name == "*/*" || strings.HasPrefix(name, "text/") && name != "text/csv"):
		return ir.Text
	}
	return ir.Binary
}

// concrete is the media type that is sent where the document has a pattern of several.
func concrete(mediaType string, f ir.Format) string {
	if !strings.Contains(mediaType, "*") {
		return mediaType
	}
	switch f {
	case ir.JSON:
		return mediatype.JSON
	case ir.Text:
		return "text/plain"
	}
	return "application/octet-stream"
}

// requestBody lowers the body of a request: a value, or the fields of a form, which join the parameters.
func (lw *lowerer) requestBody(op *openapi.Operation, out *ir.Operation) {
	if slices.ContainsFunc(op.Parameters, func(p *openapi.Parameter) bool { return p.In == openapi.InFormData }) {
		lw.formData(op, out)
		return
	}
	b := op.Body
	if b == nil {
		return
	}
	f := formatOf(b.MediaType, b.Schema)
	body := &ir.Body{
		At: b.At, Doc: ir.Doc{Text: b.Description}, Required: b.Required, Format: f,
		MediaType: concrete(cmp.Or(b.MediaType, mediatype.JSON), f), MediaTypes: b.MediaTypes,
	}
	out.Body = body
	lw.budget.spend(op.At, costOfBody+len(b.Description))
	switch f {
	case ir.Form, ir.Multipart:
		if !lw.formFields(op, out) {
			body.Format = ir.Binary
			body.Limit = &ir.Limit{Kind: ir.RawBody, At: b.At, MediaType: b.MediaType}
		}
	case ir.JSON:
		if b.Schema == nil {
			b.Schema = &openapi.Schema{At: b.At}
		}
		body.Value = lw.value(b.Schema, []string{op.ID, "body"})
		lw.budget.spend(op.At, costOfValue(body.Value))
	case ir.Binary:
		if structuredBytes(b.Schema) {
			body.Limit = &ir.Limit{Kind: ir.RawBody, At: b.At, MediaType: b.MediaType}
		}
	}
}

// structuredBytes reports whether the schema of a body that is passed as bytes describes more than bytes or text.
func structuredBytes(s *openapi.Schema) bool {
	target := s.Resolve()
	return target != nil && target.Type != "file" && target.Type != "string" && (target.Type != "" || len(target.Properties) > 0)
}

// formData makes the formData parameters of Swagger 2.0 fields of a form.
func (lw *lowerer) formData(op *openapi.Operation, out *ir.Operation) {
	body := &ir.Body{At: op.At, Format: ir.Form, MediaType: formType, MediaTypes: op.Consumes}
	files := slices.ContainsFunc(op.Parameters, func(p *openapi.Parameter) bool { return p.In == openapi.InFormData && openapi.IsFile(p.Schema) })
	allows := func(name string) bool {
		return slices.ContainsFunc(op.Consumes, func(t string) bool { return mediatype.Essence(t) == name })
	}
	if files || allows(multipartType) || !allows(formType) && slices.ContainsFunc(op.Consumes, func(t string) bool { return strings.HasPrefix(mediatype.Essence(t), "multipart/") }) {
		body.Format, body.MediaType = ir.Multipart, multipartType
	}
	out.Body = body
	for _, p := range op.Parameters {
		if p.In != openapi.InFormData {
			continue
		}
		field := lw.param(op, p, ir.InForm)
		if openapi.IsFile(p.Schema) {
			field.Shape = ir.ShapeFile
		}
		body.Required = body.Required || p.Required
		out.Params = append(out.Params, field)
	}
}

// formFields makes the members of an object, the schema of a form in OpenAPI 3, fields of the form.
func (lw *lowerer) formFields(op *openapi.Operation, out *ir.Operation) bool {
	target := op.Body.Schema.Resolve()
	if target == nil {
		return false
	}
	required := map[string]bool{}
	members := membersOf(target, required, map[*openapi.Schema]bool{})
	for _, m := range members {
		p := &openapi.Parameter{
			At: m.At, Name: m.Name, In: openapi.InFormData, Description: fieldDoc(m.Schema).Text, Required: required[m.Name],
			Schema: m.Schema, Style: openapi.StyleForm, Explode: true,
		}
		field := lw.formField(op, p, out.Body.Format == ir.Multipart)
		out.Params = append(out.Params, field)
	}
	return len(members) > 0
}

// formField lowers a member of a form's schema: in multipart a file where it is bytes, JSON where it is an object.
func (lw *lowerer) formField(op *openapi.Operation, p *openapi.Parameter, multipart bool) *ir.Param {
	s := p.Schema.Resolve()
	list := s.Type == "array" && s.Items != nil
	switch {
	case !multipart:
		return lw.param(op, p, ir.InForm)
	case openapi.IsFile(s), list && openapi.IsFile(s.Items):
		text := &openapi.Schema{At: s.At, Type: "string"}
		file := *p
		file.Schema = text
		field := lw.param(op, &file, ir.InForm)
		field.Shape = ir.ShapeFile
		if list {
			field.Shape = ir.ShapeFiles
		}
		return field
	case list && structured(s.Items.Resolve()), !list && structured(s):
		p.Style, p.Explode, p.MediaType = openapi.StyleContent, false, mediatype.JSON
	}
	return lw.param(op, p, ir.InForm)
}

// structured reports whether a value of the schema is an object or a list.
func structured(s *openapi.Schema) bool {
	return s.Type == "object" || s.Type == "array" || len(s.Properties) > 0 || len(s.AllOf) > 0
}

// membersOf lists the members of an object, those it includes by allOf first, and notes which are required.
func membersOf(s *openapi.Schema, required map[string]bool, seen map[*openapi.Schema]bool) []*openapi.Property {
	if seen[s] {
		return nil
	}
	seen[s] = true
	var out []*openapi.Property
	for _, part := range s.AllOf {
		out = append(out, membersOf(part.Resolve(), required, seen)...)
	}
	for _, p := range s.Properties {
		if i := slices.IndexFunc(out, func(q *openapi.Property) bool { return q.Name == p.Name }); i >= 0 {
			out[i] = p
		} else {
			out = append(out, p)
		}
	}
	for _, name := range s.Required {
		required[name] = true
	}
	return out
}

func (lw *lowerer) response(op *openapi.Operation, r *openapi.Response) *ir.Response {
	out := &ir.Response{At: r.At, Status: r.Status, Doc: ir.Doc{Text: r.Description}, Error: r.IsError, MediaTypes: r.MediaTypes}
	if r.Schema != nil || r.MediaType != "" {
		out.Format = formatOf(cmp.Or(r.MediaType, mediatype.JSON), r.Schema)
	}
	switch out.Format {
	case ir.Form, ir.Multipart: // no reply is one in practice
		out.Format = ir.Binary
		fallthrough
	case ir.Binary:
		if structuredBytes(r.Schema) {
			out.Limit = &ir.Limit{Kind: ir.RawReply, At: r.At, MediaType: r.MediaType, Status: r.Status}
		}
	case ir.JSON:
		v := ir.Value{Type: ir.Raw}
		if r.Schema != nil {
			v = lw.value(r.Schema, []string{op.ID, r.Status, "response"})
		}
		out.Value = &v
		lw.budget.spend(r.At, costOfBody+costOfValue(v))
	}
	for _, h := range r.Headers {
		v := lw.value(h.Schema, []string{op.ID, r.Status, h.Name})
		out.Headers = append(out.Headers, &ir.Header{At: h.At, Wire: h.Name, Doc: ir.Doc{Text: h.Description}, Value: v})
		lw.budget.spend(h.At, costOfBody+costOfValue(v))
	}
	return out
}

// replies decides what a reply that did not fail holds, and which media types a request asks for: those that are read,
// of successes first.
func (lw *lowerer) replies(op *ir.Operation) {
	accept := func(t string) {
		if !slices.Contains(op.Accept, t) {
			op.Accept = append(op.Accept, t)
		}
	}
	for _, failed := range []bool{false, true} {
		for _, r := range op.Responses {
			if r.Error != failed || r.Format == ir.NoBody {
				continue
			}
			for _, t := range readTypes(r) {
				accept(t)
			}
		}
	}
	if len(op.Accept) == 0 {
		accept(mediatype.JSON)
	}
	for _, r := range op.Responses {
		if r.Error || r.Format == ir.NoBody {
			continue
		}
		switch reply := &op.Reply; {
		case reply.Format == ir.NoBody:
			reply.Format, reply.Value = r.Format, r.Value
		case reply.Format != r.Format:
			reply.Mixed = true
		case r.Format == ir.JSON && reply.Value != nil && !sameType(reply.Value.Type, r.Value.Type):
			reply.Value = nil
		}
	}
}

// readTypes lists the media types of a response that its format reads.
func readTypes(r *ir.Response) []string {
	var out []string
	for _, t := range r.MediaTypes {
		if mediatype.IsJSON(t) == (r.Format == ir.JSON) && (r.Format != ir.JSON || !strings.Contains(t, "*")) {
			out = append(out, t)
		}
	}
	switch {
	case r.Format == ir.JSON && len(out) > 0: // any of them is read; one is enough
		return out[:1]
	case r.Format == ir.JSON:
		return []string{mediatype.JSON}
	case len(out) == 0:
		return r.MediaTypes
	}
	return out
}

// sameType reports whether two types are one in Go.
func sameType(a, b ir.Type) bool {
	switch a := a.(type) {
	case ir.List:
		b, ok := b.(ir.List)
		return ok && sameType(a.Elem.Type, b.Elem.Type)
	case ir.Map:
		b, ok := b.(ir.Map)
		return ok && sameType(a.Elem.Type, b.Elem.Type)
	}
	return a == b
}

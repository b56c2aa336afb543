package lower

import (
	"cmp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/openapi"
)

// param lowers a parameter that travels in the place given.
func (lw *lowerer) param(op *openapi.Operation, p *openapi.Parameter, in string) *ir.Param {
	out := &ir.Param{
		At: p.At, Wire: p.Name, In: in, Required: p.Required, Slashes: op.Spans(p), Client: p.Client || in == ir.InHost,
		Doc:   ir.Doc{Text: p.Description},
		Style: p.Style, Explode: p.Explode, ItemStyle: p.ItemStyle, MediaType: p.MediaType,
		APIVersion: p.IsAPIVersion(),
		Value:      lw.paramValue(p.Schema, []string{op.ID, p.Name}),
		Secret:     isSecret(p.Schema),
	}
	anyUse(p.Schema, func(s *openapi.Schema) bool { out.ClientName = s.ClientName; return out.ClientName != "" })
	d := firstDefault(p.Schema)
	cost := costOfParam + namesOfField*len(p.Name) + len(p.Description) + costOfValue(out.Value)
	if d != nil {
		cost += 2 * len(d.JSON)
	}
	if !lw.budget.spend(p.At, cost) {
		return out
	}
	if d != nil {
		out.Default = d.JSON
	}
	if shape(out, p.Schema); out.Secret && out.Item != nil {
		out.Item = ir.SecretOf(out.Item)
	}
	return out
}

// paramValue lowers the schema of a parameter. A text does not show which kind of value it is, so there is no union of
// kinds.
func (lw *lowerer) paramValue(s *openapi.Schema, path []string) ir.Value {
	if lw.byKind(s.Resolve()) != nil {
		return ir.Value{Type: ir.Raw, Schema: lw.use(s)}
	}
	return lw.value(s, path)
}

// shape decides what the field of a parameter holds and whether its style can write that.
func shape(p *ir.Param, s *openapi.Schema) {
	p.Shape, p.Item = shapeOf(p, s.Resolve().Type == "object")
	limit := &ir.Limit{At: p.At, In: p.In, Wire: p.Wire, Shape: p.Shape, Style: p.Style, Explode: p.Explode}
	switch {
	case p.In == ir.InHeader && slices.Contains(connectionHeaders, strings.ToLower(p.Wire)):
		limit.Kind, p.Limit = ir.HeaderOfConnection, limit
	case p.Style == openapi.StyleContent:
	case !writes(p):
		limit.Kind, p.Limit = ir.StyleUndefined, limit
		if p.Item == nil { // the field holds it all the same
			p.Shape = ir.ShapeObject
		}
	case p.Shape == ir.ShapeObject:
		if limit.Member = structuredMember(p.Value.Type); limit.Member != "" {
			limit.Kind, p.Limit = ir.MemberUndefined, limit
		}
	}
}

// connectionHeaders are written by net/http whatever the header of a request holds.
var connectionHeaders = []string{"host", "transfer-encoding", "trailer", "connection"}

// shapeOf reads off the type what the text of a parameter is made of. What has no form in a URL stays text.
func shapeOf(p *ir.Param, object bool) (ir.Shape, ir.Type) {
	switch {
	case p.APIVersion, p.In == ir.InHost:
		return ir.ShapeScalar, ir.String
	case p.Style == openapi.StyleContent && mediatype.IsJSON(cmp.Or(p.MediaType, mediatype.JSON)):
		return ir.ShapeObject, nil
	case p.Style == openapi.StyleContent: // the text of another media type
		return ir.ShapeScalar, ir.String
	}
	if item := scalarOf(p.Value.Type); item != nil {
		return ir.ShapeScalar, item
	}
	switch t := p.Value.Type.(type) {
	case ir.List:
		if item := scalarOf(t.Elem.Type); item != nil {
			return ir.ShapeList, item
		}
		if inner, ok := t.Elem.Type.(ir.List); ok {
			if item := scalarOf(inner.Elem.Type); item != nil {
				return ir.ShapeLists, item
			}
		}
		return ir.ShapeLists, nil
	}
	if p.Value.Type == ir.Raw && !object && p.Style != openapi.StyleDeepObject {
		return ir.ShapeScalar, ir.String
	}
	return ir.ShapeObject, nil
}

// scalarOf returns the type that one text is read as; nil: a value of this type takes more than one.
func scalarOf(t ir.Type) ir.Type {
	switch t := t.(type) {
	case ir.Builtin:
		if t != ir.Raw {
			return t
		}
	case ir.Named:
		if _, enum := t.Decl.(*ir.Enum); enum {
			return t
		}
	}
	return nil
}

// writes reports whether OpenAPI defines how the style of a parameter writes its shape in its place.
func writes(p *ir.Param) bool {
	delimited := p.Style == openapi.StyleSpaceDelimited || p.Style == openapi.StylePipeDelimited || p.Style == openapi.StyleTabDelimited
	switch p.Shape {
	case ir.ShapeObject:
		return (!delimited || !p.Explode) && (p.In != ir.InCookie || !p.Explode)
	case ir.ShapeList:
		return p.Style != openapi.StyleDeepObject && (p.In != ir.InCookie || !p.Explode)
	case ir.ShapeLists: // inner lists have a separator of their own in Swagger 2.0
		inner := p.ItemStyle == openapi.StyleSpaceDelimited || p.ItemStyle == openapi.StylePipeDelimited || p.ItemStyle == openapi.StyleTabDelimited
		return p.Item != nil && p.ItemStyle != "" && (p.Explode || delimited != inner || delimited && p.Style != p.ItemStyle)
	}
	return p.Style != openapi.StyleDeepObject
}

// structuredMember names the first member of an object whose value is a list or an object itself; empty: none is.
func structuredMember(t ir.Type) string {
	switch t := t.(type) {
	case ir.Map:
		if scalarOf(t.Elem.Type) == nil && t.Elem.Type != ir.Raw {
			return "values"
		}
	case ir.Named:
		switch d := t.Decl.(type) {
		case *ir.Struct:
			for _, f := range d.Fields {
				if scalarOf(f.Value.Type) == nil && f.Value.Type != ir.Raw {
					return f.Wire
				}
			}
		case *ir.Union:
			for _, v := range d.Variants {
				if v.Holder != nil {
					continue // the parameter is a text
				}
				if name := structuredMember(ir.Named{Decl: v.Type}); name != "" {
					return name
				}
			}
		}
	}
	return ""
}

// apiVersion decides what the api-version parameter is sent as: the document's version, unless the parameter lists the
// versions it allows without it. Then it is the parameter's default, or the first that it allows.
func (lw *lowerer) apiVersion(op *openapi.Operation, out *ir.Operation) {
	i := slices.IndexFunc(out.Params, func(p *ir.Param) bool { return p.APIVersion })
	if i < 0 {
		return
	}
	var declared *openapi.Schema
	for _, p := range op.Parameters {
		if p.At == out.Params[i].At && p.Name == out.Params[i].Wire {
			declared = p.Schema
		}
	}
	var allowed []string
	anyUse(declared, func(s *openapi.Schema) bool {
		for _, v := range s.Enum {
			if text, ok := stringOf(v); ok {
				allowed = append(allowed, text)
			}
		}
		return len(allowed) > 0
	})
	if len(allowed) == 0 || slices.Contains(allowed, out.APIVersion) {
		return
	}
	out.APIVersion = allowed[0]
	if d := firstDefault(declared); d != nil {
		if text, ok := stringOf(*d); ok && slices.Contains(allowed, text) {
			out.APIVersion = text
		}
	}
}

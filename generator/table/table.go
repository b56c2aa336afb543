// Package table makes the tables that generated packages declare, of operations and of schemas, at run time. Emission
// writes the schema table from it; what serves or checks a document without generating code uses the tables as they are,
// with requests and replies that hold JSON in place of Go types.
package table

import (
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// Of makes the operation table of a package. Requests of its operations are read, checked and built as those of generated
// types are.
func Of(pkg *ir.Package) *rest.Table {
	model, schemas := Model(pkg)
	b := builder{pkg: pkg, model: model, schemas: schemas, groups: map[*ir.Group]*rest.Group{}}
	t := &rest.Table{APIVersion: pkg.APIVersion, Model: model, Endpoint: endpoint(pkg)}
	for _, g := range pkg.Groups {
		b.groups[g] = &rest.Group{Name: g.Wire, Agreements: g.Agreements, Note: g.Note}
		t.Groups = append(t.Groups, b.groups[g])
	}
	t.Operations = make([]rest.Operation, len(pkg.Operations))
	for i, op := range pkg.Operations {
		b.operation(&t.Operations[i], op)
		t.Operations[i].Endpoint = t.Endpoint
	}
	return t
}

func endpoint(pkg *ir.Package) *rest.Endpoint {
	if pkg.BasePath == "" && pkg.HostURL == "" && len(pkg.APIKeys) == 0 {
		return nil
	}
	e := &rest.Endpoint{BasePath: pkg.BasePath, Template: pkg.HostURL}
	for _, k := range pkg.APIKeys {
		e.Keys = append(e.Keys, rest.Key{Name: k.Wire, In: k.In})
	}
	return e
}

type builder struct {
	pkg     *ir.Package
	model   *schema.Model
	schemas Schemas
	groups  map[*ir.Group]*rest.Group
}

func (b *builder) operation(op *rest.Operation, from *ir.Operation) {
	op.ID, op.Method, op.Path, op.APIVersion = from.ID, from.Method, from.Path, from.APIVersion
	op.Group, op.Deprecated, op.Model = b.groups[from.Group], from.Doc.Deprecated, b.model
	for _, p := range from.Params {
		op.Params = append(op.Params, b.param(p))
	}
	if from.Body != nil {
		op.Body = b.body(from.Body)
	}
	if accept := strings.Join(from.Accept, ", "); accept != mediatype.JSON {
		op.Accept = accept
	}
	for _, r := range from.Responses {
		op.Responses = append(op.Responses, b.response(r))
	}
	if p := from.Pager; p != nil {
		op.Pager = &rest.Pager{Verb: p.Verb, NextLink: p.NextLink, Items: p.Items, Operation: p.Operation}
		if p.Limit != nil {
			op.Pager.Unsupported = LimitText(p.Limit)
		}
	}
	if l := from.LongRunning; l != nil {
		op.LongRunning = &rest.LongRunning{FinalState: l.FinalState, Monitor: l.Monitor}
		if l.Final != nil {
			op.LongRunning.New, op.LongRunning.Schema = newMessage, b.schemas.Of(l.Final.Schema)
		}
	}
	op.New = func() rest.Request { return newRequest(op, from) }
	op.Visit = visit
}

func (b *builder) param(p *ir.Param) rest.Param {
	out := rest.Param{
		Name: p.Wire, In: p.In, Required: p.Required, Slashes: p.Slashes, Style: style(p),
		Explode: p.Explode && p.Shape != ir.ShapeScalar && p.Shape != ir.ShapeFile, ItemStyle: p.ItemStyle, MediaType: p.MediaType,
		APIVersion: p.APIVersion, Client: p.Client, Secret: p.Secret, Default: p.Default, Schema: b.schemas.Of(p.Value.Schema),
	}
	if p.Limit != nil {
		out.Unsupported = LimitText(p.Limit)
	}
	return out
}

// style is the style of a parameter; empty where it is the usual one of its place.
func style(p *ir.Param) string {
	usual := rest.StyleForm
	if p.In == ir.InPath || p.In == ir.InHeader || p.In == ir.InHost {
		usual = rest.StyleSimple
	}
	switch {
	case p.Limit != nil && p.Limit.Kind != ir.MemberUndefined:
		return rest.StyleNone
	case p.Style == usual, p.Shape == ir.ShapeFile, p.Shape == ir.ShapeFiles, p.In == ir.InHost:
		return ""
	}
	return p.Style
}

var formats = [...]rest.Format{
	ir.NoBody: rest.FormatNone, ir.JSON: rest.FormatJSON, ir.Text: rest.FormatText, ir.Binary: rest.FormatBinary,
	ir.Form: rest.FormatForm, ir.Multipart: rest.FormatMultipart,
}

func (b *builder) body(from *ir.Body) *rest.Content {
	out := &rest.Content{Required: from.Required, Format: formats[from.Format], MediaType: from.MediaType}
	if len(from.MediaTypes) > 1 {
		out.MediaTypes = from.MediaTypes
	}
	if from.Limit != nil {
		out.Raw = LimitText(from.Limit)
	}
	if from.Format == ir.JSON {
		out.Schema = b.schemas.Of(from.Value.Schema)
	}
	return out
}

func (b *builder) response(from *ir.Response) rest.Response {
	out := rest.Response{Status: from.Status, Error: from.Error, Format: formats[from.Format]}
	if n := len(from.MediaTypes); n > 1 || n == 1 && from.MediaTypes[0] != mediatype.JSON {
		out.MediaTypes = from.MediaTypes
	}
	for _, h := range from.Headers {
		out.Headers = append(out.Headers, rest.Header{Name: h.Wire, Schema: b.schemas.Of(h.Value.Schema)})
	}
	if from.Limit != nil {
		out.Raw = LimitText(from.Limit)
	}
	if from.Value != nil {
		out.New, out.Schema = newMessage, b.schemas.Of(from.Value.Schema)
	}
	return out
}

// newMessage makes a reply that holds any JSON value.
func newMessage() rest.Message { return new(wire.Raw) }

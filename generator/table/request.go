package table

import (
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
)

// request is a request whose fields are made at run time, one for each parameter.
type request struct {
	op     *rest.Operation
	names  []string // of the parameters
	fields []field
	extra  rest.Extra
	json   wire.Optional[wire.Raw]
	text   wire.Optional[string]
	blob   rest.Blob
}

// Operation is what the request asks for.
func (r *request) Operation() *rest.Operation { return r.op }

func newRequest(op *rest.Operation, from *ir.Operation) *request {
	r := &request{op: op, names: make([]string, len(from.Params)), fields: make([]field, len(from.Params))}
	for i, p := range from.Params {
		r.names[i], r.fields[i] = p.Wire, fieldOf(p)
	}
	return r
}

// visit shows the codec what a request holds.
func visit(r rest.Request, c *rest.Codec) bool {
	x, ok := r.(*request)
	if !ok {
		return false
	}
	c.Extra(&x.extra)
	for i, f := range x.fields {
		f.visit(c, x.names[i])
	}
	if x.op.Body == nil {
		return true
	}
	switch x.op.Body.Format {
	case rest.FormatJSON:
		rest.Body(c, &x.json, codec.DecodeRaw)
	case rest.FormatText:
		c.TextBody(&x.text)
	case rest.FormatBinary:
		c.BlobBody(&x.blob)
	}
	return true
}

// field holds the value of a parameter.
type field interface {
	visit(c *rest.Codec, name string)
}

type (
	version struct{ v wire.Optional[string] }
	object  struct{ v wire.Optional[wire.Raw] }
	file    struct{ v wire.Optional[rest.File] }
	files   struct{ v wire.Optional[[]rest.File] }

	// text is a parameter that is written as text, or a list of them; of returns how.
	text[T any] struct {
		of    func(c *rest.Codec, name string) rest.Value[T]
		shape ir.Shape
		path  bool

		single   wire.Optional[T]
		inPath   T
		elements []T // of a list in the path
		list     wire.Optional[[]T]
		lists    wire.Optional[[][]T]
	}
)

func (f *version) visit(c *rest.Codec, _ string)   { c.APIVersion(&f.v) }
func (f *object) visit(c *rest.Codec, name string) { rest.MembersOf(c, name, &f.v, codec.DecodeRaw) }
func (f *file) visit(c *rest.Codec, name string)   { c.File(name, &f.v) }
func (f *files) visit(c *rest.Codec, name string)  { c.Files(name, &f.v) }

func (f *text[T]) visit(c *rest.Codec, name string) {
	switch v := f.of(c, name); {
	case f.shape == ir.ShapeLists:
		v.Lists(&f.lists)
	case f.shape == ir.ShapeList && f.path:
		v.PathList(&f.elements)
	case f.shape == ir.ShapeList:
		v.List(&f.list)
	case f.path:
		v.Path(&f.inPath)
	default:
		v.Optional(&f.single)
	}
}

// fieldOf makes the field of a parameter: of the shape and with the items that its generated field would have.
func fieldOf(p *ir.Param) field {
	if p.APIVersion {
		return new(version)
	}
	switch p.Shape {
	case ir.ShapeObject:
		return new(object)
	case ir.ShapeFile:
		return new(file)
	case ir.ShapeFiles:
		return new(files)
	}
	switch p.Item {
	case ir.Bool:
		return textOf(p, (*rest.Codec).Bool)
	case ir.Int32:
		return textOf(p, (*rest.Codec).Int32)
	case ir.Int64:
		return textOf(p, (*rest.Codec).Int64)
	case ir.Decimal:
		return textOf(p, (*rest.Codec).Decimal)
	case ir.Time:
		return textOf(p, (*rest.Codec).Time)
	}
	return textOf(p, (*rest.Codec).Text) // strings and enumerations
}

func textOf[T any](p *ir.Param, of func(*rest.Codec, string) rest.Value[T]) field {
	return &text[T]{of: of, shape: p.Shape, path: p.In == ir.InPath}
}

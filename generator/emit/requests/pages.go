package requests

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// pageMethods renders the iterators of a pageable operation: next is the member of its page that links to the next one.
//
//	func (r *<Name>Request) Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.Option) iter.Seq2[*<T>, error]
//	func (r *<Name>Request) Items(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.Option) iter.Seq2[*<Elem>, error]
func pageMethods(op *ir.Operation, page *ir.Struct, next *ir.Field) *jen.Statement {
	elem := page.Stream.Elem.Common().Name
	receiver := jen.Id("r").Op("*").Id(op.Request)
	params := callParams(jen.Id("send").Qual(gogen.RestPath, "Sender"))
	link := jen.Func().Params(jen.Id("page").Op("*").Id(page.Name)).String().
		Block(jen.Return(jen.Id("page").Dot(next.Name).Dot("OrZero").Call()))
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := []jen.Code{jen.Id("ctx"), jen.Id("endpoint"), jen.Id("r"), jen.Id("send")}
		return jen.Qual(gogen.RestPath, fn).Call(append(append(args, more...), link, jen.Id("opts").Op("..."))...)
	}
	s := gogen.Comment("Pages yields the pages of the list, following the links between them; see [rest.Pages].")
	s.Func().Params(receiver).Id("Pages").Params(params...).Qual("iter", "Seq2").Types(jen.Op("*").Id(page.Name), jen.Error()).
		Block(jen.Return(call("Pages"))).Line().Line()
	s.Add(gogen.Comment("Items yields the items of all pages as they arrive; see [rest.Items]."))
	s.Func().Params(receiver).Id("Items").Params(params...).Qual("iter", "Seq2").Types(jen.Op("*").Id(elem), jen.Error()).
		Block(jen.Return(call("Items", jen.Id(page.Stream.Name)))).Line()
	return s
}

// pageOf returns the page type of a pageable operation and its member that links to the next.
func pageOf(op *ir.Operation) (*ir.Struct, *ir.Field) {
	if op.NextLink == "" || op.Item == "" {
		return nil, nil
	}
	for _, r := range op.Responses {
		if r.Error || r.Value == nil {
			continue
		}
		page := ir.StructOf(r.Value.Type)
		if page == nil || reply(op) != ir.Object(page) {
			continue
		}
		if page.Stream == nil || page.Stream.Field.Wire != op.Item {
			return nil, nil
		}
		for _, f := range page.Fields {
			if f.Wire == op.NextLink && f.Value.Type == ir.String {
				return page, f
			}
		}
	}
	return nil, nil
}

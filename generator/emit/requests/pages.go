package requests

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// pageMethods renders the iterators of a pageable operation:
//
//	func (r *<Name>Request) Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[*<T>, error]
//	func (r *<Name>Request) Items(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[*<Elem>, error]
func pageMethods(op *ir.Operation, p *ir.Pager) *jen.Statement {
	receiver := jen.Id("r").Op("*").Id(op.Request)
	params := callParams("PageOption", jen.Id("send").Qual(gogen.RestPath, "Sender"))
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := []jen.Code{jen.Id("ctx"), jen.Id("endpoint"), jen.Id("r"), jen.Id("send")}
		s := jen.Qual(gogen.RestPath, fn)
		if fn == "Pages" && p.Next == nil { // nothing else tells the type of the page
			s.Types(jen.Op("*").Id(p.Page.Name))
		}
		return s.Call(append(append(args, more...), nextLink(p), jen.Id("opts").Op("..."))...)
	}
	s := gogen.Comment("Pages yields the pages of the list, following the links between them; see [rest.Pages].")
	s.Func().Params(receiver).Id("Pages").Params(params...).Qual("iter", "Seq2").Types(jen.Op("*").Id(p.Page.Name), jen.Error()).
		Block(jen.Return(call("Pages"))).Line().Line()
	elem := p.Path[len(p.Path)-1].Value.Type.(ir.List).Elem.Type
	items := func() *jen.Statement {
		return memberOf(p.Page, p.Path, jen.Index().Add(gogen.Type(elem)))
	}
	s.Add(gogen.Comment("Items yields the items of all pages as they arrive; see [rest.Items]."))
	method := s.Func().Params(receiver).Id("Items").Params(params...).Qual("iter", "Seq2")
	switch {
	case p.Page.Stream != nil && len(p.Path) == 1 && p.Page.Stream.Field == p.Path[0]:
		return method.Types(jen.Op("*").Id(p.Page.Stream.Elem.Common().Name), jen.Error()).
			Block(jen.Return(call("Items", jen.Id(p.Page.Stream.Name)))).Line()
	case ir.ObjectOf(elem) != nil:
		return method.Types(jen.Op("*").Add(gogen.Type(elem)), jen.Error()).Block(jen.Return(call("ObjectsOfPages", items()))).Line()
	}
	return method.Types(gogen.Type(elem), jen.Error()).Block(jen.Return(call("ItemsOfPages", items()))).Line()
}

// nextLink renders the function that returns the link to the next page; nil when there is one page.
func nextLink(p *ir.Pager) *jen.Statement {
	if p.Next == nil {
		return jen.Nil()
	}
	return memberOf(p.Page, p.Next, jen.String())
}

// memberOf renders
//
//	func(page *<T>) wire.Optional[<type>] { return page.<Member> }
//
// or, where an object holds the member,
//
//	func(page *<T>) wire.Optional[<type>] {
//		return wire.At(page.<A>, func(page *<A>) wire.Optional[<type>] { return page.<Member> })
//	}
//
// so that an object of another type does not read as the end of the list, or as a list without items.
func memberOf(in *ir.Struct, path []*ir.Field, typ *jen.Statement) *jen.Statement {
	member := jen.Id("page").Dot(path[0].Name)
	if inner := ir.StructOf(path[0].Value.Type); inner != nil && len(path) > 1 {
		member = jen.Qual(gogen.WirePath, "At").Call(member, memberOf(inner, path[1:], typ))
	}
	return jen.Func().Params(jen.Id("page").Op("*").Id(in.Name)).Qual(gogen.WirePath, "Optional").Types(typ.Clone()).Block(jen.Return(member))
}

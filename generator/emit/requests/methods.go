package requests

import (
	"fmt"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// replyType is what a reply that is not a failure holds: the type that all such responses agree on.
func replyType(op *ir.Operation) *jen.Statement {
	switch r := op.Reply; {
	case r.Mixed:
		return jen.Any()
	case r.Format == ir.Text:
		return jen.String()
	case r.Format == ir.Binary:
		return jen.Qual("io", "ReadCloser")
	case r.Value == nil:
		return jen.Qual(gogen.RestPath, "Message")
	default:
		if o := ir.ObjectOf(r.Value.Type); o != nil {
			return jen.Op("*").Id(o.Common().Name)
		}
		return jen.Op("*").Qual(gogen.WirePath, "Optional").Types(gogen.Type(r.Value.Type))
	}
}

// readReplyDoc says what ReadReply returns.
func readReplyDoc(op *ir.Operation) string {
	if op.Reply.Format == ir.Binary || op.Reply.Mixed {
		return "ReadReply reads the response. Its body, where it is bytes, is left open: the caller closes it. A failure is a [*rest.ResponseError]."
	}
	return "ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError]."
}

// requestMethods renders
//
//	func Parse<Name>Request(req *http.Request) (*<Name>Request, error)
//	func (r *<Name>Request) Operation() *rest.Operation
//	func (r *<Name>Request) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error)
//	func (r *<Name>Request) ReadReply(resp *http.Response) (*rest.Reply[<T>], error)
//	func (r *<Name>Request) Validate(opts ...wire.ValidateOption) error
//	func (r *<Name>Request) Equal(other *<Name>Request) bool
func requestMethods(op *ir.Operation) *jen.Statement {
	name := op.Request
	receiver := jen.Id("r").Op("*").Id(name)
	r := func() *jen.Statement { return jen.Id("r") }
	s := gogen.Comment(fmt.Sprintf("%s reads a request of %s back; see [rest.Parse].", op.Parse, op.ID))
	s.Func().Id(op.Parse).Params(jen.Id("req").Op("*").Qual("net/http", "Request")).Params(jen.Op("*").Id(name), jen.Error()).
		Block(
			r().Op(":=").New(jen.Id(name)),
			jen.If(jen.Err().Op(":=").Qual(gogen.RestPath, "Parse").Call(jen.Id("req"), r()), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			jen.Return(r(), jen.Nil()),
		).Line().Line()
	s.Add(gogen.Comment("Operation returns the operation of the request."))
	s.Func().Params(receiver).Id("Operation").Params().Op("*").Qual(gogen.RestPath, "Operation").
		Block(jen.Return(jen.Op("&").Id("table").Dot("Operations").Index(jen.Id(op.Position)))).Line().Line()
	s.Add(gogen.Comment("HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build]."))
	s.Func().Params(receiver).Id("HTTPRequest").Params(callParams("Option")...).Params(jen.Op("*").Qual("net/http", "Request"), jen.Error()).
		Block(jen.Return(jen.Qual(gogen.RestPath, "Build").Call(jen.Id("ctx"), jen.Id("endpoint"), r(), jen.Id("opts").Op("...")))).Line().Line()
	s.Add(gogen.Comment(readReplyDoc(op)))
	s.Func().Params(receiver).Id("ReadReply").Params(jen.Id("resp").Op("*").Qual("net/http", "Response")).
		Params(jen.Op("*").Qual(gogen.RestPath, "Reply").Types(replyType(op)), jen.Error()).
		Block(jen.Return(jen.Qual(gogen.RestPath, "ReadReply").Types(replyType(op)).Call(jen.Id("resp"), r().Dot("Operation").Call()))).Line().Line()
	s.Add(gogen.Comment("Validate checks the request against the document and returns every violation, or nil."))
	s.Func().Params(receiver).Id("Validate").Params(jen.Id("opts").Op("...").Qual(gogen.WirePath, "ValidateOption")).Error().
		Block(jen.Return(jen.Qual(gogen.RestPath, "Validate").Call(r(), jen.Id("opts").Op("...")))).Line().Line()
	s.Add(gogen.Comment("Equal reports whether both requests have the same parameters and body."))
	s.Func().Params(receiver).Id("Equal").Params(jen.Id("other").Op("*").Id(name)).Bool().
		Block(jen.Return(jen.Qual(gogen.RestPath, "Equal").Call(r(), jen.Id("other")))).Line()
	return s
}

// callParams are the parameters of a method that builds requests, with options of that type of package rest.
func callParams(option string, more ...jen.Code) []jen.Code {
	params := []jen.Code{jen.Id("ctx").Qual("context", "Context"), jen.Id("endpoint").String()}
	params = append(params, more...)
	return append(params, jen.Id("opts").Op("...").Qual(gogen.RestPath, option))
}

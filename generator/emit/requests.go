package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// replyType is what a successful reply holds: the type of the success responses' body when they agree on one object.
func replyType(op *ir.Operation) *jen.Statement {
	if name := replyName(op); name != "" {
		return jen.Op("*").Id(name)
	}
	return jen.Qual(restPath, "Message")
}

func replyName(op *ir.Operation) string {
	found := ""
	for _, r := range op.Responses {
		if r.Error || r.Value == nil {
			continue
		}
		name := asComposite(r.Value.Type)
		if name == "" || found != "" && found != name {
			return ""
		}
		found = name
	}
	return found
}

// request renders the request type of an operation with its methods.
func (e *emitter) request(op *ir.Operation) {
	base := fileModels
	if op.Group != nil {
		base = familyFile(op.Group.Wire)
	}
	for _, render := range []func(*ir.Operation) *jen.Statement{requestDecl, requestMethods, eachParam, pageMethods} {
		e.add(base+"_requests", code(func() *jen.Statement { return render(op) }))
	}
}

// requestDecl renders
//
//	// <Name>Request …
//	type <Name>Request struct {
//		Scope string
//		Filter wire.Optional[string]
//		Body wire.Object[Budget]
//		Extra rest.Extra
//	}
func requestDecl(op *ir.Operation) *jen.Statement {
	name := op.Name + "Request"
	return comment(requestDoc(name, op)...).Type().Id(name).StructFunc(func(g *jen.Group) {
		for _, p := range forReading(op.Params) {
			g.Add(paramDoc(p)).Id(p.Name).Add(paramType(p))
		}
		if op.Body != nil {
			g.Add(fieldDoc(op.Body.Doc, op.Body.Required)).Id("Body").Add(memberType(op.Body.Value))
		}
		g.Add(indentedComment(96, "Extra keeps unknown query parameters and headers, and values that do not fit.")).
			Id("Extra").Qual(restPath, "Extra")
	}).Line()
}

// forReading orders parameters as a reader wants them: those of the path, then the others, the api-version last.
func forReading(params []*ir.Param) []*ir.Param {
	rank := func(p *ir.Param) int {
		switch {
		case p.APIVersion:
			return 2
		case p.In != "path":
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(params), func(a, b *ir.Param) int { return rank(a) - rank(b) })
}

func requestDoc(name string, op *ir.Operation) []string {
	what := singleLine(op.Doc.Title)
	text := singleLine(op.Doc.Text)
	if what == "" {
		what, text = text, ""
	}
	first := name + " asks for " + op.ID
	if what != "" {
		first += ": " + lowerFirst(what)
	}
	paragraphs := []string{closed(first), text, fmt.Sprintf("Spec: %s %s", op.Method, op.Path)}
	if g := op.Group; g != nil && g.Agreements != nil {
		paragraphs = append(paragraphs, "Agreements: "+strings.Join(g.Agreements, ", ")+". "+g.Note)
	}
	if op.LongRunning {
		paragraphs = append(paragraphs, "Long-running: the answer may come before the work is done.")
	}
	if op.Doc.Deprecated {
		paragraphs = append(paragraphs, "Deprecated: the document marks it so.")
	}
	return paragraphs
}

// paramDoc says where a parameter travels when its field does not show it.
func paramDoc(p *ir.Param) *jen.Statement {
	d := p.Doc
	if p.APIVersion {
		d.Text = "APIVersion is sent as the package's unless set; null sends none."
		return fieldDoc(d, false)
	}
	where := map[string]string{"path": "Path parameter", "query": "Query parameter", "header": "Header"}[p.In]
	d.Notes = append([]string{fmt.Sprintf("%s %s.", where, p.Wire)}, d.Notes...)
	if p.Default != "" {
		d.Notes = append(d.Notes, "Default: "+p.Default+".")
	}
	return fieldDoc(d, p.Required && p.In != "path")
}

// paramType is the Go type of a parameter. A path always has its parameters, so those are plain values.
func paramType(p *ir.Param) *jen.Statement {
	t := paramValue(p)
	if p.In == "path" {
		return goType(t)
	}
	return jen.Qual(wirePath, "Optional").Types(goType(t))
}

// paramValue is the type that a parameter's text is read as; what has no form in a URL stays text.
func paramValue(p *ir.Param) ir.Type {
	if p.APIVersion {
		return ir.String
	}
	switch t := p.Value.Type.(type) {
	case ir.Builtin:
		if t != ir.Raw {
			return t
		}
	case ir.Named:
		if _, enum := t.Decl.(*ir.Enum); enum {
			return t
		}
	case ir.List:
		if elem := paramValue(&ir.Param{Value: t.Elem}); p.In != "path" {
			if _, nested := elem.(ir.List); !nested {
				return ir.List{Elem: ir.Value{Type: elem}}
			}
		}
	}
	return ir.String
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
	name := op.Name + "Request"
	receiver := jen.Id("r").Op("*").Id(name)
	r := func() *jen.Statement { return jen.Id("r") }
	s := comment(fmt.Sprintf("Parse%s reads a request of %s back; see [rest.Parse].", name, op.ID))
	s.Func().Id("Parse"+name).Params(jen.Id("req").Op("*").Qual("net/http", "Request")).Params(jen.Op("*").Id(name), jen.Error()).
		Block(
			r().Op(":=").New(jen.Id(name)),
			jen.If(jen.Err().Op(":=").Qual(restPath, "Parse").Call(jen.Id("req"), r()), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			jen.Return(r(), jen.Nil()),
		).Line().Line()
	s.Add(comment("Operation is the operation that the request asks for."))
	s.Func().Params(receiver).Id("Operation").Params().Op("*").Qual(restPath, "Operation").
		Block(jen.Return(jen.Op("&").Id("table").Dot("Operations").Index(jen.Id("op" + op.Name)))).Line().Line()
	s.Add(comment("HTTPRequest builds the request against an endpoint such as [rest.PublicCloud]; see [rest.Build]."))
	s.Func().Params(receiver).Id("HTTPRequest").Params(callParams()...).Params(jen.Op("*").Qual("net/http", "Request"), jen.Error()).
		Block(jen.Return(jen.Qual(restPath, "Build").Call(jen.Id("ctx"), jen.Id("endpoint"), r(), jen.Id("opts").Op("...")))).Line().Line()
	s.Add(comment("ReadReply reads the response and closes its body. A failure is a [*rest.ResponseError]."))
	s.Func().Params(receiver).Id("ReadReply").Params(jen.Id("resp").Op("*").Qual("net/http", "Response")).
		Params(jen.Op("*").Qual(restPath, "Reply").Types(replyType(op)), jen.Error()).
		Block(jen.Return(jen.Qual(restPath, "ReadReply").Types(replyType(op)).Call(jen.Id("resp"), r().Dot("Operation").Call()))).Line().Line()
	s.Add(comment("Validate checks the request against the document and returns every violation, or nil."))
	s.Func().Params(receiver).Id("Validate").Params(jen.Id("opts").Op("...").Qual(wirePath, "ValidateOption")).Error().
		Block(jen.Return(jen.Qual(restPath, "Validate").Call(r(), jen.Id("opts").Op("...")))).Line().Line()
	s.Add(comment("Equal reports whether two requests ask for the same."))
	s.Func().Params(receiver).Id("Equal").Params(jen.Id("other").Op("*").Id(name)).Bool().
		Block(jen.Return(jen.Qual(restPath, "Equal").Call(r(), jen.Id("other")))).Line()
	return s
}

// callParams are the parameters of a method that builds requests.
func callParams(more ...jen.Code) []jen.Code {
	params := []jen.Code{jen.Id("ctx").Qual("context", "Context"), jen.Id("endpoint").String()}
	params = append(params, more...)
	return append(params, jen.Id("opts").Op("...").Qual(restPath, "Option"))
}

// eachParam renders
//
//	func (r *<Name>Request) EachParam(c *rest.Codec) {
//		c.Extra(&r.Extra)
//		rest.Path(c, "scope", &r.Scope, rest.Text{})
//		…
//	}
func eachParam(op *ir.Operation) *jen.Statement {
	return comment("EachParam is for package rest, not for users: it shows c the parameters in order.").
		Func().Params(jen.Id("r").Op("*").Id(op.Name + "Request")).Id("EachParam").Params(jen.Id("c").Op("*").Qual(restPath, "Codec")).
		BlockFunc(func(g *jen.Group) {
			g.Id("c").Dot("Extra").Call(jen.Op("&").Id("r").Dot("Extra"))
			for _, p := range op.Params {
				g.Add(visitParam(p))
			}
			if op.Body == nil {
				return
			}
			body := jen.Op("&").Id("r").Dot("Body")
			if asStruct(op.Body.Value.Type) != nil {
				g.Qual(restPath, "Object").Call(jen.Id("c"), body)
			} else {
				g.Qual(restPath, "Body").Call(jen.Id("c"), body, decoder(op.Body.Value.Type, true))
			}
		}).Line()
}

func visitParam(p *ir.Param) *jen.Statement {
	field := jen.Op("&").Id("r").Dot(p.Name)
	if p.APIVersion {
		return jen.Id("c").Dot("APIVersion").Call(field)
	}
	visit, t := "Value", paramValue(p)
	if list, ok := t.(ir.List); ok {
		visit, t = "List", list.Elem.Type
	} else if p.In == "path" {
		visit = "Path"
	}
	return jen.Qual(restPath, visit).Call(jen.Id("c"), jen.Lit(p.Wire), field, paramItem(t))
}

// paramItem renders how a parameter's value is written.
func paramItem(t ir.Type) *jen.Statement {
	if b, ok := t.(ir.Builtin); ok {
		word := builtinWord(b)
		if b == ir.String {
			word = "Text"
		}
		return jen.Qual(restPath, word).Values()
	}
	return jen.Qual(restPath, "Enum").Types(goType(t)).Values()
}

// pageMethods renders the iterators of a pageable operation; nil when its answer has no list or no link to a next page.
//
//	func (r *<Name>Request) Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.Option) iter.Seq2[*<T>, error]
//	func (r *<Name>Request) Items(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.Option) iter.Seq2[*<Elem>, error]
func pageMethods(op *ir.Operation) *jen.Statement {
	page, next := pageOf(op)
	if next == nil {
		return nil
	}
	elem := asComposite(page.Stream.Value.Type.(ir.List).Elem.Type)
	receiver := jen.Id("r").Op("*").Id(op.Name + "Request")
	params := callParams(jen.Id("send").Qual(restPath, "Sender"))
	link := jen.Func().Params(jen.Id("page").Op("*").Id(page.Name)).String().
		Block(jen.Return(jen.Id("page").Dot(next.Name).Dot("OrZero").Call()))
	call := func(fn string, more ...jen.Code) *jen.Statement {
		args := []jen.Code{jen.Id("ctx"), jen.Id("endpoint"), jen.Id("r"), jen.Id("send")}
		return jen.Qual(restPath, fn).Call(append(append(args, more...), link, jen.Id("opts").Op("..."))...)
	}
	s := comment("Pages yields the pages of the list, following the links between them; see [rest.Pages].")
	s.Func().Params(receiver).Id("Pages").Params(params...).Qual("iter", "Seq2").Types(jen.Op("*").Id(page.Name), jen.Error()).
		Block(jen.Return(call("Pages"))).Line().Line()
	s.Add(comment("Items yields the items of all pages as they arrive; see [rest.Items]."))
	s.Func().Params(receiver).Id("Items").Params(params...).Qual("iter", "Seq2").Types(jen.Op("*").Id(elem), jen.Error()).
		Block(jen.Return(call("Items", jen.Id("Stream"+page.Name)))).Line()
	return s
}

// pageOf returns the page type of a pageable operation and its member that links to the next.
func pageOf(op *ir.Operation) (*ir.Struct, *ir.Field) {
	if op.NextLink == "" || op.Item == "" {
		return nil, nil
	}
	for _, r := range op.Responses {
		if r.Error || r.Value == nil || asStruct(r.Value.Type) == nil || asComposite(r.Value.Type) != replyName(op) {
			continue
		}
		page := asStruct(r.Value.Type)
		if page.Stream == nil || page.Stream.Wire != op.Item {
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

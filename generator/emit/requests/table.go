package requests

import (
	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// operationTable renders operation_table.go:
//
//	func Operations() *rest.Table { return &table }
//	func MatchOperation(req *http.Request) (*rest.Operation, error) { return table.Match(req) }
//	func ParseRequest(req *http.Request) (rest.Request, error) { return table.Parse(req) }
//	const ( op<Name> = iota … )
//	var groups = []rest.Group{ … }
//	var table = rest.Table{ … }
func operationTable(f *jen.File, pkg *ir.Package) {
	request := jen.Id("req").Op("*").Qual("net/http", "Request")
	f.Add(gogen.Comment("Operations returns the table of operations: ids, paths, parameters, responses, and the agreement types that"+
		" support each group, where the document says so.")).
		Func().Id("Operations").Params().Op("*").Qual(gogen.RestPath, "Table").Block(jen.Return(jen.Op("&").Id("table"))).Line()
	f.Add(gogen.Comment("MatchOperation finds the operation of a request; see [rest.Table.Match].")).
		Func().Id("MatchOperation").Params(request).Params(jen.Op("*").Qual(gogen.RestPath, "Operation"), jen.Error()).
		Block(jen.Return(jen.Id("table").Dot("Match").Call(jen.Id("req")))).Line()
	f.Add(gogen.Comment("ParseRequest finds the operation of a request and reads the request; see [rest.Table.Parse].")).
		Func().Id("ParseRequest").Params(request).Params(jen.Qual(gogen.RestPath, "Request"), jen.Error()).
		Block(jen.Return(jen.Id("table").Dot("Parse").Call(jen.Id("req")))).Line()

	gogen.Positions(f, "Positions in the table of operations.", len(pkg.Operations), func(i int) string { return pkg.Operations[i].Position })
	gogen.Positions(f, "Positions among the groups.", len(pkg.Groups), func(i int) string { return pkg.Groups[i].Position })
	// An array whose elements' addresses are known to the linker: a slice of it, or one expression that is not constant,
	// would fill the table at start, and then every program had all request types in it.
	f.Var().Id("groups").Op("=").Index(jen.Op("...")).Qual(gogen.RestPath, "Group").CustomFunc(gogen.Multiline, func(g *jen.Group) {
		for _, group := range pkg.Groups {
			g.Id(group.Position).Op(":").Values(groupFields(group)...)
		}
	}).Line()
	f.Var().Id("table").Op("=").Qual(gogen.RestPath, "Table").Custom(gogen.Multiline,
		jen.Id("APIVersion").Op(":").Id("APIVersion"),
		jen.Id("Model").Op(":").Op("&").Id("model"),
		jen.Id("Groups").Op(":").Index().Op("*").Qual(gogen.RestPath, "Group").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, group := range pkg.Groups {
				g.Op("&").Id("groups").Index(jen.Id(group.Position))
			}
		}),
		jen.Id("Operations").Op(":").Index().Qual(gogen.RestPath, "Operation").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, op := range pkg.Operations {
				g.Id(op.Position).Op(":").Custom(gogen.Multiline, operationFields(op)...)
			}
		}),
	).Line()
	messages(f, pkg.Operations)
}

// messages renders, once for each type that a response's body decodes into,
//
//	func new<T>() rest.Message { return new(<T>) }
func messages(f *jen.File, operations []*ir.Operation) {
	done := map[ir.Object]bool{}
	for _, op := range operations {
		for _, r := range op.Responses {
			if r.Value == nil {
				continue
			}
			o := ir.ObjectOf(r.Value.Type)
			if o == nil || done[o] {
				continue
			}
			done[o] = true
			f.Func().Id(o.Functions().Message).Params().Qual(gogen.RestPath, "Message").
				Block(jen.Return(jen.New(jen.Id(o.Common().Name))))
		}
	}
}

func groupFields(group *ir.Group) gogen.Fields {
	var parts gogen.Fields
	parts.Add("Name", jen.Lit(group.Wire))
	if group.Agreements != nil {
		parts.Add("Agreements", texts(group.Agreements))
	}
	if group.Note != "" {
		parts.Add("Note", jen.Lit(group.Note))
	}
	return parts
}

func texts(list []string) *jen.Statement {
	return jen.Index().String().ValuesFunc(func(g *jen.Group) {
		for _, t := range list {
			g.Lit(t)
		}
	})
}

func operationFields(op *ir.Operation) gogen.Fields {
	var parts gogen.Fields
	parts.Add("ID", jen.Lit(op.ID))
	if op.Group != nil {
		parts.Add("Group", jen.Op("&").Id("groups").Index(jen.Id(op.Group.Position)))
	}
	parts.Add("Method", jen.Lit(op.Method))
	parts.Add("Path", jen.Lit(op.Path))
	parts.Add("APIVersion", jen.Id("APIVersion"))
	parts.Flag("Deprecated", op.Doc.Deprecated)
	if len(op.Params) > 0 {
		parts.Add("Params", jen.Index().Qual(gogen.RestPath, "Param").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, p := range op.Params {
				g.Values(paramFields(p)...)
			}
		}))
	}
	if op.Body != nil {
		var body gogen.Fields
		body.Flag("Required", op.Body.Required)
		body.Text("MediaType", op.Body.MediaType)
		body.Add("Schema", gogen.Schema(op.Body.Value))
		parts.Add("Body", jen.Op("&").Qual(gogen.RestPath, "Content").Values(body...))
	}
	if len(op.Responses) > 0 {
		parts.Add("Responses", jen.Index().Qual(gogen.RestPath, "Response").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, r := range op.Responses {
				g.Values(responseFields(r)...)
			}
		}))
	}
	parts.Text("NextLink", op.NextLink)
	parts.Text("Item", op.Item)
	parts.Flag("LongRunning", op.LongRunning)
	parts.Text("FinalState", op.FinalState)
	parts.Add("Model", jen.Op("&").Id("model"))
	parts.Add("New", jen.Func().Params().Qual(gogen.RestPath, "Request").Block(jen.Return(jen.New(jen.Id(op.Request)))))
	return parts
}

func paramFields(p *ir.Param) gogen.Fields {
	var parts gogen.Fields
	parts.Add("Name", jen.Lit(p.Wire))
	parts.Add("In", jen.Qual(gogen.RestPath, map[string]string{"path": "InPath", "query": "InQuery", "header": "InHeader"}[p.In]))
	parts.Flag("Required", p.Required)
	parts.Flag("Slashes", spansSegments(p))
	parts.Text("Collection", p.Collection)
	parts.Flag("APIVersion", p.APIVersion)
	parts.Add("Schema", gogen.Schema(p.Value))
	return parts
}

// spansSegments tells a path parameter whose slashes stay: one marked x-ms-skip-url-encoding, or a scope, which is a
// resource id whether the document marks it or not.
func spansSegments(p *ir.Param) bool {
	return p.In == "path" && (p.SkipURLEncoding || p.Wire == "scope")
}

func responseFields(r *ir.Response) gogen.Fields {
	var parts gogen.Fields
	parts.Add("Status", jen.Lit(r.Status))
	parts.Flag("Error", r.Error)
	if r.Value != nil {
		parts.Add("New", newMessage(r.Value.Type))
		parts.Add("Schema", gogen.Schema(*r.Value))
	}
	return parts
}

// newMessage renders the function that makes a body to decode into: an object or union itself, anything else as an
// optional value.
func newMessage(t ir.Type) *jen.Statement {
	if o := ir.ObjectOf(t); o != nil {
		return jen.Id(o.Functions().Message)
	}
	return jen.Func().Params().Qual(gogen.RestPath, "Message").Block(
		jen.Return(jen.New(jen.Qual(gogen.WirePath, "Optional").Types(gogen.Type(t)))),
	)
}

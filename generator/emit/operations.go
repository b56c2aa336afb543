package emit

import (
	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// restPath is the import path of the package that request types lean on.
const restPath = wirePath + "/rest"

// operationTable renders operation_table.go:
//
//	func Operations() *rest.Table { return &table }
//	func MatchOperation(req *http.Request) (*rest.Operation, error) { return table.Match(req) }
//	func ParseRequest(req *http.Request) (rest.Request, error) { return table.Parse(req) }
//	const ( op<Name> = iota … )
//	var groups = []rest.Group{ … }
//	var table = rest.Table{ … }
func (e *emitter) operationTable(f *jen.File) {
	request := jen.Id("req").Op("*").Qual("net/http", "Request")
	f.Add(comment("Operations is the table of the operations: ids, paths, parameters, responses, and the agreement types that"+
		" support each group, where the document says so.")).
		Func().Id("Operations").Params().Op("*").Qual(restPath, "Table").Block(jen.Return(jen.Op("&").Id("table"))).Line()
	f.Add(comment("MatchOperation finds the operation that a request asks for; see [rest.Table.Match].")).
		Func().Id("MatchOperation").Params(request).Params(jen.Op("*").Qual(restPath, "Operation"), jen.Error()).
		Block(jen.Return(jen.Id("table").Dot("Match").Call(jen.Id("req")))).Line()
	f.Add(comment("ParseRequest finds the operation that a request asks for and reads the request; see [rest.Table.Parse].")).
		Func().Id("ParseRequest").Params(request).Params(jen.Qual(restPath, "Request"), jen.Error()).
		Block(jen.Return(jen.Id("table").Dot("Parse").Call(jen.Id("req")))).Line()

	positions(f, "Positions in the table of operations.", len(e.pkg.Operations), func(i int) string { return "op" + e.pkg.Operations[i].Name })
	positions(f, "Positions among the groups.", len(e.pkg.Groups), func(i int) string { return "group" + e.pkg.Groups[i].Name })
	// An array whose elements' addresses are known to the linker: a slice of it, or one expression that is not constant,
	// would fill the table at start, and then every program had all request types in it.
	f.Var().Id("groups").Op("=").Index(jen.Op("...")).Qual(restPath, "Group").CustomFunc(multiline, func(g *jen.Group) {
		for _, group := range e.pkg.Groups {
			g.Id("group" + group.Name).Op(":").Values(groupFields(group)...)
		}
	}).Line()
	f.Var().Id("table").Op("=").Qual(restPath, "Table").Custom(multiline,
		jen.Id("APIVersion").Op(":").Id("APIVersion"),
		jen.Id("Model").Op(":").Op("&").Id("model"),
		jen.Id("Groups").Op(":").Index().Op("*").Qual(restPath, "Group").CustomFunc(multiline, func(g *jen.Group) {
			for _, group := range e.pkg.Groups {
				g.Op("&").Id("groups").Index(jen.Id("group" + group.Name))
			}
		}),
		jen.Id("Operations").Op(":").Index().Qual(restPath, "Operation").CustomFunc(multiline, func(g *jen.Group) {
			for _, op := range e.pkg.Operations {
				g.Id("op"+op.Name).Op(":").Custom(multiline, operationFields(op)...)
			}
		}),
	).Line()
	e.messages(f)
}

// messages renders, once for each type that a response's body decodes into,
//
//	func new<T>() rest.Message { return new(<T>) }
func (e *emitter) messages(f *jen.File) {
	done := map[string]bool{}
	for _, op := range e.pkg.Operations {
		for _, r := range op.Responses {
			if r.Value == nil {
				continue
			}
			name := asComposite(r.Value.Type)
			if name == "" || done[name] {
				continue
			}
			done[name] = true
			f.Func().Id("new"+name).Params().Qual(restPath, "Message").Block(jen.Return(jen.New(jen.Id(name))))
		}
	}
}

// positions renders a block of iota constants.
func positions(f *jen.File, doc string, n int, name func(int) string) {
	if n == 0 {
		return
	}
	f.Add(comment(doc)).Const().DefsFunc(func(g *jen.Group) {
		for i := range n {
			id := g.Id(name(i))
			if i == 0 {
				id.Op("=").Iota()
			}
		}
	}).Line()
}

func groupFields(group *ir.Group) literalFields {
	var parts literalFields
	parts.add("Name", jen.Lit(group.Wire))
	if group.Agreements != nil {
		parts.add("Agreements", texts(group.Agreements))
	}
	if group.Note != "" {
		parts.add("Note", jen.Lit(group.Note))
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

func operationFields(op *ir.Operation) literalFields {
	var parts literalFields
	parts.add("ID", jen.Lit(op.ID))
	if op.Group != nil {
		parts.add("Group", jen.Op("&").Id("groups").Index(jen.Id("group"+op.Group.Name)))
	}
	parts.add("Method", jen.Lit(op.Method))
	parts.add("Path", jen.Lit(op.Path))
	parts.add("APIVersion", jen.Id("APIVersion"))
	parts.flag("Deprecated", op.Doc.Deprecated)
	if len(op.Params) > 0 {
		parts.add("Params", jen.Index().Qual(restPath, "Param").CustomFunc(multiline, func(g *jen.Group) {
			for _, p := range op.Params {
				g.Values(paramFields(p)...)
			}
		}))
	}
	if op.Body != nil {
		var body literalFields
		body.flag("Required", op.Body.Required)
		body.text("MediaType", op.Body.MediaType)
		body.add("Schema", schemaLiteral(op.Body.Value))
		parts.add("Body", jen.Op("&").Qual(restPath, "Content").Values(body...))
	}
	if len(op.Responses) > 0 {
		parts.add("Responses", jen.Index().Qual(restPath, "Response").CustomFunc(multiline, func(g *jen.Group) {
			for _, r := range op.Responses {
				g.Values(responseFields(r)...)
			}
		}))
	}
	parts.text("NextLink", op.NextLink)
	parts.text("Item", op.Item)
	parts.flag("LongRunning", op.LongRunning)
	parts.text("FinalState", op.FinalState)
	parts.add("Model", jen.Op("&").Id("model"))
	parts.add("New", jen.Func().Params().Qual(restPath, "Request").Block(jen.Return(jen.New(jen.Id(op.Name+"Request")))))
	return parts
}

func paramFields(p *ir.Param) literalFields {
	var parts literalFields
	parts.add("Name", jen.Lit(p.Wire))
	parts.add("In", jen.Qual(restPath, map[string]string{"path": "InPath", "query": "InQuery", "header": "InHeader"}[p.In]))
	parts.flag("Required", p.Required)
	parts.flag("Slashes", spansSegments(p))
	parts.text("Collection", p.Collection)
	parts.flag("APIVersion", p.APIVersion)
	parts.add("Schema", schemaLiteral(p.Value))
	return parts
}

// spansSegments tells a path parameter whose slashes stay: one marked x-ms-skip-url-encoding, or a scope, which is a
// resource id whether the document marks it or not.
func spansSegments(p *ir.Param) bool {
	return p.In == "path" && (p.SkipURLEncoding || p.Wire == "scope")
}

func responseFields(r *ir.Response) literalFields {
	var parts literalFields
	parts.add("Status", jen.Lit(r.Status))
	parts.flag("Error", r.Error)
	if r.Value != nil {
		parts.add("New", newMessage(r.Value.Type))
		parts.add("Schema", schemaLiteral(*r.Value))
	}
	return parts
}

// newMessage renders the function that makes a body to decode into: an object or union itself, anything else as an
// optional value.
func newMessage(t ir.Type) *jen.Statement {
	if name := asComposite(t); name != "" {
		return jen.Id("new" + name)
	}
	return jen.Func().Params().Qual(restPath, "Message").Block(
		jen.Return(jen.New(jen.Qual(wirePath, "Optional").Types(goType(t)))),
	)
}

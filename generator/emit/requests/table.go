package requests

import (
	"strings"

	"github.com/azbill/azbill/generator/emit/internal/gogen"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/table"
	"github.com/azbill/azbill/internal/mediatype"
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
	if hasEndpoint(pkg) {
		f.Add(endpointVar(pkg))
	}
	f.Var().Id("table").Op("=").Qual(gogen.RestPath, "Table").Custom(gogen.Multiline, tableFields(pkg)...).Line()
	messages(f, pkg.Operations)
}

// messages renders, once for each type that a response's body decodes into,
//
//	func new<T>() rest.Message { return new(<T>) }
func messages(f *jen.File, operations []*ir.Operation) {
	done := map[ir.Object]bool{}
	for _, op := range operations {
		for _, v := range bodies(op) {
			o := ir.ObjectOf(v.Type)
			if o == nil || done[o] {
				continue
			}
			done[o] = true
			f.Func().Id(o.Functions().Message).Params().Qual(gogen.RestPath, "Message").
				Block(jen.Return(jen.New(jen.Id(o.Common().Name))))
		}
	}
}

// bodies lists the values that replies of an operation decode into.
func bodies(op *ir.Operation) []*ir.Value {
	var out []*ir.Value
	for _, r := range op.Responses {
		if r.Value != nil {
			out = append(out, r.Value)
		}
	}
	if op.LongRunning != nil && op.LongRunning.Final != nil {
		out = append(out, op.LongRunning.Final)
	}
	return out
}

func tableFields(pkg *ir.Package) gogen.Fields {
	var parts gogen.Fields
	parts.Add("APIVersion", jen.Id("APIVersion"))
	parts.Add("Model", jen.Op("&").Id("model"))
	if hasEndpoint(pkg) {
		parts.Add("Endpoint", jen.Op("&").Id("endpoint"))
	}
	parts.Add("Groups", jen.Index().Op("*").Qual(gogen.RestPath, "Group").CustomFunc(gogen.Multiline, func(g *jen.Group) {
		for _, group := range pkg.Groups {
			g.Op("&").Id("groups").Index(jen.Id(group.Position))
		}
	}))
	parts.Add("Operations", jen.Index().Qual(gogen.RestPath, "Operation").CustomFunc(gogen.Multiline, func(g *jen.Group) {
		for _, op := range pkg.Operations {
			g.Id(op.Position).Op(":").Custom(gogen.Multiline, operationFields(op, pkg)...)
		}
	}))
	return parts
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

func operationFields(op *ir.Operation, pkg *ir.Package) gogen.Fields {
	var parts gogen.Fields
	parts.Add("ID", jen.Lit(op.ID))
	if op.Group != nil {
		parts.Add("Group", jen.Op("&").Id("groups").Index(jen.Id(op.Group.Position)))
	}
	parts.Add("Method", jen.Lit(op.Method))
	parts.Add("Path", jen.Lit(op.Path))
	if op.APIVersion == pkg.APIVersion {
		parts.Add("APIVersion", jen.Id("APIVersion"))
	} else {
		parts.Add("APIVersion", jen.Lit(op.APIVersion))
	}
	parts.Flag("Deprecated", op.Doc.Deprecated)
	if hasEndpoint(pkg) {
		parts.Add("Endpoint", jen.Op("&").Id("endpoint"))
	}
	if len(op.Params) > 0 {
		parts.Add("Params", jen.Index().Qual(gogen.RestPath, "Param").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, p := range op.Params {
				g.Values(paramFields(p)...)
			}
		}))
	}
	if op.Body != nil {
		parts.Add("Body", jen.Op("&").Qual(gogen.RestPath, "Content").Values(bodyFields(op.Body)...))
	}
	if accept := strings.Join(op.Accept, ", "); accept != mediatype.JSON {
		parts.Text("Accept", accept)
	}
	if len(op.Responses) > 0 {
		parts.Add("Responses", jen.Index().Qual(gogen.RestPath, "Response").CustomFunc(gogen.Multiline, func(g *jen.Group) {
			for _, r := range op.Responses {
				g.Values(responseFields(r)...)
			}
		}))
	}
	if op.Pager != nil {
		parts.Add("Pager", jen.Op("&").Qual(gogen.RestPath, "Pager").Values(pagerFields(op.Pager)...))
	}
	if op.LongRunning != nil {
		parts.Add("LongRunning", jen.Op("&").Qual(gogen.RestPath, "LongRunning").Values(longRunningFields(op.LongRunning)...))
	}
	parts.Add("Model", jen.Op("&").Id("model"))
	parts.Add("New", jen.Func().Params().Qual(gogen.RestPath, "Request").Block(jen.Return(jen.New(jen.Id(op.Request)))))
	parts.Add("Visit", visit(op))
	return parts
}

// hasEndpoint reports whether the document says more of its endpoint than a host.
func hasEndpoint(pkg *ir.Package) bool {
	return pkg.BasePath != "" || pkg.HostURL != "" || len(pkg.APIKeys) > 0
}

// endpointVar renders
//
//	var endpoint = rest.Endpoint{ … }
func endpointVar(pkg *ir.Package) *jen.Statement {
	var parts gogen.Fields
	parts.Text("BasePath", pkg.BasePath)
	parts.Text("Template", pkg.HostURL)
	if len(pkg.APIKeys) > 0 {
		parts.Add("Keys", jen.Index().Qual(gogen.RestPath, "Key").ValuesFunc(func(g *jen.Group) {
			for _, k := range pkg.APIKeys {
				g.Values(jen.Id("Name").Op(":").Lit(k.Wire), jen.Id("In").Op(":").Add(inConstant(k.In)))
			}
		}))
	}
	return jen.Var().Id("endpoint").Op("=").Qual(gogen.RestPath, "Endpoint").Values(parts...).Line()
}

// inConstant renders the constant of package rest for the place of a parameter.
func inConstant(in string) *jen.Statement {
	return jen.Qual(gogen.RestPath, map[string]string{
		ir.InPath: "InPath", ir.InQuery: "InQuery", ir.InHeader: "InHeader", ir.InCookie: "InCookie", ir.InForm: "InForm", ir.InHost: "InHost",
	}[in])
}

func paramFields(p *ir.Param) gogen.Fields {
	var parts gogen.Fields
	parts.Add("Name", jen.Lit(p.Wire))
	parts.Add("In", inConstant(p.In))
	parts.Flag("Required", p.Required)
	parts.Flag("Slashes", p.Slashes)
	if style := styleConstant(p); style != "" {
		parts.Add("Style", jen.Qual(gogen.RestPath, style))
	}
	parts.Flag("Explode", p.Explode && p.Shape != ir.ShapeScalar && p.Shape != ir.ShapeFile)
	if p.ItemStyle != "" {
		parts.Add("ItemStyle", jen.Qual(gogen.RestPath, styles[p.ItemStyle]))
	}
	parts.Text("MediaType", p.MediaType)
	parts.Flag("APIVersion", p.APIVersion)
	parts.Flag("Client", p.Client)
	parts.Flag("Secret", p.Secret)
	parts.Text("Default", p.Default)
	if p.Limit != nil {
		parts.Text("Unsupported", table.LimitText(p.Limit))
	}
	parts.Add("Schema", gogen.Schema(p.Value))
	return parts
}

// styles are the constants of package rest for the styles of parameters.
var styles = map[string]string{
	"simple": "StyleSimple", "label": "StyleLabel", "matrix": "StyleMatrix", "form": "StyleForm", "spaceDelimited": "StyleSpaceDelimited",
	"pipeDelimited": "StylePipeDelimited", "tabDelimited": "StyleTabDelimited", "deepObject": "StyleDeepObject", "content": "StyleContent",
}

// styleConstant names the style of a parameter; empty where it is the usual one of its place.
func styleConstant(p *ir.Param) string {
	usual := "form"
	if p.In == ir.InPath || p.In == ir.InHeader || p.In == ir.InHost {
		usual = "simple"
	}
	switch {
	case p.Limit != nil && p.Limit.Kind != ir.MemberUndefined:
		return "StyleNone"
	case p.Style == usual, p.Shape == ir.ShapeFile, p.Shape == ir.ShapeFiles, p.In == ir.InHost:
		return ""
	}
	return styles[p.Style]
}

// formatConstant renders the constant of package rest for a format.
func formatConstant(f ir.Format) *jen.Statement {
	return jen.Qual(gogen.RestPath, [...]string{
		ir.NoBody: "FormatNone", ir.JSON: "FormatJSON", ir.Text: "FormatText", ir.Binary: "FormatBinary", ir.Form: "FormatForm", ir.Multipart: "FormatMultipart",
	}[f])
}

func bodyFields(b *ir.Body) gogen.Fields {
	var parts gogen.Fields
	parts.Flag("Required", b.Required)
	parts.Add("Format", formatConstant(b.Format))
	parts.Text("MediaType", b.MediaType)
	if len(b.MediaTypes) > 1 {
		parts.Add("MediaTypes", texts(b.MediaTypes))
	}
	if b.Limit != nil {
		parts.Text("Raw", table.LimitText(b.Limit))
	}
	if b.Format == ir.JSON {
		parts.Add("Schema", gogen.Schema(b.Value))
	}
	return parts
}

func responseFields(r *ir.Response) gogen.Fields {
	var parts gogen.Fields
	parts.Add("Status", jen.Lit(r.Status))
	parts.Flag("Error", r.Error)
	if r.Format != ir.NoBody {
		parts.Add("Format", formatConstant(r.Format))
	}
	if len(r.MediaTypes) > 1 || len(r.MediaTypes) == 1 && r.MediaTypes[0] != mediatype.JSON {
		parts.Add("MediaTypes", texts(r.MediaTypes))
	}
	if len(r.Headers) > 0 {
		parts.Add("Headers", jen.Index().Qual(gogen.RestPath, "Header").ValuesFunc(func(g *jen.Group) {
			for _, h := range r.Headers {
				g.Values(jen.Id("Name").Op(":").Lit(h.Wire), jen.Id("Schema").Op(":").Add(gogen.Schema(h.Value)))
			}
		}))
	}
	if r.Limit != nil {
		parts.Text("Raw", table.LimitText(r.Limit))
	}
	if r.Value != nil {
		parts.Add("New", newMessage(r.Value.Type))
		parts.Add("Schema", gogen.Schema(*r.Value))
	}
	return parts
}

func pagerFields(p *ir.Pager) gogen.Fields {
	var parts gogen.Fields
	parts.Add("Verb", jen.Lit(p.Verb))
	parts.Text("NextLink", p.NextLink)
	parts.Text("Items", p.Items)
	parts.Text("Operation", p.Operation)
	if p.Limit != nil {
		parts.Text("Unsupported", table.LimitText(p.Limit))
	}
	return parts
}

func longRunningFields(l *ir.LongRunning) gogen.Fields {
	var parts gogen.Fields
	parts.Text("FinalState", l.FinalState)
	parts.Text("Monitor", l.Monitor)
	if l.Final != nil {
		parts.Add("New", newMessage(l.Final.Type))
		parts.Add("Schema", gogen.Schema(*l.Final))
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

// visit renders the function that shows the parameters of a request of the operation:
//
//	func(r rest.Request, c *rest.Codec) bool {
//		x, ok := r.(*<Name>Request)
//		if ok {
//			x.eachParam(c)
//		}
//		return ok
//	}
func visit(op *ir.Operation) *jen.Statement {
	x, ok := jen.Id("x"), jen.Id("ok")
	return jen.Func().Params(jen.Id("r").Qual(gogen.RestPath, "Request"), jen.Id("c").Op("*").Qual(gogen.RestPath, "Codec")).Bool().Block(
		jen.List(x, ok).Op(":=").Id("r").Assert(jen.Op("*").Id(op.Request)),
		jen.If(jen.Add(ok)).Block(jen.Add(x).Dot("eachParam").Call(jen.Id("c"))),
		jen.Return(ok),
	)
}

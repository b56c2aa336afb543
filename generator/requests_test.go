package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/lower"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// everyStyle holds a parameter of each style that OpenAPI defines, for each shape it writes.
const everyStyle = `openapi: 3.0.3
info: {title: styles, version: 2024-08-01}
paths:
  /simple/{s}/{l}/{o}:
    get: {operationId: Path_Simple, parameters: [{$ref: '#/components/parameters/s'}, {$ref: '#/components/parameters/l'}, {name: o, in: path, required: true, explode: true, schema: &o {type: object, properties: {x: {type: integer}, y: {type: string}, z: {type: boolean}}}}], responses: &r {"200": {description: ok}}}
  /label/{s}/{l}/{e}/{o}:
    get: {operationId: Path_Label, parameters: [{name: s, in: path, required: true, style: label, schema: {type: string}}, {name: l, in: path, required: true, style: label, schema: &l {type: array, items: {type: string}}}, {name: e, in: path, required: true, style: label, explode: true, schema: *l}, {name: o, in: path, required: true, style: label, schema: *o}], responses: *r}
  /matrix/{s}/{l}/{e}/{o}/{p}:
    get: {operationId: Path_Matrix, parameters: [{name: s, in: path, required: true, style: matrix, schema: {type: string}}, {name: l, in: path, required: true, style: matrix, schema: *l}, {name: e, in: path, required: true, style: matrix, explode: true, schema: *l}, {name: o, in: path, required: true, style: matrix, schema: *o}, {name: p, in: path, required: true, style: matrix, explode: true, schema: *o}], responses: *r}
  /files('{s}')/{l}.{e}:
    get: {operationId: Path_Shared, parameters: [{name: s, in: path, required: true, schema: {type: string}}, {name: l, in: path, required: true, schema: {type: string}}, {name: e, in: path, required: true, schema: {type: string}}], responses: *r}
  /query:
    get:
      operationId: Query_Form
      parameters:
        - {name: s, in: query, schema: {type: string}}
        - {name: n, in: query, schema: {type: integer, format: int32}}
        - {name: l, in: query, explode: false, schema: *l}
        - {name: e, in: query, schema: *l}
        - {name: sp, in: query, style: spaceDelimited, explode: false, schema: *l}
        - {name: pi, in: query, style: pipeDelimited, explode: false, schema: *l}
        - {name: o, in: query, explode: false, schema: *o}
        - {name: f, in: query, style: deepObject, explode: true, schema: *o}
        - {name: j, in: query, content: {application/json: {schema: *o}}}
        - {name: X-List, in: header, schema: *l}
        - {name: X-Object, in: header, explode: true, schema: *o}
        - {name: session, in: cookie, explode: false, schema: {type: string}}
      responses: *r
  /exploded:
    get: {operationId: Query_Exploded, parameters: [{name: o, in: query, schema: *o}, {name: s, in: query, schema: {type: string}}], responses: *r}
  /body:
    post: {operationId: Body_Post, requestBody: {content: {application/json: {schema: {}}}}, responses: *r}
components:
  parameters:
    s: {name: s, in: path, required: true, schema: {type: string}}
    l: {name: l, in: path, required: true, schema: {type: array, items: {type: string}}}
`

// swaggerStyles holds what Swagger 2.0 has beside that.
const swaggerStyles = `swagger: "2.0"
info: {title: styles, version: 2024-08-01}
host: example.com
paths:
  /{scope}/providers/Microsoft.A/things/{name}:
    get: {operationId: Things_Get, parameters: [{name: scope, in: path, required: true, type: string}, {name: name, in: path, required: true, type: string}, {name: api-version, in: query, required: true, type: string}, {name: t, in: query, type: array, items: {type: string}, collectionFormat: tsv}, {name: m, in: query, type: array, collectionFormat: multi, items: {type: array, items: {type: string}, collectionFormat: pipes}}, {name: c, in: query, type: array, items: {type: array, items: {type: integer}, collectionFormat: ssv}}], responses: {"200": {description: ok}}}
  /{from}/to/{to}/links:
    get: {operationId: Links_Get, parameters: [{name: from, in: path, required: true, type: string, x-ms-skip-url-encoding: true}, {name: to, in: path, required: true, type: string, x-ms-skip-url-encoding: true}], responses: {"200": {description: ok}}}
x-ms-paths:
  /things?comp=list:
    get: {operationId: Things_List, parameters: [{name: comp, in: query, required: true, type: string, enum: [list]}, {name: prefix, in: query, type: string}], responses: {"200": {description: ok}}}
`

// dynamic is a request whose fields are made at run time, one for each parameter.
type dynamic struct {
	op     *rest.Operation
	ir     *ir.Operation
	fields []any
	body   wire.Optional[wire.Raw]
	extra  rest.Extra
}

func newDynamic(op *rest.Operation, from *ir.Operation) *dynamic {
	r := &dynamic{op: op, ir: from, fields: make([]any, len(from.Params))}
	for i, p := range from.Params {
		switch {
		case p.APIVersion:
			r.fields[i] = new(wire.Optional[string])
		case p.Shape == ir.ShapeScalar && p.In == ir.InPath:
			r.fields[i] = new(string)
		case p.Shape == ir.ShapeScalar:
			r.fields[i] = new(wire.Optional[string])
		case p.Shape == ir.ShapeList && p.In == ir.InPath:
			r.fields[i] = new([]string)
		case p.Shape == ir.ShapeList:
			r.fields[i] = new(wire.Optional[[]string])
		case p.Shape == ir.ShapeLists:
			r.fields[i] = new(wire.Optional[[][]string])
		default:
			r.fields[i] = new(wire.Optional[wire.Raw])
		}
	}
	return r
}

func (r *dynamic) Operation() *rest.Operation { return r.op }

func (r *dynamic) visit(c *rest.Codec) {
	c.Extra(&r.extra)
	for i, p := range r.ir.Params {
		switch f := r.fields[i].(type) {
		case *string:
			c.Text(p.Wire).Path(f)
		case *[]string:
			c.Text(p.Wire).PathList(f)
		case *wire.Optional[[]string]:
			c.Text(p.Wire).List(f)
		case *wire.Optional[[][]string]:
			c.Text(p.Wire).Lists(f)
		case *wire.Optional[wire.Raw]:
			rest.MembersOf(c, p.Wire, f, codec.DecodeRaw)
		case *wire.Optional[string]:
			if p.APIVersion {
				c.APIVersion(f)
			} else {
				c.Text(p.Wire).Optional(f)
			}
		}
	}
	if r.op.Body != nil {
		rest.Body(c, &r.body, codec.DecodeRaw)
	}
}

// subject is a document with the table that its operations have.
type subject struct {
	name  string
	doc   *openapi.Document
	pkg   *ir.Package
	table *rest.Table
}

func newSubject(t testing.TB, src openapi.Source) *subject {
	t.Helper()
	var problems diag.List
	doc := openapi.Load(src, &problems)
	if doc == nil {
		t.Fatalf("%s: %v", src.Path, problems.Err())
	}
	s := &subject{name: src.Path, doc: doc, pkg: lower.Package(doc, "doc", 0, &problems)}
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	model := &schema.Model{}
	s.table = &rest.Table{APIVersion: doc.Version, Model: model, Operations: make([]rest.Operation, len(s.pkg.Operations))}
	for i, from := range s.pkg.Operations {
		op := &s.table.Operations[i]
		op.ID, op.Method, op.Path, op.APIVersion, op.Model = from.ID, from.Method, from.Path, from.APIVersion, model
		for _, p := range from.Params {
			op.Params = append(op.Params, paramOf(p, model))
		}
		if from.Body != nil && from.Body.Format == ir.JSON {
			op.Body = &rest.Content{Format: rest.FormatJSON, MediaType: from.Body.MediaType}
		}
		op.New = func() rest.Request { return newDynamic(op, from) }
		op.Visit = func(r rest.Request, c *rest.Codec) bool {
			d, ok := r.(*dynamic)
			if ok {
				d.visit(c)
			}
			return ok
		}
	}
	return s
}

// paramOf is the entry of a parameter in the table, as emission writes it but for its rules.
func paramOf(p *ir.Param, model *schema.Model) rest.Param {
	out := rest.Param{
		Name: p.Wire, In: p.In, Slashes: p.Slashes, Style: p.Style, Explode: p.Explode && p.Shape != ir.ShapeScalar, ItemStyle: p.ItemStyle, APIVersion: p.APIVersion,
	}
	st := ir.StructOf(p.Value.Type)
	if st == nil {
		return out
	}
	object := schema.Type{Name: st.Name}
	for _, f := range st.Fields {
		kind := map[ir.Type]schema.Kind{ir.Int32: schema.KindInt32, ir.Int64: schema.KindInt64, ir.Decimal: schema.KindNumber, ir.Bool: schema.KindBool}[f.Value.Type]
		object.Members = append(object.Members, schema.Member{Name: f.Wire, Schema: schema.Schema{Kind: kind}})
	}
	out.Schema = schema.Schema{Kind: schema.KindRef, Type: len(model.Types)}
	model.Types = append(model.Types, object)
	return out
}

// part is a member of an object parameter.
type part struct{ name, text string }

// value is what a test gives a parameter: one text, several, or members.
type value struct {
	set     bool
	text    string
	list    []string
	lists   [][]string
	members []part
}

// pieces are what random texts are made of.
var pieces = []string{
	"a", "B7", "-", ".", "_", "~", " ", "%", "%2F", "+", "&", "=", ";", ",", "|", "\t", ":", "@", "'", `"`, "#", "?", "$", "(", ")", "*", "!", "é", "𝄞", "\\", "/", "{", "}", "[", "]", "<",
}

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(5) {
		b.WriteString(pieces[rng.IntN(len(pieces))])
	}
	return b.String()
}

func randomValue(rng *rand.Rand, p *ir.Param) value {
	v := value{set: rng.IntN(4) > 0 || p.In == ir.InPath}
	texts := func() []string {
		list := make([]string, rng.IntN(4))
		for i := range list {
			list[i] = randomText(rng)
		}
		return list
	}
	switch p.Shape {
	case ir.ShapeScalar:
		v.text = randomText(rng)
		if p.Slashes {
			v.text = strings.Join(texts(), "/")
		}
	case ir.ShapeList:
		v.list = texts()
	case ir.ShapeLists:
		for range rng.IntN(3) {
			v.lists = append(v.lists, texts())
		}
	default:
		if rng.IntN(3) > 0 {
			v.members = append(v.members, part{"x", strconv.Itoa(rng.IntN(2000) - 1000)})
		}
		if rng.IntN(3) > 0 {
			v.members = append(v.members, part{"y", randomText(rng)})
		}
		if rng.IntN(3) > 0 {
			v.members = append(v.members, part{"z", "true"})
		}
	}
	return v
}

// give sets a field to a value.
func (r *dynamic) give(i int, v value) {
	if !v.set {
		return
	}
	switch f := r.fields[i].(type) {
	case *string:
		*f = v.text
	case *[]string:
		*f = v.list
	case *wire.Optional[string]:
		*f = wire.Some(v.text)
	case *wire.Optional[[]string]:
		*f = wire.Some(v.list)
	case *wire.Optional[[][]string]:
		*f = wire.Some(v.lists)
	case *wire.Optional[wire.Raw]:
		raw, err := wire.ParseRaw([]byte(objectJSON(v.members)))
		if err != nil {
			panic(err)
		}
		*f = wire.Some(raw)
	}
}

func objectJSON(members []part) string {
	parts := make([]string, len(members))
	for i, m := range members {
		text := m.text
		if m.name == "y" {
			quoted, err := json.Marshal(m.text)
			if err != nil {
				panic(err)
			}
			text = string(quoted)
		}
		parts[i] = `"` + m.name + `":` + text
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// What follows encodes requests as RFC 3986, RFC 6570 and the specifications of OpenAPI 3.0 and Swagger 2.0 have it, from
// the document itself, and shares no code with package rest.

// encoded is a request as the oracle has it.
type encoded struct {
	path    string
	query   []string
	header  http.Header
	refused string // why there is no such request; empty: there is one
}

func percent(text, plain string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~"+plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func inPath(text string) string   { return percent(text, "!$&'()*,:=@") }
func inQuery(text string) string  { return percent(text, "!$'()*,/:?@") }
func inCookie(text string) string { return percent(text, "!#$&'()*+,/:<=>?@[]^`{|}") }

// separators of Swagger 2.0's collection formats and OpenAPI 3's styles.
func separatorOf(p *openapi.Parameter) string {
	switch {
	case p.Style == "spaceDelimited":
		return " "
	case p.Style == "pipeDelimited":
		return "|"
	case p.Style == "tabDelimited":
		return "\t"
	case p.Style == "label" && p.Explode:
		return "."
	case p.Style == "matrix" && p.Explode:
		return ";"
	}
	return ","
}

// texts writes the value of a parameter as the texts of one or several parameters by name; refused says why it cannot.
func texts(p *openapi.Parameter, shape ir.Shape, v value, escape func(string) string) (out []part, refused string) {
	sep := separatorOf(p)
	one := func(text string) []part { return []part{{p.Name, text}} }
	if p.Style == "content" {
		return one(escape(objectJSON(v.members))), ""
	}
	switch shape {
	case ir.ShapeScalar:
		switch {
		case p.Style == "label":
			return one("." + escape(v.text)), ""
		case p.Style == "matrix" && v.text == "":
			return one(";" + p.Name), ""
		case p.Style == "matrix":
			return one(";" + p.Name + "=" + escape(v.text)), ""
		}
		return one(escape(v.text)), ""
	case ir.ShapeLists:
		for _, inner := range v.lists {
			is := map[string]string{"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t", "simple": ","}[p.ItemStyle]
			for _, e := range inner {
				if strings.Contains(e, is) || e == "" && len(inner) == 1 {
					return nil, "inner element"
				}
			}
			v.list = append(v.list, strings.Join(inner, is))
		}
	case ir.ShapeObject:
		return objectTexts(p, v, escape)
	}
	if p.Style == "form" && p.Explode {
		for _, e := range v.list {
			out = append(out, part{p.Name, escape(e)})
		}
		return out, ""
	}
	for i, e := range v.list {
		if strings.Contains(e, sep) || e == "" && len(v.list) == 1 {
			return nil, "element"
		}
		v.list = slices.Clone(v.list)
		v.list[i] = escape(e)
	}
	if len(v.list) == 0 {
		return one(""), ""
	}
	if sep == " " || sep == "|" || sep == "\t" {
		sep = escape(sep)
	}
	switch p.Style {
	case "label":
		return one("." + strings.Join(v.list, sep)), ""
	case "matrix":
		if p.Explode {
			return one(";" + p.Name + "=" + strings.Join(v.list, ";"+p.Name+"=")), ""
		}
		return one(";" + p.Name + "=" + strings.Join(v.list, ",")), ""
	}
	return one(strings.Join(v.list, sep)), ""
}

func objectTexts(p *openapi.Parameter, v value, escape func(string) string) (out []part, refused string) {
	sep := separatorOf(p)
	var parts []string
	for _, m := range v.members {
		switch {
		case p.Style == "deepObject":
			out = append(out, part{p.Name + "[" + m.name + "]", escape(m.text)})
		case p.Style == "form" && p.Explode:
			out = append(out, part{m.name, escape(m.text)})
		case p.Explode:
			parts = append(parts, m.name+"="+escape(m.text))
		default:
			parts = append(parts, m.name, escape(m.text))
		}
		if strings.Contains(m.text, sep) && p.Style != "deepObject" && (p.Style != "form" || !p.Explode) {
			return nil, "member"
		}
	}
	switch {
	case p.Style == "deepObject", p.Style == "form" && p.Explode:
		return out, ""
	case len(parts) == 0:
		return []part{{p.Name, ""}}, ""
	case p.Style == "label":
		return []part{{p.Name, "." + strings.Join(parts, sep)}}, ""
	case p.Style == "matrix" && p.Explode:
		return []part{{p.Name, ";" + strings.Join(parts, ";")}}, ""
	case p.Style == "matrix":
		return []part{{p.Name, ";" + p.Name + "=" + strings.Join(parts, ",")}}, ""
	}
	return []part{{p.Name, strings.Join(parts, sep)}}, ""
}

// encode writes a request of an operation.
func encode(op *openapi.Operation, from *ir.Operation, values []value, version string) encoded {
	e := encoded{header: http.Header{}}
	path, fixed, _ := strings.Cut(op.Path, "?")
	if fixed != "" {
		e.query = append(e.query, fixed)
	}
	pattern, plain := regexp.QuoteMeta(path), path
	var captured []string
	for i, p := range op.Parameters {
		v, shape := values[i], from.Params[i].Shape
		switch {
		case from.Params[i].APIVersion:
			v = value{set: true, text: version}
		case !v.set:
			continue
		}
		switch p.In {
		case openapi.InPath:
			raw, refused := texts(p, shape, v, func(s string) string { return s })
			escaped, _ := texts(p, shape, v, inPath)
			var text string
			switch {
			case refused != "":
				e.refused = refused
			case !op.Spans(p):
				text = raw[0].text
				e.refused = join(e.refused, refusedSegment(text))
				path = strings.ReplaceAll(path, "{"+p.Name+"}", escaped[0].text)
				pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("{"+p.Name+"}"), fmt.Sprintf("(?P<p%d>[^/]+?)", len(captured)))
				captured = append(captured, strings.ReplaceAll(text, "/", "\x01")) // no slash of the path
			case raw[0].text == "/": // the tenant's own scope
				path = strings.ReplaceAll(path, "/{"+p.Name+"}", "")
				plain = strings.ReplaceAll(plain, "/{"+p.Name+"}", "")
				pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("/{"+p.Name+"}"), "")
			default:
				text = strings.Trim(raw[0].text, "/")
				for s := range strings.SplitSeq(text, "/") {
					e.refused = join(e.refused, refusedSegment(s))
				}
				path = strings.ReplaceAll(path, "{"+p.Name+"}", strings.ReplaceAll(inPath(text), "%2F", "/"))
				pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("{"+p.Name+"}"), fmt.Sprintf("(?P<p%d>.+?)", len(captured)))
				captured = append(captured, text)
			}
			plain = strings.ReplaceAll(plain, "{"+p.Name+"}", "\x00"+strconv.Itoa(len(captured)-1)+"\x00")
		case openapi.InQuery:
			list, refused := texts(p, shape, v, inQuery)
			e.refused = join(e.refused, refused)
			for _, m := range list {
				pair := inQuery(m.name) + "=" + m.text
				switch {
				case strings.HasPrefix("&"+fixed, "&"+m.name+"=") && pair != fixed:
					e.refused = "fixed"
				case pair != fixed:
					e.query = append(e.query, pair)
				}
			}
		case openapi.InHeader:
			list, refused := texts(p, shape, v, func(s string) string { return s })
			e.refused = join(e.refused, refused)
			for _, m := range list {
				e.header.Add(m.name, m.text)
			}
		case openapi.InCookie:
			list, _ := texts(p, shape, v, inCookie)
			for _, m := range list {
				e.header.Set("Cookie", m.name+"="+m.text)
			}
		}
	}
	if e.refused == "" {
		for i, text := range captured {
			plain = strings.ReplaceAll(plain, "\x00"+strconv.Itoa(i)+"\x00", text)
		}
		for s := range strings.SplitSeq(plain, "/") {
			if s != "" {
				e.refused = join(e.refused, refusedSegment(strings.ReplaceAll(s, "\x01", "/")))
			}
		}
		// Texts that share a segment, or span several, have to be told apart.
		re := regexp.MustCompile("(?is)^" + pattern + "$")
		m := re.FindStringSubmatch(plain)
		for i, text := range captured {
			if m == nil || m[re.SubexpIndex("p"+strconv.Itoa(i))] != text {
				e.refused = "not told apart"
			}
		}
	}
	e.path = path
	return e
}

func join(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func refusedSegment(s string) string {
	switch {
	case s == "", s == ".", s == "..":
		return "segment"
	case s[0] == '/', strings.Contains(s, "\t"):
		return "character"
	}
	for _, part := range strings.Split(strings.ReplaceAll(s, `\`, "/"), "/") {
		if part == "." || part == ".." {
			return "dots"
		}
	}
	return ""
}

// TestRequestsAgainstSpecification builds random requests of every operation: each is what the oracle above encodes, or
// is refused where that says it cannot be, and reads back as what it was. AZBILL_REQUESTS is how many to try.
func TestRequestsAgainstSpecification(t *testing.T) {
	total := 20_000
	if n, err := strconv.Atoi(os.Getenv("AZBILL_REQUESTS")); err == nil {
		total = n
	}
	subjects := requestSubjects(t)
	operations := 0
	for _, s := range subjects {
		operations += len(s.doc.Operations)
	}
	rng := rand.New(rand.NewPCG(1, 17))
	built, refused := 0, 0
	for built+refused < total {
		for _, s := range subjects {
			for i, op := range s.doc.Operations {
				if s.checkOne(t, rng, i, op) {
					built++
				} else {
					refused++
				}
				if t.Failed() {
					t.FailNow()
				}
			}
		}
	}
	t.Logf("%d documents, %d operations: %d requests built and read back, %d refused, 0 disagreements", len(subjects), operations, built, refused)
	if built < total/10 || refused == 0 {
		t.Errorf("%d built, %d refused: the values do not try what they should", built, refused)
	}
}

func requestSubjects(t testing.TB) []*subject {
	files := fstest.MapFS{"styles.yaml": {Data: []byte(everyStyle)}, "swagger.yaml": {Data: []byte(swaggerStyles)}}
	var out []*subject
	for _, name := range []string{"styles.yaml", "swagger.yaml"} {
		out = append(out, newSubject(t, openapi.Source{Path: name, FS: files, Root: "."}))
	}
	for _, d := range specs.Documents() {
		out = append(out, newSubject(t, openapi.Source{Path: d.File, FS: specs.FS}))
	}
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		return out
	}
	err := filepath.WalkDir(filepath.Join(root, "specification"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "examples" {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".json") {
			out = append(out, newSubject(t, openapi.Source{Path: path}))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// checkOne tries one request, and reports whether there is one.
func (s *subject) checkOne(t *testing.T, rng *rand.Rand, i int, op *openapi.Operation) bool {
	from, entry := s.pkg.Operations[i], &s.table.Operations[i]
	r := newDynamic(entry, from)
	values := make([]value, len(from.Params))
	for k, p := range from.Params {
		if values[k] = randomValue(rng, p); p.APIVersion {
			values[k] = value{}
		}
		r.give(k, values[k])
	}
	var body []byte
	if entry.Body != nil && rng.IntN(4) > 0 {
		body = []byte(objectJSON(randomValue(rng, &ir.Param{Shape: ir.ShapeObject}).members))
		raw, err := wire.ParseRaw(body)
		if err != nil {
			t.Fatal(err)
		}
		r.body = wire.Some(raw)
	}
	want := encode(op, from, values, from.APIVersion)
	req, err := rest.Build(t.Context(), "https://example.com", r)
	if (err != nil) != (want.refused != "") {
		t.Errorf("%s: %s: %+v: error %v, the oracle says %q", s.name, op.ID, values, err, want.refused)
		return false
	}
	if err != nil {
		return false
	}
	s.compare(t, req, want, body, values)
	again := newDynamic(entry, from)
	if err := rest.Parse(req, again); err != nil || !rest.Equal(r, again) {
		t.Errorf("%s: %s: %s reads back as %+v: %v", s.name, op.ID, req.URL, again.fields, err)
	}
	return true
}

func (s *subject) compare(t *testing.T, req *http.Request, want encoded, body []byte, values []value) {
	t.Helper()
	url := "https://example.com" + want.path
	if len(want.query) > 0 {
		url += "?" + strings.Join(want.query, "&")
	}
	if got := req.URL.String(); got != url {
		t.Errorf("%s: %+v:\n%s, the oracle says\n%s", s.name, values, got, url)
	}
	for name, texts := range want.header {
		if !slices.Equal(req.Header[name], texts) {
			t.Errorf("%s: header %s: %q, the oracle says %q", s.name, name, req.Header[name], texts)
		}
	}
	if req.Header.Get("Accept") == "" || (body != nil) != (req.Header.Get("Content-Type") != "") {
		t.Errorf("%s: headers %v", s.name, req.Header)
	}
	var sent []byte
	if req.Body != nil {
		sent, _ = io.ReadAll(req.Body)
		req.Body = io.NopCloser(bytes.NewReader(sent))
	}
	var got, given any
	if (sent == nil) != (body == nil) || body != nil && (json.Unmarshal(sent, &got) != nil || json.Unmarshal(body, &given) != nil || !reflect.DeepEqual(got, given)) {
		t.Errorf("%s: body %s, want %s", s.name, sent, body)
	}
}

package openapi

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/openapi/diag"
)

// builder makes the [Document] of what was resolved.
type builder struct {
	*resolver
	*reporter       // of its own: what it finds counts only once the document passes its check
	pointers  int64 // length of the pointers handed out
	named     map[*node]*Schema
	inline    map[*node]*Schema // so that a part used many times is built once
	shared    map[*node]*Parameter
}

// build builds the document; nil when a limit is exceeded, which is recorded in the list.
func (r *resolver) build(problems *diag.List) *Document {
	b := &builder{
		resolver: r, reporter: r.to(problems),
		named: map[*node]*Schema{}, inline: map[*node]*Schema{}, shared: map[*node]*Parameter{},
	}
	doc := b.document()
	if b.n > 0 {
		return nil
	}
	return doc
}

// document builds the Document. Everything in it has been checked: from here on nothing can be wrong, only large.
func (b *builder) document() *Document {
	root := b.main.root
	info := root.member("info")
	doc := &Document{
		At: diag.At{File: b.main.shown, Line: int(root.line), Col: int(root.col)}, Files: []string{b.main.shown}, Root: b.tree.shown,
		Title: info.str("title"), Description: info.str("description"), Version: info.str("version"),
		Servers: b.servers(), Schemas: b.namedSchemas(), BasePath: b.basePath(), Host: b.host(), APIKeys: b.apiKeys(),
	}
	for _, o := range b.overlays {
		if o.applied {
			doc.Overlays = append(doc.Overlays, o.Path)
		}
	}
	for _, t := range root.list("tags") {
		doc.Tags = append(doc.Tags, Tag{
			At: b.at(t), Name: t.str("name"), Description: t.str("description"),
			Agreements: t.strings("x-azbill-agreements"), Note: t.str("x-azbill-note"),
		})
	}
	for _, section := range []string{"paths", "x-ms-paths"} {
		for _, item := range root.members(section) {
			for _, op := range b.target(item).children {
				if strings.HasPrefix(item.key, "/") && isMethod(op.key) {
					doc.Operations = append(doc.Operations, b.operation(item, op))
				}
			}
		}
	}
	if b.pointers > b.limits.PointerBytes {
		b.report(diag.At{File: b.main.shown}, "limit", "JSON pointers of more than %d bytes; shorten names, nest less, or raise the limit of pointers", b.limits.PointerBytes)
		return nil
	}
	return doc
}

// at returns the place of a node, as long as places are within the limit.
func (b *builder) at(n *node) diag.At {
	if b.pointers > b.limits.PointerBytes {
		return diag.At{}
	}
	at := n.at()
	b.pointers += int64(len(at.Pointer))
	return at
}

// servers returns the base URLs.
func (b *builder) servers() []string {
	root := b.main.root
	if b.grammar.v3 {
		var out []string
		for _, s := range root.list("servers") {
			url := s.str("url")
			for _, v := range s.members("variables") {
				url = strings.ReplaceAll(url, "{"+v.key+"}", v.str("default"))
			}
			out = append(out, strings.TrimSuffix(url, "/"))
		}
		return out
	}
	schemes := root.strings("schemes")
	if len(schemes) == 0 {
		schemes = []string{"https"}
	}
	base, host := strings.TrimSuffix(root.str("basePath"), "/"), root.str("host")
	if p := root.member("x-ms-parameterized-host"); p != nil {
		// The braces of the template stay: only the caller knows the account, region or cloud.
		host = p.str("hostTemplate")
		if m := p.member("useSchemePrefix"); m != nil && !m.isTrue() {
			return []string{host + base}
		}
	}
	if host == "" {
		if base == "" {
			return nil
		}
		return []string{base}
	}
	var out []string
	for _, s := range schemes {
		out = append(out, s+"://"+host+base)
	}
	return out
}

// basePath returns the path below which the paths of the document are.
func (b *builder) basePath() string {
	text := b.main.root.str("basePath")
	if h := b.main.root.member("x-ms-parameterized-host"); h != nil && !b.grammar.v3 {
		if _, below, ok := strings.Cut(strings.TrimPrefix(withoutScheme(h.str("hostTemplate")), "/"), "/"); ok {
			text = "/" + below + "/" + strings.TrimPrefix(text, "/")
		}
	}
	if b.grammar.v3 {
		if servers := b.servers(); len(servers) > 0 {
			_, below, _ := strings.Cut(withoutScheme(servers[0]), "/")
			text = "/" + below
		}
	}
	return strings.TrimRight(text, "/")
}

// withoutScheme cuts "https://" off.
func withoutScheme(url string) string {
	if _, after, ok := strings.Cut(url, "://"); ok {
		return after
	}
	return url
}

// host returns the host template with its parameters.
func (b *builder) host() *Host {
	n := b.main.root.member("x-ms-parameterized-host")
	if n == nil {
		return nil
	}
	h := &Host{At: b.at(n), Template: n.str("hostTemplate")}
	if m := n.member("useSchemePrefix"); (m == nil || m.isTrue()) && !strings.Contains(h.Template, "://") {
		h.Template = "https://" + h.Template
	}
	for _, use := range n.list("parameters") {
		h.Parameters = append(h.Parameters, b.parameter(b.target(use)))
	}
	return h
}

// apiKeys returns the security schemes that are a header or a parameter.
func (b *builder) apiKeys() []APIKey {
	holder, section := b.main.root, "securityDefinitions"
	if b.grammar.v3 {
		holder, section = holder.member("components"), "securitySchemes"
	}
	var out []APIKey
	for _, s := range holder.members(section) {
		if s = b.target(s); s.str("type") == "apiKey" && s.str("name") != "" {
			out = append(out, APIKey{At: b.at(s), Name: s.str("name"), In: s.str("in")})
		}
	}
	return out
}

// operation builds the operation of a method of a path.
func (b *builder) operation(item, op *node) *Operation {
	o := &Operation{
		At: b.at(op), ID: op.str("operationId"), Tags: op.strings("tags"), Summary: op.str("summary"), Description: op.str("description"),
		Deprecated: op.flag("deprecated"), Method: strings.ToUpper(op.key), Path: item.key,
	}
	for _, use := range b.parameters(item, op) {
		p := b.target(use)
		if p.str("in") == "body" {
			o.Body = &Body{
				At: b.at(p), Name: p.str("name"), Description: p.str("description"), Required: p.flag("required"),
				Position: len(o.Parameters), MediaTypes: b.mediaTypes(op, "consumes"), Schema: b.schema(p.member("schema")),
			}
			o.Body.MediaType = choose(o.Body.MediaTypes, o.Body.Schema)
			continue
		}
		if b.shared[p] == nil {
			b.shared[p] = b.parameter(p)
		}
		o.Parameters = append(o.Parameters, b.shared[p])
	}
	if use := op.member("requestBody"); use != nil {
		body := b.target(use)
		o.Body = &Body{At: b.at(body), Description: body.str("description"), Required: body.flag("required"), Position: len(o.Parameters)}
		o.Body.MediaTypes, o.Body.MediaType, o.Body.Schema = b.content(body)
		o.Body.Examples = b.bodyExamples(body)
	}
	if slices.ContainsFunc(o.Parameters, func(p *Parameter) bool { return p.In == InFormData }) {
		o.Consumes = b.mediaTypes(op, "consumes")
	}
	for _, use := range op.members("responses") {
		if !strings.HasPrefix(use.key, "x-") {
			o.Responses = append(o.Responses, b.response(op, use))
		}
	}
	if !slices.ContainsFunc(o.Responses, func(r *Response) bool { return !r.IsError }) {
		for _, r := range o.Responses { // the only response that can be one is the success
			r.IsError = r.IsError && r.Status != "default"
		}
	}
	if p := op.member("x-ms-pageable"); p != nil {
		o.Pageable = &Pageable{
			NextLink: p.str("nextLinkName"), Item: p.str("itemName"), OperationName: p.str("operationName"),
			NextLinkVerb: cmp.Or(strings.ToUpper(p.str("nextLinkVerb")), "GET"),
		}
		if o.Pageable.Item == "" {
			o.Pageable.Item = "value"
		}
	}
	if op.flag("x-ms-long-running-operation") {
		options := op.member("x-ms-long-running-operation-options")
		o.LongRunning = &LongRunning{FinalStateVia: options.str("final-state-via"), FinalSchema: b.finalSchema(options)}
	}
	for _, e := range op.members("x-ms-examples") {
		if file, ok := b.examples[e]; ok {
			o.Examples = append(o.Examples, Example{At: b.at(e), Name: e.key, File: file})
		}
	}
	return o
}

// finalSchema returns the schema that final-state-schema names, which is a pointer into the document; nil when it names
// none there.
func (b *builder) finalSchema(options *node) *Schema {
	file, pointer, ok := strings.Cut(options.str("final-state-schema"), "#")
	if !ok || file != "" {
		return nil
	}
	n, failure := find(options.origin(), pointer)
	if failure != nil || b.named[n] == nil {
		return nil
	}
	return &Schema{At: b.at(n), Ref: b.named[n]}
}

// mediaTypes returns what an operation of Swagger 2.0 consumes or produces.
func (b *builder) mediaTypes(op *node, keyword string) []string {
	for _, n := range []*node{op, op.origin().root} {
		if n.member(keyword) != nil {
			return n.strings(keyword)
		}
	}
	return []string{mediatype.JSON}
}

// content returns the media types of an OpenAPI 3 object, the one that is used, and its schema.
func (b *builder) content(n *node) (types []string, mediaType string, schema *Schema) {
	var chosen *node
	for _, m := range n.members("content") {
		types = append(types, m.key)
		if chosen == nil || mediatype.IsJSON(m.key) && !mediatype.IsJSON(chosen.key) || chosen.member("schema") == nil && mediatype.IsJSON(m.key) == mediatype.IsJSON(chosen.key) {
			chosen = m
		}
	}
	if chosen == nil {
		return nil, "", nil
	}
	if s := chosen.member("schema"); s != nil {
		schema = b.schema(s)
	}
	return types, chosen.key, schema
}

// parameter builds a parameter other than a body.
func (b *builder) parameter(p *node) *Parameter {
	out := &Parameter{
		At: b.at(p), Name: p.str("name"), In: p.str("in"), Description: p.str("description"), Required: p.flag("required"),
		SkipURLEncoding: p.flag("x-ms-skip-url-encoding"), Client: p.str("x-ms-parameter-location") == "client",
	}
	if p.member("x-ms-parameter-location") == nil {
		out.Client = p.up != nil && p.up.kind == kindObject && p.up.key == "parameters"
	}
	if !b.grammar.v3 {
		out.Schema = b.facts(p)
		if out.Schema.Type == "array" {
			out.CollectionFormat = cmp.Or(p.str("collectionFormat"), "csv")
			if items := p.member("items"); items.str("type") == "array" {
				out.ItemStyle, _ = styleOf(cmp.Or(items.str("collectionFormat"), "csv"), InPath)
			}
		}
		out.Style, out.Explode = styleOf(out.CollectionFormat, out.In)
		return out
	}
	s := p.member("schema")
	out.Examples = append(b.valueExamples(p), b.bodyExamples(p)...)
	if s == nil {
		_, out.MediaType, out.Schema = b.content(p)
		out.Style = StyleContent
		if out.Schema == nil {
			out.Schema = &Schema{At: out.At}
		}
		return out
	}
	out.Style, out.Explode = style3(p)
	out.Schema = b.schema(s)
	if out.Schema.ClientName == "" {
		out.Schema.ClientName = p.str("x-ms-client-name")
	}
	if out.Schema.Resolve().Type == "array" {
		out.CollectionFormat = collectionFormat(p)
	}
	return out
}

// style3 returns the style of an OpenAPI 3 parameter.
func style3(p *node) (style string, explode bool) {
	style = p.str("style")
	if style == "" {
		style = defaultStyle(p.str("in"))
	}
	if p.member("explode") == nil {
		return style, style == StyleForm || style == StyleDeepObject
	}
	return style, p.flag("explode")
}

// collectionFormat names a style in the words of Swagger 2.0.
func collectionFormat(p *node) string {
	switch style, explode := style3(p); {
	case explode && style == StyleForm:
		return "multi"
	case style == StyleSpaceDelimited:
		return "ssv"
	case style == StylePipeDelimited:
		return "pipes"
	}
	return "csv"
}

// response builds a response.
func (b *builder) response(op, use *node) *Response {
	r := b.target(use)
	out := &Response{At: b.at(use), Status: use.key, Description: r.str("description")}
	if said := r.member("x-ms-error-response"); said != nil {
		out.IsError = said.isTrue()
	} else {
		out.IsError = use.key == "default" || use.key[0] == '4' || use.key[0] == '5'
	}
	if b.grammar.v3 {
		out.MediaTypes, out.MediaType, out.Schema = b.content(r)
		out.Examples = b.bodyExamples(r)
	} else if s := r.member("schema"); s != nil {
		out.MediaTypes, out.Schema = b.mediaTypes(op, "produces"), b.schema(s)
		out.MediaType = choose(out.MediaTypes, out.Schema)
	}
	for _, h := range r.members("headers") {
		is := b.target(h)
		header := &Header{At: b.at(h), Name: h.key, Description: is.str("description")}
		switch {
		case !b.grammar.v3:
			if b.inline[is] == nil {
				b.inline[is] = b.facts(is)
			}
			header.Schema = b.inline[is]
		case is.member("schema") != nil:
			header.Schema = b.schema(is.member("schema"))
		default:
			if _, _, header.Schema = b.content(is); header.Schema == nil {
				header.Schema = &Schema{At: header.At}
			}
		}
		out.Headers = append(out.Headers, header)
	}
	return out
}

// namedSchemas builds the named schemas: first all of them empty, so that they can refer to one another.
func (b *builder) namedSchemas() []*Schema {
	home := b.home(b.main, b.grammar.schema.section)
	var nodes []*node
	if home != nil {
		nodes = slices.Clone(home.children)
	}
	for _, n := range b.external {
		if n.shape == b.grammar.schema {
			nodes = append(nodes, n)
		}
	}
	out := make([]*Schema, len(nodes))
	for i, n := range nodes {
		out[i] = &Schema{Name: b.schemaName(n)}
		b.named[n] = out[i]
	}
	for i, n := range nodes {
		s := b.facts(n)
		s.Title, s.Description = n.str("title"), n.str("description")
		s.Name = out[i].Name
		*out[i] = *s
	}
	return out
}

// schemaName names a schema something refers to by its key, a whole file by its own name. A schema inside another, which a
// pointer can also lead to, has the names of both: Invoice.lines.Item.
func (b *builder) schemaName(n *node) string {
	for at := n; at.up != nil; at = at.up {
		if outer, step := b.enclosing(at); outer != nil {
			return b.schemaName(outer) + "." + step
		}
		if at.up.kind == kindObject {
			return at.key
		}
	}
	name := path.Base(n.origin().key)
	return strings.TrimSuffix(name, path.Ext(name))
}

// partWords are the words for the parts of a schema in the names of schemas.
var partWords = map[string]string{"items": "Item", "additionalProperties": "Value", "not": "Not", "allOf": "Part", "anyOf": "Case", "oneOf": "Case"}

// enclosing returns the schema that n is a direct part of and a word for the part; nil when n is a part of none.
func (b *builder) enclosing(n *node) (outer *node, step string) {
	switch up := n.up; {
	case up.shape == b.grammar.schema && partWords[n.key] != "":
		return up, partWords[n.key]
	case up.kind == kindArray && up.up.shape == b.grammar.schema && partWords[up.key] != "":
		return up.up, partWords[up.key] + strconv.Itoa(int(n.pos)+1)
	case up.key == "properties" && up.up != nil && up.up.shape == b.grammar.schema:
		return up.up, n.key
	}
	return nil, ""
}

// schema returns the schema at a place.
func (b *builder) schema(n *node) *Schema {
	s := b.inline[n]
	if s == nil {
		s = b.build(n)
		b.inline[n] = s
	}
	return s
}

// build builds the schema at a place: a use where it refers to another or another place refers to it.
func (b *builder) build(n *node) *Schema {
	if s := b.named[n]; s != nil {
		return &Schema{At: b.at(n), Ref: s}
	}
	if only := b.wrapped(n); only != nil {
		s := b.facts(n)
		s.AllOf, s.AnyOf, s.OneOf = nil, nil, nil
		s.Ref = b.named[only.target]
		s.Title, s.Description = n.str("title"), n.str("description")
		return s
	}
	s := b.facts(n)
	s.Title, s.Description = n.str("title"), n.str("description")
	return s
}

// wrapped returns the one reference that a schema wraps by allOf, anyOf or oneOf to say something beside it.
func (b *builder) wrapped(n *node) *node {
	for _, k := range []string{"allOf", "anyOf", "oneOf"} {
		if list := n.list(k); len(list) == 1 && list[0].target != nil && len(list[0].children) == 1 && !b.structured(n, k) {
			return list[0]
		}
	}
	return nil
}

// structured reports whether a schema has structure of its own beside one keyword.
func (b *builder) structured(n *node, beside string) bool {
	return slices.ContainsFunc(structure, func(k string) bool { return k != beside && n.member(k) != nil })
}

// facts builds a schema from the keywords of an object: a schema, or a parameter or header of Swagger 2.0, whose
// title and description are not the schema's.
func (b *builder) facts(n *node) *Schema {
	s := &Schema{
		At: b.at(n), Type: b.typeOf(n), Format: n.str("format"),
		MinProps: n.literal("minProperties"), MaxProps: n.literal("maxProperties"),
		MinItems: n.literal("minItems"), MaxItems: n.literal("maxItems"), UniqueItems: n.flag("uniqueItems"),
		MinLength: n.literal("minLength"), MaxLength: n.literal("maxLength"), Pattern: n.str("pattern"),
		Minimum: n.literal("minimum"), Maximum: n.literal("maximum"), MultipleOf: n.literal("multipleOf"),
		ExclusiveMinimum: n.flag("exclusiveMinimum"), ExclusiveMaximum: n.flag("exclusiveMaximum"),
		ReadOnly: n.flag("readOnly"), WriteOnly: n.flag("writeOnly"), Deprecated: n.flag("deprecated"),
		Mutability: n.strings("x-ms-mutability"), Secret: n.flag("x-ms-secret") || n.str("format") == "password",
		Flatten: n.flag("x-ms-client-flatten"), Resource: n.flag("x-ms-azure-resource"), ClientName: n.str("x-ms-client-name"),
		Required: n.strings("required"), DiscriminatorValue: n.str("x-ms-discriminator-value"),
		AllOf: b.schemaList(n, "allOf"), OneOf: b.schemaList(n, "oneOf"), AnyOf: b.schemaList(n, "anyOf"),
	}
	if n.target != nil {
		s.Ref = b.named[n.target]
	}
	for _, p := range n.members("properties") {
		s.Properties = append(s.Properties, &Property{At: b.at(p), Name: p.key, Schema: b.schema(p)})
	}
	if m := n.member("items"); m != nil {
		s.Items = b.schema(m)
	}
	if m := n.member("not"); m != nil {
		s.Not = b.schema(m)
	}
	if d := n.member("default"); d != nil {
		s.Default = b.value(d)
	}
	for _, k := range []string{"x-nullable", "nullable"} {
		if m := n.member(k); m != nil {
			said := m.isTrue()
			s.Nullable = &said
		}
	}
	b.additional(s, n)
	b.enum(s, n)
	b.discriminator(s, n)
	return s
}

func (b *builder) schemaList(n *node, keyword string) []*Schema {
	var out []*Schema
	for _, c := range n.list(keyword) {
		out = append(out, b.schema(c))
	}
	return out
}

func (b *builder) value(n *node) *Value {
	return &Value{At: b.at(n), JSON: string(n.appendJSON(nil))}
}

func (b *builder) additional(s *Schema, n *node) {
	switch m := n.member("additionalProperties"); {
	case m == nil:
	case m.kind == kindObject:
		s.Additional, s.AdditionalAllowed = b.schema(m), true
	case m.isTrue():
		s.AdditionalAllowed = true
	default:
		s.AdditionalForbidden = true
	}
}

func (b *builder) enum(s *Schema, n *node) {
	for _, e := range n.list("enum") {
		s.Enum = append(s.Enum, *b.value(e))
	}
	x := n.member("x-ms-enum")
	if x == nil {
		return
	}
	s.EnumName = x.str("name")
	s.EnumFixed = x.member("modelAsString") != nil && !x.flag("modelAsString")
	for _, v := range x.list("values") {
		s.EnumNotes = append(s.EnumNotes, EnumValue{Value: v.member("value").text, Name: v.str("name"), Description: v.str("description")})
	}
}

func (b *builder) discriminator(s *Schema, n *node) {
	d := n.member("discriminator")
	if d == nil {
		return
	}
	s.Discriminator = &Discriminator{At: b.at(d), Property: d.text}
	if d.kind == kindObject {
		s.Discriminator.Property = d.str("propertyName")
	}
	for _, m := range d.members("mapping") {
		s.Discriminator.Mapping = append(s.Discriminator.Mapping, Mapping{At: b.at(m), Value: m.key, Schema: b.named[b.mapped[m]]})
	}
}

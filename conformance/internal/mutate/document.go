package mutate

import (
	"cmp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
)

// documentClasses are the faults planted in documents, each where a sample exercises the document: coverage
// reports what no sample exercises.
var documentClasses = []string{
	"document.member-drop", "document.member-rename", "document.type", "document.format", "document.enum", "document.enum-add", "document.null",
	"document.required-add", "document.required-drop", "document.pattern", "document.length", "document.range", "document.open",
	"document.variant", "document.response", "document.body", "document.parameter-drop", "document.parameter-required",
	"document.path", "document.method", "document.version",
}

// proofDrift is why a loosened document is equivalent in a run without types: nothing is there to disagree with it.
const proofDrift = "every sample still fits the document, and the run has no types that would disagree with it"

// documentPlace tells document mutants apart.
type documentPlace struct {
	class  string
	schema *openapi.Schema
	op     *openapi.Operation
	name   string
}

// copied is a copy of the part of a document that one operation uses, free to be altered.
type copied struct {
	document *openapi.Document
	op       *openapi.Operation
	schemas  map[*openapi.Schema]*openapi.Schema // original to copy
}

// of returns the copies of schemas.
func (c *copied) of(originals []*openapi.Schema) []*openapi.Schema {
	out := make([]*openapi.Schema, len(originals))
	for i, s := range originals {
		out[i] = c.schemas[s]
	}
	return out
}

func copyDocument(doc *openapi.Document, op *openapi.Operation, hierarchy *openapi.Hierarchy) *copied {
	c := &copied{schemas: map[*openapi.Schema]*openapi.Schema{}}
	o := *op
	o.Parameters, o.Responses = nil, nil
	for _, p := range op.Parameters {
		q := *p
		q.Schema = c.schema(p.Schema, hierarchy)
		o.Parameters = append(o.Parameters, &q)
	}
	for _, r := range op.Responses {
		q := *r
		q.Schema = c.schema(r.Schema, hierarchy)
		o.Responses = append(o.Responses, &q)
	}
	if op.Body != nil {
		b := *op.Body
		b.Schema = c.schema(b.Schema, hierarchy)
		o.Body = &b
	}
	d := *doc
	d.Operations, d.Schemas = []*openapi.Operation{&o}, nil
	for _, s := range doc.Schemas {
		if copied := c.schemas[s]; copied != nil {
			d.Schemas = append(d.Schemas, copied)
		}
	}
	c.document, c.op = &d, &o
	return c
}

// schema copies a schema with all it refers to and, where it has variants, these.
func (c *copied) schema(s *openapi.Schema, hierarchy *openapi.Hierarchy) *openapi.Schema {
	if s == nil {
		return nil
	}
	if done := c.schemas[s]; done != nil {
		return done
	}
	out := *s
	c.schemas[s] = &out
	list := func(in []*openapi.Schema) []*openapi.Schema {
		var copies []*openapi.Schema
		for _, t := range in {
			copies = append(copies, c.schema(t, hierarchy))
		}
		return copies
	}
	out.Ref, out.Additional = c.schema(s.Ref, hierarchy), c.schema(s.Additional, hierarchy)
	out.Items, out.Not = c.schema(s.Items, hierarchy), c.schema(s.Not, hierarchy)
	out.AllOf, out.OneOf, out.AnyOf = list(s.AllOf), list(s.OneOf), list(s.AnyOf)
	out.Properties, out.Required, out.Enum = nil, slices.Clone(s.Required), slices.Clone(s.Enum)
	for _, p := range s.Properties {
		q := *p
		q.Schema = c.schema(p.Schema, hierarchy)
		out.Properties = append(out.Properties, &q)
	}
	if s.Discriminator != nil {
		d := *s.Discriminator
		d.Mapping = slices.Clone(d.Mapping)
		for i := range d.Mapping {
			d.Mapping[i].Schema = c.schema(d.Mapping[i].Schema, hierarchy)
		}
		out.Discriminator = &d
	}
	for _, child := range hierarchy.Children(s) {
		c.schema(child, hierarchy)
	}
	return &out
}

// plantDocument adds a mutant of the document. The message must then be reported, or what the types say of it, or of one of
// the probes, must depart from what the document says. proof is why it may go unnoticed.
func (m *mutator) plantDocument(x *subject, place documentPlace, where, what string, base baseline, probes []edit, proof string, change func(*copied)) {
	if m.places[place] {
		return
	}
	m.places[place] = true
	m.add(x, place.class, where, what, func() Outcome {
		c := copyDocument(m.document, x.Op, m.hierarchy)
		change(c)
		y, err := x.WithDocument(c.document, c.op)
		if err != nil || base.adds(y.Findings()) || len(x.faults(y)) > 0 {
			return Outcome{Noticed: true} // a document that cannot be used is noticed, too
		}
		if base.has(where) {
			return Outcome{Proof: proofBroken}
		}
		if !m.opts.HasTypes {
			return Outcome{Proof: cmp.Or(proof, proofDrift)}
		}
		for _, probe := range probes {
			if len(x.faults(y.WithBody(edited(x.Body, probe)))) > 0 {
				return Outcome{Noticed: true}
			}
		}
		return Outcome{Proof: proof}
	})
}

// documents adds the mutants of what the document says of a message.
func (m *mutator) documents(x *subject, w *walker, base baseline) {
	for _, at := range w.sites {
		if at.vague || len(at.rules) == 0 {
			continue
		}
		m.ruleMutants(x, at, base)
		if at.fits() {
			m.limitMutants(x, at, base)
		}
		if at.node.Kind == jsontree.Object {
			m.memberMutants(x, at, base)
			m.variantMutants(x, w, at, base)
		}
	}
	m.operationMutants(x, base)
}

// probesOf are alterations of a message at one place, on which document and types must agree.
func probesOf(at *site) []edit {
	kind, text := mismatch(at.node.Kind)
	out := []edit{set(at.pointer, kind, text), set(at.pointer, jsontree.String, "xMutant"), set(at.pointer, jsontree.Null, "null")}
	for _, b := range breaks(at) {
		out = append(out, b.change(at.pointer))
	}
	if at.node.Kind == jsontree.Object {
		out = append(out, func(root *jsontree.Node) {
			n := root.At(at.pointer)
			n.Members = append(n.Members, jsontree.Member{Name: "xMutant", Value: &jsontree.Node{Kind: jsontree.Bool, Text: "true"}})
		})
		for _, name := range required(at.rules) {
			out = append(out, remove(at.pointer, name))
		}
	}
	return out
}

// ruleMutants alters what is said of a value's type, format and values.
func (m *mutator) ruleMutants(x *subject, at *site, base baseline) {
	last := at.rules[len(at.rules)-1]
	proof := ""
	if at.owner != nil && decides(at.owner, at.name) {
		proof = proofDecides
	}
	add := func(class, what string, change func(s *openapi.Schema)) {
		m.plantDocument(x, documentPlace{class: class, schema: last}, at.pointer, what, base, probesOf(at), proof, func(c *copied) {
			for _, s := range c.of(at.rules) {
				change(s)
			}
		})
	}
	if at.node.Kind == jsontree.Null {
		if at.nullable(m.opts.StrictNull) {
			no := false
			m.plantDocument(x, documentPlace{class: "document.null", schema: at.use}, at.pointer, "null forbidden", base, nil, "", func(c *copied) {
				c.schemas[at.use].Nullable = &no
			})
		}
		return
	}
	if at.fact(func(s *openapi.Schema) bool { return s.Type != "" }) != nil {
		other := map[bool]string{true: "boolean", false: "string"}[at.node.Kind == jsontree.String]
		add("document.type", "type "+other, func(s *openapi.Schema) {
			if s.Type != "" {
				s.Type, s.Properties, s.Additional, s.Discriminator = other, nil, nil, nil
			}
		})
	}
	if s := at.fact(func(s *openapi.Schema) bool {
		return wrongFormat[s.Format] != "" || s.Format == "int32" || s.Format == "int64"
	}); s != nil {
		add("document.format", "no format", func(s *openapi.Schema) { s.Format = "" })
	}
	if at.fact(func(s *openapi.Schema) bool { return len(s.Enum) > 0 }) == nil {
		return
	}
	listed := func(v openapi.Value) bool { return v.JSON == at.node.String() }
	if at.fact(func(s *openapi.Schema) bool { return slices.ContainsFunc(s.Enum, listed) }) == nil {
		return
	}
	add("document.enum", "without "+at.node.Short(), func(s *openapi.Schema) {
		s.Enum = slices.DeleteFunc(s.Enum, listed)
	})
	add("document.enum-add", "a value more", func(s *openapi.Schema) {
		if len(s.Enum) > 0 {
			s.Enum = append(s.Enum, openapi.Value{JSON: `"xMutant"`})
		}
	})
}

// decides reports whether the member of an object tells its variants apart.
func decides(at *site, name string) bool {
	return slices.ContainsFunc(at.bases, func(s *openapi.Schema) bool { return s.Discriminator.Property == name }) ||
		at.fact(func(s *openapi.Schema) bool { return s.Discriminator != nil && s.Discriminator.Property == name }) != nil
}

// limitMutants draws limits that the value is just beyond.
func (m *mutator) limitMutants(x *subject, at *site, base baseline) {
	last := at.rules[len(at.rules)-1]
	add := func(class, what string, change func(s *openapi.Schema)) {
		m.plantDocument(x, documentPlace{class: class, schema: last, name: what}, at.pointer, what, base, nil, "", func(c *copied) { change(c.schemas[last]) })
	}
	switch at.node.Kind {
	case jsontree.String:
		n := utf8.RuneCountInString(at.node.Text)
		add("document.pattern", "a pattern", func(s *openapi.Schema) { s.Pattern = "^\u00a0$" })
		add("document.length", "a minimal length", func(s *openapi.Schema) { s.MinLength = strconv.Itoa(n + 1) })
		if n > 0 {
			add("document.length", "a maximal length", func(s *openapi.Schema) { s.MaxLength = strconv.Itoa(n - 1) })
		}
	case jsontree.Number:
		add("document.range", "a minimum", func(s *openapi.Schema) { s.Minimum = moved(at.node.Text, 1) })
		add("document.range", "a maximum", func(s *openapi.Schema) { s.Maximum = moved(at.node.Text, -1) })
	case jsontree.Array:
		add("document.length", "a minimal number of elements", func(s *openapi.Schema) { s.MinItems = strconv.Itoa(len(at.node.Items) + 1) })
		if n := len(at.node.Items); n > 0 {
			add("document.length", "a maximal number of elements", func(s *openapi.Schema) { s.MaxItems = strconv.Itoa(n - 1) })
		}
	}
}

// memberMutants alters which members an object has, and which of them it must have.
func (m *mutator) memberMutants(x *subject, at *site, base baseline) {
	last := at.rules[len(at.rules)-1]
	add := func(class, name, what string, change func(s *openapi.Schema)) {
		proof := ""
		if decides(at, name) {
			proof = proofDecides
		}
		probes := probesOf(at)
		if n := at.node.Get(name); n != nil { // where any member is allowed, only its value tells that it was declared
			kind, text := mismatch(n.Kind)
			probes = append(probes, set(at.pointer+"/"+jsontree.Escape(name), kind, text))
			if p := property(at.rules, name); p != nil && !closed(at.rules) && p.Schema.Resolve().Type == "" {
				proof = cmp.Or(proof, proofOpen)
			}
		}
		m.plantDocument(x, documentPlace{class: class, schema: last, name: name}, at.pointer, what, base, probes, proof, func(c *copied) {
			for _, s := range c.of(at.rules) {
				change(s)
			}
		})
	}
	must := required(at.rules)
	for _, s := range at.rules {
		for _, p := range s.Properties {
			name := p.Name
			present := at.node.Get(name) != nil
			switch {
			case present:
				add("document.member-drop", name, "without "+name, func(s *openapi.Schema) {
					s.Properties = slices.DeleteFunc(s.Properties, func(p *openapi.Property) bool { return p.Name == name })
				})
				add("document.member-rename", name, name+" renamed", func(s *openapi.Schema) {
					for _, p := range s.Properties {
						if p.Name == name {
							p.Name = misspelt(name)
						}
					}
				})
			case !x.IsRequest || !readOnly(p.Schema):
				add("document.required-add", name, name+" required", func(s *openapi.Schema) { s.Required = append(s.Required, name) })
			}
			if present && slices.Contains(must, name) && (!x.IsRequest || !readOnly(p.Schema)) {
				add("document.required-drop", name, name+" not required", func(s *openapi.Schema) {
					s.Required = slices.DeleteFunc(s.Required, func(n string) bool { return n == name })
				})
			}
		}
	}
	if closed(at.rules) && at.fact(func(s *openapi.Schema) bool { return s.AdditionalForbidden }) == nil {
		add("document.open", "", "other members allowed", func(s *openapi.Schema) { s.AdditionalAllowed = true })
	}
}

// variantMutants takes the variant away that an object names.
func (m *mutator) variantMutants(x *subject, w *walker, at *site, base baseline) {
	for _, s := range at.bases {
		v := w.variant(s, at.node)
		value := at.node.Get(s.Discriminator.Property).Text
		m.plantDocument(x, documentPlace{class: "document.variant", schema: s, name: value}, at.pointer, "without variant "+value, base, nil, "", func(c *copied) {
			d := c.schemas[s].Discriminator
			d.Mapping = slices.DeleteFunc(d.Mapping, func(m openapi.Mapping) bool { return m.Value == value && len(d.Mapping) > 1 })
			c.schemas[v].DiscriminatorValue = "xGone"
			for i := range d.Mapping {
				if d.Mapping[i].Value == value {
					d.Mapping[i].Value = "xGone"
				}
			}
		})
	}
}

// operationMutants alters the operation itself.
func (m *mutator) operationMutants(x *subject, base baseline) {
	add := func(class, name, what string, change func(c *copied)) {
		m.plantDocument(x, documentPlace{class: class, op: x.Op, name: name}, "", what, base, nil, "", change)
	}
	if !x.IsRequest {
		if x.Response == nil {
			return
		}
		status := x.Response.Status
		add("document.response", status, "without status "+status, func(c *copied) {
			c.op.Responses = slices.DeleteFunc(c.op.Responses, func(r *openapi.Response) bool { return r.Status == status || r.Status == "default" })
		})
		if x.Body != nil && x.Response.Schema != nil && x.Body.Kind != jsontree.Null {
			add("document.body", status, "no body promised", func(c *copied) { withoutBody(c.op, status) })
		}
		return
	}
	given := map[int]bool{}
	for _, a := range x.Args {
		if a.Declared == nil {
			continue
		}
		given[a.Index] = true
		if a.In != openapi.InPath {
			add("document.parameter-drop", a.Name, "without parameter "+a.Name, func(c *copied) { c.op.Parameters = slices.Delete(c.op.Parameters, a.Index, a.Index+1) })
		}
	}
	for i, p := range x.Op.Parameters {
		if !given[i] && !p.Required && !x.IsPart {
			add("document.parameter-required", p.Name, "parameter "+p.Name+" required", func(c *copied) { c.op.Parameters[i].Required = true })
		}
	}
	if x.APIVersion >= 0 {
		add("document.version", "", "another api-version", func(c *copied) {
			c.document.Version += "x"
			c.op.APIVersion = c.document.VersionOf(c.op) + "x"
		})
	}
	if x.Line != "" {
		add("document.path", "", "another path", func(c *copied) { c.op.Path += "/x" })
		add("document.method", "", "another method", func(c *copied) { c.op.Method += "x" })
	}
}

// withoutBody takes the schema away that the operation has for a status.
func withoutBody(op *openapi.Operation, status string) {
	for _, r := range op.Responses {
		if r.Status == status {
			r.Schema = nil
		}
	}
}

package openapi

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/openapi/diag"
)

// Merge joins the documents of one service: their operations, tags and named schemas, in the order given. A schema that
// several of them refer to is one; equal schemas in different places stay apart. A path or an operationId in two of them is
// a problem that names both. The api-versions have to agree unless perOperation is set; then each operation keeps that of
// its document, and the version of the whole is the newest. Title and description are those of the first document. The
// documents must not be used any more.
func Merge(docs []*Document, perOperation bool, problems *diag.List) *Document {
	if len(docs) == 1 {
		return docs[0]
	}
	out := &Document{At: docs[0].At, Root: docs[0].Root, Title: docs[0].Title, Description: docs[0].Description, Version: docs[0].Version,
		BasePath: docs[0].BasePath, Host: docs[0].Host}
	m := merger{out: out, problems: problems, paths: map[string]*Operation{}, ids: map[string]*Operation{}, tags: map[string]bool{}}
	for _, doc := range docs {
		if doc.Version != out.Version && !perOperation {
			problems.Add(doc.At, "api-version-differs", "api-version %s, expected %s as in %s; generate the documents of each version into a folder of"+
				" its own, or say api-version: per-operation", doc.Version, out.Version, docs[0].At)
		}
		if doc.BasePath != out.BasePath || hostTemplate(doc) != hostTemplate(out) {
			problems.Add(doc.At, "host-differs", "host or basePath is not that of %s; generate the documents into packages of their own", docs[0].At)
		}
		out.Version = max(out.Version, doc.Version)
		m.add(doc)
	}
	for _, op := range out.Operations {
		if op.APIVersion == out.Version {
			op.APIVersion = ""
		}
	}
	m.samePlaces()
	return out
}

func hostTemplate(doc *Document) string {
	if doc.Host == nil {
		return ""
	}
	return doc.Host.Template
}

type merger struct {
	out      *Document
	problems *diag.List
	paths    map[string]*Operation // the first operation of each path
	ids      map[string]*Operation
	tags     map[string]bool
}

func (m *merger) add(doc *Document) {
	out := m.out
	out.Files = append(out.Files, doc.Files...)
	for _, o := range doc.Overlays {
		if !slices.Contains(out.Overlays, o) {
			out.Overlays = append(out.Overlays, o)
		}
	}
	for _, s := range doc.Servers {
		if !slices.Contains(out.Servers, s) {
			out.Servers = append(out.Servers, s)
		}
	}
	for _, k := range doc.APIKeys {
		if !slices.ContainsFunc(out.APIKeys, func(have APIKey) bool { return have.Name == k.Name && have.In == k.In }) {
			out.APIKeys = append(out.APIKeys, k)
		}
	}
	for _, t := range doc.Tags {
		if key := strings.ToLower(t.Name); !m.tags[key] {
			m.tags[key] = true
			out.Tags = append(out.Tags, t)
		}
	}
	for _, op := range doc.Operations {
		if first := m.paths[op.Path]; first == nil {
			m.paths[op.Path] = op
		} else if first.At.File != op.At.File {
			m.problems.Add(op.At, "path-in-two-documents", "path %s is in %s as well; leave one of the documents out", quote(op.Path), first.At)
		}
		if first := m.ids[op.ID]; first == nil {
			m.ids[op.ID] = op
		} else if first.At.File != op.At.File {
			m.problems.Add(op.At, "operation-id-duplicate", "operationId %s is at %s already; give each operation its own", quote(op.ID), first.At)
		}
		op.APIVersion = doc.Version
	}
	out.Operations = append(out.Operations, doc.Operations...)
	out.Schemas = append(out.Schemas, doc.Schemas...)
}

// samePlaces makes the schemas that several documents have read from one place one schema.
func (m *merger) samePlaces() {
	first := map[diag.At]*Schema{}
	kept := map[*Schema]*Schema{}
	for _, s := range m.out.Schemas {
		if before := first[s.At]; before != nil {
			kept[s] = before
		} else {
			first[s.At] = s
		}
	}
	m.out.Redirect(kept)
}

// Redirect makes every use of a named schema in kept a use of the one that is kept in its place, and takes it out of
// doc.Schemas.
func (doc *Document) Redirect(kept map[*Schema]*Schema) {
	if len(kept) == 0 {
		return
	}
	r := redirection{kept, map[*Schema]bool{}}
	doc.Schemas = slices.DeleteFunc(slices.Clone(doc.Schemas), func(s *Schema) bool { return kept[s] != nil })
	for _, s := range doc.Schemas {
		r.schema(s)
	}
	if doc.Host != nil {
		for _, p := range doc.Host.Parameters {
			r.schema(p.Schema)
		}
	}
	for _, op := range doc.Operations {
		for _, p := range op.Parameters {
			r.schema(p.Schema)
		}
		if op.Body != nil {
			r.schema(op.Body.Schema)
		}
		if op.LongRunning != nil {
			r.schema(op.LongRunning.FinalSchema)
		}
		for _, response := range op.Responses {
			r.schema(response.Schema)
			for _, h := range response.Headers {
				r.schema(h.Schema)
			}
		}
	}
}

type redirection struct {
	kept map[*Schema]*Schema
	seen map[*Schema]bool
}

func (r redirection) schema(s *Schema) {
	if s == nil || r.seen[s] {
		return
	}
	r.seen[s] = true
	if to := r.kept[s.Ref]; to != nil {
		s.Ref = to
	}
	if d := s.Discriminator; d != nil {
		for i, m := range d.Mapping {
			if to := r.kept[m.Schema]; to != nil {
				d.Mapping[i].Schema = to
			}
		}
	}
	for _, p := range s.Properties {
		r.schema(p.Schema)
	}
	for _, part := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf, []*Schema{s.Additional, s.Items, s.Not}) {
		r.schema(part)
	}
}

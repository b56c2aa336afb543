// Package overlay makes an OpenAPI Overlay 1.0 of drift: the changes that would make a document true to what was seen,
// each with its evidence, for people to review and gen to apply.
package overlay

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/traffic"
)

// Overlay is an overlay for a document.
type Overlay struct {
	Actions []Action
	Skipped []Skipped // differences that it does not remove

	title, extends string
}

// Action is one step of an overlay.
type Action struct {
	Target      string     `yaml:"target"`
	Description string     `yaml:"description"`
	Update      *yaml.Node `yaml:"update,omitempty"`
	Remove      bool       `yaml:"remove,omitempty"`
	Evidence    []Evidence `yaml:"x-evidence"`
}

// Evidence is what an action follows from.
type Evidence struct {
	Class     traffic.Class `yaml:"class"`
	Operation string        `yaml:"operation"`
	Message   string        `yaml:"message"` // "request", or the status of the response
	Place     string        `yaml:"place,omitempty"`
	Count     int64         `yaml:"count"`
	Units     int64         `yaml:"in"`           // elements or messages that have one
	Of        int64         `yaml:"of,omitempty"` // elements or messages that could
	First     string        `yaml:"first,omitempty"`
	Last      string        `yaml:"last,omitempty"`
	Seen      string        `yaml:"seen,omitempty"` // types or values, with their counts
}

// Skipped is a difference that no action removes.
type Skipped struct {
	Key traffic.Key
	Why string
}

// Make makes the overlay of a document from a report, of which the entries of the API with that name count. An entry that
// a baseline accepts counts as well. Value gives the text of the document, as [openapi.LoadValues] returns it; extends is
// what the overlay says that it changes.
func Make(doc *openapi.Document, value func(diag.At) []byte, r *traffic.Report, api, extends string) *Overlay {
	m := &maker{
		doc: doc, value: value, hierarchy: openapi.HierarchyOf(doc), byKey: map[editKey]*edit{},
		v3: value(diag.At{File: doc.At.File, Pointer: "#/openapi"}) != nil,
	}
	out := &Overlay{title: "What " + api + " really sends", extends: extends}
	for i := range r.Drift {
		e := &r.Drift[i]
		if e.API != api {
			continue
		}
		if why := m.entry(e); why != "" {
			out.Skipped = append(out.Skipped, Skipped{e.Key, why})
		}
	}
	out.Actions = m.actions()
	return out
}

// Marshal writes the overlay as YAML.
func (o *Overlay) Marshal() ([]byte, error) {
	type info struct {
		Title   string `yaml:"title"`
		Version string `yaml:"version"`
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	err := enc.Encode(struct {
		Overlay string   `yaml:"overlay"`
		Info    info     `yaml:"info"`
		Extends string   `yaml:"extends,omitempty"`
		Actions []Action `yaml:"actions"`
	}{"1.0.0", info{o.title, "1"}, o.extends, o.Actions})
	if err != nil {
		return nil, fmt.Errorf("write the overlay: %w", err)
	}
	return b.Bytes(), nil
}

func evidence(e *traffic.Entry) Evidence {
	out := Evidence{
		Class: e.Class, Operation: e.Operation, Message: e.Message, Place: e.Place, Count: e.Count, Units: e.Units, Of: e.Of,
		First: day(e.First), Last: day(e.Last),
	}
	var seen []string
	for _, d := range e.Details {
		seen = append(seen, fmt.Sprintf("%s (%d)", d.Value, d.Count))
	}
	out.Seen = strings.Join(seen, ", ")
	return out
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// editKey is what an edit changes.
type editKey struct {
	kind    editKind
	pointer string // of the main document
	name    string // of a member, value, parameter or header
}

type editKind int

const (
	rewrite   editKind = iota // of a schema: without keywords, or as any value
	member                    // of an object schema
	enumValue                 // of an enumeration
	nullable                  // of a schema
	relax                     // required of an object schema
	parameter                 // of an operation
	optional                  // of a parameter
	header                    // of a response
	response                  // of an operation
)

// edit is a change of the document, which several differences may ask for.
type edit struct {
	editKey
	evidence []Evidence
	types    []string        // of a member: the observed ones
	drop     map[string]bool // of a rewrite: keywords; "" for all that say anything of the value
	wrap     bool            // of a rewrite: into an allOf that may be null
	names    []string        // of relax
	body     bool            // of a response: there is one
	note     string
}

// maker collects edits.
type maker struct {
	doc       *openapi.Document
	value     func(diag.At) []byte
	hierarchy *openapi.Hierarchy
	v3        bool
	edits     []*edit
	byKey     map[editKey]*edit
}

// edit returns the edit of a key, with one more evidence.
func (m *maker) edit(kind editKind, pointer, name string, e *traffic.Entry) *edit {
	k := editKey{kind, pointer, name}
	x := m.byKey[k]
	if x == nil {
		x = &edit{editKey: k, drop: map[string]bool{}}
		m.byKey[k] = x
		m.edits = append(m.edits, x)
	}
	x.evidence = append(x.evidence, evidence(e))
	return x
}

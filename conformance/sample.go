package conformance

import (
	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/openapi/diag"
)

// Form is how a sample is documented.
type Form string

// The forms of samples.
const (
	FormDocumented Form = "documented" // a request line and response bodies, each a file, as on the documentation's pages
	FormExample    Form = "example"    // an x-ms-examples file: parameters by name, responses by status
	FormValue      Form = "value"      // an example value of one body or parameter, as OpenAPI 3 documents have them
)

// Sample is a documented request with its responses.
type Sample struct {
	Form      Form
	Service   string // billing, consumption
	Version   string // api-version
	Operation string // operationId
	Name      string
	Page      string // of the documentation; empty for examples
	File      string // example file, or the request's file
	Document  string // file of the document it is checked against
	Request   *Message
	Responses []*Message
}

// Path returns the first part of the names of the sample's cases. Its parts hold no white space, slash or colon,
// whatever the document or the folder is called.
func (s *Sample) Path() string {
	return samplefile.Slug(s.Service) + "/" + samplefile.Slug(s.Version) + "/" + samplefile.Slug(s.Operation) + "/" + s.Name
}

// Message is a request or a response.
type Message struct {
	Name    string // request, response-200
	Status  string // of a response: 200
	File    string
	Text    []byte // of the file
	Line    string // documented request: "GET https://…"
	Params  []Param
	Body    *Body
	Headers []Param         // documented response headers
	flaws   []jsontree.Flaw // of the file, outside any body
	at      diag.At         // of a value within the document, whose text is not that of the file
}

// Param is a parameter of an example, by name.
type Param struct {
	Name  string
	Value *jsontree.Node
}

// Body is the body of a message.
type Body struct {
	JSON    []byte // as documented, or repaired when that is not JSON
	root    *jsontree.Node
	flaws   []jsontree.Flaw
	err     error
	pointer string // of the body within the file
}

// place returns the place of an offset in the message's file.
func (m *Message) place(offset int) Place {
	if m.at.File != "" {
		return rulePlace(m.at)
	}
	line, col := jsontree.Position(m.Text, offset)
	return Place{m.File, line, col}
}

// bodyOf reads a body that fills a whole text. A flaw is a finding for the parse check; the other checks see the body
// without it, so that one stray comma does not hide all the rest.
func bodyOf(text []byte) *Body {
	root, flaws, err := jsontree.Parse(text)
	b := &Body{JSON: text, root: root, flaws: flaws, err: err}
	if err == nil && len(flaws) > 0 {
		b.JSON = root.Append(nil)
	}
	return b
}

package rest

import (
	"iter"
	"strconv"
	"sync"

	"github.com/azbill/azbill/wire/schema"
)

// Where a parameter travels.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
)

// Table is what a generated package knows of its operations. It is written as static data and indexed on first use. It is
// safe for concurrent use and must not be copied or changed after that.
type Table struct {
	APIVersion string        // of the package
	Model      *schema.Model // what Schema values refer to
	Groups     []*Group      // in document order
	Operations []Operation   // in document order

	index sync.Once
	root  node
	byID  map[string]*Operation
}

// Group is an operation group: the operations whose ids begin with its name and "_".
type Group struct {
	Name       string
	Agreements []string // agreement types that support the group; nil when the document does not say
	Note       string   // a restriction in words
}

// Operation is one method on one path.
type Operation struct {
	ID         string // operationId, e.g. Charges_List
	Group      *Group // nil when the id names none
	Method     string // upper case
	Path       string // template, e.g. /{scope}/providers/Microsoft.Consumption/charges
	APIVersion string // what the api-version parameter holds unless a request says otherwise
	Deprecated bool

	Params    []Param // path, query and header parameters in document order
	Body      *Content
	Responses []Response // in document order

	NextLink    string // member of a page that links to the next; empty: there is no next
	Item        string // member of a page that lists its items; empty: the operation answers no pages
	LongRunning bool   // the answer may come before the work is done
	FinalState  string // where a long-running operation's result is found: location, azure-async-operation, original-uri …; may be empty

	Model *schema.Model  // what Schema values refer to
	New   func() Request // makes an empty request

	compiling sync.Once
	template  template
	unknown   schema.Model // of the declared query parameters' names, to tell the others
}

// Param is a parameter of an operation.
type Param struct {
	Name       string // on the wire
	In         string // InPath, InQuery or InHeader
	Required   bool
	Slashes    bool   // a path parameter that spans segments, as {scope} does
	Collection string // how a list is written: csv, ssv, tsv, pipes or multi; empty when it is none
	APIVersion bool   // the api-version parameter
	Schema     schema.Schema
}

// Content is a body.
type Content struct {
	Required  bool
	MediaType string
	Schema    schema.Schema
}

// Response is what one status answers.
type Response struct {
	Status string         // "200", "4XX" or "default"
	Error  bool           // the status says that the operation failed
	New    func() Message // makes an empty body to decode into; nil: no body
	Schema schema.Schema  // of the body
}

// Response finds what the operation says of an HTTP status: the status itself, else its class ("4XX"), else "default".
func (op *Operation) Response(status int) (*Response, bool) {
	exact := strconv.Itoa(status)
	var class, other *Response
	for i := range op.Responses {
		r := &op.Responses[i]
		switch {
		case r.Status == exact:
			return r, true
		case r.Status == "default":
			other = r
		case len(r.Status) == 3 && len(exact) == 3 && r.Status[0] == exact[0] && (r.Status[1] == 'X' || r.Status[1] == 'x'):
			class = r
		}
	}
	if class != nil {
		return class, true
	}
	return other, other != nil
}

// All yields the operations in document order.
func (t *Table) All() iter.Seq[*Operation] {
	return func(yield func(*Operation) bool) {
		for i := range t.Operations {
			if !yield(&t.Operations[i]) {
				return
			}
		}
	}
}

// Lookup finds an operation by its id, which compares exactly.
func (t *Table) Lookup(id string) (*Operation, bool) {
	t.ensureIndex()
	op, ok := t.byID[id]
	return op, ok
}

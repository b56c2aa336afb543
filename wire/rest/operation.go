package rest

import (
	"iter"
	"net/http"
	"strconv"
	"sync"

	"github.com/azbill/azbill/wire/schema"
)

// Table is what a generated package knows of its operations. It is written as static data and indexed on first use. It is
// safe for concurrent use and must not be copied or changed after that.
type Table struct {
	APIVersion string        // of the package
	Model      *schema.Model // what Schema values refer to
	Endpoint   *Endpoint     // nil: a host alone
	Groups     []*Group      // in document order
	Operations []Operation   // in document order

	index   sync.Once
	root    node
	nodes   int  // of the tree below root
	several bool // a template has several parameters that span segments
	byID    map[string]*Operation
}

// Group is an operation group: the operations whose ids begin with its name and "_".
type Group struct {
	Name       string
	Agreements []string // agreement types that support the group; nil when the document does not say
	Note       string   // a restriction in words
}

// Endpoint is what the document says of the URL that all paths are below.
type Endpoint struct {
	BasePath string // path that an endpoint without one is completed with, e.g. /text/v3.0; empty: none
	Template string // scheme and host with parameters in braces, e.g. https://{account}.{suffix}; empty: no parameters
	Keys     []Key  // credentials that are a header or a parameter: senders add them, and Parse leaves them out
}

// Key is a credential that is sent as a header, query parameter or cookie.
type Key struct{ Name, In string }

// Operation is one method on one path.
type Operation struct {
	ID         string // operationId, e.g. Charges_List
	Group      *Group // nil when the id names none
	Method     string // upper case
	Path       string // template, e.g. /{scope}/providers/Microsoft.Consumption/charges
	APIVersion string // what the api-version parameter holds unless a request says otherwise
	Deprecated bool

	Endpoint    *Endpoint // of the table
	Params      []Param   // parts of the host, parameters in document order, then the fields of a form
	Body        *Content  // nil: requests have none
	Accept      string    // media types that requests ask for, as the Accept header lists them; empty: application/json
	Responses   []Response
	Pager       *Pager       // nil: the reply is not a page of a list
	LongRunning *LongRunning // nil: the reply comes when the work is done

	Model *schema.Model              // what Schema values refer to
	New   func() Request             // makes an empty request
	Visit func(Request, *Codec) bool // shows the codec what a request of New's type holds; false for another type

	compiling sync.Once
	template  template
	unknown   schema.Model // of the declared query parameters' names, to tell the others
}

// Where a parameter travels.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
	InCookie = "cookie"
	InForm   = "form" // a field of the body
	InHost   = "host" // a part of the endpoint
)

// How a parameter writes its value: the styles of OpenAPI 3, and the collection formats of Swagger 2.0, where csv is
// [StyleForm], or [StyleSimple] in a path or a header, multi is StyleForm with Explode, ssv is [StyleSpaceDelimited] and
// pipes is [StylePipeDelimited].
const (
	StyleSimple         = "simple"
	StyleLabel          = "label"
	StyleMatrix         = "matrix"
	StyleForm           = "form"
	StyleSpaceDelimited = "spaceDelimited"
	StylePipeDelimited  = "pipeDelimited"
	StyleTabDelimited   = "tabDelimited" // tsv
	StyleDeepObject     = "deepObject"
	StyleContent        = "content" // JSON, or the text of another media type
	StyleNone           = "none"    // Unsupported says why the value cannot be written
)

// Param is a parameter of an operation.
type Param struct {
	Name        string // on the wire
	In          string // one of the In constants
	Required    bool
	Slashes     bool   // a path parameter that spans segments, as {scope} does
	Style       string // one of the Style constants; empty: StyleSimple in a path or header, StyleForm elsewhere
	Explode     bool   // each element or member is written on its own
	ItemStyle   string // of the inner lists, where the elements are lists; empty: they are not
	MediaType   string // of a part of a multipart form; empty: the usual one
	APIVersion  bool   // the api-version parameter
	Client      bool   // a property of the client rather than of each call
	Secret      bool   // belongs in no log
	Default     string // JSON text of what the service assumes; empty: the document does not say
	Unsupported string // why the value, or a member of it, cannot be written; empty: it can
	Schema      schema.Schema
}

// Format is how the content of a body is encoded.
type Format uint8

// The formats of bodies.
const (
	FormatNone      Format = iota // there is no body
	FormatJSON                    // a generated type
	FormatText                    // a string
	FormatBinary                  // bytes, passed as they are
	FormatForm                    // application/x-www-form-urlencoded
	FormatMultipart               // multipart/form-data
)

// Content is a request body.
type Content struct {
	Required   bool
	Format     Format
	MediaType  string   // the one that is sent
	MediaTypes []string // what the document allows; nil: MediaType alone
	Raw        string   // says that bytes are not encoded as the schema has it; empty: they are
	Schema     schema.Schema
}

// Response is what one status answers.
type Response struct {
	Status     string   // "200", "4XX" or "default"
	Error      bool     // the status says that the operation failed; a "default" that is not one is a success for 2xx alone
	Format     Format   // FormatNone: no body
	MediaTypes []string // as documented; nil: JSON
	Headers    []Header // in document order
	Raw        string   // says that bytes are not decoded as the schema has it; empty: they are
	New        func() Message
	Schema     schema.Schema // of the body
}

// Header is a response header.
type Header struct {
	Name   string
	Schema schema.Schema
}

// Pager is how the pages of a list follow one another.
type Pager struct {
	Verb        string // method of the requests for further pages: GET, or POST, which sends the body again
	NextLink    string // member that links to the next page, "properties.nextLink" when it is nested; empty: there is one page
	Items       string // member that lists the items, named likewise
	Operation   string // operationId that fetches further pages; empty: a request of the link
	Unsupported string // why the pages are not walked; empty: they are
}

// LongRunning is how an operation that goes on after its reply ends.
type LongRunning struct {
	FinalState string         // where the result is found: location, azure-async-operation, original-uri or operation-location
	Monitor    string         // response header that holds the URL of the state, e.g. Azure-AsyncOperation; empty: the document does not say
	New        func() Message // makes the empty result to decode into; nil: there is none
	Schema     schema.Schema  // of the result
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

// Fails reports whether a reply with an HTTP status that r describes says that the operation failed.
func (r *Response) Fails(status int) bool {
	return r.Error || r.Status == "default" && (status < http.StatusOK || status >= http.StatusMultipleChoices)
}

// Limits lists, in sentences, what requests and replies of the operation do not carry as the document has it.
func (op *Operation) Limits() []string {
	var out []string
	add := func(text string) {
		if text != "" {
			out = append(out, text)
		}
	}
	for i := range op.Params {
		add(op.Params[i].Unsupported)
	}
	if op.Body != nil {
		add(op.Body.Raw)
	}
	for i := range op.Responses {
		add(op.Responses[i].Raw)
	}
	if op.Pager != nil {
		add(op.Pager.Unsupported)
	}
	return out
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

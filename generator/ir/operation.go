package ir

import "github.com/azbill/azbill/openapi/diag"

// Operation is one method on one path.
type Operation struct {
	At          diag.At
	ID          string
	Tags        []string
	Group       *Group
	Name        string // Go name: ChargesList
	Request     string // Go name of the request type: ChargesListRequest
	Parse       string // Go name of the function that reads a request back: ParseChargesListRequest
	Position    string // Go name of the constant for its position in the table of operations
	Doc         Doc
	Method      string
	Path        string
	APIVersion  string   // what the api-version parameter holds unless a request sets it
	Params      []*Param // parts of the host, parameters in document order, then the fields of a form
	Body        *Body    // nil: none
	Accept      []string // media types of the replies, those of success first
	Responses   []*Response
	Reply       Reply
	Pager       *Pager       // nil: the reply is not a page
	LongRunning *LongRunning // nil: the reply comes when the work is done
	Limits      []*Limit     // what requests and replies do not carry as the document has it
}

// Limit is something that a request type or a reply does not carry as the document has it. Kind says which of the other
// fields count.
type Limit struct {
	Kind      LimitKind
	At        diag.At
	In, Wire  string // parameter
	Member    string // of an object
	Shape     Shape
	Style     string
	Explode   bool
	MediaType string
	Status    string // of a response
	Operation string // operationId
	Path      string // of Operation
	Verb      string
}

// LimitKind is what a Limit is about.
type LimitKind int

// The kinds of limits.
const (
	HeaderOfConnection   LimitKind = iota // In, Wire: net/http writes the header itself
	StyleUndefined                        // In, Wire, Shape, Style, Explode: OpenAPI does not define how the style writes the shape
	MemberUndefined                       // In, Wire, Member, Style, Explode: or how it writes a list or an object inside an object
	RawBody                               // MediaType: the bytes of the body are passed as they are
	RawReply                              // MediaType, Status: the bytes of a reply are passed as they are
	NextOperationMissing                  // Operation: the document lacks the operation that fetches the next page
	NextOperationPath                     // Operation, Path: it takes more than the link
	NextVerbUnknown                       // Verb: the next page is fetched by a method other than GET and POST
	PageNotObject                         // the reply is not one JSON object
	PageItemsMissing                      // Member: the reply has no such list
	PageLinkMissing                       // Member: the reply has no such link
)

// Where a parameter travels.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
	InCookie = "cookie"
	InForm   = "form" // a field of the body
	InHost   = "host" // a part of the endpoint
)

// Shape is what the value of a parameter is made of.
type Shape int

// The shapes of parameters.
const (
	ShapeScalar Shape = iota // a text: Item
	ShapeList                // a list of texts: Item
	ShapeLists               // a list of lists of texts: Item
	ShapeObject              // an object, or any value where the style is "content": Value
	ShapeFile                // a file of a form
	ShapeFiles               // a list of files of a form
)

// Param is a parameter.
type Param struct {
	At         diag.At
	Wire       string
	ClientName string // x-ms-client-name, which asks for another Go name; empty: none
	Name       string
	Doc        Doc
	In         string // one of the In constants
	Required   bool
	Value      Value
	Shape      Shape
	Item       Type   // what a text is read as, of scalars and lists
	Style      string // one of openapi's Style constants
	Explode    bool
	ItemStyle  string // style of the inner lists
	MediaType  string // of a file or a value of style "content"; empty: the usual one
	Slashes    bool   // the value may hold slashes, which stay
	APIVersion bool   // the api-version parameter, which the package fills in
	Client     bool   // a property of the client rather than of each call
	Secret     bool
	Default    string // JSON text; empty: none
	Limit      *Limit // why a value, or a member of it, cannot be sent; nil: it can
}

// Format is how the content of a body is encoded.
type Format int

// The formats of bodies.
const (
	NoBody    Format = iota
	JSON             // a generated type
	Text             // a string
	Binary           // bytes, handed on as they are
	Form             // application/x-www-form-urlencoded
	Multipart        // multipart/form-data
)

// Body is a request body.
type Body struct {
	At         diag.At
	Doc        Doc
	Required   bool
	MediaType  string // the one that is sent
	MediaTypes []string
	Format     Format
	Value      Value  // of JSON
	Limit      *Limit // says that the bytes are not encoded as the schema has it; nil: they are
}

// Response is what one status answers.
type Response struct {
	At         diag.At
	Status     string // "200", "4XX", "default"
	Doc        Doc
	Error      bool
	MediaTypes []string
	Format     Format
	Value      *Value // of JSON; nil: none
	Headers    []*Header
	Limit      *Limit // says that the bytes are not decoded as the schema has it; nil: they are
}

// Header is a response header.
type Header struct {
	At    diag.At
	Wire  string
	Doc   Doc
	Value Value
}

// Reply is what the replies of an operation that did not fail hold.
type Reply struct {
	Format Format // NoBody: none has a body
	Value  *Value // of JSON; nil: they hold several types
	Mixed  bool   // they have several formats
}

// Pager is how the pages of a list follow one another.
type Pager struct {
	Verb       string   // method of the requests for further pages
	NextLink   string   // member of a page that links to the next, dots between nested names; empty: there is one page
	Items      string   // list member of a page
	Operation  string   // operationId of the operation that fetches further pages; empty: a request of the link
	Page       *Struct  // nil: the reply is not an object
	Next, Path []*Field // members that lead to the link and to the list
	Limit      *Limit   // why pages are not walked; nil: they are
}

// LongRunning is how an operation that goes on after its reply ends.
type LongRunning struct {
	FinalState string // where the result is found: azure-async-operation, location, original-uri, operation-location
	Monitor    string // response header that holds the URL of the state; empty: the document does not say
	Final      *Value // the result; nil: none
}

// APIKey is a credential that is a header or a parameter.
type APIKey struct {
	At   diag.At
	Wire string
	In   string
}

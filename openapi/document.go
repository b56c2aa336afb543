package openapi

import (
	"cmp"

	"github.com/azbill/azbill/openapi/diag"
)

// Document is one OpenAPI document with everything it refers to, read and checked: what the rest of the generator and
// the conformance suite know of a specification. Swagger 2.0 and OpenAPI 3.0 documents look the same from here on.
// Slices are in document order. Text is as in the document, not yet made safe for any output. Parameters and inline
// schemas that several operations share are shared here, too: a change of one is a change of all.
type Document struct {
	At          diag.At
	Files       []string // the documents it is made of, as places name them: its own file, or those of [Merge]
	Overlays    []string // paths of the overlays that changed a file of it, as the [Source] has them
	Root        string   // folder that confines references, slash-separated, as given or found
	Title       string
	Description string
	Version     string   // info.version: for Azure documents the api-version
	Servers     []string // base URLs: "https://management.azure.com"; from host, basePath and schemes in Swagger 2.0
	BasePath    string   // path that all paths are below, without a closing slash; empty: none
	Host        *Host    // x-ms-parameterized-host; nil: the host has no parameters
	APIKeys     []APIKey // credentials of securityDefinitions or securitySchemes that travel as a header or query parameter
	Tags        []Tag
	Operations  []*Operation // paths in document order, then x-ms-paths
	Schemas     []*Schema    // named schemas: those of the document, then those of other files in the order of first reference
}

// VersionOf returns the api-version of an operation of the document.
func (doc *Document) VersionOf(op *Operation) string { return cmp.Or(op.APIVersion, doc.Version) }

// Tag is an operation tag.
type Tag struct {
	At          diag.At
	Name        string
	Description string
	Agreements  []string // x-azbill-agreements: agreement types that support the group; nil when not said
	Note        string   // x-azbill-note: a restriction in words
}

// Host is a host whose parts are parameters.
type Host struct {
	At         diag.At
	Template   string // with the scheme unless a parameter holds it: "https://{account}.{suffix}", "{endpoint}/text"
	Parameters []*Parameter
}

// APIKey is a credential that is sent as a header or a query parameter.
type APIKey struct {
	At   diag.At
	Name string // on the wire
	In   string // InHeader, InQuery or InCookie
}

// Operation is one method on one path.
type Operation struct {
	At          diag.At
	ID          string // operationId
	APIVersion  string // where [Merge] joined documents of several; empty: the document's
	Tags        []string
	Summary     string
	Description string
	Deprecated  bool
	Method      string // upper case
	Path        string // template; for x-ms-paths with its query part, which discriminates
	Parameters  []*Parameter
	Body        *Body    // nil: none
	Consumes    []string // media types of a form in Swagger 2.0
	Responses   []*Response
	Pageable    *Pageable    // x-ms-pageable; nil: none
	LongRunning *LongRunning // x-ms-long-running-operation; nil: none
	Examples    []Example    // x-ms-examples
}

// Where a parameter travels.
const (
	InPath     = "path"
	InQuery    = "query"
	InHeader   = "header"
	InFormData = "formData"
	InCookie   = "cookie"
)

// How a parameter writes a list or an object: the styles of OpenAPI 3, and two that it has no word for. The collection
// formats of Swagger 2.0 are styles as well: csv is form (simple in a path or a header), multi is form exploded, ssv is
// spaceDelimited, pipes is pipeDelimited.
const (
	StyleSimple         = "simple"
	StyleLabel          = "label"
	StyleMatrix         = "matrix"
	StyleForm           = "form"
	StyleSpaceDelimited = "spaceDelimited"
	StylePipeDelimited  = "pipeDelimited"
	StyleDeepObject     = "deepObject"
	StyleTabDelimited   = "tabDelimited" // collectionFormat tsv
	StyleContent        = "content"      // a text of Parameter.MediaType
)

// Parameter is a parameter of an operation, other than its body. Parameters of the path item come first.
type Parameter struct {
	At               diag.At
	Name             string // on the wire
	In               string
	Description      string
	Required         bool
	Schema           *Schema
	CollectionFormat string // of an array: csv (default), ssv, tsv, pipes, multi
	Style            string // one of the Style constants; never empty
	Explode          bool   // each element or member is written on its own
	ItemStyle        string // style of the elements of an array of arrays; empty: OpenAPI has none
	MediaType        string // of StyleContent
	SkipURLEncoding  bool   // x-ms-skip-url-encoding
	Client           bool   // a property of the client rather than of each call: x-ms-parameter-location, else declared globally
	Examples         []ValueExample
}

// Body is a request body.
type Body struct {
	At          diag.At
	Name        string // of the body parameter in Swagger 2.0; empty in OpenAPI 3
	Description string
	Required    bool
	Position    int // index among the parameters where Swagger 2.0 lists it; len(Parameters) in OpenAPI 3
	MediaTypes  []string
	MediaType   string // the one that Schema belongs to and that is sent; JSON when there is a choice
	Schema      *Schema
	Examples    []ValueExample
}

// Response is what one status answers.
type Response struct {
	At          diag.At
	Status      string // "200", "4XX" or "default"
	Description string
	MediaTypes  []string
	MediaType   string  // the one that Schema belongs to; JSON when there is a choice
	Schema      *Schema // nil: no body
	Headers     []*Header
	Examples    []ValueExample
	IsError     bool // x-ms-error-response, else 4xx, 5xx and a "default" beside other successes
}

// Header is a response header.
type Header struct {
	At          diag.At
	Name        string
	Description string
	Schema      *Schema
}

// Pageable is x-ms-pageable.
type Pageable struct {
	NextLink      string // member that holds the link to the next page; empty: one page only
	Item          string // member that holds the page's elements; "value" by default
	NextLinkVerb  string // method of the requests for further pages: GET or POST
	OperationName string // operationId of the operation that fetches the next page; empty: a request of the link
}

// LongRunning is x-ms-long-running-operation with its options.
type LongRunning struct {
	FinalStateVia string  // final-state-via: azure-async-operation, location, original-uri, operation-location or empty
	FinalSchema   *Schema // final-state-schema; nil: that of the responses
}

// Example is one entry of x-ms-examples.
type Example struct {
	At   diag.At
	Name string
	File string // path of the example file below Document.Root, slash-separated; it may not exist
}

// ValueExample is an example value of a body or a parameter, from example or examples of OpenAPI 3.
type ValueExample struct {
	At       diag.At
	Name     string // in examples; "example" for the only one
	JSON     string // the value as compact JSON, numbers as written; empty: it lies in File
	File     string // path below Document.Root, slash-separated; it may not exist
	Pointer  string // JSON pointer in File of the object that has the value as its member value
	External bool   // File is the value, not an object that has it
	Problem  string // why there is no value; empty: there is one
}

// Schema is a schema or a use of one. A use of a named schema has Ref set and carries only what is beside the
// reference; everything else is the target's.
type Schema struct {
	At          diag.At
	Name        string  // of a named schema (a definition or component); empty inline
	Ref         *Schema // the named schema this one refers to
	Title       string
	Description string

	Type   string // object, array, string, number, integer, boolean, file; empty: not said
	Format string

	Enum      []Value
	EnumName  string      // x-ms-enum.name
	EnumNotes []EnumValue // x-ms-enum.values
	EnumFixed bool        // x-ms-enum.modelAsString: false; the service promises no further values

	Properties           []*Property
	Required             []string
	Additional           *Schema // schema of additionalProperties; nil when not said or a boolean
	AdditionalForbidden  bool    // additionalProperties: false
	AdditionalAllowed    bool    // additionalProperties said at all, and not false
	MinProps, MaxProps   string  // decimal literals; empty: no limit
	AllOf, OneOf, AnyOf  []*Schema
	Not                  *Schema
	Discriminator        *Discriminator
	DiscriminatorValue   string // x-ms-discriminator-value
	Items                *Schema
	MinItems, MaxItems   string
	UniqueItems          bool
	MinLength, MaxLength string
	Pattern              string // ECMA 262
	Minimum, Maximum     string // number literals as written
	ExclusiveMinimum     bool
	ExclusiveMaximum     bool
	MultipleOf           string

	Default    *Value
	Nullable   *bool // nullable or x-nullable, when said
	ReadOnly   bool
	WriteOnly  bool
	Deprecated bool
	Mutability []string // x-ms-mutability
	Secret     bool     // x-ms-secret or format password
	Flatten    bool     // x-ms-client-flatten
	Resource   bool     // x-ms-azure-resource
	ClientName string   // x-ms-client-name
}

// Property is a member of an object schema.
type Property struct {
	At     diag.At
	Name   string
	Schema *Schema
}

// Discriminator names the member that tells variants apart.
type Discriminator struct {
	At       diag.At
	Property string
	Mapping  []Mapping // OpenAPI 3; empty in Swagger 2.0, where variants are found by allOf
}

// Mapping is one entry of discriminator.mapping.
type Mapping struct {
	At     diag.At
	Value  string
	Schema *Schema // the named schema
}

// EnumValue is what x-ms-enum.values says of one value.
type EnumValue struct {
	Value       string
	Name        string
	Description string
}

// Value is a JSON value of the document, its literal kept.
type Value struct {
	At   diag.At
	JSON string // compact JSON text; numbers as written
}

// Resolve follows references to the schema that holds the facts. It terminates: reading refuses reference cycles.
func (s *Schema) Resolve() *Schema {
	for s != nil && s.Ref != nil {
		s = s.Ref
	}
	return s
}

package conformance

import (
	"errors"
	"net/http"
)

// ErrNoType says that generated code has no type for what it is asked about.
var ErrNoType = errors.New("the generated package has no type for it")

// Types is generated code as the checks see it. All methods are safe for concurrent use.
type Types interface {
	// Response decodes the body of a response of the operation. The error is ErrNoType when that status has no body.
	Response(operationID, status string, body []byte) (Value, error)
	// Body decodes the body of a request of the operation. The error is ErrNoType when it has none.
	Body(operationID string, body []byte) (Value, error)
	// Match returns the operationId that a request is for.
	Match(req *http.Request) (operationID string, err error)
	// Request reads a request of the operation. The error is ErrNoType when there is no request type.
	Request(operationID string, req *http.Request) (Request, error)
}

// Value is a value of a generated type.
type Value interface {
	// AppendJSON appends the value's encoding.
	AppendJSON(b []byte) []byte
	// Validate returns what the value's own validation finds, unknown members included. asRequest: as a request body.
	Validate(asRequest bool) []TypeViolation
}

// Request is a value of a generated request type.
type Request interface {
	// HTTPRequest renders the request for an endpoint such as "https://management.azure.com".
	HTTPRequest(endpoint string) (*http.Request, error)
	// Validate returns what the request's own validation finds in its parameters.
	Validate() []TypeViolation
}

// TypeViolation is what generated code says of its own value.
type TypeViolation struct {
	Pointer string // JSON pointer
	Rule    string // required, type, enum, format, pattern, length, range, unknown-member, discriminator …
	Message string
}

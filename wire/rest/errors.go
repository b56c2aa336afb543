package rest

import (
	"errors"
	"strconv"
	"strings"
)

// What a request can be wrong in, for errors.Is.
var (
	// ErrNoOperation says that no operation has such a path.
	ErrNoOperation = errors.New("no operation has this path")
	// ErrMethod says that operations have the path, but none with the method.
	ErrMethod = errors.New("no operation has this method on the path")
	// ErrTooLong says that a limit of this package is exceeded: MaxURL, MaxSegments or MaxBody.
	ErrTooLong = errors.New("the request is too long")
	// ErrUnsupported says that a value is set which OpenAPI defines no way to send; Operation.Limits lists what they are.
	ErrUnsupported = errors.New("the value cannot be sent")
	// ErrMalformed says that a request cannot be read, or not be written without changing its meaning.
	ErrMalformed = errors.New("the request is malformed")
)

// RequestError says why a request could not be matched, parsed or built.
type RequestError struct {
	Operation string // operationId; empty while none is known
	In        string // path, query, header, body, endpoint; empty for the request as a whole
	Name      string // parameter; empty when it is not about one
	Message   string // what is wrong and what to do
	Err       error  // ErrNoOperation, ErrMethod, ErrTooLong, ErrMalformed, or the cause
}

// Error renders the error as "operation: place parameter: message".
func (e *RequestError) Error() string {
	var b strings.Builder
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	place := strings.TrimSpace(e.In + " " + e.Name)
	if place != "" {
		b.WriteString(place + ": ")
	}
	b.WriteString(e.Message)
	return b.String()
}

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.Err }

// quote shows foreign text in a message: on one line, and not more of it than helps.
func quote(s string) string {
	if len(s) > mostQuoted {
		return strconv.QuoteToGraphic(strings.ToValidUTF8(s[:mostQuoted], "\uFFFD")) + "…"
	}
	return strconv.QuoteToGraphic(s)
}

// mostQuoted is how much of a text quote shows, in bytes.
const mostQuoted = 60

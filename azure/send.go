package azure

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/azbill/azbill/wire/rest"
)

// Request is a generated request type whose operation answers with a body of type T. A program that learns the type of a
// request at run time only wraps it in one of its own, whose method Unwrap returns the generated one.
type Request[T any] interface {
	rest.Request
	ReadReply(*http.Response) (*rest.Reply[T], error)
}

// Send sends r and reads the reply. A reply of bytes is an io.ReadCloser, which the caller closes. The error says what [rest.Build] says of the request, that it could not be sent, that
// the operation failed (see the package), or that the reply is malformed.
func Send[T any](ctx context.Context, c *Client, r Request[T], opts ...rest.Option) (reply *rest.Reply[T], err error) {
	op := r.Operation()
	ctx, end := c.span(ctx, op)
	defer func() { end(err) }()
	resp, err := c.open(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	reply, err = r.ReadReply(resp)
	return reply, withSDK(err, resp)
}

// open builds and sends r, and returns the response. Its body is in memory, unless the operation answers with bytes, which
// the caller reads as they arrive.
func (c *Client) open(ctx context.Context, r rest.Request, opts []rest.Option) (*http.Response, error) {
	req, err := rest.Build(ctx, c.endpoint, generated(r), c.requestOptions(r.Operation(), opts)...)
	if err != nil {
		return nil, err
	}
	one := call{client: c, stream: answersBytes(r.Operation())}
	resp, err := one.send(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Operation().ID, err)
	}
	return resp, nil
}

// answersBytes reports whether the reply of an operation is a file or the like.
func answersBytes(op *rest.Operation) bool {
	return slices.ContainsFunc(op.Responses, func(r rest.Response) bool { return !r.Error && r.Format == rest.FormatBinary })
}

// generated is the request of generated type that r is or wraps.
func generated(r rest.Request) rest.Request {
	if w, ok := r.(interface{ Unwrap() rest.Request }); ok {
		return w.Unwrap()
	}
	return r
}

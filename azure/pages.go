package azure

import (
	"context"
	"iter"

	"github.com/azbill/azbill/wire/rest"
)

// PagesRequest is a generated request type of a pageable operation, whose pages have the type P.
type PagesRequest[P any] interface {
	rest.Request
	Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[P, error]
}

// ItemsRequest is a generated request type of a pageable operation, whose items have the type T.
type ItemsRequest[T any] interface {
	rest.Request
	Items(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[T, error]
}

// Pages yields the pages that r asks for, following the link of each to the next. The first error ends the iteration; a
// link that is not followed is a [*rest.LinkError]. [rest.From] starts at a link that was stored, [rest.MaxPages] limits
// how many are read.
func Pages[P any](ctx context.Context, c *Client, r PagesRequest[P], opts ...rest.PageOption) iter.Seq2[P, error] {
	return walk(ctx, c, r, false, func(ctx context.Context, send rest.Sender) iter.Seq2[P, error] {
		return r.Pages(ctx, c.endpoint, send, c.pageOptions(r.Operation(), opts)...)
	})
}

// Items yields the items of all pages that r asks for, one by one as they arrive, and holds one of them in memory.
// Errors and options are those of Pages. A connection that breaks while a page arrives ends the iteration: items of the
// page have been yielded, so that it cannot be asked for again in silence.
func Items[T any](ctx context.Context, c *Client, r ItemsRequest[T], opts ...rest.PageOption) iter.Seq2[T, error] {
	return walk(ctx, c, r, true, func(ctx context.Context, send rest.Sender) iter.Seq2[T, error] {
		return r.Items(ctx, c.endpoint, send, c.pageOptions(r.Operation(), opts)...)
	})
}

// walk yields what over yields, in a span, and makes its errors known to programs of the SDK.
func walk[T any](ctx context.Context, c *Client, r rest.Request, stream bool,
	over func(context.Context, rest.Sender) iter.Seq2[T, error],
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, end := c.span(ctx, r.Operation())
		var failed error
		defer func() { end(failed) }()
		calls := call{client: c, stream: stream}
		for v, err := range over(ctx, calls.send) {
			failed = withSDK(err, calls.last)
			if !yield(v, failed) {
				return
			}
		}
	}
}

package rest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/azbill/azbill/wire"
)

// Sender sends a request and returns the response, as (*http.Client).Do does. What it adds, such as credentials, retries
// and waiting, is its own business.
type Sender = func(*http.Request) (*http.Response, error)

// What can be wrong with a link to the next page, for errors.Is.
var (
	// ErrLoop says that a page links to one that has been read.
	ErrLoop = errors.New("the link leads back to a page that has been read")
	// ErrOtherHost says that a page links to another host, or from https to http; following it would hand the sender's
	// credentials to that host. AllowHosts permits hosts by name.
	ErrOtherHost = errors.New("the link leads to another host")
	// ErrTooManyPages says that there are more pages than MaxPages allows.
	ErrTooManyPages = errors.New("there are more pages than allowed")
	// ErrLinkTooLong says that a link is longer than MaxURL.
	ErrLinkTooLong = errors.New("the link is longer than a URL may be")
)

// LinkError is a link to a next page that was not followed.
type LinkError struct {
	Operation string
	Page      int    // 1-based: the page that holds the link
	Link      string // as the service wrote it; its beginning, of MaxURL bytes, when it is longer
	Err       error  // ErrLoop, ErrOtherHost, ErrTooManyPages, or why it is not a URL
}

// Error says which link of which page is wrong, and how.
func (e *LinkError) Error() string {
	return fmt.Sprintf("%s: page %d: next page %s: %v", e.Operation, e.Page, quote(e.Link), e.Err)
}

// Unwrap returns the cause.
func (e *LinkError) Unwrap() error { return e.Err }

// Pages yields the pages that r asks for, following the links from one to the next; next returns the link a page
// holds, absent, null or empty on the last. The first error ends the iteration: what Build says, what send says, a
// *ResponseError, a malformed page, or a *LinkError, also for a link that is not a string. A page that is not an object,
// which is yielded, is a [wire.ErrMismatch]: more of the list may exist.
//
//go:noinline
func Pages[P any](ctx context.Context, endpoint string, r Request, send Sender, next func(P) wire.Optional[string], opts ...PageOption) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		var none P
		w := walk{op: r.Operation(), send: send, opts: apply(opts)}
		req, err := w.first(ctx, endpoint, r)
		for req != nil && err == nil {
			var reply *Reply[P]
			if reply, err = page[P](&w, req); err != nil {
				break
			}
			if !reply.hasBody || !yield(reply.Body, nil) {
				return
			}
			if err = w.mismatch(reply.Body); err != nil || next == nil {
				break
			}
			req, err = w.next(req, next(reply.Body))
		}
		if err != nil {
			yield(none, err)
		}
	}
}

func page[P any](w *walk, req *http.Request) (*Reply[P], error) {
	resp, err := w.get(req)
	if err != nil {
		return nil, err
	}
	return ReadReply[P](resp, w.op)
}

// Items yields the items of all pages that r asks for, one by one as they arrive: stream reads the items of a page, and
// the rest of it into the page it is given. It holds one item in memory, not a page. Errors are those of Pages; the
// items before one have been yielded. To stop early, break.
//
// P is a pointer to the struct of a page.
//
//go:noinline
func Items[P, T any](ctx context.Context, endpoint string, r Request, send Sender,
	stream func(io.Reader, P) iter.Seq2[T, error], next func(P) wire.Optional[string], opts ...PageOption,
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		w := walk{op: r.Operation(), send: send, opts: apply(opts)}
		req, err := w.first(ctx, endpoint, r)
		for req != nil && err == nil {
			var resp *http.Response
			if resp, err = w.get(req); err != nil {
				break
			}
			page := reflect.New(reflect.TypeFor[P]().Elem()).Interface().(P)
			if !w.items(resp, func(body io.Reader) bool { return yieldAll(&w, stream(body, page), yield) }, &err) {
				return
			}
			if err != nil || next == nil {
				break
			}
			req, err = w.next(req, next(page))
		}
		if err != nil {
			yield(none, err)
		}
	}
}

// ItemsOfPages yields the items of all pages that r asks for, where they are not objects or not a member of the page
// itself; items returns the list of a page, which has no items when it is absent or null. It holds a page in memory.
// Errors are those of Pages, and a [wire.ErrMismatch] for a list that is another value or is in one, and for an item that
// is null or a mismatch; the items before it have been yielded.
func ItemsOfPages[P, T any](ctx context.Context, endpoint string, r Request, send Sender,
	items func(P) wire.Optional[[]T], next func(P) wire.Optional[string], opts ...PageOption,
) iter.Seq2[T, error] {
	return itemsOf(Pages(ctx, endpoint, r, send, next, opts...), r.Operation(), items, func(item *T) T { return *item })
}

// ObjectsOfPages is ItemsOfPages for items that are objects. An item that is not one is yielded, and its Extra has the value
// that it is.
func ObjectsOfPages[P, T any](ctx context.Context, endpoint string, r Request, send Sender,
	items func(P) wire.Optional[[]T], next func(P) wire.Optional[string], opts ...PageOption,
) iter.Seq2[*T, error] {
	return itemsOf(Pages(ctx, endpoint, r, send, next, opts...), r.Operation(), items, func(item *T) *T { return item })
}

// itemsOf yields the items of pages, as out makes them.
func itemsOf[P, T, Out any](pages iter.Seq2[P, error], op *Operation, items func(P) wire.Optional[[]T], out func(*T) Out) iter.Seq2[Out, error] {
	return func(yield func(Out, error) bool) {
		var none Out
		number := 0
		for page, err := range pages {
			if err != nil {
				yield(none, err)
				return
			}
			number++
			list := items(page)
			whole := before(list)
			for i := range whole {
				if !yield(out(&whole[i]), nil) {
					return
				}
			}
			if _, err := list.Value(); errors.Is(err, wire.ErrMismatch) {
				yield(none, pageError(op, number, err))
				return
			}
		}
	}
}

// before returns the items of a list up to the first that has no value.
func before[T any](list wire.Optional[[]T]) []T {
	if items, ok := list.Get(); ok {
		return items
	}
	var out []T
	elements, _ := wire.Elements(list) // none if there is no list
	for _, e := range elements {
		item, ok := e.Get()
		if !ok {
			break
		}
		out = append(out, item)
	}
	return out
}

// pageError says of a mismatch on which page it is, and, as the document names it, in which member.
func pageError(op *Operation, page int, err error) error {
	if op.Pager == nil || op.Pager.Items == "" {
		return fmt.Errorf("%s: page %d: %w", op.ID, page, err)
	}
	return fmt.Errorf("%s: page %d: %s: %w", op.ID, page, op.Pager.Items, err)
}

// mismatch returns an error if a page is another value than an object or null.
func (w *walk) mismatch(page any) error {
	v := reflect.ValueOf(page)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	field, ok := v.Type().Elem().FieldByName("Extra")
	if !ok || field.Type != reflect.TypeFor[wire.Extra]() {
		return nil
	}
	raw, ok := v.Elem().FieldByIndex(field.Index).Interface().(wire.Extra).Mismatch()
	if !ok || raw.Kind() == wire.KindNull {
		return nil
	}
	return fmt.Errorf("%s: page %d: %w", w.op.ID, len(w.seen), &wire.MismatchError{Raw: raw, Want: "an object"})
}

// yieldAll hands on what a page holds; it reports whether to go on.
func yieldAll[T any](w *walk, page iter.Seq2[T, error], yield func(T, error) bool) bool {
	for item, err := range page {
		if err != nil {
			yield(item, fmt.Errorf("%s: page %d: %w", w.op.ID, len(w.seen), err))
			return false
		}
		if !yield(item, nil) {
			return false
		}
	}
	return true
}

// walk is one way through the pages of a list.
type walk struct {
	op   *Operation
	send Sender
	opts options
	host string                     // of the endpoint
	seen map[[sha256.Size]byte]bool // hashes of the URLs asked for, which may be long
}

func (w *walk) first(ctx context.Context, endpoint string, r Request) (*http.Request, error) {
	req, err := build(ctx, endpoint, r, w.opts)
	if err != nil {
		return nil, err
	}
	w.host = HostPort(req.URL)
	w.seen = map[[sha256.Size]byte]bool{}
	if w.opts.from != "" {
		return w.follow(req, w.opts.from)
	}
	w.seen[hashOf(req.URL)] = true
	return req, nil
}

// get sends a request; a sender that returns neither response nor error is caught here.
func (w *walk) get(req *http.Request) (*http.Response, error) {
	resp, err := w.send(req)
	switch {
	case err != nil:
		if resp != nil && resp.Body != nil {
			resp.Body.Close()
		}
		return nil, fmt.Errorf("%s: page %d: %w", w.op.ID, len(w.seen), err)
	case resp == nil || resp.Body == nil:
		return nil, fmt.Errorf("%s: page %d: the sender returned no response", w.op.ID, len(w.seen))
	}
	return resp, nil
}

// items hands the body of a page on and closes it. It reports false when the iteration is over without an error to tell.
func (w *walk) items(resp *http.Response, read func(io.Reader) bool, err *error) bool {
	defer resp.Body.Close()
	spec, failed := succeeded(resp, w.op)
	switch {
	case failed != nil:
		*err = failed
		return true
	case spec.New == nil || isEmpty(resp):
		return false // a status without a body has no items and no next page
	}
	body := bufio.NewReader(resp.Body)
	if mark, err := body.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = body.Discard(len(mark)) // they are in the buffer
	}
	if _, err := body.Peek(1); err == io.EOF {
		return false
	}
	return read(body)
}

// next makes the request for the page that a link leads to; nil when there is none. A link that is a mismatch is an
// error: the list would seem to end.
func (w *walk) next(req *http.Request, link wire.Optional[string]) (*http.Request, error) {
	text, err := link.Value()
	if mismatch := new(wire.MismatchError); errors.As(err, &mismatch) {
		return nil, &LinkError{Operation: w.op.ID, Page: len(w.seen), Link: cut(mismatch.Raw.String()), Err: err}
	}
	return w.follow(req, text)
}

// cut bounds what an error keeps of a link.
func cut(link string) string { return link[:min(len(link), MaxURL)] }

// follow makes the request for the next page; nil when there is none.
func (w *walk) follow(req *http.Request, link string) (*http.Request, error) {
	if link == "" {
		return nil, nil
	}
	page := len(w.seen)
	fail := func(err error) (*http.Request, error) {
		return nil, &LinkError{Operation: w.op.ID, Page: page, Link: cut(link), Err: err}
	}
	if p := w.op.Pager; p != nil && p.Unsupported != "" {
		return fail(fmt.Errorf("%w: %s", ErrUnsupported, p.Unsupported))
	}
	u, err := resolve(req.URL, link)
	switch {
	case err != nil:
		return fail(err)
	case !w.allowed(req.URL, u):
		return fail(ErrOtherHost)
	case w.seen[hashOf(u)]:
		return fail(ErrLoop)
	case w.opts.maxPages > 0 && page >= w.opts.maxPages:
		return fail(ErrTooManyPages)
	}
	w.seen[hashOf(u)] = true
	again, err := w.again(req, u.String())
	if err != nil {
		return fail(err)
	}
	return again, nil
}

// again makes the request for a further page: a GET of the link, or a POST with the body of the first request, whose
// headers it has in any case.
func (w *walk) again(req *http.Request, link string) (*http.Request, error) {
	method := http.MethodGet
	if w.op.Pager != nil && w.op.Pager.Verb != "" {
		method = w.op.Pager.Verb
	}
	var body io.Reader
	if method != http.MethodGet && req.GetBody != nil {
		again, err := req.GetBody()
		if err != nil {
			return nil, fmt.Errorf("read the body again: %w", err)
		}
		body = again
	}
	again, err := http.NewRequestWithContext(req.Context(), method, link, body)
	if err != nil {
		return nil, err
	}
	again.Header = req.Header.Clone()
	if body == nil {
		again.Header.Del("Content-Type")
	} else {
		again.ContentLength, again.GetBody = req.ContentLength, req.GetBody
	}
	return again, nil
}

func hashOf(u *url.URL) [sha256.Size]byte { return sha256.Sum256([]byte(u.String())) }

// resolve reads a link relative to the page that holds it. Services write spaces and quotes into links.
func resolve(base *url.URL, link string) (*url.URL, error) {
	if len(link) > MaxURL {
		return nil, ErrLinkTooLong
	}
	if problem := textProblem(link); problem != "" || hasControl(link) {
		return nil, errors.New("the link holds characters that no URL has")
	}
	link, _, _ = strings.Cut(link, "#")
	text, query, found := strings.Cut(link, "?")
	if found {
		text += "?" + tidyQuery(query)
	}
	u, err := base.Parse(strings.ReplaceAll(text, " ", "%20"))
	if err != nil {
		return nil, errors.New("the link is not a URL")
	}
	if u.User != nil || u.Opaque != "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the link is not a plain https URL")
	}
	return u, nil
}

// allowed reports whether a link from one page to another may be followed.
func (w *walk) allowed(from, to *url.URL) bool {
	if from.Scheme == "https" && to.Scheme != "https" {
		return false
	}
	host := HostPort(to)
	if host == w.host {
		return true
	}
	for _, h := range w.opts.hosts {
		if HostPort(&url.URL{Scheme: to.Scheme, Host: h}) == host {
			return true
		}
	}
	return false
}

// HostPort returns host and port of a URL in one spelling, to compare them: in lower case, and with the scheme's port where
// the URL names none.
func HostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

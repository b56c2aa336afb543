package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

// bodyRequest is a request with one body, of whichever format its operation has.
type bodyRequest struct {
	op    *rest.Operation
	text  wire.Optional[string]
	blob  rest.Blob
	file  wire.Optional[rest.File]
	files wire.Optional[[]rest.File]
	n     wire.Optional[int32]
	tags  wire.Optional[[]string]
	note  wire.Optional[string]
	extra rest.Extra
}

func (r *bodyRequest) Operation() *rest.Operation { return r.op }

func (r *bodyRequest) visit(c *rest.Codec) {
	c.Extra(&r.extra)
	switch r.op.Body.Format {
	case rest.FormatText:
		c.TextBody(&r.text)
	case rest.FormatBinary:
		c.BlobBody(&r.blob)
	case rest.FormatMultipart:
		c.File("file", &r.file)
		c.Files("files", &r.files)
		fallthrough
	default:
		c.Int32("n").Optional(&r.n)
		c.Text("tags").List(&r.tags)
		c.Text("a note").Optional(&r.note)
	}
}

func bodyOperation(f rest.Format, mediaType string) *rest.Operation {
	op := &rest.Operation{ID: "Notes_Post", Method: "POST", Path: "/notes", Body: &rest.Content{Format: f, MediaType: mediaType}}
	op.Visit = func(r rest.Request, c *rest.Codec) bool {
		r.(*bodyRequest).visit(c)
		return true
	}
	if f == rest.FormatMultipart {
		op.Params = []rest.Param{{Name: "file", In: rest.InForm}, {Name: "files", In: rest.InForm}}
	}
	if f == rest.FormatMultipart || f == rest.FormatForm {
		op.Params = append(op.Params, rest.Param{Name: "n", In: rest.InForm}, rest.Param{Name: "tags", In: rest.InForm, Explode: true},
			rest.Param{Name: "a note", In: rest.InForm})
	}
	return op
}

// TestBodiesOverHTTP sends a body of each format over a connection: the handler receives the bytes that curl would send,
// and reads the request back.
func TestBodiesOverHTTP(t *testing.T) {
	type body struct {
		op          *rest.Operation
		fill        func(*bodyRequest)
		contentType string
		want        string
	}
	const boundary = "BOUNDARY"
	part := func(head, text string) string {
		return "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + text + "\r\n"
	}
	bodies := map[string]body{
		"text": {op: bodyOperation(rest.FormatText, "text/plain"), fill: func(r *bodyRequest) { r.text = wire.Some("hello\r\n\"é\"") },
			contentType: "text/plain", want: "hello\r\n\"é\""},
		"empty text": {op: bodyOperation(rest.FormatText, "text/plain"), fill: func(r *bodyRequest) { r.text = wire.Some("") }, contentType: "text/plain"},
		"csv": {op: bodyOperation(rest.FormatBinary, "text/csv"), fill: func(r *bodyRequest) { r.blob = rest.Bytes([]byte("a,b\r\n1,2\r\n")) },
			contentType: "text/csv", want: "a,b\r\n1,2\r\n"},
		"octets": {op: bodyOperation(rest.FormatBinary, "application/octet-stream"), fill: func(r *bodyRequest) { r.blob = rest.Bytes([]byte("\x00\xff\xfe")) },
			contentType: "application/octet-stream", want: "\x00\xff\xfe"},
		"stream": {op: bodyOperation(rest.FormatBinary, "application/octet-stream"),
			fill:        func(r *bodyRequest) { r.blob = rest.Stream(io.LimitReader(strings.NewReader("streamed and cut"), 8)) },
			contentType: "application/octet-stream", want: "streamed"},
		"xml": {op: bodyOperation(rest.FormatBinary, "application/xml"), fill: func(r *bodyRequest) { r.blob = rest.Bytes([]byte("<a/>")) },
			contentType: "application/xml", want: "<a/>"},
		"form": {op: bodyOperation(rest.FormatForm, "application/x-www-form-urlencoded"), fill: func(r *bodyRequest) {
			r.n, r.tags, r.note = wire.Some[int32](7), wire.Some([]string{"x&y", "é"}), wire.Some("a b=c+%")
		}, contentType: "application/x-www-form-urlencoded", want: "n=7&tags=x%26y&tags=%C3%A9&a%20note=a%20b%3Dc%2B%25"},
		"multipart": {op: bodyOperation(rest.FormatMultipart, "multipart/form-data"), fill: func(r *bodyRequest) {
			r.file = wire.Some(rest.File{Name: `a "b".csv`, ContentType: "text/csv", Content: rest.Bytes([]byte("1\r\n--2\r\n"))})
			r.files = wire.Some([]rest.File{{Content: rest.Bytes([]byte("x"))}, {Name: "y\\z", Content: rest.Bytes(nil)}})
			r.n, r.note = wire.Some[int32](7), wire.Some("é")
		}, contentType: "multipart/form-data; boundary=" + boundary, want: part("name=\"file\"; filename=\"a %22b%22.csv\"\r\nContent-Type: text/csv", "1\r\n--2\r\n") +
			part("name=\"files\"; filename=\"files\"\r\nContent-Type: application/octet-stream", "x") +
			part("name=\"files\"; filename=\"y\\z\"\r\nContent-Type: application/octet-stream", "") +
			part(`name="n"`, "7") + part(`name="a note"`, "é") + "--" + boundary + "--\r\n"},
		"multipart stream": {op: bodyOperation(rest.FormatMultipart, "multipart/form-data"), fill: func(r *bodyRequest) {
			r.file = wire.Some(rest.File{Name: "s", Content: rest.Stream(io.LimitReader(strings.NewReader("stream"), 3))})
			r.n = wire.Some[int32](1)
		}, contentType: "multipart/form-data; boundary=" + boundary,
			want: part("name=\"file\"; filename=\"s\"\r\nContent-Type: application/octet-stream", "str") + part(`name="n"`, "1") + "--" + boundary + "--\r\n"},
	}
	for name, c := range bodies {
		t.Run(name, func(t *testing.T) {
			r := &bodyRequest{op: c.op}
			c.fill(r)
			var received *bodyRequest
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				data, _ := io.ReadAll(req.Body)
				contentType, text := req.Header.Get("Content-Type"), string(data)
				if _, b, ok := strings.Cut(contentType, "boundary="); ok {
					contentType, text = strings.ReplaceAll(contentType, b, boundary), strings.ReplaceAll(text, b, boundary)
				}
				if contentType != c.contentType || text != c.want {
					t.Errorf("received %s\n%q, want %s\n%q", contentType, text, c.contentType, c.want)
				}
				req.Body = io.NopCloser(strings.NewReader(string(data)))
				received = &bodyRequest{op: c.op}
				if err := rest.Parse(req, received); err != nil {
					t.Error(err)
				}
			}))
			defer server.Close()
			req, err := rest.Build(t.Context(), server.URL, r)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := server.Client().Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if streams := strings.Contains(name, "stream"); !streams && !rest.Equal(r, received) {
				t.Errorf("read back %+v", received)
			}
		})
	}
}

// TestRepeatable: a body that can be read again has GetBody, which retries and redirects need.
func TestRepeatable(t *testing.T) {
	r := &bodyRequest{op: bodyOperation(rest.FormatBinary, "application/octet-stream"), blob: rest.Stream(strings.NewReader("seekable"))}
	req, err := rest.Build(t.Context(), rest.PublicCloud, r)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		body, err := req.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(body); string(text) != "seekable" || err != nil {
			t.Errorf("%q, %v", text, err)
		}
	}
}

// TestRepliesByMediaType states what a reply of each format and media type gives.
func TestRepliesByMediaType(t *testing.T) {
	op := func(f rest.Format, types ...string) *rest.Operation {
		return &rest.Operation{ID: "R", Responses: []rest.Response{{Status: "200", Format: f, MediaTypes: types, New: func() rest.Message { return new(sample.Budget) }}}}
	}
	const object = `{"category":"Cost"}`
	for name, c := range map[string]struct {
		op                *rest.Operation
		contentType, body string
		want              string // of the body; "error": ErrMediaType
	}{
		"json":                 {op(rest.FormatJSON), "application/json; charset=utf-8", object, "*sample.Budget"},
		"problem json":         {op(rest.FormatJSON, "application/json"), "application/problem+json", object, "*sample.Budget"},
		"no media type":        {op(rest.FormatJSON), "", object, "*sample.Budget"},
		"byte order mark":      {op(rest.FormatJSON), "application/json", "\xef\xbb\xbf" + object, "*sample.Budget"},
		"any":                  {op(rest.FormatJSON, "*/*"), "application/json", object, "*sample.Budget"},
		"any, not JSON":        {op(rest.FormatJSON, "*/*"), "text/html", "<html>", "error"},
		"html in place":        {op(rest.FormatJSON), "text/html", "<html>", "error"},
		"text":                 {op(rest.FormatText, "text/plain"), "text/plain; charset=utf-8", "hello", "hello"},
		"json in place":        {op(rest.FormatText, "text/plain"), "application/json", object, "error"},
		"bytes":                {op(rest.FormatBinary, "application/octet-stream"), "application/octet-stream", "\x00\x01", "\x00\x01"},
		"csv":                  {op(rest.FormatBinary, "text/csv"), "text/csv", "a,b\n", "a,b\n"},
		"page in place of csv": {op(rest.FormatBinary, "text/csv"), "text/html", "<html>", "error"},
		"file said to be JSON": {op(rest.FormatBinary, "application/json"), "application/zip", "PK", "PK"},
		"images":               {op(rest.FormatBinary, "image/*"), "image/png", "png", "png"},
	} {
		t.Run(name, func(t *testing.T) {
			resp := response(200, c.body)
			if c.contentType != "" {
				resp.Header.Set("Content-Type", c.contentType)
			}
			reply, err := rest.ReadReply[any](resp, c.op)
			if c.want == "error" {
				var e *rest.ResponseError
				if !errors.Is(err, rest.ErrMediaType) || !errors.As(err, &e) || string(e.Raw) != c.body || !strings.Contains(err.Error(), c.contentType) {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%T", reply.Body)
			switch body := reply.Body.(type) {
			case string:
				got = body
			case io.ReadCloser:
				data, _ := io.ReadAll(body)
				got = string(data)
				body.Close()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestDefaultAlone: where "default" is the only response, a 2xx is its success, and any other status a failure with its
// body.
func TestDefaultAlone(t *testing.T) {
	op := &rest.Operation{ID: "D_Get", Responses: []rest.Response{{Status: "default", Format: rest.FormatJSON, New: func() rest.Message { return new(sample.Budget) }}}}
	for status, fails := range map[int]bool{200: false, 202: false, 302: true, 404: true, 500: true} {
		reply, err := rest.ReadReply[*sample.Budget](response(status, `{"category":"Cost"}`), op)
		if fails != (err != nil) || !fails && reply.Body.Category.OrZero() != "Cost" {
			t.Errorf("%d: %+v, %v", status, reply, err)
		}
		if body, ok := rest.ErrorBody[*sample.Budget](err); fails && (!ok || body.Category.OrZero() != "Cost") {
			t.Errorf("%d: error body %v", status, body)
		}
	}
}

// TestErrorsInOtherForms: code and message are found behind a byte order mark, and in XML.
func TestErrorsInOtherForms(t *testing.T) {
	op := (&sample.BudgetsListRequest{}).Operation()
	for _, body := range []string{
		"\xef\xbb\xbf" + `{"error":{"code":"Busy","message":"a < b"}}`,
		"\xef\xbb\xbf<?xml version=\"1.0\"?><Error><Code>Busy</Code><Message>a &lt; b</Message></Error>",
	} {
		_, err := rest.ReadReply[any](response(400, body), op)
		var e *rest.ResponseError
		if !errors.As(err, &e) || e.Code != "Busy" || e.Message != "a < b" || string(e.Raw) != body {
			t.Errorf("%q: %+v", body, e)
		}
	}
}

// postPages is a request whose pages are asked for by POST.
type postPages struct {
	op   *rest.Operation
	body wire.Optional[string]
	rest.Extra
}

func (r *postPages) Operation() *rest.Operation { return r.op }
func (r *postPages) visit(c *rest.Codec) {
	c.Extra(&r.Extra)
	c.TextBody(&r.body)
}

// TestPostPages: further pages of a POST are asked for with its body and headers, and what the generator cannot walk is
// an error in its words once there is a further page.
func TestPostPages(t *testing.T) {
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		data, _ := io.ReadAll(req.Body)
		bodies = append(bodies, fmt.Sprintf("%s %s %s %s", req.Method, req.URL.RequestURI(), req.Header.Get("Content-Type"), data))
		w.Header().Set("Content-Type", "application/json")
		next := ""
		if len(bodies) < 3 {
			next = fmt.Sprintf(`,"nextLink":"/query?page=%d"`, len(bodies)+1)
		}
		fmt.Fprintf(w, `{"value":[{"id":"%da"},{"id":"%db"}]%s}`, len(bodies), len(bodies), next)
	}))
	defer server.Close()
	op := &rest.Operation{
		ID: "Query_Run", Method: "POST", Path: "/query", Body: &rest.Content{Format: rest.FormatText, MediaType: "text/plain"},
		Responses: []rest.Response{{Status: "200", Format: rest.FormatJSON, New: func() rest.Message { return new(sample.BudgetsListResult) }}},
		Visit: func(r rest.Request, c *rest.Codec) bool {
			r.(*postPages).visit(c)
			return true
		},
		Pager: &rest.Pager{Verb: "POST", NextLink: "nextLink", Items: "value"},
	}
	r := &postPages{op: op, body: wire.Some("what")}
	link := func(p *sample.BudgetsListResult) wire.Optional[string] { return p.NextLink }
	items := func(p *sample.BudgetsListResult) wire.Optional[[]sample.Budget] { return p.Value }
	walk := func() iter.Seq2[*sample.Budget, error] {
		return rest.ObjectsOfPages(context.Background(), server.URL, r, server.Client().Do, items, link)
	}
	var names []string
	for b, err := range walk() {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, b.ID.OrZero())
	}
	if got := strings.Join(names, " "); got != "1a 1b 2a 2b 3a 3b" {
		t.Errorf("items %s", got)
	}
	want := "POST /query text/plain what|POST /query?page=2 text/plain what|POST /query?page=3 text/plain what"
	if got := strings.Join(bodies, "|"); got != want {
		t.Errorf("requests\n%s, want\n%s", got, want)
	}
	op.Pager.Unsupported, bodies = "Pages are not walked: for a reason.", nil
	n := 0
	for _, err := range walk() {
		if err != nil && (!errors.Is(err, rest.ErrUnsupported) || !strings.Contains(err.Error(), op.Pager.Unsupported) || n != 2) {
			t.Errorf("after %d items: %v", n, err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d steps, want two items and an error", n)
	}
}

// TestLongLink: a link longer than a URL may be is refused, and not kept whole.
func TestLongLink(t *testing.T) {
	op := (&sample.BudgetsListRequest{}).Operation()
	send := func(*http.Request) (*http.Response, error) {
		return response(200, `{"value":[],"nextLink":"https://management.azure.com/`+strings.Repeat("a", 1<<20)+`"}`), nil
	}
	r := &sample.BudgetsListRequest{Scope: "s"}
	link := func(p *sample.BudgetsListResult) wire.Optional[string] { return p.NextLink }
	for _, err := range rest.Pages(t.Context(), rest.PublicCloud, r, send, link) {
		var e *rest.LinkError
		if err != nil && (!errors.Is(err, rest.ErrLinkTooLong) || !errors.As(err, &e) || len(e.Link) > rest.MaxURL || e.Operation != op.ID) {
			t.Errorf("%.100v", err)
		}
	}
}

package rest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

// received makes the request that has a body of a content type.
func received(t *testing.T, op *rest.Operation, contentType, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(op.Method, "https://h"+op.Path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req
}

// TestReadForms states what is read of the bodies that other senders make, as "name=value" of each field, or the error.
func TestReadForms(t *testing.T) {
	const boundary = "multipart/form-data; boundary=B"
	form, multi := bodyOperation(rest.FormatForm, "application/x-www-form-urlencoded"), bodyOperation(rest.FormatMultipart, "multipart/form-data")
	part := func(head, text string) string { return "--B\r\n" + head + "\r\n\r\n" + text + "\r\n" }
	for _, c := range []struct {
		op          *rest.Operation
		contentType string
		body        string
		want        string
	}{
		{form, "application/x-www-form-urlencoded", "n=1&a+note=b+c", "n=1 note=b c"},
		{form, "", "n=1", "n=1"},
		{form, "", "tags=a&tags=&other=1", "tags=[a ]"},
		{form, "", "n=1&n=2", "form n: is there more than once, and services differ in which one they take; send it once"},
		{form, "text/plain", "n=%zz", `body: is not application/x-www-form-urlencoded; its Content-Type is "text/plain"`},
		{form, "text/plain", "", ""},
		{multi, boundary, part(`Content-Disposition: form-data; name="n"`, "7") + "--B--\r\n", "n=7"},
		{multi, boundary, part(`content-disposition: form-data;NAME=n`, "7") + "--B--\r\n", "n=7"},
		{multi, boundary, part(`Content-Disposition: form-data; name="a note"`, "") + "--B--\r\n", "note="},
		{multi, boundary, part(`Content-Disposition: form-data; name="file"; filename="a;b=\c.txt"`, "x") + "--B--\r\n", `file=a;b=\c.txt::x`},
		{multi, boundary, part("Content-Disposition: form-data; name=\"file\"; filename=\"%22\"\r\nContent-Type: text/csv", "x") + "--B--\r\n", `file=":text/csv:x`},
		{multi, boundary, part("Content-Disposition: form-data; name=\"file\"\r\nContent-Type: text/csv", "x") + "--B--\r\n", `file=:text/csv:x`},
		{multi, boundary, part(`Content-Disposition: form-data; name="file"`, "x") + part(`Content-Disposition: form-data; name="file"`, "y") + "--B--\r\n",
			"form file: is there more than once, and services differ in which one they take; send it once"},
		{multi, boundary, part(`Content-Disposition: form-data; name="files"`, "x") + part(`Content-Disposition: form-data; name="files"; filename=""`, "y") + "--B--\r\n",
			"files=::x files=::y"},
		{multi, boundary, part("Content-Disposition: form-data; name=\"n\"\r\nContent-Transfer-Encoding: quoted-printable", "=37") + "--B--\r\n", "n mismatch"},
		{multi, boundary, "--B--\r\n", ""},
		{multi, "multipart/form-data", "--B--\r\n", `body: is not multipart/form-data; its Content-Type is "multipart/form-data"`},
		{multi, "multipart/form-data; boundary=", "--B--\r\n", `its Content-Type is "multipart/form-data; boundary="`},
		{multi, ";", "--B--\r\n", `its Content-Type is ";"`},
		{multi, boundary, "--C--\r\n", "body: is not multipart/form-data"},
		{multi, boundary, "--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n7", "body: is not multipart/form-data"},
	} {
		r := &bodyRequest{op: c.op}
		err := rest.Parse(received(t, c.op, c.contentType, c.body), r)
		if err != nil {
			if !errors.Is(err, rest.ErrMalformed) || !strings.Contains(err.Error(), c.want) || c.want == "" {
				t.Errorf("%s %q: error %v, want %q", c.contentType, c.body, err, c.want)
			}
			continue
		}
		var got []string
		if n, ok := r.n.Get(); ok {
			got = append(got, fmt.Sprint("n=", n))
		}
		if tags, ok := r.tags.Get(); ok {
			got = append(got, fmt.Sprint("tags=", tags))
		}
		if note, ok := r.note.Get(); ok {
			got = append(got, "note="+note)
		}
		files := r.files.OrZero()
		name := "files"
		if f, ok := r.file.Get(); ok {
			files, name = append(files, f), "file"
		}
		for _, f := range files {
			data, _ := f.Content.Bytes()
			got = append(got, fmt.Sprintf("%s=%s:%s:%s", name, f.Name, f.ContentType, data))
		}
		for _, m := range r.extra.Mismatches() {
			got = append(got, m.Name+" mismatch")
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s %q: read %q, want %q", c.contentType, c.body, got, c.want)
		}
		if !strings.Contains(c.want, "files=") && !r.files.IsZero() {
			t.Errorf("%s %q: a list of files that is not there is %v", c.contentType, c.body, r.files)
		}
	}
}

// TestFormExtras: fields that the operation does not declare are kept and sent again, after those that it does.
func TestFormExtras(t *testing.T) {
	op := bodyOperation(rest.FormatForm, "application/x-www-form-urlencoded")
	r := &bodyRequest{op: op}
	if err := rest.Parse(received(t, op, "", "x=1&n=2&y=&x=3"), r); err != nil {
		t.Fatal(err)
	}
	req, err := rest.Build(t.Context(), rest.PublicCloud, r)
	if err != nil {
		t.Fatal(err)
	}
	if got := content(t, req); got != "n=2&x=1&y=&x=3" {
		t.Errorf("sends %s again", got)
	}
	other := &bodyRequest{op: op}
	if err := rest.Parse(received(t, op, "", "x=1&n=2&y=&x=4"), other); err != nil || rest.Equal(r, other) {
		t.Errorf("equals a request with another field; %v", err)
	}
}

// TestFormNames: what a name of a file cannot be is an error, of Build and of Validate.
func TestFormNames(t *testing.T) {
	for _, c := range []struct {
		file rest.File
		want string
	}{
		{rest.File{Name: "a\r\nb", Content: rest.Bytes(nil)}, "form file: holds a control character"},
		{rest.File{ContentType: "text/plain\n", Content: rest.Bytes(nil)}, "form file: holds a control character"},
		{rest.File{Name: "100%22", Content: rest.Bytes(nil)}, "form file: holds %22, which a form has for a quotation mark"},
	} {
		r := &bodyRequest{op: bodyOperation(rest.FormatMultipart, "multipart/form-data"), file: wire.Some(c.file), n: wire.Some[int32](1)}
		if _, err := rest.Build(t.Context(), rest.PublicCloud, r); !errors.Is(err, rest.ErrMalformed) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: Build: %v", c.file.Name, err)
		}
		var found wire.Violations
		if err := rest.Validate(r); !errors.As(err, &found) || found[0].Pointer != "/form/file" || found[0].Rule != "encoding" {
			t.Errorf("%q: Validate: %v", c.file.Name, err)
		}
	}
}

// TestUnsetFiles: a file that is unset or null is not sent; it is a violation where it is required and unset.
func TestUnsetFiles(t *testing.T) {
	op := bodyOperation(rest.FormatMultipart, "multipart/form-data")
	op.Params[0].Required, op.Params[1].Required = true, true
	for _, c := range []struct {
		r    *bodyRequest
		want string
	}{
		{&bodyRequest{op: op}, "/form/file required, /form/files required"},
		{&bodyRequest{op: op, file: wire.Null[rest.File](), files: wire.Null[[]rest.File]()}, "/form/file required, /form/files required"},
		{&bodyRequest{op: op, file: wire.Some(rest.File{}), files: wire.Some([]rest.File{})}, ""},
	} {
		var got []string
		var found wire.Violations
		errors.As(rest.Validate(c.r), &found)
		for _, v := range found {
			got = append(got, v.Pointer+" "+v.Rule)
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
		if _, err := rest.Build(t.Context(), rest.PublicCloud, c.r); err != nil {
			t.Error(err)
		}
	}
}

// seeker is a stream that can be read again, until it breaks.
type seeker struct {
	*strings.Reader
	seeks, breaks int
}

func (s *seeker) Seek(offset int64, whence int) (int64, error) {
	if s.seeks++; s.seeks > s.breaks {
		return 0, errBroken
	}
	return s.Reader.Seek(offset, whence)
}

// TestStreams: a stream is read again from where it was, when it can be.
func TestStreams(t *testing.T) {
	op := bodyOperation(rest.FormatBinary, "application/octet-stream")
	for breaks, want := range []string{"no GetBody", "connection reset", "cd"} {
		s := &seeker{Reader: strings.NewReader("abcd"), breaks: breaks}
		if _, err := io.CopyN(io.Discard, s.Reader, 2); err != nil {
			t.Fatal(err)
		}
		req, err := rest.Build(t.Context(), rest.PublicCloud, &bodyRequest{op: op, blob: rest.Stream(s)})
		if err != nil {
			t.Fatal(err)
		}
		got := "no GetBody"
		if req.GetBody != nil {
			if got := content(t, req); got != "cd" {
				t.Errorf("sends %q", got)
			}
			body, err := req.GetBody()
			if errors.Is(err, errBroken) {
				got = err.Error()
			} else if data, err := io.ReadAll(body); err == nil {
				got = string(data)
			}
		}
		if !strings.Contains(got, want) {
			t.Errorf("a stream that seeks %d times: %s, want %s", breaks, got, want)
		}
	}
}

// TestContentLength: a declared header Content-Length says how long a stream is; of other bodies it is checked.
func TestContentLength(t *testing.T) {
	op := &rest.Operation{ID: "L_Put", Method: "PUT", Path: "/l", Params: []rest.Param{{Name: "content-length", In: rest.InHeader}},
		Body: &rest.Content{Format: rest.FormatBinary, MediaType: "text/csv"}}
	op.Visit = func(r rest.Request, c *rest.Codec) bool {
		l := r.(*lengthRequest)
		c.Extra(&l.Extra)
		c.Text("content-length").Optional(&l.length)
		c.BlobBody(&l.body)
		return true
	}
	stream := rest.Stream(io.LimitReader(strings.NewReader("abcd"), 4))
	for _, c := range []struct {
		length string
		body   rest.Blob
		want   int64 // -1: an error
	}{
		{"4", stream, 4}, {"3", stream, 3}, {"0", stream, 0}, {"-1", stream, -1}, {"x", stream, -1}, {"", stream, 0},
		{"4", rest.Bytes([]byte("abcd")), 4}, {"3", rest.Bytes([]byte("abcd")), -1}, {"5", rest.Bytes([]byte("abcd")), -1}, {"", rest.Bytes([]byte("abcd")), 4},
		{"0", rest.Blob{}, 0}, {"1", rest.Blob{}, -1},
	} {
		r := &lengthRequest{op: op, body: c.body}
		if c.length != "" {
			r.length = wire.Some(c.length)
		}
		req, err := rest.Build(t.Context(), rest.PublicCloud, r)
		switch {
		case c.want < 0 && (!errors.Is(err, rest.ErrMalformed) || !strings.Contains(err.Error(), `header Content-Length: "`+c.length+`" is not the length of the body`)):
			t.Errorf("%q: error %v", c.length, err)
		case c.want >= 0 && (err != nil || req.ContentLength != c.want):
			t.Errorf("%q: length %v, %v; want %d", c.length, req, err, c.want)
		case c.want >= 0 && req.Header["Content-Length"] != nil:
			t.Errorf("%q: the header is set, which net/http writes itself", c.length)
		}
	}
	for length, want := range map[int64]string{4: "4", 0: "", -1: ""} {
		req := received(t, op, "text/csv", "abcd")
		req.ContentLength = length
		r := &lengthRequest{op: op}
		if err := rest.Parse(req, r); err != nil || r.length.OrZero() != want {
			t.Errorf("a request of %d bytes: %q, %v", length, r.length.OrZero(), err)
		}
	}
}

type lengthRequest struct {
	op     *rest.Operation
	length wire.Optional[string]
	body   rest.Blob
	Extra  rest.Extra
}

func (r *lengthRequest) Operation() *rest.Operation { return r.op }

// TestNoBody states when a body of no bytes is there: when its Content-Type says so, unless it is JSON.
func TestNoBody(t *testing.T) {
	text, octets := bodyOperation(rest.FormatText, "text/plain"), bodyOperation(rest.FormatBinary, "application/octet-stream")
	for _, c := range []struct {
		op          *rest.Operation
		contentType string
		body        io.Reader
		there       bool
	}{
		{text, "", nil, false}, {text, "text/plain", nil, true}, {text, "", strings.NewReader(""), false}, {text, "text/plain", strings.NewReader(""), true},
		{text, "", strings.NewReader("x"), true}, {text, "text/plain", http.NoBody, true}, {octets, "", http.NoBody, false}, {octets, "a/b", http.NoBody, true},
		{octets, "", strings.NewReader("x"), true}, {octets, "", struct{ io.Reader }{strings.NewReader("")}, false},
	} {
		req, err := http.NewRequest("POST", "https://h/notes", c.body)
		if err != nil {
			t.Fatal(err)
		}
		if c.contentType != "" {
			req.Header.Set("Content-Type", c.contentType)
		}
		r := &bodyRequest{op: c.op}
		if err := rest.Parse(req, r); err != nil {
			t.Error(err)
		}
		if there := !r.text.IsZero() || !r.blob.IsZero(); there != c.there {
			t.Errorf("%s, %q, %T: there %v, want %v", c.op.Body.MediaType, c.contentType, c.body, there, c.there)
		}
	}
	json := &sample.BudgetsCreateOrUpdateRequest{}
	req := line(t, "PUT https://h/s/providers/Microsoft.Consumption/budgets/b?api-version=2024-08-01")
	req.Header.Set("Content-Type", "application/json")
	if err := rest.Parse(req, json); err != nil || !json.Body.IsZero() {
		t.Errorf("JSON of no bytes: %+v, %v", json.Body, err)
	}
}

// TestRequiredBodies: a body that is required and missing is a violation.
func TestRequiredBodies(t *testing.T) {
	for _, f := range []rest.Format{rest.FormatText, rest.FormatBinary} {
		op := bodyOperation(f, "text/plain")
		for _, required := range []bool{true, false} {
			op.Body.Required = required
			var found wire.Violations
			if errors.As(rest.Validate(&bodyRequest{op: op}), &found) != required || required && (found[0].Pointer != "/body" || found[0].Rule != "required") {
				t.Errorf("format %d, required %v: %v", f, required, found)
			}
			if err := rest.Validate(&bodyRequest{op: op, text: wire.Some(""), blob: rest.Bytes(nil)}); err != nil {
				t.Errorf("format %d, an empty body: %v", f, err)
			}
		}
	}
}

// TestAbsentBodies: a JSON body that is absent is neither sent nor checked.
func TestAbsentBodies(t *testing.T) {
	op := &rest.Operation{ID: "Op", Method: "PUT", Path: "/a", Body: &rest.Content{Format: rest.FormatJSON, MediaType: "application/json", Schema: amountSchema}, Model: sampleModel}
	type request struct {
		lengthRequest
		body object
	}
	op.Visit = func(r rest.Request, c *rest.Codec) bool {
		c.ObjectBody(&r.(*request).body)
		return true
	}
	r := &request{lengthRequest: lengthRequest{op: op}}
	for _, opts := range [][]rest.Option{nil, {rest.WithReadOnly()}} {
		req, err := rest.Build(t.Context(), rest.PublicCloud, r, opts...)
		if err != nil || req.Body != nil || req.Header["Content-Type"] != nil {
			t.Errorf("sends %+v, %v", req, err)
		}
	}
	if err := rest.Validate(r); err != nil {
		t.Errorf("Validate: %v", err)
	}
	r.body = wire.SomeObject(sample.Amount{Currency: wire.Some("EUR")})
	var found wire.Violations
	if errors.As(rest.Validate(r), &found); len(found) != 1 || found[0].Pointer != "/body/value" || found[0].Rule != "required" {
		t.Errorf("Validate: %v", found)
	}
	req, err := rest.Build(t.Context(), rest.PublicCloud, r)
	if err != nil || content(t, req) != `{"currency":"EUR"}` || req.Header.Get("Content-Type") != "application/json" {
		t.Errorf("sends %+v, %v", req, err)
	}
}

// brokenValue is a value that cannot be encoded.
type brokenValue struct{ object }

func (brokenValue) IsZero() bool                 { return false }
func (brokenValue) MarshalJSON() ([]byte, error) { return nil, errBroken }

// TestBrokenValues: why a value cannot be encoded is the error of Build, and a violation.
func TestBrokenValues(t *testing.T) {
	for _, c := range []struct {
		op    *rest.Operation
		visit func(*rest.Codec)
		want  string
	}{
		{&rest.Operation{Body: &rest.Content{}}, func(c *rest.Codec) { c.ObjectBody(&brokenValue{}) }, "/body encoding"},
		{&rest.Operation{Params: []rest.Param{{Name: "p", In: rest.InQuery}}}, func(c *rest.Codec) { c.Members("p", &brokenValue{}) }, "/query/p encoding"},
	} {
		c.op.ID, c.op.Path = "Op", "/a"
		c.op.Visit = func(_ rest.Request, codec *rest.Codec) bool {
			c.visit(codec)
			return true
		}
		r := &lengthRequest{op: c.op}
		if _, err := rest.Build(t.Context(), rest.PublicCloud, r); !errors.Is(err, errBroken) || !strings.HasPrefix(err.Error(), "Op: ") {
			t.Errorf("%s: Build: %v", c.want, err)
		}
		var found wire.Violations
		if errors.As(rest.Validate(r), &found); len(found) != 1 || found[0].Pointer+" "+found[0].Rule != c.want {
			t.Errorf("%s: Validate: %v", c.want, found)
		}
	}
}

// TestUsualHeaders states which headers of a request are kept: those that Build would not send itself.
func TestUsualHeaders(t *testing.T) {
	form, multi := bodyOperation(rest.FormatForm, "application/x-www-form-urlencoded"), bodyOperation(rest.FormatMultipart, "multipart/form-data")
	csv := bodyOperation(rest.FormatBinary, "text/csv")
	csv.Accept = "text/csv, */*"
	for _, c := range []struct {
		op          *rest.Operation
		name, value string
		kept        bool
	}{
		{form, "Accept", "application/json", false}, {form, "Accept", "text/csv", true}, {csv, "Accept", "text/csv, */*", false}, {csv, "Accept", "application/json", true},
		{form, "Content-Type", "Application/X-www-form-urlencoded", false}, {form, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8", true},
		{multi, "Content-Type", "Multipart/form-data; boundary=x", false}, {multi, "Content-Type", "multipart/mixed; boundary=x", true}, {csv, "Content-Type", "text/csv", false},
		{csv, "Content-Type", "text/plain", true}, {csv, "X-Other", "text/csv", true}, {csv, "Authorization", "Bearer x", false}, {csv, "Cookie", "a=b", false}, {csv, "User-Agent", "x", false},
	} {
		req := received(t, c.op, "", "")
		req.Header.Set(c.name, c.value)
		r := &bodyRequest{op: c.op}
		if err := rest.Parse(req, r); err != nil {
			t.Error(err)
			continue
		}
		if kept := r.extra.Header().Get(c.name) == c.value; kept != c.kept {
			t.Errorf("%s: %s of %s: kept %v", c.name, c.value, c.op.Body.MediaType, kept)
		}
	}
	req := received(t, form, "", "")
	req.Header["Accept"] = []string{"application/json", "text/csv"}
	r := &bodyRequest{op: form}
	if err := rest.Parse(req, r); err != nil || len(r.extra.Header()["Accept"]) != 2 {
		t.Errorf("two Accept headers: kept %v, %v", r.extra.Header(), err)
	}
}

// TestReadReplyTypes: a reply of another type than the caller asks for is an error that names both.
func TestReadReplyTypes(t *testing.T) {
	op := &rest.Operation{ID: "R", Responses: []rest.Response{{Status: "200", Format: rest.FormatBinary, MediaTypes: []string{"text/csv"}}, {Status: "201", Format: rest.FormatText, MediaTypes: []string{"text/plain"}}}}
	resp := response(200, "a,b")
	body := &closing{Reader: resp.Body}
	resp.Body = body
	if _, err := rest.ReadReply[string](resp, op); err == nil || !strings.Contains(err.Error(), "R: response 200: its body is a *rest_test.closing, not a string") || !body.closed {
		t.Errorf("bytes in place of text: %v, closed %v", err, body.closed)
	}
	if _, err := rest.ReadReply[io.ReadCloser](response(201, "a,b"), op); err == nil || !strings.Contains(err.Error(), "R: response 201: its body is a string, not a io.ReadCloser") {
		t.Errorf("text in place of bytes: %v", err)
	}
	resp = response(200, "")
	resp.ContentLength, resp.Body = 0, http.NoBody
	reply, err := rest.ReadReply[io.ReadCloser](resp, op)
	if err != nil || reply.HasBody() || reply.Body != http.NoBody {
		t.Errorf("no bytes: %+v, %v", reply, err)
	}
	resp = response(200, "x")
	resp.Request = &http.Request{Method: http.MethodHead}
	if reply, err := rest.ReadReply[io.ReadCloser](resp, op); err != nil || reply.HasBody() {
		t.Errorf("a reply to HEAD: %+v, %v", reply, err)
	}
}

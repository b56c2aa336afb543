package rest_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

// FuzzParse: whatever arrives, Parse panics on nothing, and what it accepts can be built again, to the same request.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, method, path, query, header string, body []byte) {
		u, err := url.Parse("https://management.azure.com" + path)
		if err != nil {
			u = &url.URL{Path: path}
		}
		u.RawQuery = query
		req := &http.Request{Method: method, URL: u, Header: http.Header{"If-Match": {header}, "X-Other": {header}}}
		if body != nil {
			req.Body = readCloser(body)
		}
		r, err := sample.ParseRequest(req)
		if err != nil {
			var re *rest.RequestError
			if !errors.As(err, &re) || re.Message == "" {
				t.Fatalf("error %#v", err)
			}
			return
		}
		_ = rest.Validate(r)
		again, err := rest.Build(t.Context(), rest.PublicCloud, r, rest.WithReadOnly())
		if errors.Is(err, rest.ErrTooLong) {
			return // escapes have made it longer
		}
		if err != nil {
			t.Fatalf("%q?%q: what was parsed does not build: %v", path, query, err)
		}
		back, err := sample.ParseRequest(again)
		if err != nil {
			t.Fatalf("%s: what was built does not parse: %v", again.URL, err)
		}
		if !rest.Equal(r, back) {
			t.Fatalf("%s: not equal\n%+v\n%+v", again.URL, r, back)
		}
	})
}

// FuzzRequestLine: a line that is accepted gives a URL that reads the same once it is printed.
func FuzzRequestLine(f *testing.F) {
	f.Fuzz(func(t *testing.T, line string) {
		req, err := rest.ParseRequestLine(line)
		if err != nil {
			if !errors.Is(err, rest.ErrMalformed) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		again, err := rest.ParseRequestLine(req.Method + " " + req.URL.String())
		if err != nil || again.URL.String() != req.URL.String() || !rest.EqualURL(req.URL, again.URL) {
			t.Fatalf("%q: %v, %v, %v", line, req.URL, again, err)
		}
		_, _ = sample.ParseRequest(req)
	})
}

type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

func readCloser(b []byte) reader { return reader{bytes.NewReader(b)} }

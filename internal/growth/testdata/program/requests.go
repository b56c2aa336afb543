package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/azbill/azbill/wire/rest"
	"growth.test/hostile"
)

// requests have about n things in their query, headers or body.
var requests = []struct {
	name string
	n    int
	make func(n int) *http.Request
}{
	{"elements of a list in one parameter", 400, func(n int) *http.Request { return query("list=" + many(n, `x%05d`, ",")) }},
	{"elements of a list with a comma", 200, func(n int) *http.Request { return query("list=" + many(n, `x%05d%%2C`, ",")) }},
	{"elements of a list in parameters of one name", 300, func(n int) *http.Request { return query(many(n, "each=x%05d", "&")) }},
	{"members of a deep object", 250, func(n int) *http.Request { return query(many(n, "deep[x%05d]=0", "&")) }},
	{"members of a deep object below one another", 30, func(n int) *http.Request { return query("deep[" + strings.Repeat("x][", n) + "x]=0") }},
	{"unknown parameters", 300, func(n int) *http.Request { return query(many(n, "x%05d=0", "&")) }},
	{"unknown parameters of one name", 300, func(n int) *http.Request { return query(many(n, "xx=%05d", "&")) }},
	{"parameters in other cases", 300, func(n int) *http.Request { return query(many(n, "EACH=%05d", "&")) }},
	{"empty parameters", 2000, func(n int) *http.Request { return query(strings.Repeat("&", n)) }},
	{"escapes in a parameter", 1000, func(n int) *http.Request { return query("each=" + strings.Repeat("%2C", n)) }},
	{"escapes in a segment", 1000, func(n int) *http.Request { return send("/"+strings.Repeat("%C3%A9", n/2)+"/items", "", "", nil) }},
	{"segments", 7, func(n int) *http.Request { return send("/"+many(n, "x%05d", "/")+"/items", "", "", nil) }},
	{"empty segments", 1000, func(n int) *http.Request { return send("/a"+strings.Repeat("/", n)+"items", "", "", nil) }},
	{"other headers", 300, func(n int) *http.Request {
		r := query("")
		for i := range n {
			r.Header[fmt.Sprintf("X-%05d", i)] = []string{"0"}
		}
		return r
	}},
	{"values of another header", 300, func(n int) *http.Request {
		r := query("")
		for i := range n {
			r.Header["X-Other"] = append(r.Header["X-Other"], fmt.Sprint(i))
		}
		return r
	}},
	{"fields of a form", 500, func(n int) *http.Request { return form(many(n, "x%05d=0", "&")) }},
	{"fields of one name of a form", 500, func(n int) *http.Request { return form(many(n, "tags=x%05d", "&")) }},
	{"escapes in a field of a form", 5000, func(n int) *http.Request { return form("name=" + strings.Repeat("%2C", n)) }},
	{"members of a body", 500, func(n int) *http.Request {
		return send("/a/items", "", "application/json", []byte(`{`+numbered(n, `"x%05d":0`)+`}`))
	}},
}

func many(n int, format, separator string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(parts, separator)
}

func query(text string) *http.Request { return send("/a/items", text, "", nil) }

func form(text string) *http.Request {
	return send("/forms", "", "application/x-www-form-urlencoded", []byte(text))
}

func send(path, query, mediaType string, body []byte) *http.Request {
	u, err := url.Parse("https://h" + path)
	check(err)
	u.RawQuery = query
	r := &http.Request{Method: http.MethodPost, URL: u, Header: http.Header{}}
	if body != nil {
		r.Header.Set("Content-Type", mediaType)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return r
}

// requestOperations are what is done with a request.
var requestOperations = []struct {
	name string
	make func(r *http.Request) run
}{
	{"parse", func(r *http.Request) run { return func() { _, _ = hostile.ParseRequest(r) } }},
	{"build", func(r *http.Request) run {
		x := parsed(r)
		return func() { _, _ = rest.Build(context.Background(), rest.PublicCloud, x, rest.WithReadOnly()) }
	}},
	{"validate", func(r *http.Request) run {
		x := parsed(r)
		return func() { _ = rest.Validate(x) }
	}},
	{"equal", func(r *http.Request) run {
		x := parsed(r)
		return func() { _ = rest.Equal(x, x) }
	}},
}

// parsed fails for what is refused: such a case would count nothing.
func parsed(r *http.Request) rest.Request {
	x, err := hostile.ParseRequest(r)
	check(err)
	return x
}

func requestCases() []kase {
	var all []kase
	for _, r := range requests {
		for _, op := range requestOperations {
			all = append(all, kase{"request, " + r.name + ": " + op.name, r.n, func(n int) run { return op.make(r.make(n)) }})
		}
	}
	return all
}

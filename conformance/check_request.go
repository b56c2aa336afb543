package conformance

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/wire/rest"
)

// checkRequest asks whether a documented request survives the generated request type: read into it and rendered again,
// it is the same request, whatever the order of its query.
func checkRequest(x *exchange) []Finding {
	req, err := x.httpRequest()
	if err != nil {
		return []Finding{x.finding("request-line", BlameSample, "", err.Error())}
	}
	typed, err := x.target.Types.Request(x.op.ID, req)
	if err != nil {
		return []Finding{x.finding("request", BlameTypes, "", fmt.Sprintf("the request type refuses the request: %v", err))}
	}
	again, err := typed.HTTPRequest(req.URL.Scheme + "://" + req.URL.Host)
	if err != nil {
		return []Finding{x.finding("request", BlameTypes, "", fmt.Sprintf("the request cannot be rendered again: %v", err))}
	}
	if want, got := canonical(req), canonical(again); want != got {
		return []Finding{x.finding("request", BlameTypes, "", fmt.Sprintf("rendered again the request is %s instead of %s", got, want))}
	}
	return x.checkParameters(typed)
}

// canonical is a request line that is the same for requests that mean the same.
func canonical(req *http.Request) string {
	pairs := strings.Split(req.URL.RawQuery, "&")
	for i, p := range pairs {
		if plain, err := url.QueryUnescape(p); err == nil {
			pairs[i] = plain
		}
	}
	slices.Sort(pairs)
	return req.Method + " " + req.URL.Host + collapse(req.URL.Path) + "?" + strings.Join(pairs, "&")
}

// httpRequest makes the exchange's request: the documented one, whose text need not be percent-encoded, or the one that
// an example's parameters make.
func (x *exchange) httpRequest() (*http.Request, error) {
	line := x.message.Line
	if x.sample.Form == FormExample {
		line = x.exampleLine()
	}
	req, err := rest.ParseRequestLine(line)
	if err != nil {
		return nil, fmt.Errorf("read the request line: %w", err)
	}
	for _, a := range x.args {
		if a.in == openapi.InHeader {
			req.Header.Set(a.name, argumentText(a))
		}
	}
	if body := x.bodyJSON(); body != nil {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		req.Header.Set("Content-Type", mediatype.JSON)
	}
	return req, nil
}

// exampleLine writes an example's parameters as a request line. Path parameters that the example lacks are left as the
// template has them.
func (x *exchange) exampleLine() string {
	path := x.op.Path
	path, static, _ := strings.Cut(path, "?")
	var query []string
	if static != "" {
		query = append(query, static)
	}
	for _, a := range x.args {
		switch {
		case a.in == openapi.InPath && x.op.Spans(a.declared):
			path = strings.ReplaceAll(path, "{"+a.name+"}", strings.Trim(argumentText(a), "/"))
		case a.in == openapi.InPath:
			path = strings.ReplaceAll(path, "{"+a.name+"}", url.PathEscape(argumentText(a)))
		case a.in == openapi.InQuery:
			for _, pair := range queryPairs(a) {
				if !containsPair(static, pair) {
					query = append(query, pair)
				}
			}
		}
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return x.op.Method + " " + rest.PublicCloud + "/" + strings.TrimPrefix(path, "/")
}

// queryPairs writes a query parameter, a list with the format multi as a pair for each element.
func queryPairs(a argument) []string {
	values := []*jsontree.Node{a.value}
	if a.value.Kind == jsontree.Array && a.declared.CollectionFormat == "multi" {
		values = a.value.Items
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = url.QueryEscape(a.name) + "=" + url.QueryEscape(argumentText(argument{value: v, declared: a.declared}))
	}
	return out
}

// argumentText writes the value of a parameter as it travels.
func argumentText(a argument) string {
	switch a.value.Kind {
	case jsontree.String:
		return a.value.Text
	case jsontree.Array:
		items := make([]string, len(a.value.Items))
		for i, item := range a.value.Items {
			items[i] = argumentText(argument{value: item, declared: a.declared})
		}
		return strings.Join(items, separator(a.declared.CollectionFormat))
	}
	return a.value.String()
}

func (x *exchange) bodyJSON() []byte {
	if x.body == nil {
		return nil
	}
	return x.body.JSON
}

// containsPair reports whether a query holds a pair.
func containsPair(query, pair string) bool {
	return slices.Contains(strings.Split(query, "&"), pair)
}

package conformance

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// checkRequest asks whether a documented request survives the generated request type: read into it and rendered again,
// it is the same request, whatever the order of its query.
func checkRequest(x *exchange) []Finding {
	req, err := httpRequest(x.message.Line, x.bodyJSON())
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
	return nil
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

// httpRequest makes a request of a documented request line, whose text need not be percent-encoded.
func httpRequest(line string, body []byte) (*http.Request, error) {
	method, target, _ := strings.Cut(line, " ")
	path, query, _ := strings.Cut(target, "?")
	u, err := url.Parse(escapeText(path, "/:@!$'()*,;=+~-._"))
	if err != nil {
		return nil, fmt.Errorf("read the request line: %w", err)
	}
	u.RawQuery = escapeText(query, "&=/:@!$'()*,;~-._")
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(body)
	}
	req, err := http.NewRequest(method, u.String(), content)
	if err != nil {
		return nil, fmt.Errorf("read the request line: %w", err)
	}
	return req, nil
}

// escapeText percent-encodes what may not stand in a URL. A percent sign that begins an escape stays.
func escapeText(text, safe string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if letter || strings.IndexByte(safe, c) >= 0 || c == '%' && isEscape(text[i:]) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isEscape(text string) bool {
	if len(text) < 3 {
		return false
	}
	_, err := url.PathUnescape(text[:3])
	return err == nil
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

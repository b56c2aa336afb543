package rest

import (
	"net/http"
	"net/url"
	"strings"
)

// ParseRequestLine makes a request of the line that documentation shows, such as
//
//	GET https://management.azure.com/{scope}/providers/Microsoft.Consumption/charges?$filter=usageStart eq '2018-04-01'
//
// Such text is not percent-encoded: spaces, quotes, braces, angle brackets and stray percent signs are taken as meant,
// while complete escapes (%20) keep their meaning, as "+" does for a space in the query. An HTTP version at the end is
// ignored. The error is a *RequestError with ErrMalformed.
func ParseRequestLine(line string) (*http.Request, error) {
	method, target, ok := strings.Cut(strings.TrimSpace(line), " ")
	if !ok || !isToken(method) {
		return nil, malformed("", "", "the request line "+quote(line)+` is not "METHOD https://host/path"`)
	}
	target = strings.TrimSpace(target)
	if i := strings.LastIndexByte(target, ' '); i > 0 && strings.HasPrefix(target[i+1:], "HTTP/") {
		target = strings.TrimSpace(target[:i])
	}
	if problem := textProblem(target); problem != "" || hasControl(target) {
		if problem == "" {
			problem = "holds a control character"
		}
		return nil, malformed("", "", "the URL "+quote(target)+" "+problem)
	}
	scheme, rest, ok := strings.Cut(target, "://")
	if !ok || !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return nil, malformed("", "", "the URL "+quote(target)+" does not begin with https://")
	}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	host, rest := rest[:end], rest[end:]
	path, query, _ := strings.Cut(rest, "?")
	text := scheme + "://" + host + tidyPath(path)
	if query != "" {
		text += "?" + tidyQuery(query)
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return nil, malformed("", "", "the URL "+quote(target)+" names no host that can be asked")
	}
	req, err := http.NewRequest(method, u.String(), http.NoBody)
	if err != nil {
		return nil, malformed("", "", err.Error())
	}
	return req, nil
}

// isToken tells a method name.
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := lower(s[i]); c < 'a' || c > 'z' {
			return false
		}
	}
	return s != ""
}

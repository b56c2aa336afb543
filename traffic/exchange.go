package traffic

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Origin is where an exchange was recorded.
type Origin struct {
	File  string `json:"file"`
	Entry int    `json:"entry,omitempty"` // of the recording, from 1 on; 0: the file has no entries
}

// String is the file, and the number of the entry after a hash sign.
func (o Origin) String() string {
	if o.Entry == 0 {
		return o.File
	}
	return fmt.Sprintf("%s#%d", o.File, o.Entry)
}

// Exchange is a request and the response to it.
type Exchange struct {
	Origin
	Time time.Time // when the request was sent; zero: the recording does not say

	// The request. Method and URL are empty where only the body of a response was recorded.
	Method        string
	URL           string
	RequestHeader http.Header
	RequestBody   []byte // nil: none, or one that was not kept

	// The response.
	Status int
	Header http.Header
	Body   io.Reader `json:"-"` // nil: none. Read it before the next exchange is asked for.

	Unrecorded bool // there was a body that the recording does not have

	// Of a response whose request was not recorded: the operation, or what the body says of it.
	Operation string
	Hints     *Hints
}

// Problem is a part of a recording that cannot be read.
type Problem struct {
	Origin
	Code    string `json:"code"` // stable, such as "truncated"
	Message string `json:"message"`
}

// Error says where, then what, then the code.
func (p *Problem) Error() string { return p.String() + ": " + p.Message + " [" + p.Code + "]" }

// Redacted stands for a credential that was removed.
const Redacted = "REDACTED"

// Redact removes the credentials of the exchange: headers and query parameters that authorise, cookies, and a user in
// the URL. Read has done so.
func (x *Exchange) Redact() {
	x.URL = redactURL(x.URL)
	redactHeader(x.RequestHeader)
	redactHeader(x.Header)
}

// secretWords are parts of names of headers and parameters whose values are credentials.
var secretWords = []string{"authorization", "cookie", "secret", "password", "token", "apikey", "api-key", "subscription-key", "account-key", "accesskey", "credential", "signature", "x-ms-client-principal"}

// secretParameters are query parameters whose values are credentials, shared access signatures first.
var secretParameters = []string{"sig", "se", "sp", "skoid", "sktid", "code", "key", "access_token", "id_token", "refresh_token", "client_secret", "assertion", "sas", "pwd"}

// isSecretName reports whether a header or query parameter of that name holds a credential.
func isSecretName(name string) bool {
	name = strings.ToLower(name)
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			// The service's own way to the next page, which authorises nothing.
			return !strings.Contains(name, "skiptoken") && !strings.Contains(name, "continuationtoken")
		}
	}
	return false
}

func canonicalHeader(name string) string { return http.CanonicalHeaderKey(name) }

func redactHeader(h http.Header) {
	for name, values := range h {
		if isSecretName(name) {
			h[name] = []string{Redacted}
			continue
		}
		for i, v := range values {
			if strings.Contains(v, "://") { // Location and its relatives may be signed
				values[i] = redactURL(v)
			}
		}
	}
}

// redactURL replaces the values of query parameters that authorise, and drops a user and a fragment.
func redactURL(text string) string {
	text, _, _ = strings.Cut(text, "#")
	if scheme, rest, ok := strings.Cut(text, "://"); ok {
		end := strings.IndexAny(rest, "/?")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			text = scheme + "://" + rest[at+1:]
		}
	}
	base, query, ok := strings.Cut(text, "?")
	if !ok {
		return text
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil {
			plain = name
		}
		if isSecretParameter(plain) {
			pairs[i] = name + "=" + Redacted
		}
	}
	return base + "?" + strings.Join(pairs, "&")
}

func isSecretParameter(name string) bool {
	for _, s := range secretParameters {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return isSecretName(name)
}

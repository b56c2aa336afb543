package mock

import (
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Entry is a request that was answered lately. It holds no header and no body, and of the query no secret.
type Entry struct {
	At        time.Time
	Method    string
	Target    string // path and query, shortened
	Operation string // operationId; empty: none
	Status    int    // 0: the connection was reset
	Took      time.Duration
	Sample    string // that answered; empty: none did
	Fault     string // kinds, separated by commas
}

// journal keeps the newest entries.
type journal struct {
	mu   sync.Mutex
	ring [200]Entry
	next int
	full bool
}

const maxTarget = 300 // bytes of a target that are kept

func (j *journal) add(x *exchange, out *reply) {
	e := Entry{At: x.begun, Method: clip(x.r.Method, 20), Target: x.loggedTarget(), Status: out.status, Took: x.h.now().Sub(x.begun), Sample: out.sample, Fault: x.faultKinds()}
	if x.op != nil {
		e.Operation = x.op.ID
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ring[j.next] = e
	j.next = (j.next + 1) % len(j.ring)
	j.full = j.full || j.next == 0
}

// Entries returns what was asked and answered lately, the newest first.
func (h *Handler) Entries() []Entry {
	j := &h.log
	j.mu.Lock()
	defer j.mu.Unlock()
	n := j.next
	if j.full {
		n = len(j.ring)
	}
	out := make([]Entry, 0, n)
	for i := range n {
		out = append(out, j.ring[(j.next-1-i+2*len(j.ring))%len(j.ring)])
	}
	return out
}

// secretNames are query parameters that hold credentials, whatever the document says.
var secretNames = []string{"sig", "signature", "code", "key", "apikey", "api-key", "token", "access_token", "secret", "password", "client_secret", "subscription-key"}

// loggedTarget is the target of a request without the values of parameters that are secrets.
func (x *exchange) loggedTarget() string {
	u := x.r.URL
	target := u.EscapedPath()
	var pairs []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, has := strings.Cut(pair, "=")
		if has && x.isSecret(name) {
			pair = name + "=…"
		}
		if pair != "" {
			pairs = append(pairs, pair)
		}
	}
	if len(pairs) > 0 {
		target += "?" + strings.Join(pairs, "&")
	}
	return clip(target, maxTarget)
}

func (x *exchange) isSecret(name string) bool {
	for _, s := range secretNames {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	if x.op == nil {
		return false
	}
	for i := range x.op.Params {
		if p := &x.op.Params[i]; p.Secret && strings.EqualFold(p.Name, name) {
			return true
		}
	}
	if e := x.op.Endpoint; e != nil {
		for _, k := range e.Keys {
			if strings.EqualFold(k.Name, name) {
				return true
			}
		}
	}
	return false
}

// clip shortens a text to n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// startPage answers requests of people for /; false for any other request.
func (h *Handler) startPage(r *http.Request) (*reply, bool) {
	if r.URL.Path != "/" || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil, false
	}
	x := &exchange{h: h, r: r}
	return &reply{status: http.StatusOK, raw: h.render(x.base()), mediaType: "text/html; charset=utf-8", header: http.Header{
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
		"X-Content-Type-Options":  {"nosniff"}, "Referrer-Policy": {"no-referrer"},
	}}, true
}

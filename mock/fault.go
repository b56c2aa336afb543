package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/schema"
)

// The kinds of faults.
const (
	FaultThrottle      = "throttle"       // 429 with the headers of ARM and of the resource provider
	FaultError         = "error"          // Status, 500 without one
	FaultLatency       = "latency"        // the reply comes after Wait
	FaultReset         = "reset"          // the connection is reset without a reply
	FaultTruncate      = "truncate"       // the body ends halfway
	FaultUnknownKind   = "unknown-kind"   // a discriminator has a value that the document does not list
	FaultUnknownMember = "unknown-member" // objects have a member that the document does not declare
	FaultMismatch      = "mismatch"       // a value has another type than the document says
	FaultNull          = "null"           // a value is null
	FaultFailed        = "failed"         // the long-running operation ends as Failed
	FaultCanceled      = "canceled"       // it ends as Canceled
)

var faultKinds = []string{
	FaultThrottle, FaultError, FaultLatency, FaultReset, FaultTruncate, FaultUnknownKind, FaultUnknownMember, FaultMismatch, FaultNull, FaultFailed, FaultCanceled,
}

// Fault is something that goes wrong with the answers to some requests. All conditions that are set must hold.
//
// A request asks for one itself with the header x-azbill-fault: kinds separated by commas, each with options, as in
//
//	x-azbill-fault: throttle; wait=2s
//	x-azbill-fault: mismatch; pointer=/value/0/properties/currency, latency; wait=100ms
type Fault struct {
	Kind      string   `json:"fault"`               // one of the Fault constants
	Operation string   `json:"operation,omitempty"` // operationId, with * for any text
	Method    string   `json:"method,omitempty"`
	Path      string   `json:"path,omitempty"`    // of the request, without regard to case, with * for any text
	Rate      float64  `json:"rate,omitempty"`    // share of the requests, between 0 and 1; 0: all
	After     int      `json:"after,omitempty"`   // requests that are answered well first
	Times     int      `json:"times,omitempty"`   // requests that have the fault; 0: all that follow
	Status    int      `json:"status,omitempty"`  // of error
	Wait      Duration `json:"wait,omitempty"`    // before the reply, or the one that throttle asks for
	Pointer   string   `json:"pointer,omitempty"` // JSON pointer of the value that is altered; empty: one is chosen
}

// Duration is a duration that JSON has as a text such as "1.5s".
type Duration time.Duration

// UnmarshalJSON reads a text such as "1.5s".
func (d *Duration) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return fmt.Errorf("expected a duration such as \"1.5s\", found %s", text)
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 || v > maxWait {
		return fmt.Errorf("expected a duration between 0s and %v, found %q", maxWait, s)
	}
	*d = Duration(v)
	return nil
}

// MarshalJSON writes the text that UnmarshalJSON reads.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

const maxWait = time.Hour

// Faults lets answers go wrong.
func Faults(list ...Fault) Option {
	return func(c *config) {
		for _, f := range list {
			if err := f.check(); err != nil {
				c.h.problems = append(c.h.problems, err)
				continue
			}
			c.h.faults.list = append(c.h.faults.list, &f)
		}
	}
}

// ParseFaults reads a file of faults: {"faults": [{"fault": "throttle", "operation": "Charges_*", "times": 2}]}.
func ParseFaults(text []byte) ([]Fault, error) {
	var file struct {
		Faults []Fault `json:"faults"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("read faults: %w", err)
	}
	for i := range file.Faults {
		if err := file.Faults[i].check(); err != nil {
			return nil, fmt.Errorf("read faults: number %d: %w", i+1, err)
		}
	}
	return file.Faults, nil
}

func (f *Fault) check() error {
	switch {
	case !slices.Contains(faultKinds, f.Kind):
		return fmt.Errorf("fault %q: expected one of %s", f.Kind, strings.Join(faultKinds, ", "))
	case f.Rate < 0 || f.Rate > 1:
		return fmt.Errorf("fault %s: rate %v is not between 0 and 1", f.Kind, f.Rate)
	case f.Status != 0 && (f.Status < 400 || f.Status > 599):
		return fmt.Errorf("fault %s: status %d is not between 400 and 599", f.Kind, f.Status)
	case f.After < 0 || f.Times < 0:
		return fmt.Errorf("fault %s: after and times are not negative", f.Kind)
	}
	return nil
}

// faults are those of the handler, with what was counted of each.
type faults struct {
	mu   sync.Mutex
	list []*Fault
	seen map[*Fault]int
	rng  *rand.Rand
}

// of returns the faults of a request: those it asks for, and those whose conditions hold.
func (f *faults) of(op *operation, r *http.Request) ([]*Fault, *Error) {
	var out []*Fault
	if text := strings.Join(r.Header.Values("x-azbill-fault"), ","); text != "" {
		var err error
		if out, err = parseFaultHeader(text); err != nil {
			return nil, armError(http.StatusBadRequest, "InvalidFault", "x-azbill-fault: %s", shorten(err.Error()))
		}
	}
	if len(f.list) == 0 {
		return out, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen, f.rng = map[*Fault]int{}, rand.New(rand.NewPCG(1, 2))
	}
	for _, one := range f.list {
		if !one.holds(op, r) || one.Rate > 0 && f.rng.Float64() >= one.Rate {
			continue
		}
		f.seen[one]++
		if n := f.seen[one] - one.After; n > 0 && (one.Times == 0 || n <= one.Times) {
			out = append(out, one)
		}
	}
	return out, nil
}

func (f *Fault) holds(op *operation, r *http.Request) bool {
	return like(f.Operation, op.ID) && (f.Method == "" || strings.EqualFold(f.Method, r.Method)) && like(strings.ToLower(f.Path), strings.ToLower(r.URL.Path))
}

// like compares a text with a pattern, in which * stands for any text; an empty pattern takes every text.
func like(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	for i, part := range parts[1:] {
		if i == len(parts)-2 {
			return strings.HasSuffix(text, part)
		}
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return text == ""
}

func parseFaultHeader(text string) ([]*Fault, error) {
	var out []*Fault
	for one := range strings.SplitSeq(text, ",") {
		parts := strings.Split(one, ";")
		f := &Fault{Kind: strings.ToLower(strings.TrimSpace(parts[0]))}
		for _, option := range parts[1:] {
			name, value, _ := strings.Cut(strings.TrimSpace(option), "=")
			var err error
			switch strings.ToLower(name) {
			case "status":
				f.Status, err = strconv.Atoi(value)
			case "wait":
				err = f.Wait.UnmarshalJSON([]byte(strconv.Quote(value)))
			case "pointer":
				f.Pointer = value
			default:
				err = fmt.Errorf("expected status, wait or pointer, found %q", name)
			}
			if err != nil {
				return nil, err
			}
		}
		if err := f.check(); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// before does what faults do before a request is answered. The reply is nil unless it is the answer.
func (x *exchange) before() (*reply, *Error) {
	for _, f := range x.faults {
		switch f.Kind {
		case FaultLatency:
			select {
			case <-time.After(time.Duration(f.Wait)):
			case <-x.r.Context().Done():
			}
		case FaultReset:
			return &reply{abort: true}, nil
		case FaultThrottle:
			return nil, x.throttled(time.Duration(f.Wait))
		case FaultError:
			status := max(f.Status, 0)
			if status == 0 {
				status = http.StatusInternalServerError
			}
			e := armError(status, strings.ReplaceAll(http.StatusText(status), " ", ""), "The service failed, as a fault asked.")
			if f.Wait > 0 {
				e.header = http.Header{}
				waitHeaders(e.header, time.Duration(f.Wait))
			}
			return nil, e
		}
	}
	return nil, nil
}

// throttled is the answer to a request too many: ARM's, with the header of the resource provider.
func (x *exchange) throttled(wait time.Duration) *Error {
	if wait == 0 {
		wait = time.Second
	}
	e := armError(http.StatusTooManyRequests, "TooManyRequests", "Too many requests. Please retry after %.0f seconds.", max(1, wait.Seconds()))
	e.header = http.Header{}
	waitHeaders(e.header, wait)
	if n := namespaceOf(x.op.segments); n != "" {
		e = e.with("x-ms-ratelimit-"+strings.ToLower(n)+"-tenant-retry-after", e.header.Get("Retry-After"))
	}
	if x.r.Method == http.MethodGet {
		return e.with("x-ms-ratelimit-remaining-subscription-reads", "0")
	}
	return e.with("x-ms-ratelimit-remaining-subscription-writes", "0")
}

// faultOutcome is the state that a fault lets a long-running operation end in; empty: none does.
func (x *exchange) faultOutcome() string {
	for _, f := range x.faults {
		if f.Kind == FaultFailed || f.Kind == FaultCanceled {
			return f.Kind
		}
	}
	return ""
}

// faultKinds lists the faults of the request.
func (x *exchange) faultKinds() string {
	var kinds []string
	for _, f := range x.faults {
		kinds = append(kinds, f.Kind)
	}
	return strings.Join(kinds, ", ")
}

// alter does to the reply what faults do.
func (x *exchange) alter(out *reply) {
	for _, f := range x.faults {
		switch f.Kind {
		case FaultTruncate:
			out.truncate = true
		case FaultUnknownKind, FaultUnknownMember, FaultMismatch, FaultNull:
			if out.body != nil && out.spec != nil && out.status < 400 {
				out.body = out.body.Clone()
				drift(x.op, &out.spec.Schema, out.body, f)
			}
		}
	}
}

// unknownName is what altered bodies have that no document declares.
const unknownName = "xAzbillUnknown"

// drift alters a body. Without a pointer it is the last value that can be altered so, which is the deepest of most replies.
func drift(op *operation, s *schema.Schema, body *jsontree.Node, f *Fault) {
	apply := func() {}
	deciding := map[*jsontree.Node]bool{}
	at := body.At(f.Pointer)
	instance.Visit(op.Model, s, body, func(p instance.Place) bool {
		n := p.Node
		for _, name := range instance.Discriminators(op.Model, p) {
			kind := n.Get(name)
			deciding[kind] = true
			if f.Kind == FaultUnknownKind && (f.Pointer == "" || at == n || at == kind) {
				apply = func() { *kind = *str(unknownName) }
			}
		}
		if f.Kind == FaultUnknownKind || f.Pointer != "" && at != n || deciding[n] {
			return true
		}
		if do := f.alteration(p, f.Pointer != "" && at == n); do != nil {
			apply = do
		}
		return true
	})
	apply()
}

// alteration returns what the fault does to the value at a place; nil: nothing.
func (f *Fault) alteration(p instance.Place, chosen bool) func() {
	n := p.Node
	scalar := n.Kind == jsontree.String || n.Kind == jsontree.Number || n.Kind == jsontree.Bool
	switch {
	case f.Kind == FaultUnknownMember && n.Kind == jsontree.Object:
		return func() { set(n, unknownName, object(member("since", str("2099-01-01")))) }
	case f.Kind == FaultNull && n.Kind != jsontree.Null && (chosen || scalar && p.Member.Name != "" && p.Member.Name != "id"):
		return func() { *n = jsontree.Node{Kind: jsontree.Null} }
	case f.Kind != FaultMismatch || !chosen && (!scalar || p.Member.Name == "id"):
		return nil
	case n.Kind == jsontree.String:
		return func() { *n = *num(17) }
	}
	return func() { *n = *str("a mismatch") }
}

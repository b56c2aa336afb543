package mock

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
)

// Where the status monitors of long-running operations are, and where their results.
const (
	statusPath = "/providers/Azbill.Mock/operationStatuses/"
	resultPath = "/providers/Azbill.Mock/operationResults/"
)

// The states in which long-running operations end.
const (
	succeeded  = "Succeeded"
	failed     = "Failed"
	canceled   = "Canceled"
	inProgress = "InProgress"
)

// Polls is how many times the state of a long-running operation is asked for before it ends, and how long clients are told
// to wait in between. Without this option it is once, after a second. Waits below a second are said in the headers
// retry-after-ms and x-ms-retry-after-ms as well.
func Polls(n int, wait time.Duration) Option {
	return func(c *config) { c.h.long.polls, c.h.long.wait = max(n, 0), max(wait, 0) }
}

// jobs are the long-running operations that were begun.
type jobs struct {
	polls int
	wait  time.Duration

	mu    sync.Mutex
	byID  map[string]*job
	order []string // oldest first
	bytes int64    // of the results
	count uint64
}

// The limits of what is kept; beyond them, the oldest operation is forgotten when one more begins.
const (
	maxJobs     = 10_000
	maxJobBytes = 64 << 20 // of the results
)

// job is one long-running operation.
type job struct {
	id      string
	size    int64  // of the result
	left    int    // polls until it ends
	outcome string // the state in which it ends
	begun   time.Time
	ended   time.Time
	result  *jsontree.Node // nil: none
	status  int            // with which the result is found: 200 or 204
}

func (j *jobs) add(x *exchange, b *job) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s", x.h.seed, j.count, x.op.ID))
	b.id, b.left = hex.EncodeToString(sum[:16]), j.polls
	b.begun = x.h.now().UTC()
	if j.byID == nil {
		j.byID = map[string]*job{}
	}
	j.byID[b.id] = b
	j.order = append(j.order, b.id)
	if b.result != nil {
		b.size = int64(len(b.result.Append(nil)))
		j.bytes += b.size
	}
	for len(j.order) > 1 && (len(j.order) > maxJobs || j.bytes > maxJobBytes) {
		j.bytes -= j.byID[j.order[0]].size
		delete(j.byID, j.order[0])
		j.order = j.order[1:]
	}
	return b
}

// longRunning makes the reply of a long-running operation that of its beginning; commit, nil for none, changes the state. A document that has no status for that,
// 201 or 202, lets it end at once.
func (x *exchange) longRunning(final *reply, commit func() *Error) (*reply, *Error) {
	status, spec := x.op.beginning(x.r.Method)
	outcome, problem := x.outcome()
	if problem != nil {
		return nil, problem
	}
	if spec == nil {
		if outcome != succeeded {
			return nil, &Error{Status: http.StatusConflict, Code: outcome, Message: "The operation ended as " + outcome + ", as the request asked."}
		}
		if commit != nil {
			if problem := commit(); problem != nil {
				return nil, problem
			}
		}
		return x.atOnce(final), nil
	}
	b := &job{outcome: outcome, result: final.body, status: http.StatusOK}
	if final.body == nil {
		b.status = http.StatusNoContent
	}
	if outcome == succeeded && commit != nil { // what ARM answers a resource with while the operation goes on
		if problem := commit(); problem != nil {
			return nil, problem
		}
	}
	x.h.long.add(x, b)
	out := &reply{status: status, spec: spec, sample: final.sample, header: x.monitorHeaders(b)}
	if spec.New != nil {
		if out.body = x.initial(final, spec); out.body == nil {
			made, problem := x.generated([]int{status}, x.wish.number)
			if problem != nil {
				return nil, problem
			}
			out.body = made.body
		}
	}
	return out, nil
}

// atOnce is the reply of an operation whose document has a status for its end alone.
func (x *exchange) atOnce(final *reply) *reply {
	status, spec := x.op.success([]int{http.StatusOK, http.StatusNoContent})
	out := *final
	out.status, out.spec = status, spec
	if spec == nil || spec.New == nil {
		out.body = nil
	}
	return &out
}

// beginning is the status with which an operation says that it goes on; nil when the document has none.
func (op *operation) beginning(method string) (int, *rest.Response) {
	prefer := []int{http.StatusAccepted, http.StatusCreated}
	if method == http.MethodPut {
		prefer = []int{http.StatusCreated, http.StatusAccepted}
	}
	status, spec := op.success(prefer)
	if spec == nil || status != http.StatusAccepted && status != http.StatusCreated || spec.Status == "default" {
		return 0, nil
	}
	return status, spec
}

// initial is the body of the reply that an operation begins with: its result, where the schema allows that.
func (x *exchange) initial(final *reply, spec *rest.Response) *jsontree.Node {
	if s := x.op.best(x.params, func(s *sample) bool { return s.with(201, 202) != nil }); s != nil && x.wish == (wish{}) {
		if a := s.with(201, 202); a.body != nil {
			if r, ok := x.op.Response(a.status); ok && r == spec {
				body := a.body.Clone()
				x.identify(body, s.params, false)
				return body
			}
		}
	}
	if final.body == nil || instance.Valid(x.op.Model, &spec.Schema, final.body, false) != nil {
		return nil
	}
	return final.body.Clone()
}

// with returns the answer that has one of the statuses; nil when there is none.
func (s *sample) with(statuses ...int) *answer {
	for i := range s.answers {
		for _, status := range statuses {
			if s.answers[i].status == status {
				return &s.answers[i]
			}
		}
	}
	return nil
}

// monitorHeaders are the headers that lead to the state and to the result. Where the document finds the result at the URL
// of the request, which no operation reads, only the Location is given.
func (x *exchange) monitorHeaders(b *job) http.Header {
	h := http.Header{}
	version := ""
	if x.op.APIVersion != "" {
		version = "?api-version=" + x.op.APIVersion
	}
	base := x.base()
	h.Set("Location", base+resultPath+b.id+version)
	readable := x.r.Method != http.MethodPut && x.r.Method != http.MethodPatch || x.op.LongRunning.FinalState == "location" ||
		x.op.LongRunning.FinalState == "azure-async-operation" || x.op.reads
	if readable {
		h.Set("Azure-AsyncOperation", base+statusPath+b.id+version)
	}
	if strings.EqualFold(x.op.LongRunning.Monitor, "Operation-Location") {
		h.Del("Azure-AsyncOperation")
		h.Set("Operation-Location", base+statusPath+b.id+version)
	}
	waitHeaders(h, x.h.long.wait)
	return h
}

// waitHeaders say how long to wait.
func waitHeaders(h http.Header, wait time.Duration) {
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	if ms := wait.Milliseconds(); ms%1000 != 0 || ms == 0 {
		text := strconv.FormatInt(max(ms, 1), 10)
		h.Set("Retry-After-Ms", text)
		h.Set("X-Ms-Retry-After-Ms", text)
	}
}

// outcome is how the operation that a request begins is to end.
func (x *exchange) outcome() (string, *Error) {
	asked := x.r.Header.Get("x-azbill-outcome")
	if asked == "" {
		asked = x.faultOutcome()
	}
	for _, known := range []string{succeeded, failed, canceled} {
		if asked == "" || strings.EqualFold(asked, known) {
			return known, nil
		}
	}
	return "", armError(http.StatusBadRequest, "InvalidOutcome", "x-azbill-outcome is '%s'; expected Succeeded, Failed or Canceled.", shorten(asked))
}

// monitor answers requests for the state and the result of long-running operations; false for any other request. A POST to
// the state's URL followed by /cancel cancels one that has not ended.
func (h *Handler) monitor(r *http.Request) (*reply, *Error, bool) {
	id, state := strings.CutPrefix(r.URL.Path, statusPath)
	if !state {
		var result bool
		if id, result = strings.CutPrefix(r.URL.Path, resultPath); !result {
			return nil, nil, false
		}
	}
	id, cancel := strings.CutSuffix(id, "/cancel")
	if cancel && r.Method != http.MethodPost || !cancel && r.Method != http.MethodGet {
		return nil, armError(http.StatusMethodNotAllowed, "MethodNotAllowed", "The state of an operation is read by GET, and canceled by POST to .../cancel."), true
	}
	j := &h.long
	j.mu.Lock()
	b := j.byID[id]
	if b == nil {
		j.mu.Unlock()
		return nil, armError(http.StatusNotFound, "OperationNotFound", "There is no operation '%s'; this server forgets the oldest beyond %d.", shorten(id), maxJobs), true
	}
	b.step(h.now().UTC(), cancel)
	now := *b
	j.mu.Unlock()
	if state {
		return now.state(j, r), nil, true
	}
	out, problem := now.found(j)
	return out, problem, true
}

// step counts a poll, or cancels the operation; one that has ended stays as it is.
func (b *job) step(now time.Time, cancel bool) {
	switch {
	case !b.ended.IsZero():
		return
	case cancel:
		b.outcome = canceled
	case b.left > 0:
		b.left--
		return
	}
	b.ended = now
}

// current is the state of the operation.
func (b *job) current() string {
	if b.ended.IsZero() {
		return inProgress
	}
	return b.outcome
}

// state is the body of the status monitor: the members that ARM defines and, at the end, those of the result.
func (b *job) state(j *jobs, r *http.Request) *reply {
	n := object(member("id", str(r.URL.Path)), member("name", str(b.id)), member("status", str(b.current())), member("startTime", str(b.begun.Format(time.RFC3339))))
	out := &reply{status: http.StatusOK, body: n, header: http.Header{}}
	switch b.current() {
	case inProgress:
		n.Members = append(n.Members, member("percentComplete", num(0)))
		waitHeaders(out.header, j.wait)
		return out
	case succeeded:
		n.Members = append(n.Members, member("percentComplete", num(100)), member("endTime", str(b.ended.Format(time.RFC3339))))
		if b.result != nil && b.result.Kind == jsontree.Object {
			for _, m := range b.result.Members {
				if m.Name != "status" {
					set(n, m.Name, m.Value)
				}
			}
			n.Members = append(n.Members, member("output", b.result))
		}
		return out
	}
	n.Members = append(n.Members, member("endTime", str(b.ended.Format(time.RFC3339))), member("error", b.problem()))
	return out
}

func (b *job) problem() *jsontree.Node {
	return errorNode("Operation"+b.outcome, "The operation ended as "+b.outcome+", as the request asked.", "")
}

// found is what the Location answers: 202 while the operation goes on, then its result.
func (b *job) found(j *jobs) (*reply, *Error) {
	switch b.current() {
	case inProgress:
		out := &reply{status: http.StatusAccepted, header: http.Header{}}
		waitHeaders(out.header, j.wait)
		return out, nil
	case succeeded:
		return &reply{status: b.status, body: b.result}, nil
	}
	return nil, armError(http.StatusConflict, "Operation"+b.outcome, "The operation ended as %s, as the request asked.", b.outcome)
}

// final is the reply that a long-running operation ends with, as documented.
func (x *exchange) final() (*reply, *Error) {
	out := &reply{status: http.StatusOK, sample: generatedName}
	if x.op.LongRunning.New == nil {
		if s := x.wish.sample; s != nil {
			out.sample = s.name
		}
		return out, nil
	}
	want := &x.op.LongRunning.Schema
	s := x.wish.sample
	if s == nil && !x.wish.generated {
		s = x.op.best(x.params, func(s *sample) bool { a := s.with(200, 201); return a != nil && a.body != nil })
	}
	if s != nil {
		if a := s.with(200, 201); a != nil && a.body != nil {
			if body, _ := x.h.fit(x.op, want, a.body.Clone()); body != nil {
				x.identify(body, s.params, false)
				out.body, out.sample = body, s.name
				return out, nil
			}
		}
	}
	body, err := x.h.generatedBody(x.op, http.StatusOK, want, x.wish.number)
	if err != nil {
		return nil, armError(http.StatusNotImplemented, "NoSample", "%s has no sample of its result: %v; give one with -samples.", x.op.ID, err)
	}
	out.body = body.Clone()
	x.identify(out.body, nil, true)
	return out, nil
}

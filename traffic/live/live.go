// Package live watches the exchanges of a running program: it samples them, checks them against documents and records
// them, beside the path that requests and responses take.
//
//	apis, newer, err := embedded.Find("consumption@2024-08-01")
//	monitor := live.New(live.Options{
//		Sample:  live.Share(0.01),
//		Checker: traffic.NewChecker(apis, newer),
//		Record:  file,
//	})
//	defer monitor.Close()
//	client := &http.Client{Transport: monitor.RoundTripper(nil)}
//	expvar.Publish("azbill", monitor)
//
// The caller of a request sees what it would see without a [Monitor]: the same response, whose body arrives as it is
// read, and the same errors. Bodies are copied while they are read. Everything else is the work of one goroutine, to
// which a queue leads; when the queue or the memory for bodies is full, exchanges are counted and left out.
package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azbill/azbill/traffic"
)

// Options are what a Monitor does. All of it is optional.
type Options struct {
	// Sample chooses the requests to look at; nil: all. It is called before the request is sent, by its goroutine, and
	// must not change the request.
	Sample func(*http.Request) bool

	// Checker checks the exchanges; nil: they are only recorded.
	Checker *traffic.Checker

	// Record receives the exchanges as lines of JSON, without credentials, as [traffic.Read] reads them; nil: none are
	// recorded. Write is called by one goroutine, once for each exchange.
	Record io.Writer

	// Drift is called with each difference, with the number of its occurrences in one exchange: what a counter of expvar or
	// OpenTelemetry adds. It is called by one goroutine; nil: it is not called.
	Drift func(key traffic.Key, occurrences int64)

	Queue       int   // exchanges that wait to be checked; 0: 64
	BodyBytes   int64 // longest body that is looked at, compressed or not; longer ones are left out; 0: 4 MB
	MemoryBytes int64 // of all bodies at a time; 0: 32 MB
}

// Share samples a share of the requests, from 0 to 1, at random.
func Share(share float64) func(*http.Request) bool {
	return func(*http.Request) bool { return rand.Float64() < share }
}

// Stats counts what became of the exchanges that were chosen.
type Stats struct {
	Sampled    int64 `json:"sampled"`    // requests that were chosen
	Failed     int64 `json:"failed"`     // of them, those without a response
	Abandoned  int64 `json:"abandoned"`  // those whose response was not read to its end
	QueueFull  int64 `json:"queueFull"`  // those that found the queue full, or the monitor closed
	NoBody     int64 `json:"noBody"`     // exchanges without one of their bodies: it was too long, or the memory was full
	Handled    int64 `json:"handled"`    // exchanges that were checked or recorded
	NotWritten int64 `json:"notWritten"` // exchanges that could not be recorded
}

// Monitor samples exchanges. It is safe for concurrent use.
type Monitor struct {
	o      Options
	memory atomic.Int64 // bytes of chunks in use
	queue  chan *exchange
	done   chan struct{} // closed when the worker has ended

	closing sync.RWMutex // held for reading while something is put into the queue
	closed  bool

	mu    sync.Mutex
	drift *traffic.Drift
	first error // of recording

	stats struct {
		sampled, failed, abandoned, queueFull, noBody, handled, notWritten atomic.Int64
	}
}

// New starts a monitor. Close ends it.
func New(o Options) *Monitor {
	if o.Queue <= 0 {
		o.Queue = 64
	}
	if o.BodyBytes <= 0 {
		o.BodyBytes = 4 << 20
	}
	if o.MemoryBytes <= 0 {
		o.MemoryBytes = 32 << 20
	}
	m := &Monitor{o: o, queue: make(chan *exchange, o.Queue), done: make(chan struct{}), drift: traffic.NewDrift()}
	go m.work()
	return m
}

// RoundTripper returns a transport that samples what goes through another one; nil is [http.DefaultTransport].
func (m *Monitor) RoundTripper(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return &transport{m, next}
}

type transport struct {
	m    *Monitor
	next http.RoundTripper
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if !t.m.samples(req) {
		return t.next.RoundTrip(req)
	}
	x := t.m.begin(req)
	if x.request != nil {
		clone := *req // a transport must not change its request
		clone.Body = x.request
		req = &clone
	}
	resp, err := t.next.RoundTrip(req)
	return x.answered(resp, err)
}

// CloseIdleConnections does what [http.Client.CloseIdleConnections] asks for.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Observe samples one exchange: next sends the request. It is for pipelines that are not made of transports; the body of
// the request is another one while next runs.
func (m *Monitor) Observe(req *http.Request, next func() (*http.Response, error)) (*http.Response, error) {
	if !m.samples(req) {
		return next()
	}
	x := m.begin(req)
	if x.request != nil {
		body := req.Body
		req.Body = x.request
		defer func() {
			if req.Body == x.request {
				req.Body = body
			}
		}()
	}
	resp, err := next()
	return x.answered(resp, err)
}

func (m *Monitor) samples(req *http.Request) bool {
	return m.o.Sample == nil || m.o.Sample(req)
}

// Stats returns what became of the exchanges so far.
func (m *Monitor) Stats() Stats {
	s := &m.stats
	return Stats{
		Sampled: s.sampled.Load(), Failed: s.failed.Load(), Abandoned: s.abandoned.Load(), QueueFull: s.queueFull.Load(),
		NoBody: s.noBody.Load(), Handled: s.handled.Load(), NotWritten: s.notWritten.Load(),
	}
}

// Report returns the differences found so far.
func (m *Monitor) Report() *traffic.Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.drift.Report()
}

// String returns the statistics and the occurrences of each class of difference as JSON, so that a Monitor is an
// expvar.Var.
func (m *Monitor) String() string {
	classes := map[traffic.Class]int64{}
	r := m.Report()
	for _, e := range r.Drift {
		classes[e.Class] += e.Count
	}
	for _, d := range r.Dropped {
		classes[d.Class] += d.Count
	}
	text, err := json.Marshal(struct {
		Stats
		Drift map[traffic.Class]int64 `json:"drift"`
	}{m.Stats(), classes})
	if err != nil {
		panic(err) // numbers and names
	}
	return string(text)
}

// Close ends the sampling, waits until the exchanges in the queue have been checked and recorded, and returns the first
// error of recording. Requests may still go through; they are no longer sampled.
func (m *Monitor) Close() error {
	m.closing.Lock()
	if !m.closed {
		m.closed = true
		close(m.queue)
	}
	m.closing.Unlock()
	<-m.done
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.first
}

// put hands an exchange to the worker, or drops it.
func (m *Monitor) put(x *exchange) {
	m.closing.RLock()
	defer m.closing.RUnlock()
	if !m.closed {
		select {
		case m.queue <- x:
			return
		default:
		}
	}
	m.stats.queueFull.Add(1)
	x.release()
}

// work checks and records until the queue is closed and empty.
func (m *Monitor) work() {
	defer close(m.done)
	for x := range m.queue {
		m.handle(x)
		x.release()
	}
}

func (m *Monitor) handle(x *exchange) {
	if !x.settle() {
		m.stats.abandoned.Add(1)
		return
	}
	if x.x.Unrecorded || x.lostRequest {
		m.stats.noBody.Add(1)
	}
	if m.o.Record != nil {
		x.x.Body = x.body()
		if err := traffic.WriteLine(m.o.Record, &x.x); err != nil {
			m.stats.notWritten.Add(1)
			m.mu.Lock()
			if m.first == nil {
				m.first = fmt.Errorf("record an exchange: %w", err)
			}
			m.mu.Unlock()
		}
	}
	if m.o.Checker != nil {
		m.check(x)
	}
	m.stats.handled.Add(1)
}

func (m *Monitor) check(x *exchange) {
	x.x.Body = x.body()
	one := traffic.NewDrift()
	m.o.Checker.Check(&x.x, one)
	if m.o.Drift != nil {
		for _, e := range one.Report().Drift {
			m.o.Drift(e.Key, e.Count)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drift.Merge(one)
}

// exchange is an exchange that was chosen.
type exchange struct {
	m           *Monitor
	x           traffic.Exchange
	request     *tee // nil: no body
	response    *tee // nil: no body
	lostRequest bool
	inflated    []byte // the body of the response where it was compressed
}

// begin prepares for a request that is about to be sent.
func (m *Monitor) begin(req *http.Request) *exchange {
	m.stats.sampled.Add(1)
	x := &exchange{m: m}
	x.x.Time = time.Now()
	x.x.Method, x.x.URL, x.x.RequestHeader = req.Method, req.URL.String(), req.Header.Clone()
	if x.x.Method == "" {
		x.x.Method = http.MethodGet
	}
	if req.Body != nil && req.Body != http.NoBody {
		x.request = &tee{rc: req.Body, length: req.ContentLength, kept: kept{m: m}}
	}
	return x
}

// answered goes on with what came of the request.
func (x *exchange) answered(resp *http.Response, err error) (*http.Response, error) {
	if err != nil || resp == nil {
		x.m.stats.failed.Add(1)
		x.release()
		return resp, err
	}
	x.x.Status, x.x.Header = resp.StatusCode, resp.Header.Clone()
	if resp.Body == nil || resp.Body == http.NoBody || resp.StatusCode == http.StatusSwitchingProtocols {
		x.m.put(x) // the body of a connection that speaks another protocol is not a body
		return resp, nil
	}
	x.response = &tee{rc: resp.Body, length: resp.ContentLength, kept: kept{m: x.m}, end: func() { x.m.put(x) }}
	resp.Body = x.response
	return resp, nil
}

// settle makes the exchange that is checked of what was kept; it is false when the response was not read to its end.
func (x *exchange) settle() bool {
	if x.request != nil {
		if body, whole := x.request.taken(); whole {
			x.x.RequestBody = body
		} else {
			x.lostRequest = true
		}
	}
	if x.response == nil {
		return true
	}
	k := &x.response.kept
	compressed := isCompressed(x.x.Header)
	switch {
	case k.over:
		x.x.Unrecorded = true
	case k.broken, !x.response.whole() && (compressed || !isValue(k)): // a reader of JSON may stop at the end of the value
		return false
	case compressed:
		var ok bool
		x.inflated, ok = inflate(k.reader(), x.x.Header, x.m.o.BodyBytes)
		x.x.Unrecorded = !ok
	}
	return true
}

// body returns the body of the response, nil when there is none or it was not kept.
func (x *exchange) body() io.Reader {
	switch {
	case x.response == nil || x.x.Unrecorded || x.response.kept.size == 0:
		return nil
	case x.inflated != nil:
		return bytes.NewReader(x.inflated)
	}
	return x.response.kept.reader()
}

// release gives the memory back.
func (x *exchange) release() {
	for _, t := range []*tee{x.request, x.response} {
		if t != nil {
			t.drop()
		}
	}
}

package live_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
	"github.com/azbill/azbill/traffic/live"
)

var _ expvar.Var = (*live.Monitor)(nil)

// budgets is a page with one difference: colour.
func budgets(n int) string {
	var b strings.Builder
	b.WriteString(`{"value":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"b%d","properties":{"category":"Cost","amount":12,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-01-01T00:00:00Z"}}`, i)
		if i == n/2 {
			b.WriteString(`,"colour":"red"`)
		}
		b.WriteByte('}')
	}
	b.WriteString(`]}`)
	return b.String()
}

const budgetsPath = "/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"

func newChecker(t testing.TB) *traffic.Checker {
	t.Helper()
	apis, newer, err := embedded.Find("consumption@2024-08-01")
	if err != nil {
		t.Fatal(err)
	}
	return traffic.NewChecker(apis, newer)
}

// server answers by path, and leaves nothing behind.
func server(t testing.TB, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s
}

func get(t testing.TB, c *http.Client, url string) string {
	t.Helper()
	resp, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func closed(t testing.TB, m *live.Monitor) live.Stats {
	t.Helper()
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil { // a second time is no mistake
		t.Fatal(err)
	}
	return m.Stats()
}

// answers are the ways in which a server can answer.
func answers(w http.ResponseWriter, r *http.Request) {
	if body, _ := io.ReadAll(r.Body); len(body) > 0 {
		w.Header().Set("X-Got", fmt.Sprint(len(body)))
	}
	page := budgets(500)
	switch r.URL.Path {
	case "/length":
		w.Header().Set("Content-Length", fmt.Sprint(len(page)))
		_, _ = io.WriteString(w, page)
	case "/chunked":
		for len(page) > 0 {
			n := min(len(page), 5000)
			_, _ = io.WriteString(w, page[:n])
			w.(http.Flusher).Flush()
			page = page[n:]
		}
	case "/gzip":
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, page)
		_ = z.Close()
	case "/nothing":
		w.WriteHeader(http.StatusNoContent)
	case "/error":
		http.Error(w, "no", http.StatusTeapot)
	case "/cut":
		w.Header().Set("Content-Length", "1000000")
		_, _ = io.WriteString(w, page)
	case "/abort":
		panic(http.ErrAbortHandler)
	}
}

// What the caller sees of an exchange is the same with and without a monitor: status, headers, body, errors.
func TestTransparent(t *testing.T) {
	s := server(t, answers)
	s.Config.ErrorLog = nil
	see := func(c *http.Client, method, path string, header http.Header) string {
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(strings.Repeat("x", 100_000)))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = header.Clone()
		body := req.Body
		resp, err := c.Do(req)
		if req.Body != body {
			t.Error("the request has another body now")
		}
		if err != nil {
			return strings.ReplaceAll(err.Error(), s.URL, "")
		}
		text, err := io.ReadAll(resp.Body)
		again, errAgain := resp.Body.Read(make([]byte, 1))
		resp.Header.Del("Date")
		return fmt.Sprintln(resp.Status, resp.ContentLength, resp.TransferEncoding, resp.Uncompressed, resp.Header, len(text), string(text[:min(50, len(text))]), err, again, errAgain, resp.Body.Close())
	}
	for _, bounds := range []live.Options{{}, {BodyBytes: 1000}, {MemoryBytes: 1}, {Queue: 1}} {
		bounds.Checker, bounds.Record = newChecker(t), io.Discard
		m := live.New(bounds)
		with := &http.Client{Transport: m.RoundTripper(http.DefaultTransport)}
		for _, path := range []string{"/length", "/chunked", "/gzip", "/nothing", "/error", "/cut", "/abort"} {
			for _, method := range []string{"GET", "HEAD", "PUT"} {
				for _, header := range []http.Header{{}, {"Accept-Encoding": {"gzip"}}} {
					want := see(http.DefaultClient, method, path, header)
					if got := see(with, method, path, header); got != want {
						t.Errorf("%s %s %v:\ngot  %s\nwant %s", method, path, header, got, want)
					}
				}
			}
		}
		if st := closed(t, m); st.Sampled != 7*3*2 || st.Failed != 3*2 || st.Failed+st.Abandoned+st.QueueFull+st.Handled != st.Sampled {
			t.Errorf("%+v: %+v", bounds, st)
		}
	}
}

// A body arrives while it is sent: the server waits for the client's word before it sends the second half.
func TestStreams(t *testing.T) {
	word := make(chan struct{})
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "first")
		w.(http.Flusher).Flush()
		<-word
		_, _ = io.WriteString(w, "second")
	})
	m := live.New(live.Options{})
	defer closed(t, m)
	resp, err := (&http.Client{Transport: m.RoundTripper(nil)}).Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	first := make([]byte, 5)
	if _, err := io.ReadFull(resp.Body, first); err != nil || string(first) != "first" {
		t.Fatalf("%q, %v", first, err)
	}
	close(word)
	if rest, err := io.ReadAll(resp.Body); err != nil || string(rest) != "second" {
		t.Fatalf("%q, %v", rest, err)
	}
}

// A recording holds what was sent, without credentials, and checking it finds what was found live.
func TestRecords(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "session=verysecret")
		_, _ = io.WriteString(w, budgets(3))
	})
	var recording bytes.Buffer
	counted := map[traffic.Key]int64{}
	m := live.New(live.Options{Checker: newChecker(t), Record: &recording, Drift: func(k traffic.Key, n int64) { counted[k] += n }})
	client := &http.Client{Transport: m.RoundTripper(nil)}
	for range 4 {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+budgetsPath+"&sig=verysecret", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer verysecret")
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var page struct{ Value []any }
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || len(page.Value) != 3 { // stops before the end of the body
			t.Fatal(page, err)
		}
		resp.Body.Close()
	}
	if st := closed(t, m); st != (live.Stats{Sampled: 4, Handled: 4}) {
		t.Errorf("%+v", st)
	}
	if strings.Contains(recording.String(), "verysecret") {
		t.Errorf("a credential was recorded: %s", recording.String())
	}
	again := traffic.NewDrift()
	for x, problem := range traffic.Read("", &recording, traffic.ReadOptions{}) {
		if problem != nil {
			t.Fatal(problem)
		}
		newChecker(t).Check(x, again)
	}
	// Where an exchange was recorded is all that differs: live it was in no file.
	got, want := m.Report(), again.Report()
	for i := range want.Drift {
		want.Drift[i].Example.Origin = traffic.Origin{}
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(traffic.Example{})); d != "" {
		t.Errorf("recorded -, live +:\n%s", d)
	}
	var colours int64
	for k, n := range counted {
		if k.Place == "/value/*/colour" && k.Class == traffic.UnknownMember {
			colours = n
		}
	}
	if colours != 4 {
		t.Errorf("told of %d, want 4: %v", colours, counted)
	}
	var v struct {
		Sampled int64
		Drift   map[string]int64
	}
	if err := json.Unmarshal([]byte(m.String()), &v); err != nil || v.Sampled != 4 || v.Drift["unknown-member"] != 4 {
		t.Errorf("%s, %v", m, err)
	}
}

// Requests are recorded with their bodies, whichever way they are sent.
func TestRequestBodies(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	for name, send := range map[string]func(m *live.Monitor, req *http.Request) (*http.Response, error){
		"transport": func(m *live.Monitor, req *http.Request) (*http.Response, error) {
			return m.RoundTripper(nil).RoundTrip(req)
		},
		"observe": func(m *live.Monitor, req *http.Request) (*http.Response, error) {
			return m.Observe(req, func() (*http.Response, error) { return http.DefaultTransport.RoundTrip(req) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			var recording bytes.Buffer
			m := live.New(live.Options{Record: &recording})
			for _, body := range []io.Reader{strings.NewReader(`{"a":1}`), struct{ io.Reader }{strings.NewReader(`{"a":1}`)}, nil} {
				req, err := http.NewRequestWithContext(t.Context(), "PUT", s.URL+"/x", body)
				if err != nil {
					t.Fatal(err)
				}
				before := req.Body
				resp, err := send(m, req)
				if err != nil {
					t.Fatal(err)
				}
				resp.Body.Close()
				if req.Body != before {
					t.Error("the request has another body now")
				}
			}
			closed(t, m)
			if n := strings.Count(recording.String(), `"body":{"a":1}`); n != 2 {
				t.Errorf("%d bodies, want 2: %s", n, recording.String())
			}
		})
	}
}

// blocked is a writer that takes nothing until it is told to.
type blocked struct {
	until   chan struct{}
	written atomic.Int64
}

func (b *blocked) Write(p []byte) (int, error) {
	<-b.until
	b.written.Add(1)
	return len(p), nil
}

// Nobody waits for a recording that is stuck: exchanges beyond the queue are counted and left out, and Close waits for
// those within.
func TestQueueFull(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, `{}`) })
	b := &blocked{until: make(chan struct{})}
	m := live.New(live.Options{Record: b, Queue: 2})
	client := &http.Client{Transport: m.RoundTripper(nil)}
	for range 20 {
		get(t, client, s.URL)
	}
	if st := m.Stats(); st.QueueFull < 17 || st.Handled != 0 {
		t.Errorf("%+v", st)
	}
	close(b.until)
	if st := closed(t, m); st.Handled != b.written.Load() || st.Handled+st.QueueFull != 20 {
		t.Errorf("%+v, %d written", st, b.written.Load())
	}
	get(t, client, s.URL) // still works
	if st := m.Stats(); st.QueueFull+st.Handled != 21 {
		t.Errorf("%+v", st)
	}
}

// Bodies that are too long, and those for which there is no memory, are left out of exchanges that are checked all the
// same; the memory comes back.
func TestBounds(t *testing.T) {
	page := budgets(2000)
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, page)
	})
	for name, o := range map[string]live.Options{
		"body":   {BodyBytes: int64(len(page)) - 1},
		"memory": {MemoryBytes: int64(len(page)) / 2},
	} {
		t.Run(name, func(t *testing.T) {
			o.Checker = newChecker(t)
			m := live.New(o)
			for range 3 {
				if got := get(t, &http.Client{Transport: m.RoundTripper(nil)}, s.URL+budgetsPath); got != page {
					t.Fatal("the caller got something else")
				}
			}
			if st := closed(t, m); st.NoBody != 3 || st.Handled != 3 {
				t.Errorf("%+v", st)
			}
			if r := m.Report(); r.Exchanges != 3 || r.Elements != 0 || len(r.Drift) != 0 {
				t.Errorf("%+v", r)
			}
			if n := m.Held(); n != 0 {
				t.Errorf("%d bytes are still taken", n)
			}
		})
	}
}

// A body that the client asked for compressed is checked as what it says, and left out where it says too much.
func TestCompressed(t *testing.T) {
	page := budgets(2000)
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		_, _ = io.WriteString(z, page)
	})
	for limit, want := range map[int64]int64{int64(len(page)): 2000, int64(len(page)) - 1: 0} {
		m := live.New(live.Options{Checker: newChecker(t), BodyBytes: limit})
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+budgetsPath, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "gzip")
		resp, err := m.RoundTripper(nil).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if st := closed(t, m); st.Handled != 1 || m.Report().Elements != want {
			t.Errorf("%d bytes: %+v, %d elements, want %d", limit, st, m.Report().Elements, want)
		}
	}
}

// A body that breaks off is not checked, even where what there is of it looks whole.
func TestBroken(t *testing.T) {
	s := server(t, answers)
	m := live.New(live.Options{Checker: newChecker(t)})
	resp, err := (&http.Client{Transport: m.RoundTripper(nil)}).Get(s.URL + "/cut")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Fatal("no error")
	}
	resp.Body.Close()
	if st := closed(t, m); st.Abandoned != 1 {
		t.Errorf("%+v", st)
	}
}

// A client that goes away in the middle leaves an exchange that is counted, not one that is misread.
func TestAbandoned(t *testing.T) {
	page := budgets(2000)
	s := server(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, page) })
	m := live.New(live.Options{Checker: newChecker(t)})
	resp, err := (&http.Client{Transport: m.RoundTripper(nil)}).Get(s.URL + budgetsPath)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadFull(resp.Body, make([]byte, 1000))
	resp.Body.Close()
	if st := closed(t, m); st.Abandoned != 1 || st.Handled != 0 || m.Held() != 0 {
		t.Errorf("%+v", st)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// A recording that cannot be written is Close's to report.
func TestRecordFails(t *testing.T) {
	s := server(t, func(http.ResponseWriter, *http.Request) {})
	m := live.New(live.Options{Record: failing{}})
	get(t, &http.Client{Transport: m.RoundTripper(nil)}, s.URL)
	if err := m.Close(); err == nil || !strings.Contains(err.Error(), "disk full") || m.Stats().NotWritten != 1 {
		t.Errorf("%v, %+v", err, m.Stats())
	}
}

// Many goroutines send requests, read reports and close the monitor at once. Run it under the race detector.
func TestConcurrent(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, budgets(50)) })
	before := runtime.NumGoroutine()
	m := live.New(live.Options{Checker: newChecker(t), Record: io.Discard, Queue: 4, MemoryBytes: 100_000, Sample: live.Share(0.9)})
	transport := &http.Transport{}
	client := &http.Client{Transport: m.RoundTripper(transport)}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				resp, err := client.Post(s.URL+budgetsPath, "application/json", strings.NewReader(`{"a":1}`))
				if err != nil {
					t.Error(err)
					return
				}
				go resp.Body.Close() // while it is read
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = m.String()
			}
		})
	}
	wg.Go(func() { time.Sleep(20 * time.Millisecond); _ = m.Close() })
	wg.Wait()
	client.CloseIdleConnections()
	if st := closed(t, m); st.Sampled == 0 || st.Sampled == 160 || st.Failed+st.Abandoned+st.QueueFull+st.Handled != st.Sampled {
		t.Errorf("%+v", st)
	}
	for range 100 { // connections end on their own time
		if runtime.NumGoroutine() <= before+1 && m.Held() == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before; %d bytes held", runtime.NumGoroutine(), before, m.Held())
}

// static is a transport without a network.
type static struct{ body []byte }

func (s static) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, ContentLength: int64(len(s.body)), Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(s.body))}, nil
}

// A request that is not chosen costs nothing.
func TestNotSampled(t *testing.T) {
	m := live.New(live.Options{Sample: live.Share(0)})
	defer closed(t, m)
	req, err := http.NewRequestWithContext(context.Background(), "GET", "https://management.azure.com"+budgetsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	one := func(rt http.RoundTripper) float64 {
		return testing.AllocsPerRun(100, func() {
			resp, _ := rt.RoundTrip(req)
			resp.Body.Close()
		})
	}
	plain := static{[]byte(`{}`)}
	if with, without := one(m.RoundTripper(plain)), one(plain); with != without {
		t.Errorf("%v allocations, %v without a monitor", with, without)
	}
	if m.Stats().Sampled != 0 {
		t.Error("it was sampled")
	}
}

// BenchmarkRoundTrip measures what a caller pays: without a monitor, with one that chooses nothing, and with one whose
// queue is always full, so that copying is all that is done.
func BenchmarkRoundTrip(b *testing.B) {
	body := []byte(budgets(1000))
	stuck := &blocked{until: make(chan struct{})}
	for _, c := range []struct {
		name string
		o    *live.Options
	}{
		{"without", nil},
		{"none", &live.Options{Sample: live.Share(0)}},
		{"all", &live.Options{Record: stuck, Queue: 1}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var rt http.RoundTripper = static{body}
			if c.o != nil {
				m := live.New(*c.o)
				rt = m.RoundTripper(rt)
			}
			req, err := http.NewRequestWithContext(context.Background(), "GET", "https://management.azure.com"+budgetsPath, nil)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				resp, _ := rt.RoundTrip(req)
				_, _ = io.Copy(io.Discard, struct{ io.Reader }{resp.Body})
				resp.Body.Close()
			}
		})
	}
	close(stuck.until)
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/azbill/azbill/internal/planted"
	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

func TestMain(m *testing.M) {
	beam.Init()
	os.Exit(m.Run())
}

var documents = []string{"consumption@2024-08-01"}

// record writes recordings of lists, with a difference in one element, spread over files by shard: the same exchanges,
// whatever the number of files. It returns the pattern of the files.
func record(t testing.TB, dir string, exchanges, elements, shards int) string {
	t.Helper()
	files := make([]bytes.Buffer, shards)
	for i := range exchanges {
		var list strings.Builder
		for k := range elements {
			if k > 0 {
				list.WriteByte(',')
			}
			list.WriteString(element(i*elements+k, exchanges*elements))
		}
		fmt.Fprintf(&files[i%shards], `{"time":%q,"request":{"method":"GET","url":"https://management.azure.com/subscriptions/%d/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"},"response":{"status":200,"body":{"value":[%s]}}}`+"\n",
			time.Date(2026, 11, 1, 0, 0, i, 0, time.UTC).Format(time.RFC3339), i, &list)
	}
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jsonl", i)), files[i].Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "*.jsonl")
}

// element is the n-th of all elements.
func element(n, all int) string {
	e := fmt.Sprintf(`{"name":"b%d","properties":{"category":"Cost","amount":12,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-01-01T00:00:00Z"}}}`, n)
	if n == all/2 {
		e = strings.Replace(e, `"amount":12`, `"amount":"twelve"`, 1)
	}
	return e
}

// sequential is the report of the command on the files.
func sequential(t testing.TB, pattern string) string {
	t.Helper()
	use, newer, err := embedded.Find(documents...)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	checker, drift := traffic.NewChecker(use, newer), traffic.NewDrift()
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for x, problem := range traffic.Read(name, f, traffic.ReadOptions{}) {
			if problem != nil {
				drift.AddProblem(problem)
				continue
			}
			checker.Check(x, drift)
		}
		f.Close()
	}
	var b strings.Builder
	if err := drift.Report().Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func piped(t testing.TB, j job) string {
	t.Helper()
	j.report, j.apis = filepath.Join(t.TempDir(), "drift.json"), documents
	if status, err := run(context.Background(), j, io.Discard); err != nil || status != exitFindings {
		t.Fatalf("status %d, %v", status, err)
	}
	text, err := os.ReadFile(j.report)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var shardElements = flag.Int("shard-elements", 100_000, "elements that TestShards checks in each run")

// The report is the command's to the byte, however many files the recordings are in, and has what was planted: each class once
// in 100,000 elements and the exchanges that list them.
func TestShards(t *testing.T) {
	n := *shardElements
	if testing.Short() {
		n = min(n, 21_000)
	}
	recording := planted.Record(n, 6)
	for _, shards := range []int{1, 7, 64} {
		dir := t.TempDir()
		files := make([]bytes.Buffer, shards)
		for i, l := range recording.Lines {
			files[i%shards].WriteString(l + "\n")
		}
		for i := range files {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jsonl", i)), files[i].Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		pattern := filepath.Join(dir, "*.jsonl")
		want := sequential(t, pattern)
		report := new(traffic.Report)
		if err := json.Unmarshal([]byte(want), report); err != nil {
			t.Fatal(err)
		}
		for _, l := range recording.Compare(report) {
			t.Errorf("%d shards: %s", shards, l)
		}
		for _, spread := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d,%t", shards, spread), func(t *testing.T) {
				// A pattern twice is each file once.
				if got := piped(t, job{inputs: []string{pattern, pattern}, spread: spread}); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			})
		}
	}
}

// What cannot be read is in the report, as the command has it, and the rest is checked.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	pattern := record(t, dir, 3, 10, 3)
	for name, text := range map[string]string{"a.jsonl": "not a recording", "b.jsonl": `{"request":{"method":"GET","url":"/x"},"response":{`, "c.jsonl": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want := sequential(t, pattern)
	if n := strings.Count(want, `"class": "unreadable"`); n != 3 {
		t.Fatalf("%d problems, want 3: %s", n, want)
	}
	if got := piped(t, job{inputs: []string{pattern}, spread: true}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A bundle that fails in the middle, by an error or a panic, leaves nothing of what it had counted.
func TestFault(t *testing.T) {
	pattern := record(t, t.TempDir(), 20, 300, 4)
	want := sequential(t, pattern)
	defer func() { fault = nil }()
	for name, fail := range map[string]func() error{
		"error": func() error { return errors.New("the worker is gone") },
		"panic": func() error { panic("the worker is gone") },
	} {
		t.Run(name, func(t *testing.T) {
			var n, failures atomic.Int64
			fault = func(*traffic.Part) error {
				if n.Add(1)%25 == 0 && failures.Add(1) <= 2 {
					return fail()
				}
				return nil
			}
			if got := piped(t, job{inputs: []string{pattern}, spread: true}); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if failures.Load() < 2 {
				t.Errorf("%d failures", failures.Load())
			}
		})
	}
}

// A pipeline that always fails says so, and leaves no report.
func TestFails(t *testing.T) {
	pattern := record(t, t.TempDir(), 1, 10, 1)
	fault = func(*traffic.Part) error { return errors.New("the worker is gone") }
	defer func() { fault = nil }()
	j := job{inputs: []string{pattern}, apis: documents, report: filepath.Join(t.TempDir(), "drift.json")}
	if status, err := run(context.Background(), j, io.Discard); err == nil || status != exitHarness {
		t.Errorf("status %d, %v", status, err)
	}
	if _, err := os.Stat(j.report); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a report: %v", err)
	}
}

// A worker may run a bundle again with the same function. Half of one is not counted.
func TestRetriedBundle(t *testing.T) {
	pattern := record(t, t.TempDir(), 4, 100, 1)
	var parts []traffic.Part
	files, _ := filepath.Glob(pattern)
	read := &readFn{APIs: documents}
	for _, name := range files {
		if err := read.ProcessElement(t.Context(), name, func(p traffic.Part) { parts = append(parts, p) }); err != nil {
			t.Fatal(err)
		}
	}
	total := traffic.NewDrift()
	emit := func(_ string, d *traffic.Drift) { total.Merge(d) }
	check := &checkFn{APIs: documents}
	check.Setup()
	for _, upTo := range []int{len(parts) / 2, len(parts)} { // the first try ends in the middle
		check.StartBundle(emit)
		for _, p := range parts[:upTo] {
			if err := check.ProcessElement(p, emit); err != nil {
				t.Fatal(err)
			}
		}
	}
	check.FinishBundle(emit)
	var got strings.Builder
	if err := total.Report().Write(&got); err != nil {
		t.Fatal(err)
	}
	if want := sequential(t, pattern); got.String() != want {
		t.Errorf("got  %s\nwant %s", got.String(), want)
	}
}

// Parts and drift arrive on another machine as they were sent, and drift merged in any order and grouping is the same.
func TestCoders(t *testing.T) {
	pattern := record(t, t.TempDir(), 30, 100, 3)
	want := sequential(t, pattern)
	files, _ := filepath.Glob(pattern)
	read, checker := &readFn{APIs: documents}, checkerFor(documents)
	var parts []traffic.Part
	for _, name := range files {
		_ = read.ProcessElement(t.Context(), name, func(p traffic.Part) {
			text, err := encodePart(p)
			if err != nil {
				t.Fatal(err)
			}
			back, err := decodePart(text)
			if err != nil {
				t.Fatal(err)
			}
			if p.Exchange != nil {
				x := *p.Exchange
				x.Body = nil // its parts come apart
				p.Exchange = &x
			}
			if !reflect.DeepEqual(p, back) {
				t.Errorf("sent %+v, received %+v", p, back)
			}
			parts = append(parts, back)
		})
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, groups := range []int{1, 7, 64} {
		drift := make([]*traffic.Drift, groups)
		for i := range drift {
			drift[i] = traffic.NewDrift()
		}
		for _, i := range rng.Perm(len(parts)) {
			checker.CheckPart(&parts[i], drift[rng.IntN(groups)])
		}
		all := traffic.NewDrift()
		for _, i := range rng.Perm(groups) {
			text, err := encodeDrift(drift[i])
			if err != nil {
				t.Fatal(err)
			}
			d, err := decodeDrift(text)
			if err != nil {
				t.Fatal(err)
			}
			all.Merge(d)
		}
		var got strings.Builder
		if err := all.Report().Write(&got); err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%d groups:\ngot  %s\nwant %s", groups, got.String(), want)
		}
	}
	for _, text := range []string{"", "\x05{}", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
		if _, err := decodePart([]byte(text)); err == nil {
			t.Errorf("%q was taken for a part", text)
		}
	}
}

// Mistakes in the flags are found before anything is run.
func TestBadUsage(t *testing.T) {
	for want, j := range map[string]job{
		"expected recordings":              {report: "x"},
		"-report is missing":               {inputs: []string{"x"}},
		`no document "billing@1999-01-01"`: {inputs: []string{"x"}, report: "x", apis: []string{"billing@1999-01-01"}},
	} {
		if status, err := run(context.Background(), j, io.Discard); status != exitHarness || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("status %d, %v; want %s", status, err, want)
		}
	}
	nowhere := job{inputs: []string{filepath.Join(t.TempDir(), "*.har")}, report: filepath.Join(t.TempDir(), "drift.json")}
	if status, err := run(context.Background(), nowhere, io.Discard); status != exitHarness || err == nil {
		t.Errorf("status %d, %v", status, err)
	}
}

var many = flag.Int("elements", 20_000, "elements that TestMany checks; a million is the long run")

// As many elements as the flag says are checked as the command checks them. -v prints what each way takes.
func TestMany(t *testing.T) {
	const perPage = 1000
	pattern := record(t, t.TempDir(), *many/perPage, perPage, 4)
	var size int64
	files, _ := filepath.Glob(pattern)
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	t.Logf("%d elements, %d MB", *many, size>>20)
	var want string
	measured(t, "command", size, func() { want = sequential(t, pattern) })
	for _, spread := range []bool{false, true} {
		var got string
		measured(t, fmt.Sprintf("pipeline, spread %t", spread), size, func() { got = piped(t, job{inputs: []string{pattern}, spread: spread}) })
		if got != want {
			t.Errorf("spread %t:\ngot  %s\nwant %s", spread, got, want)
		}
	}
}

// measured logs how long a function takes, on the clock and of the processors, and how large the heap becomes.
func measured(t *testing.T, name string, size int64, f func()) {
	t.Helper()
	runtime.GC()
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	start, cpu := time.Now(), cpuTime()
	f()
	took, used := time.Since(start), cpuTime()-cpu
	close(stop)
	t.Logf("%s: %s, %s of CPU, %.0f MB/s of CPU, heap %d MB", name, took.Round(time.Millisecond), used.Round(time.Millisecond), float64(size)/1e6/used.Seconds(), <-peak>>20)
}

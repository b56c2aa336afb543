package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/payload"
)

// asProgram makes this test's binary a program that serves the peer of the tests.
const asProgram = "SERVE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		Main(untyped().Peers)
		return
	}
	os.Exit(m.Run())
}

// untyped is a peer that keeps everything untyped.
func untyped() *Local {
	return &Local{Peers: []*codec.Peer{{
		Name:   "any",
		Codecs: map[payload.Shape]codec.Codec{payload.ChargesPage: codec.JSON[any]()},
		Stream: codec.WholePage(codec.JSON[struct{ Value []any }]()),
	}}}
}

func started(t *testing.T) *Client {
	t.Helper()
	t.Setenv(asProgram, "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := Start(t.Context(), self)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func page(t *testing.T, text string) Task {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Task{Peer: "any", Shape: payload.ChargesPage, File: file, Work: RoundTrip}
}

func TestSamplesTellFastFromSlow(t *testing.T) {
	slow := sample(func() {
		for until := cpuTime() + 2*time.Millisecond; cpuTime() < until; {
		}
	}, 3)
	if slow.Ns < 2e6 {
		t.Errorf("two milliseconds of work measured as %v ns", slow.Ns)
	}
	if fast := sample(func() {}, 1000); fast.Ns > slow.Ns/100 {
		t.Errorf("nothing at all measured as %v ns", fast.Ns)
	}
}

func TestCalibrateReachesTheDuration(t *testing.T) {
	const each, want = time.Millisecond, 5 * time.Millisecond
	n := calibrate(func() {
		for until := cpuTime() + each; cpuTime() < until; {
		}
	}, want)
	if n < 2 || n > 8 {
		t.Errorf("%d operations of %v for a sample of %v", n, each, want)
	}
}

var sink []byte

func TestSamplesCountAllocations(t *testing.T) {
	got := sample(func() { sink = make([]byte, 1<<16) }, 100)
	if got.Allocs < 0.9 || got.Allocs > 3 || got.Bytes < 1<<16 {
		t.Errorf("one allocation of 65,536 bytes measured as %.1f of %.0f bytes", got.Allocs, got.Bytes)
	}
}

// TestRunners: a program answers as the same peer does in this process.
func TestRunners(t *testing.T) {
	program := started(t)
	for name, r := range map[string]Runner{"local": untyped(), "program": program} {
		t.Run(name, func(t *testing.T) {
			task := page(t, `{"value": [1, 2]}`)
			out, err := r.Output(task)
			if err != nil || string(out) != `{"value":[1,2]}` {
				t.Errorf("output %s, %v", out, err)
			}
			for _, task.Work = range []Work{Decode, Encode, RoundTrip} {
				n, err := r.Calibrate(task, time.Millisecond)
				if err != nil || n < 1 {
					t.Errorf("%s: %d operations, %v", task.Work, n, err)
				}
				s, err := r.Sample(task, n)
				if err != nil || s.Ns <= 0 || s.Allocs < 1 {
					t.Errorf("%s: %+v, %v", task.Work, s, err)
				}
			}
			wrong := page(t, "{")
			for want, bad := range map[string]Task{
				"no peer named":    {Peer: "nobody"},
				"no codec for":     {Peer: "any", Shape: payload.UsagePage},
				"read payload":     {Peer: "any", Shape: payload.ChargesPage, File: "missing"},
				"no work named":    {Peer: "any", Shape: payload.ChargesPage, File: task.File, Work: "sleep"},
				"round trip: unex": wrong,
			} {
				if _, err := r.Sample(bad, 1); err == nil || !strings.HasPrefix(err.Error(), want) {
					t.Errorf("%v, want %s", err, want)
				}
			}
			if _, err := r.Output(wrong); err == nil {
				t.Error("what is not JSON has an output")
			}
		})
	}
	if err := program.Close(); err != nil {
		t.Error(err)
	}
	if _, err := program.Output(page(t, `{}`)); err == nil {
		t.Error("a closed program answers")
	}
}

func TestAProgramThatEndsSaysWhy(t *testing.T) {
	program := started(t)
	if err := program.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := program.Output(page(t, `{}`)); err == nil || !strings.Contains(err.Error(), "signal: killed") {
			t.Errorf("%v, want the signal", err)
		}
	}
	if err := program.Close(); err != nil {
		t.Error(err)
	}
}

func TestProgramStreams(t *testing.T) {
	l, task := untyped(), page(t, `{"value":[1,2,3]}`)
	var out bytes.Buffer
	if err := l.run([]string{"stream", "any", task.File}, nil, &out); err != nil || out.String() != "3\n" {
		t.Errorf("printed %q, %v; want 3", out.String(), err)
	}
	for _, args := range [][]string{{"stream", "nobody", task.File}, {"stream", "any", "missing"}, {"stream"}, {"walk", "any", task.File}} {
		if err := l.run(args, nil, &out); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func TestServeRefusesWhatItDoesNotKnow(t *testing.T) {
	var out bytes.Buffer
	if err := untyped().serve(strings.NewReader(`{"Call":"dance"}`), &out); err != nil {
		t.Fatal(err)
	}
	var a reply
	if err := json.Unmarshal(out.Bytes(), &a); err != nil || a.Err == "" {
		t.Errorf("%s, %v: no error in the reply", out.Bytes(), err)
	}
	var syntax *json.SyntaxError
	if err := untyped().serve(strings.NewReader("dance"), &out); !errors.As(err, &syntax) {
		t.Errorf("%v, want a syntax error", err)
	}
}

// Package serve takes samples of one peer's work in a program of its own. There the garbage collector meets that peer's
// values and globals alone: a collection walks everything the program holds, and in one program with all peers each would
// pay for the others'.
package serve

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/payload"
)

// Work is what is done to a payload.
type Work string

// The kinds of work.
const (
	Decode    Work = "decode"
	Encode    Work = "encode"
	RoundTrip Work = "round trip"
)

// Task is one kind of work of one peer on one payload.
type Task struct {
	Peer  string
	Shape payload.Shape
	File  string // that holds the payload
	Work  Work
}

// Sample is what one operation took, on average over a sample of them.
type Sample struct {
	Ns     float64 // of processor time
	Allocs float64
	Bytes  float64 // allocated
}

// Runner does the work of peers: Local in this process, Client in another.
type Runner interface {
	// Calibrate finds how often to run the task for a sample of at least that duration.
	Calibrate(t Task, want time.Duration) (int, error)
	// Sample runs the task n times.
	Sample(t Task, n int) (Sample, error)
	// Output returns the payload decoded and encoded again.
	Output(t Task) ([]byte, error)
}

// Local is a Runner over the peers of this process.
type Local struct {
	Peers []*codec.Peer

	file string
	data []byte // of file
}

// Find returns the peer of that name.
func (l *Local) Find(name string) (*codec.Peer, error) {
	for _, p := range l.Peers {
		if p.Name == name {
			return p, nil
		}
	}
	return nil, fmt.Errorf("no peer named %q", name)
}

// Calibrate implements Runner.
func (l *Local) Calibrate(t Task, want time.Duration) (int, error) {
	op, err := l.prepare(t)
	if err != nil {
		return 0, err
	}
	return calibrate(op, want), nil
}

// Sample implements Runner. What the sample alone needs, as a decoded value to encode, lives no longer than that.
func (l *Local) Sample(t Task, n int) (Sample, error) {
	op, err := l.prepare(t)
	if err != nil {
		return Sample{}, err
	}
	return sample(op, n), nil
}

// Output implements Runner.
func (l *Local) Output(t Task) ([]byte, error) {
	c, data, err := l.load(t)
	if err != nil {
		return nil, err
	}
	v, err := c.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	return c.Encode(v)
}

// Stream has a peer read the long page in a file and returns the number of elements.
func (l *Local) Stream(peer, file string) (int, error) {
	p, err := l.Find(peer)
	if err != nil {
		return 0, err
	}
	f, err := os.Open(file)
	if err != nil {
		return 0, fmt.Errorf("open page: %w", err)
	}
	defer f.Close()
	return p.Stream(f)
}

func (l *Local) load(t Task) (codec.Codec, []byte, error) {
	p, err := l.Find(t.Peer)
	if err != nil {
		return nil, nil, err
	}
	c := p.Codecs[t.Shape]
	if c == nil {
		return nil, nil, fmt.Errorf("no codec for %s", t.Shape)
	}
	if l.file != t.File {
		data, err := os.ReadFile(t.File)
		if err != nil {
			return nil, nil, fmt.Errorf("read payload: %w", err)
		}
		l.file, l.data = t.File, data
	}
	return c, l.data, nil
}

// prepare returns the operation to be timed, after one run of it that fills caches and pools. It panics on an error that
// did not occur in that run: it would be a peer that gives another answer to the same bytes.
func (l *Local) prepare(t Task) (func(), error) {
	c, data, err := l.load(t)
	if err != nil {
		return nil, err
	}
	run := func() error {
		_, err := c.Decode(data)
		return err
	}
	switch t.Work {
	case Decode:
	case Encode:
		v, err := c.Decode(data)
		if err != nil {
			return nil, fmt.Errorf("decode: %w", err)
		}
		run = func() error {
			_, err := c.Encode(v)
			return err
		}
	case RoundTrip:
		run = func() error {
			v, err := c.Decode(data)
			if err == nil {
				_, err = c.Encode(v)
			}
			return err
		}
	default:
		return nil, fmt.Errorf("no work named %q", t.Work)
	}
	if err := run(); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Work, err)
	}
	return func() {
		if err := run(); err != nil {
			panic(err)
		}
	}, nil
}

func calibrate(op func(), want time.Duration) int {
	for n := 1; ; n *= 2 {
		start := cpuTime()
		for range n {
			op()
		}
		if took := cpuTime() - start; took >= want || n > 1<<24 {
			return n
		}
	}
}

// cpuTime is what this process has used of all processors, its garbage collector included. Beside a busy neighbour it
// moves far less than the time of day, and it charges a peer for garbage that another core clears away meanwhile.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err) // the arguments are right, so that no system refuses them
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func sample(op func(), n int) Sample {
	runtime.GC() // each sample starts from the same heap and pays for its own garbage
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpuTime()
	for range n {
		op()
	}
	took := cpuTime() - start
	runtime.ReadMemStats(&after)
	per := func(x uint64) float64 { return float64(x) / float64(n) }
	return Sample{
		Ns:     float64(took.Nanoseconds()) / float64(n),
		Allocs: per(after.Mallocs - before.Mallocs),
		Bytes:  per(after.TotalAlloc - before.TotalAlloc),
	}
}

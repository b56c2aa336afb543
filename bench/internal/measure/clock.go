// Package measure takes the times: of the codecs in this process, of streams and generators as
// processes of their own.
package measure

import (
	"cmp"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// Effort says how long to measure.
type Effort struct {
	Rounds int           // samples of which the median is taken
	Sample time.Duration // least duration of one sample
}

// The efforts.
var (
	Full  = Effort{Rounds: 25, Sample: 40 * time.Millisecond}
	Quick = Effort{Rounds: 1, Sample: time.Millisecond}
)

// Timing is the median over the rounds of one operation.
type Timing struct {
	Ns     float64   // of processor time, per operation
	Allocs float64   // per operation
	Bytes  float64   // allocated per operation
	Rounds []float64 // Ns of each
	Spread float64   // (slowest - fastest) / median
}

// TimesAsFastAs returns how many times as fast as other this was: the median over the rounds, in each of which both met
// the same machine. It is 0 when one of them was not measured.
func (t Timing) TimesAsFastAs(other Timing) float64 {
	var ratios []float64
	for i := range min(len(t.Rounds), len(other.Rounds)) {
		ratios = append(ratios, other.Rounds[i]/t.Rounds[i])
	}
	if len(ratios) == 0 {
		return 0
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// MBps is the rate at which n bytes per operation pass, in millions of bytes per second.
func (t Timing) MBps(n int) float64 { return float64(n) * 1e3 / t.Ns }

// Op prepares a sample and returns what is timed. What one sample alone needs, as a decoded value to encode, lives no
// longer than that: on a heap full of the other peers' values each would pay for having those marked.
type Op func() func()

// plain is an Op that prepares nothing.
func plain(op func()) Op { return func() func() { return op } }

// Interleaved times the operations against each other: one sample of each in turn, so that whatever
// slows the machine for a while slows them all.
func Interleaved(e Effort, ops []Op) []Timing {
	counts := make([]int, len(ops))
	for i, op := range ops {
		run := op()
		run() // warms caches, pools and just-in-time compilers
		counts[i] = calibrate(run, e.Sample)
	}
	samples := make([][]Timing, len(ops))
	for range e.Rounds {
		for i, op := range ops {
			run := op()
			run() // fills the pools that collections since the last sample have emptied
			samples[i] = append(samples[i], sample(run, counts[i]))
		}
	}
	out := make([]Timing, len(ops))
	for i, s := range samples {
		out[i] = median(s)
	}
	return out
}

// calibrate finds how often to run the operation for a sample of the wanted duration.
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

func sample(op func(), n int) Timing {
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
	return Timing{
		Ns:     float64(took.Nanoseconds()) / float64(n),
		Allocs: per(after.Mallocs - before.Mallocs),
		Bytes:  per(after.TotalAlloc - before.TotalAlloc),
	}
}

func median(s []Timing) Timing {
	rounds := make([]float64, len(s))
	for i := range s {
		rounds[i] = s[i].Ns
	}
	slices.SortFunc(s, func(a, b Timing) int { return cmp.Compare(a.Ns, b.Ns) })
	m := s[len(s)/2]
	m.Rounds = rounds
	m.Spread = (s[len(s)-1].Ns - s[0].Ns) / m.Ns
	return m
}

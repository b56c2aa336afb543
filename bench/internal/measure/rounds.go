// Package measure takes the times: of the codecs in the programs that serve them, of streams and generators as whole
// processes.
package measure

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/serve"
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

// Peer is a peer and who does its work.
type Peer struct {
	*codec.Peer
	Run serve.Runner
}

// Timing is the median over the rounds of one operation.
type Timing struct {
	serve.Sample           // of the median round
	Rounds       []float64 // Ns of each
	Spread       float64   // (slowest - fastest) / median
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

// job is a task and who does it.
type job struct {
	peer Peer
	task serve.Task
}

func (p Peer) job(t serve.Task) job {
	t.Peer = p.Name
	return job{p, t}
}

func (j job) failed(err error) error { return fmt.Errorf("%s: %w", j.peer.Name, err) }

// interleaved times the jobs against each other: one sample of each in turn, so that whatever slows the machine for a
// while slows them all.
func interleaved(e Effort, jobs []job) ([]Timing, error) {
	counts := make([]int, len(jobs))
	for i, j := range jobs {
		var err error
		if counts[i], err = j.peer.Run.Calibrate(j.task, e.Sample); err != nil {
			return nil, j.failed(err)
		}
	}
	samples := make([][]serve.Sample, len(jobs))
	for range e.Rounds {
		for i, j := range jobs {
			s, err := j.peer.Run.Sample(j.task, counts[i])
			if err != nil {
				return nil, j.failed(err)
			}
			samples[i] = append(samples[i], s)
		}
	}
	out := make([]Timing, len(jobs))
	for i, s := range samples {
		out[i] = median(s)
	}
	return out, nil
}

func median(s []serve.Sample) Timing {
	rounds := make([]float64, len(s))
	for i := range s {
		rounds[i] = s[i].Ns
	}
	slices.SortFunc(s, func(a, b serve.Sample) int { return cmp.Compare(a.Ns, b.Ns) })
	m := s[len(s)/2]
	return Timing{Sample: m, Rounds: rounds, Spread: (s[len(s)-1].Ns - s[0].Ns) / m.Ns}
}

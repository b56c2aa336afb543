package measure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/azbill/azbill/bench/internal/convert"
	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/payload"
)

// Growth is one kind of work at growing sizes, the smallest first.
type Growth struct {
	Work, Who string
	Factors   []int
	Sizes     []Size // those that were finished
	Err       string // why there are no more
}

// Size is work at one of the factors.
type Size struct {
	Time    time.Duration // of the processors
	PerUnit float64       // against the smallest size, when the machine was as fast
	Memory  int64         // bytes: allocated by a codec, or at the peak of a process
}

var factors = []int{1, 10, 100}

// CodecGrowth decodes and encodes pages of 100, 1,000 and 10,000 charges, and copies as much. dir, which exists, is for
// files. Of each the fastest round counts: a sample at the largest size is a few operations, and whether the runtime has
// given the memory for them back to the system meanwhile is a third of their time.
func CodecGrowth(e Effort, dir string, peers []Peer, copied Peer) ([]Growth, error) {
	var files []string
	for _, f := range factors {
		file, err := write(dir, fmt.Sprintf("growth-%d.json", f), payload.Charges(100*f))
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	var series []Growth
	var jobs []job // a series after the other, in the order of the factors
	add := func(name string, p Peer, work serve.Work) {
		series = append(series, Growth{Work: name, Who: p.Name, Factors: factors})
		for _, file := range files {
			jobs = append(jobs, p.job(serve.Task{Shape: payload.ChargesPage, File: file, Work: work}))
		}
	}
	for _, p := range peers {
		add("decode", p, serve.Decode)
	}
	for _, p := range peers {
		add("encode", p, serve.Encode)
	}
	add("copy", copied, serve.Decode)
	timings, err := interleaved(e, jobs)
	if err != nil {
		return nil, err
	}
	for i, t := range timings {
		g := &series[i/len(factors)]
		n := len(g.Sizes)
		fastest, smallest := slices.Min(t.Rounds), slices.Min(timings[i-n].Rounds)
		g.Sizes = append(g.Sizes, Size{Time: time.Duration(fastest), PerUnit: fastest / smallest / float64(factors[n]), Memory: int64(t.Bytes)})
	}
	return series, nil
}

// around is how often the smallest size of a process is run before a larger one, and after it.
const around = 3

// processGrowth runs a process at the first sizes. One that fails ends the series.
func processGrowth(work, who string, sizes int, run func(factor int) (gentool.Usage, error)) Growth {
	g := Growth{Work: work, Who: who, Factors: factors}
	smallest := func() ([]gentool.Usage, error) {
		var all []gentool.Usage
		for range around {
			u, err := run(factors[0])
			if err != nil {
				return nil, err
			}
			all = append(all, u)
		}
		return all, nil
	}
	before, err := smallest()
	if err != nil {
		g.Err = err.Error()
		return g
	}
	first := medianUsage(before)
	g.Sizes = []Size{{Time: first.CPU, PerUnit: 1, Memory: first.MaxRSS}}
	for _, f := range factors[1:sizes] {
		u, err := run(f)
		var after []gentool.Usage
		if err == nil {
			after, err = smallest()
		}
		if err != nil {
			g.Err = fmt.Sprintf("%d×: %v", f, err)
			return g
		}
		unit := medianUsage(slices.Concat(before, after)).CPU
		g.Sizes = append(g.Sizes, Size{Time: u.CPU, PerUnit: float64(u.CPU) / float64(f) / float64(unit), Memory: u.MaxRSS})
		before = after
	}
	return g
}

// GenerationGrowth runs a generator on copies of a converted document, up to as many sizes. One that takes longer than the
// limit ends the series.
func GenerationGrowth(ctx context.Context, t gentool.Tool, bin, spec string, sizes int, limit time.Duration) Growth {
	document, err := os.ReadFile(spec)
	if err != nil {
		return Growth{Work: "generate", Who: t.Name, Factors: factors, Err: err.Error()}
	}
	return processGrowth("generate", t.Name, sizes, func(factor int) (gentool.Usage, error) {
		u, err := generateCopies(ctx, t, bin, document, factor, limit)
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("not done after %v", limit)
		}
		return u, err
	})
}

// Conform is the suite as a command; cmd/peers builds it beside the generators.
const Conform = "conform"

// ConformGrowth has the suite prove the samples below a folder, many times over, up to as many sizes.
func ConformGrowth(ctx context.Context, who, bin, spec, samples string, sizes int) Growth {
	const unit = 10 // copies of the folder, so that reading the document is not most of the work
	return processGrowth("prove samples", who, sizes, func(factor int) (gentool.Usage, error) {
		return conformCopies(ctx, bin, spec, samples, unit*factor)
	})
}

func conformCopies(ctx context.Context, bin, spec, samples string, n int) (gentool.Usage, error) {
	dir, err := os.MkdirTemp("", "bench-conform-")
	if err != nil {
		return gentool.Usage{}, fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // one of the system's temporary ones
	for i := range n {
		if err := os.CopyFS(filepath.Join(dir, fmt.Sprint(i), filepath.Base(samples)), os.DirFS(samples)); err != nil {
			return gentool.Usage{}, fmt.Errorf("copy samples: %w", err)
		}
	}
	return gentool.Run(bin, exec.CommandContext(ctx, filepath.Join(bin, Conform), "-mutants", "0", "-spec", spec, "-examples", dir))
}

func generateCopies(ctx context.Context, t gentool.Tool, bin string, document []byte, n int, limit time.Duration) (gentool.Usage, error) {
	scaled, err := convert.Scale(document, n)
	if err != nil {
		return gentool.Usage{}, err
	}
	dir, err := os.MkdirTemp("", "bench-growth-")
	if err != nil {
		return gentool.Usage{}, fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // one of the system's temporary ones
	spec := filepath.Join(dir, "document.json")
	if err := os.WriteFile(spec, scaled, 0o644); err != nil {
		return gentool.Usage{}, fmt.Errorf("write scaled document: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	u, err := t.Generate(ctx, bin, spec, filepath.Join(dir, "out"), "scaled")
	if ctx.Err() != nil {
		return u, ctx.Err()
	}
	return u, err
}

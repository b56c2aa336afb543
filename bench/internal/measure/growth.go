package measure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/convert"
	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/payload"
)

// Growth is one kind of work at growing sizes.
type Growth struct {
	Work, Who string
	Factors   []int
	// Times, of the processors, and Memory belong to the factors; a time of 0 means that the work did not finish.
	Times  []time.Duration
	Memory []int64
	Err    string
}

// CodecGrowth decodes and encodes pages of 100, 1,000 and 10,000 charges.
func CodecGrowth(e Effort, peers []*codec.Peer) ([]Growth, error) {
	factors := []int{1, 10, 100}
	decode, encode := make([]Growth, len(peers)), make([]Growth, len(peers))
	for i, p := range peers {
		decode[i] = Growth{Work: "decode", Who: p.Name, Factors: factors}
		encode[i] = Growth{Work: "encode", Who: p.Name, Factors: factors}
	}
	for _, f := range factors {
		data := payload.Charges(100 * f)
		var ops []Op
		for _, p := range peers {
			c := p.Codecs[payload.ChargesPage]
			if _, err := c.Decode(data); err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			ops = append(ops, decodeOp(c, data), encodeOp(c, data))
		}
		t := Interleaved(e, ops)
		for i := range peers {
			decode[i].Times = append(decode[i].Times, time.Duration(t[2*i].Ns))
			decode[i].Memory = append(decode[i].Memory, int64(t[2*i].Bytes))
			encode[i].Times = append(encode[i].Times, time.Duration(t[2*i+1].Ns))
			encode[i].Memory = append(encode[i].Memory, int64(t[2*i+1].Bytes))
		}
	}
	return append(decode, encode...), nil
}

// GenerationGrowth runs a generator on copies of a converted document. A size that takes longer than
// the limit ends the series.
func GenerationGrowth(ctx context.Context, t gentool.Tool, bin, spec string, factors []int, limit time.Duration) Growth {
	g := Growth{Work: "generate", Who: t.Name, Factors: factors, Times: make([]time.Duration, len(factors)), Memory: make([]int64, len(factors))}
	document, err := os.ReadFile(spec)
	if err != nil {
		g.Err = err.Error()
		return g
	}
	for i, f := range factors {
		u, err := generateCopies(ctx, t, bin, document, f, limit)
		if errors.Is(err, context.DeadlineExceeded) {
			g.Err = fmt.Sprintf("%d×: not done after %v", f, limit)
			return g
		}
		if err != nil {
			g.Err = fmt.Sprintf("%d×: %v", f, err)
			return g
		}
		g.Times[i], g.Memory[i] = u.CPU, u.MaxRSS
	}
	return g
}

// Conform is the suite as a command; cmd/peers builds it beside the generators.
const Conform = "conform"

// ConformGrowth has the suite prove the samples below a folder, many times over.
func ConformGrowth(ctx context.Context, who, bin, spec, samples string, factors []int) Growth {
	const unit = 10 // copies of the folder, so that reading the document is not most of the work
	g := Growth{Work: "prove samples", Who: who, Factors: factors, Times: make([]time.Duration, len(factors)), Memory: make([]int64, len(factors))}
	for i, f := range factors {
		u, err := conformCopies(ctx, bin, spec, samples, unit*f)
		if err != nil {
			g.Err = fmt.Sprintf("%d×: %v", f, err)
			return g
		}
		g.Times[i], g.Memory[i] = u.CPU, u.MaxRSS
	}
	return g
}

func conformCopies(ctx context.Context, bin, spec, samples string, n int) (gentool.Usage, error) {
	dir, err := os.MkdirTemp("", "bench-conform-")
	if err != nil {
		return gentool.Usage{}, fmt.Errorf("make folder: %w", err)
	}
	defer os.RemoveAll(dir)
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
	defer os.RemoveAll(dir)
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

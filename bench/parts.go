package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/docs"
	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/internal/loss"
	"github.com/azbill/azbill/bench/internal/measure"
	"github.com/azbill/azbill/bench/internal/registry"
	"github.com/azbill/azbill/bench/internal/report"
	"github.com/azbill/azbill/bench/peers"
)

// losses puts every sample through every peer that has types for whole documents, and the probes
// through all.
func losses(o options, r *report.Results) error {
	samples := map[string][]loss.Sample{}
	for _, d := range docs.All {
		if d.NoExamples {
			continue
		}
		s, err := loss.Official(d, o.gen)
		if err != nil {
			return fmt.Errorf("read samples (run make peers first): %w", err)
		}
		samples[d.Name] = s
	}
	documented, err := loss.Documented(o.examples, o.gen)
	if err != nil {
		return err
	}
	if len(documented) > 0 {
		samples["documentation"] = documented
	}
	for _, p := range loss.Probes {
		r.Probes = append(r.Probes, p.Name)
	}
	for _, p := range peers.All() {
		l := report.Loss{Peer: p.Name, ByDocument: map[string]loss.Tally{}}
		for name, s := range samples {
			l.ByDocument[name] = loss.Count(p, s)
		}
		for _, probe := range loss.Probes {
			l.Probes = append(l.Probes, probe.Outcome(p))
		}
		r.Loss = append(r.Loss, l)
	}
	return writeErrors(filepath.Join("out", "loss-errors.txt"), r.Loss)
}

// writeErrors keeps the decoding errors for whoever wants to know why a sample was refused.
func writeErrors(path string, losses []report.Loss) error {
	var b strings.Builder
	for _, l := range losses {
		for _, name := range slices.Sorted(maps.Keys(l.ByDocument)) {
			for _, e := range l.ByDocument[name].Errors {
				fmt.Fprintf(&b, "%s: %s\n", l.Peer, strings.ReplaceAll(e, "\n", " "))
			}
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

const module = "github.com/azbill/azbill/bench"

func generation(ctx context.Context, o options, r *report.Results) error {
	for _, d := range docs.All {
		notes, err := os.ReadFile(filepath.Join(o.gen, "docs", d.Package()+".notes"))
		if err != nil {
			return fmt.Errorf("read what was changed (run make peers first): %w", err)
		}
		if len(notes) > 0 {
			r.Changes = append(r.Changes, d.Name+": "+strings.ReplaceAll(string(notes), "\n", "; "))
		}
		if !d.Generation {
			continue
		}
		all, err := generateAndCompile(ctx, o, d)
		if err != nil {
			return err
		}
		for i, t := range gentool.Tools {
			g := &all[i]
			if g.Err == "" {
				if err := countAndLink(ctx, o, d, t, g); err != nil {
					g.Err = err.Error()
				}
			}
		}
		r.Generation = append(r.Generation, all...)
	}
	return nil
}

// generateAndCompile measures the generators on one document, and the compiler on what they write, in turns.
func generateAndCompile(ctx context.Context, o options, d docs.Document) ([]measure.Generation, error) {
	dir, err := os.MkdirTemp("", "bench-compile-")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // one of the system's temporary ones
	var runs []measure.Run
	for _, t := range gentool.Tools {
		runs = append(runs,
			measure.Generate(ctx, t, o.bin, filepath.Join(o.gen, "docs", d.Package()+".json"), d.Package()),
			measure.Compile(ctx, o.bin, generatedPath(t, d), dir))
	}
	rounds := 9
	if o.quick {
		rounds = 1
	}
	usages, errs := measure.Rounds(rounds, runs)
	all := make([]measure.Generation, len(gentool.Tools))
	for i, t := range gentool.Tools {
		all[i] = measure.Generation{Tool: t.Name, Version: t.Version, Scope: t.Scope, Document: d.Name,
			Usage: usages[2*i], Compile: usages[2*i+1]}
		if err := errors.Join(errs[2*i : 2*i+2]...); err != nil {
			all[i].Err = err.Error()
		}
	}
	return all, nil
}

// generatedPath is the import path of what a generator made of a document.
func generatedPath(t gentool.Tool, d docs.Document) string {
	return module + "/gen/" + t.Folder + "/" + d.Package()
}

// countAndLink measures what a generator wrote: how much it is, and how much of a program it takes.
func countAndLink(ctx context.Context, o options, d docs.Document, t gentool.Tool, g *measure.Generation) (err error) {
	spec := filepath.Join(o.gen, "docs", d.Package()+".json")
	dir := filepath.Join(o.gen, t.Folder, d.Package())
	if g.Code, err = measure.CountCode(dir); err != nil {
		return err
	}
	if g.Properties, err = measure.CountProperties(spec); err != nil {
		return err
	}
	matched, _, err := registry.Match(registry.Options{Spec: spec, Dir: dir})
	if err != nil {
		return err
	}
	var types []string
	for _, t := range matched {
		types = append(types, t)
	}
	g.Binary, err = measure.Binary(ctx, o.bin, filepath.Join(o.gen, "size"), generatedPath(t, d), types)
	return err
}

func (f *field) growth(ctx context.Context, o options, r *report.Results) error {
	i := slices.IndexFunc(f.floors, func(p measure.Peer) bool { return p.Name == codec.NewMemory })
	g, err := measure.CodecGrowth(o.effort(), f.dir, f.peers, f.floors[i])
	if err != nil {
		return err
	}
	r.Growth = append(r.Growth, g...)
	sizes, limit := 3, o.limit
	if o.quick {
		sizes, limit = 2, min(limit, time.Minute)
	}
	d, _ := docs.Find("consumption/2024-08-01")
	for _, t := range gentool.Tools {
		if !t.Growth {
			continue
		}
		spec := filepath.Join(o.gen, "docs", d.Package()+".json")
		r.Growth = append(r.Growth, measure.GenerationGrowth(ctx, t, o.bin, spec, sizes, limit))
	}
	r.Growth = append(r.Growth, measure.ConformGrowth(ctx, codec.Azbill, o.bin, filepath.Join("..", "specs", d.Name+".yaml"),
		filepath.Join(o.examples, "charges-list"), sizes))
	return nil
}

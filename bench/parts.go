package main

import (
	"context"
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
)

// losses puts every sample through every peer that has types for whole documents, and the probes
// through all.
func losses(o options, peers []*codec.Peer, r *report.Results) error {
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
	for _, p := range peers {
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
		for _, t := range gentool.Tools {
			g := measure.Generation{Tool: t.Name, Version: t.Version, Scope: t.Scope, Document: d.Name}
			if err := oneGeneration(ctx, o, d, t, &g); err != nil {
				g.Err = err.Error()
			}
			r.Generation = append(r.Generation, g)
		}
	}
	return nil
}

func oneGeneration(ctx context.Context, o options, d docs.Document, t gentool.Tool, g *measure.Generation) (err error) {
	runs := 5
	if o.quick {
		runs = 1
	}
	spec := filepath.Join(o.gen, "docs", d.Package()+".json")
	dir := filepath.Join(o.gen, t.Folder, d.Package())
	path := module + "/gen/" + t.Folder + "/" + d.Package()
	if g.Usage, err = measure.Generate(ctx, runs, t, o.bin, spec, d.Package()); err != nil {
		return err
	}
	if g.Code, err = measure.CountCode(dir); err != nil {
		return err
	}
	if g.Properties, err = measure.CountProperties(spec); err != nil {
		return err
	}
	if g.Compile, err = measure.Compile(ctx, runs, o.bin, path); err != nil {
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
	g.Binary, err = measure.Binary(ctx, o.bin, filepath.Join(o.gen, "size"), path, types)
	return err
}

func growth(ctx context.Context, o options, peers []*codec.Peer, r *report.Results) error {
	g, err := measure.CodecGrowth(o.effort(), peers)
	if err != nil {
		return err
	}
	r.Growth = append(r.Growth, g...)
	factors, limit := []int{1, 10, 100}, o.limit
	if o.quick {
		factors, limit = factors[:2], min(limit, time.Minute)
	}
	d, _ := docs.Find("consumption/2024-08-01")
	for _, t := range gentool.Tools {
		if !t.Growth {
			continue
		}
		spec := filepath.Join(o.gen, "docs", d.Package()+".json")
		r.Growth = append(r.Growth, measure.GenerationGrowth(ctx, t, o.bin, spec, factors, limit))
	}
	r.Growth = append(r.Growth, measure.ConformGrowth(ctx, codec.Azbill, o.bin, filepath.Join("..", "specs", d.Name+".yaml"),
		filepath.Join(o.examples, "charges-list"), factors))
	return nil
}

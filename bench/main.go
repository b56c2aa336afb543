// Command bench measures azbill's generated types against other ways of working with the same
// messages in Go, and its generator against other generators, and writes RESULTS.md and charts.
//
//	go run -tags peers . [-quick] [-only speed,stream,loss,generation,growth] [-out DIR]
//
// Without the tag "peers" only what needs no generated code is measured; "make peers" generates it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/bench/internal/docs"
	"github.com/azbill/azbill/bench/internal/measure"
	"github.com/azbill/azbill/bench/internal/report"
	"github.com/azbill/azbill/bench/payload"
	"github.com/azbill/azbill/bench/peers"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// parts are the measurements, in the order of the page.
var parts = []string{"speed", "stream", "loss", "generation", "growth"}

type options struct {
	quick    bool
	only     []string
	out, gen string
	examples string
	bin      string
	limit    time.Duration
	size     int64
}

func (o options) wants(part string) bool { return len(o.only) == 0 || slices.Contains(o.only, part) }

func (o options) effort() measure.Effort {
	if o.quick {
		return measure.Quick
	}
	return measure.Full
}

func run(args []string, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx, o, stderr); err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.BoolVar(&o.quick, "quick", false, "one short round of each: to see that everything runs")
	only := fs.String("only", "", "parts to measure, comma separated: "+strings.Join(parts, ", "))
	fs.StringVar(&o.out, "out", ".", "folder for RESULTS.md and charts/")
	fs.StringVar(&o.gen, "gen", "gen", "folder of the peers' code, as make peers wrote it")
	fs.StringVar(&o.bin, "bin", filepath.Join("out", "bin"), "folder of the generators and the launcher, as make peers built them")
	fs.StringVar(&o.examples, "examples", filepath.Join("..", "testdata", "examples"), "folder of the documented samples")
	fs.DurationVar(&o.limit, "limit", 10*time.Minute, "longest time for one generation")
	fs.Int64Var(&o.size, "stream-size", 100e6, "bytes of the long page")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	bin, err := filepath.Abs(o.bin)
	if err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return o, err
	}
	o.bin = bin
	for _, p := range o.only {
		if !slices.Contains(parts, p) {
			err := fmt.Errorf("unknown part %q: choose from %s", p, strings.Join(parts, ", "))
			fmt.Fprintln(stderr, "bench:", err)
			return o, err
		}
	}
	return o, nil
}

// modules are those whose versions the results name.
var modules = []string{
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling",
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption",
	"github.com/bytedance/sonic",
	"github.com/go-faster/jx",
	"github.com/go-json-experiment/json",
	"github.com/oapi-codegen/runtime",
	"github.com/ogen-go/ogen",
}

func bench(ctx context.Context, o options, progress io.Writer) error {
	if o.wants("loss") {
		// A later part would miss them, minutes from now.
		if _, err := docs.All[0].Files(); err != nil {
			return err
		}
	}
	f := &field{}
	if slices.ContainsFunc([]string{"speed", "stream", "growth"}, o.wants) {
		var err error
		if f, err = start(ctx, "out"); err != nil {
			return err
		}
	}
	r := report.Results{
		Command: "go run -tags peers . " + strings.Join(os.Args[1:], " "),
		Quick:   o.quick,
		Rounds:  o.effort().Rounds,
		Machine: report.ThisMachine(modules),
	}
	for _, p := range peers.All() {
		r.Peers = append(r.Peers, report.Peer{Name: p.Name, Note: p.Note})
	}
	failed := f.measure(ctx, o, &r, progress)
	failed = errors.Join(failed, f.close())
	if failed != nil {
		o.out = filepath.Join("out", "unfinished") // of what may have taken half an hour
		fmt.Fprintln(progress, "what was measured before the failure is in", o.out)
	}
	return errors.Join(failed, write(o.out, r))
}

// measure takes the parts that are wanted, until one fails.
func (f *field) measure(ctx context.Context, o options, r *report.Results, progress io.Writer) error {
	for _, part := range []struct {
		name string
		do   func() error
	}{
		{"speed", func() (err error) {
			r.Speed, err = measure.Payloads(o.effort(), f.dir, f.peers, f.floors, payload.All())
			return err
		}},
		{"stream", func() error { return f.stream(ctx, o, r) }},
		{"loss", func() error { return losses(o, r) }},
		{"generation", func() error { return generation(ctx, o, r) }},
		{"growth", func() error { return f.growth(ctx, o, r) }},
	} {
		if !o.wants(part.name) {
			continue
		}
		start := time.Now()
		if err := part.do(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		fmt.Fprintf(progress, "%s: %v\n", part.name, time.Since(start).Round(time.Second))
	}
	return nil
}

func (f *field) stream(ctx context.Context, o options, r *report.Results) error {
	size := o.size
	if o.quick {
		size /= 20
	}
	page := filepath.Join(f.dir, "page.json")
	if err := measure.WritePage(page, size); err != nil {
		return err
	}
	r.Streams = measure.Streams(ctx, o.bin, f.peers, page, size, func(peer string) string { return f.program[peer] })
	return os.Remove(page)
}

// write writes the page and its charts.
func write(dir string, r report.Results) error {
	var b strings.Builder
	if err := report.Markdown(&b, r); err != nil {
		return err
	}
	files := map[string]string{"RESULTS.md": b.String()}
	for name, svg := range report.Charts(r) {
		files[filepath.Join("charts", name)] = svg
	}
	readme := filepath.Join("..", "README.md")
	if old, err := os.ReadFile(readme); err == nil && dir == "." { // a run that replaces RESULTS.md
		files[readme] = report.Readme(string(old), r)
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write results: %w", err)
		}
	}
	return nil
}

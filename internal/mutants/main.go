package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/go/packages"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the flags.
type options struct {
	sample   int
	seed     uint64
	since    string
	accepted string
	json     string
	tags     string
	least    float64
	short    bool
	workers  int
	part     int // of so many
	parts    int
	list     bool
	only     string
	limit    time.Duration

	changed map[string]map[int]bool // since that revision, by file
}

const (
	clean    = 0
	findings = 1
	misuse   = 2
)

func run(args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.sample, "sample", 0, "run at most `n` mutants of each package, picked by -seed; 0 runs all")
	flags.Uint64Var(&o.seed, "seed", 1, "seed of the order in which mutants run, and so of -sample and -for")
	flags.StringVar(&o.since, "since", "", "run only the mutants on lines changed since this `revision`")
	flags.StringVar(&o.accepted, "accepted", "", "`file` that lists accepted survivors")
	flags.StringVar(&o.json, "json", "", "write a report to this `file`")
	flags.StringVar(&o.tags, "tags", "", "build tags")
	flags.Float64Var(&o.least, "least", 95, "fail if less than `n` of a hundred mutants of a package are noticed")
	flags.BoolVar(&o.short, "short", true, "run tests with -short")
	flags.IntVar(&o.workers, "workers", 1, "processes at once")
	part := flags.String("part", "1/1", "run the `i/n`-th part of the mutants")
	flags.BoolVar(&o.list, "list", false, "list the mutants as accepted.txt names them; run none")
	flags.DurationVar(&o.limit, "for", 0, "begin no mutant after that time, of each package; 0: no limit")
	flags.StringVar(&o.only, "only", "", "run only the mutants whose key contains this `text`")
	if flags.Parse(args) != nil {
		return misuse
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "mutants: expected packages, such as ./wire; -h lists the flags")
		return misuse
	}
	if _, err := fmt.Sscanf(*part, "%d/%d", &o.part, &o.parts); err != nil || o.part < 1 || o.part > o.parts {
		fmt.Fprintf(stderr, "mutants: -part %s: expected i/n, such as 1/4\n", *part)
		return misuse
	}
	ok, err := o.packages(flags.Args(), stdout)
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "mutants:", err)
		return misuse
	case !ok:
		return findings
	}
	return clean
}

// packages runs the mutants of packages and reports whether enough are noticed.
func (o *options) packages(patterns []string, stdout io.Writer) (ok bool, err error) {
	known := &accepted{}
	if o.accepted != "" {
		text, err := os.ReadFile(o.accepted)
		if err != nil {
			return false, err
		}
		if known, err = parseAccepted(string(text)); err != nil {
			return false, fmt.Errorf("%s: %w", o.accepted, err)
		}
	}
	pkgs, err := load(".", o.tags, patterns)
	if err != nil {
		return false, err
	}
	slices.SortFunc(pkgs, func(a, b *packages.Package) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	ok = true
	var reports []*packageReport
	for _, p := range pkgs {
		if len(p.GoFiles) == 0 {
			continue
		}
		if o.since != "" {
			if o.changed, err = changedLines(p.Module.Dir, o.since); err != nil {
				return false, err
			}
			if !o.touches(p) {
				continue
			}
		}
		report, err := o.onePackage(p, known, stdout)
		if err != nil {
			return false, err
		}
		if o.list {
			continue
		}
		report.print(stdout)
		reports = append(reports, report)
		ok = ok && report.share() >= o.least && len(report.Stale) == 0
	}
	if o.json != "" {
		err = writeJSON(o.json, reports)
	}
	return ok, err
}

// touches reports whether a file of the package has changed lines.
func (o *options) touches(p *packages.Package) bool {
	return slices.ContainsFunc(p.GoFiles, func(path string) bool {
		name, err := filepath.Rel(p.Module.Dir, path)
		return err == nil && len(o.changed[filepath.ToSlash(name)]) > 0
	})
}

func (o *options) onePackage(p *packages.Package, known *accepted, stdout io.Writer) (*packageReport, error) {
	temp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	if o.list {
		mutants, _, err := write(p, nil, temp)
		for _, m := range mutants {
			fmt.Fprintln(stdout, m.Key())
		}
		return nil, err
	}
	built, err := plant(p, o.tags, temp)
	if err != nil {
		return nil, err
	}
	r := &runner{planted: built, short: o.short, temp: filepath.Join(temp, "tmp")}
	if err := os.Mkdir(r.temp, 0o700); err != nil {
		return nil, err
	}
	if err := r.survey(); err != nil {
		return nil, err
	}
	chosen := r.all(o.choose(built), o.workers, o.limit)
	slices.SortFunc(chosen, func(a, b *Mutant) int { return a.ID - b.ID })
	dir, err := filepath.Rel(p.Module.Dir, built.dir)
	if err != nil {
		return nil, err
	}
	report := &packageReport{Package: p.PkgPath, Found: len(built.mutants), Unbuilt: len(built.unbuilt), Aside: r.aside, Mutants: chosen}
	report.Stale = known.apply(dir, built.mutants)
	report.count()
	return report, nil
}

// choose picks the mutants to run. They are in random order, so that those that run before -for ends are a sample of the
// whole package, and so is each part.
func (o *options) choose(built *planted) []*Mutant {
	var chosen []*Mutant
	for _, m := range built.mutants {
		if built.unbuilt[m.ID] || o.since != "" && !o.changed[m.File][m.Line] || !strings.Contains(m.Key(), o.only) {
			continue
		}
		chosen = append(chosen, m)
	}
	random := rand.New(rand.NewPCG(o.seed, 0))
	random.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	if o.sample > 0 {
		chosen = chosen[:min(o.sample, len(chosen))]
	}
	return chosen[len(chosen)*(o.part-1)/o.parts : len(chosen)*o.part/o.parts]
}

// all runs mutants, some at once, and returns those that it began before the time was up.
func (r *runner) all(mutants []*Mutant, workers int, limit time.Duration) []*Mutant {
	queue := make(chan *Mutant)
	var group sync.WaitGroup
	for range max(1, workers) {
		group.Go(func() {
			for m := range queue {
				r.try(m)
			}
		})
	}
	begin, n := time.Now(), 0
	for _, m := range mutants {
		if limit > 0 && time.Since(begin) > limit {
			break
		}
		queue <- m
		n++
	}
	close(queue)
	group.Wait()
	return mutants[:n]
}

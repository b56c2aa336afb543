package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/openapi/diag"
)

// errDiffers ends a check that found something; what it found is printed already.
var errDiffers = errors.New("the output differs")

// runner generates packages, several at a time, and writes or checks each as soon as it is there, so that no more than
// the current ones are in memory. A package that cannot be generated is in the way of no other, unless whole is set.
type runner struct {
	packages []generator.Package
	check    bool // compare with what is on the disk, write nothing
	whole    bool // write all packages or none
	quiet    bool // show no progress

	mu       sync.Mutex
	finished atomic.Int64
	changes  []output.Change
	diffs    []output.Diff
	warnings diag.List
	used     map[string]bool // shared pins that named something
	overlaid map[string]bool // paths of overlays that changed something
	errs     []error         // by package
}

// run generates the packages, and takes what it generated in earlier runs out of the stale folders.
// It shows on stderr how far it is.
func (r *runner) run(stale []string, stderr io.Writer) {
	if r.quiet {
		stderr = nil
	}
	progress := terminal.NewProgress(stderr, func() string {
		return fmt.Sprintf("gen: %d of %s", r.finished.Load(), count(len(r.packages), "document"))
	})
	defer progress.Stop()
	r.errs, r.used, r.overlaid = make([]error, len(r.packages)), map[string]bool{}, map[string]bool{}
	changes, diffs, dirs := make([][]output.Change, len(r.packages)), make([][]output.Diff, len(r.packages)), make([]output.Dir, len(r.packages))
	r.each(func(i int) {
		if dirs[i], r.errs[i] = r.generate(i); r.errs[i] == nil && !r.whole {
			changes[i], diffs[i], r.errs[i] = r.put(dirs[i : i+1])
			dirs[i] = output.Dir{}
		}
		r.finished.Add(1)
	})
	failed := slices.ContainsFunc(r.errs, func(err error) bool { return err != nil })
	for _, dir := range stale {
		dirs = append(dirs, output.Dir{Path: dir})
	}
	switch {
	case !r.whole:
		dirs = dirs[len(r.packages):]
	case failed:
		return
	}
	r.changes, r.diffs = slices.Concat(changes...), slices.Concat(diffs...)
	c, d, err := r.put(dirs)
	r.changes, r.diffs, r.errs = append(r.changes, c...), append(r.diffs, d...), append(r.errs, err)
	if err == nil && !r.check {
		for _, dir := range stale {
			_ = os.Remove(dir) // unless it holds files of others
		}
	}
}

// mostAtOnce is how many bytes of documents are worked on at a time, unless a single package has more: one byte of a
// document takes about 60 bytes of memory until its package is written.
const mostAtOnce = 16 << 20

// each calls work with the index of every package, several at a time, as many as the bound of memory allows.
func (r *runner) each(work func(i int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	room := semaphore.NewWeighted(mostAtOnce)
	for range min(runtime.GOMAXPROCS(0), len(r.packages)) {
		wg.Go(func() {
			for i := range next {
				size := min(sizeOf(r.packages[i]), mostAtOnce)
				_ = room.Acquire(context.Background(), size) // fails only when the context ends
				work(i)
				room.Release(size)
			}
		})
	}
	for i := range r.packages {
		next <- i
	}
	close(next)
	wg.Wait()
}

// sizeOf is the size of a package's documents on the disk.
func sizeOf(p generator.Package) (n int64) {
	for _, src := range p.Documents() {
		if info, err := os.Stat(src.Path); err == nil && src.FS == nil {
			n += info.Size()
		}
	}
	return n
}

func (r *runner) generate(i int) (output.Dir, error) {
	var warnings diag.List
	note := func(in map[string]bool) func(key string) {
		return func(key string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			in[key] = true
		}
	}
	dirs, err := generator.Generate(generator.Config{
		Packages: r.packages[i : i+1], Warnings: &warnings, Used: note(r.used), Overlaid: note(r.overlaid),
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.warnings.Append(&warnings)
	if err != nil {
		return output.Dir{}, err
	}
	return dirs[0], nil
}

// put writes folders, or compares them.
func (r *runner) put(dirs []output.Dir) (changes []output.Change, diffs []output.Diff, err error) {
	if r.check {
		diffs, err = output.Check(dirs)
	} else if len(dirs) > 0 {
		changes, err = output.Write(dirs)
	}
	return changes, diffs, err
}

// err makes one sorted list of the problems of several documents, which may share files and so problems. Other errors,
// files in the way and mistakes of the generator itself, come first.
func (r *runner) err() error {
	var all diag.List
	var others []error
	refused := 0
	for _, err := range r.errs {
		var problems diag.Errors
		if err != nil && !errors.As(err, &problems) {
			others = append(others, err)
		}
		if len(problems) > 0 {
			refused++
		}
		for _, p := range problems {
			all.Add(p.At, p.Code, "%s", p.Message)
		}
	}
	if err := all.Err(); err != nil {
		others = append(others, err)
	}
	if refused > 0 && len(r.packages) > 1 {
		others = append(others, fmt.Errorf("%s of %d refused", count(refused, "package"), len(r.packages)))
	}
	return errors.Join(others...)
}

// mostWarnings is how many warnings are printed unless all are asked for.
const mostWarnings = 50

func reportWarnings(w io.Writer, warnings []diag.Problem, all bool) {
	for i, p := range warnings {
		if i == mostWarnings && !all {
			fmt.Fprintf(w, "gen: %s more; -v prints them\n", count(len(warnings)-i, "warning"))
			return
		}
		fmt.Fprintf(w, "gen: warning: %v\n", p)
	}
}

// reportChanges prints a line for every package that changed, and one for all.
func reportChanges(w io.Writer, changes []output.Change) {
	var changed, written, removed int
	for _, c := range changes {
		if !c.Any() {
			continue
		}
		changed++
		written += len(c.Added) + len(c.Changed)
		removed += len(c.Removed)
		fmt.Fprintf(w, "%s: %d added, %d changed, %d removed, %d unchanged\n",
			filepath.ToSlash(c.Path), len(c.Added), len(c.Changed), len(c.Removed), c.Unchanged)
	}
	switch {
	case len(changes) == 0: // an error says why
	case changed == 0:
		fmt.Fprintf(w, "%s up to date\n", count(len(changes), "package"))
	default:
		fmt.Fprintf(w, "%s: %d changed, %d up to date; %s written, %d removed\n",
			count(len(changes), "package"), changed, len(changes)-changed, count(written, "file"), removed)
	}
}

// reportDiffs prints what a run would change, and, unless it is to be quiet, that it would change nothing.
func reportDiffs(w io.Writer, diffs []output.Diff, packages int, quiet bool) error {
	w = terminal.Painted(w, terminal.Diff)
	for _, d := range diffs {
		note := ""
		if d.Note != "" {
			note = " (" + d.Note + ")"
		}
		fmt.Fprintf(w, "%s%s\n%s", filepath.ToSlash(d.Path), note, d.Text)
	}
	if len(diffs) == 0 {
		if !quiet {
			fmt.Fprintf(w, "%s up to date\n", count(packages, "package"))
		}
		return nil
	}
	fmt.Fprintf(w, "%s would change; run gen to write them\n", count(len(diffs), "file"))
	return errDiffers
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

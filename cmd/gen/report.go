package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/openapi/diag"
)

// errDiffers ends a check that found something; what it found is printed already.
var errDiffers = errors.New("the output differs")

// generateAll generates the packages, several at a time, and returns their folders in the same order, or the problems
// of all of them.
func generateAll(packages []generator.Package, p *progress) ([]output.Dir, error) {
	defer p.stop()
	dirs := make([]output.Dir, len(packages))
	errs := make([]error, len(packages))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(packages)) {
		wg.Go(func() {
			for i := range next {
				var out []output.Dir
				if out, errs[i] = generator.Generate(generator.Config{Packages: packages[i : i+1]}); errs[i] == nil {
					dirs[i] = out[0]
				}
				p.done()
			}
		})
	}
	for i := range packages {
		next <- i
	}
	close(next)
	wg.Wait()
	return dirs, joinProblems(errs)
}

// joinProblems makes one sorted list of the problems of several documents, which may share files and so problems. Other
// errors, mistakes of the generator itself, come first.
func joinProblems(errs []error) error {
	var all diag.List
	for _, err := range errs {
		var problems diag.Errors
		if err != nil && !errors.As(err, &problems) {
			return err
		}
		for _, p := range problems {
			all.Add(p.At, p.Code, "%s", p.Message)
		}
	}
	return all.Err()
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

// reportDiffs prints what a run would change.
func reportDiffs(w io.Writer, diffs []output.Diff, packages int) error {
	for _, d := range diffs {
		note := ""
		if d.Note != "" {
			note = " (" + d.Note + ")"
		}
		fmt.Fprintf(w, "%s%s\n%s", filepath.ToSlash(d.Path), note, d.Text)
	}
	if len(diffs) == 0 {
		fmt.Fprintf(w, "%s up to date\n", count(packages, "package"))
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

// progress tells a person at a terminal that a run which takes its time is alive. Anywhere else it is silent.
type progress struct {
	mu       sync.Mutex
	finished int
	quit     chan struct{}
	gone     chan struct{}
}

// patience is how long a run takes before it shows progress.
const patience = time.Second

func newProgress(w io.Writer, total int) *progress {
	p := &progress{quit: make(chan struct{}), gone: make(chan struct{})}
	if terminal.Is(w) {
		go p.show(w, total, patience)
	} else {
		close(p.gone)
	}
	return p
}

func (p *progress) show(w io.Writer, total int, wait time.Duration) {
	defer close(p.gone)
	shown := 0
	for {
		select {
		case <-time.After(wait):
			p.mu.Lock()
			line := fmt.Sprintf("gen: %d of %s", p.finished, count(total, "document"))
			p.mu.Unlock()
			fmt.Fprintf(w, "\r%-*s", shown, line)
			shown, wait = len(line), 200*time.Millisecond
		case <-p.quit:
			if shown > 0 {
				fmt.Fprintf(w, "\r%s\r", strings.Repeat(" ", shown))
			}
			return
		}
	}
}

func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished++
}

// stop clears the line, so that what follows starts on an empty one.
func (p *progress) stop() {
	close(p.quit)
	<-p.gone
}

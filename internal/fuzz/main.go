// Command fuzz runs the fuzz targets of modules and counts their executions. It runs them one after the other, since each
// uses all processors, reports a target that fails, and goes on with the next.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const (
	clean    = 0
	findings = 1
	misuse   = 2
)

// target is a fuzz target and what its runs came to.
type target struct {
	module, dir string // dir is relative to the module
	name        string
	executions  int
	corpus      int // inputs that cover code which no other covers
	took        time.Duration
	failure     string // the end of the output; empty: none
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("fuzz", flag.ContinueOnError)
	flags.SetOutput(stderr)
	each := flags.Duration("time", 30*time.Second, "run each target for this long")
	total := flags.Float64("total", 0, "run all targets again until they come to `n` executions")
	only := flags.String("only", "", "run only targets whose name matches this `regexp`")
	if flags.Parse(args) != nil {
		return misuse
	}
	filter, err := regexp.Compile(*only)
	if err != nil || *each <= 0 || flags.NArg() == 0 {
		fmt.Fprintf(stderr, "fuzz: expected -time above 0, a regexp and modules, such as .: %v\n", err)
		return misuse
	}
	var targets []*target
	for _, module := range flags.Args() {
		found, err := find(module, filter)
		if err != nil {
			fmt.Fprintln(stderr, "fuzz:", err)
			return misuse
		}
		targets = append(targets, found...)
	}
	if len(targets) == 0 {
		fmt.Fprintln(stderr, "fuzz: no target found")
		return misuse
	}
	return runAll(targets, *each, *total, stdout)
}

// runAll runs the targets, then runs them again until they come to the total, each for as long as the others.
func runAll(targets []*target, each time.Duration, total float64, stdout io.Writer) int {
	for {
		before, failed := executions(targets), false
		for _, t := range targets {
			if t.failure == "" {
				t.run(each, stdout)
			}
			failed = failed || t.failure != ""
		}
		now := executions(targets)
		if float64(now) >= total || now == before {
			report(targets, stdout)
			if failed || float64(now) < total {
				return findings
			}
			return clean
		}
		missing := (total - float64(now)) / float64(now-before)
		each = max(time.Second, time.Duration(math.Ceil(min(missing*1.02, 10)*each.Seconds()))*time.Second)
	}
}

func executions(targets []*target) int {
	n := 0
	for _, t := range targets {
		n += t.executions
	}
	return n
}

var declaration = regexp.MustCompile(`(?m)^func (Fuzz\w*)\(\w+ \*testing\.F\)`)

// find returns the targets of a module, whose folder is given.
func find(module string, filter *regexp.Regexp) ([]*target, error) {
	var out []*target
	err := filepath.WalkDir(module, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != module:
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir // another module, or no code
			}
			return nil
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(module, filepath.Dir(path))
		for _, m := range declaration.FindAllSubmatch(text, -1) {
			if name := string(m[1]); filter.MatchString(name) {
				out = append(out, &target{module: module, dir: dir, name: name})
			}
		}
		return err
	})
	return out, err
}

// run fuzzes the target and adds up what it came to.
func (t *target) run(each time.Duration, stdout io.Writer) {
	fmt.Fprintf(stdout, "%s %s for %v\n", filepath.ToSlash(filepath.Join(t.module, t.dir)), t.name, each)
	begin := time.Now()
	cmd := exec.Command("go", "test", "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", each.String(), "-fuzzminimizetime", "10x",
		"./"+filepath.ToSlash(t.dir))
	cmd.Dir = t.module
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	t.took += time.Since(begin)
	n, corpus := counts(out.String())
	t.executions += n
	t.corpus = max(t.corpus, corpus)
	if err != nil {
		t.failure = out.String()[max(0, out.Len()-4000):]
		fmt.Fprintf(stdout, "%v\n%s\n", err, t.failure)
	}
}

var progress = regexp.MustCompile(`execs: (\d+) .*?(?:\(total: (\d+)\))?\n`)

// counts reads the executions and the size of the corpus from the output of go test: its last line of progress has them.
func counts(output string) (executions, corpus int) {
	all := progress.FindAllStringSubmatch(output, -1)
	if len(all) == 0 {
		return 0, 0
	}
	last := all[len(all)-1]
	executions, _ = strconv.Atoi(last[1]) // digits
	corpus, _ = strconv.Atoi(last[2])     // digits, or nothing
	return executions, corpus
}

// report prints a table of the targets.
func report(targets []*target, stdout io.Writer) {
	fmt.Fprint(stdout, "\n| package | target | executions | corpus | seconds | |\n|---|---|--:|--:|--:|---|\n")
	for _, t := range targets {
		verdict := "passes"
		if t.failure != "" {
			verdict = "fails"
		}
		fmt.Fprintf(stdout, "| %s | %s | %d | %d | %.0f | %s |\n", filepath.ToSlash(filepath.Join(t.module, t.dir)), t.name, t.executions, t.corpus, t.took.Seconds(), verdict)
	}
	fmt.Fprintf(stdout, "\n%d targets, %d executions\n", len(targets), executions(targets))
}

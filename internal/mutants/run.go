package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// test is one test of a package, which passes on the code as it is.
type test struct {
	name string
	cost time.Duration // CPU time
	hits []byte        // by the number of a mutant: 1 if the test reaches it
}

// runner runs the tests of a package.
type runner struct {
	*planted
	short bool
	temp  string
	tests []test   // the cheapest first
	aside []string // tests that fail on the code as it is: they measure what the conditions change
}

const (
	few  = 100 * time.Millisecond // tests that take less than this together come first
	lost = 60 * time.Second       // without CPU time: a deadlock
)

// survey runs each test by itself, on the code as it is.
func (r *runner) survey() error {
	if _, err := os.Stat(r.binary); os.IsNotExist(err) {
		return nil // the package has no tests
	}
	list := exec.Command(r.binary, "-test.list=.")
	list.Dir = r.dir
	out, err := list.CombinedOutput()
	if err != nil {
		return fmt.Errorf("list the tests of %s: %w\n%s", r.dir, err, out)
	}
	for name := range strings.FieldsSeq(string(out)) {
		if strings.HasPrefix(name, "Benchmark") {
			continue
		}
		t, err := r.trace(name)
		if err != nil {
			return err
		}
		if t == nil {
			r.aside = append(r.aside, name)
			continue
		}
		r.tests = append(r.tests, *t)
	}
	slices.SortStableFunc(r.tests, func(a, b test) int { return int(a.cost - b.cost) })
	return nil
}

// trace runs one test and notes which mutants it reaches; nil if it fails.
func (r *runner) trace(name string) (*test, error) {
	file := filepath.Join(r.temp, "trace")
	if err := os.WriteFile(file, make([]byte, len(r.mutants)+1), 0o600); err != nil {
		return nil, err
	}
	res := r.run(0, []string{name}, math.MaxInt, "AZBILL_MUTANT_TRACE="+file)
	if res.failed {
		return nil, nil
	}
	hits, err := os.ReadFile(file)
	return &test{name: name, cost: res.cost, hits: hits}, err
}

// try finds out what becomes of a mutant: the cheap tests first, since they notice most.
func (r *runner) try(m *Mutant) {
	var cheap, rest []string
	var cost, all time.Duration
	for _, t := range r.tests {
		if t.hits[m.ID] == 0 {
			continue
		}
		all += t.cost
		if cost += t.cost; cost < few || len(cheap) == 0 {
			cheap = append(cheap, t.name)
		} else {
			rest = append(rest, t.name)
		}
	}
	if len(cheap) == 0 {
		m.Verdict = Unreached
		return
	}
	m.Verdict = Survived
	limit := 2 + int(5*all/time.Second)
	for _, names := range [][]string{cheap, rest} {
		if len(names) == 0 {
			continue
		}
		res := r.run(m.ID, names, limit)
		switch {
		case res.expired:
			m.Verdict = TimedOut
			return
		case res.failed:
			m.Verdict, m.By = Killed, res.by
			return
		}
	}
}

type result struct {
	failed, expired bool
	by              string
	cost            time.Duration
}

var failedTest = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// run runs some tests with a mutant and at most that many seconds of CPU time, which other work on the machine does not
// change.
func (r *runner) run(id int, names []string, limit int, env ...string) result {
	for i, name := range names {
		names[i] = regexp.QuoteMeta(name)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	script := `exec "$@"`
	if limit < math.MaxInt {
		script = fmt.Sprintf(`ulimit -t %d; exec "$@"`, limit)
		ctx, cancel = context.WithTimeout(ctx, lost+time.Duration(limit)*10*time.Second)
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", script, "sh", r.binary, "-test.failfast", "-test.timeout=0",
		"-test.short="+strconv.FormatBool(r.short), "-test.run=^("+strings.Join(names, "|")+")$")
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "TMPDIR="+r.temp, "GOTRACEBACK=none", "AZBILL_MUTANT="+strconv.Itoa(id))
	cmd.Env = append(cmd.Env, env...)
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	res := result{failed: err != nil, cost: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if found := failedTest.FindSubmatch(out.Bytes()); found != nil {
		res.by = string(found[1])
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && !exit.Exited() { // by a signal: of the limit, or ours
		res.expired = res.by == "" && !bytes.Contains(out.Bytes(), []byte("SIGSEGV"))
	}
	return res
}

package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azbill/azbill/conformance/internal/mutate"
	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/openapi/diag"
)

// Suite says what to run.
type Suite struct {
	Targets []Target
	Known   *KnownFailures // failures to tolerate; nil: those of KnownFile
	// KnownFile is the path of a list of known failures, which conform -fix writes; empty: none are known.
	KnownFile string
	Only      *regexp.Regexp // only cases whose name matches, and of the others what these build on; nil: all
	Shard     int            // 1-based part of Shards to run; 0: all
	Shards    int
	Strict    bool // accept null only where the document says so
	// Mutants is how many faults of each class are planted in each document, its samples and its types to measure what the
	// suite notices; 0: none.
	Mutants int
	// Cases are checks that were made before, such as of the replies of a server: they count, and known failures may name them.
	Cases []Case
	// Partial ignores samples of documents that are not targets, as when one document is run over the samples of several.
	Partial  bool
	Progress func(done, total int) // called after each sample, from one goroutine at a time; nil: not at all
}

// Test runs the suite and reports every case that is not green as an error of t. It is all that a repository needs to
// prove its own generated types.
func Test(t TB, s Suite) {
	t.Helper()
	run, err := s.Execute(context.Background())
	if err != nil {
		t.Errorf("conformance: %v", err)
		return
	}
	for _, c := range run.Cases {
		if !c.Verdict.Green() {
			t.Errorf("%s", strings.TrimRight(c.Report(), "\n"))
		}
	}
	t.Logf("%s", run.Totals)
}

// TB is the part of testing.TB that Test uses.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

// Execute runs the suite. The error says that it could not run: a sample that cannot be read, a sample of no document, no
// case at all. What the run found wrong is not an error; it is in the Run.
func (s Suite) Execute(ctx context.Context) (*Run, error) {
	if s.Known == nil && s.KnownFile != "" {
		var err error
		if s.Known, err = ReadKnownFailures(s.KnownFile); err != nil {
			return nil, err
		}
	}
	targets, err := s.prepare()
	if err != nil {
		return nil, err
	}
	run := &Run{}
	var work []job
	for _, t := range targets {
		if s.takesPart(t) {
			run.Documents = append(run.Documents, s.describe(t))
			run.Coverage = append(run.Coverage, s.coverage(t))
		}
		for _, sample := range t.samples {
			work = append(work, job{t, sample})
			run.Samples = append(run.Samples, sample)
		}
	}
	if len(work) == 0 {
		return nil, noSamples(targets)
	}
	if err := s.compile(targets); err != nil {
		return nil, err
	}
	if run.Cases, err = s.cases(ctx, work); err != nil {
		return nil, err
	}
	for _, t := range targets {
		run.Cases = append(run.Cases, s.tableCases(t)...)
		run.Cases = append(run.Cases, s.unexercised(t)...)
	}
	for _, c := range s.Cases {
		if s.wants(c.ID) {
			run.Cases = append(run.Cases, c)
		}
	}
	var mutants []Case
	if run.Sensitivity, mutants, err = s.sensitivity(ctx, targets); err != nil {
		return nil, err
	}
	run.Cases = append(run.Cases, mutants...)
	if len(run.Cases) == 0 {
		return nil, errors.New("no case matches: every case was filtered out")
	}
	s.settle(run, targets)
	return run, nil
}

// noSamples is the error of a run that has nothing to check.
func noSamples(targets []*target) error {
	var where []string
	for _, t := range targets {
		where = append(where, t.Document.At.File)
	}
	return fmt.Errorf("no samples found for %s; give the folder that holds them, or a document that names examples", cmp.Or(strings.Join(where, ", "), "no document"))
}

// compile compiles the schemas of the documents whose schemas the run needs: it is a large part of a short run.
func (s Suite) compile(targets []*target) error {
	errs := make([]error, len(targets))
	var wait sync.WaitGroup
	for i, t := range targets {
		if s.needsSchemas(t) {
			wait.Go(func() { errs[i] = t.schemas.Compile() })
		}
	}
	wait.Wait()
	return cmp.Or(errs...)
}

func (s Suite) needsSchemas(t *target) bool {
	for _, sample := range t.samples {
		path := sample.Path()
		if s.inShard(path) && slices.ContainsFunc(sample.messages(), func(m *Message) bool { return s.plan(path, m).run[schemaCheck] }) {
			return true
		}
	}
	return slices.ContainsFunc(mutate.Classes, func(class string) bool { return s.measures(mutantCase(t, class)) })
}

// prepare reads the documents' schemas and hands out the samples.
func (s Suite) prepare() ([]*target, error) {
	var targets []*target
	folders, pages := map[string][]*Sample{}, map[string][]pageTables{}
	var dirs []string
	for _, t := range s.Targets {
		t, err := t.open()
		if err != nil {
			return nil, err
		}
		ready, err := t.prepare(s.Strict)
		if err != nil {
			return nil, err
		}
		targets = append(targets, ready)
		if _, read := folders[t.Dir]; t.Samples == nil || read {
			continue
		}
		if folders[t.Dir], err = readDocumented(t.Samples, t.Dir); err != nil {
			return nil, err
		}
		dirs = append(dirs, t.Dir)
		tables, err := readTables(t.Samples, t.Dir)
		if err != nil {
			return nil, err
		}
		pages[t.Dir] = tables
	}
	for _, t := range targets {
		for _, p := range pages[t.Dir] {
			if t.Samples != nil && p.Service == t.Service && p.Version == t.Document.Version {
				t.tables = append(t.tables, p)
			}
		}
	}
	for _, dir := range dirs {
		for _, sample := range folders[dir] {
			t := owner(sample, dir, targets)
			if t == nil {
				if s.Partial {
					continue
				}
				return nil, fmt.Errorf("%s: no document of service %q with api-version %q takes part in the run", sample.File, sample.Service, sample.Version)
			}
			t.samples = append(t.samples, sample)
		}
	}
	for _, t := range targets {
		for _, sample := range t.samples {
			sample.Document = t.fileOf(sample)
		}
	}
	return targets, nil
}

// fileOf is the document that has the operation of a sample, where several are joined.
func (t *target) fileOf(sample *Sample) string {
	if op := t.operations[sample.Operation]; op != nil && slices.Contains(t.Document.Files, op.At.File) {
		return op.At.File
	}
	return t.Document.At.File
}

// owner is the target of a sample's service and api-version. Of several documents it is the one that has the operation;
// a sample of an operation that none has goes to the first, where it does not match.
func owner(sample *Sample, dir string, targets []*target) *target {
	var first *target
	for _, t := range targets {
		if t.Samples == nil || t.Dir != dir || t.Service != sample.Service || t.Document.Version != sample.Version {
			continue
		}
		if t.operations[sample.Operation] != nil {
			return t
		}
		if first == nil {
			first = t
		}
	}
	return first
}

type job struct {
	target *target
	sample *Sample
}

// cases runs the checks over all samples on all processors, and returns the cases in the order of the samples.
func (s Suite) cases(ctx context.Context, work []job) ([]Case, error) {
	results := make([][]Case, len(work))
	var next, done atomic.Int64
	var wait sync.WaitGroup
	var progress sync.Mutex
	for range min(runtime.GOMAXPROCS(0), len(work)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(work) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				results[i] = s.examine(work[i])
				if n := int(done.Add(1)); s.Progress != nil {
					progress.Lock()
					s.Progress(n, len(work))
					progress.Unlock()
				}
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("the run was stopped: %w", err)
	}
	return slices.Concat(results...), nil
}

// examine runs the checks over the messages of one sample: those that are asked for, and those that they build on.
func (s Suite) examine(j job) []Case {
	path := j.sample.Path()
	if !s.inShard(path) {
		return nil
	}
	var out []Case
	for _, m := range j.sample.messages() {
		p := s.plan(path, m)
		if len(p.run) == 0 {
			continue
		}
		x := newExchange(j.target, j.sample, m)
		for _, c := range checks {
			if !p.run[c.name] || !c.applies(x) {
				continue
			}
			began := time.Now()
			findings := guard(x, c)
			if p.report[c.name] {
				out = append(out, Case{ID: caseID(path, m, c.name), Check: c.name, Message: m.Name, Findings: findings, Sample: j.sample, Place: Place{File: m.File, Line: 1}, Elapsed: time.Since(began)})
			}
		}
	}
	return out
}

// guard turns a panic of generated code into a finding, so that it costs one case and not the run.
func guard(x *exchange, c check) (findings []Finding) {
	defer func() {
		if r := recover(); r != nil {
			findings = []Finding{x.finding("panic", BlameTypes, "", fmt.Sprintf("panic: %v", r))}
		}
	}()
	return c.run(x)
}

// inShard deals samples out to shards by name, so that adding one moves no other.
func (s Suite) inShard(path string) bool {
	if s.Shards < 2 {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(path))
	return int(h.Sum32()%uint32(s.Shards)) == s.Shard-1
}

// unexercised has a case for each operation of a document that keeps its own examples: it must have one.
func (s Suite) unexercised(t *target) []Case {
	if t.Samples != nil {
		return nil
	}
	sampled := map[string]bool{}
	for _, s := range t.samples {
		sampled[s.Operation] = true
	}
	var out []Case
	for _, op := range t.Document.Operations {
		path := samplefile.Slug(t.Service) + "/" + samplefile.Slug(t.Document.Version) + "/" + samplefile.Slug(op.ID)
		id := path + "/example"
		if !s.inShard(path) || !s.wants(id) {
			continue
		}
		c := Case{ID: id, Check: "example", Message: "operation", Place: rulePlace(op.At)}
		if len(op.Examples) == 0 && len(t.missing[op.ID]) == 0 && !sampled[op.ID] {
			c.Findings = []Finding{documentFinding("no-example", "the operation has no example", op.At)}
		}
		c.Findings = append(c.Findings, t.missing[op.ID]...)
		out = append(out, c)
	}
	return out
}

func documentFinding(code, message string, at diag.At) Finding {
	return Finding{Code: code, Culprit: BlameDocument, Message: message, Place: rulePlace(at), Rule: rulePlace(at)}
}

// settle compares the cases with the list of known failures and counts the verdicts.
func (s Suite) settle(run *Run, targets []*target) {
	ran := map[string]bool{}
	for i := range run.Cases {
		ran[run.Cases[i].ID] = true
		s.Known.verdict(&run.Cases[i])
	}
	if run.Sensitivity != nil {
		run.Sensitivity.explain(run.Cases)
	}
	run.Cases = append(run.Cases, s.Known.stale(ran, func(id string) bool { return s.inScope(id, targets) })...)
	for _, c := range run.Cases {
		run.Totals.add(c.Verdict)
	}
}

// inScope reports whether a listed case should have run: its document takes part, and nothing filters it out.
func (s Suite) inScope(id string, targets []*target) bool {
	parts := strings.Split(id, "/")
	if !s.wants(id) {
		return false
	}
	if len(parts) == 4 && parts[2] == mutantsPart {
		return s.measures(id) && (!s.Partial || servedBy(id, targets))
	}
	sample := strings.Join(parts[:max(len(parts)-2, 0)], "/")
	if parts[len(parts)-1] == "example" {
		sample = strings.Join(parts[:len(parts)-1], "/")
	}
	if !s.inShard(sample) {
		return false
	}
	return !s.Partial || servedBy(id, targets)
}

// servedBy reports whether the document of a case takes part in the run.
func servedBy(id string, targets []*target) bool {
	return slices.ContainsFunc(targets, func(t *target) bool {
		return strings.HasPrefix(id, samplefile.Slug(t.Service)+"/"+samplefile.Slug(t.Document.Version)+"/")
	})
}

// wantsMessage reports whether the run is to have a case of the message.
func (s Suite) wantsMessage(sample *Sample, m *Message) bool {
	return len(s.plan(sample.Path(), m).report) > 0
}

// wantsSample reports whether the run is to have a case of one of the sample's messages.
func (s Suite) wantsSample(sample *Sample) bool {
	return slices.ContainsFunc(sample.messages(), func(m *Message) bool { return s.wantsMessage(sample, m) })
}

// takesPart reports whether the reports are to mention a document: all of them do unless cases are selected.
func (s Suite) takesPart(t *target) bool {
	return s.Only == nil || slices.ContainsFunc(t.samples, s.wantsSample)
}

// describe sums a target up for the reports.
func (s Suite) describe(t *target) Document {
	samples := slices.DeleteFunc(slices.Clone(t.samples), func(sample *Sample) bool { return !s.wantsSample(sample) })
	d := Document{
		Service: t.Service, Version: t.Document.Version, File: t.Document.At.File, Operations: len(t.Document.Operations),
		Samples: len(samples), Unchecked: t.schemas.Unchecked(),
	}
	sampled := map[string]bool{}
	for _, s := range samples {
		sampled[s.Operation] = true
	}
	groups := map[string]*Group{}
	var order []string
	for _, op := range t.Document.Operations {
		name := operationGroup(op.ID)
		if groups[name] == nil {
			groups[name] = &Group{Name: name}
			order = append(order, name)
		}
		groups[name].Operations++
		if sampled[op.ID] {
			groups[name].Sampled++
		}
	}
	for _, tag := range t.Document.Tags {
		if g := groups[tag.Name]; g != nil {
			g.Agreements, g.Note = tag.Agreements, tag.Note
		}
	}
	slices.SortFunc(order, cmp.Compare)
	for _, name := range order {
		d.Groups = append(d.Groups, *groups[name])
	}
	return d
}

package main

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs" // the file systems that paths may name
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/transforms/filter"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

// job is what a pipeline is to do.
type job struct {
	inputs    []string // paths and patterns of recordings
	report    string
	operation string   // of bare bodies
	apis      []string // documents; none: all
	spread    bool     // elements of lists go to other workers than those that read them
}

// build makes the pipeline:
//
//	patterns → files → parts of exchanges → drift of a bundle, by operation → drift, by operation → drift → report
//
// A part is the unit of work that traffic.Checker.Parts makes: an exchange without its body, or a few hundred elements of a
// list. Which worker checks it, in which bundle, and in which order drift is merged changes nothing in the report.
func (j job) build(s beam.Scope) {
	found := fileio.MatchAll(s, beam.CreateList(s, j.inputs), fileio.MatchEmptyDisallow())
	// Patterns may overlap. Making the paths distinct spreads them over the workers as well.
	files := filter.Distinct(s.Scope("Files"), beam.ParDo(s, pathOf, found))
	parts := beam.ParDo(s.Scope("Read"), &readFn{APIs: j.apis, Operation: j.operation}, files)
	if j.spread {
		parts = beam.Reshuffle(s.Scope("Spread parts"), parts)
	}
	byOperation := beam.ParDo(s.Scope("Check"), &checkFn{APIs: j.apis}, parts)
	drift := beam.DropKey(s, beam.CombinePerKey(s.Scope("Merge by operation"), &mergeFn{}, byOperation))
	// An empty one besides, so that recordings without an exchange make a report, too.
	nothing := beam.ParDo(s, noDrift, beam.Impulse(s))
	all := beam.Combine(s.Scope("Merge"), &mergeFn{}, beam.Flatten(s, drift, nothing))
	beam.ParDo0(s.Scope("Write"), &writeFn{Report: j.report}, all)
}

func pathOf(f fileio.FileMetadata) string { return f.Path }

func noDrift([]byte) *traffic.Drift { return traffic.NewDrift() }

func init() {
	register.Function1x1(pathOf)
	register.Function1x1(noDrift)
	register.DoFn3x1[context.Context, string, func(traffic.Part), error](&readFn{})
	register.DoFn2x1[traffic.Part, func(string, *traffic.Drift), error](&checkFn{})
	register.DoFn2x1[context.Context, *traffic.Drift, error](&writeFn{})
	register.Combiner1[*traffic.Drift](&mergeFn{})
	register.Emitter1[traffic.Part]()
	register.Emitter1[*traffic.Drift]()
	register.Emitter2[string, *traffic.Drift]()
	beam.RegisterCoder(reflect.TypeFor[*traffic.Drift](), encodeDrift, decodeDrift)
	beam.RegisterCoder(reflect.TypeFor[traffic.Part](), encodePart, decodePart)
}

// checkers are made once for a worker: they are safe for concurrent use.
var checkers sync.Map // by the names of documents: func() *traffic.Checker

func checkerFor(apis []string) *traffic.Checker {
	make, _ := checkers.LoadOrStore(strings.Join(apis, ","), sync.OnceValue(func() *traffic.Checker {
		use, newer, err := embedded.Find(apis...)
		if err != nil {
			panic(err) // the names were checked before the pipeline was made
		}
		return traffic.NewChecker(use, newer)
	}))
	return make.(func() *traffic.Checker)()
}

// readFn takes recordings apart.
type readFn struct {
	APIs      []string
	Operation string
}

// ProcessElement emits the parts of a recording. What cannot be read is a part as well, a problem.
func (f *readFn) ProcessElement(ctx context.Context, file string, emit func(traffic.Part)) error {
	fs, err := filesystem.New(ctx, file)
	if err != nil {
		return fmt.Errorf("open the file system of %s: %w", file, err)
	}
	defer fs.Close()
	r, err := fs.OpenRead(ctx, file)
	if err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	defer r.Close()
	checker := checkerFor(f.APIs)
	for x, problem := range traffic.Read(file, r, traffic.ReadOptions{Operation: f.Operation}) {
		if problem != nil {
			emit(traffic.Part{Origin: problem.Origin, Problem: problem})
			continue
		}
		for p := range checker.Parts(x) {
			emit(p)
		}
	}
	return nil
}

// checkFn checks parts and counts what differs, for one bundle at a time.
type checkFn struct {
	APIs []string

	checker *traffic.Checker
	drift   map[string]*traffic.Drift // by operation
}

// fault is a test's way to make bundles fail.
var fault func(*traffic.Part) error

// Setup finds the documents.
func (f *checkFn) Setup() { f.checker = checkerFor(f.APIs) }

// StartBundle forgets what an earlier bundle, which may have failed, has counted.
func (f *checkFn) StartBundle(func(string, *traffic.Drift)) { f.drift = map[string]*traffic.Drift{} }

// ProcessElement checks a part.
func (f *checkFn) ProcessElement(p traffic.Part, _ func(string, *traffic.Drift)) error {
	if fault != nil {
		if err := fault(&p); err != nil {
			return err
		}
	}
	key := p.API + " " + p.Operation
	d := f.drift[key]
	if d == nil {
		d = traffic.NewDrift()
		f.drift[key] = d
	}
	f.checker.CheckPart(&p, d)
	return nil
}

// FinishBundle emits what was counted.
func (f *checkFn) FinishBundle(emit func(string, *traffic.Drift)) {
	for _, key := range slices.Sorted(maps.Keys(f.drift)) {
		emit(key, f.drift[key])
	}
	f.drift = nil
}

// mergeFn merges drift.
type mergeFn struct{}

// CreateAccumulator returns drift that has seen nothing.
func (*mergeFn) CreateAccumulator() *traffic.Drift { return traffic.NewDrift() }

// AddInput merges drift into other drift.
func (f *mergeFn) AddInput(into, d *traffic.Drift) *traffic.Drift {
	return f.MergeAccumulators(into, d)
}

// MergeAccumulators merges drift into other drift.
func (*mergeFn) MergeAccumulators(into, d *traffic.Drift) *traffic.Drift {
	into.Merge(d)
	return into
}

// ExtractOutput returns the drift.
func (*mergeFn) ExtractOutput(d *traffic.Drift) *traffic.Drift { return d }

// writeFn writes the report.
type writeFn struct{ Report string }

// ProcessElement writes the report of all drift.
func (f *writeFn) ProcessElement(ctx context.Context, d *traffic.Drift) (err error) {
	fs, err := filesystem.New(ctx, f.Report)
	if err != nil {
		return fmt.Errorf("open the file system of the report: %w", err)
	}
	defer fs.Close()
	w, err := fs.OpenWrite(ctx, f.Report)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return errors.Join(d.Report().Write(w), w.Close())
}

func encodeDrift(d *traffic.Drift) ([]byte, error) { return json.Marshal(d) }

func decodeDrift(text []byte) (*traffic.Drift, error) {
	d := traffic.NewDrift()
	return d, json.Unmarshal(text, d)
}

// encodePart writes the length of what is not the body, that as JSON, and the body, compressed: parts are most of what is
// shuffled, and lists of resources become ten times smaller.
func encodePart(p traffic.Part) ([]byte, error) {
	body := p.Body
	p.Body = nil
	head, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	out := append(binary.AppendUvarint(nil, uint64(len(head))), head...)
	if len(body) == 0 {
		return out, nil
	}
	b := bytes.NewBuffer(out)
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(b)
	if _, err := w.Write(body); err != nil {
		return nil, fmt.Errorf("compress a part of an exchange: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress a part of an exchange: %w", err)
	}
	return b.Bytes(), nil
}

var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one that there is
	}
	return w
}}

func decodePart(text []byte) (p traffic.Part, err error) {
	size, n := binary.Uvarint(text)
	if n <= 0 || size > uint64(len(text)-n) {
		return p, errors.New("a part of an exchange is malformed")
	}
	body := text[n+int(size):]
	if err := json.Unmarshal(text[n:n+int(size)], &p); err != nil {
		return p, fmt.Errorf("read a part of an exchange: %w", err)
	}
	if len(body) == 0 {
		return p, nil
	}
	if p.Body, err = io.ReadAll(flate.NewReader(bytes.NewReader(body))); err != nil {
		return p, fmt.Errorf("read a part of an exchange: %w", err)
	}
	return p, nil
}

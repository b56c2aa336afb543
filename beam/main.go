// Command beam checks recorded exchanges on many machines: it is the check of conform -traffic as a pipeline of Apache
// Beam. Run beam -h for how to use it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

// The exit statuses are those of conform.
const (
	exitClean    = 0
	exitFindings = 1
	exitHarness  = 2
)

const usage = `beam checks recorded exchanges on many machines: it is the check of conform -traffic as a pipeline of Apache Beam.

usage:
  beam [flags] -report FILE RECORDING...

Recordings and the report are paths or patterns of any file system that Beam knows: local ones, gs://, s3://. They
are those that conform -traffic reads: HAR, cassettes, lines of JSON, bodies, each also compressed with gzip.

examples:
  beam -report drift.json 'recordings/*.har'              on this machine
  beam -api consumption@2024-08-01 -runner flink -endpoint localhost:8099 -report gs://b/drift.json 'gs://b/2026-11/*.jsonl.gz'

exit codes: 0 no drift, 1 drift, 2 the pipeline could not be run

flags, those of Beam and its runners among them:
`

var (
	apis      = flag.String("api", "", "embedded documents to check against, such as consumption@2024-08-01, separated by commas; all of them without it")
	report    = flag.String("report", "", "`file` to write the report to, as conform -traffic -format json has it")
	operation = flag.String("op", "", "operationId of the recordings that are bare bodies; inferred without it")
	spread    = flag.Bool("spread", true, "spread the elements of lists over the workers; without it a recording is the work of one, and less is shuffled")
	attempts  = flag.Int("attempts", 3, "how often a pipeline is run that fails on Prism, which gives up at the first failure; other runners try bundles again themselves")
)

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()
	beam.Init() // does not return on a worker
	status, err := run(context.Background(), job{inputs: flag.Args(), report: *report, operation: *operation, apis: names(*apis), spread: *spread}, os.Stdout)
	if err != nil {
		fmt.Fprintf(os.Stderr, "beam: %v\n", err)
	}
	os.Exit(status)
}

func names(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// run runs a job and says in one line what came of it.
func run(ctx context.Context, j job, stdout io.Writer) (int, error) {
	if err := j.check(); err != nil {
		return exitHarness, fmt.Errorf("%w; see beam -h", err)
	}
	if err := execute(ctx, j); err != nil {
		return exitHarness, err
	}
	if *jobopts.Async {
		fmt.Fprintf(stdout, "submitted: the job will write %s\n", j.report)
		return exitClean, nil
	}
	r, err := read(ctx, j.report)
	if err != nil {
		return exitHarness, err
	}
	fmt.Fprintf(stdout, "%s: exchanges %d, elements of lists %d, differences %d\n", j.report, r.Exchanges, r.Elements, len(r.Drift))
	if !r.OK() {
		return exitFindings, nil
	}
	return exitClean, nil
}

// execute runs the pipeline. Prism gives up a pipeline when one of its bundles fails, where other runners try the bundle
// again; there, the pipeline as a whole is tried again. A report is written by the last step alone.
func execute(ctx context.Context, j job) error {
	tries := 1
	if r := *runners.Runner; r == "" || strings.HasPrefix(strings.ToLower(r), "prism") {
		tries = max(*attempts, 1)
	}
	var failed []error
	for range tries {
		p := beam.NewPipeline()
		j.build(p.Root())
		err := beamx.Run(ctx, p)
		if err == nil {
			return nil
		}
		failed = append(failed, fmt.Errorf("run the pipeline: %w", err))
	}
	return errors.Join(failed...)
}

// check says what is wrong with the flags before anything is run.
func (j job) check() error {
	switch {
	case len(j.inputs) == 0:
		return errors.New("expected recordings to check, found none")
	case j.report == "":
		return errors.New("-report is missing: the file to write to")
	}
	_, _, err := embedded.Find(j.apis...)
	return err
}

// read reads a report from any file system.
func read(ctx context.Context, name string) (*traffic.Report, error) {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open the file system of the report: %w", err)
	}
	defer fs.Close()
	f, err := fs.OpenRead(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	defer f.Close()
	r := new(traffic.Report)
	if err := json.NewDecoder(f).Decode(r); err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	return r, nil
}

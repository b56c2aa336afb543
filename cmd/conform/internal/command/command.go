// Package command is the command conform. It is a package so that a program with freshly generated types can be it, too.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/conformance/report"
	"github.com/azbill/azbill/internal/cli"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/wire/rest"
)

// The exit statuses.
const (
	exitClean    = 0
	exitFindings = 1
	exitHarness  = 2
)

// Tables are the operation tables of generated packages, by the path of the document they are generated from.
type Tables map[string]func() *rest.Table

// options are the command line.
type options struct {
	formats    []report.Format
	out        string
	run        *regexp.Regexp
	specs      []string
	examples   string
	root       string
	known      string
	strict     bool
	names      string
	lenient    []string
	overlays   []string
	strictRefs bool
	shard      int
	shards     int
	fix        bool
	mutants    int
	types      bool
	join       bool // the documents are one service
	mixed      bool // their api-versions may differ
	verbose    bool
	quiet      bool
	reason     string
	stamp      bool
	args       []string
	isOwn      bool // the run is over this repository
	tables     Tables

	cache        openapi.Cache // of the documents
	apis         []string      // embedded documents
	server       string        // URL of a server to check
	writes       bool          // send it requests that write, wherever it is
	traffic      []string      // recordings
	overlay      string        // to write
	operation    string        // of bodies that were recorded alone
	baseline     string
	formatList   string
	driftFormats []report.DriftFormat
}

const usage = `conform proves that documented samples fit their OpenAPI documents and survive generated Go types unchanged.

usage:
  conform                                        the documents, samples and types of the azbill repository, inside it
  conform -spec FILE                             a document and the examples that it names, against its schemas
  conform -spec FILE -types                      the same, and the types generated from it
  conform -spec PATTERN -join [-types]           the documents of one service: joined, as gen joins those that share an out
  conform -spec FILE -examples DIR               a document and a folder of documented samples
  conform -api API -examples DIR                 an embedded document, such as billing@2020-05-01, and its types
  conform -server URL [-api API | -spec FILE]    a server: a request of every operation, and what it replies
  conform -traffic FILE...                       recorded traffic, against all embedded documents: what differs, and how often
  conform -traffic FILE... -api API              recorded traffic, against an embedded document
  conform -traffic FILE... -spec FILE [-types]   recorded traffic, against a document, or against the types generated from it
  conform completion bash|zsh|fish               print a script by which the shell completes conform

examples:
  conform -spec billing.json -types -format text,html,junit -out report
  conform -spec billing.json -types -run 'Invoices_Get/.*/roundtrip$'
  conform -spec billing.json -known known.txt -fix -reason 'the examples predate the schema'
  conform -spec 'specs/*/*.json' -shard 2/4      the second quarter of the samples of several documents
  conform -traffic calls.har -api consumption@2024-08-01 -overlay overlays/consumption.yaml
  conform -traffic calls.har -baseline drift.yaml -format html,junit -out report
  conform -traffic page.json.gz -op UsageDetails_List

recordings: HAR 1.2, cassettes of go-vcr, recordings of the Azure SDK test proxy, lines of JSON with request and response,
and bodies of responses, each compressed with gzip or not; the content tells which. A folder is all files in it, "-" is
standard input.

known failures: a file of lines "case: failure", with the reason in a comment above them. -fix writes what was found to it;
-reason gives the new ones their reason, else a person has to before the file is accepted. With -traffic the list is
-baseline, whose entries hold until a day.

exit codes: 0 nothing but known failures or accepted differences, 1 findings, 2 the run could not be made
`

// Run runs the command with the arguments and returns its exit status. The tables are those of this repository's
// packages, by the end of their documents' paths, or those that were generated for this run, by absolute path.
func Run(args []string, stdout, stderr io.Writer, tables Tables) int {
	o, tool := flags()
	err := o.parse(tool, args, stdout)
	switch {
	case errors.Is(err, cli.ErrDone):
		return exitClean
	case err != nil:
		tool.Fail(stderr, err)
		return exitHarness
	}
	o.tables, o.quiet, o.args = tables, tool.Quiet, args
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	act := o.execute
	if len(o.traffic) > 0 {
		act = o.checkTraffic
	}
	if o.types {
		act = func(ctx context.Context, stdout, stderr io.Writer) (int, error) {
			return o.withTypes(ctx, args, stdout, stderr)
		}
	}
	status, err := act(ctx, stdout, stderr)
	var problems diag.Errors
	switch {
	case errors.As(err, &problems):
		terminal.Problems(stderr, problems, terminal.Read())
	case err != nil:
		fmt.Fprintf(stderr, "conform: %v\n", err)
	default:
		return status
	}
	return exitHarness
}

// flags declares the command's flags.
func flags() (*options, *cli.Tool) {
	o := &options{}
	fs := cli.New("conform", usage)
	fs.StringVar(&o.formatList, "format", "text", "`reports` to write, separated by commas: "+strings.Join(formatNames(), ", "))
	fs.Values("format", formatNames()...)
	o.trafficFlags(fs)
	o.serverFlags(fs)
	fs.StringVar(&o.out, "out", "", "`folder` to write the reports to; standard output without it")
	fs.Func("run", "run only the cases whose name matches this `regexp`", func(s string) (err error) {
		o.run, err = regexp.Compile(s)
		return err
	})
	fs.Func("spec", "`document` to check, or a pattern such as specs/*/*.yaml; may be repeated", func(s string) error {
		o.specs = append(o.specs, s)
		return nil
	})
	fs.BoolVar(&o.join, "join", false, "check the documents of -spec as one, with one package of types: a service of several documents")
	fs.BoolVar(&o.mixed, "per-operation", false, "with -join, accept documents of several api-versions, as api-version: per-operation of gen does")
	fs.StringVar(&o.examples, "examples", "", "`folder` of documented samples; the document's own examples without it")
	fs.StringVar(&o.root, "root", "", "`folder` that the references of documents may not leave; without -spec, that of the azbill repository")
	fs.StringVar(&o.known, "known", "", "`file` of known failures")
	fs.BoolVar(&o.strict, "strict", false, "accept null only where the document says so")
	fs.StringVar(&o.names, "names", "", "a `file` of pinned Go names, with -types, or with -traffic and -spec")
	fs.BoolVar(&o.strictRefs, "strict-refs", false, "refuse keywords beside a $ref that have no meaning there")
	fs.Choice("lenient", "accept documents with problems of this `code`; may be repeated: "+strings.Join(openapi.LenientCodes, ", "), openapi.LenientCodes, func(code string) {
		o.lenient = append(o.lenient, code)
	})
	fs.Func("apply", "an OpenAPI Overlay 1.0 `file` that changes the documents before they are read; may be repeated", func(name string) error {
		o.overlays = append(o.overlays, name)
		return nil
	})
	fs.Func("shard", "run only part `i/n` of the samples, for example 2/4", o.parseShard)
	fs.IntVar(&o.mutants, "mutants", 25, "plant up to `n` faults of each class in each document, to measure what the suite notices; 0: none")
	fs.Range("mutants", 0, 1e6)
	fs.BoolVar(&o.verbose, "v", false, "in the text report, name what no sample exercises, what became of the planted faults, and what is tolerated")
	fs.BoolVar(&o.types, "types", false, "generate Go types from the documents, compile them, and check them, too; needs the go command")
	fs.BoolVar(&o.fix, "fix", false, "rewrite the known failures to what was found")
	fs.BoolVar(&o.stamp, "stamp", os.Getenv("AZBILL_STAMP") != "", "write the command, the commit, the date and times to the reports; without it, or AZBILL_STAMP in the\nenvironment, two runs of the same have the same reports")
	fs.StringVar(&o.reason, "reason", "", "with -fix, the `text` that says why the new failures are tolerated")
	return o, fs
}

// parseShard reads -shard.
func (o *options) parseShard(s string) error {
	n, err := fmt.Sscanf(s, "%d/%d", &o.shard, &o.shards)
	if n != 2 || err != nil || o.shard < 1 || o.shard > o.shards || fmt.Sprintf("%d/%d", o.shard, o.shards) != s {
		return errors.New("expected i/n with 1 ≤ i ≤ n")
	}
	return nil
}

// parse reads the arguments.
func (o *options) parse(tool *cli.Tool, args []string, stdout io.Writer) error {
	operands, err := tool.Parse(args, stdout)
	if err != nil {
		return err
	}
	if len(operands) > 0 && len(o.traffic) == 0 {
		return fmt.Errorf("%q: expected flags only; name documents with -spec, recordings with -traffic", operands[0])
	}
	o.traffic = append(o.traffic, operands...)
	if err := o.parseFormats(); err != nil {
		return err
	}
	if o.verbose {
		o.formats = report.Verbose(o.formats)
	}
	if err := o.validateTraffic(tool); err != nil {
		return err
	}
	if err := o.validateServer(tool); err != nil {
		return err
	}
	if len(o.specs)+len(o.apis)+len(o.traffic) == 0 {
		o.own()
	}
	return o.validate()
}

// validate refuses flags that do not go together.
func (o *options) validate() error {
	switch {
	case o.mutants < 0:
		return fmt.Errorf("-mutants %d: expected 0 or more", o.mutants)
	case len(o.formats)+len(o.driftFormats) > 1 && o.out == "":
		return errors.New("several formats need a folder to write to; give -out")
	case o.types && len(o.specs) == 0 && !o.isOwn:
		return errors.New("-types is for documents given with -spec; the packages of embedded documents take part anyway")
	case o.types && o.isOwn:
		return errors.New("-types is for documents given with -spec; this repository's packages take part anyway")
	case len(o.overlays) > 0 && o.isOwn:
		return errors.New("-apply is for documents given with -spec; this repository's types are generated without")
	case o.join && len(o.specs) == 0 || o.join && o.isOwn:
		return errors.New("-join is for documents given with -spec")
	case o.mixed && !o.join:
		return errors.New("-per-operation is about joined documents; give -join")
	case o.names != "" && !o.types && (len(o.traffic) == 0 || len(o.specs) == 0):
		return errors.New("-names is about generated types; give -types")
	case o.fix && len(o.traffic) > 0 && o.baseline == "":
		return errors.New("-fix needs a list to rewrite; give -baseline")
	case o.fix && len(o.traffic) == 0 && o.known == "":
		return errors.New("-fix needs a list to rewrite; give -known")
	case o.reason != "" && !o.fix:
		return errors.New("-reason is for the failures that -fix adds to the list; give -fix")
	case o.isOwn && !isFile(o.known):
		return errors.New("no document is given, and this is not the azbill repository, whose own documents are checked then; " +
			"name a document with -spec FILE, with -examples DIR for documented samples, or the repository with -root DIR")
	}
	return nil
}

// own makes the run one over this repository: its documents, samples and known failures.
func (o *options) own() {
	o.isOwn = true
	root := o.root
	o.specs = []string{filepath.Join(root, "specs", "*", "*.yaml")}
	if o.examples == "" {
		o.examples = filepath.Join(root, "testdata", "examples")
	}
	if o.known == "" {
		o.known = filepath.Join(root, "conformance", "known_failures.txt")
	}
	o.root = ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// execute runs the suite and writes the reports.
func (o *options) execute(ctx context.Context, stdout, stderr io.Writer) (int, error) {
	known, err := o.readKnown()
	if err != nil {
		return 0, err
	}
	targets, err := o.targets()
	if err != nil {
		return 0, err
	}
	if o.quiet {
		stderr = io.Discard
	}
	var replies []conformance.Case
	if o.server != "" {
		if replies, err = o.askServer(ctx, targets, stderr); err != nil {
			return 0, err
		}
	}
	far, began := &progress{}, time.Now()
	shown := terminal.NewProgress(stderr, far.String)
	found, err := conformance.Suite{
		Targets: targets, Known: known, Only: o.run, Shard: o.shard, Shards: o.shards, Strict: o.strict, Mutants: o.mutants, Cases: replies,
		Partial: len(targets) == 1, Progress: far.set,
	}.Execute(ctx)
	shown.Stop()
	if err != nil {
		return 0, err
	}
	relative(found)
	if o.stamp {
		found.Stamp = stamp(o.args, began)
	}
	if err := o.write(found, stdout); err != nil {
		return 0, err
	}
	if o.fix {
		if err := os.WriteFile(o.known, known.Fix(found, o.reason), 0o644); err != nil {
			return 0, fmt.Errorf("rewrite the known failures: %w", err)
		}
		fmt.Fprintf(stderr, "conform: rewrote %s; run again without -fix to see what is left\n", o.known)
	}
	if !found.OK() {
		return exitFindings, nil
	}
	return exitClean, nil
}

// readKnown reads the list of known failures. The one that -fix is to write need not be there yet.
func (o *options) readKnown() (*conformance.KnownFailures, error) {
	switch {
	case o.known == "":
		return nil, nil
	case !o.fix:
		return conformance.ReadKnownFailures(o.known)
	}
	text, err := os.ReadFile(o.known)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read the known failures: %w", err)
	}
	if o.reason != "" {
		text = conformance.Explain(text, o.reason)
	}
	return conformance.ParseKnownFailures(o.known, text)
}

// verdictColour colours the lines of the text report that begin with a verdict.
func verdictColour(line string) string {
	switch verdict, _, _ := strings.Cut(line, " "); verdict {
	case "FAIL", "MOVED", "FIXED", "STALE":
		return terminal.Red
	case "KNOWN":
		return terminal.Yellow
	}
	return ""
}

// write renders the reports, each to its file, or the only one to standard output.
func (o *options) write(found *conformance.Run, stdout io.Writer) error {
	if o.out == "" {
		if o.formats[0].Name == "text" {
			stdout = terminal.Painted(stdout, verdictColour)
		}
		return o.formats[0].Render(stdout, found)
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return fmt.Errorf("make the folder of the reports: %w", err)
	}
	for _, f := range o.formats {
		if err := writeFile(filepath.Join(o.out, f.File), f, found); err != nil {
			return err
		}
	}
	if o.quiet {
		return nil
	}
	_, err := fmt.Fprintln(stdout, found.Totals)
	return err
}

func writeFile(path string, f report.Format, found *conformance.Run) error {
	return writeTo(path, f.Name, func(w io.Writer) error { return f.Render(w, found) })
}

// writeTo writes a report to a file.
func writeTo(path, name string, render func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the %s report: %w", name, err)
	}
	if err := render(file); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write the %s report: %w", name, err)
	}
	return nil
}

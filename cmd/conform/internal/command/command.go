// Package command is the command conform. It is a package so that a program with freshly generated types can be it, too.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/conformance/report"
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
	isOwn      bool // the run is over this repository
	tables     Tables
}

// Run runs the command with the arguments and returns its exit status. The tables are those of this repository's
// packages, by the end of their documents' paths, or those that were generated for this run, by absolute path.
func Run(args []string, stdout, stderr io.Writer, tables Tables) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitClean
	case err != nil:
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return exitHarness
	}
	o.tables = tables
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	act := o.execute
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

func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("conform", flag.ContinueOnError)
	flags.SetOutput(stderr)
	formats := flags.String("format", "text", "reports to write, separated by commas: text, json, junit, github, html")
	flags.StringVar(&o.out, "out", "", "`folder` to write the reports to; standard output without it")
	pattern := flags.String("run", "", "run only the cases whose name matches this `regexp`")
	flags.Func("spec", "`document` to check, or a pattern such as specs/*/*.yaml; may be repeated", func(s string) error {
		o.specs = append(o.specs, s)
		return nil
	})
	flags.StringVar(&o.examples, "examples", "", "`folder` of documented samples; the document's own examples without it")
	flags.StringVar(&o.root, "root", "", "`folder` that the references of documents may not leave; without -spec, the folder of this repository")
	flags.StringVar(&o.known, "known", "", "`file` of known failures")
	flags.BoolVar(&o.strict, "strict", false, "accept null only where the document says so")
	flags.StringVar(&o.names, "names", "", "a `file` of pinned Go names, with -types")
	flags.BoolVar(&o.strictRefs, "strict-refs", false, "refuse keywords beside a $ref that have no meaning there")
	flags.Func("lenient", "accept documents with problems of this `code`; may be repeated: "+strings.Join(openapi.LenientCodes, ", "), func(code string) error {
		if !slices.Contains(openapi.LenientCodes, code) {
			return fmt.Errorf("expected one of %s", strings.Join(openapi.LenientCodes, ", "))
		}
		o.lenient = append(o.lenient, code)
		return nil
	})
	flags.Func("apply", "an OpenAPI Overlay 1.0 `file` that changes the documents before they are read; may be repeated", func(name string) error {
		o.overlays = append(o.overlays, name)
		return nil
	})
	shard := flags.String("shard", "", "run only part `i/n` of the samples, for example 2/4")
	flags.IntVar(&o.mutants, "mutants", 25, "plant up to `n` faults of each class in each document, to measure what the suite notices; 0: none")
	verbose := flags.Bool("v", false, "in the text report, name what no sample exercises, what became of the planted faults, and what is tolerated")
	flags.BoolVar(&o.types, "types", false, "generate Go types from the documents, compile them, and check them, too; needs the go command")
	flags.BoolVar(&o.fix, "fix", false, "rewrite the known failures to what was found")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q: name documents with -spec", flags.Arg(0))
	}
	var err error
	if o.formats, err = report.ParseFormats(*formats); err != nil {
		return nil, err
	}
	if *verbose {
		o.formats = report.Verbose(o.formats)
	}
	if o.mutants < 0 {
		return nil, fmt.Errorf("-mutants %d: expected 0 or more", o.mutants)
	}
	if len(o.formats) > 1 && o.out == "" {
		return nil, errors.New("several formats need a folder to write to: give -out")
	}
	if *pattern != "" {
		if o.run, err = regexp.Compile(*pattern); err != nil {
			return nil, fmt.Errorf("read -run: %w", err)
		}
	}
	if *shard != "" {
		if n, err := fmt.Sscanf(*shard, "%d/%d", &o.shard, &o.shards); n != 2 || err != nil || o.shard < 1 || o.shard > o.shards || fmt.Sprintf("%d/%d", o.shard, o.shards) != *shard {
			return nil, fmt.Errorf("-shard %q: expected i/n with 1 ≤ i ≤ n", *shard)
		}
	}
	if len(o.specs) == 0 {
		o.own()
	}
	if o.types && o.isOwn {
		return nil, errors.New("-types is for documents given with -spec: this repository's packages take part anyway")
	}
	if len(o.overlays) > 0 && o.isOwn {
		return nil, errors.New("-apply is for documents given with -spec: this repository's types are generated without")
	}
	if o.names != "" && !o.types {
		return nil, errors.New("-names is about generated types: give -types")
	}
	if o.fix && o.known == "" {
		return nil, errors.New("-fix needs a list to rewrite: give -known")
	}
	return o, nil
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
	found, err := conformance.Suite{
		Targets: targets, Known: known, Only: o.run, Shard: o.shard, Shards: o.shards, Strict: o.strict, Mutants: o.mutants,
		Partial: len(targets) == 1, Progress: progress(stderr),
	}.Execute(ctx)
	if err != nil {
		return 0, err
	}
	if err := o.write(found, stdout); err != nil {
		return 0, err
	}
	if o.fix {
		if err := os.WriteFile(o.known, known.Fix(found), 0o644); err != nil {
			return 0, fmt.Errorf("rewrite the known failures: %w", err)
		}
		fmt.Fprintf(stderr, "conform: rewrote %s\n", o.known)
	}
	if !found.OK() {
		return exitFindings, nil
	}
	return exitClean, nil
}

// readKnown reads the list of known failures. The one that -fix is to write need not be there yet.
func (o *options) readKnown() (*conformance.KnownFailures, error) {
	if o.known == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.known)
	if errors.Is(err, os.ErrNotExist) && o.fix {
		text, err = nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the known failures: %w", err)
	}
	return conformance.ParseKnownFailures(o.known, text)
}

// write renders the reports, each to its file, or the only one to standard output.
func (o *options) write(found *conformance.Run, stdout io.Writer) error {
	if o.out == "" {
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
	_, err := fmt.Fprintln(stdout, found.Totals)
	return err
}

func writeFile(path string, f report.Format, found *conformance.Run) error {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the %s report: %w", f.Name, err)
	}
	if err := f.Render(file, found); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write the %s report: %w", f.Name, err)
	}
	return nil
}

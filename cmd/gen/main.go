// Command gen writes Go packages from the OpenAPI documents of Azure services. Run gen -h for how to use it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/output"
	"github.com/azbill/azbill/internal/cli"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

func main() {
	// A run of usual size is over before the heap has outgrown this, which nothing ever touches: collecting garbage while
	// documents and code pile up is a fifth of the work, and in vain. Large runs collect as always.
	idle := make([]byte, 48<<20)
	code := run(os.Args[1:], os.Stdout, os.Stderr)
	runtime.KeepAlive(idle)
	os.Exit(code)
}

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // problems in a document, files in the way, or -check found a difference
	exitUsage   = 2 // bad flags or a bad configuration
)

const usage = `gen writes Go packages from the OpenAPI documents of Azure services.

usage:
  gen [-config gen.yaml] [-check]                       everything the configuration lists
  gen -spec FILE -out DIR [-package NAME] [-check]      one document, or several as one package, no configuration
  gen -api SERVICE@VERSION -out DIR [-check]            one of the documents that come with gen
  gen -names [-spec FILE | -api SERVICE@VERSION]        print the table of Go names
  gen -list                                             list those documents
  gen -init [-api SERVICE@VERSION | -spec FILE] [-out DIR]   write a gen.yaml to start from
  gen completion bash|zsh|fish                          print a script by which the shell completes gen

examples:
  gen                                                   in a folder with a gen.yaml
  gen -check                                            in CI: show what would change, exit 1 if anything would
  gen -api billing@2020-05-01 -out internal/billing
  gen -spec specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json -out billing
  go get -tool github.com/azbill/azbill/cmd/gen         then, in a Go file: //go:generate go tool gen

gen.yaml:
  packages:
    - api: consumption@2024-08-01                       # moving to another api-version is this line
      out: internal/consumption
      types-only: true                                  # no requests, for who has a client already
    - api: billing@latest                               # the newest stable api-version
      out: internal/billing
      operations: [Invoices_*, "!*_Download*"]          # these operations and the types they reach; tags:, types:
    - spec: specification/*/resource-manager/*/**/{channel}/{version}/*.json
      out: generated/{service}/{version}                # documents of one folder are one package
      lenient: discriminator-property                   # warn of this problem instead of refusing the document
      overlays: overlays/billing.yaml                   # OpenAPI Overlays 1.0 that change the documents first
  # placeholders: those of the pattern, {file}, {version}, and of the official layout {service}, {provider}, {channel}
  # patterns: * ? ** {a,b}; spec takes a list of them, too
  # api-version: per-operation                          # where documents of one package have different ones
  names: names.yaml                                     # Go names pinned by document and JSON pointer

exit codes: 0 done, 1 problems or differences, 2 bad usage
`

// options are the flags.
type options struct {
	config, spec, api, out, pkg, root, names string
	check, verbose, quiet, list, printNames  bool
	allowRemote, typesOnly, strictRefs       bool
	allOrNothing, init                       bool
	more, lenient, overlays                  []string // more: documents besides spec
	limits                                   generator.Limits
	set                                      map[string]bool // flags that were given
}

// errUsage marks errors that end with exitUsage.
var errUsage = errors.New("bad usage")

func run(args []string, stdout, stderr io.Writer) int {
	opt, tool := flags()
	err := opt.parse(tool, args, stdout)
	switch {
	case errors.Is(err, cli.ErrDone):
		return exitOK
	case err != nil:
		tool.Fail(stderr, err)
		return exitUsage
	}
	switch {
	case opt.list:
		err = printList(stdout)
	case opt.init:
		err = opt.start(stdout)
	default:
		err = generate(opt, stdout, stderr)
	}
	return exitCode(err, stderr)
}

// exitCode reports an error, in full, and picks the code for it.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	report(err, stderr)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailure
}

// report prints an error, or each of those that one joins.
func report(err error, stderr io.Writer) {
	var problems diag.Errors
	joined, several := err.(interface{ Unwrap() []error }) //nolint:errorlint // the outermost is asked for
	switch {
	case err == errDiffers || err == errUsage: //nolint:errorlint // the errors themselves, which say no more than is printed
	case several:
		for _, one := range joined.Unwrap() {
			report(one, stderr)
		}
	case errors.As(err, &problems):
		terminal.Problems(stderr, problems, terminal.Read(specs.FS))
	default:
		fmt.Fprintf(stderr, "gen: %v\n", err)
	}
}

// flags declares the command's flags.
func flags() (*options, *cli.Tool) {
	opt := &options{set: map[string]bool{}}
	fs := cli.New("gen", usage)
	fs.StringVar(&opt.config, "config", "gen.yaml", "the configuration `file`; its paths are relative to its folder")
	fs.BoolVar(&opt.verbose, "v", false, "print every warning, not the first 50 alone: what requests do not carry as the\ndocument has it, and what is wrong with the document to no effect")
	fs.BoolVar(&opt.check, "check", false, "write nothing; show what would change and exit 1 if anything would")
	fs.Func("spec", "generate from this document: Swagger 2.0 or OpenAPI 3.0, JSON or YAML `file`; may be repeated: documents of\none service are one package", opt.addSpec)
	fs.StringVar(&opt.api, "api", "", "generate from an embedded document, given as `service@version`")
	fs.StringVar(&opt.out, "out", "", "the `folder` of the Go package, with -spec or -api; may hold {version} and {file}")
	fs.StringVar(&opt.pkg, "package", "", "the Go package `name`; default: from the document")
	fs.StringVar(&opt.root, "root", "", "the `folder` that references of -spec may not leave; default: the nearest one\nthat holds a folder named specification, else that of the document")
	fs.Var(namesFlag{opt}, "names", "a `file` of pinned Go names, with -spec or -api; without a file, print the table of names")
	fs.BoolVar(&opt.allowRemote, "allow-remote", false, "follow http and https references of -spec")
	fs.BoolVar(&opt.typesOnly, "types-only", false, "write no request types and no table of operations, with -spec or -api")
	fs.BoolVar(&opt.strictRefs, "strict-refs", false, "refuse keywords beside a $ref that have no meaning there, instead of warning of them, with -spec")
	fs.Func("lenient", "warn of problems with this `code` instead of refusing the document, with -spec; may be repeated: "+strings.Join(openapi.LenientCodes, ", "), opt.addLenient)
	fs.Func("apply", "an OpenAPI Overlay 1.0 `file` that changes the document before it is read, with -spec or -api; may be\nrepeated", func(s string) error {
		opt.overlays = append(opt.overlays, s)
		return nil
	})
	fs.BoolVar(&opt.allOrNothing, "all-or-nothing", false, "write no package when one of them cannot be generated")
	fs.BoolVar(&opt.list, "list", false, "list the embedded documents")
	fs.BoolVar(&opt.init, "init", false, "write the configuration file, for -api or -spec, or for the newest of each embedded service")
	limits := generator.DefaultLimits()
	fs.Int64Var(&opt.limits.FileBytes, "max-file-bytes", limits.FileBytes, "refuse a document file of more `bytes`")
	fs.IntVar(&opt.limits.Files, "max-files", limits.Files, "refuse a document of more `files`")
	fs.IntVar(&opt.limits.Nodes, "max-nodes", limits.Nodes, "refuse a document of more `values`")
	fs.IntVar(&opt.limits.Depth, "max-depth", limits.Depth, "refuse a document nested deeper than `levels`")
	fs.Int64Var(&opt.limits.CodeBytes, "max-code-bytes", limits.CodeBytes, "refuse a document that grows into about that many `bytes` of code")
	fs.DurationVar(&opt.limits.Time, "max-time", limits.Time, "give up reading one document after this `duration`")
	for name, most := range map[string]int64{
		"max-file-bytes": 1 << 40, "max-files": 1e6, "max-nodes": 1e9, "max-depth": 1e4, "max-code-bytes": 1 << 40, "max-time": int64(24 * time.Hour),
	} {
		fs.Range(name, 1, most)
	}
	fs.Values("api", apis()...)
	fs.Values("lenient", openapi.LenientCodes...)
	return opt, fs
}

// apis lists the embedded documents as -api takes them.
func apis() []string {
	var out []string
	for _, d := range specs.Documents() {
		out = append(out, d.API())
		if latest := d.Service + "@latest"; !slices.Contains(out, latest) {
			out = append(out, latest)
		}
	}
	return out
}

// parse reads the arguments.
func (o *options) parse(tool *cli.Tool, args []string, stdout io.Writer) error {
	operands, err := tool.Parse(joinNames(args), stdout)
	if err != nil {
		return err
	}
	o.quiet = tool.Quiet
	tool.Visit(func(f *flag.Flag) { o.set[f.Name] = true })
	if len(operands) > 0 {
		return fmt.Errorf("%q: expected flags only; name a document with -spec, its Go package with -out", operands[0])
	}
	return o.validate()
}

// addSpec adds a document.
func (o *options) addSpec(file string) error {
	if o.spec == "" {
		o.spec = file
	} else {
		o.more = append(o.more, file)
	}
	return nil
}

// addLenient adds a code of problems to warn of.
func (o *options) addLenient(code string) error {
	if !slices.Contains(openapi.LenientCodes, code) {
		return fmt.Errorf("expected one of %s", strings.Join(openapi.LenientCodes, ", "))
	}
	o.lenient = append(o.lenient, code)
	return nil
}

// namesFlag is -names: with a file it pins names, without one it asks for the table of names.
type namesFlag struct{ opt *options }

func (f namesFlag) String() string   { return "" }
func (f namesFlag) IsBoolFlag() bool { return true }
func (f namesFlag) Set(s string) error {
	if s == "true" {
		f.opt.printNames = true
	} else {
		f.opt.names = s
	}
	return nil
}

// joinNames makes "-names FILE" the "-names=FILE" that a flag with an optional value asks for.
func joinNames(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		if (args[i] == "-names" || args[i] == "--names") && i+1 < len(args) && !strings.HasPrefix(args[i+1], "-") {
			out = append(out, args[i]+"="+args[i+1])
			i++
			continue
		}
		out = append(out, args[i])
	}
	return out
}

// validate refuses flags that do not go together, rather than ignore one of them.
func (o *options) validate() error {
	modes := 0
	for _, name := range []string{"config", "spec", "api", "list"} {
		if o.set[name] {
			modes++
		}
	}
	one := o.set["spec"] || o.set["api"]
	switch {
	case o.init:
		return o.validateInit()
	case modes > 1:
		return errors.New("use one of -config, -spec, -api and -list")
	case one && o.out == "" && !o.printNames:
		return errors.New("-spec and -api need -out, the folder to write to")
	case o.set["spec"] && o.spec == "":
		return errors.New("-spec names no file")
	case o.set["api"] && o.api == "":
		return errors.New("-api names no document; gen -list shows them")
	}
	if o.set["names"] && !o.printNames && !one {
		return errors.New("-names with a file goes with -spec or -api; a configuration says it itself")
	}
	for _, name := range []string{"out", "package", "types-only", "apply"} {
		if o.set[name] && !one {
			return fmt.Errorf("-%s goes with -spec or -api; a configuration says it itself", name)
		}
	}
	for _, name := range []string{"root", "allow-remote", "strict-refs", "lenient"} {
		if o.set[name] && !o.set["spec"] {
			return fmt.Errorf("-%s goes with -spec", name)
		}
	}
	if o.set["check"] && (o.list || o.printNames) {
		return errors.New("-check goes with something to generate")
	}
	return nil
}

// generate makes all packages and writes or checks them.
func generate(opt *options, stdout, stderr io.Writer) error {
	var problems diag.List
	work := opt.plan(&problems)
	if err := problems.Err(); err != nil {
		return errors.Join(err, errUsage)
	}
	if opt.printNames {
		return printNames(stdout, work.Packages)
	}
	stale, err := work.Stale()
	if err != nil {
		return fmt.Errorf("look for output of documents that are no longer asked for: %w", err)
	}
	if !opt.check {
		outs := slices.Clone(stale)
		for _, p := range work.Packages {
			outs = append(outs, p.Out)
		}
		if err := output.Recover(outs); err != nil {
			return err
		}
	}
	if err := foreign(work.Packages); err != nil {
		return err // nothing is written while a folder of the configuration is another package's
	}
	before := sources(work.Packages)
	r := &runner{packages: work.Packages, check: opt.check, whole: opt.allOrNothing, quiet: opt.quiet}
	r.run(stale, stderr)
	if !opt.quiet {
		reportWarnings(stderr, r.warnings.Warnings(), opt.verbose)
		for _, o := range work.Outdated {
			fmt.Fprintf(stderr, "gen: %s is in use; %s is newer\n", o.API, o.Newest)
		}
	}
	err = r.err()
	if opt.check {
		return errors.Join(err, work.UnusedOverlays(r.overlaid), reportDiffs(stdout, r.diffs, len(work.Packages), opt.quiet))
	}
	if !opt.quiet {
		reportChanges(stdout, r.changes)
		reportMoves(stdout, work.Packages, before)
	}
	return errors.Join(err, work.UnusedPins(r.used), work.UnusedOverlays(r.overlaid))
}

// foreign reports the folders that hold a Go package of another name.
func foreign(packages []generator.Package) error {
	var errs []error
	for _, p := range packages {
		errs = append(errs, output.Foreign(p.Out, p.Name))
	}
	return errors.Join(errs...)
}

// plan plans what to generate, from the configuration or from the flags.
func (o *options) plan(problems *diag.List) *plan.Plan {
	if o.spec == "" && o.api == "" {
		return plan.Read(o.config, o.limits, problems)
	}
	e := plan.Entry{
		API: o.api, Out: o.out, Package: o.pkg, Root: o.root, AllowRemote: o.allowRemote, TypesOnly: o.typesOnly,
		StrictRefs: o.strictRefs, Lenient: o.lenient, Overlays: o.overlays, Literal: true,
	}
	e.Where = "-api " + o.api
	if o.spec != "" {
		e.Specs, e.Where = append([]string{o.spec}, o.more...), "-spec "+o.spec
	}
	return plan.One(e, o.names, o.limits, problems)
}

// printNames prints the table of names of each package.
func printNames(w io.Writer, packages []generator.Package) error {
	for _, p := range packages {
		names, err := generator.Names(p)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "# %s\n%s\n", p.Source, strings.Join(names, "\n"))
	}
	return nil
}

func printList(w io.Writer) error {
	var problems diag.List
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, d := range specs.Documents() {
		operations, schemas := 0, 0
		for _, file := range d.Files() {
			if doc := openapi.Load(openapi.Source{Path: file, FS: specs.FS}, &problems); doc != nil {
				operations, schemas = operations+len(doc.Operations), schemas+len(doc.Schemas)
			}
		}
		fmt.Fprintf(table, "%s\t%d operations\t%d schemas\t%s\n", d.API(), operations, schemas, d.Path())
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return table.Flush()
}

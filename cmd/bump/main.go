// Command bump reports what moving from one api-version to another changes, for programs that use the generated package and
// for what they send and receive. Run bump -h for how to use it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/generator/compare/report"
	"github.com/azbill/azbill/internal/cli"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// Exit codes.
const (
	exitNothing = 0 // no change at or above -fail-on
	exitChanges = 1
	exitFailure = 2 // the comparison could not be made
)

const usage = `bump reports what moving from one api-version to another changes, for programs that use the generated package and
for what they send and receive.

usage:
  bump [flags] OLD NEW             two api-versions
  bump [flags] REVISION:           gen.yaml as of a git revision and now, package by package
  bump [flags]                     each package of gen.yaml and the newest embedded api-version, in short
  bump completion bash|zsh|fish    print a script by which the shell completes bump

OLD and NEW are each one of
  consumption@2024-08-01           a document that comes with azbill
  specs/consumption.json           a document: Swagger 2.0 or OpenAPI 3.0, JSON or YAML; or a pattern of several
  HEAD~1:specs/consumption.json    a document as of a git revision
  internal/consumption             a generated package: the document that its files name

examples:
  bump consumption@2023-03-01 consumption@2024-08-01
  bump -format markdown -fail-on breaking main:specs/billing.yaml specs/billing.yaml
  bump -format html -out bump.html internal/billing billing@2020-05-01

harms, the worst first:
  silent      programs compile and do something else
  breaking    programs do not compile, or the service refuses what it accepted
  behaviour   the service answers differently
  additive    new, and used by no existing program
  docs        descriptions

exit codes: 0 no change at or above -fail-on, 1 some, 2 no comparison could be made
`

type options struct {
	operands      []string
	config, names string
	lenient       []string
	formatName    string
	format        report.Format
	out           string
	failOn        compare.Harm
	level         compare.Harm
	links         [2]string
	root          string
	schema        bool
	examples      string
	replays       int
	terminal      io.Writer // shows progress; nil: nothing does
}

func run(args []string, stdout, stderr io.Writer) int {
	opt, tool := flags()
	err := opt.parse(tool, args, stdout)
	switch {
	case errors.Is(err, cli.ErrDone):
		return exitNothing
	case err != nil:
		tool.Fail(stderr, err)
		return exitFailure
	}
	if opt.schema {
		_, _ = stdout.Write(report.Schema)
		return exitNothing
	}
	if !tool.Quiet {
		opt.terminal = stderr
	}
	worst, any, err := opt.compare(stdout)
	switch {
	case err != nil:
		fail(stderr, err)
		return exitFailure
	case any && worst <= opt.failOn:
		return exitChanges
	}
	return exitNothing
}

// fail prints why no comparison was made: problems of documents with their source lines, as gen does.
func fail(stderr io.Writer, err error) {
	var problems diag.Errors
	if errors.As(err, &problems) && err.Error() == problems.Error() {
		terminal.Problems(stderr, problems, terminal.Read(specs.FS))
		return
	}
	fmt.Fprintf(stderr, "bump: %v\n", err)
}

// flags declares the command's flags.
func flags() (*options, *cli.Tool) {
	opt := &options{failOn: compare.Docs, level: compare.Docs, formatName: "text"}
	fs := cli.New("bump", usage)
	fs.Choice("format", "`format` of the report: text, markdown, json or html (default text)", report.Names(), func(s string) { opt.formatName = s })
	var harms []string
	for _, h := range compare.Harms() {
		harms = append(harms, h.String())
	}
	harm := func(name string, to *compare.Harm, help string) {
		fs.Choice(name, help, harms, func(s string) { *to = compare.Harm(slices.Index(harms, s)) })
	}
	harm("fail-on", &opt.failOn, "exit 1 only for changes of this `harm` or a worse one (default docs)")
	harm("level", &opt.level, "list changes down to this `harm`; the others are counted (default docs)")
	fs.StringVar(&opt.out, "out", "", "write the report to this `file`; standard output without it")
	fs.StringVar(&opt.links[0], "old-url", "", "`address` of the folder that holds the old document, for links in html")
	fs.StringVar(&opt.links[1], "new-url", "", "`address` of the folder that holds the new document, for links in html")
	fs.StringVar(&opt.root, "root", "", "the `folder` that references of documents may not leave; default: the nearest one that holds a folder named specification, else that of the document")
	fs.StringVar(&opt.examples, "examples", "", "`folder` of the old api-version's documented samples; without it, the examples that the old document names")
	fs.IntVar(&opt.replays, "replay", 2000, "hold up to `n` samples of the old api-version against the new document; 0: none")
	fs.Range("replay", 0, 1e9)
	fs.StringVar(&opt.config, "config", "gen.yaml", "the configuration `file`, without two operands")
	fs.Choice("lenient", "compare documents with problems of this `code`; may be repeated: "+strings.Join(openapi.LenientCodes, ", "), openapi.LenientCodes, func(code string) {
		opt.lenient = append(opt.lenient, code)
	})
	fs.StringVar(&opt.names, "names", "", "a `file` of pinned Go names, for documents given as operands")
	fs.BoolVar(&opt.schema, "schema", false, "print the JSON Schema of -format json")
	return opt, fs
}

// parse reads the arguments.
func (o *options) parse(tool *cli.Tool, args []string, stdout io.Writer) (err error) {
	o.operands, err = tool.Parse(args, stdout)
	if err != nil || o.schema {
		return err
	}
	switch n := len(o.operands); {
	case n > 2:
		return fmt.Errorf("expected at most two operands, found %d", n)
	case n == 1 && !strings.HasSuffix(o.operands[0], ":"):
		return fmt.Errorf("expected two api-versions to compare, or REVISION: for the configuration; found %q alone", o.operands[0])
	case n < 2 && (o.formatName == "json" || o.formatName == "html"):
		return fmt.Errorf("-format %s holds one comparison; name two api-versions", o.formatName)
	}
	o.format, err = report.ByName(o.formatName)
	return err
}

// compare makes the comparisons and writes their reports. It returns the worst harm of all of them.
func (o *options) compare(stdout io.Writer) (worst compare.Harm, any bool, err error) {
	list, cleanup, err := o.comparisons()
	defer cleanup()
	if err != nil {
		return 0, false, err
	}
	var text strings.Builder
	if len(list) == 0 {
		fmt.Fprintf(&text, "%s: no newer api-version is embedded\n", o.config)
	}
	worst = compare.Docs
	var done atomic.Int64
	progress := terminal.NewProgress(o.terminal, func() string { return fmt.Sprintf("bump: %d of %d compared", done.Load(), len(list)) })
	defer progress.Stop()
	for i, c := range list {
		done.Store(int64(i))
		r, err := generator.Compare(c.old, c.new)
		if err != nil {
			return 0, false, err
		}
		if i > 0 {
			text.WriteString("\n")
		}
		if c.command != "" {
			fmt.Fprintf(&text, "%sAll of it: %s\n", report.Summary(r), c.command)
		} else if err := o.write(&text, c, r, stdout); err != nil {
			return 0, false, err
		}
		if harm, found := r.Worst(); found {
			worst, any = min(worst, harm), true
		}
	}
	if o.out == "" {
		_, err = io.WriteString(stdout, text.String())
	} else {
		err = os.WriteFile(o.out, []byte(text.String()), 0o644)
	}
	if err != nil {
		return 0, false, fmt.Errorf("write the report: %w", err)
	}
	return worst, any, nil
}

// write renders one comparison in full.
func (o *options) write(w io.Writer, c comparison, r *compare.Report, stdout io.Writer) error {
	opt := report.Options{Level: o.level, Links: o.links, Color: o.out == "" && terminal.Colours(stdout)}
	if o.replays > 0 {
		var err error
		if opt.Replay, err = o.replay(c.old, c.new); err != nil {
			return err
		}
	}
	return o.format(w, r, opt)
}

// Command mock answers the requests of any api-version as its document says, with its samples or with values made from its
// schemas. Run mock -h for how to use it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/azbill/azbill/internal/cli"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitStopped = 0
	exitFailure = 2
)

const usage = `mock answers the requests of any api-version as its document says, with its samples or with values made from its
schemas.

usage:
  mock [flags]                     the documents that come with azbill
  mock -api API [flags]            some of them
  mock -spec FILE [flags]          any document: Swagger 2.0 or OpenAPI 3.0, JSON or YAML
  mock completion bash|zsh|fish    print a script by which the shell completes mock

examples:
  mock -api consumption@2024-08-01 -api billing@2020-05-01
  mock -spec billing.json -samples testdata/examples -page-size 5 -items 20
  mock -state=resources.json -faults faults.json -listen 127.0.0.1:0

The page at / lists the operations, each with a command to try it, and what was asked lately.

exit codes: 0 stopped by a signal, 2 could not serve
`

// options are the command line.
type options struct {
	apis, specs, samples []string
	config, root, names  string
	lenient              []string
	listen               string
	state                stateFlag
	faults               string
	pageSize, items      int
	seed                 uint64
	polls                int
	wait                 time.Duration
	refuse               []string
}

// stateFlag is -state or -state=FILE.
type stateFlag struct {
	on   bool
	file string
}

func (s *stateFlag) String() string   { return s.file }
func (s *stateFlag) IsBoolFlag() bool { return true }
func (s *stateFlag) Set(text string) error {
	s.on, s.file = text != "false", text
	if text == "true" || text == "false" {
		s.file = ""
	}
	return nil
}

func flags() (*options, *cli.Tool) {
	o := &options{}
	t := cli.New("mock", usage)
	list := func(name, help string, to *[]string) {
		t.Func(name, help, func(s string) error { *to = append(*to, s); return nil })
	}
	list("api", "serve this `api-version`, such as consumption@2024-08-01; may be repeated", &o.apis)
	var embedded []string
	for _, d := range specs.Documents() {
		embedded = append(embedded, d.API())
	}
	t.Values("api", embedded...)
	list("spec", "serve this `document`, or a pattern of several; may be repeated", &o.specs)
	list("samples", "answer with the samples in this `folder`; may be repeated", &o.samples)
	t.StringVar(&o.config, "config", "", "serve the packages of this configuration `file`, such as gen.yaml")
	t.StringVar(&o.names, "names", "", "a `file` of pinned Go names, for -spec documents with names that clash")
	t.Choice("lenient", "serve -spec documents with problems of this `code`; may be repeated: "+strings.Join(openapi.LenientCodes, ", "), openapi.LenientCodes, func(code string) {
		o.lenient = append(o.lenient, code)
	})
	t.StringVar(&o.root, "root", "", "the `folder` that the references of -spec documents may not leave; default: found")
	t.StringVar(&o.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 takes a free one")
	t.Var(&o.state, "state", "keep what PUT, PATCH and DELETE write; with `=FILE`, also from one run to the next")
	t.StringVar(&o.faults, "faults", "", "let answers go wrong as this `file` says: {\"faults\": [{\"fault\": \"throttle\", \"rate\": 0.1}]}")
	t.IntVar(&o.pageSize, "page-size", 100, "largest `number` of items of a page")
	t.IntVar(&o.items, "items", 0, "least `number` of items of a list; 0: those of the sample")
	t.Uint64Var(&o.seed, "seed", 0, "`number` that selects other values where there is no sample")
	t.IntVar(&o.polls, "polls", 1, "how many `times` the state of a long-running operation is asked for before it ends")
	t.DurationVar(&o.wait, "retry-after", time.Second, "how long (`duration`) clients are told to wait between these")
	t.Choice("refuse", "answer 400 to bodies with these `members`: read-only or unknown; may be repeated; they are ignored otherwise",
		[]string{"read-only", "unknown"}, func(s string) { o.refuse = append(o.refuse, s) })
	return o, t
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, tool := flags()
	operands, err := tool.Parse(args, stdout)
	switch {
	case errors.Is(err, cli.ErrDone):
		return exitStopped
	case err == nil && len(operands) > 0:
		err = fmt.Errorf("unexpected argument %q: name documents with -spec, api-versions with -api", operands[0])
	case err == nil && (o.pageSize < 1 || o.items < 0 || o.polls < 0 || o.wait < 0):
		err = errors.New("-page-size is at least 1; -items, -polls and -retry-after are not negative")
	}
	if err != nil {
		tool.Fail(stderr, err)
		return exitFailure
	}
	say := stderr
	if tool.Quiet {
		say = io.Discard
	}
	if err := o.serve(ctx, say); err != nil {
		var problems diag.Errors
		if errors.As(err, &problems) {
			terminal.Problems(stderr, problems, terminal.Read(specs.FS))
		} else {
			fmt.Fprintf(stderr, "mock: %v\n", err)
		}
		return exitFailure
	}
	return exitStopped
}

// options are those of the handler.
func (o *options) options() ([]mock.Option, error) {
	out := []mock.Option{mock.PageSize(o.pageSize), mock.Items(o.items), mock.Seed(o.seed), mock.Polls(o.polls, o.wait)}
	for _, dir := range o.samples {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("-samples %s: expected a folder of samples", dir)
		}
		out = append(out, mock.Samples(os.DirFS(dir)))
	}
	if o.state.on {
		out = append(out, mock.State())
	}
	for _, what := range o.refuse {
		if what == "read-only" {
			out = append(out, mock.RefuseReadOnly())
		} else {
			out = append(out, mock.RefuseUnknown())
		}
	}
	if o.faults != "" {
		text, err := os.ReadFile(o.faults)
		if err != nil {
			return nil, fmt.Errorf("-faults: %w", err)
		}
		faults, err := mock.ParseFaults(text)
		if err != nil {
			return nil, fmt.Errorf("-faults %s: %w", o.faults, err)
		}
		out = append(out, mock.Faults(faults...))
	}
	return out, nil
}

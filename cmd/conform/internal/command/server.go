package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/conformance/server"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/cli"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/mock/document"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/wire/rest"
)

// serverFlags declares the flags about a server.
func (o *options) serverFlags(fs *cli.Tool) {
	fs.StringVar(&o.server, "server", "", "send a request of every operation to the server at this `URL` and check what it replies; -examples is a folder\nof samples to make requests from")
	fs.BoolVar(&o.writes, "writes", false, "with -server of another machine, send requests that write, too")
}

// validateServer refuses flags that do not go with -server, and completes the others.
func (o *options) validateServer(tool *cli.Tool) error {
	switch {
	case o.server == "" && o.writes:
		return errors.New("-writes is about a server; give -server")
	case o.server == "":
		return nil
	case len(o.traffic) > 0:
		return errors.New("-server and -traffic both give what is checked; give one of them")
	case o.shards > 0 || tool.Given("mutants"):
		return errors.New("-shard and -mutants are about samples, not about a server; leave them out")
	}
	o.mutants = 0
	if len(o.specs)+len(o.apis) == 0 {
		for _, d := range specs.Documents() {
			o.apis = append(o.apis, d.API())
		}
	}
	return nil
}

// askServer sends the requests of the targets' operations, makes the exchanges the samples of the targets, and returns the
// cases of the replies.
func (o *options) askServer(ctx context.Context, targets []conformance.Target, stderr io.Writer) ([]conformance.Case, error) {
	entries, err := o.served()
	if err != nil {
		return nil, err
	}
	host := o.server
	if u, err := url.Parse(o.server); err == nil {
		host = u.Host
	}
	var cases []conformance.Case
	held := 0
	for i := range targets {
		t := &targets[i]
		calls, table, err := o.calls(entries[i])
		if err != nil {
			return nil, err
		}
		t.Service, t.Dir, t.Files = traffic.ServiceOf(traffic.API{Table: table}), host, nil
		probe := server.Probe{Endpoint: o.server, Writes: o.writes, Service: t.Service, Version: t.Document.Version}
		found, err := probe.Run(ctx, calls.Calls(rest.PublicCloud))
		if err != nil {
			return nil, fmt.Errorf("-server: %w", err)
		}
		t.Samples = found.Samples
		cases = append(cases, found.Cases...)
		held += found.Held
	}
	if held > 0 {
		fmt.Fprintf(stderr, "conform: requests that write and were not sent, as the server is on another machine: %d; -writes sends them\n", held)
	}
	return cases, nil
}

// served lists the packages of the targets, in their order.
func (o *options) served() ([]plan.Entry, error) {
	groups, err := o.groups()
	if err != nil {
		return nil, err
	}
	var out []plan.Entry
	for _, paths := range groups {
		if len(paths) > 0 {
			out = append(out, o.entry(paths, "p", len(groups)+len(paths) > 2))
		}
	}
	for _, name := range o.apis {
		out = append(out, plan.Entry{API: name, Out: "p"})
	}
	return out, nil
}

// calls returns what makes requests of the documents of a package, and the table of their operations.
func (o *options) calls(e plan.Entry) (*mock.Handler, *rest.Table, error) {
	var problems diag.List
	work := plan.One(e, o.names, generator.DefaultLimits(), &problems)
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	d, err := document.Read(work.Packages[0])
	if err != nil {
		return nil, nil, err
	}
	if e.API != "" {
		if known, err := specs.Find(e.API); err == nil && o.tables[known.Path()] != nil {
			d.Table = o.tables[known.Path()]()
		}
	} else if typed := o.table(e.Specs[0]); typed != nil {
		d.Table = typed()
	}
	options := []mock.Option{mock.With(d.Samples...)}
	if o.examples != "" {
		options = append(options, mock.Samples(os.DirFS(o.examples)))
	}
	return mock.New(d.Table, options...), d.Table, nil
}

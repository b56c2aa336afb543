package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/azbill/azbill/conformance/report"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/cli"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/internal/terminal"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

// baselineDays is how long the entries hold that -fix adds to a baseline.
const baselineDays = 90

// trafficFlags declares the flags about recordings, and -api.
func (o *options) trafficFlags(fs *cli.Tool) {
	fs.Func("api", "embedded `document` to check, such as billing@2020-05-01 or billing@latest; may be repeated", func(s string) error {
		o.apis = append(o.apis, s)
		return nil
	})
	var names []string
	for _, d := range specs.Documents() {
		names = append(names, d.API())
	}
	fs.Values("api", names...)
	fs.Func("traffic", "recorded traffic to check: a `file`, a pattern or a folder; may be repeated, and others may follow", func(s string) error {
		o.traffic = append(o.traffic, s)
		return nil
	})
	fs.StringVar(&o.operation, "op", "", "with -traffic, the `operationId` of bodies that were recorded without their requests; inferred without it")
	fs.StringVar(&o.overlay, "overlay", "", "with -traffic, a `file` to write: an OpenAPI Overlay 1.0 that would make the document true to what was seen")
	fs.StringVar(&o.baseline, "baseline", "", "with -traffic, a `file` of differences that are accepted until a day")
}

// formatNames lists the formats of all reports.
func formatNames() []string {
	names := report.Names()
	for _, f := range report.DriftFormats() {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// parseFormats reads -format for the current report.
func (o *options) parseFormats() (err error) {
	if len(o.traffic) == 0 {
		o.formats, err = report.ParseFormats(o.formatList)
	} else {
		o.driftFormats, err = report.ParseDriftFormats(o.formatList)
	}
	if err != nil {
		return fmt.Errorf("-format %q: %w", o.formatList, err)
	}
	return nil
}

// validateTraffic refuses flags that are about the other kind of check.
func (o *options) validateTraffic(tool *cli.Tool) error {
	ofTraffic, ofSamples := []string{"op", "baseline", "overlay"}, []string{"examples", "known", "run", "shard", "strict", "mutants", "v", "stamp"}
	if len(o.traffic) == 0 {
		for _, name := range ofTraffic {
			if tool.Given(name) {
				return fmt.Errorf("-%s is about recorded traffic; give -traffic", name)
			}
		}
		if len(o.apis) > 0 && o.examples == "" && o.server == "" {
			return errors.New("an embedded document comes without samples; give -examples DIR, recorded traffic with -traffic, or a server with -server")
		}
		return nil
	}
	for _, name := range ofSamples {
		if tool.Given(name) {
			return fmt.Errorf("-%s is about samples, not about recorded traffic; leave it out", name)
		}
	}
	if len(o.apis) > 0 && len(o.specs) > 0 {
		return errors.New("-api and -spec both name what the traffic is checked against; give one of them")
	}
	return o.validateOverlay()
}

// checkTraffic checks recordings and writes the reports of drift.
func (o *options) checkTraffic(ctx context.Context, stdout, stderr io.Writer) (int, error) {
	baseline, err := o.readBaseline()
	if err != nil {
		return 0, err
	}
	apis, newer, err := o.trafficAPIs()
	if err != nil {
		return 0, err
	}
	files, err := recordings(o.traffic)
	if err != nil {
		return 0, err
	}
	if o.quiet {
		stderr = io.Discard
	}
	checker, drift := traffic.NewChecker(apis, newer), traffic.NewDrift()
	far := &trafficProgress{files: len(files)}
	shown := terminal.NewProgress(stderr, far.String)
	for _, name := range files {
		if err = o.checkRecording(ctx, checker, drift, name, far); err != nil {
			break
		}
		far.done.Add(1)
	}
	shown.Stop()
	if err != nil {
		return 0, err
	}
	return o.reportDrift(drift.Report(), baseline, stdout, stderr)
}

// checkRecording checks a file, or standard input where the name is "-".
func (o *options) checkRecording(ctx context.Context, checker *traffic.Checker, drift *traffic.Drift, name string, far *trafficProgress) error {
	var r io.Reader = os.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("read a recording: %w", err)
		}
		defer f.Close()
		r = f
	}
	exchanges := traffic.Read(filepath.ToSlash(name), &counted{r, &far.bytes}, traffic.ReadOptions{Operation: o.operation})
	return checker.CheckAll(ctx, exchanges, runtime.GOMAXPROCS(0), drift)
}

// reportDrift applies the baseline and writes the reports.
func (o *options) reportDrift(r *traffic.Report, baseline *traffic.Baseline, stdout, stderr io.Writer) (int, error) {
	today := time.Now()
	if baseline != nil {
		r.Apply(baseline, today)
	}
	if err := o.writeDrift(r, stdout); err != nil {
		return 0, err
	}
	if o.overlay != "" {
		if err := o.writeOverlay(r, stderr); err != nil {
			return 0, err
		}
	}
	if o.fix {
		text, err := baseline.Fix(r, today.AddDate(0, 0, baselineDays), o.reason)
		if err != nil {
			return 0, err
		}
		if err := os.WriteFile(o.baseline, text, 0o644); err != nil {
			return 0, fmt.Errorf("rewrite the baseline: %w", err)
		}
		fmt.Fprintf(stderr, "conform: rewrote %s; run again without -fix to see what is left\n", o.baseline)
	}
	switch {
	case r.Exchanges+r.Unmatched == 0 && len(r.Drift) == 0:
		return 0, errors.New("nothing was checked: the recordings have no exchange with a service of the documents")
	case !r.OK():
		return exitFindings, nil
	}
	return exitClean, nil
}

// readBaseline reads the baseline; nil without one. The one that -fix is to write need not be there yet.
func (o *options) readBaseline() (*traffic.Baseline, error) {
	if o.baseline == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.baseline)
	switch {
	case errors.Is(err, os.ErrNotExist) && o.fix:
		return traffic.ParseBaseline(o.baseline, nil)
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such baseline%s; -fix writes one", o.baseline, suggest.File(o.baseline))
	case err != nil:
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	return traffic.ParseBaseline(o.baseline, text)
}

// trafficAPIs returns the tables to check with, and those that may explain differences.
func (o *options) trafficAPIs() (apis, newer []traffic.API, err error) {
	if len(o.specs) > 0 {
		apis, err = o.specAPIs()
		return apis, apis, err
	}
	var names []string
	for _, name := range o.apis {
		d, err := specs.Find(name)
		if err != nil {
			return nil, nil, fmt.Errorf("-api %s: %w", name, err)
		}
		names = append(names, d.API())
	}
	return embedded.Find(names...)
}

// specAPIs makes the tables of the documents: those of generated packages where there are some.
func (o *options) specAPIs() ([]traffic.API, error) {
	groups, err := o.groups()
	if err != nil {
		return nil, err
	}
	var apis []traffic.API
	for _, paths := range groups {
		a, err := o.specAPI(paths, len(groups)+len(paths) > 2)
		if err != nil {
			return nil, err
		}
		a.Name = traffic.ServiceOf(a) + "@" + a.Table.APIVersion
		apis = append(apis, a)
	}
	return apis, nil
}

func (o *options) specAPI(paths []string, several bool) (traffic.API, error) {
	if table := o.table(paths[0]); table != nil {
		return traffic.API{Table: table()}, nil
	}
	var problems diag.List
	work := plan.One(o.entry(paths, "p", several), o.names, generator.Limits{}, &problems)
	if err := problems.Err(); err != nil {
		return traffic.API{}, err
	}
	table, _, err := generator.Table(work.Packages[0])
	return traffic.API{Table: table}, err
}

// recordings lists the files that are named: themselves, those that a pattern names, or all in a folder.
func recordings(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		if name == "-" {
			out = append(out, name)
			continue
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			matches, _ := filepath.Glob(name) // a bad pattern is not a file either
			if len(matches) == 0 {
				return nil, fmt.Errorf("%s: there is no such recording%s; name a file or a folder", name, suggest.File(name))
			}
			out = append(out, matches...)
		case !info.IsDir():
			out = append(out, name)
		default:
			n := len(out)
			err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() {
					out = append(out, path)
				}
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("list the recordings: %w", err)
			}
			if len(out) == n {
				return nil, fmt.Errorf("%s: the folder holds no recording", name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// writeDrift renders the reports, each to its file, or the only one to standard output.
func (o *options) writeDrift(r *traffic.Report, stdout io.Writer) error {
	formats := o.driftFormats
	if o.out == "" {
		return formats[0].Render(stdout, r)
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return fmt.Errorf("make the folder of the reports: %w", err)
	}
	for _, f := range formats {
		if err := writeTo(filepath.Join(o.out, f.File), f.Name, func(w io.Writer) error { return f.Render(w, r) }); err != nil {
			return err
		}
	}
	if o.quiet {
		return nil
	}
	_, err := fmt.Fprintln(stdout, r.Totals())
	return err
}

// counted counts the bytes that are read.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// trafficProgress is how far the check of recordings is.
type trafficProgress struct {
	files int
	done  atomic.Int64
	bytes atomic.Int64
}

func (p *trafficProgress) String() string {
	return fmt.Sprintf("%d of %d recordings, %d MB", p.done.Load(), p.files, p.bytes.Load()>>20)
}

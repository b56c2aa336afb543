// Command creditbalance prints what is left of the Azure credit of a billing profile, and what changed it, from the
// answers of two operations: Lots_ListByBillingProfile and Events_ListByBillingProfile. It is an example of how to use
// the generated packages, see the README beside it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/azbill/azbill/wire"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // a file is unreadable, or something in it could not be counted
	exitUsage   = 2
)

const usage = `creditbalance prints, per currency, the available Azure credit and the transactions that changed it.

usage: creditbalance -lots FILE -events FILE [-at DAY]

FILE is a page that the service answered, as JSON; - is standard input. Give a flag again for every further page.

exit codes: 0 done, 1 a file is unreadable or something in it could not be counted, 2 bad usage

flags:
`

// options are the flags.
type options struct {
	lots, events []string  // files; "-" is standard input
	at           time.Time // midnight, UTC
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	opt, err := parse(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(stderr, "creditbalance: %v; see creditbalance -h\n", err)
		return exitUsage
	}
	l := newLedger(opt.at)
	if err := l.readAll(opt, stdin); err != nil {
		fmt.Fprintf(stderr, "creditbalance: %v\n", err)
		return exitFailure
	}
	if err := l.print(stdout); err != nil {
		fmt.Fprintf(stderr, "creditbalance: write the report: %v\n", err)
		return exitFailure
	}
	if len(l.problems) > 0 {
		return exitFailure
	}
	return exitOK
}

func parse(args []string, stdout io.Writer) (*options, error) {
	opt := &options{at: time.Now()}
	fs := flag.NewFlagSet("creditbalance", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	list := func(to *[]string) func(string) error {
		return func(file string) error { *to = append(*to, file); return nil }
	}
	fs.Func("lots", "a page of Lots, as JSON `file`", list(&opt.lots))
	fs.Func("events", "a page of Events, as JSON `file`", list(&opt.events))
	fs.Func("at", "the `day` on which a lot has to be active, such as 2019-10-15 (default today, UTC)", func(text string) error {
		day, err := wire.ParseTime(text)
		if err != nil {
			return errors.New("write a date such as 2019-10-15")
		}
		opt.at, err = day.Time()
		return err
	})
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		fs.SetOutput(stdout)
		fs.PrintDefaults()
		return nil, err
	} else if err != nil {
		return nil, err
	}
	opt.at = day(opt.at)
	return opt, opt.validate(fs.Args())
}

func (o *options) validate(rest []string) error {
	input := 0
	for _, file := range append(o.lots[:len(o.lots):len(o.lots)], o.events...) {
		if file == "-" {
			input++
		}
	}
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	case len(o.lots)+len(o.events) == 0:
		return errors.New("give -lots, -events or both")
	case input > 1:
		return errors.New("standard input can be only one of the pages")
	}
	return nil
}

// readAll reads the pages one record at a time, so a page may be larger than the memory.
func (l *ledger) readAll(opt *options, stdin io.Reader) error {
	if err := l.readPages(opt.lots, stdin, "lots", l.readLots); err != nil {
		return err
	}
	return l.readPages(opt.events, stdin, "events", l.readEvents)
}

// readPages hands each file to read, which answers whether another page follows.
func (l *ledger) readPages(files []string, stdin io.Reader, kind string, read func(file string, r io.Reader) (more bool, err error)) error {
	following := 0
	for _, file := range files {
		more, err := readPage(file, stdin, read)
		if err != nil {
			return fmt.Errorf("read %s: %w", kind, err)
		}
		if more {
			following++
		}
	}
	if len(files) > 0 && following >= len(files) {
		l.problem("%s: the last page has a nextLink; fetch it and give its page as well", kind)
	}
	return nil
}

func readPage(file string, stdin io.Reader, read func(string, io.Reader) (bool, error)) (bool, error) {
	if file == "-" {
		file = "standard input"
	} else {
		f, err := os.Open(file)
		if err != nil {
			return false, err // it names the file
		}
		defer f.Close()
		stdin = f
	}
	more, err := read(file, stdin)
	if err != nil {
		return false, fmt.Errorf("%s: %w", file, err)
	}
	return more, nil
}

// day is midnight of t's day in UTC.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// Package cli is what the commands of this module have in common for those who type them: help, versions, completion by
// shells, and messages that say what to type instead.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/internal/suggest"
)

// Tool is the face of a command: its flags, and the flags that every command has.
type Tool struct {
	*flag.FlagSet
	// Quiet is set by -q: no progress, no warnings, nothing about what went well.
	Quiet bool

	usage  string
	values map[string][]string // by flag: what it may be
	ranges map[string][2]int64 // by flag: the least and the largest number that it may be
}

// ErrDone says that the arguments asked for help, the version or a completion script, which is printed.
var ErrDone = errors.New("nothing more to do")

// New returns a command without flags of its own. The usage is what -h prints before the flags: what the command does,
// how it is called, with examples, and its exit codes.
func New(name, usage string) *Tool {
	t := &Tool{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError), usage: usage, values: map[string][]string{}, ranges: map[string][2]int64{}}
	t.SetOutput(io.Discard) // errors are returned, and printed once
	t.Bool("version", false, "print the version")
	t.BoolVar(&t.Quiet, "q", false, "print no progress, no warnings and nothing about what went well")
	return t
}

// Values says which values a flag may have, for completion and for suggestions. It refuses none.
func (t *Tool) Values(name string, values ...string) { t.values[name] = values }

// Range says from which number to which one a flag may be; Parse refuses others. Durations count in nanoseconds.
func (t *Tool) Range(name string, least, most int64) { t.ranges[name] = [2]int64{least, most} }

// inRange checks the numbers that were given.
func (t *Tool) inRange() (err error) {
	t.Visit(func(f *flag.Flag) {
		in, limited := t.ranges[f.Name]
		number, ok := f.Value.(flag.Getter)
		if !limited || !ok || err != nil {
			return
		}
		var n int64
		say := func(n int64) any { return n }
		switch v := number.Get().(type) {
		case int:
			n = int64(v)
		case int64:
			n = v
		case time.Duration:
			n = int64(v)
			say = func(n int64) any { return time.Duration(n) }
		}
		if n < in[0] || n > in[1] {
			err = fmt.Errorf("-%s %v: expected %v to %v", f.Name, say(n), say(in[0]), say(in[1]))
		}
	})
	return err
}

// Choice declares a flag whose value is one of a few; set is called with it.
func (t *Tool) Choice(name, help string, values []string, set func(string)) {
	t.Values(name, values...)
	t.Func(name, help, func(s string) error {
		if !slices.Contains(values, s) {
			return fmt.Errorf("expected one of %s", strings.Join(values, ", "))
		}
		set(s)
		return nil
	})
}

// Parse reads the arguments; flags may follow operands, which are returned. What -h, -version and "completion SHELL" ask
// for is written to w, and the error is ErrDone. Other errors are for Fail.
func (t *Tool) Parse(args []string, w io.Writer) (operands []string, err error) {
	if len(args) > 0 && args[0] == "completion" {
		return nil, t.completion(args[1:], w)
	}
	for rest := args; ; {
		switch err := t.FlagSet.Parse(rest); {
		case errors.Is(err, flag.ErrHelp):
			t.help(w)
			return nil, ErrDone
		case err != nil:
			return nil, t.explain(err)
		}
		done := len(rest) - t.NArg() // arguments behind "--" are not flags
		if done > 0 && rest[done-1] == "--" || t.NArg() == 0 {
			operands = append(operands, t.Args()...)
			break
		}
		operands, rest = append(operands, t.Arg(0)), t.Args()[1:]
	}
	if err := t.inRange(); err != nil {
		return nil, err
	}
	if t.Given("version") {
		fmt.Fprintln(w, Version(t.Name()))
		return nil, ErrDone
	}
	return operands, nil
}

// Given reports whether the arguments had a flag.
func (t *Tool) Given(name string) bool {
	given := false
	t.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// Fail prints an error about the arguments in one line, with a hint to the help.
func (t *Tool) Fail(w io.Writer, err error) {
	fmt.Fprintf(w, "%s: %v; see %s -h\n", t.Name(), err, t.Name())
}

// help prints the usage and the flags.
func (t *Tool) help(w io.Writer) {
	fmt.Fprintf(w, "%s\n\nflags:\n", strings.TrimRight(t.usage, "\n"))
	t.SetOutput(w)
	t.PrintDefaults()
	t.SetOutput(io.Discard)
	fmt.Fprintf(w, "\ncompletion: %s\n", strings.Join(slices.Sorted(maps.Values(t.loading())), "\n            "))
}

// explain says what to type in place of what the flag package refuses.
func (t *Tool) explain(err error) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return fmt.Errorf("there is no flag -%s%s", name, suggest.Hint("-", name, t.names()))
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		what, _ := flag.UnquoteUsage(t.Lookup(name))
		return fmt.Errorf("-%s: expected a %s behind it, found nothing", name, what)
	}
	if arg, ok := strings.CutPrefix(text, "bad flag syntax: "); ok {
		return fmt.Errorf("%s: expected a flag such as -name or -name=value", arg)
	}
	for _, words := range []string{"invalid value ", "invalid boolean value "} {
		rest, ok := strings.CutPrefix(text, words)
		if !ok {
			continue
		}
		value, rest, _ := cutQuoted(rest)
		name, why, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(rest, " for flag -"), " for -"), ": ")
		why = t.expected(name, why)
		if !strings.Contains(why, "did you mean") {
			why += suggest.Hint("", strings.Trim(value, `"`), t.values[name])
		}
		return fmt.Errorf("-%s %s: %s", name, value, why)
	}
	return err
}

// expected says what a flag's value has to be.
func (t *Tool) expected(name, why string) string {
	f := t.Lookup(name)
	if f == nil || why != "parse error" && why != "value out of range" && !strings.HasPrefix(why, "strconv.") {
		return why
	}
	getter, ok := f.Value.(flag.Getter)
	if !ok {
		return why
	}
	switch getter.Get().(type) {
	case bool:
		return "expected true or false"
	case time.Duration:
		return "expected a duration such as 30s or 2m"
	case int, int64, uint, uint64:
		return "expected a whole number"
	}
	return why
}

// cutQuoted splits text that begins with a quoted word.
func cutQuoted(s string) (quoted, rest string, ok bool) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return s[:i+1], s[i+1:], true
		}
	}
	return s, "", false
}

func (t *Tool) names() []string {
	var out []string
	t.VisitAll(func(f *flag.Flag) { out = append(out, f.Name) })
	return out
}

// Version describes the program: its version, the commit when it was built from a work tree, Go's version and the platform.
func Version(name string) string {
	version, commit := "unknown", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = ", commit " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return fmt.Sprintf("azbill %s %s (%s, %s/%s%s)", name, version, runtime.Version(), runtime.GOOS, runtime.GOARCH, commit)
}

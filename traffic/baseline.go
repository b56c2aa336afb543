package traffic

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Baseline lists differences that are accepted for a time.
type Baseline struct {
	file    string
	text    []byte
	entries []accepted
}

// accepted is an entry of a baseline. Fields that are empty fit any difference.
type accepted struct {
	API       string   `yaml:"api,omitempty"`
	Operation string   `yaml:"operation,omitempty"`
	Message   string   `yaml:"message,omitempty"`
	Place     string   `yaml:"place"`
	Class     Class    `yaml:"class"`
	Values    []string `yaml:"values,omitempty"` // the observed types or values; none: any
	Until     string   `yaml:"until"`
	Reason    string   `yaml:"reason"`

	line, end int // of the entry in the file, from 1 on; end is the line after it
	until     time.Time
}

// ParseBaseline reads a baseline, a YAML list. The name is that of the file, for messages. An entry needs a place, a
// class, a day until which it holds, and a reason.
func ParseBaseline(name string, text []byte) (*Baseline, error) {
	b := &Baseline{file: name, text: text}
	var root yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&root); errors.Is(err, io.EOF) {
		return b, nil
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	list := root.Content[0]
	if list.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("%s:%d: expected a list of accepted differences", name, list.Line)
	}
	for i, n := range list.Content {
		e := accepted{line: n.Line, end: bytes.Count(text, []byte("\n")) + 2}
		if i+1 < len(list.Content) {
			e.end = list.Content[i+1].Line
		}
		if err := e.read(n); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n.Line, err)
		}
		b.entries = append(b.entries, e)
	}
	return b, nil
}

func (e *accepted) read(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return errors.New("expected an accepted difference, with place, class, until and reason")
	}
	known := []string{"api", "operation", "message", "place", "class", "values", "until", "reason"}
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i].Value; !slices.Contains(known, key) {
			return fmt.Errorf("expected one of %s, found %q", strings.Join(known, ", "), key)
		}
	}
	if err := n.Decode(e); err != nil {
		return fmt.Errorf("read an accepted difference: %w", err)
	}
	switch {
	case e.Class == "":
		return errors.New("expected a class, found none")
	case e.Reason == "" || e.Reason == reasonWanted:
		return errors.New("expected a reason, found none: say why the difference is accepted")
	}
	var err error
	if e.until, err = time.Parse(time.DateOnly, e.Until); err != nil {
		return fmt.Errorf("until: expected a day such as 2027-01-31, found %q", e.Until)
	}
	return nil
}

// reasonWanted is the reason of entries that Fix adds without one.
const reasonWanted = "say here why this is accepted"

// fits reports whether the entry is about a difference, and others what of its values the entry does not accept.
func (e *accepted) fits(d *Entry) (fits bool, others []string) {
	if e.Class != d.Class || e.Place != d.Place || !anyOr(e.API, d.API) || !anyOr(e.Operation, d.Operation) || !anyOr(e.Message, d.Message) {
		return false, nil
	}
	if len(e.Values) == 0 {
		return true, nil
	}
	for _, v := range d.Details {
		if !slices.Contains(e.Values, v.Value) {
			others = append(others, v.Value)
		}
	}
	return true, others
}

func anyOr(want, have string) bool { return want == "" || want == have }

// Apply sets the verdicts of the report by the baseline. Today is the day by which entries expire. Entries that accept
// nothing, and those whose day has passed, are errors of the baseline, which the report then has.
func (r *Report) Apply(b *Baseline, today time.Time) {
	used := make([]bool, len(b.entries))
	for i := range r.Drift {
		d := &r.Drift[i]
		for k := range b.entries {
			e := &b.entries[k]
			fits, others := e.fits(d)
			if !fits {
				continue
			}
			used[k] = true
			d.Reason, d.Until = e.Reason, e.Until
			switch {
			case len(others) > 0:
				d.Verdict, d.Beyond = VerdictNew, others
			case e.until.Before(today.UTC().Truncate(24 * time.Hour)):
				d.Verdict = VerdictExpired
			default:
				d.Verdict = VerdictKnown
			}
			break
		}
	}
	for k, e := range b.entries {
		switch {
		case !used[k]:
			r.Baseline = append(r.Baseline, Outdated{b.file, e.line, "stale", fmt.Sprintf("no %s at %s was seen: delete the entry", e.Class, cmp.Or(e.Place, "the whole message"))})
		case e.until.Before(today.UTC().Truncate(24 * time.Hour)):
			r.Baseline = append(r.Baseline, Outdated{b.file, e.line, "expired", fmt.Sprintf("%s at %s was accepted until %s: correct the document, or decide anew", e.Class, cmp.Or(e.Place, "the whole message"), e.Until)})
		}
	}
}

// Fix returns the baseline as it has to be for the report to be accepted: without entries that are stale or replaced, and
// with one for each new or expired difference, until a day. Without a reason the new entries ask for one, and the list is
// refused until a person gives it. Other entries and comments stay as they are.
func (b *Baseline) Fix(r *Report, until time.Time, reason string) ([]byte, error) {
	drop := map[int]bool{}
	for _, o := range r.Baseline {
		drop[o.Line] = true
	}
	var add []accepted
	for i := range r.Drift {
		d := &r.Drift[i]
		if d.Verdict == VerdictKnown {
			continue
		}
		e := accepted{
			API: d.API, Operation: d.Operation, Message: d.Message, Place: d.Place, Class: d.Class,
			Until: until.Format(time.DateOnly), Reason: cmp.Or(reason, reasonWanted),
		}
		if d.Class == UnknownValue || d.Class == UnknownKind {
			for _, v := range d.Details {
				e.Values = append(e.Values, v.Value)
			}
		}
		for k := range b.entries {
			if fits, _ := b.entries[k].fits(d); fits {
				drop[b.entries[k].line] = true
			}
		}
		add = append(add, e)
	}
	text := b.without(drop)
	if len(add) == 0 {
		return text, nil
	}
	var out bytes.Buffer
	out.Write(text)
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(add); err != nil {
		return nil, fmt.Errorf("write the baseline: %w", err)
	}
	return out.Bytes(), nil
}

// without returns the text without the entries that begin on the lines.
func (b *Baseline) without(drop map[int]bool) []byte {
	var out []byte
	lines := bytes.SplitAfter(b.text, []byte("\n"))
	gone := func(n int) bool {
		for _, e := range b.entries {
			if e.line <= n && n < e.end {
				return drop[e.line]
			}
		}
		return false
	}
	for i, line := range lines {
		comment := bytes.HasPrefix(bytes.TrimSpace(line), []byte("#"))
		if !gone(i+1) || comment {
			out = append(out, line...)
		}
	}
	if text := bytes.TrimSpace(out); len(text) == 0 || string(text) == "[]" {
		return nil
	}
	if out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	return out
}

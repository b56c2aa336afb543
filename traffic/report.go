package traffic

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// ReportFormat and ReportVersion identify the JSON form of a Report.
const (
	ReportFormat  = "azbill-drift"
	ReportVersion = 1
)

// Report is drift for people and programs. Equal drift gives an equal Report.
type Report struct {
	Format     string     `json:"format"`
	Version    int        `json:"version"`
	Exchanges  int64      `json:"exchanges"`          // that an operation was found for
	Unmatched  int64      `json:"unmatched"`          // of a service that the documents are about, without an operation
	Other      int64      `json:"other"`              // of other services, which are not checked
	Elements   int64      `json:"elements"`           // of lists
	First      time.Time  `json:"first,omitzero"`     // when the first exchange was, if recorded
	Last       time.Time  `json:"last,omitzero"`      // and the last
	Inferred   []Inferred `json:"inferred,omitempty"` // how the operations of bodies that were recorded alone were found
	Operations []Seen     `json:"operations"`         // by document and operation
	Drift      []Entry    `json:"drift"`              // by document, operation, message, place and class
	Dropped    []Dropped  `json:"dropped,omitempty"`  // what was counted without its place
	Baseline   []Outdated `json:"baseline,omitempty"` // entries of a baseline that no longer hold
}

// Seen is how often an operation was seen.
type Seen struct {
	API       string           `json:"api"`
	Operation string           `json:"operation"`
	Requests  int64            `json:"requests"`
	Responses map[string]int64 `json:"responses"` // by documented status
	Elements  int64            `json:"elements"`
	First     time.Time        `json:"first,omitzero"`
	Last      time.Time        `json:"last,omitzero"`
}

// Inferred is how often an operation was inferred from a body.
type Inferred struct {
	API       string `json:"api"`
	Operation string `json:"operation"`
	By        string `json:"by"` // the member: nextLink, id or type
	Count     int64  `json:"count"`
}

// Entry is one difference.
type Entry struct {
	Key
	Count   int64     `json:"count"`          // occurrences
	Units   int64     `json:"units"`          // elements or messages that have one
	Of      int64     `json:"of,omitempty"`   // elements or messages that could; 0: the share is of nothing
	Share   float64   `json:"share"`          // Units/Of
	First   time.Time `json:"first,omitzero"` // when it was first seen
	Last    time.Time `json:"last,omitzero"`  // and last
	Details []Detail  `json:"details,omitempty"`
	Near    string    `json:"near,omitempty"` // declared name that hardly differs
	Example Example   `json:"example"`
	Newer   []Newer   `json:"newer,omitempty"` // newer documents that explain occurrences
	Verdict Verdict   `json:"verdict"`
	Reason  string    `json:"reason,omitempty"` // of the baseline
	Until   string    `json:"until,omitempty"`  // of the baseline
	Beyond  []string  `json:"beyond,omitempty"` // details that the baseline does not accept
}

// Detail is an observed type or value, and how often.
type Detail struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// Newer is a newer document, and how many occurrences are none under it.
type Newer struct {
	API   string `json:"api"`
	Count int64  `json:"count"`
}

// Dropped is the number of occurrences of a class whose places are not kept.
type Dropped struct {
	Class Class `json:"class"`
	Count int64 `json:"count"`
}

// Verdict is what the baseline makes of a difference.
type Verdict string

// The verdicts.
const (
	VerdictNew     Verdict = "new"     // the baseline does not have it
	VerdictKnown   Verdict = "known"   // the baseline accepts it
	VerdictExpired Verdict = "expired" // the baseline accepted it until a day that has passed
)

// Report returns what has been counted, before a baseline is applied.
func (d *Drift) Report() *Report {
	d.settle()
	r := &Report{Format: ReportFormat, Version: ReportVersion, Operations: []Seen{}, Drift: []Entry{}}
	r.operations(d)
	for _, k := range slices.SortedFunc(maps.Keys(d.counts), Key.compare) {
		if k.Class != "" {
			r.Drift = append(r.Drift, d.entry(k))
		}
	}
	for _, class := range slices.Sorted(maps.Keys(d.dropped)) {
		if d.dropped[class] > 0 {
			r.Dropped = append(r.Dropped, Dropped{class, d.dropped[class]})
		}
	}
	return r
}

// operations fills in what was seen.
func (r *Report) operations(d *Drift) {
	var all count
	seen := map[[2]string]*Seen{}
	for _, k := range slices.SortedFunc(maps.Keys(d.counts), Key.compare) {
		c := d.counts[k]
		switch {
		case k.Class != "":
			continue
		case k.Message == messageOther:
			r.Other += c.n
		case k.Message == messageInferred:
			r.Inferred = append(r.Inferred, Inferred{k.API, k.Operation, k.Place, c.n})
		case k.Operation == "":
			r.Unmatched += c.n
		default:
			s := seen[[2]string{k.API, k.Operation}]
			if s == nil {
				s = &Seen{API: k.API, Operation: k.Operation, Responses: map[string]int64{}}
				seen[[2]string{k.API, k.Operation}] = s
			}
			s.add(k, c)
		}
		all.seen(c.first)
		all.seen(c.last)
	}
	r.First, r.Last = all.first, all.last
	for _, s := range seen {
		r.Operations = append(r.Operations, *s)
		r.Elements += s.Elements
		for _, n := range s.Responses {
			r.Exchanges += n
		}
	}
	slices.SortFunc(r.Operations, func(a, b Seen) int {
		return cmp.Or(cmp.Compare(a.API, b.API), cmp.Compare(a.Operation, b.Operation))
	})
}

func (s *Seen) add(k Key, c *count) {
	switch {
	case k.Place != "":
		s.Elements += c.n
	case k.Message == messageRequest:
		s.Requests += c.n
	default:
		s.Responses[k.Message] += c.n
	}
	both := count{first: s.First, last: s.Last}
	both.seen(c.first)
	both.seen(c.last)
	s.First, s.Last = both.first, both.last
}

func (d *Drift) entry(k Key) Entry {
	c := d.counts[k]
	e := Entry{Key: k, Count: c.n, Units: c.units, Of: d.of(k), First: c.first, Last: c.last, Near: c.near, Example: c.example, Verdict: VerdictNew}
	if e.Of > 0 {
		e.Share = float64(e.Units) / float64(e.Of)
	}
	for _, v := range slices.Sorted(maps.Keys(c.details)) {
		e.Details = append(e.Details, Detail{v, c.details[v]})
	}
	if c.others > 0 {
		e.Details = append(e.Details, Detail{"others", c.others})
	}
	for _, api := range slices.Sorted(maps.Keys(c.newer)) {
		e.Newer = append(e.Newer, Newer{api, c.newer[api]})
	}
	return e
}

// of is how many units a difference could be in: the elements of the list that its place leads into, else the messages.
func (d *Drift) of(k Key) int64 {
	scope := Key{API: k.API, Operation: k.Operation, Message: k.Message}
	if parts := strings.SplitN(k.Place, "/", 4); len(parts) > 2 && parts[2] == "*" {
		scope.Place = "/" + parts[1] + "/*"
		if c := d.counts[scope]; c != nil {
			return c.n
		}
		scope.Place = ""
	}
	if c := d.counts[scope]; c != nil {
		return c.n
	}
	return 0
}

// Explained returns the oldest newer document that explains every occurrence; empty where there is none.
func (e *Entry) Explained() string {
	for _, n := range e.Newer {
		if n.Count == e.Count {
			return n.API
		}
	}
	return ""
}

// OK reports whether there is nothing but what a baseline accepts.
func (r *Report) OK() bool {
	return len(r.Baseline) == 0 && len(r.Dropped) == 0 &&
		!slices.ContainsFunc(r.Drift, func(e Entry) bool { return e.Verdict != VerdictKnown })
}

// Write writes the JSON form.
func (r *Report) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("write the drift report: %w", err)
	}
	return nil
}

// Outdated is an entry of a baseline that is an error: its day has passed, or what it accepts is no longer there.
type Outdated struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Code    string `json:"code"` // stale or expired
	Problem string `json:"problem"`
}

// Totals counts the differences by their verdicts.
type Totals struct{ New, Known, Expired, Stale int }

// Totals counts the differences of the report.
func (r *Report) Totals() Totals {
	var t Totals
	for i := range r.Drift {
		switch r.Drift[i].Verdict {
		case VerdictKnown:
			t.Known++
		case VerdictExpired:
			t.Expired++
		default:
			t.New++
		}
	}
	for _, o := range r.Baseline {
		if o.Code == "stale" {
			t.Stale++
		}
	}
	return t
}

// String is the closing line of a report.
func (t Totals) String() string {
	all := "differences"
	if t.New+t.Known+t.Expired == 1 {
		all = "difference"
	}
	return fmt.Sprintf("%d %s: %d new, %d known, %d expired; %d stale", t.New+t.Known+t.Expired, all, t.New, t.Known, t.Expired, t.Stale)
}

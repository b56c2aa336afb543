package conformance

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/openapi/diag"
)

// Run is what a run of the suite found. All reports render it.
type Run struct {
	Documents []Document `json:"documents"`
	Samples   []*Sample  `json:"-"`
	Cases     []Case     `json:"cases"`
	Totals    Totals     `json:"totals"`
	Coverage  []Coverage `json:"coverage"`
	// Sensitivity says what the suite notices; nil when that was not measured.
	Sensitivity *Sensitivity `json:"sensitivity,omitempty"`
	// Stamp says when and of what the run was; nil unless it is set, so that reports of the same run are the same.
	Stamp *Stamp `json:"stamp,omitempty"`
}

// Stamp is what tells one run from another of the same documents. Each member may be left out.
type Stamp struct {
	Command string  `json:"command,omitempty"`
	Commit  string  `json:"commit,omitempty"`
	Date    string  `json:"date,omitempty"`    // RFC 3339
	Seconds float64 `json:"seconds,omitempty"` // how long the run took
}

// OK reports whether nothing but known failures was found.
func (r *Run) OK() bool { return r.Totals.Cases == r.Totals.Pass+r.Totals.Known && r.Totals.Cases > 0 }

// Document is a document that took part in a run.
type Document struct {
	Service    string   `json:"service"`
	Version    string   `json:"version"`
	File       string   `json:"file"`
	Operations int      `json:"operations"`
	Samples    int      `json:"samples"`
	Unchecked  []string `json:"unchecked,omitempty"` // rules of the document that nothing checks: "format uri", "pattern (?i)a"
	Groups     []Group  `json:"groups"`
}

// Name returns the first part of the names of the document's cases.
func (d Document) Name() string { return samplefile.Slug(d.Service) + "/" + samplefile.Slug(d.Version) }

// Group is an operation group of a document.
type Group struct {
	Name       string   `json:"name"`
	Agreements []string `json:"agreements,omitempty"` // agreement types that support it; none: not said
	Note       string   `json:"note,omitempty"`
	Operations int      `json:"operations"`
	Sampled    int      `json:"sampled"` // operations with at least one sample
}

// Rename gives every file that the run names another name, such as one that is relative to another folder. Texts of
// findings, which lists of known failures hold, stay as they are.
func (r *Run) Rename(name func(file string) string) {
	place := func(p *Place) {
		if p.File != "" {
			p.File = name(p.File)
		}
	}
	for i := range r.Documents {
		r.Documents[i].File = name(r.Documents[i].File)
	}
	for _, s := range r.Samples {
		s.File, s.Document = name(s.File), name(s.Document)
		for _, m := range s.messages() {
			m.File = name(m.File)
		}
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		place(&c.Place)
		for j := range c.Findings {
			place(&c.Findings[j].Place)
			place(&c.Findings[j].Rule)
		}
	}
}

// Case is one check on one message.
type Case struct {
	ID       string    `json:"id"`
	Check    string    `json:"check"`
	Message  string    `json:"message"` // request, response-200, operation
	Verdict  Verdict   `json:"verdict"`
	Findings []Finding `json:"findings,omitempty"`
	Listed   []string  `json:"listed,omitempty"` // failures the list expects of the case
	Reason   string    `json:"reason,omitempty"` // why the list tolerates them
	Place    Place     `json:"place"`            // of the message; for a stale entry, of the entry
	Sample   *Sample   `json:"-"`
	// Elapsed is how long the check took; it is not the same in another run.
	Elapsed time.Duration `json:"-"`
}

// Verdict is the outcome of a case, seen with the list of known failures.
type Verdict int

// The verdicts. Only the first two are green.
const (
	Pass  Verdict = iota // expected to pass, passed
	Known                // listed, failed with the listed text
	Fail                 // not listed, failed
	Moved                // listed, failed with another text
	Fixed                // listed, passed: delete the line
	Stale                // listed, never ran: delete the line
)

var verdictNames = [...]string{"pass", "known", "fail", "moved", "fixed", "stale"}

// String returns the verdict in lower case.
func (v Verdict) String() string { return verdictNames[v] }

// Green reports whether the verdict is fine.
func (v Verdict) Green() bool { return v <= Known }

// MarshalJSON writes the verdict as its name.
func (v Verdict) MarshalJSON() ([]byte, error) { return json.Marshal(v.String()) }

// UnmarshalJSON reads the verdict's name.
func (v *Verdict) UnmarshalJSON(data []byte) error {
	var name string
	if err := json.Unmarshal(data, &name); err != nil {
		return fmt.Errorf("read a verdict: %w", err)
	}
	for i, n := range verdictNames {
		if n == name {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("read a verdict: %q is none", name)
}

// Culprit is what a finding blames.
type Culprit string

// The culprits.
const (
	BlameDocument Culprit = "document" // the OpenAPI document
	BlameSample   Culprit = "sample"   // the documented message
	BlameTypes    Culprit = "types"    // the generated types
	BlameSuite    Culprit = "suite"    // the suite itself, which should have noticed
	BlameServer   Culprit = "server"   // a server that was sent a request
)

// Place is a place in a file.
type Place struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"` // 1-based
	Col  int    `json:"col,omitempty"`  // 1-based, in bytes
}

// String renders the place as file:line:col, as far as it is known.
func (p Place) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Col > 0 {
			s += fmt.Sprintf(":%d", p.Col)
		}
	}
	return s
}

// Finding is one thing that is wrong.
type Finding struct {
	Code    string  `json:"code"`    // stable: enum, format, unknown-member, roundtrip …
	Culprit Culprit `json:"culprit"` // whom the suite blames; where document and sample disagree, it is the sample
	Pointer string  `json:"pointer"` // JSON pointer in the message's body; empty for the whole of it
	Message string  `json:"message"`
	Place   Place   `json:"place"`            // in the sample
	Rule    Place   `json:"rule"`             // in the document
	Detail  string  `json:"detail,omitempty"` // the difference at length, of several lines
}

// Text renders the finding as the list of known failures holds it: one line, without places, which move too easily.
func (f Finding) Text() string {
	pointer := f.Pointer
	if pointer != "" {
		pointer += ": "
	}
	return diag.OneLine(fmt.Sprintf("%s%s [%s]", pointer, f.Message, f.Code))
}

// Totals counts the cases by verdict.
type Totals struct {
	Cases int `json:"cases"`
	Pass  int `json:"pass"`
	Known int `json:"known"`
	Fail  int `json:"fail"`
	Moved int `json:"moved"`
	Fixed int `json:"fixed"`
	Stale int `json:"stale"`
}

// String renders the totals as the closing line of a run.
func (t Totals) String() string {
	cases := "cases"
	if t.Cases == 1 {
		cases = "case"
	}
	return fmt.Sprintf("%d %s: %d pass, %d known, %d fail, %d moved, %d fixed, %d stale",
		t.Cases, cases, t.Pass, t.Known, t.Fail, t.Moved, t.Fixed, t.Stale)
}

func (t *Totals) add(v Verdict) {
	t.Cases++
	*[...]*int{&t.Pass, &t.Known, &t.Fail, &t.Moved, &t.Fixed, &t.Stale}[v]++
}

// texts returns the findings as the list of known failures holds them.
func texts(findings []Finding) []string {
	out := make([]string, len(findings))
	for i, f := range findings {
		out[i] = f.Text()
	}
	return out
}

// operationGroup is the part of an operationId before the underscore.
func operationGroup(id string) string {
	group, _, _ := strings.Cut(id, "_")
	return group
}

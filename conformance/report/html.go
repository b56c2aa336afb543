package report

import (
	"bytes"
	_ "embed" // for the page's template
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/azbill/azbill/conformance"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"percent": percent,
	"words":   words,
	"diff":    diff,
	"zero":    zero,
}).Parse(pageText))

// page is what the template renders.
type page struct {
	Totals    conformance.Totals
	Counts    []count
	OK        bool
	Stamp     *conformance.Stamp
	Documents []documentView
	Failing   []sampleView // with something that is not green
	Known     []sampleView // with known failures only
	// Loose and LooseKnown are cases of no sample: stale entries, operations without examples, mutants.
	Loose, LooseKnown []conformance.Case
	// Sensitivity is what became of the planted faults; nil when none were.
	Sensitivity *sensitivityView
}

// sensitivityView is the table of planted faults, a group for each thing they are planted in.
type sensitivityView struct {
	Line      string
	Groups    []sensitivityGroup
	Proofs    []conformance.Proof
	Survivors []survivorView
}

type sensitivityGroup struct {
	Name    string // samples, documents, types
	Classes []classView
}

type classView struct {
	conformance.MutantClass
	Short, Percent string
}

type survivorView struct {
	Class string
	conformance.Survivor
}

type count struct {
	Verdict, Glyph, Means string
	N                     int
}

// documentView is the matrix of a document: operations and samples down, messages and checks across.
type documentView struct {
	conformance.Document
	ID         string
	Tables     int // tables of the documentation that were compared
	Columns    []column
	Rows       []row
	Coverage   []coverageView
	Agreements []string // columns of the account-type table; empty: the document does not say
	Supported  []supportRow
}

type column struct{ Message, Check string }

type row struct {
	Operation, Name string
	First           bool // first row of its operation
	Verdict         string
	Cells           []cell
}

type cell struct {
	Verdict string // empty: not applicable
	Glyph   string
	Check   string // message and check, for screens that have no room for columns
	Title   string
	Link    string
}

type supportRow struct {
	conformance.Group
	Marks []string // yes, no; empty where the document says nothing of the group
}

// sampleView is a sample with something found in it: the findings, then its messages with the lines they are about.
type sampleView struct {
	ID       string
	Path     string
	Page     string
	Verdict  string
	Open     bool
	Cases    []conformance.Case
	Messages []messageView
}

type messageView struct {
	Name, File string
	Lines      []lineView
}

type lineView struct {
	N    int
	Text string
	Note string // findings about the line
}

var glyphs = map[conformance.Verdict]string{
	conformance.Pass: "✓", conformance.Known: "≈", conformance.Fail: "✗", conformance.Moved: "↷", conformance.Fixed: "☆", conformance.Stale: "∅",
}

// HTML renders the run as one self-contained page: no script, style or image comes from anywhere else.
func HTML(out io.Writer, run *conformance.Run) error {
	if err := pageTemplate.Execute(out, newPage(run)); err != nil {
		return fmt.Errorf("write the HTML report: %w", err)
	}
	return nil
}

func newPage(run *conformance.Run) page {
	p := page{Totals: run.Totals, OK: run.OK(), Stamp: run.Stamp, Counts: counts(run.Totals)}
	ids := map[*conformance.Sample]string{}
	bySample := map[*conformance.Sample][]conformance.Case{}
	for _, c := range run.Cases {
		if c.Sample == nil {
			switch {
			case c.Verdict == conformance.Known:
				p.LooseKnown = append(p.LooseKnown, c)
			case !c.Verdict.Green():
				p.Loose = append(p.Loose, c)
			}
			continue
		}
		bySample[c.Sample] = append(bySample[c.Sample], c)
	}
	for i, s := range run.Samples {
		if view := newSampleView(s, bySample[s]); len(view.Cases) > 0 {
			view.ID = fmt.Sprintf("s%d", i)
			ids[s] = view.ID
			if view.Verdict == conformance.Known.String() {
				p.Known = append(p.Known, view)
				continue
			}
			view.Open = len(p.Failing) < mostOpen
			p.Failing = append(p.Failing, view)
		}
	}
	for i, d := range run.Documents {
		view := newDocumentView(d, run.Samples, bySample, ids)
		view.ID = fmt.Sprintf("d%d", i)
		for _, c := range run.Cases {
			if c.Check == "table" && strings.HasPrefix(c.ID, d.Service+"/"+d.Version+"/") {
				view.Tables++
			}
		}
		if i < len(run.Coverage) {
			c := run.Coverage[i]
			view.Coverage = parts(c)
		}
		p.Documents = append(p.Documents, view)
	}
	if run.Sensitivity != nil {
		p.Sensitivity = newSensitivityView(run.Sensitivity)
	}
	return p
}

// mostOpen is how many samples with failures are open when the page is: all of a broken document's would be a long page.
const mostOpen = 10

// counts are the verdicts with what they mean: the legend of the page.
func counts(t conformance.Totals) []count {
	out := []count{
		{Means: "as expected", N: t.Pass}, {Means: "listed, fails as listed", N: t.Known}, {Means: "not listed", N: t.Fail},
		{Means: "listed, fails otherwise", N: t.Moved}, {Means: "listed, passes: delete the line", N: t.Fixed}, {Means: "listed, never ran: delete the line", N: t.Stale},
	}
	for i := range out {
		v := conformance.Verdict(i)
		out[i].Verdict, out[i].Glyph = v.String(), glyphs[v]
	}
	return out
}

// zero is the class of a cell with nothing to say.
func zero(n int) string {
	if n == 0 {
		return " zero"
	}
	return ""
}

func newSensitivityView(s *conformance.Sensitivity) *sensitivityView {
	v := &sensitivityView{Line: sensitivityLine(s), Proofs: s.Total().Equivalent}
	for _, c := range s.Classes {
		group, short, _ := strings.Cut(c.Name, ".")
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Name != group {
			v.Groups = append(v.Groups, sensitivityGroup{Name: group})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Classes = append(g.Classes, classView{c, strings.ReplaceAll(short, "-", " "), percentage(c)})
		for _, survivor := range c.Survivors {
			v.Survivors = append(v.Survivors, survivorView{c.Name, survivor})
		}
	}
	return v
}

func newDocumentView(d conformance.Document, samples []*conformance.Sample, cases map[*conformance.Sample][]conformance.Case, ids map[*conformance.Sample]string) documentView {
	v := documentView{Document: d}
	v.agreements()
	for _, s := range samples {
		if s.Document != d.File {
			continue
		}
		for _, c := range cases[s] {
			if col := columnOf(c); !slices.Contains(v.Columns, col) {
				v.Columns = append(v.Columns, col)
			}
		}
	}
	slices.SortStableFunc(v.Columns, func(a, b column) int { return strings.Compare(a.Message, b.Message) })
	last := ""
	for _, s := range samples {
		if s.Document != d.File || len(cases[s]) == 0 {
			continue
		}
		r := row{Operation: s.Operation, Name: s.Name, First: s.Operation != last, Cells: make([]cell, len(v.Columns))}
		last = s.Operation
		worst := conformance.Pass
		for _, c := range cases[s] {
			i := slices.Index(v.Columns, columnOf(c))
			worst = max(worst, c.Verdict)
			if r.Cells[i].Verdict != "" && c.Verdict == conformance.Pass {
				continue
			}
			r.Cells[i] = cell{Verdict: c.Verdict.String(), Glyph: glyphs[c.Verdict], Check: c.Message + " " + c.Check, Title: c.ID + ": " + c.Verdict.String()}
			if c.Verdict != conformance.Pass {
				r.Cells[i].Link = ids[s]
			}
		}
		r.Verdict = worst.String()
		v.Rows = append(v.Rows, r)
	}
	return v
}

// columnOf is the column of a case: all responses of a sample share one.
func columnOf(c conformance.Case) column {
	message, _, _ := strings.Cut(c.Message, "-")
	return column{message, c.Check}
}

// agreements fills the table of groups by account type, in the order in which the document names the types.
func (v *documentView) agreements() {
	for _, g := range v.Groups {
		for _, a := range g.Agreements {
			if !slices.Contains(v.Agreements, a) {
				v.Agreements = append(v.Agreements, a)
			}
		}
	}
	if len(v.Agreements) == 0 {
		return
	}
	for _, g := range v.Groups {
		r := supportRow{Group: g, Marks: make([]string, len(v.Agreements))}
		for i, a := range v.Agreements {
			switch {
			case slices.Contains(g.Agreements, a):
				r.Marks[i] = "yes"
			case len(g.Agreements) > 0:
				r.Marks[i] = "no"
			}
		}
		v.Supported = append(v.Supported, r)
	}
}

// newSampleView shows a sample with its cases that did not simply pass.
func newSampleView(s *conformance.Sample, cases []conformance.Case) sampleView {
	v := sampleView{Path: s.Path(), Page: s.Page}
	notes := map[string]map[int][]string{}
	worst := conformance.Pass
	for _, c := range cases {
		if c.Verdict == conformance.Pass {
			continue
		}
		v.Cases = append(v.Cases, c)
		worst = max(worst, c.Verdict)
		for _, f := range c.Findings {
			if notes[f.Place.File] == nil {
				notes[f.Place.File] = map[int][]string{}
			}
			notes[f.Place.File][f.Place.Line] = append(notes[f.Place.File][f.Place.Line], c.Check+": "+f.Text())
		}
	}
	v.Verdict = worst.String()
	if len(v.Cases) == 0 {
		return v
	}
	shown := map[string]bool{}
	for _, m := range append([]*conformance.Message{s.Request}, s.Responses...) {
		if m == nil || shown[m.File] {
			continue
		}
		shown[m.File] = true
		v.Messages = append(v.Messages, newMessageView(s, m, notes[m.File]))
	}
	return v
}

func newMessageView(s *conformance.Sample, m *conformance.Message, notes map[int][]string) messageView {
	v := messageView{Name: m.Name, File: m.File}
	if s.Form == conformance.FormExample {
		v.Name = "example"
	}
	for i, line := range strings.Split(string(bytes.TrimRight(m.Text, "\r\n")), "\n") {
		v.Lines = append(v.Lines, lineView{i + 1, strings.ToValidUTF8(line, "\uFFFD"), strings.Join(notes[i+1], "\n")})
	}
	return v
}

func percent(c conformance.Covered) int {
	if c.Total == 0 {
		return 100
	}
	return c.Covered * 100 / c.Total
}

// words lets a name or a path break between its words: before a capital that follows a small letter, and behind what
// separates words.
func words(name string) template.HTML {
	var b strings.Builder
	last := ' '
	for _, c := range name {
		if unicode.IsUpper(c) && unicode.IsLower(last) || strings.ContainsRune("_-/.", last) && c != last {
			b.WriteString("<wbr>")
		}
		b.WriteString(template.HTMLEscapeString(string(c)))
		last = c
	}
	return template.HTML(b.String()) // each character was escaped
}

// diffLine is a line of a difference, with what it says: removed, added or neither.
type diffLine struct{ Class, Text string }

// diff takes a difference apart by the first character of its lines.
func diff(detail string) []diffLine {
	var out []diffLine
	for _, line := range strings.Split(strings.TrimRight(detail, "\n"), "\n") {
		l := diffLine{Text: line}
		switch {
		case strings.HasPrefix(line, "-"):
			l.Class = "del"
		case strings.HasPrefix(line, "+"):
			l.Class = "ins"
		}
		out = append(out, l)
	}
	return out
}

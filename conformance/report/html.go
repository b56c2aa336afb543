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
}).Parse(pageText))

// page is what the template renders.
type page struct {
	Totals    conformance.Totals
	Counts    []count
	OK        bool
	Documents []documentView
	Samples   []sampleView
	Loose     []conformance.Case // of no sample: stale entries, operations without examples, mutants
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
	Verdict string
	N       int
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
	p := page{Totals: run.Totals, OK: run.OK(), Counts: []count{
		{"pass", run.Totals.Pass}, {"known", run.Totals.Known}, {"fail", run.Totals.Fail},
		{"moved", run.Totals.Moved}, {"fixed", run.Totals.Fixed}, {"stale", run.Totals.Stale},
	}}
	ids := map[*conformance.Sample]string{}
	bySample := map[*conformance.Sample][]conformance.Case{}
	for _, c := range run.Cases {
		if c.Sample == nil {
			if c.Verdict != conformance.Pass {
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
			p.Samples = append(p.Samples, view)
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
			r.Cells[i] = cell{Verdict: c.Verdict.String(), Glyph: glyphs[c.Verdict], Title: c.ID + ": " + c.Verdict.String()}
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

// words lets a name in camel case break before each of its words, and nowhere else.
func words(name string) template.HTML {
	var b strings.Builder
	for i, c := range name {
		if i > 0 && unicode.IsUpper(c) {
			b.WriteString("<wbr>")
		}
		b.WriteString(template.HTMLEscapeString(string(c)))
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

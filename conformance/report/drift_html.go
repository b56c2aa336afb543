package report

import (
	_ "embed" // for the page's template
	"fmt"
	"html/template"
	"io"

	"github.com/azbill/azbill/traffic"
)

//go:embed drift.html
var driftPage string

var driftTemplate = template.Must(template.New("drift").Parse(driftPage))

// driftView is what the template renders.
type driftView struct {
	Totals  traffic.Totals
	Counts  []count
	OK      bool
	Summary string
	Groups  []driftGroupView
	Remarks []driftRemark
	Seen    []driftSeenView
}

type driftGroupView struct {
	ID, Title, Seen string
	Rows            []driftRow
}

type driftRow struct {
	Verdict, Class, Place, What, Count, First string
	Percent                                   float64 // of the units; 0: not known
	Notes                                     []string
}

type driftRemark struct{ Class, Text string }

type driftSeenView struct{ Title, Link, Requests, Responses, Elements, First, Last string }

// DriftHTML renders one self-contained page with a filter by text and by verdict.
func DriftHTML(out io.Writer, r *traffic.Report) error {
	t := r.Totals()
	v := driftView{Totals: t, OK: r.OK(), Summary: driftSummary(r), Counts: []count{{Verdict: "new", N: t.New}, {Verdict: "known", N: t.Known}, {Verdict: "expired", N: t.Expired}, {Verdict: "stale", N: t.Stale}}}
	links := map[string]string{}
	for i, g := range driftGroups(r) {
		view := driftGroupView{ID: "g" + itoa(i), Title: g.Title}
		links[g.Title] = view.ID
		if g.Seen != nil {
			view.Seen = seenText(g.Seen)
		}
		for _, e := range g.Rows {
			row := driftRow{
				Verdict: string(e.Verdict), Class: string(e.Class), Place: driftPlace(e), What: driftText(e), Count: driftCount(e),
				First: driftExample(e), Notes: driftNotes(e),
			}
			if e.Of > 0 {
				row.Percent = 100 * e.Share
			}
			view.Rows = append(view.Rows, row)
		}
		v.Groups = append(v.Groups, view)
	}
	for _, o := range r.Baseline {
		v.Remarks = append(v.Remarks, driftRemark{o.Code, fmt.Sprintf("%s:%d: %s", o.File, o.Line, o.Problem)})
	}
	for _, d := range r.Dropped {
		v.Remarks = append(v.Remarks, driftRemark{"new", thousands(d.Count) + " more of " + string(d.Class) + " at places beyond the ones listed"})
	}
	for _, i := range r.Inferred {
		v.Remarks = append(v.Remarks, driftRemark{"", inferredText(i)})
	}
	for i := range r.Operations {
		s := &r.Operations[i]
		title := s.API + " " + s.Operation
		view := driftSeenView{Title: title, Link: links[title], Requests: thousands(s.Requests), Elements: thousands(s.Elements), Responses: responsesText(s)}
		if !s.First.IsZero() {
			view.First, view.Last = day(s.First), day(s.Last)
		}
		v.Seen = append(v.Seen, view)
	}
	if err := driftTemplate.Execute(out, v); err != nil {
		return fmt.Errorf("write the HTML report: %w", err)
	}
	return nil
}

// seenText says how often an operation was seen.
func seenText(s *traffic.Seen) string {
	text := responsesText(s)
	if s.Elements > 0 {
		text += ", " + plural(s.Elements, "element")
	}
	if !s.First.IsZero() {
		text += ", " + day(s.First) + " to " + day(s.Last)
	}
	return text
}

// responsesText lists the statuses of the responses.
func responsesText(s *traffic.Seen) string {
	text := ""
	for _, status := range sortedKeys(s.Responses) {
		if text != "" {
			text += ", "
		}
		text += thousands(s.Responses[status]) + " × " + status
	}
	return text
}

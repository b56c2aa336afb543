package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/traffic"
)

// DriftFormat is a way to render a report of drift.
type DriftFormat struct {
	Name   string // as on the command line
	File   string // name of the file in a folder of reports
	Render func(w io.Writer, r *traffic.Report) error
}

// DriftFormats lists the formats.
func DriftFormats() []DriftFormat {
	return []DriftFormat{
		{"text", "drift.txt", DriftText},
		{"json", "drift.json", func(w io.Writer, r *traffic.Report) error { return r.Write(w) }},
		{"junit", "drift.xml", DriftJUnit},
		{"github", "drift.github.txt", DriftGitHub},
		{"markdown", "drift.md", DriftMarkdown},
		{"html", "drift.html", DriftHTML},
	}
}

// ParseDriftFormats reads a comma-separated list of format names.
func ParseDriftFormats(list string) ([]DriftFormat, error) {
	all := DriftFormats()
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	var out []DriftFormat
	for _, name := range strings.Split(list, ",") {
		i := slices.Index(names, strings.TrimSpace(name))
		if i < 0 {
			return nil, fmt.Errorf("expected formats among %s, found %q%s", strings.Join(names, ", "), name, suggest.Hint("", name, names))
		}
		out = append(out, all[i])
	}
	return out, nil
}

// driftMeaning says what a class is, in words that go before the details.
var driftMeaning = map[traffic.Class]string{
	traffic.UnknownMember:    "unknown member",
	traffic.NearMiss:         "unknown member with a similar name",
	traffic.UnknownValue:     "unknown enumeration value",
	traffic.UnknownKind:      "unknown discriminator value",
	traffic.Mismatch:         "type mismatch",
	traffic.Null:             "null that the document does not allow",
	traffic.Missing:          "required, but missing",
	traffic.Format:           "format",
	traffic.Constraint:       "constraint",
	traffic.UnknownParameter: "unknown query parameter",
	traffic.NoOperation:      "no operation has this path",
	traffic.APIVersion:       "other api-version",
	traffic.Status:           "undocumented status",
	traffic.Header:           "undocumented header",
	traffic.Body:             "body",
	traffic.Lossy:            "decoding and encoding changes the value; this is a fault of the generated types",
	traffic.Unreadable:       "cannot be read",
}

// driftPlace is where a difference is, within its operation.
func driftPlace(e *traffic.Entry) string {
	return strings.TrimSpace(e.Message + " " + e.Place)
}

// driftText is a difference in words: what, which types or values, how often.
func driftText(e *traffic.Entry) string {
	text := cmp.Or(driftMeaning[e.Class], string(e.Class))
	if e.Near != "" {
		text += " (" + e.Near + ")"
	}
	var details []string
	for _, d := range e.Details {
		if len(e.Details) == 1 {
			details = append(details, d.Value)
		} else {
			details = append(details, fmt.Sprintf("%s (%s)", d.Value, thousands(d.Count)))
		}
	}
	if len(details) > 0 {
		text += ": " + strings.Join(details, ", ")
	}
	return text
}

// driftCount is how often a difference was seen, and when.
func driftCount(e *traffic.Entry) string {
	text := times(e.Count)
	if e.Of > 0 {
		unit := "message"
		if strings.Contains(e.Place, "/*") {
			unit = "element"
		}
		text += fmt.Sprintf(", in %s of %s (%s)", thousands(e.Units), plural(e.Of, unit), sharePercent(e.Units, e.Of))
	}
	switch {
	case e.First.IsZero():
	case e.First.Equal(e.Last):
		text += ", seen " + day(e.First)
	default:
		text += ", first seen " + day(e.First) + ", last " + day(e.Last)
	}
	return text
}

// sharePercent never rounds to nothing or to all.
func sharePercent(n, of int64) string {
	percent := 100 * float64(n) / float64(of)
	switch {
	case n == of:
		return "100 %"
	case percent < 0.01:
		return "under 0.01 %"
	case percent > 99.99:
		return "over 99.99 %"
	}
	return fmt.Sprintf("%.2f %%", percent)
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

// thousands writes a number with its thousands apart.
func thousands(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// driftNotes are further remarks about a difference, a line each.
func driftNotes(e *traffic.Entry) []string {
	var out []string
	for _, n := range e.Newer {
		if n.Count == e.Count {
			out = append(out, n.API+" explains it")
		} else {
			out = append(out, fmt.Sprintf("%s explains %s of %s", n.API, thousands(n.Count), thousands(e.Count)))
		}
	}
	switch {
	case len(e.Beyond) > 0:
		out = append(out, "accepted until "+e.Until+", but not "+strings.Join(e.Beyond, ", "))
	case e.Verdict == traffic.VerdictExpired:
		out = append(out, "was accepted until "+e.Until+": "+e.Reason)
	case e.Verdict == traffic.VerdictKnown:
		out = append(out, "accepted until "+e.Until+": "+e.Reason)
	}
	return out
}

// driftExample is where the first occurrence is, and the shape of its value.
func driftExample(e *traffic.Entry) string {
	return strings.TrimSpace(strings.Join([]string{e.Example.String(), e.Example.Pointer, e.Example.Value}, " "))
}

// driftGroup is the differences of an operation.
type driftGroup struct {
	Title string
	Seen  *traffic.Seen // nil: none of an operation
	Rows  []*traffic.Entry
}

// driftGroups groups the differences by operation, in the order of the report; those of no operation come last.
func driftGroups(r *traffic.Report) []driftGroup {
	var out []driftGroup
	var rest driftGroup
	for i := range r.Drift {
		e := &r.Drift[i]
		if e.Operation == "" {
			rest.Title = "Requests without an operation, and recordings"
			rest.Rows = append(rest.Rows, e)
			continue
		}
		title := e.API + " " + e.Operation
		if len(out) == 0 || out[len(out)-1].Title != title {
			g := driftGroup{Title: title}
			if k := slices.IndexFunc(r.Operations, func(s traffic.Seen) bool { return s.API == e.API && s.Operation == e.Operation }); k >= 0 {
				g.Seen = &r.Operations[k]
			}
			out = append(out, g)
		}
		out[len(out)-1].Rows = append(out[len(out)-1].Rows, e)
	}
	if len(rest.Rows) > 0 {
		out = append(out, rest)
	}
	return out
}

// driftSummary says what was checked.
func driftSummary(r *traffic.Report) string {
	text := fmt.Sprintf("%s of %s, %s", plural(r.Exchanges, "exchange"), plural(int64(len(r.Operations)), "operation"), plural(r.Elements, "list element"))
	if !r.First.IsZero() {
		text += ", " + day(r.First) + " to " + day(r.Last)
	}
	if r.Other > 0 {
		text += "; not checked: " + plural(r.Other, "exchange") + " with other services"
	}
	return text
}

// inferredText says how the operation of bodies was found.
func inferredText(i traffic.Inferred) string {
	return fmt.Sprintf("%s %s was inferred from %s %s", i.API, i.Operation, i.By, times(i.Count))
}

// plural counts things.
func plural(n int64, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return thousands(n) + " " + thing
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return thousands(n) + " times"
}

// DriftText renders the differences by operation, and a closing line with their verdicts.
func DriftText(out io.Writer, r *traffic.Report) error {
	w := &writer{w: out}
	for _, g := range driftGroups(r) {
		w.printf("%s\n", g.Title)
		for _, e := range g.Rows {
			w.printf("  %-7s %s: %s\n", strings.ToUpper(string(e.Verdict)), driftPlace(e), driftText(e))
			w.printf("          %s\n          first: %s\n", driftCount(e), driftExample(e))
			for _, note := range driftNotes(e) {
				w.printf("          %s\n", note)
			}
		}
	}
	for _, d := range r.Dropped {
		w.printf("%s more of %s at places beyond the ones listed\n", thousands(d.Count), d.Class)
	}
	for _, o := range r.Baseline {
		w.printf("%s:%d: %s [%s]\n", o.File, o.Line, o.Problem, o.Code)
	}
	for _, i := range r.Inferred {
		w.printf("%s\n", inferredText(i))
	}
	w.printf("%s\n%s\n", driftSummary(r), r.Totals())
	return w.done("text")
}

// DriftGitHub renders an annotation for each difference that is not accepted, and the closing line as a notice.
func DriftGitHub(out io.Writer, r *traffic.Report) error {
	w := &writer{w: out}
	for i := range r.Drift {
		e := &r.Drift[i]
		if e.Verdict == traffic.VerdictKnown {
			continue
		}
		text := strings.Join(append([]string{driftPlace(e) + ": " + driftText(e), driftCount(e), "first: " + driftExample(e)}, driftNotes(e)...), "\n")
		w.printf("::error file=%s,title=%s::%s\n", escapeProperty(e.Example.File), escapeProperty(strings.TrimSpace("drift "+e.API+" "+e.Operation)), escapeData(text))
	}
	for _, o := range r.Baseline {
		w.printf("::error file=%s,line=%d,title=%s::%s\n", escapeProperty(o.File), o.Line, escapeProperty(o.Code+" baseline entry"), escapeData(o.Problem))
	}
	for _, d := range r.Dropped {
		w.printf("::error title=Drift::%s more of %s\n", thousands(d.Count), escapeData(string(d.Class)))
	}
	w.printf("::notice title=Drift::%s\n", escapeData(driftSummary(r)+"; "+r.Totals().String()))
	return w.done("GitHub")
}

// DriftMarkdown renders tables for a pull request or a job summary.
func DriftMarkdown(out io.Writer, r *traffic.Report) error {
	w := &writer{w: out}
	w.printf("## Drift: %s\n\n%s.\n", r.Totals(), driftSummary(r))
	for _, g := range driftGroups(r) {
		w.printf("\n### %s\n\n| | place | what | how often | first |\n|---|---|---|---|---|\n", markdown(g.Title))
		for _, e := range g.Rows {
			what := markdown(driftText(e))
			for _, note := range driftNotes(e) {
				what += "<br>" + markdown(note)
			}
			w.printf("| %s | %s | %s | %s | %s |\n", e.Verdict, markdown(driftPlace(e)), what, markdown(driftCount(e)), markdown(driftExample(e)))
		}
	}
	if len(r.Baseline)+len(r.Dropped)+len(r.Inferred) > 0 {
		w.printf("\n### Remarks\n\n")
	}
	for _, o := range r.Baseline {
		w.printf("- %s:%d: %s\n", markdown(o.File), o.Line, markdown(o.Problem))
	}
	for _, d := range r.Dropped {
		w.printf("- %s more of %s at places beyond the ones listed\n", thousands(d.Count), d.Class)
	}
	for _, i := range r.Inferred {
		w.printf("- %s\n", markdown(inferredText(i)))
	}
	return w.done("Markdown")
}

// markdown escapes what has a meaning in a cell of a table.
func markdown(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "\n", " ", "\r", " ", "`", "\\`", "*", "\\*", "_", "\\_", "<", "&lt;", ">", "&gt;", "&", "&amp;", "[", "\\[", "]", "\\]", "#", "\\#", "@", "&#64;", "~", "\\~").Replace(clean(s))
}

// DriftJUnit renders a test for each difference, in a suite for each operation. One that is accepted is skipped. An
// operation without differences has one test that passes.
func DriftJUnit(out io.Writer, r *traffic.Report) error {
	all := junitSuites{Name: "drift", Time: "0", Suites: []junitSuite{}}
	add := func(name string, cases []junitCase) {
		s := junitSuite{Name: name, Hostname: "localhost", Time: "0", Cases: cases, Tests: len(cases)}
		for _, c := range cases {
			if c.Failure != nil {
				s.Failures++
			} else if c.Skipped != nil {
				s.Skipped++
			}
		}
		all.Tests, all.Failures, all.Suites = all.Tests+s.Tests, all.Failures+s.Failures, append(all.Suites, s)
	}
	groups := driftGroups(r)
	for _, g := range groups {
		var cases []junitCase
		for _, e := range g.Rows {
			cases = append(cases, driftTest(g.Title, e))
		}
		add(g.Title, cases)
	}
	for _, s := range r.Operations {
		title := s.API + " " + s.Operation
		if !slices.ContainsFunc(groups, func(g driftGroup) bool { return g.Title == title }) {
			add(title, []junitCase{{Name: "no drift", Class: className(title), Time: "0"}})
		}
	}
	var rest []junitCase
	for _, o := range r.Baseline {
		text := fmt.Sprintf("%s:%d: %s", o.File, o.Line, o.Problem)
		rest = append(rest, junitCase{Name: clean(fmt.Sprintf("%s:%d", o.File, o.Line)), Class: "baseline", Time: "0", Failure: &junitFailure{Message: clean(text), Type: o.Code}})
	}
	for _, d := range r.Dropped {
		text := thousands(d.Count) + " more at places beyond the ones listed"
		rest = append(rest, junitCase{Name: string(d.Class), Class: "dropped", Time: "0", Failure: &junitFailure{Message: text, Type: "dropped"}})
	}
	if len(rest) > 0 {
		add("drift", rest)
	}
	return writeJUnit(out, all)
}

func className(title string) string { return strings.ReplaceAll(clean(title), " ", ".") }

func driftTest(group string, e *traffic.Entry) junitCase {
	c := junitCase{Name: clean(driftPlace(e) + " " + string(e.Class)), Class: className(group), Time: "0"}
	text := clean(strings.Join(append([]string{driftText(e), driftCount(e), "first: " + driftExample(e)}, driftNotes(e)...), "\n"))
	if e.Verdict == traffic.VerdictKnown {
		c.Skipped, c.SystemOut = &junitMessage{clean("accepted until " + e.Until + ": " + e.Reason)}, text
		return c
	}
	c.Failure = &junitFailure{Message: clean(driftText(e)), Type: string(e.Verdict), Text: text}
	return c
}

func sortedKeys(m map[string]int64) []string { return slices.Sorted(maps.Keys(m)) }

package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/traffic"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// driftReport has a difference of each verdict, and hostile text wherever a recording has a say.
func driftReport() *traffic.Report {
	first, last := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC), time.Date(2026, 2, 1, 9, 30, 0, 0, time.UTC)
	key := traffic.Key{API: "consumption@2024-08-01", Operation: "Budgets_List", Message: "200", Place: "/value/*/a" + hostile, Class: traffic.UnknownValue}
	entry := traffic.Entry{
		Key: key, Count: 1234567, Units: 3, Of: 1200, Share: 3.0 / 1200, First: first, Last: last, Near: "b" + hostile, Verdict: traffic.VerdictNew,
		Details: []traffic.Detail{{Value: "Weekly" + hostile, Count: 2}, {Value: "Daily", Count: 1}},
		Newer:   []traffic.Newer{{API: "consumption@2025-01-01", Count: 1234567}},
		Example: traffic.Example{Origin: traffic.Origin{File: "calls.har" + hostile, Entry: 12}, Pointer: "/value/7/a", Value: hostile},
	}
	known, expired, lost := entry, entry, entry
	known.Verdict, known.Reason, known.Until, known.Newer = traffic.VerdictKnown, "reported "+hostile, "2027-01-31", []traffic.Newer{{API: "x", Count: 1}}
	expired.Verdict, expired.Reason, expired.Until, expired.Count = traffic.VerdictExpired, "reported", "2025-01-31", 1
	lost.Key = traffic.Key{Place: "calls.har#4", Class: traffic.Unreadable}
	lost.First, lost.Last, lost.Of = time.Time{}, time.Time{}, 0
	return &traffic.Report{
		Format: traffic.ReportFormat, Version: traffic.ReportVersion, Exchanges: 1, Other: 2, Elements: 1200, First: first, Last: last,
		Operations: []traffic.Seen{
			{API: "consumption@2024-08-01", Operation: "Budgets_List", Requests: 1, Responses: map[string]int64{"200": 1, "default": 2}, Elements: 1200, First: first, Last: last},
			{API: "consumption@2024-08-01", Operation: "Tags_Get", Requests: 1, Responses: map[string]int64{"200": 1}},
		},
		Inferred: []traffic.Inferred{{API: "consumption@2024-08-01", Operation: "Budgets_List", By: "nextLink", Count: 1}},
		Drift:    []traffic.Entry{entry, known, expired, lost},
		Dropped:  []traffic.Dropped{{Class: traffic.UnknownMember, Count: 5}},
		Baseline: []traffic.Outdated{{File: "b.yaml", Line: 3, Code: "stale", Problem: "no format at /x was seen " + hostile}},
	}
}

func renderDrift(t *testing.T, name string) string {
	t.Helper()
	formats, err := ParseDriftFormats(name)
	if err != nil {
		t.Fatal(err)
	}
	var b, again bytes.Buffer
	if err := formats[0].Render(&b, driftReport()); err != nil {
		t.Fatal(err)
	}
	if err := formats[0].Render(&again, driftReport()); err != nil || again.String() != b.String() {
		t.Errorf("rendering twice differs (%v)", err)
	}
	return b.String()
}

func TestDriftText(t *testing.T) {
	got := renderDrift(t, "text")
	for _, want := range []string{
		"consumption@2024-08-01 Budgets_List\n  NEW     200 /value/*/a", "Daily (1)", "1,234,567 times, in 3 of 1,200 elements (0.25 %), first seen 2026-01-05 10:00:00, last 2026-02-01 09:30:00\n",
		"consumption@2025-01-01 explains it\n", "x explains 1 of 1,234,567\n", "was accepted until 2025-01-31: reported\n", "accepted until 2027-01-31: reported ",
		"Requests without an operation, and recordings\n  NEW     calls.har#4: cannot be read", "b.yaml:3: no format at /x was seen", "5 more of unknown-member",
		"Budgets_List was inferred from nextLink once\n", "1 exchange of 2 operations, 1,200 list elements, 2026-01-05 10:00:00 to 2026-02-01 09:30:00; not checked: 2 exchanges with other services\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if !strings.HasSuffix(got, "\n4 differences: 2 new, 1 known, 1 expired; 1 stale\n") {
		t.Error("the report does not end in the totals")
	}
}

func TestDriftJUnit(t *testing.T) {
	var root element
	if err := xml.Unmarshal([]byte(renderDrift(t, "junit")), &root); err != nil {
		t.Fatal(err)
	}
	checkElement(t, root)
	cases, failures, skipped := 0, 0, 0
	for _, s := range root.Children {
		for _, c := range s.Children {
			cases++
			for _, x := range c.Children {
				switch x.XMLName.Local {
				case "failure":
					failures++
				case "skipped":
					skipped++
				}
			}
		}
	}
	if cases != 7 || failures != 5 || skipped != 1 {
		t.Errorf("%d tests, %d failures, %d skipped", cases, failures, skipped)
	}
}

func TestDriftGitHub(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(renderDrift(t, "github"), "\n"), "\n")
	for _, l := range lines {
		if !regexp.MustCompile(`^::(error|notice) [^:]*::`).MatchString(l) {
			t.Errorf("not an annotation: %q", l)
		}
	}
	if len(lines) != 6 {
		t.Errorf("%d annotations", len(lines))
	}
}

func TestDriftMarkdown(t *testing.T) {
	got := renderDrift(t, "markdown")
	if strings.Contains(got, "<b>") || strings.Contains(got, "</script>") {
		t.Error("text of a recording is markup")
	}
	for _, l := range strings.Split(got, "\n") {
		if strings.HasPrefix(l, "| ") && strings.Count(strings.ReplaceAll(l, `\|`, ""), "|") != 6 {
			t.Errorf("not five cells: %s", l)
		}
	}
}

func TestDriftHTML(t *testing.T) {
	got := renderDrift(t, "html")
	if n := strings.Count(got, "<script>"); n != 1 {
		t.Errorf("%d scripts", n)
	}
	if strings.Contains(got, "<b>&") || strings.Contains(got, "</script><b>") {
		t.Error("text of a recording is markup")
	}
	if m := regexp.MustCompile(`url\(|@import|fetch\(|XMLHttpRequest|src=`).FindString(got); m != "" {
		t.Errorf("the page loads something: %s", m)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\bid="([^"]+)"`).FindAllStringSubmatch(got, -1) {
		if ids[m[1]] {
			t.Errorf("id %s twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(got, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to #%s, which is not there", m[1])
		}
	}
	for _, want := range []string{"not accepted", "<b>2</b> new", "1 × 200, 2 × default", "0.25 %", "was inferred from nextLink"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestDriftWriteErrorsAreReported(t *testing.T) {
	for _, f := range DriftFormats() {
		if err := f.Render(failing{}, driftReport()); err == nil {
			t.Errorf("%s: a failing write goes unnoticed", f.Name)
		}
	}
}

// Every class has words of its own.
func TestDriftMeanings(t *testing.T) {
	seen := map[string]traffic.Class{}
	for class, text := range driftMeaning {
		if other, twice := seen[text]; twice {
			t.Errorf("%s and %s are both %q", class, other, text)
		}
		seen[text] = class
	}
	if len(seen) != 17 {
		t.Errorf("%d classes", len(seen))
	}
}

// The report has the shape that drift.schema.json documents; a report of any other shape has not.
func TestDriftSchema(t *testing.T) {
	schema, err := jsonschema.Compile("drift.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	validate := func(text string) error {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return schema.Validate(v)
	}
	text := renderDrift(t, "json")
	if err := validate(text); err != nil {
		t.Errorf("%#v", err)
	}
	for _, change := range [][2]string{
		{`"version": 1`, `"version": 2`}, {`"verdict": "new"`, `"verdict": "newer"`}, {`"class": "unknown-value"`, `"class": "unknown"`},
		{`"share": 0.0025`, `"share": "0.0025"`}, {`"entry": 12`, `"entry": 0`}, {`"near"`, `"Near"`}, {`"exchanges": 1,`, ""}, {`"code": "stale"`, `"code": "old"`},
	} {
		mutated := strings.Replace(text, change[0], change[1], 1)
		if mutated == text || validate(mutated) == nil {
			t.Errorf("a report with %s for %s goes unnoticed", change[1], change[0])
		}
	}
}

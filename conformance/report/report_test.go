package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/conformance"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// hostile is text that must not get out of where it is put, in any format.
const hostile = "</script><b>&\"' ]]> %0A::error::x\n::warning::y \x1b[2J\u202e"

// run has a case of each verdict, and hostile text wherever a document or a sample has a say.
func run() *conformance.Run {
	sample := &conformance.Sample{
		Form: conformance.FormDocumented, Service: "billing", Version: "2020-05-01", Operation: "Op_Get", Name: "S", Page: "page" + hostile,
		Document: "specs/a.yaml",
		Request:  &conformance.Message{Name: "request", File: "S.request.http", Text: []byte("GET https://h/" + hostile + "\n")},
		Responses: []*conformance.Message{{
			Name: "response-200", Status: "200", File: "S.response-200.json", Text: []byte("{\n \"a\": \"" + hostile + "\xff\"\n}\n"),
		}},
	}
	finding := conformance.Finding{
		Code: "enum", Culprit: conformance.BlameSample, Pointer: "/a", Message: hostile, Detail: "- want\n+ got " + hostile,
		Place: conformance.Place{File: "S.response-200.json", Line: 2, Col: 7}, Rule: conformance.Place{File: "specs/a.yaml", Line: 12},
	}
	r := &conformance.Run{
		Documents: []conformance.Document{{
			Service: "billing", Version: "2020-05-01", File: "specs/a.yaml", Operations: 2, Samples: 1, Unchecked: []string{"pattern (?i)x"},
			Groups: []conformance.Group{{Name: "Op", Agreements: []string{"EnterpriseAgreement", hostile}, Note: hostile, Operations: 2, Sampled: 1}, {Name: "Other", Operations: 1}},
		}},
		Samples:  []*conformance.Sample{sample},
		Coverage: []conformance.Coverage{{Service: "billing", Version: "2020-05-01", Operations: conformance.Covered{Total: 2, Covered: 1, Missing: []string{hostile}}}},
	}
	for v, check := range []string{"parse", "schema", "decode", "roundtrip", "stable", "gone"} {
		c := conformance.Case{
			ID: "billing/2020-05-01/Op_Get/S/response-200/" + check, Check: check, Message: "response-200", Verdict: conformance.Verdict(v),
			Sample: sample, Place: conformance.Place{File: "S.response-200.json", Line: 1},
		}
		switch c.Verdict {
		case conformance.Known:
			c.Findings, c.Reason = []conformance.Finding{finding}, "reason "+hostile
		case conformance.Fail, conformance.Moved:
			c.Findings, c.Listed = []conformance.Finding{finding}, []string{"listed " + hostile}
		case conformance.Stale:
			c.Sample, c.Place = nil, conformance.Place{File: "known.txt", Line: 3}
		}
		r.Cases = append(r.Cases, c)
	}
	r.Sensitivity = &conformance.Sensitivity{Seed: 7, Limit: 25, Classes: []conformance.MutantClass{
		{Name: "sample.enum", Possible: 9, Tried: 5, Noticed: 3, Equivalent: []conformance.Proof{{Why: hostile, N: 1}}, Survivors: []conformance.Survivor{{Mutant: "a " + hostile, Reason: "because " + hostile}}},
		{Name: "types.digit", Possible: 2, Tried: 2, Noticed: 1, Survivors: []conformance.Survivor{{Mutant: "b"}}},
	}}
	r.Totals = conformance.Totals{Cases: 6, Pass: 1, Known: 1, Fail: 1, Moved: 1, Fixed: 1, Stale: 1}
	return r
}

func render(t *testing.T, f func(io.Writer, *conformance.Run) error) string {
	t.Helper()
	var b, again bytes.Buffer
	if err := f(&b, run()); err != nil {
		t.Fatal(err)
	}
	if err := f(&again, run()); err != nil || again.String() != b.String() {
		t.Errorf("rendering twice differs (%v)", err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	got := render(t, Text)
	for _, want := range []string{
		"FAIL  billing/2020-05-01/Op_Get/S/response-200/decode\n",
		"S.response-200.json:2:7: /a: </script>",
		"specs/a.yaml:12: the document says so here",
		"        + got",
		"known.txt:3: never ran",
		"billing 2020-05-01: 1/2 operations",
		"      types.digit: nothing notices b (without a reason)\n",
		"\nsensitivity: 66.66 % of 6 planted faults noticed (7 of 11 possible tried, 1 of them equivalent, at most 25 of a class and document, seed 7); 2 survive\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if !strings.HasSuffix(got, "\n6 cases: 1 pass, 1 known, 1 fail, 1 moved, 1 fixed, 1 stale\n") {
		t.Error("the report does not end in the totals")
	}
	if strings.Contains(got, "Op_Get/S/response-200/parse") || strings.Contains(got, "Op_Get/S/response-200/schema") {
		t.Error("green cases are listed")
	}
}

func TestJSON(t *testing.T) {
	text := render(t, JSON)
	var got Envelope
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Format != JSONFormat || got.Version != JSONVersion {
		t.Errorf("%s %d", got.Format, got.Version)
	}
	want := run()
	want.Samples = nil
	for i := range want.Cases {
		want.Cases[i].Sample = nil
	}
	if diff := cmp.Diff(want, got.Run); diff != "" {
		t.Errorf("the report does not hold the run:\n%s", diff)
	}
}

// The verbose report names what the short one counts.
func TestVerboseText(t *testing.T) {
	got := render(t, Verbose(Formats())[0].Render)
	for _, want := range []string{
		"KNOWN billing/2020-05-01/Op_Get/S/response-200/schema\n", "      no sample exercises operation </script>", "      sample.enum                      9 possible,    5 tried,",
		"        1 equivalent: </script>", "      sample.enum: nothing notices a </script>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// The report has the shape that schema.json documents; a report of any other shape has not.
func TestJSONSchema(t *testing.T) {
	schema, err := jsonschema.Compile("schema.json")
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
	text := render(t, JSON)
	if err := validate(text); err != nil {
		t.Errorf("%#v", err)
	}
	for _, change := range [][2]string{
		{`"version": 1`, `"version": 2`}, {`"verdict": "fail"`, `"verdict": "failed"`}, {`"culprit": "sample"`, `"culprit": "user"`},
		{`"cases": 6`, `"cases": "6"`}, {`"tried"`, `"Tried"`}, {`"line": 2`, `"line": 0`}, {`"seed": 7,`, ""},
	} {
		mutated := strings.Replace(text, change[0], change[1], 1)
		if mutated == text || validate(mutated) == nil {
			t.Errorf("a report with %s for %s goes unnoticed", change[1], change[0])
		}
	}
}

// element is an XML element, to check the shape of the report.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

// The rules of the JUnit schema that continuous integration systems validate with: which elements are where, and
// which attributes they must and may have. Some consumers want a hostname, too; a timestamp would differ from run to run.
var junitRules = map[string]struct{ children, required, optional []string }{
	"testsuites": {[]string{"testsuite"}, nil, []string{"name", "tests", "failures", "errors", "time", "disabled"}},
	"testsuite": {[]string{"properties", "testcase", "system-out", "system-err"}, []string{"name", "tests", "failures", "errors", "hostname"},
		[]string{"skipped", "time", "id", "package", "disabled"}},
	"testcase":   {[]string{"skipped", "error", "failure", "system-out", "system-err"}, []string{"name", "classname"}, []string{"time", "assertions", "status"}},
	"skipped":    {nil, nil, []string{"message"}},
	"failure":    {nil, nil, []string{"message", "type"}},
	"system-out": {},
}

func checkElement(t *testing.T, e element) {
	rule, ok := junitRules[e.XMLName.Local]
	if !ok {
		t.Errorf("element %s is not JUnit's", e.XMLName.Local)
	}
	has := map[string]string{}
	for _, a := range e.Attrs {
		has[a.Name.Local] = a.Value
		if !slices.Contains(rule.required, a.Name.Local) && !slices.Contains(rule.optional, a.Name.Local) {
			t.Errorf("%s has the attribute %s", e.XMLName.Local, a.Name.Local)
		}
		if slices.Contains([]string{"tests", "failures", "errors", "skipped"}, a.Name.Local) {
			if _, err := strconv.Atoi(a.Value); err != nil {
				t.Errorf("%s of %s is %q", a.Name.Local, e.XMLName.Local, a.Value)
			}
		}
	}
	for _, name := range rule.required {
		if has[name] == "" {
			t.Errorf("%s lacks the attribute %s", e.XMLName.Local, name)
		}
	}
	last := -1
	for _, c := range e.Children {
		i := slices.Index(rule.children, c.XMLName.Local)
		if i < last {
			t.Errorf("%s is wrongly in %s", c.XMLName.Local, e.XMLName.Local)
		}
		last = i
		checkElement(t, c)
	}
}

func TestJUnit(t *testing.T) {
	var root element
	if err := xml.Unmarshal([]byte(render(t, JUnit)), &root); err != nil {
		t.Fatal(err)
	}
	checkElement(t, root)
	count := map[string]int{}
	for _, s := range root.Children {
		for _, c := range s.Children {
			count[c.XMLName.Local]++
			for _, x := range c.Children {
				count[x.XMLName.Local]++
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"testcase": 6, "skipped": 1, "system-out": 2, "failure": 4}, count); diff != "" {
		t.Error(diff)
	}
}

func TestGitHub(t *testing.T) {
	got := render(t, GitHub)
	line := regexp.MustCompile(`^::(error|notice) [^:]*::`)
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	for _, l := range lines {
		if !line.MatchString(l) {
			t.Errorf("not an annotation: %q", l)
		}
	}
	if len(lines) != 7 {
		t.Errorf("%d annotations, want one for each of 4 cases, what is not checked, the sensitivity and the totals", len(lines))
	}
	if want := "::error file=S.response-200.json,line=2,col=7,title=fail billing/2020-05-01/Op_Get/S/response-200/decode::/a: "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHTML(t *testing.T) {
	got := render(t, HTML)
	if n := strings.Count(got, "<script>"); n != 1 {
		t.Errorf("%d scripts", n)
	}
	if strings.Contains(got, "<b>&") || strings.Contains(got, "</script><b>") {
		t.Error("text of a sample is markup")
	}
	if m := regexp.MustCompile(`(?i)<[^>]*\s(src|href|action|data)\s*=\s*"?[^#"][^>]*>`).FindString(got); m != "" {
		t.Errorf("the page refers to something outside: %s", m)
	}
	if m := regexp.MustCompile(`url\(|@import|fetch\(|XMLHttpRequest`).FindString(got); m != "" {
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
	for _, want := range []string{"Enterprise<wbr>Agreement", "1 of 2 operations exercised", "not green", `class="hit"`, "known.txt", "66.66 % of 6 planted faults", "Faults in the samples: 1 class<", "Without a reason", `<span class="del">- want`, `<span class="ins">&#43; got`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// Headings do not skip a level, in whatever state the page is.
func TestHeadings(t *testing.T) {
	last := 0
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(render(t, HTML), -1) {
		level, err := strconv.Atoi(m[1])
		if err != nil || level > last+1 || last == 0 && level != 1 {
			t.Errorf("a heading of level %s follows one of level %d", m[1], last)
		}
		last = level
	}
	if last == 0 {
		t.Error("no headings")
	}
}

// What scrolls can be reached by the keyboard, and so can every place that says more.
func TestKeyboard(t *testing.T) {
	page := render(t, HTML)
	for _, tag := range regexp.MustCompile(`<[a-z]+[^>]*class="(?:scroll|text)"[^>]*>`).FindAllString(page, -1) {
		if !strings.Contains(tag, `tabindex="0"`) || !strings.Contains(tag, "aria-label=") {
			t.Errorf("%s scrolls, and the keyboard does not reach it or a reader cannot name it", tag)
		}
	}
	if m := regexp.MustCompile(`<[^>]* onclick=|tabindex="[1-9]|outline:(0|none)`).FindString(page); m != "" {
		t.Errorf("the page has %q", m)
	}
}

// The contrast of text is at least 4.5, as WCAG AA asks, on every ground it is on, in light and in dark.
func TestContrast(t *testing.T) {
	themes := regexp.MustCompile(`:root\{[^}]*\}`).FindAllString(pageText, -1)
	if len(themes) != 2 {
		t.Fatalf("%d themes, want light and dark", len(themes))
	}
	for i, theme := range themes {
		colours := map[string][3]float64{}
		for _, m := range regexp.MustCompile(`--([a-z]+):#([0-9a-f]{6}|[0-9a-f]{3})\b`).FindAllStringSubmatch(theme, -1) {
			colours[m[1]] = rgb(t, m[2])
		}
		for _, pair := range strings.Fields("fg/bg fg/soft fg/mark dim/bg dim/soft dim/mark pass/bg pass/soft known/bg known/soft fail/bg fail/soft fail/mark other/bg other/soft link/bg link/soft") {
			front, ground, _ := strings.Cut(pair, "/")
			a, b := luminance(colours[front]), luminance(colours[ground])
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("theme %d: %s has a contrast of %.2f", i, pair, ratio)
			}
		}
	}
}

func rgb(t *testing.T, hex string) (out [3]float64) {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	for i := range out {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = float64(n) / 255
	}
	return out
}

// luminance is the relative luminance of WCAG 2.
func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

// In a browser the filter hides everything that does not match, with the sections and tables that are left empty.
func TestFilter(t *testing.T) {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" || testing.Short() {
		t.Skip("needs chromium and a second or two")
	}
	const probe = `<script>q.value=%q;q.dispatchEvent(new Event("input"));if(%t)red.click();
document.title=[].filter.call(document.querySelectorAll("[data-row],section,.scroll,h3,details"),function(e){return e.checkVisibility()}).map(function(e){
return e.tagName==="SECTION"?"section "+e.getAttribute("aria-labelledby"):e.hasAttribute("data-row")?"row "+e.dataset.v:e.className==="scroll"?"table":""}).filter(Boolean).join(", ")</script>`
	for _, tt := range []struct {
		query string
		red   bool
		want  string
	}{
		{"op_get", false, "section findings, row fixed, row stale, section d0, table, row fixed"},
		{"nothing has this", false, ""},
		{"EnterpriseAgreement", false, ""},
		{"other", false, "section d0, table, row pass"},
		{"", true, "section findings, row fixed, row stale, section d0, table, row fixed, section sensitivity, row survivor, row survivor"},
	} {
		page := strings.Replace(render(t, HTML), "</body>", fmt.Sprintf(probe, tt.query, tt.red)+"</body>", 1)
		page = strings.Replace(page, "var bar=", "var ", 1)
		file := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(file, []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "file://"+file).Output()
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(`<title>([^<]*)</title>`).FindSubmatch(out)
		if m == nil || string(m[1]) != tt.want {
			t.Errorf("%q, %t: got %q, want %q", tt.query, tt.red, m, tt.want)
		}
	}
}

// A stamp is in every report that people keep; without one there is no trace of when a run was.
func TestStamp(t *testing.T) {
	r := run()
	r.Stamp = &conformance.Stamp{Command: "conform -run '<x>'", Commit: "0123abc", Date: "2026-11-26T13:00:00Z", Seconds: 1.26}
	r.Cases[0].Elapsed = 1500 * time.Microsecond
	for name, want := range map[string]string{
		"html": "<dt>Command</dt><dd><code>conform -run &#39;&lt;x&gt;&#39;</code></dd><dt>Duration</dt><dd>1.3 s</dd>", "junit": `timestamp="2026-11-26T13:00:00">`,
		"json": `"commit": "0123abc"`, "markdown": "`conform -run '<x>'` · `0123abc` · `2026-11-26T13:00:00Z`",
	} {
		formats, err := ParseFormats(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := formats[0].Render(&b, r); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v, want %s in\n%s", name, err, want, &b)
		}
		if name == "junit" && (!strings.Contains(b.String(), `time="0.001500"`) || !strings.Contains(b.String(), `errors="0" time="0.001500"`)) {
			t.Errorf("times are missing in\n%s", &b)
		}
		if plain := render(t, formats[0].Render); strings.Contains(plain, "0123abc") || strings.Contains(plain, "Duration") || strings.Contains(plain, "timestamp") {
			t.Errorf("%s: a run without a stamp has one", name)
		}
	}
}

// Markdown of a run stays Markdown, whatever documents and samples say, and short enough for a code host.
func TestMarkdown(t *testing.T) {
	got := render(t, Markdown)
	for _, want := range []string{
		"## Conformance: not green\n", "| billing 2020-05-01 | 1/2 |", "<details open><summary>Findings: 4</summary>", "<details><summary>Known failures: 1</summary>",
		"- **fail** `billing/2020-05-01/Op_Get/S/response-200/decode`\n", "  - tolerated: reason &lt;/script&gt;",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if strings.Contains(line, "<b>") && !strings.Contains(line, "`") || strings.HasPrefix(line, "::") {
			t.Errorf("markup of a sample: %s", line)
		}
	}
	big := run()
	for range 14 {
		big.Cases = append(big.Cases, big.Cases...)
	}
	var b bytes.Buffer
	if err := Markdown(&b, big); err != nil || b.Len() > 1<<20/8 || !strings.Contains(b.String(), " more\n") {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestParseFormats(t *testing.T) {
	got, err := ParseFormats("json, html")
	if err != nil || len(got) != 2 || got[0].Name != "json" || got[1].Name != "html" {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := ParseFormats("json,pdf"); err == nil || !strings.Contains(err.Error(), "text, json, junit, github, html, markdown") {
		t.Error(err)
	}
}

// failing is a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

func TestWriteErrorsAreReported(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Render(failing{}, run()); err == nil {
			t.Errorf("%s: a failing write goes unnoticed", f.Name)
		}
	}
}

package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/generator/compare/report"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// sample is a report with an entry of each harm, n of the additive ones, with texts that no format may take for its own.
func sample(n int) *compare.Report {
	r := &compare.Report{Old: compare.Version{Source: "things@2020-01-01", APIVersion: "2020-01-01"}, New: compare.Version{Source: "things@2021-01-01", APIVersion: "2021-01-01"}}
	at := diag.At{File: "things.json", Line: 12, Pointer: "#/paths"}
	r.Entries = []compare.Entry{
		{Harm: compare.Silent, Code: "parameter.name", Wire: "Things_List filter", Text: "name on the wire changed", From: "$filter", To: "filter", GoOld: "ThingsListRequest.Filter", GoNew: "ThingsListRequest.Filter", OldAt: at, NewAt: at, Operations: []string{"Things_List"}},
		{Harm: compare.Breaking, Code: "member.removed", Wire: "Thing.size", Text: "removed", GoOld: "Thing.Size", OldAt: at, Symbols: []string{"Thing.Size"}, Operations: []string{"A_1", "A_2", "A_3", "A_4"}, Also: []string{"Other.size"}},
		{Harm: compare.Behaviour, Code: "member.default", Wire: "Thing.<b>`*_|", Text: "default changed", From: "</script><script>alert(1)</script>", To: "\x1b[31m\u202e @all #1"},
		{Harm: compare.Docs, Code: "type.description", Wire: "Thing", Text: "description changed", From: strings.Repeat("long ", 100), To: "short"},
	}
	for i := range n {
		r.Entries = append(r.Entries, compare.Entry{Harm: compare.Additive, Code: "member.added", Wire: fmt.Sprintf("Thing.member%d", i), Text: "added", GoNew: fmt.Sprintf("Thing.Member%d", i), NewAt: at})
	}
	return r
}

func render(t *testing.T, format string, r *compare.Report, opt report.Options) string {
	t.Helper()
	f, err := report.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var all = report.Options{Level: compare.Docs, Replay: &report.Replay{Samples: 3, Skipped: 1, Groups: []report.ReplayGroup{{Cause: "request: <x>", Samples: []string{"Things_List/one"}}}}}

func TestText(t *testing.T) {
	got := render(t, "text", sample(1), all)
	for _, want := range []string{
		"things@2020-01-01 (api-version 2020-01-01) → things@2021-01-01 (api-version 2021-01-01)\n1 silent, 1 breaking, 1 behaviour, 1 additive, 1 docs\n",
		"\n  Things_List filter: name on the wire changed: $filter → filter; Go: ThingsListRequest.Filter; old line 12, new line 12\n",
		"\n  Thing.size: removed (and 1 more: Other.size); Go: Thing.Size is gone (does not compile); in 4 operations (A_1, A_2, A_3, …); old line 12\n",
		"\nsamples of the old api-version: 2 of 3 fit the new one (1 more were not replayed)\n  1 × request: <x> (Things_List/one)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("text of the document reaches the terminal as it is:\n%q", got)
	}
	if got := render(t, "text", sample(1), report.Options{Level: compare.Breaking}); strings.Contains(got, "default changed") {
		t.Errorf("a level of breaking lists behaviour:\n%s", got)
	}
	if got := render(t, "text", sample(1), report.Options{Level: compare.Docs, Color: true}); !strings.Contains(got, "\x1b[1;31mbreaking\x1b[0m") {
		t.Errorf("no colour:\n%q", got)
	}
}

func TestSummary(t *testing.T) {
	want := "things@2020-01-01 (api-version 2020-01-01) → things@2021-01-01 (api-version 2021-01-01)\n" +
		"1 silent, 1 breaking, 1 behaviour, 0 additive, 1 docs\n" +
		"Worst: silent: Things_List filter: name on the wire changed: $filter → filter; Go: ThingsListRequest.Filter; old line 12, new line 12\n"
	if got := report.Summary(sample(0)); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got := report.Summary(&compare.Report{}); !strings.HasSuffix(got, "Nothing changes.\n") {
		t.Errorf("an empty report says %q", got)
	}
}

func TestMarkdown(t *testing.T) {
	got := render(t, "markdown", sample(3), all)
	for _, want := range []string{
		"**1 silent: programs compile and do something else**",
		"<details><summary>3 additive: new, and used by no existing program</summary>",
		"- `` Thing.<b>`*_| `` default changed: &lt;/script&gt;",
		"&#64;all \\#1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, n := range []int{10, 700, 5000} {
		got := render(t, "markdown", sample(n), all)
		if len(got) > 60_000 {
			t.Errorf("%d entries: %d bytes; want at most 60,000", n, len(got))
		}
		if open, closed := strings.Count(got, "<details>"), strings.Count(got, "</details>"); open != closed {
			t.Errorf("%d entries: %d sections are opened and %d closed", n, open, closed)
		}
		if n == 5000 && !strings.Contains(got, "more\n") {
			t.Errorf("%d entries: nothing says that entries are left out", n)
		}
	}
}

func TestJSON(t *testing.T) {
	schema, err := jsonschema.CompileString("schema.json", string(report.Schema))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*compare.Report{sample(2), {}} {
		var v any
		if err := json.Unmarshal([]byte(render(t, "json", r, all)), &v); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%#v", err)
		}
	}
	if err := schema.Validate(map[string]any{"version": 2.0}); err == nil {
		t.Error("the schema accepts another version")
	}
}

func TestHTML(t *testing.T) {
	opt := all
	opt.Links = [2]string{"https://example.com/old/", "https://example.com/new"}
	got := render(t, "html", sample(2), opt)
	for _, want := range []string{
		`<a href="https://example.com/old/things.json#L12">line 12</a>`,
		`<a href="https://example.com/new/things.json#L12">line 12</a>`,
		"&lt;/script&gt;&lt;script&gt;alert(1)",
		`data-harm="silent"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(got, "<script>alert") {
		t.Error("text of the document became markup")
	}
	for _, outside := range []string{"src=", "@import", "url("} {
		if strings.Contains(got, outside) {
			t.Errorf("the page refers to something outside: %s", outside)
		}
	}
}

func TestByName(t *testing.T) {
	if _, err := report.ByName("pdf"); err == nil || !strings.Contains(err.Error(), "expected text, markdown, json or html") {
		t.Errorf("error %v", err)
	}
}

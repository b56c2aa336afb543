package conformance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const list = `# About the list.

# A stray comma.
a/1/Op_Get/S/response-200/parse: no JSON [json]

# Dates.
a/1/Op_Get/S/response-200/schema: /x: "1" is not a date [format]
a/1/Op_Get/S/response-200/schema: /y: "2" is not a date [format]
# A second reason.
a/1/Op_Get/T/request/match: gone [unmatched]
`

func parseList(t *testing.T, text string) *KnownFailures {
	t.Helper()
	k, err := ParseKnownFailures("list.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// caseWith makes a case whose findings have the given texts, each "message [code]", with or without a pointer.
func caseWith(id string, findings ...Finding) Case { return Case{ID: id, Findings: findings} }

func wrongDate(pointer, value string) Finding {
	return Finding{Code: "format", Pointer: pointer, Message: value + " is not a date"}
}

func TestVerdicts(t *testing.T) {
	k := parseList(t, list)
	for _, tt := range []struct {
		name string
		c    Case
		want Verdict
	}{
		{"not listed, passes", caseWith("a/1/Op_Get/U/request/parse"), Pass},
		{"not listed, fails", caseWith("a/1/Op_Get/U/request/parse", wrongDate("", "3")), Fail},
		{"listed, fails so", caseWith("a/1/Op_Get/S/response-200/schema", wrongDate("/y", `"2"`), wrongDate("/x", `"1"`)), Known},
		{"listed, one of two fails", caseWith("a/1/Op_Get/S/response-200/schema", wrongDate("/y", `"2"`)), Moved},
		{"listed, one more fails", caseWith("a/1/Op_Get/S/response-200/schema", wrongDate("/y", `"2"`), wrongDate("/x", `"1"`), wrongDate("/z", `"1"`)), Moved},
		{"listed, fails otherwise", caseWith("a/1/Op_Get/S/response-200/parse", Finding{Code: "json", Message: "no JSON at all"}), Moved},
		{"listed, passes", caseWith("a/1/Op_Get/S/response-200/parse"), Fixed},
	} {
		if k.verdict(&tt.c); tt.c.Verdict != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.c.Verdict, tt.want)
		}
	}
	var none *KnownFailures
	c := caseWith("a/1/Op_Get/S/response-200/parse")
	if none.verdict(&c); c.Verdict != Pass {
		t.Errorf("without a list: %s", c.Verdict)
	}
	stale := k.stale(map[string]bool{"a/1/Op_Get/S/response-200/parse": true}, func(id string) bool { return !strings.Contains(id, "/T/") })
	if len(stale) != 1 || stale[0].ID != "a/1/Op_Get/S/response-200/schema" || stale[0].Place.Line != 7 || len(stale[0].Listed) != 2 || stale[0].Reason != "Dates." {
		t.Errorf("stale: %+v", stale)
	}
}

func TestFixKeepsComments(t *testing.T) {
	k := parseList(t, list)
	run := &Run{Cases: []Case{
		caseWith("a/1/Op_Get/S/response-200/parse"),
		caseWith("a/1/Op_Get/S/response-200/schema", wrongDate("/x", `"1"`), wrongDate("/z", `"9"`)),
		caseWith("a/1/Op_Get/T/request/match", Finding{Code: "unmatched", Message: "gone"}),
		caseWith("a/1/Op_Get/N/request/match", Finding{Code: "unmatched", Message: "new"}),
	}}
	for i := range run.Cases {
		k.verdict(&run.Cases[i])
	}
	got := string(k.Fix(run, ""))
	want := `# About the list.

# Dates.
a/1/Op_Get/S/response-200/schema: /x: "1" is not a date [format]
a/1/Op_Get/S/response-200/schema: /z: "9" is not a date [format]
# A second reason.
a/1/Op_Get/T/request/match: gone [unmatched]

# New: say here why this is tolerated.
a/1/Op_Get/N/request/match: new [unmatched]
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := ParseKnownFailures("list.txt", []byte(got)); err == nil || !strings.Contains(err.Error(), "list.txt:10: say in a # comment") {
		t.Errorf("a list without a human's reason is read: %v", err)
	}
}

// A stale entry is deleted, whatever its neighbours are.
func TestFixDeletesStale(t *testing.T) {
	k := parseList(t, list)
	run := &Run{Cases: k.stale(map[string]bool{}, func(id string) bool { return strings.Contains(id, "/S/") })}
	if got, want := string(k.Fix(run, "")), "# About the list.\n\n# A second reason.\na/1/Op_Get/T/request/match: gone [unmatched]\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string((*KnownFailures)(nil).Fix(&Run{}, "")); got != "\n" {
		t.Errorf("an empty list becomes %q", got)
	}
}

func TestParseKnownFailuresRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"a/b: c [d]\n":                            "list.txt:1: say in a # comment",
		"# Why.\n\na/b: c [d]\n":                  "list.txt:3: say in a # comment",
		"# Why.\nno entry\n":                      "list.txt:2: expected",
		"# Why.\na/b c: d\n":                      "list.txt:2: expected",
		"# Why.\na/b: \n":                         "list.txt:2: expected",
		"# Why.\na/b: c [d]\na/b: c [d]\n":        "list.txt:3: the entry is on line 2 already",
		"# Why.\na: c\n# Else.\nb: c\n\na: c [d]": "list.txt:6: say in a # comment",
	} {
		_, err := ParseKnownFailures("list.txt", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// Whatever is read is written back the same when every entry still holds, and the parser never panics.
func FuzzParseKnownFailures(f *testing.F) {
	f.Add(list)
	f.Add("")
	f.Add("# Why.\na/b: c [d]\r\n\n\n# x\n")
	f.Add("#\n: \n")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseKnownFailures("list.txt", []byte(text))
		if err != nil {
			return
		}
		fixed := k.Fix(&Run{}, "")
		again, err := ParseKnownFailures("list.txt", fixed)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", text, fixed, err)
		}
		if twice := again.Fix(&Run{}, ""); string(twice) != string(fixed) {
			t.Errorf("%q becomes %q, then %q", text, fixed, twice)
		}
	})
}

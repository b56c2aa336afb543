package traffic_test

import (
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/internal/planted"
	"github.com/azbill/azbill/traffic"
)

var today = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// drifted is a report with an unknown value at /value/*/properties/timeGrain and an unknown member at /colour.
func drifted(t *testing.T) *traffic.Report {
	return check(t, "f", `{"request":{"url":"`+budgets+`"},"response":{"status":200,"body":{"value":[`+
		strings.Replace(planted.Budget, `"Monthly"`, `"Weekly"`, 1)+`],"colour":1}}}`, traffic.ReadOptions{}, "consumption@2024-08-01")
}

func TestBaseline(t *testing.T) {
	const colour = "- {place: /colour, class: unknown-member, until: 2027-01-31, reason: reported}\n"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "# nothing yet\n", "2 differences: 2 new, 0 known, 0 expired; 0 stale"},
		{"one of two", colour, "2 differences: 1 new, 1 known, 0 expired; 0 stale"},
		{"both", colour + "- {api: consumption@2024-08-01, operation: Budgets_List, message: \"200\", place: /value/*/properties/timeGrain, class: unknown-value, values: [Weekly], until: 2026-06-01, reason: r}\n",
			"2 differences: 0 new, 2 known, 0 expired; 0 stale"},
		{"another value", "- {place: /value/*/properties/timeGrain, class: unknown-value, values: [Daily], until: 2027-01-31, reason: r}\n", "2 differences: 2 new, 0 known, 0 expired; 0 stale"},
		{"another operation", "- {operation: Budgets_Get, place: /colour, class: unknown-member, until: 2027-01-31, reason: r}\n", "2 differences: 2 new, 0 known, 0 expired; 1 stale"},
		{"expired", "- {place: /colour, class: unknown-member, until: 2026-05-31, reason: r}\n", "2 differences: 1 new, 0 known, 1 expired; 0 stale"},
		{"stale", colour + "- {place: /gone, class: unknown-member, until: 2027-01-31, reason: r}\n", "2 differences: 1 new, 1 known, 0 expired; 1 stale"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := traffic.ParseBaseline("b.yaml", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			r := drifted(t)
			r.Apply(b, today)
			if got := r.Totals().String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if r.OK() != (c.name == "both") {
				t.Errorf("OK is %t", r.OK())
			}
			fixed, err := b.Fix(r, today.AddDate(0, 0, 90), "because")
			if err != nil {
				t.Fatal(err)
			}
			again, err := traffic.ParseBaseline("b.yaml", fixed)
			if err != nil {
				t.Fatalf("%v\n%s", err, fixed)
			}
			r = drifted(t)
			if r.Apply(again, today); !r.OK() || r.Totals().Known != 2 {
				t.Errorf("after -fix: %s\n%s", r.Totals(), fixed)
			}
			if strings.HasPrefix(c.text, "#") && !strings.HasPrefix(string(fixed), "# nothing yet\n") {
				t.Errorf("the comment is gone:\n%s", fixed)
			}
		})
	}
}

func TestParseBaseline(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a: 1\n", "b.yaml:1: expected a list"},
		{"- 1\n", "b.yaml:1: expected an accepted difference"},
		{"- {place: /a, class: null, until: 2027-01-31, reason: r}\n", "expected a class"},
		{"- {place: /a, class: format, until: 2027-01-31}\n", "expected a reason"},
		{"- {place: /a, class: format, until: soon, reason: r}\n", `expected a day such as 2027-01-31, found "soon"`},
		{"- {place: /a, class: format, unti: 2027-01-31, reason: r}\n", `found "unti"`},
		{"- [\n", "b.yaml"},
	} {
		if _, err := traffic.ParseBaseline("b.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

package traffic_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

// check checks a recording.
func check(t testing.TB, name, text string, o traffic.ReadOptions, apis ...string) *traffic.Report {
	t.Helper()
	use, newer, err := embedded.Find(apis...)
	if err != nil {
		t.Fatal(err)
	}
	checker := traffic.NewChecker(use, newer)
	drift := traffic.NewDrift()
	for x, problem := range traffic.Read(name, strings.NewReader(text), o) {
		if problem != nil {
			drift.AddProblem(problem)
			continue
		}
		checker.Check(x, drift)
	}
	return drift.Report()
}

func lines(r *traffic.Report) string {
	var b strings.Builder
	for _, e := range r.Drift {
		fmt.Fprintf(&b, "%s %s %s %s %s %v %s %d/%d\n", e.API, e.Operation, e.Message, e.Place, e.Class, e.Details, e.Near, e.Units, e.Of)
	}
	return b.String()
}

// Each kind of difference in an element is counted at its place, and nothing else is.
func TestClasses(t *testing.T) {
	const good = `"name":"b","properties":{"category":"Cost","amount":12,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-01-01T00:00:00Z"}}`
	for _, c := range []struct{ from, to, want string }{
		{`"name":"b"`, `"name":"b","colour":1`, "/value/*/colour unknown-member [{integer 1}] "},
		{`"category":"Cost"`, `"category":"Cost","current-time":"2024-01-01T00:00:00Z"`, "/value/*/properties/current-time unknown-member [{string date-time 1}] "},
		{`"amount":12`, `"amount":12,"curentSpend":null`, "/value/*/properties/curentSpend near-miss [{null 1}] currentSpend"},
		{`"timeGrain":"Monthly"`, `"timeGrain":"Weekly"`, "/value/*/properties/timeGrain unknown-value [{Weekly 1}] "},
		{`"amount":12`, `"amount":"12"`, "/value/*/properties/amount mismatch [{string in place of a number 1}] "},
		{`"amount":12`, `"amount":null`, "/value/*/properties/amount null [] "},
		{`"amount":12,`, ``, "/value/*/properties/amount missing [] "},
		{`2024-01-01T00:00:00Z`, `never`, "/value/*/properties/timePeriod/startDate format [{not date-time 1}] "},
	} {
		t.Run(c.to, func(t *testing.T) {
			body := `{"value":[{` + good + `},{` + strings.Replace(good, c.from, c.to, 1) + `}]}`
			text := `{"request":{"method":"GET","url":"https://management.azure.com/subscriptions/x/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"},"response":{"status":200,"body":` + body + `}}`
			r := check(t, "f.jsonl", text, traffic.ReadOptions{})
			if got, want := lines(r), "consumption@2024-08-01 Budgets_List 200 "+c.want+" 1/2\n"; got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

package traffic_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/traffic"
)

// A recording is checked with the operation table of a generated package.
func Example() {
	recording := `{"request": {"method": "GET", "url": "https://management.azure.com/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"},
		"response": {"status": 200, "body": {"value": [
			{"properties": {"category": "Cost", "amount": 100, "timeGrain": "Weekly", "timePeriod": {"startDate": "2026-01-01T00:00:00Z"}}},
			{"properties": {"category": "Cost", "amount": 200, "timeGrain": "Monthly", "timePeriod": {"startDate": "2026-01-01T00:00:00Z"}}}
		]}}}`

	checker := traffic.NewChecker([]traffic.API{{Name: "consumption@2024-08-01", Table: consumption.Operations()}}, nil)
	drift := traffic.NewDrift()
	for exchange, problem := range traffic.Read("calls.jsonl", strings.NewReader(recording), traffic.ReadOptions{}) {
		if problem != nil {
			fmt.Fprintln(os.Stderr, problem)
			drift.AddProblem(problem)
			continue
		}
		checker.Check(exchange, drift)
	}
	for _, d := range drift.Report().Drift {
		fmt.Printf("%s %s: %s %v in %d of %d, first %s%s\n", d.Operation, d.Place, d.Class, d.Details, d.Units, d.Of, d.Example.Origin, d.Example.Pointer)
	}
	// Output:
	// Budgets_List /value/*/properties/timeGrain: unknown-value [{Weekly 1}] in 1 of 2, first calls.jsonl#1/value/0/properties/timeGrain
}

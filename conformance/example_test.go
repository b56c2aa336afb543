package conformance_test

import (
	"context"
	"fmt"
	"log"
	"regexp"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/generated/consumption/2024-08-01"
)

// A test of one's own package: a document, the samples, the generated types, and the failures that are known. With a *testing.T
// in a Test function, t is its parameter.
func ExampleTest() {
	conformance.Test(t, conformance.Suite{
		Targets: []conformance.Target{{
			API:   "consumption@2024-08-01",
			Dir:   "../testdata/examples",
			Types: conformance.TypesOf(consumption.Operations()),
		}},
		KnownFile: "known_failures.txt",
		Partial:   true, // the folder holds samples of other documents, too
	})
	// Output: 167 cases: 167 pass, 0 known, 0 fail, 0 moved, 0 fixed, 0 stale
}

// A run by hand has all that reports render. Only selects cases by name; what samples exercise is counted for those alone.
func ExampleSuite_Execute() {
	run, err := conformance.Suite{
		Targets: []conformance.Target{{API: "consumption@2024-08-01", Dir: "../testdata/examples"}},
		Only:    regexp.MustCompile(`/Charges_List/.*/schema$`),
		Partial: true,
	}.Execute(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range run.Cases[:2] {
		fmt.Println(c.Verdict, c.ID)
	}
	fmt.Println(run.Coverage[0].Operations.Covered, "operation:", run.Totals)
	// Output:
	// pass consumption/2024-08-01/Charges_List/ChangesForBillingPeriodByDepartment-Legacy/request/schema
	// pass consumption/2024-08-01/Charges_List/ChangesForBillingPeriodByDepartment-Legacy/response-200/schema
	// 1 operation: 26 cases: 26 pass, 0 known, 0 fail, 0 moved, 0 fixed, 0 stale
}

// t stands for the *testing.T of a test.
var t = printer{}

type printer struct{}

func (printer) Helper()                           {}
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (printer) Logf(format string, args ...any)   { fmt.Printf(format+"\n", args...) }

package report

import (
	"fmt"
	"math"
	"strconv"

	"github.com/azbill/azbill/conformance"
)

func itoa(n int) string { return strconv.Itoa(n) }

// share renders what is covered of how much.
func share(c conformance.Covered) string { return fmt.Sprintf("%d/%d", c.Covered, c.Total) }

// coverageView is one kind of things that samples exercise.
type coverageView struct {
	What, Singular string
	conformance.Covered
}

// parts lists what a document's coverage consists of.
func parts(c conformance.Coverage) []coverageView {
	return []coverageView{
		{"operations", "operation", c.Operations}, {"properties", "property", c.Properties},
		{"enum values", "enum value", c.EnumValues}, {"variants", "variant", c.Variants},
	}
}

// percentage renders the share of the effective mutants that is noticed. It never rounds up to all of them, and all of none
// is not a share.
func percentage(c conformance.MutantClass) string {
	if c.Effective() == 0 {
		return "none to notice"
	}
	if len(c.Survivors) == 0 {
		return "100 %"
	}
	return fmt.Sprintf("%.2f %%", math.Floor(c.Share()*10000)/100)
}

// sensitivityLine sums up what the suite notices.
func sensitivityLine(s *conformance.Sensitivity) string {
	t := s.Total()
	return fmt.Sprintf("%s of %d planted faults noticed (%d of %d possible tried, %d of them equivalent, at most %d of a class and document, seed %d); %d survive",
		percentage(t), t.Effective(), t.Tried, t.Possible, t.Proven(), s.Limit, s.Seed, len(t.Survivors))
}

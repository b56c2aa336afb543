package report

import (
	"fmt"
	"strconv"

	"github.com/azbill/azbill/conformance"
)

func itoa(n int) string { return strconv.Itoa(n) }

// share renders what is covered of how much.
func share(c conformance.Covered) string { return fmt.Sprintf("%d/%d", c.Covered, c.Total) }

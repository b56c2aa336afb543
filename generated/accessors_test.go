// Package generated_test reads every property of every generated package with every JSON type.
package generated_test

import (
	"testing"

	billing2019 "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing2020 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption2023 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption2024 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/internal/readings"
	"github.com/azbill/azbill/wire/rest"
)

// TestNothingIsReadWrong puts each JSON type into each property of each type that a request or a reply reaches: unless it
// has the declared type, no accessor returns a value, and in any case it is encoded as it was.
func TestNothingIsReadWrong(t *testing.T) {
	for name, table := range map[string]*rest.Table{
		"billing 2019-10-01-preview": billing2019.Operations(), "billing 2020-05-01": billing2020.Operations(),
		"consumption 2023-03-01": consumption2023.Operations(), "consumption 2024-08-01": consumption2024.Operations(),
	} {
		r := readings.Check(table)
		t.Logf("%s: %s", name, r)
		if len(r.Problems) > 0 || r.Properties < 300 {
			t.Errorf("%s: %d problems in %d properties", name, len(r.Problems), r.Properties)
		}
	}
}

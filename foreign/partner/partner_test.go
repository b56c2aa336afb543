package partner_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/azbill/azbill/foreign/partner"
	billing2019 "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing2020 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption2023 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption2024 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire/rest"
)

// TestFakes: the SDK's fake servers answer every operation whose path they share, and what they answer comes back whole.
func TestFakes(t *testing.T) {
	for _, c := range []struct {
		name   string
		table  *rest.Table
		with   func(*rest.Table) (*partner.Report, error)
		shared int // at least so many operations
	}{
		{"consumption 2024-08-01", consumption2024.Operations(), partner.Consumption, 31},
		{"consumption 2023-03-01", consumption2023.Operations(), partner.Consumption, 31},
		{"billing 2020-05-01", billing2020.Operations(), partner.Billing, 72},
		{"billing 2019-10-01-preview", billing2019.Operations(), partner.Billing, 85},
	} {
		t.Run(c.name, func(t *testing.T) {
			report, err := c.with(c.table)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(report)
			t.Logf("not in the SDK: %v", report.Missing)
			for _, f := range report.Failures {
				t.Error(f)
			}
			if report.Passed+len(report.Failures) < c.shared {
				t.Errorf("%d operations are shared, expected at least %d", report.Passed+len(report.Failures), c.shared)
			}
		})
	}
}

// TestRequests: what the SDK's clients send is read as the operation that it is, and built again the same.
func TestRequests(t *testing.T) {
	for _, c := range []struct {
		name   string
		table  *rest.Table
		with   func(*rest.Table, http.Handler) (*partner.Report, error)
		shared int
	}{
		{"consumption 2024-08-01", consumption2024.Operations(), partner.ConsumptionRequests, 31},
		{"consumption 2023-03-01", consumption2023.Operations(), partner.ConsumptionRequests, 31},
		{"billing 2020-05-01", billing2020.Operations(), partner.BillingRequests, 72},
		{"billing 2019-10-01-preview", billing2019.Operations(), partner.BillingRequests, 80},
	} {
		t.Run(c.name, func(t *testing.T) {
			report, err := c.with(c.table, nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(report)
			for _, f := range report.Failures {
				t.Error(f)
			}
			if report.Passed+len(report.Failures) < c.shared {
				t.Errorf("%d operations are shared, expected at least %d", report.Passed+len(report.Failures), c.shared)
			}
		})
	}
}

// TestSameVersion generates a package from the document that armconsumption is made from, and sends its operations in a
// program of its own.
func TestSameVersion(t *testing.T) {
	specs := os.Getenv("AZURE_REST_API_SPECS")
	if specs == "" {
		t.Skip("AZURE_REST_API_SPECS does not name a checkout of the official specification repository")
	}
	document := filepath.Join(specs, "specification/consumption/resource-manager/Microsoft.Consumption/stable/2021-10-01/consumption.json")
	if _, err := os.Stat(document); err != nil {
		t.Skipf("the checkout holds no document of 2021-10-01: %v", err)
	}
	dir, err := os.MkdirTemp("..", "out-") // inside this module, for its dependencies
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	out, err := filepath.Abs(filepath.Join(dir, "consumption"))
	if err != nil {
		t.Fatal(err)
	}
	run(t, "go", "-C", "../..", "run", "./cmd/gen", "-spec", document, "-out", out, "-package", "consumption")
	program := `package main

import (
	"fmt"
	"os"

	"github.com/azbill/azbill/foreign/` + filepath.Base(dir) + `/consumption"
	"github.com/azbill/azbill/foreign/partner"
)

func main() {
	report, err := partner.Consumption(consumption.Operations())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(report)
	fmt.Println("not in the SDK:", report.Missing)
	for _, f := range report.Failures {
		fmt.Println(f)
	}
	if len(report.Failures) > 0 || report.Passed < 29 { // of 30: one has another path there
		os.Exit(1)
	}
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Log(run(t, "go", "run", dir))
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out.Bytes())
	}
	return out.String()
}

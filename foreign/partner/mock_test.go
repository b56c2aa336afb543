package partner_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/foreign/partner"
	billing2019 "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing2020 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption2023 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption2024 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/mock/document"
	"github.com/azbill/azbill/wire/rest"
)

// TestMock: the SDK's clients call every method that a mock server of another api-version serves, through three pages and
// to the end of long-running operations. What differs between the versions is listed, each loss with its reason.
func TestMock(t *testing.T) {
	for _, c := range []struct {
		name   string
		table  *rest.Table
		with   func(*rest.Table, *mock.Handler) (*partner.Report, error)
		shared int
		lost   []string // operations that cannot succeed
	}{
		{"consumption 2024-08-01", consumption2024.Operations(), partner.ConsumptionMock, 31, nil},
		{"consumption 2023-03-01", consumption2023.Operations(), partner.ConsumptionMock, 31, nil},
		{"billing 2020-05-01", billing2020.Operations(), partner.BillingMock, 72, []string{
			"Invoices_DownloadInvoice", "Invoices_DownloadBillingSubscriptionInvoice", // the SDK's version has no downloadToken, which this one requires
			"Invoices_DownloadMultipleBillingProfileInvoices", "Invoices_DownloadMultipleBillingSubscriptionInvoices", // a list of URLs became a list of objects
		}},
		{"billing 2019-10-01-preview", billing2019.Operations(), partner.BillingMock, 85, []string{
			"Invoices_DownloadMultipleEAInvoices", "Invoices_DownloadMultipleBillingSubscriptionInvoices", // a list of URLs became a list of objects
			// This version answers 201, and the SDK takes 200 and 202 alone.
			"BillingRoleAssignments_AddByBillingAccount", "BillingRoleAssignments_AddByBillingProfile", "BillingRoleAssignments_AddByInvoiceSection",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			report, err := c.with(c.table, partner.NewMock(c.table))
			if err != nil {
				t.Fatal(err)
			}
			check(t, report, c.shared, c.lost)
		})
	}
}

// TestMockSameVersion: the document that armconsumption is made from, served without generated code, with its examples.
func TestMockSameVersion(t *testing.T) {
	specs := os.Getenv("AZURE_REST_API_SPECS")
	if specs == "" {
		t.Skip("AZURE_REST_API_SPECS does not name a checkout of the official specification repository")
	}
	d, err := document.Read(generator.Package{Spec: filepath.Join(specs, "specification/consumption/resource-manager/Microsoft.Consumption/stable/2021-10-01/consumption.json")})
	if err != nil {
		t.Fatal(err)
	}
	report, err := partner.ConsumptionMock(d.Table, partner.NewMock(d.Table, d.Samples...))
	if err != nil {
		t.Fatal(err)
	}
	check(t, report, 29, []string{
		"Budgets_List",                         // its example has a text among the notifications, which the document allows and the SDK's type does not
		"ReservationRecommendationDetails_Get", // the SDK's method has a parameter scope beside this document's
	})
}

func check(t *testing.T, report *partner.Report, shared int, lost []string) {
	t.Log(report)
	failed := 0
	for _, f := range report.Failures {
		if slices.ContainsFunc(lost, func(id string) bool { return strings.HasPrefix(f, id+" ") }) {
			t.Logf("lost: %s", f)
			failed++
			continue
		}
		t.Error(f)
	}
	if failed != len(lost) {
		t.Errorf("%d of the %d operations that cannot succeed failed; shorten the list", failed, len(lost))
	}
	if n := report.Passed + len(report.Failures); n < shared {
		t.Errorf("%d operations are shared, expected at least %d", n, shared)
	}
}

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const examples = "../../../testdata/examples"

func readIndex(t *testing.T) []Page {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(examples, indexName))
	if err != nil {
		t.Fatal(err)
	}
	var index struct{ Pages []Page }
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	return index.Pages
}

// The folder holds the 21 requests and 21 responses of the documentation, each with the bytes the index recorded when
// it was harvested, and nothing else.
func TestExamplesAreUnaltered(t *testing.T) {
	listed := map[string]bool{indexName: true, tablesName: true, ".gitattributes": true}
	requests, responses := 0, 0
	for _, p := range readIndex(t) {
		for _, s := range p.Samples {
			for _, f := range s.Files {
				listed[f.Path] = true
				text, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(f.Path)))
				if err != nil {
					t.Error(err)
					continue
				}
				sum := sha256.Sum256(text)
				if len(text) != f.Bytes || hex.EncodeToString(sum[:]) != f.SHA256 {
					t.Errorf("%s is not what the page holds: harvest the page again", f.Path)
				}
				if strings.HasSuffix(f.Path, ".request.http") {
					requests++
				} else {
					responses++
				}
			}
		}
	}
	if requests != 21 || responses != 21 {
		t.Errorf("%d requests and %d responses, want 21 and 21", requests, responses)
	}
	err := fs.WalkDir(os.DirFS(examples), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !listed[path] {
			t.Errorf("%s is not in the index", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Harvesting the pages again gives the committed folder, byte for byte.
func TestHarvestAgain(t *testing.T) {
	dir := os.Getenv("AZBILL_DOC_PAGES")
	if dir == "" {
		t.Skip("AZBILL_DOC_PAGES does not name the folder of the saved documentation pages")
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]Page{}
	texts := map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if page, err := ReadPage(text); err == nil {
			pages[page.SHA256], texts[page.SHA256] = page, text
		}
	}
	want := readIndex(t)
	if len(pages) != len(want) {
		t.Errorf("%d pages with samples, the index has %d", len(pages), len(want))
	}
	again := make([]Page, 0, len(want))
	for _, p := range want {
		page, ok := pages[p.SHA256]
		if !ok {
			t.Errorf("page %s is not in %s", p.Name, dir)
			continue
		}
		again = append(again, page)
		for _, s := range page.Samples {
			for _, f := range s.Files {
				kept, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(f.Path)))
				if err != nil || !bytes.Equal(kept, f.text) || !bytes.Contains(texts[p.SHA256], kept) {
					t.Errorf("%s differs from the page (%v)", f.Path, err)
				}
			}
		}
	}
	index, err := Index(again)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile(filepath.Join(examples, indexName))
	if err != nil || !bytes.Equal(index, committed) {
		t.Errorf("the index differs from a fresh one (%v)", err)
	}
}

// What is odd in the documentation must survive harvesting: these oddities are what the suite is about.
func TestExamplesKeepOddities(t *testing.T) {
	for path, odd := range map[string]string{
		"billingaccounts-lots-events/billing/2019-10-01-preview/BillingAccounts_List/BillingAccountsList.response-200.json":            "\"hasReadAccess\": true,\n}",
		"billingaccounts-lots-events/consumption/2023-03-01/Events_ListByBillingProfile/EventsListByBillingProfile.response-200.json":  "xxx-xxx`/providers",
		"billingaccounts-lots-events/consumption/2023-03-01/Lots_ListByBillingProfile/LotsListByBillingProfile.response-200.json":      "09/18/2019 21:47:31",
		"charges-list/consumption/2024-08-01/Charges_List/ChargesListByBillingProfileGroupByInvoiceSectionId-Modern.response-200.json": "1234:56789//billingProfiles",
		"charges-list/consumption/2024-08-01/Charges_List/ChargesListByDepartment-Legacy.request.http":                                 "$filter=usageStart eq '2018-04-01' AND usageEnd eq '2018-05-30'\n",
		"billing-accounts-get/billing/2020-05-01/BillingAccounts_Get/BillingAccounts.request.http":                                     "billingAccounts/{billingAccountName}?api-version",
	} {
		text, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(path)))
		if err != nil || !strings.Contains(string(text), odd) {
			t.Errorf("%s: %q is gone (%v)", path, odd, err)
		}
	}
}

func TestReadPageInAnyLanguage(t *testing.T) {
	const page = "Wichtiger Hinweis: https://example.org\r\n\r\nReservation Orders - Create Or Update\r\n\r\n" +
		"PUT https://management.azure.com/providers/Microsoft.Capacity/orders/{id}?api-version=2030-01-01\r\n\r\n" +
		"Beispiele\r\n\r\nAnlegen\r\nAblehnen {nicht JSON\r\n\r\n" +
		"Anlegen\r\n\r\nBeispielanforderung\r\n\r\n" +
		"PUT https://management.azure.com/providers/Microsoft.Capacity/orders/a?api-version=2030-01-01\r\n\r\n" +
		"{\r\n  \"sku\": \"x}{\\\"\"\r\n}\r\n\r\nBeispielantwort\r\n\r\nStatuscode: 201\r\n\r\n{\r\n  \"name\": 1,\r\n}\r\n\r\n" +
		"Statuscode: 202\r\n\r\n[]\r\n"
	got, err := ReadPage([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Samples) != 1 {
		t.Fatalf("%d samples, want 1: %+v", len(got.Samples), got.Samples)
	}
	s := got.Samples[0]
	if s.Service != "capacity" || s.Version != "2030-01-01" || s.Operation != "ReservationOrders_CreateOrUpdate" || s.Name != "Anlegen" {
		t.Errorf("placed as %+v", s)
	}
	want := map[string]string{
		".request.http":      "PUT https://management.azure.com/providers/Microsoft.Capacity/orders/a?api-version=2030-01-01\r\n",
		".request.json":      "{\r\n  \"sku\": \"x}{\\\"\"\r\n}\r\n",
		".response-201.json": "{\r\n  \"name\": 1,\r\n}\r\n",
		".response-202.json": "[]\r\n",
	}
	if len(s.Files) != len(want) {
		t.Errorf("%d files, want %d", len(s.Files), len(want))
	}
	for _, f := range s.Files {
		_, suffix, _ := strings.Cut(f.Path, "/Anlegen")
		if string(f.text) != want[suffix] {
			t.Errorf("%s = %q", f.Path, f.text)
		}
	}
}

func TestOperation(t *testing.T) {
	for _, tt := range []struct{ method, path, want string }{
		{"GET", "https://h/providers/Microsoft.Billing/billingAccounts", "BillingAccounts_List"},
		{"GET", "https://h/providers/Microsoft.Billing/billingAccounts/1", "BillingAccounts_Get"},
		{"GET", "https://h/providers/Microsoft.Billing/billingAccounts/1/billingProfiles/2/providers/Microsoft.Consumption/lots", "Lots_ListByBillingProfile"},
		{"DELETE", "https://h/subscriptions/1/providers/Microsoft.Consumption/budgets/b", "Budgets_DeleteBySubscription"},
		{"GET", "https://h/", ""},
		{"GET", "https://h/providers/Microsoft.Billing", ""},
	} {
		if got := operation(tt.method, tt.path); got != tt.want {
			t.Errorf("operation(%s %s) = %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
}

func TestReadPageRefuses(t *testing.T) {
	for name, page := range map[string]string{
		"empty":         "",
		"template only": "GET https://h/providers/Microsoft.A/b?api-version=1\n",
		"unclosed JSON": "GET https://h/providers/Microsoft.A/b?api-version=1\nx\n{\n",
		"no version":    "GET https://h/providers/Microsoft.A/b\nx\n{}\n",
		"no provider":   "GET https://h/b?api-version=1\nx\n{}\n",
		"trailing text": "GET https://h/providers/Microsoft.A/b?api-version=1\nx\n{} y\n",
		"way out":       "GET https://h/providers/Microsoft.A/b?api-version=../../../../tmp\nx\n{}\n",
		"way up":        "GET https://h/providers/Microsoft.../b?api-version=1\nx\n{}\n",
		"same status":   "GET https://h/providers/Microsoft.A/b?api-version=1\nx\n{}\nx\n{}\n",
	} {
		if p, err := ReadPage([]byte(page)); err == nil {
			t.Errorf("%s: accepted as %+v", name, p)
		}
	}
}

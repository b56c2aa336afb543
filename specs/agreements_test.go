package specs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/azbill/azbill/specs"
)

// agreementColumns are the agreement types of the documented table, in its order.
var agreementColumns = []string{
	"MicrosoftCustomerAgreement",
	"EnterpriseAgreement",
	"MicrosoftPartnerAgreement",
	"MicrosoftOnlineServicesProgram",
}

// agreementTable is the documented table of operation groups against agreement types, one mark for each of
// agreementColumns, with the number of the footnote in the group's row.
var agreementTable = map[string]struct {
	marks    string
	footnote int
}{
	"Address":                {"yyyy", 0},
	"Agreements":             {"y---", 0},
	"AvailableBalances":      {"y---", 0},
	"BillingAccounts":        {"yyyy", 0},
	"BillingPermissions":     {"y---", 0},
	"BillingProfiles":        {"y-y-", 1},
	"BillingProperty":        {"y---", 0},
	"BillingRoleAssignments": {"y---", 0},
	"BillingRoleDefinitions": {"y---", 0},
	"BillingSubscriptions":   {"y---", 0},
	"Customers":              {"--y-", 0},
	"Departments":            {"-y--", 0},
	"EnrollmentAccounts":     {"-y--", 0},
	"InvoiceSections":        {"y---", 0},
	"Invoices":               {"y-yy", 0},
	"Operations":             {"yyyy", 0},
	"PartnerTransfers":       {"--y-", 0},
	"PaymentMethods":         {"y---", 0},
	"Policies":               {"y-y-", 0},
	"PriceSheet":             {"y-y-", 0},
	"Products":               {"y-y-", 2},
	"RecipientTransfers":     {"y-y-", 0},
	"Transactions":           {"y-y-", 0},
	"Transfers":              {"y---", 0},
}

// footnotes are words that the notes of the table have to bring, by number.
var footnotes = map[int][]string{
	1: {"New billing profiles", "Microsoft representative"},
	2: {"product from one invoice section to another", "Microsoft Customer Agreement"},
}

// absentGroups are the documented groups that an api-version does not have.
var absentGroups = map[string][]string{
	"billing@2019-10-01-preview": nil,
	"billing@2020-05-01":         {"Departments", "EnrollmentAccounts", "PartnerTransfers", "PaymentMethods", "PriceSheet", "RecipientTransfers", "Transfers"},
}

// tagged is what this test reads of a document.
type tagged struct {
	Tags []struct {
		Name       string
		Agreements []string `yaml:"x-azbill-agreements"`
		Note       string   `yaml:"x-azbill-note"`
	}
}

func readTags(t *testing.T, d specs.Document) tagged {
	t.Helper()
	text, err := specs.FS.ReadFile(d.File)
	if err != nil {
		t.Fatal(err)
	}
	var doc tagged
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatalf("read %s: %v", d.File, err)
	}
	return doc
}

// TestAgreementsAreTheDocumentedOnes compares the tags of the billing documents with the documented table. A group the
// table does not list must not claim anything.
func TestAgreementsAreTheDocumentedOnes(t *testing.T) {
	if len(agreementTable) != 24 {
		t.Fatalf("the documented table has 24 groups, the one here %d", len(agreementTable))
	}
	for api, absent := range absentGroups {
		d, err := specs.Find(api)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, tag := range readTags(t, d).Tags {
			seen[tag.Name] = true
			row := agreementTable[tag.Name]
			if diff := cmp.Diff(supported(row.marks), tag.Agreements); diff != "" {
				t.Errorf("%s: %s: documented (-) and found (+):\n%s", api, tag.Name, diff)
			}
			checkNote(t, api+": "+tag.Name, tag.Note, row.footnote)
		}
		for group := range agreementTable {
			if seen[group] == slices.Contains(absent, group) {
				t.Errorf("%s: group %s is there: %v", api, group, seen[group])
			}
		}
	}
}

func supported(marks string) []string {
	var out []string
	for i, mark := range marks {
		if mark == 'y' {
			out = append(out, agreementColumns[i])
		}
	}
	return out
}

func checkNote(t *testing.T, where, note string, footnote int) {
	t.Helper()
	if footnote == 0 && note != "" {
		t.Errorf("%s has a note, the table none: %s", where, note)
	}
	for _, words := range footnotes[footnote] {
		if !strings.Contains(note, words) {
			t.Errorf("%s: the note does not say %q: %s", where, words, note)
		}
	}
}

// TestDocumentsAreValid holds every document against the OpenAPI standard and ties operations to tags: each operation
// has one tag, which is declared and begins its id; each declared tag has operations and a description.
func TestDocumentsAreValid(t *testing.T) {
	for _, d := range specs.Documents() {
		t.Run(d.API(), func(t *testing.T) {
			text, err := specs.FS.ReadFile(d.File)
			if err != nil {
				t.Fatal(err)
			}
			loader := openapi3.NewLoader()
			doc, err := loader.LoadFromData(text)
			if err != nil {
				t.Fatalf("load: %v", err)
			}
			if err := doc.Validate(loader.Context); err != nil {
				t.Errorf("validate: %v", err)
			}
			if doc.Info.Version != d.Version {
				t.Errorf("info.version is %q", doc.Info.Version)
			}
			checkTags(t, doc)
		})
	}
}

func checkTags(t *testing.T, doc *openapi3.T) {
	pending := map[string]bool{}
	for _, tag := range doc.Tags {
		if pending[tag.Name] {
			t.Errorf("tag %s is declared twice", tag.Name)
		}
		if tag.Description == "" {
			t.Errorf("tag %s has no description", tag.Name)
		}
		pending[tag.Name] = true
	}
	operations := 0
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			operations++
			if len(op.Tags) != 1 || doc.Tags.Get(op.Tags[0]) == nil {
				t.Errorf("%s %s (%s): tags are %q; name one of those declared", method, path, op.OperationID, op.Tags)
				continue
			}
			delete(pending, op.Tags[0])
			if group, _, _ := strings.Cut(op.OperationID, "_"); group != op.Tags[0] {
				t.Errorf("%s %s: operation %s stands under tag %s", method, path, op.OperationID, op.Tags[0])
			}
		}
	}
	if operations == 0 {
		t.Error("no operations found")
	}
	for tag := range pending {
		t.Errorf("tag %s has no operation", tag)
	}
}

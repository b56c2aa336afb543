package plan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/google/go-cmp/cmp"
)

// Each mistake in a configuration is reported with its line, and with what to do.
func TestConfigProblems(t *testing.T) {
	const good = "packages:\n  - api: billing@2020-05-01\n    out: x\n"
	tests := map[string]struct{ text, want string }{
		"empty":               {"", "gen.yaml: is not YAML: it is empty [config]"},
		"comment only":        {"# nothing\n", "gen.yaml: is not YAML: it is empty [config]"},
		"no YAML":             {"packages: [\n", "gen.yaml:1: is not YAML: did not find expected node content [config]"},
		"two documents":       {good + "---\n" + good, "gen.yaml:4: holds more than one YAML document; keep one [config]"},
		"a list":              {"- a\n", "gen.yaml:1: expected keys with values here, found a list [config]"},
		"unknown key":         {good + "pakcages: []\n", `gen.yaml:4: unknown key "pakcages" (did you mean packages?); known are names, packages [config]`},
		"unknown package key": {good + "    pkg: x\n", `gen.yaml:4: unknown key "pkg"; known are allow-remote, api, api-version, lenient, operations, out, overlays, package, root, spec, strict-refs, tags, types, types-only [config]`},
		"key twice":           {good + "    out: y\n", `gen.yaml:4: the key "out" is here a second time; keep one [config]`},
		"no packages":         {"names: n.yaml\n", `gen.yaml:1: the key "packages" is missing [config]`},
		"empty packages":      {"packages: []\n", "gen.yaml:1: packages is not a list, or an empty one; list at least one package [config]"},
		"package is text":     {"packages:\n  - billing\n", "gen.yaml:2: expected keys with values here, found \"billing\" [config]"},
		"no out":              {"packages:\n  - api: billing@2020-05-01\n", `gen.yaml:2: the key "out" is missing [config]`},
		"spec and api":        {good + "    spec: a.json\n", "gen.yaml:2: a package needs either spec, documents on disk, or api, an embedded one such as billing@2020-05-01 [config]"},
		"neither":             {"packages:\n  - out: x\n", "gen.yaml:2: a package needs either spec, documents on disk, or api, an embedded one such as billing@2020-05-01 [config]"},
		"root with api":       {good + "    root: x\n", "gen.yaml:2: root and allow-remote are for documents on disk; an embedded one refers to nothing outside [config]"},
		"null":                {good + "    package:\n", "gen.yaml:4: expected text, found nothing [config]"},
		"unquoted brace":      {good + "    package: {service}\n", "gen.yaml:4: expected text; text that begins with a brace needs quotes [config]"},
		"alias":               {"packages: &p\n  - api: billing@2020-05-01\n    out: *p\n", "gen.yaml:3: expected text, found an alias, which is not supported here [config]"},
		"no boolean":          {"packages:\n  - spec: a.json\n    out: x\n    allow-remote: maybe\n", `gen.yaml:4: expected true or false, found "maybe" [config]`},
		"empty list":          {"packages:\n  - spec: []\n    out: x\n", "gen.yaml:2: a package needs either spec, documents on disk, or api, an embedded one such as billing@2020-05-01 [config]\ngen.yaml:2: expected text, or a list of texts, found an empty list [config]"},
		"api-version":         {good + "    api-version: 2020-05-01\n", "gen.yaml:2: api-version: expected per-operation, found \"2020-05-01\"; the version itself is the document's [config]"},
		"lenient":             {good + "    lenient: everything\n", "gen.yaml:2: lenient: expected one of discriminator-property, found \"everything\" [config]"},
		"filter":              {good + "    operations: '['\n", "gen.yaml:2: \"[\" is not a pattern; write one such as Budgets_*, in which a bracket has its partner [config]"},
		"two mistakes":        {"packages:\n  - out: x\n    a: 1\n", "gen.yaml:2: a package needs either spec, documents on disk, or api, an embedded one such as billing@2020-05-01 [config]\ngen.yaml:3: unknown key \"a\"; known are allow-remote, api, api-version, lenient, operations, out, overlays, package, root, spec, strict-refs, tags, types, types-only [config]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var problems diag.List
			if cfg := readConfig("gen.yaml", []byte(tt.text), &problems); cfg != nil {
				t.Error("it is taken for good")
			}
			if err := problems.Err(); err == nil {
				t.Error("no problem")
			} else if d := cmp.Diff(tt.want, err.Error()); d != "" {
				t.Error(d)
			}
		})
	}
}

// plans expands a configuration over files that exist by name alone.
func plans(t *testing.T, config string, files ...string) ([]string, string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range append(files, "gen.yaml") {
		if err := os.MkdirAll(filepath.Dir(f), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, []byte(config), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var problems diag.List
	plan := Read("gen.yaml", generator.Limits{}, &problems)
	var out []string
	for _, p := range plan.Packages {
		documents := filepath.ToSlash(strings.Join(append([]string{p.Spec}, p.More...), " + "))
		out = append(out, documents+" → "+filepath.ToSlash(p.Out)+" "+p.Name+" from "+p.Source)
	}
	if err := problems.Err(); err != nil {
		return out, err.Error()
	}
	return out, ""
}

func TestPatterns(t *testing.T) {
	official := []string{
		"specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json",
		"specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/examples/BillingAccount.json",
		"specification/billing/resource-manager/Microsoft.Billing/preview/2018-03-01-preview/billingV2.json",
		"specification/consumption/resource-manager/Microsoft.Consumption/stable/2024-08-01/consumption_pricesheet.json",
		"specification/.hidden/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json",
		"specification/cost-management/resource-manager/Microsoft.CostManagement/CostManagement/stable/2024-08-01/exports.json",
		"specification/cost-management/resource-manager/Microsoft.CostManagement/CostManagement/stable/2024-08-01/openapi.json",
		"specification/billing/readme.md",
	}
	tests := []struct {
		name, entry string
		want        []string
	}{
		{"placeholders", "spec: specification/{a}/resource-manager/*/*/{version}/{service}.json, out: 'g/{service}/{version}'", []string{
			official[2] + " → g/billingV2/2018-03-01-preview billingv2 from " + official[2],
			official[0] + " → g/billing/2020-05-01 billing from " + official[0],
			official[3] + " → g/consumption_pricesheet/2024-08-01 consumptionpricesheet from " + official[3],
		}},
		{"choice", "spec: 'specification/{nosuch,consumption}/**/*.json', out: 'g/{version}'", []string{
			official[3] + " → g/2024-08-01 consumptionpricesheet from " + official[3],
		}},
		{"any depth", "spec: 'specification/**/2020-05-01/**/*.json', out: 'g/{file}'", []string{
			official[0] + " → g/billing billing from " + official[0],
		}},
		{"one character", "spec: 'specification/billing/**/billingV?.json', out: g", []string{official[2] + " → g billingv2 from " + official[2]}},
		{"a placeholder twice", "spec: 'specification/{s}/**/{s}.json', out: g", []string{official[0] + " → g billing from " + official[0]}},
		{"examples when named", "spec: 'specification/**/examples/*.json', out: g", []string{official[1] + " → g billingaccount from " + official[1]}},
		{"the official layout", "spec: 'specification/*/resource-manager/*/**/{channel}/{version}/*.json', out: 'g/{service}/{channel}/{version}'", []string{
			official[2] + " → g/billing/preview/2018-03-01-preview billingv2 from " + official[2],
			official[0] + " → g/billing/stable/2020-05-01 billing from " + official[0],
			official[3] + " → g/consumption/stable/2024-08-01 consumptionpricesheet from " + official[3],
			official[5] + " + " + official[6] + " → g/costmanagement/stable/2024-08-01 costmanagement from " +
				"specification/cost-management/resource-manager/Microsoft.CostManagement/CostManagement/stable/2024-08-01/*.json",
		}},
		{"openapi.json names nothing", "spec: 'specification/**/openapi.json', out: 'g/{version}'", []string{official[6] + " → g/2024-08-01 costmanagement from " + official[6]}},
		{"a list", "spec: [a/one.json, b/two.json], out: g/things", []string{"a/one.json + b/two.json → g/things things from *.json"}},
		{"no pattern", "spec: ../x/2020-05-01/a.json, out: 'g/{version}/{file}', package: p", []string{"../x/2020-05-01/a.json → g/2020-05-01/a p from x/2020-05-01/a.json"}},
		{"no pattern, package by placeholder", "spec: x/2020-05-01/a.json, out: g, package: '{file}'", []string{"x/2020-05-01/a.json → g a from x/2020-05-01/a.json"}},
		{"embedded", "api: consumption@2024-08-01, out: 'g/{service}/{version}'", []string{"consumption/2024-08-01.yaml → g/consumption/2024-08-01 consumption from consumption@2024-08-01"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := plans(t, "packages:\n  - {"+quoteSpec(tt.entry)+"}\n", official...)
			if err != "" {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// quoteSpec quotes an unquoted pattern, which may hold what YAML takes for its own.
func quoteSpec(entry string) string {
	rest, ok := strings.CutPrefix(entry, "spec: ")
	ok = ok && !strings.HasPrefix(rest, "[")
	if !ok || strings.HasPrefix(rest, "'") {
		return entry
	}
	pattern, after, _ := strings.Cut(rest, ",")
	return "spec: '" + pattern + "'," + after
}

func TestPlanProblems(t *testing.T) {
	for name, tt := range map[string]struct{ entry, want string }{
		"no match":               {"spec: 'specs/*.yml', out: g", "gen.yaml:2: no file fits specs/*.yml [config]"},
		"no such folder":         {"spec: 'nowhere/*.yml', out: g", "gen.yaml:2: no file fits nowhere/*.yml [config]"},
		"differ in case only":    {"spec: 'specs/{x}.json', out: 'G/{x}'}\n  - {spec: specs/a.json, out: g/A", "gen.yaml:3: specs/a.json would be written to g/A, as another document already is (gen.yaml:2); use placeholders such as {version} in out [config]"},
		"same folder spelt anew": {"spec: specs/a.json, out: g}\n  - {spec: specs/b.json, out: x/../g", "gen.yaml:3: specs/b.json would be written to g, as another document already is (gen.yaml:2); use placeholders such as {version} in out [config]"},
		"unknown placeholder":    {"spec: specs/a.json, out: 'g/{version}'", "gen.yaml:2: specs/a.json: {version} is not known for this document; write it into the spec pattern, or spell it out [config]"},
		"stray brace":            {"spec: specs/a.json, out: 'g/{'", `gen.yaml:2: specs/a.json: "g/{" holds a brace that belongs to no placeholder such as {version} [config]`},
		"brace not closed":       {"spec: 'specs/{a.json', out: g", "gen.yaml:2: pattern specs/{a.json: a brace is not closed, or there is nothing inside [config]"},
		"no placeholder name":    {"spec: 'specs/{A}.json', out: g", "gen.yaml:2: pattern specs/{A}.json: {A} is not a placeholder; use small letters, or commas for a choice [config]"},
		"package name":           {"spec: specs/a.json, out: g, package: My-Package", `gen.yaml:2: package: "My-Package" cannot name a Go package; use small letters and digits [config]`},
		"embedded":               {"api: billing@1, out: g", `gen.yaml:2: no document "billing@1" is embedded; there are`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := plans(t, "packages:\n  - {"+tt.entry+"}\n", "specs/a.json", "specs/b.json")
			err = strings.TrimSuffix(err, "\nbad usage")
			if strings.HasSuffix(tt.want, "]") && err != tt.want || !strings.HasPrefix(err, tt.want) {
				t.Error(cmp.Diff(tt.want, err))
			}
		})
	}
}

func TestNamesProblems(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "names.yaml: is not YAML: it is empty [config]",
		"- a\n":                        "names.yaml:1: expected keys with values here, found a list [config]",
		"a.json:\n":                    "names.yaml:1: expected keys with values here, found nothing [config]",
		"a.json: {Amount: Money}\n":    `names.yaml:1: "Amount" is not a JSON pointer; write one such as "#/definitions/Amount", in quotes, behind a file where it is another [config]`,
		"a.json: {\"#/x\": [Money]}\n": "names.yaml:1: expected text, found a list [config]",
		"a.json: {}\na.json: {}\n":     `names.yaml:2: the key "a.json" is here a second time; keep one [config]`,
	} {
		var problems diag.List
		readNames([]byte(text), "names.yaml", &problems)
		if err := problems.Err(); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestSourceName(t *testing.T) {
	abs, err := filepath.Abs("x/specification/billing/a.json")
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"specs/billing/2020-05-01.yaml":                          "specs/billing/2020-05-01.yaml",
		"./specs//a.yaml":                                        "specs/a.yaml",
		"../../specs/a.yaml":                                     "specs/a.yaml",
		"../azure/specification/billing/a.json":                  "specification/billing/a.json",
		"specification/billing/a.json":                           "specification/billing/a.json",
		"a/specification/b/specification/c.json":                 "specification/c.json",
		filepath.ToSlash(abs):                                    "specification/billing/a.json",
		filepath.ToSlash(filepath.Dir(abs)) + "/../../../b.json": "b.json",
	} {
		if got := sourceName(file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}

// Folders of earlier runs are stale if they are of other versions of an entry's documents.
func TestStale(t *testing.T) {
	from := map[string]string{
		"g/billing/2019-10-01-preview":                  "billing@2019-10-01-preview",
		"g/consumption/2023-03-01":                      "consumption@2023-03-01",
		"g/things/2020-01-01":                           "specs/2020-01-01/things.json",
		"g/several/2020-01-01":                          "specs/2020-01-01/*.json",
		"specification-out/billing/2020-05-01":          "specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/*.json",
		"specification-out/keyvault/7.4":                "specification/keyvault/data-plane/Microsoft.KeyVault/stable/7.4/keys.json",
		"g/elsewhere/2020-01-01":                        "other/2020-01-01/things.json",
		"specification-out/billing/2020-05-01/internal": "specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/*.json",
	}
	official := []string{
		"specification/billing/resource-manager/Microsoft.Billing/stable/2021-10-01/payment.json",
		"specification/keyvault/data-plane/Microsoft.KeyVault/stable/7.5/keys.json",
		"specs/2021-01-01/things.json", "specs/2021-01-01/more.json",
	}
	for _, tt := range []struct {
		name, entry string
		want        []string
	}{
		{"an embedded document", "api: consumption@2024-08-01, out: 'g/{service}/{version}'", []string{"g/consumption/2023-03-01"}},
		{"the version in the folder", "api: billing@2020-05-01, out: g/billing/2020-05-01", []string{"g/billing/2019-10-01-preview"}},
		{"no version in the folder", "api: billing@2020-05-01, out: g/billing", nil},
		{"a pattern", "spec: 'specification/billing/resource-manager/*/{channel}/{version}/*.json', out: 'specification-out/{service}/{version}'", []string{"specification-out/billing/2020-05-01"}},
		{"a version that is not a date", "spec: 'specification/*/data-plane/*/{channel}/{version}/*.json', out: 'specification-out/{service}/{version}'", []string{"specification-out/keyvault/7.4"}},
		{"a document", "spec: specs/2021-01-01/things.json, out: 'g/{file}/{version}'", []string{"g/things/2020-01-01"}},
		{"a list", "spec: [specs/2021-01-01/things.json, specs/2021-01-01/more.json], out: 'g/several/{version}'", []string{"g/several/2020-01-01"}},
		{"the folder of another entry's documents", "spec: specs/2021-01-01/more.json, out: 'g/elsewhere/{version}'", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			files := map[string]string{"gen.yaml": "packages:\n  - {" + quoteSpec(tt.entry) + "}\n"}
			for dir, source := range from {
				files[dir+"/doc.go"] = "// Code generated by azbill gen from " + source + "; DO NOT EDIT.\n\npackage p\n"
			}
			for _, name := range official {
				files[name] = "{}"
			}
			for name, text := range files {
				if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			var problems diag.List
			stale, err := Read("gen.yaml", generator.Limits{}, &problems).Stale()
			for i := range stale {
				stale[i] = filepath.ToSlash(stale[i])
			}
			if d := cmp.Diff(tt.want, stale); d != "" || err != nil || problems.Err() != nil {
				t.Errorf("%v %v\n%s", err, problems.Err(), d)
			}
		})
	}
}

// What the layout of the official repository says of a document.
func TestOfficialLayout(t *testing.T) {
	for file, want := range map[string][3]string{
		"specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json":                       {"billing", "Microsoft.Billing", "stable"},
		"specification/cost-management/resource-manager/Microsoft.CostManagement/CostManagement/preview/x/openapi.json": {"costmanagement", "Microsoft.CostManagement", "preview"},
		"specification/oracle/resource-manager/Oracle.Database/stable/2025-03-01/openapi.json":                          {"oracle", "Oracle.Database", "stable"},
		"specification/keyvault/data-plane/Microsoft.KeyVault/stable/7.4/secrets.json":                                  {"keyvault", "Microsoft.KeyVault", "stable"},
		"specification/search/data-plane/Search/stable/2025-09-01/search.json":                                          {"search", "", "stable"},
		"specs/billing.json": {},
	} {
		service, provider, channel := official(file)
		if got := [3]string{service, provider, channel}; got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}

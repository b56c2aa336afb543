package generator_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const ours = "github.com/azbill/azbill/"

// mayImport lists, for each package of the pipeline, the packages of ours it may depend on, directly or not. Packages
// under internal/ belong to the package above them.
var mayImport = map[string][]string{
	"openapi/diag":     {},
	"openapi":          {"openapi/diag", "internal/mediatype", "internal/pointer", "internal/suggest"},
	"generator/ir":     {"openapi/diag"},
	"generator/lower":  {"openapi/diag", "openapi", "internal/mediatype", "internal/pointer", "internal/suggest", "generator/ir", "wire", "wire/ecma", "wire/schema"},
	"generator/naming": {"openapi/diag", "internal/pointer", "generator/ir"},
	"generator/table":  {"openapi/diag", "internal/mediatype", "generator/ir", "wire", "wire/codec", "wire/ecma", "wire/schema", "wire/rest"},
	"generator/emit":   artefact,
	"generator/output": {},

	"generator/compare":        {"openapi/diag", "internal/mediatype", "generator/ir"},
	"generator/compare/report": {"openapi/diag", "internal/mediatype", "generator/ir", "generator/compare"},

	"mock": {"internal/jsontree", "internal/mediatype", "internal/pointer", "internal/samplefile", "wire", "wire/codec", "wire/schema", "wire/rest"}, // a server of generated packages reads no document

	"wire":        {},
	"wire/codec":  {"wire"},
	"wire/schema": {"wire"},
	"wire/ecma":   {"wire", "wire/schema"},
	"wire/rest":   {"internal/mediatype", "wire", "wire/codec", "wire/schema"},
}

// artefact is what each package under generator/emit may import: none of the others. Package codec is among them because names are
// spelled as it compares them.
var artefact = []string{"openapi/diag", "internal/mediatype", "generator/ir", "generator/table", "generator/emit/internal/gogen", "wire", "wire/codec", "wire/ecma", "wire/schema", "wire/rest"}

// TestArrows pins the direction of the pipeline: a stage imports only what comes before it, an artefact of emission knows
// nothing of the others, and what generated code imports knows nothing of the generator.
func TestArrows(t *testing.T) {
	artefacts := 0
	for _, pkg := range list(t, "./emit/...") {
		if !strings.HasPrefix(pkg, "generator/emit/internal/") && pkg != "generator/emit" {
			mayImport[pkg] = artefact
			artefacts++
		}
	}
	if artefacts < 2 {
		t.Errorf("found %d artefacts under generator/emit", artefacts)
	}
	for _, pkg := range slices.Concat(list(t, "./..."), list(t, "../openapi/...")) {
		if _, listed := mayImport[pkg]; !listed && pkg != "generator" && !strings.Contains(pkg, "/internal/") {
			t.Errorf("%s has no line in mayImport", pkg)
		}
	}
	for pkg, allowed := range mayImport {
		for _, dep := range list(t, "-deps", ours+pkg) {
			if dep == pkg || strings.HasPrefix(dep+"/", pkg+"/internal/") {
				continue
			}
			if !slices.ContainsFunc(allowed, func(a string) bool { return dep == a || strings.HasPrefix(dep+"/", a+"/internal/") }) {
				t.Errorf("%s imports %s; it may import only %v", pkg, dep, allowed)
			}
		}
	}
}

// list runs go list and returns the packages of ours, without the module's path.
func list(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, out)
	}
	var found []string
	for pkg := range strings.FieldsSeq(string(out)) {
		if name, own := strings.CutPrefix(pkg, ours); own {
			found = append(found, name)
		}
	}
	return found
}

// TestAzcore pins that only package azure imports the SDK: programs that generate, and those that use generated packages
// without its client, neither download nor link it.
func TestAzcore(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Deps}} {{.}}{{end}}`, ours+"...").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		pkg, deps, _ := strings.Cut(strings.TrimSpace(line), " ")
		user := pkg == ours+"azure" || strings.Contains(deps, ours+"azure")
		if imports := strings.Contains(deps, "github.com/Azure/"); imports != user {
			t.Errorf("%s imports the SDK: %t, expected %t", pkg, imports, user)
		}
	}
}

// TestDecodingWithoutHTTP holds that a program that only decodes need not link net/http, which costs 2 MB by being
// imported: the build tag norequests leaves out what imports it.
func TestDecodingWithoutHTTP(t *testing.T) {
	imports := func(args ...string) bool {
		args = append([]string{"list", "-deps"}, args...)
		out, err := exec.Command("go", append(args, "../generated/...")...).CombinedOutput()
		if err != nil {
			t.Fatalf("go list: %v\n%s", err, out)
		}
		return slices.Contains(strings.Fields(string(out)), "net/http")
	}
	if imports("-tags", "norequests") {
		t.Error("generated packages import net/http with the build tag norequests")
	}
	if !imports() {
		t.Error("generated packages do not import net/http at all; the build tag norequests has no use")
	}
}

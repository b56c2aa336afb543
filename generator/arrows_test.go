package generator_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestArrows pins the direction of the pipeline: a stage imports only what comes before it, and what generated code
// imports knows nothing of the generator.
func TestArrows(t *testing.T) {
	const ours = "github.com/azbill/azbill/"
	allowed := map[string][]string{
		"openapi/diag":     {},
		"generator/ir":     {"openapi/diag"},
		"openapi":          {"openapi/diag"},
		"generator/lower":  {"openapi/diag", "openapi", "generator/ir"},
		"generator/naming": {"openapi/diag", "generator/ir"},
		"generator/emit":   {"openapi/diag", "generator/ir", "wire"}, // it spells names as wire will compare them
		"generator/output": {},
		"wire":             {},
		"wire/rest":        {"wire"},
	}
	for pkg, deps := range allowed {
		out, err := exec.Command("go", "list", "-deps", ours+pkg).CombinedOutput()
		if err != nil {
			t.Fatalf("go list %s: %v\n%s", pkg, err, out)
		}
		for dep := range strings.FieldsSeq(string(out)) {
			name, own := strings.CutPrefix(dep, ours)
			if !own || name == pkg || strings.HasPrefix(name, pkg+"/internal/") {
				continue
			}
			found := false
			for _, d := range deps {
				found = found || d == name || strings.HasPrefix(name, d+"/internal/")
			}
			if !found {
				t.Errorf("%s imports %s; it may import only %v", pkg, name, deps)
			}
		}
	}
}

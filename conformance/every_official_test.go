package conformance_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/azbill/azbill/conformance"
)

// TestEveryOfficialExample generates types for every official document and runs the suite over all its examples through
// them: each body decodes and encodes to the same value, each request is built, read back and equal, nothing is lost
// whatever is injected, and Validate says what the schemas say, of the examples and of what is planted in them. There is no list of exceptions.
func TestEveryOfficialExample(t *testing.T) {
	specs := os.Getenv("AZURE_REST_API_SPECS")
	if specs == "" {
		t.Skip("AZURE_REST_API_SPECS is not set: the official examples are not here")
	}
	if testing.Short() {
		t.Skip("compiles a package for every official document; left out for -short")
	}
	args := []string{"run", "../cmd/conform", "-types", "-mutants", "3", "-format", "json"}
	for _, path := range officialDocuments(t, specs) {
		args = append(args, "-spec", path)
	}
	cmd := exec.Command("go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var run conformance.Run
	if err := json.Unmarshal(out, &run); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	checks := map[string]int{}
	for _, c := range run.Cases {
		checks[c.Check]++
		for _, f := range c.Findings {
			if f.Culprit == conformance.BlameTypes || f.Culprit == conformance.BlameSuite {
				t.Errorf("%s: %s", c.ID, f.Text())
			}
		}
	}
	total := run.Sensitivity.Total()
	t.Logf("%d documents: %v; %d mutants noticed, %d survive for a reason", len(run.Documents), checks, total.Noticed, len(total.Survivors))
	if checks["roundtrip"] < 1000 {
		t.Errorf("only %d bodies made the round trip; are the examples being read?", checks["roundtrip"])
	}
	if total.Share() < 0.99 || total.Noticed < 1000 {
		t.Errorf("only %d mutants are noticed and %d survive", total.Noticed, len(total.Survivors))
	}
}

// officialDocuments lists the official documents. Those of consumption 2023-03-01 come without their examples.
func officialDocuments(t *testing.T, specs string) []string {
	var paths []string
	for _, pattern := range []string{"billing/resource-manager/*/*/*/*.json", "consumption/resource-manager/*/*/*/*.json"} {
		found, err := filepath.Glob(filepath.Join(specs, "specification", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	if len(paths) < 20 {
		t.Fatalf("found %d official documents, expected more", len(paths))
	}
	return paths
}

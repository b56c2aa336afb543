package specs_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// references are the published documents that ours are compared with, below the folder in AZURE_REST_API_SPECS.
var references = map[string]string{
	"billing/2019-10-01-preview.yaml": "specification/billing/resource-manager/Microsoft.Billing/preview/2019-10-01-preview/billing.json",
	"billing/2020-05-01.yaml":         "specification/billing/resource-manager/Microsoft.Billing/stable/2020-05-01/billing.json",
	"consumption/2023-03-01.yaml":     "specification/consumption/resource-manager/Microsoft.Consumption/stable/2023-03-01/consumption.json",
	"consumption/2024-08-01.yaml":     "specification/consumption/resource-manager/Microsoft.Consumption/stable/2024-08-01/consumption.json",
}

// TestEveryDocumentHasAReference keeps the table above complete.
func TestEveryDocumentHasAReference(t *testing.T) {
	found, err := filepath.Glob("*/*.yaml")
	if err != nil || len(found) == 0 {
		t.Fatalf("no documents here (%v)", err)
	}
	for _, f := range found {
		if references[filepath.ToSlash(f)] == "" {
			t.Errorf("%s has no reference to compare with", f)
		}
	}
}

// TestFacts compares the wire facts of our documents with the published ones. The report must be exactly what the
// document's settled.txt lists, each line there with its reason.
func TestFacts(t *testing.T) {
	root := os.Getenv("AZURE_REST_API_SPECS")
	tool := os.Getenv("AZBILL_SPECFACTS")
	if root == "" || tool == "" {
		t.Skip("AZURE_REST_API_SPECS and AZBILL_SPECFACTS (the comparison script) are not both set")
	}
	if err := exec.Command("python3", "-c", "import yaml").Run(); err != nil {
		t.Skip("the comparison script needs python3 with PyYAML")
	}
	for ours, reference := range references {
		t.Run(ours, func(t *testing.T) {
			out, err := exec.Command("python3", tool, ours, filepath.Join(root, reference)).Output()
			var exit *exec.ExitError
			if err != nil && (!asExit(err, &exit) || exit.ExitCode() != 1) {
				t.Fatalf("compare: %v\n%s", err, out)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			report := lines[:len(lines)-1] // the last line is the summary
			if diff := cmp.Diff(settled(t, ours), slices.Clone(report), cmp.Transformer("nil", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
				t.Errorf("differences that are settled (-) and found (+):\n%s", diff)
			}
		})
	}
}

func asExit(err error, target **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*target = e
	return ok
}

// settled reads the deliberate differences of a document. Each must follow a reason.
func settled(t *testing.T, doc string) []string {
	text, err := os.ReadFile(strings.TrimSuffix(doc, ".yaml") + ".settled.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	reason := false
	for line := range strings.SplitSeq(string(text), "\n") {
		switch {
		case strings.TrimSpace(line) == "":
			reason = false
		case strings.HasPrefix(line, "#"):
			reason = true
		default:
			if !reason {
				t.Errorf("%s: %q stands without a reason", doc, line)
			}
			out = append(out, line)
		}
	}
	return out
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?]+(?:\s|$)|\n\s*\n`)
	word        = regexp.MustCompile(`[\p{L}\p{N}]+`)
)

// sentences splits prose into sentences, each as its words in lower case.
func sentences(prose string) []string {
	var out []string
	for _, s := range sentenceEnd.Split(prose, -1) {
		words := word.FindAllString(strings.ToLower(s), -1)
		if len(words) >= 8 {
			out = append(out, strings.Join(words, " "))
		}
	}
	return out
}

// prose collects every description, summary and title of a document.
func prose(node any, out map[string]bool) {
	switch node := node.(type) {
	case map[string]any:
		for key, v := range node {
			if text, ok := v.(string); ok && (key == "description" || key == "summary" || key == "title") {
				for _, s := range sentences(text) {
					out[s] = true
				}
			}
			prose(v, out)
		}
	case []any:
		for _, v := range node {
			prose(v, out)
		}
	}
}

// TestOwnWords holds that no sentence of eight words or more of our documents stands in a published one.
func TestOwnWords(t *testing.T) {
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Skip("AZURE_REST_API_SPECS is not set")
	}
	published := map[string]bool{}
	read := 0
	err := filepath.WalkDir(filepath.Join(root, "specification"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".json" || filepath.Base(filepath.Dir(path)) == "examples" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var doc any
		if err := json.Unmarshal([]byte(strings.TrimPrefix(string(text), "\ufeff")), &doc); err != nil {
			return err
		}
		read++
		prose(doc, published)
		return nil
	})
	if err != nil || read < 20 || len(published) < 100 {
		t.Fatalf("read %d published documents with %d sentences (%v)", read, len(published), err)
	}
	for ours := range references {
		text, err := os.ReadFile(ours)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := yaml.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		own := map[string]bool{}
		prose(doc, own)
		if len(own) < 50 {
			t.Errorf("%s: only %d sentences of eight words or more; is it being read?", ours, len(own))
		}
		for s := range own {
			if published[s] {
				t.Errorf("%s: published word for word: %q", ours, s)
			}
		}
	}
}

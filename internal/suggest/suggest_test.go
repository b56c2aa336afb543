package suggest

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNearest(t *testing.T) {
	flags := []string{"check", "config", "spec", "api", "out", "v", "lenient", "max-file-bytes", "max-files"}
	for word, want := range map[string]string{
		"chek": "check", "cehck": "check", "Check": "check", "checks": "check", "spce": "spec", "ap": "api", "lenien": "lenient",
		"max-file": "max-files", "output": "out", "outptu": "out", "x": "", "": "", "everything": "", "ot": "out", "conf": "config",
	} {
		if got := Nearest(word, flags); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
	if got := Hint("-", "chek", flags); got != " (did you mean -check?)" {
		t.Errorf("got %q", got)
	}
	if got := Hint("-", "everything", flags); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("specs/billing", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("specs/billing/billing.json", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"specs/billing/biling.json":  " (did you mean specs/billing/billing.json?)",
		"specs/billing/nothing.yaml": "",
		"specs/biling/billing.json":  " (there is no folder specs/biling; did you mean specs/billing?)",
		"spec/biling/billing.json":   " (there is no folder spec; did you mean specs?)",
		"a/b/c/d.json":               " (there is no folder a)",
		"specs/billing/none.json":    "",
		"specs/billing/billing.yaml": " (did you mean specs/billing/billing.json?)",
		"spec":                       " (did you mean specs?)",
	} {
		if got := File(filepath.FromSlash(path)); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

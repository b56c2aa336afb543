package openapi

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var codeUse = regexp.MustCompile(`(?:(?:problem|tolerable)\([a-z.]+|refFail\(|fail\((?:[a-z]+, )?|report\(.*?\}|code:|code [:]?=|const code =)[, ]*"([a-z0-9-]+)"`)

// problemCodes returns the codes of all problems the package can report, as its source has them.
func problemCodes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codeUse.FindAllStringSubmatch(string(text), -1) {
			out = append(out, m[1])
		}
	}
	if len(out) < 40 {
		t.Fatalf("only %d codes found; does the expression still fit the source?", len(out))
	}
	return out
}

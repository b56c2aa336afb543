package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var fragment = regexp.MustCompile("(?s)<!-- from (\\S+) -->\n```[a-z]+\n(.*?)```")

// What the README shows of a file stands in that file.
func TestReadmeFragments(t *testing.T) {
	repo := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(repo, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := fragment.FindAllStringSubmatch(string(readme), -1)
	if len(found) < 2 {
		t.Errorf("%d fragments; expected one of a document and one of Go", len(found))
	}
	for _, m := range found {
		content, err := os.ReadFile(filepath.Join(repo, m[1]))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(content), m[2]) {
			t.Errorf("README.md: %s does not hold this any more:\n%s", m[1], m[2])
		}
	}
	if lines := strings.Count(string(readme), "\n"); lines > 140 {
		t.Errorf("README.md has %d lines; two screens are what a newcomer reads", lines)
	}
}

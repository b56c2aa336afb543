package main

import (
	"bytes"
	"encoding/json"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzReadPage: whatever a page says, its samples stay below the folder they go to, have a file each, and are bytes of
// the page as they are there.
func FuzzReadPage(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		page, err := ReadPage(text)
		if err != nil {
			return
		}
		taken := map[string]bool{}
		for _, s := range page.Samples {
			if len(s.Files) == 0 {
				t.Errorf("%s has no file", s.Name)
			}
			for _, file := range s.Files {
				switch {
				case !filepath.IsLocal(file.Path) || path.Clean(file.Path) != file.Path || strings.Contains(file.Path, "./") || strings.ContainsAny(file.Path, "\\\x00\n"):
					t.Errorf("a sample goes to %q", file.Path)
				case taken[strings.ToLower(file.Path)]:
					t.Errorf("two messages go to %q", file.Path)
				case !bytes.Contains(text, file.text) || len(file.text) != file.Bytes || len(file.text) == 0:
					t.Errorf("%s is not as on the page", file.Path)
				}
				taken[strings.ToLower(file.Path)] = true
			}
		}
		if index, err := Index([]Page{page}); err != nil || !json.Valid(index) {
			t.Errorf("the index is not JSON: %v", err)
		}
	})
}

// Pages whose brackets never close are read in time that grows with their length, not with its square.
func TestHostilePages(t *testing.T) {
	const head = "GET https://h/providers/Microsoft.A/b?api-version=1\nx\n"
	for name, text := range map[string]string{
		"open brackets": strings.Repeat("{\n", 300_000),
		"open strings":  strings.Repeat("{ \"\n", 300_000),
		"both kinds":    strings.Repeat("[\n{}\n", 200_000),
		"one line":      strings.Repeat("{", 2_000_000),
	} {
		start := time.Now()
		_, _ = ReadPage([]byte(head + text)) // either verdict will do
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

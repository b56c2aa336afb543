package mediatype_test

import (
	"testing"

	"github.com/azbill/azbill/internal/mediatype"
)

func TestIsJSON(t *testing.T) {
	for text, want := range map[string]bool{
		"application/json":                true,
		"Application/JSON; charset=utf-8": true,
		"text/json":                       true,
		"application/merge-patch+json":    true,
		" application/problem+json ;x=y":  true,
		"application/x-ndjson":            false, // lines of JSON are not one JSON text
		"application/json-seq":            false,
		"text/plain; of=application/json": false,
		"application/*":                   false,
		"*/*":                             false,
		"":                                false,
	} {
		if got := mediatype.IsJSON(text); got != want {
			t.Errorf("IsJSON(%q) = %v", text, got)
		}
	}
}

func TestIncludes(t *testing.T) {
	for _, c := range []struct {
		mediaRange, mediaType string
		want                  bool
	}{
		{"text/csv", "Text/CSV; header=present", true},
		{"text/csv; charset=utf-8", "text/csv", true},
		{"text/csv", "text/plain", false},
		{"text/*", "text/plain", true},
		{"text/*", "texts/plain", false},
		{"text/*", "application/text", false},
		{"*/*", "image/png", true},
		{"*/*", "", true},
		{"text/*", "", false},
		{"", "", true},
	} {
		if got := mediatype.Includes(c.mediaRange, c.mediaType); got != c.want {
			t.Errorf("Includes(%q, %q) = %v", c.mediaRange, c.mediaType, got)
		}
	}
}

package generator_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestLongFilesAreSplit holds that declarations which would fill a file of more than 10,000 lines go to several, all of
// them, once each.
func TestLongFilesAreSplit(t *testing.T) {
	var text strings.Builder
	const enums = 400
	text.WriteString(definitions)
	for i := range enums {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `"E%03d":{"type":"string","enum":["a","b","c","d","e"]}`, i)
	}
	text.WriteString("}}")
	files, err := generateText(t, "doc.json", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	several := 0
	for _, f := range files {
		if lines := bytes.Count(f.Content, []byte("\n")); lines > 10_000 {
			t.Errorf("%s has %d lines", f.Name, lines)
		}
		if !strings.HasPrefix(f.Name, "enums") {
			continue
		}
		several++
		for i := range enums {
			found[fmt.Sprintf("E%03d", i)] += bytes.Count(f.Content, fmt.Appendf(nil, "\ntype E%03d string\n", i))
		}
	}
	if several < 2 {
		t.Errorf("%d files of enumerations, expected several", several)
	}
	for name, n := range found {
		if n != 1 {
			t.Errorf("%s is declared %d times", name, n)
		}
	}
}

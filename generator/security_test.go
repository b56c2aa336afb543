package generator_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// TestSecurityLimits compares the limits that SECURITY.md states with those of the code.
func TestSecurityLimits(t *testing.T) {
	text, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	d := generator.DefaultLimits()
	for name, want := range map[string]string{
		"-max-file-bytes":             size(d.FileBytes),
		"-max-files":                  number(d.Files),
		"-max-nodes":                  number(d.Nodes),
		"-max-depth":                  number(d.Depth),
		"-max-time":                   fmt.Sprintf("%.0f minute", d.Time.Minutes()),
		"-max-code-bytes":             size(d.CodeBytes),
		"openapi.Limits.RefDepth":     number(d.RefDepth),
		"openapi.Limits.NameBytes":    size(int64(d.NameBytes)),
		"openapi.Limits.PointerBytes": size(d.PointerBytes),
		"openapi.Limits.Problems":     number(d.Problems),
		"wire.MaxDepth":               number(wire.MaxDepth),
		"wire.MaxDigits":              number(wire.MaxDigits),
		"wire.MaxElement":             size(wire.MaxElement),
		"wire.MaxViolations":          number(wire.MaxViolations),
		"rest.MaxBody":                size(rest.MaxBody),
		"rest.MaxErrorBody":           size(rest.MaxErrorBody),
		"rest.MaxURL":                 size(rest.MaxURL),
		"rest.MaxSegments":            number(rest.MaxSegments),
	} {
		if line := fmt.Sprintf("| %s | `%s` |\n", want, name); !strings.Contains(string(text), line) {
			t.Errorf("SECURITY.md has no row that ends in %q", line)
		}
	}
	if rows := strings.Count(string(text), "` |\n"); rows != 18 {
		t.Errorf("SECURITY.md states %d limits, this test knows 18", rows)
	}
}

func size(n int64) string {
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d KiB", n>>10)
}

func number(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	s := fmt.Sprintf("%03d", n%1000)
	return number(n/1000) + "," + s
}

package generator_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/ecma"
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
		"wire.SetMemoryLimit":         size(wire.DefaultMemoryLimit().Least),
		"ecma.TimeLimit":              fmt.Sprintf("%d ms", ecma.TimeLimit.Milliseconds()),
		"rest.MaxBody":                size(rest.MaxBody),
		"rest.MaxErrorBody":           size(rest.MaxErrorBody),
		"rest.MaxURL":                 size(rest.MaxURL),
		"rest.MaxSegments":            number(rest.MaxSegments),
	} {
		if line := fmt.Sprintf("| %s | `%s` |\n", want, name); !strings.Contains(string(text), line) {
			t.Errorf("SECURITY.md has no row that ends in %q", line)
		}
	}
	_, limits, _ := strings.Cut(string(text), "## Limits")
	if rows := strings.Count(limits, "` |\n"); rows != 20 {
		t.Errorf("SECURITY.md states %d limits, this test knows 20", rows)
	}
}

// TestSecurityTests: the tests that SECURITY.md names exist, and each promise names one.
func TestSecurityTests(t *testing.T) {
	text, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err = fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile("../" + path)
		for _, m := range function.FindAllSubmatch(code, -1) {
			declared[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	promises, named := 0, regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	list, _, _ := strings.Cut(string(text), "## What is not")
	for line := range strings.Lines(list) {
		names := named.FindAllStringSubmatch(line, -1)
		for _, name := range names {
			if !declared[name[1]] {
				t.Errorf("there is no test %s", name[1])
			}
		}
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| | promise |") {
			continue
		}
		if promises++; len(names) == 0 {
			t.Errorf("no test holds %s", line)
		}
	}
	if promises < 15 {
		t.Errorf("%d promises", promises)
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

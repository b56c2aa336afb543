package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const seen = `{"request":{"method":"GET","url":"https://management.azure.com/providers/Microsoft.T/things?api-version=1"},"response":{"status":200,"body":{"a":"x","b":2}}}
{"request":{"method":"GET","url":"https://management.azure.com/providers/Microsoft.T/thongs?api-version=1"},"response":{"status":200,"body":{}}}
`

// The overlay that traffic asks for makes the document true to it. It is written for one thingsJSON, and over no file.
func TestOverlay(t *testing.T) {
	dir := repository(t, `{"a": "x"}`)
	t.Chdir(dir)
	if err := os.WriteFile("seen.jsonl", []byte(seen), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("overlays", 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("overlays", "t.yaml")
	run := func(args ...string) (int, string, string) {
		var out, errs bytes.Buffer
		status := Run(append([]string{"-traffic", "seen.jsonl"}, args...), &out, &errs, nil)
		return status, out.String(), errs.String()
	}
	status, stdout, stderr := run("-spec", "doc.json", "-overlay", file)
	if status != exitFindings || !strings.Contains(stdout, "/b: unknown member") {
		t.Fatalf("exit %d\n%s%s", status, stdout, stderr)
	}
	for _, want := range []string{"wrote " + file, "no-operation: an operation is more than an overlay can know of it"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr lacks %q: %s", want, stderr)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "extends: ../doc.json") {
		t.Fatalf("%v\n%s", err, text)
	}
	status, stdout, stderr = run("-spec", "doc.json", "-apply", file)
	if status != exitFindings || strings.Contains(stdout, "unknown member") || !strings.Contains(stdout, "1 difference") {
		t.Errorf("exit %d\n%s%s", status, stdout, stderr)
	}
	status, _, stderr = run("-spec", "doc.json", "-apply", file, "-overlay", "again.yaml")
	if _, err := os.Stat("again.yaml"); status != exitFindings || err == nil || !strings.Contains(stderr, "nothing that an overlay could change") {
		t.Errorf("exit %d, %v: %s", status, err, stderr)
	}
	for want, args := range map[string][]string{
		"is there already":               {"-spec", "doc.json", "-overlay", file},
		"is for one document":            {"-overlay", "new.yaml"},
		"is for one document; -spec":     {"-spec", "*.json", "-overlay", "new.yaml"},
		"expected the document doc.json": {"-spec", "doc.json", "-apply", "other.yaml"},
	} {
		for name, text := range map[string]string{"other.json": thingsJSON, "other.yaml": strings.Replace(string(text), "../doc.json", "else.json", 1)} {
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if status, _, stderr := run(args...); status != exitHarness || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit %d: %s; want %q", args, status, stderr, want)
		}
	}
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/traffic"
)

const call = `{"request":{"method":"GET","url":"https://management.azure.com/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"},` +
	`"response":{"status":200,"body":{"value":[],"colour":1}}}`

// The command reports drift, accepts it with a baseline, and writes every format.
func TestTraffic(t *testing.T) {
	dir := t.TempDir()
	file, baseline := filepath.Join(dir, "calls", "a.jsonl"), filepath.Join(dir, "drift.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(call), 0o644); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run("-traffic", file, file)
	if status != 1 || !strings.Contains(stdout, "200 /colour: unknown member: integer") || !strings.HasSuffix(stdout, "1 difference: 1 new, 0 known, 0 expired; 0 stale\n") {
		t.Fatalf("exit %d\n%s%s", status, stdout, stderr)
	}
	if status, stdout, stderr = run("-traffic", filepath.Dir(file), "-baseline", baseline, "-fix", "-reason", "reported"); status != 1 {
		t.Fatalf("exit %d\n%s%s", status, stdout, stderr)
	}
	out := filepath.Join(dir, "out")
	status, stdout, stderr = run("-traffic", filepath.Join(dir, "calls", "*.jsonl"), "-api", "consumption@latest", "-baseline", baseline,
		"-format", "text,json,junit,github,markdown,html", "-out", out)
	if status != 0 || stdout != "1 difference: 0 new, 1 known, 0 expired; 0 stale\n" {
		t.Fatalf("exit %d\n%s%s", status, stdout, stderr)
	}
	for _, name := range []string{"drift.txt", "drift.json", "drift.xml", "drift.github.txt", "drift.md", "drift.html"} {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || len(text) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		var r traffic.Report
		if name == "drift.json" && (json.Unmarshal(text, &r) != nil || r.Format != traffic.ReportFormat || len(r.Drift) != 1) {
			t.Errorf("%s is not a report", name)
		}
	}
}

// A document of one's own is checked without generated types.
func TestTrafficOfOwnDocument(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(file, []byte(call), 0o644); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run("-traffic", file, "-spec", "../../specs/consumption/2024-08-01.yaml")
	if status != 1 || !strings.Contains(stdout, "consumption@2024-08-01 Budgets_List\n  NEW     200 /colour: unknown member") {
		t.Fatalf("exit %d\n%s%s", status, stdout, stderr)
	}
}

func TestTrafficUsage(t *testing.T) {
	for want, args := range map[string][]string{
		"there is no such recording":     {"-traffic", "gone.har"},
		"-op is about recorded traffic":  {"-op", "A_B"},
		"-known is about samples":        {"-traffic", "own.go", "-known", "x"},
		"-api and -spec both name":       {"-traffic", "own.go", "-api", "billing@2020-05-01", "-spec", "x"},
		"-fix needs a list to rewrite":   {"-traffic", "own.go", "-fix"},
		"there is no such baseline":      {"-traffic", "own.go", "-baseline", "gone.yaml"},
		`no document "billing@1999"`:     {"-traffic", "own.go", "-api", "billing@1999"},
		"comes without samples":          {"-api", "billing@2020-05-01"},
		"nothing was checked":            {"-traffic", "testdata/other.jsonl"},
		`found "htm" (did you mean html`: {"-traffic", "own.go", "-format", "htm"},
	} {
		status, stdout, stderr := run(args...)
		if status != 2 || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit %d, want 2 and %q\n%s%s", args, status, want, stdout, stderr)
		}
	}
}

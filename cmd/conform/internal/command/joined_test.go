package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// service lays out the documents of one service and returns a pattern of them.
func service(t *testing.T) (pattern string) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/joined.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, filepath.Dir(archive.Files[0].Name), "*.json")
}

// The documents of one service are checked as one, against the examples of each.
func TestJoined(t *testing.T) {
	pattern := service(t)
	for _, tt := range []struct {
		args   []string
		status int
		want   string
	}{
		{nil, 0, "24 cases: 24 pass, 0 known, 0 fail,"},
		{[]string{"-mutants", "3"}, 0, "sensitivity: 100 %"},
		{[]string{"-format", "json"}, 0, `/stable/2024-04-01/invoice.json"`},
		{[]string{"-run", "Invoices_List/List/"}, 0, "5 cases: 5 pass,"},
	} {
		status, stdout, stderr := conform(append([]string{"-spec", pattern, "-join"}, tt.args...)...)
		if status != tt.status || !strings.Contains(stdout, tt.want) {
			t.Errorf("%q: exit %d, want %q in\n%s%s", tt.args, status, tt.want, stdout, stderr)
		}
	}
	folder := filepath.Dir(pattern)
	example := filepath.Join(folder, "examples", "Transactions_GetSummary.json")
	if err := os.WriteFile(example, []byte(`{"parameters": {"api-version": "2024-04-01", "billingAccountName": "a"}, "responses": {"200": {"body": {"count": "2"}}}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, stdout, stderr := conform("-spec", pattern, "-join"); status != 1 || !strings.Contains(stdout, "FAIL  billing/2024-04-01/Transactions_GetSummary/GetSummary/response-200/schema") {
		t.Errorf("a wrong example: exit %d\n%s%s", status, stdout, stderr)
	}
}

// What cannot be joined is refused, with both documents.
func TestJoinedCannot(t *testing.T) {
	pattern := service(t)
	newer := filepath.Join(filepath.Dir(pattern), "zNewer.json")
	text := `{"swagger": "2.0", "info": {"title": "Newer", "version": "2025-01-01"}, "host": "management.azure.com", "paths": {}}`
	if err := os.WriteFile(newer, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	other := repository(t, `{"a": "x"}`) + "/doc.json"
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-spec", pattern, "-join"}, "zNewer.json:1: api-version 2025-01-01, expected 2024-04-01 as in "},
		{[]string{"-spec", pattern, "-spec", other, "-join", "-per-operation"}, "doc.json:1: the root is "},
		{[]string{"-join"}, "-join is for documents given with -spec"},
		{[]string{"-spec", pattern, "-per-operation"}, "give -join"},
	} {
		if status, stdout, stderr := conform(tt.args...); status != 2 || !strings.Contains(stderr, tt.want) {
			t.Errorf("%q: exit %d, want %q in\n%s%s", tt.args, status, tt.want, stdout, stderr)
		}
	}
	if status, stdout, stderr := conform("-spec", pattern, "-join", "-per-operation"); status != 0 {
		t.Errorf("api-versions of their own: exit %d\n%s%s", status, stdout, stderr)
	}
}

// The types of joined documents are one package, which every example survives.
func TestJoinedTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package; left out for -short")
	}
	status, stdout, stderr := conform("-spec", service(t), "-join", "-types", "-mutants", "2")
	if status != 0 || !strings.Contains(stdout, "sensitivity: 100 %") || !strings.Contains(stdout, " pass, 0 known, 0 fail,") {
		t.Errorf("exit %d\n%s%s", status, stdout, stderr)
	}
}

package specs

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestDocumentsAreThoseOnDisk(t *testing.T) {
	found, err := filepath.Glob("*/*.yaml")
	if err != nil || len(found) == 0 {
		t.Fatalf("no documents here (%v)", err)
	}
	docs := Documents()
	if len(docs) != len(found) {
		t.Fatalf("%d embedded, %d on disk; does a file name not follow <service>/<api-version>.yaml?", len(docs), len(found))
	}
	for i, d := range docs {
		if d.File != filepath.ToSlash(found[i]) {
			t.Errorf("document %d is %s, on disk %s", i, d.File, found[i])
		}
		if got, err := Find(d.API()); err != nil || got != d {
			t.Errorf("Find(%q) = %v, %v", d.API(), got, err)
		}
	}
}

func TestFindListsWhatThereIs(t *testing.T) {
	for _, api := range []string{"", "billing", "billing@1999-01-01", "../billing@2020-05-01"} {
		if _, err := Find(api); err == nil || !strings.Contains(err.Error(), "billing@2020-05-01") {
			t.Errorf("Find(%q): %v", api, err)
		}
	}
}

// TestFolderOfDocuments lists a service of several documents beside one of a single document.
func TestFolderOfDocuments(t *testing.T) {
	fsys := fstest.MapFS{
		"names.yaml":                          {},
		"billing/2020-05-01.yaml":             {},
		"billing/2020-05-01.settled.txt":      {},
		"billing/2024-04-01/account.yaml":     {},
		"billing/2024-04-01/invoice.yaml":     {},
		"billing/2024-04-01/settled.txt":      {},
		"consumption/2024-08-01-preview.yaml": {},
		"consumption/2024-09-01/notes.txt":    {},
		"consumption/drafts-of/x.yaml":        {},
	}
	var got []string
	for _, d := range documentsOf(fsys) {
		got = append(got, d.API()+": "+strings.Join(filesOf(fsys, d), " "))
	}
	want := []string{
		"billing@2020-05-01: billing/2020-05-01.yaml",
		"billing@2024-04-01: billing/2024-04-01/account.yaml billing/2024-04-01/invoice.yaml",
		"consumption@2024-08-01-preview: consumption/2024-08-01-preview.yaml",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

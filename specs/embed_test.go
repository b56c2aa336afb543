package specs_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/specs"
)

func TestDocumentsAreThoseOnDisk(t *testing.T) {
	found, err := filepath.Glob("*/*.yaml")
	if err != nil || len(found) == 0 {
		t.Fatalf("no documents here (%v)", err)
	}
	docs := specs.Documents()
	if len(docs) != len(found) {
		t.Fatalf("%d embedded, %d on disk; does a file name not follow <service>/<api-version>.yaml?", len(docs), len(found))
	}
	for i, d := range docs {
		if d.File != filepath.ToSlash(found[i]) {
			t.Errorf("document %d is %s, on disk %s", i, d.File, found[i])
		}
		if got, err := specs.Find(d.API()); err != nil || got != d {
			t.Errorf("Find(%q) = %v, %v", d.API(), got, err)
		}
	}
}

func TestFindListsWhatThereIs(t *testing.T) {
	for _, api := range []string{"", "billing", "billing@1999-01-01", "../billing@2020-05-01"} {
		if _, err := specs.Find(api); err == nil || !strings.Contains(err.Error(), "billing@2020-05-01") {
			t.Errorf("Find(%q): %v", api, err)
		}
	}
}

package spec

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator/diag"
)

// official returns the official documents: those of a checkout of azure-rest-api-specs named by the environment.
func official(t testing.TB) []string {
	t.Helper()
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Skip("AZURE_REST_API_SPECS names no checkout of the official documents")
	}
	var files []string
	err := filepath.WalkDir(filepath.Join(root, "specification"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") && strings.Contains(path, "resource-manager") && !strings.Contains(path, "/examples/") && !strings.Contains(path, "common-types") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents below %s: %v", root, err)
	}
	return files
}

func TestOfficialDocumentsLoad(t *testing.T) {
	for _, file := range official(t) {
		var problems diag.List
		doc := Load(Source{Path: file}, &problems)
		if err := problems.Err(); err != nil || doc == nil {
			t.Errorf("%s:\n%v", file, err)
			continue
		}
		t.Logf("%s: %d operations, %d schemas", file, len(doc.Operations), len(doc.Schemas))
	}
}

package command

import (
	"os"
	"path/filepath"

	"github.com/azbill/azbill/conformance"
)

// relative names all files of a run from one folder: the work tree of a GitHub Action where the documents are in one, since
// annotations are looked up there, else the working directory. Files keep their names when the documents are elsewhere.
func relative(found *conformance.Run) {
	here, err := os.Getwd()
	if err != nil {
		return
	}
	for _, base := range []string{os.Getenv("GITHUB_WORKSPACE"), here} {
		holds := base != ""
		for _, d := range found.Documents {
			holds = holds && below(base, d.File) != ""
		}
		if !holds {
			continue
		}
		found.Rename(func(file string) string {
			if rel := below(base, file); rel != "" {
				return rel
			}
			return file
		})
		return
	}
}

// below returns the path of a file from a folder that holds it; empty when the folder does not.
func below(base, file string) string {
	abs, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(base, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

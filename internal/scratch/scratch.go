// Package scratch writes a Go module of generated packages that uses this checkout, for what has to
// compile what the generator wrote.
package scratch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/azbill/azbill/generator/output"
)

// Write fills the folder dir with a module called name, of the packages and further files, by path. Root is the checkout
// it uses. The module has the requirements of the checkout, so that nothing is looked up.
func Write(dir, name, root string, packages []output.Dir, files map[string]string) error {
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return fmt.Errorf("read the checkout's go.mod: %w", err)
	}
	gosum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return fmt.Errorf("read the checkout's go.sum: %w", err)
	}
	all := map[string][]byte{
		"go.mod": []byte(strings.Replace(string(gomod), "module github.com/azbill/azbill", "module "+name, 1) +
			"\nrequire github.com/azbill/azbill v0.0.0\n\nreplace github.com/azbill/azbill => " + root + "\n"),
		"go.sum": gosum,
	}
	for path, text := range files {
		all[path] = []byte(text)
	}
	for _, p := range packages {
		for _, f := range p.Files {
			all[filepath.Join(filepath.FromSlash(p.Path), f.Name)] = f.Content
		}
	}
	for path, content := range all {
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

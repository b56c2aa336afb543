package gitfs_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/azbill/azbill/internal/gitfs"
)

func TestFS(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "-q")
	write("sub/a.json", "old")
	if err := os.Symlink("a.json", filepath.Join(dir, "sub", "link.json")); err != nil {
		t.Fatal(err)
	}
	git("add", ".")
	git("commit", "-qm", "first")
	write("sub/a.json", "new text")
	git("commit", "-qam", "second")

	for _, from := range []struct{ dir, path string }{{dir, "sub/a.json"}, {filepath.Join(dir, "sub"), "a.json"}} {
		fsys, err := gitfs.Open(from.dir, "HEAD~1")
		if err != nil {
			t.Fatal(err)
		}
		text, err := fs.ReadFile(fsys, from.path)
		if err != nil || string(text) != "old" {
			t.Errorf("%s from %s: %q, %v; want the committed text", from.path, from.dir, text, err)
		}
	}
	old, err := gitfs.Open(filepath.Join(dir, "sub"), "HEAD~1")
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	if err := old.Extract(to); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(to, "a.json")); err != nil || string(text) != "old" {
		t.Errorf("extracted a.json: %q, %v; want the committed text", text, err)
	}
	if _, err := os.Lstat(filepath.Join(to, "link.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("extracted link.json: %v; want that links are left out", err)
	}
	fsys, err := gitfs.Open(dir, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if info, err := fs.Stat(fsys, "sub"); err != nil || !info.IsDir() {
		t.Errorf("sub: %v, %v; want a folder", info, err)
	}
	if info, err := fs.Stat(fsys, "sub/a.json"); err != nil || !info.Mode().IsRegular() || info.Size() != 8 {
		t.Errorf("sub/a.json: %v, %v; want a regular file of 8 bytes", info, err)
	}
	if info, err := fs.Stat(fsys, "sub/link.json"); err != nil || info.Mode().IsRegular() {
		t.Errorf("sub/link.json: %v, %v; want a link", info, err)
	}
	if _, err := fs.Stat(fsys, "sub/b.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("sub/b.json: %v; want that it does not exist", err)
	}
	if _, err := fsys.Open("../x"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("../x: %v; want an invalid path", err)
	}
	for _, revision := range []string{"no-such-revision", "--all", ""} {
		if _, err := gitfs.Open(dir, revision); err == nil {
			t.Errorf("revision %q: no error", revision)
		}
	}
}

package output

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tmpfs mounts a small disk for the test.
func tmpfs(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("a small disk cannot be mounted here (%v); TestErrorAtEveryStep injects the same errors", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFullDisk writes to disks of every size, in space and in files, until one is large enough: each smaller one fills
// up at another moment, and leaves the old output as it was.
func TestFullDisk(t *testing.T) {
	files := func(version string) []File {
		var out []File
		for i := range 8 {
			out = append(out, source(fmt.Sprintf("f%d.go", i), "// "+version+strings.Repeat("x", 5000*i)))
		}
		return out
	}
	for _, c := range []struct {
		name string
		disk func(n int) string
	}{
		{"space", func(n int) string { return fmt.Sprintf("size=%dk", 4*n) }},
		{"files", func(n int) string { return fmt.Sprintf("size=4m,nr_inodes=%d", n) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused := 0
			for n := 2; ; n++ {
				mount := tmpfs(t, c.disk(n))
				dir := filepath.Join(mount, "out")
				if _, err := Write([]Dir{{dir, files("old")[:6]}}); errors.Is(err, syscall.ENOSPC) {
					continue // too small to begin with
				} else if err != nil {
					t.Fatal(err)
				}
				before := tree(t, dir)
				_, err := Write([]Dir{{dir, files("new")}})
				if err == nil {
					break
				}
				if !errors.Is(err, syscall.ENOSPC) {
					t.Fatalf("%s: %v", c.disk(n), err)
				}
				if d := cmp.Diff(before, tree(t, dir)); d != "" {
					t.Fatalf("%s: %v\n%s", c.disk(n), err, d)
				}
				if err := syscall.Mount("tmpfs", mount, "tmpfs", syscall.MS_REMOUNT, "size=8m,nr_inodes=1000"); err != nil {
					t.Fatal(err)
				}
				mustWrite(t, Dir{dir, files("new")})
				if got := tree(t, dir); len(got) != 8 {
					t.Fatalf("%d files after the disk has grown: %v", len(got), got)
				}
				refused++
			}
			t.Logf("%d disks were too small", refused)
			if refused < 3 {
				t.Errorf("only %d disks were too small; the test misses what it is for", refused)
			}
		})
	}
}

// TestReadOnlyFolder: a folder, or a disk, that takes no writes is an error that says so, and nothing changes.
func TestReadOnlyFolder(t *testing.T) {
	try := func(t *testing.T, dir string, want error) {
		t.Helper()
		before := tree(t, dir)
		_, err := Write([]Dir{{dir, []File{source("a.go", "var New int"), source("b.go", "")}}})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("got %v, want %v with the folder's name", err, want)
		}
		if d := cmp.Diff(before, tree(t, dir)); d != "" {
			t.Error(d)
		}
		if _, err := Check([]Dir{{dir, []File{source("a.go", "var New int")}}}); err != nil {
			t.Errorf("checking needs no writes: %v", err)
		}
	}
	t.Run("folder", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("root writes to any folder; the case below is the one for root")
		}
		dir := t.TempDir()
		mustWrite(t, Dir{dir, []File{source("a.go", "var Old int")}})
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) }) // so that the folder can be removed
		try(t, dir, syscall.EACCES)
	})
	t.Run("disk", func(t *testing.T) {
		dir := filepath.Join(tmpfs(t, "size=1m"), "out")
		mustWrite(t, Dir{dir, []File{source("a.go", "var Old int")}})
		if err := syscall.Mount("tmpfs", filepath.Dir(dir), "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		try(t, dir, syscall.EROFS)
	})
}

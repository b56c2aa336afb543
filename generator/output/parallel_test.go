package output

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// variant is one of several contents of a folder that differ in every file and in which files there are.
func variant(dir string, n int) Dir {
	d := Dir{Path: dir}
	for i := range 5 {
		d.Files = append(d.Files, source(fmt.Sprintf("f%d.go", i+n), fmt.Sprintf("const V%d = %d", i, n)))
	}
	return d
}

// whole returns an error unless the folder holds exactly one variant.
func whole(t *testing.T, dir string, variants int) error {
	t.Helper()
	got := tree(t, dir)
	for n := range variants {
		same := len(got) == 5
		for _, f := range variant(dir, n).Files {
			same = same && got[f.Name] == string(f.Content)
		}
		if same {
			return nil
		}
	}
	return fmt.Errorf("%s holds a mixture: %v", dir, got)
}

func TestManyWritersAtOnce(t *testing.T) {
	root := t.TempDir()
	one, two := filepath.Join(root, "one"), filepath.Join(root, "two")
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			for range 5 {
				dirs := []Dir{variant(one, n), variant(two, n)}
				if n%2 == 1 {
					dirs[0], dirs[1] = dirs[1], dirs[0] // the order of locks must not be that of the caller
				}
				if _, err := Write(dirs); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, dir := range []string{one, two} {
		if err := whole(t, dir, 6); err != nil {
			t.Error(err)
		}
	}
}

// Processes that are killed at any moment, while others write: what is there in the end is whole.
func TestKilledProcesses(t *testing.T) {
	const child = "AZBILL_TEST_WRITE_FOREVER"
	if dir := os.Getenv(child); dir != "" {
		for n := 0; ; n = (n + 1) % 6 {
			if _, err := Write([]Dir{variant(dir, n)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	for round := range 8 {
		var running []*exec.Cmd
		for range 2 {
			cmd := exec.Command(self, "-test.run=^TestKilledProcesses$")
			cmd.Env = append(os.Environ(), child+"="+dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
		time.Sleep(time.Duration(100+17*round) * time.Millisecond)
		for _, cmd := range running {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it was killed; that is its error
		}
		if err := Recover([]string{dir}); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, lockName)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if err := whole(t, dir, 6); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLockHeldTooLong(t *testing.T) {
	dir := t.TempDir()
	f, _, err := openDisk(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	unlock, ok, err := f.TryLock(lockName)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	d := []Dir{{dir, []File{source("a.go", "")}}}
	if _, err = write(d, testRun(openDisk)); err == nil || !strings.Contains(err.Error(), "another run has been writing") {
		t.Errorf("got %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, d...)
}

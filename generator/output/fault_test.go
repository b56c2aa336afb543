package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// mode is how the disk fails.
type mode int

const (
	once  mode = iota // one step fails, the next ones work
	full              // from one step on, whatever needs space fails
	crash             // from one step on, nothing is done any more
	twice             // one step fails, and the first renaming after it
)

func (m mode) String() string { return [...]string{"once", "full", "crash", "twice"}[m] }

var errCrash = errors.New("the machine is down")

// faults makes step number at fail, counting from 0 over all folders of a run.
type faults struct {
	mode     mode
	at       int
	steps    int
	hit      string // the step that failed first
	again    string // the renaming that failed after it
	unsynced map[string]bool
}

// step counts one step and returns the error it has to fail with. grows marks steps that need space on the disk.
func (x *faults) step(what string, grows bool) error {
	n := x.steps
	x.steps++
	if x.mode == twice && n > x.at && x.again == "" && strings.HasPrefix(what, "rename ") {
		x.again = what
		return syscall.EIO
	}
	fails := n == x.at || n > x.at && (x.mode == crash || x.mode == full && grows)
	if !fails || x.mode == full && !grows {
		return nil
	}
	if x.hit == "" {
		x.hit = what
	}
	switch x.mode {
	case crash:
		return errCrash
	case full:
		return syscall.ENOSPC
	default:
		return syscall.EIO
	}
}

func (x *faults) open(path string, create bool) (folder, []string, error) {
	if err := x.step("open "+path, create); err != nil {
		return nil, nil, err
	}
	f, made, err := openDisk(path, create)
	if f == nil {
		return nil, made, err
	}
	return faultyFolder{f, x, path}, made, err
}

type faultyFolder struct {
	folder
	x    *faults
	path string
}

func (f faultyFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.x.step("readdir "+name, false); err != nil {
		return nil, err
	}
	return f.folder.ReadDir(name)
}

func (f faultyFolder) Lstat(name string) (fs.FileInfo, error) {
	if err := f.x.step("lstat "+name, false); err != nil {
		return nil, err
	}
	return f.folder.Lstat(name)
}

func (f faultyFolder) ReadFile(name string, limit int64) ([]byte, error) {
	if err := f.x.step("read "+name, false); err != nil {
		return nil, err
	}
	return f.folder.ReadFile(name, limit)
}

func (f faultyFolder) Create(name string, perm fs.FileMode) (io.WriteCloser, error) {
	if err := f.x.step("create "+name, true); err != nil {
		return nil, err
	}
	to, err := f.folder.Create(name, perm)
	full := filepath.Join(f.path, name)
	f.x.unsynced[full] = true
	return faultyFile{to, f.x, full}, err
}

func (f faultyFolder) Mkdir(name string) error {
	if err := f.x.step("mkdir "+name, true); err != nil {
		return err
	}
	return f.folder.Mkdir(name)
}

func (f faultyFolder) Rename(from, to string) error {
	if err := f.x.step("rename "+from+" "+to, false); err != nil {
		return err
	}
	from, to = filepath.Join(f.path, from), filepath.Join(f.path, to)
	if f.x.unsynced[from] {
		delete(f.x.unsynced, from)
		f.x.unsynced[to] = true
	}
	return os.Rename(from, to)
}

func (f faultyFolder) Remove(name string) error {
	if err := f.x.step("remove "+name, false); err != nil {
		return err
	}
	return f.folder.Remove(name)
}

func (f faultyFolder) SyncDir(name string) error {
	if err := f.x.step("syncdir "+name, true); err != nil {
		return err
	}
	return f.folder.SyncDir(name)
}

func (f faultyFolder) TryLock(name string) (func() error, bool, error) {
	if err := f.x.step("lock "+name, true); err != nil {
		return nil, false, err
	}
	unlock, ok, err := f.folder.TryLock(name)
	if !ok || err != nil {
		return nil, ok, err
	}
	return func() error {
		failure := f.x.step("unlock "+name, false)
		if err := unlock(); err != nil || failure == nil {
			return err
		}
		// The lock ends with the process; its file stays.
		return errors.Join(failure, os.WriteFile(filepath.Join(f.path, name), nil, 0o666))
	}, true, nil
}

func (f faultyFolder) SyncFiles(names []string) error {
	for _, name := range names {
		if err := f.x.step("sync "+name, true); err != nil {
			return err
		}
		delete(f.x.unsynced, filepath.Join(f.path, name))
	}
	return f.folder.SyncFiles(names)
}

type faultyFile struct {
	io.WriteCloser
	x    *faults
	full string
}

func (f faultyFile) Write(b []byte) (int, error) {
	if err := f.x.step("write "+f.full, true); err != nil {
		n, _ := f.WriteCloser.Write(b[:len(b)/2])
		return n, err
	}
	return f.WriteCloser.Write(b)
}

func (f faultyFile) Close() error {
	err := f.x.step("close "+f.full, false)
	return errors.Join(err, f.WriteCloser.Close())
}

// loseUnsynced is what a power cut does to content that was written and not synced.
func (x *faults) loseUnsynced(t *testing.T) {
	t.Helper()
	for name := range x.unsynced {
		if err := os.Truncate(name, 0); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
}

// testRun is a run with one thing at a time, so that a step has the same number every time.
func testRun(open opener) *run { return &run{opener: open, wait: 50 * time.Millisecond, workers: 1} }

// scene is two folders before and after: one with every kind of file, one that does not exist yet.
type scene struct {
	root     string
	old, new map[string]string // by folder: its files as one text
	dirs     []Dir
}

func newScene(t *testing.T) *scene {
	t.Helper()
	root := t.TempDir()
	a, b := filepath.Join(root, "a"), filepath.Join(root, "made", "b")
	keep := source("keep.go", "const Keep = 1")
	mustWrite(t, Dir{a, []File{keep, source("change.go", "const Old = 1"), source("change2.go", "const Old2 = 1"), source("stale.go", "")}})
	writeFile(t, filepath.Join(a, "foreign.go"), "package x // by hand\n")
	writeFile(t, filepath.Join(a, "sub", "notes.txt"), "mine\n")
	past := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, name := range []string{"keep.go", "foreign.go"} {
		if err := os.Chtimes(filepath.Join(a, name), past, past); err != nil {
			t.Fatal(err)
		}
	}
	s := &scene{root: root, dirs: []Dir{
		{a, []File{keep, source("change.go", "const New = 1"), source("change2.go", "const New2 = 1"), source("added.go", "")}},
		{b, []File{source("one.go", ""), source("two.go", "")}},
	}}
	s.old = s.state(t)
	s.new = map[string]string{}
	for _, d := range s.dirs {
		files := map[string]string{}
		for _, f := range d.Files {
			files[f.Name] = string(f.Content)
		}
		if d.Path == a {
			files["foreign.go"], files["sub/notes.txt"] = "package x // by hand\n", "mine\n"
		}
		s.new[d.Path] = flat(files)
	}
	return s
}

func flat(files map[string]string) string {
	for name := range files {
		if strings.HasPrefix(name, stagingName) {
			delete(files, name)
		}
	}
	return fmt.Sprint(files)
}

// state renders both folders, without what this package keeps there for itself.
func (s *scene) state(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, d := range s.dirs {
		if _, err := os.Stat(d.Path); err == nil {
			out[d.Path] = flat(tree(t, d.Path))
		} else {
			out[d.Path] = flat(map[string]string{})
		}
	}
	for _, name := range []string{"keep.go", "foreign.go"} {
		info, err := os.Stat(filepath.Join(s.root, "a", name))
		if err != nil || info.ModTime().Year() != 2020 {
			t.Errorf("%s was touched: %v", name, err)
		}
	}
	return out
}

func (s *scene) leftovers(t *testing.T) []string {
	t.Helper()
	var out []string
	for name := range tree(t, s.root) {
		if strings.Contains(name, stagingName) {
			out = append(out, name)
		}
	}
	return out
}

// eachFault runs the scene with a fault at every step, one after another, until a run gets through without meeting it.
func eachFault(t *testing.T, m mode, check func(t *testing.T, s *scene, x *faults, err error)) {
	for at := 0; ; at++ {
		x := &faults{mode: m, at: at, unsynced: map[string]bool{}}
		met := false
		t.Run(fmt.Sprintf("%s/%d", m, at), func(t *testing.T) {
			s := newScene(t)
			_, err := write(s.dirs, testRun(x.open))
			if met = x.hit != ""; !met && m != full {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("the fault was at: %s; error: %v", x.hit, err)
				}
			})
			if met {
				check(t, s, x, err)
			}
			// Whatever happened, the next run on a disk that works again gets it right and leaves nothing behind.
			mustWrite(t, s.dirs...)
			if d := cmp.Diff(s.new, s.state(t)); d != "" {
				t.Errorf("after the next run:\n%s", d)
			}
			if left := s.leftovers(t); len(left) > 0 {
				t.Errorf("after the next run there is still %v", left)
			}
		})
		if t.Failed() {
			return
		}
		if at >= x.steps {
			if at < 60 {
				t.Errorf("only %d steps were tried; is the disk still behind the faults?", at)
			}
			t.Logf("%s: %d steps", m, at)
			return
		}
	}
}

// An error at any step leaves the old output whole in all folders, or says that the new one is written.
func TestErrorAtEveryStep(t *testing.T) {
	for _, m := range []mode{once, full} {
		eachFault(t, m, func(t *testing.T, s *scene, x *faults, err error) {
			want := s.old
			switch {
			case err == nil:
				t.Error("no error")
			case strings.Contains(err.Error(), "the output is written"):
				want = s.new
			}
			if d := cmp.Diff(want, s.state(t)); d != "" {
				t.Error(d)
			}
		})
	}
}

// Where moving back fails as well, nothing is cleared in any folder that the next run needs: recovery makes all of them old,
// or all of them new.
func TestErrorTwice(t *testing.T) {
	stuck := 0
	eachFault(t, twice, func(t *testing.T, s *scene, x *faults, err error) {
		if err == nil {
			t.Error("no error")
		}
		if x.again != "" {
			stuck++
		}
		if err := Recover([]string{s.dirs[x.at%2].Path}); err != nil {
			t.Fatal(err)
		}
		after := s.state(t)
		if d := cmp.Diff(s.old, after); d != "" && cmp.Diff(s.new, after) != "" {
			t.Errorf("%s, then %s: some folders are old and some are new:\n%s", x.hit, x.again, d)
		}
	})
	if stuck == 0 {
		t.Error("nothing failed while files were moved back")
	}
}

// A crash at any step leaves each folder old and whole, or on its way with everything needed to finish it beside it. After
// recovery all folders are old, or all are new, whichever of them recovery was asked for.
func TestCrashAtEveryStep(t *testing.T) {
	forward := 0
	eachFault(t, crash, func(t *testing.T, s *scene, x *faults, err error) {
		x.loseUnsynced(t)
		before := s.state(t)
		for _, d := range s.dirs {
			_, err := os.Stat(filepath.Join(d.Path, journalName))
			if whole := before[d.Path] == s.old[d.Path] || before[d.Path] == s.new[d.Path]; err != nil && !whole {
				t.Errorf("%s is neither old nor new, and no journal tells how to finish it:\n%s", d.Path, before[d.Path])
			}
		}
		if err := Recover([]string{s.dirs[x.at%2].Path}); err != nil {
			t.Fatal(err)
		}
		if err := Recover([]string{s.dirs[0].Path, s.dirs[1].Path}); err != nil {
			t.Fatal(err)
		}
		after := s.state(t)
		if d := cmp.Diff(s.old, after); d != "" && cmp.Diff(s.new, after) != "" {
			t.Errorf("some folders are old and some are new:\n%s", d)
		}
		for _, d := range s.dirs {
			if after[d.Path] != s.old[d.Path] && after[d.Path] != s.new[d.Path] {
				t.Errorf("%s is neither old nor new after recovery:\n%s", d.Path, after[d.Path])
			}
			if after[d.Path] != before[d.Path] {
				forward++
			}
		}
	})
	if forward == 0 {
		t.Error("no crash came between the journal and the last move; the test misses what it is for")
	}
}

// Recovery itself may be interrupted, at any step, and again.
func TestCrashDuringRecovery(t *testing.T) {
	for first := 0; ; first++ {
		s := newScene(t)
		x := &faults{mode: crash, at: first, unsynced: map[string]bool{}}
		if _, err := write(s.dirs, testRun(x.open)); err == nil && x.hit == "" {
			return
		}
		if !strings.HasPrefix(x.hit, "rename change.go") && !strings.HasPrefix(x.hit, "rename "+newName("change2.go")) {
			continue
		}
		paths := []string{s.dirs[0].Path, s.dirs[1].Path}
		for at := 0; ; at++ {
			y := &faults{mode: crash, at: at, unsynced: map[string]bool{}}
			if err := recoverAll(paths, testRun(y.open)); err == nil && y.hit == "" {
				break
			}
		}
		if d := cmp.Diff(s.new, s.state(t)); d != "" {
			t.Errorf("crash at %s:\n%s", x.hit, d)
		}
	}
}

// A run over many folders that dies at any step leaves, after recovery, all of them old or all of them new, and nothing
// of its own. AZBILL_EVERY_STEP=1 tries every step instead of every seventh.
func TestCrashOverManyFolders(t *testing.T) {
	const folders = 12
	every := 7
	if os.Getenv("AZBILL_EVERY_STEP") != "" {
		every = 1
	}
	outcomes := map[string]int{}
	for at := 0; ; at += every {
		root := t.TempDir()
		var before, after []Dir
		var paths []string
		for i := range folders {
			path := filepath.Join(root, fmt.Sprint(i))
			paths = append(paths, path)
			before = append(before, Dir{path, []File{source("a.go", "const Old = 1")}})
			after = append(after, Dir{path, []File{source("a.go", "const New = 1")}})
		}
		mustWrite(t, before...)
		old := tree(t, root)
		x := &faults{mode: crash, at: at, unsynced: map[string]bool{}}
		_, err := write(after, testRun(x.open))
		if x.hit == "" {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		x.loseUnsynced(t)
		if err := Recover(paths[:1+at%folders]); err != nil { // part of the folders is enough
			t.Fatal(err)
		}
		if err := Recover(paths); err != nil {
			t.Fatal(err)
		}
		got := tree(t, root)
		if len(got) != folders {
			t.Fatalf("crash at step %d, %s: %d files; want %d", at, x.hit, len(got), folders)
		}
		changed := 0
		for name, content := range got {
			if content != old[name] {
				changed++
			}
		}
		if changed != 0 && changed != folders {
			t.Fatalf("crash at step %d, %s: %d of %d folders are new", at, x.hit, changed, folders)
		}
		outcomes[fmt.Sprint(changed)]++
	}
	if outcomes["0"] == 0 || outcomes[fmt.Sprint(folders)] == 0 {
		t.Errorf("outcomes %v; expected some runs that were undone and some that were finished", outcomes)
	}
	t.Logf("crashes by number of new folders: %v", outcomes)
}
